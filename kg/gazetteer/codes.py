"""ISO 3166-1 codes of states, from the source table of countries."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_COUNTRIES = Path(__file__).parent / "source" / "derived" / "countries.csv"


@cache
def alpha2() -> Mapping[str, str]:
    """The two-letter code of each state by its Wikidata id: {"Q843": "PK", …}; states without a code lack."""
    with _COUNTRIES.open(encoding="utf-8", newline="") as table:
        return {row["qid"]: row["iso2"] for row in csv.DictReader(table) if row["qid"] and row["iso2"]}


__all__ = ["alpha2"]
