"""Verbs that say an attack: struck, shelled, fired missiles at, shot down, killed."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import table, words
from kg.extract.scene import Scene
from kg.extract.syntax import (
    children,
    is_passive,
    is_verbal,
    logical_objects,
    logical_subjects,
    preposition,
    under,
)
from kg.extract.triggers import (
    AGAINST,
    ARMED,
    Trigger,
    can_be_hit,
    is_armed,
    is_attack_noun,
    owner_tokens,
    wielders,
)
from kg.extract.weapons import weapon_words, weapons_in
from kg.model import ActorClass, Weapon

# Shells fired there hit nobody: a show of force, no attack.
_CREWED = frozenset(["helicopter", "jet", "plane", "aircraft", "warplane", "bomber", "airliner", "gunship"])
_PLOTS = frozenset(["plot", "plan", "conspiracy"])
_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december day night morning afternoon evening weekend week month dawn".split()
)
# What is blamed on somebody though the word alone says no attack.
_INCIDENT = frozenset(
    ["blast", "explosion", "fire", "blaze", "death", "incident", "violence", "killing", "it", "this"]
)
_BLASTS = frozenset(["explosion", "blast", "bomb", "bombing"])
_NOBODY_THERE = frozenset(["sea", "water", "ocean", "air", "sky", "desert", "waters"])


def verb_trigger(verb: Token, scene: Scene) -> Trigger | None:
    lemma = verb.lemma_.lower()
    verbs = table("strikes")["verbs"]
    if lemma in verbs["down"] and (found := _downed(verb, scene)) is not None:
        return found
    if lemma in verbs["fire"] and (found := _fired(verb, scene)) is not None:
        return found
    if lemma in verbs["kill"] and (found := _killed(verb, scene)) is not None:
        return found
    if (found := _owned(verb, scene) or _blamed(verb, scene)) is not None:
        return found
    if lemma not in verbs["sure"] and lemma not in verbs["open"]:
        return None
    if lemma == "strike" and any(
        t.lemma_.lower() in {"list", "register", "record"} for t in under(verb, "from", "off")
    ):
        return None  # "struck Colombia from its list"
    subjects, objects = logical_subjects(verb), logical_objects(verb)
    if (plot := _plotted(verb, scene)) is not None:
        if not plot:
            return None
        return Trigger(
            verb, "strike.verb", (verb,), tuple(plot), (*objects, *under(verb, *AGAINST)), (), "foiled"
        )
    if makers := _attempted(subjects, scene):
        hit = [*objects, *under(verb, *AGAINST, "in")]
        weapons = [t for t in under(verb, "with") if weapons_in([t])]
        made = Trigger(verb, "strike.verb", (verb,), tuple(makers), tuple(hit), tuple(weapons), "intercepted")
        return made if hit else None
    if not subjects and verb.dep_ in {"csubj", "nsubj", "obj", "obl", "nmod"}:
        subjects = under(verb, "by")  # "Shelling by border guards killed a migrant"
    if any(s.lemma_.lower() in words("strikes", "not_subjects") for s in subjects) or any(
        o.lemma_.lower() in words("strikes", "not_objects")
        and scene.cast.name_at(o.i) is None
        and not _of_actor(o, scene)
        for o in objects
    ):
        return None
    armed = [s for s in subjects if is_armed(s, scene)]
    means = [t for t in under(verb, "with", "by", "using", "in") if weapons_in([t])]
    if lemma == "retaliate":
        return (
            Trigger(verb, "strike.verb", (verb,), tuple(armed), tuple(under(verb, "against")), tuple(means))
            if armed and means
            else None
        )
    if lemma in {"blow", "gun", "knock", "take"} and not _has_particle(verb):
        return None
    if lemma in {"land", "crash", "slam", "fall", "explode", "rain", "plough", "plow", "smash", "plunge"}:
        armed = [s for s in subjects if weapons_in([s])]
        objects = under(
            verb, "in", "on", "into", "near", "among", "across", "outside", "inside", "at", "over", "through"
        )
        return (
            Trigger(verb, "strike.verb", (verb,), tuple(armed), tuple(objects), tuple(armed))
            if armed and objects
            else None
        )
    if lemma in {"hit", "strike"} and (mined := _ran_onto(verb, subjects, objects)) is not None:
        return mined
    if lemma in {"ram", "drive"}:
        return _rammed(verb, subjects, objects, scene)
    if lemma in {"go", "detonate", "tear", "rip", "rock", "shake"} or (lemma == "blow" and not objects):
        return _exploded(verb, subjects, objects, scene)
    if lemma == "set":
        armed = [s for s in subjects if weapons_in([s]) or is_armed(s, scene)]
        fire = next((o for o in objects if o.lemma_.lower() == "fire"), None)
        if fire is not None:  # "the group set fire to a column of tankers"
            objects = [*under(verb, "to"), *under(fire, "to")]
        alight = fire is not None or any(
            [t.lemma_.lower() == "fire" for t in under(verb, "on")]
            + [c.lower_ in {"ablaze", "alight"} for c in verb.children]
        )
        return (
            Trigger(verb, "strike.verb", (verb,), tuple(armed), tuple(objects), tuple(armed))
            if armed and alight
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
    } and not (
        armed and (means or any(weapons_in([a]) for a in armed) or lemma in {"storm", "raid", "overrun"})
    ):
        return None
    if any(is_attack_noun(s, scene) for s in subjects):
        return None  # "the strike hit a school": the noun is the trigger, its verb only says where
    if not objects and not under(verb, *AGAINST):
        return None
    sure = lemma in verbs["sure"]
    by_weapon = any(weapons_in([s]) for s in subjects)
    passive_agentless = is_passive(verb) and not subjects
    violent = passive_agentless and (_violent_company(verb) or _violent_before(verb))
    hit = [o for o in objects if can_be_hit(o, scene) or by_weapon or violent]
    if not hit and not sure:
        return None
    blown = lemma == "blow" and bool(hit)  # "saboteurs blew up a bridge": who they are may stay open
    if not armed and not means and not (sure and hit) and not (violent and hit) and not blown:
        return None
    people = [scene.cast.figures[k].cls for a in armed for k in scene.denotation.of(a)]
    if people and not means and not sure and lemma == "attack" and set(people) == {ActorClass.PERSON}:
        return None  # one politician attacks another with words
    return Trigger(
        verb, "strike.verb", (verb,), tuple(armed), (*objects, *under(verb, *AGAINST)), (*armed, *means)
    )


def _owned(verb: Token, scene: Scene) -> Trigger | None:
    """ "the group said its men had done it", "a unit of the TTP carried it out": who was behind it."""
    lemma = verb.lemma_.lower()
    out = lemma == "carry" and any(c.lower_ == "out" for c in verb.children)
    if not out and lemma != "do":
        return None
    if not any(o.lower_ in {"it", "this", "that"} for o in children(verb, "obj")) or is_passive(verb):
        return None
    subjects = [
        s
        for s in logical_subjects(verb)
        if is_armed(s, scene) or any(o.cls in ARMED for o in scene.denotation.owners(s))
    ]
    return Trigger(verb, "strike.owned", (verb,), tuple(subjects)) if subjects else None


def _blamed(verb: Token, scene: Scene) -> Trigger | None:
    """ "officials blame the RSF", "the police pointed to the gang": for an attack told before."""
    lemma = verb.lemma_.lower()
    if lemma == "blame":
        what = under(verb, "for", "on")
        if any(is_attack_noun(w, scene) for w in what) or (
            what and not any(w.lemma_.lower() in _INCIDENT for w in what)
        ):
            return None  # what for is said: the noun there is the trigger
        blamed = logical_objects(verb)
    elif lemma == "point":
        blamed = under(verb, "to", "at")
    else:
        return None
    armed = [
        b
        for b in blamed
        if any(scene.cast.figures[k].cls in ARMED for k in scene.denotation.of(b))
        or any(o.cls in ARMED for o in scene.denotation.owners(b))
    ]
    return Trigger(verb, "strike.blamed", (verb,), tuple(armed)) if armed else None


def _has_particle(verb: Token) -> bool:
    """ "blew up", "gunned down", "knocked out", "took out"."""
    parts = {"knock": {"out"}, "take": {"out"}}.get(verb.lemma_.lower())
    return any(c.dep_ == "compound:prt" and (parts is None or c.lower_ in parts) for c in verb.children)


def _aim(verb: Token) -> list[Token]:
    """What the verb's shots are aimed at: "at a base", "in the direction of a village"."""
    ways = [t for t in verb.doc[verb.i : verb.sent.end] if t.lower_ == "direction" and preposition(t) == "in"]
    hit = [t for t in under(verb, *AGAINST) if t.lemma_.lower() not in _TIMES and t.pos_ != "NUM"]
    return [*hit, *(t for w in ways[:1] for t in under(w, "of"))]


def _plotted(verb: Token, scene: Scene) -> list[Token] | None:
    """ "foiled a plot by the group to bomb the embassy": whose plot; None when the verb tells of no plot."""
    governor = verb.head
    if not any(c.lower_ == "to" for c in verb.children) or (
        not is_verbal(governor) and governor.lemma_ not in _PLOTS
    ):
        return None
    plots = (
        [governor]
        if governor.lemma_ in _PLOTS
        else [o for o in children(governor, "obj") if o.lemma_ in _PLOTS]
    )
    if not plots:
        return None
    return [t for p in plots for t in (*under(p, "by", "of"), *owner_tokens(p)) if is_armed(t, scene)]


def _attempted(subjects: list[Token], scene: Scene) -> list[Token]:
    """ "attempts by Pakistan to hit towns": whose attempts they are."""
    if not any(s.lemma_.lower() in {"attempt", "effort", "bid", "plot"} for s in subjects):
        return []
    return [t for s in subjects for t in (*under(s, "by", "of"), *owner_tokens(s)) if is_armed(t, scene)]


def _ran_onto(verb: Token, subjects: list[Token], objects: list[Token]) -> Trigger | None:
    """ "their vehicle hit an explosive device": who laid it struck the vehicle."""
    laid = [o for o in objects if weapons_in([o]) == (Weapon.BOMB,)]
    if not laid or any(weapons_in([s]) for s in subjects):
        return None
    return Trigger(verb, "strike.verb", (verb,), tuple(wielders(laid[0])), tuple(subjects), tuple(laid))


def _rammed(verb: Token, subjects: list[Token], objects: list[Token], scene: Scene) -> Trigger | None:
    """ "a car full of explosives rammed the gate", "drove a lorry into a crowd": an attack where people die of it."""
    loaded = [s for s in (*subjects, *objects) if any(t.lemma_.lower() == "explosive" for t in s.subtree)]
    if verb.lemma_.lower() == "drive":
        hit = under(verb, "into") if objects else []
    else:
        hit = [*(o for o in objects if o not in loaded), *under(verb, "into")]
    violent = words("strikes", "casualties", "kill") | words("strikes", "casualties", "injure")
    deadly = bool(loaded) or any(t.lemma_.lower() in violent for t in verb.subtree)
    if not hit or not deadly or any(s.lemma_.lower() in words("strikes", "not_subjects") for s in subjects):
        return None
    armed = [s for s in subjects if is_armed(s, scene)]
    return Trigger(verb, "strike.verb", (verb,), tuple(armed), tuple(hit), tuple(loaded))


def _exploded(verb: Token, subjects: list[Token], objects: list[Token], scene: Scene) -> Trigger | None:
    """ "a roadside bomb went off", "an explosion tore through a minibus": a bombing when somebody was hurt or hit."""
    lemma = verb.lemma_.lower()
    bombs = [
        s
        for s in subjects
        if weapons_in([s])
        or s.lemma_.lower() in {"explosion", "blast"}
        or any(t.lemma_.lower() == "explosive" for t in s.subtree)
    ]
    if not bombs or (lemma == "go" and not any(c.lower_ == "off" for c in verb.children)):
        return None
    if lemma in {"rock", "shake"} and not any(s.lemma_.lower() in _BLASTS for s in bombs):
        return None
    if lemma in {"tear", "rip"}:
        objects = [*objects, *under(verb, "through", "into")]
    if not (
        (lemma in {"rock", "shake"} or _violent_company(verb))
        and (objects or scene.places.of_event([verb], []))
    ):
        return None
    return Trigger(
        verb,
        "strike.explosion",
        (verb,),
        tuple(b for b in bombs if weapons_in([b])),
        tuple(objects),
        tuple(bombs),
    )


def _of_actor(noun: Token, scene: Scene) -> bool:
    """ "Houthi targets", "targets in Iran": whose they are is said."""
    return (
        bool(scene.denotation.owners(noun))
        or bool(scene.places.within_phrase(noun))
        or bool(under(noun, "in", "inside", "of", "near", "at", "across"))
    )


def _violent_before(verb: Token) -> bool:
    """ "The hospital, also struck on Thursday": the attack is told in the sentence before."""
    start = verb.sent.start
    for _ in range(3):
        if start == 0:
            return False
        before = verb.doc[start - 1]
        if _violent_company(before):
            return True
        start = before.sent.start
    return False


def _violent_company(verb: Token) -> bool:
    """A passive without agent is an attack when the dead, a weapon or a war stand beside it."""
    near = {t.lemma_.lower() for t in verb.sent if t.i != verb.i}
    return bool(
        near
        & (
            words("strikes", "nouns", "sure")
            | {"attack", "raid", "salvo", "barrage", "assault"}
            | words("strikes", "casualties", "kill")
            | words("strikes", "casualties", "die")
            | words("strikes", "casualties", "dead")
            | words("strikes", "casualties", "injure")
            | set(weapon_words())
        )
    )


def _downed(verb: Token, scene: Scene) -> Trigger | None:
    """ "shot down twelve Russian drones": their owner attacked."""
    lemma = verb.lemma_.lower()
    if lemma in {"shoot", "bring"} and not any(c.lower_ == "down" for c in verb.children):
        return None
    if lemma in {"shoot", "bring", "down"} and any(weapons_in([s]) for s in logical_subjects(verb)):
        return _brought_down(verb)
    weapons = [o for o in logical_objects(verb) if weapons_in([o])]
    weapons += [t for o in logical_objects(verb) for t in under(o, "of") if weapons_in([t])]
    if not weapons:
        return None
    if all(w.lemma_.lower() in _CREWED for w in weapons):
        # who brings down an aircraft with people in it attacks it
        hostile = tuple(logical_subjects(verb))
        return Trigger(verb, "strike.verb", (verb,), hostile, tuple(weapons)) if hostile else None
    attackers = [t for w in weapons for t in owner_tokens(w)]
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
    launches = [c for w in weapons for c in children(w, "acl")]
    return Trigger(
        verb,
        "strike.down",
        (*launches, verb),
        tuple(hostile),
        tuple(defenders),
        tuple(weapons),
        "intercepted",
    )


def _brought_down(verb: Token) -> Trigger | None:
    """ "a drone brought down a police helicopter": here the weapon strikes the aircraft."""
    weapons, hit = logical_subjects(verb), logical_objects(verb)
    if not hit:
        return None
    owners = [w for weapon in weapons for w in wielders(weapon)]
    return Trigger(verb, "strike.verb", (verb,), (*weapons, *owners), tuple(hit), tuple(weapons))


def _fired(verb: Token, scene: Scene) -> Trigger | None:
    """ "fired two missiles at X", "opened fire on X", "dropped bombs on X": a weapon sent against somebody."""
    objects = logical_objects(verb)
    if any(is_attack_noun(o, scene) for o in (*objects, *children(verb, "obj"))):
        return None  # "launched a missile and drone attack": the noun is the trigger
    weapons = [o for o in objects if weapons_in([o]) and not _unarmed(o)]
    if not weapons:
        return _opened_fire(verb, scene) or _fired_at(verb, scene)
    if verb.doc[max(verb.i - 2, 0) : verb.i].text.lower() == "test-":
        return None  # "test-fired a missile"
    targets = [
        *_aim(verb),
        *under(verb, "across", "over", "into"),
        *(t for w in weapons for t in under(w, *AGAINST)),
    ]
    subjects = logical_subjects(verb) or [t for w in weapons for t in wielders(w)]
    if not subjects and not targets:
        return None
    if any(t.lemma_.lower() in _NOBODY_THERE for t in targets):
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
    return Trigger(verb, "strike.fire", (verb, *weapons), tuple(subjects), tuple(targets), tuple(weapons))


def _unarmed(weapon: Token) -> bool:
    """ "a surveillance drone", "a test missile": nothing that hits anybody."""
    return any(
        c.lower_ in {"surveillance", "reconnaissance", "observation", "spy", "unarmed", "test", "decoy"}
        for c in children(weapon, "compound", "amod", "nmod")
    )


def _fired_at(verb: Token, scene: Scene) -> Trigger | None:
    """ "a tank fired at a watchtower", "the rebels fired on a convoy": no weapon is the object."""
    if verb.lemma_.lower() not in {"fire", "shoot"} or logical_objects(verb) or is_passive(verb):
        return None
    subjects = [s for s in logical_subjects(verb) if is_armed(s, scene)]
    sure = any(weapons_in([s]) or s.lemma_.lower() in words("actors", "force") for s in subjects)
    targets = [t for t in _aim(verb) if sure or can_be_hit(t, scene)]
    if not subjects or not targets:
        return None
    owners = [w for s in subjects for w in wielders(s) if weapons_in([s])]
    return Trigger(verb, "strike.fire", (verb,), (*subjects, *owners), tuple(targets), tuple(subjects))


def _opened_fire(verb: Token, scene: Scene) -> Trigger | None:
    """ "opened fire on X", "returned fire": gunfire unless another weapon is named."""
    fire = next((o for o in children(verb, "obj") if o.lemma_.lower() in {"fire", "gunfire"}), None)
    if fire is None or verb.lemma_.lower() not in {"open", "return", "direct"}:
        return None
    subjects = logical_subjects(verb)
    targets = [*_aim(verb), *under(fire, *AGAINST)]
    if not subjects or not (targets or scene.places.of_event([verb, fire], [])):
        return None
    means = [t for t in (*under(verb, "with", "from"), *under(fire, "with", "from")) if weapons_in([t])]
    return Trigger(
        verb, "strike.fire", (verb, fire), tuple(subjects), tuple(targets), tuple(means or subjects)
    )


def _fatal(verb: Token) -> bool:
    """ "shot dead", "shot down a passer-by": aircraft and missiles are shot down by those whom they attack."""
    following = verb.doc[verb.i + 1 : verb.i + 2]  # the parse hangs "dead" on the dead as well
    if any(c.lower_ in {"dead", "killed"} for c in (*verb.children, *following)):
        return True
    return any(c.lower_ == "down" for c in verb.children) and any(
        o.lemma_.lower() in words("strikes", "casualties", "victims") for o in logical_objects(verb)
    )


def _killed(verb: Token, scene: Scene) -> Trigger | None:
    """ "Gunmen killed nine people": an attack in its own right when an armed actor does it."""
    subjects = [s for s in logical_subjects(verb) if not is_attack_noun(s, scene)]
    armed = [s for s in subjects if is_armed(s, scene)]
    lemma = verb.lemma_.lower()
    if lemma == "gun" and not any(c.lower_ == "down" for c in verb.children):
        return None
    if lemma == "shoot" and not _fatal(verb):
        return None
    if lemma == "hack" and not any(t.lower_ == "death" for t in under(verb, "to")):
        return None
    if lemma == "execute" and not any(c.lower_ in {"summarily", "extrajudicially"} for c in verb.children):
        return None  # a court's sentence is no attack
    if lemma in {"wound", "injure"}:
        armed = [s for s in subjects if weapons_in([s])]  # a person wounds in a brawl, a blast in an attack
    if not armed or not logical_objects(verb):
        return None
    if any(is_attack_noun(t, scene) for t in verb.sent if t.i != verb.i and t.pos_ == "NOUN"):
        return None
    controller = verb.head
    if (
        verb.dep_ in {"advcl", "xcomp", "conj"}
        and not any(c.lower_ in {"after", "before", "since"} for c in verb.children)
        and is_verbal(controller)
        and controller.lemma_.lower()
        in {
            *table("strikes")["verbs"]["open"],
            *table("strikes")["verbs"]["sure"],
            *table("strikes")["verbs"]["fire"],
        }
    ):
        return None  # "struck a village, killing nine": one attack
    return Trigger(verb, "strike.kill", (verb,), tuple(armed), tuple(logical_objects(verb)), tuple(armed))
