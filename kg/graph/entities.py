"""Actors, places and their links, as triples."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox

from kg.graph.terms import Triple, decimal, node, text, under, wkt_point
from kg.model import Actor, Link, Place, PlaceKind
from kg.vocab import geo, kg, owl, rdf, rdfs, skos, wd

_PRECISION = {
    PlaceKind.COUNTRY: kg.CountryLevel,
    PlaceKind.REGION: kg.RegionLevel,
    PlaceKind.CITY: kg.CityLevel,
    PlaceKind.FACILITY: kg.FacilityLevel,
    PlaceKind.WATER: kg.WaterLevel,
}


def actor_triples(actor: Actor, base_iri: str) -> Iterator[Triple]:
    """An actor: its class and kg:Actor, names, roles, and what it belongs to."""
    it = under(base_iri, actor.id)
    yield it, node(rdf.type), node(kg[actor.cls.value])
    yield it, node(rdf.type), node(kg.Actor)
    yield from _labels(it, actor.label, actor.alt_labels)
    for role in actor.roles:
        yield it, node(kg.role), text(role)
    for group in actor.member_of:
        yield it, node(kg.memberOf), under(base_iri, group)
    for whole in actor.part_of:
        yield it, node(kg.partOf), under(base_iri, whole)


def place_triples(place: Place, base_iri: str) -> Iterator[Triple]:
    """A place: names, how precise it is, what it lies in, and its geometry when that is known."""
    it = under(base_iri, place.id)
    yield it, node(rdf.type), node(kg.Place)
    yield it, node(rdf.type), node(geo.Feature)
    yield from _labels(it, place.label, place.alt_labels)
    if place.kind in _PRECISION:
        yield it, node(kg.precision), node(_PRECISION[place.kind])
    if place.country is not None:
        yield it, node(kg.country), under(base_iri, place.country)
    if place.within is not None:
        yield it, node(kg.within), under(base_iri, place.within)
    if place.point is not None:
        geometry = under(base_iri, f"{place.id}/geometry")
        yield it, node(geo.hasGeometry), geometry
        yield geometry, node(rdf.type), node(geo.Geometry)
        yield geometry, node(rdfs.label), text(f"a point in {place.label}")
        yield geometry, node(geo.asWKT), ox.Literal(wkt_point(*place.point), datatype=node(geo.wktLiteral))


def link_triples(entity: Actor | Place, base_iri: str) -> Iterator[Triple]:
    """An entity's links: owl:sameAs when certain, else skos:closeMatch; and a kg:Link that says why."""
    it = under(base_iri, entity.id)
    for link in entity.links:
        target = node(link.target)
        yield it, node(owl.sameAs if link.certain else skos.closeMatch), target
        reified = under(base_iri, f"{entity.id}/link/{_local(link)}")
        yield it, node(kg.link), reified
        yield reified, node(rdf.type), node(kg.Link)
        yield reified, node(rdfs.label), text(f"{entity.label} is {_local(link)}")
        yield reified, node(kg.linkTarget), target
        yield reified, node(kg.confidence), decimal(link.score)
        if link.basis:
            yield reified, node(kg.reason), text(link.basis)


def _labels(it: ox.NamedNode, label: str, alternatives: tuple[str, ...]) -> Iterator[Triple]:
    yield it, node(rdfs.label), text(label)
    for surface in alternatives:
        if surface != label:
            yield it, node(skos.altLabel), text(surface)


def _local(link: Link) -> str:
    return (
        link.target.removeprefix(str(wd)) if link.target.startswith(str(wd)) else quote(link.target, safe="")
    )
