"""Which groups a telling is compared with at all, so that resolving stays near linear in the articles.

A group is entered under every pair (side, ground) it may be found by, with "?" for what it does not tell and
"*" for any, under its towns and the proper names in its sentences; under each of these by day where its days
are few, and where it has none by the day on which its article came out. A telling looks up what it is compatible
with, on the days that it leaves open; one that leaves them all open looks at all groups where these are few, else
at those nearest to the date of its article: whole days, so that the order of the groups decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from kg.resolve.days import Window
from kg.resolve.profile import Profile
from kg.resolve.telling import UNNAMED, Telling

_ANY = "*"
_UNKNOWN = "?"
_SPOT = "@"
_NAME = "#"
WIDE_DAYS = 31
"""From so many days on a time is too wide to find anything by its days."""
FEW = 60
"""Up to so many groups of a pair are all looked at for a telling without a day; of more the nearest, no more."""
REACH = 14
"""By so many days what is nearest may lie from the article's date; news of older events says when they were."""

Pair = tuple[str, str, str]


class Index:
    """Groups by what they can be found by. Group numbers are given out by the caller, in order."""

    def __init__(self) -> None:
        self._by_day: dict[tuple[Pair, int], set[int]] = defaultdict(set)
        self._issued: dict[tuple[Pair, int], set[int]] = defaultdict(set)
        self._wide: dict[Pair, set[int]] = defaultdict(set)
        self._all: dict[Pair, set[int]] = defaultdict(set)
        self._first: dict[int, int] = {}

    def enter(self, number: int, group: Profile) -> None:
        """Make a group, as it is now, findable; call again when it has grown."""
        days, issued = days_of(group.window), issued_of(group)
        if group.window is not None:
            self._first[number] = group.window.first
        for pair in entered(group):
            self._all[pair].add(number)
            if days is None:
                self._wide[pair].add(number)
            else:
                for day in days:
                    self._by_day[(pair, day)].add(number)
            for day in issued or ():
                self._issued[(pair, day)].add(number)

    def near(self, telling: Telling) -> tuple[list[int], bool]:
        """The groups to compare a telling with, in order, and whether these are all that can well fit.

        False when a telling without a day has more candidates than can be told apart, of which some were left out:
        those of its side and ground that are farther from its article's date than others, or of an article without
        one. What shares a town or a name with it is found all the same.
        """
        found: set[int] = set()
        complete = True
        days = days_of(telling.window)
        for pair in sought(telling):
            are_many = len(self._all.get(pair, ())) > FEW
            if is_name(pair) and are_many:
                continue  # a name so common tells nothing; whom it fits is found under the other pairs
            if days is not None:
                slack = slack_of(pair)
                for day in range(days.start - slack, days.stop + slack):
                    found |= self._by_day.get((pair, day), set())
                found |= self._wide.get(pair, set())
            elif are_many:
                close, whole = nearest(telling, partial(self._of_day, pair), partial(self._told_on, pair))
                found |= close
                complete = complete and whole
            else:
                found |= self._all.get(pair, set())
        latest = telling.latest
        if latest is not None:  # no article tells of what is still to come
            found = {number for number in found if self._first.get(number, latest) <= latest}
        return sorted(found), complete

    def _of_day(self, pair: Pair, day: int) -> set[int]:
        return self._by_day.get((pair, day), set())

    def _told_on(self, pair: Pair, day: int) -> set[int]:
        return self._issued.get((pair, day), set())


def nearest(
    telling: Telling, of_day: Callable[[int], set[int]], told_on: Callable[[int], set[int]]
) -> tuple[set[int], bool]:
    """Of many groups those nearest to the date of an undated telling's article, and whether all in reach are there.

    `of_day` gives the groups that were on a day, `told_on` those without a day which an article of that day tells.
    They are taken by their distance from the date, all of one distance or none, while they are `FEW` at most.
    """
    around = reach_of(telling)
    issued = telling.issued
    if around is None or issued is None:
        return set(), False
    latest = around.stop - 1 if telling.latest is None else telling.latest
    found: set[int] = set()
    for distance in range(REACH + 1):
        days = (
            (issued.first - distance, issued.last + distance)
            if distance
            else range(issued.first, issued.last + 1)
        )
        ring = {group for day in days if day <= latest for group in of_day(day)}
        ring.update(group for day in days for group in told_on(day))
        if len(found | ring) > FEW:
            return found, False
        found |= ring
    return found, True


def reach_of(telling: Telling) -> range | None:
    """The days on which an undated telling looks for what is nearest; None where its article gives no date or month."""
    issued = days_of(telling.issued)
    if telling.window is not None or issued is None:
        return None
    return range(issued.start - REACH, issued.stop + REACH)


def issued_of(group: Profile) -> range | None:
    """The days by which a group without a day of its own is found; None for all others."""
    return days_of(group.issued) if group.window is None else None


def entered(group: Profile) -> list[Pair]:
    """The pairs under which a group, as it is now, is found."""
    pairs = _pairs(group.kind, group.sides, group.where, entering=True)
    return [*pairs, *_spots(group.kind, group.spots), *_names(group.kind, group.names)]


def sought(telling: Telling) -> list[Pair]:
    """The pairs under which a telling looks for groups."""
    pairs = _pairs(telling.kind, telling.sides, telling.where, entering=False)
    # What the whole article names is looked up for what says little itself.
    names = telling.names if telling.names or telling.spots else telling.around
    says_which = telling.things or (telling.window is not None and telling.window.is_day)
    if telling.echo and not (telling.sides or telling.ground):
        # "The truce is thin", "all crossings were closed": by any of those whom the article speaks of.
        pairs += [(telling.kind, party, _ANY) for party in sorted(telling.parties)]
    elif telling.parties and says_which:
        # "Tuesday's shelling", "the raid on the depot": what was done to any of those whom the article speaks of.
        pairs += [(telling.kind, _ANY, party) for party in sorted(telling.parties)]
    return [*pairs, *_spots(telling.kind, telling.spots), *_names(telling.kind, names)]


def is_name(pair: Pair) -> bool:
    """True for a proper name in the sentence."""
    return pair[1] == _NAME


def slack_of(pair: Pair) -> int:
    """By how many days two may differ: a thing known by place or name is one where two outlets differ by a day."""
    return 1 if pair[1] in (_SPOT, _NAME) else 0


def days_of(window: Window | None) -> range | None:
    """The days by which a group or a telling is found; None where they are open or too many."""
    if window is None or window.last - window.first >= WIDE_DAYS:
        return None
    return range(window.first, window.last + 1)


def _spots(kind: str, spots: Iterable[str]) -> list[Pair]:
    return [(kind, _SPOT, spot) for spot in sorted(spots)]


def _names(kind: str, names: Iterable[str]) -> list[Pair]:
    return [(kind, _NAME, name) for name in sorted(names)]


def _pairs(
    kind: str, sides: set[str] | frozenset[str], ground: set[str] | frozenset[str], entering: bool
) -> list[Pair]:
    """The pairs under which a group is entered, or those which a telling looks up."""
    doers = sorted(sides - {UNNAMED})
    fields = sorted(ground)
    out: list[Pair] = [(kind, d, g) for d in doers for g in fields]
    if entering:
        out += [(kind, d, _ANY) for d in doers] + [(kind, _ANY, g) for g in fields]
        if not fields:
            out += [(kind, d, _UNKNOWN) for d in doers]
        if UNNAMED in sides or not doers:
            out += [(kind, _UNKNOWN, g) for g in fields or [_UNKNOWN]]
        return out
    if not fields:
        out += [(kind, d, _ANY) for d in doers]
    else:
        out += [(kind, d, _UNKNOWN) for d in doers]
    if UNNAMED in sides or not doers:
        out += [(kind, _ANY, g) for g in fields]
        out += [(kind, _UNKNOWN, g) for g in fields or [_UNKNOWN]]
    else:
        out += [(kind, _UNKNOWN, g) for g in fields]
    return out
