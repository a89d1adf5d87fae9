"""How right a built graph is, measured on a gold file: detection, roles, dates, counts, provenance, links.

A gold file says what a careful human coder finds in a folder of articles: strikes, diplomatic actions and
statements, with slots of acceptable actors and places (`tests/accuracy/` has such files). Events are paired
one to one, the best pairs and the required ones first. Items marked `"required": false` are neither rewarded
nor punished; events that the graph itself marks as denied or hypothetical are no false positives.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import InputProblem
from kg.graph.identity import Identity, f1, identity
from kg.graph.matching import Gold, Likeness, Slots, pair
from kg.graph.reading import BuiltGraph
from kg.vocab import kg, nif, rdfs


@dataclass(frozen=True, slots=True)
class Figure:
    """What was hit, of what the system has and of what the gold has."""

    hits: int
    system: int
    gold: int

    @property
    def precision(self) -> float:
        """Hits of the system's; 0 when it has none."""
        return self.hits / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Hits of the gold's; 0 when it has none."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 when both are."""
        return f1(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures by name as they were measured, what was missed or too much, and event identity.

    `identity` is measured on all reports of the gold, where one that was not found is a group of its own and costs
    as a wrong grouping does; `grouping` on those found alone, as coreference is measured on mentions that are given
    (ECB+, the Gun Violence Corpus): it tells of the resolver what the other tells of extraction and resolver together.
    """

    figures: Mapping[str, Figure]
    misses: tuple[str, ...]
    identity: Identity | None = None
    grouping: Identity | None = None

    def in_words(self) -> str:
        """The table of figures."""
        lines = [f"{'':22}{'P':>7}{'R':>7}{'F1':>7}   hit/system/gold"]
        for name, f in self.figures.items():
            shares = f"{f.precision:7.2f}{f.recall:7.2f}{f.f1:7.2f}"
            lines.append(f"{name:22}{shares}   {f.hits}/{f.system}/{f.gold}")
        for what, measured, which in (
            ("identity", self.identity, "reports"),
            ("grouping", self.grouping, "reports found"),
        ):
            if measured is None:
                continue
            for name, score in (
                ("B-cubed", measured.b_cubed),
                ("MUC", measured.muc),
                ("CEAF-e", measured.ceaf_e),
            ):
                name = f"{what} {name}"
                lines.append(f"{name:22}{score.precision:7.2f}{score.recall:7.2f}{score.f1:7.2f}")
            name = f"{what} CoNLL"
            lines.append(f"{name:22}{'':14}{measured.conll_f1:7.2f}   {measured.mentions} {which}")
        return "\n".join(lines)


def read_gold(path: Path) -> Gold:
    """A gold file. Raises InputProblem when it is none."""
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputProblem(f"there is no gold file {path}", "check the spelling of the path") from error
    except OSError as error:
        raise InputProblem(f"{path} cannot be read: {error.strerror or error}", "check its path") from error
    except ValueError as error:
        raise InputProblem(f"{path} is no gold file: {error}") from error
    missing = {"actors", "places", "strikes", "diplomatic_actions", "statements"} - set(gold)
    if missing:
        raise InputProblem(
            f"{path} is no gold file: it lacks {', '.join(sorted(missing))}",
            "tests/accuracy/README.md describes its form",
        )
    found: Gold = gold
    return found


def evaluate(gold: Gold, graph: Path | ox.Store, articles_dir: Path | None = None) -> Evaluation:
    """Measures a store or an exported file against the gold.

    With the folder of the articles each mention's offsets are checked against the article's own text too.
    """
    built = BuiltGraph.open(graph)
    measure = _Measurement(gold, built)
    measure.strikes()
    measure.actions()
    measure.statements()
    measure.actors()
    if articles_dir is not None:
        measure.evidence(articles_dir)
    figures = {name: Figure(*counts) for name, counts in measure.counts.items()}
    return Evaluation(figures, tuple(measure.misses), *measure.identity())


class _Measurement:
    """The counts of one evaluation as they are taken."""

    def __init__(self, gold: Gold, graph: BuiltGraph) -> None:
        self.gold, self.graph, self.like = gold, graph, Likeness(gold, graph)
        self.counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.misses: list[str] = []

    def strikes(self) -> None:
        """Strikes, and of those that were found their roles, weapons, dates, counts and articles."""
        g = self.graph
        for item, event in self._detect("Strike", self.gold["strikes"], self.like.strike):
            self._role("strike attacker", g.get(event, kg.attacker), item["attacker"], self.like.is_actor)
            self._role("strike target", g.get(event, kg.target), item["target"], self.like.is_actor)
            also = [[key for slot in [*item["target"], *item["place"]] for key in slot]]
            self._role("strike place", g.get(event, kg.location), item["place"], self.like.is_place, also)
            weapons, wanted = g.local(event, kg.weapon), set(item["weapon"])
            self._count(
                "strike weapon", len(weapons & wanted), len(weapons) if wanted else 0, len(item["weapon"])
            )
            self._date("strike date", item, event)
            for claim in item["casualties"]:
                self._casualties(claim, event)
            self._provenance(item, event)

    def actions(self) -> None:
        """Diplomatic actions, and of those that were found their roles, dates and articles."""
        g = self.graph
        for item, event in self._detect(
            "DiplomaticAction", self.gold["diplomatic_actions"], self.like.action
        ):
            self._role("action initiator", g.get(event, kg.initiator), item["initiator"], self.like.is_actor)
            parties = item["initiator"]
            self._role(
                "action recipient", g.get(event, kg.recipient), item["recipient"], self.like.is_actor, parties
            )
            self._date("action date", item, event)
            self._provenance(item, event)

    def statements(self) -> None:
        """Statements."""
        self._detect("Statement", self.gold["statements"], self.like.statement)

    def actors(self) -> None:
        """Actors: found, of the right class, as one node, linked to the right Wikidata item."""
        g = self.graph
        for key, entity in self.gold["actors"].items():
            nodes = [n for n in g.nodes() if g.is_entity(n, entity) and not g.get(n, kg.attacker)]
            found = [node for node in nodes if g.actor_classes(node)]
            if entity.get("required", True):
                here = bool(found)
                right = any(entity["class"] in g.actor_classes(node) for node in found)
                self._count("actor found", here, here, 1)
                self._count("actor class", right, here, here)
                self._count("actor unsplit", here, len(found), here)
                if not here:
                    self.misses.append(f"actor: missed {key}")
            if entity.get("wikidata") and found:
                linked = set().union(*(g.items(node) for node in found))
                self._count("wikidata link", entity["wikidata"] in linked, len(linked), 1)

    def evidence(self, folder: Path) -> None:
        """Mentions that are verbatim the article's text at their offsets, and events that have a mention."""
        g = self.graph
        texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}
        mentions = g.instances("Mention")
        verbatim = sum(self._is_verbatim(mention, texts) for mention in mentions)
        self._count("mention verbatim", verbatim, len(mentions), len(mentions))
        events = [e for name in ("Strike", "DiplomaticAction", "Statement") for e in g.instances(name)]
        shown = sum(bool(g.get(event, kg.mention)) for event in events)
        self._count("event has mention", shown, len(events), len(events))

    def identity(self) -> tuple[Identity, Identity] | tuple[None, None]:
        """How the reports of strikes and diplomatic actions are grouped: all of them, and those found alone.

        None when no gold event has two. A report is a gold event in one of its articles. In each article on its own,
        reports are paired with the graph's events; of all, a report without a counterpart is a group of its own.
        """
        gold: dict[tuple[str, int, str], tuple[str, int]] = {}
        system: dict[tuple[str, int, str], str] = {}
        kinds = (
            ("strikes", "Strike", self.like.strike),
            ("diplomatic_actions", "DiplomaticAction", self.like.action),
        )
        for part, name, like in kinds:
            numbered = [(n, item) for n, item in enumerate(self.gold[part]) if item.get("required", True)]
            events = self.graph.instances(name)
            for article in sorted({article for _, item in numbered for article in item["articles"]}):
                told = [(n, item) for n, item in numbered if article in item["articles"]]
                there = [event for event in events if article in self.graph.reported_in(event)]
                for n, _ in told:
                    gold[part, n, article] = (part, n)
                for position, event in pair([item for _, item in told], there, like).items():
                    system[part, told[position][0], article] = event
        if len(gold) == len(set(gold.values())):
            return None, None
        found = {report: event for report, event in gold.items() if report in system}
        return identity(gold, system), identity(found, system)

    def _is_verbatim(self, mention: str, texts: Mapping[str, str]) -> bool:
        g = self.graph
        text = texts.get(g.article_file(mention))
        begin, end, anchor = (g.get(mention, term) for term in (nif.beginIndex, nif.endIndex, nif.anchorOf))
        if text is None or not begin or not end or not anchor:
            return False
        return text[int(begin[0]) : int(end[0])] == anchor[0]

    def _count(self, name: str, hits: int, system: int, gold: int) -> None:
        counts = self.counts[name]
        for position, number in enumerate((hits, system, gold)):
            counts[position] += number

    def _detect(
        self,
        name: str,
        golds: Sequence[Mapping[str, Any]],
        like: Callable[[Mapping[str, Any], str], float],
    ) -> list[tuple[Mapping[str, Any], str]]:
        """Pairs gold and system events; the pairs whose gold event is required."""
        events = self.graph.instances(name)
        matched = pair(golds, events, like)
        required = [number for number, item in enumerate(golds) if item.get("required", True)]
        used = set(matched.values())
        extra = [event for event in events if event not in used and not self._unreal(event)]
        if name == "Statement":  # a second reading of an optional item is no error
            optional = [item for item in golds if not item.get("required", True)]
            extra = [event for event in extra if not any(like(item, event) for item in optional)]
        hits = sum(number in matched for number in required)
        self._count(name, hits, hits + len(extra), len(required))
        self.misses += [f"{name}: missed {golds[n].get('id')}" for n in required if n not in matched]
        self.misses += [f"{name}: extra {self._describe(event)}" for event in extra]
        return [(golds[number], matched[number]) for number in required if number in matched]

    def _role(
        self,
        name: str,
        nodes: Sequence[str],
        slots: Slots,
        same: Callable[[str, Sequence[str]], bool],
        also: Slots = (),
    ) -> None:
        hits = self.like.filled(nodes, slots, same)
        wrong = [node for node in nodes if not any(same(node, slot) for slot in [*slots, *also])]
        self._count(name, hits, hits + len(wrong), len(slots))

    def _date(self, name: str, item: Mapping[str, Any], event: str) -> None:
        if item["date"]:
            dates = self.graph.get(event, kg.date)
            self._count(name, item["date"] in dates, bool(dates), 1)

    def _casualties(self, claim: Mapping[str, Any], event: str) -> None:
        g = self.graph
        reports = g.get(event, kg.casualties)
        same = [
            report
            for report in reports
            if str(claim.get("deaths")) in g.get(report, kg.deaths)
            or (claim.get("injuries") and str(claim["injuries"]) in g.get(report, kg.injuries))
        ]
        source = claim["accordingTo"]
        claimed = any(
            not source or self.like.filled(g.get(report, kg.accordingTo), [source], self.like.is_actor)
            for report in same
        )
        self._count("casualty count", bool(same), bool(reports), 1)
        self._count("casualty claimant", claimed, bool(same), 1)

    def _provenance(self, item: Mapping[str, Any], event: str) -> None:
        found = self.graph.reported_in(event)
        self._count("provenance", len(found & set(item["articles"])), len(found), len(item["articles"]))

    def _unreal(self, event: str) -> bool:
        return bool(self.graph.local(event, kg.factuality) & {"Hypothetical", "Denied"})

    def _describe(self, event: str) -> str:
        g = self.graph
        roles = (kg.attacker, kg.initiator, kg.speaker, kg.target, kg.recipient)
        who = [next(iter(g.get(actor, rdfs.label)), actor) for role in roles for actor in g.get(event, role)]
        what = sorted(g.local(event, kg.actionType)) or list(g.get(event, kg.content)[:1])
        where = sorted(g.reported_in(event))
        return f"{event.rsplit('/', 1)[-1]} {who} {what} {list(g.get(event, kg.date))} in {where}"


__all__ = ["Evaluation", "Figure", "evaluate", "read_gold"]
