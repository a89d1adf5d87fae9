"""A process that holds a snapshot in memory and forks workers, which have it there from their first moment.

The engine joins four to five times as fast in memory as on disk, but to fill its memory takes longer than a worker
may take to start. So this process fills it, once for a revision, and each worker is a fork of it, with limits of its
own as any other. The engine counts who uses each triple, so that what a worker reads is copied to it, page by page,
which takes longer than to read it; so each worker takes its copy of everything in the background, at its start.

Two traps of a fork. Other threads are not in the copy, but their locks are: RocksDB has such threads, so that a
process of its own reads the snapshot. And random numbers are copied: the engine has a generator for each thread, so
that another thread than the one that forks fills the store, or all workers would make the same UUIDs.

Started by `kg.serve.resident`, with its end of a socket pair as standard input.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import os
import re
import resource
import socket
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO, NoReturn

import msgspec
import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.store import manifest, open_snapshot
from kg.serve import confine, wire
from kg.serve.worker import fills_default_graph, work

_HIGHEST = 256  # descriptor that this process could have
_ADOPTION_SECONDS = 5.0
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ (\d+)")
_MADV_POPULATE_WRITE = 23
_COPIED_AT_ONCE = 2 << 20
_LOADING = (
    320 << 20
)  # bytes that loading reserves beside the graph: pyoxigraph's batch is 200 MB, used or not


class _Head(msgspec.Struct, frozen=True):
    """What the reader says before the quads: how many there are, and the names of all graphs, also empty ones."""

    revision: str
    base_iri: str
    quads: int
    graphs: tuple[str, ...]


def fill(graph_dir: Path, revision: str) -> tuple[ox.Store, wire.Ready]:
    """A store in memory with all that a snapshot holds. Exits where it cannot be read."""
    reading, writing = os.pipe()
    reader = os.fork()
    if reader == 0:
        os.close(reading)
        _read(graph_dir, revision, writing)
    os.close(writing)
    store = ox.Store()
    heads: list[_Head] = []
    with os.fdopen(reading, "rb", buffering=1 << 20) as source:
        filling = threading.Thread(target=_fill, args=(store, source, heads))
        filling.start()
        filling.join()
    status = os.waitpid(reader, 0)[1]
    if status != 0 or not heads or len(store) != heads[0].quads:
        sys.exit("the snapshot could not be read to its end")
    return store, wire.Ready(heads[0].revision, heads[0].base_iri, fills_default_graph(store))


def _fill(store: ox.Store, source: BinaryIO, heads: list[_Head]) -> None:
    length = source.read(wire.LENGTH.size)
    if len(length) < wire.LENGTH.size:
        return
    head = msgspec.msgpack.decode(source.read(wire.LENGTH.unpack(length)[0]), type=_Head)
    # Lenient: they come from a store, and need not be checked again.
    store.bulk_load(source, ox.RdfFormat.N_QUADS, lenient=True)
    for graph in head.graphs:
        store.add_graph(ox.NamedNode(graph))
    heads.append(head)


def _read(graph_dir: Path, revision: str, writing: int) -> NoReturn:
    """The reader: writes the snapshot as N-Quads, after a head."""
    try:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(
            resource.RLIMIT_AS, (hard, hard)
        )  # RocksDB reserves more than a small graph may take
        os.nice(10)
        store, name = open_snapshot(graph_dir, revision)
        graphs = tuple(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode))
        head = _Head(name, manifest(graph_dir, revision).base_iri, len(store), graphs)
        encoded = msgspec.msgpack.encode(head)
        with os.fdopen(writing, "wb", buffering=1 << 20) as out:
            out.write(wire.LENGTH.pack(len(encoded)) + encoded)
            store.dump(out, ox.RdfFormat.N_QUADS)
        os._exit(0)
    except (KgError, OSError) as error:
        print(error, file=sys.stderr, flush=True)
    finally:
        os._exit(4)


def _forked(store: ox.Store, ready: wire.Ready, request: bytes, descriptors: list[int], server: int) -> int:
    """The process id of a new worker.

    Its parent has ended when this returns, so that it is the server's own child, which has asked for orphans.
    """
    told, telling = os.pipe()
    between = os.fork()
    if between == 0:
        worker = os.fork()
        if worker == 0:
            _work(store, ready, request, descriptors, server)
        os.write(telling, wire.FORKED.pack(worker))
        os._exit(0)
    os.close(telling)
    reply = os.read(told, wire.FORKED.size)
    os.close(told)
    os.waitpid(between, 0)
    number: int = wire.FORKED.unpack(reply)[0]
    return number


def _work(
    store: ox.Store, ready: wire.Ready, request: bytes, descriptors: list[int], server: int
) -> NoReturn:
    try:
        os.setsid()  # the operator's Ctrl-C is for the server, which ends its workers itself
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
        os.closerange(wire.DESCRIPTORS, _HIGHEST)
        until = time.monotonic() + _ADOPTION_SECONDS
        while os.getppid() != server:
            if time.monotonic() > until:
                os._exit(5)
            time.sleep(0.0005)
        memory, niceness = wire.FORK.unpack(request)
        os.nice(niceness)
        mappings = _mappings()  # while files can still be opened
        work(store, ready, memory, server, beside=lambda: _copy(mappings))
    finally:
        os._exit(1)


def _taken() -> int:
    """The bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


def _mappings() -> list[tuple[int, int]]:
    """Where this process has its data: address and bytes of private mappings without a file, if mostly filled."""
    found = []
    begin = end = inode = 0
    writable = False
    for line in Path("/proc/self/smaps").read_text("utf-8", "replace").splitlines():
        if place := _MAPPING.match(line):
            begin, end, inode = int(place[1], 16), int(place[2], 16), int(place[4])
            writable = place[3] == "rw-p"
        elif line.startswith("Rss:") and writable and inode == 0:
            filled = int(line.split()[1]) << 10
            if filled * 4 >= (end - begin) * 3:
                found.append((begin, end - begin))
    return found


def _copy(mappings: list[tuple[int, int]]) -> None:
    """Makes this process's pages its own, as if each was written to (madvise(2), MADV_POPULATE_WRITE, Linux 5.14)."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)  # of this thread alone
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for begin, length in mappings:
        for offset in range(0, length, _COPIED_AT_ONCE):
            size = min(_COPIED_AT_ONCE, length - offset)
            if madvise(begin + offset, size, _MADV_POPULATE_WRITE) and ctypes.get_errno() == errno.EINVAL:
                return  # an older system


def main() -> NoReturn:
    """Arguments: graph folder, revision, and the bytes that the snapshot may take. Ends with the server."""
    graph_dir, revision, most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    server = os.getppid()
    confine.leave_network()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    confine.limit_memory(most + _LOADING, hard)
    before = _taken()
    store, ready = fill(graph_dir, revision)
    if (taken := _taken() - before) > most:
        sys.exit(f"it takes {taken:,} bytes in each process")
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    gc.collect()
    gc.freeze()  # or each worker's first collection writes to all objects, which copies them
    with socket.socket(fileno=os.dup(0)) as channel:
        channel.sendall(wire.frame(wire.READY, wire.encode(ready)))
        while True:
            request, descriptors, *_ = socket.recv_fds(channel, wire.FORK.size, wire.DESCRIPTORS)
            if len(request) < wire.FORK.size:
                os._exit(0)
            channel.sendall(wire.FORKED.pack(_forked(store, ready, request, descriptors, server)))
            for descriptor in descriptors:
                os.close(descriptor)


__all__ = ["fill", "main"]
