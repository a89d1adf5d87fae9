"""Coroutines that are begun at once, and become a task only where they wait; Python 3.12 has eager tasks for that.

A task takes its first step in the event loop's next round, which a look-up need not wait for: the query is on its
way to a worker before the round ends.
"""

from __future__ import annotations

from collections.abc import Coroutine, Generator
from dataclasses import dataclass
from types import coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a coroutine has returned without waiting."""

    value: T


def begin(begun: Coroutine[Any, Any, T]) -> Done[T] | Coroutine[Any, Any, T]:
    """What the coroutine returns, if it need not wait; else a coroutine that does the rest of it, for a task.

    The first step belongs to no task: it must not ask for the current one, as `asyncio.timeout` does.
    """
    try:
        waits_for = begun.send(None)
    except StopIteration as end:
        return Done(end.value)
    return _rest(begun, waits_for)


@coroutine
def _rest(begun: Coroutine[Any, Any, T], waits_for: Any) -> Generator[Any, Any, T]:
    """Waits for what the coroutine waits for, and so on, until it ends."""
    try:
        while True:
            try:
                sent = yield waits_for
            except GeneratorExit:
                raise
            except BaseException as error:
                waits_for = begun.throw(error)
            else:
                waits_for = begun.send(sent)
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        begun.close()


__all__ = ["Done", "begin"]
