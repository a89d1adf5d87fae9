"""Groups, organisations and government bodies: from the source tables to drafts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.gazetteer.derive import read
from kg.gazetteer.draft import Draft, split, state_id
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
            # A short or everyday name means something else in most articles: "Prime", "AMA".
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
