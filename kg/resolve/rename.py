"""Giving nodes of a fresh build the names under which they were published before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

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

E = TypeVar("E", bound=Event)


def renamed(knowledge: Knowledge, names: Mapping[str, str]) -> Knowledge:
    """The same knowledge under other names; nodes are put in the order of their new ones."""
    if all(old == new for old, new in names.items()):
        return knowledge
    n = _Names(names)
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


class _Names:
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def one(self, node: str) -> str:
        return self._names.get(node, node)

    def optional(self, node: str | None) -> str | None:
        return None if node is None else self.one(node)

    def many(self, nodes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self.one(node) for node in nodes))

    def mention(self, mention: Mention) -> Mention:
        return (
            replace(mention, according_to=self.many(mention.according_to))
            if mention.according_to
            else mention
        )

    def mentions(self, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        return tuple(self.mention(m) for m in mentions)

    def membership(self, member: Membership) -> Membership:
        return replace(
            member,
            mention=self.mention(member.mention),
            attackers=self.many(member.attackers),
            places=self.many(member.places),
        )

    def event(self, event: E) -> E:
        members = tuple(self.membership(m) for m in event.members)
        return replace(
            event,
            id=self.one(event.id),
            members=members,
            places=self.many(event.places),
            in_response_to=self.many(event.in_response_to),
        )

    def strike(self, strike: Strike) -> Strike:
        return replace(
            self.event(strike),
            attackers=self.many(strike.attackers),
            targets=self.many(strike.targets),
            casualties=self.many(strike.casualties),
        )

    def action(self, action: DiplomaticAction) -> DiplomaticAction:
        return replace(
            self.event(action),
            initiators=self.many(action.initiators),
            recipients=self.many(action.recipients),
        )

    def statement(self, statement: Statement) -> Statement:
        return replace(
            self.event(statement),
            speakers=self.many(statement.speakers),
            addressees=self.many(statement.addressees),
            about=self.many(statement.about),
        )

    def toll(self, toll: CasualtyReport) -> CasualtyReport:
        return replace(
            toll,
            id=self.one(toll.id),
            strikes=self.many(toll.strikes),
            mentions=self.mentions(toll.mentions),
            according_to=self.many(toll.according_to),
            revises=self.many(toll.revises),
        )

    def actor(self, actor: Actor) -> Actor:
        return replace(
            actor,
            id=self.one(actor.id),
            member_of=self.many(actor.member_of),
            part_of=self.many(actor.part_of),
            mentions=self.mentions(actor.mentions),
        )

    def place(self, place: Place) -> Place:
        return replace(
            place,
            id=self.one(place.id),
            country=self.optional(place.country),
            within=self.optional(place.within),
            mentions=self.mentions(place.mentions),
        )
