"""Counters and times of the endpoint in Prometheus's text format (version 0.0.4), and the access log."""

from __future__ import annotations

import json
import logging
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

from kg.serve.messages import Reply, Request

access_log = logging.getLogger("kg.serve.access")
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Metrics:
    """What happened since the start. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int, str]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._sums: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()

    def count(self, route: str, reply: Reply, seconds: float) -> None:
        """One answered request. `route` is a kind of path ("sparql", "entity"), never a path."""
        with self._lock:
            self._requests[route, reply.status, reply.outcome or "answered"] += 1
            self._sums[route] += seconds  # type: ignore[assignment]  # Counter adds floats as well
            self._bytes[route] += reply.size
            buckets = self._buckets.get(route)
            if buckets is None:
                buckets = self._buckets[route] = [0] * (len(_BUCKETS) + 1)
            buckets[bisect_left(_BUCKETS, seconds)] += 1

    def text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """The exposition; `gauges` are name -> (help, value) that belong to this moment."""
        lines = [
            "# HELP kg_requests_total Requests by route, status and outcome.",
            "# TYPE kg_requests_total counter",
        ]
        with self._lock:
            for (route, status, outcome), count in sorted(self._requests.items()):
                labels = f'route="{route}",status="{status}",outcome="{outcome}"'
                lines.append(f"kg_requests_total{{{labels}}} {count}")
            lines += [
                "# HELP kg_response_bytes_total Bytes of answers by route.",
                "# TYPE kg_response_bytes_total counter",
                *(f'kg_response_bytes_total{{route="{r}"}} {n}' for r, n in sorted(self._bytes.items())),
                "# HELP kg_request_seconds Time from request to complete answer.",
                "# TYPE kg_request_seconds histogram",
            ]
            for route, buckets in sorted(self._buckets.items()):
                below = 0
                for bound, count in zip((*map(str, _BUCKETS), "+Inf"), buckets, strict=True):
                    below += count
                    lines.append(f'kg_request_seconds_bucket{{route="{route}",le="{bound}"}} {below}')
                lines.append(f'kg_request_seconds_sum{{route="{route}"}} {self._sums[route]:.6f}')
                lines.append(f'kg_request_seconds_count{{route="{route}"}} {below}')
        for name, (about, value) in gauges.items():
            kind = "counter" if name.endswith("_total") else "gauge"
            lines += [f"# HELP {name} {about}", f"# TYPE {name} {kind}", f"{name} {value:g}"]
        return "\n".join(lines) + "\n"


def log_access(request: Request, reply: Reply, seconds: float, with_text: bool) -> None:
    """One line of JSON for one request: hash, time, rows and outcome; the query's text only where asked
    for."""
    if not access_log.isEnabledFor(logging.INFO):
        return
    entry: dict[str, str | int | float] = {
        "client": request.client,
        "method": request.method,
        "path": request.path[:200],
        "status": reply.status,
        "ms": round(seconds * 1000, 2),
        "bytes": reply.size,
    }
    if reply.digest:
        entry["query"] = reply.digest
    if reply.rows is not None:
        entry["rows"] = reply.rows
    if reply.outcome:
        entry["outcome"] = reply.outcome
    if with_text and reply.text:
        entry["text"] = reply.text
    access_log.info("%s", json.dumps(entry, ensure_ascii=True))


__all__ = ["Metrics", "access_log", "log_access"]
