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

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import partial

import pyoxigraph as ox

from kg.graph.articles import (
    Evidence,
    article_triples,
    entities_of,
    events_of,
    evidence_of,
    outlet_node,
    outlet_triples,
)
from kg.graph.entities import actor_triples, link_triples, place_triples
from kg.graph.events import (
    casualty_triples,
    contradiction_triples,
    counted_triples,
    event_triples,
    replaced_triples,
)
from kg.graph.parts import Part, bare
from kg.graph.terms import Triple, node, text, under
from kg.model import Correction, Knowledge
from kg.naming import article_graph
from kg.resources import folder
from kg.vocab import dc, dcterms, kg, rdf, rdfs, xsd

ENTITIES, EVENTS, LINKS, CORRECTIONS, ONTOLOGY_GRAPH = (
    f"graph/{name}" for name in ("entities", "events", "links", "corrections", "ontology")
)


# What stands in the articles' graphs, and links in a graph of their own.
_EVIDENCE = ("mentions", "members", "articles", "links")


def quads(knowledge: Knowledge, base_iri: str, *, ontology: bool = True) -> Iterator[ox.Quad]:
    """All quads of `knowledge` under `base_iri` (which ends in "/" or "#"), graph by graph.

    With `ontology` the ontology and its alignments stand in their graph too. Raises ValueError for a base IRI
    under which no IRI can be made.
    """
    for part in parts(knowledge, base_iri, ontology=ontology):
        yield from part.quads(base_iri)


def parts(
    knowledge: Knowledge, base_iri: str, *, ontology: bool = True, publishers: Iterable[str] | None = None
) -> Iterator[Part]:
    """The same graph in parts, those of one named graph together; errors as `quads`.

    `publishers`, where they are given, are those of a larger knowledge of which this is a part; what it holds of
    articles that are not in it is left out then.
    """
    if not base_iri.endswith(("/", "#")):
        raise ValueError(f"a base IRI ends in / or #, unlike {base_iri!r}")
    labels = names(knowledge)
    outlets = (
        publishers if publishers is not None else [a.publisher for a in knowledge.articles if a.publisher]
    )
    yield from _entities(knowledge, base_iri, outlets)
    yield from _events(knowledge, base_iri, labels)
    for entity in entities_of(knowledge):
        if entity.links:
            links = (entity.label, entity.links)
            yield Part(LINKS, entity.id, links, partial(link_triples, entity, base_iri))
    for correction in knowledge.corrections:
        triples = partial(_correction, correction, base_iri)
        yield Part(CORRECTIONS, correction.id, correction, triples)
    evidence = evidence_of(knowledge)
    for article in knowledge.articles:
        told = evidence.pop(article.id, Evidence())
        named = {event: labels.get(event, event) for event, _ in told.memberships}
        # The text stays out of the graph; all of it that is evidence is in the mentions.
        made_of = (bare(article, "text", "blocks"), told, named)
        triples = partial(article_triples, article, told, base_iri, labels)
        yield Part(article_graph(article.id), None, made_of, triples)
    if evidence and publishers is None:
        raise ValueError(f"evidence from articles that are not there: {sorted(evidence)}")
    if ontology:
        yield Part(ONTOLOGY_GRAPH, None, "as it ships", ontology_triples)


def parts_of(
    knowledge: Knowledge,
    base_iri: str,
    nodes: Set[str],
    articles: Set[str],
    publishers: Iterable[str],
) -> Iterator[Part]:
    """The parts of these nodes and articles, of knowledge that is whole as far as they go.

    `publishers` are those of all articles, in the knowledge or not.
    """
    kept = {article_graph(article) for article in articles}
    for part in parts(knowledge, base_iri, ontology=False, publishers=publishers):
        if part.subject is None:
            if part.graph in kept:
                yield part
        elif part.subject in nodes or part.graph == CORRECTIONS or part.subject.startswith("outlet/"):
            yield part


def part_names(
    nodes: Iterable[str], articles: Iterable[str], publishers: Iterable[str] = ()
) -> Iterator[str]:
    """The names of all parts that there can be of some nodes, articles and publishers."""
    for node_id in nodes:
        yield from (f"{graph} {node_id}" for graph in (ENTITIES, EVENTS, LINKS))
    yield from map(article_graph, articles)
    yield from (f"{ENTITIES} {outlet_node(publisher)}" for publisher in publishers)


def ontology_triples() -> Iterator[Triple]:
    """The ontology and its alignments."""
    for name in ("conflict-kg.ttl", "alignments.ttl"):
        for quad in ox.parse(path=str(folder("ontology") / name), format=ox.RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
                raise TypeError(f"{name} has a node without an IRI: {quad}")
            yield subject, quad.predicate, value


def names(knowledge: Knowledge) -> dict[str, str]:
    """The label of every actor, place and event by its node id."""
    labels = {entity.id: entity.label for entity in entities_of(knowledge)}
    return labels | {event.id: event.label for event in events_of(knowledge)}


def _entities(knowledge: Knowledge, base_iri: str, publishers: Iterable[str]) -> Iterator[Part]:
    for actor in knowledge.actors:
        yield Part(ENTITIES, actor.id, bare(actor, *_EVIDENCE), partial(actor_triples, actor, base_iri))
    for place in knowledge.places:
        yield Part(ENTITIES, place.id, bare(place, *_EVIDENCE), partial(place_triples, place, base_iri))
    outlets: dict[str, set[str]] = defaultdict(set)
    for publisher in set(publishers):
        outlets[outlet_node(publisher)].add(publisher)
    for outlet, spellings in sorted(outlets.items()):
        names = sorted(spellings)
        yield Part(ENTITIES, outlet, names, partial(outlet_triples, outlet, names, base_iri))


def _events(knowledge: Knowledge, base_iri: str, labels: Mapping[str, str]) -> Iterator[Part]:
    counts: dict[str, list[str]] = defaultdict(list)
    for report in knowledge.casualties:
        for strike in report.strikes:
            counts[strike].append(report.id)
    for event in events_of(knowledge):
        more = counts.pop(event.id, [])
        made_of = (type(event).__name__, bare(event, *_EVIDENCE), more)
        yield Part(EVENTS, event.id, made_of, partial(event_triples, event, base_iri, more))
    for strike, more in counts.items():
        yield Part(EVENTS, strike, more, partial(counted_triples, strike, more, base_iri))
    for report in knowledge.casualties:
        count = bare(report, *_EVIDENCE)
        sources = [labels.get(source, source) for source in report.according_to]
        yield Part(EVENTS, report.id, (count, sources), partial(casualty_triples, report, base_iri, labels))
    for contradiction in knowledge.contradictions:
        about = labels.get(contradiction.event)
        yield Part(
            EVENTS,
            contradiction.id,
            (contradiction, about),
            partial(contradiction_triples, contradiction, base_iri, labels),
        )
    for old, new, revision in knowledge.replaced:
        yield Part(EVENTS, old, (new, revision), partial(replaced_triples, old, new, revision, base_iri))


def _correction(correction: Correction, base_iri: str) -> Iterator[Triple]:
    it = under(base_iri, correction.id)
    yield it, node(rdf.type), node(kg.Correction)
    label = f"{correction.verdict}: {correction.meant}" if correction.meant else correction.verdict
    yield it, node(rdfs.label), text(label)
    if correction.note:
        yield it, node(rdfs.comment), text(correction.note)
    yield it, node(kg.verdict), text(correction.verdict)
    yield it, node(dc.creator), text(correction.author)
    is_day = len(correction.date) == 10
    when = ox.Literal(correction.date, datatype=node(xsd.date)) if is_day else text(correction.date)
    yield it, node(dcterms.date), when
    for touched in correction.nodes:
        yield it, node(kg.corrects), under(base_iri, touched)
