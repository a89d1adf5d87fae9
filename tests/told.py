"""What the extractors make of a text, for tests that ask it of sentences."""

from __future__ import annotations

from functools import cache

import pytest

from kg.errors import EnvironmentProblem
from kg.extract import extract
from kg.model import Article, DateBasis, Extraction, PartialDate


@cache
def told(text: str, issued: str | None = "2024-05-15") -> Extraction:
    """The extraction of an article of that day, a Wednesday; skips the test where the language weights are missing."""
    day = PartialDate(issued) if issued else None
    try:
        return extract(Article("a", text, issued=day, issued_basis=DateBasis.STATED if day else None))
    except EnvironmentProblem as error:
        pytest.skip(f"no language weights: {error}")


def names(found: Extraction, keys: tuple[str, ...]) -> list[str]:
    """The names of actors and places, in the order of their keys given."""
    label = {a.key: a.name for a in found.actors} | {p.key: p.name for p in found.places}
    return [label[k] for k in keys]
