"""Actors and places when articles come: which known ones they speak of, which are new, and what that changes.

A local actor that nothing but its hard key decides on (a state, an unnamed official) is put with those of its key.
For any other, all local actors that share a trait with it, or with one of these, are grouped again by the rules of
`kg.resolve.actors`; if that puts two known actors together, or takes one apart, too much depends on it, and
everything is resolved anew. What a group says together is kept as counted votes, so that one more member of ten
thousand is counted and not all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from kg.model import ActorClass, Extraction, LocalActor, LocalPlace
from kg.resolve import places as sites
from kg.resolve import roster
from kg.resolve.actors import grouped, hard_key
from kg.resolve.clues import words_of
from kg.resolve.company import Local
from kg.resolve.days import ordinal
from kg.resolve.facts import Facts
from kg.resolve.growth.ledger import Entangled, Ledger
from kg.resolve.growth.lookup import LedgerRoster, entity
from kg.resolve.growth.namer import renamed
from kg.resolve.growth.traits import traits
from kg.resolve.places import Site
from kg.resolve.roster import Identity, Ref
from kg.resolve.telling import state_words
from kg.resolve.text import content_words, name_tokens
from kg.resolve.votes import Vote, Votes, cast

_MOST = 20_000

encode = msgspec.msgpack.Encoder(order="deterministic").encode
_local = msgspec.msgpack.Decoder(tuple[LocalActor, int | None]).decode
_votes = msgspec.msgpack.Decoder(Votes).decode
_identity = msgspec.msgpack.Decoder(Identity).decode
_site = msgspec.msgpack.Decoder(Site).decode


@dataclass(slots=True)
class Change:
    """The actors and places that are new or of which more is said, and the known articles that this bears on.

    `faces` are the known ones that are compared otherwise than before.
    """

    nodes: set[str] = field(default_factory=set)
    faces: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Group:
    """New local actors or places of one node, which is None until it has a name."""

    refs: list[Ref]
    node: str | None = None


def packed_local(local: Local) -> bytes:
    """A local actor as identifying it needs it."""
    return encode((replace(local.actor, mentions=()), local.day))


def spoken_votes(actor: LocalActor | LocalPlace, issued: str | None) -> list[Vote]:
    """What links ask besides: the words of the mentions, and the article's date."""
    out = [("text", text) for text in {m.span.text for m in actor.mentions}]
    return [*out, ("issued", issued)] if issued else out


def face(node: Identity | Site) -> tuple[object, ...]:
    """What an article that speaks of an actor or place depends on, but for the words of its names."""
    if isinstance(node, Identity):
        return (node.label, node.cls, node.entry, node.state, node.serves, node.named)
    return (node.label, node.kind, node.entry, node.state, node.within, node.point)


def hard_place(place: LocalPlace) -> str | None:
    """What makes two local places one; None for a description, which stays in its article."""
    if place.entry:
        return f"place {place.entry}"
    if not place.name[:1].isupper():
        return None
    return f"{named_place(place)}{place.state or ''}"


def named_place(place: LocalPlace) -> str:
    """How the hard keys of all places of that name begin."""
    return f"named {' '.join(name_tokens(place.name))}\t"


class Census:
    """Takes the actors and places of new articles into the ledger."""

    def __init__(self, ledger: Ledger, facts: Facts) -> None:
        self._ledger = ledger
        self._facts = facts
        self._hard: list[tuple[str, Ref, bool]] = []
        self.change = Change()

    def take(self, news: Sequence[Extraction], issued: Mapping[str, str | None]) -> Change:
        """The change that articles of these dates make; Entangled when known actors become others."""
        states = self._state_words()
        actors = {(x.article, a.key): a for x in news for a in x.actors}
        groups = self._actors(news)
        self._settle(
            groups,
            actors,
            lambda ref: [
                *roster.actor_votes(actors[ref], roster.organisation(ref, actors)),
                *spoken_votes(actors[ref], issued[ref[0]]),
            ],
        )
        node_of = {ref: group.node for group in groups for ref in group.refs}
        self._belonging(actors, node_of)
        self._wanted({p.state for x in news for p in x.places if p.state})
        places = {(x.article, p.key): p for x in news for p in sites.placed(x, self._facts)}
        here = self._places(places)
        self._settle(
            here, places, lambda ref: [*sites.place_votes(places[ref]), *spoken_votes(places[ref], None)]
        )
        self._within(places, {ref: group.node for group in here for ref in group.refs})
        gained = self._state_words() ^ states
        if gained:
            self._speaking_of(gained)
        self.change.articles -= {x.article for x in news}
        return self.change

    # --- which local actors are one -----------------------------------------------------------------------

    def _actors(self, news: Sequence[Extraction]) -> list[_Group]:
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
                    packed_local(locals_[ref]) if ref in together else None,
                )
                for group in groups
                for ref in group.refs
            ),
        )
        self._ledger.put("trait", ((trait, *ref) for ref, its in found.items() for trait, _ in its))
        self._hard = [(key, ref, key in bound) for ref, key in keys.items()]
        return groups

    def _by_key(
        self, refs: Iterable[Ref], keys: Mapping[Ref, str], hard: Mapping[str, tuple[str, bool]]
    ) -> list[_Group]:
        groups: list[_Group] = []
        by_key: dict[str, _Group] = {}
        for ref in refs:
            key = keys.get(ref)
            if key is None:
                groups.append(_Group([ref]))
            elif key in by_key:
                by_key[key].refs.append(ref)
            else:
                by_key[key] = _Group([ref], hard[key][0] if key in hard else None)
        return [*groups, *by_key.values()]

    def _regrouped(
        self,
        refs: Sequence[Ref],
        locals_: Mapping[Ref, Local],
        position: Mapping[Ref, int],
        found: Mapping[Ref, Sequence[tuple[str, str | None]]],
        hard: Mapping[str, tuple[str, bool]],
        keys: Mapping[Ref, str],
    ) -> list[_Group]:
        around = {ref: locals_[ref] for ref in refs}
        places = {ref: position[ref] for ref in refs}
        node_of: dict[Ref, str] = {}
        new_traits = {trait for ref in refs for trait, _ in found[ref]}
        pending = [trait for ref in refs for trait in found[ref]]
        nodes = {hard[keys[ref]][0] for ref in refs if keys.get(ref) in hard}
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
        ordered = sorted(around, key=lambda ref: (ref[0], places[ref]))
        groups = []
        met: set[str] = set()
        for group in grouped({ref: around[ref] for ref in ordered}, self._facts):
            known = {node_of[ref] for ref in group if ref in node_of}
            if len(known) > 1 or known & met:
                raise Entangled("known actors become one, or one becomes two")
            met |= known
            new = [ref for ref in group if ref not in node_of]
            if new:
                groups.append(_Group(new, next(iter(known), None)))
        return groups

    def _has(self, trait: str) -> bool:
        return self._ledger.row("SELECT 1 FROM trait WHERE trait = ? LIMIT 1", trait) is not None

    # --- which local places are one -----------------------------------------------------------------------

    def _places(self, places: Mapping[Ref, LocalPlace]) -> list[_Group]:
        alone: list[_Group] = []
        by_key: dict[str, list[Ref]] = defaultdict(list)
        for ref, place in places.items():
            key = hard_place(place)
            if key is None:
                alone.append(_Group([ref]))
            else:
                by_key[key].append(ref)
        groups = {key: _Group(refs, self._hard_node(key)) for key, refs in by_key.items()}
        for head in {key.partition("\t")[0] + "\t" for key in by_key if "\t" in key}:
            self._bearers(head, {key: g for key, g in groups.items() if key.startswith(head)}, groups)
        position = {ref: i for i, ref in enumerate(places)}
        out = [*alone, *{id(g): g for g in groups.values()}.values()]
        self._ledger.put(
            "ref", ((*ref, position[ref], group.node or "", None) for group in out for ref in group.refs)
        )
        self._hard = [(key, group.refs[0], False) for key, group in groups.items()]
        return out

    def _bearers(self, head: str, new: Mapping[str, _Group], groups: dict[str, _Group]) -> None:
        """A place named without a state is that of the one state that has one."""
        rows = self._ledger.rows(
            "SELECT key, node FROM hard WHERE key >= ? AND key < ?", head, head[:-1] + "\n"
        )
        known = dict(rows)
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
        one = _Group(refs, node)
        for key in new:
            groups[key] = one

    def _hard_node(self, key: str) -> str | None:
        row = self._ledger.row("SELECT node FROM hard WHERE key = ?", key)
        return None if row is None else str(row[0])

    # --- what they say together ---------------------------------------------------------------------------

    def _settle(
        self,
        groups: Sequence[_Group],
        locals_: Mapping[Ref, LocalActor] | Mapping[Ref, LocalPlace],
        votes_of: Callable[[Ref], Iterable[Vote]],
    ) -> None:
        """Count what new members say, and name the nodes that are new."""
        drafts: list[tuple[_Group, _Held, Identity | Site]] = []
        changed: dict[str, tuple[str, ...] | None] = {}
        for number, group in enumerate(groups):
            held = self._held(group.node) if group.node is not None else _Held()
            for ref in group.refs:
                cast(held.votes, votes_of(ref))
                if held.first is None or ref < held.first:
                    held.first, held.cls = ref, getattr(locals_[ref], "cls", "")
            draft = self._drawn_up(held)
            kind = "actor" if isinstance(draft, Identity) else "place"
            if group.node is None and draft.entry and (there := self._of_entry(kind, draft.entry)):
                if self._held(there).first is not None:
                    raise Entangled("an entry of the gazetteer is met under two names")
                group.node = there
            candidate = self._candidate(draft)
            if group.node is None or candidate != self._candidate_of(group.node):
                changed[group.node or f"?{kind} {number}"] = candidate
            drafts.append((group, held, draft))
        fresh = renamed(self._ledger, changed)
        moved = {node: name for node, name in fresh.items() if node[0] != "?" and node != name}
        self._call_otherwise(moved)
        self._ledger.rename({node: name for node, name in fresh.items() if node.startswith("?")})
        parts = (
            (fresh[node], fresh[node], self._published(fresh[node]), dump(c), "")
            for node, c in changed.items()
            if c
        )
        self._ledger.put("name", list(parts))
        node_of: dict[Ref, str] = {}
        for number, (group, held, draft) in enumerate(drafts):
            kind = "actor" if isinstance(draft, Identity) else "place"
            group.node = moved.get(group.node or "", group.node)
            before = None if group.node is None else self._body(group.node)
            group.node = group.node or fresh[f"?{kind} {number}"]
            node_of |= dict.fromkeys(group.refs, group.node)
            draft = replace(draft, id=group.node, refs=())
            if isinstance(draft, Site):
                draft = self._put_in(draft, held.votes)
            self._write(draft, held)
            self._compare(before, draft)
        for ref, node in node_of.items():
            self._ledger.rows("UPDATE ref SET node = ? WHERE article = ? AND key = ?", node, *ref)
        self._ledger.put("hard", ((key, node_of[ref], int(tied)) for key, ref, tied in self._hard))

    def _call_otherwise(self, names: Mapping[str, str]) -> None:
        """Give known actors other fresh names; the articles that speak of them are read again.

        States and organisations are known by their names where no article speaks of them, places by others.
        """
        ledger = self._ledger
        for old in names:
            body = self._body(old)
            sides = (ActorClass.STATE, ActorClass.INTERNATIONAL_ORGANIZATION)
            if not isinstance(body, Identity) or body.cls in sides:
                raise Entangled("a known place, state or organisation gets another name")
            query = "SELECT DISTINCT node FROM ref WHERE article = ? AND node > 'actor/' AND node < 'actor0'"
            rows = ledger.rows("SELECT DISTINCT article FROM ref WHERE node = ?", old)
            articles = {article for (article,) in rows}
            self.change.articles |= articles
            for node in {node for article in articles for (node,) in ledger.rows(query, article)}:
                votes = self._held(node).votes
                for field_ in {"member of", "part of"} & votes.keys():
                    if (count := votes[field_].pop(old, None)) is not None:
                        votes[field_][names[old]] = count
                        ledger.rows("UPDATE entity SET votes = ? WHERE node = ?", encode(votes), node)
        # Over names that nothing has, since one may take what another gives up.
        for steps in ({old: f"!{new}" for old, new in names.items()}, {f"!{n}": n for n in names.values()}):
            for old, new in steps.items():
                for table in ("ref", "hard", "entity", "target", "name", "tried"):
                    ledger.rows(f"UPDATE {table} SET node = ? WHERE node = ?", new, old)
        for new in names.values():
            ledger.rows("UPDATE name SET fresh = node WHERE node = ?", new)
            (body_,) = ledger.rows("SELECT body FROM entity WHERE node = ?", new)[0]
            body_ = encode(replace(_identity(body_), id=new))
            ledger.rows("UPDATE entity SET body = ? WHERE node = ?", body_, new)
            self.change.nodes.add(new)
        self.change.nodes -= names.keys() - set(names.values())

    def _drawn_up(self, held: _Held) -> Identity | Site:
        refs = [] if held.first is None else [held.first]
        if held.cls:
            return roster.drawn_up(held.votes, refs, ActorClass(held.cls), self._facts)
        return sites.sited(held.votes, refs, self._facts)

    def _candidate(self, draft: Identity | Site) -> tuple[str, ...]:
        if isinstance(draft, Identity):
            return roster.path(draft, self._facts)
        return sites.path(draft, self._facts)

    def _held(self, node: str) -> _Held:
        query = "SELECT article, key, first, votes FROM entity WHERE node = ?"
        article, key, cls, votes = self._ledger.rows(query, node)[0]
        return _Held(None if article is None else (article, key), cls, _votes(votes))

    def _of_entry(self, kind: str, entry: str) -> str | None:
        row = self._ledger.row("SELECT node FROM entity WHERE entry = ? AND kind = ?", entry, kind)
        return None if row is None else str(row[0])

    def _candidate_of(self, node: str) -> tuple[str, ...]:
        (parts,) = self._ledger.rows("SELECT parts FROM name WHERE node = ?", node)[0]
        return tuple(msgspec.json.decode(parts))

    def _published(self, node: str) -> str:
        row = self._ledger.row("SELECT published FROM name WHERE node = ?", node)
        return "" if row is None else str(row[0])

    def _body(self, node: str) -> Identity | Site | None:
        if node.startswith("actor/"):
            return entity(self._ledger, "actor", node, _identity)
        return entity(self._ledger, "place", node, _site)

    def _write(self, draft: Identity | Site, held: _Held) -> None:
        self.change.nodes.add(draft.id)
        self._ledger.put("entity", [entity_row(draft, held.first, held.cls, held.votes)])

    def _compare(self, before: Identity | Site | None, now: Identity | Site) -> None:
        """Note the known articles whose reading depends on what has changed about a node."""
        if before is None:
            if isinstance(now, Identity) and now.cls is ActorClass.STATE and now.entry:
                query = "SELECT node FROM entity WHERE kind = 'place' AND state = ?"
                for (place,) in self._ledger.rows(query, now.entry):
                    self.change.nodes.add(place)
                    self.change.faces.add(place)
                    self._speakers(place)
            return
        if face(before) != face(now) or (isinstance(now, Site) and site_words(before) != site_words(now)):
            self.change.faces.add(now.id)
            self._speakers(now.id)
        elif isinstance(now, Identity):
            gained = name_words(before) ^ name_words(now)
            if gained:
                self._speaking_of(gained, now.id)

    def _speakers(self, node: str) -> None:
        """All articles that speak of a node, or of a place in it."""
        self.change.articles |= {
            article
            for (article,) in self._ledger.rows("SELECT DISTINCT article FROM ref WHERE node = ?", node)
        }
        if node.startswith("place/"):
            for (place,) in self._ledger.rows("SELECT node FROM entity WHERE within = ?", node):
                self.change.faces.add(place)
                self._speakers(place)

    def _speaking_of(self, words: Iterable[str], node: str | None = None) -> None:
        """The articles, of those that speak of the node if one is given, in which one of the words stands."""
        for word in words:
            query = "SELECT article FROM seen WHERE instr(words, ?)"
            found = {article for (article,) in self._ledger.rows(query, f" {word} ")}
            if node is not None and found:
                rows = self._ledger.rows("SELECT DISTINCT article FROM ref WHERE node = ?", node)
                found &= {article for (article,) in rows}
            self.change.articles |= found

    def _state_words(self) -> frozenset[str]:
        return state_words(LedgerRoster(self._ledger).of_states())

    # --- what belongs to what -----------------------------------------------------------------------------

    def _belonging(self, actors: Mapping[Ref, LocalActor], node_of: Mapping[Ref, str | None]) -> None:
        """Count of whom the articles say that an actor is one, or a part."""
        given: dict[str, list[Vote]] = defaultdict(list)
        for ref, actor in actors.items():
            for field_, key in (("member of", actor.member_of), ("part of", actor.part_of)):
                whole = node_of.get((ref[0], key)) if key else None
                if whole is not None:
                    given[node_of[ref] or ""].append((field_, whole))
        for node, votes in given.items():
            held = self._held(node)
            before = [set(held.votes.get(f, ())) for f in ("member of", "part of")]
            cast(held.votes, votes)
            if before != [set(held.votes.get(f, ())) for f in ("member of", "part of")]:
                self._speakers(node)
            self._ledger.rows("UPDATE entity SET votes = ? WHERE node = ?", encode(held.votes), node)

    def _wanted(self, states: set[str]) -> None:
        """The states and organisations that somebody belongs to, named by an article or not."""
        for node in list(self.change.nodes):
            body = self._body(node)
            if isinstance(body, Identity):
                states |= {entry for entry in (body.state, body.serves) if entry}
        for entry in sorted(states):
            fact = self._facts.get(entry)
            if fact is None or fact.cls is None or self._of_entry("actor", entry) is not None:
                continue
            self._add(Identity("", fact.cls, fact.name, entry=entry))

    def _around(self, entry: str | None) -> None:
        """The known places that a known place lies in, named by an article or not."""
        while entry is not None and self._of_entry("place", entry) is None:
            fact = self._facts.get(entry)
            if fact is None or fact.kind is None:
                return
            self._add(sites.of_fact(fact))
            entry = fact.within

    def _add(self, draft: Identity | Site) -> None:
        """A node that no article names."""
        candidate = self._candidate(draft)
        fresh = renamed(self._ledger, {"?": candidate})
        self._call_otherwise({node: name for node, name in fresh.items() if node not in ("?", name)})
        name = fresh["?"]
        self._ledger.rename({"?": name})
        self._ledger.put("name", [(name, name, "", dump(candidate), "")])
        named = replace(draft, id=name)
        self._write(named, _Held(None, named.cls if isinstance(named, Identity) else "", {}))
        self._compare(None, named)

    def _within(self, places: Mapping[Ref, LocalPlace], node_of: Mapping[Ref, str | None]) -> None:
        """Count which places the articles put a place in, and put each where most do or the gazetteer does."""
        for ref, place in places.items():
            node = node_of[ref] or ""
            held = self._held(node)
            whole = node_of.get((ref[0], place.within)) if place.within else None
            if whole is not None:
                cast(held.votes, [("within", whole)])
                self._ledger.rows("UPDATE entity SET votes = ? WHERE node = ?", encode(held.votes), node)
        for node in sorted(set(filter(None, node_of.values()))):
            draft = replace(self._drawn_up(self._held(node)), id=node, refs=())
            if isinstance(draft, Site):
                self._around(draft.within)
        for node in sorted(n for n in self.change.nodes if n.startswith("place/")):
            held, before = self._held(node), self._body(node)
            assert isinstance(before, Site)
            if held.first is None:
                draft = self._put_in(before, held.votes)
            else:
                drawn = sites.sited(held.votes, [held.first], self._facts)
                draft = self._put_in(replace(drawn, id=node, refs=()), held.votes)
            if draft != before:
                self._write(draft, held)
                self._compare(before, draft)

    def _put_in(self, site: Site, votes: Votes) -> Site:
        """The place with the wider one that it lies in, and the state that follows from that."""
        fact = self._facts.get(site.entry) if site.entry else None
        wider = None
        if fact is not None and fact.kind is not None:
            known = sites.of_fact(fact)
            site = replace(site, within=known.within, state=known.state)
            wider = self._of_entry("place", known.within) if known.within else None
        if wider is None:
            texts = {w: n for w, n in votes.get("within", {}).items() if w != site.id}
            wider = min(texts, key=lambda w: (-texts[w], w)) if texts else None
        state = site.state
        seen = {site.id}
        at = wider
        while state is None and at is not None and at not in seen:
            seen.add(at)
            around = self._body(at)
            state, at = (around.state, around.within) if isinstance(around, Site) else (None, None)
        return replace(site, within=wider, state=state)


@dataclass(slots=True)
class _Held:
    """What the ledger holds of a node: its first member and the class that this gives it, and the votes of all."""

    first: Ref | None = None
    cls: str = ""
    votes: Votes = field(default_factory=dict)


def entity_row(node: Identity | Site, first: Ref | None, cls: str, votes: Votes) -> tuple[object, ...]:
    """The row of an actor or place; `first` is its first member, of the class `cls` ("" for a place)."""
    article, key = first or (None, None)
    actor = isinstance(node, Identity)
    within = None if isinstance(node, Identity) else node.within
    body, cast_ = encode(replace(node, refs=())), encode(votes)
    kind, sort = ("actor", node.cls) if isinstance(node, Identity) else ("place", node.kind)
    assert actor == (kind == "actor")
    return (node.id, kind, node.entry, sort, node.state, within, article, key, cls, body, cast_, b"")


def name_words(node: Identity | Site) -> frozenset[str]:
    """The words that an actor's names take away from what a sentence says."""
    return frozenset().union(*(content_words(n) for n in (node.label, *node.surfaces)))


def site_words(node: Identity | Site) -> frozenset[str]:
    """The words by which a place is known."""
    return words_of((node.label, *node.surfaces))


def dump(candidate: tuple[str, ...]) -> str:
    """What a name is made of, as the ledger holds it."""
    return msgspec.json.encode(candidate).decode()


def key_text(key: tuple[str, ...]) -> str:
    """A hard key as the ledger holds it."""
    return "\t".join(key)
