"""Verbs that say an attack: struck, shelled, fired missiles at, shot down, killed."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.arguments import logical_objects, logical_subjects
from kg.extract.behind import blamed, owned
from kg.extract.blasts import blew_up, exploded, rammed, ran_onto, violent_before, violent_company
from kg.extract.bloodshed import killed
from kg.extract.havoc import fell_on, wrought, wrought_by_fire
from kg.extract.lexicon import table, words
from kg.extract.lookalikes import only_named
from kg.extract.scene import Scene
from kg.extract.shots import downed, fired
from kg.extract.syntax import children, is_passive, is_verbal, under
from kg.extract.triggers import (
    AGAINST,
    GENERIC_TARGETS,
    Trigger,
    can_be_hit,
    is_armed,
    is_attack_noun,
    owner_tokens,
)
from kg.extract.weapons import named_before, weapons_in
from kg.model import ActorClass

_ATTACKS = frozenset(["attack", "strike", "assault", "raid", "operation", "offensive"])
_MANNED = frozenset(
    [
        "army",
        "police",
        "military",
        "border",
        "frontier",
        "security",
        "guard",
        "militia",
        "naval",
        "gendarmerie",
    ]
)
_PLOTS = frozenset(["plot", "plan", "conspiracy"])


def verb_trigger(verb: Token, scene: Scene) -> Trigger | None:
    """The attack that a verb tells, if any."""
    found = _read(verb, scene)
    return None if found is None or only_named(verb, scene) else found


def _read(verb: Token, scene: Scene) -> Trigger | None:
    lemma = verb.lemma_.lower()
    verbs = table("strikes")["verbs"]
    if lemma in verbs["down"] and (found := downed(verb, scene)) is not None:
        return found
    if lemma in verbs["fire"] and (found := fired(verb, scene)) is not None:
        return found
    if lemma in verbs["kill"] and (found := killed(verb, scene)) is not None:
        return found
    if (found := owned(verb, scene) or blamed(verb, scene)) is not None:
        return found
    if not any(lemma in verbs[kind] for kind in ("sure", "open", "phrase", "havoc")):
        return None
    if lemma == "strike" and any(
        t.lemma_.lower() in {"list", "register", "record"} for t in under(verb, "from", "off")
    ):
        return None  # "struck Colombia from its list"
    subjects, objects = logical_subjects(verb), logical_objects(verb)
    subjects = [named_before(s) or s for s in subjects]
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
    if lemma == "drive" and any(c.lower_ in {"out", "back", "off"} for c in verb.children):
        return None  # "a campaign to drive them out"
    if lemma in {"drive", "run"} and (mined := ran_onto(verb, subjects, [])) is not None:
        return mined
    if lemma == "run":
        return None
    if lemma in {"ram", "drive", "plough", "plow"} and not any(weapons_in([s]) for s in subjects):
        return rammed(verb, subjects, objects, scene)
    if any(
        s.lemma_.lower() in words("strikes", "not_subjects") and not is_armed(s, scene) for s in subjects
    ) or any(_is_figurative(o, verb, subjects, scene) for o in objects):
        return None
    crowds = words("strikes", "beside", "several")
    named = [t for s in subjects for t in (under(s, "of") if s.lemma_.lower() in crowds else ()) or (s,)]
    if any(s.lemma_.lower() in _ATTACKS and not is_attack_noun(s, scene) for s in named):
        return None  # "a ransomware attack struck the airport"
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
    if (fell := fell_on(verb, subjects)) is not None:
        return fell
    if lemma == "ram":
        return rammed(verb, subjects, objects, scene)
    if (told := wrought_by_fire(verb, subjects, objects, scene)) is not None:
        return told
    if lemma in verbs["phrase"]:
        return None
    if lemma in verbs["havoc"]:
        return wrought(verb, subjects, objects, scene)
    if lemma in {"hit", "strike"} and (mined := ran_onto(verb, subjects, objects)) is not None:
        return mined
    if (blown := blew_up(verb, subjects, objects)) is not None:
        return blown
    if lemma in {"go", "detonate", "tear", "rip", "rock", "shake"} or (lemma == "blow" and not objects):
        return exploded(verb, subjects, objects, scene)
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
            Trigger(
                verb,
                "strike.verb",
                (verb, *children(verb, "xcomp")),
                tuple(armed),
                tuple(objects),
                tuple(armed),
            )
            if armed and alight
            else None
        )
    # "repelled an assault and destroyed three vehicles": the vehicles of those who attacked
    defending = verb.dep_ == "conj" and verb.head.lemma_.lower() in {
        *verbs["down"],
        "beat",
        "repulse",
        "thwart",
    }
    razed = (
        lemma in {"level", "flatten", "destroy"}
        and not defending
        and any(o.lemma_.lower() in GENERIC_TARGETS for o in objects)
    )
    if lemma in {
        "destroy",
        "damage",
        "level",
        "flatten",
        "storm",
        "overrun",
        "invade",
        "raid",
        "hammer",
        "batter",
    } and not (
        armed
        and (means or any(weapons_in([a]) for a in armed) or lemma in {"storm", "raid", "overrun"} or razed)
    ):
        return None
    if any(is_attack_noun(s, scene) for s in subjects):
        return None  # "the strike hit a school": the noun is the trigger, its verb only says where
    if not objects and not any(can_be_hit(t, scene) for t in under(verb, *AGAINST)):
        return _with_no_object(verb, armed, means, scene)
    sure = lemma in verbs["sure"]
    by_weapon = any(weapons_in([s]) for s in subjects)
    passive_agentless = is_passive(verb) and not subjects
    violent = passive_agentless and (violent_company(verb) or violent_before(verb))
    by_group = verb.dep_ != "advcl" and any(_is_group(s, scene) for s in armed)
    hit = [o for o in objects if can_be_hit(o, scene) or by_weapon or violent or by_group]
    if not hit and not sure:
        return None
    up = lemma == "blow" and bool(hit)  # "saboteurs blew up a bridge": who they are may stay open
    if not armed and not means and not (sure and hit) and not (violent and hit) and not up:
        return None
    people = [scene.cast.figures[k].cls for a in armed for k in scene.denotation.of(a)]
    if people and not means and not sure and lemma == "attack" and set(people) == {ActorClass.PERSON}:
        return None  # one politician attacks another with words
    return Trigger(
        verb, "strike.verb", (verb,), tuple(armed), (*objects, *under(verb, *AGAINST)), (*armed, *means)
    )


def _with_no_object(verb: Token, armed: list[Token], means: list[Token], scene: Scene) -> Trigger | None:
    """ "On Monday Israel struck again", "the gunmen attacked at dawn, killing two": whom, other sentences tell."""
    if verb.lemma_.lower() not in words("strikes", "verbs", "alone") or is_passive(verb):
        return None
    if verb.dep_.startswith("acl") or (under(verb, "with") and not means):
        return None  # "the rebels, who struck at dawn, killed four", "hit back with tariffs"
    armed = [a for a in armed if a.lemma_.lower() not in words("strikes", "not_subjects")]
    if not armed:
        return None
    if any(c.dep_ in {"xcomp", "ccomp", "iobj"} for c in verb.children):
        return None
    again = any(c.lower_ in words("strikes", "beside", "again") for c in verb.children)
    deadly = any(
        c.lemma_.lower() in words("strikes", "verbs", "kill") for c in children(verb, "advcl", "conj")
    )
    if not (again or deadly or means or any(_is_force(a, scene) for a in armed)):
        return None
    return Trigger(verb, "strike.verb", (verb,), tuple(armed), (), (*armed, *means))


def _is_force(token: Token, scene: Scene) -> bool:
    """ "gunmen", "jets", "the rebels": what does nothing but strike; a minister also strikes first in a debate."""
    return _is_group(token, scene) or bool(weapons_in([token]))


def _is_group(token: Token, scene: Scene) -> bool:
    """ "gunmen", "jihadists": what these attack need be no known target; a state also attacks proposals."""
    return token.lemma_.lower() in words("strikes", "assailants") or any(
        scene.cast.figures[k].cls is ActorClass.ARMED_GROUP for k in scene.denotation.of(token)
    )


def _has_particle(verb: Token) -> bool:
    """ "blew up", "gunned down", "knocked out", "took out"."""
    parts = {"knock": {"out"}, "take": {"out"}}.get(verb.lemma_.lower())
    apart = verb.lemma_.lower() == "blow" and any(c.lower_ in {"apart", "up"} for c in verb.children)
    return apart or any(
        c.dep_ == "compound:prt" and (parts is None or c.lower_ in parts) for c in verb.children
    )


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


def _is_figurative(noun: Token, verb: Token, subjects: list[Token], scene: Scene) -> bool:
    """ "struck a deal", "hit a record": nothing that a weapon hits, unless it is said whose or where it is."""
    lemma = noun.lemma_.lower()
    if lemma not in words("strikes", "not_objects") or scene.cast.name_at(noun.i) is not None:
        return False
    bombed = verb.lemma_.lower() in words("strikes", "verbs", "sure")
    if lemma in words("strikes", "physical") and (
        bombed or any(weapons_in([s]) or s.lemma_.lower() in words("actors", "force") for s in subjects)
    ):
        return False
    if any(c.lemma_.lower() in _MANNED for c in children(noun, "compound", "amod")):
        return False  # "an army post", "a border post"
    return not _of_actor(noun, scene)


def _of_actor(noun: Token, scene: Scene) -> bool:
    """ "Houthi targets", "targets in Iran": whose they are is said."""
    return (
        bool(scene.denotation.owners(noun))
        or bool(scene.places.within_phrase(noun))
        or bool(under(noun, "in", "inside", "of", "near", "at", "across"))
    )
