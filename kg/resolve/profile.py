"""What the tellings of one event say together."""

from __future__ import annotations

from kg.resolve.roster import Ref
from kg.resolve.telling import UNNAMED, Telling

# Beyond these, a group's words are those of its whole war and tell no event apart.
_ENOUGH_WORDS = 60


class Profile:
    """What the tellings of one group say together; grows as tellings are added."""

    __slots__ = (
        "acts", "asks", "bygone", "deaths", "doers", "ground", "habitual", "issued", "kind", "lines", "names", "others",
        "persons", "places", "presumed", "real", "refs", "sides", "spots", "stories", "weapons", "window", "words",
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
        self.names = set(telling.names)
        self.real = telling.real
        self.habitual = telling.habitual
        self.stories = set(telling.stories)
        self.acts = set(telling.acts)
        self.bygone = telling.bygone
        self.asks = set(telling.asks)
        self.persons = set(telling.persons)
        self.lines = {(telling.article, telling.line)}
        self.refs: set[Ref] = set(telling.refs)

    @property
    def where(self) -> set[str]:
        """The ground, or what is presumed of it."""
        return self.ground or self.presumed

    def add(self, telling: Telling) -> None:
        """Take one more telling in."""
        self.doers |= telling.doers
        self.others |= telling.others
        self.sides |= telling.sides
        if len(self.sides) > 1:
            self.sides.discard(UNNAMED)
        self.ground |= telling.ground
        self.presumed |= telling.presumed
        self.places |= telling.places
        self.weapons |= telling.weapons
        if telling.window is not None:
            if self.window is None:
                self.window = telling.window
            elif self.window.overlaps(telling.window):
                self.window = self.window.narrowed(telling.window)
        if self.issued is None or (telling.issued is not None and telling.issued.last < self.issued.last):
            self.issued = telling.issued

        self.deaths |= telling.deaths
        self.spots |= telling.spots
        if len(self.names) < _ENOUGH_WORDS:
            self.names |= telling.names
        if len(self.words) < _ENOUGH_WORDS:
            self.words |= telling.words
        self.real = self.real or telling.real
        self.habitual = self.habitual and telling.habitual
        self.stories |= telling.stories
        self.acts |= telling.acts
        self.bygone = self.bygone and telling.bygone
        self.asks |= telling.asks
        self.persons |= telling.persons
        self.lines.add((telling.article, telling.line))
        self.refs.update(telling.refs)
