"""What a worker takes from itself before it evaluates a stranger's query: memory, time, files, the network.

All of it works without privileges on Linux; what the system does not offer is left out, since the endpoint
also refuses such queries by their text (`guard`) and ends a worker at its deadline (`workers`).
"""

from __future__ import annotations

import ctypes
import os
import resource
import threading
import time
from contextlib import suppress
from pathlib import Path

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_LOG_BYTES = 1 << 20
_SLACK = 10.0
_armed = [0]  # the limit of this process's time that was set last
_PROCESSORS = os.cpu_count() or 1  # asked once: it takes longer than all else that a job needs


def leave_network() -> bool:
    """Moves this process into a network of its own with nothing in it; False where that is not allowed.

    Must be called while the process has a single thread (unshare(2): CLONE_NEWUSER).
    """
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)
    except (OSError, AttributeError):
        return False


def adopt_orphans() -> bool:
    """Makes what this process's children leave behind its own children (prctl(2)); False where there is no such way."""
    try:
        return bool(ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def limit_memory(beyond: int, hard: int | None = None) -> None:
    """Lets the process take `beyond` bytes more than it has now; more makes an allocation fail.

    The limit can be taken back up to `hard`; None: never.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return
    limit = pages * resource.getpagesize() + beyond
    if hard not in (None, resource.RLIM_INFINITY):
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit if hard is None else hard))


def close_doors(spare: int = 0) -> None:
    """No new file, socket or core dump from here on, but for `spare` descriptors.

    pyoxigraph has no switch to turn SERVICE off. A process whose RocksDB has all its files open may lose the
    right to open any and still answers every query, and SERVICE fails in it with "Too many open files" before a
    packet is sent. `spare` has to count the files that are not open yet (`unopened`).
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LOG_BYTES, _LOG_BYTES))
    try:
        highest = max(int(name) for name in os.listdir("/proc/self/fd"))
    except OSError:
        return
    null = os.open(os.devnull, os.O_RDONLY)
    while null < highest:  # every hole below the highest descriptor would be a socket that can be opened
        null = os.dup(null)
    highest = max(highest, null)
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1 + spare, highest + 1 + spare))


def unopened(folder: Path) -> int:
    """How many table files of a RocksDB folder this process has not opened.

    RocksDB opens up to sixteen when a store is opened and each of the others when it is first read.
    """
    try:
        descriptors = list(Path("/proc/self/fd").iterdir())
    except OSError:
        return 0  # without a list of descriptors `close_doors` sets no limit either
    opened = set()
    for descriptor in descriptors:
        with suppress(OSError):  # the one that listed them is closed again
            opened.add(os.readlink(descriptor))
    return sum(os.path.realpath(table) not in opened for table in folder.glob("*.sst"))


def limit_processor(seconds: float) -> None:
    """Ends the process by SIGXCPU when it computes `seconds` more, or some more; the belt to the deadline's braces."""
    least = time.process_time() + seconds * _PROCESSORS
    if not least < _armed[0] < least + _SLACK:  # to ask the system takes as long as many a query
        _armed[0] = int(least + _SLACK)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (_armed[0], hard))


def die_with(parent: int) -> None:
    """Ends this process within a second of its parent, even in the middle of a query."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


__all__ = [
    "adopt_orphans",
    "close_doors",
    "die_with",
    "leave_network",
    "limit_memory",
    "limit_processor",
    "unopened",
]
