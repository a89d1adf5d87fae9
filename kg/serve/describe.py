"""The endpoint and its graph described in RDF: SPARQL 1.1 Service Description, VoID, DCAT, canned queries.

Written once for a snapshot. Only what is there is claimed: no update, no federation unless a host is allowed.
Sources: https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/,
https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/shacl-af/#SPARQLExecutable
(sh:SPARQLSelectExecutable and its sisters, sh:prefixes).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

import pyoxigraph as ox

from kg.graph.canned import CannedQuery
from kg.serve import formats
from kg.serve.figures import Figures, PropertyCount
from kg.serve.syntax import read_query
from kg.vocab import PREFIXES

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
SH = "http://www.w3.org/ns/shacl#"
FORMATS = "http://www.w3.org/ns/formats/"
SCHEMA = "https://schema.org/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
_GEOF = "http://www.opengis.net/def/function/geosparql/"
# https://www.w3.org/ns/formats/ names the formats
_RESULT_FORMATS = {
    formats.JSON: "SPARQL_Results_JSON",
    formats.XML: "SPARQL_Results_XML",
    formats.CSV: "SPARQL_Results_CSV",
    formats.TSV: "SPARQL_Results_TSV",
    formats.TURTLE: "Turtle",
    formats.N_TRIPLES: "N-Triples",
    formats.JSON_LD: "JSON-LD",
    formats.RDF_XML: "RDF_XML",
    formats.N_QUADS: "N-Quads",
    formats.TRIG: "TriG",
    formats.N3: "N3",
}
_GEO_FUNCTIONS = (
    "asGeoJSON",
    "area",
    "centroid",
    "convexHull",
    "difference",
    "dimension",
    "distance",
    "ehContains",
    "envelope",
    "getSRID",
    "intersection",
    "isEmpty",
    "isSimple",
    "length",
    "perimeter",
    "relate",
    "sfContains",
    "sfCrosses",
    "sfDisjoint",
    "sfEquals",
    "sfIntersects",
    "sfOverlaps",
    "sfTouches",
    "sfWithin",
    "symDifference",
    "union",
)
Node = ox.NamedNode | ox.BlankNode
Value = Node | ox.Literal


class _Writer:
    """Collects triples with terms given as strings."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def add(self, subject: Node, predicate: str, value: Value | str | int) -> None:
        if isinstance(value, int):
            value = ox.Literal(value)
        elif isinstance(value, str):
            value = ox.NamedNode(value)
        self.triples.append(ox.Triple(subject, ox.NamedNode(predicate), value))


def description(
    *,
    endpoint: str,
    base_iri: str,
    figures: Figures,
    queries: Sequence[CannedQuery],
    union: bool,
    federated: bool,
    prefixes: dict[str, str],
) -> list[ox.Triple]:
    """The triples of the description. `endpoint` is the absolute URL that answers queries."""
    out = _Writer()
    root = endpoint.removesuffix("sparql")
    _service(out, ox.NamedNode(endpoint), root, figures, union, federated)
    dataset = ox.NamedNode(f"{root}.well-known/void#dataset")
    _void(out, dataset, endpoint, root, base_iri, figures)
    _dcat(out, dataset, endpoint, root, figures)
    _canned(out, ox.NamedNode(endpoint), root, queries, prefixes, base_iri)
    return out.triples


def _service(
    out: _Writer, service: ox.NamedNode, root: str, figures: Figures, union: bool, federated: bool
) -> None:
    out.add(service, RDF_TYPE, f"{SD}Service")
    out.add(service, f"{SD}endpoint", service)
    out.add(service, f"{SD}supportedLanguage", f"{SD}SPARQL10Query")
    out.add(service, f"{SD}supportedLanguage", f"{SD}SPARQL11Query")
    for name in _RESULT_FORMATS.values():
        out.add(service, f"{SD}resultFormat", FORMATS + name)
    out.add(service, f"{SD}feature", f"{SD}EmptyGraphs")
    if union:
        out.add(service, f"{SD}feature", f"{SD}UnionDefaultGraph")
    if federated:
        out.add(service, f"{SD}feature", f"{SD}BasicFederatedQuery")
    out.add(service, f"{SD}defaultEntailmentRegime", "http://www.w3.org/ns/entailment/Simple")
    for name in _GEO_FUNCTIONS:
        out.add(service, f"{SD}extensionFunction", _GEOF + name)
        out.add(ox.NamedNode(_GEOF + name), RDF_TYPE, f"{SD}Function")
    dataset = ox.NamedNode(f"{root}sparql#dataset")
    default = ox.NamedNode(f"{root}sparql#default-graph")
    out.add(service, f"{SD}defaultDataset", dataset)
    out.add(dataset, RDF_TYPE, f"{SD}Dataset")
    out.add(dataset, f"{SD}defaultGraph", default)
    out.add(default, RDF_TYPE, f"{SD}Graph")
    if figures.revision:
        out.add(default, f"{VOID}triples", figures.triples)
    for place, (name, count) in enumerate(figures.graphs):
        named = ox.NamedNode(f"{root}sparql#named-graph-{place}")
        graph = ox.NamedNode(f"{root}sparql#graph-{place}")
        out.add(dataset, f"{SD}namedGraph", named)
        out.add(named, RDF_TYPE, f"{SD}NamedGraph")
        out.add(named, f"{SD}name", name)
        out.add(named, f"{SD}graph", graph)
        out.add(graph, RDF_TYPE, f"{SD}Graph")
        out.add(graph, f"{VOID}triples", count)


def _void(
    out: _Writer, dataset: ox.NamedNode, endpoint: str, root: str, base_iri: str, figures: Figures
) -> None:
    about = ox.NamedNode(f"{root}.well-known/void")
    out.add(about, RDF_TYPE, f"{VOID}DatasetDescription")
    out.add(about, "http://xmlns.com/foaf/0.1/primaryTopic", dataset)
    out.add(dataset, RDF_TYPE, f"{VOID}Dataset")
    out.add(dataset, f"{DCT}title", ox.Literal("Armed conflict and diplomacy in the news", language="en"))
    out.add(dataset, f"{VOID}sparqlEndpoint", endpoint)
    out.add(dataset, f"{VOID}uriSpace", ox.Literal(base_iri))
    for name in _RESULT_FORMATS.values():
        if not name.startswith("SPARQL"):
            out.add(dataset, f"{VOID}feature", FORMATS + name)
    for vocabulary in dict.fromkeys(PREFIXES.values()):
        if any(p.property.startswith(vocabulary) for p in figures.properties):
            out.add(dataset, f"{VOID}vocabulary", vocabulary)
    if not figures.revision:
        return
    for name, number in (
        ("triples", figures.triples),
        ("distinctSubjects", figures.subjects),
        ("distinctObjects", figures.objects),
        ("classes", len(figures.classes)),
        ("properties", len(figures.properties)),
        (
            "entities",
            sum(c.entities for c in figures.classes if c.cls.endswith(("#Actor", "#Place", "#Event"))),
        ),
    ):
        out.add(dataset, VOID + name, number)
    for cls in figures.classes:
        part = ox.NamedNode(f"{root}.well-known/void#class-{quote(cls.cls, safe='')}")
        out.add(dataset, f"{VOID}classPartition", part)
        out.add(part, RDF_TYPE, f"{VOID}Dataset")
        out.add(part, f"{VOID}class", cls.cls)
        out.add(part, f"{VOID}entities", cls.entities)
        for prop in cls.properties:
            _property_partition(out, part, f"{part.value}-property-", prop)
    for prop in figures.properties:
        part = _property_partition(out, dataset, f"{root}.well-known/void#property-", prop)
        out.add(part, RDF_TYPE, f"{VOID}Dataset")
        out.add(part, f"{VOID}distinctObjects", prop.objects)


def _property_partition(out: _Writer, whole: ox.NamedNode, stem: str, prop: PropertyCount) -> ox.NamedNode:
    part = ox.NamedNode(f"{stem}{quote(prop.property, safe='')}")
    out.add(whole, f"{VOID}propertyPartition", part)
    out.add(part, f"{VOID}property", prop.property)
    out.add(part, f"{VOID}triples", prop.triples)
    out.add(part, f"{VOID}distinctSubjects", prop.subjects)
    return part


def _dcat(out: _Writer, dataset: ox.NamedNode, endpoint: str, root: str, figures: Figures) -> None:
    service = ox.NamedNode(endpoint)
    out.add(dataset, RDF_TYPE, f"{DCAT}Dataset")
    out.add(
        dataset,
        f"{DCT}description",
        ox.Literal("Who did what to whom, when and where, who says so, and in which words", language="en"),
    )
    if figures.revision:
        out.add(dataset, f"{DCAT}version", ox.Literal(figures.revision))
    if figures.published:
        out.add(
            dataset, f"{DCT}modified", ox.Literal(figures.published, datatype=ox.NamedNode(f"{XSD}dateTime"))
        )
    out.add(service, RDF_TYPE, f"{DCAT}DataService")
    out.add(service, f"{DCAT}endpointURL", endpoint)
    out.add(service, f"{DCAT}endpointDescription", endpoint)
    out.add(service, f"{DCAT}servesDataset", dataset)
    out.add(service, f"{DCT}conformsTo", "http://www.w3.org/TR/sparql11-protocol/")
    distribution = ox.NamedNode(f"{root}.well-known/void#sparql-distribution")
    out.add(dataset, f"{DCAT}distribution", distribution)
    out.add(distribution, RDF_TYPE, f"{DCAT}Distribution")
    out.add(distribution, f"{DCAT}accessService", service)
    out.add(distribution, f"{DCAT}accessURL", endpoint)


def _canned(
    out: _Writer,
    service: ox.NamedNode,
    root: str,
    queries: Sequence[CannedQuery],
    prefixes: dict[str, str],
    base_iri: str,
) -> None:
    declared = ox.NamedNode(f"{root}sparql#prefixes")
    out.add(declared, RDF_TYPE, "http://www.w3.org/2002/07/owl#Ontology")
    for prefix, namespace in prefixes.items():
        declaration = ox.NamedNode(f"{root}sparql#prefix-{prefix}")
        out.add(declared, f"{SH}declare", declaration)
        out.add(declaration, f"{SH}prefix", ox.Literal(prefix))
        out.add(declaration, f"{SH}namespace", ox.Literal(namespace, datatype=ox.NamedNode(f"{XSD}anyURI")))
    for query in queries:
        form = read_query(query.text).form
        kind = {"SELECT": ("SPARQLSelectExecutable", "select"), "ASK": ("SPARQLAskExecutable", "ask")}.get(
            form, ("SPARQLConstructExecutable", "construct")
        )
        node = ox.NamedNode(f"{root}queries/{query.name}")
        out.add(node, RDF_TYPE, f"{SH}SPARQLExecutable")
        out.add(node, RDF_TYPE, SH + kind[0])
        out.add(node, SH + kind[1], ox.Literal(runnable(query, base_iri)))
        out.add(node, f"{RDFS}label", ox.Literal(query.summary, language="en"))
        if query.description:
            out.add(node, f"{RDFS}comment", ox.Literal(query.description, language="en"))
        for tag in query.tags:
            out.add(node, f"{SCHEMA}keywords", ox.Literal(tag))
        out.add(node, f"{SH}prefixes", declared)
        out.add(node, f"{SCHEMA}target", service)


def runnable(query: CannedQuery, base_iri: str) -> str:
    """The query with its example's values put in, so that whoever finds it can run it as it stands."""
    if all(p.example is not None or not p.required for p in query.parameters):
        return query.bind(query.example, base_iri=base_iri)
    return query.text


def serialize(triples: Sequence[ox.Triple], media_type: str, prefixes: dict[str, str]) -> bytes:
    """The description in one of the RDF formats."""
    more = {"sd": SD, "void": VOID, "dcat": DCAT, "sh": SH, "formats": FORMATS}
    written: bytes | None = ox.serialize(
        list(_ordered(triples)),
        format=ox.RdfFormat.from_media_type(media_type),
        prefixes={**prefixes, **more},
    )
    return written or b""


def _ordered(triples: Sequence[ox.Triple]) -> Iterator[ox.Triple]:
    """Each triple once, one subject's together: Turtle is then as short as it can be."""
    by_subject: dict[object, dict[ox.Triple, None]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, {})[triple] = None
    for own in by_subject.values():
        yield from own


__all__ = ["description", "runnable", "serialize"]
