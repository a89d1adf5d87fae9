"""The pool of worker processes: who gets one, who waits, who is turned away, and what happens to the dead.

Three lanes. `general` evaluates whatever comes. `reserved` takes only what looks like a lookup, and for a
quarter of a second at most, so that cheap requests pass while every general worker is busy; a lookup that
was none moves to the general lane. `federated`, only where the operator allows SERVICE, holds the workers
that may open connections. A worker past its deadline is killed and replaced: pyoxigraph cannot be
interrupted.

Tasks run on the server's event loop. Starting a worker and waiting for a killed one to be gone take longer than
a request may, so that a thread of the pool's own, the keeper, does both.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import queue
import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass

from kg.errors import KgError, QueryTimeout
from kg.graph.store import current_revision, resolve_revision
from kg.serve import wire
from kg.serve.problems import Busy, TooManyRequests, Unavailable
from kg.serve.process import Answer, WorkerDied, WorkerProcess
from kg.serve.resident import Resident
from kg.serve.settings import Settings
from kg.serve.source import Source
from kg.serve.tasks import Task

CHEAP_SECONDS = 0.25
_KNOWN_HEAVY = 4096
_LOOK_SECONDS = 0.2  # how often who waits for a worker looks whether the client is still there
_RECYCLE_AFTER = 20_000  # jobs; RocksDB's caches and the allocator's holes only grow
_log = logging.getLogger("kg.serve.workers")


@dataclass(slots=True, eq=False)
class _Waiter:
    lanes: tuple[str, ...]
    loop: asyncio.AbstractEventLoop
    worker: asyncio.Future[WorkerProcess]


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
        self._idle: dict[str, deque[WorkerProcess]] = {lane: deque() for lane in self._target}
        self._waiting: deque[_Waiter] = deque()
        self._lock = threading.Lock()
        self._orders: queue.SimpleQueue[str | WorkerProcess | None] = queue.SimpleQueue()
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
        self._release(worker)
        self._keeper.start()
        for lane, count in self._target.items():
            for _ in range(count - self._alive[lane]):
                self._order(lane)

    def stop(self) -> None:
        """Ends all workers; what still runs fails with Stopped or Unavailable. Not from the event loop."""
        with self._lock:
            self._stopping = True
            everyone = list(self._everyone)
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

    def renew(self, revision: str, resident: Resident | None = None) -> None:
        """Goes over to a revision, in the memory of `resident`, which is the pool's own from here on, or on disk.

        New workers are made first, then the old ones end as they become free.
        """
        self._source.go_over(revision, resident)
        for lane, count in self._target.items():
            for _ in range(count):
                self._orders.put(f"renew {lane}")
        if self._stopping:
            self._source.let_go()

    def _spawn(self, lane: str) -> WorkerProcess:
        worker = self._source.make(lane)
        with self._lock:
            self.started += 1
            self._everyone.add(worker)
            stopping = self._stopping
        if stopping:
            self._end(worker)
            raise Unavailable("the endpoint is stopping")
        return worker

    def _order(self, lane: str) -> None:
        with self._lock:
            self._alive[lane] += 1
        self._orders.put(lane)

    def _keep(self) -> None:
        """The keeper's thread: starts workers one after the other, so that a crowd of dead ones is no
        storm, and buries them."""
        while (order := self._orders.get()) is not None:
            if isinstance(order, WorkerProcess):
                order.end()
                continue
            lane = order.removeprefix("renew ")
            if order != lane and not self._is_due(lane):
                continue
            try:
                worker = self._spawn(lane)
            except KgError as error:
                if self._stopping:
                    return
                _log.error("%s", error)
                time.sleep(0.5)
                current = current_revision(self._settings.graph_dir)
                if current is not None:
                    self._source.revision = current
                self._orders.put(order)
                continue
            self.ready = worker.ready if worker.revision == self.revision else self.ready
            if order != lane:
                with self._lock:
                    self._alive[lane] += 1
            self._release(worker)
            if order != lane:
                self._retire_one(lane)

    def _is_due(self, lane: str) -> bool:
        """True while a lane has an outdated worker that no new one stands in for."""
        with self._lock:
            outdated = sum(w.lane == lane and self._source.is_outdated(w) for w in self._everyone)
            return outdated > self._alive[lane] - self._target[lane]

    def _retire_one(self, lane: str) -> None:
        with self._lock:
            old = next((w for w in self._idle[lane] if self._source.is_outdated(w)), None)
            if old is None:
                return
            self._idle[lane].remove(old)
            self._alive[lane] -= 1
        self._end(old)

    def _end(self, worker: WorkerProcess) -> None:
        """Kills a worker at once; the keeper waits for its end."""
        with self._lock:
            self._everyone.discard(worker)
        worker.kill()
        self._orders.put(worker)

    # --- who gets a worker --------------------------------------------------------------------------------

    async def run(self, task: Task) -> Answer:
        """The answer to a task. Raises Busy, TooManyRequests, ClientGone, Stopped and what evaluation
        raises."""
        self._register(task)
        try:
            if task.lane == "reserved" and task.digest in self._heavy:
                task.lane = "general"
            if task.lane == "reserved":
                answer = await self._try_reserved(task)
                if answer is not None:
                    return answer
                task.lane = "general"
            return await self._attempt(task, (task.lane,), task.seconds)
        finally:
            self._running.pop(task.id, None)

    async def _try_reserved(self, task: Task) -> Answer | None:
        """The answer of a lookup; None when it turned out to be none and must wait like everybody."""
        lanes = ("reserved", "general") if self._target["reserved"] else ("general",)
        worker = self._take(lanes) or await self._acquire(task, lanes)
        quick = worker.lane == "reserved" and task.seconds > CHEAP_SECONDS
        try:
            return await self._use(worker, task, CHEAP_SECONDS if quick else task.seconds)
        except QueryTimeout:
            if not quick:
                raise _timeout(task.seconds) from None
            if task.digest:
                self._heavy[task.digest] = None
                while len(self._heavy) > _KNOWN_HEAVY:
                    self._heavy.popitem(last=False)
            return None
        except WorkerDied:
            return None

    async def _attempt(self, task: Task, lanes: tuple[str, ...], seconds: float) -> Answer:
        for attempt in (1, 2, 3):
            worker = self._take(lanes) or await self._acquire(task, lanes)
            try:
                return await self._use(worker, task, seconds)
            except WorkerDied:
                if attempt == 3:
                    raise
            except QueryTimeout:
                raise _timeout(seconds) from None
        raise AssertionError("unreachable")

    async def _use(self, worker: WorkerProcess, task: Task, seconds: float) -> Answer:
        task.state, task.pid, task.since = "running", worker.process.pid, time.monotonic()
        try:
            return await worker.run(task.job, seconds, task.look)
        finally:
            task.pid = None
            if worker.clean:
                self._release(worker)
            else:
                self._replace(worker)

    def _replace(self, worker: WorkerProcess) -> None:
        with self._lock:
            self.killed += 1
            self._alive[worker.lane] -= 1
        self._end(worker)
        if not self._stopping and self._alive[worker.lane] < self._target[worker.lane]:
            self._order(worker.lane)

    def _take(self, lanes: tuple[str, ...]) -> WorkerProcess | None:
        """A free worker of the first lane that has one."""
        with self._lock:
            return self._free(lanes)

    def _free(self, lanes: tuple[str, ...]) -> WorkerProcess | None:
        if self._stopping:
            raise Unavailable("the endpoint is stopping", headers={"Retry-After": "5"})
        for lane in lanes:
            if self._idle[lane]:
                return self._idle[lane].pop()
        return None

    async def _acquire(self, task: Task, lanes: tuple[str, ...]) -> WorkerProcess:
        """A free worker, waited for if need be. Raises Busy, ClientGone, Stopped."""
        task.state = "waiting"
        with self._lock:
            worker = self._free(lanes)  # one may have become free since `_take`
            if worker is not None:
                return worker
            if sum(w.lanes == lanes for w in self._waiting) >= self._settings.queue:
                raise Busy(
                    f"all {self._settings.workers} workers are busy and {self._settings.queue} requests wait",
                    "try again in a moment",
                    {"Retry-After": "2"},
                )
            loop = asyncio.get_running_loop()
            waiter = _Waiter(lanes, loop, loop.create_future())
            self._waiting.append(waiter)
        until = time.monotonic() + self._settings.queue_wait
        try:
            while not waiter.worker.done():
                left = until - time.monotonic()
                if left <= 0:
                    raise Busy(
                        f"no worker became free within {self._settings.queue_wait:g} s",
                        "try again in a moment",
                        {"Retry-After": "5"},
                    )
                await asyncio.wait((waiter.worker,), timeout=min(left, _LOOK_SECONDS))
                task.look()
            return waiter.worker.result()
        except BaseException:
            with self._lock:
                if waiter in self._waiting:
                    self._waiting.remove(waiter)
            if not waiter.worker.cancel():  # it was handed over in this very moment
                self._release(waiter.worker.result())
            raise

    def _release(self, worker: WorkerProcess) -> None:
        """Hands a free worker to who waits longest for its lane, or puts it aside."""
        if worker.served and (self._source.is_outdated(worker) or worker.served >= _RECYCLE_AFTER):
            with self._lock:
                self._alive[worker.lane] -= 1
                missing = self._alive[worker.lane] < self._target[worker.lane]
            self._end(worker)
            if missing and not self._stopping:
                self._order(worker.lane)
            return
        with self._lock:
            for waiter in self._waiting:
                if worker.lane in waiter.lanes:
                    self._waiting.remove(waiter)
                    waiter.loop.call_soon_threadsafe(self._hand_over, worker, waiter)
                    return
            self._idle[worker.lane].append(worker)

    def _hand_over(self, worker: WorkerProcess, waiter: _Waiter) -> None:
        if waiter.worker.done():  # it has given up waiting
            self._release(worker)
        else:
            waiter.worker.set_result(worker)

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
        with self._lock:
            idle = sum(map(len, self._idle.values()))
            return {
                "workers": len(self._everyone),
                "idle": idle,
                "waiting": len(self._waiting),
                "running": len(self._running),
                "killed": self.killed,
                "started": self.started,
            }

    def pids(self) -> list[int]:
        """The process ids of all workers."""
        with self._lock:
            return sorted(w.process.pid for w in self._everyone)


def _timeout(seconds: float) -> QueryTimeout:
    return QueryTimeout(
        f"the query ran into its time limit of {seconds:g} s",
        "bind more terms, join fewer unrelated patterns, add a LIMIT, or ask for more time with timeout=",
    )


__all__ = ["CHEAP_SECONDS", "Pool"]
