"""A snapshot that is held in memory, as the endpoint sees it: begin, fork workers, end (see `kg.serve.forkserver`).

Whether there is memory for it is found out by trying: all workers together may take `graph_memory`, and each may in
time have a copy of its own of all that it has read.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from kg.errors import EnvironmentProblem
from kg.graph.store import manifest
from kg.serve import confine, wire
from kg.serve.settings import Settings
from kg.serve.spawn import environment

_LOAD_SECONDS = 900.0
_FORK_SECONDS = 20.0
_LOOK_SECONDS = 0.2
_LEAST_A_QUAD = 150  # bytes; a graph of short texts takes some 400
_log = logging.getLogger("kg.serve")


class Forked:
    """A worker that the fork server has made; used like a `subprocess.Popen`."""

    def __init__(self, pid: int, stdin: int, stdout: int) -> None:
        self.pid = pid
        # Nobody else has waited for it, so that the number is still its own.
        self._handle = os.pidfd_open(pid)
        self.stdin = os.fdopen(stdin, "wb", buffering=0)
        self.stdout = os.fdopen(stdout, "rb", buffering=0)
        self._lock = threading.Lock()
        self._status: int | None = None

    def kill(self) -> None:
        """Kills the process, if it still runs."""
        with self._lock:
            if self._status is None:
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, negative for a signal. Raises subprocess.TimeoutExpired."""
        until = None if timeout is None else time.monotonic() + timeout
        while self._status is None:
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                raise subprocess.TimeoutExpired(f"worker {self.pid}", timeout or 0.0)
            poll = select.poll()
            poll.register(self._handle, select.POLLIN)
            poll.poll(_LOOK_SECONDS * 1000 if left is None else min(left, _LOOK_SECONDS) * 1000)
            with self._lock:
                self._reap()
        return self._status

    def _reap(self) -> None:
        if self._status is not None:
            return
        try:
            ended = os.waitid(os.P_PIDFD, self._handle, os.WEXITED | os.WNOHANG)
        except ChildProcessError:
            self._status = 0  # somebody else has taken its status
        else:
            if ended is None:
                return
            exited = ended.si_code == os.CLD_EXITED
            self._status = ended.si_status if exited else -ended.si_status
        os.close(self._handle)


class Resident:
    """A snapshot in the memory of a fork server."""

    def __init__(self, process: subprocess.Popen[bytes], channel: socket.socket, ready: wire.Ready) -> None:
        self._process = process
        self._channel = channel
        self._ready = ready
        self._lock = threading.Lock()

    @property
    def revision(self) -> str:
        """The revision that it holds."""
        return self._ready.revision

    def fork(self, memory: int, niceness: int, stderr: int) -> Forked:
        """A new worker, which says itself when it is ready. Raises EnvironmentProblem when there is none."""
        stdin, own_stdin = os.pipe()
        try:
            own_stdout, stdout = os.pipe()
        except OSError:
            os.close(stdin)
            os.close(own_stdin)
            raise
        try:
            with self._lock:
                request = wire.FORK.pack(memory, niceness)
                socket.send_fds(self._channel, [request], [stdin, stdout, stderr])
                reply = self._channel.recv(wire.FORKED.size)
            if len(reply) < wire.FORKED.size:
                raise EOFError("the fork server has ended")
            return Forked(wire.FORKED.unpack(reply)[0], own_stdin, own_stdout)
        except (OSError, EOFError) as error:
            os.close(own_stdin)
            os.close(own_stdout)
            raise EnvironmentProblem(
                f"no worker could be forked: {error}", "see how much memory is free"
            ) from error
        finally:
            os.close(stdin)
            os.close(stdout)

    def end(self) -> None:
        """Gives the memory back; workers that were forked go on."""
        self._channel.close()
        self._process.kill()
        self._process.wait()


def hold(
    settings: Settings, revision: str, stopping: threading.Event, beside: bool = False
) -> Resident | None:
    """Loads a revision into memory; takes some 10 s of processor time for a million triples.

    `beside`: another one is there and served meanwhile. None where it does not fit, where the system lacks what it
    takes, or when `stopping` is set meanwhile.
    """
    most = share(settings, beside)
    least = manifest(settings.graph_dir, revision).quads * _LEAST_A_QUAD
    if most < least or not hasattr(os, "pidfd_open") or not confine.adopt_orphans():
        _log.info("revision %s is read from disk", revision)
        return None
    ours, theirs = socket.socketpair()
    words = os.memfd_create("forkserver-stderr")
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from kg.serve.forkserver import main; main()",
            str(settings.graph_dir),
            revision,
            str(most),
        ],
        stdin=theirs.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=words,
        env=environment(),
        start_new_session=True,
    )
    theirs.close()
    resident = None
    try:
        ready = _ready(ours, stopping)
        if ready is not None:
            ours.settimeout(_FORK_SECONDS)
            resident = Resident(process, ours, ready)
    finally:
        if resident is None:
            process.kill()
            process.wait()
            ours.close()
        said = os.pread(words, 4096, 0).decode("utf-8", "replace").strip()
        os.close(words)
    if resident is None and not stopping.is_set():
        _log.info(
            "revision %s is read from disk, since memory cannot hold it: %s",
            revision,
            said.partition("\n")[0],
        )
    return resident


def _ready(channel: socket.socket, stopping: threading.Event) -> wire.Ready | None:
    channel.settimeout(_LOOK_SECONDS)
    received = b""
    until = time.monotonic() + _LOAD_SECONDS
    while not stopping.is_set() and time.monotonic() < until:
        try:
            piece = channel.recv(1 << 16)
        except TimeoutError:
            continue
        except OSError:
            return None
        if not piece:
            return None
        received += piece
        if len(received) >= wire.HEAD.size:
            _, length = wire.HEAD.unpack_from(received)
            if len(received) == wire.HEAD.size + length:
                return wire.decode_ready(received[wire.HEAD.size :])
    return None


def share(settings: Settings, beside: bool = False) -> int:
    """The bytes that the graph may take in one process: that of the fork server, or a worker's copy of it.

    `beside` another revision, until that one's last worker has ended, there is one fork server more, and one worker.
    """
    whole = free_memory() // 2 if settings.graph_memory is None else settings.graph_memory
    return whole // (1 + settings.workers + settings.reserved + (2 if beside else 0))


def free_memory() -> int:
    """The bytes that this process and its children may still take; 0 where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        free = next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return 0
    try:
        groups = Path("/proc/self/cgroup").read_text("utf-8")
    except OSError:
        groups = ""
    return min([free, *left_in_groups(groups)])


def left_in_groups(groups: str, root: Path = Path("/sys/fs/cgroup")) -> list[int]:
    """The bytes that each control group with a limit may still take, of those that a process is in.

    `groups` as in /proc/PID/cgroup; only those of version 2 (memory.max) are seen.
    """
    entries = groups.splitlines()
    group = next((root / entry[3:].lstrip("/") for entry in entries if entry.startswith("0::")), root)
    left = []
    for folder in (group, *group.parents):
        with suppress(OSError, ValueError):  # "max" is no limit
            most = int((folder / "memory.max").read_text("ascii"))
            left.append(max(most - int((folder / "memory.current").read_text("ascii")), 0))
    return left


__all__ = ["Forked", "Resident", "free_memory", "hold", "left_in_groups", "share"]
