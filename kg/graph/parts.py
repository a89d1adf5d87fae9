"""A graph in parts: what one node, or one article, brings into it, told from before without making quads.

A part is all that stands in one named graph about one subject (an actor, an event, a count), or one named
graph whole (what an article says). Its digest follows from what its triples are made of, so that the parts
that a build has changed are found without making and comparing the triples of all the others: at 10,000
articles that is some three million quads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any

import msgspec
import pyoxigraph as ox

from kg.graph.terms import Triple, under

_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_DIGEST_BYTES = 12


@dataclass(frozen=True, slots=True)
class Part:
    """The triples of one subject in a graph, or of a whole graph when `subject` is None.

    `graph` and `subject` are node ids; subjects named under the subject ("place/x/geometry") belong to it.
    `made_of` is all that the triples depend on, beside the base IRI and the program itself.
    """

    graph: str
    subject: str | None
    made_of: Any
    triples: Callable[[], Iterable[Triple]]

    @property
    def name(self) -> str:
        """What the part is known by from one publication to the next."""
        return self.graph if self.subject is None else f"{self.graph} {self.subject}"

    @property
    def digest(self) -> bytes:
        """A hash of what the part is made of: equal for equal triples' sake, different for different ones."""
        return blake2b(_encode(self.made_of), digest_size=_DIGEST_BYTES).digest()

    def quads(self, base_iri: str) -> Iterator[ox.Quad]:
        """The triples in their named graph."""
        graph = under(base_iri, self.graph)
        for subject, predicate, value in self.triples():
            yield ox.Quad(subject, predicate, value, graph)


def bare(node: Any, *without: str) -> tuple[Any, ...]:
    """The values of a frozen type's fields but for some: what is left of an event beside its evidence."""
    kind: Any = type(node)
    return _values(kind, without)(node)


@cache
def _values(kind: Any, without: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(kind) if field.name not in without))


def held(store: ox.Store, name: str, base_iri: str) -> set[ox.Quad]:
    """What a store holds of the part of that name."""
    graph_id, _, subject = name.partition(" ")
    graph = under(base_iri, graph_id)
    if not subject:
        return set(store.quads_for_pattern(None, None, None, graph))
    found: set[ox.Quad] = set()
    pending = [under(base_iri, subject)]
    within = f"{pending[0].value}/"
    seen = set(pending)
    while pending:
        for quad in store.quads_for_pattern(pending.pop(), None, None, graph):
            found.add(quad)
            value = quad.object
            if isinstance(value, ox.NamedNode) and value.value.startswith(within) and value not in seen:
                seen.add(value)
                pending.append(value)
    return found
