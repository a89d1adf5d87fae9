"""Which person of the gazetteer a person in the news is: by full name, office, state and date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.gazetteer import Entry, Gazetteer
from kg.gazetteer.names import loose, parts
from kg.model import ActorClass, PartialDate
from kg.resolve.candidates import Judged, bearing, states_agree
from kg.resolve.offices import began_by, held_on, is_past, same_office, says_nothing


def judge_persons(
    book: Gazetteer,
    names: Sequence[str],
    entry: str | None,
    state: str | None,
    roles: Sequence[str],
    on_date: PartialDate | None,
) -> list[Judged]:
    """Persons: by full name with an office that fits; by last name only with office, state and date."""
    full = [name for name in names if len(parts(name)) > 1]
    found = [e for e in bearing(book, full, entry) if e.cls is ActorClass.PERSON]
    if full and not found:
        found = _by_loose_name(book, full)
    if found:
        return _by_full_name(found, entry, state, roles, on_date)
    if full:
        return []  # a full name that nobody bears: a namesake by last name is somebody else
    return _by_last_name(book, names, state, roles, on_date)


def _by_loose_name(book: Gazetteer, names: Iterable[str]) -> list[Entry]:
    """Persons whose name differs only in transliteration."""
    found: dict[str, Entry] = {}
    for name in names:
        for person in book.surnames(parts(name)[-1]):
            if any(loose(name) == loose(own) for own in (person.name, *person.aliases)):
                found[person.id] = person
    return list(found.values())


def _by_full_name(
    found: Sequence[Entry],
    entry: str | None,
    state: str | None,
    roles: Sequence[str],
    on_date: PartialDate | None,
) -> list[Judged]:
    fitting = [e for e in found if states_agree(e, state) or _offices(e, roles, on_date)]
    if not fitting:
        return []
    in_office = [e for e in fitting if _offices(e, roles, on_date)]
    if len(in_office) == 1:
        return [
            Judged(
                in_office[0],
                0.98,
                f"gazetteer: full name, and the office fits: {_offices(in_office[0], roles, on_date)}",
            )
        ]
    if len(in_office) > 1 or len(fitting) > 1:
        given = [e for e in (in_office or fitting) if e.id == entry]
        return [Judged(e, 0.65, "gazetteer: one of several persons of that name") for e in given]
    one = fitting[0]
    if not any(began_by(term, on_date) for term in one.terms):
        return [Judged(one, 0.6, "gazetteer: full name; but held no office yet by the article's date")]
    known_roles = [role for role in roles if not says_nothing(role)]
    if known_roles and one.terms:
        return [
            Judged(
                one,
                0.7,
                f"gazetteer: full name; but no office like “{known_roles[0]}” is known of him or her",
            )
        ]
    if _well_known(one) and _active(one, on_date):
        return [Judged(one, 0.96, "gazetteer: full name of a well-known office-holder")]
    return [Judged(one, 0.8, "gazetteer: full name, no office in the text to prove it")]


def _by_last_name(
    book: Gazetteer,
    names: Sequence[str],
    state: str | None,
    roles: Sequence[str],
    on_date: PartialDate | None,
) -> list[Judged]:
    if not roles or on_date is None:
        return []
    bearers = {e.id: e for name in names for e in book.surnames(name)}
    fitting = [
        e
        for e in bearers.values()
        if _offices(e, roles, on_date, strict=True)
        and (state is None or e.state in (None, state) or _abroad(e))
    ]
    if len(fitting) != 1:
        return []
    why = _offices(fitting[0], roles, on_date, strict=True)
    if state is None:
        return [
            Judged(fitting[0], 0.75, f"gazetteer: the only one of that last name in that office then: {why}")
        ]
    return [Judged(fitting[0], 0.95, f"gazetteer: last name, state and office on the day: {why}")]


def _offices(
    person: Entry, roles: Sequence[str], on_date: PartialDate | None, *, strict: bool = False
) -> str:
    """The person's office that one of the roles describes and the date allows, in words; "" for none.

    A former office counts from its beginning on. `strict` wants an office known to have begun and not yet
    ended.
    """
    for role in roles:
        for term in person.terms:
            fits = began_by(term, on_date) if is_past(role) and not strict else held_on(term, on_date)
            if strict and (term.start is None or is_past(role)):
                continue
            if fits and same_office(role, term.role):
                years = f"{term.start or '?'} to {term.end or 'open'}"
                return f"{term.role}, {years}"
    return ""


def _abroad(person: Entry) -> bool:
    """True for officials of an international organisation, whom texts do not put in their own state."""
    return any(term.organisation for term in person.terms)


def _well_known(person: Entry) -> bool:
    return person.source.startswith("compiled by the project")


def _active(person: Entry, on_date: PartialDate | None) -> bool:
    """True when one of the person's offices was held within ten years before the date."""
    if on_date is None:
        return True
    year = int(on_date.iso[:4])
    return any(began_by(t, on_date) and (not t.end or int(t.end[:4]) >= year - 10) for t in person.terms)
