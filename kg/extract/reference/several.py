"""Three and more who were named together: "the three Sahel states", "all four countries", "the three"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.syntax import children, conjuncts, preposition
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.reference.denote import Denotation

_NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_ROLES = frozenset(
    {"nsubj", "obj", "iobj", "obl", "root"}
)  # "the first summit of the three countries": whichever
_BACK = 8  # sentences before in which they may have been named
_POLITICAL = frozenset({ActorClass.STATE, ActorClass.ARMED_GROUP, ActorClass.INTERNATIONAL_ORGANIZATION})


def named_together(d: Denotation, token: Token) -> tuple[str, ...]:
    """The states that "the three countries" or "the three" takes up: as many as were named together before it.

    Nobody where as many others were named, or counted, since.
    """
    count = how_many(token)
    if not count:
        return ()
    since = token.sent.start
    for _ in range(_BACK):
        since = token.doc[max(since - 1, 0)].sent.start
    for other in reversed(token.doc[since : token.i]):
        if other.dep_ == "nummod" and other.lower_ == token.lower_ and other.head.i < token.i:
            return ()  # "three soldiers … The three"
        if other.dep_ != "conj" and (found := _list_of(d, other)):
            if len(found) == count:
                return found
            if len(found) > count:
                return ()
    return ()


def how_many(token: Token) -> int:
    """How many a definite phrase says there are: "the three countries", "all four", "the three"."""
    if token.pos_ == "NUM" or token.tag_ == "CD":
        shown = any(c.lower_ in {"the", "all", "these"} for c in token.children if c.i < token.i)
        bare = not any(c.dep_.startswith(("nmod", "acl")) or c.tag_ == "CD" for c in token.children)
        subject = token.dep_ in {"nsubj", "nsubj:pass"}  # of "on the three" somebody else is easily meant
        return _NUMBERS.get(token.lower_, 0) if shown and bare and subject else 0
    if token.tag_ not in {"NNS", "NNPS"} or token.dep_.lower().split(":")[0] not in _ROLES:
        return 0
    if token.lemma_.lower() not in words("actors", "anaphor", "pair"):
        return 0
    shown = any(c.lower_ in {"the", "all", "these"} for c in token.children if c.i < token.i)
    others = any(c.lower_ in {"other", "remaining", "new", "more"} for c in token.children)
    numbers = [_NUMBERS.get(c.lower_, 0) for c in children(token, "nummod")]
    return numbers[0] if shown and not others and numbers else 0


def _list_of(d: Denotation, first: Token) -> tuple[str, ...]:
    """The states or groups of a list of three and more that `first` opens, each once."""
    if first.pos_ not in {"PROPN", "NOUN"} or not any(
        c.dep_ in {"conj", "appos", "flat"} for c in first.children
    ):
        return ()
    whole = conjuncts(first)
    if len(whole) < 3 or any(preposition(t) for t in whole[1:]):
        return ()
    keys = d.all_of([t for t in whole if t.i >= first.i])
    if len(keys) < 3 or any(d.cast.figures[k].cls not in _POLITICAL for k in keys):
        return ()
    return keys
