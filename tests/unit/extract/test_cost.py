"""The cost of long sentences and long articles, in work done: texts of thousands of attacks are read in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.extract import extract
from kg.extract.names.cast import Cast, Figure
from kg.gazetteer import load
from kg.model import ActorClass, Article
from tests.told import told


def lines_run(call: Callable[[], object]) -> int:
    """How many lines of the extractors a call runs, which no other load on the machine changes."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if not frame.f_globals.get("__name__", "").startswith("kg.extract"):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("attack", ["Iran attacked Iraq, ", "Iran attacked Iraq and "])
def test_sentence_of_twice_as_many_attacks_costs_less_than_four_times_as_much(attack: str) -> None:
    few, many = (Article("a", "On Monday " + attack * n) for n in (20, 40))
    found = told(many.text).strikes
    assert len(found) == 40
    assert len({strike.mention.sentence for strike in found}) == 1
    assert lines_run(lambda: extract(many)) < 4 * lines_run(lambda: extract(few))


def test_figure_that_is_not_meant_is_looked_at_once_however_often_it_is_named() -> None:
    words = ["Iran", "Iraq"] * 500
    doc = Doc(Vocab(), words=words, sent_starts=[True] + [False] * 999)
    cast = Cast(Article("a", doc.text), doc, load(), ())
    iran, iraq = (cast.add(ActorClass.STATE, name) for name in ("Iran", "Iraq"))
    for i in range(0, 1000, 2):
        cast.see(iran, i, i + 1)
        cast.see(iraq, i + 1, i + 2)
    asked: list[Figure] = []

    def refuse(figure: Figure) -> bool:
        asked.append(figure)
        return False

    assert cast.last(999, refuse) is None
    assert asked == [iran, iraq]
    assert cast.last(999, lambda figure: figure is iraq, since=998) is None
    assert cast.last(998, lambda figure: figure is iraq) is iraq
