"""A built graph read back as plain values through the terms of the ontology alone, for scoring it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

import pyoxigraph as ox

from kg.errors import InputProblem
from kg.vocab import ACTOR_CLASSES, dcterms, kg, owl, rdf, rdfs, skos

_ACTOR_CLASSES = frozenset(ACTOR_CLASSES.split())
_WIKIDATA = "wikidata.org/entity/Q"


class BuiltGraph:
    """Events, actors and places of a graph: property values as strings, sorted, without duplicates."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
                values[quad.subject.value][quad.predicate.value].add(quad.object.value)
        self._values = {
            node: {term: tuple(sorted(found)) for term, found in terms.items()}
            for node, terms in values.items()
        }
        articles = self.instances("Article")
        self._file = {node: name for node in articles for name in self.get(node, dcterms.identifier)}
        self._labels = {node: self._folded(node) for node in self._values}

    @classmethod
    def open(cls, graph: Path | ox.Store) -> BuiltGraph:
        """From a store, or from an exported Turtle, TriG, N-Triples or N-Quads file."""
        if isinstance(graph, ox.Store):
            return cls(graph)
        serialization = ox.RdfFormat.from_extension(graph.suffix[1:])
        if serialization is None:
            raise InputProblem(f"{graph} is no RDF file by its name", "export with --format nquads or turtle")
        try:
            return cls(ox.parse(path=str(graph), format=serialization))
        except (OSError, SyntaxError) as error:
            raise InputProblem(
                f"{graph} cannot be read: {error}", "export it again with kg export"
            ) from error

    def nodes(self) -> Iterable[str]:
        """Everything that is said something about."""
        return self._values

    def instances(self, name: str) -> list[str]:
        """The nodes of the class `kg:name`, sorted."""
        return sorted(node for node in self._values if kg[name] in self.get(node, rdf.type))

    def get(self, node: str, term: str) -> tuple[str, ...]:
        """The values of a property, given by its IRI, sorted."""
        return self._values.get(node, {}).get(term, ())

    def local(self, node: str, term: str) -> set[str]:
        """The values of a property by the last part of their names."""
        return {value.rsplit("#", 1)[-1] for value in self.get(node, term)}

    def actor_classes(self, node: str) -> set[str]:
        """The subclasses of kg:Actor that the node has."""
        return self.local(node, rdf.type) & _ACTOR_CLASSES

    def items(self, node: str) -> set[str]:
        """The Wikidata items that the node is the same as: {"Q843"}."""
        return {iri.rsplit("/", 1)[-1] for iri in self.get(node, owl.sameAs) if _WIKIDATA in iri}

    def labels(self, node: str) -> frozenset[str]:
        """All names of the node, folded."""
        return self._labels.get(node, frozenset())

    def is_entity(self, node: str, entity: Mapping[str, object]) -> bool:
        """True when the node is the gold's entity: by its Wikidata item, or by one of its names."""
        if entity.get("wikidata") and entity["wikidata"] in self.items(node):
            return True
        names = entity["names"]
        return isinstance(names, list) and bool({fold(name) for name in names} & self.labels(node))

    def reported_in(self, event: str) -> set[str]:
        """The articles of an event by the beginning of their files' names: "000" for 000_3347feca.txt."""
        files = {self._file.get(article, "") for article in self.get(event, kg.reportedIn)}
        return {PurePosixPath(name).name.split("_")[0] for name in files if name}

    def article_file(self, mention: str) -> str:
        """The name of the file that a mention stands in; "" when the graph does not say."""
        articles = self.get(mention, kg.inArticle)
        return PurePosixPath(self._file.get(articles[0], "")).name if articles else ""

    def _folded(self, node: str) -> frozenset[str]:
        return frozenset(fold(name) for term in (rdfs.label, skos.altLabel) for name in self.get(node, term))


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """A name without case, accents, possessive, punctuation and leading "the"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    plain = re.sub(r"[’'`]s\b", "", plain)
    return re.sub(r"^the ", "", re.sub(r"[^a-z0-9]+", " ", plain).strip())
