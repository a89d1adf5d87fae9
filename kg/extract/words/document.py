"""What is asked of a document again and again, worked out once: its text, its sentences, what hangs on each word.

spaCy puts all of them together anew whenever they are asked for, which costs more than most of what is done with
them. Articles are read one after the other: what is kept is of the last few documents, and let go when others come.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

_DOCUMENTS = 4

T = TypeVar("T")


@lru_cache(maxsize=_DOCUMENTS)
def text_of(doc: Doc) -> str:
    """The text of a document."""
    return doc.text


@lru_cache(maxsize=_DOCUMENTS)
def dependents_of(doc: Doc) -> tuple[tuple[tuple[int, str, str], ...], ...]:
    """What hangs on each word of a mended parse, in order: which word, its relation, and that without its subtype."""
    found: list[list[tuple[int, str, str]]] = [[] for _ in doc]
    for token in doc:
        head, dep = token.head.i, token.dep_
        if head != token.i:
            found[head].append((token.i, dep, dep.split(":")[0]))
    return tuple(map(tuple, found))


def settle_sentences(doc: Doc) -> None:
    """From now on every word of the document knows its sentence (`token.sent`) without searching for its ends."""
    doc.user_token_hooks["sent"] = _sentence_of


def _sentence_of(token: Token) -> DocSpan:
    return _sentences_by_word(token.doc)[token.i]


@lru_cache(maxsize=_DOCUMENTS)
def _sentences_by_word(doc: Doc) -> tuple[DocSpan, ...]:
    return tuple(sent for sent in doc.sents for _ in sent)


def remembered(reading: Callable[[Token], T]) -> Callable[[Token], T]:
    """A reading of a word of a mended parse that works each answer out once; for answers that nobody changes."""

    @lru_cache(maxsize=_DOCUMENTS)
    def answers_of(doc: Doc) -> dict[int, T]:
        return {}

    @wraps(reading)
    def ask(token: Token) -> T:
        answers = answers_of(token.doc)
        if token.i not in answers:
            answers[token.i] = reading(token)
        return answers[token.i]

    return ask


def remembered_list(reading: Callable[[Token], list[T]]) -> Callable[[Token], list[T]]:
    """The same for readings that answer with a list, of which whoever asks gets a copy."""
    answer = remembered(reading)

    @wraps(reading)
    def ask(token: Token) -> list[T]:
        return answer(token).copy()

    return ask
