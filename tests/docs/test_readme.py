"""The README's examples do what it says they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import ActionType
from tests.docs.examples import README, Example, examples, prepare, run

EXAMPLES = examples(README.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader tries them, one after the other."""
    path = tmp_path_factory.mktemp("readme")
    prepare(path)
    return path


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.command[:60] for e in EXAMPLES])
def test_an_example_prints_what_the_readme_says(example: Example, folder: Path) -> None:
    ran = run(example.command, folder)
    assert ran.returncode == 0, ran.stderr
    # `python -m tests.docs.examples` writes the answers anew after a change that is meant.
    assert ran.stdout.rstrip() == example.answer


def test_the_readme_has_a_query_with_its_answer() -> None:
    (asked,) = [e for e in EXAMPLES if e.command.startswith("kg query strikes-on")]
    assert "Iran" in asked.answer


def test_the_number_of_action_types_is_the_models() -> None:
    assert f"one of {len(ActionType)} types" in README.read_text(encoding="utf-8")
