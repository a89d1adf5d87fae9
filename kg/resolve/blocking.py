"""Which groups a telling is compared with at all, so that resolving stays near linear in the articles.

A group is entered under every pair (side, ground) it may be found by, with "?" for what it does not tell and
"*" for any, under its towns and the proper names in its sentences; under each of these by day where its days
are few. A telling looks up what it is compatible with, on the days that it leaves open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.resolve.days import Window
from kg.resolve.profile import Profile
from kg.resolve.telling import UNNAMED, Telling

_ANY = "*"
_UNKNOWN = "?"
_SPOT = "@"
_NAME = "#"
_WIDE_DAYS = 31
FEW = 60
"""Up to so many groups of a pair are all looked at for a telling without a day; among more it is lost."""

Pair = tuple[str, str, str]


class Index:
    """Groups by what they can be found by. Group numbers are given out by the caller, in order."""

    def __init__(self) -> None:
        self._by_day: dict[tuple[Pair, int], set[int]] = defaultdict(set)
        self._wide: dict[Pair, set[int]] = defaultdict(set)
        self._all: dict[Pair, set[int]] = defaultdict(set)
        self._first: dict[int, int] = {}

    def enter(self, number: int, group: Profile) -> None:
        """Make a group, as it is now, findable; call again when it has grown."""
        days = days_of(group.window)
        if group.window is not None:
            self._first[number] = group.window.first
        for pair in entered(group):
            self._all[pair].add(number)
            if days is None:
                self._wide[pair].add(number)
            else:
                for day in days:
                    self._by_day[(pair, day)].add(number)

    def near(self, telling: Telling) -> tuple[list[int], bool]:
        """The groups to compare a telling with, in order, and whether these are all that can fit.

        None and False when a telling without a day has more candidates than can be told apart: it joins none.
        """
        found: set[int] = set()
        days = days_of(telling.window)
        for pair in sought(telling):
            if is_name(pair) and len(self._all.get(pair, ())) > FEW:
                continue  # a name so common tells nothing; whom it fits is found under the other pairs
            if days is not None:
                slack = slack_of(pair)
                for day in range(days.start - slack, days.stop + slack):
                    found |= self._by_day.get((pair, day), set())
                found |= self._wide.get(pair, set())
            elif len(self._all.get(pair, ())) <= FEW:
                found |= self._all.get(pair, set())
            else:
                return [], False
        latest = telling.latest
        if latest is not None:  # no article tells of what is still to come
            found = {number for number in found if self._first.get(number, latest) <= latest}
        return sorted(found), True


def entered(group: Profile) -> list[Pair]:
    """The pairs under which a group, as it is now, is found."""
    pairs = _pairs(group.kind, group.sides, group.where, entering=True)
    return [*pairs, *_spots(group.kind, group.spots), *_names(group.kind, group.names)]


def sought(telling: Telling) -> list[Pair]:
    """The pairs under which a telling looks for groups."""
    pairs = _pairs(telling.kind, telling.sides, telling.where, entering=False)
    # What the whole article names is looked up for what says little itself.
    names = telling.names if telling.names or telling.spots else telling.around
    return [*pairs, *_spots(telling.kind, telling.spots), *_names(telling.kind, names)]


def is_name(pair: Pair) -> bool:
    """True for a proper name in the sentence."""
    return pair[1] == _NAME


def slack_of(pair: Pair) -> int:
    """By how many days two may differ: a thing known by place or name is one where two outlets differ by a day."""
    return 1 if pair[1] in (_SPOT, _NAME) else 0


def days_of(window: Window | None) -> range | None:
    """The days by which a group or a telling is found; None where they are open or too many."""
    if window is None or window.last - window.first >= _WIDE_DAYS:
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
