"""Frames: which words tell an act, and where the sentence keeps who did it to whom.

A frame is one entry of a lexicon (`kg/extract/lexicon/*.toml`, explained in docs/lexicons.md). This module reads
frames and finds their triggers in a parsed sentence: a verb ("expelled", "called off"), a noun with or without a
verb that only carries it ("imposed sanctions", "the expulsion of … by …"), or an adjective ("willing to mediate").
Who fills the roles is `kg.extract.paths`' question; whether the act is real is the extractor's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.errors import EnvironmentProblem
from kg.extract.lexicon import table
from kg.extract.paths import complements, core, is_path, objects_of
from kg.extract.syntax import (
    auxiliaries,
    children,
    is_passive,
    is_verbal,
    negated,
    preposition,
    raw_subjects,
    under,
)

Phrase = tuple[str, ...]

_FIELDS = frozenset(
    "id type verbs nouns adjectives object subject clause modal mentions without light initiator recipient needs"
    " joint parties real bare negated active circumstance places cameo example expect".split()
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september"
    " october november december day eve evening morning night".split()
)
_ROLES = frozenset({"initiator", "recipient"})
# A noun that a following noun only counts or groups: in "a round of talks" the event is the talks.
_PARTITIVE = frozenset(
    {"round", "series", "set", "number", "package", "wave", "kind", "part", "string", "day"}
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One lexicon entry. Word lists hold lemmas, several words as one phrase; roles hold ordered paths.

    `object`, `subject`, `clause`, `modal`, `mentions`: what must stand there; `without`: what must not. `joint`: all parties
    are initiators. `parties`: how many distinct initiators there must be. `real`: the speech act is done by
    saying it, so "will" before it does not make it unreal. `bare`: a noun counts without a verb that carries it.
    `negated`: the act is the negation ("will not accept"); elsewhere a negated trigger is no act. `circumstance`: the
    noun may stand beside another act ("said after a meeting with …"), whose doer takes part. `active`: the passive is no act ("rebels backed by Iran"). `places`: the may be the place of the act ("visited Lyon").
    """

    id: str
    type: str
    verbs: tuple[Phrase, ...] = ()
    nouns: tuple[Phrase, ...] = ()
    adjectives: tuple[Phrase, ...] = ()
    object: tuple[Phrase, ...] = ()
    subject: tuple[Phrase, ...] = ()
    clause: tuple[Phrase, ...] = ()
    mentions: frozenset[str] = frozenset()
    modal: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    initiator: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    joint: bool = False
    parties: int = 1
    real: bool = False
    bare: bool = True
    negated: bool = False
    active: bool = False
    circumstance: bool = False
    places: bool = False
    cameo: str | None = None
    example: str = ""
    expect: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False, compare=False)

    @property
    def specificity(self) -> int:
        """How much the frame asks for; of two frames that fit one trigger, the more specific is read."""
        return (
            2 * bool(self.object)
            + 2 * bool(self.clause)
            + bool(self.subject)
            + bool(self.mentions)
            + 3 * bool(self.modal)
            + 3 * self.negated
            + 4 * (self.parties > 1)
            + len(self.needs)
        )


@dataclass(frozen=True, slots=True)
class Match:
    """A frame met in a sentence.

    `trigger` is its verb, noun or adjective; `carrier` the verb that carries a noun ("held" of "held talks");
    `parts` the other words that belong to it (particles, prepositions, the object that the frame asked for);
    `stative` says that it is a state of its grammatical subject ("it is willing"), whatever its form; `circumstance` that the carrier tells another act in which the noun is only mentioned.
    """

    frame: Frame
    trigger: Token
    carrier: Token | None = None
    parts: tuple[Token, ...] = ()
    own_preposition: str = ""
    stative: bool = False
    circumstance: bool = False

    @property
    def anchor(self) -> Token:
        """The predicate: the carrying verb of a noun, otherwise the trigger."""
        return self.carrier if self.carrier is not None else self.trigger

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All words of the frame's own, in text order."""
        own = {
            t.i: t for t in (self.trigger, *self.parts, *([self.carrier] if self.carrier is not None else []))
        }
        return tuple(own[i] for i in sorted(own))


class Lexicon:
    """The frames of one TOML file, found by the first word of their triggers."""

    def __init__(self, name: str) -> None:
        """Reads lexicon `name`; raises EnvironmentProblem that names the frame and the entry that is wrong."""
        raw = table(name)
        classes = {k: tuple(v) for k, v in raw.get("class", {}).items()}
        self.light = frozenset(raw.get("light", {}).get("verbs", ()))
        self.elsewhere = frozenset(raw.get("elsewhere", {}).get("words", ()))
        self.frames = tuple(_frame(name, entry, classes) for entry in raw.get("frame", ()))
        if len({f.id for f in self.frames}) != len(self.frames):
            seen: set[str] = set()
            twice = next(f.id for f in self.frames if f.id in seen or seen.add(f.id))  # type: ignore[func-returns-value]
            raise EnvironmentProblem(
                f"the lexicon {name}.toml has two frames {twice!r}", "give each its own id"
            )
        self._verbs = self._index("verbs", 0)
        self._nouns = self._index("nouns", -1)
        self._adjectives = self._index("adjectives", 0)
        self.triggers = frozenset(self._verbs) | frozenset(self._nouns) | frozenset(self._adjectives)

    def _index(self, kind: str, at: int) -> dict[str, tuple[tuple[Phrase, Frame], ...]]:
        out: dict[str, list[tuple[Phrase, Frame]]] = {}
        for frame in self.frames:
            for phrase in getattr(frame, kind):
                out.setdefault(phrase[at], []).append((phrase, frame))
        return {
            word: tuple(sorted(pairs, key=lambda p: -len(p[0]) - p[1].specificity))
            for word, pairs in out.items()
        }

    def matches(self, sentence: DocSpan) -> Iterator[tuple[Match, ...]]:
        """For every trigger of the sentence the frames that fit it, most specific first; verbs before nouns."""
        verbs, nouns = [], []
        for token in sentence:
            lemma = (token.lemma_ or token.lower_).lower()
            if is_verbal(token) or token.pos_ == "VERB":
                verbs.append(tuple(self._verb(token, self._verbs.get(lemma, ()))))
            elif token.pos_ in {"NOUN", "PROPN"}:
                nouns.append(tuple(self._noun(token, self._nouns.get(lemma, ()))))
            if token.pos_ in {"ADJ", "VERB"} and lemma in self._adjectives:
                verbs.append(tuple(self._adjective(token, self._adjectives[lemma])))
            elif token.pos_ == "VERB" and token.lower_ in self._adjectives:
                verbs.append(tuple(self._adjective(token, self._adjectives[token.lower_])))
        yield from (found for found in (*verbs, *nouns) if found)

    def _verb(self, token: Token, candidates: tuple[tuple[Phrase, Frame], ...]) -> Iterator[Match]:
        for phrase, frame in candidates:
            parts = phrase_parts(token, phrase[1:])
            if parts is None:
                continue
            own = (
                phrase[-1]
                if len(phrase) > 1 and any(preposition(t) == phrase[-1] for t in token.children)
                else ""
            )
            match = _constrain(Match(frame, token, None, tuple(parts), own))
            if match is not None:
                yield match

    def _adjective(self, token: Token, candidates: tuple[tuple[Phrase, Frame], ...]) -> Iterator[Match]:
        for phrase, frame in candidates:
            parts = phrase_parts(token, phrase[1:])
            match = (
                None if parts is None else _constrain(Match(frame, token, None, tuple(parts), stative=True))
            )
            if match is not None:
                yield match

    def _noun(self, token: Token, candidates: tuple[tuple[Phrase, Frame], ...]) -> Iterator[Match]:
        for phrase, frame in candidates:
            before = modifiers_match(token, phrase[:-1])
            if before is None:
                continue
            carrier = self._carrier(token, frame)
            beside = _beside(token) if carrier is None and frame.circumstance else None
            if carrier is None and beside is None and not frame.bare:
                continue
            match = _constrain(
                Match(frame, token, carrier or beside, tuple(before), circumstance=beside is not None)
            )
            if match is not None:
                yield match

    def _carrier(self, noun: Token, frame: Frame) -> Token | None:
        """The verb that only carries the noun: "held talks", "talks were held", "talks held by", "entered into talks"."""
        light = frame.light or self.light
        outer = noun
        while outer.dep_ == "nmod" and (outer.head.lemma_ or "").lower() in _PARTITIVE:
            outer = outer.head
        if outer.dep_ == "conj" and outer.head.pos_ == "NOUN":
            outer = outer.head
        head = outer.head
        base = outer.dep_.split(":")[0]
        if is_verbal(head) and base in {"obj", "obl", "xcomp"} or outer.dep_ == "nsubj:pass":
            prep = preposition(outer)
            for phrase in light:
                words = phrase.split()
                if head.lemma_.lower() != words[0]:
                    continue
                if base == "obl" and (len(words) < 2 or words[-1] != prep):
                    continue
                if base != "obl" and len(words) > 1 and phrase_parts(head, tuple(words[1:])) is None:
                    continue
                return head
        for child in children(noun, "acl"):
            if child.lemma_.lower() in light and (is_passive(child) or child.dep_ == "acl:relcl"):
                return child
        return None


def _calls_on(verb: Token) -> bool:
    """ "called on Paris" appeals to somebody; "called the meeting on Friday" does not."""
    whom = [t for t in under(verb, "on", "upon") if t.lower_ not in _CALENDAR]
    return bool(whom) and not children(verb, "obj")


def _beside(noun: Token) -> Token | None:
    """The verb that the noun is a circumstance of: "said after a meeting", "told him in a phone call"."""
    if noun.dep_.split(":")[0] == "obl" and preposition(noun) in {
        "after",
        "in",
        "during",
        "following",
        "at",
        "by",
        "before",
    }:
        return noun.head if is_verbal(noun.head) else None
    return None


def _constrain(match: Match) -> Match | None:
    """The match with the words that satisfy its frame's conditions, or None when one fails."""
    frame, extra = match.frame, list(match.parts)
    head = match.trigger
    if frame.object:
        found = next(
            (t for t in objects_of(match.anchor, match.own_preposition) if phrase_in(core(t), frame.object)),
            None,
        )
        if found is None:
            return None
        extra.append(core(found))
    if frame.subject:
        heads = raw_subjects(match.anchor) if match.carrier is None else [match.trigger]
        found = next((t for t in heads if phrase_in(core(t), frame.subject)), None)
        if found is None:
            return None
        extra.append(found)
    if frame.clause:
        clause = next((c for c in complements(head) if _completes(c, frame)), None)
        if clause is None:
            return None
    elif (
        frame.modal
        and not auxiliaries(match.anchor) & frame.modal
        and not any(auxiliaries(c) & frame.modal for c in complements(head))
    ):
        return None
    if frame.mentions:
        named = [
            t
            for t in match.anchor.subtree
            if (t.lemma_ or t.lower_).lower() in frame.mentions or t.lower_ in frame.mentions
        ]
        if not named:
            return None
        extra.extend(t for t in named if t.pos_ == "NOUN" and t.head in (match.anchor, match.trigger))
    if frame.without and any(
        (t.lemma_ or t.lower_).lower() in frame.without or t.lower_ in frame.without
        for t in (
            *head.children,
            *match.anchor.children,
            *objects_of(match.anchor, match.own_preposition),
            *([head.head] if head.pos_ == "NOUN" else []),
            *complements(head),
        )
        if t.i != head.i
    ):
        return None
    return replace(match, parts=tuple(extra))


def _completes(clause: Token, frame: Frame) -> bool:
    if negated(clause):
        return False
    if frame.modal and not auxiliaries(clause) & frame.modal:
        return False
    return frame.clause == (("*",),) or verb_phrase_in(clause, frame.clause)


def phrase_parts(token: Token, rest: Phrase) -> list[Token] | None:
    """The tokens that continue a phrase after its verb or adjective ("off" of "call off"); None when one is missing."""
    found: list[Token] = []
    for word in rest:
        part = next((t for t in _near(token) if t.lower_ == word or (t.lemma_ or "").lower() == word), None)
        if part is None:
            return None
        found.append(part)
    return found


def _near(token: Token) -> Iterator[Token]:
    """Particles, objects and the prepositions of obliques: what may belong to a verb's phrase."""
    for child in token.children:
        base = child.dep_.split(":")[0]
        if child.i > token.i and (
            base
            in {"compound", "advmod", "obj", "iobj", "xcomp", "mark", "case", "obl", "advcl", "nmod", "ccomp"}
            or child.dep_ == "nsubj:pass"
        ):
            yield child
            for grandchild in child.children:
                if grandchild.dep_ in {"case", "mark"} and grandchild.i > token.i:
                    yield grandchild
        elif child.dep_ == "nsubj:pass":
            yield child
    following = token.i + 1
    if following < len(token.doc) and token.doc[following].pos_ in {"ADP", "ADV", "PART"}:
        yield token.doc[following]


def modifiers_match(noun: Token, words: Phrase) -> list[Token] | None:
    """The modifiers of `noun` that are `words` ("phone" of "phone call"); None when one is missing."""
    found: list[Token] = []
    for word in words:
        part = next(
            (
                t
                for t in noun.subtree
                if t.i < noun.i
                and noun.i - t.i < 6
                and word in {t.lower_, (t.lemma_ or "").lower()}
                and _modifies(t, noun)
            ),
            None,
        )
        if part is None and noun.i and noun.doc[noun.i - 1].lower_ == word:
            part = noun.doc[noun.i - 1]
        if part is None:
            return None
        found.append(part)
    return found


def _modifies(token: Token, noun: Token) -> bool:
    current = token
    while current.i != noun.i:
        if current.dep_.split(":")[0] not in {
            "amod",
            "compound",
            "conj",
            "nmod",
            "flat",
            "det",
            "nummod",
            "advmod",
            "obl",
            "punct",
            "goeswith",
        }:
            return False
        current = current.head
    return True


def phrase_in(noun: Token, phrases: tuple[Phrase, ...]) -> bool:
    """True when the noun, with the modifiers that the phrase names, is one of `phrases`."""
    lemma = (noun.lemma_ or noun.lower_).lower()
    return any(p[-1] in {lemma, noun.lower_} and modifiers_match(noun, p[:-1]) is not None for p in phrases)


def verb_phrase_in(verb: Token, phrases: tuple[Phrase, ...]) -> bool:
    """True when the predicate, with its particles and objects, is one of `phrases`."""
    lemma = (verb.lemma_ or verb.lower_).lower()
    return any(p[0] == lemma and phrase_parts(verb, p[1:]) is not None for p in phrases)


def _frame(lexicon: str, entry: Mapping[str, Any], classes: Mapping[str, tuple[str, ...]]) -> Frame:
    """A frame from its TOML table; word classes ("#envoy") are written out."""
    name = f"frame {entry.get('id', '?')!r} of {lexicon}.toml"

    def wrong(what: str) -> EnvironmentProblem:
        return EnvironmentProblem(f"{name}: {what}", "see docs/lexicons.md")

    for needed in ("id", "type", "example", "expect"):
        if needed not in entry:
            raise wrong(f"{needed} is missing")
    if unknown := set(entry) - _FIELDS:
        raise wrong(f"unknown entry {sorted(unknown)[0]!r}")

    def phrases(key: str) -> tuple[Phrase, ...]:
        out: list[Phrase] = []
        for text in entry.get(key, ()):
            if text.startswith("#"):
                if text[1:] not in classes:
                    raise wrong(f"there is no word class {text!r}")
                out.extend(tuple(w.split()) for w in classes[text[1:]])
            else:
                out.append(tuple(text.split()))
        return tuple(out)

    for role in ("initiator", "recipient"):
        for path in entry.get(role, ()):
            if not is_path(path):
                raise wrong(f"{role}: {path!r} is no path")
    if set(entry.get("needs", ())) - _ROLES:
        raise wrong("needs may name initiator and recipient")
    if not (entry.get("verbs") or entry.get("nouns") or entry.get("adjectives")):
        raise wrong("it has no trigger: verbs, nouns or adjectives")
    return Frame(
        id=f"{lexicon}.{entry['id']}",
        type=entry["type"],
        verbs=phrases("verbs"),
        nouns=phrases("nouns"),
        adjectives=phrases("adjectives"),
        object=phrases("object"),
        subject=phrases("subject"),
        clause=phrases("clause"),
        mentions=frozenset(p[-1] for p in phrases("mentions")),
        modal=frozenset(entry.get("modal", ())),
        without=frozenset(w for p in phrases("without") for w in p),
        light=frozenset(" ".join(p) for p in phrases("light")),
        initiator=tuple(entry.get("initiator", ())),
        recipient=tuple(entry.get("recipient", ())),
        needs=tuple(entry.get("needs", ())),
        joint=entry.get("joint", False),
        parties=entry.get("parties", 1),
        real=entry.get("real", False),
        bare=entry.get("bare", True),
        negated=entry.get("negated", False),
        active=entry.get("active", False),
        circumstance=entry.get("circumstance", False),
        places=entry.get("places", False),
        cameo=entry.get("cameo"),
        example=entry["example"],
        expect={role: tuple(names) for role, names in entry["expect"].items()},
    )


@cache
def lexicon(name: str) -> Lexicon:
    """The frames of lexicon `name` ("diplomacy"), read once."""
    return Lexicon(name)
