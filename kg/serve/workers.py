"""The pool of worker processes: how many there are, what becomes of the dead, and a task's way to its answer.

Three lanes (`kg.serve.lanes`). `general` evaluates whatever comes. `reserved` takes only what looks like a lookup,
and for a quarter of a second at most, so that cheap requests pass while every general worker is busy; a lookup that
was none moves to the general lane. `federated`, only where the operator allows SERVICE, holds the workers
that may open connections. A worker past its deadline is killed and replaced: pyoxigraph cannot be
interrupted.

Tasks run on the server's event loop. Starting a worker and waiting for a killed one to be gone take longer than
a request may, so that a thread of the pool's own, the keeper, does both.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass

from kg.errors import KgError, QueryTimeout
from kg.graph.store import current_revision, resolve_revision
from kg.serve import wire
from kg.serve.lanes import Lanes
from kg.serve.problems import TooManyRequests, Unavailable
from kg.serve.process import Answer, WorkerDied, WorkerProcess
from kg.serve.resident import Resident
from kg.serve.settings import Settings
from kg.serve.source import Source
from kg.serve.tasks import Task

CHEAP_SECONDS = 0.25
_KNOWN_HEAVY = 4096
_MOST_DEATHS = 3  # workers that may be found dead by one task
_AGAIN_SECONDS = 0.5  # until the start of a worker that did not come up is tried again
_RECYCLE_AFTER = 20_000  # jobs; RocksDB's caches and the allocator's holes only grow
_log = logging.getLogger("kg.serve.workers")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A worker that the keeper is to start; one that `renews` stands in for an outdated one."""

    lane: str
    renews: bool = False


class Pool:
    """The workers of one graph folder. `start` it, `run` tasks on an event loop, `stop` it from a thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._target = {
            "general": settings.workers,
            "reserved": settings.reserved,
            "federated": 2 if settings.allow_service else 0,
        }
        self._alive = dict.fromkeys(self._target, 0)
        self._lanes = Lanes(self._target, settings, self._release)
        self._lock = threading.Lock()
        self._orders: queue.SimpleQueue[_Wanted | WorkerProcess | None] = queue.SimpleQueue()
        self._keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)
        self._running: dict[int, Task] = {}
        self._everyone: set[WorkerProcess] = set()
        self._numbers = itertools.count(1)
        self._heavy: OrderedDict[str, None] = OrderedDict()
        self._stopping = False
        self._source = Source(settings)
        self.ready = wire.Ready("", "", False)
        self.killed = 0
        self.started = 0

    # --- life ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Starts the workers. Raises EnvironmentProblem when the first one cannot open the graph."""
        self._source.go_over(resolve_revision(self._settings.graph_dir))
        first = next(lane for lane, count in self._target.items() if count)
        worker = self._spawn(first)
        self.ready = worker.ready
        self._alive[first] += 1
        self._lanes.put(worker)
        self._keeper.start()
        for lane, count in self._target.items():
            for _ in range(count - self._alive[lane]):
                self._order(lane)

    def stop(self) -> None:
        """Ends all workers; what still runs fails with Stopped or Unavailable. Not from the event loop."""
        with self._lock:
            self._stopping = True
            everyone = list(self._everyone)
        self._lanes.close()
        for task in list(self._running.values()):
            task.stop = True
        for worker in everyone:
            worker.kill()
        self._orders.put(None)
        if self._keeper.is_alive():
            self._keeper.join()
        until = time.monotonic() + 5.0
        while self._running and time.monotonic() < until:
            time.sleep(0.01)  # until then the loop watches their pipes
        for worker in list(self._everyone):
            worker.end()
        self._everyone.clear()
        self._source.let_go()
        while not self._orders.empty():
            left = self._orders.get()
            if isinstance(left, WorkerProcess):
                left.end()

    @property
    def revision(self) -> str:
        """The revision that new workers serve."""
        return self._source.revision

    @property
    def in_memory(self) -> bool:
        """True while new workers have the snapshot in memory."""
        return self._source.in_memory

    def is_up_to_date(self) -> bool:
        """True when each lane has all its workers, and none was made before the pool went over to what it serves."""
        with self._lock:
            there = len(self._everyone) == sum(self._target.values()) and self._alive == self._target
            return there and not any(map(self._source.is_outdated, self._everyone))

    def renew(self, revision: str, resident: Resident | None = None) -> None:
        """Goes over to a revision, in the memory of `resident`, which is the pool's own from here on, or on disk.

        New workers are made first: each lets an old one end, as that becomes free.
        """
        self._source.go_over(revision, resident)
        for lane, count in self._target.items():
            for _ in range(count):
                self._orders.put(_Wanted(lane, renews=True))
        if self._stopping:
            self._source.let_go()

    def _order(self, lane: str) -> None:
        with self._lock:
            self._alive[lane] += 1
        self._orders.put(_Wanted(lane))

    def _keep(self) -> None:
        """The keeper's thread: starts workers one after the other, so that a crowd of dead ones is no
        storm, and buries them."""
        while (order := self._orders.get()) is not None:
            if isinstance(order, WorkerProcess):
                order.end()
            elif not self._stopping and self._is_due(order):
                self._begin(order)

    def _begin(self, wanted: _Wanted) -> None:
        """Starts a worker; orders it once more where that fails."""
        try:
            worker = self._spawn(wanted.lane)
        except KgError as error:
            if not self._stopping:
                _log.error("%s", error)
                self._begin_later(wanted)
            return
        if worker.revision == self.revision:
            self.ready = worker.ready
        if wanted.renews:
            with self._lock:
                self._alive[wanted.lane] += 1
        self._release(worker)
        if wanted.renews:
            self._retire_one(wanted.lane)

    def _begin_later(self, wanted: _Wanted) -> None:
        time.sleep(_AGAIN_SECONDS)
        self._orders.put(wanted)
        with suppress(OSError):
            # The snapshot may have gone, and a newer one come that has not been prepared yet.
            current = current_revision(self._settings.graph_dir)
            if current not in (None, self.revision):
                self.renew(current)

    def _spawn(self, lane: str) -> WorkerProcess:
        worker = self._source.make(lane)
        with self._lock:
            self.started += 1
            stopping = self._stopping
            if not stopping:
                self._everyone.add(worker)
        if stopping:
            self._end(worker)
            raise Unavailable("the endpoint is stopping", "try again in a moment")
        return worker

    def _is_due(self, wanted: _Wanted) -> bool:
        """True while the lane lacks an up-to-date worker; one that was ordered counts as there, and is struck off
        where a renewing one has come in its stead."""
        with self._lock:
            outdated = sum(w.lane == wanted.lane and self._source.is_outdated(w) for w in self._everyone)
            lacking = self._target[wanted.lane] - (self._alive[wanted.lane] - outdated)
            if wanted.renews:
                return lacking > 0
            if lacking < 0:
                self._alive[wanted.lane] -= 1
            return lacking >= 0

    def _retire_one(self, lane: str) -> None:
        old = self._lanes.withdraw(lane, self._source.is_outdated)
        if old is not None:
            self._release(old)

    def _release(self, worker: WorkerProcess) -> None:
        """Frees a worker, or ends it where it has served its time: an outdated one once a new one is there."""
        if self._source.is_outdated(worker) and self._strike_off(worker, spare=True):
            self._end(worker)
        elif worker.served >= _RECYCLE_AFTER:
            self._replace(worker)
        else:
            self._lanes.put(worker)

    def _replace(self, worker: WorkerProcess) -> None:
        """Ends a worker, and orders another one where the lane is short of them then."""
        self._strike_off(worker)
        self._end(worker)
        if self._alive[worker.lane] < self._target[worker.lane] and not self._stopping:
            self._order(worker.lane)

    def _strike_off(self, worker: WorkerProcess, spare: bool = False) -> bool:
        """Counts a worker no longer; with `spare`, only where its lane has more than it should, else False."""
        with self._lock:
            if spare and self._alive[worker.lane] <= self._target[worker.lane]:
                return False
            self._alive[worker.lane] -= 1
            self._everyone.discard(worker)
            return True

    def _end(self, worker: WorkerProcess) -> None:
        """Kills a worker at once; the keeper waits for its end."""
        worker.kill()
        self._orders.put(worker)

    # --- a task's way -------------------------------------------------------------------------------------

    async def run(self, task: Task) -> Answer:
        """The answer to a task. Raises Busy, TooManyRequests, ClientGone, Stopped, Unavailable and what evaluation
        raises."""
        self._register(task)
        try:
            return await self._answer(task)
        finally:
            self._running.pop(task.id, None)

    async def _answer(self, task: Task) -> Answer:
        """The answer of the first worker that gives one: not of one found dead, nor of one that may not go on."""
        if task.lane == "reserved" and task.digest in self._heavy:
            task.lane = "general"
        deaths = 0
        while True:
            lanes = self._lanes_for(task)
            worker = self._lanes.take(lanes) or await self._lanes.wait(task, lanes)
            seconds = min(task.seconds, CHEAP_SECONDS) if worker.lane == "reserved" else task.seconds
            try:
                return await self._use(worker, task, seconds)
            except QueryTimeout:
                if seconds == task.seconds:
                    raise _timeout(task) from None
                self._remember_heavy(task.digest)
            except WorkerDied as error:
                deaths += 1
                if deaths == _MOST_DEATHS:
                    raise Unavailable(
                        f"{deaths} workers ended before they took the query", "try again in a moment"
                    ) from error
            if task.lane == "reserved":
                task.lane = "general"  # it is no lookup, or late already: it waits like everybody

    def _lanes_for(self, task: Task) -> tuple[str, ...]:
        """The lanes whose workers may have a task, the best one first."""
        if task.lane != "reserved":
            return (task.lane,)
        return ("reserved", "general") if self._target["reserved"] else ("general",)

    async def _use(self, worker: WorkerProcess, task: Task, seconds: float) -> Answer:
        task.state, task.pid, task.since = "running", worker.process.pid, time.monotonic()
        try:
            return await worker.run(task.job, seconds, task.look)
        finally:
            task.pid = None
            if worker.clean:
                self._release(worker)
            else:
                self.killed += 1
                self._replace(worker)

    def _remember_heavy(self, digest: str) -> None:
        if digest:
            self._heavy[digest] = None
            if len(self._heavy) > _KNOWN_HEAVY:
                self._heavy.popitem(last=False)

    def _register(self, task: Task) -> None:
        """Takes a task into the house, unless its client has too many there."""
        most = self._settings.per_client
        if most > 0 and task.client and len(self._running) >= most:
            mine = sum([t.client == task.client for t in self._running.values()])
            if mine >= most:
                raise TooManyRequests(
                    f"{mine} queries of yours are being answered; {most} at once may",
                    "wait for an answer before the next query",
                    {"Retry-After": "1"},
                )
        task.id = next(self._numbers)
        self._running[task.id] = task

    # --- what the operator sees ---------------------------------------------------------------------------

    def tasks(self) -> list[Task]:
        """The tasks that run or wait, oldest first."""
        return sorted(self._running.values(), key=lambda task: task.id)

    def end_task(self, number: int) -> bool:
        """Ends a running query; False when there is none of that number."""
        task = self._running.get(number)
        if task is None:
            return False
        task.stop = True
        return True

    def counts(self) -> dict[str, int]:
        """Workers and queue at this moment."""
        return {
            "workers": len(self._everyone),
            "idle": self._lanes.idle,
            "waiting": self._lanes.waiting,
            "running": len(self._running),
            "killed": self.killed,
            "started": self.started,
        }

    def pids(self) -> list[int]:
        """The process ids of all workers."""
        with self._lock:
            return sorted(w.process.pid for w in self._everyone)


def _timeout(task: Task) -> QueryTimeout:
    if isinstance(task.job, wire.Graph):
        return QueryTimeout(
            f"the graph could not be written within {task.seconds:g} s",
            "take one graph with graph=IRI, or the whole with: kg export",
        )
    return QueryTimeout(
        f"the query ran into its time limit of {task.seconds:g} s",
        "bind more terms, join fewer unrelated patterns, add a LIMIT, or ask for more time with timeout=",
    )


__all__ = ["CHEAP_SECONDS", "Pool"]
