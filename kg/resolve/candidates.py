"""Which entries of the gazetteer bear the names of an actor or place, and when two spellings are one name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.gazetteer import Entry, Gazetteer
from kg.gazetteer.names import agrees, key, loose
from kg.model import ActorClass

INTERNATIONAL = frozenset({ActorClass.INTERNATIONAL_ORGANIZATION})


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its score, 0 to 1, and the reason in words."""

    entry: Entry
    score: float
    basis: str


def bearing(book: Gazetteer, names: Iterable[str], entry: str | None) -> list[Entry]:
    """All entries that bear one of the names, the given one first if it bears one; most prominent first."""
    found: dict[str, Entry] = {}
    given = book.get(entry) if entry else None
    for name in names:
        for candidate in book.lookup(name):
            found.setdefault(candidate.id, candidate)
    if given is not None and (given.id in found or any(spells(given, name) for name in names)):
        found = {given.id: given, **found}
    return list(found.values())


def spells(entry: Entry, name: str) -> bool:
    """True when the name is one of the entry's, or one of them in another transliteration."""
    mine = {key(own): own for own in (entry.name, *entry.aliases, *entry.demonyms)}
    if key(name) in mine:
        return agrees(mine[key(name)], name)
    return loose(name) in {loose(own) for own in mine.values()}


_TITLES = """
mr mrs ms dr sir lord gen general col colonel maj major lt lieutenant capt captain adm admiral brig brigadier
president premier pm chancellor prime foreign defence defense interior home finance information minister
secretary spokesman spokeswoman spokesperson ambassador envoy governor senator king queen prince crown emir
sultan sheikh ayatollah caretaker acting interim former us un chief
"""
_TITLE_WORDS = frozenset(_TITLES.split())


def untitled(name: str) -> str:
    """A person's name without the titles in front: "Caretaker Prime Minister Kakar" gives "Kakar"."""
    words = name.split()
    while len(words) > 1 and key(words[0]) in _TITLE_WORDS:
        words = words[1:]
    return " ".join(words)


def states_agree(entry: Entry, state: str | None) -> bool:
    """False only when both states are known and differ; international bodies belong to no state."""
    if state is None or entry.cls in INTERNATIONAL:
        return True
    return state in (entry.state, entry.id) or entry.state is None
