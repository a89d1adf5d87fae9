"""From the corpus to a published snapshot: resolve all articles together, name nodes as before, publish.

Names once published are kept. What changes of them is noted as "pending" before the publication and taken over after
it, so that a build killed between the two leaves the names of exactly what is served.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from kg import resolve
from kg.corpus import Corpus
from kg.errors import EnvironmentProblem
from kg.graph import store
from kg.graph.rdf import part_names, parts, parts_of
from kg.kept import KeptTable
from kg.model import Article, Extraction, Knowledge
from kg.resolve import Decision, KeptNames, Resolution, growth, sssom
from kg.resolve.collector import without_collector
from kg.resolve.growth import Ledger
from kg.resolve.names import NameChange
from kg.resources import folder, rooms_digest

_log = logging.getLogger(__name__)

Step = Callable[[str], None]
T = TypeVar("T")

CORRECTIONS = "corrections.toml"
# One article in a graph that grows costs what about so many cost when all are resolved together.
GROWING = 50
_ROOMS = ("resolve", "graph", "gazetteer", "model", "naming.py", "vocab.py")


@dataclass(frozen=True, slots=True)
class Published:
    """What is served: the revision, and what it holds. `changed` is False when it was served before.

    `events` counts by class. `unapplied` are corrections that fit nothing any more, `unattached` the number
    of reports that say too little to be an event.
    """

    revision: str
    changed: bool
    articles: int
    events: dict[str, int] = field(default_factory=dict)
    actors: int = 0
    places: int = 0
    quads: int = 0
    unattached: int = 0
    unapplied: tuple[str, ...] = ()


class _Pending(msgspec.Struct, frozen=True):
    """What changes of the names kept as soon as a revision of this number is served.

    `names` are all names: so an earlier version noted them.
    """

    number: str
    change: NameChange | None = None
    names: KeptNames | None = None


@without_collector()
def publish(
    corpus: Corpus,
    graph_dir: Path,
    base_iri: str,
    version: str,
    *,
    keep: int = store.KEPT_SNAPSHOTS,
    on_step: Step | None = None,
) -> Published:
    """Publishes what the corpus holds; returns what is served, without any work when nothing has changed.

    `version` is the extractor's. Raises what `kg.graph.store.publish` raises.
    """
    tell = on_step or (lambda step: None)
    state = _state(corpus, base_iri, version)
    served = store.current_revision(graph_dir)
    if served is not None and served == corpus.setting("revision") and state == corpus.setting("state"):
        return msgspec.json.decode(corpus.setting("published") or "", type=Published)
    kept = KeptTable(corpus.connection)
    _settle_names(corpus, kept, served)
    tell("resolving")
    number = store.next_number(graph_dir)
    with Ledger(graph_dir / growth.FILE_NAME) as ledger:
        built = _Build(corpus, kept, graph_dir, ledger, base_iri, version, served, number, keep, tell)
        published, change = built.grown() or built.whole()
        noted = {
            "state": state,
            "version": version,
            "revision": published.revision,
            "published": _json(published),
        }
        with corpus.transaction():
            if published.revision.startswith(number):
                kept.take(change)
            corpus.note(noted | {"pending": ""})
        # Last of all: a ledger that stands for another revision than the one served is not trusted.
        if ledger.is_changing:
            ledger.keep(built.stands_for(published.revision))
    return dataclasses.replace(published, changed=published.revision != served)


@dataclass(frozen=True, slots=True)
class _Build:
    """One publication: what it is made from, and the two ways to make it."""

    corpus: Corpus
    kept: KeptTable
    graph_dir: Path
    ledger: Ledger
    base_iri: str
    version: str
    served: str | None
    number: str
    keep: int
    tell: Step

    def stands_for(self, revision: str | None) -> str:
        """What a ledger of a revision is marked with."""
        return f"{revision} {self.version} {_recipe()} {self.base_iri}"

    def whole(self) -> tuple[Published, NameChange]:
        """All articles resolved together, and all that has changed published."""
        kept = self.kept.whole()
        resolution, unapplied = _understood(self.corpus, self.version, kept, self.number, traced=True)
        change = kept.change_to(resolution.names)
        self._pending(change)
        knowledge = resolution.knowledge
        self.tell("publishing")
        revision = store.publish_parts(
            self.graph_dir,
            parts(knowledge, self.base_iri),
            base_iri=self.base_iri,
            recipe=_recipe(),
            keep=self.keep,
        )
        published = Published(
            revision=revision,
            changed=False,
            articles=len(knowledge.articles),
            events=_events(knowledge),
            actors=len(knowledge.actors),
            places=len(knowledge.places),
            quads=store.manifest(self.graph_dir).quads,
            unattached=len(resolution.unattached),
            unapplied=unapplied,
        )
        self.ledger.begin(afresh=True)
        if resolution.trace is not None and not self._decided():
            growth.record(self.ledger, resolution, dict(self.corpus.fingerprints()))
        else:
            self.ledger.give_up()
        return published, change

    def grown(self) -> tuple[Published, NameChange] | None:
        """What articles touch that have come, gone or changed resolved and published; None where everything must be."""
        if self.served is None or self._decided() or self.ledger.stands_for() != self.stands_for(self.served):
            return None
        held = dict(self.ledger.rows("SELECT article, mark FROM seen"))
        marks = dict(self.corpus.fingerprints())
        left = {article: mark for article, mark in held.items() if marks.get(article) != mark}
        new = sorted(marks.keys() - held.keys() | (left.keys() & marks.keys()))
        if (len(new) + len(left)) * GROWING > len(held):
            return None
        gone = list(self.corpus.extractions(left.values(), self.version))
        if len(gone) < len(left):
            return None
        self.ledger.begin(afresh=False)
        grown = growth.Growth(self.ledger, self._fetch)
        try:
            told = self._fetch(new)
            step, change = grown.take(told, marks, self.kept, self.number, gone)
            touched = growth.Show(grown, step, change).touched()
        except growth.Entangled as reason:
            _log.info("all articles are resolved together: %s", reason)
            self.ledger.give_up()
            return None
        self._pending(change)
        self.tell("publishing")
        revision = store.publish_some(
            self.graph_dir,
            parts_of(touched.knowledge, self.base_iri, touched.nodes, touched.articles, touched.publishers),
            part_names(touched.nodes | touched.gone, touched.articles, touched.left),
            base_iri=self.base_iri,
            recipe=_recipe(),
            keep=self.keep,
        )
        if revision is None:
            self.ledger.give_up()
            return None
        sizes = growth.sizes(self.ledger)
        published = Published(
            revision=revision,
            changed=False,
            articles=sizes.articles,
            events={name: n for name, n in sizes.events.items() if n},
            actors=sizes.actors,
            places=sizes.places,
            quads=store.manifest(self.graph_dir).quads,
            unattached=sizes.unattached,
        )
        return published, change

    def _fetch(self, ids: Sequence[str]) -> list[tuple[Article, Extraction]]:
        return [(t.article, t.extraction) for t in self.corpus.told_of(ids, self.version)]

    def _decided(self) -> bool:
        """True when a person's decisions hold in the graph."""
        return any(_held(self.corpus, "corrections", Decision)) or any(_held(self.corpus, "links", sssom.Row))

    def _pending(self, change: NameChange) -> None:
        self.corpus.note({"pending": _json(_Pending(self.number, change))})


def knowledge_of(corpus: Corpus, graph_dir: Path) -> Knowledge:
    """What the served graph was made from, resolved again; nothing is published.

    Raises EnvironmentProblem when no build has published the folder yet.
    """
    served = store.current_revision(graph_dir)
    version = published_version(corpus, graph_dir)
    kept = KeptTable(corpus.connection).whole()
    if (change := _pending_change(corpus, served, kept)) is not None:
        kept = kept.after(change)
    return _understood(corpus, version, kept, store.next_number(graph_dir))[0].knowledge


def published_version(corpus: Corpus, graph_dir: Path) -> str:
    """The extractor's version in the last publication; EnvironmentProblem when there was none."""
    version = corpus.setting("version")
    if version is None:
        raise EnvironmentProblem(
            f"there is no graph in {graph_dir}", f"build one: kg build SOURCE --graph {graph_dir}"
        )
    return version


def _understood(
    corpus: Corpus, version: str, kept: KeptNames, number: str, *, traced: bool = False
) -> tuple[Resolution, tuple[str, ...]]:
    """All articles resolved, with people's decisions in it, and the decisions that fit nothing, in words."""
    told = list(corpus.told(version))
    resolution = resolve.resolve(
        [t.article for t in told],
        [t.extraction for t in told],
        kept_names=kept,
        corrections=tuple(d for decisions in _held(corpus, "corrections", Decision) for d in decisions),
        revision=number,
        traced=traced,
    )
    rows = [row for rows in _held(corpus, "links", sssom.Row) for row in rows]
    knowledge, without_node = sssom.apply(resolution.knowledge, rows)
    unapplied = (
        *(f"{u.decision.verdict.value}: {u.reason}" for u in resolution.unapplied),
        *(f"link: there is no {row.node} to link to {row.target}" for row in without_node),
    )
    return dataclasses.replace(resolution, knowledge=knowledge), unapplied


def take_decisions(corpus: Corpus, graph_dir: Path, sources: Sequence[str | Path]) -> None:
    """Note people's decisions in the files beside the articles of `sources`, and in the graph folder.

    The files are corrections.toml and links.sssom.tsv. Their decisions are kept with the corpus, so that they
    hold in every later build, of other sources too; a file that is gone from a source takes its decisions
    with it. Raises InputProblem for a file that is malformed.
    """
    places = {p.resolve() for p in (graph_dir, *(_beside(s) for s in sources if str(s) != "-"))}
    corrections = _noted(corpus, "corrections", Decision)
    links = _noted(corpus, "links", sssom.Row)
    for place in sorted(places):
        corrections.pop(str(place), None)
        links.pop(str(place), None)
        if decisions := resolve.load(place / CORRECTIONS):
            corrections[str(place)] = decisions
        if rows := tuple(row for row in sssom.read(place / sssom.FILE_NAME) if row.decided):
            links[str(place)] = rows
    corpus.note({"corrections": _json(corrections), "links": _json(links)})


def _beside(source: str | Path) -> Path:
    path = Path(source)
    return path if path.is_dir() else path.parent


def _noted(corpus: Corpus, name: str, kind: type[T]) -> dict[str, tuple[T, ...]]:
    """What is noted of decisions, by the folder whose file holds them."""
    noted = corpus.setting(name)
    return msgspec.json.decode(noted, type=dict[str, tuple[kind, ...]]) if noted else {}  # type: ignore[valid-type]


def _held(corpus: Corpus, name: str, kind: type[T]) -> list[tuple[T, ...]]:
    """The decisions themselves, in order of their folders."""
    return [decisions for _, decisions in sorted(_noted(corpus, name, kind).items())]


def _settle_names(corpus: Corpus, kept: KeptTable, served: str | None) -> None:
    """Let the names kept be those of the served revision's nodes, also when its build was killed at the very end."""
    if not corpus.setting("pending") and not corpus.setting("names"):
        return
    change = _pending_change(corpus, served, kept.whole())
    with corpus.transaction():
        if change is not None:
            kept.take(change)
        corpus.note({"pending": "", "names": ""})


def _pending_change(corpus: Corpus, served: str | None, kept: KeptNames) -> NameChange | None:
    """What is still to be changed of the names kept, so that they are those of the served revision's nodes."""
    if (noted := corpus.setting("pending")) and served is not None:
        pending = msgspec.json.decode(noted, type=_Pending)
        if served.startswith(pending.number):
            return pending.change if pending.names is None else kept.change_to(pending.names)
    # An earlier version noted all names as one value.
    noted = corpus.setting("names")
    return kept.change_to(msgspec.json.decode(noted, type=KeptNames)) if noted else None


def _state(corpus: Corpus, base_iri: str, version: str) -> str:
    """A digest of all that a publication depends on: articles, corrections, ontology, and the code itself."""
    hashed = hashlib.sha256()
    decisions = (corpus.setting("corrections") or "", corpus.setting("links") or "")
    for part in (base_iri, version, _recipe(), *decisions):
        hashed.update(f"{part}\0".encode())
    for article, mark in corpus.fingerprints():
        hashed.update(f"{article}\0{mark}\0".encode())
    return hashed.hexdigest()


def _recipe() -> str:
    """A digest of all that makes quads of articles, but for the articles: ontology and the code itself."""
    hashed = hashlib.sha256(rooms_digest(*_ROOMS).encode())
    for path in sorted(folder("ontology").glob("*.ttl")):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def _events(knowledge: Knowledge) -> dict[str, int]:
    counts = {
        "Strike": len(knowledge.strikes),
        "DiplomaticAction": len(knowledge.actions),
        "Statement": len(knowledge.statements),
    }
    return {name: count for name, count in counts.items() if count}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
