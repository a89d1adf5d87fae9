"""Who is who across articles: one group of local actors per person, state, body and group.

The gazetteer's id decides where there is one. Beyond it a name must agree as a whole (transliteration evened
out), or a shorter form must fit exactly one longer one ("Kakar" with one Kakar in reach), and states and
offices must not contradict. What fits two ("Sharif" with two Sharifs about) is left apart: a graph with one
node too many misleads less than a graph that puts words into the wrong mouth.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import ActorClass, Extraction, LocalActor
from kg.resolve.days import ordinal
from kg.resolve.facts import Facts
from kg.resolve.partition import Partition
from kg.resolve.roster import Ref, Roster, enrol
from kg.resolve.text import fold, initials, is_pronoun, name_tokens, office

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
_WORLDWIDE = frozenset(
    {"international community", "world leaders", "world powers", "rights groups", "human rights groups"}
)
# As `name_tokens` spells them.
_KINDS = frozenset(
    name_tokens(w)[0]
    for w in ("militia", "group", "movement", "rebels", "gang", "fighters", "militants", "party")
)
_BODIES = frozenset(
    {
        ActorClass.GOVERNMENT_BODY,
        ActorClass.ORGANIZATION,
        ActorClass.INTERNATIONAL_ORGANIZATION,
        ActorClass.ARMED_GROUP,
    }
)


class _Local:
    """A local actor with what comparing it needs; compared many times, so worked out once."""

    __slots__ = ("actor", "day", "office", "ref", "tokens")

    def __init__(self, article: str, issued: int | None, actor: LocalActor) -> None:
        self.ref: Ref = (article, actor.key)
        self.actor = actor
        self.day = issued
        self.tokens = name_tokens(actor.name)
        self.office = office(actor.role)


@dataclass(slots=True)
class _Profile:
    """What the local actors of one group say together."""

    states: set[str]
    entries: set[str]
    offices: set[str]
    articles: set[str]


class _Company:
    """The local actors in groups, each group with its profile kept up to date."""

    def __init__(self, locals_: Mapping[Ref, _Local]) -> None:
        self.locals = locals_
        self.groups: Partition[Ref] = Partition(locals_)
        self._profiles = {
            ref: _Profile(
                {x.actor.state} if x.actor.state else set(),
                {x.actor.entry} if x.actor.entry else set(),
                {x.office} if x.office else set(),
                {ref[0]},
            )
            for ref, x in locals_.items()
        }

    def find(self, ref: Ref) -> Ref:
        return self.groups.find(ref)

    def profile(self, ref: Ref) -> _Profile:
        return self._profiles[self.groups.find(ref)]

    def join(self, a: Ref, b: Ref) -> None:
        """Unite two groups unless a person held them apart."""
        ra, rb = self.groups.find(a), self.groups.find(b)
        if ra == rb or not self.groups.join(ra, rb):
            return
        kept = self.groups.find(ra)
        gone = self._profiles.pop(rb if kept == ra else ra)
        profile = self._profiles[kept]
        profile.states |= gone.states
        profile.entries |= gone.entries
        profile.offices |= gone.offices
        profile.articles |= gone.articles

    def agree(self, a: Ref, b: Ref) -> bool:
        """True unless the two groups are known to be of different states or gazetteer entries."""
        x, y = self.profile(a), self.profile(b)
        return (not x.states or not y.states or bool(x.states & y.states)) and (
            not x.entries or not y.entries or x.entries == y.entries
        )


def identify(
    extractions: Sequence[Extraction],
    facts: Facts,
    together: Iterable[tuple[Ref, Ref]] = (),
    apart: Iterable[tuple[Ref, Ref]] = (),
) -> Roster:
    """The canonical actors of all articles; `together` and `apart` are a person's decisions and win.

    `extractions` must be in order of article id: the outcome is a function of the set alone.
    """
    locals_ = {
        (x.article, a.key): _Local(x.article, ordinal(x.issued), a) for x in extractions for a in x.actors
    }
    company = _Company(locals_)
    for a, b in apart:
        if a in locals_ and b in locals_:
            company.groups.hold_apart(a, b)
    for a, b in together:
        if a in locals_ and b in locals_:
            company.join(a, b)
    by_hard_key: dict[tuple[str, ...], Ref] = {}
    for ref, local in locals_.items():
        key = _hard_key(local)
        if key is not None:
            company.join(by_hard_key.setdefault(key, ref), ref)
    _join_bodies(company, facts)
    _join_persons(company)
    _join_offices(company)
    return enrol(company.groups.groups(), {r: x.actor for r, x in locals_.items()}, extractions, facts)


def _hard_key(local: _Local) -> tuple[str, ...] | None:
    """What makes two local actors the same without further question; None for what stays in its article."""
    actor = local.actor
    if actor.entry:
        return ("entry", actor.entry)
    if actor.cls is ActorClass.PERSON:
        return ("person", actor.state or "", *local.tokens) if actor.named and len(local.tokens) > 1 else None
    if actor.cls is ActorClass.GOVERNMENT_BODY and actor.state:
        return ("body", actor.state, *local.tokens)
    if actor.cls is ActorClass.POPULATION:
        worldwide = fold(actor.name) in _WORLDWIDE
        return ("population", "" if worldwide else local.ref[0], fold(actor.name))
    if actor.cls is ActorClass.GOVERNMENT_BODY and not actor.named:
        return ("body", local.ref[0], *local.tokens)
    return (_family(actor.cls), actor.state or "", *local.tokens) if actor.named else None


def _family(cls: ActorClass) -> str:
    return "body" if cls in _BODIES else cls.value


def _join_bodies(company: _Company, facts: Facts) -> None:
    """Groups and bodies by any proper name they go by, and acronyms by the one name that they abbreviate."""
    by_name: dict[tuple[str, ...], dict[Ref, Ref]] = defaultdict(dict)
    by_initials: dict[str, dict[Ref, Ref]] = defaultdict(dict)
    short: dict[tuple[str, Ref], Ref] = {}
    listed: set[Ref] = set()
    misread: list[Ref] = []
    here: dict[tuple[str, tuple[str, ...]], Ref] = {}
    for ref, local in sorted(company.locals.items()):
        if not local.actor.named or local.actor.cls not in _BODIES:
            if _may_be_misread(local):
                misread.append(ref)
            continue
        root = company.find(ref)
        fact = facts.get(local.actor.entry) if local.actor.entry and root not in listed else None
        listed.add(root)
        for surface in {local.actor.name, *local.actor.surfaces, *(fact.names if fact is not None else ())}:
            if not surface[:1].isupper() or is_pronoun(surface):
                continue
            for tokens in _forms(name_tokens(surface)):
                by_name[tokens].setdefault(root, ref)
                here[(ref[0], tokens)] = ref
            words = fold(surface).split()
            if len(words) > 1:
                by_initials[initials(words)].setdefault(root, ref)
                by_initials[initials(name_tokens(surface))].setdefault(root, ref)
            elif surface.isupper() and 1 < len(surface) <= 7:
                short.setdefault((surface.lower(), root), ref)
    for ref in misread:
        tokens = company.locals[ref].tokens
        if (ref[0], tokens) in here:
            company.join(here[(ref[0], tokens)], ref)
        elif tokens in by_name and len(tokens) > 1:
            by_name[tokens].setdefault(company.find(ref), ref)
    for _, found in sorted(by_name.items()):
        _join_within_states(sorted(found.values()), company)
    for (text, _), ref in sorted(short.items()):
        fitting = {
            company.find(r): r for r in sorted(by_initials.get(text, {}).values()) if company.agree(ref, r)
        }
        if len(fitting) == 1:
            company.join(ref, next(iter(fitting)))


def _forms(tokens: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A name's words, and those without the noun that only says what bears it: "Fano militia"."""
    return [tokens, tokens[:-1]] if len(tokens) > 1 and tokens[-1] in _KINDS else [tokens]


def _may_be_misread(local: _Local) -> bool:
    """True for a "person" about whom nothing else is known, who may be a group: "Jaish al-Adl", "Fano"."""
    actor = local.actor
    bare = not (actor.entry or actor.role or actor.state or actor.member_of)
    return actor.cls is ActorClass.PERSON and actor.named and bare


def _join_within_states(refs: Sequence[Ref], company: _Company) -> None:
    """Unite bearers of one name, but never two states' or two gazetteer entries'.

    One of no known state joins only if there is no choice.
    """
    known: dict[tuple[str, str], Ref] = {}
    vague: list[Ref] = []
    for ref in refs:
        profile = company.profile(ref)
        if not profile.states and not profile.entries:
            vague.append(ref)
            continue
        key = (min(profile.states, default=""), min(profile.entries, default=""))
        company.join(known.setdefault(key, ref), ref)
    roots = sorted({company.find(r) for r in known.values()})
    if len(roots) == 2 and company.agree(*roots):
        company.join(*roots)
    roots = sorted({company.find(r) for r in roots})
    for ref in vague:
        if len(roots) == 1:
            company.join(roots[0], ref)
        elif not roots:
            company.join(vague[0], ref)


def _join_persons(company: _Company) -> None:
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
            _join_within_states(by_office[title], company)


def _one_per_name(refs: Iterable[Ref], company: _Company) -> list[Ref]:
    seen: dict[tuple[Ref, tuple[str, ...]], Ref] = {}
    for ref in refs:
        seen.setdefault((company.find(ref), company.locals[ref].tokens), ref)
    return list(seen.values())


def _join_full_names(full: Sequence[Ref], company: _Company) -> None:
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


def _has_initial(ref: Ref, company: _Company) -> bool:
    return any(len(word) == 1 for word in company.locals[ref].tokens)


class _Bearers:
    """The full names that a bare surname may stand for, found without looking at all of them each time."""

    def __init__(self, refs: Iterable[Ref], company: _Company) -> None:
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


def _contains_name(a: Ref, b: Ref, company: _Company) -> bool:
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


def _join_offices(company: _Company) -> None:
    """ "The caretaker prime minister" of a state is the one holder named nearest to the article's date."""
    holders: dict[tuple[str, str], dict[Ref, list[int]]] = defaultdict(dict)
    bare: list[tuple[tuple[str, str], Ref]] = []
    for ref, local in sorted(company.locals.items()):
        if local.actor.cls is not ActorClass.PERSON or not local.actor.state:
            continue
        title = local.office or (None if local.actor.named else office(_without_state(local.actor.name)))
        if title not in _SINGULAR_OFFICES:
            continue
        key = (local.actor.state, title)
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
