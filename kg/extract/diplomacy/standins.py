"""Words that stand for a noun told before: "recalled its own", "barred Israel's", "his Latvian colleague", "him".

What they stand for is looked up among the nouns that the frame asks for, in the same sentence and the one before;
a pronoun stands only for a subject there. Where another person could be meant nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.phrases import phrase_in
from kg.extract.words.syntax import GENITIVE, children, clause_verbs, conjuncts, is_subject

if TYPE_CHECKING:
    from kg.extract.diplomacy.frames import Frame

_COLLEAGUES = frozenset({"colleague", "counterpart"})
_PERSON = frozenset({"he", "him", "she", "her"})
_PERSONS = frozenset({"they", "them"})
_ARGUMENT = frozenset({"obj", "iobj", "nsubj", "obl", "conj"})


def is_colleague(token: Token) -> bool:
    """ "His Latvian colleague": whose it is tells the adjective, not the pronoun."""
    return token.lemma_.lower() in _COLLEAGUES


def is_elliptic(token: Token) -> bool:
    """ "Its own", "Israel's", "the one in Kigali", where the noun is left out."""
    if token.lower_ == "own":
        return bool(children(token, "nmod:poss"))
    if token.lower_ in {"one", "ones"}:
        return any(c.lower_ in {"the", "its", "their"} for c in token.children if c.i < token.i)
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    marked = after is not None and after.lower_ in GENITIVE and after.tag_ == "POS"
    return marked and token.pos_ in {"NOUN", "PROPN"} and token.dep_.split(":")[0] in _ARGUMENT


def antecedents(token: Token, frame: Frame) -> tuple[Token, ...]:
    """The nouns of the frame's kind for which `token` stands; none for a noun of its own, or where none fits."""
    colleague = is_colleague(token)
    if colleague and not _of_persons(frame):
        return ()
    if token.lower_ in _PERSON:
        return _person(token, frame)
    if token.lower_ in _PERSONS:
        return _persons(token, frame)
    if not colleague and not is_elliptic(token):
        return ()
    start = token.doc[max(token.sent.start - 1, 0)].sent.start
    return next(((t,) for t in reversed(token.doc[start : token.i]) if _fits(t, frame)), ())


def _of_persons(frame: Frame) -> bool:
    return any(w in words("actors", "person") for w in (*frame.mentions, *(p[-1] for p in frame.object)))


def _fits(noun: Token, frame: Frame) -> bool:
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    return phrase_in(noun, frame.object) if frame.object else noun.lemma_.lower() in frame.mentions


def _person(token: Token, frame: Frame) -> tuple[Token, ...]:
    """Whom "him" takes up: the first subject before it that may be a person, if that is one the frame asks for."""
    for subject in _subjects_before(token):
        if subject.pos_ == "PRON" or subject.ent_type_ in {"GPE", "LOC", "ORG"}:
            continue
        titles = (
            c for c in subject.children if c.dep_.split(":")[0] in {"nmod", "compound", "appos", "flat"}
        )
        return next(((t,) for t in (subject, *titles) if _fits(t, frame)), ())
    return ()


def _persons(token: Token, frame: Frame) -> tuple[Token, ...]:
    """Whom "them" takes up: all subjects of the sentence before, where every one is one the frame asks for."""
    if token.sent.start == 0:
        return ()
    previous = token.doc[token.sent.start - 1].sent
    subjects = [s for t in previous if is_subject(t) for s in conjuncts(t)]
    fitting = [s for s in subjects if _fits(s, frame) or antecedents(s, frame)]
    if not subjects or fitting != subjects:
        return ()
    several = len(subjects) > 1 or "Plur" in subjects[0].morph.get("Number", [])
    return tuple(fitting) if several else ()


def _subjects_before(token: Token) -> Iterator[Token]:
    """The subjects of the clauses above the word's own, then those of the sentence before."""
    for verb in list(clause_verbs(token))[1:]:
        yield from (s for s in raw_subjects(verb)[:1] if s.i < token.i)
    if token.sent.start:
        previous = token.doc[token.sent.start - 1].sent
        yield from raw_subjects(previous.root)[:1]
