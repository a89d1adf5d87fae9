"""Canonical events, counts of casualties, contradictions and given-up names, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.graph.terms import Triple, boolean, date, decimal, integer, node, text, under
from kg.model import (
    CasualtyReport,
    Contradiction,
    Count,
    DiplomaticAction,
    Event,
    Statement,
    Strike,
    When,
)
from kg.vocab import dcterms, kg, prov, rdf, rdfs

CanonicalEvent = Strike | DiplomaticAction | Statement

_OUTCOME = {"carried-out": kg.CarriedOut, "intercepted": kg.Intercepted, "foiled": kg.Foiled}


def event_triples(event: CanonicalEvent, base_iri: str, counts: Iterable[str] = ()) -> Iterator[Triple]:
    """A canonical event; its evidence stands in the articles' graphs. `counts` are counts that name it."""
    it = under(base_iri, event.id)
    yield from counted_triples(event.id, counts, base_iri)
    yield from _common(it, event, base_iri)
    match event:
        case Strike():
            yield it, node(rdf.type), node(kg.Strike)
            yield from _nodes(it, kg.attacker, event.attackers, base_iri)
            yield from _nodes(it, kg.target, event.targets, base_iri)
            yield from _nodes(it, kg.inferredAttacker, event.inferred_attackers, base_iri)
            yield from _nodes(it, kg.inferredTarget, event.inferred_targets, base_iri)
            yield from _nodes(it, kg.claimedAttacker, event.claimed_attackers, base_iri)
            for weapon in event.weapons:
                yield it, node(kg.weapon), node(kg[weapon.value])
            yield from _nodes(it, kg.casualties, event.casualties, base_iri)
            yield it, node(kg.outcome), node(_OUTCOME[event.outcome])
        case DiplomaticAction():
            yield it, node(rdf.type), node(kg.DiplomaticAction)
            yield it, node(kg.actionType), node(kg[event.type.value])
            yield from _nodes(it, kg.initiator, event.initiators, base_iri)
            yield from _nodes(it, kg.recipient, event.recipients, base_iri)
        case Statement():
            yield it, node(rdf.type), node(kg.Statement)
            yield from _nodes(it, kg.speaker, event.speakers, base_iri)
            yield from _nodes(it, kg.addressee, event.addressees, base_iri)
            yield from _nodes(it, kg.about, event.about, base_iri)
            yield it, node(kg.content), text(event.content)
            if event.quotation:
                yield it, node(kg.quotation), text(event.quotation)


def counted_triples(strike: str, counts: Iterable[str], base_iri: str) -> Iterator[Triple]:
    """A strike's counts. One that it does not list is still its own: both directions mean one property."""
    for count in counts:
        yield under(base_iri, strike), node(kg.casualties), under(base_iri, count)


def casualty_triples(report: CasualtyReport, base_iri: str, labels: Mapping[str, str]) -> Iterator[Triple]:
    """One source's count. A range is its lower end, with the upper end beside it."""
    it = under(base_iri, report.id)
    yield it, node(rdf.type), node(kg.CasualtyReport)
    yield it, node(rdfs.label), text(_count_in_words(report, labels))
    yield from _count(it, report.deaths, kg.deaths, kg.deathsMax, kg.deathsAtLeast)
    yield from _count(it, report.injuries, kg.injuries, kg.injuriesMax, kg.injuriesAtLeast)
    if any(count is not None and count.at_least for count in (report.deaths, report.injuries)):
        yield it, node(kg.atLeast), boolean(True)
    for victims in report.victims:
        yield it, node(kg.victims), text(victims)
    yield from _nodes(it, kg.accordingTo, report.according_to, base_iri)
    yield from _nodes(it, prov.wasRevisionOf, report.revises, base_iri)
    if report.day is not None:
        yield it, node(kg.claimDate), date(report.day.start)
        yield it, node(kg.dateBasis), node(kg[report.day.basis.value])


def _count(it: ox.NamedNode, count: Count | None, low: str, high: str, at_least: str) -> Iterator[Triple]:
    if count is None:
        return
    yield it, node(low), integer(count.low)
    if count.high is not None:
        yield it, node(high), integer(count.high)
    if count.at_least:
        yield it, node(at_least), boolean(True)


def contradiction_triples(
    contradiction: Contradiction, base_iri: str, labels: Mapping[str, str]
) -> Iterator[Triple]:
    """Claims about one event that cannot all hold, and the property on which they differ."""
    it = under(base_iri, contradiction.id)
    about = labels.get(contradiction.event, contradiction.event)
    yield it, node(rdf.type), node(kg.Contradiction)
    yield it, node(rdfs.label), text(f"accounts differ on the {contradiction.on_property} of: {about}")
    yield it, node(kg.onProperty), node(kg[contradiction.on_property])
    yield it, node(kg.concerns), under(base_iri, contradiction.event)
    yield from _nodes(it, kg.contradicts, contradiction.claims, base_iri)


def replaced_triples(old: str, new: str, revision: str, base_iri: str) -> Iterator[Triple]:
    """A name that was given up: it leads on to its successor, and is no event any more."""
    it, successor = under(base_iri, old), under(base_iri, new)
    yield it, node(rdf.type), node(kg.ReplacedName)
    yield it, node(rdfs.label), text(f"{old} (now {new})")
    yield it, node(dcterms.isReplacedBy), successor
    yield it, node(kg.replacedInRevision), text(revision)


def _common(it: ox.NamedNode, event: Event, base_iri: str) -> Iterator[Triple]:
    yield it, node(rdf.type), node(kg.Event)
    yield it, node(rdfs.label), text(event.label)
    yield from _when(it, event.when)
    yield from _nodes(it, kg.location, event.places, base_iri)
    yield it, node(kg.factuality), node(kg[event.factuality.value])
    yield it, node(kg.confidence), decimal(event.confidence)
    yield from _nodes(it, kg.inResponseTo, event.in_response_to, base_iri)
    yield from _nodes(it, dcterms.replaces, event.replaces, base_iri)
    codes = event.codes
    for term, code in (
        (kg.ploverType, codes.plover),
        (kg.ploverMode, codes.plover_mode),
        (kg.cameoCode, codes.cameo),
        (kg.acledSubEvent, codes.acled),
    ):
        if code is not None:
            yield it, node(term), text(code)


def _when(it: ox.NamedNode, when: When | None) -> Iterator[Triple]:
    if when is None:
        return
    yield it, node(kg.date), date(when.start)
    if when.end is not None:
        yield it, node(kg.endDate), date(when.end)
    yield it, node(kg.dateBasis), node(kg[when.basis.value])
    if when.span is not None:
        yield it, node(kg.dateExpression), text(when.span.text)


def _nodes(it: ox.NamedNode, term: str, ids: tuple[str, ...], base_iri: str) -> Iterator[Triple]:
    for node_id in ids:
        yield it, node(term), under(base_iri, node_id)


def _count_in_words(report: CasualtyReport, labels: Mapping[str, str]) -> str:
    counts = [
        f"{_number(count)} {what}"
        for count, what in ((report.deaths, "dead"), (report.injuries, "injured"))
        if count is not None
    ]
    told = " and ".join(counts) or "casualties"
    sources = ", ".join(sorted(labels.get(source, source) for source in report.according_to))
    return f"{told}, according to {sources}" if sources else told


def _number(count: Count) -> str:
    number = f"{count.low} to {count.high}" if count.high is not None else str(count.low)
    return f"at least {number}" if count.at_least else number
