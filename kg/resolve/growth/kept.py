"""The names under which nodes are published when articles come: kept where the evidence of a node is what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.namer import Candidate, dump, published_name, renamed
from kg.resolve.names import Kept, NameChange, keep_some


@dataclass(slots=True)
class Renamed:
    """The nodes that are published under another name than before, and names that nothing bears any more."""

    nodes: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


class Names:
    """The fresh and the published names of the ledger's nodes."""

    def __init__(self, ledger: Ledger, evidence_of: Callable[[str], tuple[str, ...]]) -> None:
        """`evidence_of` gives the keys under which the name of an event, a statement or a count is kept."""
        self._ledger = ledger
        self._evidence_of = evidence_of

    def name(self, candidates: Mapping[str, Candidate], gone: Iterable[str]) -> set[str]:
        """Name nodes; those of them, and of all others, that are called otherwise than before."""
        ledger = self._ledger
        fresh = renamed(ledger, {**candidates, **dict.fromkeys(gone)})
        changed = set()
        for node, name in fresh.items():
            row = ledger.row("SELECT fresh, published, parts, face FROM name WHERE node = ?", node)
            was, published, parts, face = row or ("", "", "", "")
            if was != name:
                changed.add(node)
            parts = dump(candidates[node]) if node in candidates else parts
            ledger.put("name", [(node, name, published, parts, face)])
        return changed

    def keep(
        self,
        entities: Mapping[str, tuple[str, ...]],
        touched: Iterable[str],
        evidence: Mapping[str, tuple[str, ...]],
        off: Iterable[str],
        kept: Kept,
        revision: str,
        unsaid: Iterable[str],
        lost: Iterable[str],
    ) -> tuple[NameChange, Renamed]:
        """What changes of the names kept, and the nodes that are published otherwise than before.

        `entities`: the evidence of the actors and places of new articles, `touched` all that have changed;
        `evidence` that of events, statements and counts that have; `off` are nodes that are no more. `unsaid` is the
        evidence that has gone with articles, `lost` are the published names of actors and places that have.
        """
        ledger = self._ledger
        other = Renamed()
        known = {node: p for node in entities if (p := published_name(ledger, node))}
        mine = {node: keys for node, keys in entities.items() if node not in known}
        mine |= {node: () for node in touched if node not in entities and not published_name(ledger, node)}
        mine |= evidence
        # Evidence that has come from a node of which nothing else has changed: its name is at stake too.
        for node in self._bearers(
            {old for keys in evidence.values() for k in keys if (old := kept.reports.get(k)) is not None}
        ):
            if node not in mine and node not in off:
                mine[node] = self._evidence_of(node)
        fresh = {node: self._fresh(node) for node in mine}
        before = {node: published_name(ledger, node) for node in (*mine, *off)}
        at_stake = {*before.values(), *lost} - {""}
        chosen, change = keep_some(
            {fresh[node]: keys for node, keys in mine.items()},
            kept,
            revision,
            lambda name: name not in at_stake and bool(self._bearers({name})),
        )
        for node in mine:
            published = chosen[fresh[node]]
            if published != before[node]:
                other.nodes.add(node)
                ledger.rows("UPDATE name SET published = ? WHERE node = ?", published, node)
        other.gone = at_stake - set(chosen.values())
        reports = {**change.reports, **{key: known[node] for node in known for key in entities[node]}}
        dropped = kept.keys_of(at_stake) | {key for key in unsaid if key in kept.reports}
        dropped -= reports.keys()
        return replace(change, dropped=tuple(sorted(dropped)), reports=reports), other

    def _bearers(self, names: Iterable[str]) -> list[str]:
        return [
            node
            for name in names
            for (node,) in self._ledger.rows("SELECT node FROM name WHERE published = ?", name)
        ]

    def _fresh(self, node: str) -> str:
        return str(self._ledger.rows("SELECT fresh FROM name WHERE node = ?", node)[0][0])
