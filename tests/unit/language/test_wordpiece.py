"""Word pieces, case features and lemma scripts."""

from __future__ import annotations

import pytest

from kg.language.labels import apply_script, script_for
from kg.language.wordpiece import FEATURES, Gap, Shape, WordPieces, feature, normalize, shape_of

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "iran",
    "de",
    "##escalate",
    "escalate",
    "-",
    "mull",
    "##ah",
    "'",
]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Iran", ["iran"]),
        ("IRAN", ["iran"]),
        ("mullah", ["mull", "##ah"]),
        ("de-escalate", ["de", "-", "escalate"]),
        ("’", ["'"]),
        ("xyz", ["[UNK]"]),
        ("x" * 500, ["[UNK]"]),
        ("", ["[UNK]"]),
    ],
)
def test_a_word_becomes_its_longest_pieces(word: str, pieces: list[str]) -> None:
    split = WordPieces(VOCABULARY)
    assert [VOCABULARY[i] for i in split(word)] == pieces


def test_accents_and_typographic_quotes_are_unified() -> None:
    assert normalize("Zurbarán’s") == "zurbaran's"
    assert normalize("--") == "—"


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", Shape.LOWER),
        ("Tehran", Shape.TITLE),
        ("IRGC", Shape.UPPER),
        ("U.S.", Shape.ACRONYM),
        ("McDonald", Shape.MIXED),
        ("A", Shape.INITIAL),
        ("2024", Shape.DIGITS),
        ("“", Shape.PUNCTUATION),
    ],
)
def test_the_case_of_a_word_is_a_feature(word: str, shape: Shape) -> None:
    assert shape_of(word) == shape
    assert {feature(word, gap) for gap in Gap} <= set(range(FEATURES))


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("countries", "country"),
        ("was", "be"),
        ("Iraqis", "Iraqi"),
        ("Pakistan", "Pakistan"),
        ("Sons", "son"),
        ("’s", "'s"),
        ("TEHRAN", "Tehran"),
        ("went", "go"),
        ("Zurbarán", "Zurbarán"),
    ],
)
def test_a_script_gives_back_the_lemma_it_was_made_from(word: str, lemma: str) -> None:
    assert apply_script(word, script_for(word, lemma)) == lemma


def test_a_script_that_does_not_fit_leaves_the_word() -> None:
    assert apply_script("by", "-3+y|l") == "by"
