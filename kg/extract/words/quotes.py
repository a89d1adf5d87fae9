"""Quotation marks: which words of an article stand between them, and where a quote runs on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

_QUOTE = re.compile(
    r"“[^“”]{2,1200}”|\"[^\"]{2,1200}\"|«[^«»]{2,1200}»|(?<!\w)‘[^‘]{8,600}?’(?!\w)|(?<!\w)'[^'\n]{12,600}?'(?!\w)"
)
_ENDS_OPEN = re.compile(r"[,?!—–-][”\"’'»]\s*$")


class Quotes:
    """The quoted stretches of one text, marks excluded, as character offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ranges = tuple((m.start() + 1, m.end() - 1) for m in _QUOTE.finditer(text))

    def holds(self, token: Token) -> bool:
        """True for a token between quotation marks."""
        return any(b <= token.idx < e for b, e in self.ranges)

    def within(self, token: Token, sent: DocSpan) -> bool:
        """True for a token of a quote that ends with its sentence or before."""
        return any(b <= token.idx < e and e < sent.end_char + 2 for b, e in self.ranges)

    def part_of(self, tokens: Sequence[Token]) -> bool:
        """True when the words hold, or stand in, a quote of two words or more."""
        if not tokens:
            return False
        begin, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        return any(b < end and begin < e and len(self.text[b:e].split()) >= 2 for b, e in self.ranges)

    def longest(self, begin: int, end: int, trim: str) -> str | None:
        """The longest quote of two words or more that touches the characters [begin, end)."""
        found = [self.text[b:e].strip(trim) for b, e in self.ranges if b < end and begin < e + 1]
        found = [q for q in found if len(q.split()) >= 2]
        return max(found, key=len) if found else None

    def whole(self, sent: DocSpan) -> bool:
        """True when the sentence is quoted from its first letter to its last."""
        letters = [t for t in sent if t.is_alpha]
        return bool(letters) and self.holds(letters[0]) and self.holds(letters[-1])

    def leads_on(self, sent: DocSpan) -> bool:
        """True for a quoted sentence whose quote goes on behind it and ends with a comma: who said it follows there."""
        letters = [t for t in sent if t.is_alpha]
        if not letters or not self.whole(sent):
            return False
        ends = [e for b, e in self.ranges if b <= letters[0].idx < e]
        return any(
            e > sent.end_char and "," in {self.text[e - 1 : e], self.text[e + 1 : e + 2]} for e in ends
        )

    def same(self, first: int, second: int) -> bool:
        """True when both characters stand in one quote."""
        return any(b <= first < e and b <= second < e for b, e in self.ranges)

    def awaits_frame(self, sent: DocSpan) -> bool:
        """True for a quoted sentence that ends with a comma, so that who said it must follow."""
        return self.whole(sent) and bool(_ENDS_OPEN.search(sent.text))
