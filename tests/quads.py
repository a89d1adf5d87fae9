"""Quads that stand for a graph in tests of the graph folder."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.graph import rdf
from kg.graph.parts import Part
from kg.model import Knowledge
from tests import factory

BASE = "http://example.org/"


def quad(number: int, graph: int = 0) -> ox.Quad:
    """ "Number 7 is 7", in one of several named graphs."""
    node = ox.NamedNode
    return ox.Quad(
        node(f"{BASE}s{number}"), node(f"{BASE}p"), ox.Literal(str(number)), node(f"{BASE}g{graph}")
    )


def in_parts(quads: Iterable[ox.Quad]) -> list[Part]:
    """Each quad as a part of its own."""
    return [
        Part(
            quad.graph_name.value.removeprefix(BASE),
            quad.subject.value.removeprefix(BASE),
            str(quad),
            lambda quad=quad: [quad.triple],
        )
        for quad in quads
    ]


def built(world: Knowledge) -> ox.Store:
    """The graph of a world of tests/factory.py, in memory."""
    store = ox.Store()
    store.extend(list(rdf.quads(world, factory.BASE)))
    return store
