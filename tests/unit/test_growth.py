"""However a graph grew, it says what a build of all its articles at once says, but for the names it kept."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from benchmarks.resolve import world
from kg import publication
from kg.corpus import Corpus
from kg.graph.content import Content
from kg.graph.store import manifest, open_snapshot
from kg.model import Article, Extraction
from kg.publication import Published, publish
from kg.vocab import dcterms, kg, rdf

BASE = "http://localhost:7878/"
ROOT = Path(__file__).parents[2]
Told = tuple[Article, Extraction]
KILLED = """
import functools, os, signal, sys
from pathlib import Path
from kg import publication
from kg.corpus import Corpus
from kg.graph import store
from tests.unit.test_growth import grow, told

def die_at(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

def note(corpus, values):
    die_at("published" if "published" in values else "to be published" if "pending" in values else "")
    noted(corpus, values)
    die_at("noted" if "published" in values else "")

publication.GROWING = int(sys.argv[3])
store.publish_parts = functools.partial(store.publish_parts, on_step=die_at)
store.publish_some = functools.partial(store.publish_some, on_step=die_at)
noted, Corpus.note = Corpus.note, note
grow(Path(sys.argv[1]), told()[10:], sys.argv[4:])
"""

# What is named after what it is, and not by resolving.
_FIXED = tuple(f"{BASE}{head}" for head in ("article/", "outlet/", "graph/"))
ARTICLES = 16


@cache
def told(seed: int = 7) -> tuple[Told, ...]:
    """Two days of a made-up world; under another seed the same articles tell of other things."""
    return tuple(world(ARTICLES, seed))


def grow(graph: Path, come: Iterable[Told] = (), go: Iterable[str] = ()) -> Published:
    """One build: some articles are new or changed, some are taken out."""
    with Corpus(graph) as corpus:
        for article, extraction in come:
            corpus.keep(article, extraction, "1")
        corpus.remove(go)
        return publish(corpus, graph, BASE, "1")


def content(graph: Path) -> ox.Dataset:
    """The graph with every name that was given by resolving, or that leads on to one, taken away."""
    quads = list(open_snapshot(graph).store)
    given_up = {
        q.subject
        for q in quads
        if q.predicate.value == str(rdf.type) and q.object.value == str(kg.ReplacedName)
    }
    blank: dict[str, ox.BlankNode] = {}

    def nameless(node: ox.NamedNode) -> ox.NamedNode | ox.BlankNode:
        if not node.value.startswith(BASE) or node.value.startswith(_FIXED):
            return node
        return blank.setdefault(node.value, ox.BlankNode())

    found = ox.Dataset()
    for quad in quads:
        if quad.subject in given_up or quad.predicate.value == str(dcterms.replaces):
            continue
        subject, value = quad.subject, quad.object
        assert isinstance(subject, ox.NamedNode)
        assert isinstance(value, ox.NamedNode | ox.Literal)
        value_told = nameless(value) if isinstance(value, ox.NamedNode) else value
        found.add(ox.Quad(nameless(subject), quad.predicate, value_told, quad.graph_name))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


@pytest.fixture(autouse=True)
def every_article_is_added_to_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few there are: otherwise a small graph is resolved whole for each."""
    monkeypatch.setattr(publication, "GROWING", 0)


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> ox.Dataset:
    graph = tmp_path_factory.mktemp("at-once")
    grow(graph, told())
    return content(graph)


def is_sound(graph: Path) -> bool:
    """True when the master store and the manifest agree with the snapshot that is served."""
    held = Content()
    for quad in open_snapshot(graph).store:
        held.count(quad, 1)
    about = manifest(graph)
    return (about.digest, about.quads) == (held.digest, held.quads)


@pytest.mark.parametrize("order", ["one by one", "in reverse", "in two halves"])
def test_articles_in_batches_give_what_all_at_once_give(
    tmp_path: Path, at_once: ox.Dataset, order: str
) -> None:
    articles = told()
    batches: dict[str, list[Sequence[Told]]] = {
        "one by one": [[one] for one in articles],
        "in reverse": [[one] for one in reversed(articles)],
        "in two halves": [articles[1::2], articles[::2]],
    }
    for batch in batches[order]:
        grow(tmp_path, batch)
    assert is_sound(tmp_path)
    assert content(tmp_path) == at_once


@pytest.mark.parametrize("seed", range(4))
def test_articles_that_came_changed_and_went_leave_no_trace(
    tmp_path: Path, at_once: ox.Dataset, seed: int
) -> None:
    chance = random.Random(seed)
    others, final = told(seed + 100), told()
    held: set[str] = set()
    for _ in range(5):
        come = chance.sample((*others, *final), 8)
        go = set(chance.sample(sorted(held), min(len(held), 3))) - {article.id for article, _ in come}
        grow(tmp_path, {article.id: (article, x) for article, x in come}.values(), go)
        held = (held | {article.id for article, _ in come}) - go
        assert is_sound(tmp_path)
    grow(tmp_path, final)
    assert content(tmp_path) == at_once


def test_an_article_taken_out_leaves_what_building_without_it_gives(tmp_path: Path) -> None:
    grow(tmp_path / "with", told())
    whole = content(tmp_path / "with")
    grow(tmp_path / "with", go=[told()[5][0].id])
    grow(tmp_path / "without", (*told()[:5], *told()[6:]))
    assert content(tmp_path / "with") == content(tmp_path / "without") != whole


def test_one_more_article_changes_the_graphs_of_those_alone_whose_events_it_tells_of(tmp_path: Path) -> None:
    grow(tmp_path, told()[:-1])
    before: dict[object, set[ox.Quad]] = defaultdict(set)
    for quad in open_snapshot(tmp_path).store:
        before[quad.graph_name].add(quad)
    grow(tmp_path, told()[-1:])
    after = open_snapshot(tmp_path).store
    now: dict[object, set[ox.Quad]] = defaultdict(set)
    for quad in after:
        now[quad.graph_name].add(quad)
    assert sum(now[graph] == quads for graph, quads in before.items()) > len(before) / 2


@pytest.mark.parametrize(
    "step",
    ["to be published", "loaded", "copied", "named", "current", "pruned", "published", "noted"],
)
@pytest.mark.parametrize("growing", [0, 1000], ids=["what they touch resolved", "all resolved"])
def test_a_build_killed_at_any_step_loses_nothing_and_keeps_the_names_that_were_served(
    tmp_path: Path, at_once: ox.Dataset, step: str, growing: int
) -> None:
    grow(tmp_path, told()[:10])
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), step, str(growing)], cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    served = events(tmp_path)
    assert served
    grow(tmp_path)
    assert is_sound(tmp_path)
    assert content(tmp_path) == at_once
    assert served <= events(tmp_path)


@pytest.mark.parametrize("step", ["to be published", "loaded", "copied", "current", "published", "noted"])
def test_a_build_killed_while_articles_go_and_others_come_leaves_nothing_of_those_that_went(
    tmp_path: Path, at_once: ox.Dataset, step: str
) -> None:
    others = world(ARTICLES + 2)[ARTICLES:]
    grow(tmp_path, (*told()[:10], *others))
    go = [article.id for article, _ in others]
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), step, "0", *go], cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    grow(tmp_path)
    assert is_sound(tmp_path)
    assert content(tmp_path) == at_once


def test_an_article_that_goes_or_changes_is_followed_up_and_not_resolved_with_all_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(tmp_path, told())
    monkeypatch.setattr(publication, "_understood", None)
    first, second = told()[3][0].id, told()[4]
    grow(tmp_path, go=[first])
    other = next(one for one in told(107) if one[0].id == second[0].id)
    grow(tmp_path, [other])
    assert is_sound(tmp_path)
    kept = [one for one in told() if one[0].id not in (first, second[0].id)]
    monkeypatch.undo()
    grow(tmp_path / "afresh", [*kept, other])
    assert content(tmp_path) == content(tmp_path / "afresh")


def events(graph: Path) -> set[str]:
    """The names of events, those given up among them: what a link from outside may lead to."""
    kinds = (kg.Event, kg.ReplacedName)
    found = open_snapshot(graph).store.quads_for_pattern(None, ox.NamedNode(str(rdf.type)), None, None)
    return {str(q.subject) for q in found if isinstance(q.object, ox.NamedNode) and q.object.value in kinds}
