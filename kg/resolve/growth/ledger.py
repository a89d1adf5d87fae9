"""What resolving found out and will want to know again: one SQLite file beside the graph.

It holds no text. It says which articles it knows, which node each local actor and place is, what each article
tells of which event and by which blocking keys it looks for others, and how nodes came by their names: enough to
tell what one more article can touch. It is written in one transaction after the graph is published, under the
revision that it belongs to; one that belongs to another revision is of no use and is made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

FILE_NAME = "resolved.sqlite"

encode = msgspec.msgpack.Encoder(order="deterministic").encode
"""What stands in a row as bytes: alike for what is alike."""

_LAYOUT = 5
_CACHE = "PRAGMA cache_size = -65536"
"""64 MB: an article's rows stand on some thousand pages all over the file."""
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE seen (
    article TEXT PRIMARY KEY, mark TEXT NOT NULL, publisher TEXT, issued TEXT,
    left_strikes INTEGER NOT NULL, left_acts INTEGER NOT NULL, unplaced INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE vocabulary (article TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ref (
    article TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, node TEXT NOT NULL,
    hard TEXT, state TEXT, local BLOB, PRIMARY KEY (article, key)
) WITHOUT ROWID;
CREATE TABLE trait (trait TEXT, article TEXT, key TEXT, PRIMARY KEY (trait, article, key)) WITHOUT ROWID;
CREATE TABLE hard (key TEXT PRIMARY KEY, node TEXT NOT NULL, entangled INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE entity (
    node TEXT PRIMARY KEY, kind TEXT NOT NULL, entry TEXT, class TEXT NOT NULL, state TEXT, serves TEXT,
    within TEXT, article TEXT, key TEXT, first TEXT, body BLOB NOT NULL, votes BLOB NOT NULL, links BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE target (target TEXT, node TEXT, PRIMARY KEY (target, node)) WITHOUT ROWID;
CREATE TABLE account (
    id INTEGER PRIMARY KEY, universe INTEGER NOT NULL, article TEXT NOT NULL, rank TEXT NOT NULL,
    cluster INTEGER, verdict BLOB, body BLOB NOT NULL
);
CREATE TABLE weighed (account INTEGER PRIMARY KEY, odds BLOB NOT NULL);
CREATE TABLE entry (
    universe INTEGER, pair TEXT, cluster INTEGER, since TEXT, first INTEGER, last INTEGER,
    told_first INTEGER, told_last INTEGER
);
CREATE TABLE sought (
    universe INTEGER, pair TEXT, first INTEGER, last INTEGER, around_first INTEGER, around_last INTEGER,
    rank TEXT, account INTEGER
);
CREATE TABLE cluster (
    id INTEGER PRIMARY KEY, universe INTEGER NOT NULL, opened TEXT NOT NULL, least TEXT NOT NULL,
    story INTEGER NOT NULL, day INTEGER
);
CREATE TABLE said (article TEXT, key TEXT, node TEXT NOT NULL, PRIMARY KEY (article, key)) WITHOUT ROWID;
CREATE TABLE block (block TEXT, article TEXT, key TEXT, PRIMARY KEY (block, article, key)) WITHOUT ROWID;
CREATE TABLE claim (
    article TEXT, key TEXT, unit TEXT NOT NULL, node TEXT NOT NULL, PRIMARY KEY (article, key)
) WITHOUT ROWID;
CREATE TABLE counted (cluster INTEGER, unit TEXT, PRIMARY KEY (cluster, unit)) WITHOUT ROWID;
CREATE TABLE answer (
    later INTEGER, earlier INTEGER, article TEXT, key TEXT, several INTEGER NOT NULL,
    PRIMARY KEY (later, earlier, article, key)
) WITHOUT ROWID;
CREATE TABLE name (
    node TEXT PRIMARY KEY, fresh TEXT NOT NULL, published TEXT NOT NULL, parts TEXT NOT NULL, face TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE tried (name TEXT, node TEXT, PRIMARY KEY (name, node)) WITHOUT ROWID;
CREATE TABLE clash (event TEXT NOT NULL, name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE town (place TEXT, day TEXT, cluster INTEGER, PRIMARY KEY (place, day, cluster)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX ref_by_node ON ref (node, article, key);
CREATE INDEX ref_by_state ON ref (state) WHERE state IS NOT NULL;
CREATE INDEX trait_of_ref ON trait (article, key);
CREATE INDEX entity_by_entry ON entity (entry) WHERE entry IS NOT NULL;
CREATE INDEX entity_by_class ON entity (class);
CREATE INDEX entity_by_state ON entity (state, kind) WHERE state IS NOT NULL;
CREATE INDEX entity_by_service ON entity (serves) WHERE serves IS NOT NULL;
CREATE INDEX entity_by_whole ON entity (within) WHERE within IS NOT NULL;
CREATE INDEX target_of_node ON target (node);
CREATE INDEX account_by_article ON account (article, universe);
CREATE INDEX account_by_cluster ON account (cluster, rank) WHERE cluster IS NOT NULL;
CREATE INDEX entry_by_pair ON entry (universe, pair);
CREATE INDEX entry_of_cluster ON entry (cluster);
CREATE INDEX sought_by_pair ON sought (universe, pair, first, around_first);
CREATE INDEX sought_by_account ON sought (account);
CREATE INDEX said_by_node ON said (node);
CREATE INDEX hard_by_node ON hard (node);
CREATE INDEX block_of_ref ON block (article, key);
CREATE INDEX claim_by_unit ON claim (unit);
CREATE INDEX claim_by_node ON claim (node);
CREATE INDEX counted_by_unit ON counted (unit);
CREATE INDEX answer_by_earlier ON answer (earlier);
CREATE INDEX answer_by_article ON answer (article);
CREATE INDEX name_by_fresh ON name (fresh);
CREATE INDEX name_by_published ON name (published);
CREATE INDEX tried_by_node ON tried (node);
CREATE INDEX clash_by_event ON clash (event);
CREATE INDEX town_of_cluster ON town (cluster);
"""


class Entangled(Exception):
    """What has come touches more than can be followed: all articles must be resolved together."""


class Ledger:
    """The file, open for one build; a context manager. Nothing is kept unless `keep` is called."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def begin(self, *, afresh: bool) -> None:
        """Begin a change, in an emptied file where it is to be made `afresh`; `keep` or `give_up` end it."""
        if afresh:
            self._db.close()
            for ending in ("", "-journal"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
            self._db = sqlite3.connect(self._path, isolation_level=None)
        self._db.execute(_CACHE)
        self._db.execute("BEGIN IMMEDIATE")
        if afresh:
            for statement in _TABLES.split(";"):
                self._db.execute(statement)

    @property
    def is_changing(self) -> bool:
        """True between `begin` and `keep` or `give_up`."""
        return self._db.in_transaction

    def give_up(self) -> None:
        """End a change as if it had not begun."""
        self._db.execute("ROLLBACK")

    def index(self) -> None:
        """Make the indexes, once a fresh ledger's rows are in."""
        for statement in _INDEXES.split(";"):
            self._db.execute(statement)

    def keep(self, stands_for: str) -> None:
        """Keep the change; `stands_for` says what revision of what the ledger belongs to."""
        self._db.execute("INSERT OR REPLACE INTO about VALUES ('stands for', ?)", (stands_for,))
        self._db.execute(f"PRAGMA user_version = {_LAYOUT}")
        self._db.execute("COMMIT")

    def stands_for(self) -> str | None:
        """What `keep` was told; None for a ledger that holds nothing, or that cannot be read."""
        try:
            (layout,) = self._db.execute("PRAGMA user_version").fetchone()
            if layout != _LAYOUT:
                return None
            row = self._db.execute("SELECT value FROM about WHERE name = 'stands for'").fetchone()
        except sqlite3.DatabaseError:
            return None
        return None if row is None else str(row[0])

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._db.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of a query; None when there is none."""
        found: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
        return found

    def put(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write rows, over those of the same primary key."""
        rows = iter(rows)
        first = next(rows, None)
        if first is not None:
            marks = ", ".join("?" * len(first))
            query = f"INSERT OR REPLACE INTO {table} VALUES ({marks})"
            self._db.execute(query, first)
            self._db.executemany(query, rows)

    def rename(self, names: Mapping[str, str]) -> None:
        """Give what nodes tried to be called to the names that they have become."""
        self._db.executemany(
            "UPDATE tried SET node = ? WHERE node = ?", ((n, node) for node, n in names.items())
        )

    def drop(self, table: str, column: str, values: Iterable[object]) -> None:
        """Delete the rows that have one of the values in a column."""
        self._db.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((v,) for v in values))


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much a ledger knows of; `events` by class."""

    articles: int
    events: dict[str, int]
    actors: int
    places: int
    unattached: int


def sizes(ledger: Ledger) -> Sizes:
    """How much a ledger knows of."""
    (strikes,) = ledger.rows("SELECT count(*) FROM cluster WHERE universe <> 1")[0]
    (acts,) = ledger.rows("SELECT count(*) FROM cluster WHERE universe = 1")[0]
    (said,) = ledger.rows("SELECT count(*) FROM name WHERE node >= 's' AND node < 't'")[0]
    (actors,) = ledger.rows("SELECT count(*) FROM name WHERE node >= 'actor/' AND node < 'actor0'")[0]
    (places,) = ledger.rows("SELECT count(*) FROM name WHERE node >= 'place/' AND node < 'place0'")[0]
    articles, left = ledger.rows("SELECT count(*), sum(left_strikes + left_acts + unplaced) FROM seen")[0]
    events = {"Strike": strikes, "DiplomaticAction": acts, "Statement": said}
    return Sizes(articles, events, actors, places, left or 0)
