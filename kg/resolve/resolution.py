"""The way through resolving, from extractions to knowledge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.gazetteer import load
from kg.model import (
    Article,
    Correction,
    Event,
    Extraction,
    Knowledge,
    Mention,
)
from kg.resolve.claims import issue_days
from kg.resolve.collector import without_collector
from kg.resolve.contradictions import contradictions
from kg.resolve.corrections import Constraints, Decision, Directory, Unapplied, interpret
from kg.resolve.facts import Facts, GazetteerFacts
from kg.resolve.fresh import Trace, build_fresh
from kg.resolve.links import corrected_links
from kg.resolve.names import KeptNames, Replaced, keep
from kg.resolve.rename import renamed
from kg.resolve.roster import Ref

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What resolving gives: the knowledge, the names to keep for the next build, and what found no place.

    `unapplied`: a person's decisions that fit nothing any more. `unattached`: mentions of an event that say
    neither who nor where nor when and stand alone.
    """

    knowledge: Knowledge
    names: KeptNames
    unapplied: tuple[Unapplied, ...] = ()
    unattached: tuple[Mention, ...] = ()
    trace: Trace | None = None


@without_collector()
def resolve(
    articles: Sequence[Article],
    extractions: Sequence[Extraction],
    *,
    kept_names: KeptNames | None = None,
    corrections: Sequence[Decision] = (),
    revision: str = "",
    facts: Facts | None = None,
    traced: bool = False,
) -> Resolution:
    """The knowledge that the articles give together.

    `kept_names` are those that the last resolve of the same graph returned; `revision` is written beside
    names that are given up in this one. `facts` are the gazetteer's by default; others give no links. With
    `traced`, and without corrections, the resolution says how it came about.
    Raises ValueError when two articles share an id or an extraction has none.
    """
    kept = kept_names or KeptNames()
    facts = facts or GazetteerFacts(load())
    by_id = {a.id: a for a in articles}
    ordered = sorted(extractions, key=lambda x: x.article)
    if len(by_id) != len(articles) or len({x.article for x in ordered}) != len(ordered):
        raise ValueError("two articles share an id")
    if strangers := [x.article for x in ordered if x.article not in by_id]:
        raise ValueError(f"extractions without an article: {strangers[:3]}")
    constraints = Constraints()
    fresh = build_fresh(by_id, ordered, constraints, facts, traced=traced and not corrections)
    if corrections:
        directory = Directory(fresh.refs, fresh.evidence, {x.article: x for x in ordered})
        constraints = interpret(corrections, directory, kept)
        fresh = build_fresh(by_id, ordered, constraints, facts)
    chosen, names = keep(fresh.evidence, kept, revision)
    knowledge = led_on(renamed(fresh.knowledge, chosen), names.replaced)
    knowledge = replace(knowledge, contradictions=contradictions(knowledge, issue_days(by_id, ordered)))
    node_of: dict[Ref, list[str]] = defaultdict(list)
    for node, refs in fresh.refs.items():
        for ref in refs:
            node_of[ref].append(chosen.get(node, node))
    knowledge = corrected_links(knowledge, constraints, node_of)
    return Resolution(
        replace(knowledge, corrections=_recorded(constraints, node_of)),
        names,
        constraints.unapplied,
        fresh.unattached,
        None if fresh.trace is None else replace(fresh.trace, chosen=chosen),
    )


def led_on(knowledge: Knowledge, given_up: Replaced) -> Knowledge:
    """The knowledge with the names that were given up, and each event with those that lead to it."""
    replaced: dict[str, list[str]] = defaultdict(list)
    for old, new, _ in given_up:
        replaced[new].append(old)

    def led(events: tuple[E, ...]) -> tuple[E, ...]:
        return tuple(replace(e, replaces=tuple(replaced[e.id])) if e.id in replaced else e for e in events)

    return replace(
        knowledge,
        strikes=led(knowledge.strikes),
        actions=led(knowledge.actions),
        statements=led(knowledge.statements),
        replaced=given_up,
    )


def _recorded(constraints: Constraints, node_of: Mapping[Ref, Sequence[str]]) -> tuple[Correction, ...]:
    """The decisions that were applied, with the nodes that they touched."""
    return tuple(
        sorted(
            (
                Correction(
                    d.id,
                    d.verdict.value,
                    d.author,
                    d.date,
                    tuple(sorted({n for r in refs for n in node_of.get(r, ())})),
                    d.meant,
                    d.note,
                )
                for d, refs in constraints.touched.items()
            ),
            key=lambda c: c.id,
        )
    )
