"""Armed attacks: who struck whom, where, when and with what, each from the trigger's own sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.attack_nouns import noun_trigger
from kg.extract.attack_verbs import verb_trigger
from kg.extract.cast import Figure
from kg.extract.completion import complete
from kg.extract.lexicon import table, words
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.syntax import (
    auxiliaries,
    children,
    is_definite_noun,
    is_passive,
    is_plural,
    is_verbal,
    logical_objects,
    logical_subjects,
    possessors,
    under,
)
from kg.extract.triggers import ARMED, GENERIC_TARGETS, PARTS, Trigger, owner_tokens, wielders
from kg.extract.weapons import weapons_in
from kg.model import ActorClass, Factuality, StrikeReport, Weapon, When

_REGULAR = (
    "armed forces",
    "army",
    "military",
    "air force",
    "navy",
    "defense forces",
    "defence forces",
    "ministry",
    "border",
    "police",
    "coast guard",
)
_MUTUAL = ("each other", "one another", "tit-for-tat", "their respective")
_TOLD = frozenset({Factuality.ASSERTED, Factuality.CLAIMED})
# Whose navy a ship's prefix tells.
_NAVIES = {"USS": "state/united-states", "USNS": "state/united-states", "HMS": "state/united-kingdom"}
# Frames that only say who was behind an attack told before them.
_BACKWARD = frozenset({"strike.owned", "strike.blamed"})
_EXCHANGED = frozenset({"exchange", "exchanged", "exchanging", "trade", "traded", "trading"})
_WEEKDAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"]
)
_LASTING = ("since", "throughout", "for years", "for months", "for weeks", "decades", "in recent")
_REPEATED = (
    "repeatedly",
    "regularly",
    "frequently",
    "routinely",
    "almost daily",
    "near-daily",
    "often ",
    "every day",
    "for decades",
)


def find_strikes(scene: Scene) -> tuple[StrikeReport, ...]:
    """All mentions of attacks in the body, in text order; keys are "s1", "s2", …"""
    reports: list[StrikeReport] = []
    told: When | None = None
    unknown_agents: set[str] = set()
    for n, sent in enumerate(scene.sentences):
        used: set[int] = set()
        for token in sent:
            if token.i in used:
                continue
            trigger = _trigger(token, scene)
            if trigger is None:
                continue
            if trigger.frame in _BACKWARD and not _told_before(n, reports, scene):
                continue
            made = list(_reports(trigger, scene, told))
            if made and _is_outcome(trigger, made[0], used):
                continue
            if made and _is_bare(made[0]):
                victims = _victims_before(n, reports, scene)
                made = [victims, *made] if victims is not None else made
            used.update(h.i for h in trigger.heads)
            for report in made:
                reports.append(replace(report, key=f"s{len(reports) + 1}"))
                told = report.when or told
                if not report.attackers and _names_agent(trigger):
                    unknown_agents.add(reports[-1].key)
        if (more := _victims_after(n, reports, scene)) is not None:
            reports.append(replace(more, key=f"s{len(reports) + 1}"))
            told = more.when or told
    return complete(scene, reports, unknown_agents)


def _is_outcome(trigger: Trigger, report: StrikeReport, used: set[int]) -> bool:
    """ "attacked Saratov, setting a refinery ablaze": what came of an attack told in the same breath."""
    verb = trigger.token
    return (
        is_verbal(verb)
        and verb.dep_ in {"advcl", "conj"}
        and verb.head.i in used
        and not (report.places or report.when)
    )


def _victims_after(n: int, reports: list[StrikeReport], scene: Scene) -> StrikeReport | None:
    """ "The raid was the worst yet. Nine were killed on Thursday in Basta": the raid's day and place."""
    sent = scene.sentences[n]
    begin = scene.sentences[max(0, n - 2)].start_char
    if any(r.mention.sentence.begin >= sent.start_char for r in reports):
        return None
    if not any(r.mention.sentence.begin >= begin and r.mention.factuality in _TOLD for r in reports):
        return None
    if any(t.lemma_.lower() in words("strikes", "casualties", "accident") for t in sent):
        return None
    fatal = words("strikes", "casualties", "kill") | words("strikes", "casualties", "injure")
    for verb in sent:
        lemma = verb.lemma_.lower()
        undergone = lemma in fatal and is_passive(verb) and not logical_subjects(verb)
        if not (undergone or lemma in words("strikes", "casualties", "die")) or not is_verbal(verb):
            continue
        standing = standing_of(verb, scene.denotation)
        when, places = scene.calendar.at(verb), scene.places.of_event([verb], [])
        if standing.negated or standing.factuality not in _TOLD or not (when or places):
            continue
        mention = scene.mention(verb, verb, standing.factuality, standing.according_to, "strike.victims")
        return StrikeReport("s0", mention, (), _territory(places, scene), places, (), when, definite=True)
    return None


def _told_before(n: int, reports: list[StrikeReport], scene: Scene) -> bool:
    """ "Officials blamed the rebels", "its men had done it": an attack must stand a few sentences before."""
    since = scene.sentences[max(0, n - 4)].start_char
    return any(r.mention.sentence.begin >= since for r in reports)


def _names_agent(trigger: Trigger) -> bool:
    """ "warships from the Truman", "a Fano column": words for the attacker are there, beyond a weapon's own."""
    return any(
        not weapons_in([t]) or owner_tokens(t) or under(t, "of", "from")
        for t in trigger.attackers
        if t.pos_ != "PRON"
    )


def _is_bare(report: StrikeReport) -> bool:
    """ "the massacre", with nothing else said of it."""
    return report.definite and not (report.attackers or report.targets or report.places or report.collective)


def _victims_before(n: int, reports: list[StrikeReport], scene: Scene) -> StrikeReport | None:
    """ "Seventeen villagers were killed near Djibo. No group has claimed the massacre." : the killing is the attack.

    Only where the two sentences before tell of no attack yet: then what the noun points back to is the killing.
    """
    for back in (1, 2):
        if n < back:
            return None
        sent = scene.sentences[n - back]
        if any(r.mention.sentence.begin >= sent.start_char for r in reports):
            return None
        for verb in sent:
            lemma = verb.lemma_.lower()
            if lemma not in words("strikes", "casualties", "kill") | {"shoot"} or not is_passive(verb):
                continue
            places = scene.places.of_event([verb], [])
            standing = standing_of(verb, scene.denotation)
            if places and not standing.negated:
                mention = scene.mention(
                    verb, verb, standing.factuality, standing.according_to, "strike.victims"
                )
                when = scene.calendar.at(verb)
                return StrikeReport("s0", mention, (), _territory(places, scene), places, (), when)
    return None


def _trigger(token: Token, scene: Scene) -> Trigger | None:
    if is_verbal(token) or (token.pos_ in {"ADJ"} and token.dep_ == "acl"):
        return verb_trigger(token, scene)
    if token.pos_ in {"NOUN", "PROPN"} and scene.cast.name_at(token.i) is None:
        return noun_trigger(token, scene)
    return None


def _actors(token: Token, scene: Scene) -> tuple[str, ...]:
    """The actors behind an attacker's phrase: itself, whose weapon or unit it is; a spokesman's own side for him."""
    keys = _navy(token, scene) or scene.denotation.of(token)
    if all(_is_unlisted(scene.cast.figures[k]) for k in keys):
        # "its Immortals Battalion": a unit that no list knows is whose it is
        keys = tuple(o.key for o in scene.denotation.owners(token) if o.cls in ARMED) or keys
    if not keys:
        name = scene.cast.name_at(token.i)
        figure = scene.cast.figure_of(name) if name is not None else None
        keys = (figure.key,) if figure is not None else ()
    if not keys:
        keys = tuple(o.key for o in scene.denotation.owners(token) if o.cls in ARMED)
    if not keys or all(_is_anonymous(scene.cast.figures[k]) for k in keys):
        whose = [*wielders(token), *_of_parts(token)]
        keys = tuple(k for w in whose for k in _navy(w, scene)) or scene.denotation.all_of(whose)
    return tuple(dict.fromkeys(k for key in keys if (k := _side(key, scene)) is not None))


def _of_parts(token: Token, depth: int = 0) -> list[Token]:
    """ "insurgents from the local branch of Islamic State": what the parts are of."""
    found = under(token, "of", "from")
    return [
        u
        for t in found
        for u in ([t] if depth > 2 or t.lemma_.lower() not in PARTS else _of_parts(t, depth + 1))
    ]


def _navy(token: Token, scene: Scene) -> tuple[str, ...]:
    """ "the USS Nimitz": the state whose navy the prefix tells."""
    entry = scene.gazetteer.get(_NAVIES[token.text]) if token.text in _NAVIES else None
    return (scene.cast.of_entry(entry).key,) if entry is not None else ()


def _is_unlisted(figure: Figure) -> bool:
    return figure.entry is None and figure.named and figure.cls is not ActorClass.PERSON


def _side(key: str, scene: Scene) -> str | None:
    """The side that strikes or is struck: the state of a regular army or a politician, the group of its spokesman.

    A contingent with a name of its own (the Revolutionary Guards) stays itself; crowds are no side.
    """
    figure = scene.cast.figures[key]
    owner = scene.cast.figures.get(figure.part_of or figure.member_of or "")
    if figure.cls is ActorClass.GOVERNMENT_BODY:
        regular = figure.entry is None or any(w in figure.name.lower() for w in _REGULAR)
        return owner.key if owner is not None and regular and owner.cls is ActorClass.STATE else key
    if figure.cls is ActorClass.PERSON:
        if owner is None:
            return None
        return owner.key if owner.cls in ARMED else None
    if _is_anonymous(figure):
        return None
    return (
        key
        if figure.cls in ARMED | {ActorClass.INTERNATIONAL_ORGANIZATION} or figure.entry is not None
        else None
    )


def _is_anonymous(figure: Figure) -> bool:
    """ "gunmen", "two attackers", "a suicide bomber": whoever it was; "bandits" and "separatists" are a side."""
    if figure.named or figure.cls is not ActorClass.ARMED_GROUP or figure.part_of or figure.member_of:
        return False
    last = figure.name.lower().split()[-1]
    return any(last in {w, f"{w}s", w.replace("man", "men")} for w in words("actors", "anonymous"))


def _aimed_at(token: Token, scene: Scene) -> tuple[str, ...]:
    """The actors that a struck phrase means: itself, whose it is, and the state it stands in."""
    found = (
        []
        if scene.places.within_phrase(token) and _is_unknown(token, scene)
        else list(scene.denotation.of(token))
    )
    if not found or token.lemma_.lower() in GENERIC_TARGETS:
        force = token.lemma_.lower() in words("actors", "force")
        parts = under(token, "of", "from") if force else under(token, "of")
        found += scene.denotation.all_of(parts)
        if not (_is_bystander(token) or (found and token.lemma_.lower() in PARTS)):
            flags = {k for c in token.children if _is_flag(c) for k in _of_name(c, scene)}
            found += [
                o.key
                for o in scene.denotation.owners(token)
                if o.cls in ARMED | {ActorClass.INTERNATIONAL_ORGANIZATION} and o.key not in flags
            ]
        for clause in children(token, "acl"):
            if clause.lemma_.lower() in {
                "belong",
                "use",
                "hold",
                "control",
                "affiliate",
                "link",
                "run",
                "occupy",
                "man",
                "guard",
            }:
                found += scene.denotation.all_of([*under(clause, "to", "by", "with")])
    if token.lemma_.lower() in words("actors", "person") and not found:
        found += _territory(
            tuple(p for t in under(token, "of") for p in scene.places.within_phrase(t)), scene
        )
    name = scene.cast.name_at(token.i)
    place = scene.places.of_name(name) if name is not None else None
    found += _territory((place,), scene) if place is not None else ()
    sides = [
        k
        for key in found
        if _is_target(scene.cast.figures[key]) and (k := _side(key, scene) or _office(key, scene)) is not None
    ]
    return tuple(dict.fromkeys(sides))


def _office(key: str, scene: Scene) -> str | None:
    """The state of an official who was attacked: "the governor of Badakhshan"."""
    figure = scene.cast.figures[key]
    entry = scene.gazetteer.get(figure.state) if figure.cls is ActorClass.PERSON and figure.state else None
    return scene.cast.of_entry(entry).key if entry is not None else None


def _is_flag(token: Token) -> bool:
    """ "a Palauan-flagged ship", "an Iran-backed group", where the parse hangs the state on the noun itself."""
    after = token.doc[token.i + 1 : token.i + 3]
    return len(after) == 2 and after[0].text in {"-", "‑"} and after[1].lower_ in words("actors", "not_own")


def _of_name(token: Token, scene: Scene) -> tuple[str, ...]:
    name = scene.cast.name_at(token.i)
    figure = scene.cast.figure_of(name) if name is not None else None
    return (figure.key,) if figure is not None else ()


def _is_unknown(token: Token, scene: Scene) -> bool:
    """A name that nothing but its place in the sentence tells of: "bombed Balakot"."""
    name = scene.cast.name_at(token.i)
    figure = scene.cast.figure_of(name) if name is not None else None
    return figure is not None and figure.entry is None and figure.cls is ActorClass.ORGANIZATION


def _is_bystander(token: Token) -> bool:
    """ "a Thai farm worker", "a nurse from Kenya": whose national a civilian is, is not who was aimed at."""
    lemma = token.lemma_.lower()
    return lemma in words("strikes", "casualties", "victims") and lemma not in words(
        "strikes", "casualties", "arms"
    )


def _is_target(figure: Figure) -> bool:
    """Named actors are targets; "militants", "civilians" and officials who are only described are not."""
    return (figure.named or figure.part_of is not None) and figure.cls is not ActorClass.POPULATION


def _struck(trigger: Trigger) -> list[Token]:
    """The struck phrases; for "what it called terrorist targets in X" the phrase inside the relative clause."""
    found: list[Token] = []
    for token in trigger.targets:
        if any(token.i == h.i for h in trigger.heads):
            continue
        found.append(token)
        if token.pos_ in {"NUM", "PRON"} or token.lemma_.lower() in {
            "part",
            "number",
            "convoy",
            "unit",
            "member",
            "group",
            "pair",
            "series",
            "couple",
            "dozen",
            "handful",
            "cluster",
            "row",
            "string",
            "complex",
        }:
            found.extend(under(token, "of"))
        if token.lower_ == "what":
            for clause in children(token, "acl"):
                found.extend(
                    t
                    for t in clause.subtree
                    if t.pos_ in {"NOUN", "PROPN"} and t.dep_ != "nsubj" and t.i > clause.i
                )
    return found


def _reports(trigger: Trigger, scene: Scene, told: When | None) -> Iterator[StrikeReport]:
    attackers = tuple(dict.fromkeys(k for t in trigger.attackers for k in _actors(t, scene)))
    heads = list(trigger.heads)
    struck = _struck(trigger)
    # "An explosion at a station in Kabul wounded ten": the place hangs on what exploded.
    blasts = [
        t for t in trigger.weapons if t.lemma_.lower() in {"explosion", "blast", "bomb"} and t not in heads
    ]
    places = scene.places.of_event([*heads, *blasts], struck)
    if not places and trigger.frame == "strike.kill" and trigger.token.dep_ == "conj":
        # "hijacked a train in Bolan and killed 21 passengers"
        before = trigger.token.head
        places = scene.places.of_event([before], logical_objects(before)) if is_verbal(before) else ()
    direct = tuple(dict.fromkeys(k for t in struck for k in _aimed_at(t, scene) if k not in attackers))
    targets = tuple(dict.fromkeys((*direct, *(k for k in _territory(places, scene) if k not in attackers))))
    if any(c.lower_ == "no" for t in (*trigger.targets, *trigger.attackers) for c in children(t, "det")):
        return  # "no facility was targeted"
    if any(c.lower_ == "any" for c in children(trigger.token, "det")):
        return  # "any attack on the island would be answered"
    standing = standing_of(trigger.token, scene.denotation)
    if standing.negated and standing.factuality is Factuality.ASSERTED:
        return
    collective = _collective(trigger, attackers, scene)
    if trigger.outcome == "intercepted" and not attackers:
        targets = tuple(k for k in targets if scene.cast.figures[k].cls is ActorClass.STATE)
    told_before = (
        trigger.frame == "strike.responsibility"
        or trigger.frame in _BACKWARD
        or (trigger.outcome == "intercepted" and not attackers)
    )
    definite = _is_definite(trigger.token) or _is_presupposed(trigger) or told_before
    if not attackers and not targets and not places and not definite:
        return
    if collective and len(attackers) >= 2:
        targets = tuple(dict.fromkeys((*attackers, *targets)))
    habitual = _habitual(trigger, scene)
    if (habitual and not attackers) or _is_fiction(trigger.token):
        return
    when = scene.calendar.at(trigger.token, trigger.heads, told)
    if when is None and not (definite or habitual):
        when = scene.calendar.of_entry(trigger.heads)
    if when is not None and when.start.precision != "day" and _is_superlative(trigger.token):
        when = None
    weapons = _weapons(trigger)
    claims = _claimed_by_attacker(trigger.token) or trigger.frame in {"strike.responsibility", "strike.owned"}
    by = standing.according_to or (attackers if claims else ())
    if trigger.frame == "strike.blamed":
        by = scene.denotation.all_of(logical_subjects(trigger.token), crowd=True) or by
    factuality = (
        Factuality.CLAIMED if by and standing.factuality is Factuality.ASSERTED else standing.factuality
    )
    if trigger.outcome == "foiled":
        factuality = Factuality.HYPOTHETICAL
    mention = scene.mention(
        heads[-1] if is_verbal(heads[-1]) and abs(heads[-1].i - trigger.token.i) < 12 else trigger.token,
        trigger.token,
        factuality,
        by,
        trigger.frame,
    )
    report = StrikeReport(
        "s0",
        mention,
        attackers,
        targets,
        places,
        weapons,
        when,
        (),
        definite,
        collective,
        trigger.outcome,
        habitual,
    )
    states = [k for k in targets if scene.cast.figures[k].cls is ActorClass.STATE]
    if (
        is_plural(trigger.token)
        and len(states) > 1
        and not collective
        and len(attackers) == 1
        and not definite
    ):
        yield from _split(report, states, scene)
        return
    yield from _by_site(report, struck, scene) or [report]


def _weapons(trigger: Trigger) -> tuple[Weapon, ...]:
    """What the phrases of the attack name, and what its verb says by itself ("shelled")."""
    named = weapons_in([t for t in trigger.weapons if t.pos_ in {"NOUN", "PROPN"}])
    by_verb = [
        Weapon(w)
        for w, verbs in table("strikes")["verb_weapons"].items()
        if trigger.token.lemma_.lower() in verbs
    ]
    return tuple(dict.fromkeys((*named, *by_verb)))


def _split(report: StrikeReport, states: list[str], scene: Scene) -> Iterator[StrikeReport]:
    """ "strikes on Syria and Iraq": an attack on each."""
    sites = {p.key: p for p in scene.places.places()}
    for state in states:
        entry = scene.cast.figures[state].entry
        here = tuple(p for p in report.places if sites[p].state == entry)
        others = tuple(
            k for k in report.targets if k not in states and scene.cast.figures[k].state in {None, entry}
        )
        yield replace(report, targets=(state, *others), places=here)


def _by_site(report: StrikeReport, struck: list[Token], scene: Scene) -> list[StrikeReport]:
    """ "hit the depot at Kirishi on October 4 and the one at Tuapse on October 6": an attack on each, on its day."""
    sites = [(t, tuple(scene.places.within_phrase(t))) for t in struck]
    sites = [(t, places) for t, places in sites if places]
    if len(sites) < 2 or report.definite or report.collective:
        return []
    ends = [t.i for t, _ in sites[1:]] + [sites[-1][0].sent.end]
    days = [scene.calendar.between(t, end) for (t, _), end in zip(sites, ends, strict=True)]
    if any(d is None for d in days) or len({d.start.iso for d in days if d is not None}) < len(days):
        return []
    states = [k for k in report.targets if scene.cast.figures[k].cls is ActorClass.STATE]
    rest = [k for k in report.targets if k not in states]
    return [
        replace(
            report,
            places=places,
            when=day,
            targets=tuple(dict.fromkeys((*rest, *_territory(places, scene)))) or report.targets,
        )
        for (_, places), day in zip(sites, days, strict=True)
    ]


def _territory(places: tuple[str, ...], scene: Scene) -> tuple[str, ...]:
    """The states on whose ground the attack landed."""
    sites = {p.key: p for p in scene.places.places()}
    found = []
    for key in places:
        state = sites[key].state
        entry = scene.gazetteer.get(state) if state else None
        if entry is not None:
            found.append(scene.cast.of_entry(entry).key)
    return tuple(dict.fromkeys(found))


def _collective(trigger: Trigger, attackers: tuple[str, ...], scene: Scene) -> bool:
    """One mention of several attacks in both directions: "tit-for-tat strikes", "each other's territory"."""
    near = {t.lower_ for t in trigger.token.subtree} | {
        t.lower_ for h in trigger.heads for t in h.subtree if abs(t.i - trigger.token.i) < 14
    }
    text = trigger.token.sent.text.lower()
    mutual = any(m in text for m in _MUTUAL) or bool(near & (_EXCHANGED | {"mutual"}))
    plural = is_plural(trigger.token) or is_verbal(trigger.token) or bool(near & _EXCHANGED)
    sides = [k for k in attackers if scene.cast.figures[k].cls in {ActorClass.STATE, ActorClass.ARMED_GROUP}]
    return plural and (
        (mutual and len(sides) != 1) or (not attackers and "both" in text and "collective" in text)
    )


def _is_presupposed(trigger: Trigger) -> bool:
    """ "the groups which Islamabad targeted": a relative clause recalls an attack, it does not tell a new one."""
    verb = next((h for h in trigger.heads if is_verbal(h)), None)
    return (
        verb is not None
        and verb.dep_ == "acl:relcl"
        and verb.head.lower_ != "what"
        and is_definite_noun(verb.head)
    )


def _is_definite(token: Token) -> bool:
    """ "the raid", "Tuesday's attack", "these strikes": a look back at an attack already told."""
    if is_verbal(token):
        return False
    if _is_superlative(token) and not any(
        c.lower_ in {"this", "that", "these", "those"} for c in token.children
    ):
        return False  # "the deadliest raid of the year": told here for the first time
    return is_definite_noun(token) or any(
        p.lemma_.lower() in _WEEKDAYS or p.lower_ in {"its", "their", "his"} for p in possessors(token)
    )


def _is_fiction(token: Token) -> bool:
    """ "In the film, commandos raid an embassy": a story within the story."""
    return any(t.lemma_.lower() in words("strikes", "fiction") for t in token.sent)


def _is_superlative(noun: Token) -> bool:
    """ "the deadliest attack this year": the year is what it is compared with, not when it was."""
    return any(
        "Sup" in c.morph.get("Degree", []) or c.lower_ in {"first", "latest", "worst"}
        for c in children(noun, "amod")
    )


def _habitual(trigger: Trigger, scene: Scene) -> bool:
    """Repeated attacks with no day of their own: "have attacked shipping since May", "attacks against citizens"."""
    verb = next((h for h in trigger.heads if is_verbal(h)), None)
    text = trigger.token.sent.text.lower()
    plural = is_plural(trigger.token) or is_verbal(trigger.token)
    if (
        verb is not None
        and plural
        and auxiliaries(verb) & {"have", "has", "had", "’ve"}
        and any(w in text for w in _LASTING)
    ):
        return True
    if any(w in text for w in _REPEATED):
        return True
    bare = (
        verb is None
        and not owner_tokens(trigger.token)
        and is_plural(trigger.token)
        and not any(c.dep_ in {"det", "nummod", "nmod:poss"} for c in trigger.token.children)
    )
    return bare and scene.calendar.at(trigger.token, trigger.heads) is None


def _claimed_by_attacker(token: Token) -> bool:
    head = token.head
    return token.dep_ == "nmod" and head.lemma_.lower() == "responsibility"
