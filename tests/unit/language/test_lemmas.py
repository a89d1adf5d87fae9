"""Lemmas are words: the network proposes, spelling decides."""

from __future__ import annotations

import pytest

from kg.language.lemmas import Lemmas, collect

# The script that leaves a word as it is.
KEEP = "-0+|k"
SEEN = collect(
    [
        ("found", "VERB", "find"),
        ("found", "VERB", "found"),
        ("countries", "NOUN", "country"),
        ("people", "NOUN", "people"),
        ("distributed", "VERB", "distribute"),
        ("'s", "AUX", "be"),
        ("'s", "AUX", "have"),
        ("was", "AUX", "be"),
        ("American", "ADJ", "American"),
    ]
)
WORDS = (
    "call",
    "plan",
    "hope",
    "hop",
    "visit",
    "deny",
    "escalate",
    "describe",
    "kill",
    "agree",
    "pass",
    "strike",
)


@pytest.mark.parametrize(
    ("word", "script", "upos", "xpos", "lemma"),
    [
        ("countries", "-1+|l", "NOUN", "NNS", "country"),
        ("Parties", "-1+|l", "NOUN", "NNS", "party"),
        ("called", "-1+|l", "VERB", "VBD", "call"),
        ("planned", "-2+|l", "VERB", "VBD", "plan"),
        ("hoping", "-3+|l", "VERB", "VBG", "hope"),
        ("hopping", "-3+|l", "VERB", "VBG", "hop"),
        ("visited", "-1+|l", "VERB", "VBN", "visit"),
        ("denied", "-2+|l", "VERB", "VBD", "deny"),
        ("agreed", "-2+|l", "VERB", "VBD", "agree"),
        ("describes", "-2+|l", "VERB", "VBZ", "describe"),
        ("passes", "-1+|l", "VERB", "VBZ", "pass"),
        ("de-escalating", "-0+|l", "VERB", "VBG", "de-escalate"),
        ("redistributed", "-2+|l", "VERB", "VBD", "redistribute"),
        ("withdrew", "-0+|l", "VERB", "VBD", "withdraw"),
        ("Strikes", "-2+|l", "NOUN", "NNS", "strike"),
        ("found", "-0+|l", "VERB", "VBD", "find"),
        ("found", "-0+|l", "VERB", "VB", "found"),
        ("’s", "=have|l", "AUX", "VBZ", "have"),
        ("was", "-1+|l", "AUX", "VBD", "be"),
        ("people", "-0+|l", "NOUN", "NNS", "people"),
        ("American", "-0+|l", "ADJ", "JJ", "American"),
        ("Kenyan", KEEP, "ADJ", "JJ", "Kenyan"),
        ("Pakistan", "-0+|l", "PROPN", "NNP", "Pakistan"),
        ("Iranians", "-1+|k", "PROPN", "NNPS", "Iranian"),
        ("5,000", KEEP, "NUM", "CD", "5000"),
        ("million", "-4+000|l", "NUM", "CD", "million"),
        ("“", KEEP, "PUNCT", "``", '"'),
        ("–", KEEP, "PUNCT", ",", "–"),
        ("DNA", "-0+|l", "NOUN", "NN", "DNA"),
    ],
)
def test_the_lemma_of(word: str, script: str, upos: str, xpos: str, lemma: str) -> None:
    assert Lemmas(SEEN, WORDS)(word, script, upos, xpos) == lemma


@pytest.mark.parametrize("upos", ["VERB", "NOUN", "ADJ", "PROPN", "X", "PUNCT", "NUM", "INTJ"])
@pytest.mark.parametrize("word", ["s", "ed", "ing", "-", "es", "ies", "'", "éd", "a-", "-ing", "ss"])
def test_no_lemma_is_empty(word: str, upos: str) -> None:
    for xpos in ("VBD", "VBG", "VBZ", "NNS", "JJR", "NNPS"):
        assert Lemmas(SEEN, WORDS)(word, "-9+|l", upos, xpos)
