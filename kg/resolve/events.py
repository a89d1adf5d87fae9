"""Canonical strikes and acts: what a cluster's accounts agree on, with every report as its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import (
    ActionReport,
    ActionType,
    ActorClass,
    DiplomaticAction,
    Factuality,
    Strike,
    StrikeReport,
)
from kg.resolve.attribution import attribution
from kg.resolve.borrowing import Anchors, anchors, borrowed
from kg.resolve.clustering import Cluster
from kg.resolve.codes import action_codes, strike_codes
from kg.resolve.evidence import Library, best_date, borrowing, factuality
from kg.resolve.labels import action_label, strike_label
from kg.resolve.names import distinct, evidence_key, short_hash
from kg.resolve.reader import Reader
from kg.resolve.roster import Ref
from kg.resolve.text import slug

_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Told:
    """The canonical events, and what each report and each cluster has become.

    `candidates`: event id → what its id was made of (see `kg.resolve.names.distinct`).
    """

    strikes: tuple[Strike, ...]
    actions: tuple[DiplomaticAction, ...]
    of_report: Mapping[Ref, tuple[str, ...]]
    evidence: Mapping[str, tuple[str, ...]]
    candidates: Mapping[str, tuple[str, ...]]


def tell(strikes: Sequence[Cluster], actions: Sequence[Cluster], library: Library, reader: Reader) -> Told:
    """The events that the clusters are, named; references between events are still empty."""
    known = anchors(strikes)
    drafts_s = [strike(c, library, reader, known) for c in strikes]
    drafts_a = [action(c, library, reader, known) for c in actions]
    events: tuple[Strike | DiplomaticAction, ...] = (*drafts_s, *drafts_a)
    clusters = (*strikes, *actions)
    evidence = [evidence_keys(c, library) for c in clusters]
    candidates = [path(e, keys, reader) for e, keys in zip(events, evidence, strict=True)]
    names = distinct(candidates)
    of_report: dict[Ref, list[str]] = {}
    for name, c in zip(names, clusters, strict=True):
        for account, _ in c.members:
            for link in account.links:
                of_report.setdefault((account.telling.article, link.report), []).append(name)
    return Told(
        strikes=tuple(replace(e, id=n) for e, n in zip(drafts_s, names, strict=False)),
        actions=tuple(replace(e, id=n) for e, n in zip(drafts_a, names[len(drafts_s) :], strict=True)),
        of_report={ref: tuple(dict.fromkeys(ids)) for ref, ids in of_report.items()},
        evidence=dict(zip(names, evidence, strict=True)),
        candidates=dict(zip(names, candidates, strict=True)),
    )


def evidence_keys(cluster: Cluster, library: Library) -> tuple[str, ...]:
    """The keys of the reports that tell of this event alone; of joint mentions where there are no others."""
    refs = [(a, k) for a in cluster.accounts for k in a.telling.reports]
    refs = refs or [(a, link.report) for a in cluster.accounts for link in a.links]
    kind = cluster.profile.kind
    keys = []
    for account, key in refs:
        span = library.reports[(account.telling.article, key)].mention.span
        # One report can be an act of each of several parties: the party belongs to the key.
        party = (
            "" if account.telling.is_joint or kind == "Strike" else "+".join(sorted(account.telling.doers))
        )
        keys.append(
            evidence_key(
                f"{kind}{'/' + party if party else ''}", account.telling.article, span.begin, span.end
            )
        )
    return tuple(sorted(set(keys)))


def strike(cluster: Cluster, library: Library, reader: Reader, known: Anchors) -> Strike:
    """The strike that a cluster is; still without a name."""
    told = [r for _, r in library.told_by(cluster) if isinstance(r, StrikeReport)]
    profile = cluster.profile
    doers = _agreed(cluster, reader) - _only_denying(cluster, library, reader)
    attackers = _named_first(_branches(doers, reader), reader)
    sides = {reader.side(a) for a in profile.doers}
    # The state on whose ground a strike landed was hit, unless it struck at home.
    targets = set(profile.others) | {g for g in profile.ground if g not in sides}
    exchange = bool(profile.doers) and profile.doers <= profile.others
    if not exchange:
        targets -= set(attackers)
    weapons = tuple(sorted(profile.weapons))
    outcomes = Counter(r.outcome for r in told)
    outcome = min(outcomes, key=lambda o: (-outcomes[o], o)) if outcomes else "carried-out"
    members = library.memberships(cluster, reader.atlas)
    when = best_date(r.when for r in told if r.when is not None) or borrowed(cluster, known)
    stated = _stated_parties(cluster, library, reader)
    claimed = attribution(cluster, attackers, library, reader)
    return Strike(
        id="",
        label=strike_label(attackers, sorted(targets), claimed, when, reader),
        articles=tuple(sorted({m.mention.article for m in members})),
        members=borrowing(members, when),
        factuality=factuality(r.mention for r in told),
        confidence=_confidence(members),
        when=when,
        places=narrowest(profile.places, reader),
        attackers=attackers,
        targets=tuple(sorted(targets)),
        weapons=weapons,
        outcome=outcome,
        codes=strike_codes(weapons, outcome),
        inferred_attackers=tuple(a for a in attackers if a not in stated),
        inferred_targets=tuple(sorted(t for t in targets if t not in stated)),
        claimed_attackers=claimed.attackers,
    )


def _stated_parties(cluster: Cluster, library: Library, reader: Reader) -> set[str]:
    """The attackers and targets that a report's own sentence gives, and the states in which its places lie."""
    stated: set[str] = set()
    for account in cluster.accounts:
        article = account.telling.article
        for link in account.links:
            report = library.reports[(article, link.report)]
            if isinstance(report, StrikeReport):
                inferred = {*report.inferred_attackers, *report.inferred_targets}
                named = [k for k in (*report.attackers, *report.targets) if k not in inferred]
                stated |= set(library.roster.find(article, named))
                stated |= {reader.side(a) for a in library.roster.find(article, named)}
                stated |= {c for p in reader.atlas.find(article, report.places) if (c := reader.country(p))}
    return stated


def _only_denying(cluster: Cluster, library: Library, reader: Reader) -> set[str]:
    """The attackers whom nothing but their own denial names, of an attack that somebody else tells.

    "A mortar killed two in Baidoa. Al-Shabaab denied that it was behind the shelling": nobody says that it was.
    """
    named: set[str] = set()
    denied: set[str] = set()
    told = False
    for account, report in library.told_by(cluster):
        if not isinstance(report, StrikeReport):
            continue
        article, by = account.telling.article, report.mention.according_to
        attackers = set(library.roster.find(article, report.attackers))
        deniers = {reader.side(a) for a in library.roster.find(article, by)}
        if report.mention.factuality is Factuality.DENIED and {reader.side(a) for a in attackers} <= deniers:
            denied |= attackers
        else:
            told = True
            named |= {reader.side(a) for a in attackers}
    return {a for a in denied if told and reader.side(a) not in named}


def _branches(actors: set[str], reader: Reader) -> set[str]:
    """The actors without a group of which a branch is among them: "ISWAP attacked … Islamic State claimed it"."""
    return actors - {w for a in actors if (w := reader.roster.group_of(a)) is not None}


def _agreed(cluster: Cluster, reader: Reader) -> set[str]:
    """The attackers without those of a side that hardly any article has, where three and more tell of it.

    One article in five that takes those who were hit for attackers too does not make them so; what it says
    stays with its report, and a contradiction says that it differs. A coalition's junior partner, named by one
    in three, is kept.
    """
    told: dict[str, set[str]] = {}
    for account in cluster.accounts:
        for doer in account.telling.doers:
            told.setdefault(reader.side(doer), set()).add(account.telling.article)
    most = max((len(articles) for articles in told.values()), default=0)
    few = {side for side, articles in told.items() if most >= _ENOUGH and len(articles) * 3 < most}
    return {doer for doer in cluster.profile.doers if reader.side(doer) not in few}


def action(cluster: Cluster, library: Library, reader: Reader, known: Anchors) -> DiplomaticAction:
    """The act that a cluster is; still without a name."""
    told = [r for _, r in library.told_by(cluster) if isinstance(r, ActionReport)]
    profile = cluster.profile
    kind = ActionType(profile.kind)
    initiators = _named_first(profile.doers, reader)
    recipients = tuple(sorted(profile.others - profile.doers))
    members = library.memberships(cluster, reader.atlas)
    when = best_date(r.when for r in told if r.when is not None) or borrowed(cluster, known)
    return DiplomaticAction(
        id="",
        label=action_label(kind, initiators, recipients, when, reader),
        articles=tuple(sorted({m.mention.article for m in members})),
        members=borrowing(members, when),
        factuality=factuality(r.mention for r in told),
        confidence=_confidence(members),
        when=when,
        places=narrowest(profile.places, reader),
        type=kind,
        initiators=initiators,
        recipients=recipients,
        codes=action_codes(kind, frozenset(r.cameo for r in told if r.cameo)),
    )


def _named_first(actors: Iterable[str], reader: Reader) -> tuple[str, ...]:
    """The actors in order, without "gunmen" where somebody is named."""
    all_ = sorted(actors)
    named = [a for a in all_ if reader.roster.actors[a].named]
    return tuple(named or all_)


def narrowest(places: Iterable[str], reader: Reader) -> tuple[str, ...]:
    """The places in which no other of them lies: Panjgur, not Balochistan and Pakistan beside it.

    Nor a part of the world beside a town: Djibo, not the Sahel.
    """
    all_, atlas = sorted(places), reader.atlas
    return tuple(
        p for p in all_ if not any(q != p and (atlas.contains(p, q) or atlas.is_around(p, q)) for q in all_)
    )


def _confidence(members: Sequence[object]) -> float:
    scores = [m.score for m in members if hasattr(m, "score")]
    return round(sum(scores) / len(scores), 2) if scores else 0.0


def path(event: Strike | DiplomaticAction, keys: Sequence[str], reader: Reader) -> tuple[str, ...]:
    """The path of an event and what to add to it, in turn, where several would have the same."""
    if isinstance(event, Strike):
        head, doers, others = "strike", event.attackers, event.targets
        middle = ""
    else:
        head, doers, others = "action", event.initiators, event.recipients
        middle = "".join(f"-{c.lower()}" if c.isupper() else c for c in event.type.value)
    day = event.when.start.iso if event.when is not None else "undated"
    parts = [day + middle, _who(doers, reader) or "unknown", _who(others, reader)]
    if not parts[2] and event.places:
        parts[2] = slug(reader.atlas.sites[event.places[0]].label, 30)
    places = "-".join(slug(reader.atlas.sites[p].label, 30) for p in event.places[:2])
    weapons = "-".join(slug(w.value) for w in event.weapons) if isinstance(event, Strike) else ""
    unique = short_hash("|".join(keys))
    return (
        f"{head}/{'-'.join(p for p in parts if p)}",
        places if places not in parts[2] else "",
        weapons,
        unique,
    )


def _who(actors: Sequence[str], reader: Reader) -> str:
    """Up to two actors as path segments, states first."""
    states = [a for a in actors if reader.roster.actors[a].cls is ActorClass.STATE]
    chosen = (states or list(actors))[:2]
    return "-".join(slug(reader.roster.actors[a].label, 30) for a in chosen)
