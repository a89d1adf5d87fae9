"""What a person decided about links to Wikidata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kg.model import Actor, Knowledge, Link, Place
from kg.resolve.corrections import Constraints, Decision, Verdict
from kg.resolve.roster import Ref
from kg.resolve.wikidata import ENTITY

N = TypeVar("N", Actor, Place)


def corrected_links(
    knowledge: Knowledge, constraints: Constraints, node_of: Mapping[Ref, Sequence[str]]
) -> Knowledge:
    """The knowledge with a person's links in place of those found, and without those that he forbade."""
    by_node: dict[str, list[Decision]] = {}
    for decision, refs in constraints.touched.items():
        if decision.verdict in (Verdict.LINK, Verdict.NEVER_LINK):
            for node in {n for r in refs for n in node_of.get(r, ())}:
                by_node.setdefault(node, []).append(decision)
    if not by_node:
        return knowledge
    return replace(
        knowledge,
        actors=tuple(_with(a, by_node.get(a.id, ())) for a in knowledge.actors),
        places=tuple(_with(p, by_node.get(p.id, ())) for p in knowledge.places),
    )


def _with(node: N, decisions: Sequence[Decision]) -> N:
    links = list(node.links)
    for decision in decisions:
        target = f"{ENTITY}{decision.target}"
        if decision.verdict is Verdict.LINK:
            links = [Link(target, 1.0, True, decision.basis)]
        elif decision.target is None:
            links = []
        else:
            links = [link for link in links if link.target != target]
    return replace(node, links=tuple(links)) if decisions else node
