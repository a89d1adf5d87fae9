"""Words: what is split and what is kept whole, and that offsets are exact."""

from __future__ import annotations

import pytest

from kg.language.tokenizer import Tokenize, make_tokenizer


@pytest.fixture(scope="module")
def tokenize() -> Tokenize:
    return make_tokenizer()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iran-backed rebels", ["Iran", "-", "backed", "rebels"]),
        ("a US-led, 12-year-old war", ["a", "US", "-", "led", ",", "12", "-", "year", "-", "old", "war"]),
        ("the Israel-Hamas war", ["the", "Israel", "-", "Hamas", "war"]),
        ("pro-Russian forces", ["pro", "-", "Russian", "forces"]),
        ("an F-16 jet", ["an", "F", "-", "16", "jet"]),
        ("10am, $5m and 80%", ["10", "am", ",", "$", "5", "m", "and", "80", "%"]),
    ],
)
def test_compounds_are_split_as_in_universal_dependencies(
    tokenize: Tokenize, text: str, words: list[str]
) -> None:
    assert [t.text for t in tokenize(text)] == words


@pytest.mark.parametrize(
    "word",
    [
        "Anwaar-ul-Haq",
        "al-Adl",
        "al-Shabaab",
        "Al-Qaeda",
        "Lashkar-e-Taiba",
        "Jaish-e-Mohammed",
        "Tehreek-e-Taliban",
        "de-escalate",
        "counter-terrorism",
        "co-operation",
        "non-state",
        "anti-government",
        "2024-01-18",
        "U.S.",
    ],
)
def test_names_with_particles_and_words_with_prefixes_stay_whole(tokenize: Tokenize, word: str) -> None:
    assert [t.text for t in tokenize(f"They saw {word} there")] == ["They", "saw", word, "there"]


def test_clitics_are_words_of_their_own_with_straight_and_curly_quotes(tokenize: Tokenize) -> None:
    assert [t.text for t in tokenize("Iran's army didn't")] == ["Iran", "'s", "army", "did", "n't"]
    assert [t.text for t in tokenize("Iran’s army didn’t")] == ["Iran", "’s", "army", "did", "n’t"]


def test_quotes_and_dashes_are_no_part_of_words(tokenize: Tokenize) -> None:
    words = [t.text for t in tokenize("“We are ready,” he said—“now” – and ‘here’.")]
    assert words == [
        *("“", "We", "are", "ready", ",", "”", "he", "said", "—", "“", "now", "”"),
        *("–", "and", "‘", "here", "’", "."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "one",
        "Iran-backed  rebels \n\tsaid: “No”…",
        "a—b--c",
        "🙂🙂 ok",
        "-",
        "al-",
        "--x-",
        "’",
    ],
)
def test_the_words_spell_the_text(tokenize: Tokenize, text: str) -> None:
    doc = tokenize(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)
