"""Where a paragraph ends, and so a sentence: at line breaks, and behind the dateline that opens a report."""

from __future__ import annotations

import re
from itertools import pairwise

_BREAK = re.compile(r"[ \t\u00a0]*(?:\r\n|[\n\r\u2028\u2029\x0b\x0c\x85])\s*")
_NEWLINE = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_ENDS = tuple(".!?:;…\"”’')]")
# "WASHINGTON — ", "BEIRUT, Lebanon (AP) — ", "KYIV, May 3 (Agency) - ": the place in capitals, or as it is
# usually written with an agency or a country in brackets ("Port Sudan (Sudan) - "), then a dash.
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+"
_PLACE = rf"{_CAPITALS}(?:[ /]+{_CAPITALS})*(?:[,/][^\n()—–]{{0,60}}?)?|(?:[A-ZÀ-Þ][\w.'’-]+ ){{1,4}}(?=\()"
# "Khost (Afghanistan), Nov 25 (Agency) - "
_PRINTED = r", (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?(?: ?\([^()\n]{2,40}\))?"
_DATELINE = re.compile(
    rf"^[ \t]*(?:{_PLACE})[ ]?(?:\([^()\n]{{2,40}}\))?(?:{_PRINTED})?[ ]?(?:—|–|(?<=[ )])--?(?= ))[ ]*"
    rf"(?=[A-ZÀ-Þ0-9“\"‘])",
    re.MULTILINE,
)
WRAPPED_WIDTH = (50, 100)
"""Lines of hard-wrapped text are this many characters long."""


def paragraph_starts(text: str) -> list[int]:
    """The offsets in *text* at which a paragraph begins, without the first.

    A blank line always ends a paragraph. A single line break does too, for an article usually is one text
    with a paragraph a line, except where lines are wrapped: in a text whose lines are all of about one
    width and break off in mid-sentence, and before a lower-case letter after a line without a full stop.
    A dateline is a paragraph of its own: whose town it is must not look like who acts in the first sentence.
    """
    return sorted({*_line_starts(text), *(m.end() for m in _DATELINE.finditer(text))})


def _line_starts(text: str) -> list[int]:
    breaks = [(m.start(), m.end(), len(_NEWLINE.findall(m.group()))) for m in _BREAK.finditer(text)]
    if not breaks:
        return []
    wrapped = _is_wrapped(text)
    starts = []
    for begin, end, count in breaks:
        if begin == 0 or end == len(text):
            continue
        if count == 1:
            finished = text[begin - 1] in _ENDS
            if wrapped or (not finished and text[end].islower()):
                continue
        starts.append(end)
    return starts


def _is_wrapped(text: str) -> bool:
    lines = _NEWLINE.split(text)
    inner = [
        line.rstrip()
        for line, after in pairwise(lines)
        if line.strip() and after.strip()  # the last line of a paragraph may be of any length
    ]
    if len(inner) < 3 or max(map(len, inner)) > WRAPPED_WIDTH[1]:
        return False
    long = sum(len(line) >= WRAPPED_WIDTH[0] for line in inner)
    open_ended = sum(not line.endswith(_ENDS) for line in inner)
    return long >= 0.7 * len(inner) and open_ended >= 0.5 * len(inner)
