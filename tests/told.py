"""What the extractors make of a text, for tests that ask it of sentences."""

from __future__ import annotations

from functools import cache

import pytest

from kg.errors import EnvironmentProblem
from kg.extract import extract
from kg.model import ActionReport, Article, DateBasis, Extraction, PartialDate

# Type, initiators and recipients.
Act = tuple[str, tuple[str, ...], tuple[str, ...]]
# Attackers, targets and places.
Attack = tuple[list[str], list[str], list[str]]


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


def acts(found: Extraction) -> list[tuple[Act, ActionReport]]:
    """The acts that were told, each with its type and the names of its parties in the order of the alphabet.

    Not those that are only taken up (`taken_up`).
    """
    return [told for told in _acts(found) if not told[1].echo]


def taken_up(found: Extraction) -> list[Act]:
    """The acts that are told elsewhere, if anywhere: type, initiators and recipients as far as they are named."""
    return [act for act, report in _acts(found) if report.echo]


def _acts(found: Extraction) -> list[tuple[Act, ActionReport]]:

    def sides(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(names(found, keys)))

    return [((a.type.value, sides(a.initiators), sides(a.recipients)), a) for a in found.actions]


def attacks(found: Extraction) -> list[Attack]:
    """The names of the attackers, targets and places of the attacks that were told."""
    return [
        (names(found, s.attackers), names(found, s.targets), names(found, s.places)) for s in found.strikes
    ]


def who_attacked(found: Extraction) -> list[list[str]]:
    """The names of the attackers of each attack that was told."""
    return [names(found, s.attackers) for s in found.strikes]


def counts_of_dead(found: Extraction) -> list[int]:
    """The numbers of dead that were told, in the order of the text; of a range its lower end."""
    return [c.deaths.low for c in found.casualties if c.deaths]


def counts_of_injured(found: Extraction) -> list[int]:
    """The numbers of injured that were told, in the order of the text; of a range its lower end."""
    return [c.injuries.low for c in found.casualties if c.injuries]


def who_counted(found: Extraction, dead: int | None = None) -> list[list[str]]:
    """Whose each count of dead is; of those of that number alone where one is given."""
    return [
        names(found, c.mention.according_to)
        for c in found.casualties
        if c.deaths and dead in (None, c.deaths.low)
    ]


def days(found: Extraction) -> list[str | None]:
    """The first days of the attacks that were told, in the order of the text; None for one without a day."""
    in_order = sorted(found.strikes, key=lambda s: s.mention.span.begin)
    return [s.when.start.iso if s.when else None for s in in_order]
