"""Event identity: B-cubed, MUC and CEAF-e against figures worked out by hand."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.assignment import best_assignment
from kg.graph.identity import identity

Grouping = dict[str, int]


def grouping(*clusters: str) -> Grouping:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def test_the_same_grouping_is_perfect_whatever_the_names() -> None:
    scores = identity(grouping("abc", "de", "f"), {"a": 9, "b": 9, "c": 9, "d": 7, "e": 7, "f": 1})
    assert scores.b_cubed.f1 == scores.muc.f1 == scores.ceaf_e.f1 == scores.conll_f1 == 1.0
    assert scores.mentions == 6


def test_one_cluster_for_all_has_full_recall_and_pays_in_precision() -> None:
    scores = identity(grouping("ab", "cd"), grouping("abcd"))
    assert (scores.b_cubed.precision, scores.b_cubed.recall) == (0.5, 1.0)
    assert (scores.muc.precision, scores.muc.recall) == (pytest.approx(2 / 3), 1.0)
    # Only one of the gold's two clusters can be paired: 2 * 2 / (2 + 4).
    assert (scores.ceaf_e.precision, scores.ceaf_e.recall) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_singletons_for_all_have_full_precision_and_pay_in_recall() -> None:
    scores = identity(grouping("abc"), grouping("a", "b", "c"))
    assert (scores.b_cubed.precision, scores.b_cubed.recall) == (1.0, pytest.approx(1 / 3))
    assert scores.muc.recall == 0.0
    assert scores.ceaf_e.recall == pytest.approx(0.5)


def test_the_example_of_bagga_and_baldwin() -> None:
    # Their figure 1: the first response joins the small cluster to a large one, the second the large ones.
    gold = grouping("12345", "67", "89abc")
    first = identity(gold, grouping("12345", "6789abc"))
    second = identity(gold, grouping("1234589abc", "67"))
    assert first.b_cubed.precision == pytest.approx(0.762, abs=0.001)
    assert second.b_cubed.precision == pytest.approx(0.583, abs=0.001)
    assert first.muc.precision == second.muc.precision == pytest.approx(0.9)


def test_a_report_that_the_system_lacks_stands_alone_and_costs_recall() -> None:
    scores = identity(grouping("ab"), {"a": 1})
    assert (scores.b_cubed.precision, scores.b_cubed.recall) == (1.0, 0.5)


def test_nothing_to_group_scores_nothing() -> None:
    assert identity({}, {}).conll_f1 == 0.0


small = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), min_size=1)


@given(small, small)
def test_exchanging_gold_and_system_exchanges_precision_and_recall(one: Grouping, other: Grouping) -> None:
    there, back = identity(one, other), identity(other, one)
    for a, b in ((there.b_cubed, back.b_cubed), (there.muc, back.muc), (there.ceaf_e, back.ceaf_e)):
        assert (a.precision, a.recall) == pytest.approx((b.recall, b.precision))
        assert 0 <= a.f1 <= 1 + 1e-9


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=4
        )
    )
)
def test_the_assignment_is_the_best_there_is(weights: list[list[int]]) -> None:
    pairs = best_assignment(weights)
    rows, columns = len(weights), len(weights[0])
    assert len(pairs) == min(rows, columns)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    if rows <= columns:
        best = max(sum(weights[r][c] for r, c in enumerate(p)) for p in permutations(range(columns), rows))
    else:
        best = max(sum(weights[r][c] for c, r in enumerate(p)) for p in permutations(range(rows), columns))
    assert sum(weights[row][column] for row, column in pairs) == best
