"""Claims that cannot all hold, so that "who says what differently" is one query.

Only what excludes each other is a contradiction: "at least nine" and "eleven" can both be true, so can a
country's count of one strike and its neighbour's of another, four children among nine dead, and the same
source's higher count two days later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from kg.model import (
    CasualtyReport,
    Contradiction,
    Count,
    Event,
    Factuality,
    Knowledge,
    Place,
    PlaceKind,
    Strike,
)
from kg.naming import mention_node
from kg.resolve.claims import bounds, claim_day, exclude
from kg.resolve.dissent import Dissent, Found
from kg.resolve.names import distinct, short_hash
from kg.resolve.places import Site
from kg.resolve.text import fold

_ANYBODY = frozenset(
    "people person persons individuals lives bodies hundreds thousands dozens scores".split()
)


def contradictions(knowledge: Knowledge, issued: Mapping[str, int | None]) -> tuple[Contradiction, ...]:
    """All contradictions, in order; `issued`: article id → ordinal of its date.

    Their claims are casualty reports, mentions, or whole events where two may be one told differently.
    """
    found: list[Found] = []
    by_strikes: dict[tuple[str, ...], list[CasualtyReport]] = defaultdict(list)
    for toll in knowledge.casualties:
        if toll.strikes:
            by_strikes[toll.strikes].append(toll)
    for key, reports in sorted(by_strikes.items()):
        if len(key) == 1:
            found += _counts(key[0], reports, issued)
        else:
            found += _sums(key, reports, by_strikes)
    dissent = Dissent(knowledge.actors, knowledge.places)
    for event in (*knowledge.strikes, *knowledge.actions):
        found += [*_factuality(event), *_responsibility(event)]
        found += dissent.on(event)
    found += _rivals(knowledge)
    names = distinct(
        [
            (f"contradiction/{event.split('/', 1)[1]}-{prop}", short_hash("|".join(claims)))
            for event, prop, claims in found
        ]
    )
    return tuple(
        sorted(
            (
                Contradiction(n, event, prop, claims)
                for n, (event, prop, claims) in zip(names, found, strict=True)
            ),
            key=lambda c: c.id,
        )
    )


def _factuality(event: Event) -> list[Found]:
    """One source has it that it happened, another that it did not."""
    denials = {
        mention_node(m.mention)
        for m in event.members
        if m.mention.factuality is Factuality.DENIED and not m.mention.disowns
    }
    claims = {mention_node(m.mention) for m in event.members if m.mention.is_told}
    if not denials or not claims:
        return []
    return [(event.id, "factuality", tuple(sorted(denials | claims)))]


def _responsibility(event: Event) -> list[Found]:
    """Somebody says that he was not behind it whom another names: "officials blamed the RSF, which denied it"."""
    if not isinstance(event, Strike):
        return []
    denials = [m for m in event.members if m.mention.disowns]
    accused = {a for m in denials for a in m.attackers}
    naming = [m for m in event.members if m.mention.is_told and accused & set(m.attackers)]
    if not denials or not naming:
        return []
    return [(event.id, "attacker", tuple(sorted({mention_node(m.mention) for m in (*denials, *naming)})))]


def _counts(event: str, reports: Sequence[CasualtyReport], issued: Mapping[str, int | None]) -> list[Found]:
    """Counts of the same victims of one strike that exclude each other, by whom it may, all in one node."""
    out = []
    for prop in ("deaths", "injuries"):
        clashing: set[str] = set()
        for a, b in combinations(reports, 2):
            if _victims(a) != _victims(b) or not exclude(getattr(a, prop), getattr(b, prop)):
                continue
            if _may_follow(a, b, issued):
                continue
            clashing |= {a.id, b.id}
        if clashing:
            out.append((event, prop, tuple(sorted(clashing))))
    return out


def _victims(report: CasualtyReport) -> frozenset[str]:
    """Whom alone the report counts; nobody for all who died, "at least 53 people, including 15 women"."""
    counted = {word for m in report.mentions for word in fold(m.span.text).split()}
    if counted & _ANYBODY:
        return frozenset()
    return frozenset(fold(v) for v in report.victims) - _ANYBODY - {"others"}


def _may_follow(a: CasualtyReport, b: CasualtyReport, issued: Mapping[str, int | None]) -> bool:
    """True when one may be the other brought up to date: another day and not two sources at odds."""
    if a.revises == (b.id,) or b.revises == (a.id,):
        return True
    day_a, day_b = claim_day(a, issued), claim_day(b, issued)
    if a.according_to and b.according_to and set(a.according_to).isdisjoint(b.according_to):
        return False
    return day_a is not None and day_b is not None and day_a != day_b


def _sums(
    key: tuple[str, ...],
    joint: Sequence[CasualtyReport],
    by_strikes: Mapping[tuple[str, ...], Sequence[CasualtyReport]],
) -> list[Found]:
    """A count for several strikes together that no sum of the single counts can reach."""
    out = []
    for report in joint:
        for prop in ("deaths", "injuries"):
            total: Count | None = getattr(report, prop)
            if total is None or _victims(report):
                continue
            low, high, parts = 0, 0.0, []
            for strike in key:
                single = [
                    t
                    for t in by_strikes.get((strike,), ())
                    if getattr(t, prop) is not None and not _victims(t)
                ]
                if not single:
                    break
                limits = [bounds(getattr(t, prop)) for t in single]
                low += min(lo for lo, _ in limits)
                high += max(hi for _, hi in limits)
                parts += [t.id for t in single]
            else:
                lo, hi = bounds(total)
                if lo > high or low > hi:
                    out.append((key[0], prop, tuple(sorted({report.id, *parts}))))
    return out


def ground(strike: Strike, places: Mapping[str, Place] | Mapping[str, Site]) -> list[tuple[str, str]]:
    """The towns and the day of a strike whose attacker and day are told: where others may be rivals of it."""
    if strike.when is None or len(strike.when.start.iso) != 10 or not strike.attackers:
        return []
    towns = (PlaceKind.CITY, PlaceKind.FACILITY)
    return [(p, strike.when.start.iso) for p in strike.places if p in places and places[p].kind in towns]


def _rivals(knowledge: Knowledge) -> list[Found]:
    """Two events that differ in one thing alone and so are perhaps one told differently.

    Same town, same day and same toll with other attackers: they contradict each other on the attacker. Events
    with other days are never compared: a town is struck again and again.
    """
    dead: dict[str, set[int]] = defaultdict(set)
    for toll in knowledge.casualties:
        if toll.deaths is not None and len(toll.strikes) == 1:
            dead[toll.strikes[0]].add(toll.deaths.low)
    places = {p.id: p for p in knowledge.places}
    blocks: dict[tuple[str, str], list[Strike]] = defaultdict(list)
    for strike in knowledge.strikes:
        for block in ground(strike, places):
            blocks[block].append(strike)
    out = set()
    for rivals in blocks.values():
        for a, b in combinations(rivals, 2):
            if (
                set(a.attackers).isdisjoint(b.attackers)
                and set(a.attackers).isdisjoint(b.targets)
                and dead[a.id] & dead[b.id]
            ):
                out.add((min(a.id, b.id), "attacker", tuple(sorted((a.id, b.id)))))
    return sorted(out)
