"""What the tokens of a query tell: its form, its services, its normal form."""

from __future__ import annotations

import pytest

from kg.errors import QueryTooLarge
from kg.serve.syntax import MOST_TOKENS, read_query


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ASK {}", "ASK"),
        ("# SELECT\nASK {}", "ASK"),
        ("prefix x: <http://x/#ASK> base <http://y/> Select * {}", "SELECT"),
        ("PREFIX SELECT: <http://x/> CONSTRUCT {} WHERE {}", "CONSTRUCT"),
        ("VERSION '1.2' DESCRIBE <a>", "DESCRIBE"),
        ("INSERT DATA {}", "INSERT"),
        ("", ""),
        ("{", ""),
        ("'SELECT'", ""),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, form: str) -> None:
    assert read_query(text).form == form


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("SELECT * { SERVICE <http://x/> {} }", ("http://x/",)),
        ("SELECT*{SERVICE<http://x/>{}}", ("http://x/",)),
        ("SELECT * { service silent ?x {} }", (None,)),
        ("PREFIX e: <http://x/> SELECT * { SERVICE e:a {} }", ("http://x/a",)),
        ("BASE <http://x/y> SELECT * { SERVICE <z> {} }", ("http://x/z",)),
        ("SELECT * { FILTER(1<2)SERVICE<http://x/>{} }", ("http://x/",)),
        ('SELECT * { VALUES ?x { """a" } SERVICE <http://x/> {} }', ("http://x/",)),
        (r"SELECT * { \u0053ERVICE <http://x/> {} }", (None,)),
        ("SELECT * { ?s ?p ?o } # SERVICE <http://x/> {}", ()),
        ("SELECT * { ?s ?p 'SERVICE <http://x/> {}' }", ()),
        ('SELECT * { ?s ?p """\n" SERVICE <http://x/> {}""" }', ()),
        ("SELECT * { ?SERVICE <http://x/#SERVICE> SERVICE:SERVICE }", ()),
    ],
)
def test_a_service_is_seen_where_it_is_and_nowhere_else(text: str, services: tuple[str | None, ...]) -> None:
    assert read_query(text).services == services


def test_queries_that_differ_in_space_and_comments_are_one_and_others_are_not() -> None:
    plain = read_query("SELECT * { ?s ?p 'a  b' }")
    assert read_query("SELECT *\n{?s\t?p # c\n'a  b'}").normal == plain.normal
    assert read_query("SELECT * { ?s ?p 'a b' }").normal != plain.normal
    assert read_query("SELECT * { ?s ?p ' # ' }").normal != read_query("SELECT * { ?s ?p ' ' }").normal


@pytest.mark.parametrize(
    "text", ["SELECT (NOW() AS ?n) {}", "SELECT (rand() AS ?n) {}", "ASK { SERVICE <http://x/> {} }"]
)
def test_what_can_differ_from_one_time_to_the_next_is_volatile(text: str) -> None:
    assert read_query(text).volatile


@pytest.mark.parametrize(
    ("text", "cheap"),
    [
        ("ASK {}", True),
        ("SELECT * { <http://x/a> ?p ?o }", True),
        ("SELECT * { ?s ?p ?o } LIMIT 10", True),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f } LIMIT 10", False),
        ("SELECT (COUNT(*) AS ?n) { <http://x/a> ?p ?o }", False),
        ("SELECT * { <http://x/a> <http://x/p>+ ?o }", False),
    ],
)
def test_lookups_are_told_from_work(text: str, cheap: bool) -> None:
    assert read_query(text).cheap is cheap


def test_a_query_with_too_many_terms_is_refused_by_name_of_the_limit() -> None:
    with pytest.raises(QueryTooLarge, match=f"{MOST_TOKENS:,}"):
        read_query("a " * (MOST_TOKENS + 1))
