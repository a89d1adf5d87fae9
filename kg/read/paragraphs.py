"""A text cut into paragraphs: contiguous stretches that cover all of it, hard-wrapped lines put together."""

from __future__ import annotations

import re
from itertools import pairwise

_LINE = re.compile(r"[^\n]*\S[^\n]*")

# Plain text is wrapped at 60 to 100 columns; other texts give a paragraph a line, however long.
_NARROWEST_WRAP = 55
_WIDEST_WRAP = 100


def paragraphs(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The paragraphs of `text` from `start` on as stretches [begin, end); blank lines go to the one before.

    Most sites give a paragraph a line. In a hard-wrapped text, a line so long that the first word of the next
    would not have fitted goes on in that next line.
    """
    lines = [match.span() for match in _LINE.finditer(text, start)]
    if not lines:
        return [(start, len(text))] if start < len(text) else []
    width = _wrap_width(text, lines)
    begins = [start]
    for above, below in pairwise(lines):
        if width is None or not _goes_on(text, above, below, width):
            begins.append(below[0])
    return list(pairwise([*begins, len(text)]))


def _goes_on(text: str, above: tuple[int, int], below: tuple[int, int], width: int) -> bool:
    """True when no blank line divides them and the first word of `below` would not have fitted above."""
    if text.count("\n", above[1], below[0]) > 1:
        return False
    first_word = text[slice(*below)].split(None, 1)[0]
    return len(text[slice(*above)].rstrip()) + 1 + len(first_word) > width


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int | None:
    """The column at which a text is hard-wrapped, or None when it is not.

    One long line followed by another is no proof: a headline over a short first paragraph looks the same. So
    most adjacent lines must fit the width, and in a text of few lines the next must begin in lower case.
    """
    lengths = [len(text[b:e].rstrip()) for b, e in lines]
    width = max((n for n in lengths if n <= _WIDEST_WRAP), default=0)
    if width < _NARROWEST_WRAP or sum(n > _WIDEST_WRAP for n in lengths) > len(lines) // 20:
        return None
    adjacent = [(a, b) for a, b in pairwise(lines) if text.count("\n", a[1], b[0]) == 1]
    full = [(a, b) for a, b in adjacent if _goes_on(text, a, b, width)]
    if not full or len(full) < 0.6 * len(adjacent):
        return None
    lower = sum(text[b[0] : b[1]].lstrip()[:1].islower() for _, b in full)
    return width if lower >= max(1, len(full) // 4) else None
