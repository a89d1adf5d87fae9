"""What a telling is compared with: never the whole corpus, and nothing where it would be lost."""

from __future__ import annotations

from dataclasses import replace

from kg.resolve.blocking import FEW, Index
from kg.resolve.days import Window
from kg.resolve.profile import Profile
from kg.resolve.telling import STRIKE, Telling

DAY = Window(738_000, 738_000)


def strike(
    number: int = 0, *, by: str = "", on: str = "", name: str = "", day: Window | None = DAY
) -> Telling:
    def one(word: str) -> frozenset[str]:
        return frozenset({word} - {""})

    return Telling(
        f"{number}.txt", STRIKE, ("s0",), 0, sides=one(by), ground=one(on), names=one(name), window=day
    )


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


def test_an_undated_telling_among_too_many_is_compared_with_none() -> None:
    known = [strike(number, by="a", on="b") for number in range(FEW)]
    asked = strike(by="a", on="b", day=None)
    assert index(known).near(asked) == (list(range(FEW)), True)
    assert index([*known, strike(FEW, by="a", on="b")]).near(asked) == ([], False)


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
