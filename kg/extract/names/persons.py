"""Persons by name: which names mean the same person, and the role that a title or description gives him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.lexicon import words
from kg.extract.names.find import Name, plain
from kg.extract.names.titles import Title, description_behind, title_before
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.names.cast import Cast, Figure


def person(cast: Cast, name: Name) -> Figure:
    """The figure of a person's name, made when it is new, with what the words around the name tell of him."""
    text = name.text(cast.doc)
    title = title_before(cast, name.start)
    description = description_behind(cast, name.end)
    figure = _known(cast, text, title.role)
    if figure is None:
        entries = [e for e in name.entries if e.cls is ActorClass.PERSON]
        entry = entries[0] if len(entries) == 1 and len(text.split()) > 1 else None
        figure = cast.add(ActorClass.PERSON, text, entry=entry.id if entry else None)
        if entry is not None:
            figure.state = entry.state
    elif len(text.split()) > len(figure.name.split()):
        figure.name = text
        cast.make_known(figure, text)
    told = title if title.role is not None or description is None else description
    if _is_namesake(cast, figure, told):
        cast.make_unlisted(figure)
    if told.role is not None and (figure.role is None or len(told.role) > len(figure.role)):
        figure.role = told.role
    if told.owner is not None and figure.member_of is None and told.owner.key != figure.key:
        if not (told.owner.cls is ActorClass.STATE and _holds_no_office(told.role)):
            figure.member_of = told.owner.key
        figure.state = figure.state or told.owner.state
    cast.titles.update((i, figure.key) for i in title.words if cast.name_at(i) is None)
    if description is not None:
        cast.titles.update((i, figure.key) for i in description.words)
    return figure


def _is_namesake(cast: Cast, figure: Figure, told: Title) -> bool:
    """ "Colombian Defence Minister Pedro Sánchez" is not the Pedro Sánchez of the list, who governs Spain."""
    entry = cast.gazetteer.get(figure.entry) if figure.entry else None
    if entry is None or told.owner is None or told.role is None or _holds_no_office(told.role):
        return False
    if told.owner.cls is not ActorClass.STATE or any(term.organisation for term in entry.terms):
        return False
    return entry.state not in {None, told.owner.state} and figure.member_of is None


def _holds_no_office(role: str | None) -> bool:
    """ "The Honduran gang leader X", "the Syrian activist Y": of that country, and nobody of the state's."""
    return role is not None and not words("actors", "private").isdisjoint(
        role.lower().replace("-", " ").split()
    )


def _known(cast: Cast, text: str, role: str | None) -> Figure | None:
    """The person met before whom the name means."""
    figure = cast.known_as(text)
    if figure is not None and figure.cls is ActorClass.PERSON:
        return figure
    parts = plain(text).split()
    if len(parts) == 1:
        return of_surname(cast, text, role)
    for figure in cast.figures.values():
        if figure.cls is ActorClass.PERSON and figure.named:
            other = plain(figure.name).split()
            same = other[-1] == parts[-1] and (set(other) <= set(parts) or set(parts) <= set(other))
            if same and (len(other) > 1 or figure.role is None or role in {None, figure.role}):
                return figure
    return None


def of_surname(cast: Cast, text: str, role: str | None = None) -> Figure | None:
    """The person already met whose last (or any) name this is.

    With two of them, the one whose role fits, else the one met last.
    """
    surname = plain(text)
    matches = [
        f
        for f in cast.figures.values()
        if f.cls is ActorClass.PERSON and f.named and surname in plain(f.name).split()
    ]
    if role is not None and len(matches) > 1:
        matches = [f for f in matches if f.role == role] or matches
    last = [f for f in matches if plain(f.name).split()[-1] == surname] or matches
    if len(last) <= 1:
        return last[0] if last else None
    order = {key: i for i, (_, key) in enumerate(cast.appearances)}
    return max(last, key=lambda f: order.get(f.key, -1))
