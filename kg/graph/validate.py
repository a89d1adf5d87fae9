"""Does a published graph have the shapes of `ontology/shapes.ttl`? With what is wrong where, in words.

pySHACL runs on a copy in rdflib's memory: on the store itself its time grows with the square of the graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import rdflib
from pyshacl import validate as pyshacl_validate

from kg.errors import EnvironmentProblem
from kg.resources import folder

_SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
_KG = rdflib.Namespace("https://w3id.org/conflict-kg#")


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong: the node, the property and value if it is about one, and the rule in words."""

    node: str
    path: str
    value: str
    message: str
    shape: str
    severity: str

    def __str__(self) -> str:
        about = f" {self.path}" if self.path else ""
        value = f" {self.value}" if self.value else ""
        return f"{self.node}{about}{value}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """Whether the graph conforms, and every violation, sorted."""

    conforms: bool
    violations: tuple[Violation, ...]

    def in_words(self, most: int = 50) -> str:
        """The report as text: up to `most` violations, and how many more there are."""
        if self.conforms:
            return "the graph conforms to its shapes"
        shown = [str(violation) for violation in self.violations[:most]]
        more = len(self.violations) - len(shown)
        return "\n".join([*shown, f"… and {more} more"] if more else shown)


def validate(store: ox.Store, *, shapes: Path | None = None) -> Report:
    """The union of all named graphs against the shapes, those of the package by default."""
    return validate_triples((quad.triple for quad in store), shapes=shapes)


def validate_triples(triples: Iterable[ox.Triple], *, shapes: Path | None = None) -> Report:
    """Triples against the shapes. Raises EnvironmentProblem for a shapes file that is none."""
    rules = _rules(shapes or folder("ontology") / "shapes.ttl")
    conforms, results, text = pyshacl_validate(
        _in_memory(triples), shacl_graph=rules, inference="none", advanced=False, meta_shacl=False
    )
    if not isinstance(results, rdflib.Graph):
        raise EnvironmentProblem(f"the shapes cannot be used: {text}", "see ontology/shapes.ttl")
    return Report(bool(conforms), tuple(sorted(_violations(results))))


@cache
def _rules(path: Path) -> rdflib.Graph:
    rules = rdflib.Graph()
    rules.parse(path, format="turtle")
    return rules


def _violations(results: rdflib.Graph) -> Iterable[Violation]:
    for result in results.subjects(rdflib.RDF.type, _SH.ValidationResult):
        message = results.value(result, _SH.resultMessage)
        yield Violation(
            node=_name(results.value(result, _SH.focusNode)),
            path=_name(results.value(result, _SH.resultPath)),
            value=_name(results.value(result, _SH.value)),
            message=str(message or ""),
            shape=_name(results.value(result, _SH.sourceShape)),
            severity=_name(results.value(result, _SH.resultSeverity)).rpartition("#")[2],
        )


def _name(term: object) -> str:
    if term is None or isinstance(term, rdflib.BNode):
        return ""
    text = str(term)
    return f"kg:{text[len(_KG) :]}" if text.startswith(_KG) else text


def _in_memory(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Identifier:
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.Literal():
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
        case ox.BlankNode():
            return rdflib.BNode(term.value)
    raise ValueError(f"{term} is RDF 1.2, which the validator does not read")


__all__ = ["Report", "Violation", "validate", "validate_triples"]
