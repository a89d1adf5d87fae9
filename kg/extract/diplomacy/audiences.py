"""To whom an appeal is made that no name tells: the international community, donors, whoever was written to.

Those many are no actors elsewhere; here they are who is spoken to, and so a population of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.paths import Walker
from kg.extract.diplomacy.political import is_actor
from kg.extract.diplomacy.positions import core
from kg.extract.lexicon import words
from kg.extract.reference import people
from kg.extract.scene import Scene
from kg.extract.words.syntax import conjuncts, is_plural, under
from kg.model import ActionType, ActorClass

_ASKING = frozenset({ActionType.APPEAL, ActionType.DEMAND})
_WRITING = frozenset({"write", "turn"})
_ALL_STATES = frozenset({"international", "world", "global"})
_A_FEW = frozenset({"both", "two", "three", "four", "some", "several"})


def audience(scene: Scene, walker: Walker) -> tuple[str, ...]:
    """The many whom an appeal is made to, where no words before theirs name somebody: "urged donors to help Togo"."""
    frame = walker.match.frame
    if ActionType(frame.type) not in _ASKING:
        return ()
    for path in frame.recipient:
        if walker.follow(path):
            return ()
        many = [t for t in map(core, walker.words_at(path)) if _is_many(t)]
        if many:
            return tuple(dict.fromkeys(k for t in many for k in people.people(scene.denotation, t)))
    return ()


def _is_many(token: Token) -> bool:
    """True for "the international community", "donors", "Arab leaders"; not for "both allies", "their leaders"."""
    lemma = (token.lemma_ or token.lower_).lower()
    said = {t.lower_ for t in token.doc[token.sent.start : token.i] if t.head == token}
    if lemma == "community":
        return bool(said & _ALL_STATES)
    if token.pos_ not in {"NOUN", "PROPN"} or not is_plural(token) or said & _A_FEW:
        return False
    if lemma in words("diplomacy", "audience", "nouns"):
        return True
    if lemma in words("diplomacy", "audience", "described"):
        return bool(said & words("diplomacy", "audience", "as"))
    return False


def written_to(scene: Scene, match: Match) -> tuple[str, ...]:
    """ "Wrote to the head of the Security Council to request a session", "to complain": to whom it was written."""
    writing = match.anchor.head
    type_ = ActionType(match.frame.type)
    complains = type_ is ActionType.COMPLAINT and match.own_preposition
    if not (type_ in _ASKING or complains) or match.anchor.dep_ not in {"advcl", "xcomp"}:
        return ()
    if writing.lemma_.lower() not in _WRITING:
        return ()
    return _bodies(scene, [c for t in under(writing, "to") for c in conjuncts(t)])


def called_on_too(scene: Scene, match: Match) -> tuple[str, ...]:
    """ "Called on the rebels to stop and on Gabon to withdraw": Gabon too, wherever the parse hangs it."""
    if ActionType(match.frame.type) not in _ASKING or match.own_preposition not in {"on", "upon"}:
        return ()
    doc = match.anchor.doc
    cases = [t for t in doc[match.anchor.i + 2 : match.anchor.sent.end] if t.lower_ == match.own_preposition]
    whom = [t.head for t in cases if t.dep_ == "case" and doc[t.i - 1].lower_ == "and" and _asked_to(t.head)]
    return tuple(k for k in scene.denotation.all_of(whom) if is_actor(scene.cast.figures[k]))


def _asked_to(noun: Token) -> bool:
    """True where "to" and a verb follow: "on Gabon to withdraw"."""
    after = noun.doc[noun.right_edge.i + 1 : noun.right_edge.i + 3]
    return len(after) == 2 and after[0].lower_ == "to" and after[1].tag_ == "VB"


def _bodies(scene: Scene, tokens: Iterable[Token]) -> tuple[str, ...]:
    """Whom the words denote; of a body's head without a name, the body."""
    found: list[str] = []
    for token in tokens:
        for key in scene.denotation.of(token):
            figure = scene.cast.figures[key]
            if figure.cls is ActorClass.PERSON and not figure.named:
                key = figure.member_of or key
            if is_actor(scene.cast.figures[key]):
                found.append(key)
    return tuple(dict.fromkeys(found))
