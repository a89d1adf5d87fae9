"""SERVICE for a query outside of the server: the same checks, the same door, the same bound join."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from kg.serve.bound import bound
from kg.serve.guard import check
from kg.serve.relay import Relay
from kg.serve.syntax import read_query


@contextmanager
def federated(
    text: str, allowed: frozenset[str], ask: Callable[[str], Iterable[str] | None]
) -> Iterator[str]:
    """The query's text with its services bound by `ask` and led through a relay, which runs for as long.

    Raises what `kg.serve.guard.check` raises for a service outside `allowed`, before anything is sent.
    """
    check(read_query(text), allowed)
    query = read_query(bound(text, ask))
    relay = Relay(allowed)
    relay.start()
    try:
        yield relay.rewrite(query)
    finally:
        relay.stop()


__all__ = ["federated"]
