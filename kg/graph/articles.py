"""What one article says, as triples: the article, its mentions, and what each mention is evidence for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.graph.events import CanonicalEvent
from kg.graph.terms import Triple, date, decimal, integer, link_or_text, node, text, under
from kg.model import Actor, Article, CasualtyReport, DateBasis, Knowledge, Membership, Mention, Place
from kg.naming import article_node, mention_node, segment
from kg.vocab import dcterms, kg, nif, rdf, rdfs, schema


@dataclass(slots=True)
class Evidence:
    """What is known from one article: (node id, mention) pairs, event memberships, reported nodes."""

    mentions: list[tuple[str, Mention]] = field(default_factory=list)
    memberships: list[tuple[str, Membership]] = field(default_factory=list)
    reported: set[str] = field(default_factory=set)


def evidence_of(knowledge: Knowledge) -> dict[str, Evidence]:
    """All evidence by the id of the article it stands in."""
    found: dict[str, Evidence] = defaultdict(Evidence)
    named: tuple[Actor | Place | CasualtyReport, ...] = (*entities_of(knowledge), *knowledge.casualties)
    for entry in named:
        for mention in entry.mentions:
            found[mention.article].mentions.append((entry.id, mention))
    for event in events_of(knowledge):
        for member in event.members:
            found[member.mention.article].mentions.append((event.id, member.mention))
            found[member.mention.article].memberships.append((event.id, member))
    told: tuple[CanonicalEvent | CasualtyReport, ...] = (*events_of(knowledge), *knowledge.casualties)
    for reported in told:
        for article in reported.articles:
            found[article].reported.add(reported.id)
    return dict(found)


def entities_of(knowledge: Knowledge) -> tuple[Actor | Place, ...]:
    """All actors and places."""
    return (*knowledge.actors, *knowledge.places)


def events_of(knowledge: Knowledge) -> tuple[CanonicalEvent, ...]:
    """All strikes, diplomatic actions and statements."""
    return (*knowledge.strikes, *knowledge.actions, *knowledge.statements)


def article_triples(
    article: Article, told: Evidence, base_iri: str, labels: Mapping[str, str]
) -> Iterator[Triple]:
    """The article's own node and all that it says."""
    it = under(base_iri, article_node(article.id))
    yield it, node(rdf.type), node(kg.Article)
    yield it, node(rdfs.label), text(article.title or article.id)
    yield it, node(dcterms.identifier), text(article.id)
    if article.title:
        yield it, node(dcterms.title), text(article.title)
    if article.issued is not None:
        yield it, node(dcterms.issued), date(article.issued)
        if article.issued_basis is not None:
            yield it, node(kg.dateBasis), node(kg[article.issued_basis.value])
    if article.publisher:
        yield it, node(schema.publisher), under(base_iri, outlet_node(article.publisher))
    if article.url:
        yield it, node(dcterms.source), link_or_text(article.url)
    if article.digest:
        yield it, node(kg.contentDigest), text(article.digest)
    for note in article.notes:
        yield it, node(kg.readingNote), text(note)
    for node_id in told.reported:
        yield under(base_iri, node_id), node(kg.reportedIn), it
    for mention in {mention for _, mention in told.mentions}:
        yield from mention_triples(mention, base_iri)
    for node_id, mention in told.mentions:
        yield under(base_iri, node_id), node(kg.mention), under(base_iri, mention_node(mention))
    for event_id, member in told.memberships:
        yield from _membership(event_id, member, base_iri, labels)


def mention_triples(mention: Mention, base_iri: str) -> Iterator[Triple]:
    """The words, where they stand, whose claim they are and how factual."""
    it = under(base_iri, mention_node(mention))
    yield it, node(rdf.type), node(kg.Mention)
    where = f"{mention.article}, {mention.span.begin}–{mention.span.end}"
    yield it, node(rdfs.label), text(f"“{mention.span.text}” ({where})")
    yield it, node(kg.inArticle), under(base_iri, article_node(mention.article))
    yield it, node(nif.beginIndex), integer(mention.span.begin)
    yield it, node(nif.endIndex), integer(mention.span.end)
    yield it, node(nif.anchorOf), text(mention.span.text)
    yield it, node(kg.sentence), text(mention.sentence.text)
    yield it, node(kg.sentenceBegin), integer(mention.sentence.begin)
    if mention.factuality is not None:
        yield it, node(kg.factuality), node(kg[mention.factuality.value])
    for source in mention.according_to:
        yield it, node(kg.accordingTo), under(base_iri, source)
    if mention.frame:
        yield it, node(kg.frame), text(mention.frame)


def outlet_triples(outlet: str, publishers: Iterable[str], base_iri: str) -> Iterator[Triple]:
    """An outlet, met once: in every article's own graph it would be met often. Spellings are labels."""
    it = under(base_iri, outlet)
    yield it, node(rdf.type), node(kg.Outlet)
    for publisher in publishers:
        yield it, node(rdfs.label), text(publisher)


def outlet_node(publisher: str) -> str:
    """The node id of an outlet: "Al Jazeera" gives "outlet/al-jazeera"."""
    name = segment(re.sub(r"\W+", "-", publisher.casefold()).strip("-") or publisher, slash=False)
    return f"outlet/{name}"


def _membership(
    event_id: str, member: Membership, base_iri: str, labels: Mapping[str, str]
) -> Iterator[Triple]:
    mention_id = mention_node(member.mention)
    it: ox.NamedNode = under(base_iri, f"{event_id}/membership/{mention_id.removeprefix('mention/')}")
    event = under(base_iri, event_id)
    yield event, node(kg.membership), it
    yield it, node(rdf.type), node(kg.Membership)
    yield it, node(rdfs.label), text(f"{member.mention.article} tells of: {labels.get(event_id, event_id)}")
    yield it, node(kg.mention), under(base_iri, mention_id)
    yield it, node(kg.confidence), decimal(member.score)
    yield it, node(kg.reason), text(member.reason)
    for attacker in member.attackers:
        yield it, node(kg.reportedAttacker), under(base_iri, attacker)
    for place in member.places:
        yield it, node(kg.reportedLocation), under(base_iri, place)
    if member.when is not None:
        if member.when.basis is not DateBasis.INFERRED:
            yield it, node(kg.reportedDate), date(member.when.start)
        yield it, node(kg.dateBasis), node(kg[member.when.basis.value])
