"""Identical requests at the same time: one of them is evaluated, and all of them get its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from kg.serve.problems import ClientGone, TooManyRequests

Gone = Callable[[], bool]
T = TypeVar("T")


class _Flight(Generic[T]):
    """An evaluation under way, and the clients that wait for it."""

    def __init__(self, gone: Gone) -> None:
        self.clients = [gone]
        self.landing: asyncio.Future[T] | None = None

    def deserted(self) -> bool:
        """True when every client has gone; one that is left keeps the evaluation alive for itself."""
        return all(gone() for gone in self.clients)


class Flights(Generic[T]):
    """The evaluations under way by what is asked. To be used on one event loop."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, _Flight[T]] = {}
        self.shared = 0

    async def take(
        self,
        name: Hashable,
        gone: Gone,
        evaluate: Callable[[Gone], Awaitable[T]],
        settled: Callable[[T, int], None],
    ) -> T:
        """What `evaluate` gives; for those who ask for the same `name` meanwhile, the same object or error.

        `evaluate` is told by its argument when nobody waits any more. `settled` is called once, with the
        outcome and the number of clients that get it, before any of them does.
        """
        while (flight := self._under_way.get(name)) is not None:
            flight.clients.append(gone)
            if flight.landing is None:
                flight.landing = asyncio.get_running_loop().create_future()
            self.shared += 1
            try:
                return await asyncio.shield(flight.landing)
            except (TooManyRequests, ClientGone):  # true of the first client, not of this one
                if gone():
                    raise
        flight = self._under_way[name] = _Flight(gone)
        try:
            outcome = await evaluate(flight.deserted)
        except BaseException as error:
            del self._under_way[name]
            if flight.landing is not None:
                if isinstance(error, asyncio.CancelledError):
                    flight.landing.cancel()
                else:
                    flight.landing.set_exception(error)
                    flight.landing.exception()  # seen, even if all who waited for it were cancelled
            raise
        del self._under_way[name]
        settled(outcome, len(flight.clients))
        if flight.landing is not None:
            flight.landing.set_result(outcome)
        return outcome


__all__ = ["Flights", "Gone"]
