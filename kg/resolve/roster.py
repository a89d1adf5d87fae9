"""The canonical actors: what a group of local actors is called, what class it has, and where each belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import ActorClass, Extraction, LocalActor
from kg.resolve.facts import Facts
from kg.resolve.names import distinct
from kg.resolve.text import fold, is_pronoun, slug

Ref = tuple[str, str]
"""An article's id and a local key in it."""

# Which class wins when articles disagree and the counts are equal; the gazetteer's class wins before.
_CLASS_ORDER = tuple(ActorClass)


@dataclass(frozen=True, slots=True)
class Identity:
    """One canonical actor: the local actors it is made of and what they agree on.

    `entry`, `state` and `serves` are gazetteer ids; `named` is False when no article gives a proper name.
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


@dataclass(frozen=True, slots=True)
class Roster:
    """All canonical actors by id, which one each local actor is, and the states' actors by gazetteer id."""

    actors: Mapping[str, Identity]
    ids: Mapping[Ref, str]
    states: Mapping[str, str]
    organisations: Mapping[str, str]

    def find(self, article: str, keys: Iterable[str]) -> tuple[str, ...]:
        """The ids of some local actors, in order, each once; keys unknown to the article are left out."""
        return tuple(dict.fromkeys(i for k in keys if (i := self.ids.get((article, k))) is not None))

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
    ids = distinct([_name(d, facts) for d in drafts])
    named = {i: replace(d, id=i) for i, d in zip(ids, drafts, strict=True)}
    return Roster(
        actors=named,
        ids={ref: i for i, d in named.items() for ref in d.refs},
        states={d.entry: i for i, d in named.items() if d.entry and d.cls is ActorClass.STATE},
        organisations={
            d.entry: i for i, d in named.items() if d.entry and d.cls is ActorClass.INTERNATIONAL_ORGANIZATION
        },
    )


def _draft(refs: Sequence[Ref], actors: Mapping[Ref, LocalActor], facts: Facts) -> Identity:
    local = [actors[r] for r in refs]
    entry = min((a.entry for a in local if a.entry), default=None)
    fact = facts.get(entry) if entry else None
    votes = Counter(a.cls for a in local)
    if len(votes) > 1:
        # Persons among bodies are names of bodies that were misread.
        del votes[ActorClass.PERSON]
    cls = min(votes, key=lambda c: (-votes[c], _CLASS_ORDER.index(c)))
    state = _most(a.state for a in local if a.state)
    surfaces = sorted({s for a in local for s in (a.name, *a.surfaces) if s and not is_pronoun(s)})
    named = any(a.named for a in local)
    return Identity(
        id="",
        cls=fact.cls if fact is not None and fact.cls is not None else cls,
        label=fact.name if fact is not None else _label(local, state, facts),
        refs=tuple(refs),
        entry=entry,
        state=state or (fact.state if fact is not None else None),
        serves=(fact.serves if fact is not None else None) or _most(_organisations(refs, actors)),
        named=named or entry is not None,
        roles=tuple(sorted({a.role for a in local if a.role})),
        surfaces=tuple(surfaces),
    )


def _organisations(refs: Sequence[Ref], actors: Mapping[Ref, LocalActor]) -> Iterable[str]:
    for article, key in refs:
        local = actors[(article, key)]
        whole = actors.get((article, local.member_of)) if local.member_of else None
        if local.cls is not ActorClass.PERSON or whole is None or not whole.entry:
            continue
        if whole.cls is ActorClass.INTERNATIONAL_ORGANIZATION:
            yield whole.entry


def _most(values: Iterable[str]) -> str | None:
    """The most frequent value; of equals the first in the alphabet."""
    votes = Counter(values)
    return min(votes, key=lambda v: (-votes[v], v)) if votes else None


def _label(local: Sequence[LocalActor], state: str | None, facts: Facts) -> str:
    """The fullest proper name met; a body gets its state if need be: "Foreign ministry of Iran"."""
    names = Counter(a.name for a in local if a.named) or Counter(a.name for a in local)
    if local[0].cls is ActorClass.PERSON:
        best = min(names, key=lambda n: (-len(fold(n).split()), -names[n], n))
    else:
        best = min(names, key=lambda n: (-names[n], -len(n), n))
    fact = facts.get(state) if state else None
    needs_state = local[0].cls is ActorClass.GOVERNMENT_BODY or not any(a.named for a in local)
    if fact is None or not needs_state or any(fold(n) in fold(best) for n in (fact.name, *fact.names)):
        return best
    for article in ("a ", "an ", "the "):
        if best.lower().startswith(article):
            best = best[len(article) :]
    return f"{best[:1].upper()}{best[1:]} of {fact.name}"


def _name(draft: Identity, facts: Facts) -> tuple[str, ...]:
    """The path of an actor and what to add to it, in turn, where several would have the same."""
    base = slug(draft.label) or "unnamed"
    state = facts.get(draft.state) if draft.state else None
    article = slug(draft.refs[0][0], 40) if draft.refs else ""
    if not draft.named:
        return (f"actor/{base}-in-{article}", draft.refs[0][1])
    first = f"{article}-{draft.refs[0][1]}" if draft.refs else ""
    return (f"actor/{base}", slug(state.name) if state else "", slug(draft.cls.value), first)
