"""Verbs that say an attack: struck, shelled, fired missiles at, shot down, killed."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import table, words
from kg.extract.scene import Scene
from kg.extract.strikes.attack_nouns import noun_trigger
from kg.extract.strikes.behind import blamed, owned
from kg.extract.strikes.blasts import (
    blew_up,
    exploded,
    is_made_safe,
    loaded_vehicle,
    rammed,
    ran_onto,
    taken_up_as_attack,
    violent_before,
    violent_company,
)
from kg.extract.strikes.bloodshed import is_accident, killed
from kg.extract.strikes.clauses import Clause, used
from kg.extract.strikes.denials import disowned
from kg.extract.strikes.foremost import singled_out_of
from kg.extract.strikes.havoc import fell_on, wrought, wrought_by_fire
from kg.extract.strikes.lookalikes import only_named
from kg.extract.strikes.shots import downed, fired
from kg.extract.strikes.triggers import (
    AGAINST,
    GENERIC_TARGETS,
    Trigger,
    can_be_hit,
    is_armed,
    is_attack_noun,
    owner_tokens,
)
from kg.extract.words.arguments import logical_objects, logical_subjects
from kg.extract.words.syntax import children, is_passive, is_verbal, under
from kg.extract.words.weapons import weapons_in
from kg.model import ActorClass

_ATTACKS = words("strikes", "clause", "attacks")
_MANNED = words("strikes", "clause", "manned")
_PLOTS = words("strikes", "clause", "plots")
_DRIVING = frozenset({"run", "ram", "drive", "plough", "plow"})
_GOING_OFF = frozenset({"go", "detonate", "tear", "rip", "rock", "shake"})
_RUINING = words("strikes", "clause", "ruining")
_HIT = frozenset({"hit", "strike", "target"})
_SET_UPON = frozenset({"attack", "assault"})
_FORCES = tuple(frozenset(name.split()) for name in words("strikes", "clause", "forces"))
_ALSO_PEACEFUL = words("strikes", "clause", "also_peaceful")


def verb_trigger(verb: Token, scene: Scene) -> Trigger | None:
    """The attack that a verb tells, if any."""
    found = _read(verb, scene)
    return None if found is None or only_named(verb, scene) else found


def _read(verb: Token, scene: Scene) -> Trigger | None:
    lemma = verb.lemma_.lower()
    if (several := singled_out_of(verb, scene)) is not None:
        told = noun_trigger(several, scene)
        who = told.attackers if told is not None else ()
        return Trigger(verb, "strike.verb", (verb,), who, tuple(logical_objects(verb)), (several, *who))
    for kind, read in (("down", downed), ("fire", fired), ("kill", killed)):
        if lemma in words("strikes", "verbs", kind) and (found := read(verb, scene)) is not None:
            return found
    if (found := disowned(verb, scene) or owned(verb, scene) or blamed(verb, scene)) is not None:
        return found
    if not any(lemma in words("strikes", "verbs", kind) for kind in ("sure", "open", "phrase", "havoc")):
        return None
    clause = Clause.of(verb, scene)
    if (plotters := _plotted(clause)) is not None:
        hit = [*clause.objects, *under(verb, *AGAINST)]
        return clause.trigger(plotters, hit, (), outcome="foiled") if plotters else None
    if makers := _attempted(clause):
        hit = [*clause.objects, *under(verb, *AGAINST, "in")]
        weapons = [t for t in under(verb, "with") if weapons_in([t])]
        return clause.trigger(makers, hit, weapons, outcome="intercepted") if hit else None
    return None if _is_other_sense(clause) else _told_by(clause)


def _is_other_sense(clause: Clause) -> bool:
    """True where the verb, in these words, tells of nothing that weapons do."""
    verb, lemma = clause.verb, clause.lemma
    if lemma == "strike" and any(
        t.lemma_.lower() in {"list", "register", "record"} for t in under(verb, "from", "off")
    ):
        return True  # "struck Colombia from its list"
    return lemma == "drive" and clause.has_particle("out", "back", "off")  # "a campaign to drive them out"


def _told_by(clause: Clause) -> Trigger | None:
    """The attack that a verb of attacking tells, by what is said of it: from the surest words to the loosest."""
    lemma, verbs = clause.lemma, table("strikes")["verbs"]
    if is_made_safe(clause):
        return None
    if (loaded := loaded_vehicle(clause)) is not None:
        return loaded
    if lemma in _DRIVING and not clause.by_weapon:
        return _driven(clause)
    if lemma == "run" or _is_of_nothing_armed(clause):
        return None
    armed, means = clause.armed, _means(clause.verb)
    if lemma == "retaliate":
        return clause.trigger(armed, under(clause.verb, "against"), means) if armed and means else None
    if lemma in {"blow", "gun", "knock", "take"} and not _has_particle(clause.verb):
        return None
    if (fell := fell_on(clause)) is not None:
        return fell
    if lemma == "ram":
        return rammed(clause)
    if (told := wrought_by_fire(clause)) is not None:
        return told
    if lemma in verbs["phrase"]:
        return None
    if lemma in verbs["havoc"]:
        return wrought(clause)
    if lemma in {"hit", "strike"} and (mined := ran_onto(clause)) is not None:
        return mined
    if (blown := blew_up(clause)) is not None:
        return blown
    if lemma in _GOING_OFF or (lemma == "blow" and not clause.objects):
        return exploded(clause)
    return _set_alight(clause) if lemma == "set" else _struck(clause, armed, means)


def _driven(clause: Clause) -> Trigger | None:
    """ "ran over a mine", "drove a lorry into a crowd"."""
    if clause.lemma in {"drive", "run"} and (mined := ran_onto(clause)) is not None:
        return mined
    return rammed(clause) if clause.lemma != "run" else None


def _is_of_nothing_armed(clause: Clause) -> bool:
    """ "a storm hit the coast", "struck a deal", "a ransomware attack struck the airport"."""
    scene, unarmed = clause.scene, words("strikes", "not_subjects")
    if any(s.lemma_.lower() in unarmed and not is_armed(s, scene) for s in clause.subjects):
        return True
    if any(_is_figurative(o, clause) for o in clause.objects):
        return True
    if clause.lemma in _RUINING and any(is_accident(s, scene) for s in clause.subjects):
        return True
    crowds = words("strikes", "beside", "several")
    named = [
        t for s in clause.subjects for t in (under(s, "of") if s.lemma_.lower() in crowds else ()) or (s,)
    ]
    return any(s.lemma_.lower() in _ATTACKS and not is_attack_noun(s, scene) for s in named)


def _means(verb: Token) -> list[Token]:
    """The weapons that it was done with."""
    return [t for t in under(verb, "with", "by", "using", "in") if weapons_in([t])] or used(verb)


def _set_alight(clause: Clause) -> Trigger | None:
    """ "set the camp ablaze", "set fire to a column of tankers"."""
    verb, hit = clause.verb, clause.objects
    armed = [s for s in clause.subjects if weapons_in([s]) or is_armed(s, clause.scene)]
    fire = next((o for o in clause.objects if o.lemma_.lower() == "fire"), None)
    if fire is not None:
        hit = [*under(verb, "to"), *under(fire, "to")]
    on_fire = fire is not None or any(t.lemma_.lower() == "fire" for t in under(verb, "on"))
    if not armed or not (on_fire or clause.has_particle("ablaze", "alight")):
        return None
    heads = (verb, *children(verb, "xcomp"))
    return Trigger(verb, "strike.verb", heads, tuple(armed), tuple(hit), tuple(armed))


def _struck(clause: Clause, armed: list[Token], means: list[Token]) -> Trigger | None:
    """ "struck a base", "hit a hospital with rockets": who does it is armed, or with what, or it is sure to be one."""
    verb, lemma, scene = clause.verb, clause.lemma, clause.scene
    sure = lemma in table("strikes")["verbs"]["sure"]
    passive_agentless = is_passive(verb) and not clause.subjects
    violent = passive_agentless and (violent_company(verb) or violent_before(verb) or _told_by_forces(verb))
    violent = violent or (passive_agentless and lemma in _HIT and _is_town_taken_up(clause))
    raided = lemma == "raid" and violent  # "a village was raided and ten people were killed"
    if lemma in _ALSO_PEACEFUL and not raided and not _is_in_arms(clause, armed, means):
        return None
    if any(is_attack_noun(s, scene) for s in clause.subjects):
        return None  # "the strike hit a school": the noun is the trigger, its verb only says where
    aimed_at = under(verb, *AGAINST)
    if not clause.objects and not any(can_be_hit(t, scene) for t in aimed_at):
        return _with_no_object(clause, armed, means)
    by_group = verb.dep_ != "advcl" and any(_is_group(s, scene) for s in armed)
    surely_hit = clause.by_weapon or violent or by_group
    hit = [o for o in clause.objects if can_be_hit(o, scene) or surely_hit]
    # "saboteurs blew up a bridge": who they are may stay open
    set_upon = passive_agentless and lemma in _SET_UPON and any(_is_thing(o) for o in clause.objects)
    open_ = bool(hit) and (sure or violent or set_upon or lemma == "blow")
    if not (hit or sure) or not (armed or means or open_):
        return None
    people = {scene.cast.figures[k].cls for a in armed for k in scene.denotation.of(a)}
    if lemma == "attack" and people == {ActorClass.PERSON} and not means:
        return None  # one politician attacks another with words
    return clause.trigger(armed, [*clause.objects, *aimed_at], [*armed, *means])


def _is_town_taken_up(clause: Clause) -> bool:
    """ "Kaya, a town on the railway, was hit on 5 May. Nine people were killed in that strike"."""
    called = (t for o in clause.objects for t in (o, *under(o, "of")))
    names = (clause.scene.cast.name_at(t.i) for t in called)
    towns = any(n is not None and n.label == "LOC" and n.state() is None for n in names)
    return towns and taken_up_as_attack(clause.verb)


def _told_by_forces(verb: Token) -> bool:
    """ "The refinery at Homs was hit overnight, the General Staff said": of what else would an army tell so."""
    teller = verb.head
    if verb.dep_ not in {"ccomp", "parataxis"} or teller.lemma_.lower() not in words("statements", "report"):
        return False
    for subject in logical_subjects(teller):
        named = {t.lower_ for t in subject.subtree}
        if any(words_ <= named for words_ in _FORCES):
            return True
    return False


def _is_thing(noun: Token) -> bool:
    """ "A military base was attacked": of a thing that stands somewhere nothing but an attack is told so."""
    return noun.pos_ == "NOUN" and noun.lemma_.lower() in GENERIC_TARGETS - words(
        "strikes", "clause", "abstract"
    )


def _is_in_arms(clause: Clause, armed: list[Token], means: list[Token]) -> bool:
    """ "jets destroyed a depot", "troops stormed a town": of what else is destroyed nothing tells an attack."""
    # "repelled an assault, destroying three vehicles": the vehicles of those who attacked
    defences = {*table("strikes")["verbs"]["down"], "beat", "repulse", "thwart"}
    defending = clause.verb.dep_ in {"conj", "advcl"} and clause.verb.head.lemma_.lower() in defences
    razed = (
        clause.lemma in {"level", "flatten", "destroy"}
        and not defending
        and any(o.lemma_.lower() in GENERIC_TARGETS for o in clause.objects)
    )
    taken = clause.lemma in {"storm", "raid", "overrun"}
    return bool(armed) and (bool(means) or any(weapons_in([a]) for a in armed) or taken or razed)


def _with_no_object(clause: Clause, armed: list[Token], means: list[Token]) -> Trigger | None:
    """ "On Monday Israel struck again", "the gunmen attacked at dawn, killing two": whom, other sentences tell."""
    verb = clause.verb
    if clause.lemma not in words("strikes", "verbs", "alone") or is_passive(verb):
        return None
    if verb.dep_.startswith("acl") or (under(verb, "with") and not means):
        return None  # "the rebels, who struck at dawn, killed four", "hit back with tariffs"
    armed = [a for a in armed if a.lemma_.lower() not in words("strikes", "not_subjects")]
    if not armed or children(verb, "xcomp", "ccomp", "iobj"):
        return None
    again = any(c.lower_ in words("strikes", "beside", "again") for c in verb.children)
    deadly = any(
        c.lemma_.lower() in words("strikes", "verbs", "kill") for c in children(verb, "advcl", "conj")
    )
    if not (again or deadly or means or any(_is_force(a, clause.scene) for a in armed)):
        return None
    return clause.trigger(armed, (), [*armed, *means])


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


def _plotted(clause: Clause) -> list[Token] | None:
    """ "foiled a plot by the group to bomb the embassy": whose plot; None when the verb tells of no plot."""
    governor = clause.verb.head
    if not clause.has_particle("to") or (not is_verbal(governor) and governor.lemma_ not in _PLOTS):
        return None
    plots = (
        [governor]
        if governor.lemma_ in _PLOTS
        else [o for o in children(governor, "obj") if o.lemma_ in _PLOTS]
    )
    if not plots:
        return None
    return [t for p in plots for t in (*under(p, "by", "of"), *owner_tokens(p)) if is_armed(t, clause.scene)]


def _attempted(clause: Clause) -> list[Token]:
    """ "attempts by Pakistan to hit towns": whose attempts they are."""
    if not any(s.lemma_.lower() in {"attempt", "effort", "bid", "plot"} for s in clause.subjects):
        return []
    whose = (t for s in clause.subjects for t in (*under(s, "by", "of"), *owner_tokens(s)))
    return [t for t in whose if is_armed(t, clause.scene)]


def _is_figurative(noun: Token, clause: Clause) -> bool:
    """ "struck a deal", "hit a record": nothing that a weapon hits, unless it is said whose or where it is."""
    lemma = noun.lemma_.lower()
    if lemma not in words("strikes", "not_objects") or clause.scene.cast.name_at(noun.i) is not None:
        return False
    bombed = clause.lemma in words("strikes", "verbs", "sure") or clause.by_weapon
    by_force = any(s.lemma_.lower() in words("actors", "force") for s in clause.subjects)
    if lemma in words("strikes", "physical") and (bombed or by_force):
        return False
    if any(c.lemma_.lower() in _MANNED for c in children(noun, "compound", "amod")):
        return False  # "an army post", "a border post"
    return not _of_actor(noun, clause.scene)


def _of_actor(noun: Token, scene: Scene) -> bool:
    """ "Houthi targets", "targets in Iran": whose they are is said."""
    return (
        bool(scene.denotation.owners(noun))
        or bool(scene.places.within_phrase(noun))
        or bool(under(noun, "in", "inside", "of", "near", "at", "across"))
    )
