"""The actors and places of one revision with their names, for the reconciliation service to look up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.graph.store import manifest, open_snapshot
from kg.vocab import kg as terms
from kg.vocab import owl, rdf, rdfs, skos

TYPES: Mapping[str, str] = {
    "Actor": "Actor",
    "State": "State",
    "GovernmentBody": "Government body",
    "Person": "Person",
    "ArmedGroup": "Armed group",
    "InternationalOrganization": "International organization",
    "Organization": "Organization",
    "Population": "Population",
    "Place": "Place",
}
PROPERTIES: Mapping[str, str] = {
    "wikidata": "Wikidata id (certain links only)",
    "country": "Country",
    "memberOf": "Member of",
    "partOf": "Part of",
    "role": "Role",
    "altLabel": "Other names",
    "type": "Type",
}
_WIKIDATA = "http://www.wikidata.org/entity/"
_OWN_PROPERTIES = ("country", "memberOf", "partOf", "role")
_LONGEST_NAME = 200  # characters; a stranger's longer texts are not remembered


@dataclass(frozen=True, slots=True)
class Known:
    """An actor or a place: `id` is its path under the base IRI; `values` are nodes' paths or texts."""

    id: str
    label: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    mentions: int
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def description(self) -> str:
        """One line that tells it from its namesakes."""
        kind = TYPES.get(self.types[0], self.types[0])
        near = [v for p, of in self.values for v in of if p in ("role", "country", "partOf", "memberOf")]
        where = ", ".join(v.rpartition("/")[2].replace("-", " ") for v in dict.fromkeys(near))
        return f"{kind}{f' ({where})' if where else ''}; {self.mentions} mentions"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All actors and places of one revision, and where each folded name leads."""

    revision: str
    base_iri: str
    known: Mapping[str, Known]
    by_name: Mapping[str, tuple[str, ...]]


def catalogue(graph_dir: Path, revision: str) -> Catalogue:
    """What a revision holds. Raises what `open_snapshot` raises."""
    store = open_snapshot(graph_dir, revision).store
    base_iri = manifest(graph_dir, revision).base_iri
    known = {entity.id: entity for entity in _entities(store, base_iri)}
    by_name: dict[str, list[str]] = {}
    for entity in known.values():
        for name in dict.fromkeys(map(fold, (entity.label, *entity.names))):
            by_name.setdefault(name, []).append(entity.id)
    return Catalogue(revision, base_iri, known, {name: tuple(ids) for name, ids in by_name.items()})


def _entities(store: ox.Store, base_iri: str) -> Iterable[Known]:
    classes: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(rdf.type), None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            name = quad.object.value.removeprefix(str(terms))
            if name in TYPES:
                classes.setdefault(quad.subject.value, set()).add(name)
    for iri, own in sorted(classes.items()):
        labels = _values(store, iri, rdfs.label, base_iri)
        if not labels:
            continue
        types = tuple(sorted(own, key=lambda name: (name in ("Actor", "Place"), name)))
        same = _values(store, iri, owl.sameAs, base_iri)
        values = {
            "wikidata": tuple(v.removeprefix(_WIKIDATA) for v in same if v.startswith(_WIKIDATA)),
            **{name: _values(store, iri, terms[name], base_iri) for name in _OWN_PROPERTIES},
            "altLabel": _values(store, iri, skos.altLabel, base_iri),
            "type": types,
        }
        yield Known(
            id=iri.removeprefix(base_iri),
            label=labels[0],
            names=tuple(dict.fromkeys((*labels[1:], *values["altLabel"]))),
            types=types,
            mentions=len(_values(store, iri, terms.mention, base_iri)),
            values=tuple((name, found) for name, found in values.items() if found),
        )


def _values(store: ox.Store, iri: str, property: str, base_iri: str) -> tuple[str, ...]:
    """The values of a node's property, each once: nodes of the graph by their path, others as they are."""
    found = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(property), None, None)
    texts = {q.object.value for q in found if isinstance(q.object, ox.NamedNode | ox.Literal)}
    return tuple(sorted(text.removeprefix(base_iri) for text in texts))


def fold(name: str) -> str:
    """A name without case, accents, punctuation and a leading "the"."""
    return _remembered_fold(name) if len(name) <= _LONGEST_NAME else _fold(name)


def _fold(name: str) -> str:
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = re.sub(r"['’.]", "", text)
    return re.sub(r"^the ", "", re.sub(r"[\W_]+", " ", text).strip())


_remembered_fold = lru_cache(maxsize=65536)(_fold)
