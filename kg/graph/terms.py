"""RDF terms out of plain values: nodes, and literals in the spelling in which the store keeps them.

Oxigraph stores numbers by value, so that "0.90" comes back as "0.9" and every integer type as xsd:integer.
All literals are therefore made in that spelling from the start, and what is exported equals what was made.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

import pyoxigraph as ox

from kg.model import PartialDate
from kg.vocab import xsd

Triple = tuple[ox.NamedNode, ox.NamedNode, "ox.NamedNode | ox.Literal"]

_DATE_TYPES = {"day": xsd.date, "month": xsd.gYearMonth, "year": xsd.gYear}


@lru_cache(maxsize=65_536)
def node(iri: str) -> ox.NamedNode:
    """The IRI as a term. Raises ValueError when it is none."""
    return ox.NamedNode(iri)


@lru_cache(maxsize=65_536)
def under(base_iri: str, node_id: str) -> ox.NamedNode:
    """The node of that id under the base IRI; what an IRI cannot hold is percent-encoded."""
    return node(base_iri + quote(node_id, safe="/%:@!$&'()*+,;=-._~"))


def text(value: str) -> ox.Literal:
    """A plain string literal."""
    return ox.Literal(value)


def integer(value: int) -> ox.Literal:
    """An xsd:integer."""
    return ox.Literal(str(value), datatype=node(xsd.integer))


def decimal(value: float) -> ox.Literal:
    """An xsd:decimal of at most four places, in canonical spelling: 0.9, 1."""
    shortest = Decimal(str(round(value, 4))).normalize()
    return ox.Literal(f"{shortest:f}", datatype=node(xsd.decimal))


def boolean(value: bool) -> ox.Literal:
    """An xsd:boolean."""
    return ox.Literal("true" if value else "false", datatype=node(xsd.boolean))


def date(value: PartialDate) -> ox.Literal:
    """An xsd:date, xsd:gYearMonth or xsd:gYear: as precise as the date is known and no more."""
    return ox.Literal(value.iso, datatype=node(_DATE_TYPES[value.precision]))


def wkt_point(longitude: float, latitude: float) -> str:
    """A point in well-known text: longitude first, as GeoSPARQL's default system CRS84 has it."""
    x, y = (f"{Decimal(str(round(c, 6))).normalize():f}" for c in (longitude, latitude))
    return f"POINT({x} {y})"


def link_or_text(value: str) -> ox.NamedNode | ox.Literal:
    """A web address as an IRI when it is one, otherwise as the text it is."""
    if value.startswith(("http://", "https://")):
        try:
            return ox.NamedNode(value)
        except ValueError:
            return text(value)
    return text(value)
