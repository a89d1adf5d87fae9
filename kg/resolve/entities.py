"""Canonical actors and places as the graph shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from kg.model import Actor, ActorClass, Extraction, LocalActor, LocalPlace, Mention, Place
from kg.resolve.evidence import Library
from kg.resolve.names import evidence_key
from kg.resolve.places import Atlas, Site
from kg.resolve.roster import Identity, Ref, Roster


def actors(extractions: Sequence[Extraction], library: Library) -> tuple[Actor, ...]:
    """The actors of the roster, in order of id."""
    local = {(x.article, a.key): a for x in extractions for a in x.actors}
    return tuple(_actor(i, local, library) for _, i in sorted(library.roster.actors.items()))


def _actor(identity: Identity, local: Mapping[Ref, LocalActor], library: Library) -> Actor:
    roster = library.roster
    own = [(r, local[r]) for r in identity.refs]
    belongs = {i for (article, _), a in own if a.member_of for i in roster.find(article, [a.member_of])}
    part = {i for (article, _), a in own if a.part_of for i in roster.find(article, [a.part_of])}
    mentions = mentions_of((m for _, a in own for m in a.mentions), library)
    return described(identity, belongs, part, roster, mentions, tuple(sorted({r[0] for r, _ in own})))


def described(
    identity: Identity,
    belongs: Set[str],
    part: Set[str],
    roster: Roster,
    mentions: tuple[Mention, ...],
    articles: tuple[str, ...],
) -> Actor:
    """The actor as the graph shows it; `belongs` and `part` are what its articles say it is of."""
    state = roster.state_of(identity.id)
    state_ids = {state} if state is not None and state != identity.id else set()
    belongs = (belongs | {i for i in [roster.speaks_for(identity.id)] if i is not None}) - {identity.id}
    part = part - {identity.id}
    if identity.cls is ActorClass.GOVERNMENT_BODY:
        part = part or state_ids
    return Actor(
        id=identity.id,
        cls=identity.cls,
        label=identity.label,
        alt_labels=tuple(
            s for s in identity.surfaces if s != identity.label and (_is_name(s) or not identity.named)
        ),
        roles=identity.roles if identity.cls is ActorClass.PERSON else (),
        member_of=tuple(sorted(belongs or state_ids)) if identity.cls is ActorClass.PERSON else (),
        part_of=tuple(sorted(part))
        if identity.cls in (ActorClass.GOVERNMENT_BODY, ActorClass.ARMED_GROUP)
        else (),
        mentions=mentions,
        articles=articles,
    )


def _is_name(surface: str) -> bool:
    """True for what can stand as a name: "the group" and "its neighbour" cannot."""
    return any(c.isupper() or c.isdigit() for c in surface)


def mentions_of(mentions: Iterable[Mention], library: Library) -> tuple[Mention, ...]:
    """The mentions with their sources resolved, each once, by article and place in it."""
    found = {library.mention(m) for m in mentions}
    return tuple(sorted(found, key=lambda m: (m.article, m.span, m.according_to, m.frame)))


def places(extractions: Sequence[Extraction], atlas: Atlas, library: Library) -> tuple[Place, ...]:
    """The places of the atlas, in order of id."""
    local: dict[Ref, LocalPlace] = {(x.article, p.key): p for x in extractions for p in x.places}
    out = []
    for _, site in sorted(atlas.sites.items()):
        mentions = mentions_of((m for r in site.refs for m in local[r].mentions), library)
        articles = tuple(sorted({r[0] for r in site.refs}))
        out.append(replace(located(site, library.roster, mentions), articles=articles))
    return tuple(out)


def located(site: Site, roster: Roster, mentions: tuple[Mention, ...]) -> Place:
    """The place as the graph shows it."""
    return Place(
        id=site.id,
        label=site.label,
        kind=site.kind,
        alt_labels=tuple(s for s in site.surfaces if s != site.label),
        country=roster.states.get(site.state) if site.state else None,
        within=site.within,
        point=site.point,
        mentions=mentions,
    )


def evidence(extractions: Sequence[Extraction], roster: Roster, atlas: Atlas) -> dict[str, tuple[str, ...]]:
    """Actor and place id → the keys under which its name is kept: where each article first mentions it."""
    out: dict[str, list[str]] = {i: [] for i in (*roster.actors, *atlas.sites)}
    for x in extractions:
        pairs: list[tuple[str, str, LocalActor | LocalPlace]] = []
        pairs += [(roster.ids[(x.article, a.key)], "actor", a) for a in x.actors]
        pairs += [(atlas.ids[(x.article, p.key)], "place", p) for p in x.places]
        for node, kind, local in pairs:
            out[node].append(first_mention(x.article, kind, local))
    return {node: tuple(sorted(set(keys))) for node, keys in out.items()}


def first_mention(article: str, kind: str, local: LocalActor | LocalPlace) -> str:
    """The key under which the name of a local actor's or place's node is kept."""
    if not local.mentions:
        return f"{kind}:{article}#{local.key}"
    first = min(m.span for m in local.mentions)
    return evidence_key(kind, article, first.begin, first.end)
