"""Who is who across articles: one group of local actors per person, state, body and group.

The gazetteer's id decides where there is one. Beyond it a name must agree as a whole (transliteration evened
out), or a shorter form must fit exactly one longer one ("Kakar" with one Kakar in reach), and states and
offices must not contradict. What fits two ("Sharif" with two Sharifs about) is left apart: a graph with one
node too many misleads less than a graph that puts words into the wrong mouth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.model import ActorClass, Extraction
from kg.resolve.company import Company, Local, join_within_states
from kg.resolve.days import ordinal
from kg.resolve.facts import Facts
from kg.resolve.persons import join_offices, join_persons
from kg.resolve.roster import Ref, Roster, enrol
from kg.resolve.text import fold, initials, is_pronoun, name_tokens

_WORLDWIDE = frozenset(
    {"international community", "world leaders", "world powers", "rights groups", "human rights groups"}
)
# As `name_tokens` spells them.
_KINDS = frozenset(
    name_tokens(w)[0]
    for w in ("militia", "group", "movement", "rebels", "gang", "fighters", "militants", "party")
)
BODIES = frozenset(
    {
        ActorClass.GOVERNMENT_BODY,
        ActorClass.ORGANIZATION,
        ActorClass.INTERNATIONAL_ORGANIZATION,
        ActorClass.ARMED_GROUP,
    }
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
        (x.article, a.key): Local(x.article, ordinal(x.issued), a) for x in extractions for a in x.actors
    }
    groups = grouped(locals_, facts, together, apart)
    return enrol(groups, {r: x.actor for r, x in locals_.items()}, extractions, facts)


def grouped(
    locals_: Mapping[Ref, Local],
    facts: Facts,
    together: Iterable[tuple[Ref, Ref]] = (),
    apart: Iterable[tuple[Ref, Ref]] = (),
) -> list[list[Ref]]:
    """The local actors, given in order of article id, in one group for each canonical actor."""
    company = Company(locals_)
    for a, b in apart:
        if a in locals_ and b in locals_:
            company.groups.hold_apart(a, b)
    for a, b in together:
        if a in locals_ and b in locals_:
            company.join(a, b)
    by_hard_key: dict[tuple[str, ...], Ref] = {}
    for ref, local in locals_.items():
        key = hard_key(local)
        if key is not None:
            company.join(by_hard_key.setdefault(key, ref), ref)
    _join_bodies(company, facts)
    join_persons(company)
    join_offices(company)
    return company.groups.groups()


def hard_key(local: Local) -> tuple[str, ...] | None:
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
    return "body" if cls in BODIES else cls.value


def _join_bodies(company: Company, facts: Facts) -> None:
    """Groups and bodies by any proper name they go by, and acronyms by the one name that they abbreviate."""
    by_name: dict[tuple[str, ...], dict[Ref, Ref]] = defaultdict(dict)
    by_initials: dict[str, dict[Ref, Ref]] = defaultdict(dict)
    short: dict[tuple[str, Ref], Ref] = {}
    here: dict[tuple[str, tuple[str, ...]], Ref] = {}
    for ref, root, surface in _names_of_bodies(company, facts):
        for tokens in forms(name_tokens(surface)):
            by_name[tokens].setdefault(root, ref)
            here[(ref[0], tokens)] = ref
        words = fold(surface).split()
        if len(words) > 1:
            by_initials[initials(words)].setdefault(root, ref)
            by_initials[initials(name_tokens(surface))].setdefault(root, ref)
        elif surface.isupper() and 1 < len(surface) <= 7:
            short.setdefault((surface.lower(), root), ref)
    for ref, local in sorted(company.locals.items()):
        tokens = local.tokens
        if not may_be_misread(local):
            continue
        if (ref[0], tokens) in here:
            company.join(here[(ref[0], tokens)], ref)
        elif tokens in by_name and len(tokens) > 1:
            by_name[tokens].setdefault(company.find(ref), ref)
    for _, found in sorted(by_name.items()):
        join_within_states(sorted(found.values()), company)
    for (text, _), ref in sorted(short.items()):
        fitting = {
            company.find(r): r for r in sorted(by_initials.get(text, {}).values()) if company.agree(ref, r)
        }
        if len(fitting) == 1:
            company.join(ref, next(iter(fitting)))


def _names_of_bodies(company: Company, facts: Facts) -> Iterator[tuple[Ref, Ref, str]]:
    """The proper names of each group or body, with the root of its group; the gazetteer's once for each group."""
    listed: set[Ref] = set()
    for ref, local in sorted(company.locals.items()):
        if not local.actor.named or local.actor.cls not in BODIES:
            continue
        root = company.find(ref)
        fact = facts.get(local.actor.entry) if local.actor.entry and root not in listed else None
        listed.add(root)
        for surface in {local.actor.name, *local.actor.surfaces, *(fact.names if fact is not None else ())}:
            if surface[:1].isupper() and not is_pronoun(surface):
                yield ref, root, surface


def forms(tokens: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A name's words, and those without the noun that only says what bears it: "Fano militia"."""
    return [tokens, tokens[:-1]] if len(tokens) > 1 and tokens[-1] in _KINDS else [tokens]


def may_be_misread(local: Local) -> bool:
    """True for a "person" about whom nothing else is known, who may be a group: "Jaish al-Adl", "Fano"."""
    actor = local.actor
    bare = not (actor.entry or actor.role or actor.state or actor.member_of)
    return actor.cls is ActorClass.PERSON and actor.named and bare
