"""Groups, organisations, government bodies and officials: from the source tables to drafts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.gazetteer.derive import read
from kg.gazetteer.draft import COMPILED, Draft, split, state_id
from kg.gazetteer.entry import Term
from kg.gazetteer.geography import short_names
from kg.gazetteer.names import is_acronym, key, parts, slug
from kg.model import ActorClass

CATEGORY = {
    ActorClass.ARMED_GROUP: "group",
    ActorClass.GOVERNMENT_BODY: "body",
    ActorClass.INTERNATIONAL_ORGANIZATION: "org",
    ActorClass.ORGANIZATION: "org",
}
# The bodies that every state is given, with the heads of the phrases that name them. "{}" is the state's
# adjective, name or capital in front ("Iranian foreign ministry"); the name is head + "of" + state.
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "foreign-ministry": (
        "Foreign Ministry",
        ("foreign ministry", "ministry of foreign affairs", "foreign affairs ministry", "foreign office"),
    ),
    "defence-ministry": (
        "Defence Ministry",
        ("defence ministry", "defense ministry", "ministry of defence", "ministry of defense"),
    ),
    "interior-ministry": (
        "Interior Ministry",
        (
            "interior ministry",
            "ministry of interior",
            "ministry of the interior",
            "ministry of internal affairs",
        ),
    ),
    "finance-ministry": ("Finance Ministry", ("finance ministry", "ministry of finance")),
    "health-ministry": ("Health Ministry", ("health ministry", "ministry of health")),
    "information-ministry": ("Information Ministry", ("information ministry", "ministry of information")),
    "armed-forces": ("Armed Forces", ("armed forces", "military", "defence forces", "defense forces")),
    "army": ("Army", ("army", "ground forces")),
    "navy": ("Navy", ("navy",)),
    "air-force": ("Air Force", ("air force", "air forces")),
    "coast-guard": ("Coast Guard", ("coast guard", "coastguard")),
    "police": ("Police", ("police", "national police")),
    "parliament": ("Parliament", ("parliament",)),
}
# The kinds that a fact table's name can be the body of, when it is the only one of its state.
_FACT_KINDS = (
    ("foreign-ministry", re.compile(r"^ministry of foreign affairs( of .*)?$|^federal foreign office$")),
    ("defence-ministry", re.compile(r"^ministry of (national )?defen[cs]e( of .*)?$")),
    ("interior-ministry", re.compile(r"^ministry of (the )?(interior|internal affairs)( of .*)?$")),
    ("finance-ministry", re.compile(r"^ministry of finance( of .*)?$")),
    ("health-ministry", re.compile(r"^ministry of (public )?health( of .*)?$")),
    ("armed-forces", re.compile(r"^\w+ armed forces$|^people liberation army$")),
)
# Wikidata's items of these ids are the buildings, not the institutions that the news means by their names.
BUILDINGS = frozenset({"Q133274", "Q35525"})
_ARTICLES = "al el ul bin ibn ben von van der de da del la le du dos abu"
_PARTICLES = frozenset(_ARTICLES.split())


def curated(source: Path) -> Iterator[Draft]:
    """The groups, organisations and bodies that the project wrote down, without ids."""
    names = {row["iso2"]: row["name"] for row in read(source / "states.csv")}
    tables = [
        (row, row["class"]) for name in ("groups.csv", "organisations.csv") for row in read(source / name)
    ]
    tables += [(row, "GovernmentBody") for row in read(source / "bodies.csv")]
    ids = {row["name"]: f"{CATEGORY[ActorClass(cls)]}/{_slug(row['name'])}" for row, cls in tables}
    for row, cls in tables:
        state = state_id(names[row["iso2"]]) if row["iso2"] and cls != "InternationalOrganization" else None
        kind = row.get("kind") or None
        yield Draft(
            id=f"body/{row['iso2'].lower()}-{kind}" if kind else ids[row["name"]],
            name=row["name"],
            rank=80,
            cls=ActorClass(cls),
            aliases=tuple(dict.fromkeys((*split(row["aliases"]), *_plain(row["name"])))),
            seats=(row["name"],) if row["name"] in {"Kremlin", "White House", "Pentagon"} else (),
            state=state,
            within=ids[row["part_of"]] if row["part_of"] else None,
            kind=kind,
        )


def _slug(name: str) -> str:
    return slug(re.sub(r"\(.*?\)", "", name)) + ("-" + slug(name[name.index("(") :]) if "(" in name else "")


def _plain(name: str) -> tuple[str, ...]:
    return (name[: name.index("(")].strip(),) if "(" in name else ()


def state_bodies(source: Path, drafts: Iterable[Draft]) -> tuple[list[Draft], list[Draft]]:
    """The drafts with the forms that name bodies by state added, and the bodies that no table names."""
    known = list(drafts)
    of_kind = {(draft.state, draft.kind): index for index, draft in enumerate(known) if draft.kind}
    aliases = {key(name) for draft in known for name in (draft.name, *draft.aliases)}
    made: list[Draft] = []
    for row in read(source / "states.csv"):
        state = state_id(row["name"])
        for kind, (head, phrases) in KINDS.items():
            forms = tuple(form for form in _body_forms(row, phrases) if key(form) not in aliases)
            if (state, kind) in of_kind:
                index = of_kind[state, kind]
                known[index] = replace(known[index], forms=known[index].forms + forms)
            elif kind == "army" and key(f"{_first(row)} army") in aliases:
                continue  # the tables have one body that is called both "army" and "military"
            else:
                made.append(
                    Draft(
                        id=f"body/{row['iso2'].lower()}-{kind}",
                        name=f"{head} of {_article(row['name'])}",
                        rank=55,
                        cls=ActorClass.GOVERNMENT_BODY,
                        forms=forms,
                        state=state,
                        source=("made by rule: every state has one", "CC0-1.0"),
                        kind=kind,
                    )
                )
    return known, made


def _first(row: Mapping[str, str]) -> str:
    return split(row["demonyms"])[0] if row["demonyms"] else row["name"]


def _article(name: str) -> str:
    return f"the {name}" if name.startswith(("United", "Republic", "Democratic", "Central African")) else name


def _body_forms(row: Mapping[str, str], phrases: Iterable[str]) -> Iterator[str]:
    short = short_names(row["name"], split(row["aliases"]))
    front = (*split(row["demonyms"]), *short, *((row["capital"],) if row["capital"] else ()))
    for phrase in phrases:
        for word in front:
            yield f"{word} {phrase}"
        for name in short:
            yield f"{phrase} of {name}"
            yield f"{phrase} of the {name}"


def with_facts(
    source: Path, drafts: Iterable[Draft], english: frozenset[str]
) -> tuple[list[Draft], list[Draft]]:
    """The drafts with the ids that the fact table proves, and the fact table's further organisations."""
    known = list(drafts)
    names = {row["iso2"]: row["name"] for row in read(source / "states.csv")}
    by_name: dict[str, list[int]] = {}
    for index, draft in enumerate(known):
        for name in (draft.name, *draft.aliases):
            if len(key(name)) > 4 or key(name) == key(draft.name):
                by_name.setdefault(key(name), []).append(index)
    of_kind = {(draft.state, draft.kind): index for index, draft in enumerate(known) if draft.kind}
    further: list[Draft] = []
    taken = {draft.id for draft in known}
    rows = read(source / "derived" / "organisations.csv")
    kinds = [_kind_of(row) for row in rows]
    for row, kind in zip(rows, kinds, strict=True):
        state = state_id(names[row["iso2"]]) if row["iso2"] in names else None
        qid = None if row["qid"] in BUILDINGS else row["qid"] or None
        licence = _licence(row["source"])
        same = of_kind.get((state, kind[1])) if kind and kinds.count(kind) == 1 else None
        for name in (
            row["name"],
            *_plain(row["name"]),
            *(a for a in split(row["aliases"]) if len(key(a)) > 5),
        ):
            if same is None:
                same = next(
                    (i for i in by_name.get(key(name), ()) if _compatible(known[i], row, state)), None
                )
        if same is not None:
            draft = known[same]
            if qid and not draft.qid:
                known[same] = replace(
                    draft, qid=qid, source=(f"{draft.source[0]}; id: {row['source']}", licence)
                )
            continue
        cls = ActorClass(row["class"])
        generic = kind is not None or bool(
            re.match(r"(?i)^(the )?(federal |royal |general )?ministry", row["name"])
        )
        aliases = tuple(
            alias
            for alias in (row["name"], *split(row["aliases"]))
            # A short or everyday name means something else in most articles: "Prime", "AMA", "Force for Change".
            if len(parts(alias)) > 1
            or (len(key(alias)) > 4 and not is_acronym(alias) and key(alias) not in english)
        )
        if generic:
            aliases = tuple(
                alias for alias in aliases if state and key(state[6:].replace("-", " ")) in key(alias)
            )
        base = f"{CATEGORY[cls]}/{_slug(row['name'])}"
        choices = (base, f"{base}-{row['iso2'].lower()}", f"{base}-{row['qid'].lower() or 'other'}")
        id = next(choice for choice in choices if choice not in taken)
        taken.add(id)
        party = cls is ActorClass.ORGANIZATION and "partyfacts" in row["source"]
        further.append(
            Draft(
                id=id,
                name=row["name"],
                rank=30 if party else 45,
                cls=cls,
                aliases=tuple(a for a in aliases if a != row["name"]),
                qid=qid,
                state=state if cls is not ActorClass.INTERNATIONAL_ORGANIZATION else None,
                source=(row["source"], licence),
                kind="unnamed" if row["name"] not in aliases else None,
            )
        )
    return known, further


def _kind_of(row: Mapping[str, str]) -> tuple[str, str] | None:
    for kind, pattern in _FACT_KINDS:
        if row["class"] == "GovernmentBody" and pattern.match(key(re.sub(r"\(.*?\)", "", row["name"]))):
            return row["iso2"], kind
    return None


def _compatible(draft: Draft, row: Mapping[str, str], state: str | None) -> bool:
    loose = {"ArmedGroup", "Organization"}, {"InternationalOrganization", "Organization"}
    same_class = any({draft.cls, row["class"]} <= classes for classes in (*loose, {draft.cls}))
    return same_class and (draft.state is None or state is None or draft.state == state)


def _licence(source: str) -> str:
    if "supraverden" in source and ";" not in source:
        return "facts only (names and class); the id is left out"
    for mark, licence in (
        ("name-suggestion-index", "BSD-3-Clause"),
        ("ror-records", "CC0-1.0"),
        ("partyfacts", "MIT"),
    ):
        if mark in source:
            return licence
    if "name only" in source:
        return "CC0-1.0"
    if "every-politician" in source:
        return "CC0-1.0 (Wikidata query output)"
    return "single facts (name and id)"


def officials(source: Path, drafts: Iterable[Draft]) -> list[Draft]:
    """The persons: the fact table's (with ids) joined to those that the project wrote down by name and state."""
    names = {row["iso2"]: row["name"] for row in read(source / "states.csv")}
    organisations = {draft.name: draft.id for draft in drafts if draft.cls}
    rows_of: dict[str, list[dict[str, str]]] = {}
    for row in read(source / "derived" / "officials.csv"):
        rows_of.setdefault(row["qid"], []).append(row)
    same_name: dict[str, list[str]] = {}
    for qid, rows in rows_of.items():
        same_name.setdefault(key(rows[0]["name"]), []).append(qid)
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
            for qid in same_name.get(key(spelling), ())
            if not iso2 or iso2 in {row["iso2"] for row in rows_of[qid]} or rows[0]["organisation"]
        }
        qid = found.pop() if len(found) == 1 else None
        facts = rows_of.get(qid, []) if qid else []
        joined.update({qid} if qid else ())
        terms = [
            Term(r["role"], r["start"] or None, r["end"] or None, organisations[r["organisation"]] if r["organisation"] else None)
            for r in rows
        ]  # fmt: skip
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
                qid=qid,
                state=state_id(names[iso2]) if iso2 in names else None,
                terms=tuple(sorted(terms, key=lambda t: (t.start or "", t.role))),
                source=(
                    f"{COMPILED[0]}; id and terms: {facts[0]['source']}" if facts else COMPILED[0],
                    "CC0-1.0",
                ),
            )
        )
    for qid, rows in sorted(rows_of.items(), key=lambda pair: pair[0]):
        if qid in joined:
            continue
        name = rows[0]["name"]
        codes = [row["iso2"] for row in rows if row["iso2"] in names]
        iso2 = max(sorted(set(codes)), key=codes.count) if codes else ""
        persons.append(
            Draft(
                id=_free(f"person/{slug(name) or qid.lower()}", iso2, taken, qid),
                name=name,
                rank=50,
                cls=ActorClass.PERSON,
                qid=qid,
                state=state_id(names[iso2]) if iso2 else None,
                terms=tuple(sorted(_terms(rows), key=lambda t: (t.start or "", t.role))),
                source=(rows[0]["source"], "CC0-1.0 (Wikidata query output)"),
                # A person known by one word would match it everywhere; the surname index has him.
                kind="unnamed" if len(parts(name)) < 2 else None,
            )
        )
    return persons


def _free(base: str, iso2: str, taken: set[str], qid: str = "") -> str:
    choices = (base, f"{base}-{iso2.lower()}", f"{base}-{qid.lower()}")
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
    """The keys under which a person may be called by last name: "Assad" and "al-Assad", "Xi", "von der Leyen"."""
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
