"""Giving nodes of a fresh build the names under which they were published before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import is_
from typing import TYPE_CHECKING, TypeVar

from kg.model import (
    Actor,
    CasualtyReport,
    DiplomaticAction,
    Event,
    Knowledge,
    Membership,
    Mention,
    Place,
    Statement,
    Strike,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

E = TypeVar("E", bound=Event)


def renamed(knowledge: Knowledge, names: Mapping[str, str]) -> Knowledge:
    """The same knowledge under other names; nodes are put in the order of their new ones."""
    moved = {old: new for old, new in names.items() if old != new}
    if not moved:
        return knowledge
    n = _Names(moved)
    return replace(
        knowledge,
        actors=_sorted(n.actor(a) for a in knowledge.actors),
        places=_sorted(n.place(p) for p in knowledge.places),
        strikes=_sorted(n.strike(s) for s in knowledge.strikes),
        actions=_sorted(n.action(a) for a in knowledge.actions),
        statements=_sorted(n.statement(s) for s in knowledge.statements),
        casualties=_sorted(n.toll(c) for c in knowledge.casualties),
    )


N = TypeVar("N", Actor, Place, Strike, DiplomaticAction, Statement, CasualtyReport)


def _sorted(nodes: Iterable[N]) -> tuple[N, ...]:
    return tuple(sorted(nodes, key=lambda node: node.id))


R = TypeVar("R", bound="DataclassInstance")
M = TypeVar("M", Mention, Membership)


def _with(node: R, **values: object) -> R:
    """The node with these values in its fields; the node itself where it has them."""
    if all(getattr(node, field) is value for field, value in values.items()):
        return node
    return replace(node, **values)


def _same(old: tuple[M, ...], new: tuple[M, ...]) -> tuple[M, ...]:
    """The old tuple where the new one holds the same objects."""
    return old if all(map(is_, old, new)) else new


class _Names:
    """Rewrites nodes in which a name has moved; all others, nearly all in a graph that grows, stay as they are."""

    def __init__(self, moved: Mapping[str, str]) -> None:
        self._moved = moved

    def one(self, node: str) -> str:
        return self._moved.get(node, node)

    def optional(self, node: str | None) -> str | None:
        return None if node is None else self.one(node)

    def many(self, nodes: tuple[str, ...]) -> tuple[str, ...]:
        if self._moved.keys().isdisjoint(nodes):
            return nodes
        return tuple(sorted(self.one(node) for node in nodes))

    def mention(self, mention: Mention) -> Mention:
        return _with(mention, according_to=self.many(mention.according_to))

    def mentions(self, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return _same(mentions, tuple(self.mention(m) for m in mentions))

    def membership(self, member: Membership) -> Membership:
        return _with(
            member,
            mention=self.mention(member.mention),
            attackers=self.many(member.attackers),
            places=self.many(member.places),
        )

    def event(self, event: E) -> E:
        return _with(
            event,
            id=self.one(event.id),
            members=_same(event.members, tuple(self.membership(m) for m in event.members)),
            places=self.many(event.places),
            in_response_to=self.many(event.in_response_to),
        )

    def strike(self, strike: Strike) -> Strike:
        return _with(
            self.event(strike),
            attackers=self.many(strike.attackers),
            targets=self.many(strike.targets),
            casualties=self.many(strike.casualties),
            inferred_attackers=self.many(strike.inferred_attackers),
            inferred_targets=self.many(strike.inferred_targets),
            claimed_attackers=self.many(strike.claimed_attackers),
        )

    def action(self, action: DiplomaticAction) -> DiplomaticAction:
        return _with(
            self.event(action),
            initiators=self.many(action.initiators),
            recipients=self.many(action.recipients),
        )

    def statement(self, statement: Statement) -> Statement:
        return _with(
            self.event(statement),
            speakers=self.many(statement.speakers),
            addressees=self.many(statement.addressees),
            about=self.many(statement.about),
        )

    def toll(self, toll: CasualtyReport) -> CasualtyReport:
        return _with(
            toll,
            id=self.one(toll.id),
            strikes=self.many(toll.strikes),
            mentions=self.mentions(toll.mentions),
            according_to=self.many(toll.according_to),
            revises=self.many(toll.revises),
        )

    def actor(self, actor: Actor) -> Actor:
        return _with(
            actor,
            id=self.one(actor.id),
            member_of=self.many(actor.member_of),
            part_of=self.many(actor.part_of),
            mentions=self.mentions(actor.mentions),
        )

    def place(self, place: Place) -> Place:
        return _with(
            place,
            id=self.one(place.id),
            country=self.optional(place.country),
            within=self.optional(place.within),
            mentions=self.mentions(place.mentions),
        )
