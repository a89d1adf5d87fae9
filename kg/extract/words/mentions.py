"""Spans of the evidence: the words that say it, and the sentence that they stand in."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.model import Article, Mention, Span

# The offsets of the words of a mention, and those of their sentence.
Offsets = tuple[int, int]


def mentions_at(article: Article, spans: Mapping[Offsets, Offsets]) -> tuple[Mention, ...]:
    """Mentions in order of the text, from the offsets of the words to those of their sentence."""
    return tuple(
        Mention(article.id, article.span(*words_at), article.span(*_tidy(article.text, *sentence)))
        for words_at, sentence in sorted(spans.items())
    )


def offsets(span: DocSpan) -> Offsets:
    """Where the words begin and end in the text."""
    return span.start_char, span.end_char


def sentence_span(article: Article, token: Token) -> Span:
    """The whole sentence of `token`, trimmed."""
    return article.span(*_tidy(article.text, token.sent.start_char, token.sent.end_char))


def _tidy(text: str, begin: int, end: int) -> Offsets:
    """A sentence's offsets without the white space around it."""
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end
