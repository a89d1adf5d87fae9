"""What was prepared for a snapshot is kept beside it for the next start, and never serves another one."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox
import pytest

from kg.errors import EnvironmentProblem
from kg.graph.store import manifest, publish
from kg.serve.kept import keep
from kg.serve.prepared import Prepared, prepare
from kg.serve.search import search
from kg.vocab import kg, rdf, rdfs

BASE = "http://localhost:7878/"
LABEL, TYPE = ox.NamedNode(rdfs.label), ox.NamedNode(rdf.type)


def published(graph_dir: Path, *names: str) -> str:
    """The revision of a graph with an actor of each name."""
    graph = ox.NamedNode(f"{BASE}graph/entities")
    quads = []
    for name in names:
        actor = ox.NamedNode(f"{BASE}actor/{name}")
        quads += [
            ox.Quad(actor, TYPE, ox.NamedNode(kg.Actor), graph),
            ox.Quad(actor, LABEL, ox.Literal(name), graph),
        ]
    return publish(graph_dir, quads, base_iri=BASE, keep=2)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The commands of the processes that have counted a snapshot since the test began."""
    begun: list[object] = []
    popen = subprocess.Popen

    def noted(command: Any, **more: Any) -> object:
        begun.append(command)
        return popen(command, **more)

    monkeypatch.setattr(subprocess, "Popen", noted)
    return begun


def made(graph_dir: Path, revision: str) -> Prepared:
    return prepare(graph_dir, revision, threading.Event())


def found(done: Prepared, word: str) -> list[str]:
    assert done.index is not None
    return [hit.label for hit in search(done.index, word).hits]


def test_a_restart_over_an_unchanged_snapshot_neither_counts_nor_indexes(
    tmp_path: Path, counted: list[object]
) -> None:
    revision = published(tmp_path, "iran", "pakistan")
    first = made(tmp_path, revision)
    first.close()
    again = made(tmp_path, revision)
    assert len(counted) == 1
    assert again.figures == first.figures
    assert again.figures.triples == 4
    assert found(again, "pakistan") == ["pakistan"]
    again.close()


def test_closing_leaves_what_is_kept(tmp_path: Path, counted: list[object]) -> None:
    revision = published(tmp_path, "iran")
    for _ in range(3):
        done = made(tmp_path, revision)
        assert found(done, "iran") == ["iran"]
        done.close()
        assert done.index is not None
        assert not done.index.exists()
    assert len(counted) == 1


@pytest.mark.parametrize("name", ["figures.json", "search.sqlite", "seal"])
def test_what_was_damaged_on_the_disk_is_made_anew(tmp_path: Path, counted: list[object], name: str) -> None:
    revision = published(tmp_path, "iran")
    made(tmp_path, revision).close()
    kept = tmp_path / "snapshots" / f"{revision}.prepared" / name
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    kept.write_bytes(content)
    for _ in range(2):
        done = made(tmp_path, revision)
        assert done.figures.triples == 2
        assert found(done, "iran") == ["iran"]
        done.close()
    assert len(counted) == 2


def test_another_snapshot_of_the_same_name_is_counted_itself(tmp_path: Path, counted: list[object]) -> None:
    revision = published(tmp_path, "iran")
    made(tmp_path, revision).close()
    about = replace(manifest(tmp_path, revision), published="2031-01-01T00:00:00+00:00")
    (tmp_path / "snapshots" / f"{revision}.json").write_bytes(msgspec.json.encode(about))
    done = made(tmp_path, revision)
    assert done.figures.published == "2031-01-01T00:00:00+00:00"
    assert len(counted) == 2
    done.close()


def test_a_new_revision_is_counted_itself_and_what_was_kept_goes_with_its_snapshot(
    tmp_path: Path, counted: list[object]
) -> None:
    revisions = [published(tmp_path, "iran", f"state{number}") for number in range(3)]
    served = []
    for revision in revisions[1:]:
        done = made(tmp_path, revision)
        served.append(found(done, "state*"))
        done.close()
    published(tmp_path, "iran")
    left = {path.name for path in (tmp_path / "snapshots").glob("*.prepared")}
    assert left == {f"{revisions[2]}.prepared"}
    assert len(counted) == 2
    assert served == [["state1"], ["state2"]]


def test_where_nothing_can_be_kept_the_snapshot_is_served_all_the_same(
    tmp_path: Path, counted: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = published(tmp_path, "iran")

    def read_only(path: Path, *more: object, **other: object) -> None:
        raise OSError(30, "Read-only file system", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", read_only)
        done = made(tmp_path, revision)
    assert found(done, "iran") == ["iran"]
    assert not keep(tmp_path, "000009-missing", tmp_path)
    made(tmp_path, revision).close()
    assert len(counted) == 2
    done.close()


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a folder one that may only be read; also for root, who runs tests in containers."""
    mkdir = Path.mkdir

    def protect(folder: Path) -> None:
        def checked(path: Path, *more: Any, **other: Any) -> None:
            if path.is_relative_to(folder):
                raise OSError(30, "Read-only file system", str(path))
            mkdir(path, *more, **other)

        monkeypatch.setattr(Path, "mkdir", checked)

    return protect


def test_a_server_that_may_only_read_the_graph_keeps_them_in_a_folder_of_its_own(
    tmp_path: Path,
    counted: list[object],
    monkeypatch: pytest.MonkeyPatch,
    read_only: Callable[[Path], None],
) -> None:
    graph, own = tmp_path / "graph", tmp_path / "cache"
    own.mkdir()
    first, second = published(graph, "iran"), published(graph, "oman")
    monkeypatch.setenv("CACHE_DIRECTORY", str(own))
    read_only(graph)
    for revision in (first, second, second):
        made(graph, revision).close()
    done = made(graph, second)
    assert found(done, "oman") == ["oman"]
    done.close()
    assert len(counted) == 2
    assert [path.name for path in own.iterdir()] == [
        f"{second}.prepared"
    ]  # the older one is not kept for ever
    assert not list((graph / "snapshots").glob("*.prepared*"))


def test_where_nothing_can_be_kept_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, read_only: Callable[[Path], None]
) -> None:
    revision = published(tmp_path, "iran")
    read_only(tmp_path)
    with caplog.at_level("INFO", "kg.serve"):
        made(tmp_path, revision).close()
    assert f"the figures of revision {revision} cannot be kept" in caplog.text


def test_without_a_place_for_temporary_files_the_error_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    with pytest.raises(EnvironmentProblem, match="no place for the search index") as told:
        made(tmp_path, published(tmp_path, "iran"))
    assert "TMPDIR" in told.value.hint
