"""One writer at a time: an advisory lock on a graph folder.

RocksDB refuses a second writer of the same store, but a build also writes beside the store (articles,
snapshots, the pointer), so the whole folder is locked. The lock is the operating system's (`flock`): it
ends with the process, however that ends, so that a killed build never leaves a folder locked.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import EnvironmentProblem

# folder -> (thread that holds it, how many times): a build locks the folder and then publishes in it.
_held: dict[Path, tuple[int, int]] = {}
_guard = threading.Lock()


@contextmanager
def writer_lock(graph_dir: Path) -> Iterator[None]:
    """Holds the only right to write in `graph_dir`, which is made if it is missing.

    The same thread may enter again. Raises EnvironmentProblem at once when another process or thread
    holds the lock; nobody waits.
    """
    try:
        graph_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise EnvironmentProblem(
            f"the graph folder {graph_dir} cannot be made: {error.strerror}", "choose another with --graph"
        ) from error
    key, me = graph_dir.resolve(), threading.get_ident()
    with _guard:
        owner, depth = _held.get(key, (me, 0))
        if owner != me:
            raise _busy(graph_dir, str(os.getpid()))
        if depth:
            _held[key] = (me, depth + 1)
    if depth:
        try:
            yield
        finally:
            with _guard:
                _held[key] = (me, depth)
        return
    descriptor = os.open(graph_dir / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy(graph_dir, os.read(descriptor, 32).decode("ascii", "replace").strip()) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
        with _guard:
            _held[key] = (me, 1)
        try:
            yield
        finally:
            with _guard:
                del _held[key]
    finally:
        os.close(descriptor)


def _busy(graph_dir: Path, pid: str) -> EnvironmentProblem:
    who = f"process {pid}" if pid else "another process"
    return EnvironmentProblem(
        f"{who} is writing the graph in {graph_dir}",
        "wait until it is done, or give this build a folder of its own with --graph",
    )
