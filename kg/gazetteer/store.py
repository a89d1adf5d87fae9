"""The gazetteer as it is used: read-only look-ups in the SQLite file that ships with the package."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from kg.errors import EnvironmentProblem
from kg.gazetteer.entry import Entry, Hit, Term
from kg.gazetteer.names import agrees, key, parts
from kg.model import ActorClass, PlaceKind

DATABASE = Path(__file__).with_name("gazetteer.sqlite")

# What may stand between two words of one name; anything else (a comma, a bracket) ends it.
_JOINERS = frozenset({"-", "–", "‑", "'", "’", "'s", "’s", ".", "/"})
# Names longer than this many words do not occur (compile refuses them), so no match needs to look further.
LONGEST = 14


class Gazetteer:
    """The facts in one SQLite file. Safe to share between threads; each process opens its own."""

    def __init__(self, path: Path = DATABASE) -> None:
        """Opens `path` read-only. Raises EnvironmentProblem where there is no gazetteer."""
        if not path.is_file():
            raise EnvironmentProblem(
                f"no gazetteer at {path.name}", "python -m kg.gazetteer.compile makes it from its source"
            )
        self._db = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._get = lru_cache(maxsize=20_000)(self._read)
        self._named = lru_cache(maxsize=50_000)(self._read_names)
        self._longest = lru_cache(maxsize=50_000)(self._read_longest)
        self._beginning = lru_cache(maxsize=50_000)(self._read_beginning)
        self._candidates = lru_cache(maxsize=50_000)(self._find)

    def get(self, id: str) -> Entry | None:
        """The entry of that id, or None."""
        return self._get(id)

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """All entries that bear the name, most prominent first; () where none does.

        Case, accents, apostrophes, hyphens, a leading "the" and a final "'s" do not matter; for acronyms of
        two to four capitals case does.
        """
        return self._candidates(name, "name")

    def match(self, words: Sequence[str]) -> tuple[Hit, ...]:
        """The names among the words of a text: longest first from the left, never overlapping.

        Words are tokens as spaCy gives them: a hyphen and "'s" may be tokens of their own. Capitals are
        required where the stored name has them, so that "us", "nice" and "mobile" match nothing.
        """
        hits: list[Hit] = []
        keyed = [() if word in _JOINERS else parts(word) for word in words]
        at = 0
        while at < len(words):
            hit = self._match_at(words, keyed, at) if keyed[at] else None
            if hit:
                hits.append(hit)
            at = hit.end if hit else at + 1
        return tuple(hits)

    def demonym(self, word: str) -> Entry | None:
        """The state of "Iranian", "Iranians", "Briton" or "North Korean"; None where unknown or ambiguous.

        "Congolese", "Korean" and "Dominican" belong to two states: `demonyms` gives both.
        """
        states = self.demonyms(word)
        return states[0] if len(states) == 1 else None

    def demonyms(self, word: str) -> tuple[Entry, ...]:
        """All states that the word can be the demonym of."""
        return self._candidates(word, "demonym")

    def seat(self, name: str) -> Entry | None:
        """The state or body that a seat of government stands for: Tehran, Westminster, the Kremlin.

        None where it stands for nobody in particular (Brussels is the seat of three, Sanaa is disputed, see
        README.md). Whether "Tehran" is meant as the state or the city in a sentence is the caller's question.
        """
        entries = self._candidates(name, "seat")
        return entries[0] if len(entries) == 1 else None

    def state_of(self, entry: Entry) -> Entry | None:
        """The state that the entry is or belongs to, or None."""
        if entry.cls is ActorClass.STATE:
            return entry
        return self._get(entry.state) if entry.state else None

    def capital(self, state: str) -> Entry | None:
        """The capital city of the state with that entry id, or None."""
        row = self._db.execute(
            "SELECT id FROM capitals JOIN entries ON number = capital WHERE capitals.state = ?", (state,)
        ).fetchone()
        return self._get(row[0]) if row else None

    def body(self, kind: str, state: str) -> Entry | None:
        """The government body of that kind of the state with that entry id, or None.

        Kinds: "foreign-ministry", "defence-ministry", "interior-ministry", "armed-forces", "army", "navy",
        "air-force", "police", "parliament", "embassy" is none (an embassy is a place of its state).
        """
        row = self._db.execute(
            "SELECT id FROM bodies b JOIN entries ON number = entry WHERE kind = ? AND b.state = ?",
            (kind, state),
        ).fetchone()
        return self._get(row[0]) if row else None

    def surnames(self, name: str, state: str | None = None) -> tuple[Entry, ...]:
        """The persons who may be called by that last name alone, of one state when `state` is given."""
        rows = self._db.execute(
            "SELECT e.id FROM surnames s JOIN entries e ON e.number = s.entry WHERE s.key = ?"
            " AND (? IS NULL OR e.state = ?) ORDER BY e.rank DESC, e.id",
            (key(name), state, state),
        )
        return tuple(entry for (id,) in rows if (entry := self._get(id)))

    def by_qid(self, qid: str) -> tuple[Entry, ...]:
        """The entries that carry the Wikidata id; more than one only where `check` would complain."""
        rows = self._db.execute("SELECT id FROM entries WHERE qid = ? ORDER BY id", (qid,))
        return tuple(entry for (id,) in rows if (entry := self._get(id)))

    def _find(self, name: str, kind: str) -> tuple[Entry, ...]:
        kinds = ("name", "form", "title") if kind == "name" else (kind,)
        rows = self._rows(key(name))
        found = dict.fromkeys(id for id, text, k in rows if k in kinds and agrees(text, name.strip()))
        return tuple(entry for id in found if (entry := self._get(id)))

    def _rows(self, key: str) -> tuple[tuple[str, str, str], ...]:
        """Who bears the name with that key. Most of what is asked for is no name, and costs no query."""
        first, _, more = key.partition(" ")
        return self._named(key) if not more or key in self._beginning(first) else ()

    def _match_at(self, words: Sequence[str], keyed: Sequence[tuple[str, ...]], begin: int) -> Hit | None:
        first = keyed[begin][0]
        longest = self._longest(first)
        if not longest:
            return None
        known = self._beginning(first) if longest > 1 else frozenset()
        ends: list[tuple[int, str]] = []
        so_far: list[str] = []
        for end in range(begin, min(len(words), begin + 2 * LONGEST)):
            if keyed[end]:
                so_far.extend(keyed[end])
                if len(so_far) > longest:
                    break
                text = " ".join(so_far)
                if text == first or text in known:
                    ends.append((end + 1, text))
            elif words[end] not in _JOINERS:
                break
        for end, text in reversed(ends):
            surface = " ".join(words[i] for i in range(begin, end) if keyed[i])
            if not any(
                word[:1].isupper() or word[:1].isdigit() for word in surface.replace("-", " ").split()
            ):
                continue
            rows = [(i, k) for i, stored, k in self._named(text) if agrees(stored, surface)]
            for kind, kinds in (("name", ("name", "form")), ("demonym", ("demonym",)), ("seat", ("seat",))):
                found = dict.fromkeys(i for i, k in rows if k in kinds)
                if found:
                    return Hit(begin, end, tuple(e for i in found if (e := self._get(i))), kind)
        return None

    def _read(self, id: str) -> Entry | None:
        row = self._db.execute(
            "SELECT id, name, cls, place, qid, state, within, lat, lon, population, source, licence, number"
            " FROM entries JOIN sources USING (source_id) WHERE id = ?",
            (id,),
        ).fetchone()
        if row is None:
            return None
        names = self._db.execute(
            "SELECT text, kind FROM names WHERE entry = ? AND kind IN ('name', 'title', 'demonym')"
            " ORDER BY place_in_row",
            (row[12],),
        ).fetchall()
        terms = self._db.execute(
            "SELECT role, start, end, organisation FROM terms WHERE entry = ? ORDER BY rowid", (row[12],)
        )
        return Entry(
            id=row[0],
            name=row[1],
            cls=ActorClass(row[2]) if row[2] else None,
            place=PlaceKind(row[3]) if row[3] else None,
            aliases=tuple(text for text, kind in names if kind != "demonym" and text != row[1]),
            qid=row[4],
            state=row[5],
            within=row[6],
            lat=row[7],
            lon=row[8],
            terms=tuple(Term(*term) for term in terms),
            demonyms=tuple(text for text, kind in names if kind == "demonym"),
            population=row[9],
            source=row[10],
            licence=row[11],
        )

    def _read_names(self, key: str) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            self._db.execute(
                "SELECT e.id, n.text, n.kind FROM names n JOIN entries e ON e.number = n.entry"
                " WHERE n.key = ? ORDER BY e.rank DESC, e.population DESC, e.id",
                (key,),
            )
        )

    def _read_beginning(self, first: str) -> frozenset[str]:
        """The keys of all names of several words that begin with this one."""
        keys = self._db.execute("SELECT key FROM names WHERE key > ? AND key < ?", (f"{first} ", f"{first}!"))
        return frozenset(key for (key,) in keys)

    def _read_longest(self, first: str) -> int:
        row = self._db.execute("SELECT longest FROM starts WHERE word = ?", (first,)).fetchone()
        return int(row[0]) if row else 0


def load() -> Gazetteer:
    """The gazetteer that ships with the package, opened once per process (a fork opens its own).

    A wheel carries the compiled file. A checkout that was never installed has only the source, and compiles
    it once, which takes some seconds.
    """
    if not DATABASE.is_file():
        from kg.gazetteer.compile import compile  # it needs this module, and a wheel does not need it

        compile()
    return _opened(os.getpid())


@lru_cache(maxsize=1)
def _opened(process: int) -> Gazetteer:
    return Gazetteer()
