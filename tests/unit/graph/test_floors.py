"""Floors of accuracy: pinned to their corpus, raised by a command, lowered only with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputProblem, NegativeAnswer
from kg.graph.evaluate import Evaluation, Figure
from kg.graph.floors import CorpusFloors, corpus_digest, main, read_floors, write_floors

EMPTY = CorpusFloors(gold="gold.json", articles="articles")
GOLD = {"actors": {}, "places": {}, "strikes": [], "diplomatic_actions": [], "statements": []}


def reached(hits: int) -> Evaluation:
    return Evaluation({"Strike": Figure(hits * 10, 100, 100), "strike date": Figure(1, 1, 2)}, ())


def test_the_floor_is_just_below_what_was_reached_and_none_where_the_gold_is_too_small() -> None:
    assert EMPTY.pinned(reached(7), "d").floors == {"Strike": 0.68}


def test_the_floor_of_a_small_corpus_is_two_items_below_what_was_reached() -> None:
    few = Evaluation({"Strike": Figure(32, 40, 40)}, ())
    assert EMPTY.pinned(few, "d").floors == {"Strike": 0.75}
    two_less = Evaluation({"Strike": Figure(30, 40, 40)}, ())
    assert EMPTY.pinned(few, "d").shortfalls(two_less, "d") == ()


def test_what_must_hold_always_has_no_margin() -> None:
    verbatim = Evaluation({"mention verbatim": Figure(50, 50, 50)}, ())
    assert EMPTY.pinned(verbatim, "d").floors == {"mention verbatim": 1.0}


def test_a_figure_below_its_floor_is_told() -> None:
    floors = EMPTY.pinned(reached(7), "d")
    assert floors.shortfalls(reached(7), "d") == ()
    assert floors.shortfalls(reached(8), "d") == ()
    assert floors.shortfalls(reached(6), "d") == ("Strike: F1 0.600 is below its floor of 0.680",)


def test_a_figure_that_is_no_longer_measured_is_below_its_floor() -> None:
    assert "Strike" in EMPTY.pinned(reached(7), "d").shortfalls(Evaluation({}, ()), "d")[0]


def test_floors_of_another_corpus_are_not_compared() -> None:
    assert "have changed" in EMPTY.pinned(reached(7), "d").shortfalls(reached(7), "e")[0]


def test_a_floor_is_raised_without_a_word_and_lowered_only_with_a_reason() -> None:
    floors = EMPTY.pinned(reached(7), "d")
    assert floors.pinned(reached(8), "d").floors == {"Strike": 0.78}
    with pytest.raises(NegativeAnswer, match=r"Strike from 0\.680 to 0\.580"):
        floors.pinned(reached(6), "d")
    lowered = floors.pinned(reached(6), "d", "the gold was wrong")
    assert lowered.floors == {"Strike": 0.58}
    (low,) = lowered.lowered
    assert (low.before, low.reason) == (0.68, "the gold was wrong")
    assert low.after == 0.58


def test_a_change_of_the_corpus_is_no_way_round_the_reason() -> None:
    with pytest.raises(NegativeAnswer):
        EMPTY.pinned(reached(7), "d").pinned(reached(6), "e")


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    floors = {"b": EMPTY.pinned(reached(7), "d"), "a": EMPTY}
    write_floors(path, floors)
    assert read_floors(path) == floors
    assert list(json.loads(path.read_text())) == ["a", "b"]


@pytest.mark.parametrize("content", ["", "[]", '{"a": {"gold": 1}}'])
def test_a_file_without_floors_is_an_input_problem(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.json").write_text(content)
    with pytest.raises(InputProblem):
        read_floors(tmp_path / "floors.json")


def test_the_digest_sees_every_change_of_gold_and_articles(tmp_path: Path) -> None:
    gold, articles = tmp_path / "gold.json", tmp_path / "articles"
    articles.mkdir()
    gold.write_text("{}")
    (articles / "a.txt").write_text("one")
    seen = {corpus_digest(gold, articles)}
    (articles / "a.txt").write_text("two")
    seen.add(corpus_digest(gold, articles))
    (articles / "a.txt").rename(articles / "b.txt")
    seen.add(corpus_digest(gold, articles))
    gold.write_text("{ }")
    seen.add(corpus_digest(gold, articles))
    assert len(seen) == 4
    with pytest.raises(InputProblem):
        corpus_digest(gold, tmp_path / "nowhere")


def test_the_command_pins_what_a_graph_reaches(
    tmp_path: Path, graph_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    actors = {name: {"class": "State", "names": [name], "wikidata": None} for name in ("Iran", "Pakistan")}
    more = {name: {"class": "State", "names": [name], "wikidata": None} for name in ("Mali", "Chad", "Peru")}
    (tmp_path / "gold.json").write_text(json.dumps({**GOLD, "actors": {**actors, **more}}))
    (tmp_path / "articles").mkdir()
    path = tmp_path / "floors.json"
    write_floors(path, {"small": EMPTY})
    assert main([str(path), "small", "--graph", str(graph_dir)]) == 0
    pinned = read_floors(path)["small"]
    assert pinned.floors["actor found"] == pytest.approx(0.471)
    assert pinned.digest
    assert "0.471  actor found" in capsys.readouterr().out


def test_the_command_refuses_to_lower_and_an_unknown_corpus(
    tmp_path: Path, graph_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gold.json").write_text(json.dumps(GOLD))
    (tmp_path / "articles").mkdir()
    path = tmp_path / "floors.json"
    write_floors(path, {"small": EMPTY.pinned(reached(7), "d")})
    before = path.read_bytes()
    assert main([str(path), "small", "--graph", str(graph_dir)]) == 1
    assert main([str(path), "large", "--graph", str(graph_dir)]) == 2
    assert path.read_bytes() == before
    assert "--reason" in capsys.readouterr().err
