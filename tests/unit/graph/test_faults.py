"""A query that is not SPARQL: what the person who wrote it is told, and where."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.graph.faults import Fault, fault


def told(query: str, declared: tuple[str, ...] = ()) -> Fault:
    """The fault of a query that the engine refuses."""
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(query, prefixes=dict.fromkeys(declared, "urn:x"))
    return fault(str(caught.value), query, declared)


def test_a_prefix_of_ours_that_is_not_declared_comes_with_its_declaration() -> None:
    found = told("SELECT ?x WHERE {\n  ?x a kg:Strike }")
    assert found.message == "the prefix kg: is not declared"
    assert found.hint == "begin the query with PREFIX kg: <https://w3id.org/conflict-kg#>"
    assert (found.line, found.column) == (2, 8)


@pytest.mark.parametrize(
    ("query", "prefix"),
    [
        ("SELECT * { ?s wdt:P31/wdt:P279* ?o }", "wdt"),
        ("PREFIX a: <urn:a> SELECT * { ?s a:p ?o ; b:q 1 }", "b"),
        ("SELECT * { ?s a :x }", ""),
        ("ASK { FILTER (foo:bar(1)) }", "foo"),
        ("prefix a: <urn:p:q> SELECT * { ?s a:p 'b:c', \"d:e\", '''f:g''' ; <h:i> k:l } # m:n", "k"),
        ("SELECT * { _:x kgx:y ?z }", "kgx"),
    ],
)
def test_the_prefix_that_is_not_declared_is_named(query: str, prefix: str) -> None:
    assert told(query).message == f"the prefix {prefix}: is not declared"


def test_an_iri_that_is_not_closed_is_not_taken_for_a_prefix() -> None:
    assert "prefix" not in told("SELECT * { <http://example.org/x ?p ?o }").message


def test_a_prefix_known_without_declaring_is_not_blamed() -> None:
    assert "prefix" not in told("SELECT * { ?s kg:p }", ("kg",)).message


def test_what_is_selected_beside_a_count_must_be_grouped() -> None:
    found = told("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }")
    assert "neither in GROUP BY nor bound" in found.message
    assert "COUNT" in found.hint


def test_a_reason_that_the_grammar_gives_is_passed_on() -> None:
    assert told("SELECT * { ?s ?p ?o } GROUP BY ?s").message == "SELECT * is not authorized with GROUP BY"


def test_where_the_grammar_gives_none_the_tokens_that_may_stand_there_are_listed() -> None:
    found = told("SELECT * { ?s ?p ?o ")
    assert '"}"' in found.message
    assert (found.line, found.column) == (1, 21)


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("SELECT * { ?s ?p }", "a triple is a subject, a property and a value"),
        ("SELECT * { ?s ?p . ?o ?q ?r }", "a triple is a subject, a property and a value"),
        ("PREFIX a: <urn:a#>\nSELECT * { ?s a:p ?o . ", "a { is not closed"),
        ("SELECT * { ?s ?p '}' ", "a { is not closed"),
        ("SELECT * { ?s ?p ?o } }", "there is a } too many"),
        ("SELECT * { ?s ?p 'abc }", "a string is not closed"),
        ("# all\nPREFIX a: <urn:a#>\nSELEC ?x { ?x a ?y }", "did you mean SELECT?"),
        ("find all strikes", "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ],
)
def test_where_the_grammar_gives_none_the_hint_says_what_the_text_lacks(query: str, hint: str) -> None:
    found = told(query)
    assert hint in found.hint
    assert "OPTIONAL" not in found.message
    assert "LATERAL" not in found.message


@pytest.mark.parametrize("query", ["", " \n"])
def test_an_empty_query_is_said_to_be_empty(query: str) -> None:
    assert told(query).message == "the query is empty"


@pytest.mark.parametrize("piece", ['"\\', "'''", '"""a', "a.", "PREFIX ", "<a", "@-", "1."])
def test_a_hostile_text_is_read_in_one_go(piece: str) -> None:
    assert fault("error at 1:1: expected [_]", piece * 50_000).line == 1
