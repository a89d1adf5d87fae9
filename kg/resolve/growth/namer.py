"""Names in a graph that grows: what the ledger holds of them, and which are fresh.

The fresh ones are those that `kg.resolve.names.distinct` would give to all nodes together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from kg.resolve.growth.ledger import Entangled, Ledger
from kg.resolve.names import tried

Candidate = tuple[str, ...]


def dump(candidate: Candidate) -> str:
    """What a name is made of, as the ledger holds it."""
    return msgspec.json.encode(candidate).decode()


def candidate_of(ledger: Ledger, node: str) -> Candidate:
    """What the fresh name of a known node is made of."""
    (parts,) = ledger.rows("SELECT parts FROM name WHERE node = ?", node)[0]
    return tuple(msgspec.json.decode(parts))


def published_name(ledger: Ledger, node: str) -> str:
    """The name under which a node is published; "" where it is not."""
    row = ledger.row("SELECT published FROM name WHERE node = ?", node)
    return "" if row is None else str(row[0])


def renamed(ledger: Ledger, changed: Mapping[str, Candidate | None]) -> dict[str, str]:
    """The fresh names of the nodes that have changed (None: are gone) and of those that gain or lose by it.

    Two nodes matter to each other only if they ever tried the same name; so the nodes that tried a name of those
    that have changed are named together with them, and so on until nobody else is met.
    """
    involved: dict[str, Candidate] = {}
    met: set[str] = set()
    pending: list[str] = []

    def meet(names: Iterable[str]) -> None:
        pending.extend(n for n in names if n not in met)
        met.update(names)

    for node, candidate in changed.items():
        meet([n for (n,) in ledger.rows("SELECT name FROM tried WHERE node = ?", node)])
        if candidate is not None:
            involved[node] = candidate
            meet(candidate[:1])
    while True:
        while pending:
            name = pending.pop()
            for (node,) in ledger.rows("SELECT node FROM tried WHERE name = ?", name):
                if node not in involved and node not in changed:
                    involved[node] = candidate_of(ledger, node)
                    meet([n for (n,) in ledger.rows("SELECT name FROM tried WHERE node = ?", node)])
        order = sorted(involved)
        steps = tried([involved[node] for node in order])
        if all(name in met for names in steps for name in names):
            break
        meet([name for names in steps for name in names])
    if len({involved[node] for node in order}) < len(order):
        # Which of two is counted first depends on the order of all nodes.
        raise Entangled("two nodes are alike in all that their names are made of")
    ledger.drop("tried", "node", [*changed, *involved])
    ledger.put("tried", ((n, node) for node, names in zip(order, steps, strict=True) for n in names))
    return {node: names[-1] for node, names in zip(order, steps, strict=True)}
