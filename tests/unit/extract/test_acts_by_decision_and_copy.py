"""Acts told by the decision to do them, by likeness to another act, or beside who only brought them about."""

from __future__ import annotations

import pytest

from tests.told import Act
from tests.told import acts as acts_of
from tests.told import told as extracted


def told(text: str) -> set[Act]:
    """Type, initiators and recipients of every act that is told as done."""
    return {act for act, a in acts_of(extracted(text)) if a.mention.is_told}


DECIDED = [
    ("Chad's decision to recall its ambassador from Libya angered Tripoli.", ("Chad",), ("Libya",)),
    (
        "The ministry said it had acted after the decision by Chad a day earlier to recall its own ambassador"
        " from Tripoli.",
        ("Chad",),
        ("Libya",),
    ),
]


@pytest.mark.parametrize(("text", "who", "whom"), DECIDED)
def test_a_decision_that_somebody_took_is_the_act_and_his(
    text: str, who: tuple[str, ...], whom: tuple[str, ...]
) -> None:
    assert {a for a in told(text) if a[0] == "AmbassadorRecall"} == {("AmbassadorRecall", who, whom)}


@pytest.mark.parametrize(
    "text",
    [
        "Chad has taken no decision to recall its ambassador from Libya.",
        "Sweden's decision not to recall its ambassador from Hungary was welcomed.",
        "Peru criticised the decision by the president to resign.",
    ],
)
def test_a_decision_not_taken_is_no_recall(text: str) -> None:
    assert not {a for a in told(text) if a[0] == "AmbassadorRecall"}


def test_who_says_that_he_acted_after_a_decision_accuses_nobody() -> None:
    text = "The ministry said it had acted after the decision by Chad to recall its ambassador from Tripoli."
    assert not {a for a in told(text) if a[0] == "Accusation"}


COPIED = [
    (
        "Ethiopia banned Eritrean aircraft from its airspace. Eritrea imposed a similar ban on Ethiopian planes.",
        ("BorderClosure", ("Eritrea",), ("Ethiopia",)),
    ),
    (
        "Poland closed its border with Belarus on Monday. Latvia took the same step on Tuesday.",
        ("BorderClosure", ("Latvia",), ("Belarus",)),
    ),
    (
        "Ukraine imposed sanctions on Georgia. Georgia announced reciprocal measures on Friday.",
        ("Sanctions", ("Georgia",), ("Ukraine",)),
    ),
]


@pytest.mark.parametrize(("text", "act"), COPIED)
def test_a_similar_measure_is_the_act_just_told(text: str, act: Act) -> None:
    assert act in told(text)


def test_similar_steps_to_another_end_are_no_copy() -> None:
    text = "Peru recalled its ambassador from Bolivia. Chile has taken similar steps to cut inflation."
    assert {a[1] for a in told(text)} == {("Peru",)}


CLOSED = [
    ("Peru closed its airspace to flights from Bolivia on Monday.", {("Peru", "Bolivia")}),
    ("On 7 April Sudan banned flights to and from Chad from its airspace.", {("Sudan", "Chad")}),
    (
        "Kenya and Somalia recalled their envoys. The two sides closed their skies to one another.",
        {("Kenya", "Somalia"), ("Somalia", "Kenya")},
    ),
]


@pytest.mark.parametrize(("text", "pairs"), CLOSED)
def test_an_airspace_is_closed_to_those_whose_flights_are_named(
    text: str, pairs: set[tuple[str, str]]
) -> None:
    closed = {(who[0], whom[0]) for kind, who, whom in told(text) if kind == "BorderClosure" and whom}
    assert closed == pairs


BROKERED = [
    "The truce between Riyadh and the Houthis, brokered by Oman, does not cover Israel.",
    "Oman announced that it had mediated a ceasefire between Saudi Arabia and the Houthis.",
    "A ceasefire brokered by Oman between Saudi Arabia and the Houthis took effect on Sunday.",
    "Oman announced a ceasefire between Saudi Arabia and the Houthis on Wednesday.",
]


@pytest.mark.parametrize("text", BROKERED)
def test_who_brokers_or_announces_a_truce_between_two_is_no_party_to_it(text: str) -> None:
    truces = {a[1] for a in told(text) if a[0] == "Ceasefire"}
    assert truces == {("Houthis", "Saudi Arabia")}


def test_who_announces_a_truce_of_his_own_is_a_party_to_it() -> None:
    assert ("Ceasefire", ("Hamas", "Israel"), ()) in told("Israel announced a ceasefire with Hamas.")


def test_what_is_agreed_as_a_truce_is_told_once() -> None:
    acts = told("India and Pakistan agreed to a ceasefire on Saturday.")
    assert acts == {("Ceasefire", ("India", "Pakistan"), ())}


def test_both_leaders_are_those_last_named_together() -> None:
    text = (
        "The truce was announced by Prime Minister Anwar Ibrahim after talks with Cambodian Prime Minister Hun Manet"
        " and Thailand's acting prime minister, Phumtham Wechayachai. The ambassadors attended. US President Donald"
        " Trump had phoned both leaders on Saturday."
    )
    calls = {a[1] for a in told(text) if a[0] == "PhoneCall"}
    assert calls == {("Donald Trump", "Hun Manet"), ("Donald Trump", "Phumtham Wechayachai")}


EXPELLED = [
    (
        "Canada expelled six Indian diplomats, and India responded by ordering out six Canadians.",
        "India",
        "Canada",
    ),
    ("Jordan has summoned the Iranian chargé d'affaires. The next day it ordered him out.", "Jordan", "Iran"),
    ("The Peruvian ambassador was told to leave Honduras within three days.", "Honduras", "Peru"),
]


@pytest.mark.parametrize(("text", "who", "whom"), EXPELLED)
def test_diplomats_ordered_out_are_expelled(text: str, who: str, whom: str) -> None:
    assert ("EnvoyExpulsion", (who,), (whom,)) in told(text)


def test_journalists_sent_away_are_no_envoys() -> None:
    assert not told("Mali expelled two French journalists.")


def test_the_country_whose_airspace_a_ministry_closes_is_the_ministrys() -> None:
    text = "Chad recalled its envoy. Sudan's army said the country's airspace had been closed to flights from Chad."
    assert ("BorderClosure", ("Sudan",), ("Chad",)) in told(text)
    unknown = (
        "Algeria recalled its ambassador from Bamako on Monday. The Ministry of National Defence announced that the"
        " country's airspace was closed to all aircraft coming from Mali."
    )
    assert {a for a in told(unknown) if a[0] == "BorderClosure"} <= {
        ("BorderClosure", ("Algeria",), ("Mali",))
    }
