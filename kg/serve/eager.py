"""Coroutines that are begun at once and driven by what they wait for; Python 3.12 has eager tasks for that.

A task takes its first step in the event loop's next round, and is entered in a list of all tasks: an eighth of the
time of a look-up, which is on its way to a worker before the round ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Course:
    """A coroutine that has been begun and waits. Like a task, it can be cancelled; it has no result.

    It must not ask for the current task, as `asyncio.timeout` does. An error of its goes to the event loop's handler.

    What it relies on: a future that is awaited yields itself, once, and gives its result or error when the coroutine
    is sent on after it is done (`asyncio.Future.__await__`); `asyncio.sleep(0)` yields None. Nobody else may await the
    same future: a task marks what it waits for as seen, for which there is no public way, and without that the second
    who awaits it gets "await wasn't used with future". What several wait for, each takes through `asyncio.shield`.
    """

    __slots__ = ("_coroutine", "_ended", "_loop", "_waits_for")

    def __init__(
        self,
        coroutine: Coroutine[Any, Any, None],
        loop: asyncio.AbstractEventLoop,
        ended: Callable[[Course], None],
    ) -> None:
        self._coroutine = coroutine
        self._loop = loop
        self._ended = ended
        self._waits_for: asyncio.Future[Any] | None = None

    def step(self) -> bool:
        """Goes on to where the coroutine waits; False when it has ended."""
        try:
            self._waits_for = waits_for = self._coroutine.send(None)
        except StopIteration:
            return False
        if waits_for is None:  # what `asyncio.sleep(0)` does
            self._loop.call_soon(self._go_on)
        else:
            waits_for.add_done_callback(self._go_on)
        return True

    def _go_on(self, _: object = None) -> None:
        """The next step. What was waited for gives the coroutine its result or error itself."""
        left = False
        try:
            left = self.step()
        except asyncio.CancelledError:
            pass
        finally:
            if not left:
                self._ended(self)

    def cancel(self, msg: str | None = None) -> None:
        """Ends the wait with CancelledError."""
        if self._waits_for is not None:
            self._waits_for.cancel(msg)


def begin(
    coroutine: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop, ended: Callable[[Course], None]
) -> Course | None:
    """Begins a coroutine; None if it need not wait. `ended` is told the course at its end, however that comes."""
    course = Course(coroutine, loop, ended)
    return course if course.step() else None


__all__ = ["Course", "begin"]
