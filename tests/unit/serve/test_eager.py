"""Coroutines that are begun at once: they end, fail and are cancelled as in a task."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvloop

from kg.serve.eager import Course, begin

Main = Callable[[], Awaitable[None]]


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Callable[[Main], None]:
    def in_loop(main: Main) -> None:
        async def whole() -> None:
            await main()

        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(whole())

    return in_loop


class Told:
    """What a coroutine says of itself, and the course that says that it has ended."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.ended: asyncio.Future[Course] = asyncio.get_running_loop().create_future()

    def begin(self, wait: Callable[[], Awaitable[object]]) -> Course | None:
        return begin(self._later(wait), asyncio.get_running_loop(), self.ended.set_result)

    async def _later(self, wait: Callable[[], Awaitable[object]]) -> None:
        self.steps.append("begun")
        try:
            self.steps.append(f"got {await wait()}")
        except (ValueError, asyncio.CancelledError) as error:
            self.steps.append(type(error).__name__)
            raise
        finally:
            self.steps.append("left")


async def slowly(value: int) -> int:
    await asyncio.sleep(0)
    await asyncio.sleep(0.001)
    return value


async def at_once() -> int:
    return 3


async def failing() -> None:
    await asyncio.sleep(0.001)
    raise ValueError("as told")


def test_what_need_not_wait_is_done(run: Callable[[Main], None]) -> None:
    async def main() -> None:
        told = Told()
        assert told.begin(at_once) is None
        assert told.steps == ["begun", "got 3", "left"]
        assert not told.ended.done()  # whoever began it knows

    run(main)


def test_an_error_in_the_first_step_is_raised_at_once(run: Callable[[Main], None]) -> None:
    async def wrong() -> None:
        raise ValueError("at once")

    async def main() -> None:
        with pytest.raises(ValueError, match="at once"):
            Told().begin(wrong)

    run(main)


def test_what_waits_goes_on_by_itself_and_says_when_it_ends(run: Callable[[Main], None]) -> None:
    async def main() -> None:
        told = Told()
        course = told.begin(lambda: slowly(7))
        assert course is not None
        assert told.steps == ["begun"]
        assert await told.ended is course
        assert told.steps == ["begun", "got 7", "left"]

    run(main)


def test_what_a_thread_or_a_shared_future_gives_is_waited_for(run: Callable[[Main], None]) -> None:
    async def main() -> None:
        for wait in (
            lambda: asyncio.to_thread(int, "8"),
            lambda: asyncio.shield(asyncio.ensure_future(slowly(8))),
        ):
            told = Told()
            assert told.begin(wait) is not None
            await told.ended
            assert told.steps == ["begun", "got 8", "left"]

    run(main)


def test_what_courses_and_a_task_wait_for_together_each_shields_for_itself(
    run: Callable[[Main], None],
) -> None:
    async def main() -> None:
        shared: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def result() -> int:
            return await asyncio.shield(shared)  # as `Flights` does; see `Course`

        first, second = Told(), Told()
        first.begin(result)
        task = asyncio.ensure_future(result())
        second.begin(result)
        await asyncio.sleep(0)
        shared.set_result(9)
        assert await task == 9
        for told in (first, second):
            await told.ended
            assert told.steps == ["begun", "got 9", "left"]

    run(main)


def test_an_error_after_a_wait_goes_to_the_event_loops_handler(run: Callable[[Main], None]) -> None:
    async def main() -> None:
        reported: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
        told = Told()
        told.begin(failing)
        await told.ended
        await asyncio.sleep(0)
        assert told.steps == ["begun", "ValueError", "left"]
        assert [str(context["exception"]) for context in reported] == ["as told"]

    run(main)


def test_a_course_that_is_cancelled_ends_what_was_begun(run: Callable[[Main], None]) -> None:
    async def main() -> None:
        told = Told()
        course = told.begin(lambda: asyncio.sleep(60))
        assert course is not None
        course.cancel("the server ends")
        assert await told.ended is course
        assert told.steps == ["begun", "CancelledError", "left"]

    run(main)
