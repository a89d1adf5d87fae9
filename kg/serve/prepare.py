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
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.store import manifest, open_snapshot
from kg.serve.confine import die_with, leave_network
from kg.serve.figures import ClassCount, Figures, PropertyCount
from kg.vocab import dcterms, kg, nif, rdf, rdfs, skos

_PER_NODE = 40  # sentences of evidence that are indexed with an event; all are indexed on their own as well
_LABELS = (rdfs.label, dcterms.title)
_OTHER_NAMES = (skos.altLabel, kg.role)
_WORDS = (kg.content, kg.quotation, kg.reason, kg.verdict)
_SKIPPED = {kg.Membership, kg.Link, kg.ReplacedName}
_WITH_EVIDENCE = (kg.Strike, kg.DiplomaticAction, kg.Statement, kg.CasualtyReport)


def count(store: ox.Store, revision: str, base_iri: str, published: str, union: bool) -> Figures:
    """The figures of VoID (https://www.w3.org/TR/void/, section 4): how many of what.

    Node by node, so that memory holds the different nodes and not all triples, and nothing is joined: seconds
    for a million triples, where the same in SPARQL takes minutes.
    """
    scope = None if union else ox.DefaultGraph()
    graphs: Counter[str] = Counter()
    nodes: dict[ox.NamedNode | ox.BlankNode | ox.Triple, None] = {}
    for quad in store.quads_for_pattern(None, None, None, scope):
        nodes[quad.subject] = None
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs[quad.graph_name.value] += 1
    if not union:
        for name in store.named_graphs():
            graphs[name.value] = sum(1 for _ in store.quads_for_pattern(None, None, None, name))
    whole, members = _Tally(), Counter[str]()
    inside: dict[str, _Tally] = {}
    for node in nodes:
        # A triple that stands in several graphs counts once.
        own = {(q.predicate.value, q.object) for q in store.quads_for_pattern(node, None, None, scope)}
        classes = {o.value for p, o in own if p == rdf.type and isinstance(o, ox.NamedNode)}
        members.update(classes)
        whole.add(own)
        for cls in classes:
            inside.setdefault(cls, _Tally()).add(own)
    return Figures(
        revision=revision,
        base_iri=base_iri,
        published=published,
        triples=whole.triples.total(),
        subjects=len(nodes),
        objects=len(set().union(*whole.objects.values())) if whole.objects else 0,
        classes=tuple(ClassCount(cls, n, inside[cls].properties()) for cls, n in _descending(members)),
        properties=whole.properties(),
        graphs=tuple(sorted(graphs.items())),
    )


class _Tally:
    """Triples by property, with the subjects and the objects that they have. Objects are kept as hashes."""

    def __init__(self) -> None:
        self.triples: Counter[str] = Counter()
        self.subjects: Counter[str] = Counter()
        self.objects: dict[str, set[int]] = {}

    def add(self, own: set[tuple[str, Any]]) -> None:
        """Counts all triples of one subject."""
        for prop, value in own:
            self.triples[prop] += 1
            self.objects.setdefault(prop, set()).add(hash(value))
        self.subjects.update({prop for prop, _ in own})

    def properties(self) -> tuple[PropertyCount, ...]:
        """The counts by property, the most frequent first."""
        return tuple(
            PropertyCount(prop, n, self.subjects[prop], len(self.objects[prop]))
            for prop, n in _descending(self.triples)
        )


def _descending(counter: Counter[str]) -> list[tuple[str, int]]:
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
    classes = _classes(store)
    for iri, own in classes.items():
        node = ox.NamedNode(iri)
        if own & _SKIPPED:
            continue
        shown = _shown_class(own)
        if shown == kg.Mention:
            sentence = next(_values(store, node, (kg.sentence,)), "")
            yield iri, shown, "", "", sentence or next(_values(store, node, (nif.anchorOf,)), "")
            continue
        label = next(_values(store, node, _LABELS), "")
        if not label:
            continue
        words = [*_values(store, node, _OTHER_NAMES), *_values(store, node, _WORDS)]
        if shown in _WITH_EVIDENCE:
            words += _sentences(store, node)
        day = next(_values(store, node, (kg.date, kg.claimDate, dcterms.issued)), "")
        yield iri, shown, day, label, "\n".join(dict.fromkeys(words))


def _classes(store: ox.Store) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(rdf.type), None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            found.setdefault(quad.subject.value, set()).add(quad.object.value)
    return found


def _shown_class(own: set[str]) -> str:
    """The class that says most: a strike is an event too, a state an actor too."""
    special = sorted(
        own - {kg.Actor, kg.Event, str(ox.NamedNode("http://www.opengis.net/ont/geosparql#Feature"))[1:-1]}
    )
    ours = [cls for cls in special if cls.startswith(str(kg))]
    return (ours or special or sorted(own))[0]


def _values(store: ox.Store, node: ox.NamedNode, terms: Iterable[str]) -> Iterator[str]:
    for term in terms:
        for quad in store.quads_for_pattern(node, ox.NamedNode(term), None, None):
            if isinstance(quad.object, ox.Literal):
                yield quad.object.value


def _sentences(store: ox.Store, node: ox.NamedNode) -> list[str]:
    found: dict[str, None] = {}
    for quad in store.quads_for_pattern(node, ox.NamedNode(kg.mention), None, None):
        if isinstance(quad.object, ox.NamedNode):
            found.update(dict.fromkeys(_values(store, quad.object, (kg.sentence,))))
        if len(found) >= _PER_NODE:
            break
    return list(found)


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
    index(store, out / "search.sqlite")
    (out / "figures.json").write_bytes(msgspec.json.encode(figures))
    os._exit(0)
