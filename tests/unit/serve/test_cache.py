"""The cache of answers: what it keeps, what it lets go, and the tags it compares."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.serve.cache import Cache, Stored, weight
from kg.serve.endpoint import etag_of, matches


def stored(size: int) -> Stored:
    return Stored(b"x" * size, "text/csv", 'W/"t"', None)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3000)), max_size=80))
def test_the_budget_is_never_exceeded_and_the_weight_is_what_is_kept(entries: list[tuple[int, int]]) -> None:
    cache = Cache(20_000)
    for name, size in entries:
        cache.put(("query", str(name)), stored(size))
        assert cache.weight <= 20_000
    keys = [("query", str(name)) for name in range(31)]
    kept = [(key, found) for key in keys if (found := cache.get(key)) is not None]
    assert cache.weight == sum(weight(*entry) for entry in kept)


def test_a_long_question_counts_like_a_long_answer() -> None:
    cache = Cache(1 << 20)
    for number in range(100):
        cache.put(("query", f"ASK {{}} VALUES ?x {{ {number} '{'x' * 100_000}' }}"), stored(10))
    assert (
        sum(
            cache.get(("query", f"ASK {{}} VALUES ?x {{ {number} '{'x' * 100_000}' }}")) is not None
            for number in range(100)
        )
        <= 10
    )
    cache.put(("query", "x" * 200_000), stored(10))
    assert cache.get(("query", "x" * 200_000)) is None


def test_what_was_not_asked_for_longest_goes_first() -> None:
    cache = Cache(16_000)
    for name in "abcdefgh":
        cache.put((name,), stored(1000))
    assert cache.get(("a",)) is not None
    for name in "ijk":
        cache.put((name,), stored(1000))
    assert cache.get(("a",)) is not None
    assert cache.get(("b",)) is None


def test_an_answer_that_would_push_out_all_others_is_not_kept() -> None:
    cache = Cache(16_000)
    cache.put(("big",), stored(3000))
    assert cache.get(("big",)) is None


def test_tags_are_compared_weakly_and_in_lists() -> None:
    tag = etag_of(("query", "000001-abc", "ASK { }", "text/csv"))
    assert tag.startswith('W/"000001-abc.')
    assert matches(tag, tag)
    assert matches(tag.removeprefix("W/"), tag)
    assert matches(f'"other", {tag}', tag)
    assert matches("*", tag)
    assert not matches('"other"', tag)
    assert not matches(None, tag)
