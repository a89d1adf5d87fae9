"""What the tellings of one event say together."""

from __future__ import annotations

from collections.abc import Set

from kg.resolve.roster import Ref
from kg.resolve.telling import UNNAMED, Telling

# Beyond these, a group's words are those of its whole war and tell no event apart.
_ENOUGH_WORDS = 60


class Profile:
    """What the tellings of one group say together; grows as tellings are added."""

    __slots__ = (
        "acts", "asks", "bygone", "clocks", "dated", "deaths", "doers", "ground", "guessed",
        "guessed_others", "habitual", "issued", "kind", "lines", "names", "others", "persons", "places",
        "presumed", "real", "refs", "seat", "ship", "sides", "spots", "stories", "things", "towns", "weapons",
        "window", "words",
    )  # fmt: skip

    def __init__(self, telling: Telling) -> None:
        self.kind = telling.kind
        self.doers = set(telling.doers)
        self.others = set(telling.others)
        self.sides = set(telling.sides)
        self.ground = set(telling.ground)
        self.presumed = set(telling.presumed)
        self.places = set(telling.places)
        self.weapons = set(telling.weapons)
        self.window = telling.window
        self.issued = telling.issued
        self.deaths = set(telling.deaths)
        self.words = set(telling.words)
        self.spots = set(telling.spots)
        self.seat = set(telling.seat)
        self.names = set(telling.names)
        self.real = telling.real
        self.habitual = telling.habitual
        self.stories = set(telling.stories)
        self.acts = set(telling.acts)
        self.bygone = telling.bygone
        self.clocks = set() if telling.clock is None else {telling.clock}
        self.asks = set(telling.asks)
        self.persons = set(telling.persons)
        self.towns = set(telling.towns)
        self.ship = set(telling.ship)
        self.things = set(telling.things)
        self.dated = telling.dated
        self.guessed = set(telling.guessed)
        self.guessed_others = set(telling.guessed_others)
        self.lines = {(telling.article, telling.line)}
        self.refs: set[Ref] = set(telling.refs)

    @property
    def where(self) -> set[str]:
        """The ground, or what is presumed of it."""
        return self.ground or self.presumed

    def merge(self, other: Profile) -> None:
        """Take in what another group of tellings, of the same event, says together."""
        self._take_in(other)
        self.clocks |= other.clocks
        self.lines |= other.lines
        self.refs |= other.refs

    def add(self, telling: Telling) -> None:
        """Take one more telling in."""
        self._take_in(telling)
        if telling.clock is not None:
            self.clocks.add(telling.clock)
        self.lines.add((telling.article, telling.line))
        self.refs.update(telling.refs)

    def _take_in(self, other: Profile | Telling) -> None:
        self._take_in_parties(other)
        self.presumed |= other.presumed
        self.places |= other.places
        self.weapons |= other.weapons
        if other.window is not None:
            if self.window is None:
                self.window = other.window
            elif self.window.overlaps(other.window):
                self.window = self.window.narrowed(other.window)
        if self.issued is None or (other.issued is not None and other.issued.last < self.issued.last):
            self.issued = other.issued
        self.deaths |= other.deaths
        self.spots |= other.spots
        self.seat |= other.seat
        if len(self.names) < _ENOUGH_WORDS:
            self.names |= other.names
        if len(self.words) < _ENOUGH_WORDS:
            self.words |= other.words
        self.stories |= other.stories
        self.acts |= other.acts
        self.asks |= other.asks
        self.persons |= other.persons
        self.towns |= other.towns
        self.ship |= other.ship
        self.things |= other.things
        self.dated = self.dated or other.dated
        self.real = self.real or other.real
        self.habitual = self.habitual and other.habitual
        self.bygone = self.bygone and other.bygone

    def _take_in_parties(self, other: Profile | Telling) -> None:
        """Take in who struck and who was hit; whom the one only infers gives way to another whom the other names."""
        stated = self.stated | other.stated
        stated_others = self.stated_others | other.stated_others
        doers, sides = set(other.doers), set(other.sides)
        others, ground = set(other.others), set(other.ground)
        if named_apart(self.sides, other.sides):
            if other.sides <= other.guessed:
                doers, sides, others, ground = (
                    found - other.guessed - other.guessed_others for found in (doers, sides, others, ground)
                )
            elif self.sides <= self.guessed:
                for found in (self.doers, self.sides, self.others, self.ground):
                    found -= self.guessed | self.guessed_others
        if named_apart(self.ground, ground):
            if ground <= other.guessed_others:
                others, ground = others - other.guessed_others, set()
            elif self.ground <= self.guessed_others:
                self.others -= self.guessed_others
                self.ground -= self.guessed_others
        self.doers |= doers
        self.others |= others
        self.sides |= sides
        self.ground |= ground
        self.guessed = (self.guessed | other.guessed) & (self.doers | self.sides) - stated
        self.guessed_others = (self.guessed_others | other.guessed_others) & (
            self.others | self.ground
        ) - stated_others
        if len(self.sides) > 1:
            self.sides.discard(UNNAMED)

    @property
    def stated(self) -> set[str]:
        """The attackers, or those who acted, and their sides whom a sentence gives."""
        return (self.doers | self.sides) - self.guessed

    @property
    def stated_others(self) -> set[str]:
        """Those who were hit or addressed, and the ground, whom a sentence gives."""
        return (self.others | self.ground) - self.guessed_others


def named_apart(mine: Set[str], theirs: Set[str]) -> bool:
    """True where both name somebody, and nobody is the same."""
    return bool(mine - {UNNAMED}) and bool(theirs - {UNNAMED}) and mine.isdisjoint(theirs)
