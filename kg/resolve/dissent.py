"""Where the reports of one event exclude each other on who struck, on which day and in which town.

Only what cannot both hold: a month and a day in it do not differ, nor a province and a town in it, nor a state
and its army, nor two towns that one report names together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from kg.model import Actor, DateBasis, Event, Membership, Place, PlaceKind, Strike
from kg.naming import mention_node
from kg.resolve.days import window
from kg.resolve.places import Atlas, Site

Found = tuple[str, str, tuple[str, ...]]
"""The event, the property's local name, the claims."""


class Dissent:
    """Finds what the reports of one event say differently; knows which actors and places are compatible."""

    def __init__(self, actors: Iterable[Actor], places: Iterable[Place]) -> None:
        self._wholes = {a.id: (*a.member_of, *a.part_of) for a in actors}
        self._atlas = _atlas(places)

    def on(self, event: Event) -> list[Found]:
        """The properties on which reports of different articles exclude each other, each with their mentions."""
        own = [m for m in event.members if m.when is None or m.when.basis is not DateBasis.INFERRED]
        found = [
            (event.id, "date", _clashing(own, lambda a, b: not _may_be_one_day(a, b))),
            (event.id, "location", _clashing(event.members, self._elsewhere)),
        ]
        if isinstance(event, Strike):
            found.append((event.id, "attacker", self._attackers(event)))
        return [clash for clash in found if clash[2]]

    def _attackers(self, event: Strike) -> tuple[str, ...]:
        """Reports that name an attacker whom the event does not keep, and those whose word it keeps."""
        # who only denies that he was behind it names nobody else
        naming = [m for m in event.members if m.attackers and m.mention.is_told]
        others = {m for m in naming if self._differs(set(m.attackers), event)}
        kept = {m for m in naming if set(m.attackers) <= set(event.attackers)}
        claims = {mention_node(m.mention) for m in others | kept} if others and kept else set()
        return tuple(sorted(claims | set(_clashing(naming, self._other_side))))

    def _differs(self, named: set[str], event: Strike) -> bool:
        """True when one is named whom the event does not keep; who was hit as well, in "both fired", is none."""
        extra = named - set(event.attackers)
        if len(extra) < len(named):
            extra -= self._sides(event.targets)
        return bool(extra)

    def _other_side(self, a: Membership, b: Membership) -> bool:
        if not a.attackers or not b.attackers:
            return False
        return self._sides(a.attackers).isdisjoint(self._sides(b.attackers))

    def _sides(self, actors: Iterable[str]) -> set[str]:
        """The actors and all that they belong to."""
        found: set[str] = set()
        pending = list(actors)
        while pending:
            actor = pending.pop()
            if actor not in found:
                found.add(actor)
                pending += self._wholes.get(actor, ())
        return found

    def _elsewhere(self, a: Membership, b: Membership) -> bool:
        mine = [p for p in a.places if self._atlas.is_local(p)]
        theirs = [p for p in b.places if self._atlas.is_local(p)]
        return bool(mine and theirs) and all(self._atlas.far_apart(x, y) for x in mine for y in theirs)


def _may_be_one_day(a: Membership, b: Membership) -> bool:
    mine, theirs = window(a.when), window(b.when)
    return mine is None or theirs is None or mine.overlaps(theirs)


def _clashing(
    members: Sequence[Membership], clash: Callable[[Membership, Membership], bool]
) -> tuple[str, ...]:
    """The mentions of the members that clash with one of another article.

    Members that say the same of who, when and where are looked at together: an event that hundreds of
    articles tell has hundreds of members, and few versions.
    """
    versions: dict[object, list[Membership]] = defaultdict(list)
    for member in members:
        versions[member.attackers, member.when, member.places].append(member)
    articles = {key: {m.mention.article for m in told} for key, told in versions.items()}
    found: set[Membership] = set()
    for (one, mine), (other, theirs) in combinations(versions.items(), 2):
        if clash(mine[0], theirs[0]):
            found |= {m for m in mine if articles[other] - {m.mention.article}}
            found |= {m for m in theirs if articles[one] - {m.mention.article}}
    return tuple(sorted({mention_node(m.mention) for m in found}))


def _atlas(places: Iterable[Place]) -> Atlas:
    """The places as the rules of identity see them; a country is known by the state that it is the land of."""
    sites: Mapping[str, Site] = {
        p.id: Site(
            p.id,
            p.label,
            p.kind,
            (),
            entry=p.country if p.kind is PlaceKind.COUNTRY else p.id,
            state=p.country,
            within=p.within,
            point=p.point,
        )
        for p in places
    }
    return Atlas(sites, {})
