"""A published graph as a file: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD.

The same graph gives the same bytes: subjects, predicates and objects are sorted, prefixes are declared in a
fixed order, and there are no blank nodes whose names could differ. Subjects are sorted first and then read
one by one, so that memory holds the subjects' names and not the graph (for TriG, one named graph).

Turtle, N-Triples, RDF/XML and JSON-LD give the union of all named graphs; TriG and N-Quads keep them apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import IO

import pyoxigraph as ox

from kg.errors import UsageProblem
from kg.graph.jsonld import context, node_object
from kg.graph.rdf import ONTOLOGY_GRAPH
from kg.graph.turtle import Spelling, subject_block
from kg.vocab import prefixes

FORMATS = ("turtle", "trig", "nquads", "ntriples", "rdfxml", "jsonld")


def export(
    store: ox.Store, format: str, out: IO[bytes], *, base_iri: str = "", ontology: bool = True
) -> None:
    """Writes the whole graph to `out` in one of `FORMATS`.

    `base_iri` gives the nodes their short names (`strike:…`) in formats with prefixes. Without `ontology` its
    named graph is left out. Raises UsageProblem for an unknown format.
    """
    writers: dict[str, Callable[[ox.Store, IO[bytes], str, bool], None]] = {
        "turtle": _turtle,
        "trig": _trig,
        "nquads": _nquads,
        "ntriples": _ntriples,
        "rdfxml": _rdfxml,
        "jsonld": _jsonld,
    }
    if format not in writers:
        raise UsageProblem(f"there is no export format {format!r}", f"choose one of {', '.join(FORMATS)}")
    writers[format](store, out, base_iri, ontology)


def _turtle(store: ox.Store, out: IO[bytes], base_iri: str, ontology: bool) -> None:
    spelling = Spelling(prefixes(base_iri))
    out.write(spelling.header().encode("utf-8"))
    for subject, triples in _by_subject(store, _graphs(store, base_iri, ontology)):
        out.write(f"\n{subject_block(subject, triples, spelling)}".encode())


def _trig(store: ox.Store, out: IO[bytes], base_iri: str, ontology: bool) -> None:
    spelling = Spelling(prefixes(base_iri))
    out.write(spelling.header().encode("utf-8"))
    for graph in _graphs(store, base_iri, ontology):
        out.write(f"\n{spelling.term(graph)} {{\n".encode())
        by_subject: dict[str, list[ox.Triple]] = {}
        for quad in store.quads_for_pattern(None, None, None, graph):
            by_subject.setdefault(_iri(quad.subject), []).append(quad.triple)
        for position, subject in enumerate(sorted(by_subject)):
            block = subject_block(ox.NamedNode(subject), by_subject[subject], spelling, "  ")
            out.write(f"{chr(10) if position else ''}{block}".encode())
        out.write(b"}\n")


def _nquads(store: ox.Store, out: IO[bytes], base_iri: str, ontology: bool) -> None:
    wanted = set(_graphs(store, base_iri, ontology))
    for subject in _subjects(store):
        quads = store.quads_for_pattern(subject, None, None)
        lines = sorted(f"{quad} .\n" for quad in quads if quad.graph_name in wanted)
        out.write("".join(lines).encode("utf-8"))


def _ntriples(store: ox.Store, out: IO[bytes], base_iri: str, ontology: bool) -> None:
    for _, triples in _by_subject(store, _graphs(store, base_iri, ontology)):
        out.write("".join(sorted(f"{triple} .\n" for triple in triples)).encode("utf-8"))


def _rdfxml(store: ox.Store, out: IO[bytes], base_iri: str, ontology: bool) -> None:
    blocks = _by_subject(store, _graphs(store, base_iri, ontology))
    triples = (_printable(triple) for _, block in blocks for triple in sorted(block, key=str))
    # RDF/XML can abbreviate only predicates and types, which are never nodes of ours.
    ox.serialize(triples, out, ox.RdfFormat.RDF_XML, prefixes=prefixes())


def _jsonld(store: ox.Store, out: IO[bytes], base_iri: str, ontology: bool) -> None:
    terms = context(base_iri)
    out.write(b'{\n"@context": ')
    out.write(json.dumps(terms, ensure_ascii=False, indent=1).encode("utf-8"))
    out.write(b',\n"@graph": [')
    separator = b"\n"
    for subject, triples in _by_subject(store, _graphs(store, base_iri, ontology)):
        described = node_object(subject, triples, terms, base_iri)
        out.write(separator + json.dumps(described, ensure_ascii=False, sort_keys=True).encode("utf-8"))
        separator = b",\n"
    out.write(b"\n]\n}\n")


def _graphs(store: ox.Store, base_iri: str, ontology: bool) -> list[ox.NamedNode]:
    left_out = "" if ontology else f"{base_iri}{ONTOLOGY_GRAPH}"
    named = [graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    return sorted((graph for graph in named if graph.value != left_out), key=str)


def _subjects(store: ox.Store) -> list[ox.NamedNode]:
    # In SPARQL, which makes a Python object of each subject and not of all terms of all quads.
    found = store.query("SELECT DISTINCT ?s { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(found, ox.QuerySolutions)
    return [ox.NamedNode(iri) for iri in sorted(_iri(row["s"]) for row in found)]


def _iri(subject: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if not isinstance(subject, ox.NamedNode):
        raise ValueError(f"{subject} is not an IRI: the graph has no blank nodes")
    return subject.value


def _by_subject(store: ox.Store, graphs: list[ox.NamedNode]) -> Iterator[tuple[ox.NamedNode, set[ox.Triple]]]:
    """Each subject of the graphs, sorted, with its triples; a triple of several graphs comes once."""
    wanted = set(graphs)
    for subject in _subjects(store):
        triples = {
            quad.triple for quad in store.quads_for_pattern(subject, None, None) if quad.graph_name in wanted
        }
        if triples:
            yield subject, triples


def _printable(triple: ox.Triple) -> ox.Triple:
    """The triple as XML 1.0 can hold it: control characters become U+FFFD, the sign for what is not shown."""
    value = triple.object
    if not isinstance(value, ox.Literal) or value.value.isprintable():
        return triple
    cleaned = "".join(
        c if c in "\t\n\r" or (ord(c) >= 32 and c not in "\ufffe\uffff") else "\ufffd" for c in value.value
    )
    if cleaned == value.value:
        return triple
    literal = ox.Literal(cleaned, language=value.language) if value.language else ox.Literal(cleaned)
    return ox.Triple(triple.subject, triple.predicate, literal)


__all__ = ["FORMATS", "export"]
