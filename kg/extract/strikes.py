"""Armed attacks: who struck whom, where, when and with what, each from the trigger's own sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract.lexicon import table, words
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.syntax import (
    auxiliaries,
    children,
    conjuncts,
    is_passive,
    is_verbal,
    logical_objects,
    logical_subjects,
    possessors,
    preposition,
    raw_subjects,
    under,
)
from kg.model import ActorClass, Factuality, StrikeReport, Weapon, When

_ARMED = frozenset({ActorClass.STATE, ActorClass.ARMED_GROUP, ActorClass.GOVERNMENT_BODY})
_AGAINST = ("on", "against", "at", "upon", "into", "targeting", "toward", "towards")
_GENERIC_TARGETS = frozenset(
    (
        "target position base site hideout bastion stronghold facility installation infrastructure depot "
        "camp headquarters outpost convoy vehicle territory soil ground land area ship vessel tanker "
        "shipping refinery airport airbase hospital school building village town city airfield bunker "
        "tunnel launcher system warehouse plant station bridge port checkpoint post embassy consulate "
        "compound house home member commander leader operative fighter militant soldier troop militia cell "
        "border side region province district centre center apartment block market mosque church refugee "
        "neighbourhood neighborhood suburb barrack asset network grid pipeline factory radar field "
        "terminal frontier line capital civilian group rebel"
    ).split()
)


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A word that says an attack, with its light verb and who the words around it make attacker and target."""

    token: Token
    frame: str
    heads: tuple[Token, ...]
    attackers: tuple[Token, ...] = ()
    targets: tuple[Token, ...] = ()
    weapons: tuple[Token, ...] = ()
    outcome: str = "carried-out"


def find_strikes(scene: Scene) -> tuple[StrikeReport, ...]:
    """All mentions of attacks in the body, in text order; keys are "s1", "s2", …"""
    reports: list[StrikeReport] = []
    told: When | None = None
    for sent in scene.sentences:
        used: set[int] = set()
        for token in sent:
            if token.i in used:
                continue
            trigger = _trigger(token, scene)
            if trigger is None:
                continue
            used.update(h.i for h in trigger.heads)
            for report in _reports(trigger, scene, told):
                reports.append(replace(report, key=f"s{len(reports) + 1}"))
                told = report.when or told
    return tuple(reports)


def _trigger(token: Token, scene: Scene) -> _Trigger | None:
    if is_verbal(token) or (token.pos_ in {"ADJ"} and token.dep_ == "acl"):
        return _verb(token, scene)
    if token.pos_ in {"NOUN", "PROPN"} and scene.cast.name_at(token.i) is None:
        return _noun(token, scene)
    return None


# -- verbs -------------------------------------------------------------------------------------------------


def _verb(verb: Token, scene: Scene) -> _Trigger | None:
    lemma = verb.lemma_.lower()
    verbs = table("strikes")["verbs"]
    if lemma in verbs["down"] and (found := _downed(verb, scene)) is not None:
        return found
    if lemma in verbs["fire"] and (found := _fired(verb, scene)) is not None:
        return found
    if lemma in verbs["kill"] and (found := _killed(verb, scene)) is not None:
        return found
    if lemma not in verbs["sure"] and lemma not in verbs["open"]:
        return None
    subjects, objects = logical_subjects(verb), logical_objects(verb)
    if any(s.lemma_.lower() in words("strikes", "not_subjects") for s in subjects) or any(
        o.lemma_.lower() in words("strikes", "not_objects")
        and scene.cast.name_at(o.i) is None
        and not _of_actor(o, scene)
        for o in objects
    ):
        return None
    armed = [s for s in subjects if _is_armed(s, scene)]
    means = [t for t in under(verb, "with", "by", "using", "in") if _weapons_in([t])]
    if lemma == "retaliate":
        return (
            _Trigger(verb, "strike.verb", (verb,), tuple(armed), tuple(under(verb, "against")), tuple(means))
            if armed and means
            else None
        )
    if lemma in {"blow", "gun"} and not any(c.dep_ == "compound:prt" for c in verb.children):
        return None
    if lemma in {"land", "crash", "slam"}:
        armed = [s for s in subjects if _weapons_in([s])]
        objects = under(verb, "in", "on", "into", "near")
        return (
            _Trigger(verb, "strike.verb", (verb,), tuple(armed), tuple(objects), tuple(armed))
            if armed and objects
            else None
        )
    if lemma in {
        "destroy",
        "damage",
        "level",
        "storm",
        "overrun",
        "invade",
        "raid",
        "hammer",
        "batter",
    } and not (armed and (means or any(_weapons_in([a]) for a in armed) or lemma in {"storm", "raid"})):
        return None
    if any(_is_attack_noun(s, scene) for s in subjects):
        return None  # "the strike hit a school": the noun is the trigger, its verb only says where
    if not objects and not under(verb, *_AGAINST):
        return None
    sure = lemma in verbs["sure"]
    hit = [o for o in objects if _can_be_hit(o, scene)]
    if not hit and not sure:
        return None
    passive_agentless = is_passive(verb) and not subjects
    if (
        not armed
        and not means
        and not (sure and hit)
        and not (passive_agentless and hit and _violent_company(verb))
    ):
        return None
    if (
        armed
        and not means
        and not sure
        and all(scene.cast.figures[k].cls is ActorClass.PERSON for a in armed for k in scene.denotation.of(a))
        and lemma == "attack"
    ):
        return None
    return _Trigger(
        verb, "strike.verb", (verb,), tuple(armed), (*objects, *under(verb, *_AGAINST)), (*armed, *means)
    )


def _of_actor(noun: Token, scene: Scene) -> bool:
    """ "Houthi targets", "targets in Iran": whose they are is said."""
    return (
        bool(scene.denotation.owners(noun))
        or bool(scene.places.within_phrase(noun))
        or bool(under(noun, "in", "inside", "of", "near", "at", "across"))
    )


def _violent_company(verb: Token) -> bool:
    """A passive without agent is an attack when the dead, a weapon or a war stand beside it."""
    near = {t.lemma_.lower() for t in verb.sent}
    return bool(
        near
        & (
            words("strikes", "casualties", "kill")
            | words("strikes", "casualties", "injure")
            | set(_weapon_words())
        )
    )


def _downed(verb: Token, scene: Scene) -> _Trigger | None:
    """ "shot down twelve Russian drones": their owner attacked."""
    lemma = verb.lemma_.lower()
    if lemma in {"shoot", "bring"} and not any(c.lower_ == "down" for c in verb.children):
        return None
    weapons = [o for o in logical_objects(verb) if _weapons_in([o])]
    weapons += [t for o in logical_objects(verb) for t in under(o, "of") if _weapons_in([t])]
    if not weapons:
        return None
    attackers = [t for w in weapons for t in _owner_tokens(w)]
    launched = [a for w in weapons for c in children(w, "acl") for a in logical_subjects(c)]
    defenders = logical_subjects(verb)
    if not attackers and not launched and not defenders:
        return None
    hostile = [
        a
        for a in (*attackers, *launched)
        if not set(scene.denotation.of(a)) & set(scene.denotation.all_of(defenders))
    ]
    if not hostile and attackers:
        return None
    return _Trigger(
        verb, "strike.down", (verb,), tuple(hostile), tuple(defenders), tuple(weapons), "intercepted"
    )


def _fired(verb: Token, scene: Scene) -> _Trigger | None:
    """ "fired two missiles at X", "opened fire on X", "dropped bombs on X": a weapon sent against somebody."""
    objects = logical_objects(verb)
    weapons = [o for o in objects if _weapons_in([o]) and not _is_attack_noun(o, scene)]
    if not weapons:
        return None
    targets = [*under(verb, *_AGAINST, "across", "over"), *(t for w in weapons for t in under(w, *_AGAINST))]
    subjects = logical_subjects(verb)
    if not subjects and not targets:
        return None
    if (
        verb.lemma_.lower() in {"use", "send", "launch", "drop", "detonate"}
        and not targets
        and verb.lemma_.lower() != "detonate"
    ):
        return None  # a test launch, a deployment: nobody is aimed at
    if (
        not targets
        and verb.lemma_.lower() in {"fire", "shoot", "unleash", "lob", "rain"}
        and not scene.places.of_event([verb, *weapons], [])
    ):
        return None
    return _Trigger(verb, "strike.fire", (verb, *weapons), tuple(subjects), tuple(targets), tuple(weapons))


def _killed(verb: Token, scene: Scene) -> _Trigger | None:
    """ "Gunmen killed nine people": an attack in its own right when an armed actor does it."""
    subjects = [s for s in logical_subjects(verb) if not _weapons_in([s]) and not _is_attack_noun(s, scene)]
    armed = [s for s in subjects if _is_armed(s, scene)]
    if verb.lemma_.lower() == "gun" and not any(c.lower_ == "down" for c in verb.children):
        return None
    if not armed or not logical_objects(verb):
        return None
    if any(_is_attack_noun(t, scene) for t in verb.sent if t.i != verb.i and t.pos_ == "NOUN"):
        return None
    controller = verb.head
    if (
        verb.dep_ in {"advcl", "xcomp", "conj"}
        and is_verbal(controller)
        and controller.lemma_.lower()
        in {
            *table("strikes")["verbs"]["open"],
            *table("strikes")["verbs"]["sure"],
            *table("strikes")["verbs"]["fire"],
        }
    ):
        return None  # "struck a village, killing nine": one attack
    return _Trigger(verb, "strike.kill", (verb,), tuple(armed), tuple(logical_objects(verb)), tuple(armed))


# -- nouns -------------------------------------------------------------------------------------------------


def _is_attack_noun(token: Token, scene: Scene) -> bool:
    if token.pos_ not in {"NOUN", "PROPN"} or scene.cast.name_at(token.i) is not None:
        return False
    lemma = token.lemma_.lower()
    nouns = table("strikes")["nouns"]
    before = _modifiers(token)
    if before & words("strikes", "not_modifiers") and not before & {
        "missile",
        "drone",
        "air",
        "rocket",
        "artillery",
    }:
        return False
    if any(t.lemma_.lower() in words("strikes", "not_of") for t in under(token, "by", "of")) or any(
        p.lemma_.lower() in words("strikes", "not_of") for p in possessors(token)
    ):
        return False
    if lemma in nouns["sure"]:
        return True
    if lemma in nouns["open"] and lemma not in {"operation", "incursion"}:
        return True
    return lemma in nouns["qualified"] and bool(before & words("strikes", "nouns", "qualifiers"))


def _modifiers(noun: Token) -> set[str]:
    found = {
        c.lower_
        for c in noun.children
        if c.dep_.split(":")[0] in {"amod", "compound", "nmod", "flat"} and c.i < noun.i
    }
    found |= {
        g.lower_
        for c in noun.children
        if c.dep_.split(":")[0] in {"amod", "compound"}
        for g in c.children
        if g.dep_ in {"conj", "compound"}
    }
    if noun.i:
        found.add(noun.doc[noun.i - 1].lower_)
    return found


def _noun(noun: Token, scene: Scene) -> _Trigger | None:
    if not _is_attack_noun(noun, scene) or noun.dep_ == "compound":
        return None
    heads: list[Token] = [noun]
    attackers = [*_owner_tokens(noun), *under(noun, "by", "from")]
    if any(t.lemma_.lower() in words("strikes", "not_subjects") for t in attackers):
        return None
    targets = under(noun, "on", "against", "at", "upon", "targeting")
    if noun.lemma_.lower() in {
        "bombing",
        "bombardment",
        "shelling",
        "assassination",
        "massacre",
        "raid",
        "ambush",
    }:
        targets += under(noun, "of")
    for clause in (c for c in noun.children if c.dep_.split(":")[0] == "acl"):
        if clause.lemma_.lower() in {
            "target",
            "hit",
            "strike",
            "destroy",
            "damage",
            "kill",
        } and not is_passive(clause):
            targets += [o for o in logical_objects(clause) if clause.lemma_.lower() != "kill"]
            heads.append(clause)
        elif clause.lemma_.lower() in words("strikes", "light") | {"claim", "blame"}:
            attackers += logical_subjects(clause) if clause.lemma_.lower() != "blame" else under(clause, "on")
            heads.append(clause)
    carrier = _carrier(noun)
    if carrier is not None:
        heads.append(carrier)
        lemma = carrier.lemma_.lower()
        if noun.dep_ in {"nsubj", "nsubj:pass"}:
            if lemma in {"hit", "target", "strike", "destroy", "damage", "rock"}:
                targets += [o for o in logical_objects(carrier) if o.i != noun.i]
                targets += under(carrier, *_AGAINST)
            elif is_passive(carrier):
                attackers += under(carrier, "by")
                targets += under(carrier, "on", "against")
        elif lemma in words("strikes", "light_undergo"):
            targets += logical_subjects(carrier)
            attackers += under(noun, "from")
        elif lemma == "claim" or lemma in {"blame", "accuse"}:
            pass
        else:
            attackers += [s for s in logical_subjects(carrier) if s.i != noun.i]
            targets += under(carrier, "on", "against", "at")
    attackers += _responsible(noun)
    weapons = [noun, *attackers]
    return _Trigger(
        noun, "strike.noun", tuple(heads), tuple(attackers), tuple(targets), tuple(weapons), _outcome(noun)
    )


def _carrier(noun: Token) -> Token | None:
    """The light verb of an attack noun: "launched an attack", "responded with strikes", "the attack hit a school"."""
    base = noun
    while base.dep_ == "conj" and base.head.pos_ == "NOUN":
        base = base.head
    if base.dep_ == "nmod" and base.head.lemma_.lower() in {
        "series",
        "wave",
        "barrage",
        "number",
        "string",
        "campaign",
        "round",
        "set",
        "spate",
        "exchange",
    }:
        base = base.head
    verb = base.head
    if not is_verbal(verb):
        return None
    lemma = verb.lemma_.lower()
    if base.dep_ == "obj" and (
        lemma in words("strikes", "light") and lemma not in {"claim", "report", "see", "witness"}
    ):
        return verb
    if base.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"}:
        return (
            verb
            if lemma
            in {
                "hit",
                "target",
                "strike",
                "destroy",
                "damage",
                "rock",
                "kill",
                "leave",
                "wound",
                "injure",
                "claim",
            }
            or is_passive(verb)
            and lemma in words("strikes", "light")
            else None
        )
    if (
        base.dep_.startswith("obl")
        and preposition(base) in {"with", "under", "in", "through", "to"}
        and lemma
        in {
            "respond",
            "retaliate",
            "come",
            "target",
            "hit",
            "kill",
            "strike",
            "answer",
            "reply",
            "die",
            "wound",
            "injure",
            "conduct",
            "destroy",
        }
    ):
        return (
            verb
            if preposition(base) in {"with", "under", "through"}
            and lemma not in {"kill", "die", "wound", "injure"}
            else None
        )
    return None


def _responsible(noun: Token) -> list[Token]:
    """ "X claimed responsibility for the attack", "blamed X for it", "the attack was blamed on X"."""
    head = noun.head
    if noun.dep_ == "nmod" and head.lemma_.lower() == "responsibility" and head.dep_ in {"obj", "nsubj:pass"}:
        return logical_subjects(head.head)
    if (
        noun.dep_.startswith("obl")
        and preposition(noun) == "for"
        and head.lemma_.lower() in {"blame", "accuse"}
    ):
        return [t for o in children(head, "obj") for t in conjuncts(o)]
    if noun.dep_ in {"obj", "nsubj:pass"} and head.lemma_.lower() in {"blame", "pin"}:
        return under(head, "on")
    return []


def _outcome(noun: Token) -> str:
    head = noun.head
    if noun.dep_ in {"obj", "nsubj:pass"} and head.lemma_.lower() in {
        "foil",
        "thwart",
        "avert",
        "prevent",
        "disrupt",
        "stop",
    }:
        return "foiled"
    if noun.dep_ in {"obj", "nsubj:pass"} and head.lemma_.lower() in {"repel", "intercept", "repulse"}:
        return "intercepted"
    if _modifiers(noun) & {"foiled", "thwarted", "failed"}:
        return "foiled"
    return "carried-out"


# -- roles -------------------------------------------------------------------------------------------------


def _owner_tokens(noun: Token) -> list[Token]:
    """Whose attack or weapon it is, before the noun: "Iran's", "Iranian", "Houthi"."""
    found = []
    for child in noun.children:
        base = child.dep_.split(":")[0]
        if child.dep_ == "nmod:poss" or (
            base in {"amod", "compound"} and child.i < noun.i and child.text[:1].isupper()
        ):
            found.extend(
                conjuncts(child) if base != "amod" else [child, *(c for c in children(child, "conj"))]
            )
    return found


def _weapon_words() -> dict[str, Weapon]:
    return {word: Weapon(name) for name, listed in table("strikes")["weapons"].items() for word in listed}


def _weapons_in(tokens: list[Token]) -> tuple[Weapon, ...]:
    """The weapons that the words of these noun phrases name, compounds and their conjuncts included."""
    known, found = _weapon_words(), []
    for token in tokens:
        near = [
            token,
            *(
                c
                for c in token.children
                if c.dep_.split(":")[0] in {"compound", "amod", "conj", "nmod", "flat"}
                and (c.dep_ != "nmod:poss")
                and preposition(c) in {"", "of", "with"}
            ),
        ]
        near += [
            g for c in near[1:] for g in c.children if g.dep_.split(":")[0] in {"conj", "compound", "amod"}
        ]
        near += [
            t
            for t in (token.doc[max(0, token.i - 3) : token.i])
            if t.pos_ in {"NOUN", "ADJ", "PROPN"}
            and t.sent == token.sent
            and t.head.i <= token.i
            and not _broken(t, token)
        ]
        for part in near:
            phrase = f"{part.doc[part.i - 1].lower_} {part.lemma_.lower()}" if part.i else ""
            for form in (phrase, part.lemma_.lower(), part.lower_):
                if form in known:
                    found.append(known[form])
                    break
    return tuple(dict.fromkeys(found))


def _broken(left: Token, right: Token) -> bool:
    return any(
        t.pos_ in {"VERB", "ADP", "PRON"} or t.text in {",", ";", ":"} for t in left.doc[left.i : right.i]
    )


def _is_armed(token: Token, scene: Scene) -> bool:
    """True when the phrase denotes a state, body or group, or forces or a weapon."""
    if any(scene.cast.figures[k].cls in _ARMED for k in scene.denotation.of(token)):
        return True
    lemma = token.lemma_.lower()
    return (
        lemma in words("actors", "force")
        and lemma not in {"action", "operation", "vessel", "force"}
        or bool(_weapons_in([token]))
        and token.pos_ == "NOUN"
    )


def _can_be_hit(token: Token, scene: Scene) -> bool:
    """True for what an attack can hit: a place, an actor, people, a facility."""
    lemma = token.lemma_.lower()
    name = scene.cast.name_at(token.i)
    if (
        name is not None
        or lemma in _GENERIC_TARGETS
        or lemma in words("strikes", "casualties", "victims")
        or lemma in words("actors", "force")
    ):
        return True
    return (
        bool(scene.denotation.of(token))
        or bool(scene.places.within_phrase(token))
        or token.pos_ == "PRON"
        and token.lower_ in {"it", "them", "each"}
    )


def _actors(token: Token, scene: Scene) -> tuple[str, ...]:
    """The actors behind an attacker's phrase; a weapon's owner for a weapon."""
    keys = scene.denotation.of(token)
    if not keys:
        name = scene.cast.name_at(token.i)
        figure = scene.cast.figure_of(name) if name is not None else None
        if figure is not None:
            return (figure.key,)
        keys = tuple(o.key for o in scene.denotation.owners(token) if o.cls in _ARMED)
    return tuple(k for k in keys if scene.cast.figures[k].cls is not ActorClass.POPULATION)


def _aimed_at(token: Token, scene: Scene) -> tuple[str, ...]:
    """The actors that a struck phrase means: itself, whose it is, and the state it stands in."""
    found = list(scene.denotation.of(token))
    if not found or token.lemma_.lower() in _GENERIC_TARGETS:
        found += [
            o.key
            for o in scene.denotation.owners(token)
            if o.cls in _ARMED | {ActorClass.INTERNATIONAL_ORGANIZATION}
        ]
        for part in under(token, "of", "from"):
            found += scene.denotation.of(part)
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
            }:
                found += scene.denotation.all_of([*under(clause, "to", "by", "with")])
    found += scene.denotation.state_of_place(token)
    return tuple(
        k
        for k in dict.fromkeys(found)
        if scene.cast.figures[k].cls is not ActorClass.POPULATION
        and scene.cast.figures[k].named
        or scene.cast.figures[k].cls in _ARMED
    )


def _reports(trigger: _Trigger, scene: Scene, told: When | None) -> Iterator[StrikeReport]:
    attackers = tuple(dict.fromkeys(k for t in trigger.attackers for k in _actors(t, scene)))
    heads = list(trigger.heads)
    struck = [t for t in trigger.targets if t.i not in {h.i for h in heads}]
    places = scene.places.of_event(heads, struck)
    direct = tuple(dict.fromkeys(k for t in struck for k in _aimed_at(t, scene) if k not in attackers))
    targets = tuple(dict.fromkeys((*direct, *(k for k in _territory(places, scene) if k not in attackers))))
    standing = standing_of(trigger.token, scene.denotation)
    if standing.negated and standing.factuality is Factuality.ASSERTED:
        return
    collective = _collective(trigger, attackers, scene)
    definite = _is_definite(trigger.token)
    if not attackers and not targets and not places and not definite:
        return
    if collective and len(attackers) >= 2:
        targets = tuple(dict.fromkeys((*attackers, *targets)))
    habitual = _habitual(trigger, scene)
    when = scene.calendar.at(trigger.token, trigger.heads, told)
    weapons = _weapons_in([t for t in trigger.weapons if t.pos_ in {"NOUN", "PROPN"}])
    by = standing.according_to or (attackers if _claimed_by_attacker(trigger.token) else ())
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
    plural = "Plur" in trigger.token.morph.get("Number") or trigger.token.tag_ == "NNS"
    if plural and len(states) > 1 and not collective and len(attackers) == 1 and not definite:
        yield from _split(report, states, scene)
        return
    yield report


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


def _collective(trigger: _Trigger, attackers: tuple[str, ...], scene: Scene) -> bool:
    """One mention of several attacks in both directions: "tit-for-tat strikes", "each other's territory"."""
    near = {t.lower_ for t in trigger.token.subtree} | {
        t.lower_ for h in trigger.heads for t in h.subtree if abs(t.i - trigger.token.i) < 14
    }
    text = trigger.token.sent.text.lower()
    mutual = (
        "each other" in text
        or "one another" in text
        or "tit-for-tat" in text
        or "exchange" in near
        or "exchanged" in near
        or "traded" in near
        or "mutual" in near
    )
    plural = (
        "Plur" in trigger.token.morph.get("Number")
        or trigger.token.tag_ in {"NNS", "NNPS"}
        or is_verbal(trigger.token)
    )
    states = [k for k in attackers if scene.cast.figures[k].cls in {ActorClass.STATE, ActorClass.ARMED_GROUP}]
    return plural and (
        mutual
        and len(states) != 1
        or not attackers
        and "both" in text
        and "collective" in text
        or not attackers
        and ("tit-for-tat" in text)
    )


def _is_definite(token: Token) -> bool:
    """ "the raid", "Tuesday's attack", "these strikes": a look back at an attack already told."""
    if is_verbal(token):
        return False
    if any(
        c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those", "both"}
        for c in token.children
    ):
        return True
    return any(
        p.lemma_.lower()
        in {
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "yesterday",
            "today",
        }
        or p.lower_ in {"its", "their", "his"}
        for p in possessors(token)
    )


def _habitual(trigger: _Trigger, scene: Scene) -> bool:
    """Repeated attacks with no day of their own: "have attacked shipping since November", "attacks against citizens"."""
    verb = next((h for h in trigger.heads if is_verbal(h)), None)
    text = trigger.token.sent.text.lower()
    plural = (
        "Plur" in trigger.token.morph.get("Number") or trigger.token.tag_ == "NNS" or is_verbal(trigger.token)
    )
    if (
        verb is not None
        and auxiliaries(verb) & {"have", "has", "had", "’ve"}
        and plural
        and (
            "since" in text
            or "repeatedly" in text
            or "regularly" in text
            or "for years" in text
            or "for months" in text
            or "decades" in text
        )
    ):
        return True
    if any(
        w in text for w in ("repeatedly", "regularly", "frequently", "almost daily", "near-daily", "often ")
    ):
        return True
    bare = (
        verb is None
        and not is_verbal(trigger.token)
        and plural
        and not any(c.dep_ in {"det", "nummod", "nmod:poss"} for c in trigger.token.children)
    )
    return bare and scene.calendar.at(trigger.token, trigger.heads) is None


def _claimed_by_attacker(token: Token) -> bool:
    head = token.head
    return token.dep_ == "nmod" and head.lemma_.lower() == "responsibility"


__all__ = ["find_strikes", "raw_subjects"]
