"""What changed between two revisions, and why an event is one event: `kg diff` and `kg explain`, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from kg.errors import UsageProblem
from kg.graph.terms import node
from kg.vocab import dc, dcterms, kg, nif, rdf, rdfs

_EVENT_CLASSES = (kg.Strike, kg.DiplomaticAction, kg.Statement)
# Evidence nodes are named by offsets: how many there are is told by the articles, which are compared.
_NOT_COMPARED = {rdf.type, kg.mention, kg.membership}
# kg:confidence of an event is that of its identity; the bare word would read as how sure it is that it happened.
_IDENTITY = "that its mentions are one event"
_Facts = Mapping[str, Mapping[str, frozenset[str]]]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One event that differs: its node id, its label, and what is different in words, one thing a line."""

    event: str
    label: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """The events that appeared, changed, were merged into others, or went, each sorted by node id."""

    appeared: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    merged: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.appeared or self.changed or self.merged or self.gone)

    def in_words(self) -> str:
        """The difference as text; "no event differs" when there is none."""
        return "\n".join(self._lines()) or "no event differs"

    def _lines(self) -> Iterator[str]:
        for title, changes in (
            ("appeared", self.appeared),
            ("changed", self.changed),
            ("merged", self.merged),
            ("gone", self.gone),
        ):
            if changes:
                yield f"{title}: {len(changes)}"
            for change in changes:
                yield f"  {change.label} ({change.event})"
                yield from (f"    {detail}" for detail in change.details)


def diff(old: ox.Store, new: ox.Store, *, base_iri: str = "") -> Difference:
    """What happened to the events between two revisions' stores."""
    before, after = _events(old, base_iri), _events(new, base_iri)
    successors = _successors(new, base_iri)
    appeared, changed, merged, gone = [], [], [], []
    for event in sorted(before.keys() | after.keys()):
        label = _label(after.get(event) or before[event], event)
        if event not in before:
            appeared.append(Change(event, label, tuple(_told(after[event]))))
        elif event in after:
            details = tuple(_differences(before[event], after[event]))
            if details:
                changed.append(Change(event, label, details))
        elif event in successors:
            into = (f"is now {_label(after.get(i, {}), i)} ({i})" for i in successors[event])
            merged.append(Change(event, label, tuple(into)))
        else:
            gone.append(Change(event, label))
    return Difference(tuple(appeared), tuple(changed), tuple(merged), tuple(gone))


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """One mention that was taken to tell of an event; `score` from 0 to 1, offsets in code points.

    `says` are the attackers, places and day of the mention itself, and whence its article has the day, in words.
    """

    article: str
    begin: int
    end: int
    words: str
    sentence: str
    factuality: str
    according_to: tuple[str, ...]
    score: float
    reason: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an event is one event. `asked` is the name that was asked for, `event` the one it leads to.

    `contradictions` say on what its reports differ.
    """

    asked: str
    event: str
    label: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    readings: tuple[Reading, ...]
    corrections: tuple[str, ...]
    contradictions: tuple[str, ...] = ()

    def in_words(self) -> str:
        """The explanation as text."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.asked != self.event:
            yield f"{self.asked} was replaced by {self.event}"
        yield f"{self.label} ({self.event})"
        for name, values in self.facts:
            if name != "confidence":
                yield f"  {name}: {'; '.join(values)}"
            elif len(self.readings) > 1:
                yield f"  {_IDENTITY}: {'; '.join(values)} (whether it happened: factuality)"
        mentions = "1 mention" if len(self.readings) == 1 else f"{len(self.readings)} mentions"
        yield f"told by {mentions}:"
        for reading in self.readings:
            source = f", according to {', '.join(reading.according_to)}" if reading.according_to else ""
            where = f"{reading.article}, {reading.begin}–{reading.end}"
            yield f"  {reading.score:.2f}  “{reading.words}” ({where}; {reading.factuality}{source})"
            yield f"        {reading.reason}"
            if reading.says:
                yield f"        {'; '.join(reading.says)}"
            yield f"        {' '.join(reading.sentence.split())}"
        yield from (f"  {contradiction}" for contradiction in self.contradictions)
        yield from (f"  corrected: {correction}" for correction in self.corrections)


def explain(store: ox.Store, event_id: str, *, base_iri: str = "") -> Explanation:
    """Why the event of that node id or IRI is one event; a replaced name leads to its successor.

    Raises UsageProblem for a name that is none, with the names nearest to it.
    """
    asked = event_id.strip("<>").removeprefix(base_iri)
    event = asked
    successors = _successors(store, base_iri)
    while event in successors and len(successors[event]) == 1:
        event = successors[event][0]
    events = _events(store, base_iri)
    if event not in events:
        ends = [known for known in events if known.endswith(f"/{event}")]
        if len(ends) != 1:
            near = " or ".join(get_close_matches(event, events, n=3))
            hint = f"did you mean {near}?" if near else "kg query timeline lists events with their names"
            raise UsageProblem(f"there is no event {asked!r}", hint)
        asked = event = ends[0]
    told = events[event]
    facts = tuple((name, tuple(sorted(values))) for name, values in sorted(told.items()) if name != "label")
    it = ox.NamedNode(base_iri + event)
    corrected = (quad.subject for quad in store.quads_for_pattern(None, node(kg.corrects), it))
    corrections = sorted(_decision(store, correction) for correction in corrected)
    concerning = (quad.subject for quad in store.quads_for_pattern(None, node(kg.concerns), it))
    return Explanation(
        asked,
        event,
        _label(told, event),
        facts,
        tuple(sorted(_readings(store, it))),
        tuple(corrections),
        tuple(sorted(_one(store, contradiction, rdfs.label) for contradiction in concerning)),
    )


def _decision(store: ox.Store, correction: object) -> str:
    """ "same-event: “the raid” in 003.txt (A. Smith, 2024-02-01: both mean Panjgur)"."""
    who, when = _one(store, correction, dc.creator), _one(store, correction, dcterms.date)
    note = "".join(f": {remark.value}" for remark in _values(store, correction, rdfs.comment))
    return f"{_one(store, correction, rdfs.label)} ({who}, {when}{note})"


def _readings(store: ox.Store, event: ox.NamedNode) -> Iterator[Reading]:
    for quad in store.quads_for_pattern(event, node(kg.membership), None):
        membership = quad.object
        for evidence in store.quads_for_pattern(_subject(membership), node(kg.mention), None):
            mention = evidence.object
            article = _values(store, mention, kg.inArticle)[0]
            sources = (_one(store, source, rdfs.label) for source in _values(store, mention, kg.accordingTo))
            how = _values(store, mention, kg.factuality)
            yield Reading(
                article=_one(store, article, dcterms.identifier),
                begin=int(_one(store, mention, nif.beginIndex)),
                end=int(_one(store, mention, nif.endIndex)),
                words=_one(store, mention, nif.anchorOf),
                sentence=_one(store, mention, kg.sentence),
                factuality=_one(store, how[0], rdfs.label) if how else "factuality not told",
                according_to=tuple(sorted(sources)),
                score=float(_one(store, membership, kg.confidence)),
                reason=_one(store, membership, kg.reason),
                says=tuple(_says(store, membership)),
            )


def _says(store: ox.Store, membership: object) -> Iterator[str]:
    for term, words in ((kg.reportedAttacker, "by"), (kg.reportedLocation, "at")):
        if values := _values(store, membership, term):
            yield f"{words} {', '.join(sorted(_one(store, value, rdfs.label) for value in values))}"
    days = [value.value for value in _values(store, membership, kg.reportedDate)]
    basis = [_one(store, value, rdfs.label) for value in _values(store, membership, kg.dateBasis)]
    if days:
        yield f"on {days[0]}, {', '.join(basis)}"
    elif basis:
        yield f"the day is {', '.join(basis)}: the article gives none"


def _events(store: ox.Store, base_iri: str) -> _Facts:
    """Node id -> property's name -> the values' labels, of all events."""
    names: dict[str, str] = {}

    def name(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
        if not isinstance(term, ox.NamedNode):
            return term.value if isinstance(term, ox.Literal) else str(term)
        if term.value not in names:
            names[term.value] = _one(store, term, rdfs.label)
        return names[term.value]

    events: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for event_class in _EVENT_CLASSES:
        for typed in store.quads_for_pattern(None, node(rdf.type), node(event_class)):
            it = typed.subject
            facts = events[_id(it, base_iri)]
            for quad in store.quads_for_pattern(it, None, None):
                if quad.predicate.value not in _NOT_COMPARED:
                    facts[_local(quad.predicate.value)].add(name(quad.object))
    return {
        event: {term: frozenset(values) for term, values in facts.items()} for event, facts in events.items()
    }


def _successors(store: ox.Store, base_iri: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, node(dcterms.isReplacedBy), None):
        found[_id(quad.subject, base_iri)].append(_id(quad.object, base_iri))
    return {old: sorted(new) for old, new in found.items()}


def _differences(before: Mapping[str, frozenset[str]], after: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for term in sorted(before.keys() | after.keys()):
        old, new = before.get(term, frozenset()), after.get(term, frozenset())
        if len(old) == len(new) == 1 and old != new:
            name = _IDENTITY if term == "confidence" else term
            yield f"{name}: {next(iter(old))} → {next(iter(new))}"
            continue
        yield from (f"{term}: + {value}" for value in sorted(new - old))
        yield from (f"{term}: − {value}" for value in sorted(old - new))


def _told(facts: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for term in ("date", "reportedIn"):
        if term in facts:
            yield f"{term}: {', '.join(sorted(facts[term]))}"


def _label(facts: Mapping[str, frozenset[str]], event: str) -> str:
    return min(facts.get("label", frozenset()), default=event)


def _values(store: ox.Store, subject: object, term: str) -> list[ox.NamedNode | ox.Literal]:
    quads = store.quads_for_pattern(_subject(subject), node(term), None)
    return sorted((q.object for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal)), key=str)


def _one(store: ox.Store, subject: object, term: str) -> str:
    """The first value of a property as text; the subject's own IRI when it has none."""
    values = _values(store, subject, term)
    return values[0].value if values else _subject(subject).value


def _subject(term: object) -> ox.NamedNode:
    if not isinstance(term, ox.NamedNode):
        raise ValueError(f"{term} is not an IRI: the graph has no blank nodes")
    return term


def _id(term: object, base_iri: str) -> str:
    return _subject(term).value.removeprefix(base_iri)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


__all__ = ["Change", "Difference", "Explanation", "Reading", "diff", "explain"]
