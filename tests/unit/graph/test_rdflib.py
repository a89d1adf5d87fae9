"""The graph as users of rdflib have it: the snapshot itself through oxrdflib, not a copy of it."""

from __future__ import annotations

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS

from kg.graph.store import Snapshot
from tests.factory import BASE

ENTITIES = f"{BASE}graph/entities"


def test_rdflib_reads_a_named_graph_of_a_snapshot_and_asks_it_in_sparql(snapshot: Snapshot) -> None:
    graph = Graph(store=OxigraphStore(store=snapshot.store), identifier=URIRef(ENTITIES))
    iran = URIRef(f"{BASE}actor/iran")
    assert str(graph.value(iran, RDFS.label)) == "Iran"
    rows = graph.query(f"SELECT ?label WHERE {{ {iran.n3()} rdfs:label ?label }}")
    assert [str(row[0]) for row in rows] == ["Iran"]
    assert len(graph) == len(list(snapshot.store.quads_for_pattern(None, None, None, ox.NamedNode(ENTITIES))))
