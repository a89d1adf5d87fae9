"""Turtle for people to read and for git to compare: one predicate a line, short names, everything sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.vocab import prefixes, rdf, rdfs, xsd

# The part of PN_LOCAL (Turtle 1.1, section 6.5) that needs no backslash and that every reader understands; an
# IRI that does not fit, such as one with a further "/", is spelled in full.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.:-]|%[0-9A-Fa-f]{2})*")
_FIRST = {rdf.type: "0", rdfs.label: "1"}  # what a thing is and what it is called come first


class Spelling:
    """How terms are written: which IRIs are shortened by which prefix."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = prefixes
        # Longest namespace first, so that "…/actor/" wins over "…/".
        self._by_length = sorted(prefixes.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        self._short: dict[str, str] = {}
        self._used: set[str] = set()

    def header(self, *, used: bool = False) -> str:
        """The prefix declarations; only those needed so far when `used`."""
        names = self._used if used else self._prefixes
        return "".join(f"@prefix {name}: <{self._prefixes[name]}> .\n" for name in sorted(names))

    def iri(self, iri: str) -> str:
        """An IRI, shortened where a prefix fits."""
        found = self._short.get(iri)
        if found is None:
            found = self._short[iri] = self._shorten(iri)
        return found

    def term(self, term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
        """A term in Turtle."""
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        if not isinstance(term, ox.Literal):
            return str(term)
        datatype = term.datatype.value
        if term.language or datatype == xsd.string:
            return str(term)
        if datatype == xsd.integer and re.fullmatch(r"[+-]?[0-9]+", term.value):
            return term.value
        if datatype == xsd.decimal and re.fullmatch(r"[+-]?[0-9]*\.[0-9]+", term.value):
            return term.value
        if datatype == xsd.boolean and term.value in ("true", "false"):
            return term.value
        return f"{ox.Literal(term.value)}^^{self.iri(datatype)}"

    def _shorten(self, iri: str) -> str:
        for name, namespace in self._by_length:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if _LOCAL.fullmatch(local) and not local.endswith("."):
                    self._used.add(name)
                    return f"{name}:{local}"
        return f"<{iri}>"


def document(triples: Iterable[ox.Triple], base_iri: str = "") -> bytes:
    """A whole Turtle document that declares only the prefixes it uses; blank nodes come last."""
    spelling = Spelling(prefixes(base_iri))
    by_subject: dict[ox.NamedNode | ox.BlankNode, list[ox.Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.Triple):
            raise ValueError(f"{triple} is RDF 1.2, which Turtle 1.1 cannot say")
        by_subject.setdefault(triple.subject, []).append(triple)
    blocks = [subject_block(it, by_subject[it], spelling) for it in sorted(by_subject, key=str)]
    return "\n".join([spelling.header(used=True), *blocks]).encode("utf-8")


def subject_block(
    subject: ox.NamedNode | ox.BlankNode,
    triples: Iterable[ox.Triple],
    spelling: Spelling,
    indent: str = "",
) -> str:
    """All triples of one subject: its types and label first, then the predicates by name, objects sorted."""
    by_predicate: dict[str, list[str]] = {}
    for triple in triples:
        by_predicate.setdefault(triple.predicate.value, []).append(spelling.term(triple.object))
    lines = []
    for predicate in sorted(by_predicate, key=lambda iri: _FIRST.get(iri) or f"2{spelling.iri(iri)}"):
        name = "a" if predicate == rdf.type else spelling.iri(predicate)
        objects = sorted(by_predicate[predicate])
        if len(objects) == 1 or predicate == rdf.type:
            lines.append(f"{name} {', '.join(objects)}")
        else:
            separator = f" ,\n{indent}        "
            lines.append(f"{name}\n{indent}        {separator.join(objects)}")
    return f"{indent}{spelling.term(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"
