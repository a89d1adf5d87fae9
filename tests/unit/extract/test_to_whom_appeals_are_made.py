"""To whom an appeal is made: the many without a name, whoever was written to, the two sides of the one war told of."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import acts, told


def appeals(text: str) -> set[tuple[str, ...]]:
    """The recipients of every appeal; the article is of Wednesday 15 May 2024."""
    return {to for (kind, _, to), _ in acts(told(text)) if kind == "Appeal"}


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Peru called on the international community to send tents.", ("international community",)),
        ("Kenya appealed to donors to restore the aid to Chad.", ("donors",)),
        ("Bolivia's president urged Western allies to supply more radars.", ("Western allies",)),
        ("Ghana urged Member States to stop the sale of arms to Togo.", ("Member States",)),
        ("Togo's foreign minister called on Arab leaders to help.", ("Arab leaders",)),
    ],
)
def test_the_many_are_spoken_to_by_what_they_are_called(text: str, to: tuple[str, ...]) -> None:
    assert appeals(text) == {to}


@pytest.mark.parametrize(
    "text",
    [
        "Laos's envoy urged Togo's neighbours to stop selling fuel.",  # not Togo
        "Japan urged restraint.",
        "Niger urged all communities to remain calm.",
        "Chad accused Sudan of bombing a well. Sudan threatened Chad with war. Norway called for restraint.",
    ],
)
def test_nobody_is_spoken_to_whom_the_words_do_not_name(text: str) -> None:
    assert appeals(text) == {()}


def test_a_session_is_asked_of_whom_it_was_written_to() -> None:
    council = ("United Nations Security Council",)
    text = "Gabon's president wrote to the United Nations Security Council, asking for an urgent meeting."
    assert appeals(text) == {council}
    assert appeals("Norway has asked for consultations under article 4 of the Nato treaty.") == {
        ("North Atlantic Treaty Organization",)
    }


_WAR = "Chad's army bombed Sudan on Monday, and Sudan shelled Chad. Chad accused Libya of arming Sudan. "


@pytest.mark.parametrize("asked", ["both sides", "the two countries", "the parties", "both camps"])
def test_the_parties_are_those_of_the_one_war_that_is_told_of(asked: str) -> None:
    later = "Kenya sent tents. Mali sent rice. Niger sent flour. Togo sent oil. "
    assert appeals(f"{_WAR}{later}Norway urged {asked} to talk.") == {("Chad", "Sudan")}


def test_all_parties_may_be_more_than_two() -> None:
    assert appeals(f"{_WAR}Norway urged all parties to talk.") == {()}


def test_countries_are_no_armed_group() -> None:
    text = (
        "Al-Shabaab shelled Mogadishu on Monday. Somalia accused Ethiopia of taking its land."
        " Norway urged the two neighbours to talk."
    )
    assert appeals(text) == {("Ethiopia", "Somalia")}


@pytest.mark.parametrize(
    ("text", "to"),
    [
        (
            "Kenya's president called on Sudan to stop its offensive and on Chad to open its border.",
            ("Chad", "Sudan"),
        ),
        (
            "Ghana called on all parties to protect the displaced and on Togo to withdraw its troops.",
            ("Togo",),
        ),
    ],
)
def test_who_is_called_on_besides_is_called_on_too(text: str, to: tuple[str, ...]) -> None:
    assert appeals(text) == {to}


@pytest.mark.parametrize("whom", ["the armed groups", "both groups", "the factions"])
def test_several_groups_are_not_the_one_that_was_named_last(whom: str) -> None:
    assert appeals(f"Boko Haram raided Bosso on Monday. Norway called on {whom} to spare civilians.") == {()}


def test_a_complaint_is_made_to_whom_it_was_written_to() -> None:
    [((kind, _, to), act)] = acts(told('Chad\'s president wrote to António Guterres to complain of "lies".'))
    assert (kind, to, act.mention.factuality) == ("Complaint", ("António Guterres",), Factuality.ASSERTED)
