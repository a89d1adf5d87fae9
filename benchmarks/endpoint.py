"""Requests per second of this endpoint and of its peers on a graph of a million triples, as ratios.

    python -m benchmarks.endpoint                        # this server and every peer that is installed
    python -m benchmarks.endpoint --triples 60000 --seconds 0.5 --peers oxigraph

All servers run at the same time (see `benchmarks.peers`), and each cell is measured with one after the other, in
many short rounds, so that whatever else the machine does falls on all of them. With one client that is above all
where the system runs the two: measured on two cores, a repeated query was answered 3,500 times a second while client
and server shared a core and 1,600 to 2,200 times while each had its own, since to wake the other core took longer
than the answer; which of the two it is lasts for a second or more.

Clients are processes of their own, 1 and 8. "Cold" is a query that was never asked before, "repeated" the same one
again and again; peers keep no answers, so that theirs are cold. A cell has requests per second, p50 and p99, and the
server's processor time a request; the last table is the one of the README: ratios of requests per second.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import platform
import random
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from benchmarks.peers import BASE, KG, TRIPLES_PER_EVENT, Server, make, running, servers

P = f"PREFIX kg: <{KG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
OURS = "conflict-kg"
SLOW = 2.5  # seconds; a peer that takes longer for an answer is asked in the first round alone, by one client


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
        "report",
        lambda i, n: (
            f"{P} SELECT ?d ?a ?t_ ?s {{ ?e kg:location <{BASE}place/{i % (n // 30)}> ; kg:date ?d ; "
            "kg:attacker/rdfs:label ?a ; kg:target/rdfs:label ?t_ ; kg:mention/kg:sentence ?s } ORDER BY ?d"
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


def client(
    server: Server,
    case: str,
    events: int,
    seconds: float,
    repeated: bool,
    results: multiprocessing.Queue[object],
) -> None:
    """One client on one kept-alive connection; puts (times in seconds, failures) on the queue."""
    chosen = next(c for c in CASES if c.name == case)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    chance = random.Random()  # not the same queries in every cell
    times: list[float] = []
    failed = 0
    fixed = chosen.text(42, events)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or not times:
        text = fixed if repeated else chosen.text(chance.randrange(10**9), events)
        began = time.perf_counter()
        try:
            failed += asked(connection, server, text, chosen.accept)[0] != 200
        except OSError:  # what it does for a client that has left is its own affair
            failed += 1
            connection.close()
        times.append(time.perf_counter() - began)
    connection.close()
    results.put((times, failed))


def asked(
    connection: http.client.HTTPConnection, server: Server, text: str, accept: str
) -> tuple[int, bytes]:
    """Status and body of the answer to a query."""
    connection.request("GET", f"{server.path}?{urlencode({'query': text})}", headers={"Accept": accept})
    response = connection.getresponse()
    return response.status, response.read()


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
    server: Server, pid: int, case: Case, events: int, clients: int, seconds: float, repeated: bool
) -> Cell:
    """One cell of the table."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    before = cpu_seconds(pid)
    processes = [
        context.Process(target=client, args=(server, case.name, events, seconds, repeated, results))
        for _ in range(clients)
    ]
    for process in processes:
        process.start()
    gathered = [results.get(timeout=seconds + 1000) for _ in processes]
    for process in processes:
        process.join()
    times = sorted(t for own, _ in gathered for t in own)
    rate = sum(len(own) / max(sum(own), 1e-9) for own, _ in gathered)
    p99 = times[min(int(len(times) * 0.99), len(times) - 1)]
    cpu = (cpu_seconds(pid) - before) / len(times) * 1000
    return Cell(rate, times[len(times) // 2] * 1000, p99 * 1000, sum(f for _, f in gathered), cpu)


def rows(server: Server, case: Case, events: int) -> int | None:
    """How many rows or triples a server answers to one query of the kind; None for no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    accept = "application/n-triples" if case.accept == "text/turtle" else case.accept
    try:
        status, body = asked(connection, server, case.text(42, events), accept)
    except OSError:
        return None
    finally:
        connection.close()
    if status != 200:
        return None
    if accept == "application/n-triples":
        return len({line for line in body.splitlines() if line.endswith(b".")})
    answer = json.loads(body)
    return 1 if "boolean" in answer else len(answer["results"]["bindings"])


def limit_of(server: Server, seconds: float) -> tuple[int, float]:
    """Status of, and time until the answer to, a three-way cross join under a limit."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    began = time.perf_counter()
    connection.request("GET", f"{server.path}?{urlencode({'query': text, 'timeout': f'{seconds:g}'})}")
    status = connection.getresponse().status
    return status, time.perf_counter() - began


def under_attack(server: Server, attackers: int = 8, asked_for: float = 4.0) -> tuple[float, float]:
    """Median and p99 in ms of `ASK {}`, never the same, while cross joins without end hold all workers."""
    context = multiprocessing.get_context("fork")
    over = context.Event()
    crowd = [context.Process(target=_attack, args=(server, over)) for _ in range(attackers)]
    for process in crowd:
        process.start()
    time.sleep(1.0)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    times, until = [], time.perf_counter() + asked_for
    while time.perf_counter() < until:
        began = time.perf_counter()
        asked(connection, server, CASES[0].text(random.randrange(10**9), 1), CASES[0].accept)
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.01)
    over.set()
    for process in crowd:
        process.join()
    times.sort()
    return times[len(times) // 2], times[min(int(len(times) * 0.99), len(times) - 1)]


def _attack(server: Server, over: Event) -> None:
    while not over.is_set():
        number = random.randrange(10**9)
        text = f"SELECT (COUNT(*) AS ?n{number}) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }}"
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("GET", f"{server.path}?{urlencode({'query': text, 'timeout': '1'})}")
        connection.getresponse().read()
        connection.close()


def prepared(server: Server) -> None:
    """Waits until this server has counted, indexed and loaded its snapshot, so that this does not run beside."""
    until = time.monotonic() + 600
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", "/version")
        about = json.loads(connection.getresponse().read())
        connection.close()
        if about["published"] and about.get("store") != "loading":
            time.sleep(1.0)  # while its workers are replaced
            return
        time.sleep(0.5)


Key = tuple[str, str, int, bool]  # server, kind of query, clients, repeated
Table = dict[Key, list[Cell]]


def round_of(
    found: Iterable[tuple[Server, int]], cases: Iterable[Case], events: int, seconds: float, table: Table
) -> None:
    """Measures every cell once, with one server after the other in each."""
    servers = list(found)
    for case in cases:
        for clients in (1, 8):
            for repeated in (False, True):
                for server, pid in servers:
                    alone = table.get((server.name, case.name, 1, False), ())
                    slow = any(cell.p50 > SLOW * 1000 for cell in alone)
                    if server.name != OURS and (repeated or slow):
                        continue
                    cell = measure(server, pid, case, events, clients, seconds, repeated)
                    table.setdefault((server.name, case.name, clients, repeated), []).append(cell)
                    print(f"{server.name} {case.name} {clients}: {cell.rate:.1f}/s", file=sys.stderr)


def middle(cells: list[Cell]) -> Cell:
    """The cell whose rate is the median of the rounds."""
    return sorted(cells, key=lambda cell: cell.rate)[len(cells) // 2]


def show(table: Table) -> None:
    """Prints what was measured, and then the ratios."""
    print("| server | query | clients | asked | req/s | p50 / p99 ms | CPU ms a request | failed |")
    print("|---|---|---|---|---|---|---|---|")
    for (name, case, clients, repeated), cells in table.items():
        c = middle(cells)
        how = "repeated" if repeated else "cold"
        print(f"| {name} | {case} | {clients} | {how} | {c.rate:,.1f} | {c.p50:.1f} / {c.p99:.1f} ", end="")
        print(f"| {c.cpu:.2f} | {c.failed or ''} |")
    peers = list(dict.fromkeys(name for name, *_ in table if name != OURS))
    for peer in peers:
        print(f"\nRequests per second as a ratio to {peer} cold:\n")
        print("| query | cold, 1 client | cold, 8 clients | repeated, 1 client | repeated, 8 clients |")
        print("|---|---|---|---|---|")
        for case in dict.fromkeys(case for _, case, *_ in table):
            ratios = []
            for repeated in (False, True):
                for clients in (1, 8):
                    own, other = (
                        table.get((OURS, case, clients, repeated)),
                        table.get((peer, case, clients, False)),
                    )
                    ratios.append(ratio(middle(own), middle(other)) if own and other else "–")
            print(f"| {case} | {' | '.join(ratios)} |")


def ratio(own: Cell, other: Cell) -> str:
    """The ratio of two rates in two digits; none to a peer that failed."""
    if other.failed:
        return "it failed"
    quotient = own.rate / other.rate
    return f"{quotient:,.0f}" if quotient >= 10 else f"{quotient:.1f}" if quotient >= 2 else f"{quotient:.2f}"


def main() -> None:
    """Measures and prints the tables; `--json FILE` keeps the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=0.4, help="per cell and round")
    parser.add_argument("--rounds", type=int, default=9, help="the median of them counts")
    parser.add_argument(
        "--peers", default="oxigraph,virtuoso,rdflib-endpoint", help="comma-separated; those installed run"
    )
    parser.add_argument("--cases", default=",".join(case.name for case in CASES))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    events = options.triples // TRIPLES_PER_EVENT
    cases = [case for case in CASES if case.name in options.cases.split(",")]
    table: Table = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        began = time.perf_counter()
        snapshot = make(folder, options.triples)
        print(f"graph of {options.triples:,} triples in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        found = [
            (server, stack.enter_context(running(server)))
            for server in servers(folder, snapshot, set(options.peers.split(",")))
        ]
        prepared(found[0][0])
        for case in cases:
            counts = {server.name: rows(server, case, events) for server, _ in found}
            if len(set(counts.values())) > 1:
                print(f"{case.name}: they do not answer the same number of rows: {counts}")
        for _ in range(options.rounds):
            round_of(found, cases, events, options.seconds, table)
        status, seconds = limit_of(found[0][0], 2.0)
        median, worst = under_attack(found[0][0])
        load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
        print(f"{options.triples:,} triples, {os.cpu_count()} processors, {platform.machine()}, load {load}")
        print(f"cross join under a limit of 2 s: status {status} after {seconds:.2f} s")
        print(f"ASK while 8 clients send cross joins: median {median:.1f} ms, p99 {worst:.1f} ms\n")
        show(table)
    if options.json:
        kept = [{"of": key, "cells": cells} for key, cells in table.items()]
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(kept)))


if __name__ == "__main__":
    main()
