"""For whoever runs the endpoint: health, version, metrics, the queries that run now, and an end to one of
them."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

from kg.serve.messages import Reply, Request
from kg.serve.problems import Forbidden, MethodNotAllowed, NotFound
from kg.serve.site import Site

_JSON = {"Content-Type": "application/json", "Cache-Control": "no-store"}
_LOOPBACK = ("127.", "::1")


def health(site: Site) -> Reply:
    """200 while workers serve a snapshot, 503 otherwise."""
    counts = site.pool.counts()
    well = counts["workers"] > 0
    body = {"status": "ok" if well else "no worker", "revision": site.pool.revision, **counts}
    return _json(body, 200 if well else 503)


def version(site: Site) -> Reply:
    """The program's version, the engine's, and the revision that is served."""
    return _json(
        {
            "conflict-kg": _installed("conflict-kg"),
            "pyoxigraph": _installed("pyoxigraph"),
            "revision": site.pool.revision,
            "published": site.prepared.figures.published,
            "store": "memory" if site.pool.in_memory else "loading" if site.loading else "disk",
            "base_iri": site.base_iri,
        }
    )


def interface(site: Site) -> Reply:
    """The HTTP interface as an OpenAPI 3.1 document, for generated clients and for fuzzers."""
    document = json.loads(Path(__file__).with_name("openapi.json").read_text(encoding="utf-8"))
    document["info"]["version"] = _installed("conflict-kg")
    if site.settings.token is not None:
        document["security"] = [{"bearer": []}]
    return _json(document)


def metrics(site: Site) -> Reply:
    """Prometheus's text format."""
    counts = site.pool.counts()
    cache = site.cache
    text = site.metrics.text(
        {
            "kg_workers": ("Worker processes.", counts["workers"]),
            "kg_workers_idle": ("Worker processes without a job.", counts["idle"]),
            "kg_workers_killed_total": ("Workers ended at a limit, or with their client.", counts["killed"]),
            "kg_queries_running": ("Queries that run or wait.", counts["running"]),
            "kg_queries_waiting": ("Queries that wait for a worker.", counts["waiting"]),
            "kg_queries_shared_total": (
                "Queries answered by the evaluation of an identical one.",
                site.endpoint.shared,
            ),
            "kg_cache_bytes": ("Bytes of cached answers.", cache.weight),
            "kg_cache_hits_total": ("Answers from the cache.", cache.hits),
            "kg_cache_misses_total": ("Answers that the cache did not have.", cache.misses),
            "kg_triples": ("Triples of the snapshot served.", site.prepared.figures.triples),
        }
    )
    return Reply(200, {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}, text.encode("utf-8"))


def status(site: Site, asked: Request, headers: Headers) -> Reply:
    """The queries that run and wait, oldest first, with their text."""
    _operator_only(site, asked, headers)
    now = time.monotonic()
    running = [
        {
            "id": task.id,
            "state": task.state,
            "lane": task.lane,
            "seconds": round(now - task.since, 3),
            "limit": task.seconds,
            "began": datetime.fromtimestamp(task.began, UTC).isoformat(timespec="milliseconds"),
            "client": task.client,
            "pid": task.pid,
            "query": task.digest,
            "text": task.text[:10_000],
        }
        for task in site.pool.tasks()
    ]
    return _json({**site.pool.counts(), "revision": site.pool.revision, "tasks": running})


def end(site: Site, asked: Request, headers: Headers, number: int) -> Reply:
    """Ends the running query of that number (DELETE)."""
    if asked.method != "DELETE":
        raise MethodNotAllowed(
            "a running query can only be ended", "use DELETE", {"Allow": "DELETE, OPTIONS"}
        )
    _operator_only(site, asked, headers)
    if not site.pool.end_task(number):
        raise NotFound(f"no query {number} is running", "/status lists those that are")
    return Reply(204, {}, outcome="stopped")


def _operator_only(site: Site, asked: Request, headers: Headers) -> None:
    """Raises Forbidden unless the request carries the token (checked before) or comes from this machine.

    A request that a proxy passed on, or that a page of another site sent, does not come from this machine; nor does
    one for another name than this machine's own, which a page's own name may have come to mean (DNS rebinding).
    """
    if site.settings.token is not None:
        return
    forwarded = any(name in headers for name in ("X-Forwarded-For", "Forwarded", "Origin"))
    foreign = headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
    host = urlsplit(f"//{headers.get('Host', '')}").hostname or ""
    elsewhere = host != "localhost" and not host.startswith(_LOOPBACK)
    if forwarded or foreign or elsewhere or not asked.client.startswith(_LOOPBACK):
        raise Forbidden(
            "this is for who runs the endpoint", "ask from the same machine, or serve with --token"
        )


def _installed(name: str) -> str:
    try:
        return installed_version(name)
    except PackageNotFoundError:
        return "not installed"


def _json(document: object, status: int = 200) -> Reply:
    return Reply(status, dict(_JSON), json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n")


__all__ = ["end", "health", "interface", "metrics", "status", "version"]
