"""A running endpoint for tests: a graph folder made from quads, a server on a free port, a plain HTTP
client."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from kg.graph.rdf import quads
from kg.graph.store import publish
from kg.serve import wire
from kg.serve.process import Answer as Found
from kg.serve.process import WorkerProcess
from kg.serve.server import Server
from kg.serve.settings import Settings
from tests.factory import knowledge

BASE = "http://localhost:7878/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PATIENCE = 180.0  # seconds until a test gives up; the machine may be slow, and busy with other things


@dataclass(frozen=True)
class Answer:
    """A response, read to its end."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def media_type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]


@dataclass(frozen=True)
class Running:
    """A server that runs in a thread of this process, its workers in processes of their own."""

    server: Server

    @property
    def port(self) -> int:
        return self.server.port

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        wait: float = PATIENCE,
        **parameters: str,
    ) -> Answer:
        """One request on a connection of its own; `parameters` go into the query string."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=wait)
        try:
            url = f"{path}?{urlencode(parameters)}" if parameters else path
            content = body.encode("utf-8") if isinstance(body, str) else body
            connection.request(method, url, body=content, headers=dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str | None = None, **parameters: str) -> Answer:
        """A query by GET."""
        headers = {"Accept": accept} if accept else {}
        return self.ask("/sparql", headers=headers, query=text, **parameters)


def publish_quads(graph_dir: Path, quads: Iterable[ox.Quad], base_iri: str = BASE) -> str:
    """Publishes quads in any order as a new revision; its name."""
    ordered = sorted(set(quads), key=lambda quad: str(quad.graph_name))
    return publish(graph_dir, ordered, base_iri=base_iri)


def publish_trig(graph_dir: Path, trig: str, base_iri: str = BASE) -> str:
    """Publishes a TriG document as a new revision; its name."""
    return publish_quads(
        graph_dir, ox.parse(trig.encode(), format=ox.RdfFormat.TRIG, base_iri=base_iri), base_iri
    )


def wait_until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Returns when `true()` is; fails after some time."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)


def settle(server: Running) -> None:
    """Waits until the server has done all that it does by itself: what it then says of the graph, and which process
    answers, stays the same."""
    site = server.server.site
    wait_until(lambda: site.settled and site.pool.counts()["idle"] == site.pool.counts()["workers"])


def kill(*workers: int) -> None:
    """Kills processes, and returns once they are dead: until then they might take a job."""
    for worker in workers:
        handle = os.pidfd_open(worker)
        try:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
            assert select.select([handle], [], [], PATIENCE)[0]
        finally:
            os.close(handle)


@contextmanager
def held_back() -> Iterator[threading.Event]:
    """No worker begins with a job until the event given is set, so that no test has to guess how long one takes."""
    begin = threading.Event()
    run = WorkerProcess.run

    async def later(worker: WorkerProcess, job: wire.Job, seconds: float, look: Callable[[], None]) -> Found:
        while not begin.is_set():
            look()
            await asyncio.sleep(0.01)
        return await run(worker, job, seconds, look)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WorkerProcess, "run", later)
        try:
            yield begin
        finally:
            begin.set()


@contextmanager
def serving(graph_dir: Path, **settings: Any) -> Iterator[Running]:
    """A server on a free port, stopped at the end with all its workers."""
    times = {"timeout": PATIENCE, "max_timeout": 2 * PATIENCE, "queue_wait": PATIENCE}
    # As much on every machine, so that a graph is held in memory on each or on none.
    defaults: dict[str, Any] = {"port": 0, "workers": 2, "graph_memory": 1 << 30, **times}
    server = Server(Settings(graph_dir, **{**defaults, **settings}))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Running(server)
    finally:
        server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@contextmanager
def serving_small_world(graph_dir: Path, **settings: Any) -> Iterator[Running]:
    """A server of the world of tests/factory.py, published into that folder first."""
    publish_quads(graph_dir, quads(knowledge(), BASE))
    with serving(graph_dir, **settings) as running:
        settle(running)
        yield running
