"""Verbs that say an attack: struck, shelled, fired missiles at, shot down, killed."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.behind import blamed, owned
from kg.extract.blasts import exploded, rammed, ran_onto, violent_before, violent_company
from kg.extract.lexicon import table, words
from kg.extract.scene import Scene
from kg.extract.shots import downed, fired
from kg.extract.syntax import (
    children,
    is_passive,
    is_verbal,
    logical_objects,
    logical_subjects,
    under,
)
from kg.extract.triggers import (
    AGAINST,
    Trigger,
    can_be_hit,
    is_armed,
    is_attack_noun,
    owner_tokens,
)
from kg.extract.weapons import weapons_in
from kg.model import ActorClass

_PLOTS = frozenset(["plot", "plan", "conspiracy"])


def verb_trigger(verb: Token, scene: Scene) -> Trigger | None:
    lemma = verb.lemma_.lower()
    verbs = table("strikes")["verbs"]
    if lemma in verbs["down"] and (found := downed(verb, scene)) is not None:
        return found
    if lemma in verbs["fire"] and (found := fired(verb, scene)) is not None:
        return found
    if lemma in verbs["kill"] and (found := _killed(verb, scene)) is not None:
        return found
    if (found := owned(verb, scene) or blamed(verb, scene)) is not None:
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
        _is_figurative(o, subjects, scene) for o in objects
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
    if lemma in {"hit", "strike"} and (mined := ran_onto(verb, subjects, objects)) is not None:
        return mined
    if lemma in {"ram", "drive"}:
        return rammed(verb, subjects, objects, scene)
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
    violent = passive_agentless and (violent_company(verb) or violent_before(verb))
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


def _has_particle(verb: Token) -> bool:
    """ "blew up", "gunned down", "knocked out", "took out"."""
    parts = {"knock": {"out"}, "take": {"out"}}.get(verb.lemma_.lower())
    return any(c.dep_ == "compound:prt" and (parts is None or c.lower_ in parts) for c in verb.children)


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


def _is_figurative(noun: Token, subjects: list[Token], scene: Scene) -> bool:
    """ "struck a deal", "hit a record": nothing that a weapon hits, unless it is said whose or where it is."""
    lemma = noun.lemma_.lower()
    if lemma not in words("strikes", "not_objects") or scene.cast.name_at(noun.i) is not None:
        return False
    if lemma in words("strikes", "physical") and any(
        weapons_in([s]) or s.lemma_.lower() in words("actors", "force") for s in subjects
    ):
        return False
    return not _of_actor(noun, scene)


def _of_actor(noun: Token, scene: Scene) -> bool:
    """ "Houthi targets", "targets in Iran": whose they are is said."""
    return (
        bool(scene.denotation.owners(noun))
        or bool(scene.places.within_phrase(noun))
        or bool(under(noun, "in", "inside", "of", "near", "at", "across"))
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
