"""What one trigger tells of an attack: who struck whom, where, when and with what, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.standing import Standing, is_kept_from, standing_of
from kg.extract.strikes.arms import weapons_of
from kg.extract.strikes.attack_nouns import noun_trigger
from kg.extract.strikes.attack_verbs import verb_trigger
from kg.extract.strikes.behind import accusers, predicated
from kg.extract.strikes.belligerents import (
    aimed_at,
    attackers_of,
    described_by,
    struck_phrases,
    territory,
)
from kg.extract.strikes.blame import charges_on
from kg.extract.strikes.earlier_days import day_told_before
from kg.extract.strikes.havoc import ARRIVING
from kg.extract.strikes.implied import implied_targets
from kg.extract.strikes.manner import (
    announcement_of,
    is_announcement,
    is_collective,
    is_fatal,
    is_fiction,
    is_habitual,
    is_look_back,
    is_made_known,
    is_presupposed,
    is_superlative,
)
from kg.extract.strikes.several import told_apart
from kg.extract.strikes.triggers import GENERIC_TARGETS, Trigger, is_aside, is_attack_noun
from kg.extract.strikes.whereabouts import (
    in_same_clause,
    of_clause_around,
    of_clause_before,
    of_heading,
    of_owners,
    of_sentence_before,
    of_teller,
    of_there,
)
from kg.extract.words.arguments import logical_objects, logical_subjects, raw_subjects
from kg.extract.words.syntax import (
    children,
    conjuncts,
    has_subject,
    is_passive,
    is_subject,
    is_verbal,
    preposition,
    under,
)
from kg.extract.words.weapons import weapons_in
from kg.model import (
    BACKWARD_FRAMES,
    RESPONSIBILITY_FRAMES,
    ActorClass,
    Factuality,
    Mention,
    PlaceKind,
    StrikeReport,
    When,
)

# How many words apart the verb and the noun of an attack may stand to be quoted together.
_CLOSE = 12
# What those who were killed were doing where it was.
_STAYING = frozenset("gather queue wait shelter pray sleep sit work attend celebrate mourn assemble".split())
# What a toll does.
_MOUNTS = frozenset({"rise", "climb", "stand", "reach", "increase", "mount", "grow", "pass"})


def trigger_at(token: Token, scene: Scene) -> Trigger | None:
    """The attack that a word tells; none for most words."""
    if is_verbal(token) and _continues_relative(token, scene):
        return None
    if (found := predicated(token, scene)) is not None:
        return found
    if is_verbal(token) or (token.pos_ == "ADJ" and token.dep_ == "acl"):
        return None if is_announcement(token) else verb_trigger(token, scene)
    if token.pos_ in {"NOUN", "PROPN"} and scene.cast.name_at(token.i) is None:
        found = None if is_announcement(token) else noun_trigger(token, scene)
        return _of_the_deed_before(found, scene) if found is not None and is_aside(token) else found
    return None


def _of_the_deed_before(aside: Trigger, scene: Scene) -> Trigger | None:
    """ "Gunmen killed nine soldiers, an attack blamed on the rebels": the killing again, and who answers for it."""
    deed = next((a for a in aside.token.ancestors if is_verbal(a)), None)
    if deed is None or verb_trigger(deed, scene) is None:
        return aside
    if not aside.attackers:
        return None
    return replace(aside, frame="strike.answered-for", targets=())


def _continues_relative(verb: Token, scene: Scene) -> bool:
    """ "vowed to answer a strike that hit its consulate and killed two": it was the strike that killed."""
    if verb.dep_ != "conj" or verb.tag_ != "VBD" or has_subject(verb):
        return False
    if not any(c.lower_ == "and" for c in children(verb, "cc")):
        return False
    between = verb.doc[verb.head.i + 1 : verb.i]
    return any(
        t.dep_ == "acl:relcl" and t.tag_ == "VBD" and t.head.i > verb.head.i and is_attack_noun(t.head, scene)
        for t in between
    )


def reports_of(trigger: Trigger, scene: Scene, told: When | None) -> Iterator[StrikeReport]:
    """The attacks that a trigger tells, with "s0" for a key: none where it tells that there was none.

    One attack each where it hits several states or sites. `told` is the time told last before it.
    """
    struck = struck_phrases(trigger)
    attackers = _attackers(trigger, scene)
    places = _places(trigger, struck, scene)
    targets = _targets(trigger, struck, attackers, places, scene)
    if _is_of_no_attack(trigger) or (not targets and _fell_into_water(trigger, places, scene)):
        return
    standing = standing_of(trigger.token, scene.denotation)
    if standing.negated and standing.factuality is Factuality.ASSERTED:
        return
    if standing.negated and any(c.lower_ == "no" for c in children(trigger.token, "det")):
        return  # "launched no attack": none that is planned or feared either
    if trigger.frame in BACKWARD_FRAMES and not standing.factuality.is_told:
        return  # "denied that it was behind the blast" does not say who was
    if standing.factuality is Factuality.DENIED and _is_only_meant(trigger.token):
        return  # "denied that it had given an order to attack the tanker": not that somebody attacked it
    if standing.factuality is Factuality.DENIED and _is_on_civilians_alone(struck):
        return  # "denied that it had targeted civilians": not that it struck, but whom
    targets = targets or implied_targets(trigger, struck, attackers, standing, scene)
    collective = is_collective(trigger, attackers, scene)
    nobodys_interception = trigger.outcome == "intercepted" and not attackers
    if nobodys_interception:
        targets = tuple(k for k in targets if scene.cast.figures[k].cls is ActorClass.STATE)
    told_before = trigger.frame in RESPONSIBILITY_FRAMES or nobodys_interception
    definite = is_look_back(trigger.token) or is_presupposed(trigger) or told_before
    if not (attackers or targets or places or definite or is_concrete(trigger) or _is_of_a_thing(trigger)):
        return
    if collective and len(attackers) >= 2:
        targets = tuple(dict.fromkeys((*attackers, *targets)))
    habitual = is_habitual(trigger, scene)
    if (habitual and not attackers) or is_fiction(trigger.token):
        return
    report = StrikeReport(
        "s0",
        _mention(trigger, attackers, standing, scene),
        attackers,
        targets,
        places,
        weapons_of(trigger),
        _when(trigger, attackers, scene, told, is_told_anew=not (definite or habitual)),
        definite=definite,
        collective=collective,
        outcome=trigger.outcome,
        habitual=habitual,
    )
    yield from told_apart(report, trigger, struck, scene)


def _attackers(trigger: Trigger, scene: Scene) -> tuple[str, ...]:
    attackers = tuple(dict.fromkeys(k for t in trigger.attackers for k in attackers_of(t, scene)))
    return attackers or (() if trigger.outcome == "intercepted" else described_by(trigger.token, scene))


def _is_of_no_attack(trigger: Trigger) -> bool:
    if any(c.lower_ == "no" for t in (*trigger.targets, *trigger.attackers) for c in children(t, "det")):
        return True  # "no facility was targeted"
    if any(c.lower_ == "any" for c in children(trigger.token, "det")):
        return True  # "any attack on the island would be answered"
    if not is_verbal(trigger.token) and any(
        c.lower_ == "not" and c.nbor().lower_ != "only" for c in children(trigger.token, "advmod")
    ):
        return True  # "it had carried out the siege, but not the bombing"
    return is_kept_from(trigger.token)


def _is_only_meant(deed: Token) -> bool:
    """ "an order to attack", "planned to shell", "used its soil to launch attacks": an infinitive of what is wanted."""
    verb = deed if is_verbal(deed) else deed.head if deed.dep_ == "obj" else None
    if verb is None or verb.tag_ != "VB" or (verb is not deed and verb.dep_ != "advcl"):
        return False
    return any(c.lower_ == "to" for c in children(verb, "mark", "aux"))


def _is_on_civilians_alone(struck: list[Token]) -> bool:
    return bool(struck) and all(t.lemma_.lower() in {"civilian", "noncombatant"} for t in struck)


def _fell_into_water(trigger: Trigger, places: tuple[str, ...], scene: Scene) -> bool:
    """ "the missile fell into the Sea of Japan"."""
    in_water = bool(places) and all(scene.places.is_water(k) for k in places)
    return in_water and trigger.token.lemma_.lower() in ARRIVING


def _places(trigger: Trigger, struck: list[Token], scene: Scene) -> tuple[str, ...]:
    """Where the attack was: by its own phrases, by those of the clauses it shares its scene with, by what is around."""
    deed, heads = trigger.token, list(trigger.heads)
    # "An explosion at a station in Kabul wounded ten": the place hangs on what exploded.
    blasts = [
        t for t in trigger.weapons if t.lemma_.lower() in {"explosion", "blast", "bomb"} and t not in heads
    ]
    if places := scene.places.of_event([*heads, *blasts], struck):
        return places
    if not is_verbal(deed):
        # "A bombing killed 12 people in Herat": where they were killed is where it was
        killing = [h for h in heads if is_verbal(h) and is_fatal(h)]
        places = scene.places.of_event([], [t for h in killing for t in logical_objects(h)])
    elif deed.dep_ == "conj" and not has_subject(deed) and is_verbal(deed.head):
        # "hijacked a train in Bolan and killed 21 passengers", "blocked a bridge at Banjska and opened fire"
        places = scene.places.of_event([deed.head], logical_objects(deed.head))
    elif deed.dep_ == "advcl":
        # "Villagers in Tudun Biri were celebrating when a drone dropped a bomb on them"
        taken_up = [s for t in struck if t.lower_ in {"them", "it"} for s in raw_subjects(deed.head)]
        places = scene.places.of_event([], taken_up)
    if not places and is_verbal(deed) and is_fatal(deed):
        # "killed 12 people who had gathered for a wedding at Fakai": where they were is where it was
        meanwhile = [
            v for t in struck for v in children(t, "acl", "acl:relcl") if v.lemma_.lower() in _STAYING
        ]
        places = scene.places.of_event([*meanwhile, *(o for v in meanwhile for o in under(v, "for"))], [])
    counted = deed.head.lemma_.lower() in {"toll", "number", "count"} and is_subject(deed.head)
    if not places and (counted or (is_verbal(deed.head) and not is_look_back(deed))):
        places = _fronted(deed, scene)
    return places or of_owners(struck, scene) or _elsewhere_told(trigger, scene)


def _targets(
    trigger: Trigger, struck: list[Token], attackers: tuple[str, ...], places: tuple[str, ...], scene: Scene
) -> tuple[str, ...]:
    """Whom the struck phrases mean, and the states on whose ground it was."""
    direct = [k for t in struck for k in aimed_at(t, scene) if k not in attackers]
    hurt = [] if direct else _hurt_by_it(trigger, armed=bool(places))
    direct += [k for t in hurt for k in aimed_at(t, scene) if k not in attackers]
    off_shore = _offshore(trigger.heads, scene)
    ashore = tuple(k for k in places if k not in off_shore)
    return tuple(dict.fromkeys((*direct, *_ground(ashore, attackers, scene))))


def _hurt_by_it(trigger: Trigger, *, armed: bool) -> list[Token]:
    """ "Guards opened fire at the border, killing ten Pakistani smugglers": whom it hit, where nothing else says so.

    Where the phrase itself says whose they are; `armed`: those alone who bear arms, of an attack put somewhere.
    """
    if not is_verbal(trigger.token):
        return []
    harm = words("strikes", "casualties", "kill") | words("strikes", "casualties", "injure")
    clauses = [c for c in children(trigger.token, "advcl") if c.tag_ == "VBG" and c.lemma_.lower() in harm]
    arms = words("strikes", "casualties", "arms")
    hurt = [o for c in clauses for o in logical_objects(c) if not armed or o.lemma_.lower() in arms]
    return [o for o in hurt if any(c.text[:1].isupper() for c in children(o, "amod", "compound"))]


def _when(
    trigger: Trigger, attackers: tuple[str, ...], scene: Scene, told: When | None, *, is_told_anew: bool
) -> When | None:
    """The time of the attack: of its own words, its weapons' launch, its announcement, or of what was told before."""
    deed, times = trigger.token, scene.times
    # "claimed the attack the following day": that is when it was claimed
    partners = [h for h in trigger.heads if h.lemma_.lower() not in {"claim", "own", "admit"}]
    if trigger.frame == "strike.responsibility":
        # "claimed responsibility on Wednesday for the car bomb of 12 May": not on Wednesday
        days = [d for t in under(deed, "for", "to") if (d := times.at(t, (), told)) is not None]
        return days[0] if len(days) == 1 else None
    when = times.at(deed, partners, told)
    if when is None:
        # "Shells fired by the army on 27 January had killed 16": the shells' own clause tells the day
        launches = [c for w in trigger.weapons for c in children(w, "acl") if weapons_in([w])]
        days = [d for c in launches if (d := times.at(c, (), told)) is not None]
        when = days[0] if len(days) == 1 else None
    if when is None and (announced := announcement_of(deed)) is not None:
        when = times.at(announced, (), told)
    if when is None and is_told_anew:
        when = (
            times.entries.day_of(trigger.heads)
            or times.carried_on(deed, logical_subjects(deed), told)
            or day_told_before(deed, attackers, scene, told)
        )
    if when is not None and when.start.precision != "day" and is_superlative(deed):
        return None  # "the deadliest attack this year"
    if when is not None and when.span is not None and is_made_known(deed):
        return None if when.span.begin > deed.idx else when  # "made the attack public two days later"
    return when


def _mention(trigger: Trigger, attackers: tuple[str, ...], standing: Standing, scene: Scene) -> Mention:
    """The words that tell it, whose they are and how factual."""
    deed, last = trigger.token, trigger.heads[-1]
    claims = _claimed_by_attacker(deed) or trigger.frame in {"strike.responsibility", "strike.owned"}
    if trigger.frame == "strike.denied":
        return scene.mention(deed, deed, Factuality.DENIED, attackers, trigger.frame)
    by = standing.according_to or (attackers if claims else ())
    if trigger.frame == "strike.blamed":
        by = scene.denotation.all_of(accusers(trigger), crowd=True) or by
    charges = charges_on(deed) if attackers else []
    by = by or scene.denotation.all_of(
        [t for c in charges for t in (*children(c, "nsubj"), *under(c, "by"))], crowd=True
    )
    factuality = standing.factuality
    if trigger.outcome == "foiled":
        factuality = Factuality.HYPOTHETICAL
    elif (by or charges) and factuality is Factuality.ASSERTED:
        factuality = Factuality.CLAIMED
    begin = last if is_verbal(last) and abs(last.i - deed.i) < _CLOSE else deed
    return scene.mention(begin, deed, factuality, by, trigger.frame)


def _ground(places: tuple[str, ...], attackers: tuple[str, ...], scene: Scene) -> list[str]:
    """The states on whose ground it was; the attacker's own where a town or region of his is named."""
    local = tuple(k for k in places if scene.places.kind_of(k) not in {PlaceKind.COUNTRY, PlaceKind.WATER})
    own = set(territory(local, scene))
    return [k for k in territory(places, scene) if k not in attackers or k in own]


def _fronted(trigger: Token, scene: Scene) -> tuple[str, ...]:
    """ "In Iraq, a mayor said a drone had killed five": what opens the sentence places all that it tells."""
    first = trigger.sent[0]
    opened = first.head if first.dep_ == "case" and first.lower_ in {"in", "near", "at"} else None
    if opened is None or opened.head not in trigger.ancestors or not is_verbal(opened.head):
        return ()
    # "In Jos, the toll from Tuesday's blast rose to 15"
    counts = opened.head.lemma_.lower() in _MOUNTS and not is_verbal(trigger)
    reports = counts or opened.head.lemma_.lower() in words("statements", "report")
    return tuple(scene.places.within_phrase(opened)) if reports else ()


def _elsewhere_told(trigger: Trigger, scene: Scene) -> tuple[str, ...]:
    """The place of an attack that none of its own phrases puts anywhere, from its clause and what goes before."""
    deed = trigger.token
    heads = [h for h in trigger.heads if h.pos_ == "VERB"] if is_look_back(deed) else list(trigger.heads)
    if found := in_same_clause(heads, scene):
        return found
    if is_verbal(deed) and (found := of_clause_around(deed, scene) or of_there(heads, scene)):
        return found
    if is_look_back(deed) or is_presupposed(trigger):
        return ()
    if found := of_heading(deed, scene):
        return found
    if deed.lemma_.lower() == "return":
        return ()  # "shells fell on Akcakale. The army returned fire at positions across the border": there
    # what comes of an attack told in the same breath needs no place of its own
    told = not is_verbal(deed) or any(
        is_verbal(a) and trigger_at(a, scene) is not None for a in deed.ancestors
    )
    before = () if told else of_clause_before(deed, scene)
    return before or of_sentence_before(deed, scene) or of_teller(deed, scene)


def _offshore(heads: Sequence[Token], scene: Scene) -> set[str]:
    """ "destroyed an airliner off the coast of Ireland": near there, but on nobody's ground."""
    off = [c for h in heads for c in h.subtree if preposition(c) == "off"]
    if any(t.lower_ == "nautical" for h in heads for t in h.subtree):
        # "200 nautical miles east of Mogadishu"
        off += [c for h in heads for c in h.subtree if preposition(c) in {"of", "from", "off"}]
    return {k for c in off for t in conjuncts(c) for k in scene.places.within_phrase(t)}


def is_concrete(trigger: Trigger) -> bool:
    """ "warplanes struck a shop", "a drone dropped a bomb on them": a weapon hit something, wherever that was."""
    return bool(trigger.weapons) and bool(_hit(trigger))


def _is_of_a_thing(trigger: Trigger) -> bool:
    """ "A police station was bombed on Monday": a verb of attacking and what was hit, though not a name is told."""
    if any(s.pos_ == "PRON" for s in logical_subjects(trigger.token)):
        return False  # "They bombed our school"
    things = [t for t in _hit(trigger) if t.pos_ == "NOUN" and t.lemma_.lower() in GENERIC_TARGETS]
    return trigger.frame == "strike.verb" and is_verbal(trigger.token) and bool(things)


def _hit(trigger: Trigger) -> list[Token]:
    """What a verb says was hit, in the indicative of the past."""
    verb = next((h for h in trigger.heads if is_verbal(h)), trigger.token)
    if not is_verbal(verb) or not (verb.tag_ in {"VBD", "VBN"} or verb.lower_ == "hit"):
        return []
    nobody = words("actors", "anonymous")  # "killed the last of the attackers": how an attack ended
    return [
        t
        for t in trigger.targets
        if not {t.lemma_.lower(), *(u.lemma_.lower() for u in under(t, "of"))} & nobody
    ]


def _claimed_by_attacker(token: Token) -> bool:
    """ "Claimed responsibility for the bombing", "claimed an attack on a barracks"."""
    head = token.head
    if token.dep_ == "obj" and head.lemma_.lower() == "claim" and not is_passive(head):
        return True
    return token.dep_ == "nmod" and head.lemma_.lower() == "responsibility"
