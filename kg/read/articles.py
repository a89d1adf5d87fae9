"""The gate every input passes: a text and its metadata become an `Article`, or `Rejected` with a reason."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from kg.model import Article, BlockKind, DateBasis, PartialDate, Rejected
from kg.read.blocks import blocks
from kg.read.language import not_english
from kg.read.printed import printed_date

# Five words are the shortest report there is: "Iran struck Pakistan on Tuesday".
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with what its header or record says about it; `header_end` is where a header in it ends.

    `origin` is where a record stands ("wire.jsonl#line-3"), for messages: its id does not say that.
    """

    id: str
    text: str
    title: str | None = None
    issued: PartialDate | None = None
    publisher: str | None = None
    url: str | None = None
    header_end: int = 0
    notes: tuple[str, ...] = ()
    origin: str = ""


def accept(draft: Draft, published: PartialDate | None = None) -> Article | Rejected:
    """The article a draft makes, or why it makes none: "empty", "too-short" or "not-english".

    `published` dates an article whose header or record carries no date: a person has stated it. Without either, the
    day printed in a line of its own above the text is taken.
    """
    name = draft.origin or draft.id
    if not draft.text[draft.header_end :].strip().strip("\ufeff"):
        return Rejected(name, "empty", "there is no text")
    parts = blocks(draft.text, draft.header_end, draft.title)
    body = " ".join(draft.text[b.begin : b.end] for b in parts if b.kind is BlockKind.BODY)
    if reason := not_english(body or draft.text[draft.header_end :]):
        return Rejected(name, "not-english", reason)
    words = re.findall(r"\w+", body)
    if len(words) < _FEWEST_WORDS:
        reason = (
            f"{len(words)} word{'' if len(words) == 1 else 's'} of running text; the least is {_FEWEST_WORDS}"
        )
        return Rejected(name, "too-short", reason)
    title = draft.title
    if title is None:
        headline = next((b for b in parts if b.kind is BlockKind.HEADLINE), None)
        title = " ".join(draft.text[headline.begin : headline.end].split()) if headline else None
    issued = draft.issued or published or printed_date(draft.text, draft.header_end)
    return Article(
        id=draft.id,
        text=draft.text,
        title=title,
        issued=issued,
        issued_basis=DateBasis.STATED if issued else None,
        publisher=draft.publisher,
        url=draft.url,
        blocks=parts,
        digest=digest(draft.text),
        notes=draft.notes,
    )


def digest(text: str) -> str:
    """SHA-256 of the text, in hex: what two articles share when one is a copy of the other."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
