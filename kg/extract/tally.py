"""Whose count of the dead it is: who put, gave or counted it, in or beside the clause that tells it."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.arguments import logical_subjects
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.speakers import speakers_of
from kg.extract.standing import cue_of, edge, standing_of
from kg.extract.syntax import children, clause_verbs, is_passive, is_verbal, possessors, preposition, under

_COUNTS = words("statements", "counts") | words("statements", "confirms")
_TELLS = frozenset(
    {"say", "speak", "talk", "claim", "admit", "concede", "mention", "insist", "write", "tell"}
)
_TALLY = words("statements", "reckonings") | {"figure", "toll"}


def counters(loss: Token, scene: Scene) -> tuple[str, ...]:
    """The figures whose count the loss at this token is; empty when nobody's but the article's own.

    Who reports it ("nine died, the ministry said"), who counts ("the rebels put the toll at four", "by the
    rebels' count"), who says it in passing ("where, the rebels say, four died").
    """
    return (
        _own_words(loss, scene)
        or _reporters(loss, scene)
        or standing_of(loss, scene.denotation).according_to
        or scene.denotation.all_of(_subject_of_count(loss), crowd=True)
        or scene.denotation.all_of(_by_count_of(loss), crowd=True)
        or scene.denotation.all_of(_in_passing(loss), crowd=True)
    )


def _own_words(loss: Token, scene: Scene) -> tuple[str, ...]:
    """ "The president spoke of ten", "put the dead at 80": the verb that tells the count is the one of telling it."""
    if not is_verbal(loss) or loss.lemma_.lower() not in _COUNTS | _TELLS or is_passive(loss):
        return ()
    return speakers_of(loss, scene)


def _reporters(loss: Token, scene: Scene) -> tuple[str, ...]:
    """Who says it in the clause that governs the loss, or in the frame behind it."""
    verbs = list(clause_verbs(loss))
    below = loss
    for verb in verbs:
        told = edge(below, verb) in {"ccomp", "parataxis", "xcomp", "csubj"}
        if told and cue_of(verb) and (keys := speakers_of(verb, scene)):
            return keys
        below = verb
    for verb in (loss, *verbs):
        for frame in children(verb, "parataxis"):
            if cue_of(frame) and not children(frame, "ccomp") and (keys := speakers_of(frame, scene)):
                return keys
        if verb is not loss and verb.dep_ not in {"ccomp", "xcomp", "advcl", "conj", "acl", "acl:relcl"}:
            break
    return ()


def _subject_of_count(loss: Token) -> list[Token]:
    current = loss
    for _ in range(4):
        if is_verbal(current) and current.lemma_.lower() in _COUNTS:
            loose = (
                current.dep_ == "advcl" and current.tag_ == "VBG"
            )  # "…, raising the toll to six": what happened does
            return [] if loose else logical_subjects(current)
        if is_verbal(current) and current.i != loss.i:
            return []
        if current.head.i == current.i:
            return []
        current = current.head
    return []


def _by_count_of(loss: Token) -> list[Token]:
    """ "killing 53 people by the rebels' count", "4 by the tally of the ministry"."""
    for token in loss.sent:
        if token.lemma_.lower() not in _TALLY:
            continue
        beside = preposition(token) == "by" and token.head.i in {loss.i, loss.head.i}
        if beside or (preposition(token) in {"by", "on", "in"} and loss.is_ancestor(token.head)):
            return [*possessors(token), *under(token, "of", "from")]
    return []


def _in_passing(loss: Token) -> list[Token]:
    """ "at the port, where, the rebels say, 74 people died": a reporting clause between commas."""
    doc = loss.doc
    for verb in doc[max(loss.sent.start, loss.i - 12) : min(loss.sent.end, loss.i + 12)]:
        if verb.lemma_.lower() not in words("statements", "report") or not is_verbal(verb):
            continue
        if verb.i + 1 >= len(doc) or doc[verb.i + 1].text not in {",", "."} or children(verb, "ccomp", "obj"):
            continue
        subject = next((c for c in verb.children if c.dep_.startswith("nsubj")), None)
        if subject is None:
            continue
        opening = min(t.i for t in subject.subtree)
        if opening and doc[opening - 1].text == ",":
            return [subject]
    return []
