"""Which persons of different articles are one: by full name, by surname, by the office they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.model import ActorClass
from kg.resolve.company import Company, Local, join_within_states
from kg.resolve.roster import Ref
from kg.resolve.text import office

# Offices that a state fills once at a time: their bare title names the holder of the day.
_SINGULAR_OFFICES = frozenset(
    {
        "prime minister", "president", "chancellor", "king", "queen", "emir", "sultan", "crown prince",
        "supreme leader",
        "foreign minister", "minister of foreign affairs", "foreign secretary", "secretary of state",
        "defence minister",
        "defence secretary", "interior minister", "home minister", "information minister", "finance minister",
        "army chief", "chief of army staff", "secretary general", "vice president",
        "national security adviser",
    }
)  # fmt: skip
_OFFICE_TERM_DAYS = 120


def join_persons(company: Company) -> None:
    """Persons: first full names of one another, then surnames that fit exactly one full name."""
    full: dict[str, list[Ref]] = defaultdict(list)
    bare: dict[str, list[Ref]] = defaultdict(list)
    for ref, local in sorted(company.locals.items()):
        if local.actor.cls is ActorClass.PERSON and local.actor.named and local.tokens:
            (full if len(local.tokens) > 1 else bare)[local.tokens[-1]].append(ref)
    for surname in sorted(full):
        full[surname] = _one_per_name(full[surname], company)
        _join_full_names(full[surname], company)
    # Where the family name stands first ("Xi Jinping"), it is the first word that is used alone.
    by_first: dict[str, list[Ref]] = defaultdict(list)
    for refs in full.values():
        for ref in refs:
            by_first[company.locals[ref].tokens[0]].append(ref)
    for name in sorted(bare):
        bearers = _Bearers([*full.get(name, ()), *by_first.get(name, ())], company)
        left: list[Ref] = []
        for ref in bare[name]:
            if bearers.include(ref):
                continue
            found, any_fits = bearers.of(ref)
            if found is not None:
                company.join(ref, found)
            elif not any_fits:
                left.append(ref)
        # Bare surnames without a full name anywhere: one person per office, if no state contradicts.
        by_office: dict[str, list[Ref]] = defaultdict(list)
        for ref in left:
            by_office[company.locals[ref].office or ""].append(ref)
        for title in sorted(by_office):
            join_within_states(by_office[title], company)


def _one_per_name(refs: Iterable[Ref], company: Company) -> list[Ref]:
    seen: dict[tuple[Ref, tuple[str, ...]], Ref] = {}
    for ref in refs:
        seen.setdefault((company.find(ref), company.locals[ref].tokens), ref)
    return list(seen.values())


def _join_full_names(full: Sequence[Ref], company: Company) -> None:
    """Full names with one surname, if one of them is the only one that contains the other."""
    by_given: dict[str, list[Ref]] = defaultdict(list)
    for ref in full:
        for word in company.locals[ref].tokens[:-1]:
            for form in {word, word[0]}:
                by_given[form].append(ref)
    for a in full:
        near = {b for w in company.locals[a].tokens[:-1] for b in by_given.get(w, ())}
        near |= {
            b
            for w in company.locals[a].tokens[:-1]
            for b in by_given.get(w[0], ())
            if _has_initial(b, company)
        }
        fitting = {
            company.find(b)
            for b in near
            if company.find(a) != company.find(b) and _contains_name(a, b, company)
        }
        if len(fitting) == 1:
            company.join(a, next(iter(fitting)))


def _has_initial(ref: Ref, company: Company) -> bool:
    return any(len(word) == 1 for word in company.locals[ref].tokens)


class _Bearers:
    """The full names that a bare surname may stand for, found without looking at all of them each time."""

    def __init__(self, refs: Iterable[Ref], company: Company) -> None:
        self._company = company
        self._roots: set[Ref] = {company.find(ref) for ref in refs}
        self._in_article: dict[str, list[Ref]] = defaultdict(list)
        self._by_state: dict[tuple[str | None, str | None], list[Ref]] = defaultdict(list)
        for root in sorted(self._roots):
            profile = company.profile(root)
            for article in profile.articles:
                self._in_article[article].append(root)
            for state in profile.states or (None,):
                for title in profile.offices or (None,):
                    self._by_state[(state, title)].append(root)
        self._offices = {title for _, title in self._by_state}

    def include(self, ref: Ref) -> bool:
        """True when the local actor is one of them already, by the gazetteer's entry."""
        return self._company.find(ref) in self._roots

    def of(self, ref: Ref) -> tuple[Ref | None, bool]:
        """The one bearer that fits a bare surname, if there is just one; and whether any fits.

        States must agree, and offices where both tell one; of several that fit, one of the same article wins.
        """
        own = self._company.locals[ref].office
        wanted: list[set[str | None]] = [{own}, {None}] if own else [{*self._offices, None}]
        for titles in wanted:
            fitting = self._fitting(ref, titles)
            if not fitting:
                continue
            if len(fitting) > 1:
                here = [r for r in self._in_article.get(ref[0], ()) if self._fits(ref, r, titles)]
                fitting = here if len(here) == 1 else fitting
            return (self._company.find(fitting[0]), True) if len(fitting) == 1 else (None, True)
        return None, False

    def _fitting(self, ref: Ref, titles: set[str | None]) -> list[Ref]:
        """Up to two that fit: more make no difference."""
        states = self._company.profile(ref).states
        keys = [(s, t) for s in (*sorted(states), None) for t in titles] if states else list(self._by_state)
        found: dict[Ref, None] = {}
        for key in keys:
            for root in self._by_state.get(key, ()):
                if self._fits(ref, root, titles):
                    found[self._company.find(root)] = None
                    if len(found) > 1:
                        return list(found)
        return list(found)

    def _fits(self, ref: Ref, root: Ref, titles: set[str | None]) -> bool:
        offices = self._company.profile(root).offices
        right = bool(offices & titles) if offices else None in titles
        return right and self._company.agree(ref, root)


def _contains_name(a: Ref, b: Ref, company: Company) -> bool:
    """True when the shorter full name is contained in the longer, surname and initials included."""
    if not company.agree(a, b):
        return False
    short, long = sorted((company.locals[a].tokens, company.locals[b].tokens), key=len)
    if "".join(short) == "".join(long):
        return True
    if short[-1] != long[-1] or not short[:-1]:
        return False
    rest = iter(long[:-1])
    return all(any(_same_given(word, other) for other in rest) for word in short[:-1])


def _same_given(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def join_offices(company: Company) -> None:
    """ "The caretaker prime minister" of a state is the one holder named nearest to the article's date."""
    holders: dict[tuple[str, str], dict[Ref, list[int]]] = defaultdict(dict)
    bare: list[tuple[tuple[str, str], Ref]] = []
    for ref, local in sorted(company.locals.items()):
        title = singular_office(local)
        if title is None:
            continue
        key = (local.actor.state or "", title)
        if local.actor.named:
            days = holders[key].setdefault(company.find(ref), [])
            if local.day is not None:
                days.append(local.day)
        else:
            bare.append((key, ref))
    for terms in holders.values():
        for days in terms.values():
            days.sort()
    for key, ref in bare:
        day = company.locals[ref].day
        nearest = {root: _distance(day, days) for root, days in holders.get(key, {}).items()}
        least = min(nearest.values(), default=_OFFICE_TERM_DAYS + 1)
        best = {company.find(root) for root, distance in nearest.items() if distance == least}
        if least <= _OFFICE_TERM_DAYS and len(best) == 1:
            company.join(ref, next(iter(best)))


def singular_office(local: Local) -> str | None:
    """The office that only one person of a state holds at a time, for whom a name or a bare title gives it."""
    if local.actor.cls is not ActorClass.PERSON or not local.actor.state:
        return None
    title = local.office or (None if local.actor.named else office(_without_state(local.actor.name)))
    return title if title in _SINGULAR_OFFICES else None


def _distance(day: int | None, days: Sequence[int]) -> int:
    """Days to the nearest of some sorted days; 0 when either side is undated."""
    if day is None or not days:
        return 0
    i = bisect_left(days, day)
    return min(abs(day - d) for d in days[max(0, i - 1) : i + 1])


def _without_state(name: str) -> str:
    """ "Iran's foreign minister" → "foreign minister"; "foreign minister of Iran" likewise."""
    for mark in ("’s ", "'s "):
        if mark in name:
            return name.split(mark, 1)[1]
    return (
        name.split(" of ", 1)[0] if " of " in name and not name.lower().startswith("secretary of") else name
    )
