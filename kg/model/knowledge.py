"""Canonical actors, places and events over all articles.

References are node ids, which are IRI paths under the base IRI ("actor/pakistan",
"strike/2024-01-16-iran-pakistan").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model.article import Article
from kg.model.extraction import Count, Mention, When
from kg.model.terms import ActionType, ActorClass, Factuality, PlaceKind, Weapon


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

    `attackers` (those with a name), `places` and `when` are what this report itself says, whatever others say;
    an attacker who is inferred from the rest of its article is not among them.
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
    """A canonical armed attack.

    `inferred_attackers` and `inferred_targets` are those of its attackers and targets whom no report's own
    sentence gives: the rest of an article leaves nobody else. `claimed_attackers` are those whom nobody but
    others names: no article in its own voice, nor they themselves.
    """

    attackers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    casualties: tuple[str, ...] = ()
    outcome: str = "carried-out"
    inferred_attackers: tuple[str, ...] = ()
    inferred_targets: tuple[str, ...] = ()
    claimed_attackers: tuple[str, ...] = ()


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
    """A person's decision, as applied: `verdict` in words, by whom and when, and the nodes it touched.

    `meant` is what the person named, in words: "“the raid” in 003.txt"; `note` is the person's own remark.
    """

    id: str
    verdict: str
    author: str
    date: str
    nodes: tuple[str, ...] = ()
    meant: str = ""
    note: str = ""


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
