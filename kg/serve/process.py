"""One worker process as its parent sees it: start, send a job, read frames until a deadline, end.

A job is awaited on the server's event loop, where a waiting query costs no thread.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import EnvironmentProblem, KgError, QueryTimeout, QueryTooLarge
from kg.serve import wire
from kg.serve.bodies import Body
from kg.serve.problems import (
    EvaluationProblem,
    MemoryProblem,
    NotAcceptable,
    NotFound,
    ServiceProblem,
    SyntaxProblem,
    Unavailable,
)
from kg.serve.resident import Forked, Resident
from kg.serve.spawn import environment

_START_SECONDS = 30.0
_LOOK_SECONDS = 0.2  # how often a waiting thread looks whether its client is still there
_READ = 1 << 16  # what a pipe holds at most; room for more would be allocated each time
_MORE_TIME = "ask for more time with timeout="
_FITS_IN_PIPE = 1 << 15  # bytes that a pipe takes at once; Linux's hold 64 KiB


class WorkerDied(Exception):
    """The worker ended before it took the job; another one can have it."""


class Stopped(KgError):
    """The operator ended the query."""

    code = "stopped"
    http_status = 503


@dataclass(slots=True)
class Answer:
    """A complete answer: its bytes, the revision it is true of, rows (or triples) where they were counted."""

    body: Body
    revision: str
    rows: int | None


@dataclass(slots=True, eq=False)
class WorkerProcess:
    """A started worker. One job at a time. `clean` is False between a job and the end of its answer."""

    process: subprocess.Popen[bytes] | Forked
    lane: str
    ready: wire.Ready
    stderr: int
    buffer: bytearray = field(default_factory=bytearray)
    served: int = 0
    generation: int = 0  # of the pool's workers
    clean: bool = True
    _loop: asyncio.AbstractEventLoop | None = None  # that watches stdout, from the first job to the end
    _arrival: asyncio.Future[bool] | None = None
    _alarm: asyncio.TimerHandle | None = None  # that ends a wait, of whichever job
    _alarm_at: float = 0.0
    _ended: bool = False

    @property
    def revision(self) -> str:
        """The revision whose snapshot it has open."""
        return self.ready.revision

    @classmethod
    def start(
        cls,
        graph_dir: Path,
        revision: str,
        *,
        lane: str,
        memory: int,
        online: bool = False,
        niceness: int = 0,
    ) -> WorkerProcess:
        """Starts a worker and waits until its store is open. Raises EnvironmentProblem when it does not come
        up, and OSError where the system gives no process."""
        stderr = os.memfd_create("worker-stderr")
        arguments = [str(graph_dir), revision, str(memory), "online" if online else "offline", str(niceness)]
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", "from kg.serve.worker import main; main()", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                bufsize=0,
                env=environment(),
                start_new_session=True,  # the operator's Ctrl-C is for the server, which ends its workers itself
            )
        except OSError:
            os.close(stderr)
            raise
        return cls._begun(process, lane, revision, stderr)

    @classmethod
    def fork(cls, resident: Resident, *, lane: str, memory: int, niceness: int = 0) -> WorkerProcess:
        """A worker that has its snapshot in memory. Raises EnvironmentProblem when it does not come up."""
        stderr = os.memfd_create("worker-stderr")
        try:
            process = resident.fork(memory, niceness, stderr)
        except (EnvironmentProblem, OSError):
            os.close(stderr)
            raise
        return cls._begun(process, lane, resident.revision, stderr)

    @classmethod
    def _begun(
        cls, process: subprocess.Popen[bytes] | Forked, lane: str, revision: str, stderr: int
    ) -> WorkerProcess:
        """The worker, once it has said that it is ready."""
        worker = cls(process, lane, wire.Ready(revision, "", False), stderr)
        try:
            kind, payload = worker._first_frame(time.monotonic() + _START_SECONDS)
        except (WorkerDied, QueryTimeout, EOFError) as error:
            last = worker.last_words()
            worker.end()
            raise EnvironmentProblem(
                f"a worker for revision {revision} did not start: {last or error}",
                "see whether the graph folder is readable: kg info",
            ) from error
        if kind != wire.READY:
            worker.end()
            raise EnvironmentProblem("a worker spoke before it was ready", "please report this")
        worker.ready = wire.decode_ready(payload)
        return worker

    async def run(self, job: wire.Job, seconds: float, look: Callable[[], None]) -> Answer:
        """The answer to a job. `look` is called while waiting and raises when nobody wants the answer.

        Raises WorkerDied when the worker was dead already, QueryTimeout after `seconds`, and what the worker
        reports. A worker that is not `clean` afterwards must be ended.
        """
        deadline = time.monotonic() + seconds
        await self._give(job)
        body = Body()
        try:
            end = await self._receive(job, body, deadline, look)
        except EOFError as error:
            body.close()
            raise await asyncio.to_thread(self._death) from error
        except BaseException:
            body.close()
            raise
        return Answer(body, self.revision, end.rows)

    async def _give(self, job: wire.Job) -> None:
        """Sends the job. Raises WorkerDied."""
        encoded = wire.encode(job)
        message = wire.LENGTH.pack(len(encoded)) + encoded
        if self._loop is None:
            self._watch(asyncio.get_running_loop())
        self.clean = False
        try:
            if len(message) <= _FITS_IN_PIPE:
                self._send(message)
            else:
                await asyncio.to_thread(self._send, message)
        except OSError as error:
            raise WorkerDied(str(error)) from error

    async def _receive(
        self, job: wire.Job, body: Body, deadline: float, look: Callable[[], None]
    ) -> wire.End:
        """Takes the answer in. Raises EOFError when the worker ends before it does."""
        while True:
            frame = self._frame()
            if frame is None:
                if self._ended:
                    raise EOFError
                await self._arrived(deadline, look)
                continue
            kind, payload = frame
            if kind == wire.DATA:
                _write(body, payload)
                if body.size > job.max_bytes:
                    raise answer_too_large(job.max_bytes)
                continue
            self.served, self.clean = self.served + 1, True
            if kind != wire.END:
                raise _reported(wire.decode_failed(payload), job)
            end = wire.decode_end(payload)
            if end.rest:
                _write(body, end.rest)
            return end

    def _send(self, message: bytes) -> None:
        stdin = self.process.stdin
        assert stdin is not None
        sent = os.write(stdin.fileno(), message)
        while sent < len(message):
            sent += os.write(stdin.fileno(), memoryview(message)[sent:])

    def _frame(self) -> tuple[bytes, bytes] | None:
        """The next frame of what has arrived; None until it is whole."""
        buffer = self.buffer
        if len(buffer) < wire.HEAD.size:
            return None
        kind, length = wire.HEAD.unpack_from(buffer)
        end = wire.HEAD.size + length
        if len(buffer) < end:
            return None
        payload = bytes(buffer[wire.HEAD.size : end])
        del buffer[:end]
        return kind, payload

    def _read(self) -> None:
        """Takes in what is readable. Raises EOFError when the worker has ended."""
        piece = os.read(self._stdout, _READ)
        if not piece:
            raise EOFError
        self.buffer += piece

    @property
    def _stdout(self) -> int:
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def _first_frame(self, deadline: float) -> tuple[bytes, bytes]:
        """The worker's first words, waited for by a thread. Raises EOFError, QueryTimeout."""
        poll = select.poll()
        poll.register(self._stdout, select.POLLIN | select.POLLHUP)
        while (frame := self._frame()) is None:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000 + 1):
                raise QueryTimeout("it took too long to open the store", "see whether its disk is busy")
            self._read()
        return frame

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begins to take in what arrives, for good: a watch for each job would take longer than many jobs."""
        self._loop = loop
        loop.add_reader(self._stdout, self._take_in)

    def _take_in(self) -> None:
        assert self._loop is not None
        try:
            self._read()
        except (EOFError, OSError):
            self._ended = True
            self._loop.remove_reader(self._stdout)
        if self._arrival is not None:
            _settle(self._arrival, True)

    async def _arrived(self, deadline: float, look: Callable[[], None]) -> None:
        """Returns when the worker has written something, or has ended. Raises QueryTimeout at the deadline."""
        assert self._loop is not None
        while True:
            now = time.monotonic()
            if now >= deadline:
                raise QueryTimeout("the query ran into its time limit", _MORE_TIME)
            self._wake_by(min(deadline, now + _LOOK_SECONDS), now)
            self._arrival = self._loop.create_future()
            try:
                if await self._arrival:
                    return
            finally:
                self._arrival = None
            look()

    def _wake_by(self, when: float, now: float) -> None:
        """Ends the wait that follows at `when` or before. An alarm that the job before has left will do, since to set
        one takes longer than many a job waits."""
        if self._alarm is not None:
            if self._alarm_at <= when:
                return
            self._alarm.cancel()
        assert self._loop is not None
        self._alarm, self._alarm_at = self._loop.call_later(when - now, self._wake), when

    def _wake(self) -> None:
        self._alarm = None
        if self._arrival is not None:
            _settle(self._arrival, False)

    def _death(self) -> KgError:
        """Why the worker ended in the middle of a job."""
        try:
            status = self.process.wait(2.0)
        except subprocess.TimeoutExpired:
            status = 0
        words = self.last_words()
        if status == -signal.SIGXCPU:
            return QueryTimeout("the query ran into its time limit", _MORE_TIME)
        if "overflowed its stack" in words or status == -signal.SIGSEGV:
            return EvaluationProblem("the query is nested too deeply", "use fewer levels of brackets")
        if "memory allocation" in words or "MemoryError" in words or status == -signal.SIGKILL:
            return MemoryProblem(
                "the query ran into its memory limit",
                "join fewer unrelated patterns, sort or group less at a time, or LIMIT a subquery",
            )
        return KgError(
            f"the worker ended unexpectedly (status {status}): {words[-300:]}", "please report this"
        )

    def last_words(self) -> str:
        """The end of what the worker wrote on stderr."""
        size = os.fstat(self.stderr).st_size
        return os.pread(self.stderr, 4096, max(size - 4096, 0)).decode("utf-8", "replace").strip()

    def kill(self) -> None:
        """Kills the process without waiting for it; `end` must follow."""
        self.process.kill()

    def end(self) -> None:
        """Kills the process, waits for it and closes its pipes; some 2 ms. Does nothing the second time."""
        if self.stderr < 0:
            return
        self.process.kill()
        self.process.wait()
        os.close(self.stderr)
        self.stderr = -1
        try:
            if self._loop is not None:  # it must not watch a number that may soon mean another file
                self._loop.call_soon_threadsafe(self._close)
                return
        except RuntimeError:
            self._loop = None  # it has ended itself
        self._close()

    def _close(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        if self._loop is not None and not self._ended:
            self._loop.remove_reader(self._stdout)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


def _settle(arrival: asyncio.Future[bool], arrived: bool) -> None:
    if not arrival.done():
        arrival.set_result(arrived)


def _write(body: Body, piece: bytes) -> None:
    try:
        body.write(piece)
    except OSError as error:
        raise Unavailable(
            f"there is no room for an answer of this size: {error.strerror}",
            "select fewer variables or add a LIMIT; who runs the endpoint can give it a larger TMPDIR",
        ) from error


def answer_too_large(limit: int) -> QueryTooLarge:
    """The error for an answer over its limit, which it names."""
    return QueryTooLarge(
        f"the answer is larger than the limit of {limit:,} bytes",
        "select fewer variables, add a LIMIT and page with OFFSET, or take the whole graph with: kg export",
    )


def _reported(failed: wire.Failed, job: wire.Job) -> KgError:
    """The error that the worker's report stands for."""
    match failed.code:
        case "syntax":
            return SyntaxProblem(failed.message, failed.hint, failed.line, failed.column)
        case "too-large":
            return answer_too_large(job.max_bytes)
        case "memory":
            return MemoryProblem("the query ran into its memory limit", "set a LIMIT inside a subquery")
        case "format":
            return NotAcceptable(
                f"this answer cannot be written in that format: {failed.message}", "ask for Turtle"
            )
        case "unknown":
            return NotFound(f"nothing here is named <{failed.message}>", "search for it: /search?q=…")
        case "service":
            return ServiceProblem(
                f"a SERVICE could not be reached: {failed.message}", "SERVICE SILENT goes on without"
            )
        case "store":
            return Unavailable(f"the graph's files cannot be read: {failed.message}", "please report this")
        case _:
            return EvaluationProblem(failed.message, "leave parts of the query out to see which one it is")


__all__ = ["Answer", "Stopped", "WorkerDied", "WorkerProcess", "answer_too_large"]
