"""The types the gazetteer answers with: entries, terms of office, hits in a text, problems in the source."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import ActorClass, PlaceKind


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """An office held: `start` and `end` are ISO dates of a day, month or year; None where not known.

    An `end` of None means "not known to have ended", never "in office today". `organisation` is the entry
    id of the body that the office is in where it is not the person's state.
    """

    role: str
    start: str | None = None
    end: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor or place that the gazetteer knows.

    `id` is a readable path ("state/pakistan", "person/antonio-guterres", "place/panjgur"). A state is an
    actor and a place at once: it has both `cls` and `place`. `state` and `within` are entry ids; `lat` and
    `lon` are degrees (WGS 84); `qid` is a Wikidata id, absent where no source proves it. `source` and
    `licence` say where the row comes from; a value derived by rule from others says so there.
    """

    id: str
    name: str
    cls: ActorClass | None = None
    place: PlaceKind | None = None
    aliases: tuple[str, ...] = ()
    qid: str | None = None
    state: str | None = None
    within: str | None = None
    lat: float | None = None
    lon: float | None = None
    terms: tuple[Term, ...] = ()
    demonyms: tuple[str, ...] = ()
    population: int = 0
    source: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words [begin, end) of a text that spell a name; `entries` are all it can mean, most prominent first.

    `kind` is "name", "demonym" ("Iranian", "North Koreans") or "seat" (a seat of government that is no place
    in the gazetteer: "Downing Street"; its entry is the state that it stands for).
    """

    begin: int
    end: int
    entries: tuple[Entry, ...]
    kind: str = "name"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in the source: the entry or file, a stable code, and what is wrong in words."""

    where: str
    code: str
    message: str
