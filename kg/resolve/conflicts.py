"""What makes it impossible that two tellings are of one event, whatever speaks for it.

Hard conflicts: other days, attackers that are known and disjoint (which covers swapped roles), ground that is known and
disjoint, other types of act, a real event against a threatened one, appeals for different things, words of different
persons.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import ActorClass
from kg.resolve import odds, signs
from kg.resolve.nearness import Nearness
from kg.resolve.places import Atlas
from kg.resolve.profile import Profile, named_apart
from kg.resolve.reader import Reader
from kg.resolve.telling import SPOKEN, STRIKE, UNNAMED, Telling

_MANY_DEAD = 3
_ADJACENT = 300  # characters: the next sentence, or the one after a short one


class Conflicts:
    """Tells what forbids that tellings and groups are one."""

    def __init__(self, reader: Reader, nearness: Nearness) -> None:
        self.reader, self.nearness = reader, nearness
        self.atlas: Atlas = reader.atlas

    def between(self, telling: Telling, group: Profile, *, within: bool = True) -> str | None:
        """What makes it impossible that both are one event, in words; None when nothing does.

        Two articles may differ on the day or the town of one event (`_one_object`), one article may not.
        """
        return (
            _other_kind(telling, group, within)
            or self._other_days(telling, group, within)
            or self._other_parties(telling, group, within)
            or odds.other_matter(telling, group, within)
            or self._other_towns(telling, group, within)
        )

    def _other_days(self, telling: Telling, group: Profile, within: bool) -> str | None:
        if (
            telling.window is not None
            and group.window is not None
            and not telling.window.overlaps(group.window)
            and (within or telling.window.gap(group.window) > 1 or not self._one_object(telling, group))
        ):
            return "different days"
        latest = telling.latest
        if latest is not None and group.window is not None and group.window.first > latest:
            return "told before the day it happened"
        return "different days" if odds.other_day_of_year(telling, group) else None

    def _other_parties(self, telling: Telling, group: Profile, within: bool) -> str | None:
        if telling.ship and group.ship and not telling.ship & group.ship:
            return "different ships"
        guessed = not within and telling.kind == STRIKE and self._guessed_apart(telling, group)
        if telling.sides and group.sides and not guessed and not self._same_side(telling, group):
            return "different attackers" if telling.kind == STRIKE else "different parties"
        elsewhere = telling.ground and group.ground and not telling.ground & group.ground
        if within and elsewhere and self.is_own_version(telling, group):
            elsewhere = (
                False  # "Iran hit Erbil. … Tehran said it had destroyed an Israeli spy centre": in Erbil
            )
        if elsewhere and not guessed and not self._one_ship(telling, group):
            return "different targets" if telling.kind == STRIKE else "different recipients"
        if telling.kind == STRIKE and not guessed and self._swapped(telling, group, within):
            return "attacker of the one, target of the other"
        if telling.echo and not self._speaks_of(telling, group):
            return "of others than the article speaks of"
        apart = telling.persons and group.persons and not telling.persons & group.persons
        return "different persons" if telling.kind in SPOKEN and apart else None

    def _speaks_of(self, telling: Telling, group: Profile) -> bool:
        """True where the article of what takes up an act speaks of all its sides: of two, if it names none itself."""
        known = (group.sides | group.ground) - {UNNAMED}
        enough = telling.sides or telling.ground or len(known) > 1
        return bool(enough and group.sides - {UNNAMED}) and known <= telling.parties

    def _swapped(self, telling: Telling, group: Profile, within: bool) -> bool:
        """True when who attacks in the one is hit in the other, and nobody attacks in both.

        Who strikes on his own ground is hit there too, which parts no two articles; one article would say who did it.
        """
        if telling.doers & group.doers:
            return False
        mine, theirs = (frozenset[str](), frozenset[str]()) if within else (telling.others, group.others)
        if within and self.is_own_version(telling, group):
            mine = telling.doers
        if within and telling.same_men and not telling.doers:
            theirs = group.doers  # "Planes bombed a clinic … The bombs fell at noon": at home, too
        if within and telling.definite and not (telling.doers or group.where):
            # "Planes struck a camp above El Tarra … the El Tarra raid": on the attacker's own ground
            theirs = group.doers if self.nearness.named_things(telling, group) else theirs
        return bool((telling.doers - mine) & group.others or telling.others & (group.doers - theirs))

    def _other_towns(self, telling: Telling, group: Profile, within: bool) -> str | None:
        if telling.kind != STRIKE or not self._elsewhere(telling, group, within):
            return None
        one_day = not within and telling.window is not None and telling.window == group.window
        return None if one_day and self._one_object(telling, group) else "different towns"

    def _elsewhere(self, telling: Telling, group: Profile, within: bool) -> bool:
        """True where both are told of towns, and none of the one is near any of the other.

        Where an article sums up "strikes on Kharkiv and Odesa", what follows of Odesa is not what followed of Kharkiv.
        """
        each = within and not telling.definite and telling.seat and group.seat
        towns = [p for p in (telling.seat if each else telling.places) if self.atlas.is_local(p)]
        others = [p for p in (group.seat if each else group.places) if self.atlas.is_local(p)]
        return bool(towns and others) and all(self.atlas.far_apart(a, b) for a in towns for b in others)

    def _guessed_apart(self, telling: Telling, group: Profile) -> bool:
        """True where only an inferred party of the one keeps two apart that are of one day and one spot or name.

        An article that tells of both sides' strikes leaves it to its readers whose the third was.
        """
        mine, theirs = telling.window, group.window
        if (
            mine is None
            or theirs is None
            or not (mine.is_day and theirs.is_day and mine.first == theirs.first)
        ):
            return False
        apart = named_apart(telling.sides, group.sides)
        if apart and not (telling.sides <= telling.guessed or group.sides <= group.guessed):
            return False
        elsewhere = telling.ground and group.ground and not telling.ground & group.ground
        if elsewhere and not (
            telling.ground <= telling.guessed_others or group.ground <= group.guessed_others
        ):
            return False
        if (
            not (apart or elsewhere)
            or signs.other_weapons(telling, group)
            or odds.other_thing(telling, group)
        ):
            return False
        return bool(telling.spots & group.spots or self.nearness.named_things(telling, group))

    def is_own_version(self, telling: Telling, group: Profile) -> bool:
        """True where who attacked tells it, naming no place and no day, of an attack that is his or nobody's so far.

        "A drone hit a wedding in Oromia … The army said it had struck a gathering of rebels": at home, if it is a
        state's. No army says so of what gunmen did. "Malian drones struck Tessit … The army said they had destroyed two
        trucks of JNIM".
        """
        if not telling.own_version or telling.window is not None:
            return False
        if group.doers:
            lines = [line for article, line in group.lines if article == telling.article]
            just_told = any(0 < telling.line - line < _ADJACENT for line in lines) and not telling.is_another
            one_side = bool(telling.sides & group.sides) and bool(group.places)
            return just_told and one_side and not signs.other_weapons(telling, group)
        return signs.from_afar(group) or not any(self.reader.is_state(s) for s in telling.sides)

    def _one_object(self, telling: Telling, group: Profile) -> bool:
        """True when the same attacker hit the same thing with the same toll, so that only a slip can part them.

        The thing is known by its name or by two words that not every report has, besides the town's.
        """
        if max(telling.deaths & group.deaths, default=0) < _MANY_DEAD or not telling.doers & group.doers:
            return False
        towns = self.reader.spot_words(telling.spots | group.spots)
        named = (telling.names & group.names) - towns
        return bool(named) or len((telling.words & group.words) - towns) >= 2

    def _one_ship(self, telling: Telling, group: Profile) -> bool:
        """True for one name at sea: a ship has an owner, a flag and a crew of three countries."""
        at_sea = all(any(self.atlas.is_water(p) for p in t.places) for t in (telling, group))
        return at_sea and bool(self.nearness.named_things(telling, group))

    def _same_side(self, telling: Telling, group: Profile) -> bool:
        if telling.is_joint:
            return telling.sides <= group.sides or group.sides <= telling.sides
        if telling.kind in SPOKEN and (len(telling.sides) > 1) != (len(group.sides) > 1):
            return False  # "Chad and Togo condemned it": neither Chad's own condemnation nor Togo's
        if telling.sides & group.sides:
            return True
        for one, other in ((telling, group), (group, telling)):
            stated = any(self.reader.is_state(s) for s in other.sides)
            if UNNAMED in one.sides and not stated and not self._fight_each_other(one.doers, other.sides):
                return True
        return False

    def _fight_each_other(self, doers: Iterable[str], sides: Iterable[str]) -> bool:
        """ "the general staff", of whichever state, and rebels: never one side."""
        known = self.reader.roster.actors
        unnamed = [known[d].cls for d in doers if self.reader.side(d) == UNNAMED]
        groups = [known[s].cls for s in sides if s != UNNAMED]
        return (
            bool(unnamed and groups)
            and set(unnamed) == {ActorClass.GOVERNMENT_BODY}
            and set(groups) == {ActorClass.ARMED_GROUP}
        )


def _other_kind(telling: Telling, group: Profile, within: bool) -> str | None:
    if telling.kind != group.kind:
        return f"{telling.kind} is not {group.kind}"
    if telling.habitual != group.habitual and (telling.window is not None or not within):
        return "one is a habit, the other one event"
    if telling.bygone != group.bygone and not telling.definite:
        return "one was before the news"
    unlike = telling.kind == STRIKE and telling.real != group.real
    return "one has happened, the other has not" if unlike else None
