"""Paths: how a lexicon says where in the sentence a role's filler stands.

A path is steps joined by dots, read from the trigger outwards: "subject", "object", "by" (any preposition),
"object.possessor" (whose the object is), "clause.subject" (the subject of "that …"). A final "@" lets a place
stand for its state: with "from@", "recalled its ambassador from Lyon" leads to France.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.denote import Denotation
from kg.extract.syntax import (
    RELATIVE,
    children,
    conjuncts,
    is_passive,
    is_verbal,
    logical_objects,
    logical_subjects,
    raw_subjects,
    under,
)

PREPOSITIONS = frozenset(
    {
        "by",
        "from",
        "to",
        "on",
        "with",
        "against",
        "between",
        "among",
        "of",
        "for",
        "at",
        "in",
        "into",
        "over",
        "upon",
        "toward",
        "towards",
        "about",
        "under",
        "out of",
        "alongside",
        "before",
        "behind",
        "along with",
        "together with",
        "via",
        "through",
        "inside",
        "near",
        "as",
    }
)
_STEPS = frozenset({"subject", "object", "indirect", "possessor", "clause", "agent"}) | {
    p.replace(" ", "_") for p in PREPOSITIONS
}
# Heads that only count or group what follows "of": "a group of diplomats", "two of its envoys".
_QUANTITY = frozenset(
    {
        "group",
        "number",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "dozen",
        "series",
        "part",
        "some",
        "most",
        "member",
        "round",
        "set",
        "rest",
        "several",
        "many",
        "all",
        "both",
        "range",
        "host",
        "handful",
        "majority",
        "hundred",
        "thousand",
        "score",
        "first",
        "last",
        "wave",
        "kind",
        "couple",
        "pair",
        "lot",
        "half",
    }
)


@dataclass(frozen=True, slots=True)
class Filler:
    """Who was found at a path: the word there and the figures that it denotes."""

    path: str
    token: Token
    keys: tuple[str, ...]


def is_path(text: str) -> bool:
    """True when `text` is a path that this module can follow."""
    steps = text.removesuffix("@").split(".")
    return all(s in _STEPS for s in steps)


def core(token: Token) -> Token:
    """The noun that is meant: "diplomats" of "a group of diplomats"."""
    lemma = (token.lemma_ or token.lower_).lower()
    if lemma in _QUANTITY or token.pos_ == "NUM":
        inner = under(token, "of")
        if inner:
            return core(inner[0])
    return token


def complements(head: Token) -> list[Token]:
    """The clauses that complete a predicate: "that …", "to …"; also where the parse hangs them on its object."""
    found = children(head, "ccomp", "xcomp")
    rest = [c for c in children(head, "advcl", "acl", "parataxis") if c.i > head.i]
    for child in head.children:
        if child.i > head.i and child.dep_.split(":")[0] in {"obj", "iobj", "obl", "nmod", "nsubj"}:
            rest.extend(c for c in children(child, "acl", "advcl", "ccomp") if c.dep_ != "acl:relcl")
    out = [c for c in (*found, *rest) if is_verbal(c) or c.pos_ in {"VERB", "ADJ", "NOUN", "AUX"}]
    for clause in list(out):
        out.extend(c for c in children(clause, "conj") if is_verbal(c))
    return out


def objects_of(verb: Token, prep: str = "") -> list[Token]:
    """What a verb is done to: its logical objects, indirect objects, and what stands under its own preposition."""
    found = list(logical_objects(verb)) if is_verbal(verb) else []
    found.extend(c for o in children(verb, "obj", "iobj") for c in conjuncts(o))
    if prep:
        found.extend(under(verb, prep))
    seen: dict[int, Token] = {}
    for token in found:
        seen.setdefault(token.i, token)
    return list(seen.values())


def subjects_of(predicate: Token) -> list[Token]:
    """Who a predicate is about as its doer: the logical subjects of a verb, the subjects of an adjective."""
    return logical_subjects(predicate) if is_verbal(predicate) else raw_subjects(predicate)


class Walker:
    """Follows paths from the words of one match."""

    def __init__(
        self, denotation: Denotation, trigger: Token, carrier: Token | None, own_preposition: str = ""
    ) -> None:
        self.denotation = denotation
        self.trigger, self.carrier, self.own_preposition = trigger, carrier, own_preposition

    def follow(self, path: str) -> tuple[Filler, ...]:
        """The fillers at `path`, in text order of their discovery; words that denote nobody give none."""
        place = path.endswith("@")
        *walk, last = path.removesuffix("@").split(".")
        tokens: list[Token] | None = None
        for step in walk:
            tokens = [t for at in self._starts(tokens) for t in self._step(step, at, tokens is None)]
        found: list[Filler] = []
        if last == "possessor":
            for noun in self._starts(tokens):
                keys = tuple(f.key for f in self.denotation.owners(core(noun))) if not is_verbal(noun) else ()
                if keys:
                    found.append(Filler(path, core(noun), keys))
            return tuple(found)
        seen: set[int] = set()
        for at in self._starts(tokens):
            for token in self._step(last, at, tokens is None):
                if token.i in seen:
                    continue
                seen.add(token.i)
                keys = self._keys(token, place)
                if keys:
                    found.append(Filler(path, token, keys))
        return tuple(found)

    def _starts(self, tokens: list[Token] | None) -> list[Token]:
        if tokens is not None:
            return tokens
        return [self.trigger] if self.carrier is None else [self.trigger, self.carrier]

    def _step(self, step: str, at: Token, first: bool) -> Iterator[Token]:
        if step == "subject":
            if not first or self.carrier is None or at is self.carrier:
                yield from subjects_of(at) if (is_verbal(at) or at.pos_ != "NOUN" or not first) else ()
        elif step == "object":
            own = self.own_preposition if first and at is self.trigger else ""
            yield from (t for t in objects_of(at, own) if t.i != self.trigger.i)
        elif step == "indirect":
            yield from (c for o in children(at, "iobj") for c in conjuncts(o))
            if is_passive(at):
                yield from raw_subjects(at)
        elif step == "agent":
            yield from under(at, "by")
        elif step == "clause":
            yield from complements(at)
        else:
            yield from under(at, step.replace("_", " "))

    def _keys(self, token: Token, place: bool) -> tuple[str, ...]:
        meant = core(token)
        if meant.lower_ in RELATIVE and meant.dep_ == "nsubj":
            return self.denotation.of(meant)
        keys = self.denotation.of(meant) or (self.denotation.of(token) if meant is not token else ())
        if not keys and place:
            keys = self.denotation.state_of_place(meant)
        return keys
