"""Where things are, across articles: one node per place, and which place lies in which.

The gazetteer's id decides where there is one; otherwise the name with its state and, if given, the place
around it. A description without a proper name ("a border village") stays in its article.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from kg.gazetteer.names import QUARTERS
from kg.model import ActorClass, Extraction, LocalPlace, PlaceKind
from kg.resolve.facts import Fact, Facts
from kg.resolve.names import distinct
from kg.resolve.partition import Partition
from kg.resolve.roster import Ref
from kg.resolve.text import fold, is_pronoun, name_tokens, slug
from kg.resolve.votes import Vote, Votes, cast

_WIDTH = {
    PlaceKind.COUNTRY: 3,
    PlaceKind.WATER: 3,
    PlaceKind.REGION: 2,
    PlaceKind.UNKNOWN: 1,
    PlaceKind.CITY: 1,
    PlaceKind.FACILITY: 0,
}
_NEAR_KM = 30.0
_WORLD_KM = 300.0
_NEIGHBOURS_KM, _BEYOND_KM = 60.0, 120.0


# "al-Amiriya", "es-Senia": the article of an Arabic name is written small.
_PROPER = re.compile(r"(?:[ae](?:[lnrstz]|dh?|sh|th)-|[ae]l )?[^\W\d_]")


def is_proper(name: str) -> bool:
    """True for a name, and none of "a border village", which is another one in every article.

    >>> is_proper("Bani Walid"), is_proper("al-Amiriya"), is_proper("a border village")
    (True, True, False)
    """
    begin = _PROPER.match(name)
    return begin is not None and begin[0][-1].isupper()


@dataclass(frozen=True, slots=True)
class Site:
    """One canonical place. `state` is the gazetteer's id of its country, `within` the id of a wider site."""

    id: str
    label: str
    kind: PlaceKind
    refs: tuple[Ref, ...]
    entry: str | None = None
    state: str | None = None
    within: str | None = None
    point: tuple[float, float] | None = None
    surfaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Atlas:
    """All canonical places by id, and which one each local place is.

    `candidates`: place id → what its id was made of (see `kg.resolve.names.distinct`).
    """

    sites: Mapping[str, Site]
    ids: Mapping[Ref, str]
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, article: str, keys: Sequence[str]) -> tuple[str, ...]:
        """The ids of some local places, in order, each once."""
        return tuple(dict.fromkeys(i for k in keys if (i := self.ids.get((article, k))) is not None))

    def around(self, place: str) -> tuple[str, ...]:
        """The place and the places that it lies in, from narrow to wide."""
        out = [place]
        while (wider := self.sites[out[-1]].within) is not None and wider not in out:
            out.append(wider)
        return tuple(out)

    def contains(self, wide: str, narrow: str) -> bool:
        """True when `narrow` is `wide` or is known to lie in it."""
        outer, inner = self.sites[wide], self.sites[narrow]
        if wide == narrow or (inner.within is not None and wide in self.around(narrow)):
            return True
        return outer.kind is PlaceKind.COUNTRY and outer.entry is not None and outer.entry == inner.state

    def is_local(self, place: str) -> bool:
        """True for a town or a site: narrow enough to tell two strikes on one day apart."""
        return self.sites[place].kind in (PlaceKind.CITY, PlaceKind.FACILITY)

    def is_water(self, place: str) -> bool:
        """True for a sea, a strait, a lake."""
        return self.sites[place].kind is PlaceKind.WATER

    def is_around(self, wide: str, place: str) -> bool:
        """True for a part of the world, of no state, that is told beside a town far from its middle: "the Sahel"."""
        site, town = self.sites[wide], self.sites[place]
        if site.kind is not PlaceKind.REGION or site.state is not None or not self.is_local(place):
            return False
        if site.point is None or town.point is None:
            return False
        return _kilometres(site.point, town.point) > _WORLD_KM

    def is_spot(self, place: str) -> bool:
        """True for a named place that is narrow, or that no gazetteer knows and so is hardly wide: "Mafa"."""
        site = self.sites[place]
        unknown = site.kind is PlaceKind.UNKNOWN and site.entry is None and is_proper(site.label)
        return unknown or self.is_local(place)

    def are_distant(self, a: str, b: str, set_apart: bool = False) -> bool:
        """True when two places, one or both of them regions, are known to be so far apart that neither holds both.

        A region is known by one point, and what lies in it often not at all: only what is far from that point, or
        is `set_apart` by the text, is held to lie outside.
        """
        x, y = self.sites[a], self.sites[b]
        regions = [s.kind for s in (x, y)].count(PlaceKind.REGION)
        if not regions or not x.point or not y.point or self.contains(a, b) or self.contains(b, a):
            return False
        chained = any(self.sites[w].kind is PlaceKind.REGION for p in (a, b) for w in self.around(p)[1:])
        near = _NEAR_KM if set_apart or chained else _NEIGHBOURS_KM if regions > 1 else _BEYOND_KM
        return _kilometres(x.point, y.point) > near

    def far_apart(self, a: str, b: str) -> bool:
        """True when two places are known not to be the same spot, nor one inside the other."""
        if self.contains(a, b) or self.contains(b, a):
            return False
        x, y = self.sites[a], self.sites[b]
        if x.state and y.state and x.state != y.state:
            return True
        if not (self.is_local(a) and self.is_local(b) and x.point and y.point):
            return False
        return _kilometres(x.point, y.point) > _NEAR_KM

    def are_strewn(self, places: Iterable[str]) -> bool:
        """True when some places, as those of "attacked Kharkiv and Odesa", are known not to be one spot."""
        return any(self.far_apart(a, b) for a, b in combinations(sorted(places), 2))


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (longitude, latitude) points."""
    lon1, lat1, lon2, lat2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(h))


def survey(extractions: Sequence[Extraction], facts: Facts) -> Atlas:
    """The canonical places of all articles, given in order of article id."""
    places = {(x.article, p.key): p for x in extractions for p in placed(x, facts)}
    groups: Partition[Ref] = Partition(places)
    by_name: dict[tuple[str, ...], dict[str, Ref]] = defaultdict(dict)
    known: dict[tuple[str, ...], Ref] = {}
    for ref, place in places.items():
        if place.entry:
            groups.join(known.setdefault((place.entry,), ref), ref)
        elif is_proper(place.name):
            by_name[name_tokens(place.name)].setdefault(place.state or "", ref)
            groups.join(by_name[name_tokens(place.name)][place.state or ""], ref)
    for bearers in by_name.values():
        # "Koh-e-Sabz" without a state is the Koh-e-Sabz of the one state that has one.
        if "" in bearers and len(bearers) == 2:
            groups.join(*bearers.values())
    return _atlas(groups, places, facts)


def placed(extraction: Extraction, facts: Facts) -> Iterator[LocalPlace]:
    """The places of an article; an unknown one is looked for in the states that the article names."""
    states = frozenset(a.entry for a in extraction.actors if a.entry and a.cls is ActorClass.STATE)
    for place in extraction.places:
        # "the Shevchenkivskyi district of the city" was looked for by its article, and is no town of that name
        quarter = place.kind is PlaceKind.UNKNOWN and place.name.split()[-1] in QUARTERS
        if place.entry or quarter or not is_proper(place.name):
            yield place
            continue
        entry = facts.place(place.name, frozenset({place.state}) if place.state else states)
        yield replace(place, entry=entry) if entry else place


def _atlas(groups: Partition[Ref], places: Mapping[Ref, LocalPlace], facts: Facts) -> Atlas:
    drafts = sorted(
        (_draft(sorted(g), places, facts) for g in groups.groups()), key=lambda d: (d.entry or "", d.refs)
    )
    by_entry = {d.entry: d for d in drafts if d.entry}
    # Places around a known place are added, so that containment can be followed and asked for.
    pending = [d.within for d in drafts if d.within]
    while pending:
        entry = pending.pop()
        fact = facts.get(entry)
        if entry in by_entry or fact is None or fact.kind is None:
            continue
        by_entry[entry] = of_fact(fact)
        drafts.append(by_entry[entry])
        if fact.within:
            pending.append(fact.within)
    drafts.sort(key=lambda d: (d.entry or "", d.refs))
    candidates = [path(d, facts) for d in drafts]
    ids = distinct(candidates)
    by_ref = {ref: i for i, d in zip(ids, drafts, strict=True) for ref in d.refs}
    id_of_entry = {d.entry: i for i, d in zip(ids, drafts, strict=True) if d.entry}
    sites = {}
    for i, d in zip(ids, drafts, strict=True):
        wider = id_of_entry.get(d.within) if d.within else None
        if wider is None:
            texts = Counter(
                by_ref[(r[0], w)] for r in d.refs if (w := places[r].within) and (r[0], w) in by_ref
            )
            texts.pop(i, None)
            wider = min(texts, key=lambda w: (-texts[w], w)) if texts else None
        sites[i] = replace(d, id=i, within=wider)
    atlas = Atlas(sites, by_ref, dict(zip(ids, candidates, strict=True)))
    for i in sorted(sites):
        state = next((s for p in atlas.around(i) if (s := sites[p].state)), None)
        sites[i] = replace(sites[i], state=state)
    return atlas


def _draft(refs: Sequence[Ref], places: Mapping[Ref, LocalPlace], facts: Facts) -> Site:
    votes: Votes = {}
    for ref in refs:
        cast(votes, place_votes(places[ref]))
    return sited(votes, refs, facts)


def place_votes(local: LocalPlace) -> list[Vote]:
    """What one local place says of where it is."""
    votes = [("name", local.name)]
    votes += [("surface", s) for s in {local.name, *local.surfaces} if s and not is_pronoun(s)]
    if local.kind is not PlaceKind.UNKNOWN:
        votes.append(("kind", local.kind))
    if local.entry:
        votes.append(("entry", local.entry))
    if local.state:
        votes.append(("state", local.state))
    return votes


def sited(votes: Votes, refs: Sequence[Ref], facts: Facts) -> Site:
    """What the local places `refs` agree on; still without an id, and without what their texts put it in."""
    entry = min(votes.get("entry", ()), default=None)
    fact = facts.get(entry) if entry else None
    surfaces = tuple(sorted(votes.get("surface", ())))
    if fact is not None and fact.kind is not None:
        return replace(of_fact(fact), refs=tuple(refs), entry=entry, surfaces=surfaces)
    names = votes["name"]
    kinds = {PlaceKind(k): n for k, n in votes.get("kind", {}).items()}
    return Site(
        id="",
        label=min(names, key=lambda n: (-names[n], -len(n), n)),
        kind=min(kinds, key=lambda k: (-kinds[k], _WIDTH[k], k)) if kinds else PlaceKind.UNKNOWN,
        refs=tuple(refs),
        entry=entry,
        state=min(votes.get("state", ()), default=None),
        surfaces=surfaces,
    )


def of_fact(fact: Fact) -> Site:
    """The place that the gazetteer knows, whether or not an article names it."""
    # A country is in no place but is its own state; its actor and its place share the gazetteer's entry.
    state = fact.state or (fact.id if fact.kind is PlaceKind.COUNTRY else None)
    within = fact.within or (fact.state if fact.kind is not PlaceKind.COUNTRY else None)
    return Site("", fact.name, fact.kind or PlaceKind.UNKNOWN, (), fact.id, state, within, fact.point)


def path(draft: Site, facts: Facts) -> tuple[str, ...]:
    """What a place's id is made of: "place/" and its name, then what is added while others bear that name too."""
    base = slug(draft.label) or "unnamed"
    state = facts.get(draft.state) if draft.state else None
    article = slug(draft.refs[0][0], 40) if draft.refs else ""
    if not is_proper(draft.label):
        return (f"place/{base}-in-{article}", draft.refs[0][1] if draft.refs else slug(draft.entry or ""))
    last = f"{article}-{draft.refs[0][1]}" if draft.refs else slug(fold(draft.entry or ""))
    return (
        f"place/{base}",
        slug(state.name) if state else "",
        slug(draft.kind.value),
        slug(draft.entry or ""),
        last,
    )
