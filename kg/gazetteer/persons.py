"""Officials: from the source tables to drafts, and the last names by which they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.gazetteer.derive import read
from kg.gazetteer.draft import COMPILED, Draft, split, state_id
from kg.gazetteer.entry import Term
from kg.gazetteer.names import key, loose, parts, slug
from kg.model import ActorClass

_ARTICLES = "al el ul bin ibn ben von van der de da del la le du dos abu"
_PARTICLES = frozenset(_ARTICLES.split())


def officials(source: Path, drafts: Iterable[Draft]) -> list[Draft]:
    """The persons: the fact table's (with ids), joined by name and state to those the project wrote down."""
    names = {row["iso2"]: row["name"] for row in read(source / "states.csv")}
    organisations = {draft.name: draft.id for draft in drafts if draft.cls}
    rows_of: dict[str, list[dict[str, str]]] = {}
    for row in read(source / "derived" / "officials.csv"):
        rows_of.setdefault(row["qid"], []).append(row)
    same_name: dict[str, list[str]] = {}
    for qid, rows in rows_of.items():
        same_name.setdefault(loose(rows[0]["name"]), []).append(qid)
    written: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in read(source / "officials.csv"):
        written.setdefault((row["name"], row["iso2"]), []).append(row)
    persons: list[Draft] = []
    joined: set[str] = set()
    taken: set[str] = set()
    for (name, iso2), rows in written.items():
        aliases = tuple(dict.fromkeys(alias for row in rows for alias in split(row["aliases"])))
        found = {
            qid
            for spelling in (name, *aliases)
            for qid in same_name.get(loose(spelling), ())
            if not iso2 or iso2 in {row["iso2"] for row in rows_of[qid]} or rows[0]["organisation"]
        }
        known = min(found) if len(found) == 1 else None
        facts = rows_of.get(known, []) if known else []
        joined.update({known} if known else ())
        terms = [
            replace(term, organisation=organisations[row["organisation"]] if row["organisation"] else None)
            for row, term in zip(rows, _terms(rows), strict=True)
        ]
        terms += [term for term in _terms(facts) if not any(_same_term(term, other) for other in terms)]
        id = _free(f"person/{slug(name)}", iso2, taken)
        persons.append(
            Draft(
                id=id,
                name=name,
                rank=75,
                cls=ActorClass.PERSON,
                aliases=(
                    *aliases,
                    *((facts[0]["name"],) if facts and key(facts[0]["name"]) != key(name) else ()),
                ),
                qid=known,
                state=state_id(names[iso2]) if iso2 in names else None,
                terms=tuple(sorted(terms, key=lambda t: (t.start or "", t.role))),
                source=(
                    f"{COMPILED[0]}; id and terms: {facts[0]['source']}" if facts else COMPILED[0],
                    "CC0-1.0",
                ),
            )
        )
    for found_id, rows in sorted(rows_of.items(), key=lambda pair: pair[0]):
        if found_id in joined:
            continue
        name = rows[0]["name"]
        codes = [row["iso2"] for row in rows if row["iso2"] in names]
        iso2 = max(sorted(set(codes)), key=codes.count) if codes else ""
        persons.append(
            Draft(
                id=_free(f"person/{slug(name) or found_id.lower()}", iso2, taken, found_id),
                name=name,
                rank=50,
                cls=ActorClass.PERSON,
                qid=found_id,
                state=state_id(names[iso2]) if iso2 else None,
                terms=tuple(sorted(_terms(rows), key=lambda t: (t.start or "", t.role))),
                source=(rows[0]["source"], "CC0-1.0 (Wikidata query output)"),
                # A person known by one word would match it everywhere; the surname index has him.
                kind="unnamed" if len(parts(name)) < 2 else None,
            )
        )
    return persons


def _free(base: str, iso2: str, taken: set[str], qid: str = "") -> str:
    choices = (base, *(f"{base}-{more.lower()}" for more in (iso2, qid) if more))
    id = next(choice for choice in choices if choice not in taken)
    taken.add(id)
    return id


def _terms(rows: Iterable[Mapping[str, str]]) -> Iterator[Term]:
    for row in rows:
        yield Term(row["role"], row["start"] or None, row["end"] or None)


def _same_term(one: Term, other: Term) -> bool:
    return (one.start or "")[:7] == (other.start or "")[:7] and (
        one.role in other.role or other.role in one.role
    )


def surnames(draft: Draft) -> set[str]:
    """The keys under which a person may be called by last name: "Assad" and "al-Assad", "Xi"."""
    found: set[str] = set()
    first_too = draft.state is not None and draft.state in _FIRST_NAME_STATES
    for name in (draft.name, *draft.aliases):
        words = [word for word in parts(name) if word not in {"jr", "sr", "ii", "iii"}]
        if len(words) < 2:
            found.update(words)
            continue
        at = len(words) - 1
        found.add(words[at])
        while at > 1 and words[at - 1] in _PARTICLES:
            at -= 1
            found.add(" ".join(words[at:]))
        if "-" in name.split()[-1]:
            found.add(key(name.split()[-1]))
        if first_too:
            found.add(words[0])
    return found


_FIRST_NAME_STATES = frozenset(
    state_id(name)
    for name in (
        "China",
        "North Korea",
        "South Korea",
        "Taiwan",
        "Ethiopia",
        "Eritrea",
        "Vietnam",
        "Cambodia",
    )
)
