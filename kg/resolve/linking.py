"""Every canonical actor and place with its links to Wikidata: certain, likely, or none.

The rules of a single link stand in `kg.resolve.wikidata`; this module asks it about each node, with what the
articles agree on, and keeps one id from being certain for two nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.gazetteer import Gazetteer
from kg.model import Actor, Article, Extraction, Knowledge, Link, PartialDate
from kg.resolve.places import Atlas
from kg.resolve.roster import Roster
from kg.resolve.wikidata import link_actor, link_place, without_clashes


def linked(
    knowledge: Knowledge,
    roster: Roster,
    atlas: Atlas,
    extractions: Mapping[str, Extraction],
    articles: Mapping[str, Article],
    gazetteer: Gazetteer,
) -> Knowledge:
    """The knowledge with links; an actor no article names (a description alone) gets none."""

    def day(actor: Actor) -> PartialDate | None:
        days = [extractions[a].issued or articles[a].issued for a in actor.articles if a in extractions]
        return min((d for d in days if d is not None), default=None)

    actors: dict[str, tuple[Link, ...]] = {}
    for actor in knowledge.actors:
        identity = roster.actors[actor.id]
        if identity.named:
            # A label may be the gazetteer's; it counts as met only where an article has it.
            met = (actor.label,) if any(m.span.text == actor.label for m in actor.mentions) else ()
            actors[actor.id] = link_actor(
                actor.label,
                (*met, *actor.alt_labels),
                actor.cls,
                identity.entry,
                identity.state,
                actor.roles,
                day(actor),
                gazetteer,
            )
    places: dict[str, tuple[Link, ...]] = {}
    for place in knowledge.places:
        site = atlas.sites[place.id]
        around = atlas.sites.get(site.within) if site.within else None
        places[place.id] = link_place(
            place.label,
            place.alt_labels,
            place.kind,
            site.entry,
            site.state,
            around.entry if around is not None else None,
            gazetteer,
        )
    actors, places = without_clashes(actors), without_clashes(places)
    return replace(
        knowledge,
        actors=tuple(replace(a, links=actors.get(a.id, ())) for a in knowledge.actors),
        places=tuple(replace(p, links=places.get(p.id, ())) for p in knowledge.places),
    )


__all__ = ["linked"]
