"""What a clause makes of its day: whether it lies ahead, goes on from another, or is about what was told before."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import (
    auxiliaries,
    clause_verbs,
    is_definite_noun,
    is_due,
    is_subject,
    is_verbal,
    preposition,
)
from kg.extract.words.weapons import weapons_in

_TRIED = words("dates", "tried")
_SOME = frozenset({"one", "some", "most", "several"})
_THEREAFTER = frozenset({"later", "afterwards", "subsequently", "eventually", "since"})


def lies_ahead(verb: Token) -> bool:
    """ "Will meet on Monday", "agreed to hold talks on Monday", "will send jets to bomb the camp"."""
    own = auxiliaries(verb)
    if own & {"will", "shall", "’ll", "'ll"} or is_due(verb):
        return True
    if "would" in own and "have" not in own and not any("had" in auxiliaries(v) for v in clause_verbs(verb)):
        return True  # "said they would meet on Monday"; what "had said in May" that, may be long ago
    if not any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in verb.children):
        return False
    return verb.head.lemma_ not in _TRIED or (is_verbal(verb.head) and lies_ahead(verb.head))


def takes_up_weapons(subject: Token) -> bool:
    """ "They", "one of them", "two of the missiles", "the drones": what was sent in the attack just told."""
    if subject.lower_ in {"they", "them", "it"}:
        return True
    if any(c.dep_ == "nmod" and preposition(c) == "of" and takes_up_weapons(c) for c in subject.children):
        return subject.pos_ in {"NUM", "PRON", "ADJ", "DET"} or subject.lower_ in _SOME
    return is_definite_noun(subject) and bool(weapons_in([subject]))


def goes_on(verb: Token) -> bool:
    """ "Travelled on Thursday and signed": the same subject, at no later time."""
    return not any(is_subject(c) or c.lower_ in _THEREAFTER for c in verb.children)


def opener(verb: Token) -> bool:
    """ "After closing the border": the participle tells of another time."""
    return any(c.dep_ in {"mark", "case"} for c in verb.children)


def of_known(verb: Token) -> bool:
    """ "The bombardment came …", "It followed …": the clause is about an event that was told before."""
    return is_verbal(verb) and any(
        is_definite_noun(s) or s.lower_ in {"it", "this", "that"} for s in raw_subjects(verb)
    )


def is_told_in(deed: Token, verb: Token) -> bool:
    """ "Two died when a bomb went off on Sunday, police said, three days after …": the bomb, of what was said."""
    while deed != verb:
        when = deed.dep_ == "advcl" and any(c.lower_ in {"when", "as"} for c in deed.children)
        if not (when or deed.dep_ in {"conj", "ccomp"}) or deed.head == deed:
            return False
        deed = deed.head
    return True
