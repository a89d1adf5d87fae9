"""Names of nodes: readable, made from what a node is, kept once they are published.

A fresh build's names are a function of the set of articles alone (`distinct`). A graph that grows keeps the
names it has given: `keep` finds, for every node of the fresh build, the name under which its reports were
published before. Both rules are apart, so that both can hold: kept names change what nodes are called and
nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

Replaced = tuple[tuple[str, str, str], ...]
"""Names that were given up: (old id, successor, revision)."""


class Kept(Protocol):
    """The names that a graph has given so far, wherever they are held; see `KeptNames`."""

    @property
    def reports(self) -> Mapping[str, str]:
        """Evidence key → the node it was last part of."""

    @property
    def since(self) -> Mapping[str, int]:
        """Node id → ordinal of the revision that first published it."""

    @property
    def replaced(self) -> Replaced:
        """The names that were given up."""

    @property
    def count(self) -> int:
        """How many revisions there have been."""

    def keys_of(self, names: Iterable[str]) -> set[str]:
        """The evidence keys that lead to these names."""


@dataclass(frozen=True, slots=True)
class NameChange:
    """What one step changes of the names kept: evidence keys that lead elsewhere, or nowhere (`dropped`).

    `since` are the names first published; `replaced` and `count` are those of all names from then on.
    """

    dropped: tuple[str, ...]
    reports: Mapping[str, str]
    since: Mapping[str, int]
    replaced: Replaced
    count: int


@dataclass(frozen=True, slots=True)
class KeptNames:
    """The names that a graph has given so far, to be stored beside it and passed to the next `resolve`.

    `reports`: evidence key (see `evidence_key`) → the node it was last part of. `since`: node id → ordinal of
    the revision that first published it. `replaced`: (old id, successor, revision), kept for good. `count`:
    how many revisions there have been.
    """

    reports: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, int] = field(default_factory=dict)
    replaced: Replaced = ()
    count: int = 0

    def keys_of(self, names: Iterable[str]) -> set[str]:
        """The evidence keys that lead to these names."""
        wanted = set(names)
        return {key for key, name in self.reports.items() if name in wanted}

    def change_to(self, names: KeptNames) -> NameChange:
        """What leads from these names to those of the next revision."""
        return NameChange(
            dropped=tuple(sorted(self.reports.keys() - names.reports.keys())),
            reports={key: name for key, name in names.reports.items() if self.reports.get(key) != name},
            since={name: n for name, n in names.since.items() if name not in self.since},
            replaced=names.replaced,
            count=names.count,
        )

    def after(self, change: NameChange) -> KeptNames:
        """The names that a change leads to."""
        dropped = set(change.dropped)
        reports = {key: name for key, name in self.reports.items() if key not in dropped}
        since = {**self.since, **change.since}
        return KeptNames({**reports, **change.reports}, since, change.replaced, change.count)


def evidence_key(kind: str, article: str, begin: int, end: int) -> str:
    """What identifies one piece of evidence over builds: the kind of node, the article and the span."""
    return f"{kind}:{article}#{begin}-{end}"


def short_hash(text: str) -> str:
    """Eight hexadecimal digits that depend on `text` alone."""
    return blake2b(text.encode(), digest_size=4).hexdigest()


def distinct(candidates: Sequence[tuple[str, ...]]) -> list[str]:
    """One name for each candidate (a name, then what to add to it in turn), no two alike.

    A candidate that shares its name with another gets its next addition, and so has the other: which of them
    came first makes no difference. Only candidates alike in all their parts, made from one span of one article,
    are counted through, in the order given.
    """
    return [steps[-1] for steps in tried(candidates)]


def tried(candidates: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """The names that `distinct` gives, each after those that its candidate had on the way to it."""
    names = [c[0] for c in candidates]
    steps = [[name] for name in names]
    depth = [1] * len(candidates)
    while True:
        alike: dict[str, list[int]] = defaultdict(list)
        for i, name in enumerate(names):
            alike[name].append(i)
        clashes = [g for g in alike.values() if len(g) > 1]
        if not clashes:
            return steps
        for group in clashes:
            longer = [i for i in group if depth[i] < len(candidates[i])]
            if not longer:
                for count, i in enumerate(group[1:], 2):
                    names[i] = f"{names[i]}-{count}"
                    steps[i].append(names[i])
            for i in longer:
                if candidates[i][depth[i]]:
                    names[i] = f"{names[i]}-{candidates[i][depth[i]]}"
                    steps[i].append(names[i])
                depth[i] += 1


def keep(
    evidence: Mapping[str, Iterable[str]], kept: KeptNames, revision: str
) -> tuple[dict[str, str], KeptNames]:
    """Which fresh name becomes which kept one, and the names to keep from now on; `evidence` is that of all nodes."""
    chosen, change = keep_some(evidence, kept, revision, lambda name: False)
    since = {**kept.since, **change.since}
    return chosen, KeptNames(change.reports, since, change.replaced, change.count)


def keep_some(
    evidence: Mapping[str, Iterable[str]], kept: Kept, revision: str, borne: Callable[[str], bool]
) -> tuple[dict[str, str], NameChange]:
    """Which fresh name becomes which kept one, and what that changes; nothing is dropped.

    `evidence`: fresh node id → its evidence keys. A name goes where most of its evidence went (after a split
    the larger part keeps it); a node that inherits several names keeps the oldest, and the others are
    recorded as replaced by it. A fresh name that another node bears, or that leads on to another, is set
    apart by a hash. `borne` says whether a node that is not asked about has that name.
    """
    members = {fresh: sorted(keys) for fresh, keys in evidence.items()}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for fresh, keys in members.items():
        for key in keys:
            if (old := kept.reports.get(key)) is not None:
                votes[old][fresh] += 1
    heirs: dict[str, list[str]] = defaultdict(list)
    for old, parts in votes.items():
        # Of two nodes with the same words for evidence, each keeps the name that is its own.
        heirs[min(parts, key=lambda f: (-parts[f], f != old, members[f][0], f))].append(old)
    chosen: dict[str, str] = {}
    replaced: list[tuple[str, str, str]] = []
    for fresh, olds in sorted(heirs.items()):
        olds.sort(key=lambda o: (kept.since.get(o, kept.count), -votes[o][fresh], o))
        chosen[fresh] = olds[0]
        replaced += [(old, olds[0], revision) for old in olds[1:]]
    taken = set(chosen.values()) | {old for old, _, _ in (*kept.replaced, *replaced)}
    for fresh in sorted(members):
        if fresh not in chosen:
            name = fresh
            if name in taken or borne(name):
                name = f"{fresh}-{short_hash(members[fresh][0] if members[fresh] else fresh)}"
            chosen[fresh] = name
            taken.add(name)
    return chosen, NameChange(
        dropped=(),
        reports={key: chosen[fresh] for fresh, keys in members.items() for key in keys},
        since={name: kept.count for name in chosen.values() if name not in kept.since},
        replaced=_lead_on((*kept.replaced, *replaced), set(chosen.values()), borne),
        count=kept.count + 1,
    )


def _lead_on(
    replaced: Iterable[tuple[str, str, str]], chosen: set[str], borne: Callable[[str], bool]
) -> Replaced:
    """Replacements that lead straight to where they end; those of names that live again are dropped."""
    replaced = tuple(replaced)
    alive = {old for old, _, _ in replaced if old in chosen or borne(old)}
    successor = {old: new for old, new, _ in replaced if old not in alive}
    out = set()
    for old, _, revision in replaced:
        if old in alive:
            continue
        new, seen = successor[old], {old}
        while new in successor and new not in seen:
            seen.add(new)
            new = successor[new]
        out.add((old, new, revision))
    return tuple(sorted(out))
