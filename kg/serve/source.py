"""Where the pool's workers come from: forks of a process that has the snapshot in memory, or new ones on disk."""

from __future__ import annotations

import logging
import threading

from kg.errors import EnvironmentProblem
from kg.serve.process import WorkerProcess
from kg.serve.resident import Resident
from kg.serve.settings import Settings

_NICENESS = {"general": 2, "reserved": 0, "federated": 2}
_log = logging.getLogger("kg.serve.workers")


class Source:
    """Makes workers for one revision, until it goes over to another, or from disk to memory.

    Workers have a generation: the number of times that it has gone over before they were made.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._resident: Resident | None = None
        self._generation = 0
        self.revision = ""

    @property
    def in_memory(self) -> bool:
        """True while new workers have the snapshot in memory."""
        return self._resident is not None

    def go_over(self, revision: str, resident: Resident | None = None) -> None:
        """Makes workers for that revision from here on: forks of `resident`, which is the source's own now, or on
        disk."""
        with self._lock:
            self.revision = revision
            self._resident, old = resident, self._resident
            self._generation += 1
        if old is not None:
            old.end()

    def let_go(self) -> None:
        """Gives back the memory that holds the snapshot; workers that have it go on."""
        with self._lock:
            resident, self._resident = self._resident, None
        if resident is not None:
            resident.end()

    def is_outdated(self, worker: WorkerProcess) -> bool:
        """True for a worker that was made before the last change."""
        return worker.revision != self.revision or worker.generation != self._generation

    def make(self, lane: str) -> WorkerProcess:
        """A new worker. Raises EnvironmentProblem when it does not come up."""
        with self._lock:
            generation, resident = self._generation, self._resident
        try:
            worker = self._forked(lane, resident) or WorkerProcess.start(
                self._settings.graph_dir,
                self.revision,
                lane=lane,
                memory=self._settings.memory,
                online=lane == "federated",
                niceness=_NICENESS[lane],
            )
        except OSError as error:
            raise EnvironmentProblem(
                f"no worker can be started: {error}",
                "the system may be short of memory, or its limits on processes and open files too low (ulimit)",
            ) from error
        worker.generation = generation
        return worker

    def _forked(self, lane: str, resident: Resident | None) -> WorkerProcess | None:
        # What may call out keeps the network, which the fork server has left.
        if resident is None or resident.revision != self.revision or lane == "federated":
            return None
        try:
            return WorkerProcess.fork(
                resident, lane=lane, memory=self._settings.memory, niceness=_NICENESS[lane]
            )
        except EnvironmentProblem as error:
            with self._lock:
                mine = self._resident is resident  # or it was ended on purpose
            if mine:
                _log.warning("workers read the snapshot from disk from here on: %s", error)
                self.let_go()
            return None


__all__ = ["Source"]
