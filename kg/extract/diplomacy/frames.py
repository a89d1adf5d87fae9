"""Frames: which words tell an act, and where the sentence keeps who did it to whom.

A frame is one entry of a lexicon (`kg/extract/lexicon/*.toml`, explained in docs/lexicons.md). Which words of a
parsed sentence it fits is worked out in `kg.extract.diplomacy.matching`, who fills its roles in
`kg.extract.diplomacy.paths`; whether the act is real is the extractor's question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Token

from kg.errors import EnvironmentProblem
from kg.extract.diplomacy.paths import is_path
from kg.extract.words.phrases import Phrase

_FIELDS = frozenset(
    "id type verbs nouns adjectives object subject clause modal mentions without light initiator recipient needs"
    " joint parties real bare negated active plain circumstance places recalled echo cameo example expect".split()
)
_ROLES = frozenset({"initiator", "recipient"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One lexicon entry. Word lists hold lemmas, several words as one phrase; roles hold ordered paths.

    `object`, `subject`, `clause`, `modal`, `mentions`: what must stand there; `without`: what must not. `joint`:
    all parties are initiators. `parties`: how many distinct initiators there must be. `real`: the speech act is
    done by saying it, so "will" before it does not make it unreal. `bare`: a noun counts without a verb that
    carries it. `circumstance`: a noun may stand beside another act ("said after a meeting with …"), whose doer
    takes part. `negated`: the act is the negation ("will not accept"); elsewhere a negated trigger is no act.
    `active`: the passive is no act ("rebels backed by Iran"). `plain`: nothing is said of the object ("called him"
    is a call, "called him a liar" is none). `places`: the recipient's words may also be the
    place of the act ("visited Lyon"). `recalled`: the noun names an act that was done, whatever is done about it
    ("turned down Oman's offer"). `echo`: it only takes up an act that is told elsewhere ("Oman's offer stands").
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
    plain: bool = False
    circumstance: bool = False
    places: bool = False
    recalled: bool = False
    echo: bool = False
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
    `stative` says that it is a state of its grammatical subject ("it is willing"), whatever its form;
    `circumstance` that the carrier tells another act, beside which the noun is only mentioned.
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
    def is_of_clause(self) -> bool:
        """ "Tore up the accord that it had signed with Chad": what is done with it is another act than its making."""
        carrier, noun = self.carrier, self.trigger
        return (
            carrier is not None
            and carrier.dep_ == "acl:relcl"
            and carrier.head == noun
            and noun.dep_ == "obj"
        )

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All words of the frame's own, in text order."""
        own = {
            t.i: t for t in (self.trigger, *self.parts, *([self.carrier] if self.carrier is not None else []))
        }
        return tuple(own[i] for i in sorted(own))


def frame_of(lexicon: str, entry: Mapping[str, Any], classes: Mapping[str, tuple[str, ...]]) -> Frame:
    """A frame from its TOML table; word classes ("#envoy") are written out."""
    name = f"frame {entry.get('id', '?')!r} of {lexicon}.toml"
    _check(entry, name)

    def phrases(key: str) -> tuple[Phrase, ...]:
        return tuple(_phrases(entry.get(key, ()), classes, name))

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
        plain=entry.get("plain", False),
        circumstance=entry.get("circumstance", False),
        places=entry.get("places", False),
        recalled=entry.get("recalled", False),
        echo=entry.get("echo", False),
        cameo=entry.get("cameo"),
        example=entry["example"],
        expect={role: tuple(names) for role, names in entry["expect"].items()},
    )


def _check(entry: Mapping[str, Any], name: str) -> None:
    """Raise where the table lacks something, or has what no frame has."""
    for needed in ("id", "type", "example", "expect"):
        if needed not in entry:
            raise _wrong(name, f"{needed} is missing")
    if unknown := set(entry) - _FIELDS:
        raise _wrong(name, f"unknown entry {sorted(unknown)[0]!r}")
    for role in sorted(_ROLES):
        for path in entry.get(role, ()):
            if not is_path(path):
                raise _wrong(name, f"{role}: {path!r} is no path")
    if set(entry.get("needs", ())) - _ROLES:
        raise _wrong(name, "needs may name initiator and recipient")
    if not (entry.get("verbs") or entry.get("nouns") or entry.get("adjectives")):
        raise _wrong(name, "it has no trigger: verbs, nouns or adjectives")


def _phrases(texts: Iterable[str], classes: Mapping[str, tuple[str, ...]], name: str) -> Iterator[Phrase]:
    for text in texts:
        if not text.startswith("#"):
            yield tuple(text.split())
        elif text[1:] in classes:
            yield from (tuple(w.split()) for w in classes[text[1:]])
        else:
            raise _wrong(name, f"there is no word class {text!r}")


def _wrong(name: str, what: str) -> EnvironmentProblem:
    return EnvironmentProblem(f"{name}: {what}", "see docs/lexicons.md")
