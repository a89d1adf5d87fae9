"""What a telling is compared with: never the whole corpus, and nothing where it would be lost."""

from __future__ import annotations

from dataclasses import replace

from kg.resolve.blocking import FEW, REACH, Index
from kg.resolve.days import Window
from kg.resolve.profile import Profile
from kg.resolve.telling import STRIKE, Telling

DAY = Window(738_000, 738_000)
LONG_WAR = range(DAY.first - 200, DAY.first - 200 + FEW + 20)
"""A strike on each of these days."""


def strike(
    number: int = 0, *, by: str = "", on: str = "", name: str = "", day: Window | None = DAY
) -> Telling:
    def one(word: str) -> frozenset[str]:
        return frozenset({word} - {""})

    return Telling(
        f"{number}.txt", STRIKE, ("s0",), 0, sides=one(by), ground=one(on), names=one(name), window=day
    )


def undated(issued: int) -> Telling:
    """Who hit whom, from an article of that day."""
    return replace(strike(by="a", on="b", day=None), issued=Window(issued, issued))


def index(tellings: list[Telling]) -> Index:
    filled = Index()
    for number, telling in enumerate(tellings):
        filled.enter(number, Profile(telling))
    return filled


def test_a_strike_is_found_by_the_name_of_what_was_hit_a_day_off() -> None:
    known = index([strike(by="a", on="b", name="marlow")])
    later = Window(DAY.first + 1, DAY.last + 1)
    assert known.near(strike(by="c", on="d", name="marlow", day=later)) == ([0], True)


def test_a_name_that_many_strikes_share_finds_none_of_them() -> None:
    known = [strike(number, by="a", on="b", name="camp") for number in range(FEW)]
    asked = strike(by="c", on="d", name="camp")
    assert index(known).near(asked) == (list(range(FEW)), True)
    assert index([*known, strike(FEW, by="a", on="b", name="camp")]).near(asked) == ([], True)


def test_an_undated_telling_without_a_date_of_issue_among_too_many_finds_only_what_shares_more() -> None:
    known = [strike(number, by="a", on="b") for number in range(FEW)]
    asked = strike(by="a", on="b", day=None)
    assert index(known).near(asked) == (list(range(FEW)), True)
    many = [*known, strike(FEW, by="a", on="b", name="marlow")]
    assert index(many).near(asked) == ([], False)
    assert index(many).near(strike(by="a", on="b", name="marlow", day=None)) == ([FEW], False)


def test_an_undated_telling_among_too_many_is_compared_with_those_of_the_days_before_its_issue() -> None:
    known = index([strike(n, by="a", on="b", day=Window(day, day)) for n, day in enumerate(LONG_WAR)])
    issued = 30
    found, complete = known.near(undated(LONG_WAR[issued]))
    # At the place it may be the next day already.
    assert found == list(range(issued - REACH, issued + 2))
    assert complete


def test_of_a_day_too_many_an_undated_telling_is_compared_with_none() -> None:
    """Rather with those of the days nearer to it: whole days, so that no order decides."""
    days = [DAY.first, *([DAY.first - 1] * FEW), *LONG_WAR]
    known = [strike(n, by="a", on="b", day=Window(day, day)) for n, day in enumerate(days)]
    assert index(known).near(undated(DAY.first)) == ([0], False)
    assert index(known[::-1]).near(undated(DAY.first)) == ([len(days) - 1], False)


def test_an_undated_telling_among_too_many_finds_undated_ones_that_were_told_in_the_same_days() -> None:
    old = [strike(n, by="a", on="b", day=Window(day, day)) for n, day in enumerate(LONG_WAR)]
    told = [undated(LONG_WAR[-1] + 100 + days) for days in (0, REACH - 1, REACH + 1, -REACH)]
    found, complete = index([*old, *told]).near(undated(LONG_WAR[-1] + 100))
    first = len(LONG_WAR)
    assert found == [first, first + 1, first + 3]
    assert complete


def test_what_is_threatened_may_lie_ahead_also_among_too_many() -> None:
    known = index([strike(n, by="a", on="b", day=Window(day, day)) for n, day in enumerate(LONG_WAR)])
    found, _ = known.near(replace(undated(LONG_WAR[30]), real=False))
    assert found == list(range(30 - REACH, 30 + REACH + 1))


def test_a_dated_telling_is_compared_with_its_day_however_many_there_are() -> None:
    known = [
        strike(number, by="a", on="b", day=Window(day, day))
        for number, day in enumerate(range(738_000, 738_100))
    ]
    assert index(known).near(strike(by="a", on="b")) == ([0], True)


def test_a_telling_without_a_day_is_compared_with_nothing_that_was_still_to_come() -> None:
    days = [Window(day, day) for day in range(DAY.first - 1, DAY.first + 4)]
    known = index([strike(number, by="a", on="b", day=day) for number, day in enumerate(days)])
    told = replace(strike(by="a", on="b", day=None), issued=DAY)
    # At the place it may be the next day already; and what is only threatened may lie ahead.
    assert known.near(told) == ([0, 1, 2], True)
    assert known.near(replace(told, real=False)) == ([0, 1, 2, 3, 4], True)
