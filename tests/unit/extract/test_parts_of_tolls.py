"""Who some of the dead were: a count beside the toll, of a kind of people, and never against it."""

from __future__ import annotations

import pytest

from kg.model import Extraction
from tests.told import counts_of_dead, told, who_counted

_TOLD = "A bomb went off at a market in Quetta on Monday, killing 20 people. "


def parts(found: Extraction) -> list[tuple[int, tuple[str, ...], bool]]:
    """How many at least, and who they were, of each count that says of whom it is."""
    return [
        (c.deaths.low, c.victims, c.deaths.at_least)
        for c in found.casualties
        if c.deaths is not None and c.victims
    ]


PARTS = [
    ("Iran said six of its citizens were among the dead.", [(6, ("citizens",), True)]),
    ("Among the dead were three nurses.", [(3, ("nurses",), True)]),
    ("Residents named five teachers among the dead.", [(5, ("teachers",), True)]),
    (
        "The hospital said eight of the dead were children and two were policemen.",
        [(8, ("children",), True), (2, ("policemen",), True)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_who_some_of_the_dead_were_is_a_count_of_them(
    text: str, expected: list[tuple[int, tuple[str, ...], bool]]
) -> None:
    found = told(_TOLD + text)
    assert parts(found) == expected
    assert 20 in counts_of_dead(found)
    assert len({c.strikes for c in found.casualties}) == 1


def test_a_part_of_the_dead_is_counted_by_who_names_them() -> None:
    found = told(_TOLD + "Iran said six of its citizens were among the dead.")
    assert [w for w in who_counted(found) if w] == [["Iran"]]


@pytest.mark.parametrize(
    "text",
    [
        "No children were among the dead.",
        "The mayor said two of the dead could not be identified.",
        "Three others were among the wounded.",
        "Doctors fear ten more may be among the dead.",
    ],
)
def test_what_names_nobody_among_the_dead_is_no_part(text: str) -> None:
    found = told(_TOLD + text)
    assert counts_of_dead(found) == [20]
    assert not parts(found)
