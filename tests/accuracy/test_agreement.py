"""The yardstick itself: what a second careful coder wrote scores high by it, so that a low figure is the system's."""

from __future__ import annotations

from pathlib import Path

from kg.graph.evaluate import evaluate, read_gold
from tests.accuracy.agreement import agreement, as_graph

DEV = Path(__file__).parent / "dev"
FIRST, SECOND = DEV / "round5.json", DEV / "round5-second.json"
ROLES = (
    "strike attacker",
    "strike target",
    "strike place",
    "strike date",
    "action initiator",
    "action recipient",
)


def test_a_coder_agrees_with_himself_wholly() -> None:
    gold = read_gold(FIRST)
    figures = evaluate(gold, as_graph(gold)).figures
    assert {
        name: figures[name].f1 for name in ("Strike", "DiplomaticAction", "Statement", *ROLES)
    } == dict.fromkeys(("Strike", "DiplomaticAction", "Statement", *ROLES), 1.0)


def test_two_coders_agree_on_events_statements_and_roles() -> None:
    for evaluation in agreement(FIRST, SECOND):
        figures = evaluation.figures
        assert figures["Strike"].f1 >= 0.95
        assert figures["DiplomaticAction"].f1 >= 0.9
        assert figures["Statement"].f1 >= 0.85
        assert min(figures[name].f1 for name in ROLES) >= 0.85
