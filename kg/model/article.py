"""One input document, or why it is none: its text, its blocks, and the spans and dates that stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model.terms import DateBasis


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, month or year: `iso` is "2024-01-16", "2024-01" or "2024"; never more than is known."""

    iso: str

    @property
    def precision(self) -> str:
        """ "day", "month" or "year"."""
        return {10: "day", 7: "month", 4: "year"}[len(self.iso)]

    def contains(self, other: PartialDate) -> bool:
        """True when `other` is this date or lies within it: 2024-01 contains 2024-01-16."""
        return other.iso.startswith(self.iso)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: code points [begin, end) and the text that stands there."""

    begin: int
    end: int
    text: str


class BlockKind(StrEnum):
    """What a stretch of an article's text is; only BODY holds the article's claims."""

    META = "meta"
    HEADLINE = "headline"
    CAPTION = "caption"
    BODY = "body"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch [begin, end) of an article's text and what it is."""

    begin: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Article:
    """One input document. `text` is stored as it was decoded, newlines as \\n; all offsets count in it.

    `notes` says in words what reading had to guess or leave out ("encoding guessed: cp1251").
    """

    id: str
    text: str
    title: str | None = None
    issued: PartialDate | None = None
    issued_basis: DateBasis | None = None
    publisher: str | None = None
    url: str | None = None
    blocks: tuple[Block, ...] = ()
    digest: str = ""
    notes: tuple[str, ...] = ()

    def span(self, begin: int, end: int) -> Span:
        """The span [begin, end): verbatim by construction."""
        return Span(begin, end, self.text[begin:end])


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that is no article: `code` is "empty", "binary", "not-english", "too-short", "duplicate", …"""

    source: str
    code: str
    reason: str
