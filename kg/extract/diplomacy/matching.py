"""Which frames of a lexicon fit a sentence: their triggers, what carries them, and what must stand around them.

A trigger is a verb ("expelled", "called off"), a noun with or without a verb that only carries it ("imposed
sanctions", "the expulsion of … by …"), or an adjective ("willing to mediate").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.errors import EnvironmentProblem
from kg.extract.diplomacy.frames import Frame, Match, frame_of
from kg.extract.diplomacy.positions import CALLED, complements, core, objects_of
from kg.extract.diplomacy.standins import antecedents, is_colleague
from kg.extract.lexicon import table
from kg.extract.words.almanac import MONTH_NAMES, WEEKDAYS
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.phrases import Phrase, modifiers_match, phrase_in, phrase_parts, verb_phrase_in
from kg.extract.words.syntax import auxiliaries, children, is_passive, is_verbal, preposition, under

_CALENDAR = WEEKDAYS | MONTH_NAMES | {"day", "eve", "evening", "morning", "night"}
# A noun that a following noun only counts or groups: in "a round of talks" the event is the talks.
_PARTITIVE = frozenset(
    {"round", "series", "set", "number", "package", "wave", "kind", "part", "string", "day"}
)


_LASTING = _PARTITIVE | {"hour", "week", "minute"}
_HAPPEN = (("take", "place"), ("go", "ahead"), ("get", "under"), ("come", "into"), ("take", "effect"))


class Lexicon:
    """The frames of one TOML file, found by the first word of their triggers."""

    def __init__(self, name: str) -> None:
        """Reads lexicon `name`; raises EnvironmentProblem that names the frame and the entry that is wrong."""
        raw = table(name)
        classes = {k: tuple(v) for k, v in raw.get("class", {}).items()}
        self.light = frozenset(raw.get("light", {}).get("verbs", ()))
        self.elsewhere = frozenset(raw.get("elsewhere", {}).get("words", ()))
        self.frames = tuple(frame_of(name, entry, classes) for entry in raw.get("frame", ()))
        for id_, times in Counter(f.id for f in self.frames).items():
            if times > 1:
                raise EnvironmentProblem(f"{name}.toml has {times} frames {id_!r}", "give each its own id")
        self._verbs = self._index("verbs", 0)
        self._nouns = self._index("nouns", -1)
        self._adjectives = self._index("adjectives", 0)

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
            if parts is None or (phrase[:2] == ("call", "on") and not _calls_on(token)):
                continue
            match = _constrain(Match(frame, token, None, tuple(parts), _own(token, phrase)))
            if match is not None:
                yield match

    def _adjective(self, token: Token, candidates: tuple[tuple[Phrase, Frame], ...]) -> Iterator[Match]:
        for phrase, frame in candidates:
            parts = phrase_parts(token, phrase[1:])
            match = (
                None
                if parts is None
                else _constrain(Match(frame, token, None, tuple(parts), _own(token, phrase), stative=True))
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
        """The verb that only carries the noun: "held talks", "talks were held", "entered into talks"."""
        light = frame.light or self.light
        outer = noun
        while outer.dep_ == "nmod" and (outer.head.lemma_ or "").lower() in _PARTITIVE:
            outer = outer.head
        if outer.dep_ == "conj" and outer.head.pos_ == "NOUN":
            outer = outer.head
        head = outer.head
        base = outer.dep_.split(":")[0]
        if (
            head.lemma_.lower() in CALLED
            and (what := _what(head)) is not None
            and base in {"xcomp", "obj", "obl"}
        ):
            head, base = (
                what.head if what.head != head else head.head,
                "obj",
            )  # "lodged what it called a protest"
        if (is_verbal(head) and base in {"obj", "obl", "xcomp"}) or outer.dep_ == "nsubj:pass":
            prep = preposition(outer)
            for phrase in light:
                words = phrase.split()
                if head.lemma_.lower() != words[0]:
                    continue
                if base == "obl" and (len(words) < 2 or words[-1] != prep):
                    continue
                if base != "obl" and len(words) > 1 and phrase_parts(head, tuple(words[1:])) is None:
                    continue
                if any(c.lower_ == "off" for c in children(head, "compound:prt")) and words[-1] != "off":
                    continue  # "called off the talks" is no talks
                return head
        if outer.dep_ == "nsubj" and is_verbal(head) and _comes_about(head):
            return head
        for child in children(noun, "acl"):
            if child.lemma_.lower() in light and (is_passive(child) or child.dep_ == "acl:relcl"):
                return child
        return None


def _comes_about(verb: Token) -> bool:
    """ "The talks resumed", "the withdrawal went ahead": the verb only says that what its subject names happens."""
    lemma = verb.lemma_.lower()
    if lemma == "come":
        return bool(under(verb, "from"))  # "condemnation came from Paris and Rome"
    if lemma in {"begin", "start", "resume", "continue", "open", "follow", "conclude", "end", "last"}:
        return not children(verb, "obj", "ccomp")
    return any(phrase_parts(verb, (rest,)) is not None for first, rest in _HAPPEN if first == lemma)


def _what(verb: Token) -> Token | None:
    """The "what" of "what it called …"."""
    if verb.dep_ == "acl:relcl" and verb.head.lower_ == "what":
        return verb.head
    return next((c for c in verb.children if c.lower_ == "what" and c.i < verb.i), None)


def _constrain(match: Match) -> Match | None:
    """The match with the words that satisfy its frame's conditions, or None when one fails."""
    frame, extra = match.frame, list(match.parts)
    head = match.trigger
    if frame.object:
        objects = objects_of(match.anchor, match.own_preposition)
        found = next((t for t in objects if phrase_in(core(t), frame.object) or antecedents(t, frame)), None)
        if found is None:
            return None
        extra.append(core(found))
    if frame.subject:
        heads = raw_subjects(match.anchor) if match.carrier is None else [match.trigger]
        found = next((t for t in heads if phrase_in(core(t), frame.subject)), None)
        if found is None:
            return None
        extra.append(found)
    if frame.plain and _predicated(head):
        return None
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
    naming = is_verbal(head) and head.lemma_.lower() in CALLED and _what(head) is not None
    if naming and (frame.mentions or frame.plain or match.own_preposition):
        return None  # "what it called an outrage" only names something
    if frame.mentions:
        named = [
            t
            for t in _phrase(match)
            if (t.lemma_ or t.lower_).lower() in frame.mentions
            or t.lower_ in frame.mentions
            or (is_colleague(t) and antecedents(t, frame))
        ]
        if not named:
            return None
        extra.extend(t for t in named if t.pos_ == "NOUN" and t.head in (match.anchor, match.trigger))
    if any(c.i > head.i and preposition(c) in frame.without & _INTO for c in head.children):
        return None  # "slammed into a house"
    if frame.without and any(
        (t.lemma_ or t.lower_).lower() in frame.without or t.lower_ in frame.without
        for t in (
            *head.children,
            *match.anchor.children,
            *objects_of(match.anchor, match.own_preposition),
            *([head.head] if head.pos_ == "NOUN" else []),
            *complements(head),
            *(a for c in complements(head) for a in children(c, "aux", "advmod")),
        )
        if t.i != head.i
    ):
        return None
    return replace(match, parts=tuple(extra))


def _phrase(match: Match) -> Iterator[Token]:
    """The words of the match's clause; of "the embassy workers ordered out on Monday" also those before it."""
    yield from match.anchor.subtree
    of_it = match.carrier is not None and match.carrier.head == match.trigger
    if match.anchor.dep_ == "acl" and (of_it or (match.carrier is None and match.frame.object)):
        yield from match.anchor.head.children


# Prepositions that `without` may name besides words: what a blow or a vehicle went into.
_INTO = frozenset({"into", "through"})


def _predicated(verb: Token) -> bool:
    """True when something is said of whom the verb names, or asked of them: "called him a liar", "called on him"."""
    objects = [c for c in children(verb, "obj") if c.i > verb.i]
    named = objects or [
        c for c in children(verb, "xcomp") if (c.pos_ == "PROPN" or is_colleague(c)) and not preposition(c)
    ]  # parses take a name for "a liar"
    if len(named) != 1 or any(c not in named for c in children(verb, "xcomp", "ccomp", "parataxis", "iobj")):
        return True
    after = named[0].right_edge.i + 1
    return (after < len(verb.doc) and verb.doc[after].text in {'"', "“", "‘", "'"}) or any(
        not _is_date(t) for p in ("on", "upon", "for", "into", "to", "as") for t in under(verb, p)
    )


def _own(token: Token, phrase: Phrase) -> str:
    """The preposition with which the phrase ends, when it stands before one of the token's dependents."""
    ends = [" ".join(phrase[-2:])] if len(phrase) > 2 else []
    ends += [phrase[-1]] if len(phrase) > 1 else []
    return next((e for e in ends if any(preposition(t) == e for t in token.children)), "")


def _completes(clause: Token, frame: Frame) -> bool:
    if any(c.lower_ in {"not", "n't", "n’t", "never"} for c in clause.children):
        return verb_phrase_in(clause, tuple(p[1:] for p in frame.clause if p[0] == "not"))
    if frame.modal and not auxiliaries(clause) & frame.modal:
        return False
    if frame.clause == (("*",),):
        participle = clause.tag_ == "VBN" and not children(
            clause, "aux", "mark"
        )  # "a meeting slated for today"
        return (is_verbal(clause) and not participle) or bool(children(clause, "cop"))
    return verb_phrase_in(clause, frame.clause)


def _is_date(word: Token) -> bool:
    """ "Called him on Friday", "on 24 January"."""
    return word.lower_ in _CALENDAR or (
        word.text[:1].isdigit() and bool(children(word, "nmod", "flat", "compound"))
    )


def _calls_on(verb: Token) -> bool:
    """ "called on Paris" appeals to somebody; "called the meeting on Friday" does not."""
    whom = [t for t in under(verb, "on", "upon") if not _is_date(t)]
    whom += [c for c in children(verb, "xcomp") if preposition(c) in {"on", "upon"}]  # as some parses have it
    if any(c.lower_ in {"on", "upon"} and c.i == verb.i + 1 for c in children(verb, "compound:prt")):
        whom += [
            c
            for c in children(verb, "obl")
            if c.i > verb.i and c.lower_ not in _CALENDAR and not preposition(c)
        ]
    return bool(whom) and not children(verb, "obj")


def _beside(noun: Token) -> Token | None:
    """The verb that the noun is a circumstance of: "said after a meeting", "told him in a phone call"."""
    while noun.dep_ == "nmod" and preposition(noun) == "of" and (noun.head.lemma_ or "").lower() in _LASTING:
        noun = noun.head  # "after two hours of talks"
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


@cache
def lexicon(name: str) -> Lexicon:
    """The frames of lexicon `name` ("diplomacy"), read once."""
    return Lexicon(name)
