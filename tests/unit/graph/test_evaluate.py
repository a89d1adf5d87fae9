"""Evaluation: what counts as a hit, an error or neither, and agreement with the reference scorer."""

from __future__ import annotations

import importlib.util
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import InputProblem
from kg.graph.evaluate import Evaluation, Figure, evaluate, read_gold
from kg.graph.export import export
from kg.graph.matching import content_overlap, pair
from tests.factory import BASE, GAZETTE, WIRE, knowledge
from tests.quads import built

SHARED = Path(__file__).parents[4] / "shared"
GOLD: dict[str, Any] = {
    "actors": {
        "iran": {"class": "State", "names": ["Iran"], "wikidata": "Q794"},
        "pakistan": {"class": "State", "names": ["The Pakistan"], "wikidata": "Q843"},
        "kakar": {"class": "Person", "names": ["Kakar"], "wikidata": None},
        "un": {"class": "InternationalOrganization", "names": ["UN", "United Nations"], "wikidata": None},
        "india": {"class": "State", "names": ["India"], "wikidata": "Q668"},
        "press": {"class": "Population", "names": ["the press"], "wikidata": None, "required": False},
    },
    "places": {
        "panjgur": {"names": ["Panjgur"], "wikidata": None},
        "saravan": {"names": ["Saravan", "Sarāvān"], "wikidata": None},
    },
    "strikes": [
        {
            "id": "first", "attacker": [["iran"]], "target": [["pakistan"]], "place": [["panjgur"]],
            "weapon": ["Missile", "Aircraft"], "date": "2024-01-16", "articles": ["gazette.txt"],
            "casualties": [{"deaths": 2, "accordingTo": ["pakistan"]}],
        },
        {
            "id": "second", "attacker": [["pakistan"]], "target": [["iran"], ["india"]],
            "place": [["saravan"]], "weapon": [], "date": "2024-01-18",
            "articles": ["gazette.txt", "19 jan.txt"],
            "casualties": [{"deaths": 9, "accordingTo": ["pakistan"]}, {"deaths": 11, "accordingTo": []}],
        },
        {
            "id": "missed", "attacker": [["india"]], "target": [["pakistan"]], "place": [], "weapon": [],
            "date": None, "articles": ["gazette.txt"], "casualties": [],
        },
    ],
    "diplomatic_actions": [
        {
            "id": "recall", "type": ["AmbassadorRecall"], "initiator": [["pakistan"]],
            "recipient": [["iran"]], "date": None, "articles": ["gazette.txt"],
        },
        {
            "id": "appeal", "type": ["Appeal"], "initiator": [["un"]], "recipient": [["iran"]], "date": None,
            "articles": ["19 jan.txt"], "required": False,
        },
    ],
    "statements": [
        {
            "id": "sovereignty", "article": "gazette.txt", "speaker": [["kakar"]],
            "content": "the sovereignty of ours cannot be compromised",
        },
        {"id": "absent", "article": "gazette.txt", "speaker": [["press"]], "content": "all is calm"},
    ],
}  # fmt: skip


def counts(evaluation: Evaluation) -> dict[str, tuple[int, int, int]]:
    return {name: (f.hits, f.system, f.gold) for name, f in evaluation.figures.items()}


@pytest.fixture(scope="module")
def found(store: ox.Store) -> dict[str, tuple[int, int, int]]:
    return counts(evaluate(GOLD, store))


def test_hits_misses_and_extras_are_counted_by_class(found: dict[str, tuple[int, int, int]]) -> None:
    assert found["Strike"] == (2, 2, 3)
    assert found["Statement"] == (1, 2, 2)


def test_a_denied_event_that_the_gold_lacks_is_no_false_positive(store: ox.Store) -> None:
    assert not any("quetta" in miss for miss in evaluate(GOLD, store).misses)


def test_an_optional_item_is_neither_rewarded_nor_punished(found: dict[str, tuple[int, int, int]]) -> None:
    assert found["DiplomaticAction"] == (1, 1, 1)


def test_roles_are_scored_on_the_events_that_were_found(found: dict[str, tuple[int, int, int]]) -> None:
    assert found["strike attacker"] == (2, 2, 2)
    assert found["strike target"] == (2, 2, 3)
    assert found["strike place"] == (2, 2, 2)
    assert found["strike weapon"] == (1, 2, 2)
    assert found["strike date"] == (2, 2, 2)


def test_a_count_is_hit_by_its_number_and_its_claimant_apart(found: dict[str, tuple[int, int, int]]) -> None:
    assert found["casualty count"] == (2, 3, 3)
    assert found["casualty claimant"] == (1, 2, 3)


def test_actors_are_found_by_name_or_item_and_must_be_one_node(
    found: dict[str, tuple[int, int, int]],
) -> None:
    assert found["actor found"] == (4, 4, 5)
    assert found["actor class"] == (4, 4, 4)
    assert found["actor unsplit"] == (4, 4, 4)
    assert found["wikidata link"] == (2, 2, 2)


def test_an_actor_split_in_two_costs_precision() -> None:
    world = knowledge()
    twin = replace(world.actors[0], id="actor/iran-2", links=(), mentions=())
    split = evaluate(GOLD, built(replace(world, actors=(*world.actors, twin))))
    assert counts(split)["actor unsplit"] == (4, 5, 4)


def test_a_strike_on_the_wrong_day_is_paired_but_its_date_is_wrong() -> None:
    world = knowledge()
    first = world.strikes[0]
    assert first.when is not None
    moved = replace(first, when=replace(first.when, start=replace(first.when.start, iso="2024-01-17")))
    found = counts(evaluate(GOLD, built(replace(world, strikes=(moved, *world.strikes[1:])))))
    assert found["Strike"] == (2, 2, 3)
    assert found["strike date"] == (1, 2, 2)


def test_misses_name_what_was_missed_and_describe_what_is_too_much(store: ox.Store) -> None:
    misses = evaluate(GOLD, store).misses
    assert "Strike: missed missed" in misses
    assert "actor: missed india" in misses
    assert any(miss.startswith("Statement: extra pakistan-two-children ['Pakistan']") for miss in misses)


def test_evidence_is_checked_against_the_articles_own_text(store: ox.Store, tmp_path: Path) -> None:
    for article in (GAZETTE, WIRE):
        (tmp_path / Path(article.id).name).write_text(article.text, encoding="utf-8")
    assert counts(evaluate(GOLD, store, tmp_path))["mention verbatim"] == (20, 20, 20)
    (tmp_path / "gazette.txt").write_text(f" {GAZETTE.text}", encoding="utf-8")
    assert counts(evaluate(GOLD, store, tmp_path))["mention verbatim"][0] == 7
    assert counts(evaluate(GOLD, store, tmp_path))["event has mention"] == (7, 7, 7)


def test_identity_is_perfect_when_reports_are_grouped_as_in_the_gold(store: ox.Store) -> None:
    identity = evaluate(GOLD, store).identity
    assert identity is not None
    # The gold's five reports: the missed strike stands alone on both sides.
    assert identity.mentions == 5
    assert identity.conll_f1 == 1.0


def test_an_event_split_by_article_costs_identity_recall() -> None:
    world = knowledge()
    first, second, third = world.strikes
    halves = (
        replace(second, articles=(GAZETTE.id,), members=second.members[:1], replaces=()),
        replace(second, id="strike/half", articles=(WIRE.id,), members=second.members[1:], replaces=()),
    )
    identity = evaluate(GOLD, built(replace(world, strikes=(first, *halves, third)))).identity
    assert identity is not None
    assert identity.b_cubed.precision == 1.0
    assert identity.b_cubed.recall == pytest.approx(4 / 5)


def test_a_report_that_was_not_found_costs_identity_but_not_grouping() -> None:
    world = knowledge()
    first, second, third = world.strikes
    missed = replace(second, articles=(GAZETTE.id,), members=second.members[:1], replaces=())
    measured = evaluate(GOLD, built(replace(world, strikes=(first, missed, third))))
    assert measured.identity is not None
    assert measured.grouping is not None
    assert measured.identity.b_cubed.recall < 1.0
    assert (
        measured.grouping.mentions == measured.identity.mentions - 2
    )  # nor is the strike that is missed anyway
    assert measured.grouping.conll_f1 == 1.0


def test_an_exported_file_scores_as_the_store_does(store: ox.Store, tmp_path: Path) -> None:
    for format, ending in (("turtle", "ttl"), ("nquads", "nq")):
        path = tmp_path / f"graph.{ending}"
        with path.open("wb") as out:
            export(store, format, out, base_iri=BASE)
        assert evaluate(GOLD, path).figures == evaluate(GOLD, store).figures


def test_the_table_shows_precision_recall_and_f1(store: ox.Store) -> None:
    lines = evaluate(GOLD, store).in_words().splitlines()
    assert lines[1].split() == ["Strike", "1.00", "0.67", "0.80", "2/2/3"]
    assert [line.split()[:3] for line in lines if "CoNLL" in line] == [
        ["identity", "CoNLL", "1.00"],
        ["grouping", "CoNLL", "1.00"],
    ]


def test_figures_without_anything_to_count_are_zero() -> None:
    nothing = Figure(0, 0, 0)
    assert (nothing.precision, nothing.recall, nothing.f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("gold", "system", "least", "most"),
    [
        ("it hit two bases", "It hit two bases.", 1.0, 1.0),
        ("the attack killed nine people near Saravan", "killed nine people", 0.66, 0.67),
        ("nine dead", "the very long account of a day on which nine people were dead", 0.8, 0.8),
        ("nothing alike", "other words", 0.0, 0.0),
        ("", "anything", 0.0, 0.0),
    ],
)
def test_contents_overlap_by_their_words(gold: str, system: str, least: float, most: float) -> None:
    assert least <= content_overlap(gold, system) <= most


def test_pairing_moves_a_pair_so_that_more_can_be_paired() -> None:
    likeness = {("a", "x"): 3.0, ("a", "y"): 1.0, ("b", "x"): 2.0}
    golds = [{"id": "a"}, {"id": "b"}]
    assert pair(golds, ["x", "y"], lambda gold, node: likeness.get((gold["id"], node), 0.0)) == {
        0: "y",
        1: "x",
    }


def test_pairing_serves_required_items_first() -> None:
    golds = [{"id": "optional", "required": False}, {"id": "required"}]
    assert pair(golds, ["x"], lambda gold, node: 5.0 if gold["id"] == "optional" else 1.0) == {1: "x"}


@pytest.mark.parametrize("content", ["not json", '{"actors": {}}'])
def test_a_file_that_is_no_gold_is_an_input_problem(tmp_path: Path, content: str) -> None:
    path = tmp_path / "gold.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputProblem, match="is no gold file"):
        read_gold(path)


def test_a_graph_that_cannot_be_read_is_an_input_problem(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<a> <b>", encoding="utf-8")
    for name in ("broken.ttl", "absent.nq", "graph.docx"):
        with pytest.raises(InputProblem):
            evaluate(GOLD, tmp_path / name)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference scorer is not at hand")
@pytest.mark.parametrize("gold", ["small world", "seeds"])
def test_the_reference_scorer_counts_the_same(store: ox.Store, tmp_path: Path, gold: str) -> None:
    spec = importlib.util.spec_from_file_location("reference", SHARED / "score" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    out = io.BytesIO()
    export(store, "nquads", out, base_iri=BASE)
    (tmp_path / "graph.nq").write_bytes(out.getvalue())
    articles = tmp_path / "articles"
    articles.mkdir()
    for article in (GAZETTE, WIRE):
        (articles / Path(article.id).name).write_text(article.text, encoding="utf-8")
    wanted = GOLD if gold == "small world" else read_gold(SHARED / "gold" / "seeds.json")
    scorer = reference.Scorer(wanted, reference.Graph(tmp_path / "graph.nq"))
    scorer.run()
    scorer.evidence(articles)
    evaluation = evaluate(wanted, store, articles)
    assert counts(evaluation) == {name: tuple(map(int, row)) for name, row in scorer.tally.items()}
    assert sorted(evaluation.misses) == sorted(scorer.misses)
