"""Texts of any length cut into windows that the encoder can read.

The encoder reads at most 512 word pieces and was trained on windows of up to some 250. Whole paragraphs
are packed into windows; a longer paragraph is cut into windows that overlap, at what looks like the
beginning of a sentence if there is one. Every word's results are then taken from the window in which it
stands farthest from a cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PACKED = 180
"""Word pieces up to which paragraphs share a window."""
LIMIT = 300
"""Word pieces of the longest window, without [CLS] and [SEP]."""
OVERLAP = 80
"""Word pieces by which windows of one paragraph overlap."""
UNCUT = 1_000_000
"""The context of a word on the side where its window ends with the paragraph."""

_STOPS = frozenset({".", "!", "?", "…", "...", "?!", "!!", ";"})
_CLOSERS = frozenset({'"', "”", "’", "'", "''", ")", "]", "»"})


@dataclass(frozen=True, slots=True)
class Window:
    """Words *begin* to *end* of a text; ``cut_left`` and ``cut_right`` where it breaks into a paragraph."""

    begin: int
    end: int
    cut_left: bool = False
    cut_right: bool = False

    def context(self, word: int) -> int:
        """How many words lie between *word* and the nearer cut; -1 outside the window."""
        if not self.begin <= word < self.end:
            return -1
        left = word - self.begin if self.cut_left else UNCUT
        right = self.end - 1 - word if self.cut_right else UNCUT
        return min(left, right)


def plan(words: Sequence[str], pieces: Sequence[int], breaks: Sequence[bool]) -> list[Window]:
    """The windows of a text: its *words*, how many *pieces* each has, and before which a paragraph begins.

    The windows cover every word, in order of their beginnings; no window has more than `LIMIT` pieces.
    """
    windows: list[Window] = []
    begin, size = 0, 0
    edges = [i for i in range(1, len(words)) if breaks[i]] + [len(words)]
    paragraph = 0
    for edge in edges:
        if edge == paragraph:
            continue
        length = sum(pieces[paragraph:edge])
        if size and size + length > PACKED:
            windows.append(Window(begin, paragraph))
            begin, size = paragraph, 0
        if length > LIMIT:
            if size:
                windows.append(Window(begin, paragraph))
            windows.extend(_overlapping(words, pieces, paragraph, edge))
            begin, size = edge, 0
        else:
            size += length
        paragraph = edge
    if size:
        windows.append(Window(begin, len(words)))
    return windows


def _overlapping(words: Sequence[str], pieces: Sequence[int], begin: int, end: int) -> list[Window]:
    first, windows = begin, []
    while True:
        stop, size = begin, 0
        while stop < end and size + pieces[stop] <= LIMIT:
            size += pieces[stop]
            stop += 1
        if stop < end:
            stop = _sentence_start(words, stop, max(begin + 1, stop - 25)) or stop
        windows.append(Window(begin, stop, begin > first, stop < end))
        if stop >= end:
            return windows
        back, size = stop, 0
        while back > begin + 1 and size < OVERLAP:
            back -= 1
            size += pieces[back]
        begin = _sentence_start(words, back, max(begin + 1, back - 60)) or back


def _sentence_start(words: Sequence[str], at: int, least: int) -> int | None:
    """The last position in *least*..*at* where a sentence seems to begin."""
    for i in range(at, least - 1, -1):
        before = i - 1
        if words[before] in _CLOSERS and before > 0:
            before -= 1
        if words[before] in _STOPS and words[i] not in _CLOSERS and words[i] not in _STOPS:
            return i
    return None
