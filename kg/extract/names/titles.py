"""Titles before a name and descriptions behind it: which words they are, the role they tell, and whose it is.

"caretaker Prime Minister Anwaar ul Haq Kakar", "Stephane Dujarric, the UN spokesman,".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.syntax import GENITIVE
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.names.cast import Cast, Figure

_CONNECTORS = frozenset({"of", "for", "and", "the", "-", "–", "'s", "’s", "to", "in", "on", "&"})
# Whose a president or a minister may be named after: "the Office of the President".
_OFFICES = frozenset({"office", "administration", "cabinet", "bureau", "staff", "secretariat"})
_NOT_ROLE = GENITIVE | {"the", "a", "an", "his", "her", "its", "their", ",", "by"}
# How many words a description behind a name may have.
_LENGTH = 13
_CLOSING = frozenset({",", ".", ";", "—", "–", ")"})
_QUOTES = frozenset({'"', "”"})


@dataclass(frozen=True, slots=True)
class Title:
    """The words of a title or description, the role they tell, and the state or body that it belongs to."""

    words: range
    role: str | None = None
    owner: Figure | None = None


def title_before(cast: Cast, start: int) -> Title:
    """The title before the name that starts at token `start`; without words where there is none."""
    doc = cast.doc
    i, owner, found = start, None, False
    if start > 1 and doc[start - 1].text == "," and doc[start - 2].lower_ in role_heads():
        i = start - 1  # "its governor, Pavel Lebedev"
    while i > 0:
        token = doc[i - 1]
        if token.sent != doc[start].sent or (found and _is_of_another(token)):
            break
        name = cast.name_at(i - 1)
        if name is not None:
            figure = cast.figure_of(name)
            if figure is None or figure.cls is ActorClass.PERSON or not (found or name.adjectival):
                break
            owner, i = figure, name.start
        elif _is_role_word(token) or _is_honorific(token):
            found = found or not _is_honorific(token)
            i -= 1
        elif (
            token.lower_ in words("actors", "title_part")
            or (token.lower_ in _CONNECTORS and i < start)
            or (found and (_is_part_of_title(token) or _is_portfolio(token)))
        ):
            i -= 1
        else:
            break
    if found and doc[i].lower_ in {"of", "to"} and doc[i - 1].lower_ in _OFFICES:
        return Title(range(start, start))  # "Head of the Office of the President Andriy Yermak": no president
    while i < start and doc[i].lower_ in _CONNECTORS:
        i += 1
    return Title(range(i, start), _role(cast, i, start), owner) if found else Title(range(start, start))


def _is_of_another(link: Token) -> bool:
    """ "The sister of … leader Kim", "an adviser to … president Zelensky": the role before it is somebody else's."""
    if link.lower_ not in {"of", "to"} or link.i < 1:
        return False
    outer = link.nbor(-1)
    return outer.lower_ == outer.text and _is_role_word(outer)


def description_behind(cast: Cast, end: int) -> Title | None:
    """ "Stephane Dujarric, the UN spokesman," : the description behind the name that ends at token `end`."""
    doc = cast.doc
    if end + 1 >= len(doc) or doc[end].text != ",":
        return None
    if doc[end + 1].pos_ == "CCONJ":
        return None  # "Abbas Araghchi, and his colleagues": others, not a description of him
    begin = stop = end + 1
    told = False
    while stop < len(doc) and stop < begin + _LENGTH and doc[stop].text not in _CLOSING | _QUOTES:
        token = doc[stop]
        if token.pos_ in {"VERB", "AUX"} or token.lower_ in {"who", "which", "whose", "where"}:
            return None
        told = told or token.lower_ in role_heads() or token.lemma_.lower() in role_heads()
        stop += 1
    inside = [name for i in range(begin, stop) if (name := cast.name_at(i)) is not None]
    if (
        not told
        or stop >= len(doc)
        or doc[stop].text not in _CLOSING
        or any(n.label == "PERSON" for n in inside)
    ):
        return None
    figures = [f for n in inside if (f := cast.figure_ahead(n)) is not None]
    owner = next((f for f in figures if f.cls is not ActorClass.PERSON), None)
    return Title(range(begin, stop), _role(cast, begin, stop), owner)


@cache
def role_heads() -> frozenset[str]:
    """The nouns that a role ends in: "minister", "chief", "spokeswoman"."""
    return frozenset(phrase.split()[-1] for phrase in words("actors", "person")) | {"minister", "secretary"}


def _is_honorific(token: Token) -> bool:
    """ "Mr", "Gen."."""
    return token.lower_.removesuffix(".") in words("actors", "honorific")


def _is_role_word(token: Token) -> bool:
    return (
        token.lower_ in role_heads()
        or token.lemma_.lower() in role_heads()
        or token.lower_ in words("actors", "person")
    )


def _is_part_of_title(token: Token) -> bool:
    """A lower-case noun inside a title: "parliamentary affairs minister"."""
    return (
        token.pos_ in {"NOUN", "PROPN", "ADJ"}
        and token.lower_ != "time"
        and token.is_alpha
        and token.lower_ == token.text
        and token.dep_ in {"compound", "amod", "nmod"}
    )


def _is_portfolio(token: Token) -> bool:
    """The capitalised word before "Minister": "Health Minister", "Water Minister"."""
    return (
        token.pos_ in {"NOUN", "PROPN", "ADJ"}
        and token.is_title
        and token.is_alpha
        and token.ent_type_ not in {"DATE", "TIME"}
        and token.nbor(1).lower_ in {"minister", "secretary"}
    )


def _role(cast: Cast, start: int, end: int) -> str | None:
    """The role as words, without the state, articles and honorifics: "caretaker Prime Minister"."""
    kept = [
        token.text
        for token in cast.doc[start:end]
        if cast.name_at(token.i) is None and token.lower_ not in _NOT_ROLE and not _is_honorific(token)
    ]
    text = re.sub(r"\s*-\s*", "-", " ".join(kept)).strip(" -,")
    text = re.sub(r"\b(of|for|to|in|on|and)$", "", text).strip()
    return text or None
