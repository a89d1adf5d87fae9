"""Checks the source of the gazetteer: what a reviewer would otherwise have to look for by hand.

python -m kg.gazetteer.check
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.gazetteer.compile import SOURCE, drafts, names_of
from kg.gazetteer.derive import read
from kg.gazetteer.draft import Draft
from kg.gazetteer.entry import Problem
from kg.gazetteer.names import is_acronym, key
from kg.gazetteer.store import LONGEST
from kg.model import ActorClass, PlaceKind

_ID = re.compile(r"(state|place|body|group|org|person)/[a-z0-9]+(-[a-z0-9]+)*")
_QID = re.compile(r"Q[1-9][0-9]*")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
# Degrees beyond the outermost towns of a state that a place of it may lie: islands, deserts, mountain edges.
_MARGIN = 2.0
# Territories overseas, which lie outside the extent of their state's towns and ought to.
_OVERSEAS = frozenset(
    f"place/{name}"
    for name in ("diego-garcia", "falkland-islands", "greenland", "guam", "mayotte", "new-caledonia")
)


def check(source: Path = SOURCE) -> tuple[Problem, ...]:
    """Everything wrong in the source tables, in order; () when there is nothing.

    Raises ValueError for a table that cannot be read.
    """
    return check_drafts(drafts(source), _english(source), _boxes(source))


def check_drafts(
    rows: Sequence[Draft], english: frozenset[str], boxes: dict[str, tuple[float, float, float, float]]
) -> tuple[Problem, ...]:
    """The problems of these entries, given the everyday words and the extent of each state's towns."""
    found = [*_ids(rows), *_references(rows), *_names(rows, english), *_positions(rows, boxes), *_terms(rows)]
    return tuple(sorted(found))


def _english(source: Path) -> frozenset[str]:
    return frozenset((source / "english.txt").read_text(encoding="utf-8").split())


def _boxes(source: Path) -> dict[str, tuple[float, float, float, float]]:
    states = {
        row["iso2"]: f"state/{key(row['name']).replace(' ', '-')}" for row in read(source / "states.csv")
    }
    return {
        states[row["iso2"]]: (
            float(row["south"]),
            float(row["north"]),
            float(row["west"]),
            float(row["east"]),
        )
        for row in read(source / "derived" / "boxes.csv")
        if row["iso2"] in states
    }


def _ids(rows: Iterable[Draft]) -> Iterator[Problem]:
    seen: set[str] = set()
    things: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.id in seen:
            yield Problem(row.id, "duplicate-id", "two entries have this id")
        seen.add(row.id)
        if not _ID.fullmatch(row.id):
            yield Problem(
                row.id, "malformed-id", "an id is a category and words of a-z and 0-9, joined by hyphens"
            )
        if row.qid is not None:
            things[row.qid].append(row.id)
            if not _QID.fullmatch(row.qid):
                yield Problem(row.id, "malformed-qid", f"“{row.qid}” is no Wikidata id")
        if not all(row.source):
            yield Problem(row.id, "no-source", "every entry names its source and its licence")
        if row.cls is None and row.place is None:
            yield Problem(row.id, "no-class", "an entry is an actor, a place, or both")
    for qid, ids in things.items():
        if len(ids) > 1:
            yield Problem(ids[0], "shared-qid", f"{qid} stands on {', '.join(sorted(ids))}")


def _references(rows: Sequence[Draft]) -> Iterator[Problem]:
    known = {row.id: row for row in rows}
    for row in rows:
        for name, other in (("state", row.state), ("within", row.within)):
            if other is not None and other not in known:
                yield Problem(row.id, "dangling", f"its {name}, {other}, is no entry")
        if row.state in known and known[row.state].cls is not ActorClass.STATE:
            yield Problem(row.id, "not-a-state", f"its state, {row.state}, is no state")
        for term in row.terms:
            if term.organisation is not None and term.organisation not in known:
                yield Problem(
                    row.id, "dangling", f"{term.organisation}, where an office is held, is no entry"
                )


def _names(rows: Iterable[Draft], english: frozenset[str]) -> Iterator[Problem]:
    for row in rows:
        for name in (name for name, kind in names_of(row) if kind == "name"):
            if not key(name):
                yield Problem(row.id, "empty-name", f"“{name}” has no letters")
            # An acronym's capitals, and the capitals that a text must have, keep "WHO" from "who".
            elif key(name) in english and not is_acronym(name):
                yield Problem(row.id, "english-word", f"“{name}” is an everyday word")
        for name, _ in names_of(row):
            if len(key(name).split()) > LONGEST and row.rank > 45:
                yield Problem(
                    row.id, "long-name", f"“{name}” has more than {LONGEST} words and is never matched"
                )


def _positions(
    rows: Iterable[Draft], boxes: dict[str, tuple[float, float, float, float]]
) -> Iterator[Problem]:
    for row in rows:
        if (row.lat is None) != (row.lon is None):
            yield Problem(row.id, "half-position", "a position needs a latitude and a longitude")
        if row.lat is None or row.lon is None:
            continue
        if not (-90 <= row.lat <= 90 and -180 <= row.lon <= 180):
            yield Problem(row.id, "impossible-position", f"{row.lat}, {row.lon} is not on the globe")
            continue
        box = boxes.get(row.state or "")
        if box is None or row.place is PlaceKind.WATER or row.id in _OVERSEAS:
            continue
        south, north, west, east = box
        if not (
            south - _MARGIN <= row.lat <= north + _MARGIN and west - _MARGIN <= row.lon <= east + _MARGIN
        ):
            yield Problem(row.id, "outside-its-state", f"{row.lat}, {row.lon} is not in {row.state}")


def _terms(rows: Iterable[Draft]) -> Iterator[Problem]:
    for row in rows:
        for term in row.terms:
            for date in (term.start, term.end):
                if date is not None and not _DATE.fullmatch(date):
                    yield Problem(row.id, "malformed-date", f"“{date}” is no day, month or year")
            if term.start and term.end and term.start[: len(term.end)] > term.end[: len(term.start)]:
                yield Problem(row.id, "ends-before-it-starts", f"{term.role}: {term.start} to {term.end}")
            if not term.role:
                yield Problem(row.id, "no-role", "a term of office names the office")


def main() -> int:
    """Prints the problems, one a line; the exit status is 1 when there are any."""
    problems = check()
    for problem in problems:
        print(f"{problem.where}: {problem.code}: {problem.message}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
