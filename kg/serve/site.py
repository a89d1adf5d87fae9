"""What the routes share: settings, workers, cache, metrics, and what was prepared for the snapshot served."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from kg.errors import KgError
from kg.graph.store import current_revision
from kg.serve.cache import Cache
from kg.serve.endpoint import Endpoint
from kg.serve.messages import Reply, Request
from kg.serve.metrics import Metrics, log_access
from kg.serve.prepared import NOTHING, Prepared, prepare
from kg.serve.resident import Resident, hold
from kg.serve.settings import Settings
from kg.serve.workers import Pool

_WATCH_SECONDS = 1.0
_AGAIN_SECONDS = 30.0  # until a revision that could not be prepared is tried again
_log = logging.getLogger("kg.serve")
T = TypeVar("T")


class Site:
    """One running endpoint. `start` it before the first request; `stop` it after the last."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings)
        self.cache = Cache(settings.cache_bytes)
        self.metrics = Metrics()
        self.endpoint = Endpoint(settings, self.pool, self.cache)
        self.prepared: Prepared = NOTHING
        self.loading = False
        self._going_over = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="snapshot-watcher", daemon=True)

    def start(self) -> None:
        """Starts the workers and the watch on the graph folder. Raises EnvironmentProblem without a graph."""
        self.pool.start()
        if self.endpoint.relay:
            self.endpoint.relay.start()
        self._watcher.start()

    def attend(self, loop: asyncio.AbstractEventLoop) -> None:
        """Names the event loop on which queries are answered."""
        self._loop = loop

    def wait(self, answering: Coroutine[Any, Any, T]) -> T:
        """What the endpoint gives, waited for by a page's thread; never called on the event loop itself."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(answering, self._loop).result()

    def note(self, kind: str, asked: Request, reply: Reply, started: float) -> Reply:
        """Counts and logs an answer that began at `started` (`time.perf_counter`), and gives it back."""
        seconds = time.perf_counter() - started
        self.metrics.count(kind, reply, seconds)
        log_access(asked, reply, seconds, self.settings.log_queries)
        return reply

    def stop(self) -> None:
        """Ends the workers and forgets what was prepared. Not from the event loop."""
        self._stopping.set()
        self.pool.stop()
        if self.endpoint.relay:
            self.endpoint.relay.stop()
        if self._watcher.is_alive():
            self._watcher.join(5.0)
        self.prepared.close()

    @property
    def settled(self) -> bool:
        """True once the revision is prepared and, where there is room for it, in the memory of every worker: what the
        server says of itself stays so until a newer one is published."""
        prepared = not self._going_over and self.prepared.revision == self.pool.revision
        return prepared and self.pool.is_up_to_date()

    @property
    def base_iri(self) -> str:
        """The base of the graph's IRIs; ends in "/" or "#"."""
        return self.endpoint.base_iri

    def own_path(self, iri: str) -> str | None:
        """The path under which this server shows an IRI of the graph; None for IRIs of others.

        Works on whatever address the server runs: the graph's base is replaced, not its host compared.
        """
        base = self.base_iri
        if not base or not iri.startswith(base):
            return None
        return "/" + quote(iri[len(base) :], safe="/:@!$&'()*+,;=~%-._")

    def iris_of(self, path: str) -> tuple[str, ...]:
        """The IRIs that a path (decoded by WSGI, bytes as Latin-1) may stand for, the likeliest first."""
        rest = path.removeprefix("/")
        try:
            text = rest.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return ()
        safe = "/:@!$&'()*+,;=~-._"
        forms = (text, quote(text, safe=safe), quote(unquote(text), safe=safe))
        return tuple(dict.fromkeys(self.base_iri + f for f in forms if fits_iri(f)))

    def _watch(self) -> None:
        """The watcher's thread: prepares each revision that becomes current, then goes over to it."""
        revision = self.pool.revision
        while not self._stopping.is_set():
            if revision is not None and revision != self.prepared.revision:
                self._going_over = True
                self._go_over(revision)
                self._going_over = False
            failed = revision is not None and revision != self.prepared.revision
            self._stopping.wait(_AGAIN_SECONDS if failed else _WATCH_SECONDS)
            with suppress(OSError):  # it is looked for again in a moment
                revision = current_revision(self.settings.graph_dir) or revision

    def _go_over(self, revision: str) -> None:
        try:
            prepared = prepare(self.settings.graph_dir, revision, self._stopping)
        except (KgError, OSError) as error:
            _log.error("revision %s is not served yet: %s", revision, error)
            return
        if self._stopping.is_set():
            prepared.close()
            return
        newer, beside = revision != self.pool.revision, self.pool.in_memory
        # A newer one is in memory before its first request, while the old one answers.
        resident = self._held(revision, beside) if newer else None
        old, self.prepared = self.prepared, prepared
        if newer:
            self.pool.renew(revision, resident)
            self.cache.clear()
            _log.info("revision %s is served", revision)
        old.close()
        if resident is None and (beside or not newer):  # there may be room without the old one
            resident = self._held(revision)
            if resident is not None:
                self.pool.renew(revision, resident)

    def _held(self, revision: str, beside: bool = False) -> Resident | None:
        """A revision in memory, where there is room for it."""
        self.loading = True
        try:
            return hold(self.settings, revision, self._stopping, beside)
        except (KgError, OSError) as error:
            _log.warning("revision %s is read from disk: %s", revision, error)
            return None
        finally:
            self.loading = False


# What no IRI has outside its query (RFC 3987, ucschar): delimiters and controls, surrogates, private use, specials,
# tags and the two noncharacters that end each plane; "%" only before two hexadecimal digits.
_NOT_IN_IRIS = re.compile(
    r"[<>\"{}|^`\\\x00-\x20\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 15))
    + r"]|%(?![0-9A-Fa-f]{2})"
)


def fits_iri(text: str) -> bool:
    """True for what can stand in the path of an IRI (RFC 3987)."""
    return _NOT_IN_IRIS.search(text) is None


__all__ = ["Site", "fits_iri"]
