"""What the master store holds: its digests, and how it is brought to what it shall hold.

The digest of a graph is the sum, modulo 2^128, of a 128-bit hash of each quad: the same for the same set of
quads in any order, and computable from a change alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import groupby

import pyoxigraph as ox

from kg.graph.parts import Part, held

_BULK = 20_000  # from here on RocksDB's bulk loader is faster than one transaction, which it does not log
_DIGEST_BYTES = 16
_MODULUS = 1 << 8 * _DIGEST_BYTES


@dataclass(slots=True)
class Content:
    """The digest of each named graph (sums of the hashes of its quads) and the number of all quads."""

    digests: dict[str, int] = field(default_factory=dict)
    quads: int = 0

    def count(self, quad: ox.Quad, sign: int) -> None:
        """Takes a quad in (`sign` 1) or out (-1)."""
        graph = str(quad.graph_name)
        self.digests[graph] = (self.digests.get(graph, 0) + sign * _hash(quad)) % _MODULUS
        self.quads += sign

    @property
    def digest(self) -> str:
        """The digest of all graphs together, in hexadecimal."""
        return f"{sum(self.digests.values()) % _MODULUS:0{2 * _DIGEST_BYTES}x}"


def replace_content(store: ox.Store, quads: Iterable[ox.Quad], trusted: Mapping[str, int]) -> Content:
    """Brings the store to exactly `quads`; graphs whose digest is the trusted one are not looked into.

    Raises ValueError where the quads of one graph do not stand together.
    """
    content = Content()
    if not len(store):
        # Everything at once: a transaction for each article's graph would take several times as long.
        store.bulk_extend(quad for group in _taken_in(quads, content) for quad in group[1])
        return content
    for graph, wanted in _taken_in(quads, content):
        if trusted.get(str(graph)) == content.digests[str(graph)]:
            continue
        there = set(store.quads_for_pattern(None, None, None, graph))
        if len(there - wanted) > len(wanted):  # quads are removed one by one, a graph at once
            store.clear_graph(graph)
            there.clear()
        for quad in there - wanted:
            store.remove(quad)
        _insert(store, list(wanted - there))
    for graph in [graph for graph in store.named_graphs() if str(graph) not in content.digests]:
        store.remove_graph(graph)
    return content


def _taken_in(
    quads: Iterable[ox.Quad], content: Content
) -> Iterator[tuple[ox.NamedNode | ox.BlankNode | ox.DefaultGraph, set[ox.Quad]]]:
    """The quads graph by graph, as `content` takes them in."""
    for graph, group in groupby(quads, key=lambda quad: quad.graph_name):
        if str(graph) in content.digests:
            raise ValueError(f"the quads of {graph} do not stand together")
        wanted = set(group)
        content.digests[str(graph)] = sum(map(_hash, wanted)) % _MODULUS
        content.quads += len(wanted)
        yield graph, wanted


def exchange_parts(
    store: ox.Store, parts: Iterable[Part], known: Mapping[str, bytes], content: Content, base_iri: str
) -> dict[str, bytes]:
    """Brings a store that holds the `known` parts to exactly `parts`; the digest of each of them, by name.

    Parts whose digest is known are neither made nor looked up; `content` follows what is exchanged. Raises
    ValueError when two parts have one name.
    """
    digests: dict[str, bytes] = {}
    _exchange(store, parts, known, lambda: known.keys() - digests.keys(), content, base_iri, digests)
    return digests


def exchange_some(
    store: ox.Store,
    parts: Iterable[Part],
    named: Iterable[str],
    known: Mapping[str, bytes],
    content: Content,
    base_iri: str,
) -> dict[str, bytes]:
    """As `exchange_parts`, but parts of other names than those `named` stay as they are."""
    digests: dict[str, bytes] = {}
    there = {name for name in named if name in known}
    _exchange(store, parts, known, lambda: there - digests.keys(), content, base_iri, digests)
    out = dict(known)
    for name in there - digests.keys():
        del out[name]
    return out | digests


def _exchange(
    store: ox.Store,
    parts: Iterable[Part],
    known: Mapping[str, bytes],
    left: Callable[[], Iterable[str]],
    content: Content,
    base_iri: str,
    digests: dict[str, bytes],
) -> None:
    """Exchange parts whose digest is another one, and take those out that are `left` when all have come."""
    removed: list[ox.Quad] = []
    added: list[ox.Quad] = []
    for part in parts:
        name, digest = part.name, part.digest
        if name in digests:
            raise ValueError(f"there are two parts of the name {name!r}")
        digests[name] = digest
        if known.get(name) == digest:
            continue
        there = held(store, name, base_iri) if name in known else set()
        wanted = set(part.quads(base_iri))
        removed += there - wanted
        added += wanted - there
    for name in left():
        removed += held(store, name, base_iri)
    for quad in removed:
        store.remove(quad)
        content.count(quad, -1)
    _insert(store, added)
    for quad in added:
        content.count(quad, 1)
    # What one article says is one graph: it goes with the article.
    for graph in {quad.graph_name for quad in removed}:
        if next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None:
            store.remove_graph(graph)
            content.digests.pop(str(graph), None)


def _insert(store: ox.Store, quads: list[ox.Quad]) -> None:
    """Adds quads in the way that is fastest for their number."""
    if len(quads) >= _BULK:
        store.bulk_extend(quads)
    elif quads:
        store.extend(quads)


def _hash(quad: ox.Quad) -> int:
    return int.from_bytes(blake2b(str(quad).encode("utf-8"), digest_size=_DIGEST_BYTES).digest(), "big")
