"""Content negotiation, by the examples of RFC 9110 and by properties."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve import formats
from kg.serve.negotiate import LONGEST, Format, choose, parse_accept, quality

TABLES = formats.SOLUTIONS


def chosen(accept: str | None, offered: tuple[Format, ...] = TABLES) -> str | None:
    choice = choose(accept, offered)
    return choice.media_type if choice else None


@pytest.mark.parametrize("accept", [None, "", "*/*", "   ", "not a media range", "*/json", "a/b;q=2"])
def test_no_accept_or_an_unreadable_one_gets_the_first_on_offer(accept: str | None) -> None:
    assert chosen(accept) == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("application/json", "application/json"),
        ("application/xml", "application/xml"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
        ("text/csv;q=0.001, */*;q=0", "text/csv"),
        ("text/*", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("application/*;q=0, */*;q=0.1", "text/csv"),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/xml"),
        ("text/turtle", None),
        ("*/*;q=0", None),
        ("text/csv;q=0", None),
        ('text/csv;x="a,b", text/tab-separated-values', "text/tab-separated-values"),
    ],
)
def test_the_client_gets_what_it_likes_best(accept: str, wanted: str | None) -> None:
    assert chosen(accept) == wanted


def test_a_browser_that_names_html_gets_html() -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    assert chosen(accept, (*formats.SOLUTIONS, formats.HTML)) == "text/html"


def test_the_most_specific_range_decides_as_in_rfc_9110() -> None:
    ranges = parse_accept("text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, */*;q=0.5")
    assert quality("text/plain", ranges) == 0.7
    assert quality("text/html", ranges) == 0.3
    assert quality("image/jpeg", ranges) == 0.5


@given(st.text(max_size=200))
def test_any_header_gets_an_answer_or_none_and_never_an_exception(header: str) -> None:
    choice = choose(header, TABLES)
    assert choice is None or choice.format in TABLES


_NAMES = st.sampled_from([f.media_type for f in TABLES])
_QUALITIES = st.integers(0, 1000).map(lambda n: n / 1000)


@given(st.dictionaries(_NAMES, _QUALITIES, min_size=1))
def test_nothing_with_a_lower_quality_is_ever_chosen(wishes: dict[str, float]) -> None:
    accept = ", ".join(f"{name};q={q:.3f}" for name, q in wishes.items())
    best = max(wishes.values())
    given_type = chosen(accept)
    if best == 0:
        assert given_type is None
    else:
        assert given_type is not None
        assert wishes[given_type] == best


@given(st.dictionaries(_NAMES, _QUALITIES, min_size=1), st.randoms())
def test_the_order_of_the_header_does_not_matter(wishes: dict[str, float], random: object) -> None:
    parts = [f"{name};q={q:.3f}" for name, q in wishes.items()]
    assert chosen(", ".join(parts)) == chosen(", ".join(reversed(parts)))


def test_a_header_of_any_length_is_answered_and_takes_no_memory_for_good() -> None:
    assert chosen("text/csv" + ", a/b;q=0.5" * LONGEST) == "application/sparql-results+json"
    tracemalloc.start()
    for number in range(100):
        chosen(f"text/csv, {number}/" + ", ".join(f"a/b{i}" for i in range(4000)))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1 << 20
