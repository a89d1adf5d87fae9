"""Exports: the same bytes for the same graph, and nothing lost on the way out and back in."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import UsageProblem
from kg.graph.export import FORMATS, export
from kg.graph.rdf import quads
from kg.graph.turtle import Spelling, document
from kg.model import Article
from tests.factory import BASE, knowledge
from tests.hashing import printed

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "small-world.ttl"
READERS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def written(store: ox.Store, format: str, *, ontology: bool = True) -> bytes:
    out = io.BytesIO()
    export(store, format, out, base_iri=BASE, ontology=ontology)
    return out.getvalue()


def test_turtle_of_the_small_world_is_the_golden_one(store: ox.Store) -> None:
    """After a wanted change: python -m tests.unit.graph.test_export, and read the difference."""
    assert written(store, "turtle", ontology=False).decode() == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_read_back_is_the_graph(store: ox.Store, format: str) -> None:
    back = set(ox.parse(written(store, format), format=READERS[format]))
    if format in ("trig", "nquads"):
        assert back == set(store)
    else:
        assert {quad.triple for quad in back} == {quad.triple for quad in store}


@pytest.mark.parametrize("format", FORMATS)
def test_the_order_in_which_quads_were_added_does_not_show(store: ox.Store, format: str) -> None:
    other = ox.Store()
    for quad in sorted(store, key=lambda quad: str(quad)[::-1]):
        other.add(quad)
    assert written(other, format) == written(store, format)


def test_the_hash_seed_does_not_show(graph_dir: Path) -> None:
    script = (
        "import hashlib, io, sys; from pathlib import Path; from kg.graph.export import FORMATS, export\n"
        "from kg.graph.store import open_snapshot; from tests.factory import BASE\n"
        "snapshot = open_snapshot(Path(sys.argv[1]))\n"
        "for format in FORMATS:\n"
        "    out = io.BytesIO(); export(snapshot.store, format, out, base_iri=BASE)\n"
        "    print(format, hashlib.sha256(out.getvalue()).hexdigest())"
    )
    assert len(printed(script, str(graph_dir), seeds=("0", "31"))) == 1


# rdflib 7's own JSON-LD parser uses a class that rdflib 7 deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(("format", "name"), [("turtle", "turtle"), ("rdfxml", "xml"), ("jsonld", "json-ld")])
def test_another_library_reads_the_same_graph(store: ox.Store, format: str, name: str) -> None:
    reference, theirs = rdflib.Graph(), rdflib.Graph()
    reference.parse(data=written(store, "ntriples", ontology=False), format="nt")
    theirs.parse(data=written(store, format, ontology=False), format=name)
    assert isomorphic(theirs, reference)


def test_without_the_ontology_no_term_is_described(store: ox.Store) -> None:
    for format in FORMATS:
        described = ox.parse(written(store, format, ontology=False), format=READERS[format])
        assert not any(str(quad.subject).startswith("<https://w3id.org/conflict-kg") for quad in described)


def test_turtle_declares_the_prefixes_of_nodes_and_shortens_them(store: ox.Store) -> None:
    text = written(store, "turtle").decode()
    assert f"@prefix strike: <{BASE}strike/> ." in text
    assert "\nstrike:2024-01-16-iran-panjgur a kg:Event, kg:Strike ;" in text


def test_jsonld_is_read_by_people_too(store: ox.Store) -> None:
    nodes = {node["@id"]: node for node in json.loads(written(store, "jsonld"))["@graph"]}
    strike = nodes["strike/2024-01-16-iran-panjgur"]
    assert strike["@type"] == ["Event", "Strike"]
    assert strike["attacker"] == "actor/iran"
    assert strike["date"] == "2024-01-16"
    assert strike["weapon"] == ["Drone", "Missile"]
    assert nodes["casualties/panjgur-2"]["deaths"] == 2


def test_control_characters_do_not_break_xml() -> None:
    world = replace(knowledge(), articles=(*knowledge().articles, Article("x", "text", title="a\x0cb\ufffe")))
    store = ox.Store()
    store.extend(list(quads(world, BASE, ontology=False)))
    back = {str(quad.object) for quad in ox.parse(written(store, "rdfxml"), format=ox.RdfFormat.RDF_XML)}
    assert '"a\ufffdb\ufffd"' in back


def test_an_unknown_format_lists_the_known_ones(store: ox.Store) -> None:
    with pytest.raises(UsageProblem, match="trig"):
        written(store, "n3")


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{BASE}actor/iran", "actor:iran"),
        (f"{BASE}article/a%20b.txt", "article:a%20b.txt"),
        (f"{BASE}article/folder/a.txt", f"<{BASE}article/folder/a.txt>"),
        (f"{BASE}article/ends.", f"<{BASE}article/ends.>"),
        (f"{BASE}article/-x", f"<{BASE}article/-x>"),
        (f"{BASE}actor/", f"<{BASE}actor/>"),
        ("http://elsewhere.org/x", "<http://elsewhere.org/x>"),
    ],
)
def test_only_names_that_every_reader_understands_are_shortened(iri: str, short: str) -> None:
    assert Spelling({"actor": f"{BASE}actor/", "article": f"{BASE}article/"}).iri(iri) == short


def test_a_small_document_declares_only_what_it_uses() -> None:
    triple = ox.Triple(
        ox.NamedNode(f"{BASE}actor/iran"),
        ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
        ox.Literal("Iran"),
    )
    lines = document([triple], BASE).decode().splitlines()
    assert [line.split()[1] for line in lines if line.startswith("@prefix")] == ["actor:", "rdfs:"]


if __name__ == "__main__":
    small = ox.Store()
    small.extend(list(quads(knowledge(), BASE)))
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_bytes(written(small, "turtle", ontology=False))
