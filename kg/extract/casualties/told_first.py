"""Leads that tell the dead first: "Two soldiers were killed near Gao on Monday. A roadside bomb hit their truck"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.arguments import logical_objects, logical_subjects
from kg.extract.words.syntax import MODAL, auxiliaries, children, is_passive, is_verbal, negated, under
from kg.extract.words.weapons import weapon_words, weapons_in

_HARMING = words("strikes", "casualties", "kill") | words("strikes", "casualties", "injure")
_THEIRS = frozenset({"their", "them", "they", "his", "her", "him", "victim", "victims"})
# What turns to another event: "in response jets bombed a camp", "a second bomb".
_NEXT = frozenset(
    "response retaliation revenge reply reprisal later then afterwards another second third separately elsewhere "
    "earlier previously meanwhile also".split()
)


def tells_deaths(verb: Token) -> bool:
    """ "Seven people died in Kherson on Tuesday", "were killed": nothing in the sentence says yet what killed them."""
    lemma = verb.lemma_.lower()
    undergone = lemma in _HARMING and is_passive(verb) and not logical_subjects(verb)
    if not is_verbal(verb) or not (undergone or lemma in words("strikes", "casualties", "die")):
        return False
    reported = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in words("statements", "report")
    if not (verb.dep_ in {"ROOT", "parataxis"} or reported) or negated(verb) or auxiliaries(verb) & MODAL:
        return False
    if children(verb, "advcl") or under(verb, "of", "from", "by", "after", "during"):
        return False
    told = (
        words("strikes", "casualties", "accident")
        | words("strikes", "nouns", "sure")
        | words("strikes", "nouns", "open")
        | set(weapon_words())
    )
    return not any(t.lemma_.lower() in told for t in verb.sent)


def goes_on_from_deaths(deed: Token) -> bool:
    """ "A bomb hit their truck", "jets struck a house": of those whose death the sentence before has told."""
    if any(t.lower_ in _NEXT for t in deed.sent):
        return False
    if any(t.lower_ in _THEIRS for t in deed.sent):
        return True
    civil = words("strikes", "casualties", "scenes")
    if any(o.lemma_.lower() in civil and _is_new(o) for o in logical_objects(deed)):
        return True
    armed = words("actors", "anonymous")
    return any(
        (weapons_in([s]) or s.lemma_.lower() in armed)
        and (s.tag_ == "NNS" or _is_new(s))
        and not any(c.pos_ == "PROPN" or c.ent_type_ for c in children(s, "nmod:poss", "amod", "compound"))
        for s in logical_subjects(deed)
    )


def _is_new(noun: Token) -> bool:
    return any(c.lower_ in {"a", "an"} for c in children(noun, "det"))
