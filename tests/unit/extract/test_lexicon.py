"""The lexicons as they are written: lists that a person can extend without reading the whole of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.extract import lexicon
from kg.extract.lexicon import table

LEXICONS = Path(lexicon.__file__).parent


def lists(value: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    """Every list of words below a table, with the path to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from lists(inner, f"{path}.{key}")
    elif isinstance(value, list):
        yield path, [word for word in value if isinstance(word, str)]
        for inner in value:
            yield from lists(inner, path)


def words_twice(value: dict[str, Any]) -> list[str]:
    return [
        f"{path}: {word}" for path, words in lists(value, "") for word in set(words) if words.count(word) > 1
    ]


@pytest.mark.parametrize("name", sorted(p.stem for p in LEXICONS.glob("*.toml")))
def test_no_list_of_a_lexicon_has_a_word_twice(name: str) -> None:
    assert words_twice(dict(table(name))) == []


def test_the_guide_tells_of_every_lexicon() -> None:
    guide = Path(__file__).parents[3].joinpath("docs/lexicons.md").read_text(encoding="utf-8")
    assert [p.name for p in sorted(LEXICONS.glob("*.toml")) if f"| `{p.name}` |" not in guide] == []


def test_a_word_that_stands_twice_is_named_with_its_list() -> None:
    assert words_twice({"verbs": {"sure": ["bomb", "shell", "bomb"]}}) == [".verbs.sure: bomb"]
