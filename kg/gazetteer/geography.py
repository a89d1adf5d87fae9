"""States, regions, towns and waters: from the source tables to drafts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.gazetteer.derive import read
from kg.gazetteer.draft import COMPILED, GEONAMES, NATURAL_EARTH, RIGOUR, Draft, number, split, state_id
from kg.gazetteer.names import key, parts, slug
from kg.model import ActorClass, PlaceKind

# Seats of more than one power, or of a disputed one: "Brussels said" may be Belgium, the European Union or
# NATO; Sanaa is held by the Houthis; Jerusalem's status is disputed. They stand for nobody. See README.md.
NO_SEAT = frozenset({"brussels", "jerusalem", "sanaa", "sana"})
# Cities closer than this to a place of the same name in the same state are the same city.
SAME_PLACE_KM = 40.0


def states(source: Path) -> Iterator[Draft]:
    """The states; their adjectives give the forms "Iranian government", "government of Iran"."""
    facts = {row["iso2"]: row for row in read(source / "derived" / "countries.csv")}
    for row in read(source / "states.csv"):
        fact = facts[row["iso2"]]
        formal = (fact["formal"],) if fact["formal"] and fact["formal"] not in _DATED_FORMAL else ()
        demonyms = tuple(d for stem in split(row["demonyms"]) for d in plurals(stem))
        capital = (row["capital"], *split(row["seats"])) if row["capital"] else split(row["seats"])
        yield Draft(
            id=state_id(row["name"]),
            name=row["name"],
            rank=90,
            cls=ActorClass.STATE,
            place=PlaceKind.COUNTRY,
            aliases=tuple(dict.fromkeys((*split(row["aliases"]), *formal))),
            demonyms=demonyms,
            forms=tuple(government_forms(row["name"], split(row["aliases"]), split(row["demonyms"]))),
            seats=tuple(seat for seat in capital if key(seat) not in NO_SEAT),
            qid=fact["qid"],
            lat=number(fact["lat"]),
            lon=number(fact["lon"]),
            source=NATURAL_EARTH,
        )


# Natural Earth's formal names that are out of date or not the state's own.
_DATED_FORMAL = frozenset({"Islamic State of Afghanistan"})


def plurals(demonym: str) -> tuple[str, ...]:
    """The demonym and its plural: "Iranian", "Iranians"; none for "Chinese", "British", "Dutch"."""
    if (
        demonym.endswith(("ese", "sh", "ch", "ss", "men", "es", "s", "z", "é"))
        or demonym.isupper()
        or "." in demonym
    ):
        return (demonym,)
    if demonym in {
        "Ni-Vanuatu",
        "I-Kiribati",
        "Basotho",
        "Batswana",
        "Icelandic",
        "Philippine",
        "Lao",
        "Swazi",
    }:
        return (demonym,)
    return (demonym, demonym + "s")


def short_names(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """The names by which a state's bodies are called: its name and its short aliases, not the formal ones."""
    short = (
        a for a in aliases if len(parts(a)) == 1 and (len(a) <= 4 or a in {"Britain", "Türkiye", "Burma"})
    )
    return tuple(dict.fromkeys((name, *short)))


def government_forms(name: str, aliases: Iterable[str], adjectives: Iterable[str]) -> Iterator[str]:
    """The ways to name a state by its government (contract, "Identity"): "Iranian government", …"""
    for noun in ("government", "regime", "authorities"):
        for word in (*adjectives, *short_names(name, aliases)):
            yield f"{word} {noun}"
        for short in short_names(name, aliases):
            yield f"{noun} of {short}"
            yield f"{noun} of the {short}"


def territories(source: Path) -> Iterator[Draft]:
    """De facto states: class State says that they act as one, not that anybody recognises them."""
    names = {row["iso2"]: row["name"] for row in read(source / "states.csv")}
    qids = {key(row["name"]): row["qid"] for row in read(source / "derived" / "regions.csv")}
    for row in read(source / "territories.csv"):
        yield Draft(
            id=state_id(row["name"]),
            name=row["name"],
            rank=85,
            cls=ActorClass.STATE,
            place=PlaceKind.REGION,
            aliases=split(row["aliases"]),
            demonyms=tuple(d for stem in split(row["demonyms"]) for d in plurals(stem)),
            forms=tuple(government_forms(row["name"], (), split(row["demonyms"]))),
            qid=qids.get(key(row["name"])),
            within=state_id(names[row["iso2"]]),
            lat=number(row["lat"]),
            lon=number(row["lon"]),
            source=RIGOUR if key(row["name"]) in qids else COMPILED,
        )


def places(source: Path) -> Iterator[Draft]:
    """Regions of the world, and the places the project wrote down, with rigour's ids where it has them."""
    for row in read(source / "worlds.csv"):
        yield Draft(
            id=f"place/{slug(row['name'])}",
            name=row["name"],
            rank=70,
            place=PlaceKind.REGION,
            aliases=split(row["aliases"]),
            lat=number(row["lat"]),
            lon=number(row["lon"]),
        )
    names = {row["iso2"]: row["name"] for row in read(source / "states.csv")}
    known = {(row["iso2"], key(row["name"])): row for row in read(source / "derived" / "regions.csv")}
    proven = {(row["iso2"], key(row["name"])): row for row in read(source / "place_ids.csv")}
    rows = read(source / "places.csv")
    ids = {row["name"]: f"place/{slug(row['name'])}" for row in rows}
    used = set()
    for row in rows:
        region = None
        for name in (row["name"], *split(row["aliases"])):
            if row["kind"] == "region" and (row["iso2"], key(name)) in known:
                region = known[row["iso2"], key(name)]
                used.add((row["iso2"], key(name)))
                break
        proof = proven.get((row["iso2"], key(row["name"])))
        source_of = (proof["source"], proof["licence"]) if proof else RIGOUR if region else COMPILED
        id = ids[row["name"]]
        if key(row["name"]) in _HOMONYMS.get(row["iso2"], ()):
            id = f"{id}-{row['iso2'].lower()}"
        yield Draft(
            id=id,
            name=row["name"],
            rank=70,
            place=PlaceKind(row["kind"]),
            aliases=split(row["aliases"]),
            qid=proof["qid"] if proof else region["qid"] if region else None,
            state=state_id(names[row["iso2"]]) if row["iso2"] else None,
            within=ids[row["within"]] if row["within"] else None,
            lat=number(row["lat"]),
            lon=number(row["lon"]),
            source=source_of,
        )
    for (iso2, name), row in known.items():
        if (iso2, name) not in used and iso2 in names and name not in _TERRITORIES:
            yield Draft(
                id=f"place/{slug(row['name'])}-{iso2.lower()}",
                name=row["name"],
                rank=60,
                place=PlaceKind.REGION,
                qid=row["qid"],
                state=state_id(names[iso2]),
                source=RIGOUR,
            )


# Towns that share their name with a better known place of another state in places.csv.
_HOMONYMS: Mapping[str, frozenset[str]] = {"LB": frozenset({"tripoli"})}
_TERRITORIES = frozenset({"somaliland", "northern cyprus", "artsakh", "nevis", "moscow", "beijing"})


def cities(source: Path, drafts: Iterable[Draft], english: frozenset[str]) -> tuple[list[Draft], list[Draft]]:
    """The places of `drafts` with what GeoNames adds to them, and the further cities, with distinct ids."""
    curated = list(drafts)
    names = {row["iso2"]: row["name"] for row in read(source / "states.csv")}
    by_name: dict[tuple[str | None, str], int] = {}
    for index, draft in enumerate(curated):
        if draft.place is PlaceKind.CITY:
            for name in (draft.name, *draft.aliases):
                by_name[draft.state, key(name)] = index
    further: list[Draft] = []
    taken = {draft.id for draft in curated}
    rows = sorted(
        read(source / "derived" / "cities.csv"), key=lambda row: (-int(row["population"]), int(row["id"]))
    )
    for row in rows:
        if row["iso2"] not in names:
            continue
        state = state_id(names[row["iso2"]])
        lat, lon, population = float(row["lat"]), float(row["lon"]), int(row["population"])
        spellings = (row["name"], *split(row["aliases"]))
        same = next((by_name[state, key(n)] for n in spellings if (state, key(n)) in by_name), None)
        if same is not None and _near(curated[same], lat, lon):
            merged = curated[same]
            if not merged.population:
                extra = tuple(
                    n for n in spellings if key(n) not in {key(a) for a in (merged.name, *merged.aliases)}
                )
                curated[same] = replace(
                    merged,
                    aliases=merged.aliases + _usable(extra, english),
                    population=population,
                    capital=bool(row["capital"]),
                    lat=lat,
                    lon=lon,
                    source=(f"{merged.source[0]}; {GEONAMES[0]}", GEONAMES[1]),
                )
            continue
        usable = _usable(spellings, english)
        if not usable and not row["capital"]:
            continue
        id = _free_id(row, taken)
        taken.add(id)
        further.append(
            Draft(
                id=id,
                name=row["name"],
                rank=40,
                place=PlaceKind.CITY,
                aliases=tuple(name for name in usable if name != row["name"]),
                state=state,
                lat=lat,
                lon=lon,
                population=population,
                source=GEONAMES,
                kind=None if row["name"] in usable else "unnamed",
                capital=bool(row["capital"]),
            )
        )
    return curated, further


def _usable(names: Iterable[str], english: frozenset[str]) -> tuple[str, ...]:
    """The names that are no English word: "Of", "Date" and "Mobile" are towns too, but not in the news."""
    return tuple(name for name in names if key(name) and key(name) not in english)


def _near(draft: Draft, lat: float, lon: float) -> bool:
    return draft.lat is None or draft.lon is None or distance(draft.lat, draft.lon, lat, lon) <= SAME_PLACE_KM


def _free_id(row: Mapping[str, str], taken: set[str]) -> str:
    base = f"place/{slug(row['name'])}"
    choices = (base, f"{base}-{row['iso2'].lower()}", f"{base}-{row['iso2'].lower()}-{slug(row['admin1'])}")
    return next((id for id in choices if id not in taken), f"{base}-{row['id']}")


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The distance of two points on the globe in kilometres (haversine, mean radius 6,371 km)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))
