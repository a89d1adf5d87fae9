"""Who counts how many dead and injured: one report per source and count, and what revises what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.model import Article, CasualtyClaim, CasualtyReport, Count, Extraction
from kg.resolve.days import ordinal, window
from kg.resolve.evidence import Library, best_date
from kg.resolve.names import distinct, evidence_key, short_hash
from kg.resolve.roster import Ref
from kg.resolve.text import fold, slug

Claimed = tuple[Ref, CasualtyClaim]


@dataclass(frozen=True, slots=True)
class Tolls:
    """The casualty reports, and the evidence keys for kept names.

    `candidates`: report id → what its id was made of (see `kg.resolve.names.distinct`); `of_claim`: which report
    each claim is part of.
    """

    reports: tuple[CasualtyReport, ...]
    evidence: Mapping[str, tuple[str, ...]]
    candidates: Mapping[str, tuple[str, ...]]
    of_claim: Mapping[Ref, str]


@dataclass(frozen=True, slots=True)
class TollKey:
    """What makes two claims one: same strikes, same source, same numbers of the same victims."""

    strikes: tuple[str, ...]
    source: tuple[str, ...]
    deaths: Count | None
    injuries: Count | None
    victims: frozenset[str]


def collect(
    articles: Mapping[str, Article],
    extractions: Sequence[Extraction],
    library: Library,
    of_report: Mapping[Ref, Sequence[str]],
    wrong: frozenset[Ref] = frozenset(),
) -> Tolls:
    """The casualty reports of all articles.

    A source is whoever the count is attributed to; a count that an article just narrates is its own.
    """
    grouped: dict[TollKey, list[Claimed]] = defaultdict(list)
    for x in extractions:
        for claim in x.casualties:
            ref = (x.article, claim.key)
            if ref not in wrong:
                grouped[toll_key(ref, claim, library, of_report)].append((ref, claim))
    found = sorted(grouped.items(), key=lambda kv: (kv[1][0][0], kv[1][0][1].mention.span))
    drafts = [draft(key, claims, library) for key, claims in found]
    evidence = [evidence_keys(claims) for _, claims in found]
    candidates = [path(d, keys, library) for d, keys in zip(drafts, evidence, strict=True)]
    names = distinct(candidates)
    reports = [replace(d, id=n) for d, n in zip(drafts, names, strict=True)]
    revised = revisions(reports, articles, extractions)
    return Tolls(
        tuple(replace(r, revises=revised.get(r.id, ())) for r in reports),
        dict(zip(names, evidence, strict=True)),
        dict(zip(names, candidates, strict=True)),
        {ref: name for name, (_, made) in zip(names, found, strict=True) for ref, _ in made},
    )


def toll_key(
    ref: Ref, claim: CasualtyClaim, library: Library, of_report: Mapping[Ref, Sequence[str]]
) -> TollKey:
    """What the claim shares with all that are one report with it."""
    told = {e for k in claim.strikes for e in of_report.get((ref[0], k), ()) if e.startswith("strike/")}
    source = tuple(sorted(library.mention(claim.mention).according_to)) or (f"article {ref[0]}",)
    victims = frozenset(fold(v) for v in claim.victims)
    return TollKey(tuple(sorted(told)), source, claim.deaths, claim.injuries, victims)


def evidence_keys(claims: Sequence[Claimed]) -> tuple[str, ...]:
    """The keys under which the name of a report is kept."""
    keys = []
    for ref, claim in claims:
        span = claim.mention.span
        keys.append(evidence_key("CasualtyReport", ref[0], span.begin, span.end) + _number(claim))
    return tuple(sorted(keys))


def _number(claim: CasualtyClaim) -> str:
    return "".join(f"@{c.low}" for c in (claim.deaths, claim.injuries) if c is not None)


def draft(key: TollKey, claims: Sequence[Claimed], library: Library) -> CasualtyReport:
    """The report that some claims are; still without a name and without what it revises."""
    return CasualtyReport(
        id="",
        strikes=key.strikes,
        mentions=tuple(
            sorted((library.mention(c.mention) for _, c in claims), key=lambda m: (m.article, m.span))
        ),
        articles=tuple(sorted({r[0] for r, _ in claims})),
        according_to=tuple(s for s in key.source if not s.startswith("article ")),
        deaths=key.deaths,
        injuries=key.injuries,
        victims=tuple(sorted({v for _, c in claims for v in c.victims})),
        day=best_date(c.day for _, c in claims if c.day is not None),
    )


def path(report: CasualtyReport, keys: Sequence[str], library: Library) -> tuple[str, ...]:
    """The path of a report and what to add to it, in turn, where several would have the same."""
    strike = report.strikes[0].removeprefix("strike/") if report.strikes else "unknown-strike"
    if len(report.strikes) > 1:
        strike = f"{strike}-and-{len(report.strikes) - 1}-more"
    actors = library.roster.actors
    source = "-".join(slug(actors[a].label, 30) for a in report.according_to) or slug(report.articles[0], 30)
    counts = [(report.deaths, "dead"), (report.injuries, "injured")]
    number = "-".join(f"{c.low}-{noun}" for c, noun in counts if c is not None) or "uncounted"
    victims = "-".join(slug(v, 20) for v in report.victims[:3])
    return (f"casualties/{strike}-{source}-{number}", victims, short_hash("|".join(keys)))


def claim_day(report: CasualtyReport, issued: Mapping[str, int | None]) -> int | None:
    """The day on which a count was given: its own, else that of the first article that has it."""
    own = window(report.day)
    if own is not None:
        return own.last
    days = [d for a in report.articles if (d := issued.get(a)) is not None]
    return min(days, default=None)


def issue_days(articles: Mapping[str, Article], extractions: Iterable[Extraction]) -> dict[str, int | None]:
    """Article id → the ordinal of its date; None where it has none."""
    out = {}
    for x in extractions:
        article = articles.get(x.article)
        out[x.article] = ordinal(x.issued or (article.issued if article is not None else None))
    return out


def bounds(count: Count) -> tuple[int, float]:
    """The lowest and highest number that a count allows."""
    high: float = count.high if count.high is not None else count.low
    return count.low, float("inf") if count.at_least else high


def exclude(a: Count | None, b: Count | None) -> bool:
    """True when two counts of the same victims cannot both hold."""
    if a is None or b is None:
        return False
    (low_a, high_a), (low_b, high_b) = bounds(a), bounds(b)
    return low_a > high_b or low_b > high_a


def revisions(
    reports: Sequence[CasualtyReport], articles: Mapping[str, Article], extractions: Sequence[Extraction]
) -> dict[str, tuple[str, ...]]:
    """Report id → the report it revises: the same source's last other count of the same victims before it."""
    issued = issue_days(articles, extractions)
    by_source: dict[tuple[object, ...], list[tuple[int, str, CasualtyReport]]] = defaultdict(list)
    for r in reports:
        day = claim_day(r, issued)
        source = r.according_to or tuple(
            p for a in r.articles if a in articles and (p := articles[a].publisher)
        )
        if day is None or not source or not r.strikes:
            continue
        victims = frozenset(fold(v) for v in r.victims)
        by_source[(r.strikes, tuple(source), victims, r.deaths is None)].append((day, r.id, r))
    out: dict[str, tuple[str, ...]] = {}
    for series in by_source.values():
        series.sort(key=lambda s: s[:2])
        for (day_a, _, a), (day_b, _, b) in pairwise(series):
            if day_a < day_b and (a.deaths, a.injuries) != (b.deaths, b.injuries):
                out[b.id] = (a.id,)
    return out
