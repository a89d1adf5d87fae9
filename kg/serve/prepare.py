"""The process that counts a snapshot and indexes its words, once, before the snapshot is served.

Started by `kg.serve.prepared`; writes `figures.json` and `search.sqlite` into the folder it is given. Both
are of one revision and never changed afterwards, so that they cannot drift from the graph they describe.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.store import manifest, open_snapshot
from kg.serve.confine import die_with, leave_network
from kg.serve.figures import ClassCount, Figures, PropertyCount
from kg.serve.kept import FIGURES, INDEX
from kg.vocab import dcterms, kg, nif, rdf, rdfs, skos

_PER_NODE = 40  # sentences of evidence that are indexed with an event; all are indexed on their own as well
_LABELS = (rdfs.label, dcterms.title)
_OTHER_NAMES = (skos.altLabel, kg.role)
_WORDS = (kg.content, kg.quotation, kg.reason, kg.verdict)
_SKIPPED = {kg.Membership, kg.Link, kg.ReplacedName}
_WITH_EVIDENCE = (kg.Strike, kg.DiplomaticAction, kg.Statement, kg.CasualtyReport)


def count(store: ox.Store, revision: str, base_iri: str, published: str, union: bool) -> Figures:
    """The figures of VoID (https://www.w3.org/TR/void/, section 4): how many of what.

    Counted by the engine, which need not look up the terms for that: a tenth of the time of a loop over all quads.
    Its union of graphs holds a triple once for each graph; what is too much is taken off afterwards.
    """

    def rows(text: str) -> Iterator[ox.QuerySolution]:
        found = store.query(text, use_default_graph_as_union=union)
        assert isinstance(found, ox.QuerySolutions)
        return found

    subjects = _number(next(rows(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {_ALL}"))[0])
    objects = _number(next(rows(f"SELECT (COUNT(DISTINCT ?o) AS ?n) {_ALL}"))[0])
    graphs = {
        g.value: _number(n)
        for g, n in rows("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    }
    whole = {
        p.value: [_number(n) for n in numbers]
        for p, *numbers in rows(
            f"SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?t) (COUNT(DISTINCT ?o) AS ?u) {_ALL} GROUP BY ?p"
        )
    }
    members = {
        c.value: _number(n)
        for c, n in rows("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
        if isinstance(c, ox.NamedNode)
    }
    inside: dict[str, dict[str, list[int]]] = {cls: {} for cls in members}
    for c, p, *numbers in rows(
        "SELECT ?c ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?t) (COUNT(DISTINCT ?o) AS ?u)"
        " { ?s a ?c ; ?p ?o } GROUP BY ?c ?p"
    ):
        if isinstance(c, ox.NamedNode):
            inside[c.value][p.value] = [_number(n) for n in numbers]
    if union:
        shared = rows("SELECT ?s { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s HAVING (COUNT(DISTINCT ?g) > 1)")
        for (node,) in shared:
            _take_off(store, node, whole, inside)
    return Figures(
        revision=revision,
        base_iri=base_iri,
        published=published,
        triples=sum(n for n, *_ in whole.values()),
        subjects=subjects,
        objects=objects,
        classes=tuple(ClassCount(cls, n, _properties(inside[cls])) for cls, n in _descending(members)),
        properties=_properties(whole),
        graphs=tuple(sorted(graphs.items())),
    )


_ALL = "{ ?s ?p ?o }"


def _number(term: Any) -> int:
    return int(term.value)


def _take_off(
    store: ox.Store, node: Any, whole: dict[str, list[int]], inside: dict[str, dict[str, list[int]]]
) -> None:
    """Takes off what the engine has counted more than once of a node that several graphs speak of."""
    every = [(q.predicate.value, q.object) for q in store.quads_for_pattern(node, None, None, None)]
    once = set(every)
    if len(once) == len(every):
        return
    counted, true = Counter(p for p, _ in every), Counter(p for p, _ in once)
    types = Counter(o.value for p, o in every if p == rdf.type and isinstance(o, ox.NamedNode))
    for prop, number in counted.items():
        whole[prop][0] -= number - true[prop]
        for cls, times in types.items():  # each of its types was joined with each of its triples
            inside[cls][prop][0] -= times * number - true[prop]


def _properties(counts: dict[str, list[int]]) -> tuple[PropertyCount, ...]:
    """The counts by property, the most frequent first."""
    most = _descending({prop: numbers[0] for prop, numbers in counts.items()})
    return tuple(PropertyCount(prop, n, *counts[prop][1:]) for prop, n in most)


def _descending(counter: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda entry: (-entry[1], entry[0]))


def index(store: ox.Store, path: Path) -> None:
    """Writes the full-text index: a row for every node with a name, and one for every sentence of
    evidence."""
    with sqlite3.connect(path) as base:
        base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE VIRTUAL TABLE words USING fts5("
            "iri UNINDEXED, class UNINDEXED, day UNINDEXED, label, text,"
            ' tokenize="porter unicode61 remove_diacritics 2");'
        )
        base.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?)", _rows(store))
        base.execute("INSERT INTO words(words) VALUES ('optimize')")
    base.close()


def _rows(store: ox.Store) -> Iterator[tuple[str, str, str, str, str]]:
    # Property by property, for all nodes at once: to ask for each node takes eight times as long.
    classes = _classes(store)
    labels, days = _first(store, _LABELS), _first(store, (kg.date, kg.claimDate, dcterms.issued))
    words, sentences = _all(store, (*_OTHER_NAMES, *_WORDS)), _first(store, (kg.sentence,))
    mentions: dict[str, list[str]] = {}
    for node, mention in _pairs(store, kg.mention):
        if isinstance(mention, ox.NamedNode):
            mentions.setdefault(node, []).append(mention.value)
    for iri, own in classes.items():
        if own & _SKIPPED:
            continue
        shown = _shown_class(own)
        if shown == kg.Mention:
            yield iri, shown, "", "", sentences.get(iri) or _anchor(store, iri)
            continue
        label = labels.get(iri, "")
        if not label:
            continue
        text = list(words.get(iri, ()))
        if shown in _WITH_EVIDENCE:
            found = dict.fromkeys(sentences[m] for m in mentions.get(iri, ()) if m in sentences)
            text += islice(found, _PER_NODE)
        yield iri, shown, days.get(iri, ""), label, "\n".join(dict.fromkeys(text))


def _pairs(store: ox.Store, prop: str) -> Iterator[tuple[str, Any]]:
    """The nodes that have a property, with its value, in any graph."""
    found = store.query(f"SELECT ?s ?o {{ ?s <{prop}> ?o }}", use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    for node, value in found:
        if isinstance(node, ox.NamedNode):
            yield node.value, value


def _all(store: ox.Store, props: Iterable[str]) -> dict[str, list[str]]:
    """The texts that nodes have for some properties, by node, in the order of the properties."""
    texts: dict[str, list[str]] = {}
    for prop in props:
        for node, value in _pairs(store, prop):
            if isinstance(value, ox.Literal):
                texts.setdefault(node, []).append(value.value)
    return texts


def _first(store: ox.Store, props: Iterable[str]) -> dict[str, str]:
    """The first text that nodes have for the first property for which they have one."""
    texts: dict[str, str] = {}
    for prop in props:
        for node, value in _pairs(store, prop):
            if isinstance(value, ox.Literal):
                texts.setdefault(node, value.value)
    return texts


def _anchor(store: ox.Store, iri: str) -> str:
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(nif.anchorOf), None, None)
    return next((q.object.value for q in quads if isinstance(q.object, ox.Literal)), "")


def _classes(store: ox.Store) -> dict[str, frozenset[str]]:
    """The classes of each node that has any; nodes of the same classes share one set."""
    kinds: dict[frozenset[str], frozenset[str]] = {}
    found: dict[str, frozenset[str]] = {}
    none: frozenset[str] = frozenset()
    for node, cls in _pairs(store, rdf.type):
        if isinstance(cls, ox.NamedNode):
            own = found.get(node, none) | {cls.value}
            found[node] = kinds.setdefault(own, own)
    return found


def _shown_class(own: frozenset[str]) -> str:
    """The class that says most: a strike is an event too, a state an actor too."""
    special = sorted(
        own - {kg.Actor, kg.Event, str(ox.NamedNode("http://www.opengis.net/ont/geosparql#Feature"))[1:-1]}
    )
    ours = [cls for cls in special if cls.startswith(str(kg))]
    return (ours or special or sorted(own))[0]


def main() -> None:
    """Arguments: graph folder, revision, folder to write into."""
    graph_dir, revision, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    leave_network()
    os.nice(10)
    die_with(os.getppid())
    try:
        store, name = open_snapshot(graph_dir, revision)
        about = manifest(graph_dir, revision)
    except KgError as error:
        sys.exit(str(error))
    own = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None
    figures = count(store, name, about.base_iri, about.published, not own)
    index(store, out / INDEX)
    (out / FIGURES).write_bytes(msgspec.json.encode(figures))
    os._exit(0)
