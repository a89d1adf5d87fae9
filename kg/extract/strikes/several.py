"""Several attacks that one verb tells: on several states, on one site after the other, each on a day of its own.

"Struck a depot in Lebanon and a hangar in Syria", "hit Kirishi on October 4 and Tuapse two days later", "killed nine
people in Diffa on Friday and four in Bosso on Sunday". What was hit in one breath, on one day, in one state, stays one
attack: "bombed Hodeidah, Salif and Ras Isa".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.scene import Scene
from kg.extract.strikes.belligerents import aimed_at, territory
from kg.extract.strikes.triggers import Trigger
from kg.extract.words.syntax import conjuncts, is_plural, is_verbal
from kg.model import ActorClass, StrikeReport, When

# What stands before the place of a count without a noun: "four in Bosso", "three off the coast".
_SITED = frozenset({"in", "at", "near", "off", "outside", "on"})
# How many words may stand between the day before a site and its noun: ", the town of".
_NEAR = 4


def told_apart(
    report: StrikeReport, trigger: Trigger, struck: list[Token], scene: Scene
) -> list[StrikeReport]:
    """The attacks that a trigger tells, of what it says of them together: one each where it parts them."""
    if report.collective or report.definite:
        return [report]
    states = [k for k in _each_hit(struck, scene) if k in report.targets]
    several = is_plural(trigger.token) or any(is_plural(t) for t in struck) or _are_several(struck, scene)
    if several and len(states) > 1 and len(report.attackers) == 1:
        return _by_state(report, states, struck, scene)
    return _by_count(report, trigger, scene) or _by_site(report, struck, scene) or [report]


def _each_hit(struck: list[Token], scene: Scene) -> list[str]:
    """The states that the struck phrases name side by side: "Syria and Iraq", but not "a US base in Jordan"."""
    figures = scene.cast.figures
    found: list[str] = []
    outer = [t for t in struck if not any(a in struck and a.pos_ != "PRON" for a in t.ancestors)]
    for token in (c for t in outer for c in conjuncts(t)):
        ground = territory(tuple(scene.places.within_phrase(token)), scene)
        found += ground or [k for k in aimed_at(token, scene) if figures[k].cls is ActorClass.STATE]
    return list(dict.fromkeys(found))


def _are_several(struck: list[Token], scene: Scene) -> bool:
    """ "a depot in Lebanon and a hangar in Syria": things side by side, each in a state of its own."""
    side_by_side = dict.fromkeys(
        t for t in struck if t.dep_ == "conj" or not any(a in struck for a in t.ancestors)
    )
    grounds = [set(territory(tuple(scene.places.within_phrase(t)), scene)) for t in side_by_side]
    return (
        len(grounds) > 1
        and all(len(g) == 1 for g in grounds)
        and len(set[str]().union(*grounds)) == len(grounds)
    )


def _by_state(
    report: StrikeReport, states: list[str], struck: list[Token], scene: Scene
) -> list[StrikeReport]:
    """ "strikes on Syria and Iraq", "fired at Syria on Monday and at Lebanon on Tuesday": an attack on each."""
    made = []
    for state in states:
        entry = scene.cast.figures[state].entry
        here = tuple(p for p in report.places if scene.places.state_of(p) == entry)
        others = tuple(
            k for k in report.targets if k not in states and scene.cast.figures[k].state in {None, entry}
        )
        made.append(replace(report, targets=(state, *others), places=here))
    dated = _by_site(report, struck, scene)
    return dated if len(dated) == len(made) else made


def _by_site(report: StrikeReport, struck: list[Token], scene: Scene) -> list[StrikeReport]:
    """ "hit the depot at Kirishi on October 4 and the one at Tuapse on October 6": an attack on each, on its day."""
    sites = [(t, tuple(scene.places.within_phrase(t))) for t in struck]
    sites = [(t, places) for t, places in sites if places]
    if len(sites) < 2 or len({places for _, places in sites}) < len(sites):
        return []
    days = _day_by_day([t for t, _ in sites], report.when, scene)
    if not days:
        return []
    return [_at(report, places, day, scene) for (_, places), day in zip(sites, days, strict=True)]


def _day_by_day(sites: Sequence[Token], when: When | None, scene: Scene) -> list[When | None]:
    """The day of each of some sites, in their order; empty where no day parts them.

    "Struck Kharkiv on Monday and Odesa on Tuesday", "and, a day later, Odesa", "and Odesa two days later"; the first
    may have that of the verb: "On Monday it struck Kharkiv and, a day later, Odesa". None for what has no day, behind
    one that has.
    """
    days: list[When | None] = []
    last = sites[-1]
    end = next((t.idx for t in last.doc[last.i + 1 : last.sent.end] if is_verbal(t)), last.sent.end_char)
    opens = [_opening(site, scene) for site in sites]
    for n, begin in enumerate(opens):
        until = opens[n + 1] if n + 1 < len(opens) else end
        named = scene.times.named_between(begin, until)
        told = days[-1] if days else None
        day = scene.times.meant_by(named[0], told) if len(named) == 1 else None
        day = when if n == 0 and not named else day
        parted = n > 0 and n + 1 == len(opens) and bool(scene.times.named_between(opens[0], opens[1]))
        if (day is None and not parted) or (
            day is not None and any(d and d.start == day.start for d in days)
        ):
            return []
        days.append(day)
    return days


def _opening(site: Token, scene: Scene) -> int:
    """Where a site's phrase opens, with the day in commas before it: "and, a day later, the town of Bahri"."""
    text, begin = site.doc.text, site.sent.start_char
    named = scene.times.named_between(begin, site.idx)
    between = text[named[-1].end : site.idx] if named else ""
    leads = bool(named) and text[: named[-1].begin].rstrip(" ,").endswith((" and", " then"))
    commas = between.startswith(",") and len(between.split()) <= _NEAR and "," not in between[1:]
    return named[-1].begin if leads and commas else site.idx


def _at(report: StrikeReport, places: tuple[str, ...], day: When | None, scene: Scene) -> StrikeReport:
    """The attack of a day at some of the places that are told in one breath."""
    states = [k for k in report.targets if scene.cast.figures[k].cls is ActorClass.STATE]
    rest = [k for k in report.targets if k not in states]
    targets = tuple(dict.fromkeys((*rest, *territory(places, scene)))) or report.targets
    return replace(report, places=places, when=day, targets=targets)


def _by_count(report: StrikeReport, trigger: Trigger, scene: Scene) -> list[StrikeReport]:
    """ "killed nine people in Diffa on Friday and four in Bosso on Sunday": an attack for each count."""
    verb = next((h for h in (trigger.token, *trigger.heads) if is_verbal(h)), None)
    count = _count_alone(verb) if verb is not None else None
    if verb is None or count is None:
        return []
    until = next(
        (t.i for t in count.doc[count.i + 1 : count.sent.end] if is_verbal(t) or t.text in {";", ":"}),
        count.sent.end,
    )
    there = tuple(
        dict.fromkeys(p for t in count.doc[count.i + 1 : until] for p in scene.places.within_phrase(t))
    )
    first = scene.times.between(verb, count.i)
    named = scene.times.named_between(count.idx, count.doc[until - 1].idx + len(count.doc[until - 1].text))
    second = scene.times.meant_by(named[0], first) if len(named) == 1 else None
    here = tuple(p for p in report.places if p not in there)
    if first is None or second is None or first.start.iso == second.start.iso or not (there and here):
        return []
    return [_at(report, here, first, scene), _at(report, there, second, scene)]


def _count_alone(verb: Token) -> Token | None:
    """The number in "…, and four in Bosso", "and another four in Bosso", behind the verb and without a noun."""
    for number in verb.doc[verb.i + 1 : verb.sent.end - 1]:
        if is_verbal(number):
            return None
        before = [t.lower_ for t in verb.doc[verb.i + 1 : number.i]][-2:]
        joined = before[-1:] == ["and"] or before in (["and", "another"], ["and", "about"])
        if number.tag_ == "CD" and joined and number.nbor().lower_ in _SITED:
            return number
    return None
