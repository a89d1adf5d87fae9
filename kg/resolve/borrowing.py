"""Days that undated articles borrow from others, through strikes that are certain to be the same.

News names the days of the week before it. An undated article that has a strike on a Tuesday, which another article
dates to the 16th, came out from that Tuesday to the next Monday; its "on Wednesday" is a day only if it is the same
one whichever of these it came out on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kg.model import DateBasis, PartialDate, When
from kg.resolve.clustering import Cluster
from kg.resolve.within import Account

CERTAIN = 0.7
_WEEK = 7

Anchors = Mapping[str, Mapping[str, int]]
"""Undated article → the reports in it whose day other articles give → that day, as an ordinal."""


def anchors(strikes: Iterable[Cluster]) -> Anchors:
    """The strikes that undated articles give a weekday for and that others date, on that same weekday."""
    found: dict[str, dict[str, int]] = {}
    for cluster in strikes:
        window = cluster.profile.window
        if window is None or not window.is_day:
            continue
        for account, verdict in cluster.members:
            telling = account.telling
            certain = verdict is None or verdict.score >= CERTAIN
            if (
                telling.issued is None
                and telling.weekday == date.fromordinal(window.first).weekday()
                and certain
            ):
                reports = {**dict.fromkeys(telling.reports, window.first)}
                found.setdefault(telling.article, {}).update(reports)
    return found


def borrowed(cluster: Cluster, known: Anchors) -> When | None:
    """The day of an event that no article dates, inferred; None when two articles differ or none is certain."""
    days = {day for account in cluster.accounts if (day := _day(account, known)) is not None}
    if len(days) != 1:
        return None
    return When(PartialDate(date.fromordinal(days.pop()).isoformat()), None, DateBasis.INFERRED)


def _day(account: Account, known: Anchors) -> int | None:
    telling = account.telling
    there = known.get(telling.article)
    if there is None or telling.weekday is None or telling.window is not None or not telling.real:
        return None
    first, last = min(there.values()), max(there.values())
    answered = [there[key] for key in telling.answers if key in there]
    # Of the days on which the article may have come out, those before what it answers are none.
    issues = range(max(last, *answered) if answered else last, first + _WEEK)
    found = {issue - (date.fromordinal(issue).weekday() - telling.weekday) % _WEEK for issue in issues}
    found = {day for day in found if all(day >= before for before in answered)}
    return found.pop() if len(found) == 1 else None
