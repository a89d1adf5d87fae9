"""corpus.sqlite: every article that was taken in, and what was extracted from it.

An extraction is kept under the article's fingerprint (all that reading made of it) and the extractor's
version, so that a build extracts only what is new or changed, and a new extractor extracts everything again.
Each write is one transaction in write-ahead-log mode: a build that is killed keeps what it had extracted.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import msgspec

from kg.errors import EnvironmentProblem
from kg.model import Article, Extraction

FILE_NAME = "corpus.sqlite"
_LAYOUT = 1
_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    article BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX articles_by_digest ON articles (digest);
CREATE TABLE extractions (
    fingerprint TEXT NOT NULL,
    version TEXT NOT NULL,
    extraction BLOB NOT NULL,
    PRIMARY KEY (fingerprint, version)
) WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# Came later; a folder of before gets it when it is opened.
_STAMPS = """
CREATE TABLE IF NOT EXISTS stamps (
    path TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,
    id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    terms TEXT NOT NULL
) WITHOUT ROWID;
"""

_encode = msgspec.json.Encoder().encode
_article = msgspec.json.Decoder(Article).decode
_extraction = msgspec.json.Decoder(Extraction).decode


def fingerprint(article: Article) -> str:
    """SHA-256 of all that reading made of an article: when it differs, the article is extracted anew."""
    return hashlib.sha256(_encode(article)).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """An article and what was extracted from it."""

    article: Article
    extraction: Extraction


class Corpus:
    """The articles of one graph folder; a context manager. One writer at a time: hold `writer_lock`."""

    def __init__(self, graph_dir: Path) -> None:
        graph_dir.mkdir(parents=True, exist_ok=True)
        path = graph_dir / FILE_NAME
        try:
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            (layout,) = self._db.execute("PRAGMA user_version").fetchone()
            if layout == 0:
                self._db.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {_LAYOUT};COMMIT;")
            if layout in (0, _LAYOUT):
                self._db.execute(_STAMPS)
        except sqlite3.DatabaseError as error:
            raise EnvironmentProblem(
                f"{path} cannot be opened: {error}", "give the build a folder of its own with --graph"
            ) from error
        if layout not in (0, _LAYOUT):
            self._db.close()
            raise EnvironmentProblem(
                f"{path} was written by another version of conflict-kg (layout {layout}, here {_LAYOUT})",
                "build into a new folder with --graph, or use the version that wrote it",
            )

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The open database, for tables that others keep in it."""
        return self._db

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside are kept together or not at all."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # --- settings ---------------------------------------------------------------------------------------

    def setting(self, name: str) -> str | None:
        """What was noted under `name`."""
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def note(self, values: Mapping[str, str]) -> None:
        """Note values under their names, over what stood there."""
        self._db.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", values.items())

    # --- articles ---------------------------------------------------------------------------------------

    def __len__(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM articles").fetchone()
        return int(count)

    def ids(self) -> tuple[str, ...]:
        """The ids of all articles, in order."""
        return tuple(row[0] for row in self._db.execute("SELECT id FROM articles ORDER BY id"))

    def fingerprint_of(self, article_id: str) -> str | None:
        """The fingerprint under which an article is kept."""
        row = self._db.execute("SELECT fingerprint FROM articles WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else str(row[0])

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        """(id, fingerprint) of all articles, in order of id."""
        yield from self._db.execute("SELECT id, fingerprint FROM articles ORDER BY id")

    def id_of_digest(self, digest: str) -> str | None:
        """The id of an article with this text, the first in order."""
        row = self._db.execute("SELECT min(id) FROM articles WHERE digest = ?", (digest,)).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def repeated_digests(self) -> frozenset[str]:
        """The digests of texts that more than one article has."""
        rows = self._db.execute("SELECT digest FROM articles GROUP BY digest HAVING count(*) > 1")
        return frozenset(digest for (digest,) in rows)

    def article(self, article_id: str) -> Article | None:
        """One article as it was read."""
        row = self._db.execute("SELECT article FROM articles WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else _article(row[0])

    def keep(self, article: Article, extraction: Extraction, version: str) -> None:
        """Keep an article and what was extracted from it, in place of what its id stood for."""
        mark = fingerprint(article)
        with self.transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?)",
                (article.id, article.digest, mark, _encode(article)),
            )
            self._db.execute(
                "INSERT OR REPLACE INTO extractions VALUES (?, ?, ?)", (mark, version, _encode(extraction))
            )

    def remove(self, ids: Iterable[str]) -> None:
        """Take articles out, all or none."""
        with self.transaction():
            self._db.executemany("DELETE FROM articles WHERE id = ?", ((i,) for i in ids))

    # --- files, as they were read (see kg.stamps) -------------------------------------------------------

    def stamps(self, terms: str) -> dict[str, tuple[str, str, str]]:
        """Path → (article id, stamp, digest), of files read on these terms whose article is still held."""
        rows = self._db.execute(
            """SELECT s.path, s.id, s.stamp, a.digest FROM stamps s
               JOIN articles a ON a.id = s.id AND a.fingerprint = s.fingerprint WHERE s.terms = ?""",
            (terms,),
        )
        return {path: (article, stamp, digest) for path, article, stamp, digest in rows}

    def keep_stamp(self, path: str, stamp: str, article_id: str, fingerprint: str, terms: str) -> None:
        """Keep the stamp that a file had when its article was read."""
        self._db.execute(
            "INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?)",
            (path, stamp, article_id, fingerprint, terms),
        )

    # --- extractions ------------------------------------------------------------------------------------

    def unextracted(self, version: str) -> Iterator[Article]:
        """The articles without an extraction of this version: a newer extractor has come."""
        # The fingerprints are gone through once: looking each up among the extractions takes twenty times as long.
        rows = self._db.execute(
            """SELECT article FROM articles WHERE fingerprint NOT IN
               (SELECT fingerprint FROM extractions WHERE version = ?) ORDER BY id""",
            (version,),
        ).fetchall()
        return (_article(row[0]) for row in rows)

    def told(self, version: str) -> Iterator[Told]:
        """Every article with its extraction of this version, in order of id."""
        rows = self._db.execute(
            """SELECT article, extraction FROM articles a JOIN extractions e
               ON e.fingerprint = a.fingerprint AND e.version = ? ORDER BY a.id""",
            (version,),
        )
        for article, extraction in rows:
            yield Told(_article(article), _extraction(extraction))

    def told_of(self, ids: Iterable[str], version: str) -> Iterator[Told]:
        """Some articles with their extractions of this version, in the order of the ids."""
        query = """SELECT article, extraction FROM articles a JOIN extractions e
                   ON e.fingerprint = a.fingerprint AND e.version = ? WHERE a.id = ?"""
        for article_id in ids:
            for article, extraction in self._db.execute(query, (version, article_id)):
                yield Told(_article(article), _extraction(extraction))

    def extractions(self, fingerprints: Iterable[str], version: str) -> Iterator[Extraction]:
        """The extractions of this version of articles as they were, where they have not been pruned."""
        query = "SELECT extraction FROM extractions WHERE fingerprint = ? AND version = ?"
        for fingerprint in fingerprints:
            for (extraction,) in self._db.execute(query, (fingerprint, version)):
                yield _extraction(extraction)

    def prune(self, version: str) -> None:
        """Forget extractions that no article of this version's build needs any more."""
        self._db.execute(
            """DELETE FROM extractions WHERE version <> ?
               OR fingerprint NOT IN (SELECT fingerprint FROM articles)""",
            (version,),
        )
