"""The formats the endpoint writes, in the order in which it prefers them."""

from __future__ import annotations

from kg.serve.negotiate import Format

JSON = Format("json", ("application/sparql-results+json", "application/json"))
XML = Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"))
CSV = Format("csv", ("text/csv",), charset=True)
TSV = Format("tsv", ("text/tab-separated-values",), charset=True)

TURTLE = Format("ttl", ("text/turtle", "application/turtle", "application/x-turtle"), charset=True)
N_TRIPLES = Format("nt", ("application/n-triples", "text/plain"))
JSON_LD = Format("jsonld", ("application/ld+json", "application/json"))
RDF_XML = Format("rdf", ("application/rdf+xml", "application/xml", "text/xml"))
N_QUADS = Format("nq", ("application/n-quads", "text/x-nquads"))
TRIG = Format("trig", ("application/trig", "application/x-trig"))
N3 = Format("n3", ("text/n3", "text/rdf+n3"), charset=True)

HTML = Format("html", ("text/html", "application/xhtml+xml"), charset=True)
PLAIN_JSON = Format("json", ("application/json",))
PROBLEM = Format("json", ("application/problem+json", "application/json"))
TEXT = Format("txt", ("text/plain",), charset=True)

SOLUTIONS = (JSON, XML, CSV, TSV)
GRAPHS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, N_QUADS, TRIG, N3)
SUFFIXES = {".html": HTML, ".ttl": TURTLE, ".jsonld": JSON_LD, ".nt": N_TRIPLES, ".rdf": RDF_XML}

_OTHER_NAMES = {
    "turtle": TURTLE,
    "ntriples": N_TRIPLES,
    "json-ld": JSON_LD,
    "rdfxml": RDF_XML,
    "nquads": N_QUADS,
}


def named(name: str, among: tuple[Format, ...]) -> Format | None:
    """The format of `among` with this short name ("ttl") or media type; None when there is none."""
    wanted = name.lower()
    for offered in among:
        if wanted == offered.name or wanted in offered.media_types:
            return offered
    other = _OTHER_NAMES.get(wanted)
    return other if other in among else None


__all__ = [
    "CSV",
    "GRAPHS",
    "HTML",
    "JSON",
    "JSON_LD",
    "N3",
    "N_QUADS",
    "N_TRIPLES",
    "PLAIN_JSON",
    "PROBLEM",
    "RDF_XML",
    "SOLUTIONS",
    "SUFFIXES",
    "TEXT",
    "TRIG",
    "TSV",
    "TURTLE",
    "XML",
    "named",
]
