"""Identical requests at the same time: one evaluation, an answer for everyone who still wants it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from kg.serve.flights import Flights, Gone
from kg.serve.problems import ClientGone, TooManyRequests, Unavailable


class Evaluation:
    """An evaluation that goes on until it is released or deserted, and knows how often it was begun."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun = 0
        self.readers: list[int] = []
        self.release = asyncio.Event()
        self._error = error

    async def __call__(self, deserted: Gone) -> str:
        self.begun += 1
        while not self.release.is_set():
            if deserted():
                raise ClientGone
            await asyncio.sleep(0)
        if self._error is not None and self.begun == 1:
            raise self._error
        return f"answer {self.begun}"

    def settled(self, outcome: str, readers: int) -> None:
        self.readers.append(readers)


def here() -> bool:
    return False


async def together(evaluation: Evaluation, *clients: Callable[[], bool]) -> list[str | BaseException]:
    """What each of the clients gets who ask for the same thing while it is being evaluated."""
    flights: Flights[str] = Flights()
    asking = [
        asyncio.create_task(flights.take("same", gone, evaluation, evaluation.settled)) for gone in clients
    ]
    for _ in range(5):
        await asyncio.sleep(0)
    evaluation.release.set()
    return await asyncio.gather(*asking, return_exceptions=True)


def test_those_who_ask_the_same_at_the_same_time_share_one_evaluation() -> None:
    async def run() -> None:
        evaluation = Evaluation()
        assert await together(evaluation, here, here, here) == ["answer 1"] * 3
        assert evaluation.begun == 1
        assert evaluation.readers == [3]

    asyncio.run(run())


def test_who_asks_afterwards_is_not_given_the_old_answer() -> None:
    async def run() -> None:
        evaluation = Evaluation()
        evaluation.release.set()
        flights: Flights[str] = Flights()
        for number in (1, 2):
            taken = await flights.take("same", here, evaluation, evaluation.settled)
            assert taken == f"answer {number}"

    asyncio.run(run())


@pytest.mark.parametrize("leaves", [0, 1])
def test_a_client_that_leaves_does_not_end_it_for_the_others(leaves: int) -> None:
    async def run() -> None:
        evaluation = Evaluation()
        clients = [here, here]
        clients[leaves] = lambda: True
        answers = await together(evaluation, *clients)
        assert answers[1 - leaves].startswith("answer")

    asyncio.run(run())


def test_it_ends_when_all_have_left() -> None:
    async def run() -> None:
        evaluation = Evaluation()
        answers = await together(evaluation, lambda: True, lambda: True)
        assert [type(answer) for answer in answers] == [ClientGone, ClientGone]

    asyncio.run(run())


def test_an_error_is_everybodys() -> None:
    async def run() -> None:
        evaluation = Evaluation(Unavailable("no"))
        assert [type(a) for a in await together(evaluation, here, here)] == [Unavailable, Unavailable]
        assert evaluation.begun == 1

    asyncio.run(run())


def test_a_refusal_that_is_about_the_first_client_is_not_the_others() -> None:
    async def run() -> None:
        evaluation = Evaluation(TooManyRequests("of yours"))
        first, *others = await together(evaluation, here, here, here)
        assert isinstance(first, TooManyRequests)
        assert all(str(answer).startswith("answer") for answer in others)

    asyncio.run(run())
