"""What is made of a snapshot before it is served: its figures, and the rows of its full-text index."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.prepare import count, index
from kg.serve.problems import Unavailable
from kg.serve.search import search
from kg.vocab import kg, rdf, rdfs, skos

NODES = [ox.NamedNode(f"urn:n{i}") for i in range(4)] + [ox.BlankNode("b")]
CLASSES = [ox.NamedNode("urn:A"), ox.NamedNode("urn:B")]
TYPE = ox.NamedNode(rdf.type)
PROPERTIES = [ox.NamedNode("urn:p"), ox.NamedNode("urn:q")]
GRAPHS = [ox.NamedNode("urn:g"), ox.NamedNode("urn:h"), ox.NamedNode("urn:i")]
VALUES = [*NODES, ox.Literal("x"), ox.Literal("x", language="en"), ox.Literal(1)]

QUADS = st.one_of(
    st.builds(
        ox.Quad,
        st.sampled_from(NODES),
        st.just(TYPE),
        st.sampled_from([*CLASSES, VALUES[5]]),
        st.sampled_from(GRAPHS),
    ),
    st.builds(
        ox.Quad,
        st.sampled_from(NODES),
        st.sampled_from(PROPERTIES),
        st.sampled_from(VALUES),
        st.sampled_from(GRAPHS),
    ),
)


@given(st.lists(QUADS, max_size=30), st.booleans())
def test_the_figures_count_each_triple_once_in_however_many_graphs_it_stands(
    quads: list[ox.Quad], union: bool
) -> None:
    store = ox.Store()
    merged = {q.triple for q in quads}
    store.extend(quads)
    if not union:  # the store's own default graph holds the merge
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in merged)
    figures = count(store, "000001-x", "urn:", "", union)
    assert figures.triples == len(merged)
    assert figures.subjects == len({t.subject for t in merged})
    assert figures.objects == len({t.object for t in merged})
    assert dict(figures.graphs) == Counter(str(q.graph_name)[1:-1] for q in set(quads))
    for prop in figures.properties:
        own = [t for t in merged if t.predicate.value == prop.property]
        assert prop.triples == len(own)
        assert prop.subjects == len({t.subject for t in own})
        assert prop.objects == len({t.object for t in own})
    assert {p.property for p in figures.properties} == {t.predicate.value for t in merged}
    classes = {t.object for t in merged if t.predicate == TYPE and isinstance(t.object, ox.NamedNode)}
    assert {c.cls for c in figures.classes} == {c.value for c in classes}
    for cls in figures.classes:
        members = {t.subject for t in merged if t.predicate == TYPE and t.object == ox.NamedNode(cls.cls)}
        assert cls.entities == len(members)
        of_members = [t for t in merged if t.subject in members]
        assert {(p.property, p.triples, p.subjects, p.objects) for p in cls.properties} == {
            (
                prop.value,
                len(own := [t for t in of_members if t.predicate == prop]),
                len({t.subject for t in own}),
                len({t.object for t in own}),
            )
            for prop in {t.predicate for t in of_members}
        }


@pytest.fixture
def words(tmp_path: Path) -> dict[str, tuple[str, str, str, str]]:
    """The rows of an index by node: class, day, label, text."""
    store = ox.Store()
    store.update(
        f"""PREFIX kg: <{kg}> PREFIX rdfs: <{rdfs}> PREFIX skos: <{skos}>
        PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        INSERT DATA {{
          GRAPH <urn:entities> {{
            <urn:iran> a kg:State, kg:Actor ; rdfs:label "Iran" ; skos:altLabel "Islamic Republic of Iran", "Persia" .
            <urn:strike> a kg:Strike, kg:Event ; rdfs:label "Strike on Panjgur" ; kg:mention <urn:m1>, <urn:m2> ;
              kg:date "2024-01-16" .
            <urn:nameless> a kg:Event .
            <urn:link> a kg:Link ; rdfs:label "a link" .
          }}
          GRAPH <urn:article> {{
            <urn:iran> a kg:State ; rdfs:label "Iran" .
            <urn:m1> a kg:Mention ; kg:sentence "Missiles hit a village." .
            <urn:m2> a kg:Mention ; kg:sentence "Missiles hit a village." .
            <urn:m3> a kg:Mention ; nif:anchorOf "hit" .
            <urn:report> a kg:Article ; dcterms:title "Two strikes" ; dcterms:issued "2024-01-17" .
          }}
        }}"""
    )
    index(store, tmp_path / "search.sqlite")
    with sqlite3.connect(tmp_path / "search.sqlite") as base:
        rows = base.execute("SELECT iri, class, day, label, text FROM words").fetchall()
    base.close()
    assert len({row[0] for row in rows}) == len(rows)
    return {iri.removeprefix("urn:"): tuple(rest) for iri, *rest in rows}


def test_a_node_is_found_by_its_name_and_its_other_names(words: dict[str, tuple[str, str, str, str]]) -> None:
    cls, day, label, text = words["iran"]
    assert (cls, day, label) == (kg.State, "", "Iran")
    assert sorted(text.split("\n")) == ["Islamic Republic of Iran", "Persia"]
    assert words["report"] == (kg.Article, "2024-01-17", "Two strikes", "")


def test_an_event_is_found_by_the_sentences_of_its_evidence(
    words: dict[str, tuple[str, str, str, str]],
) -> None:
    assert words["strike"] == (kg.Strike, "2024-01-16", "Strike on Panjgur", "Missiles hit a village.")


def test_each_mention_has_its_sentence_or_at_least_its_words(
    words: dict[str, tuple[str, str, str, str]],
) -> None:
    assert words["m1"] == (kg.Mention, "", "", "Missiles hit a village.")
    assert words["m3"] == (kg.Mention, "", "", "hit")


def test_what_has_no_name_and_what_nobody_looks_for_is_left_out(
    words: dict[str, tuple[str, str, str, str]],
) -> None:
    assert set(words) == {"iran", "strike", "report", "m1", "m2", "m3"}


def test_a_search_in_an_index_that_has_gone_with_its_snapshot_is_to_be_tried_again(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as raised:
        search(tmp_path / "search.sqlite", "missile")
    assert raised.value.headers["Retry-After"] == "1"
