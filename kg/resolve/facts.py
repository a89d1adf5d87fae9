"""What resolving asks of the gazetteer, as one small interface that tests can stand in for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kg.gazetteer import Gazetteer
from kg.model import ActorClass, PlaceKind


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one actor or place. `state`, `within`, `serves` are ids of the same gazetteer.

    `point` is (longitude, latitude), WGS 84; `names` are all other names it goes by; `serves` is the
    international organisation in whose name a person speaks.
    """

    id: str
    name: str
    cls: ActorClass | None = None
    kind: PlaceKind | None = None
    state: str | None = None
    within: str | None = None
    point: tuple[float, float] | None = None
    names: tuple[str, ...] = ()
    serves: str | None = None


class Facts(Protocol):
    """A source of facts; None for an id that it does not know."""

    def get(self, entry: str) -> Fact | None:
        """The fact with this id."""
        ...

    def place(self, name: str, states: frozenset[str]) -> str | None:
        """The id of the one place of that name in these states; else None."""
        ...


class GazetteerFacts:
    """The facts of the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def get(self, entry: str) -> Fact | None:
        """The fact with this id."""
        found = self.gazetteer.get(entry)
        if found is None:
            return None
        point = (found.lon, found.lat) if found.lon is not None and found.lat is not None else None
        return Fact(
            id=found.id,
            name=found.name,
            cls=found.cls,
            kind=found.place,
            state=found.state,
            within=found.within,
            point=point,
            names=(*found.aliases, *found.demonyms),
            serves=found.terms[-1].organisation if found.terms else None,
        )

    def place(self, name: str, states: frozenset[str]) -> str | None:
        """The id of the one place of that name in these states; else None.

        A village of Mali that is called Kobe is not the city in Japan, however well known that is.
        """
        bearers = [e for e in self.gazetteer.lookup(name) if e.place is not None]
        near = [e for e in bearers if e.state in states or e.id in states]
        return near[0].id if len(near) == 1 else None
