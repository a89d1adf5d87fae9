"""Ships' names: "the tanker Coral Venture", "the Liberia-flagged Aegean Dawn", wherever the article says them again.

A ship is no place, whatever sea or town it is called after, and nobody: what is done to it, its flag and owner tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extract.lexicon import words
from kg.extract.words.almanac import DAYS, MONTHS
from kg.gazetteer import Gazetteer
from kg.model import ActorClass

_SHIPS = words("places", "ships") - {"shipping"}
# What a carrier must be called to be no airline.
_CARRIERS = frozenset(
    {"bulk", "gas", "car", "ore", "oil", "crude", "cargo", "vehicle", "container", "livestock"}
)
_QUOTES = frozenset({'"', "“", "‘", "'"})
# How many words a ship's name has at most.
_LONGEST = 4


def find_ships(doc: Doc, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Where the names of ships stand: begin and end of each, as tokens."""
    called = {run for token in doc if _introduces(token) and (run := _run_behind(token, gazetteer))}
    for name in sorted(called):
        for i in range(len(doc) - len(name) + 1):
            if doc[i].text == name[0] and tuple(t.text for t in doc[i : i + len(name)]) == name:
                yield i, i + len(name)


def _introduces(token: Token) -> bool:
    """True for the word right before a ship's name: "tanker", "bulk carrier", "flagged"."""
    if token.lower_ == "flagged" or token.lower_.endswith("-flagged"):
        return True
    if token.lower_ == "carrier":
        return token.i > 0 and token.nbor(-1).lower_ in _CARRIERS
    return token.lower_ in _SHIPS


def _run_behind(token: Token, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The words of the name that stands right behind a word; none where somebody or something else is named there.

    "The tanker Iran seized", "the ship Yemeni rebels hit": what they name may do something to the ship.
    """
    doc, begin = token.doc, token.i + 1
    if begin < len(doc) and doc[begin].text in _QUOTES:
        begin += 1
    end = begin
    while end < len(doc) and end - begin < _LONGEST and _is_of_name(doc[end]) and doc[end].sent == token.sent:
        end += 1
    run = doc[begin:end]
    if end == begin or gazetteer.demonyms(run[0].text):
        return ()
    known = gazetteer.lookup(run.text)
    first = gazetteer.lookup(run[0].text)
    taken = known if end - begin > 1 else (*known, *first)
    if taken or any(e.cls in {ActorClass.STATE, ActorClass.ARMED_GROUP} for e in first):
        return ()
    return tuple(t.text for t in run) if end - begin > 1 else ()


def _is_of_name(token: Token) -> bool:
    named = token.text[:1].isupper() and token.is_alpha and token.pos_ in {"PROPN", "NOUN", "ADJ"}
    return named and token.lower_ not in DAYS and token.lower_ not in MONTHS
