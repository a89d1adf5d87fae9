"""A worker process: one read-only snapshot, one job at a time, until its pipe closes or its deadline kills
it.

Started by `kg.serve.workers` as `python -c "…main()" GRAPH_DIR REVISION MEMORY ONLINE`. It must start fast (a
killed worker is replaced while people wait), so it imports pyoxigraph and little else. Nothing of
pyoxigraph's leaves the thread that made it: its result objects abort the process when another thread touches
them.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NoReturn

import msgspec
import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.faults import fault
from kg.graph.store import manifest, open_snapshot, snapshot_path
from kg.serve import confine, wire
from kg.vocab import PREFIXES, kg

_CHUNK = 1 << 16
_INCOMING = 2000  # triples that point to a node; a state is the target of thousands of events
_EVIDENCE = 4000
_SOCKETS = 8  # of a worker that may reach the relay
# What separates two rows, where the format cannot have it inside a value: JSON and XML escape these signs in
# strings, TSV and N-Triples escape line ends. CSV does not, and Turtle has no rows.
_SEPARATORS = {
    "application/sparql-results+json": (b'},{"', 1),
    "application/sparql-results+xml": (b"<result>", 0),
    "text/tab-separated-values": (b"\n", -1),
    "application/n-triples": (b"\n", 0),
    "application/n-quads": (b"\n", 0),
}
_WITH_PREFIXES = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N3, ox.RdfFormat.RDF_XML)
# PREFIX with an absolute IRI (SPARQL 1.1 Query Language, 4.1.1).
_PREFIX = re.compile(
    r"""(?i)\bPREFIX\s+([a-z](?:[\w.-]*[\w-])?)?\s*:\s*<([a-z][a-z0-9+.-]*:[^\s<>"{}|^`\\]*)>"""
)
_EVIDENCE_LINKS = (ox.NamedNode(kg.mention), ox.NamedNode(kg.casualties))


class AnswerTooLarge(Exception):
    """The answer has more bytes than the job allows."""


class UnknownName(Exception):
    """The graph has no such node or named graph."""


class AnswerPipe:
    """The pipe to the endpoint as a binary file: buffers, frames, counts rows, stops at the size limit.

    pyoxigraph's serializers write into it in pieces of 8 KiB; an exception from `write` is what ends them.
    """

    def __init__(self, out: BinaryIO, max_bytes: int, media_type: str = "") -> None:
        self._out = out
        self._left = max_bytes
        self._buffer = bytearray()
        self._separator, self._offset = _SEPARATORS.get(media_type, (b"", 0))
        self._seen, self._tail, self._any = 0, b"", False

    def write(self, piece: bytes) -> int:
        """Takes a piece of the answer; raises AnswerTooLarge when it is one too many."""
        self._left -= len(piece)
        if self._left < 0:
            raise AnswerTooLarge
        if self._separator:
            self._count(piece)
        self._buffer += piece
        if len(self._buffer) >= _CHUNK:
            self._out.write(wire.frame(wire.DATA, bytes(self._buffer)))
            self._out.flush()
            self._buffer.clear()
        return len(piece)

    def has_no_rows(self) -> None:
        """Says that the answer is a yes or no, so that there is nothing to count."""
        self._separator = b""

    def _count(self, piece: bytes) -> None:
        together = self._tail + piece
        self._seen += together.count(self._separator)
        keep = len(self._separator) - 1
        self._tail = together[-keep:] if keep else b""
        # The first row of a JSON table has no separator before it.
        self._any = self._any or b"[{" in together

    def flush(self) -> None:
        """Nothing: what is buffered goes out with the end, in one write."""

    def end(self) -> None:
        """Sends what is left, in the END frame."""
        rows: int | None = None
        if self._separator:
            rows = self._seen + self._offset if self._offset <= 0 else self._seen + self._any
        self._out.write(wire.frame(wire.END, wire.encode(wire.End(rows, bytes(self._buffer)))))
        self._out.flush()


def answer_query(store: ox.Store, job: wire.Query, out: AnswerPipe) -> None:
    """Evaluates the query and writes its answer."""
    results = _evaluate(store, job)
    if isinstance(results, ox.QueryBoolean):
        out.has_no_rows()
    if isinstance(results, ox.QueryTriples):
        graph = ox.RdfFormat.from_media_type(job.media_type) or ox.RdfFormat.TURTLE
        if graph in _WITH_PREFIXES:
            ox.serialize(results, out, graph, prefixes=_prefixes(job.text))  # type: ignore[arg-type]
        else:
            results.serialize(out, graph)  # type: ignore[arg-type]
    else:
        table = ox.QueryResultsFormat.from_media_type(job.media_type) or ox.QueryResultsFormat.JSON
        results.serialize(out, table)  # type: ignore[arg-type]


def _prefixes(text: str) -> dict[str, str]:
    """The names that a query declares (its prologue stands before the first brace), else those of the graph."""
    declared: dict[str, str] = {}
    for found in _PREFIX.finditer(text.partition("{")[0]):
        with suppress(ValueError):  # in a comment; the engine would have refused any other that is no IRI
            declared[found[1] or ""] = ox.NamedNode(found[2]).value
    return declared or PREFIXES


def _evaluate(store: ox.Store, job: wire.Query) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    if "SERVICE" not in job.text.upper():
        return _found(store, job)
    from kg.serve.bound import bound  # not at the top: its tokens take longer to load than a worker has

    def local(text: str) -> list[str]:
        try:
            found = _found(store, msgspec.structs.replace(job, text=text))
        except SyntaxError:
            return []  # the query itself has the fault, and the engine tells it with its place
        return [r[0].value for r in found if isinstance(r[0], ox.NamedNode)]  # type: ignore[union-attr]

    return _found(store, msgspec.structs.replace(job, text=bound(job.text, local)))


def _found(store: ox.Store, job: wire.Query) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    if job.default_graphs is not None or job.named_graphs is not None:
        # Each of the two alone would leave the other as the store has it, so that both are always given.
        return store.query(
            job.text,
            base_iri=job.base_iri,
            default_graph=[ox.NamedNode(g) for g in job.default_graphs or ()],
            named_graphs=[ox.NamedNode(g) for g in job.named_graphs or ()],
        )
    return store.query(job.text, base_iri=job.base_iri, use_default_graph_as_union=job.union)


def answer_graph(store: ox.Store, job: wire.Graph, out: AnswerPipe) -> None:
    """Writes one named graph, or the default graph."""
    if job.iri is None:
        quads = store.quads_for_pattern(None, None, None, None if job.union else ox.DefaultGraph())
        _write(_merged(quads), job.media_type, out)
        return
    graph = ox.NamedNode(job.iri)
    if not store.contains_named_graph(graph):
        raise UnknownName(job.iri)
    _write((q.triple for q in store.quads_for_pattern(None, None, None, graph)), job.media_type, out)


def _merged(quads: Iterator[ox.Quad]) -> Iterator[ox.Triple]:
    """Each triple once. A graph that is merged from many may hold one several times."""
    seen: set[ox.Triple] = set()
    for quad in quads:
        triple = quad.triple
        if triple not in seen:
            seen.add(triple)
            yield triple


def _write(triples: Iterator[ox.Triple], media_type: str, out: AnswerPipe) -> None:
    ox.serialize(triples, out, ox.RdfFormat.from_media_type(media_type), prefixes=PREFIXES)  # type: ignore[arg-type]


def answer_describe(store: ox.Store, job: wire.Describe, out: AnswerPipe) -> None:
    """Writes what is known about a node."""
    for iri in job.iris:
        node = ox.NamedNode(iri)
        if store.contains_named_graph(node):
            quads = store.quads_for_pattern(None, None, None, node)
            _write(
                _merged(chain(quads, store.quads_for_pattern(node, None, None, None))), job.media_type, out
            )
            return
        if _known(store, node):
            _write(_merged(_about(store, node)), job.media_type, out)
            return
    raise UnknownName(job.iris[0])


def _known(store: ox.Store, node: ox.NamedNode) -> bool:
    found = chain(
        store.quads_for_pattern(node, None, None, None), store.quads_for_pattern(None, None, node, None)
    )
    return next(found, None) is not None


def _about(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    yield from store.quads_for_pattern(node, None, None, None)
    for link in _EVIDENCE_LINKS:
        for quad in islice(store.quads_for_pattern(node, link, None, None), _EVIDENCE):
            if isinstance(quad.object, ox.NamedNode):
                yield from store.quads_for_pattern(quad.object, None, None, None)
    yield from islice(store.quads_for_pattern(None, None, node, None), _INCOMING)


def answer_tables(store: ox.Store, job: wire.Tables, out: AnswerPipe, union: bool) -> None:
    """Evaluates the queries of a page and writes their tables as one JSON object."""
    this = str(ox.NamedNode(job.this)) if job.this else "?this"  # NamedNode refuses what is no IRI
    for place, (name, text) in enumerate(job.queries):
        out.write((b"," if place else b"{") + b'"' + name.encode("ascii") + b'":')
        results = store.query(
            re.sub(r"\?this\b", lambda _: this, text), use_default_graph_as_union=union, prefixes=PREFIXES
        )
        if not isinstance(results, ox.QuerySolutions):
            raise ValueError("the queries of a page are tables")
        results.serialize(out, ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]
    out.write(b"}" if job.queries else b"{}")


def answer_names(store: ox.Store, job: wire.Names, out: AnswerPipe) -> None:
    """Writes which of the names the graph knows."""
    known: list[tuple[str, str]] = []
    for iri in job.iris:
        node = ox.NamedNode(iri)
        if next(store.quads_for_pattern(node, None, None, None), None) is not None:
            known.append((iri, "subject"))
        elif store.contains_named_graph(node):
            known.append((iri, "graph"))
        elif next(store.quads_for_pattern(None, None, node, None), None) is not None:
            known.append((iri, "object"))
    out.write(msgspec.json.encode(known))


def failure(error: BaseException, job: wire.Job) -> wire.Failed:
    """What the endpoint is told about an error that pyoxigraph raised over a job."""
    text, query = str(error), job.text if isinstance(job, wire.Query) else ""
    if isinstance(error, SyntaxError):
        found = fault(text, query)
        return wire.Failed("syntax", found.message, found.line, found.column, found.hint)
    if isinstance(error, AnswerTooLarge):
        return wire.Failed("too-large", "the answer is too large")
    if isinstance(error, MemoryError):
        return wire.Failed("memory", "out of memory")
    if isinstance(error, UnknownName):
        return wire.Failed("unknown", str(error.args[0]))
    if isinstance(error, OSError):
        if "RDF 1.2" in text or "XML" in text:
            return wire.Failed("format", text)
        return wire.Failed("service" if "SERVICE" in query.upper() else "store", text)
    return wire.Failed("evaluation", text)


def _serve(store: ox.Store, union: bool, read: BinaryIO, out: BinaryIO) -> None:
    while len(head := read.read(wire.LENGTH.size)) == wire.LENGTH.size:
        job = wire.decode_job(read.read(wire.LENGTH.unpack(head)[0]))
        confine.limit_processor(job.seconds)
        pipe = AnswerPipe(out, job.max_bytes, getattr(job, "media_type", ""))
        try:
            _answer(store, union, job, pipe)
        except (
            SyntaxError,
            AnswerTooLarge,
            MemoryError,
            UnknownName,
            OSError,
            ValueError,
            RuntimeError,
        ) as error:
            out.write(wire.frame(wire.FAILED, wire.encode(failure(error, job))))
            out.flush()
        else:
            pipe.end()


def _answer(store: ox.Store, union: bool, job: wire.Job, pipe: AnswerPipe) -> None:
    match job:
        case wire.Query():
            answer_query(store, job, pipe)
        case wire.Graph():
            answer_graph(store, job, pipe)
        case wire.Describe():
            answer_describe(store, job, pipe)
        case wire.Tables():
            answer_tables(store, job, pipe, union)
        case wire.Names():
            answer_names(store, job, pipe)


def main(open_store: Callable[..., tuple[ox.Store, str]] = open_snapshot) -> NoReturn:
    """Serves jobs from stdin until it closes. Arguments: graph folder, revision, memory, "online" or
    "offline"."""
    graph_dir, revision, memory, online, niceness = (
        Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5]),
    )  # fmt: skip
    parent = os.getppid()
    if online == "online":
        import kg.serve.bound  # noqa: F401  # while files can still be opened
    else:
        confine.leave_network()
    os.nice(niceness)
    try:
        store, name = open_store(graph_dir, revision)
        base_iri = manifest(graph_dir, revision).base_iri
    except KgError as error:
        print(error, file=sys.stderr)
        sys.exit(4)
    ready = wire.Ready(name, base_iri, fills_default_graph(store))
    store.query("ASK { ?s ?p ?o }", use_default_graph_as_union=True)
    next(iter(store.named_graphs()), None)  # the list of graphs is what a store opens last
    sockets = _SOCKETS if online == "online" else 0
    work(store, ready, memory, parent, sockets + confine.unopened(snapshot_path(graph_dir, name)[0]))


def fills_default_graph(store: ox.Store) -> bool:
    """True for a store whose own default graph holds something."""
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None


def work(
    store: ox.Store,
    ready: wire.Ready,
    memory: int,
    parent: int,
    spare: int = 0,
    beside: Callable[[], None] | None = None,
) -> NoReturn:
    """Takes on a worker's limits and serves jobs from stdin until it closes, or `parent` has ended.

    `spare`: how many more descriptors it may open. `beside` is done in another thread meanwhile.
    """
    read, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=1 << 17)
    os.dup2(2, 1)  # nothing else may write into the frames
    confine.die_with(parent)
    confine.limit_memory(memory)
    confine.close_doors(spare)
    out.write(wire.frame(wire.READY, wire.encode(ready)))
    out.flush()
    if beside is not None:
        threading.Thread(target=beside, daemon=True).start()
    _serve(store, not ready.own_default_graph, read, out)
    os._exit(0)  # RocksDB's threads need no farewell from a store that cannot change
