"""Links from canonical actors and places to Wikidata, offline, from the gazetteer's proven ids.

    link_actor(label, surfaces, cls, entry, state, roles, on_date) -> tuple[Link, ...]
    link_place(label, surfaces, kind, entry, state, within)        -> tuple[Link, ...]
    without_clashes({node id: links}) -> {node id: links}

A wrong link is worse than none. A link is certain (owl:sameAs, score 0.95 and above) only when name, class
and context leave one candidate; likely (skos:closeMatch, 0.6 to 0.9) when they favour one without proof; and
there is none otherwise. The rules stand in docs/linking.md; every link's `basis` says which applied.

Candidates are all entries of the gazetteer that bear one of the names, with and without a Wikidata id: a
candidate without an id is no link, but it competes, so that "Foreign Minister Jilani" of 2024 does not become
the Jilani who was a minister in 2007. `entry` (what extraction took the actor for) is one candidate among
them and must agree with the names like the others. `state` is the gazetteer id of the state that the articles
put the actor in; None is "not known" and excludes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.gazetteer import Entry, Gazetteer, load
from kg.gazetteer.names import is_acronym, key
from kg.model import ActorClass, Link, PartialDate, PlaceKind
from kg.resolve.candidates import INTERNATIONAL, Judged, bearing, spells, states_agree, untitled
from kg.resolve.officials import judge_persons

ENTITY = "http://www.wikidata.org/entity/"
CERTAIN = 0.95
LIKELY = 0.6

# Classes that extraction may confuse without meaning another thing: a movement, a militia, a party.
_CONFUSABLE = (
    frozenset({ActorClass.ARMED_GROUP, ActorClass.ORGANIZATION}),
    frozenset({ActorClass.INTERNATIONAL_ORGANIZATION, ActorClass.ORGANIZATION}),
    frozenset({ActorClass.GOVERNMENT_BODY, ActorClass.ARMED_GROUP}),
    frozenset({ActorClass.GOVERNMENT_BODY, ActorClass.ORGANIZATION}),
)
# Disputed or shared by name: linked at most as likely (docs/linking.md, "Disputed entities").
DISPUTED = frozenset(
    {
        "state/northern-cyprus",
        "state/somaliland",
        "place/abkhazia",
        "place/crimea",
        "place/donetsk-oblast",
        "place/golan-heights",
        "place/jammu-and-kashmir",
        "place/kashmir",
        "place/luhansk-oblast",
        "place/nagorno-karabakh",
        "place/south-ossetia",
        "place/transnistria",
    }
)


def link_actor(
    label: str,
    surfaces: Sequence[str],
    cls: ActorClass,
    entry: str | None = None,
    state: str | None = None,
    roles: Sequence[str] = (),
    on_date: PartialDate | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Link, ...]:
    """The actor's links to Wikidata, best first; () where nothing can be said.

    `surfaces` are the names met in the articles, `roles` the offices they give ("caretaker Prime Minister"),
    `on_date` a day on which the actor was met (an article's date; the office is checked against it).
    """
    book = gazetteer or load()
    names = tuple(dict.fromkeys(name for name in (label, *surfaces) if key(name)))
    if cls is ActorClass.PERSON:
        names = tuple(dict.fromkeys(untitled(name) for name in names))
        judged = judge_persons(book, names, entry, state, roles, on_date)
    else:
        judged = _judge_others(book, names, cls, entry, state, met=surfaces)
    return _links(judged)


def link_place(
    label: str,
    surfaces: Sequence[str],
    kind: PlaceKind = PlaceKind.UNKNOWN,
    entry: str | None = None,
    state: str | None = None,
    within: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Link, ...]:
    """The place's links to Wikidata, best first; () where nothing can be said.

    `state` and `within` are gazetteer ids of places around it; `kind` tells the Red Sea from Red Sea State.
    """
    book = gazetteer or load()
    names = tuple(dict.fromkeys(name for name in (label, *surfaces) if key(name)))
    found = bearing(book, names, entry)
    fitting = [e for e in found if e.place is not None and _kinds_agree(kind, e.place)]
    fitting = [e for e in fitting if state in (None, e.state, e.id) or e.within == state]
    exact = [e for e in fitting if e.place is kind]
    fitting = exact or fitting
    if within and len(fitting) > 1:
        fitting = [e for e in fitting if within in (e.within, e.state)] or fitting
    given = [e for e in fitting if e.id == entry]
    if len(fitting) == 1:
        chosen, score, basis = fitting[0], 0.98, "gazetteer: the only place of that name and kind"
        if state and len(bearing(book, names, None)) > 1:
            basis = "gazetteer: name, kind and state leave one place"
    elif given and (state or _outranks(given[0], fitting)):
        chosen, score, basis = (
            given[0],
            0.96 if state else 0.9,
            "gazetteer: name, and the text's other places",
        )
    elif fitting and _outranks(fitting[0], fitting):
        chosen, score, basis = fitting[0], 0.9, "gazetteer: by far the best known place of that name"
    else:
        return ()
    return _links([Judged(chosen, score, basis)])


def without_clashes(links: Mapping[str, tuple[Link, ...]]) -> dict[str, tuple[Link, ...]]:
    """The same links, with no id certain for two nodes: where it was, all of them become likely.

    Give it the actors and the places apart: a state is an actor and a place, and both are the same thing.
    """
    bearers: dict[str, list[str]] = defaultdict(list)
    for node, its in links.items():
        for link in its:
            if link.certain:
                bearers[link.target].append(node)
    out: dict[str, tuple[Link, ...]] = {}
    for node, its in links.items():
        out[node] = tuple(
            replace(
                link,
                certain=False,
                score=min(link.score, 0.7),
                basis=f"{link.basis}; but {len(bearers[link.target])} nodes claim this id",
            )
            if link.certain and len(bearers[link.target]) > 1
            else link
            for link in its
        )
    return out


def _links(judged: Iterable[Judged]) -> tuple[Link, ...]:
    out = []
    for one in sorted(judged, key=lambda j: (-j.score, j.entry.id)):
        if one.entry.qid is None or one.score < LIKELY:
            continue
        score, basis = one.score, one.basis
        if one.entry.id in DISPUTED:
            score, basis = min(score, 0.8), f"{basis}; disputed, so never certain"
        out.append(Link(ENTITY + one.entry.qid, round(score, 2), score >= CERTAIN, basis))
    return tuple(out)


def _outranks(entry: Entry, others: Sequence[Entry]) -> bool:
    """True when the entry is known far beyond the others: ten times the people, or a region among towns."""
    rest = [other for other in others if other.id != entry.id]
    if entry.place is not PlaceKind.CITY:
        return all(other.place is PlaceKind.CITY and other.population < 1_000_000 for other in rest)
    return all(
        other.place is PlaceKind.CITY and entry.population > 10 * max(other.population, 1) for other in rest
    )


def _kinds_agree(asked: PlaceKind, known: PlaceKind) -> bool:
    if asked in (PlaceKind.UNKNOWN, known):
        return True
    land = {PlaceKind.REGION, PlaceKind.CITY, PlaceKind.FACILITY}
    return {asked, known} <= land or {asked, known} <= {PlaceKind.COUNTRY, PlaceKind.REGION}


def _judge_others(
    book: Gazetteer,
    names: Sequence[str],
    cls: ActorClass,
    entry: str | None,
    state: str | None,
    *,
    met: Sequence[str],
) -> list[Judged]:
    """States, bodies, groups, organisations: the class and the state must leave one candidate.

    `met` are the names that stand in the articles, unlike a label, which may be the gazetteer's own.
    """
    found = [e for e in bearing(book, names, entry) if e.cls is not None]
    if cls is ActorClass.STATE:
        found += [
            e for name in names if (e := book.demonym(name) or _state_seat(book, name)) and e not in found
        ]
    same = [e for e in found if e.cls is cls]
    near = [e for e in found if e.cls is not cls and any({e.cls, cls} <= pair for pair in _CONFUSABLE)]
    fitting = [e for e in (same or near) if states_agree(e, state)]
    # A name spelt out tells apart what an acronym does not: PTI is a party and a news agency.
    spelt = [e for e in fitting if any(spells(e, name) for name in names if not is_acronym(name))]
    fitting = _own_name(spelt or fitting, met)
    given = [e for e in fitting if e.id == entry]
    if len(fitting) > 1 and given:
        # Extraction chose among them by context; that is a reason, not a proof.
        return [
            Judged(given[0], 0.85, "gazetteer: one of several of that name, chosen by the article's context")
        ]
    if len(fitting) != 1:
        return []
    one = fitting[0]
    exact = one.cls is cls
    full = any(not is_acronym(name) and len(key(name)) > 3 and spells(one, name) for name in names)
    if not exact:
        return [Judged(one, 0.8, f"gazetteer: name; but it is there of class {one.cls}")]
    if cls is ActorClass.STATE:
        return [Judged(one, 0.99, "gazetteer: name or demonym of one state")]
    if full:
        return [Judged(one, 0.98, "gazetteer: name and class leave one candidate")]
    if _proper_acronym(one, names):
        return [Judged(one, 0.96, "gazetteer: its only bearer goes by this acronym")]
    return [Judged(one, 0.75, "gazetteer: by a short acronym alone")]


def _own_name(fitting: list[Entry], met: Sequence[str]) -> list[Entry]:
    """The one entry with a name that no other bears, where there is one: "DR Congo" tells what "Congo" means."""

    def own(one: Entry) -> bool:
        others = [other for other in fitting if other is not one]
        spelt_out = (name for name in met if not is_acronym(name))
        return any(spells(one, name) and not any(spells(o, name) for o in others) for name in spelt_out)

    found = [one for one in fitting if own(one)]
    return found if len(fitting) > 1 and len(found) == 1 else fitting


def _proper_acronym(entry: Entry, names: Sequence[str]) -> bool:
    """True for acronyms that news writers use without spelling them out: "UN", "NATO", "ISIS", "AFP"."""
    known = entry.source.startswith("compiled by the project")
    return known and (entry.cls in INTERNATIONAL or max(len(key(name)) for name in names) >= 3)


def _state_seat(book: Gazetteer, name: str) -> Entry | None:
    seat = book.seat(name)
    return seat if seat is not None and seat.cls is ActorClass.STATE else None
