"""What it bears on when known actors and places change: who is compared otherwise, and what must be read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import ActionReport, ActorClass, Article, Extraction, StrikeReport
from kg.resolve.clues import proper_names, words_of
from kg.resolve.growth.entities import Entities
from kg.resolve.growth.ledger import Entangled, Ledger
from kg.resolve.places import Site
from kg.resolve.roster import Identity
from kg.resolve.text import content_words, distinctive_words


@dataclass(slots=True)
class Change:
    """The actors and places that are new or of which more is said, and the known articles that this bears on.

    `faces` are the known ones that are compared otherwise than before. `lost` are the published names of those that
    nobody speaks of any more, `freed` what they were linked to, each with the kind of node.
    """

    nodes: set[str] = field(default_factory=set)
    faces: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    freed: set[tuple[str, str]] = field(default_factory=set)


def face(node: Identity | Site) -> tuple[object, ...]:
    """What an article that speaks of an actor or place depends on, but for the words of its names."""
    if isinstance(node, Identity):
        return (node.label, node.cls, node.entry, node.state, node.serves, node.named, node.retired)
    return (node.label, node.kind, node.entry, node.state, node.within, node.point)


def name_words(node: Identity | Site) -> frozenset[str]:
    """The words that an actor's names take away from what a sentence says."""
    return frozenset().union(*(content_words(n) for n in (node.label, *node.surfaces)))


def site_words(node: Identity | Site) -> frozenset[str]:
    """The words by which a place is known."""
    return words_of((node.label, *node.surfaces))


def vocabulary(article: Article, extraction: Extraction) -> str:
    """The words whose weight depends on what actors and states are called, each between spaces."""
    reports: list[StrikeReport | ActionReport] = [*extraction.strikes, *extraction.actions]
    sentences = {report.mention.sentence.text for report in reports}
    words = set().union(*(distinctive_words(s) | proper_names(s) for s in sentences))
    words |= set().union(*(proper_names(line) for line in article.text.splitlines()))
    return f" {' '.join(sorted(words))} "


class Bearing:
    """Follows what changes of actors and places to the articles that it bears on."""

    def __init__(self, ledger: Ledger, entities: Entities) -> None:
        self._ledger = ledger
        self._entities = entities
        self.change = Change()

    def compare(self, before: Identity | Site | None, now: Identity | Site) -> None:
        """Note the known articles whose reading depends on what has changed about a node."""
        if before is None:
            if isinstance(now, Identity) and now.cls is ActorClass.STATE and now.entry:
                query = "SELECT node FROM entity WHERE kind = 'place' AND state = ?"
                for (place,) in self._ledger.rows(query, now.entry):
                    self.change.nodes.add(place)
                    self.change.faces.add(place)
                    self.speakers(place)
            return
        if face(before) != face(now) or (isinstance(now, Site) and site_words(before) != site_words(now)):
            self.change.faces.add(now.id)
            self.speakers(now.id)
        elif isinstance(now, Identity):
            gained = name_words(before) ^ name_words(now)
            if gained:
                self.speaking_of(gained, now.id)

    def call_otherwise(self, names: Mapping[str, str]) -> None:
        """Give known actors other fresh names; the articles that speak of them are read again.

        States and organisations are known by their names where no article speaks of them, places by others.
        """
        ledger = self._ledger
        for old in names:
            body = self._entities.body(old)
            sides = (ActorClass.STATE, ActorClass.INTERNATIONAL_ORGANIZATION)
            if not isinstance(body, Identity) or body.cls in sides:
                raise Entangled("a known place, state or organisation gets another name")
            query = "SELECT DISTINCT node FROM ref WHERE article = ? AND node > 'actor/' AND node < 'actor0'"
            rows = ledger.rows("SELECT DISTINCT article FROM ref WHERE node = ?", old)
            articles = {article for (article,) in rows}
            self.change.articles |= articles
            for node in {node for article in articles for (node,) in ledger.rows(query, article)}:
                votes = self._entities.held(node).votes
                for field_ in {"member of", "part of"} & votes.keys():
                    if (count := votes[field_].pop(old, None)) is not None:
                        votes[field_][names[old]] = count
                        self._entities.count(node, votes)
        # Over names that nothing has, since one may take what another gives up.
        for steps in ({old: f"!{new}" for old, new in names.items()}, {f"!{n}": n for n in names.values()}):
            for old, new in steps.items():
                for table in ("ref", "hard", "entity", "target", "name", "tried"):
                    ledger.rows(f"UPDATE {table} SET node = ? WHERE node = ?", new, old)
        for new in names.values():
            ledger.rows("UPDATE name SET fresh = node WHERE node = ?", new)
            self._entities.call(new)
            self.change.nodes.add(new)
        self.change.nodes -= names.keys() - set(names.values())

    def speakers(self, node: str) -> None:
        """All articles that speak of a node, or of a place in it."""
        self.change.articles |= {
            article
            for (article,) in self._ledger.rows("SELECT DISTINCT article FROM ref WHERE node = ?", node)
        }
        if node.startswith("place/"):
            for (place,) in self._ledger.rows("SELECT node FROM entity WHERE within = ?", node):
                self.change.faces.add(place)
                self.speakers(place)

    def speaking_of(self, words: Iterable[str], node: str | None = None) -> None:
        """The articles, of those that speak of the node if one is given, in which one of the words stands."""
        query = "SELECT article FROM vocabulary AS v WHERE instr(v.words, ?)"
        of_node: tuple[str, ...] = ()
        if node is not None:
            query = (
                "SELECT DISTINCT v.article FROM ref JOIN vocabulary AS v USING (article) WHERE ref.node = ?"
            )
            query, of_node = f"{query} AND instr(v.words, ?)", (node,)
        for word in words:
            rows = self._ledger.rows(query, *of_node, f" {word} ")
            self.change.articles |= {article for (article,) in rows}
