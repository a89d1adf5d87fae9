"""How far two coders agree on the same articles, in the figures by which the extractors are measured.

    python -m tests.accuracy.agreement dev/round5 dev/round5-second

The second coder's required items are written as a graph, as if a system had found them, and scored against all items
of the first, then the other way round: what one requires and the other holds for optional is no disagreement.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.graph.evaluate import Evaluation, evaluate, read_gold
from kg.graph.matching import Gold
from kg.vocab import dcterms, kg, owl, rdf, rdfs

HERE = Path(__file__).parent
_WIKIDATA = "http://www.wikidata.org/entity/"
_ROLES = {
    "attacker": (kg.attacker, "actors"),
    "target": (kg.target, "actors"),
    "place": (kg.location, "places"),
    "initiator": (kg.initiator, "actors"),
    "recipient": (kg.recipient, "actors"),
    "speaker": (kg.speaker, "actors"),
}


def _node(*path: str) -> ox.NamedNode:
    return ox.NamedNode("urn:gold:" + ":".join(path))


def _facts(gold: Gold) -> Iterator[tuple[ox.NamedNode, str, ox.NamedNode | str]]:
    """What a gold file requires, as triples; of a slot's fillers the first."""
    for kind in ("actors", "places"):
        for key, entity in gold[kind].items():
            node = _node(kind, key)
            yield from ((node, rdfs.label, name) for name in entity["names"])
            if entity.get("wikidata"):
                yield node, owl.sameAs, ox.NamedNode(_WIKIDATA + entity["wikidata"])
            if "class" in entity:
                yield node, rdf.type, ox.NamedNode(kg[entity["class"]])
    for name in gold["articles"]:
        article = _node("article", name.split("_")[0])
        yield article, rdf.type, ox.NamedNode(kg.Article)
        yield article, dcterms.identifier, name
    for part, kind in (("strikes", "Strike"), ("diplomatic_actions", "DiplomaticAction")):
        for event in _required(gold[part]):
            yield from _event(event, kind)
    for said in _required(gold["statements"]):
        node = _node("statement", said["id"])
        yield node, rdf.type, ox.NamedNode(kg.Statement)
        yield node, kg.reportedIn, _node("article", said["article"])
        yield node, kg.content, said["content"]
        yield from _roles(node, said)


def _required(items: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (item for item in items if item.get("required", True))


def _event(event: Mapping[str, Any], kind: str) -> Iterator[tuple[ox.NamedNode, str, ox.NamedNode | str]]:
    node = _node(kind, event["id"])
    yield node, rdf.type, ox.NamedNode(kg[kind])
    yield from ((node, kg.reportedIn, _node("article", key)) for key in event["articles"])
    yield from _roles(node, event)
    yield from ((node, kg.actionType, ox.NamedNode(kg[name])) for name in event.get("type", ())[:1])
    yield from ((node, kg.weapon, ox.NamedNode(kg[name])) for name in event.get("weapon", ()))
    if event.get("date"):
        yield node, kg.date, event["date"]
    for number, count in enumerate(event.get("casualties", ())):
        claim = _node("count", event["id"], str(number))
        yield node, kg.casualties, claim
        yield from ((claim, kg[k], str(count[k])) for k in ("deaths", "injuries") if count.get(k))
        yield from ((claim, kg.accordingTo, _node("actors", key)) for key in count["accordingTo"][:1])


def _roles(node: ox.NamedNode, item: Mapping[str, Any]) -> Iterator[tuple[ox.NamedNode, str, ox.NamedNode]]:
    for role, (term, entities) in _ROLES.items():
        yield from ((node, term, _node(entities, slot[0])) for slot in item.get(role, ()) if slot)


def as_graph(gold: Gold) -> ox.Store:
    """The required items of a gold file as a graph in the project's own terms."""
    store = ox.Store()
    for subject, term, value in _facts(gold):
        store.add(
            ox.Quad(subject, ox.NamedNode(term), ox.Literal(value) if isinstance(value, str) else value)
        )
    return store


def agreement(first: Path, second: Path) -> tuple[Evaluation, Evaluation]:
    """The second coder measured on the first, and the first on the second."""
    one, two = read_gold(first), read_gold(second)
    return evaluate(one, as_graph(two)), evaluate(two, as_graph(one))


if __name__ == "__main__":
    for evaluation in agreement(*(HERE / f"{name}.json" for name in sys.argv[1:3])):
        print(evaluation.in_words(), *evaluation.misses, sep="\n")
