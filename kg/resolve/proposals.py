"""Links that web services propose for nodes without a certain one: Wikidata, or any reconciliation service.

Everything here only proposes: rows are never certain and never signed; a person decides (kg.resolve.sssom).
An id is proposed for one node only: where two nodes would get it, neither does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.gazetteer.geography import distance
from kg.gazetteer.names import key, loose
from kg.model import Actor, ActorClass, Knowledge, PartialDate, Place
from kg.resolve.online import Asker, OnlineProblem
from kg.resolve.sssom import Row
from kg.resolve.wikidata import ENTITY

WIKIDATA_API = "https://www.wikidata.org/w/api.php"
# The item "human": P31 (instance of) has it for every person, and for nothing else.
_HUMAN = "Q5"
_CEILING = 0.9
_ENOUGH = 0.6
# A namesake this far from the place that the articles mean is another place.
_FAR_KM, _NEAR_KM = 150.0, 40.0
_BATCH = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A node, its names, and what would prove a link. `state` is a Wikidata id, `point` is (lon, lat)."""

    node: str
    label: str
    names: tuple[str, ...]
    cls: ActorClass | None = None
    state: str | None = None
    point: tuple[float, float] | None = None
    on_date: PartialDate | None = None
    excluded: frozenset[str] = frozenset()


def questions(knowledge: Knowledge, rows: Iterable[Row] = ()) -> tuple[Question, ...]:
    """A question for every named actor and place that has no certain link and no accepted one.

    Targets that a person has rejected for a node are excluded from its answers.
    """
    rejected: dict[str, set[str]] = defaultdict(set)
    settled = set()
    for row in rows:
        if row.decided and row.target:
            if row.rejected:
                rejected[row.node].add(row.target)
            else:
                settled.add(row.node)
    owners = {actor.id: (*actor.part_of, *actor.member_of) for actor in knowledge.actors}
    states = {actor.id: _qid(actor) for actor in knowledge.actors if actor.cls is ActorClass.STATE}
    days = {article.id: article.issued for article in knowledge.articles}

    def state_of(actor: Actor) -> str | None:
        near = owners[actor.id]
        around = (*near, *(far for owner in near for far in owners.get(owner, ())))
        return next((states[owner] for owner in around if owner in states), None)

    out = []
    for actor in knowledge.actors:
        if actor.id not in settled and actor.cls is not ActorClass.POPULATION and _open(actor):
            day = min((d for a in actor.articles if (d := days.get(a)) is not None), default=None)
            names = (actor.label, *actor.alt_labels)
            out.append(
                Question(
                    actor.id,
                    actor.label,
                    names,
                    actor.cls,
                    state_of(actor),
                    None,
                    day,
                    frozenset(rejected[actor.id]),
                )
            )
    for place in knowledge.places:
        if place.id not in settled and _open(place):
            country = states.get(place.country) if place.country else None
            names = (place.label, *place.alt_labels)
            excluded = frozenset(rejected[place.id])
            out.append(Question(place.id, place.label, names, None, country, place.point, None, excluded))
    return tuple(out)


def _open(entity: Actor | Place) -> bool:
    named = any(letter.isupper() for letter in entity.label)
    return named and not any(link.certain for link in entity.links)


def _qid(actor: Actor) -> str | None:
    return next(
        (k.target.removeprefix(ENTITY) for k in actor.links if k.certain and k.target.startswith(ENTITY)),
        None,
    )


def ask_wikidata(
    asked: Sequence[Question], asker: Asker, *, api: str = WIKIDATA_API, language: str = "en"
) -> Iterator[Row]:
    """Proposals from Wikidata's search, each checked against the item's own statements, node by node.

    Raises OnlineProblem when the service stops answering; what it has answered is kept by the asker.
    """
    for question in asked:
        found = asker.get(
            api,
            {
                "action": "wbsearchentities",
                "search": question.label, "language": language, "uselang": language,
                "type": "item", "limit": "10", "format": "json", "maxlag": str(asker.manners.maxlag),
            },
        )  # fmt: skip
        ids = [hit["id"] for hit in found.get("search", ()) if isinstance(hit.get("id"), str)]
        if not ids:
            continue
        entities = asker.get(
            api,
            {
                "action": "wbgetentities", "ids": "|".join(ids),
                "props": "labels|aliases|descriptions|claims", "languages": language,
                "format": "json", "maxlag": str(asker.manners.maxlag),
            },
        ).get("entities", {})  # fmt: skip
        items = [
            _Item.read(id, entities[id], language)
            for id in ids
            if "missing" not in entities.get(id, {"missing": ""})
        ]
        yield from _best(question, [(item, *_judge(question, item)) for item in items])


@dataclass(frozen=True, slots=True)
class _Item:
    """What is read of a Wikidata item: its names and the statements that can prove or exclude it."""

    id: str
    label: str
    description: str
    names: frozenset[str]
    human: bool
    classed: bool
    countries: frozenset[str]
    positions: frozenset[str]
    born: int | None
    iso: bool
    point: tuple[float, float] | None

    @classmethod
    def read(cls, id: str, entity: Mapping[str, Any], language: str) -> _Item:
        """The item from its JSON (https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html)."""
        label = entity.get("labels", {}).get(language, {}).get("value", "")
        aliases = [alias["value"] for alias in entity.get("aliases", {}).get(language, ())]
        claims = entity.get("claims", {})
        kinds = _ids(claims, "P31")
        born = next((value.get("time", "") for value in _values(claims, "P569")), "")
        place = next(iter(_values(claims, "P625")), None)
        return cls(
            id=id,
            label=label,
            description=entity.get("descriptions", {}).get(language, {}).get("value", ""),
            names=frozenset(loose(name) for name in (label, *aliases) if name),
            human=_HUMAN in kinds,
            classed=bool(kinds),
            countries=frozenset(_ids(claims, "P17") + _ids(claims, "P27")),
            positions=frozenset(_ids(claims, "P39")),
            born=int(born[1:5]) if born[1:5].isdigit() else None,
            iso="P297" in claims,
            point=(float(place["longitude"]), float(place["latitude"])) if place else None,
        )


def _values(claims: Mapping[str, Any], property: str) -> list[dict[str, Any]]:
    """The values of a property's statements that are not deprecated and not "unknown"."""
    found = []
    for claim in claims.get(property, ()):
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value")
        if claim.get("rank") != "deprecated" and isinstance(value, dict):
            found.append(value)
    return found


def _ids(claims: Mapping[str, Any], property: str) -> list[str]:
    return [value["id"] for value in _values(claims, property) if "id" in value]


def _judge(question: Question, item: _Item) -> tuple[float, str]:
    """How well an item fits, 0 to 0.9, and why; 0 where a statement excludes it."""
    if not {loose(name) for name in question.names} & item.names:
        return 0.0, "another name"
    person = question.cls is ActorClass.PERSON
    if item.classed and person != item.human:
        return 0.0, "a person and no person"
    if question.cls is ActorClass.STATE and not item.iso:
        return 0.0, "no state"
    score, why = 0.5, ["name"]
    if item.classed:
        score, why = score + 0.1, [*why, "kind"]
    if question.state and item.countries:
        if question.state not in item.countries:
            return 0.0, "of another country"
        score, why = score + 0.2, [*why, "country"]
    if question.point and item.point:
        apart = distance(*question.point[::-1], *item.point[::-1])
        if apart > _FAR_KM:
            return 0.0, f"{apart:.0f} km away"
        if apart <= _NEAR_KM:
            score, why = score + 0.2, [*why, f"{apart:.0f} km apart"]
    if person and question.on_date and item.born is not None:
        age = int(question.on_date.iso[:4]) - item.born
        if not 15 <= age <= 110:
            return 0.0, "of another time"
        score, why = score + 0.05, [*why, "age"]
    if person and item.positions:
        score, why = score + 0.1, [*why, "has held office"]
    return min(score, _CEILING), ", ".join(why)


def _best(question: Question, judged: Iterable[tuple[_Item, float, str]]) -> Iterator[Row]:
    fitting = [(item, score, why) for item, score, why in judged if score >= _ENOUGH]
    fitting.sort(key=lambda found: (-found[1], found[0].id))
    for item, score, why in fitting[:3]:
        target = ENTITY + item.id
        if target not in question.excluded:
            rivals = "" if len(fitting) == 1 else f"; one of {len(fitting)}"
            basis = f"Wikidata search: {why}{rivals}; {item.description or 'no description'}"
            lowered = score if len(fitting) == 1 else score - 0.1
            yield Row(question.node, question.label, target, False, round(lowered, 2), basis, item.label)


def ask_service(asked: Sequence[Question], asker: Asker, url: str) -> Iterator[Row]:
    """Proposals from any service that speaks the W3C Reconciliation API 0.2 (0.1 answers the same way).

    https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
    """
    manifest = asker.get(url, {})
    space = str(manifest.get("identifierSpace", "")) if isinstance(manifest, dict) else ""
    if not space:
        raise OnlineProblem(f"{url} is no reconciliation service: its manifest names no identifierSpace")
    for start in range(0, len(asked), _BATCH):
        batch = {f"q{n}": question for n, question in enumerate(asked[start : start + _BATCH])}
        queries = {name: {"query": question.label, "limit": 5} for name, question in batch.items()}
        answer = asker.post(url, {"queries": json.dumps(queries, sort_keys=True)})
        for name, question in batch.items():
            yield from _of_service(
                question, answer.get(name, {}).get("result", ()), space, manifest.get("name", url)
            )


def _of_service(
    question: Question, found: Iterable[Mapping[str, Any]], space: str, service: object
) -> Iterator[Row]:
    names = {key(name) for name in question.names}
    same = {loose(name) for name in question.names}
    for candidate in found:
        label, target = str(candidate.get("name", "")), f"{space}{candidate.get('id', '')}"
        score = float(candidate.get("score") or 0.0)
        fits = 0.75 if key(label) in names else 0.65 if loose(label) in same else 0.0
        if candidate.get("match"):
            fits += 0.1
        if fits < _ENOUGH or target in question.excluded:
            continue
        basis = f"{service}: score {score:g}{', match' if candidate.get('match') else ''}"
        yield Row(question.node, question.label, target, False, round(min(fits, _CEILING), 2), basis, label)


def distinct(proposals: Iterable[Row], rows: Iterable[Row] = ()) -> tuple[Row, ...]:
    """The proposals without those whose id is another node's already, or would become two nodes'.

    Actors and places are counted apart: a state is both, and both are the same thing.
    """
    proposed = tuple(row for row in proposals if row.target is not None)
    bearers: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for row in (*proposed, *(row for row in rows if row.certain and not row.rejected)):
        bearers[_room(row.node), row.target].add(row.node)
    return tuple(row for row in proposed if len(bearers[_room(row.node), row.target]) == 1)


def unshared(rows: Iterable[Row], proposals: Iterable[Row]) -> tuple[Row, ...]:
    """The rows without earlier proposals of an id that several nodes have turned out to claim.

    A run that broke off may have proposed an id to the first of them. What a person decided, and what is
    certain, stays.
    """
    bearers: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    kept = tuple(rows)
    for row in (*proposals, *kept):
        if not row.rejected:
            bearers[_room(row.node), row.target].add(row.node)
    return tuple(
        row
        for row in kept
        if row.decided or row.certain or row.target is None or len(bearers[_room(row.node), row.target]) == 1
    )


def _room(node: str) -> str:
    return node.partition("/")[0]
