"""Where two tellings are, and what they name: how near, and when too far for one event to be told twice.

Each method that weighs gives log-odds, as `kg.resolve.scoring` adds them up, and the reason in words.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import PlaceKind
from kg.resolve.odds import Evidence
from kg.resolve.places import Atlas
from kg.resolve.profile import Profile
from kg.resolve.reader import Reader
from kg.resolve.telling import Telling

_OTHER_SPOT, _OTHER_TOWN = 2.5, 4.0
_OTHER_REGION = 3.5
_OTHER_SPOT_ACROSS = 1.0
_TOWN_NAMED, _TOWN_HIT = 1.0, 1.8


class Nearness:
    """Compares the places and the proper names of tellings and groups."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.atlas: Atlas = reader.atlas

    def places(self, telling: Telling, group: Profile) -> Evidence:
        """For one place, or one that lies in the other: the nearest two of both count."""
        best, reason = 0.0, ""
        for a in sorted(telling.places):
            for b in sorted(group.places):
                gain = self._near(a, b)
                if gain > best:
                    best, reason = gain, f"place: {self.atlas.sites[a].label}"
                    if a != b:
                        reason += f" and {self.atlas.sites[b].label}"
        return best, reason

    def _near(self, a: str, b: str) -> float:
        wide = {"country", "water"}
        if a == b:
            return 1.8 if self.atlas.is_spot(a) else 0.2 if self.atlas.sites[a].kind in wide else 0.9
        if self.atlas.contains(a, b) or self.atlas.contains(b, a):
            return 0.1 if {self.atlas.sites[a].kind, self.atlas.sites[b].kind} & wide else 0.7
        return 0.0

    def any_near(self, mine: Iterable[str], theirs: Iterable[str]) -> bool:
        """True when one of some places is, or lies in, one of the others."""
        return any(self.atlas.contains(a, b) or self.atlas.contains(b, a) for a in mine for b in theirs)

    def other_spots(self, telling: Telling, group: Profile, within: bool) -> Evidence:
        """Against one strike of two told of two named spots, most of all in one article: it would have said so."""
        if not (telling.spots and group.spots) or (within and telling.definite and telling.ship):
            return 0.0, ""
        if self.any_near(telling.spots, group.spots) or (not within and self._town_around(telling, group)):
            return 0.0, ""
        if not within:
            return -_OTHER_SPOT_ACROSS, ""
        goes_on = telling.definite or telling.same_men or (telling.article, telling.line) in group.lines
        return -(_OTHER_SPOT if goes_on else _OTHER_TOWN), ""

    def other_regions(self, telling: Telling, group: Profile, within: bool) -> Evidence:
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

    def names(self, telling: Telling, group: Profile, within: bool) -> Evidence:
        """For a ship, a square, a village by the same name, in the sentence or else in the article."""
        # A spot that both know as a place has been counted as one.
        shared = self.named_things(telling, group)
        if shared:
            things = within or shared - telling.towns - group.towns
            weight = 2.2 if things else _TOWN_HIT if self._town_around(telling, group) else _TOWN_NAMED
            return weight, f"names: {', '.join(sorted(shared)[:3])}"
        spoken_of = telling.around & group.names - group.towns
        if within or telling.spots or not spoken_of:
            return 0.0, ""
        return 1.1, f"the article speaks of: {', '.join(sorted(spoken_of)[:3])}"

    def named_things(self, telling: Telling, group: Profile) -> frozenset[str]:
        """The proper names that both have, besides those of spots which both know as places."""
        shared = telling.names & group.names
        if not shared:
            return shared
        known = {p for a in telling.spots for b in group.spots if self._near(a, b) for p in (a, b)}
        return shared - self.reader.spot_words(known)

    def _town_around(self, telling: Telling, group: Profile) -> frozenset[str]:
        """The town that is the place of the one and named by the other, which gives no place that is known better.

        "Dasht-e-Barchi, a district of Kabul" is in Kabul though no gazetteer has it, but what is "north of
        Port-au-Prince" is not on a square of that city.
        """
        towns = telling.towns | group.towns
        if telling.names.isdisjoint(towns) or group.names.isdisjoint(towns):
            return frozenset()
        shared = self.named_things(telling, group) & towns
        for one, other in ((telling.spots, group.spots), (group.spots, telling.spots)):
            if one and not any(self.atlas.sites[p].entry for p in other):
                hit = shared & self.reader.spot_words(one)
                if hit:
                    return hit
        return frozenset()
