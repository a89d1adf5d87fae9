"""Coroutines that are begun at once: the same results, errors and cancellations as those of a task."""

from __future__ import annotations

import asyncio

import pytest

from kg.serve.eager import Done, begin


async def at_once(value: int) -> int:
    return value


async def later(steps: list[str], fail: bool = False) -> int:
    steps.append("begun")
    try:
        await asyncio.sleep(0)
        await asyncio.sleep(0.001)
        if fail:
            raise ValueError("as told")
    finally:
        steps.append("ended")
    return 7


def test_what_need_not_wait_is_done() -> None:
    assert begin(at_once(3)) == Done(3)


def test_an_error_in_the_first_step_is_raised_at_once() -> None:
    async def wrong() -> None:
        raise ValueError("at once")

    with pytest.raises(ValueError, match="at once"):
        begin(wrong())


def test_what_waits_goes_on_in_a_task() -> None:
    async def main() -> None:
        steps: list[str] = []
        left = begin(later(steps))
        assert steps == ["begun"]
        assert not isinstance(left, Done)
        assert await asyncio.create_task(left) == 7
        assert steps == ["begun", "ended"]

    asyncio.run(main())


def test_an_error_after_a_wait_is_the_tasks() -> None:
    async def main() -> None:
        left = begin(later([], fail=True))
        assert not isinstance(left, Done)
        with pytest.raises(ValueError, match="as told"):
            await asyncio.create_task(left)

    asyncio.run(main())


def test_a_task_that_is_cancelled_cancels_what_was_begun() -> None:
    async def main() -> None:
        steps: list[str] = []
        left = begin(later(steps))
        assert not isinstance(left, Done)
        task = asyncio.create_task(left)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert steps == ["begun", "ended"]

    asyncio.run(main())
