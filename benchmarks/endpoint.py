"""Requests per second of this endpoint and of its peers on a graph of a million triples, as ratios.

    python -m benchmarks.endpoint                        # this server and every peer that is installed
    python -m benchmarks.endpoint --triples 100000 --seconds 0.5

Peers: `oxigraph` (PyPI; `oxigraph serve-read-only` on the very same snapshot), `rdflib-endpoint` (PyPI, loads
the graph into memory, so it is started only for --rdflib), Virtuoso (`virtuoso-t` of Debian's virtuoso-
opensource-7-bin, only if it is there). Each cell runs for --seconds with 1 and 8 clients in processes of
their own, "cold" with a query that was never asked before, "repeated" with the same one. The table gives
requests per second, p50 and p99, the server's processor time a request, and the ratios to oxigraph cold.
Ratios under 1.5 are noise on a machine that does anything else.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pyoxigraph as ox

from kg.graph.store import Manifest

BASE = "http://localhost:7878/"
KG = "https://w3id.org/conflict-kg#"
P = f"PREFIX kg: <{KG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
TRIPLES_PER_EVENT = 12
WORDS = tuple(
    re.findall(
        r"\w+",
        """
    missile drone border ambassador recalled ceasefire talks convoy killed injured wounded village province
    army ministry condemned attack retaliation sovereignty restraint
""",
    )
)


def lines(triples: int) -> Iterator[str]:
    """N-Quads of a graph with the contract's shape: strikes with actors, places, articles and quotes."""
    chance = random.Random(7)
    events = triples // TRIPLES_PER_EVENT
    label, kind = (
        "<http://www.w3.org/2000/01/rdf-schema#label>",
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    )
    date = "<http://www.w3.org/2001/XMLSchema#date>"
    entities = f"<{BASE}graph/entities>"
    for i in range(max(events // 6, 10)):
        yield f'<{BASE}actor/{i}> {label} "Actor {i}" {entities} .\n'
        yield f"<{BASE}actor/{i}> {kind} <{KG}Actor> {entities} .\n"
    for i in range(max(events // 30, 10)):
        yield f'<{BASE}place/{i}> {label} "Place {i}" {entities} .\n'
    for i in range(events):
        event, mention, article = f"<{BASE}strike/{i}>", f"<{BASE}mention/{i}>", f"<{BASE}article/{i // 4}>"
        graph = f"<{BASE}graph/article/{i // 4}>"
        actor, other = (chance.randrange(max(events // 6, 10)) for _ in range(2))
        place = chance.randrange(max(events // 30, 10))
        day = f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        sentence = " ".join(chance.choice(WORDS) for _ in range(14)) + f" {i}"
        for line in (
            f"{event} {kind} <{KG}Strike>", f'{event} {label} "Strike {i}"',
            f'{event} <{KG}date> "{day}"^^{date}',
            f"{event} <{KG}attacker> <{BASE}actor/{actor}>", f"{event} <{KG}target> <{BASE}actor/{other}>",
            f"{event} <{KG}location> <{BASE}place/{place}>", f"{event} <{KG}reportedIn> {article}",
            f"{event} <{KG}mention> {mention}", f"{mention} {kind} <{KG}Mention>",
            f"{mention} <{KG}inArticle> {article}", f'{mention} <{KG}sentence> "{sentence}"',
        ):  # fmt: skip
            yield f"{line} {graph} .\n"


def make(folder: Path, triples: int) -> Path:
    """A graph folder with one published snapshot; the snapshot's own folder."""
    quads = folder / "graph.nq"
    with quads.open("w", encoding="utf-8") as out:
        out.writelines(lines(triples))
    store = ox.Store(str(folder / "store"))
    store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    revision = "000001-benchmark"
    snapshots = folder / "snapshots"
    snapshots.mkdir()
    store.backup(str(snapshots / revision))
    about = Manifest(revision, BASE, len(store), "0", "2024-01-01T00:00:00+00:00")
    (snapshots / f"{revision}.json").write_bytes(msgspec.json.encode(about))
    (folder / "current").write_text(revision)
    return snapshots / revision


@dataclass(frozen=True)
class Case:
    """A kind of query. `about` takes a number and the number of events; variables in it may be called ?x_."""

    name: str
    about: Callable[[int, int], str]
    accept: str = "application/sparql-results+json"

    def text(self, number: int, events: int) -> str:
        """A query of the kind that no other number gives: there are fewer nodes to ask about than queries."""
        return self.about(number, events).replace("_ ", f"{number} ")


CASES = (
    Case("ask", lambda i, n: f"ASK {{ FILTER({i} = {i}) }}"),
    Case("point", lambda i, n: f"{P} SELECT ?l_ {{ <{BASE}strike/{i % n}> rdfs:label ?l_ }}"),
    Case("entity", lambda i, n: f"SELECT ?p ?o_ {{ <{BASE}strike/{i % n}> ?p ?o_ }}"),
    Case(
        "join",
        lambda i, n: (
            f"{P} SELECT ?e ?d ?l_ ?s {{ ?e kg:attacker <{BASE}actor/{i % (n // 6)}> ; kg:date ?d ; "
            "kg:location ?p ; "
            "kg:mention ?m . ?p rdfs:label ?l_ . ?m kg:sentence ?s } ORDER BY ?d"
        ),
    ),
    Case(
        "aggregate",
        lambda i, n: (
            f"{P} SELECT ?p (COUNT(?e) AS ?c) {{ ?e kg:location ?p FILTER(?p != <{BASE}place/x{i}>) }} "
            "GROUP BY ?p ORDER BY DESC(?c) LIMIT 10"
        ),
    ),
    Case("construct", lambda i, n: f"CONSTRUCT WHERE {{ <{BASE}strike/{i % n}> ?p ?o_ . ?o_ ?q ?r }}",
         "text/turtle"),
    Case(
        "text",
        lambda i, n: (
            f'{P} SELECT ?m_ {{ ?m_ kg:sentence ?s FILTER(CONTAINS(?s, "sovereignty {i % n}")) }} ' "LIMIT 10"
        ),
    ),
)  # fmt: skip


def client(port: int, path: str, case: str, events: int, seconds: float, repeated: bool, out: object) -> None:
    """One client on one kept-alive connection; puts (times in seconds, failures) on the queue."""
    chosen = next(c for c in CASES if c.name == case)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    chance = random.Random()  # not the same queries in every cell
    times, failed = [], 0
    fixed = chosen.text(42, events)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or not times:
        text = fixed if repeated else chosen.text(chance.randrange(10**9), events)
        began = time.perf_counter()
        connection.request("GET", f"{path}?{urlencode({'query': text})}", headers={"Accept": chosen.accept})
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - began)
        failed += response.status != 200
    connection.close()
    out.put((times, failed))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Cell:
    """What was measured: requests per second, p50 and p99 in ms, failures, the server's CPU ms a request."""

    rate: float
    p50: float
    p99: float
    failed: int
    cpu: float


def cpu_seconds(root: int) -> float:
    """Processor time that a process and all its descendants have used; 0.0 where there is no /proc."""
    used: dict[int, tuple[int, float]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        used[int(entry.name)] = int(fields[1]), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    tree, total = {root}, 0.0
    for pid in sorted(used):  # a child's number is larger, but for the rare time when numbers start again
        if pid in tree or used[pid][0] in tree:
            tree.add(pid)
            total += used[pid][1]
    return total


def measure(
    server: int, port: int, path: str, case: Case, events: int, clients: int, seconds: float, repeated: bool
) -> Cell:
    """One cell of the table."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    before = cpu_seconds(server)
    processes = [
        context.Process(target=client, args=(port, path, case.name, events, seconds, repeated, results))
        for _ in range(clients)
    ]
    for process in processes:
        process.start()
    gathered = [results.get(timeout=seconds + 180) for _ in processes]
    for process in processes:
        process.join()
    times = sorted(t for own, _ in gathered for t in own)
    rate = sum(len(own) / max(sum(own), 1e-9) for own, _ in gathered)
    p99 = times[min(int(len(times) * 0.99), len(times) - 1)]
    cpu = (cpu_seconds(server) - before) / len(times) * 1000
    return Cell(rate, times[len(times) // 2] * 1000, p99 * 1000, sum(f for _, f in gathered), cpu)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, path: str, wait: float = 300) -> Iterator[int]:
    """A server in a process of its own, once it answers; ended at the end."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    try:
        until = time.monotonic() + wait
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                connection.request("GET", f"{path}?query=ASK%20%7B%7D", headers={"Accept": CASES[0].accept})
                if connection.getresponse().status == 200:
                    break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def limit_of(port: int, path: str, seconds: float) -> tuple[int, float]:
    """Status of, and time until the answer to, a three-way cross join under a limit."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.perf_counter()
    connection.request("GET", f"{path}?{urlencode({'query': text, 'timeout': f'{seconds:g}'})}")
    status = connection.getresponse().status
    return status, time.perf_counter() - began


def servers(
    folder: Path, snapshot: Path, options: argparse.Namespace
) -> dict[str, tuple[list[str], int, str]]:
    """Name -> command, port and path of this server and of the peers that are installed."""
    found: dict[str, tuple[list[str], int, str]] = {}
    port = free_port()
    code = f"from kg.serve.server import serve; serve({str(folder)!r}, port={port})"
    found["conflict-kg"] = [sys.executable, "-c", code], port, "/sparql"
    oxigraph = options.oxigraph or shutil.which("oxigraph")
    if oxigraph:
        port = free_port()
        command = [oxigraph, "serve-read-only", "--location", str(snapshot), "--bind", f"127.0.0.1:{port}"]
        found["oxigraph"] = [*command, "--union-default-graph"], port, "/query"
    rdflib_endpoint = shutil.which("rdflib-endpoint")
    if options.rdflib and rdflib_endpoint:
        port = free_port()
        command = [
            rdflib_endpoint,
            "serve",
            str(folder / "graph.nq"),
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ]
        found["rdflib-endpoint"] = command, port, "/"
    virtuoso = shutil.which("virtuoso-t")
    if options.virtuoso and virtuoso:
        found["virtuoso"] = virtuoso_command(virtuoso, folder)
    return found


def virtuoso_command(program: str, folder: Path) -> tuple[list[str], int, str]:
    """Virtuoso on a data folder of its own, loaded on start through its ini file's script."""
    home = folder / "virtuoso"
    home.mkdir()
    port, sql = free_port(), free_port()
    (home / "load.sql").write_text(
        f"DB.DBA.TTLP_MT(file_to_string_output('{folder / 'graph.nq'}'), '', '{BASE}graph/default', 512);\n"
        "checkpoint;\n"
    )
    (home / "virtuoso.ini").write_text(
        f"[Database]\nDatabaseFile={home}/v.db\nErrorLogFile={home}/v.log\nLockFile={home}/v.lck\n"
        f"TransactionFile={home}/v.trx\nxa_persistent_file={home}/v.pxa\n[TempDatabase]\nDatabaseFile={home}/t.db\n"
        f"TransactionFile={home}/t.trx\n[Parameters]\nServerPort=127.0.0.1:{sql}\nNumberOfBuffers=170000\n"
        f"DirsAllowed={folder}\n[HTTPServer]\nServerPort=127.0.0.1:{port}\nServerThreads=10\n"
        f"[AutoRepair]\n[SPARQL]\n[Startup]\nLoad={home}/load.sql\n"
    )
    return [program, "+foreground", "+configfile", str(home / "virtuoso.ini")], port, "/sparql"


def main() -> None:
    """Measures and prints the table; `--json FILE` keeps the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=1.0, help="per cell")
    parser.add_argument("--oxigraph", help="the oxigraph program, if it is not on the PATH")
    parser.add_argument("--rdflib", action="store_true", help="rdflib-endpoint too (loads for minutes)")
    parser.add_argument("--virtuoso", action="store_true", help="Virtuoso too")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    events = options.triples // TRIPLES_PER_EVENT
    table: dict[str, dict[str, Cell]] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        began = time.perf_counter()
        snapshot = make(folder, options.triples)
        print(f"graph of {options.triples:,} triples in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        for name, (command, port, path) in servers(folder, snapshot, options).items():
            with running(command, port, path) as server:
                if name == "conflict-kg":
                    prepared(port)
                cells = table.setdefault(name, {})
                for case in CASES:
                    for clients in (1, 8):
                        for repeated in (False, True):
                            key = f"{case.name} {clients} {'repeated' if repeated else 'cold'}"
                            cells[key] = measure(
                                server, port, path, case, events, clients, options.seconds, repeated
                            )
                            print(f"{name} {key}: {cells[key].rate:.0f}/s", file=sys.stderr)
                if name == "conflict-kg":
                    status, seconds = limit_of(port, path, 2.0)
                    print(f"cross join under a limit of 2 s: status {status} after {seconds:.2f} s")
    show(table)
    if options.json:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(table)))


def prepared(port: int) -> None:
    """Waits until the server has counted and indexed its snapshot, so that this does not run beside."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/version")
        if json.loads(connection.getresponse().read())["published"]:
            return
        time.sleep(0.5)


def show(table: dict[str, dict[str, Cell]]) -> None:
    """Prints the table: a row for each query, number of clients and way of asking."""
    ours = table["conflict-kg"]
    peers = [name for name in table if name != "conflict-kg"]
    heads = "".join(f" {p}: req/s | CPU ms | ratio of req/s | of CPU |" for p in peers)
    print(f"| query | clients | asked | this: req/s | p50 / p99 ms | CPU ms |{heads}")
    print("|---|---|---|---|---|---|" + "---|---|---|---|" * len(peers))
    for key, cell in ours.items():
        name, clients, how = key.split()
        row = f"| {name} | {clients} | {how} | {cell.rate:,.0f} | {cell.p50:.1f} / {cell.p99:.1f} | {cell.cpu:.2f} |"
        for peer in peers:
            # A repeated question is compared with the peer's cold one too: nobody else keeps answers.
            other = table[peer][f"{name} {clients} cold"]
            row += f" {other.rate:,.0f} | {other.cpu:.2f} | {cell.rate / other.rate:.2f} |"
            row += f" {other.cpu / cell.cpu if cell.cpu else 0:.2f} |"
        print(row + (f" {cell.failed} failed" if cell.failed else ""))


if __name__ == "__main__":
    main()
