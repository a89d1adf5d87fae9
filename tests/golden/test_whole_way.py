"""From the seed articles to the published graph, with everything real."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.build import Options, Summary, build, remove
from kg.graph.store import open_snapshot
from kg.graph.validate import validate
from tests.golden.conftest import SEEDS, exported

Built = tuple[Path, Summary]
ARTICLES = sorted(SEEDS.glob("*.txt"))


def test_every_seed_is_an_article_and_every_class_of_event_is_found(built: Built) -> None:
    _, summary = built
    assert summary.rejected == ()
    assert summary.published.articles == len(ARTICLES) == 5
    assert set(summary.published.events) == {"Strike", "DiplomaticAction", "Statement"}


def test_the_graph_conforms_to_its_shapes(built: Built) -> None:
    report = validate(open_snapshot(built[0]).store)
    assert report.conforms, report.in_words()


def test_every_mention_is_verbatim_at_its_offsets(built: Built) -> None:
    rows = open_snapshot(built[0]).store.query(
        """PREFIX kg: <https://w3id.org/conflict-kg#>
        PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
        SELECT ?file ?begin ?end ?words {
          ?m kg:inArticle/<http://purl.org/dc/terms/identifier> ?file ;
             nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?words }""",
        use_default_graph_as_union=True,
    )
    texts = {path.name: path.read_text(encoding="utf-8") for path in ARTICLES}
    checked = 0
    for row in rows:  # type: ignore[union-attr]
        begin, end = int(row["begin"].value), int(row["end"].value)
        assert texts[row["file"].value][begin:end] == row["words"].value
        checked += 1
    assert checked > 100


@pytest.mark.parametrize("jobs", [1, 2])
def test_order_and_number_of_processes_change_no_byte(built: Built, tmp_path: Path, jobs: int) -> None:
    sources = list(reversed(ARTICLES)) if jobs == 1 else [SEEDS]
    build(sources, tmp_path / "graph", Options(jobs=jobs))
    assert exported(tmp_path / "graph") == exported(built[0])


def test_articles_built_one_by_one_give_the_same_events_under_kept_names(
    built: Built, tmp_path: Path
) -> None:
    for path in reversed(ARTICLES):
        last = build([path], tmp_path / "graph", Options())
    assert last.published.events == built[1].published.events
    assert (last.published.actors, last.published.places) == (
        built[1].published.actors,
        built[1].published.places,
    )


def test_an_article_put_in_and_taken_out_leaves_only_what_the_others_say(
    built: Built, tmp_path: Path
) -> None:
    build(ARTICLES[1:], tmp_path / "without", Options())
    build(ARTICLES, tmp_path / "graph", Options())
    removed = remove([ARTICLES[0].name], tmp_path / "graph", Options())
    without = build(ARTICLES[1:], tmp_path / "without", Options())
    assert removed.published.events == without.published.events
    assert ARTICLES[0].name.encode() not in exported(tmp_path / "graph")


def test_the_turtle_has_no_blank_nodes_and_declares_what_it_uses(built: Built) -> None:
    turtle = exported(built[0]).decode()
    assert not re.search(r"(?<![\w\"])_:\w", turtle)
    assert "[" not in re.sub(r"\"(?:[^\"\\]|\\.)*\"|<[^>]*>", "", turtle)
    declared = set(re.findall(r"^@?prefix (\S+):", turtle, re.MULTILINE | re.IGNORECASE))
    assert {"kg", "rdfs", "prov"} <= declared
