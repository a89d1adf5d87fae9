"""A job for the workers with all that is known about who asked for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from kg.serve import wire
from kg.serve.problems import ClientGone
from kg.serve.process import Stopped

Lane = Literal["general", "reserved", "federated"]


@dataclass(slots=True, eq=False)
class Task:
    """A job with all that is known about it; one for each request that is being answered."""

    job: wire.Job
    lane: Lane
    client: str = ""
    digest: str = ""
    text: str = ""
    gone: Callable[[], bool] = lambda: False
    id: int = 0
    since: float = field(default_factory=time.monotonic)
    began: float = field(default_factory=time.time)
    state: str = "waiting"
    pid: int | None = None
    stop: bool = False

    @property
    def seconds(self) -> float:
        """How long the job may run."""
        return self.job.seconds

    def look(self) -> None:
        """Raises when nobody wants the answer any more."""
        if self.stop:
            raise Stopped("the operator ended this query", "ask who runs the endpoint")
        if self.gone():
            raise ClientGone


__all__ = ["Lane", "Task"]
