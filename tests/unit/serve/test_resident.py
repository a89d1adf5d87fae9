"""A snapshot in memory: it answers as the one on disk does, its workers are confined as any other, and without it the
endpoint goes on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import EnvironmentProblem
from kg.serve import site, wire
from kg.serve.process import WorkerProcess
from kg.serve.resident import Resident, hold, left_in_groups, share
from kg.serve.settings import Settings
from kg.serve.worker import fills_default_graph
from tests.serving import BASE, PATIENCE, Running, kill, publish_trig, serving, settle, wait_until

TRIG = """PREFIX : <urn:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
:g { :a :p 1, 01, "x"@en, "x", "2024-01-16"^^xsd:date, "not a date"^^xsd:date, <http://localhost:7878/é> ; :q [ :p 2 ] }
:h { :a :p 1 . :b :p "line\\nbreak \\"quoted\\" \\\\ \U0001f680" }
"""
ALL = "SELECT ?s ?p ?o { ?s ?p ?o FILTER (!isBlank(?s) && !isBlank(?o)) } ORDER BY ?s ?p STR(?o) LANG(?o)"
QUESTIONS = (
    ALL,
    ALL.replace("{", "FROM <urn:h> {", 1),
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "SELECT ?n { <urn:a> <urn:q> [ <urn:p> ?n ] }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    publish_trig(tmp_path, TRIG)
    return tmp_path


def store_of(server: Running) -> str:
    word: str = server.ask("/version").json["store"]
    return word


def settled(server: Running) -> None:
    """Waits until the server has settled, which is with a fork for every worker."""
    settle(server)
    assert set(server.server.site.pool.pids()) < set(fork_servers())


def fork_servers() -> list[int]:
    """The children of this process that are a fork server, or were forked by one."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == os.getpid() and "kg.serve.forkserver" in (entry / "cmdline").read_text():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_answers_from_memory_are_those_from_disk(graph: Path) -> None:
    with serving(graph, graph_memory=0) as disk, serving(graph) as memory:
        settled(memory)
        assert (store_of(disk), store_of(memory)) == ("disk", "memory")
        for question in QUESTIONS:
            assert memory.query(question).json == disk.query(question).json
        for path in ("/store?graph=urn:h", "/store?graph=urn:missing"):
            accept = {"Accept": "application/n-triples"}
            answers = [server.ask(path, headers=accept) for server in (disk, memory)]
            assert answers[0].status == answers[1].status
            assert sorted(answers[0].body.splitlines()) == sorted(answers[1].body.splitlines())
    assert fork_servers() == []


def test_a_snapshot_that_fills_its_own_default_graph_does_so_in_memory(tmp_path: Path) -> None:
    publish_trig(tmp_path, "{ <urn:a> <urn:p> 1 } <urn:g> { <urn:b> <urn:p> 2 }")
    with serving(tmp_path) as server:
        settled(server)
        found = server.query("SELECT ?n { ?s <urn:p> ?n }").json["results"]["bindings"]
        assert [row["n"]["value"] for row in found] == ["1"]


def test_only_a_filled_default_graph_is_one() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal(1), ox.NamedNode("urn:g")))
    assert not fills_default_graph(store)
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal(1)))
    assert fills_default_graph(store)


NEWER = "<urn:g> { <urn:new> <urn:p> 3 }"


def assert_goes_over_to_newer(server: Running, old: set[int]) -> None:
    """Once the `old` workers have ended, which take requests until the new ones are there."""
    pool = server.server.site.pool
    wait_until(lambda: old.isdisjoint(pool.pids()))
    settled(server)
    assert server.query("ASK { <urn:new> ?p 3 }").json["boolean"] is True
    assert server.query("ASK { <urn:b> ?p ?o }").json["boolean"] is False
    wait_until(lambda: len(fork_servers()) == len(old) + 1)


def test_a_newer_revision_is_in_memory_before_it_is_served(graph: Path) -> None:
    with serving(graph) as server:
        settled(server)
        old = set(server.server.site.pool.pids())
        revision = publish_trig(graph, NEWER)
        seen: list[tuple[str, str]] = []
        while not seen or seen[-1][0] != revision:
            assert server.query("SELECT * { ?s ?p ?o }").status == 200
            about = server.ask("/version").json
            seen.append((about["revision"], about["store"]))
        assert {store for _, store in seen} == {"memory"}
        assert_goes_over_to_newer(server, old)


def test_a_newer_revision_without_room_beside_the_old_one_takes_its_place(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cramped(settings: Settings, revision: str, stop: threading.Event, beside: bool) -> Resident | None:
        return None if beside else hold(settings, revision, stop)

    monkeypatch.setattr(site, "hold", cramped)
    with serving(graph) as server:
        settled(server)
        old = set(server.server.site.pool.pids())
        revision = publish_trig(graph, NEWER)
        wait_until(lambda: server.ask("/version").json["revision"] == revision)
        assert_goes_over_to_newer(server, old)


def test_a_graph_that_does_not_fit_is_read_from_disk(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> {" + " ".join(f"<urn:{i}> <urn:p> {i} ." for i in range(20_000)) + "}")
    for most in (1 << 20, 15 << 20):  # not worth a try; tried in vain
        with serving(tmp_path, graph_memory=most) as server:
            settle(server)
            assert store_of(server) == "disk"
            assert server.query("ASK { <urn:7> ?p 7 }").json["boolean"] is True
            assert fork_servers() == []


def test_without_its_fork_server_the_endpoint_reads_from_disk(graph: Path) -> None:
    with serving(graph, workers=1, reserved=0) as server:
        settled(server)
        pool = server.server.site.pool
        (worker,) = pool.pids()
        (fork_server,) = set(fork_servers()) - {worker}
        kill(fork_server, worker)
        assert server.query("ASK { <urn:a> ?p 1 }").status == 200
        assert store_of(server) == "disk"
        assert pool.counts()["workers"] == 1


def test_a_graph_gets_an_equal_share_for_each_process_that_may_hold_it(tmp_path: Path) -> None:
    assert share(Settings(tmp_path, workers=4, reserved=1, graph_memory=6 << 20)) == 1 << 20
    assert share(Settings(tmp_path, workers=4, reserved=1, graph_memory=8 << 20), beside=True) == 1 << 20
    assert share(Settings(tmp_path, graph_memory=0)) == 0
    assert share(Settings(tmp_path, workers=9)) < share(Settings(tmp_path, workers=1))


def test_a_container_has_only_the_memory_of_its_control_groups(tmp_path: Path) -> None:
    service = tmp_path / "system.slice" / "kg.service"
    service.mkdir(parents=True)
    for folder, most, used in ((service, "1000", "400"), (service.parent, "max", "5000")):
        (folder / "memory.max").write_text(most)
        (folder / "memory.current").write_text(used)
    groups = "1:cpu:/elsewhere\n0::/system.slice/kg.service\n"
    assert left_in_groups(groups, tmp_path) == [600]
    (service / "memory.current").write_text("1200")
    assert left_in_groups(groups, tmp_path) == [0]
    assert left_in_groups("", tmp_path) == []


def test_a_small_graph_needs_little_memory(graph: Path) -> None:
    held = hold(Settings(graph, graph_memory=6 * (4 << 20)), "1", threading.Event())
    assert held is not None
    held.end()


@pytest.mark.parametrize("reply", [b"", b"\0\0"])
def test_a_fork_server_that_ends_instead_of_forking_is_told_and_leaves_nothing_open(reply: bytes) -> None:
    ours, theirs = socket.socketpair()
    with subprocess.Popen(["sleep", "60"]) as process, theirs:
        fork_server = Resident(process, ours, wire.Ready("000001-x", BASE, False))
        theirs.send(reply)
        theirs.shutdown(socket.SHUT_WR)
        before = len(os.listdir("/proc/self/fd"))
        with pytest.raises(EnvironmentProblem, match="has ended"):
            fork_server.fork(1 << 20, 0, 2)
        assert len(os.listdir("/proc/self/fd")) == before
        fork_server.end()


@pytest.fixture
def resident(graph: Path) -> Iterator[Resident]:
    held = hold(Settings(graph, graph_memory=1 << 30), "1", threading.Event())
    assert held is not None
    yield held
    held.end()


def told(worker: WorkerProcess, text: str) -> bytes:
    """What a worker answers to a query."""
    job = wire.encode(wire.Query(text, "text/csv", BASE, union=True))
    assert worker.process.stdin is not None
    worker.process.stdin.write(wire.LENGTH.pack(len(job)) + job)
    answer = b""
    while True:
        while (frame := worker._frame()) is None:
            worker._read()
        if frame[0] != wire.DATA:
            assert frame[0] == wire.END, frame
            return answer + wire.decode_end(frame[1]).rest
        answer += frame[1]


def test_no_two_forks_draw_the_same_random_numbers(resident: Resident) -> None:
    workers = [WorkerProcess.fork(resident, lane="general", memory=1 << 30) for _ in range(3)]
    drawn = [told(worker, "SELECT (UUID() AS ?u) (RAND() AS ?r) {}").splitlines()[1] for worker in workers]
    values = [value for row in drawn for value in row.split(b",")]
    for worker in workers:
        worker.end()
    assert len(set(values)) == 6


def test_a_fork_is_confined_as_a_worker_on_disk_is(graph: Path, resident: Resident) -> None:
    fork = WorkerProcess.fork(resident, lane="general", memory=1 << 30, niceness=2)
    other = WorkerProcess.start(graph, "1", lane="general", memory=1 << 30, niceness=2)

    def traits(worker: WorkerProcess) -> dict[str, object]:
        place = Path(f"/proc/{worker.process.pid}")
        stat = (place / "stat").read_text().rsplit(")", 1)[1].split()
        lines = (place / "limits").read_text().splitlines()[1:]
        limits = {line[:26].strip(): line[26:47].strip() for line in lines}
        status = dict(line.split(":\t", 1) for line in (place / "status").read_text().splitlines())
        size = int((place / "statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        descriptors = {int(entry.name) for entry in (place / "fd").iterdir()}
        return {
            "parent": int(stat[1]),
            "leads its session": int(stat[3]) == worker.process.pid,
            "nice": int(stat[16]),
            "files": limits["Max file size"],
            "cores": limits["Max core file size"],
            "memory": int(limits["Max address space"]) <= size + (1 << 30),
            "doors": int(limits["Max open files"]) <= max(descriptors) + 1,
            "no privileges": status["NoNewPrivs"],
            "alone": os.readlink(place / "ns/net") != os.readlink("/proc/self/ns/net"),
        }

    try:
        assert traits(fork) == traits(other)
        assert traits(fork)["parent"] == os.getpid()
        assert traits(fork)["memory"]
        assert traits(fork)["doors"]
    finally:
        fork.end()
        other.end()


def test_a_fork_tells_how_it_ended(resident: Resident) -> None:
    worker = WorkerProcess.fork(resident, lane="general", memory=1 << 30)
    os.kill(worker.process.pid, signal.SIGXCPU)
    assert worker.process.wait(PATIENCE) == -signal.SIGXCPU
    worker.kill()  # once more does no harm, and hits nobody else
    worker.end()
    assert not Path(f"/proc/{worker.process.pid}").exists()
