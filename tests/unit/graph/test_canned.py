"""Canned queries as files: their headers, their names, and parameters that cannot break out."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageProblem
from kg.graph.canned import CannedQuery, find, parse, queries
from kg.resources import folder

HEADER = "#+ summary: A test\n#+ params:\n"
QUERY = parse(
    HEADER
    + "#+   name: whose name\n#+   node: which node\n#+   most: (optional) how many\n#+   day: which day\n"
    + "SELECT ?x { ?x ?p ?_name ; ?q ?_node_iri . # not ?_name here\n"
    + "FILTER(\"?_name\" != '?_name' && <http://x/?_name> != ?_most_integer && ?d < ?_day_date) }",
    Path("07-a-test.rq"),
)
VALUES = {"name": "Iran", "node": "actor/iran", "day": "2024-01-16"}


def test_every_file_in_queries_has_a_summary_a_number_of_its_own_and_a_name_of_its_own() -> None:
    known = queries()
    assert len(known) >= 12
    assert len({query.number for query in known}) == len({query.name for query in known}) == len(known)
    assert all(query.summary and query.description and query.tags for query in known)


def test_every_required_parameter_has_an_example() -> None:
    for query in queries():
        assert {p.name for p in query.parameters if p.required} <= set(query.example), query.name


@pytest.mark.parametrize("name", ["strikes-on", "01-strikes-on", "01-strikes-on.rq", "01"])
def test_a_query_is_found_without_its_number(name: str) -> None:
    assert find(name).name == "strikes-on"


def test_an_unknown_query_suggests_the_nearest_name() -> None:
    with pytest.raises(UsageProblem, match="did you mean strikes-on"):
        find("strike-on")


def test_values_become_terms_and_only_variables_are_replaced() -> None:
    bound = QUERY.bind({**VALUES, "most": "5"}, base_iri="http://x/")
    assert '?p "Iran" ; ?q <http://x/actor/iran> . # not ?_name here' in bound
    assert "\"?_name\" != '?_name' && <http://x/?_name>" in bound
    assert '"5"^^<http://www.w3.org/2001/XMLSchema#integer>' in bound
    assert '"2024-01-16"^^<http://www.w3.org/2001/XMLSchema#date>' in bound


def test_an_optional_parameter_that_is_not_given_is_the_empty_string() -> None:
    assert '<http://x/?_name> != "" &&' in QUERY.bind(VALUES, base_iri="http://x/")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({**VALUES, "nam": "x"}, "has no parameter nam"),
        ({"name": "x"}, "needs a value for node, day"),
        ({**VALUES, "day": "Tuesday"}, "is no date"),
        ({**VALUES, "day": "2024-02-30"}, "is no date"),
        ({**VALUES, "most": "many"}, "is no integer"),
        ({**VALUES, "node": "http://x/a b"}, "is no iri"),
    ],
)
def test_parameters_that_do_not_fit_are_explained_with_those_that_there_are(
    values: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageProblem, match=words) as problem:
        QUERY.bind(values, base_iri="http://x/")
    assert "name: whose name" in str(problem.value)


@pytest.mark.parametrize("value", ["yesterday", "2024-13", "2024-02-30", "24", "2024-1-5", "16.01.2024"])
def test_what_is_no_day_month_or_year_is_refused_and_not_answered_with_nothing(value: str) -> None:
    with pytest.raises(UsageProblem, match="is no period"):
        find("timeline").bind({"since": value})


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_value_can_break_out_of_its_literal(value: str) -> None:
    query = parse(f"{HEADER}#+   value: any\nSELECT ?same {{ BIND(?_value AS ?same) }}", Path("01-x.rq"))
    rows = list(ox.Store().query(query.bind({"value": value})))  # type: ignore[arg-type]
    assert [row["same"].value for row in rows] == [value]


@pytest.mark.parametrize("value", ["x> } #", "x>} DROP ALL #", 'a"b', "a{b}", "a\\u003E"])
def test_no_value_can_break_out_of_its_iri(value: str) -> None:
    query = parse(f"{HEADER}#+   node: any\nSELECT ?same {{ BIND(?_node_iri AS ?same) }}", Path("01-x.rq"))
    with pytest.raises(UsageProblem):
        query.bind({"node": value}, base_iri="http://x/")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "#+ summary: x\nSELECT * { ?s ?p ?_undeclared }",
        "#+ summary: x\n#+ params:\n#+   unused: y\nSELECT * { ?s ?p ?o }",
        "#+ summary: x\n#+ no header line\nSELECT * { ?s ?p ?o }",
    ],
)
def test_an_authors_error_in_a_header_is_found(text: str) -> None:
    with pytest.raises(ValueError, match=r"x\.rq"):
        parse(text, Path("01-x.rq"))


def test_every_query_is_sparql_with_its_examples() -> None:
    for query in queries():
        ox.Store().query(query.bind(query.example, base_iri="http://x/"))


def test_queries_are_values() -> None:
    assert isinstance(find("timeline"), CannedQuery)
    assert find("timeline") == find("timeline")


def test_the_readme_lists_every_query_with_its_question_and_parameters() -> None:
    readme = (folder("queries") / "README.md").read_text(encoding="utf-8")
    for query in queries():
        named = (f"`{p.name}`" if p.required else f"(`{p.name}`)" for p in query.parameters)
        assert f"| `{query.name}` | {query.summary} | {', '.join(named)} |" in readme


def test_the_example_in_the_readme_is_a_canned_query() -> None:
    readme = (folder("queries") / "README.md").read_text(encoding="utf-8")
    text = readme.partition("```sparql\n")[2].partition("```")[0]
    query = parse(text, Path("my-own.rq"))
    ox.Store().query(query.bind(query.example))
