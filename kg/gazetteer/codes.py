"""Codes and ids that other data sets know states and their offices by, from the source tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg.gazetteer.names import parts

_DERIVED = Path(__file__).parent / "source" / "derived"
# Titles that are one office in most states; a state that has an office of the very name is asked first.
_SAME_OFFICE = {
    "premier": "prime minister",
    "federal chancellor": "chancellor",
    "minister of foreign affairs": "foreign minister",
    "minister for foreign affairs": "foreign minister",
    "foreign affairs minister": "foreign minister",
    "external affairs minister": "foreign minister",
    "minister of external affairs": "foreign minister",
    "un secretary general": "secretary general",
}


@cache
def alpha2() -> Mapping[str, str]:
    """The ISO 3166-1 code of each state, two letters, by its Wikidata id: {"Q843": "PK", …}."""
    return {row["qid"]: row["iso2"] for row in _rows("countries.csv") if row["qid"] and row["iso2"]}


def office(of: str, title: str) -> str | None:
    """The Wikidata id of the office that a title names in a state or organisation; None where none is known.

    `of` is the Wikidata id of the state. The title must be the office and nothing else: "prime minister" has
    an id, "caretaker prime minister", "former president" and "vice president" have none.
    """
    name = " ".join(parts(title))
    known = _offices().get(of, {})
    return known.get(name) or known.get(_SAME_OFFICE.get(name, ""))


@cache
def _offices() -> Mapping[str, Mapping[str, str]]:
    offices: dict[str, dict[str, str]] = {}
    for row in _rows("offices.csv"):
        offices.setdefault(row["qid"], {})[" ".join(parts(row["office"]))] = row["office_qid"]
    return offices


def _rows(name: str) -> list[dict[str, str]]:
    with (_DERIVED / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


__all__ = ["alpha2", "office"]
