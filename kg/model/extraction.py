"""What one article says, every piece with its span.

References between the parts of an `Extraction` are local keys ("a1", "p2", "s3") that mean nothing outside the
article.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.article import PartialDate, Span
from kg.model.terms import (
    RESPONSIBILITY_FRAMES,
    ActionType,
    ActorClass,
    DateBasis,
    Factuality,
    PlaceKind,
    Weapon,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that say it: the anchor, the whole sentence, whose claim it is and how factual.

    `according_to` holds actor references: local keys in an Extraction, node ids in Knowledge.
    `frame` names the lexicon frame that found it ("strike.launch-attack"); "" for names.
    """

    article: str
    span: Span
    sentence: Span
    factuality: Factuality | None = None
    according_to: tuple[str, ...] = ()
    frame: str = ""

    @property
    def is_told(self) -> bool:
        """False where its words say that it did not happen, or not yet."""
        return self.factuality is None or self.factuality.is_told

    @property
    def disowns(self) -> bool:
        """True where somebody says that he was not behind an attack, rather than that there was none."""
        return self.factuality is Factuality.DENIED and self.frame in RESPONSIBILITY_FRAMES


@dataclass(frozen=True, slots=True)
class When:
    """The time of an event: a date, or a range when `end` is set, and where it comes from."""

    start: PartialDate
    end: PartialDate | None = None
    basis: DateBasis = DateBasis.STATED
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class LocalActor:
    """An actor as one article knows it; all its mentions in the article, coreference resolved.

    `entry` is the gazetteer's id when it knows the actor, `state` the gazetteer's id of the state that the
    actor belongs to ("the Iranian foreign minister": Iran's). `member_of`, `part_of` are local keys.
    `named` is False for a description without a proper name ("a security official").
    """

    key: str
    cls: ActorClass
    name: str
    surfaces: tuple[str, ...] = ()
    entry: str | None = None
    state: str | None = None
    role: str | None = None
    member_of: str | None = None
    part_of: str | None = None
    named: bool = True
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A place as one article knows it. `within` is the local key of a wider place the text puts it in."""

    key: str
    name: str
    kind: PlaceKind = PlaceKind.UNKNOWN
    surfaces: tuple[str, ...] = ()
    entry: str | None = None
    state: str | None = None
    within: str | None = None
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A number as reported: `low`, `high` when a range is given, `at_least` for "at least", "dozens"."""

    low: int
    high: int | None = None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class CasualtyClaim:
    """One source's count of dead and injured, for one or several strikes of the same article."""

    key: str
    strikes: tuple[str, ...]
    mention: Mention
    deaths: Count | None = None
    injuries: Count | None = None
    victims: tuple[str, ...] = ()
    day: When | None = None


@dataclass(frozen=True, slots=True)
class StrikeReport:
    """One mention of an armed attack. `definite`: "the raid", "Tuesday's attack" point back to a known one.

    `collective`: the mention covers several strikes at once ("the tit-for-tat strikes").
    `outcome`: "carried-out", "intercepted" or "foiled". `inferred_attackers` and `inferred_targets` are those of
    the attackers and targets whom its own sentence does not give: the rest of the article leaves nobody else.
    """

    key: str
    mention: Mention
    attackers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    when: When | None = None
    in_response_to: tuple[str, ...] = ()
    definite: bool = False
    collective: bool = False
    outcome: str = "carried-out"
    habitual: bool = False
    inferred_attackers: tuple[str, ...] = ()
    inferred_targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionReport:
    """One mention of a diplomatic action.

    `echo`: it takes up an act without telling it, "the truce", "its envoy was sent home": of one that is told elsewhere
    it is evidence, and by itself it is no act.
    """

    key: str
    mention: Mention
    type: ActionType
    initiators: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    when: When | None = None
    in_response_to: tuple[str, ...] = ()
    definite: bool = False
    cameo: str | None = None
    echo: bool = False


@dataclass(frozen=True, slots=True)
class StatementReport:
    """One reporting clause: who said what to whom. `about` holds local keys of actors, places or reports."""

    key: str
    mention: Mention
    speakers: tuple[str, ...]
    content: str
    content_span: Span
    addressees: tuple[str, ...] = ()
    quotation: str | None = None
    about: tuple[str, ...] = ()
    when: When | None = None
    cue: str = ""
    cameo: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article says. `issued` may be inferred here when the article carries no date itself."""

    article: str
    issued: PartialDate | None = None
    issued_basis: DateBasis | None = None
    actors: tuple[LocalActor, ...] = ()
    places: tuple[LocalPlace, ...] = ()
    strikes: tuple[StrikeReport, ...] = ()
    actions: tuple[ActionReport, ...] = ()
    statements: tuple[StatementReport, ...] = ()
    casualties: tuple[CasualtyClaim, ...] = ()
