"""Floors under the links' precision and recall. Raised when they get better, never lowered."""

from __future__ import annotations

import pytest

from tests.accuracy.links.measure import Outcome, outcomes, precision, recall

PRECISION_FLOOR = 0.99
RECALL_FLOOR = 0.9
# What a third of 372 mentions can show: one wrong link among some 90 would be a precision of 0.989.
HELD_OUT_PRECISION_FLOOR = 0.98


@pytest.fixture(scope="module")
def every() -> tuple[Outcome, ...]:
    return outcomes()


def test_a_certain_link_is_right_in_99_of_100_cases(every: tuple[Outcome, ...]) -> None:
    assert precision(every) >= PRECISION_FLOOR


def test_nine_of_ten_mentions_that_have_an_id_are_linked(every: tuple[Outcome, ...]) -> None:
    assert recall(every) >= RECALL_FLOOR


def test_mentions_never_looked_at_do_as_well() -> None:
    held = outcomes(held_out=True)
    assert precision(held) >= HELD_OUT_PRECISION_FLOOR
    assert recall(held) >= RECALL_FLOOR


def test_disputed_places_are_never_linked_as_certain(every: tuple[Outcome, ...]) -> None:
    assert not [o.mention["names"] for o in every if o.mention.get("disputed") and o.given]


def test_the_set_is_large_enough_and_a_third_is_held_out(every: tuple[Outcome, ...]) -> None:
    assert len(every) >= 300
    assert sum(o.mention["held_out"] for o in every) >= len(every) // 3
