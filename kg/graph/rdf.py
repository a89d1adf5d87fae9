"""Knowledge to quads, in the terms of the ontology; pure, and the same set for the same Knowledge.

Named graphs, under the base IRI:

    graph/entities              actors and places
    graph/events                canonical events, counts of casualties, contradictions, names given up
    graph/links                 links to Wikidata and other knowledge bases
    graph/corrections           what persons decided
    graph/ontology              the ontology and its alignments
    graph/article/<article>     what one article says: the article, its mentions, and which event, actor,
                                place or count each mention is evidence for

So an article is taken out by taking out its graph. The text itself is not stored: title, dates, publisher,
source and digest are, and the sentence of every mention. No blank nodes. The quads of one graph stand
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.graph.articles import Evidence, article_triples, entities_of, events_of, evidence_of, outlet_triples
from kg.graph.entities import actor_triples, link_triples, place_triples
from kg.graph.events import casualty_triples, contradiction_triples, event_triples, replaced_triples
from kg.graph.terms import Triple, node, text, under
from kg.model import Correction, Knowledge
from kg.naming import article_graph
from kg.resources import folder
from kg.vocab import dc, dcterms, kg, rdf, rdfs, xsd

ENTITIES, EVENTS, LINKS, CORRECTIONS, ONTOLOGY_GRAPH = (
    f"graph/{name}" for name in ("entities", "events", "links", "corrections", "ontology")
)


def quads(knowledge: Knowledge, base_iri: str, *, ontology: bool = True) -> Iterator[ox.Quad]:
    """All quads of `knowledge` under `base_iri` (which ends in "/" or "#"), graph by graph.

    With `ontology` the ontology and its alignments stand in their graph too. Raises ValueError for a base IRI
    under which no IRI can be made.
    """
    if not base_iri.endswith(("/", "#")):
        raise ValueError(f"a base IRI ends in / or #, unlike {base_iri!r}")
    labels = names(knowledge)
    yield from _in_graph(base_iri, ENTITIES, _entities(knowledge, base_iri))
    yield from _in_graph(base_iri, EVENTS, _events(knowledge, base_iri, labels))
    yield from _in_graph(base_iri, LINKS, _links(knowledge, base_iri))
    yield from _in_graph(base_iri, CORRECTIONS, _corrections(knowledge.corrections, base_iri))
    evidence = evidence_of(knowledge)
    for article in knowledge.articles:
        told = evidence.pop(article.id, Evidence())
        yield from _in_graph(
            base_iri, article_graph(article.id), article_triples(article, told, base_iri, labels)
        )
    if evidence:
        raise ValueError(f"evidence from articles that are not there: {sorted(evidence)}")
    if ontology:
        yield from ontology_quads(base_iri)


def ontology_quads(base_iri: str) -> Iterator[ox.Quad]:
    """The ontology and its alignments, in their named graph."""
    graph = under(base_iri, ONTOLOGY_GRAPH)
    for name in ("conflict-kg.ttl", "alignments.ttl"):
        for quad in ox.parse(path=str(folder("ontology") / name), format=ox.RdfFormat.TURTLE):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def names(knowledge: Knowledge) -> dict[str, str]:
    """The label of every actor, place and event by its node id."""
    labels = {entity.id: entity.label for entity in entities_of(knowledge)}
    return labels | {event.id: event.label for event in events_of(knowledge)}


def _in_graph(base_iri: str, graph_id: str, triples: Iterable[Triple]) -> Iterator[ox.Quad]:
    graph = under(base_iri, graph_id)
    for subject, predicate, value in triples:
        yield ox.Quad(subject, predicate, value, graph)


def _entities(knowledge: Knowledge, base_iri: str) -> Iterator[Triple]:
    for actor in knowledge.actors:
        yield from actor_triples(actor, base_iri)
    for place in knowledge.places:
        yield from place_triples(place, base_iri)
    yield from outlet_triples(knowledge.articles, base_iri)


def _events(knowledge: Knowledge, base_iri: str, labels: dict[str, str]) -> Iterator[Triple]:
    for event in events_of(knowledge):
        yield from event_triples(event, base_iri)
    for report in knowledge.casualties:
        yield from casualty_triples(report, base_iri, labels)
    for contradiction in knowledge.contradictions:
        yield from contradiction_triples(contradiction, base_iri, labels)
    for old, new, revision in knowledge.replaced:
        yield from replaced_triples(old, new, revision, base_iri)


def _links(knowledge: Knowledge, base_iri: str) -> Iterator[Triple]:
    for entity in entities_of(knowledge):
        yield from link_triples(entity, base_iri)


def _corrections(corrections: tuple[Correction, ...], base_iri: str) -> Iterator[Triple]:
    for correction in corrections:
        it = under(base_iri, correction.id)
        yield it, node(rdf.type), node(kg.Correction)
        yield it, node(rdfs.label), text(correction.verdict)
        yield it, node(kg.verdict), text(correction.verdict)
        yield it, node(dc.creator), text(correction.author)
        is_day = len(correction.date) == 10
        when = ox.Literal(correction.date, datatype=node(xsd.date)) if is_day else text(correction.date)
        yield it, node(dcterms.date), when
        for touched in correction.nodes:
            yield it, node(kg.corrects), under(base_iri, touched)
