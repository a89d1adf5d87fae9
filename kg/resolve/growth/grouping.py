"""Which local actors, and which local places, of new articles are one: with each other, and with known ones.

A local actor that nothing but its hard key decides on (a state, an unnamed official) is put with those of its key.
For any other, all local actors that share a trait with it, or with one of these, are grouped again by the rules of
`kg.resolve.actors`; if that puts two known actors together, or takes one apart, too much depends on it, and
everything is resolved anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from kg.model import Extraction, LocalActor, LocalPlace
from kg.resolve.actors import grouped, hard_key
from kg.resolve.company import Local
from kg.resolve.days import ordinal
from kg.resolve.facts import Facts
from kg.resolve.growth.ledger import Entangled, Ledger, encode
from kg.resolve.growth.traits import Trait, traits
from kg.resolve.places import is_proper
from kg.resolve.roster import Ref
from kg.resolve.text import name_tokens

_MOST = 20_000

_local = msgspec.msgpack.Decoder(tuple[LocalActor, int | None]).decode

HardKey = tuple[str, Ref, bool]
"""A hard key, one who has it, and whether a trait decides on those who have it too."""


@dataclass(slots=True)
class Group:
    """New local actors or places of one node, which is None until it has a name."""

    refs: list[Ref]
    node: str | None = None


def packed_local(local: Local) -> bytes:
    """A local actor as identifying it needs it."""
    return encode((replace(local.actor, mentions=()), local.day))


def key_text(key: tuple[str, ...]) -> str:
    """A hard key as the ledger holds it."""
    return "\t".join(key)


def hard_place(place: LocalPlace) -> str | None:
    """What makes two local places one; None for a description, which stays in its article."""
    if place.entry:
        return f"place {place.entry}"
    if not is_proper(place.name):
        return None
    return f"{named_place(place)}{place.state or ''}"


def named_place(place: LocalPlace) -> str:
    """How the hard keys of all places of that name begin."""
    return f"named {' '.join(name_tokens(place.name))}\t"


class Grouping:
    """Puts the local actors and places of new articles together, and with known ones, as the ledger's rows say."""

    def __init__(self, ledger: Ledger, facts: Facts) -> None:
        self._ledger = ledger
        self._facts = facts

    # --- which local actors are one -----------------------------------------------------------------------

    def actors(self, news: Sequence[Extraction]) -> tuple[list[Group], list[HardKey]]:
        """The groups of all local actors; Entangled when known actors become others."""
        locals_ = {(x.article, a.key): Local(x.article, ordinal(x.issued), a) for x in news for a in x.actors}
        position = {(x.article, a.key): i for x in news for i, a in enumerate(x.actors)}
        keys = {ref: key_text(one) for ref, local in locals_.items() if (one := hard_key(local)) is not None}
        found = {ref: traits(local, self._facts) for ref, local in locals_.items()}
        hard: dict[str, tuple[str, bool]] = {}
        for key in set(keys.values()):
            row = self._ledger.row("SELECT node, entangled FROM hard WHERE key = ?", key)
            if row is not None:
                hard[key] = row[0], bool(row[1])
        bound = {keys[ref] for ref, its in found.items() if its and ref in keys}
        if any(key in hard and not hard[key][1] for key in bound):
            raise Entangled("a name begins to stand for more than one kind of actor")
        bound |= {key for key, (_, entangled) in hard.items() if entangled}
        together = {ref: None for ref in locals_ if found[ref] or keys.get(ref) in bound}
        alone = [ref for ref in locals_ if ref not in together]
        groups = self._by_key(alone, keys, hard)
        groups += self._regrouped(list(together), locals_, position, found, hard, keys)
        self._ledger.put(
            "ref",
            (
                (
                    *ref,
                    position[ref],
                    group.node or "",
                    keys.get(ref),
                    None,
                    packed_local(locals_[ref]) if ref in together else None,
                )
                for group in groups
                for ref in group.refs
            ),
        )
        self._ledger.put("trait", ((trait, *ref) for ref, its in found.items() for trait, _ in its))
        return groups, [(key, ref, key in bound) for ref, key in keys.items()]

    def _by_key(
        self, refs: Iterable[Ref], keys: Mapping[Ref, str], hard: Mapping[str, tuple[str, bool]]
    ) -> list[Group]:
        groups: list[Group] = []
        by_key: dict[str, Group] = {}
        for ref in refs:
            key = keys.get(ref)
            if key is None:
                groups.append(Group([ref]))
            elif key in by_key:
                by_key[key].refs.append(ref)
            else:
                by_key[key] = Group([ref], hard[key][0] if key in hard else None)
        return [*groups, *by_key.values()]

    def _regrouped(
        self,
        refs: Sequence[Ref],
        locals_: Mapping[Ref, Local],
        position: Mapping[Ref, int],
        found: Mapping[Ref, Sequence[tuple[str, str | None]]],
        hard: Mapping[str, tuple[str, bool]],
        keys: Mapping[Ref, str],
    ) -> list[Group]:
        around = {ref: locals_[ref] for ref in refs}
        places = {ref: position[ref] for ref in refs}
        pending = [trait for ref in refs for trait in found[ref]]
        nodes = {hard[keys[ref]][0] for ref in refs if keys.get(ref) in hard}
        node_of = self._company(around, places, pending, nodes)
        groups = []
        for group in self._grouped(around, places, node_of):
            new = [ref for ref in group if ref not in node_of]
            if new:
                groups.append(Group(new, next((node_of[ref] for ref in group if ref in node_of), None)))
        return groups

    def _company(
        self, around: dict[Ref, Local], places: dict[Ref, int], pending: list[Trait], nodes: set[str]
    ) -> dict[Ref, str]:
        """The nodes of all local actors that share the `pending` traits, with these or those of `nodes`, and so on.

        They are put `around` those that are there, with their `places` in their articles.
        """
        node_of: dict[Ref, str] = {}
        new_traits = {trait for trait, _ in pending}
        seen: set[str] = set()
        loaded: set[str] = set()
        while pending or nodes - loaded:
            while pending:
                trait, needed = pending.pop()
                if trait in seen or not (needed is None or needed in new_traits or self._has(needed)):
                    continue
                seen.add(trait)
                nodes |= {
                    node
                    for (node,) in self._ledger.rows(
                        "SELECT DISTINCT r.node FROM trait t JOIN ref r ON r.article = t.article AND r.key = t.key"
                        " WHERE t.trait = ?",
                        trait,
                    )
                }
            for node in nodes - loaded:
                loaded.add(node)
                query = "SELECT article, key, position, local FROM ref WHERE node = ?"
                for article, key, place, local in self._ledger.rows(query, node):
                    if local is None:
                        raise Entangled("an actor is met in a way that it was not met in before")
                    actor, day = _local(local)
                    around[(article, key)] = Local(article, day, actor)
                    places[(article, key)] = place
                    node_of[(article, key)] = node
                    pending += traits(around[(article, key)], self._facts)
                if len(around) > _MOST:
                    raise Entangled("an actor is met whose name many others share")
        return node_of

    def _grouped(
        self, around: Mapping[Ref, Local], places: Mapping[Ref, int], node_of: Mapping[Ref, str]
    ) -> list[list[Ref]]:
        """The local actors in groups; Entangled when known actors become others."""
        ordered = sorted(around, key=lambda ref: (ref[0], places[ref]))
        groups = grouped({ref: around[ref] for ref in ordered}, self._facts)
        met: set[str] = set()
        for group in groups:
            known = {node_of[ref] for ref in group if ref in node_of}
            if len(known) > 1 or known & met:
                raise Entangled("known actors become one, or one becomes two")
            met |= known
        return groups

    def _has(self, trait: str) -> bool:
        return self._ledger.row("SELECT 1 FROM trait WHERE trait = ? LIMIT 1", trait) is not None

    # --- who goes -----------------------------------------------------------------------------------------

    def leave(self, articles: Iterable[str]) -> dict[Ref, str]:
        """Take out the local actors and places of some articles; the node that each was.

        Entangled when those that are left of known actors or places become others.
        """
        gone: dict[Ref, str] = {}
        keys: set[tuple[str, str]] = set()
        around: dict[Ref, Local] = {}
        places: dict[Ref, int] = {}
        query = "SELECT key, position, node, hard, local FROM ref WHERE article = ?"
        for article in articles:
            for key, position, node, hard, local in self._ledger.rows(query, article):
                ref = (article, key)
                gone[ref] = node
                if hard is not None:
                    keys.add((hard, node))
                if local is not None:
                    actor, day = _local(local)
                    around[ref], places[ref] = Local(article, day, actor), position
        pending = [trait for local in around.values() for trait in traits(local, self._facts)]
        nodes = {gone[ref] for ref in around}
        node_of = self._company(around, places, pending, nodes)
        left = {ref: local for ref, local in around.items() if ref not in gone}
        self._grouped(left, places, node_of)
        for table in ("ref", "trait"):
            self._ledger.drop(table, "article", {article for article, _ in gone})
        heads: dict[str, int] = {}
        for key, node in keys:
            if self._ledger.row("SELECT 1 FROM ref WHERE node = ? AND hard = ? LIMIT 1", node, key) is None:
                if key.startswith("named "):
                    head = key.partition("\t")[0] + "\t"
                    heads.setdefault(head, len(self._named(head)))
                self._ledger.drop("hard", "key", [key])
        for head, before in heads.items():
            bearers = self._named(head)
            if before > 2 and len(bearers) == 2 and head in bearers:
                raise Entangled("two places of one name become one")
        return gone

    def _named(self, head: str) -> dict[str, str]:
        """The nodes of the places of a name, by their hard keys."""
        query = "SELECT key, node FROM hard WHERE key >= ? AND key < ?"
        return dict(self._ledger.rows(query, head, head[:-1] + "\n"))

    # --- which local places are one -----------------------------------------------------------------------

    def places(self, places: Mapping[Ref, LocalPlace]) -> tuple[list[Group], list[HardKey]]:
        """The groups of local places; Entangled when known places become others."""
        alone: list[Group] = []
        by_key: dict[str, list[Ref]] = defaultdict(list)
        for ref, place in places.items():
            key = hard_place(place)
            if key is None:
                alone.append(Group([ref]))
            else:
                by_key[key].append(ref)
        groups = {key: Group(refs, self._hard_node(key)) for key, refs in by_key.items()}
        for head in {key.partition("\t")[0] + "\t" for key in by_key if "\t" in key}:
            self._bearers(head, {key: g for key, g in groups.items() if key.startswith(head)}, groups)
        position = {ref: i for i, ref in enumerate(places)}
        out = [*alone, *{id(g): g for g in groups.values()}.values()]
        self._ledger.put(
            "ref",
            (
                (*ref, position[ref], group.node or "", hard_place(places[ref]), places[ref].state, None)
                for group in out
                for ref in group.refs
            ),
        )
        return out, [(key, group.refs[0], False) for key, group in groups.items()]

    def _bearers(self, head: str, new: Mapping[str, Group], groups: dict[str, Group]) -> None:
        """A place named without a state is that of the one state that has one."""
        known = self._named(head)
        keys = known.keys() | new.keys()
        if head not in keys:
            return
        before = set(known.values())
        if head in known and len(known) == 2 and len(before) == 1 and len(keys) > 2:
            raise Entangled("a place's name turns out to be that of another one too")
        if len(keys) != 2:
            return
        if len(before) > 1:
            raise Entangled("two places become one")
        node = next(iter(before), None)
        refs = [ref for group in new.values() for ref in group.refs]
        one = Group(refs, node)
        for key in new:
            groups[key] = one

    def _hard_node(self, key: str) -> str | None:
        row = self._ledger.row("SELECT node FROM hard WHERE key = ?", key)
        return None if row is None else str(row[0])
