"""The server: the application on waitress, from the first worker to the last request.

Why waitress: of waitress, gunicorn gthread, cheroot and granian (WSGI), measured with cached lookups, lookups and
joins by 1 and 8 clients, the first three were within a fifth of each other, and granian, which is written in Rust,
answered cached lookups of 8 clients 1.9 times as fast, lookups 1.8, joins 1.1 times. But only waitress has one
thread that reads all requests and writes all answers, so that a client that dawdles costs a connection and no
thread, and only waitress tells a waiting request that its client has gone, which frees the worker.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from kg.errors import EnvironmentProblem
from kg.serve.app import create_app
from kg.serve.settings import Settings
from kg.serve.site import Site

_HEADER_BYTES = 32 << 10  # a longer query goes in a body
_CONNECTIONS = 2000
_IDLE_SECONDS = 60
_SPARE_THREADS = 8  # for pages, health and refusals, while all others wait for workers
_GRACE = 10.0


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
        try:
            app = create_app(settings)
        except BaseException:
            self._socket.close()
            raise
        self.site: Site = app.extensions["site"]
        self._map: dict[int, Any] = {}
        self._server: Any = create_server(
            app,
            map=self._map,
            sockets=[self._socket],
            threads=settings.workers + settings.reserved + 3 * settings.queue + _SPARE_THREADS,
            ident=None,
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE_SECONDS,
            cleanup_interval=10,
            channel_request_lookahead=1,  # or waitress does not notice that a client has gone
            max_request_header_size=_HEADER_BYTES,
            max_request_body_size=settings.request_bytes,
            **_proxy(settings.trusted_proxy),
            clear_untrusted_proxy_headers=False,  # X-Forwarded-For only ever takes rights away here
        )
        self._stopping = threading.Event()

    def run(self) -> None:
        """Serves until `stop`; then finishes what runs, for some seconds at most, and ends the workers."""
        try:
            while not self._stopping.is_set():
                wasyncore.loop(timeout=1.0, use_poll=True, map=self._map, count=1)
            self._server.del_channel()
            self._socket.close()
            until = time.monotonic() + _GRACE
            while self._busy() and time.monotonic() < until:
                wasyncore.loop(timeout=0.1, use_poll=True, map=self._map, count=1)
        finally:
            self.site.stop()
            self._server.task_dispatcher.shutdown(timeout=2)
            wasyncore.close_all(self._map, ignore_all=True)

    def _busy(self) -> bool:
        return any(c.requests or c.total_outbufs_len for c in list(self._server.active_channels.values()))

    def stop(self) -> None:
        """Makes `run` take no more connections, finish what it has begun, and return."""
        self._stopping.set()
        self._server.pull_trigger()


def _proxy(address: str | None) -> dict[str, Any]:
    """waitress's settings for a proxy that may say who the client is."""
    if address is None:
        return {}
    return {
        "trusted_proxy": address,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"},
    }


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
    logging.getLogger("kg.serve").info("http://%s:%d/ (process %d)", host, server.port, os.getpid())
    server.run()


__all__ = ["Server", "serve"]
