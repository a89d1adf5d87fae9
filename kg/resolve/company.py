"""The local actors of all articles in groups, each group with what its members say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import LocalActor
from kg.resolve.partition import Partition
from kg.resolve.roster import Ref
from kg.resolve.text import name_tokens, office


class Local:
    """A local actor with what comparing it needs; compared many times, so worked out once."""

    __slots__ = ("actor", "day", "office", "ref", "tokens")

    def __init__(self, article: str, issued: int | None, actor: LocalActor) -> None:
        self.ref: Ref = (article, actor.key)
        self.actor = actor
        self.day = issued
        self.tokens = name_tokens(actor.name)
        self.office = office(actor.role)


@dataclass(slots=True)
class Profile:
    """What the local actors of one group say together."""

    states: set[str]
    entries: set[str]
    offices: set[str]
    articles: set[str]


class Company:
    """The local actors in groups, each group with its profile kept up to date."""

    def __init__(self, locals_: Mapping[Ref, Local]) -> None:
        self.locals = locals_
        self.groups: Partition[Ref] = Partition(locals_)
        self._profiles = {
            ref: Profile(
                {x.actor.state} if x.actor.state else set(),
                {x.actor.entry} if x.actor.entry else set(),
                {x.office} if x.office else set(),
                {ref[0]},
            )
            for ref, x in locals_.items()
        }

    def find(self, ref: Ref) -> Ref:
        """The local actor that stands for the group of this one, until two groups are joined."""
        return self.groups.find(ref)

    def profile(self, ref: Ref) -> Profile:
        """What the group of this local actor says together."""
        return self._profiles[self.groups.find(ref)]

    def join(self, a: Ref, b: Ref) -> None:
        """Unite two groups unless a person held them apart."""
        ra, rb = self.groups.find(a), self.groups.find(b)
        if ra == rb or not self.groups.join(ra, rb):
            return
        kept = self.groups.find(ra)
        gone = self._profiles.pop(rb if kept == ra else ra)
        profile = self._profiles[kept]
        profile.states |= gone.states
        profile.entries |= gone.entries
        profile.offices |= gone.offices
        profile.articles |= gone.articles

    def agree(self, a: Ref, b: Ref) -> bool:
        """True unless the two groups are known to be of different states or gazetteer entries."""
        x, y = self.profile(a), self.profile(b)
        return (not x.states or not y.states or bool(x.states & y.states)) and (
            not x.entries or not y.entries or x.entries == y.entries
        )


def join_within_states(refs: Sequence[Ref], company: Company) -> None:
    """Unite bearers of one name, but never two states' or two gazetteer entries'.

    One of no known state joins only if there is no choice.
    """
    known: dict[tuple[str, str], Ref] = {}
    vague: list[Ref] = []
    for ref in refs:
        profile = company.profile(ref)
        if not profile.states and not profile.entries:
            vague.append(ref)
            continue
        key = (min(profile.states, default=""), min(profile.entries, default=""))
        company.join(known.setdefault(key, ref), ref)
    roots = sorted({company.find(r) for r in known.values()})
    if len(roots) == 2 and company.agree(*roots):
        company.join(*roots)
    roots = sorted({company.find(r) for r in roots})
    for ref in vague:
        if len(roots) == 1:
            company.join(roots[0], ref)
        elif not roots:
            company.join(vague[0], ref)
