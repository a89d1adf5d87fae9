"""Full-text search over a snapshot's index: labels, contents and the sentences of evidence."""

from __future__ import annotations

import re
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryTimeout
from kg.serve.problems import BadRequest, Unavailable

_SECONDS = 2.0
_MOST_WORDS = 32
_WORD = re.compile(r"\"([^\"]*)\"|(\S+)")
# Bold marks that cannot stand in a text: the pages turn them into <mark>, JSON leaves them out.
BEGIN, END = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that was found: `snippet` has its matching words between BEGIN and END."""

    iri: str
    cls: str
    day: str
    label: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, best first; `more` when there are others after them."""

    hits: tuple[Hit, ...]
    more: bool


def expression(text: str) -> str:
    """The FTS5 expression for what a person typed: all words, phrases in quotes, the last word as a prefix.

    Everything is quoted, so that no sign has a meaning to FTS5. Raises BadRequest when no word is left.
    """
    parts: list[str] = []
    for phrase, word in _WORD.findall(text):
        words = re.findall(r"\w+", phrase or word)
        if words:
            parts.append('"' + " ".join(words) + '"')
    if not parts:
        raise BadRequest("there is no word to search for", "for example /search?q=missile")
    if len(parts) > _MOST_WORDS:
        raise BadRequest(f"a search has at most {_MOST_WORDS} words", "leave the common ones out")
    last = "" if text.rstrip().endswith('"') or len(parts[-1]) < 5 else "*"
    return " ".join(parts) + last


def search(index: Path, text: str, *, limit: int = 20, offset: int = 0, cls: str | None = None) -> Found:
    """The nodes that hold all words of `text`. `cls` keeps to one class.

    Raises BadRequest, QueryTimeout, and Unavailable where the index has gone with its snapshot.
    """
    wanted = expression(text)
    try:
        base = sqlite3.connect(f"file:{index}?mode=ro&immutable=1", uri=True)
    except sqlite3.OperationalError as error:
        raise Unavailable(
            "a newer snapshot has just been gone over to", "try again in a moment", {"Retry-After": "1"}
        ) from error
    deadline = time.monotonic() + _SECONDS
    base.set_progress_handler(lambda: int(time.monotonic() > deadline), 10_000)
    try:
        rows = base.execute(
            "SELECT iri, class, day, label, snippet(words, -1, ?, ?, ' … ', 24) FROM words"
            " WHERE words MATCH ?" + (" AND class = ?" if cls else "") +
            # A name weighs more than a sentence; a node more than a bare sentence of evidence.
            " ORDER BY bm25(words, 0, 0, 0, 8.0, 1.0) * (CASE WHEN label = '' THEN 0.5 ELSE 1.0 END), iri"
            " LIMIT ? OFFSET ?",
            (BEGIN, END, wanted, *((cls,) if cls else ()), limit + 1, offset),
        ).fetchall()
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise QueryTimeout(
                f"the search ran into its limit of {_SECONDS:g} s", "use rarer words"
            ) from error
        raise BadRequest(f"this cannot be searched for: {error}", "search for single words") from error
    finally:
        base.close()
    return Found(tuple(Hit(*row) for row in rows[:limit]), len(rows) > limit)


__all__ = ["BEGIN", "END", "Found", "Hit", "expression", "search"]
