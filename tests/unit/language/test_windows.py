"""Texts of any length are cut into windows that cover every word."""

from __future__ import annotations

import itertools
import random

import pytest

from kg.language.paragraphs import paragraph_starts
from kg.language.windows import LIMIT, OVERLAP, Window, plan


def _plan(lengths: list[int], piece: int = 1, stop_every: int = 20) -> tuple[list[Window], list[bool]]:
    words, breaks = [], []
    for length in lengths:
        words += ["." if i % stop_every == stop_every - 1 else "word" for i in range(length)]
        breaks += [True] + [False] * (length - 1)
    return plan(words, [piece] * len(words), breaks), breaks


@pytest.mark.parametrize("seed", range(20))
def test_every_word_stands_in_a_window_that_fits(seed: int) -> None:
    rng = random.Random(seed)
    lengths = [rng.choice((1, 5, 40, 100, 300, 900)) for _ in range(rng.randint(1, 12))]
    piece = rng.choice((1, 2, 10))
    windows, breaks = _plan(lengths, piece)
    assert {i for w in windows for i in range(w.begin, w.end)} == set(range(len(breaks)))
    assert all(0 < (w.end - w.begin) * piece <= LIMIT for w in windows)
    assert [w.begin for w in windows] == sorted({w.begin for w in windows})


def test_short_paragraphs_share_a_window_and_are_not_cut() -> None:
    windows, _ = _plan([30, 40, 50])
    assert windows == [Window(0, 120)]


def test_a_long_paragraph_has_overlapping_windows_that_begin_with_a_sentence() -> None:
    windows, _ = _plan([1000])
    assert len(windows) > 3
    for one, two in itertools.pairwise(windows):
        assert one.end - two.begin >= OVERLAP - 1
        assert two.begin % 20 == 0
    assert not windows[0].cut_left
    assert windows[0].cut_right
    assert not windows[-1].cut_right


def test_a_text_without_a_full_stop_is_cut_all_the_same() -> None:
    windows, _ = _plan([10_000], stop_every=20_000)
    assert {i for w in windows for i in range(w.begin, w.end)} == set(range(10_000))


def test_context_is_the_distance_to_a_cut_not_to_the_end_of_a_paragraph() -> None:
    window = Window(10, 20, cut_left=True, cut_right=False)
    assert [window.context(i) for i in (9, 10, 19, 20)] == [-1, 0, 9, -1]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("One.\n\nTwo.", ["Two."]),
        ("A headline\nThe article begins.", ["The article begins."]),
        ("One.\r\n\r\nTwo.\r\nThree.", ["Two.\r\nThree.", "Three."]),
        ("It was cut\nin the middle.", []),
        ("\n\nOne.\n", []),
        ("", []),
        ("no breaks", []),
        ("BEIRUT, Lebanon (AP) — Drones struck a port.", ["Drones struck a port."]),
        ("PORT SUDAN, May 6 - Drones struck.\nIt burned.", ["Drones struck.\nIt burned.", "It burned."]),
        ("US and UK — allies since 1941 — met.", []),
        ("UN officials - three of them - met.", []),
    ],
)
def test_line_breaks_end_paragraphs(text: str, starts: list[str]) -> None:
    assert [text[i:] for i in paragraph_starts(text)] == starts


def test_lines_of_wrapped_text_are_no_paragraphs() -> None:
    text = (
        "Iran launched missile attacks on what it called bases of a militant\n"
        "Group in Pakistan, and the foreign ministry in Islamabad said that two\n"
        "Children had been killed in a village close to the border with Iran on\n"
        "Tuesday.\n\n"
        "Pakistan recalled its ambassador from Tehran on Wednesday and said that\n"
        "The envoy of Iran may not return for now."
    )
    assert [text[i:][:8] for i in paragraph_starts(text)] == ["Pakistan"]
