"""`kg push` as a person meets it: credentials, graphs that are gone here, messages."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build import Options, build, remove
from kg.cli import run
from tests.graph_store import graph_store

REPORT = "The army of Freedonia said on Monday that it had fired rockets at depot {}.\n"
GONE = "http://localhost:7878/graph/article/1.txt"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A graph of two articles, of which one was removed."""
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(REPORT.format(number))
    folder = tmp_path / "graph"
    build([tmp_path], folder, Options(extractor="tests.fake_extractor"))
    remove(["1.txt"], folder, Options(extractor="tests.fake_extractor"))
    return folder


def test_which_graph_of_a_removed_article_the_other_store_may_still_have_is_said(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with graph_store() as other:
        other.graphs.add_graph(ox.NamedNode(GONE))
        assert run(["push", other.url, "--graph", str(graph)]) == 0
        assert f"--delete {GONE}" in capsys.readouterr().err
        assert ox.NamedNode(GONE) in set(other.graphs.named_graphs()), "nothing goes that nobody named"
        assert run(["push", other.url, "--graph", str(graph), "--delete", "graph/article/1.txt"]) == 0
        assert "--delete" not in capsys.readouterr().err
        assert ox.NamedNode(GONE) not in set(other.graphs.named_graphs())


def test_a_graph_that_is_still_here_is_not_deleted_there(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with graph_store() as other:
        assert run(["push", other.url, "--graph", str(graph), "--delete", "graph/article/0.txt"]) == 2
        assert "kg remove" in capsys.readouterr().err
        assert not list(other.graphs.named_graphs())


def test_a_password_need_not_stand_on_the_command_line(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with graph_store(token="Bearer x") as other:
        assert run(["push", other.url, "--graph", str(graph)]) == 4
        monkeypatch.setenv("KG_PUSH_AUTHORIZATION", "Bearer x")
        assert run(["push", other.url, "--graph", str(graph)]) == 0


def test_a_store_that_cannot_be_reached_is_an_environment_problem(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["push", "http://127.0.0.1:9/data", "--graph", str(graph)]) == 4
    assert run(["push", "nowhere", "--graph", str(graph)]) == 2
    assert run(["push", "http://127.0.0.1:9/data", "--graph", str(graph), "--header", "x"]) == 2
    assert "Authorization" in capsys.readouterr().err
