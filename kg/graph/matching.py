"""Which event of a graph is which of a gold file: likeness, and the one-to-one pairing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kg.graph.identity import f1
from kg.graph.reading import BuiltGraph, fold
from kg.vocab import kg

Gold = Mapping[str, Any]
Slots = Sequence[Sequence[str]]
_STOP_WORDS = (
    "a an the of to in on for and or that it its their his her was were is are be been by with as at from"
)
_STOP = frozenset(_STOP_WORDS.split())
_LEAST_OVERLAP = 0.5  # of two reported contents, for them to be the same statement


class Likeness:
    """Compares the nodes of a graph with the entities and events of a gold file."""

    def __init__(self, gold: Gold, graph: BuiltGraph) -> None:
        self.gold, self.graph = gold, graph

    def is_actor(self, node: str, slot: Sequence[str]) -> bool:
        """An actor that the slot accepts."""
        known = self.gold["actors"]
        return any(self.graph.is_entity(node, known[key]) for key in slot if key in known)

    def is_place(self, node: str, slot: Sequence[str]) -> bool:
        """A place that the slot accepts."""
        known = self.gold["places"]
        return any(self.graph.is_entity(node, known[key]) for key in slot if key in known)

    def is_speaker(self, node: str, slot: Sequence[str]) -> bool:
        """A speaker that the slot accepts; one that the gold does not list is known by a part of its name."""
        if self.is_actor(node, slot):
            return True
        unknown = [fold(key) for key in slot if key not in self.gold["actors"]]
        return any(name in label for name in unknown for label in self.graph.labels(node))

    @staticmethod
    def filled(nodes: Iterable[str], slots: Slots, same: Callable[[str, Sequence[str]], bool]) -> int:
        """How many of the slots one of the nodes fills."""
        found = list(nodes)
        return sum(any(same(node, slot) for node in found) for slot in slots)

    def strike(self, item: Mapping[str, Any], event: str) -> float:
        """How like a strike of the gold an event is; 0 for one that cannot be meant."""
        g = self.graph
        attackers = self.filled(g.get(event, kg.attacker), item["attacker"], self.is_actor)
        targets = self.filled(g.get(event, kg.target), item["target"], self.is_actor)
        places = self.filled(g.get(event, kg.location), item["place"], self.is_place)
        shared = g.reported_in(event) & set(item["articles"])
        if (item["attacker"] and not attackers) or not (targets or places) or not shared:
            return 0.0
        dates = g.get(event, kg.date)
        if item["date"] and any(len(date) == 10 and date != item["date"] for date in dates):
            return 0.1 + 0.1 * targets  # the wrong day: only if nothing better is there
        return 2 * attackers + targets + places + (item["date"] in dates) + len(shared) / 10

    def action(self, item: Mapping[str, Any], event: str) -> float:
        """How like a diplomatic action of the gold an event is; 0 for one that cannot be meant."""
        g = self.graph
        shared = g.reported_in(event) & set(item["articles"])
        initiators = self.filled(g.get(event, kg.initiator), item["initiator"], self.is_actor)
        if not g.local(event, kg.actionType) & set(item["type"]) or not initiators or not shared:
            return 0.0
        recipients = self.filled(g.get(event, kg.recipient), item["recipient"], self.is_actor)
        return 2 * initiators + recipients + (item["date"] in g.get(event, kg.date)) + len(shared) / 10

    def statement(self, item: Mapping[str, Any], event: str) -> float:
        """How like a statement of the gold an event is; 0 for one that cannot be meant."""
        g = self.graph
        if item["article"] not in g.reported_in(event):
            return 0.0
        speakers = g.get(event, kg.speaker)
        if item["speaker"] and not self.filled(speakers, item["speaker"], self.is_speaker):
            return 0.0
        told = (*g.get(event, kg.content), *g.get(event, kg.quotation))
        best = max((content_overlap(item["content"], content) for content in told), default=0.0)
        return best if best >= _LEAST_OVERLAP else 0.0


def content_overlap(gold: str, system: str) -> float:
    """How well one reported content covers another: the F1 of their words, or 0.8 x recall if more."""
    wanted, found = Counter(_words(gold)), Counter(_words(system))
    if not wanted or not found:
        return 0.0
    hits = (wanted & found).total()
    precision, recall = hits / found.total(), hits / wanted.total()
    return max(f1(precision, recall), 0.8 * recall)


def pair(
    golds: Sequence[Mapping[str, Any]],
    systems: Iterable[str],
    similarity: Callable[[Mapping[str, Any], str], float],
) -> dict[int, str]:
    """The one-to-one pairing of gold items (by number) with system nodes whose similarity is above 0.

    Best pairs first, required items before optional ones; then as many more as can be by moving others.
    """
    nodes = list(systems)
    near: dict[int, list[str]] = {}
    ranked: list[tuple[bool, float, int, str]] = []
    for number, item in enumerate(golds):
        scored = sorted(((similarity(item, node), node) for node in nodes), key=lambda s: (-s[0], s[1]))
        near[number] = [node for score, node in scored if score > 0]
        optional = not item.get("required", True)
        ranked += [(optional, -score, number, node) for score, node in scored if score > 0]
    matched: dict[int, str] = {}
    owner: dict[str, int] = {}
    for _, _, number, node in sorted(ranked):
        if number not in matched and node not in owner:
            matched[number], owner[node] = node, number

    def augment(number: int, seen: set[str]) -> bool:
        for node in near[number]:
            if node not in seen:
                seen.add(node)
                if node not in owner or augment(owner[node], seen):
                    matched[number], owner[node] = node, number
                    return True
        return False

    for number in sorted(near, key=lambda n: (not golds[n].get("required", True), n)):
        if number not in matched:
            augment(number, set())
    return matched


def _words(text: str) -> list[str]:
    return [word for word in fold(text).split() if word not in _STOP]


__all__ = ["Gold", "Likeness", "Slots", "content_overlap", "pair"]
