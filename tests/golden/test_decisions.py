"""People's decisions on links and reports: made by a command or a file, kept in every later build."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg.build import Options, Summary, build
from kg.cli import run
from kg.resolve import sssom
from tests.golden.conftest import SEEDS, exported

NODE, LINK = "actor/murtaza-solangi", "<http://localhost:7878/actor/murtaza-solangi>"


@pytest.fixture
def graph(built: tuple[Path, Summary], tmp_path: Path) -> Path:
    """A copy of the built graph that a test may change."""
    shutil.copytree(built[0], tmp_path / "graph")
    return tmp_path / "graph"


def same_as(graph: Path, node: str = LINK) -> set[str]:
    lines = exported(graph, "ntriples").decode().splitlines()
    return {line.split()[2] for line in lines if line.startswith(f"{node} ") and "owl#sameAs" in line}


def test_what_is_not_linked_is_listed_with_its_mentions(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["link", "--graph", str(graph), "--only", "unlinked", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert all(row["target"] is None and row["status"] == "unlinked" for row in listed)
    assert [row["mentions"] for row in listed] == sorted((row["mentions"] for row in listed), reverse=True)


def test_an_accepted_link_is_published_and_stays_in_the_next_build(graph: Path) -> None:
    assert same_as(graph) == set()
    arguments = ["link", "--graph", str(graph), "--accept", f"{NODE}=Q42", "--author", "A. Smith"]
    assert run(arguments) == 0
    assert same_as(graph) == {"<http://www.wikidata.org/entity/Q42>"}
    build([SEEDS], graph, Options())
    assert same_as(graph) == {"<http://www.wikidata.org/entity/Q42>"}
    (row,) = [row for row in sssom.read(graph / sssom.FILE_NAME) if row.decided]
    assert (row.node, row.author) == (NODE, "A. Smith")


def test_a_rejected_link_is_gone(graph: Path) -> None:
    pakistan = "<http://localhost:7878/actor/pakistan>"
    assert same_as(graph, pakistan)
    arguments = ["link", "--graph", str(graph), "--reject", "actor/pakistan=Q843", "--author", "A. Smith"]
    assert run(arguments) == 0
    assert not same_as(graph, pakistan)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--accept", f"{NODE}=Q42"], "--author"),
        (["--accept", "actor/murtaza-solangy=Q42", "--author", "A"], "did you mean actor/murtaza-solangi?"),
        (["--accept", NODE, "--author", "A"], "actor/pakistan=Q843"),
        (["--online"], "--contact"),
    ],
)
def test_a_decision_that_cannot_be_meant_changes_nothing(
    graph: Path, arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = exported(graph)
    assert run(["link", "--graph", str(graph), *arguments]) == 2
    assert complaint in capsys.readouterr().err
    assert exported(graph) == before


def test_the_table_of_links_is_read_back_as_it_was_written(graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "links.sssom.tsv"
    assert run(["link", "--graph", str(graph), "--sssom", "--output", str(target)]) == 0
    rows = sssom.read(target)
    assert {row.target for row in rows if row.node == "actor/pakistan"} == {
        "http://www.wikidata.org/entity/Q843"
    }


def test_decisions_beside_the_articles_hold_also_when_other_articles_are_built(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    shutil.copytree(SEEDS, folder)
    (folder / "corrections.toml").write_text(
        '[[correction]]\nverdict = "link"\nnodes = ["actor/murtaza-solangi"]\ntarget = "Q42"\n'
        'author = "A. Smith"\ndate = 2024-02-01\n\n'
        '[[correction]]\nverdict = "link"\nnodes = ["actor/nobody"]\ntarget = "Q1"\n'
        'author = "A. Smith"\ndate = 2024-02-01\n'
    )
    summary = build([folder], tmp_path / "graph", Options())
    assert same_as(tmp_path / "graph") == {"<http://www.wikidata.org/entity/Q42>"}
    (unapplied,) = summary.published.unapplied
    assert "actor/nobody" in unapplied
    other = tmp_path / "other.txt"
    other.write_text("Freedonia fired rockets at Sylvania on Monday, officials said.\n")
    build([other], tmp_path / "graph", Options())
    assert same_as(tmp_path / "graph") == {"<http://www.wikidata.org/entity/Q42>"}
