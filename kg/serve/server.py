"""The server: the application on uvicorn, from the first worker to the last request.

Why uvicorn: measured with answers from the cache by 1 and 8 clients, waitress needed 0.45 ms of processor time a
request and answered 800 and 1,600 a second; uvicorn with httptools 0.18 ms, 1,750 and 3,500, and so did granian,
which is written in Rust. The difference is the threads: a server that waits on an event loop hands no request
from one thread to another. uvicorn is meant to be embedded, takes a socket that is already bound, and tells that
a client has gone, which frees its worker. `kg.serve.connections` adds the bounds that it lacks. uvloop's event
loop takes a fifth off a query that goes to a worker: 0.27 ms of the server's own time instead of 0.35.
"""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import signal
import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
import uvloop

from kg.errors import EnvironmentProblem
from kg.serve.connections import IDLE_SECONDS, Connection, sweep
from kg.serve.front import Front
from kg.serve.settings import Settings
from kg.serve.shortway import ShortWay
from kg.serve.site import Site

_CONNECTIONS = 2000
_OWN_FILES = 64  # descriptors that the server needs without a single connection or worker
_FILES_A_WORKER = 8  # two pipes, its stderr, a handle; twice while it is replaced
_GRACE = 10


class _Uvicorn(uvicorn.Server):
    """uvicorn without its own reaction to signals, which `serve` and tests have for themselves."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves signals as they are."""
        yield


class Server:
    """A bound server. `run` serves until `stop` is called, from a signal or another thread."""

    def __init__(self, settings: Settings) -> None:
        try:
            family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
            self._socket = socket.create_server(
                (settings.host, settings.port), family=family, backlog=1024, reuse_port=False
            )
        except OSError as error:
            raise EnvironmentProblem(
                f"cannot listen on {settings.host}:{settings.port}: {error.strerror or error}",
                "another server may run there; choose another port with --port",
            ) from error
        self.port = int(self._socket.getsockname()[1])
        self.site = Site(settings)
        try:
            self._front = Front(self.site)
            self.site.start()
        except BaseException:
            self._socket.close()
            raise
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                self._front,
                http=partial(Connection, shortway=ShortWay()),  # type: ignore[arg-type]  # a class, or what makes one
                loop="none",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level=logging.ERROR,  # what is no HTTP is the client's own matter, a warning there
                access_log=False,
                proxy_headers=False,  # `Front` reads them, from the trusted proxy alone
                server_header=False,
                limit_concurrency=_room_for(_CONNECTIONS, settings),
                timeout_keep_alive=IDLE_SECONDS,
                timeout_graceful_shutdown=_GRACE,
            )
        )

    @property
    def connections(self) -> Collection[object]:
        """The connections that are open at this moment."""
        return self._uvicorn.server_state.connections

    def run(self) -> None:
        """Serves until `stop`; then finishes what runs, for some seconds at most, and ends the workers."""
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._run())

    async def _run(self) -> None:
        self.site.attend(asyncio.get_running_loop())
        sweeping = asyncio.create_task(sweep(self._uvicorn.server_state.connections))
        try:
            await self._uvicorn.serve(sockets=[self._socket])
        finally:
            sweeping.cancel()
            await asyncio.to_thread(self.site.stop)
            self._front.close()

    def stop(self) -> None:
        """Makes `run` take no more connections, finish what it has begun, and return."""
        self._uvicorn.should_exit = True


def _room_for(connections: int, settings: Settings) -> int:
    """How many connections there are descriptors for, after this process's limit on them was raised as far as it may.

    The usual limit is 1024 (getrlimit(2), RLIMIT_NOFILE); without a free one no worker can be replaced.
    """
    own = _OWN_FILES + _FILES_A_WORKER * (settings.workers + settings.reserved + 2)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = own + 2 * connections  # each may be sent an answer that is in a file
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return connections
    raised = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
    return max(min(connections, raised - own), 1)


def serve(
    graph_dir: Path,
    host: str = "127.0.0.1",
    port: int = 7878,
    workers: int = 4,
    timeout: float = 30.0,
    token: str | None = None,
    allow_service: frozenset[str] | tuple[str, ...] = (),
    base_iri: str | None = None,
    **more: Any,
) -> None:
    """Serves the graph in `graph_dir` until SIGTERM or Ctrl-C. `more` are other fields of `Settings`.

    Without `token`, the environment's KG_TOKEN is the token of a private graph: a command line can be read by
    everybody on the machine.

    Raises EnvironmentProblem when there is no graph or the port is taken. The access log goes to the logger
    "kg.serve.access", one line of JSON a request.
    """
    settings = Settings(
        graph_dir=Path(graph_dir),
        host=host,
        port=port,
        workers=workers,
        timeout=timeout,
        token=token or os.environ.get("KG_TOKEN") or None,
        allow_service=frozenset(allow_service),
        base_iri=base_iri,
        **more,
    )
    server = Server(settings)

    def ended(signum: int, frame: FrameType | None) -> None:
        server.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ended)
    logging.getLogger("kg.serve").info(
        "http://%s:%d/ (process %d) until Ctrl-C", host, server.port, os.getpid()
    )
    server.run()


__all__ = ["Server", "serve"]
