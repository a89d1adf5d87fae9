"""No figure of the whole way, from article to graph, falls below its floor in floors.json."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import build
from kg.graph.floors import measured, read_floors

FILE = Path(__file__).with_name("floors.json")
CORPORA = read_floors(FILE)


@pytest.mark.slow
@pytest.mark.parametrize("corpus", CORPORA)
def test_no_figure_falls_below_its_floor(corpus: str, tmp_path: Path) -> None:
    floors = CORPORA[corpus]
    if not (FILE.parent / floors.gold).exists():
        pytest.skip(f"the gold {floors.gold} is not beside this checkout")
    build([FILE.parent / floors.articles], tmp_path / "graph")
    evaluation, digest = measured(FILE, floors, tmp_path / "graph")
    assert floors.shortfalls(evaluation, digest) == (), evaluation.in_words()


def test_the_evidence_is_always_verbatim_and_always_there() -> None:
    for floors in CORPORA.values():
        assert floors.floors["mention verbatim"] == 1.0
        assert floors.floors["event has mention"] == 1.0


def test_a_floor_that_was_lowered_says_why() -> None:
    assert all(low.reason for floors in CORPORA.values() for low in floors.lowered)
