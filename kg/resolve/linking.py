"""Every canonical actor and place with its links to Wikidata: certain, likely, or none.

The rules of a single link stand in `kg.resolve.wikidata`; this module asks it about each node, with what the
articles agree on, and keeps one id from being certain for two nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.gazetteer import Gazetteer
from kg.model import Actor, Article, Extraction, Knowledge, Link, PartialDate, Place
from kg.resolve.places import Atlas
from kg.resolve.roster import Identity, Roster
from kg.resolve.wikidata import link_actor, link_place, without_clashes


def linked(knowledge: Knowledge, links: Mapping[str, tuple[Link, ...]]) -> Knowledge:
    """The knowledge with the links that were found, none of them certain for two nodes."""
    actors = without_clashes({a.id: links.get(a.id, ()) for a in knowledge.actors})
    places = without_clashes({p.id: links.get(p.id, ()) for p in knowledge.places})
    return replace(
        knowledge,
        actors=tuple(replace(a, links=actors[a.id]) for a in knowledge.actors),
        places=tuple(replace(p, links=places[p.id]) for p in knowledge.places),
    )


def found_links(
    knowledge: Knowledge,
    roster: Roster,
    atlas: Atlas,
    extractions: Mapping[str, Extraction],
    articles: Mapping[str, Article],
    gazetteer: Gazetteer,
) -> dict[str, tuple[Link, ...]]:
    """The links of all actors and places; an actor no article names (a description alone) gets none."""

    def day(actor: Actor) -> PartialDate | None:
        days = [extractions[a].issued or articles[a].issued for a in actor.articles if a in extractions]
        return min((d for d in days if d is not None), default=None)

    found = {}
    for actor in knowledge.actors:
        # A label may be the gazetteer's; it counts as met only where an article has it.
        met = any(m.span.text == actor.label for m in actor.mentions)
        found[actor.id] = links_of_actor(actor, roster.actors[actor.id], met, day(actor), gazetteer)
    return found | {place.id: links_of_place(place, atlas, gazetteer) for place in knowledge.places}


def links_of_actor(
    actor: Actor, identity: Identity, met: bool, day: PartialDate | None, gazetteer: Gazetteer
) -> tuple[Link, ...]:
    """The links of one actor; `met` when an article has its label, `day` that of its first article."""
    if not identity.named:
        return ()
    names = ((actor.label,) if met else ()) + actor.alt_labels
    return link_actor(
        actor.label, names, actor.cls, identity.entry, identity.state, actor.roles, day, gazetteer
    )


def links_of_place(place: Place, atlas: Atlas, gazetteer: Gazetteer) -> tuple[Link, ...]:
    """The links of one place."""
    site = atlas.sites[place.id]
    around = atlas.sites.get(site.within) if site.within else None
    return link_place(
        place.label,
        place.alt_labels,
        place.kind,
        site.entry,
        site.state,
        around.entry if around is not None else None,
        gazetteer,
    )
