"""One running endpoint on the small hand-made world: what users of each surface would miss if it broke."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from kg.vocab import kg
from tests.serving import (
    BASE,
    COUNT,
    Running,
    publish_trig,
    serving,
)

STRIKE = "/strike/2024-01-18-pakistan-saravan"


def test_a_repeated_question_is_answered_from_the_cache_and_304_to_who_has_it(running: Running) -> None:
    first = running.query(COUNT)
    again = running.query(COUNT.replace(" ", "\n "))
    assert again.body == first.body
    assert again.headers["ETag"] == first.headers["ETag"]
    known = running.ask(
        "/sparql", query=COUNT, headers={"If-None-Match": f'"other", {first.headers["ETag"]}'}
    )
    assert (known.status, known.body) == (304, b"")
    assert running.query(COUNT, "text/csv").headers["ETag"] != first.headers["ETag"]
    assert running.server.site.cache.hits >= 1


def test_large_answers_are_packed_for_who_takes_that(running: Running) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 200"
    plain = running.query(query)
    packed = running.ask("/sparql", query=query, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert packed.headers["Content-Encoding"] == "zstd"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert zstandard.ZstdDecompressor().decompress(packed.body) == plain.body
    zipped = running.ask("/sparql", query=query, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert "Accept-Encoding" in zipped.headers["Vary"]


def test_volatile_answers_are_not_kept(running: Running) -> None:
    answer = running.query("SELECT (UUID() AS ?u) {}")
    assert "ETag" not in answer.headers
    assert answer.body != running.query("SELECT (UUID() AS ?u) {}").body


def test_head_has_the_headers_of_get_and_no_body(running: Running) -> None:
    get, head = running.query(COUNT), running.ask("/sparql", method="HEAD", query=COUNT)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("application/sparql-results+xml", "application/sparql-results+xml"), ("text/csv", "text/csv"),
     ("text/tab-separated-values", "text/tab-separated-values"), ("application/json", "application/json")],
)  # fmt: skip
def test_tables_in_each_format(running: Running, accept: str, media_type: str) -> None:
    answer = running.query("SELECT ?s { ?s a <https://w3id.org/conflict-kg#Strike> }", accept)
    assert answer.media_type == media_type
    assert b"2024-01-18-pakistan-saravan" in answer.body


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf", "jsonld", "nq", "trig", "n3"])
def test_graphs_in_each_format(running: Running, name: str) -> None:
    answer = running.query("CONSTRUCT WHERE { ?s a <https://w3id.org/conflict-kg#Strike> }", format=name)
    format_ = ox.RdfFormat.from_media_type(answer.media_type)
    assert format_ is not None
    assert len(list(ox.parse(answer.body, format=format_))) == 3


STRIKES = "{ ?s a kg:Strike } WHERE { ?s a kg:Strike }"


@pytest.mark.parametrize("name", ["ttl", "trig", "n3"])
def test_a_graph_has_the_short_names_that_the_query_declares(running: Running, name: str) -> None:
    text = f"PREFIX kg: <{kg}> prefix : <{BASE}strike/> CONSTRUCT {STRIKES}"
    answer = running.query(text, format=name).text
    assert f"@prefix kg: <{kg}> ." in answer
    assert ":2024-01-16-iran-panjgur a kg:Strike" in answer
    assert "@prefix sem:" not in answer, "a name that nobody asked for"


def test_a_graph_whose_query_declares_no_names_has_the_usual_ones(running: Running) -> None:
    answer = running.query(f"DESCRIBE <{BASE}actor/iran>", format="ttl").text
    assert "a kg:Actor" in answer
    assert running.query(f"PREFIX kg: <{kg}> CONSTRUCT {STRIKES}", format="rdf").text.count("xmlns:kg") == 1


def test_a_prefix_that_is_no_iri_by_itself_shortens_nothing(running: Running) -> None:
    # "# PREFIX x: <…>" is a comment, and <up/> is relative to the endpoint's base.
    text = f"# PREFIX x: <not an iri> PREFIX y: <http://[/>\nPREFIX up: <up/> PREFIX kg: <{kg}> CONSTRUCT {STRIKES}"
    answer = running.query(text, format="ttl")
    assert answer.status == 200
    assert "a kg:Strike" in answer.text


def test_a_format_that_cannot_be_given_is_406_and_says_what_can(running: Running) -> None:
    answer = running.query(COUNT, "image/png")
    assert answer.status == 406
    assert "text/csv" in answer.json["hint"]


def test_a_syntax_error_has_line_and_column(running: Running) -> None:
    problem = running.query("SELECT * {\n  ?s ?p").json
    assert (problem["status"], problem["line"]) == (400, 2)
    assert problem["column"] > 1
    text = running.query("SELECT * {\n  ?s ?p", "text/plain, */*;q=0.1").text
    assert text.startswith("400 Bad Request: line 2, column")


def test_the_default_graph_is_the_union_unless_the_query_says_otherwise(running: Running) -> None:
    everything = int(running.query(COUNT).json["results"]["bindings"][0]["n"]["value"])
    events = COUNT.replace("{", f"FROM <{BASE}graph/events> {{", 1)
    some = int(running.query(events).json["results"]["bindings"][0]["n"]["value"])
    named = running.query(COUNT, **{"default-graph-uri": f"{BASE}graph/events"})
    assert 0 < some < everything
    assert int(named.json["results"]["bindings"][0]["n"]["value"]) == some


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [(None, "text/turtle"), ("application/ld+json", "application/ld+json"), ("text/html", "text/html"),
     ("application/n-triples", "application/n-triples"), ("application/rdf+xml", "application/rdf+xml")],
)  # fmt: skip
def test_an_entity_answers_under_its_own_iri(running: Running, accept: str | None, media_type: str) -> None:
    answer = running.ask(STRIKE, headers={"Accept": accept} if accept else {})
    assert (answer.status, answer.media_type) == (200, media_type)
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".jsonld", ".rdf", ".html"])
def test_a_suffix_says_the_format_whatever_is_accepted(running: Running, suffix: str) -> None:
    answer = running.ask(STRIKE + suffix, headers={"Accept": "image/png"})
    assert answer.status == 200
    assert answer.headers["Content-Location"] == STRIKE + suffix


def test_every_node_under_the_base_has_a_page_and_triples(running: Running) -> None:
    rows = running.query(
        f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{BASE}')) }}", "text/csv"
    )
    iris = rows.text.split()[1:]
    assert len(iris) > 50
    for iri in iris:
        path = "/" + iri.removeprefix(BASE)
        assert running.ask(path, headers={"Accept": "text/turtle"}).status == 200, path
    for path in ["/" + iri.removeprefix(BASE) for iri in iris[::4]]:
        assert running.ask(path, headers={"Accept": "text/html"}).status == 200, path


def test_an_event_page_shows_quotes_verbatim_and_counts_side_by_side(running: Running) -> None:
    page = running.ask(STRIKE, headers={"Accept": "text/html"}).text
    assert "<mark>strikes on villages</mark>" in page
    assert "at least 9" in page
    assert "Iranian media put the toll" in page
    assert "Accounts that contradict each other" in page
    assert "/strike/2024-01-16-iran-panjgur" in page


def test_a_graph_answers_under_its_own_iri_and_in_the_store(running: Running) -> None:
    direct = running.ask("/graph/events", headers={"Accept": "application/n-triples"})
    indirect = running.ask("/store", graph=f"{BASE}graph/events", headers={"Accept": "application/n-triples"})
    assert set(direct.body.splitlines()) == set(indirect.body.splitlines())
    assert running.ask("/store?default").status == 200
    assert running.ask("/store", graph=f"{BASE}graph/none").status == 404


def test_search_finds_words_of_names_and_of_quotes(running: Running) -> None:
    found = running.ask("/search", q="missiles drones").json
    assert any(hit["iri"].endswith("/strike/2024-01-16-iran-panjgur") for hit in found["results"])
    assert running.ask("/search", q="Kakar").json["results"][0]["iri"].endswith("actor/anwaar-ul-haq-kakar")
    assert running.ask("/search", q='"sovereignty cannot be"').json["results"]
    assert running.ask("/search", q="zzzz").json["results"] == []
    assert running.ask("/search", q="*").status == 400
    assert "<mark>" in running.ask("/search", q="missiles", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    "text", ['"', "a OR", "NEAR(", "x*y^z", "label:x", "- -", "a'b\"c", "({[", "\x00a", "é" * 300]
)
def test_search_takes_any_words(running: Running, text: str) -> None:
    assert running.ask("/search", q=text).status in (200, 400)


def test_the_description_counts_what_the_graph_holds(running: Running) -> None:
    void = running.ask("/.well-known/void", headers={"Accept": "application/n-triples"})
    total = running.query("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }").json
    assert f'void#triples> "{total["results"]["bindings"][0]["n"]["value"]}"' in void.text
    assert "classPartition" in void.text
    assert "propertyPartition" in void.text
    assert "SPARQLSelectExecutable" in void.text
    assert "DataService" in void.text
    assert "BasicFederatedQuery" not in void.text, "federation is off here"


def test_every_described_query_runs_as_it_stands(running: Running) -> None:
    triples = ox.parse(
        running.ask("/sparql", headers={"Accept": "application/n-triples"}).body,
        format=ox.RdfFormat.N_TRIPLES,
    )
    texts = [
        t.object.value for t in triples if t.predicate.value.startswith("http://www.w3.org/ns/shacl#select")
    ]  # type: ignore[union-attr]
    assert texts
    for text in texts:
        assert running.query(text).status == 200, text


def test_a_canned_query_that_calls_another_endpoint_is_shown_only_where_it_may(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1 }")
    for allowed in (frozenset[str](), frozenset({"query.wikidata.org"})):
        with serving(tmp_path, workers=1, allow_service=allowed) as server:
            assert ("/queries/party-and-office" in server.ask("/queries").text) is bool(allowed)
            assert ("party-and-office" in server.ask("/void").text) is bool(allowed)


def test_cors_for_queries_and_its_preflight(running: Running) -> None:
    preflight = running.ask(
        "/sparql",
        method="OPTIONS",
        headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"},
    )
    assert preflight.status == 204
    assert "Content-Type" not in preflight.headers
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    assert running.query(COUNT).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/", "/timeline", "/sparql", "/search", "/store", "/queries/strikes-on", STRIKE, "/nowhere"]
)
def test_pages_name_no_other_host_and_carry_a_strict_policy(running: Running, path: str) -> None:
    page = running.ask(path, headers={"Accept": "text/html"})
    assert page.media_type == "text/html"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for attribute in ('src="http', 'href="//', 'action="http', "style=", "onclick="):
        assert attribute not in page.text


def test_the_timeline_ends_with_the_events_that_have_no_known_date(running: Running) -> None:
    page = running.ask("/timeline", headers={"Accept": "text/html"}).text
    dated, _, undated = page.partition("No date known (")
    assert 'href="/strike/2024-01-16-iran-panjgur"' in dated
    assert 'href="/strike/quetta"' in undated
    assert "strike/quetta" not in dated


def test_a_canned_query_is_asked_with_its_parameters(running: Running) -> None:
    page = running.ask("/queries/strikes-on", country="Pakistan", headers={"Accept": "text/html"})
    assert page.status == 200
    assert "/strike/2024-01-16-iran-panjgur" in page.text
    assert running.ask("/queries/strikes-on.rq").media_type == "application/sparql-query"
    assert running.ask("/queries/nothing").status == 404


def test_a_query_in_the_browser_shows_its_table_without_javascript(running: Running) -> None:
    page = running.query("SELECT ?s { ?s a <https://w3id.org/conflict-kg#Strike> }", "text/html")
    assert '<a href="/strike/2024-01-18-pakistan-saravan">' in page.text
    wrong = running.query("SELECT ?s {", "text/html")
    assert (wrong.status, wrong.media_type) == (400, "text/html")


def test_markup_in_the_data_stays_text(tmp_path: Path) -> None:
    publish_trig(
        tmp_path,
        f"""<{BASE}graph/g> {{ <{BASE}actor/x> a <https://w3id.org/conflict-kg#Actor> ;
            <http://www.w3.org/2000/01/rdf-schema#label> "<script>alert(1)</script>" ;
            <http://purl.org/dc/terms/source> <javascript:alert(2)> }}""",
    )
    with serving(tmp_path, workers=1) as server:
        page = server.ask("/actor/x", headers={"Accept": "text/html"}).text
        table = server.query("SELECT * { ?s ?p ?o }", "text/html").text
    for text in (page, table):
        assert "<script>alert" not in text
        assert 'href="javascript:' not in text
