"""The names that a graph has given so far, in tables of the corpus database: looked up, and changed row by row.

At 10,000 articles that are some 200,000 pieces of evidence. A build of one more article asks for a few hundred of
them and changes as many, so they are never all read or written, unless all articles are resolved.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from kg.resolve.names import KeptNames, NameChange, Replaced

_TABLES = """
CREATE TABLE IF NOT EXISTS kept_names (evidence TEXT PRIMARY KEY, node TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS kept_names_by_node ON kept_names (node);
CREATE TABLE IF NOT EXISTS kept_since (node TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept_replaced (
    old TEXT PRIMARY KEY, successor TEXT NOT NULL, revision TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept_count (count INTEGER NOT NULL);
"""

V = TypeVar("V")


class _Column(Mapping[str, V], Generic[V]):
    """A table's first column as keys, its second as values."""

    def __init__(self, db: sqlite3.Connection, table: str, key: str, value: str) -> None:
        self._db = db
        self._all = f"SELECT {key}, {value} FROM {table}"
        self._one = f"SELECT {value} FROM {table} WHERE {key} = ?"
        self._count = f"SELECT count(*) FROM {table}"

    def __getitem__(self, key: str) -> V:
        row = self._db.execute(self._one, (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        found: V = row[0]
        return found

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self._db.execute(self._all))

    def __len__(self) -> int:
        (count,) = self._db.execute(self._count).fetchone()
        return int(count)

    def whole(self) -> dict[str, V]:
        """All rows at once."""
        return dict(self._db.execute(self._all))


class KeptTable:
    """The names kept, in the database of a connection; see `kg.resolve.names.Kept`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        for statement in _TABLES.split(";"):
            db.execute(statement)
        self._reports: _Column[str] = _Column(db, "kept_names", "evidence", "node")
        self._since: _Column[int] = _Column(db, "kept_since", "node", "revision")

    @property
    def reports(self) -> Mapping[str, str]:
        """Evidence key → the node it was last part of."""
        return self._reports

    @property
    def since(self) -> Mapping[str, int]:
        """Node id → ordinal of the revision that first published it."""
        return self._since

    @property
    def replaced(self) -> Replaced:
        """The names that were given up, in order."""
        rows = self._db.execute("SELECT old, successor, revision FROM kept_replaced ORDER BY old")
        return tuple((old, successor, revision) for old, successor, revision in rows)

    @property
    def count(self) -> int:
        """How many revisions there have been."""
        row = self._db.execute("SELECT count FROM kept_count").fetchone()
        return 0 if row is None else int(row[0])

    def keys_of(self, names: Iterable[str]) -> set[str]:
        """The evidence keys that lead to these names."""
        query = "SELECT evidence FROM kept_names WHERE node = ?"
        return {key for name in names for (key,) in self._db.execute(query, (name,))}

    def whole(self) -> KeptNames:
        """All names at once."""
        return KeptNames(self._reports.whole(), self._since.whole(), self.replaced, self.count)

    def take(self, change: NameChange) -> None:
        """Change the names; to be called in a transaction."""
        db = self._db
        db.executemany("DELETE FROM kept_names WHERE evidence = ?", ((key,) for key in change.dropped))
        db.executemany("INSERT OR REPLACE INTO kept_names VALUES (?, ?)", change.reports.items())
        db.executemany("INSERT OR IGNORE INTO kept_since VALUES (?, ?)", change.since.items())
        replaced = set(change.replaced)
        held = set(self.replaced)
        db.executemany("DELETE FROM kept_replaced WHERE old = ?", ((old,) for old, _, _ in held - replaced))
        db.executemany("INSERT OR REPLACE INTO kept_replaced VALUES (?, ?, ?)", sorted(replaced - held))
        db.execute("DELETE FROM kept_count")
        db.execute("INSERT INTO kept_count VALUES (?)", (change.count,))
