"""One article laid out for the extractors: its parse, its body sentences, its cast, places, calendar and times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.dates.calendar import Calendar
from kg.extract.dates.times import EventTimes
from kg.extract.names.cast import Cast
from kg.extract.names.find import find_names
from kg.extract.names.places import Places
from kg.extract.reference.denote import Denotation
from kg.extract.words.document import settle_sentences
from kg.extract.words.lemmas import mend_lemmas
from kg.extract.words.mending import mend_parse
from kg.extract.words.mentions import sentence_span
from kg.gazetteer import Gazetteer
from kg.model import Article, BlockKind, Factuality, Mention, Span

_FIELD = re.compile(r"[A-Za-z][A-Za-z -]*:")
_HEADING = re.compile(r"(?:title|headline):", re.IGNORECASE)


@dataclass(frozen=True)
class Scene:
    """What every extractor gets. `sentences` are those of the body: headline and captions make no claims."""

    article: Article
    doc: Doc
    gazetteer: Gazetteer
    cast: Cast
    denotation: Denotation
    places: Places
    calendar: Calendar
    times: EventTimes
    sentences: tuple[DocSpan, ...]

    @classmethod
    def of(cls, article: Article, doc: Doc, gazetteer: Gazetteer) -> Scene:
        """The scene of a parsed article: `doc.text` is the article's text."""
        mend_lemmas(doc)
        mend_parse(doc)
        settle_sentences(doc)
        names = tuple(n for n in find_names(doc, gazetteer) if not _is_of_imprint(article, doc[n.start].idx))
        cast = Cast(article, doc, gazetteer, names)
        places = Places(cast)
        calendar = Calendar(article)
        return cls(
            article,
            doc,
            gazetteer,
            cast,
            Denotation(cast, places),
            places,
            calendar,
            EventTimes(calendar, doc),
            tuple(_body(article, doc)),
        )

    def mention(
        self,
        begin: Token,
        end: Token,
        factuality: Factuality,
        according_to: tuple[str, ...] = (),
        frame: str = "",
    ) -> Mention:
        """The evidence for a report: the words from `begin` to `end`, and their sentence."""
        first, last = (begin, end) if begin.i <= end.i else (end, begin)
        span = self.article.span(first.idx, last.idx + len(last.text))
        return Mention(self.article.id, span, self.sentence(begin), factuality, according_to, frame)

    def sentence(self, token: Token) -> Span:
        """The whole sentence of a token."""
        return sentence_span(self.article, token)


def _is_of_imprint(article: Article, at: int) -> bool:
    """True in the header's lines on where the article came out: the "Tehran Times" there is no actor, nor is Iran."""
    if not any(b.kind is BlockKind.META and b.begin <= at < b.end for b in article.blocks):
        return False
    line = article.text[article.text.rfind("\n", 0, at) + 1 : at]
    return _FIELD.match(line) is not None and not _HEADING.match(line)


def _body(article: Article, doc: Doc) -> Iterator[DocSpan]:
    blocks = [b for b in article.blocks if b.kind is BlockKind.BODY]
    for sent in doc.sents:
        if not sent.text.strip():
            continue
        middle = (sent.start_char + sent.end_char) // 2
        if not article.blocks or any(b.begin <= middle < b.end for b in blocks):
            yield sent
