"""Strikes of one attacker on one country on one day, told of two spots by one article: two, or more of one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Knowledge, PlaceKind
from kg.resolve.places import is_proper
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def groups(world: Knowledge) -> list[int]:
    """How many reports each strike is made of, most first."""
    return sorted((len(s.members) for s in world.strikes), reverse=True)


def told(first: tuple[str, str], second: tuple[str, str], *, region: str = "") -> Telling:
    """Two sentences on Tuesday's strikes by Turkey on Iraq, each with its spot, of which no gazetteer knows more."""
    t = Telling("a.txt", "2024-06-06").says("It began.").states(tr="state/turkey", iq="state/iraq")
    if region:
        t.place("region", region, PlaceKind.REGION, state="state/iraq")
    for key, (sentence, town) in (("one", first), ("two", second)):
        t.place(key, town, state="state/iraq", within="region" if region else None)
        t.says(sentence).strike("hit", "tr", "iq", key, day("2024-06-04"))
    return t


def test_two_towns_told_of_one_day_are_two_strikes(known: Known) -> None:
    world = known(
        told(("Turkish jets hit Deraluk.", "Deraluk"), ("A drone hit a clinic in Sheladze.", "Sheladze"))
    )
    assert groups(world) == [1, 1]


def test_who_goes_on_to_another_part_of_the_town_strikes_once(known: Known) -> None:
    first = ("Turkish drones hit Deraluk on Tuesday.", "Deraluk")
    assert groups(known(told(first, ("They hit a mill at Bashki Bridge.", "Bashki Bridge")))) == [2]
    assert groups(known(told(first, ("One of the drones hit a mill at Bashki.", "Bashki")))) == [2]


def test_a_name_that_begins_with_a_small_article_is_a_name(known: Known) -> None:
    first = ("A raid hit Deraluk on Tuesday.", "Deraluk")
    assert groups(known(told(first, ("Turkish guns hit al-Bashka.", "al-Bashka"), region="Dohuk"))) == [1, 1]


def test_what_a_lead_sums_up_of_two_towns_is_not_one_strike_on_both(known: Known) -> None:
    t = Telling("a.txt", "2024-06-06").says("It began.").states(az="state/azerbaijan", am="state/armenia")
    for key, town in (("one", "Yerevan"), ("two", "Goris")):
        t.place(key, town, PlaceKind.CITY, entry=f"place/{town.lower()}", state="state/armenia")
    t.says("Azerbaijan hit Yerevan and Goris.").strike("hit", "az", "am", ("one", "two"), day("2024-06-04"))
    t.says("In Yerevan drones hit a bakery.").strike("hit", "az", "am", "one", day("2024-06-04"))
    t.says("An hour later drones hit an inn at Goris.").strike("hit", "az", "am", "two", day("2024-06-04"))
    t.says("The raid on Goris killed a cook.").strike("raid", (), (), "two", definite=True)
    assert groups(known(t)) == [2, 2]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Deraluk", True),
        ("el Obeid", True),
        ("ash-Shati", True),
        ("a Bedouin camp", False),
        ("the Christian quarter", False),
        ("", False),
    ],
)
def test_what_a_proper_name_is(name: str, expected: bool) -> None:
    assert is_proper(name) is expected
