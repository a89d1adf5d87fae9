"""What the members of a group say together, counted, so that one more member is one more vote."""

from __future__ import annotations

from collections.abc import Iterable

Vote = tuple[str, str]
"""A field, and the value that a member gives it."""

Votes = dict[str, dict[str, int]]
"""Field → value → how many members give it; values that nobody gives are not there."""


def cast(votes: Votes, given: Iterable[Vote]) -> None:
    """Count some votes."""
    for field, value in given:
        counts = votes.setdefault(field, {})
        counts[value] = counts.get(value, 0) + 1


def withdraw(votes: Votes, given: Iterable[Vote]) -> None:
    """Take back some votes that were cast."""
    for field, value in given:
        counts = votes[field]
        counts[value] -= 1
        if not counts[value]:
            del counts[value]
        if not counts:
            del votes[field]


def most(votes: Votes, field: str) -> str | None:
    """The most frequent value; of equals the first in the alphabet; None without any."""
    counts = votes.get(field)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None
