"""A SPARQL text cut into terminals: whatever is in it, completely, in one go, and the same by both ways."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryTooLarge
from kg.graph.terminals import form, keywords, lexemes, tokens


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("kg:a\\,FROM", ["pname"]),
        ('"x"@from', ["string", "lang"]),
        ("?from $from _:from", ["var", "var", "blank"]),
        ("<http://x/#FROM> # FROM", ["iri"]),
        ("""'''it's\nFROM''' "FROM\\"" """, ["string", "string"]),
        ("1.5e3 .5 7", ["number", "number", "number"]),
        ("'FROM", ["open"]),
        ('"""FROM', ["string", "open"]),
    ],
)
def test_a_word_inside_another_terminal_is_no_keyword(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds
    assert keywords(text) == set()


def test_keywords_are_given_in_capitals_whatever_stands_around_them() -> None:
    assert keywords("select*{filter(1<2)Service<http://x/>{}}") == {"SELECT", "FILTER", "SERVICE"}


def test_the_form_is_none_where_no_word_follows_the_prologue() -> None:
    assert form(lexemes("PREFIX a: <urn:a> BASE <urn:b> ask {}")) == "ASK"
    assert form(lexemes("PREFIX a: <urn:a>")) == ""
    assert form(lexemes("PREFIX a: <urn:a> ?x")) == ""


@given(st.text(alphabet="SERVIC<>{}\"'#\\\n ?:a.u0053", max_size=80))
def test_any_text_is_cut_without_an_exception_into_pieces_of_it(text: str) -> None:
    assert all(text[t.begin :].startswith(t.text) and t.text for t in tokens(text))


_PIECES = (
    'SELECT ?x $y <http://a/b> < <= { } . ; 10 1.5e3 a:b a:b. é:b : _:b \'x # y\' "s" \' " """ """z""" #c\n # @en '
    "^^ ^ * FROM SERVICE PREFIX << >> {| \\u0041 \\ true _a a_b: %41 \n \t"
).split(" ")


@given(st.lists(st.sampled_from([*_PIECES, " "]), max_size=30))
def test_the_quick_way_through_a_text_finds_the_same_terms(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert lexemes(text) == [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    "text",
    [
        "'\\" * 40_000,
        '"' * 100_000,
        "<a" * 40_000,
        "a." * 50_000,
        '\\"""\n' * 20_000,
        "a:" + "." * 90_000,
        "@a" + "-" * 90_000,
    ],
    ids=["escaped quotes", "quotes", "open IRIs", "dots", "open long strings", "a name of dots", "dashes"],
)
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    # Quadratic time would be hours here; the bound only tells seconds from hours.
    began = time.process_time()
    tokens(text)
    lexemes(text)
    assert time.process_time() - began < 30


def test_a_text_of_more_terms_than_asked_for_is_refused_by_name_of_the_limit() -> None:
    assert len(tokens("a " * 12)) == 12
    with pytest.raises(QueryTooLarge, match="more than 11 terms"):
        tokens("a " * 12, 11)
