"""How much speaks for a telling and a group of tellings being one event, and what forbids it.

Evidence adds up as log-odds. The weights are judgements, not fitted figures; they were set so that

* the same attacker, the same ground and the same day suffice;
* the same attacker and ground suffice for an undated telling, if no second event fits about as well;
* a shared day, a shared town or an equal toll alone never suffices.

Hard conflicts end the comparison: other days, attackers that are known and disjoint (which covers swapped
roles), ground that is known and disjoint, other types of act, a real event against a threatened one, appeals
for different things, words of different persons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from kg.model import ActorClass, PlaceKind
from kg.resolve import odds, signs
from kg.resolve.places import Atlas
from kg.resolve.profile import Profile, named_apart
from kg.resolve.reader import Reader
from kg.resolve.telling import SPOKEN, STRIKE, UNNAMED, Telling

PRIOR_ACROSS = -3.0
PRIOR_WITHIN = -2.0
_HABIT_COST = 0.5
_MANY_DEAD = 3
_OTHER_SPOT = 2.5
_OTHER_REGION = 3.5
_OTHER_SPOT_ACROSS = 1.0
_TOWN_NAMED, _TOWN_HIT = 1.0, 1.8
_NOTHING: odds.Evidence = (0.0, "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a comparison: log-odds and the reasons in words, or the conflict that forbids it."""

    odds: float
    reasons: tuple[str, ...] = ()
    conflict: str | None = None

    @property
    def score(self) -> float:
        """The odds as a number between 0 and 1."""
        return 0.0 if self.conflict else 1 / (1 + exp(-self.odds))


class Scorer:
    """Compares tellings with groups."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.atlas: Atlas = reader.atlas
        self._labels: dict[frozenset[str], str] = {}

    def compare(
        self, telling: Telling, group: Profile, *, within: bool = False, bonus: float = 0.0
    ) -> Verdict:
        """How well `telling` fits `group`; `within` is true when both are of one article."""
        conflict = self.conflict(telling, group, within=within)
        if conflict is not None:
            return Verdict(-99.0, (), conflict)
        total = (PRIOR_WITHIN if within else PRIOR_ACROSS) + bonus
        reasons: list[str] = []
        gather = self._of_strikes if telling.kind == STRIKE else self._of_acts
        evidence = gather(telling, group, within)
        for gain, reason in (*evidence, (-_HABIT_COST if telling.habitual != group.habitual else 0.0, "")):
            total += gain
            if reason:
                reasons.append(reason)
        return Verdict(total, tuple(reasons))

    def _of_strikes(self, telling: Telling, group: Profile, within: bool) -> tuple[odds.Evidence, ...]:
        """What speaks for two tellings of strikes being of one, and against it."""
        others = self._others(telling, group)
        one_sentence = within and odds.are_one_sentence(telling, group)
        return (
            self._doers(telling, group),
            self._ground(telling, group),
            others,
            signs.unlike(telling, group, others[0]),
            self._places(telling, group),
            self._spots_apart(telling, group, within),
            self._regions_apart(telling, group, within),
            signs.between(telling, group, within),
            signs.clocks(telling, group, within),
            odds.days(telling, group, within),
            signs.weapons(telling, group, within),
            signs.tolls(telling, group),
            _NOTHING if one_sentence else odds.wording(telling, group),
            _NOTHING if one_sentence else self._names(telling, group, within),
            _NOTHING if within else odds.things(telling, group),
            odds.weekdays(telling, group),
            odds.days_of_year(telling, group),
        )

    def _of_acts(self, telling: Telling, group: Profile, within: bool) -> tuple[odds.Evidence, ...]:
        """What speaks for two tellings of acts of one type being of one, and against it."""
        return (
            self._doers(telling, group),
            self._ground(telling, group),
            self._places(telling, group),
            odds.days(telling, group, within),
            _NOTHING if within and odds.are_one_sentence(telling, group) else odds.wording(telling, group),
            odds.weekdays(telling, group),
            odds.story(telling, group),
            odds.rarity(telling),
            _NOTHING if within else odds.everyday(telling, group),
            odds.timeless(telling, group),
        )

    def conflict(self, telling: Telling, group: Profile, *, within: bool = True) -> str | None:
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
        if elsewhere and not guessed and not self._one_ship(telling, group):
            return "different targets" if telling.kind == STRIKE else "different recipients"
        if telling.kind == STRIKE and not guessed and self._swapped(telling, group, within):
            return "attacker of the one, target of the other"
        apart = telling.persons and group.persons and not telling.persons & group.persons
        return "different persons" if telling.kind in SPOKEN and apart else None

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
            theirs = group.doers if self._named_things(telling, group) else theirs
        return bool((telling.doers - mine) & group.others or telling.others & (group.doers - theirs))

    def _other_towns(self, telling: Telling, group: Profile, within: bool) -> str | None:
        if telling.kind != STRIKE or not self._elsewhere(telling, group):
            return None
        one_day = not within and telling.window is not None and telling.window == group.window
        return None if one_day and self._one_object(telling, group) else "different towns"

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
        return bool(telling.spots & group.spots or self._named_things(telling, group))

    def is_own_version(self, telling: Telling, group: Profile) -> bool:
        """True where who is told to have attacked tells it, of an attack of which nobody else said who made it.

        "A drone hit a wedding in Oromia … The army said it had struck a gathering of rebels": at home, if it is a
        state's. No army says so of what gunmen did.
        """
        if not telling.own_version or group.doers or telling.window is not None:
            return False
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
        return at_sea and bool(self._named_things(telling, group))

    def _named_things(self, telling: Telling, group: Profile) -> frozenset[str]:
        """The proper names that both have, besides those of spots which both know as places."""
        shared = telling.names & group.names
        if not shared:
            return shared
        known = {p for a in telling.spots for b in group.spots if self._near(a, b) for p in (a, b)}
        return shared - self.reader.spot_words(known)

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

    def _elsewhere(self, telling: Telling, group: Profile) -> bool:
        towns = [p for p in telling.places if self.atlas.is_local(p)]
        others = [p for p in group.places if self.atlas.is_local(p)]
        return bool(towns and others) and all(self.atlas.far_apart(a, b) for a in towns for b in others)

    def _label(self, actors: set[str] | frozenset[str]) -> str:
        """The names of some actors in a row; the same few are put in words again and again."""
        key = frozenset(actors)
        label = self._labels.get(key)
        if label is None:
            known = self.reader.roster.actors
            label = self._labels[key] = ", ".join(sorted(known[a].label for a in key if a in known))
        return label

    def _doers(self, telling: Telling, group: Profile) -> tuple[float, str]:
        noun = "attacker" if telling.kind == STRIKE else "party"
        shared = telling.doers & group.doers
        if shared:
            return 2.0, f"same {noun}: {self._label(shared)}"
        sides = (telling.sides & group.sides) - {UNNAMED}
        if sides:
            return 1.7, f"same side: {self._label(sides)}"
        return 0.0, ""

    def _ground(self, telling: Telling, group: Profile) -> tuple[float, str]:
        shared = telling.ground & group.ground
        if shared:
            return 1.2, f"{'hit on' if telling.kind == STRIKE else 'towards'}: {self._label(shared)}"
        if telling.kind != STRIKE:
            return 0.0, ""
        presumed = telling.where & group.where
        if presumed:
            return 1.1, f"presumably hit on: {self._label(presumed)}"
        return (-0.5, "") if telling.ground and not group.ground else (0.0, "")

    def _others(self, telling: Telling, group: Profile) -> tuple[float, str]:
        mine = {t for t in telling.others if not self.reader.is_state(self.reader.side(t))}
        theirs = {t for t in group.others if not self.reader.is_state(self.reader.side(t))}
        if mine & theirs:
            return 1.2, f"same target: {self._label(mine & theirs)}"
        return (-0.6, "") if mine and theirs else (0.0, "")

    def _places(self, telling: Telling, group: Profile) -> tuple[float, str]:
        best, reason = 0.0, ""
        for a in sorted(telling.places):
            for b in sorted(group.places):
                gain = self._near(a, b)
                if gain > best:
                    best, reason = gain, f"place: {self.atlas.sites[a].label}"
                    if a != b:
                        reason += f" and {self.atlas.sites[b].label}"
        return best, reason

    def _spots_apart(self, telling: Telling, group: Profile, within: bool) -> tuple[float, str]:
        """Against one strike of two told of two named spots, most of all in one article: it would have said so."""
        if not (telling.spots and group.spots) or (within and telling.definite and telling.ship):
            return 0.0, ""
        if self.any_near(telling.spots, group.spots) or (not within and self._town_around(telling, group)):
            return 0.0, ""
        return -(_OTHER_SPOT if within else _OTHER_SPOT_ACROSS), ""

    def _regions_apart(self, telling: Telling, group: Profile, within: bool) -> tuple[float, str]:
        """Against one strike of two that one article tells of two regions, or of a region and a town elsewhere."""
        if not within:
            return 0.0, ""
        return (-_OTHER_REGION, "") if self.regions_apart(telling, group) else (0.0, "")

    def regions_apart(self, telling: Telling, group: Profile) -> bool:
        """True where both are told of regions, or of a region and a town, that cannot be one.

        What points back means what lies in the region that it names, unless it names "the ambush in South Waziristan"
        to set it apart from what was done in another region.
        """
        mine, theirs = self._sited(telling.places), self._sited(group.places)
        apart = all(self._are_distant(a, b, telling) for a in mine for b in theirs)
        return bool(mine and theirs) and apart

    def _are_distant(self, a: str, b: str, telling: Telling) -> bool:
        if not telling.definite:
            return self.atlas.are_distant(a, b, telling.elsewhere)
        regions = all(self.atlas.sites[p].kind is PlaceKind.REGION for p in (a, b))
        return regions and self.atlas.are_distant(a, b, set_apart=True)

    def _sited(self, places: Iterable[str]) -> list[str]:
        """The regions, towns and sites among some places."""
        narrow = (PlaceKind.REGION, PlaceKind.CITY, PlaceKind.FACILITY)
        return sorted(p for p in places if self.atlas.sites[p].kind in narrow)

    def any_near(self, mine: Iterable[str], theirs: Iterable[str]) -> bool:
        """True when one of some places is, or lies in, one of the others."""
        return any(self.atlas.contains(a, b) or self.atlas.contains(b, a) for a in mine for b in theirs)

    def _names(self, telling: Telling, group: Profile, within: bool) -> tuple[float, str]:
        """For a ship, a square, a village by the same name, in the sentence or else in the article."""
        # A spot that both know as a place has been counted as one.
        shared = self._named_things(telling, group)
        if shared:
            things = within or shared - telling.towns - group.towns
            weight = 2.2 if things else _TOWN_HIT if self._town_around(telling, group) else _TOWN_NAMED
            return weight, f"names: {', '.join(sorted(shared)[:3])}"
        spoken_of = telling.around & group.names - group.towns
        if within or telling.spots or not spoken_of:
            return 0.0, ""
        return 1.1, f"the article speaks of: {', '.join(sorted(spoken_of)[:3])}"

    def _town_around(self, telling: Telling, group: Profile) -> frozenset[str]:
        """The town that is the place of the one and named by the other, which gives no place that is known better.

        "Dasht-e-Barchi, a district of Kabul" is in Kabul though no gazetteer has it, but what is "north of
        Port-au-Prince" is not on a square of that city.
        """
        towns = telling.towns | group.towns
        if telling.names.isdisjoint(towns) or group.names.isdisjoint(towns):
            return frozenset()
        shared = self._named_things(telling, group) & towns
        for one, other in ((telling.spots, group.spots), (group.spots, telling.spots)):
            if one and not any(self.atlas.sites[p].entry for p in other):
                hit = shared & self.reader.spot_words(one)
                if hit:
                    return hit
        return frozenset()

    def _near(self, a: str, b: str) -> float:
        wide = {"country", "water"}
        if a == b:
            return 1.8 if self.atlas.is_spot(a) else 0.2 if self.atlas.sites[a].kind in wide else 0.9
        if self.atlas.contains(a, b) or self.atlas.contains(b, a):
            return 0.1 if {self.atlas.sites[a].kind, self.atlas.sites[b].kind} & wide else 0.7
        return 0.0


def _other_kind(telling: Telling, group: Profile, within: bool) -> str | None:
    if telling.kind != group.kind:
        return f"{telling.kind} is not {group.kind}"
    if telling.habitual != group.habitual and (telling.window is not None or not within):
        return "one is a habit, the other one event"
    if telling.bygone != group.bygone and not telling.definite:
        return "one was before the news"
    unlike = telling.kind == STRIKE and telling.real != group.real
    return "one has happened, the other has not" if unlike else None
