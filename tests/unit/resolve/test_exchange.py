"""The exchange of strikes of January 2024 in five tellings: what must be one, and what must stay apart."""

from __future__ import annotations

import pytest

from kg.model import ActionType, DateBasis, Factuality, Knowledge, Strike
from kg.resolve import resolve
from tests.unit.resolve.exchange import all_five

FIVE = ("000.txt", "001.txt", "002.txt", "003.txt", "004.txt")


@pytest.fixture(scope="module")
def world() -> Knowledge:
    tellings = all_five()
    return resolve([t.article for t in tellings], [t.extraction for t in tellings]).knowledge


def strike(world: Knowledge, id: str) -> Strike:
    return next(s for s in world.strikes if s.id == id)


def test_irans_strike_is_one_with_all_five_articles(world: Knowledge) -> None:
    found = strike(world, "strike/2024-01-16-iran-pakistan")
    assert found.articles == FIVE
    assert found.attackers == ("actor/iran",)
    assert found.targets == ("actor/jaish-ul-adl", "actor/pakistan")
    assert found.places == ("place/balochistan",)


def test_pakistans_answer_is_one_with_all_five_articles_and_answers_irans(world: Knowledge) -> None:
    found = strike(world, "strike/2024-01-18-pakistan-iran")
    assert found.articles == FIVE
    assert found.in_response_to == ("strike/2024-01-16-iran-pakistan",)
    assert "actor/balochistan-liberation-front" in found.targets


def test_strikes_on_other_countries_stay_apart_from_the_exchange(world: Knowledge) -> None:
    assert [s.id for s in world.strikes if s.when is None] == [
        "strike/undated-houthis-red-sea",
        "strike/undated-iran-iraq",
        "strike/undated-iran-syria",
    ]


def test_the_recall_of_the_ambassador_is_one_act_of_three_articles(world: Knowledge) -> None:
    recalls = [a for a in world.actions if a.type is ActionType.AMBASSADOR_RECALL]
    assert [(a.initiators, a.articles) for a in recalls] == [
        (("actor/pakistan",), ("000.txt", "003.txt", "004.txt"))
    ]
    assert "strike/2024-01-16-iran-pakistan" in recalls[0].in_response_to


def test_a_planned_meeting_that_was_held_is_one_and_asserted(world: Knowledge) -> None:
    meetings = [a for a in world.actions if a.type is ActionType.MEETING]
    assert len(meetings) == 1
    assert meetings[0].articles == FIVE
    assert meetings[0].factuality is Factuality.ASSERTED


def test_an_appeal_that_each_of_several_makes_is_one_act_of_each(world: Knowledge) -> None:
    appeals = {a.initiators: a.articles for a in world.actions if a.type is ActionType.APPEAL}
    assert appeals == {
        ("actor/antonio-guterres", "actor/united-nations"): ("000.txt", "001.txt"),
        ("actor/international-community",): ("000.txt",),
        ("actor/united-states",): ("000.txt", "001.txt"),
    }


def test_a_call_between_unnamed_ministers_is_the_call_between_the_named_ones(world: Knowledge) -> None:
    calls = [a for a in world.actions if a.type is ActionType.PHONE_CALL]
    assert [(a.initiators, a.articles) for a in calls] == [
        (("actor/hossein-amir-abdollahian", "actor/jalil-abbas-jilani"), ("003.txt", "004.txt"))
    ]


def test_three_spellings_and_an_office_are_one_prime_minister(world: Knowledge) -> None:
    kakars = [a for a in world.actors if "Kakar" in (a.label, *a.alt_labels)]
    assert [k.articles for k in kakars] == [FIVE]


def test_every_count_stands_beside_the_others_with_its_claimant(world: Knowledge) -> None:
    counts = {(c.according_to, c.deaths.low if c.deaths else None, len(c.strikes)) for c in world.casualties}
    assert counts == {
        (("actor/pakistan",), 2, 1),
        (("actor/iran",), 9, 1),
        (("actor/iran",), 4, 1),
        ((), 9, 1),
        ((), 2, 1),
        ((), 11, 2),
    }


def test_counts_of_two_strikes_and_their_sum_contradict_nothing(world: Knowledge) -> None:
    assert world.contradictions == ()


def test_an_undated_telling_borrows_the_day_and_its_membership_says_so(world: Knowledge) -> None:
    found = strike(world, "strike/2024-01-16-iran-pakistan")
    assert found.when is not None
    assert found.when.basis is DateBasis.RESOLVED
    reasons = {m.reason for m in found.members if m.mention.article == "003.txt"}
    assert all("borrows the day" in reason for reason in reasons)
    assert {m.mention.article for m in found.members} == set(FIVE)


def test_a_mention_of_both_strikes_is_evidence_of_each_and_no_event(world: Knowledge) -> None:
    words = "tit-for-tat strikes"
    holding = [s.id for s in world.strikes if any(m.mention.span.text == words for m in s.members)]
    assert holding == ["strike/2024-01-16-iran-pakistan", "strike/2024-01-18-pakistan-iran"]


def test_every_event_has_evidence_that_is_verbatim(world: Knowledge) -> None:
    texts = {a.id: a.text for a in world.articles}
    for event in (*world.strikes, *world.actions, *world.statements):
        assert event.members
        for member in event.members:
            span = member.mention.span
            assert texts[member.mention.article][span.begin : span.end] == span.text
