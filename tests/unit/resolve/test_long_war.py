"""Reports without a day in a war of more strikes than one can be compared with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kg.model import Knowledge
from kg.resolve.blocking import FEW
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]

FIRST = date(2024, 1, 1)
STRIKES = FEW + 30


def dated(number: int) -> Telling:
    """A strike a day, each on another town."""
    on = FIRST + timedelta(days=number)
    t = (
        Telling(f"{number:03}.txt", on.isoformat())
        .says("It began.")
        .states(ir="state/iran", pk="state/pakistan")
    )
    t.place("town", f"Town{number}", state="state/pakistan")
    t.says(f"Iran struck Town{number}, killing {number}.")
    t.dead(f"killing {number}", number, t.strike("struck", "ir", "pk", "town", day(on.isoformat())))
    return t


def undated(
    issued: str | None, town: str | None = None, dead: int | None = None, id: str = "later.txt"
) -> Telling:
    """A strike of which the article does not say when it was."""
    t = Telling(id, issued).says("It began.").states(ir="state/iran", pk="state/pakistan")
    if town is not None:
        t.place("town", town, state="state/pakistan")
    t.says(f"Iran struck {town or 'Pakistan'}, killing {dead or 'many'}.")
    key = t.strike("struck", "ir", "pk", "town" if town else ())
    if dead is not None:
        t.dead(f"killing {dead}", dead, key)
    return t


@pytest.fixture
def joined(known: Known) -> Callable[[Telling], str | None]:
    """The article of the strike that a report is held to tell of too, in a long war; None where it stands alone."""

    def find(report: Telling) -> str | None:
        world = known(*map(dated, range(STRIKES)), report)
        (event,) = (strike for strike in world.strikes if report.id in strike.articles)
        return next((article for article in event.articles if article != report.id), None)

    return find


def told_on(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def test_a_report_without_a_day_is_of_the_strike_on_its_town_in_its_week(
    joined: Callable[[Telling], str | None],
) -> None:
    assert joined(undated(told_on(72), "Town70")) == "070.txt"
    assert joined(undated(told_on(12), "Town10")) == "010.txt"


def test_a_report_that_fits_all_strikes_of_its_week_is_of_none_of_them(
    joined: Callable[[Telling], str | None],
) -> None:
    assert joined(undated(told_on(72))) is None


def test_where_one_strike_alone_was_near_it_is_the_one(known: Known) -> None:
    last = STRIKES + 100
    world = known(*map(dated, (*range(STRIKES), last)), undated(told_on(last + 1)))
    assert any(strike.articles == (f"{last:03}.txt", "later.txt") for strike in world.strikes)


def test_an_article_without_a_date_tells_of_the_strike_with_which_it_shares_more_than_the_town(
    joined: Callable[[Telling], str | None],
) -> None:
    assert joined(undated(None, "Town70", 70)) == "070.txt"
    assert joined(undated(None, "Town70")) is None
    assert joined(undated(None, None, 70)) is None


def test_two_reports_without_a_day_of_one_week_are_of_one_strike_that_nobody_dates(known: Known) -> None:
    week = told_on(STRIKES + 30)
    other = undated(week, "Bazaar", 7, "other.txt")
    world = known(*map(dated, range(STRIKES)), undated(week, "Bazaar", 7), other)
    assert any(set(strike.articles) == {"later.txt", "other.txt"} for strike in world.strikes)
