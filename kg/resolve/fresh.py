"""One build over all extractions, under fresh names: accounts, events, statements, counts, actors and places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import (
    Article,
    DateBasis,
    DiplomaticAction,
    Extraction,
    Knowledge,
    Link,
    Mention,
    Strike,
    StrikeReport,
)
from kg.resolve.actors import identify
from kg.resolve.chains import answers
from kg.resolve.claims import Tolls, collect
from kg.resolve.clustering import Cluster, Weighing, cluster, unplaced
from kg.resolve.corrections import Constraints
from kg.resolve.days import Window, day_window, without_impossible_days
from kg.resolve.entities import actors, places
from kg.resolve.entities import evidence as entity_evidence
from kg.resolve.events import Told, tell
from kg.resolve.evidence import Library
from kg.resolve.facts import Facts, GazetteerFacts
from kg.resolve.linking import found_links, linked
from kg.resolve.places import Atlas, survey
from kg.resolve.reader import Beside, Reader, deaths_by_strike
from kg.resolve.roster import Ref, Roster
from kg.resolve.scoring import Scorer
from kg.resolve.statements import Said, gather
from kg.resolve.telling import Telling
from kg.resolve.within import Account, Apart, group


@dataclass(frozen=True, slots=True)
class Trace:
    """How a build without corrections came about, under fresh names, for a graph that is going to grow.

    `accounts` and `weighing` are those of strikes, then of acts, and so are the first two of `left`.

    `left` are the reports of strikes and of acts that are part of no account, and those whose account is part of
    no event; `links` those of actors and places before two nodes are kept from claiming one id; `chosen`: fresh
    name → published one.
    """

    articles: Mapping[str, Article]
    extractions: Sequence[Extraction]
    roster: Roster
    atlas: Atlas
    library: Library
    accounts: tuple[Sequence[Account], Sequence[Account]]
    weighing: tuple[Weighing, Weighing]
    strikes: Sequence[Cluster]
    acts: Sequence[Cluster]
    told: Told
    said: Said
    tolls: Tolls
    left: tuple[Sequence[Ref], Sequence[Ref], Sequence[Ref]]
    links: Mapping[str, tuple[Link, ...]]
    knowledge: Knowledge
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A build under fresh names, and what each node is made of."""

    knowledge: Knowledge
    evidence: Mapping[str, tuple[str, ...]]
    refs: Mapping[str, tuple[Ref, ...]]
    unattached: tuple[Mention, ...]
    trace: Trace | None


@dataclass(frozen=True, slots=True)
class _Grouped:
    """The reports of strikes, or of acts: as accounts of their articles, as events, and those of no account."""

    accounts: list[Account]
    clusters: list[Cluster]
    left: list[Ref]
    weighing: Weighing

    @property
    def unplaced(self) -> list[Ref]:
        """The reports whose account is part of no event."""
        return unplaced(self.accounts, self.clusters)


def build_fresh(
    by_id: Mapping[str, Article],
    ordered: Sequence[Extraction],
    constraints: Constraints,
    facts: Facts,
    *,
    traced: bool = False,
) -> Fresh:
    """The build of all articles, as if none had been built before; a person's decisions in `constraints` are kept.

    `by_id` are the articles, `ordered` their extractions in the order of the ids. With `traced` it holds its trace.
    """
    days = {x.article: day_window(x.issued or by_id[x.article].issued) for x in ordered}
    ordered = [without_impossible_days(x, days[x.article]) for x in ordered]
    roster = identify(ordered, facts, constraints.same_actor, constraints.different_actor)
    atlas = survey(ordered, facts)
    library = Library.of(ordered, roster)
    reader = Reader(roster, atlas)
    scorer, wrong = Scorer(reader), constraints.wrong

    def grouped(tellings: Callable[[Extraction], list[Telling]]) -> _Grouped:
        return _grouped(ordered, scorer, constraints, tellings, traced=traced)

    strikes = grouped(lambda x: strike_tellings(x, by_id[x.article], reader, days[x.article], wrong))
    stories = _stories(strikes.clusters)
    acts = grouped(
        lambda x: action_tellings(x, reader, days[x.article], stories.get(x.article, frozenset()), wrong)
    )
    told = tell(strikes.clusters, acts.clusters, library, reader)
    said = gather(ordered, library, atlas, told.of_report, wrong)
    tolls = collect(by_id, ordered, library, told.of_report, wrong)
    issued = {x.article: x for x in ordered}
    knowledge = replace(
        _of_events(ordered, told, said, tolls),
        articles=tuple(dated(a, issued.get(a.id)) for _, a in sorted(by_id.items())),
        actors=actors(ordered, library),
        places=places(ordered, atlas, library),
    )
    links: dict[str, tuple[Link, ...]] = {}
    if isinstance(facts, GazetteerFacts):
        links = found_links(knowledge, roster, atlas, issued, by_id, facts.gazetteer)
        knowledge = linked(knowledge, links)
    left = strikes.left, acts.left, [*strikes.unplaced, *acts.unplaced]
    trace = Trace(
        by_id,
        ordered,
        roster,
        atlas,
        library,
        (strikes.accounts, acts.accounts),
        (strikes.weighing, acts.weighing),
        strikes.clusters,
        acts.clusters,
        told,
        said,
        tolls,
        left,
        links,
        knowledge,
    )
    return Fresh(
        knowledge=knowledge,
        evidence={
            **entity_evidence(ordered, roster, atlas),
            **told.evidence,
            **said.evidence,
            **tolls.evidence,
        },
        refs=_refs(told, said, roster, atlas),
        unattached=tuple(library.mention(library.reports[ref].mention) for part in left for ref in part),
        trace=trace if traced else None,
    )


def _refs(told: Told, said: Said, roster: Roster, atlas: Atlas) -> dict[str, tuple[Ref, ...]]:
    """Node → the reports, local actors and local places that it stands for, and no other node does."""
    refs: dict[str, list[Ref]] = defaultdict(list)
    for ref, nodes in told.of_report.items():
        if len(nodes) == 1:
            refs[nodes[0]].append(ref)
    for ref, node in (*said.of_report.items(), *roster.ids.items(), *atlas.ids.items()):
        refs[node].append(ref)
    return {node: tuple(sorted(found)) for node, found in refs.items()}


def _stories(strikes: Sequence[Cluster]) -> dict[str, frozenset[int]]:
    """Article → the strikes that it tells of, by which its acts are known to be of one crisis."""
    stories: dict[str, set[int]] = defaultdict(set)
    for number, strike in enumerate(strikes, 1):
        if strike.profile.real and not strike.profile.habitual:
            for article in strike.articles:
                stories[article].add(number)
    return {article: frozenset(numbers) for article, numbers in stories.items()}


def _of_events(ordered: Sequence[Extraction], told: Told, said: Said, tolls: Tolls) -> Knowledge:
    """The events with their tolls and what they answer, the statements and the tolls, in the order of their names."""
    events: dict[str, Strike | DiplomaticAction] = {s.id: s for s in told.strikes} | {
        a.id: a for a in told.actions
    }
    chains = answers(ordered, told.of_report, events)
    counts: dict[str, list[str]] = defaultdict(list)
    for toll in tolls.reports:
        for strike in toll.strikes:
            counts[strike].append(toll.id)
    return Knowledge(
        strikes=tuple(
            replace(s, casualties=tuple(sorted(counts[s.id])), in_response_to=chains.get(s.id, ()))
            for s in sorted(told.strikes, key=lambda s: s.id)
        ),
        actions=tuple(
            replace(a, in_response_to=chains.get(a.id, ())) for a in sorted(told.actions, key=lambda a: a.id)
        ),
        statements=tuple(sorted(said.statements, key=lambda s: s.id)),
        casualties=tuple(sorted(tolls.reports, key=lambda t: t.id)),
    )


def _grouped(
    ordered: Sequence[Extraction],
    scorer: Scorer,
    constraints: Constraints,
    tellings: Callable[[Extraction], list[Telling]],
    *,
    traced: bool,
) -> _Grouped:
    apart, weighing = constraints.apart(), Weighing()
    accounts, left = _accounts(ordered, scorer, apart, tellings)
    clusters = cluster(accounts, scorer, constraints.same_event, apart, weighing if traced else None)
    return _Grouped(accounts, clusters, left, weighing)


def _accounts(
    ordered: Sequence[Extraction],
    scorer: Scorer,
    apart: Apart,
    tellings: Callable[[Extraction], list[Telling]],
) -> tuple[list[Account], list[Ref]]:
    """The accounts of all articles, and the reports that are part of none."""
    accounts: list[Account] = []
    left: list[Ref] = []
    for extraction in ordered:
        reading = group(tellings(extraction), scorer, apart)
        accounts += reading.accounts
        left += [(extraction.article, key) for key in dict.fromkeys(reading.unattached)]
    return accounts, left


def strike_tellings(
    x: Extraction,
    article: Article,
    reader: Reader,
    issued: Window | None,
    wrong: frozenset[Ref] = frozenset(),
) -> list[Telling]:
    """What one article tells of strikes."""
    deaths = deaths_by_strike(c for c in x.casualties if (x.article, c.key) not in wrong)
    by_key = {report.key: report for report in x.strikes}
    around = reader.surroundings(article, x)

    def beside(report: StrikeReport) -> Beside:
        sentence = report.mention.sentence
        return Beside(
            deaths.get(report.key, frozenset()),
            tuple(by_key[key] for key in report.in_response_to if key in by_key),
            tuple(act for act in x.actions if act.mention.sentence == sentence),
            tuple(s for told in x.statements if told.mention.sentence == sentence for s in told.speakers),
            around,
        )

    return [
        reader.strike(x.article, issued, report, beside(report))
        for report in x.strikes
        if (x.article, report.key) not in wrong
    ]


def action_tellings(
    x: Extraction,
    reader: Reader,
    issued: Window | None,
    stories: frozenset[int],
    wrong: frozenset[Ref] = frozenset(),
) -> list[Telling]:
    """What one article tells of acts; `stories` are the strikes that it tells of."""
    parties = reader.parties(x) if any(report.echo for report in x.actions) else frozenset()
    return [
        reader.action(x.article, issued, report, stories, parties)
        for report in x.actions
        if (x.article, report.key) not in wrong
    ]


def dated(article: Article, extraction: Extraction | None) -> Article:
    """The article with the date that its text gave away, where it carries none itself."""
    if article.issued is not None or extraction is None or extraction.issued is None:
        return article
    return replace(
        article, issued=extraction.issued, issued_basis=extraction.issued_basis or DateBasis.INFERRED
    )
