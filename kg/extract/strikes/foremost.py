"""One attack of several that a clause singles out: "a series of raids, the latest of which hit a camp near Goma"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.strikes.triggers import HARMING, is_attack_noun
from kg.extract.words.syntax import is_plural

_HITTING = words("strikes", "beside", "hits") | HARMING
_RANKS = frozenset(
    {"first", "second", "third", "last", "latest", "worst", "deadliest", "bloodiest", "heaviest"}
)
# How far before its verb "of which" may stand.
_REACH = 4


def is_foremost(verb: Token) -> bool:
    """ "…, the latest of which hit a camp": one of those told of, by its rank."""
    return _rank(verb) is not None


def singled_out_of(verb: Token, scene: Scene) -> Token | None:
    """The noun for the attacks that a verb singles one out of: "a series of RAIDS, the latest of which hit a camp"."""
    rank = _rank(verb)
    if rank is None:
        return None
    before = reversed(verb.doc[verb.sent.start : rank.i])
    return next((t for t in before if is_plural(t) and is_attack_noun(t, scene)), None)


def _rank(verb: Token) -> Token | None:
    if not verb.dep_.startswith("acl") or verb.lemma_.lower() not in _HITTING:
        return None
    doc, begin = verb.doc, max(verb.sent.start + 3, verb.i - _REACH)
    which = next((t for t in doc[begin : verb.i] if t.lower_ == "which"), None)
    if which is None or doc[which.i - 1].lower_ != "of" or doc[which.i - 3].lower_ != "the":
        return None
    rank = doc[which.i - 2]
    return rank if rank.tag_ == "JJS" or rank.lower_ in _RANKS else None
