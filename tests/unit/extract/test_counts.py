"""Numbers as news gives them."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.extract.words.counts import count_of, number
from kg.model import Count

VOCAB = spacy.blank("en").vocab


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("nine", 9),
        ("1,200", 1200),
        ("twenty-five", 25),
        ("two hundred", 200),
        ("a dozen", 12),
        ("two thousand", 2000),
        ("people", None),
        ("", None),
        ("12", 12),
    ],
)
def test_number_words_and_digits(words: str, value: int | None) -> None:
    assert number(words) == value


def phrase(words: str, noun: int, num: int | None) -> object:
    tokens = words.split()
    heads = [noun] * len(tokens)
    deps = ["dep"] * len(tokens)
    deps[noun] = "ROOT"
    pos = ["X"] * len(tokens)
    pos[noun] = "NOUN"
    if num is not None:
        deps[num], pos[num] = "nummod", "NUM"
    return Doc(VOCAB, words=tokens, heads=heads, deps=deps, pos=pos)[noun]


@pytest.mark.parametrize(
    ("words", "noun", "num", "expected"),
    [
        ("at least nine people", 3, 2, Count(9, None, True)),
        ("more than 30 soldiers", 3, 2, Count(30, None, True)),
        ("between 12 and 15 civilians", 4, 1, Count(12, 15)),
        ("12 to 15 civilians", 3, 0, Count(12, 15)),
        ("12-15 civilians", 1, 0, Count(12, 15)),
        ("dozens of villagers", 0, None, Count(12, None, True)),
        ("four children", 1, 0, Count(4)),
    ],
)
def test_vagueness_is_kept(words: str, noun: int, num: int | None, expected: Count) -> None:
    assert count_of(phrase(words, noun, num)) == expected  # type: ignore[arg-type]


def test_two_counts_side_by_side_are_no_range() -> None:
    killed = phrase("12 and 15 wounded", 0, None)
    killed.pos_ = "NUM"  # type: ignore[attr-defined]
    assert count_of(killed) == Count(12)  # type: ignore[arg-type]


def test_noun_without_number_has_no_count() -> None:
    assert count_of(phrase("wounded soldiers", 1, None)) is None  # type: ignore[arg-type]
