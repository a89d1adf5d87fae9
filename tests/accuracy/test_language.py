"""Floors under the pipeline's scores on held-out text. They are raised when it gets better, never lowered."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import kg.language
from kg.language import evaluate

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason=f"the corpora are not there: {CORPORA.name}")

# Some half a point under what the weights of 2026-11-22 scored: 8-bit products differ a little by processor.
SYNTAX_FLOORS = {
    "pud_news": {"UAS": 91.8, "LAS": 88.8, "UPOS": 96.5, "lemma": 97.0, "sentences": 96.5},
    "gum_open_test": {"UAS": 90.1, "LAS": 87.6, "UPOS": 96.8, "lemma": 97.7, "sentences": 94.2},
}
ENTITY_FLOORS = {"ner_pud_news": 84.7, "ner_gum_test": 76.4}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return kg.language.load()


@pytest.mark.parametrize("name", SYNTAX_FLOORS)
def test_tags_trees_and_sentences_keep_their_scores(nlp: Language, name: str) -> None:
    scores = evaluate.syntax(nlp, evaluate.corpus(CORPORA, name))
    below = {k: (scores[k], floor) for k, floor in SYNTAX_FLOORS[name].items() if scores[k] < floor}
    assert not below


@pytest.mark.parametrize("name", ENTITY_FLOORS)
def test_entities_keep_their_scores(nlp: Language, name: str) -> None:
    assert evaluate.names(nlp, evaluate.corpus(CORPORA, name))["all"] >= ENTITY_FLOORS[name]
