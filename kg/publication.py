"""From the corpus to a published snapshot: resolve all articles together, name nodes as before, publish.

Names once published are kept. They are noted in two steps around the publication ("pending", then "names"),
so that a build killed between the two leaves the names of exactly what is served.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from kg import resolve
from kg.corpus import Corpus
from kg.errors import EnvironmentProblem
from kg.graph import store
from kg.graph.rdf import parts
from kg.model import Knowledge
from kg.resolve import Decision, KeptNames, Resolution, sssom
from kg.resolve.collector import without_collector
from kg.resources import folder, rooms_digest

Step = Callable[[str], None]
T = TypeVar("T")

CORRECTIONS = "corrections.toml"
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
    """Names to keep as soon as a revision of this number is served."""

    number: str
    names: KeptNames


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
    tell("resolving")
    number = store.next_number(graph_dir)
    resolution, unapplied = _understood(corpus, version, served, number)
    knowledge = resolution.knowledge
    corpus.note({"pending": _json(_Pending(number, resolution.names))})
    tell("publishing")
    revision = store.publish_parts(
        graph_dir, parts(knowledge, base_iri), base_iri=base_iri, recipe=_recipe(), keep=keep
    )
    published = Published(
        revision=revision,
        changed=False,
        articles=len(knowledge.articles),
        events=_events(knowledge),
        actors=len(knowledge.actors),
        places=len(knowledge.places),
        quads=store.manifest(graph_dir).quads,
        unattached=len(resolution.unattached),
        unapplied=unapplied,
    )
    noted = {"state": state, "version": version, "revision": revision, "published": _json(published)}
    if revision.startswith(number):
        noted["names"] = _json(resolution.names)
    corpus.note(noted | {"pending": ""})
    return dataclasses.replace(published, changed=revision != served)


def knowledge_of(corpus: Corpus, graph_dir: Path) -> Knowledge:
    """What the served graph was made from, resolved again; nothing is published.

    Raises EnvironmentProblem when no build has published the folder yet.
    """
    served = store.current_revision(graph_dir)
    version = published_version(corpus, graph_dir)
    return _understood(corpus, version, served, store.next_number(graph_dir))[0].knowledge


def published_version(corpus: Corpus, graph_dir: Path) -> str:
    """The extractor's version in the last publication; EnvironmentProblem when there was none."""
    version = corpus.setting("version")
    if version is None:
        raise EnvironmentProblem(
            f"there is no graph in {graph_dir}", f"build one: kg build SOURCE --graph {graph_dir}"
        )
    return version


def _understood(
    corpus: Corpus, version: str, served: str | None, number: str
) -> tuple[Resolution, tuple[str, ...]]:
    """All articles resolved, with people's decisions in it, and the decisions that fit nothing, in words."""
    told = list(corpus.told(version))
    resolution = resolve.resolve(
        [t.article for t in told],
        [t.extraction for t in told],
        kept_names=_kept_names(corpus, served),
        corrections=tuple(d for decisions in _held(corpus, "corrections", Decision) for d in decisions),
        revision=number,
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


def _kept_names(corpus: Corpus, served: str | None) -> KeptNames:
    """The names of the served revision's nodes, also when its build was killed at the very end."""
    if (noted := corpus.setting("pending")) and served is not None:
        pending = msgspec.json.decode(noted, type=_Pending)
        if served.startswith(pending.number):
            return pending.names
    noted = corpus.setting("names")
    return msgspec.json.decode(noted, type=KeptNames) if noted else KeptNames()


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
