"""The pool of workers when the system gives it less than it asks for: who asked is told, and it recovers."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.errors import EnvironmentProblem
from kg.graph.store import snapshot_path
from kg.serve.process import WorkerDied, WorkerProcess
from kg.serve.source import Source
from tests.serving import PATIENCE, Running, kill, publish_trig, serving, settle, wait_until

NUMBERS = "<urn:g> { <urn:a> <urn:b> " + ", ".join(map(str, range(250))) + " }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"  # 62,500 rows: more than an answer has in memory


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    publish_trig(tmp_path, NUMBERS)
    with serving(tmp_path, workers=1, graph_memory=0) as server:
        settle(server)
        yield server


def test_a_query_that_finds_only_dead_workers_is_told_to_come_again(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dead(self: WorkerProcess, *_: object) -> Any:
        raise WorkerDied("its pipe is closed")

    with monkeypatch.context() as without:
        without.setattr(WorkerProcess, "run", dead)
        for query in ("ASK {}", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"):
            refused = running.query(query)
            assert (refused.status, refused.json["hint"]) == (503, "try again in a moment")
    assert running.query("ASK {}").status == 200
    assert running.server.site.pool.counts()["running"] == 0


@pytest.mark.parametrize("lacking", ["processes", "files"])
def test_workers_are_replaced_once_the_system_has_room_again(
    running: Running, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    tried: list[str] = []

    def none_left(*_: object, **__: object) -> Any:
        tried.append(lacking)
        raise OSError(errno.EAGAIN if lacking == "processes" else errno.EMFILE, "none left")

    pool = running.server.site.pool
    descriptors = len(os.listdir("/proc/self/fd"))
    with monkeypatch.context() as without:
        if lacking == "processes":
            without.setattr(subprocess, "Popen", none_left)
        else:
            without.setattr(os, "memfd_create", none_left)
        kill(*pool.pids())
        with ThreadPoolExecutor(1) as client:
            asking = client.submit(running.query, "ASK {}")  # finds them dead
            wait_until(lambda: len(tried) > 1)
            without.undo()
            assert asking.result().status == 200
    wait_until(lambda: pool.counts()["idle"] == 2)
    assert running.query("ASK {}").status == 200
    wait_until(lambda: len(os.listdir("/proc/self/fd")) <= descriptors)


@pytest.mark.parametrize("asked", [1, 2, 3])
def test_old_workers_that_end_while_a_new_one_comes_up_are_not_replaced_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    """The first new worker takes long; meanwhile the old ones serve a query each, and end after it."""
    publish_trig(tmp_path, NUMBERS)
    with serving(tmp_path, workers=2, graph_memory=0) as server:
        pool = server.server.site.pool
        settle(server)
        begun, go_on, make = threading.Event(), threading.Event(), Source.make

        def slow(self: Source, lane: str) -> WorkerProcess:
            begun.set()
            go_on.wait(PATIENCE)
            return make(self, lane)

        monkeypatch.setattr(Source, "make", slow)
        revision = publish_trig(tmp_path, NUMBERS.replace("urn:a", "urn:z"))
        assert begun.wait(PATIENCE)
        answers = [server.query(f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {n}") for n in range(asked)]
        assert {answer.status for answer in answers} == {200}
        go_on.set()
        wait_until(lambda: server.ask("/version").json["revision"] == revision)
        # all three are new ones: two new and an old one are idle before
        wait_until(lambda: pool.counts()["started"] >= 6 and pool.counts()["idle"] == 3)
        time.sleep(1)  # what is one too many would be started by now
        counts = pool.counts()
        assert (counts["workers"], counts["idle"], counts["started"]) == (3, 3, 6)


def test_where_the_snapshot_has_gone_all_workers_go_over_to_the_current_one(
    running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new one cannot be prepared, so that the server itself does not go over to it."""

    def unprepared(*_: object) -> Any:
        raise EnvironmentProblem("there is no room for its index", "make some")

    monkeypatch.setattr("kg.serve.site.prepare", unprepared)
    pool = running.server.site.pool
    old = pool.revision
    publish_trig(tmp_path, NUMBERS.replace("urn:a", "urn:z"))
    shutil.rmtree(snapshot_path(tmp_path, old)[0])
    kill(pool.pids()[0])
    for n in range(3):
        running.query(f"ASK {{ ?s ?p {n} }}")
        running.query(f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {n}")
    wait_until(lambda: pool.counts()["started"] == 4 and pool.counts()["idle"] == 2)
    assert running.query("ASK { <urn:z> <urn:b> 1 }").json["boolean"] is True
    rows = running.query("SELECT * { ?s ?p ?o FILTER(?o = 7) }").json["results"]["bindings"]
    assert [row["s"]["value"] for row in rows] == ["urn:z"]


def test_an_answer_that_the_disk_has_no_room_for_is_refused_with_that_reason(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(tempfile, "TemporaryFile", lambda: open("/dev/full", "wb"))  # noqa: SIM115
        refused = running.query(LARGE)
    assert refused.status == 503
    assert "no room" in refused.json["detail"]
    assert "LIMIT" in refused.json["hint"]
    assert len(running.query(LARGE).json["results"]["bindings"]) == 62_500


def test_a_graph_that_takes_too_long_is_not_told_to_be_another_query(tmp_path: Path) -> None:
    publish_trig(tmp_path, NUMBERS)
    with serving(tmp_path, workers=1, graph_memory=0, timeout=1e-9) as server:
        refused = server.ask("/store?default")
    assert refused.status == 503
    assert "kg export" in refused.json["hint"]
