"""Whatever the scores, sentences, trees and entities are well formed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from kg.language.decode import LONGEST, entities, sentences, tree
from kg.language.labels import NER


def _is_tree(heads: list[int]) -> bool:
    roots = [i for i, h in enumerate(heads) if h == i]
    for i in range(len(heads)):
        seen = set()
        while heads[i] != i:
            if i in seen:
                return False
            seen.add(i)
            i = heads[i]
    return len(roots) == 1


@pytest.mark.parametrize("seed", range(60))
def test_random_scores_give_one_tree_with_one_root(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 40))
    arcs = rng.normal(size=(count, count + 1)).astype(np.float32) * 5
    if seed % 3 == 0:
        arcs[:, 0] -= 50  # nobody wants to be the root
    if seed % 3 == 1:
        arcs[:, 0] += 50  # everybody does
    assert _is_tree(tree(arcs))


@pytest.mark.parametrize("seed", range(30))
def test_no_other_tree_scores_better(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = 4
    arcs = rng.normal(size=(count, count + 1)).astype(np.float32)

    def score(heads: list[int]) -> float:
        return sum(float(arcs[i, 0 if h == i else h + 1]) for i, h in enumerate(heads))

    every = (list(h) for h in itertools.product(range(count), repeat=count))
    best = max(score(h) for h in every if _is_tree(h))
    assert score(tree(arcs)) == pytest.approx(best, abs=1e-5)


def test_equal_scores_give_a_tree() -> None:
    assert _is_tree(tree(np.zeros((7, 8), dtype=np.float32)))


def test_sentences_begin_where_they_must_and_are_never_too_long() -> None:
    starts = np.full(1000, -3, dtype=np.float32)
    starts[[100, 200]] = 2
    breaks = [i == 150 for i in range(1000)]
    spans = sentences(starts, breaks, ["."] * 1000, ["PUNCT"] * 1000)
    assert spans[:3] == [(0, 100), (100, 150), (150, 200)]
    assert [b for b, _ in spans[1:]] == [e for _, e in spans[:-1]]
    assert spans[-1][1] == 1000
    assert all(0 < e - b <= LONGEST for b, e in spans)


@pytest.mark.parametrize(
    ("text", "tags", "begins"),
    [
        ("In June 2024 Mali said so .", "ADP PROPN NUM PROPN VERB ADV PUNCT", []),
        ("Hours earlier Mali said so .", "NOUN ADV PROPN VERB ADV PUNCT", []),
        (
            "On Monday Chad left . Late on Friday Togo left .",
            "ADP PROPN PROPN VERB PUNCT ADV ADP PROPN PROPN VERB PUNCT",
            [5],
        ),
        ("19:55 Mali left", "NUM PROPN VERB", [1]),
        ("In Mali they left Togo stayed", "ADP PROPN PRON VERB PROPN VERB", [4]),
    ],
)
def test_a_phrase_that_says_when_is_no_sentence(text: str, tags: str, begins: list[int]) -> None:
    """The network takes each name in capitals, and the word behind a full stop, for a beginning."""
    words, upos = text.split(), tags.split()
    starts = np.full(len(words), -3, dtype=np.float32)
    for i, word in enumerate(words):
        if i and (word in {"Mali", "Chad", "Togo"} or words[i - 1] == "."):
            starts[i] = 2
    if words[0] == "In" and "they" in words:
        starts[1] = -3
    assert [b for b, _ in sentences(starts, [False] * len(words), words, upos)] == [0, *begins]


@pytest.mark.parametrize("seed", range(20))
def test_random_scores_give_entities_that_do_not_overlap_or_cross_paragraphs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(30, len(NER))).astype(np.float32)
    breaks = [i == 12 for i in range(30)]
    spans = entities(scores, breaks)
    assert all(b < e and not b < 12 < e for b, e, _ in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    assert {label for _, _, label in spans} <= {"PERSON", "ORG", "LOC"}


def test_no_words_have_no_entities() -> None:
    assert entities(np.zeros((0, len(NER)), dtype=np.float32), []) == []
