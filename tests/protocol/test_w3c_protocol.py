"""The W3C's SPARQL 1.1 Protocol, Graph Store Protocol and Service Description tests, over HTTP.

The endpoint only reads. Of the tests, those that write must be refused with 403; of the graph store's, what
they would have written is published beforehand, and their reading requests must then answer as expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from tests.protocol import suites
from tests.protocol.suites import HttpExchange, canonical, exchanges, manifest, status_fits
from tests.serving import Answer, Running, publish_quads, serving, settle

pytestmark = suites.needed

SD = "http://www.w3.org/ns/sparql-service-description#"
GRAPH = "http://kasei.us/2009/09/sparql/data/data{}.rdf"


def entries(folder: str, *kinds: str) -> list[str]:
    if not suites.ROOT.is_dir():
        return []
    return [test.value for test in manifest(folder).tests(*kinds)]


def short(iri: str) -> str:
    return re.split("[#/]", iri)[-1]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("graph")
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(GRAPH.format(number)))
        for number in (1, 2, 3)
        for q in ox.parse(
            path=str(suites.ROOT / f"sparql11/protocol/data{number}.nt"), format=ox.RdfFormat.N_TRIPLES
        )
    ]
    publish_quads(folder, quads)
    with serving(folder) as server:
        settle(server)
        yield server


def perform(running: Running, exchange: HttpExchange, path: str) -> Answer:
    return running.ask(path, method=exchange.method, headers=exchange.headers, body=exchange.body)


def check(exchange: HttpExchange, answer: Answer) -> None:
    assert status_fits(answer.status, exchange.statuses), answer.text
    if exchange.expected_type is not None:
        assert answer.headers["content-type"].split(";")[0] == exchange.expected_type.split(";")[0]
    if exchange.boolean is not None:
        assert boolean_of(answer) is exchange.boolean
    if exchange.format == "tabular":
        assert isinstance(results_of(answer), ox.QuerySolutions)
    if exchange.format == "RDF":
        list(triples_of(answer))
    if exchange.expected_body is not None:
        expected = ox.parse(
            exchange.expected_body.encode(), format=ox.RdfFormat.TURTLE, base_iri="http://www.example/"
        )
        assert canonical(q.triple for q in expected) == canonical(triples_of(answer))


def results_of(answer: Answer) -> ox.QuerySolutions | ox.QueryBoolean:
    format_ = ox.QueryResultsFormat.from_media_type(answer.media_type)
    assert format_ is not None, answer.media_type
    return ox.parse_query_results(answer.body, format=format_)


def boolean_of(answer: Answer) -> bool:
    return bool(results_of(answer))


def triples_of(answer: Answer) -> Iterator[ox.Triple]:
    format_ = ox.RdfFormat.from_media_type(answer.media_type)
    assert format_ is not None, answer.media_type
    return (q.triple for q in ox.parse(answer.body, format=format_, base_iri="http://www.example/"))


PROTOCOL = entries("sparql11/protocol", "ProtocolTest")
UPDATES = [t for t in PROTOCOL if short(t).startswith("update_")]


@pytest.mark.parametrize("test", [t for t in PROTOCOL if t not in UPDATES], ids=short)
def test_query_operation_of_the_w3c_suite(running: Running, test: str) -> None:
    for exchange in exchanges(manifest("sparql11/protocol"), ox.NamedNode(test)):
        check(exchange, perform(running, exchange, exchange.path))


@pytest.mark.parametrize("test", UPDATES, ids=short)
def test_update_operation_of_the_w3c_suite_is_refused(running: Running, test: str) -> None:
    asked = exchanges(manifest("sparql11/protocol"), ox.NamedNode(test))
    updates = [
        e for e in asked if "sparql-update" in e.headers["content-type"] or b"update=" in (e.body or b"")
    ]
    assert updates
    for exchange in updates:
        answer = perform(running, exchange, exchange.path)
        assert answer.status == 403
        assert "kg build" in answer.text


def readable(test: str) -> bool:
    """False for a test that has no reading request with a fixed name."""
    return bool(_readings(test))


def _folder(test: str) -> str:
    return "sparql11/graph-store-protocol"


def _readings(test: str) -> list[tuple[list[HttpExchange], HttpExchange]]:
    """Each reading request with the writing requests before it."""
    readings, before = [], []
    for exchange in exchanges(manifest(_folder(test)), ox.NamedNode(test)):
        if "$" in exchange.path or "multipart" in exchange.headers.get("content-type", ""):
            break  # a name that the server gave while writing; several documents in one
        if exchange.method in ("GET", "HEAD"):
            readings.append((list(before), exchange))
        else:
            before.append(exchange)
    return readings


GSP = entries("sparql11/graph-store-protocol", "GraphStoreProtocolTest")


def graph_of(path: str) -> str | None:
    """The graph that a path names: the parameter, or the path's own IRI; None for the default graph."""
    parts = urlsplit(path)
    sent = parse_qs(parts.query, keep_blank_values=True)
    if "default" in sent:
        return None
    return sent["graph"][0] if "graph" in sent else f"http://www.example{parts.path}"


def state_after(written: list[HttpExchange]) -> dict[str | None, list[ox.Triple]]:
    """What the graphs hold after the writing requests (Graph Store, 5.3 to 5.6)."""
    graphs: dict[str | None, list[ox.Triple]] = {}
    for exchange in written:
        name = graph_of(exchange.path)
        if exchange.method == "DELETE":
            graphs.pop(name, None)
            continue
        parsed = ox.parse(
            exchange.body or b"", format=ox.RdfFormat.TURTLE, base_iri=name, rename_blank_nodes=True
        )
        triples = [q.triple for q in parsed]
        graphs[name] = triples + (graphs.get(name, []) if exchange.method == "POST" else [])
    return graphs


@pytest.mark.parametrize("test", GSP, ids=short)
def test_reading_requests_of_the_graph_store_suite(test: str, tmp_path: Path) -> None:
    readings = _readings(test)
    if not readings:
        pytest.skip("the test reads only a graph that the server itself has named while writing")
    for number, (written, exchange) in enumerate(readings):
        folder = tmp_path / str(number)
        graphs = state_after(written)
        publish_quads(
            folder,
            [
                ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(name) if name else ox.DefaultGraph())
                for name, triples in graphs.items()
                for t in triples
            ],
            base_iri="http://www.example/",
        )
        path = (
            exchange.path.replace("/gsp?", "/store?") if exchange.path.startswith("/gsp?") else exchange.path
        )
        with serving(folder, workers=1) as server:
            check(exchange, perform(server, exchange, path))


@pytest.mark.parametrize("test", GSP, ids=short)
def test_writing_requests_of_the_graph_store_suite_are_refused(running: Running, test: str) -> None:
    for exchange in exchanges(manifest(_folder(test)), ox.NamedNode(test)):
        if exchange.method in ("PUT", "POST", "DELETE"):
            path = exchange.path.replace("/gsp", "/store", 1)
            assert perform(running, exchange, path).status == 403


def described(running: Running) -> tuple[str, list[ox.Triple]]:
    answer = running.ask("/sparql", headers={"Accept": "text/turtle"})
    assert answer.status == 200
    return f"http://127.0.0.1:{running.port}/sparql", list(triples_of(answer))


def test_service_description_returns_rdf(running: Running) -> None:
    """Service Description, returns-rdf."""
    assert described(running)[1]


def test_service_description_has_an_endpoint_triple(running: Running) -> None:
    """Service Description, has-endpoint-triple."""
    endpoint, triples = described(running)
    assert [t for t in triples if t.predicate.value == f"{SD}endpoint" and t.object == ox.NamedNode(endpoint)]


def test_service_description_conforms_to_the_vocabulary(running: Running) -> None:
    """Service Description, conforms-to-schema: what section 3 of the specification says of each property."""
    _, triples = described(running)
    types: dict[object, set[str]] = {}
    for t in triples:
        if t.predicate.value.endswith("#type") and isinstance(t.object, ox.NamedNode):
            types.setdefault(t.subject, set()).add(t.object.value)
    domains = {
        "endpoint": "Service",
        "feature": "Service",
        "defaultEntailmentRegime": "Service",
        "resultFormat": "Service",
        "supportedLanguage": "Service",
        "extensionFunction": "Service",
        "defaultDataset": "Service",
        "defaultGraph": "Dataset",
        "namedGraph": "Dataset",
        "name": "NamedGraph",
        "graph": "NamedGraph",
    }
    ranges = {
        "extensionFunction": "Function",
        "defaultDataset": "Dataset",
        "defaultGraph": "Graph",
        "namedGraph": "NamedGraph",
        "graph": "Graph",
    }
    individuals = {
        "feature": {
            "DereferencesURIs",
            "UnionDefaultGraph",
            "RequiresDataset",
            "EmptyGraphs",
            "BasicFederatedQuery",
        },
        "supportedLanguage": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
    }
    services = [s for s, own in types.items() if f"{SD}Service" in own]
    assert len(services) == 1
    for t in triples:
        if not t.predicate.value.startswith(SD):
            continue
        name = t.predicate.value.removeprefix(SD)
        assert name in domains, f"sd:{name} is no property of the vocabulary"
        assert SD + domains[name] in types[t.subject]
        assert isinstance(t.object, ox.NamedNode | ox.BlankNode)
        if name in ranges:
            assert SD + ranges[name] in types[t.object]
        if name in individuals:
            assert str(t.object)[1:-1].removeprefix(SD) in individuals[name]
    assert len([t for t in triples if t.predicate.value == f"{SD}endpoint"]) == 1
    assert not [t for t in triples if "Update" in str(t.object)], "updates are off and must not be advertised"
