"""The frozen types that pass between the rooms: no RDF, no spaCy, no Flask.

Three layers follow the way through the house:

* `Article | Rejected`, made by `kg.read`;
* `Extraction`, made by `kg.extract`: what one article says, every piece with its span. References between
  its parts are local keys ("a1", "p2", "s3") that mean nothing outside the article;
* `Knowledge`, made by `kg.resolve`: canonical actors, places and events over all articles. References are
  node ids, which are IRI paths under the base IRI ("actor/pakistan", "strike/2024-01-16-iran-pakistan").

Instances are immutable and hashable, so they can be collected into sets and compared; tuples, never lists.
They are serialized with msgspec, which reads and writes dataclasses as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ActorClass(StrEnum):
    """The subclasses of kg:Actor."""

    STATE = "State"
    GOVERNMENT_BODY = "GovernmentBody"
    PERSON = "Person"
    ARMED_GROUP = "ArmedGroup"
    INTERNATIONAL_ORGANIZATION = "InternationalOrganization"
    ORGANIZATION = "Organization"
    POPULATION = "Population"


class Factuality(StrEnum):
    """How an article presents an event: narrated, attributed, denied, or not (yet) real."""

    ASSERTED = "Asserted"
    CLAIMED = "Claimed"
    DENIED = "Denied"
    HYPOTHETICAL = "Hypothetical"


class DateBasis(StrEnum):
    """Where a date comes from: written out, worked out from the article's date, or borrowed."""

    STATED = "Stated"
    RESOLVED = "Resolved"
    INFERRED = "Inferred"


class Weapon(StrEnum):
    """The weapons a Strike can name."""

    MISSILE = "Missile"
    DRONE = "Drone"
    AIRCRAFT = "Aircraft"
    ARTILLERY = "Artillery"
    ROCKET = "Rocket"
    BOMB = "Bomb"
    SMALL_ARMS = "SmallArms"


class ActionType(StrEnum):
    """The concepts of kg:ActionTypes, grouped as PLOVER groups them."""

    MEETING = "Meeting"
    PHONE_CALL = "PhoneCall"
    VISIT = "Visit"
    MEDIATION = "Mediation"
    NEGOTIATION = "Negotiation"
    AGREEMENT = "Agreement"
    MEDIATION_OFFER = "MediationOffer"
    PLEDGE = "Pledge"
    ENDORSEMENT = "Endorsement"
    RECOGNITION = "Recognition"
    COOPERATION = "Cooperation"
    AID = "Aid"
    CONCESSION = "Concession"
    CEASEFIRE = "Ceasefire"
    WITHDRAWAL = "Withdrawal"
    RELEASE = "Release"
    SANCTIONS_RELIEF = "SanctionsRelief"
    APPEAL = "Appeal"
    DEMAND = "Demand"
    CONDEMNATION = "Condemnation"
    ACCUSATION = "Accusation"
    COMPLAINT = "Complaint"
    SUMMONS = "Summons"
    INVESTIGATION = "Investigation"
    REJECTION = "Rejection"
    THREAT = "Threat"
    ULTIMATUM = "Ultimatum"
    MOBILIZATION = "Mobilization"
    AMBASSADOR_RECALL = "AmbassadorRecall"
    ENVOY_EXPULSION = "EnvoyExpulsion"
    ENVOY_BARRED = "EnvoyBarred"
    RELATIONS_DOWNGRADED = "RelationsDowngraded"
    VISIT_CANCELLED = "VisitCancelled"
    TALKS_SUSPENDED = "TalksSuspended"
    AID_SUSPENDED = "AidSuspended"
    BORDER_CLOSURE = "BorderClosure"
    SANCTIONS = "Sanctions"


class BlockKind(StrEnum):
    """What a stretch of an article's text is; only BODY holds the article's claims."""

    META = "meta"
    HEADLINE = "headline"
    CAPTION = "caption"
    BODY = "body"
    BOILERPLATE = "boilerplate"


class PlaceKind(StrEnum):
    """How wide a place is; the precision of a location."""

    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    FACILITY = "facility"
    WATER = "water"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, month or year: `iso` is "2024-01-16", "2024-01" or "2024"; never more than is known."""

    iso: str

    @property
    def precision(self) -> str:
        """ "day", "month" or "year"."""
        return {10: "day", 7: "month", 4: "year"}[len(self.iso)]

    def contains(self, other: PartialDate) -> bool:
        """True when `other` is this date or lies within it: 2024-01 contains 2024-01-16."""
        return other.iso.startswith(self.iso)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: code points [begin, end) and the text that stands there."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch [begin, end) of an article's text and what it is."""

    begin: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Article:
    """One input document. `text` is stored as it was decoded, newlines as \\n; all offsets count in it.

    `notes` says in words what reading had to guess or leave out ("encoding guessed: cp1251").
    """

    id: str
    text: str
    title: str | None = None
    issued: PartialDate | None = None
    issued_basis: DateBasis | None = None
    publisher: str | None = None
    url: str | None = None
    blocks: tuple[Block, ...] = ()
    digest: str = ""
    notes: tuple[str, ...] = ()

    def span(self, begin: int, end: int) -> Span:
        """The span [begin, end): verbatim by construction."""
        return Span(begin, end, self.text[begin:end])


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that is no article: `code` is "empty", "binary", "not-english", "too-short", "duplicate", …"""

    source: str
    code: str
    reason: str


# --- one article's telling: what kg.extract makes ---------------------------------------------------------


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
    `outcome`: "carried-out", "intercepted" or "foiled".
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


@dataclass(frozen=True, slots=True)
class ActionReport:
    """One mention of a diplomatic action."""

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


# --- all articles together: what kg.resolve makes ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another knowledge base: `certain` becomes owl:sameAs, otherwise skos:closeMatch.

    `basis` says why in words ("gazetteer: name and class", "corrections.toml: A. Smith, 2024-02-01").
    """

    target: str
    score: float = 1.0
    certain: bool = True
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A canonical actor. `id` is "actor/…"; `member_of` and `part_of` are actor ids."""

    id: str
    cls: ActorClass
    label: str
    alt_labels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    mentions: tuple[Mention, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A canonical place. `country` is the actor id of its state; `point` is (longitude, latitude), WGS 84."""

    id: str
    label: str
    kind: PlaceKind = PlaceKind.UNKNOWN
    alt_labels: tuple[str, ...] = ()
    country: str | None = None
    within: str | None = None
    point: tuple[float, float] | None = None
    links: tuple[Link, ...] = ()
    mentions: tuple[Mention, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """Why one article's report belongs to an event: the report's mention, a score 0-1 and a reason.

    `attackers` (those with a name), `places` and `when` are what this report itself says, whatever others say.
    A `when` whose basis is INFERRED is said by none of the article's reports, but by another article's.
    """

    mention: Mention
    score: float
    reason: str
    attackers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of other code books, only where they fit; None otherwise."""

    plover: str | None = None
    plover_mode: str | None = None
    cameo: str | None = None
    acled: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What all canonical events share. `when` is None when no article gives a date."""

    id: str
    label: str
    articles: tuple[str, ...]
    members: tuple[Membership, ...]
    factuality: Factuality
    confidence: float
    when: When | None = None
    places: tuple[str, ...] = ()
    in_response_to: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    codes: Codes = field(default_factory=Codes)


@dataclass(frozen=True, slots=True)
class Strike(Event):
    """A canonical armed attack."""

    attackers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    casualties: tuple[str, ...] = ()
    outcome: str = "carried-out"


@dataclass(frozen=True, slots=True)
class DiplomaticAction(Event):
    """A canonical act between political actors, short of force."""

    type: ActionType = ActionType.MEETING
    initiators: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement(Event):
    """A canonical statement: somebody said something."""

    speakers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    content: str = ""
    quotation: str | None = None


@dataclass(frozen=True, slots=True)
class CasualtyReport:
    """One source's count, for one or several strikes. `revises` names the report it revises."""

    id: str
    strikes: tuple[str, ...]
    mentions: tuple[Mention, ...]
    articles: tuple[str, ...]
    according_to: tuple[str, ...] = ()
    deaths: Count | None = None
    injuries: Count | None = None
    victims: tuple[str, ...] = ()
    day: When | None = None
    revises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims (node ids) about one event that cannot all hold; `on_property` is a term's local name."""

    id: str
    event: str
    on_property: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's decision, as applied: `verdict` in words, by whom and when, and the nodes it touched."""

    id: str
    verdict: str
    author: str
    date: str
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the graph holds, in plain Python; `articles` with their resolved dates."""

    articles: tuple[Article, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    strikes: tuple[Strike, ...] = ()
    actions: tuple[DiplomaticAction, ...] = ()
    statements: tuple[Statement, ...] = ()
    casualties: tuple[CasualtyReport, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    corrections: tuple[Correction, ...] = ()
    # (old event id, its successor's id, revision in which that happened): old IRIs still lead on.
    replaced: tuple[tuple[str, str, str], ...] = ()
