"""Which worker a task gets: those that are free, lane by lane, and who waits for one, first come first served."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.serve.problems import Busy, Unavailable
from kg.serve.process import WorkerProcess
from kg.serve.settings import Settings
from kg.serve.tasks import Task

_LOOK_SECONDS = 0.2  # how often who waits for a worker looks whether the client is still there


@dataclass(slots=True, eq=False)
class _Waiter:
    lanes: tuple[str, ...]
    loop: asyncio.AbstractEventLoop
    worker: asyncio.Future[WorkerProcess]


class Lanes:
    """The free workers, and the tasks that wait for one. `wait` on an event loop, all else from any thread.

    `release` is what a worker is given to that nobody took in the end; it may put it back here.
    """

    def __init__(
        self, names: Iterable[str], settings: Settings, release: Callable[[WorkerProcess], None]
    ) -> None:
        self._settings = settings
        self._release = release
        self._free: dict[str, deque[WorkerProcess]] = {name: deque() for name in names}
        self._waiting: deque[_Waiter] = deque()
        self._closed = False
        self._lock = threading.Lock()

    @property
    def idle(self) -> int:
        """How many workers are free."""
        return sum(map(len, self._free.values()))

    @property
    def waiting(self) -> int:
        """How many tasks wait for one."""
        return len(self._waiting)

    def take(self, lanes: tuple[str, ...]) -> WorkerProcess | None:
        """A free worker of the first of `lanes` that has one. Raises Unavailable once it is closed."""
        with self._lock:
            return self._first(lanes)

    def _first(self, lanes: tuple[str, ...]) -> WorkerProcess | None:
        if self._closed:
            raise Unavailable(
                "the endpoint is stopping", "try again in a moment", headers={"Retry-After": "5"}
            )
        for lane in lanes:
            if self._free[lane]:
                return self._free[lane].pop()
        return None

    async def wait(self, task: Task, lanes: tuple[str, ...]) -> WorkerProcess:
        """A worker of `lanes`, as soon as one is free. Raises Busy, and what `task.look` raises."""
        task.state = "waiting"
        entered = self._enter(lanes)
        if isinstance(entered, WorkerProcess):
            return entered
        until = time.monotonic() + self._settings.queue_wait
        try:
            while not entered.worker.done():
                left = until - time.monotonic()
                if left <= 0:
                    raise Busy(
                        f"no worker became free within {self._settings.queue_wait:g} s",
                        "try again in a moment",
                        {"Retry-After": "5"},
                    )
                await asyncio.wait((entered.worker,), timeout=min(left, _LOOK_SECONDS))
                task.look()
            return entered.worker.result()
        except BaseException:
            self._leave(entered)
            raise

    def _enter(self, lanes: tuple[str, ...]) -> WorkerProcess | _Waiter:
        """A worker that has become free since `take`, or a place in the queue. Raises Busy."""
        loop = asyncio.get_running_loop()
        with self._lock:
            worker = self._first(lanes)
            if worker is not None:
                return worker
            if sum(waiter.lanes == lanes for waiter in self._waiting) >= self._settings.queue:
                raise Busy(
                    f"all {self._settings.workers} workers are busy and {self._settings.queue} requests wait",
                    "try again in a moment",
                    {"Retry-After": "2"},
                )
            waiter = _Waiter(lanes, loop, loop.create_future())
            self._waiting.append(waiter)
            return waiter

    def _leave(self, waiter: _Waiter) -> None:
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
        if not waiter.worker.cancel():  # it was handed over in this very moment
            self._release(waiter.worker.result())

    def put(self, worker: WorkerProcess) -> None:
        """Hands a free worker to who waits longest for its lane, or puts it aside."""
        with self._lock:
            for waiter in self._waiting:
                if worker.lane in waiter.lanes:
                    self._waiting.remove(waiter)
                    waiter.loop.call_soon_threadsafe(self._hand_over, worker, waiter)
                    return
            self._free[worker.lane].append(worker)

    def _hand_over(self, worker: WorkerProcess, waiter: _Waiter) -> None:
        if waiter.worker.done():  # it has given up waiting
            self._release(worker)
        else:
            waiter.worker.set_result(worker)

    def withdraw(self, lane: str, unwanted: Callable[[WorkerProcess], bool]) -> WorkerProcess | None:
        """Takes a free worker of a lane away for good, if there is an unwanted one."""
        with self._lock:
            worker = next(filter(unwanted, self._free[lane]), None)
            if worker is not None:
                self._free[lane].remove(worker)
            return worker

    def close(self) -> None:
        """Gives no worker from here on."""
        with self._lock:
            self._closed = True


__all__ = ["Lanes"]
