"""A published graph loaded into another SPARQL 1.1 store over HTTP, by the Graph Store Protocol.

Each named graph is sent with one PUT (SPARQL 1.1 Graph Store HTTP Protocol, section 5.3), which replaces what
the other store had under that name. A graph that this store no longer has is deleted there (section 5.4) when
it is named: nothing else in the other store is touched.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.errors import EnvironmentProblem, UsageProblem

_IN_MEMORY = 16 * 1024 * 1024  # a larger graph waits on disk while it is sent
_DONE = range(200, 300)


def push(
    store: ox.Store,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    delete: Iterable[str] = (),
    timeout: float = 300.0,
    on_graph: Callable[[str], None] | None = None,
) -> int:
    """Sends every named graph to the Graph Store at `url`; how many were sent.

    `headers` are sent along (`Authorization`), `delete` names graphs that are to go there, `timeout` is in
    seconds for each request, `on_graph` is told each graph's IRI once it is done. Raises UsageProblem for an
    address that is none, EnvironmentProblem when the other store refuses or cannot be reached; the graphs
    before that stay sent, and sending all again is harmless.
    """
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise UsageProblem(
            f"{url!r} is no address of a graph store", "give one such as http://host:3030/kg/data"
        )
    tell = on_graph or (lambda graph: None)
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    for graph in graphs:
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
            body = cast(IO[bytes], spooled)
            store.dump(body, ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph))
            size = body.tell()
            body.seek(0)
            about = {"Content-Type": "application/n-triples", "Content-Length": str(size), **(headers or {})}
            _send("PUT", _address(url, graph), body, about, timeout)
        tell(graph)
    for graph in sorted(set(delete) - set(graphs)):
        _send("DELETE", _address(url, graph), None, dict(headers or {}), timeout, also=(404,))
        tell(graph)
    return len(graphs)


def _address(url: str, graph: str) -> str:
    """Indirect graph identification (section 4.2)."""
    return f"{url}{'&' if urlsplit(url).query else '?'}graph={quote(graph, safe='')}"


def _send(
    method: str,
    address: str,
    body: IO[bytes] | None,
    headers: dict[str, str],
    timeout: float,
    also: tuple[int, ...] = (),
) -> None:
    request = urllib.request.Request(address, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            status, told = answer.status, ""
    except urllib.error.HTTPError as error:
        with error:
            status, told = error.code, error.read(300).decode("utf-8", "replace").strip()
    except OSError as error:
        raise EnvironmentProblem(f"{address} cannot be reached: {error}", "is the store running?") from error
    if status not in _DONE and status not in also:
        raise EnvironmentProblem(
            f"{method} {address} was answered with {status}: {told}",
            "the store must allow writing by the Graph Store Protocol, and may want an Authorization header",
        )


__all__ = ["push"]
