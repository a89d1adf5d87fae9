"""`kg diff` and `kg explain`, in words."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.errors import UsageProblem
from kg.graph.compare import diff, explain
from kg.model import Knowledge
from tests.factory import BASE, knowledge
from tests.quads import built

FIRST, SECOND = "strike/2024-01-16-iran-panjgur", "strike/2024-01-18-pakistan-saravan"


def later() -> Knowledge:
    """The small world in which the denied strike was merged into the first, which lost its attacker."""
    world = knowledge()
    first, second, _ = world.strikes
    return replace(
        world,
        strikes=(replace(first, attackers=(), confidence=0.5), second),
        actions=world.actions[1:],
        replaced=(*world.replaced, ("strike/quetta", FIRST, "000003")),
    )


def test_nothing_differs_between_a_graph_and_itself(store: ox.Store) -> None:
    difference = diff(store, store, base_iri=BASE)
    assert not difference
    assert difference.in_words() == "no event differs"


def test_changed_merged_and_gone_events_are_told_apart(store: ox.Store) -> None:
    difference = diff(store, built(later()), base_iri=BASE)
    assert [change.event for change in difference.changed] == [FIRST]
    assert difference.changed[0].details == (
        "attacker: − Iran",
        "that its mentions are one event: 0.95 → 0.5",
    )
    assert [change.event for change in difference.merged] == ["strike/quetta"]
    assert difference.merged[0].details == (f"is now Iran strikes Panjgur, 16 January 2024 ({FIRST})",)
    assert [change.event for change in difference.gone] == ["action/pakistan-recall-iran"]
    assert difference.appeared == ()


def test_an_event_that_appeared_is_told_with_its_day_and_articles(store: ox.Store) -> None:
    difference = diff(built(later()), store, base_iri=BASE)
    told = {change.event: change.details for change in difference.appeared}
    assert told["action/pakistan-recall-iran"] == ("date: 2024-01", "reportedIn: Neighbours trade strikes")
    assert "appeared: 2" in difference.in_words()


def test_an_event_is_explained_by_the_last_part_of_its_name_where_one_has_it(store: ox.Store) -> None:
    whole = explain(store, FIRST, base_iri=BASE)
    assert explain(store, FIRST.partition("/")[2], base_iri=BASE) == whole
    with pytest.raises(UsageProblem, match="no event") as problem:
        explain(store, "nothing-like-it", base_iri=BASE)
    assert "kg query timeline" in problem.value.hint


def test_an_explanation_gives_each_mention_with_score_reason_and_sentence(store: ox.Store) -> None:
    explanation = explain(store, SECOND, base_iri=BASE)
    assert [(r.article, r.words, r.score) for r in explanation.readings] == [
        ("gazette.txt", "strikes on villages", 1.0),
        ("wire/19 jan.txt", "Thursday's strikes", 0.9),
    ]
    (correction,) = explanation.corrections
    assert correction.startswith("same-event: “Thursday's strikes” in a.txt; strike/")
    assert correction.endswith(" (A. Smith, 2024-02-01: Both mean Saravan.)")
    words = explanation.in_words()
    assert "same day, and the article knows no other strike" in words
    assert "Iranian media put the toll of Thursday's strikes at seven." in words


def test_an_explanation_gives_what_each_report_says_itself(store: ox.Store) -> None:
    assert explain(store, FIRST, base_iri=BASE).readings[0].says == (
        "by Iran",
        "at Panjgur",
        "on 2024-01-16, resolved",
    )
    words = explain(store, SECOND, base_iri=BASE).in_words()
    assert "the day is inferred: the article gives none" in words


def test_an_explanation_ends_with_what_the_reports_differ_on(store: ox.Store) -> None:
    (told,) = explain(store, SECOND, base_iri=BASE).contradictions
    assert told.startswith("accounts differ on the deaths of")


def test_an_explanation_calls_the_confidence_one_in_the_grouping_and_not_in_what_happened(
    store: ox.Store,
) -> None:
    words = explain(store, SECOND, base_iri=BASE).in_words()
    assert "  that its mentions are one event: 0.9 (whether it happened: factuality)\n" in words
    assert "confidence" not in words
    assert "one event" not in explain(store, "strike/quetta", base_iri=BASE).in_words(), (
        "only one tells of it"
    )


def test_an_explanation_says_according_to_whom(store: ox.Store) -> None:
    assert "denied, according to Iran" in explain(store, "strike/quetta", base_iri=BASE).in_words()


@pytest.mark.parametrize("name", [FIRST, f"{BASE}{FIRST}", f"<{BASE}{FIRST}>"])
def test_an_event_is_named_by_its_path_or_its_iri(store: ox.Store, name: str) -> None:
    assert explain(store, name, base_iri=BASE).event == FIRST


def test_a_replaced_name_leads_to_its_successor_and_says_so() -> None:
    explanation = explain(built(later()), "strike/quetta", base_iri=BASE)
    assert explanation.event == FIRST
    assert explanation.in_words().startswith(f"strike/quetta was replaced by {FIRST}")


def test_an_unknown_event_suggests_the_nearest(store: ox.Store) -> None:
    with pytest.raises(UsageProblem, match=f"did you mean {SECOND}"):
        explain(store, "strike/2024-01-18-pakistan-sarawan", base_iri=BASE)
