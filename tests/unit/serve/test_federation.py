"""The graph joined with Wikidata's data: only where allowed, and only about what the graph holds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli import run
from kg.errors import QueryRefused
from kg.graph.canned import find
from kg.graph.rdf import quads
from kg.serve.bound import MOST_VALUES, bound
from tests import factory
from tests.serving import BASE, publish_quads, serving

# Made up, in the shape in which Wikidata's query service has statements with ranks and qualifiers.
SLICE = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX s: <http://www.wikidata.org/entity/statement/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
wd:Q9001 p:P39 s:a, s:b, s:c ; p:P102 s:d ; wdt:P102 wd:Q9201 .
s:a a wikibase:Statement ; wikibase:rank wikibase:NormalRank ; ps:P39 wd:Q9101 ;
    pq:P580 "2023-08-14T00:00:00Z"^^xsd:dateTime ; pq:P582 "2024-03-04T00:00:00Z"^^xsd:dateTime .
s:b wikibase:rank wikibase:NormalRank ; ps:P39 wd:Q9102 ; pq:P580 "2018-03-12T00:00:00Z"^^xsd:dateTime ;
    pq:P582 "2023-08-14T00:00:00Z"^^xsd:dateTime .
s:c wikibase:rank wikibase:DeprecatedRank ; ps:P39 wd:Q9103 .
s:d wikibase:rank wikibase:NormalRank ; ps:P102 wd:Q9201 .
wd:Q9101 rdfs:label "head of a made-up government"@en, "erfundenes Amt"@de .
wd:Q9102 rdfs:label "member of a made-up senate"@en .
wd:Q9103 rdfs:label "office held by mistake"@en .
wd:Q9201 rdfs:label "Made-up Party"@en .
wd:Q9999 p:P39 s:z .
s:z wikibase:rank wikibase:NormalRank ; ps:P39 wd:Q9101 .
"""


class Wikidata:
    """A SPARQL endpoint on this machine with the slice; it notes every query that it is sent."""

    def __init__(self) -> None:
        asked: list[str] = []
        agents: list[str] = []
        store = ox.Store()
        store.load(SLICE.encode(), ox.RdfFormat.TURTLE)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                asked.append(text)
                agents.append(self.headers["User-Agent"])
                results = store.query(text)
                assert isinstance(results, ox.QuerySolutions)
                body = results.serialize(format=ox.QueryResultsFormat.JSON)
                assert body is not None
                self.send_response(200)
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                return

        self.asked, self.agents = asked, agents
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.address = f"http://{self.host}/sparql"


@pytest.fixture
def wikidata() -> Iterator[Wikidata]:
    endpoint = Wikidata()
    thread = threading.Thread(target=endpoint.server.serve_forever)
    thread.start()
    yield endpoint
    endpoint.server.shutdown()
    endpoint.server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world, in which a person has certainly been linked to the slice's."""
    folder = tmp_path_factory.mktemp("federation")
    kakar = ox.NamedNode(f"{BASE}actor/anwaar-ul-haq-kakar")
    same = ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs")
    link = ox.Quad(
        kakar, same, ox.NamedNode("http://www.wikidata.org/entity/Q9001"), ox.NamedNode(f"{BASE}g")
    )
    publish_quads(folder, [*quads(factory.knowledge(), BASE), link])
    return folder


def ask(graph: Path, wikidata: Wikidata, *options: str) -> int:
    service = ("--param", f"service={wikidata.address}")
    return run(["query", "party-and-office", *service, "--graph", str(graph), "--format", "csv", *options])


def test_people_come_with_party_and_offices_and_their_dates(
    graph: Path, wikidata: Wikidata, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert ask(graph, wikidata, "--allow-service", wikidata.host) == 0
    table = capfdbinary.readouterr().out.decode().splitlines()
    who = "Anwaar-ul-Haq Kakar"
    assert [tuple(line.split(",")[:5]) for line in table[1:]] == [
        (who, "office", "member of a made-up senate", "2018-03-12T00:00:00Z", "2023-08-14T00:00:00Z"),
        (who, "office", "head of a made-up government", "2023-08-14T00:00:00Z", "2024-03-04T00:00:00Z"),
        (who, "party", "Made-up Party", "", ""),
    ]


def test_a_day_leaves_the_office_of_that_day(
    graph: Path, wikidata: Wikidata, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert ask(graph, wikidata, "--allow-service", wikidata.host, "--param", "day=2024-01-16") == 0
    held = [line.split(b",")[2] for line in capfdbinary.readouterr().out.splitlines()[1:]]
    assert held == [b"head of a made-up government", b"Made-up Party"]


def test_one_request_names_the_people_who_are_certainly_linked_and_nobody_else(
    graph: Path, wikidata: Wikidata
) -> None:
    ask(graph, wikidata, "--allow-service", wikidata.host)
    (sent,) = wikidata.asked
    assert "entity/Q9001" in sent
    # Q0 is only likely the same person, and Q794 a state.
    assert "entity/Q0" not in sent
    assert "entity/Q794" not in sent
    assert "actor/" not in sent
    assert wikidata.agents[0].startswith("conflict-kg/")


def test_without_the_option_nothing_leaves(
    graph: Path, wikidata: Wikidata, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(graph, wikidata) == 3
    assert "--allow-service" in capsys.readouterr().err
    assert ask(graph, wikidata, "--allow-service", "query.wikidata.org") == 3
    assert wikidata.asked == []


def test_the_server_answers_the_same_query_where_the_host_is_allowed(graph: Path, wikidata: Wikidata) -> None:
    text = find("party-and-office").bind({"service": wikidata.address}, base_iri=BASE)
    with serving(graph, workers=1, allow_service=frozenset({wikidata.host})) as server:
        answer = server.query(text, accept="text/csv")
    assert answer.status == 200, answer.text
    assert answer.text.count("Kakar") == 3
    assert "entity/Q9001" in wikidata.asked[0]


def test_the_server_asks_nobody_by_default(graph: Path, wikidata: Wikidata) -> None:
    text = find("party-and-office").bind({"service": wikidata.address}, base_iri=BASE)
    with serving(graph, workers=1) as server:
        assert server.query(text).status == 403
    assert wikidata.asked == []


def test_a_service_that_does_not_answer_is_a_problem_of_the_query(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nobody = ("--param", "service=http://127.0.0.1:9/sparql", "--allow-service", "127.0.0.1:9")
    assert run(["query", "party-and-office", *nobody, "--graph", str(graph)]) == 3
    assert "a service does not answer: [Errno 111] Connection refused" in capsys.readouterr().err


QUERY = "SELECT ?a { ?a <urn:same> ?i . OPTIONAL { SERVICE <urn:s> { VALUES ?i { UNDEF } ?i <urn:p> ?x } } } LIMIT 5"


def test_the_rest_of_the_query_says_what_a_service_is_asked_about() -> None:
    local: list[str] = []

    def known(text: str) -> list[str]:
        local.append(text)
        return ["urn:2", "urn:1", "urn:2"]

    assert "VALUES ?i { <urn:1> <urn:2> }" in bound(QUERY, known)
    assert local == ["SELECT DISTINCT ?i { ?a <urn:same> ?i . OPTIONAL {  } }"]
    ox.Store().query(local[0])


def test_the_prologue_and_the_dataset_hold_for_the_rest_too() -> None:
    local: list[str] = []
    text = "PREFIX x: <urn:> SELECT * FROM x:g WHERE { ?a x:same ?i SERVICE x:s { VALUES ?i { UNDEF } ?i x:p ?x } }"
    bound(text, lambda asked: local.append(asked) or [])
    assert local == ["PREFIX x: <urn:> SELECT DISTINCT ?i FROM x:g WHERE { ?a x:same ?i  }"]


def test_a_variable_that_the_rest_leaves_open_is_not_bound() -> None:
    assert bound(QUERY, lambda local: None) == QUERY


def test_braces_before_the_body_are_not_taken_for_it() -> None:
    local: list[str] = []
    text = "SELECT (EXISTS { ?x ?y ?z } AS ?e) { ?a <urn:same> ?i SERVICE <urn:s> { VALUES ?i { UNDEF } ?i ?p ?x } }"
    bound(text, lambda asked: local.append(asked) or [])
    assert local == ["SELECT DISTINCT ?i { ?a <urn:same> ?i  }"]


def test_a_variable_of_the_service_alone_is_asked_for_without_bounds(
    tmp_path: Path, wikidata: Wikidata, capfdbinary: pytest.CaptureFixture[bytes], graph: Path
) -> None:
    query = tmp_path / "q.rq"
    query.write_text(
        "SELECT ?item ?party { SERVICE <" + wikidata.address + "> { VALUES ?item { UNDEF } "
        "?item <http://www.wikidata.org/prop/direct/P102> ?party } }"
    )
    assert (
        run(["query", str(query), "--allow-service", wikidata.host, "--graph", str(graph), "--format", "csv"])
        == 0
    )
    assert b"Q9001" in capfdbinary.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { VALUES ?i { UNDEF } ?s ?p ?i }",
        "SELECT * { SERVICE <urn:s> { ?i <urn:p> 'VALUES ?i { UNDEF }' } }",
        "SELECT * { SERVICE <urn:s> { ?i <urn:p> ?x VALUES (?i ?x) { (UNDEF 1) } } }",
        "ASK { SERVICE <urn:s> { VALUES ?i { UNDEF } ?i <urn:p> ?x } }",
        "SELECT * { SERVICE <urn:s> { VALUES ?i { UNDEF ",
        "not SPARQL: SERVICE UNDEF",
    ],
)
def test_a_query_without_the_marker_stays_as_it_is(text: str) -> None:
    assert bound(text, lambda local: ["urn:1"]) == text


def test_more_values_than_a_request_can_carry_are_refused() -> None:
    with pytest.raises(QueryRefused, match="values"):
        bound(QUERY, lambda local: [f"urn:{n}" for n in range(MOST_VALUES + 1)])
