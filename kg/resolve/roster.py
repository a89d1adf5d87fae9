"""The canonical actors: what a group of local actors is called, what class it has, and where each belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import ActorClass, Extraction, LocalActor
from kg.resolve.facts import Facts
from kg.resolve.names import distinct
from kg.resolve.text import fold, is_former, is_pronoun, slug
from kg.resolve.votes import Vote, Votes, cast, most

Ref = tuple[str, str]
"""An article's id and a local key in it."""

# Which class wins when articles disagree and the counts are equal; the gazetteer's class wins before.
_CLASS_ORDER = tuple(ActorClass)


@dataclass(frozen=True, slots=True)
class Identity:
    """One canonical actor: the local actors it is made of and what they agree on.

    `entry`, `state`, `serves` and `whole`, the group that a group is a branch of, are gazetteer ids; `named` is
    False when no article gives a proper name.
    """

    id: str
    cls: ActorClass
    label: str
    refs: tuple[Ref, ...] = ()
    entry: str | None = None
    state: str | None = None
    serves: str | None = None
    named: bool = True
    roles: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    whole: str | None = None

    @property
    def retired(self) -> bool:
        """True for a person who is known by former offices alone, and so acts for no state."""
        return self.cls is ActorClass.PERSON and bool(self.roles) and all(is_former(r) for r in self.roles)


@dataclass(frozen=True, slots=True)
class Roster:
    """All canonical actors by id, which one each local actor is; states, organisations, groups by gazetteer id.

    `candidates`: actor id → what its id was made of (see `kg.resolve.names.distinct`).
    """

    actors: Mapping[str, Identity]
    ids: Mapping[Ref, str]
    states: Mapping[str, str]
    organisations: Mapping[str, str]
    groups: Mapping[str, str] = field(default_factory=dict)
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, article: str, keys: Iterable[str]) -> tuple[str, ...]:
        """The ids of some local actors, in order, each once; keys unknown to the article are left out."""
        return tuple(dict.fromkeys(i for k in keys if (i := self.ids.get((article, k))) is not None))

    def of_states(self) -> Iterable[Identity]:
        """All states."""
        return [actor for actor in self.actors.values() if actor.cls is ActorClass.STATE]

    def state_of(self, actor: str) -> str | None:
        """The actor id of the state that an actor is or belongs to; None where that is not known."""
        identity = self.actors[actor]
        if identity.cls is ActorClass.STATE:
            return actor
        return self.states.get(identity.state) if identity.state else None

    def speaks_for(self, actor: str) -> str | None:
        """The actor id of the international organisation that a person serves; None where there is none."""
        serves = self.actors[actor].serves
        return self.organisations.get(serves) if serves else None

    def group_of(self, actor: str) -> str | None:
        """The actor id of the armed group that a group is a branch of; None for none."""
        whole = self.actors[actor].whole
        return self.groups.get(whole) if whole else None


def enrol(
    groups: Iterable[Sequence[Ref]],
    actors: Mapping[Ref, LocalActor],
    extractions: Sequence[Extraction],
    facts: Facts,
) -> Roster:
    """A roster of the groups, and of the states and organisations that they belong to, named or not."""
    drafts = [_draft(sorted(group), actors, facts) for group in groups]
    known = {d.entry for d in drafts if d.entry}
    wanted = {d.state for d in drafts if d.state} | {d.serves for d in drafts if d.serves}
    wanted |= {p.state for x in extractions for p in x.places if p.state}
    for entry in sorted(wanted - known):
        fact = facts.get(entry)
        if fact is not None and fact.cls is not None:
            drafts.append(Identity("", fact.cls, fact.name, entry=entry))
    drafts.sort(key=lambda d: (d.entry or "", d.refs))
    candidates = [path(d, facts) for d in drafts]
    ids = distinct(candidates)
    named = {i: replace(d, id=i) for i, d in zip(ids, drafts, strict=True)}
    return Roster(
        actors=named,
        ids={ref: i for i, d in named.items() for ref in d.refs},
        states={d.entry: i for i, d in named.items() if d.entry and d.cls is ActorClass.STATE},
        organisations={
            d.entry: i for i, d in named.items() if d.entry and d.cls is ActorClass.INTERNATIONAL_ORGANIZATION
        },
        groups={d.entry: i for i, d in named.items() if d.entry and d.cls is ActorClass.ARMED_GROUP},
        candidates=dict(zip(ids, candidates, strict=True)),
    )


def _draft(refs: Sequence[Ref], actors: Mapping[Ref, LocalActor], facts: Facts) -> Identity:
    votes: Votes = {}
    for ref in refs:
        cast(votes, actor_votes(actors[ref], organisation(ref, actors)))
    return drawn_up(votes, refs, actors[refs[0]].cls, facts)


def actor_votes(local: LocalActor, serves: str | None) -> list[Vote]:
    """What one local actor says of who it is; `serves` is the organisation that it belongs to."""
    votes = [("class", local.cls), ("name", local.name)]
    votes += [("surface", s) for s in {local.name, *local.surfaces} if s and not is_pronoun(s)]
    if local.named:
        votes.append(("proper name", local.name))
    if local.entry:
        votes.append(("entry", local.entry))
    if local.state:
        votes.append(("state", local.state))
    if local.role:
        votes.append(("role", local.role))
    if serves:
        votes.append(("serves", serves))
    return votes


def drawn_up(votes: Votes, refs: Sequence[Ref], first: ActorClass, facts: Facts) -> Identity:
    """What the local actors `refs`, the first of them of the class `first`, agree on; still without an id."""
    entry = min(votes.get("entry", ()), default=None)
    fact = facts.get(entry) if entry else None
    classes = {ActorClass(c): n for c, n in votes["class"].items()}
    if len(classes) > 1:
        # Persons among bodies are names of bodies that were misread.
        classes.pop(ActorClass.PERSON, None)
    cls = min(classes, key=lambda c: (-classes[c], _CLASS_ORDER.index(c)))
    state = most(votes, "state")
    return Identity(
        id="",
        cls=fact.cls if fact is not None and fact.cls is not None else cls,
        label=fact.name if fact is not None else _label(votes, first, state, facts),
        refs=tuple(refs),
        entry=entry,
        state=state or (fact.state if fact is not None else None),
        serves=(fact.serves if fact is not None else None) or most(votes, "serves"),
        named="proper name" in votes or entry is not None,
        roles=tuple(sorted(votes.get("role", ()))),
        surfaces=tuple(sorted(votes.get("surface", ()))),
        whole=fact.within if fact is not None and fact.cls is ActorClass.ARMED_GROUP else None,
    )


def organisation(ref: Ref, actors: Mapping[Ref, LocalActor]) -> str | None:
    """The gazetteer's id of the international organisation that a person is said to be of; None for none."""
    local = actors[ref]
    whole = actors.get((ref[0], local.member_of)) if local.member_of else None
    if local.cls is not ActorClass.PERSON or whole is None:
        return None
    return whole.entry if whole.cls is ActorClass.INTERNATIONAL_ORGANIZATION else None


def _label(votes: Votes, first: ActorClass, state: str | None, facts: Facts) -> str:
    """The fullest proper name met; a body gets its state if need be: "Foreign ministry of Iran"."""
    named = "proper name" in votes
    names = votes["proper name"] if named else votes["name"]
    if first is ActorClass.PERSON:
        best = min(names, key=lambda n: (-len(fold(n).split()), -names[n], n))
    else:
        best = min(names, key=lambda n: (-names[n], -len(n), n))
    fact = facts.get(state) if state else None
    needs_state = first is ActorClass.GOVERNMENT_BODY or not named
    if fact is None or not needs_state or any(fold(n) in fold(best) for n in (fact.name, *fact.names)):
        return best
    for article in ("a ", "an ", "the "):
        if best.lower().startswith(article):
            best = best[len(article) :]
    return f"{best[:1].upper()}{best[1:]} of {fact.name}"


def path(draft: Identity, facts: Facts) -> tuple[str, ...]:
    """The path of an actor and what to add to it, in turn, where several would have the same."""
    base = slug(draft.label) or "unnamed"
    state = facts.get(draft.state) if draft.state else None
    article = slug(draft.refs[0][0], 40) if draft.refs else ""
    if not draft.named:
        return (f"actor/{base}-in-{article}", draft.refs[0][1])
    first = f"{article}-{draft.refs[0][1]}" if draft.refs else ""
    return (f"actor/{base}", slug(state.name) if state else "", slug(draft.cls.value), first)
