"""The graph and the servers of the endpoint's benchmark: this one, and every peer that is installed.

Peers: `oxigraph` (PyPI; `oxigraph serve-read-only` on the very same snapshot, the union of graphs as its default
graph like here), `rdflib-endpoint` (PyPI; keeps the graph in memory) and Virtuoso (Debian's
virtuoso-opensource-7-bin), which both load the same triples without their graphs' names.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.graph.store import Manifest

BASE = "http://localhost:7878/"
KG = "https://w3id.org/conflict-kg#"
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
    with quads.open("w", encoding="utf-8") as out, (folder / "graph.nt").open("w", encoding="utf-8") as plain:
        for line in lines(triples):
            out.write(line)
            plain.write(line.rpartition(" <")[0] + " .\n")
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
class Server:
    """A server to be measured: its command, its address, and what loads the graph into it once it runs."""

    name: str
    command: tuple[str, ...]
    port: int
    path: str
    load: tuple[str, ...] = ()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(server: Server, wait: float = 600) -> Iterator[int]:
    """The server's process, once it answers and is loaded; ended at the end."""
    process = subprocess.Popen(
        server.command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    try:
        until = time.monotonic() + wait
        while not _answers(server):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{server.name} does not come up: {' '.join(server.command)}")
            time.sleep(0.2)
        if server.load:
            subprocess.run(server.load, check=True, stdout=subprocess.DEVNULL, timeout=wait)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(server: Server) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        headers = {"Accept": "application/sparql-results+json"}
        connection.request("GET", f"{server.path}?query=ASK%20%7B%7D", headers=headers)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def servers(folder: Path, snapshot: Path, wanted: set[str]) -> list[Server]:
    """This server and those of `wanted` that are installed; says which are not."""
    port = free_port()
    code = f"from kg.serve.server import serve; serve({str(folder)!r}, port={port}, per_client=0)"
    found = [Server("conflict-kg", (sys.executable, "-c", code), port, "/sparql")]
    ways = {
        "oxigraph": ("oxigraph", lambda program: _oxigraph(program, snapshot)),
        "rdflib-endpoint": ("rdflib-endpoint", lambda program: _rdflib_endpoint(program, folder)),
        "virtuoso": ("virtuoso-t", lambda program: _virtuoso(program, folder)),
    }
    for name, (program, server) in ways.items():
        if name in wanted:
            # Beside this Python first: a virtual environment need not be on the path.
            path = shutil.which(
                program, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            )
            if path is None:
                print(f"{name} is not installed and left out", file=sys.stderr)
            else:
                found.append(server(path))
    return found


def _oxigraph(program: str, snapshot: Path) -> Server:
    port = free_port()
    command = (program, "serve-read-only", "--location", str(snapshot), "--bind", f"127.0.0.1:{port}")
    return Server("oxigraph", (*command, "--union-default-graph"), port, "/query")


def _rdflib_endpoint(program: str, folder: Path) -> Server:
    port = free_port()
    command = (program, "serve", str(folder / "graph.nt"), "--host", "127.0.0.1", "--port", str(port))
    return Server("rdflib-endpoint", command, port, "/")


def _virtuoso(program: str, folder: Path) -> Server:
    """Virtuoso on a data folder of its own, loaded through its SQL port."""
    home = folder / "virtuoso"
    home.mkdir()
    port, sql = free_port(), free_port()
    (home / "virtuoso.ini").write_text(
        f"[Database]\nDatabaseFile={home}/v.db\nErrorLogFile={home}/v.log\nLockFile={home}/v.lck\n"
        f"TransactionFile={home}/v.trx\nxa_persistent_file={home}/v.pxa\n"
        f"[TempDatabase]\nDatabaseFile={home}/t.db\nTransactionFile={home}/t.trx\n"
        f"[Parameters]\nServerPort=127.0.0.1:{sql}\nNumberOfBuffers=170000\nServerThreads=20\n"
        f"DirsAllowed={folder}\n[HTTPServer]\nServerPort=127.0.0.1:{port}\nServerThreads=12\n[SPARQL]\n"
    )
    isql = shutil.which("isql-vt") or "isql-vt"
    loading = f"ld_dir('{folder}', 'graph.nt', '{BASE}graph/all'); rdf_loader_run(); checkpoint;"
    return Server(
        "virtuoso",
        (program, "+foreground", "+configfile", str(home / "virtuoso.ini")),
        port,
        "/sparql",
        (isql, f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={loading}"),
    )
