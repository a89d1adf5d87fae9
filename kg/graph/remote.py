"""A published graph loaded into another SPARQL 1.1 store over HTTP, by the Graph Store Protocol.

Each named graph is sent with one PUT (SPARQL 1.1 Graph Store HTTP Protocol, section 5.3), which replaces what
the other store had under that name. A graph that this store no longer has is deleted there (section 5.4) when
it is named: nothing else in the other store is touched.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from http.client import HTTPException
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from urllib.parse import quote, unquote, urlsplit, urlunsplit

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

    `headers` are sent along (`Authorization`), as are a user and password in `url`, `delete` names graphs that
    are to go there, `timeout` is in seconds for each request, `on_graph` is told each graph's IRI once it is
    done. Raises UsageProblem for an address or header that is none and for a graph to delete that is here,
    EnvironmentProblem when the other store refuses or cannot be reached; the graphs before that stay sent, and
    sending all again is harmless.
    """
    url, sent_along = _target(url, headers or {})
    tell = on_graph or (lambda graph: None)
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    if kept := sorted(set(delete) & set(graphs)):
        raise UsageProblem(f"{kept[0]} is in this graph", "an article goes with kg remove; then push again")
    for done, graph in enumerate(graphs):
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
            body = cast(IO[bytes], spooled)
            store.dump(body, ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph))
            size = body.tell()
            body.seek(0)
            about = {"Content-Type": "application/n-triples", "Content-Length": str(size), **sent_along}
            try:
                _send("PUT", _address(url, graph), body, about, timeout)
            except EnvironmentProblem as problem:
                if done:
                    problem.hint += (
                        f"; {done} of {len(graphs)} named graphs were sent, and sending all again is safe"
                    )
                raise
        tell(graph)
    for graph in sorted(set(delete)):
        _send("DELETE", _address(url, graph), None, dict(sent_along), timeout, also=(404,))
        tell(graph)
    return len(graphs)


def _target(url: str, headers: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The address without a user and password in it, and the headers with them (RFC 7617)."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is none
        known = False
    if not known or not re.fullmatch(r"[!-~]+", url):
        raise UsageProblem(
            f"{without_user(url)!r} is no address of a graph store",
            "give one such as http://host:3030/kg/data",
        )
    for name, value in headers.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) or not re.fullmatch(r"[ -~\t]*", value):
            raise UsageProblem(
                f"the header {name!r} cannot be sent", "a name, and a value of one line of plain characters"
            )
    along = dict(headers)
    if parts.username is not None:
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        along.setdefault("Authorization", f"Basic {b64encode(user.encode()).decode()}")
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")), along


def without_user(url: str) -> str:
    """An address as it may be shown: `http://host/data` for `http://ann:secret@host/data`."""
    return re.sub(r"//[^/]*@", "//", url)


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
    status, told, moved = 0, "", ""
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        with error:
            status, moved = error.code, error.headers.get("Location", "")
            told = " ".join(re.sub(r"<[^>]*>", " ", error.read(2000).decode("utf-8", "replace")).split())[
                :300
            ]
    except (OSError, HTTPException) as error:
        why = error.reason if isinstance(error, urllib.error.URLError) else error
        if why is error or isinstance(why, BrokenPipeError | ConnectionResetError | TimeoutError):
            said = f"{method} {address} broke off: {why or type(why).__name__}"
            raise EnvironmentProblem(said, "the store's log may say why") from error
        raise EnvironmentProblem(f"{address} cannot be reached: {why}", "is the store running?") from error
    if moved:
        raise EnvironmentProblem(f"{address} has moved to {moved}", "push there if you trust it")
    if status not in _DONE and status not in also:
        said = f": {told}" if told else ""
        raise EnvironmentProblem(f"{method} {address} was answered with {status}{said}", _hint(status))


def _hint(status: int) -> str:
    """What to do about an answer that is no success."""
    if status in (401, 403):
        return (
            "it must allow you to write: --header 'Authorization: Bearer …', or http://user:password@host/…"
        )
    if status in (408, 413, 429) or (status >= 500 and status != 501):
        return "the store did not manage; its log may say why"
    return (
        "give the store's address for the Graph Store Protocol, which is not that for queries: "
        "/DATASET/data (Fuseki), /store (Oxigraph), /repositories/NAME/rdf-graphs/service (RDF4J, GraphDB)"
    )


__all__ = ["push", "without_user"]
