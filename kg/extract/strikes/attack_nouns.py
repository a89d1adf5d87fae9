"""Nouns that say an attack, with the verbs that carry them: "launched a missile attack on", "the shelling of"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.casualties.losses import loses_life
from kg.extract.lexicon import table, words
from kg.extract.scene import Scene
from kg.extract.strikes.belligerents import attackers_of
from kg.extract.strikes.blame import blamed_with, claim_behind, responsibility, who_answers
from kg.extract.strikes.foremost import is_foremost
from kg.extract.strikes.lookalikes import only_named
from kg.extract.strikes.manner import is_made_known
from kg.extract.strikes.triggers import (
    AGAINST,
    Trigger,
    bears_arms,
    besieged,
    is_afterthought,
    is_armed,
    is_attack_noun,
    modifiers,
    owner_tokens,
    wielders,
)
from kg.extract.words.arguments import logical_objects, logical_subjects, raw_subjects
from kg.extract.words.syntax import (
    FINITE,
    children,
    has_subject,
    is_definite_noun,
    is_passive,
    is_subject,
    is_verbal,
    preposition,
    right_after,
    under,
)
from kg.extract.words.weapons import weapons_in

_EXCHANGES = frozenset({"exchange", "trade"})
# "the strike, which only the rebels have reported", "answered the bombing": whose deed it was is another matter.
_NOT_ITS_OWN = frozenset({"report", "see", "witness"})
_NOT_DONE = _NOT_ITS_OWN | {"claim", "answer"}


def noun_trigger(noun: Token, scene: Scene) -> Trigger | None:
    """The attack that a noun tells, if any."""
    found = _read(noun, scene)
    return None if found is None or is_afterthought(noun) or only_named(noun, scene) else found


@dataclass(slots=True)
class _Phrases:
    """What the phrases around an attack's noun make of it: its verbs, who attacked, what was hit."""

    heads: list[Token]
    attackers: list[Token]
    targets: list[Token]


def _read(noun: Token, scene: Scene) -> Trigger | None:
    if not is_attack_noun(noun, scene) or (noun.dep_ == "compound" and not is_verbal(noun.head)):
        return responsibility(noun, scene)
    if _is_said_to_be_one(noun, scene):
        return None
    found = _own_phrases(noun)
    if any(t.lemma_.lower() in words("strikes", "not_subjects") for t in found.attackers):
        return None
    _add_clauses(noun, found)
    if (carrier := _carrier(noun, scene)) is not None:
        found.heads.append(carrier)
        _add_carrier(noun, carrier, found)
    elif (seen := _seen_there(noun, scene)) is not None:
        found.heads.append(seen)
        found.targets += [t for s in logical_subjects(seen) for t in (s, *under(s, "of", "in"))]
    responsible = who_answers(noun, scene)
    found.attackers += responsible
    _add_governor(noun, scene, found)
    found.attackers += under(noun, "between")
    for clause in children(noun, "acl"):
        if clause.lemma_.lower() in _EXCHANGES:
            found.attackers += under(clause, "between", "by")
    if not found.attackers and (whole := _included_in(noun)) is not None:
        telling = _read(whole, scene)
        found.attackers += telling.attackers if telling is not None else ()
    people = words("actors", "violent") | words("actors", "anonymous")  # "Serb gunmen" are not Serbia's
    arms = [t for t in found.attackers if t.lemma_.lower() not in people and weapons_in([t])]
    found.attackers += [w for t in arms for w in wielders(t)]
    return Trigger(
        noun,
        "strike.answered-for" if responsible and _only_points_back(noun) else "strike.noun",
        tuple(found.heads),
        tuple(found.attackers),
        tuple(found.targets),
        (noun, *found.attackers),
        _outcome(noun),
    )


def _is_said_to_be_one(noun: Token, scene: Scene) -> bool:
    """ "The attack is the second Iranian attack this year": told by the noun that says whose it is."""
    whole = noun.head
    return (
        is_subject(noun)
        and is_definite_noun(noun)
        and not children(noun, "nmod", "amod", "compound", "acl", "acl:relcl")
        and bool(children(whole, "cop"))
        and is_attack_noun(whole, scene)
        and bool(owner_tokens(whole))
    )


def _included_in(noun: Token) -> Token | None:
    """ "Carried out nine raids, including an attack on Gao and a raid on Ansongo": the raids, of which it is one."""
    first = noun.head if noun.dep_ == "conj" else noun
    if preposition(first) != "including" or first.head.pos_ != "NOUN" or first.head.i >= first.i:
        return None
    return first.head


def _only_points_back(noun: Token) -> bool:
    """ "said it was behind the attack", "claimed this attack": nothing more is said of it."""
    more = children(noun, "nmod", "acl", "compound", "amod")
    return is_definite_noun(noun) and noun.tag_ == "NN" and not more


def _own_phrases(noun: Token) -> _Phrases:
    """ "Russia's bombardment of Kharkiv", "a raid by jets on a prison"."""
    attackers = owner_tokens(noun)
    attackers += [t for t in under(noun, "by", "from") if not _is_ground(t)]
    if noun.lemma_.lower() in words("strikes", "nouns", "flock"):
        attackers += under(noun, "of")  # "a hail of Hezbollah rockets"
    for part in under(noun, "of", "on", "against"):
        attackers += under(part, "by")  # "the bombardment of X by Y", where the parse hangs Y on X
    targets = under(noun, "on", "against", "at", "upon", "targeting") or right_after(noun, "on", "against")
    if noun.lemma_.lower() in words("strikes", "nouns", "of_target"):
        targets += under(noun, "of")
    targets += besieged(noun)
    # "a raid by coalition aircraft on a prison", where the prison hangs on the aircraft
    astray = [t for agent in under(noun, "by") for t in under(agent, "on", "against")]
    blamed = blamed_with(noun)
    return _Phrases([noun], attackers, [t for t in targets or astray if t not in blamed])


def _is_ground(token: Token) -> bool:
    """ "from Afghan soil", "launched from the territory of Chad": where an attack comes from is not who attacks."""
    return token.lemma_.lower() in words("strikes", "beside", "ground")


def _add_clauses(noun: Token, found: _Phrases) -> None:
    """ "a raid which destroyed the bridge", "a barrage launched from Iran", "the attack, blamed on Moscow"."""
    for clause in (*children(noun, "acl"), *claim_behind(noun)):
        lemma = clause.lemma_.lower()
        if is_foremost(clause):
            continue  # "raids on Goma, the latest of which hit a camp": told by that verb
        deadly = lemma in words("strikes", "verbs", "kill")
        if (deadly or lemma in words("strikes", "beside", "hits")) and not is_passive(clause):
            if deadly and _are_assailants(logical_objects(clause)):
                continue  # "an ambush in which soldiers shot dead three gunmen": who was ambushed may tell of it
            found.targets += logical_objects(clause) if not deadly else []
            # "in which Russian missiles killed"
            found.attackers += [s for s in logical_subjects(clause) if s.i != noun.i]
            found.heads.append(clause)
        elif lemma == "attribute":
            found.attackers += under(clause, "to")
        elif lemma == "blame":
            found.attackers += under(clause, "on")
        elif lemma in words("strikes", "light") - _NOT_ITS_OWN | {"claim", "send", "fire"}:
            found.attackers += logical_subjects(clause)
            found.attackers += [t for t in under(clause, "from") if is_passive(clause) and not _is_ground(t)]
            found.targets += under(clause, *AGAINST)
            found.heads.append(clause)


def _are_assailants(tokens: list[Token]) -> bool:
    """ "twelve militants", "the attackers": those who attack, as whoever fights them off calls them."""
    hostile = words("actors", "anonymous") | words("actors", "violent")
    return any(u.lemma_.lower() in hostile for t in tokens for u in (t, *under(t, "of")))


def _add_carrier(noun: Token, carrier: Token, found: _Phrases) -> None:
    """What hangs on the verb that carries the noun: "launched an attack on", "the attack hit a school"."""
    lemma = carrier.lemma_.lower()
    if _is_subject(_crowd(noun), carrier):
        _add_as_subject(noun, carrier, found)
    elif lemma in words("strikes", "light_undergo"):
        found.targets += logical_subjects(carrier)
        found.attackers += under(noun, "from")
    elif lemma not in {"claim", "blame", "accuse"}:
        found.attackers += [s for s in logical_subjects(carrier) if s.i != noun.i]
        found.targets += under(carrier, "on", "against", "at")
    if lemma in _EXCHANGES:
        found.attackers += under(carrier, "with")  # "traded fire with Indian forces"


def _add_as_subject(noun: Token, carrier: Token, found: _Phrases) -> None:
    """ "the attack hit a school", "a blast tore through a bus", "strikes were carried out by jets on the port"."""
    casualties, lemma = table("strikes")["casualties"], carrier.lemma_.lower()
    if lemma in words("strikes", "beside", "hits") | {"rock"}:
        found.targets += [o for o in logical_objects(carrier) if o.i != noun.i]
        found.targets += under(carrier, *AGAINST)
    elif lemma in casualties["kill"] or lemma in casualties["injure"]:
        # "fire killed two border guards near Kobani"
        found.targets += [o for o in logical_objects(carrier) if o.lemma_.lower() in casualties["arms"]]
    elif lemma in {"tear", "rip", "rake", "slam", "smash"}:
        found.targets += under(carrier, "through", *AGAINST)
    elif is_passive(carrier):
        found.attackers += under(carrier, "by")
        found.targets += under(carrier, "on", "against")


def _add_governor(noun: Token, scene: Scene, found: _Phrases) -> None:
    """What the word that the noun hangs on tells: an answer, a likening, a killing in the attack."""
    governor, lemma = noun.head, noun.head.lemma_.lower()
    if noun.dep_ == "appos" and lemma in words("strikes", "beside", "answers"):
        found.attackers += owner_tokens(governor)  # "Kenya's answer, a raid on the camp"
    if noun.dep_ == "obj" and lemma in words("strikes", "beside", "likened"):
        # "described the raids as operations in Khost against the group"
        for likeness in under(governor, "as"):
            found.heads.append(likeness)
            found.targets += under(likeness, "against", "on")
    if noun.dep_ == "obl:agent" and is_passive(governor) and lemma in words("strikes", "casualties", "kill"):
        found.heads.append(governor)  # "three guards were killed by mortar fire"
        found.targets += logical_objects(governor)
    if not (noun.dep_.startswith("obl") and preposition(noun) in {"in", "during"}):
        return
    deadly = words("strikes", "verbs", "kill") | words("strikes", "beside", "done_in")
    if is_verbal(governor) and lemma in deadly:
        # "soldiers killed nine members of the group in a raid"
        found.attackers += [s for s in logical_subjects(governor) if is_armed(s, scene)]
        # "went up in flames after being hit in another raid"
        controlled = governor.dep_ == "advcl" and is_verbal(governor.head)
        victims = logical_objects(governor) or raw_subjects(governor.head if controlled else governor)
        # "an Italian engineer, wounded in the attack on a dam in Sudan": the dam was attacked, not Italy
        aimed = bool(found.targets)
        found.targets += [v for v in victims if not aimed or bears_arms(v, scene)]
        behind = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
        if is_passive(governor) or (
            behind is not None and behind.dep_ == "case" and behind.head.head == governor
        ):
            # "was assassinated in Doha on Tuesday in an Israeli strike", "killed a guard in a strike in Tyre"
            found.heads.append(governor)
    elif lemma in words("strikes", "casualties", "die") or loses_life(governor):
        found.heads.append(governor)  # "A soldier died in an ambush in Apure"
        found.targets += raw_subjects(governor)


def _seen_there(noun: Token, scene: Scene) -> Token | None:
    """ "El Fasher saw a fresh wave of drone strikes": the verb, where a place is its subject."""
    base = _crowd(noun)
    verb = base.head
    seen = base.dep_ == "obj" and verb.lemma_.lower() in {"see", "witness"}
    there = seen and any(
        scene.places.within_phrase(t) for s in logical_subjects(verb) for t in (s, *under(s, "of", "in"))
    )
    return verb if there else None


def _carrier(noun: Token, scene: Scene) -> Token | None:
    """The light verb of an attack noun: "launched an attack", "responded with strikes", "the attack hit a school"."""
    base = noun
    while base.dep_ == "conj" and base.head.pos_ == "NOUN":
        base = base.head
    base = _crowd(base)
    verb = base.head
    if not is_verbal(verb):
        return None
    lemma = verb.lemma_.lower()
    if is_made_known(noun):
        return None  # "made the attack public", "makes the raid the bloodiest this year"
    if base.dep_ == "obj" and not _is_subject(base, verb) and lemma in words("strikes", "light") - _NOT_DONE:
        return verb
    if _is_subject(base, verb):
        return (
            verb
            if lemma in words("strikes", "beside", "hits") | words("strikes", "beside", "done_by")
            or (is_passive(verb) and lemma in words("strikes", "light"))
            else None
        )
    if (
        base.dep_.startswith("obl")
        and preposition(base) in {"with", "under", "through"}
        and (lemma in words("strikes", "beside", "done_with") or _opens(base, verb, scene))
    ):
        return verb
    return None


def _crowd(noun: Token) -> Token:
    """ "a wave of strikes": the wave; the noun itself where it stands alone."""
    many = noun.dep_ == "nmod" and noun.head.lemma_.lower() in words("strikes", "beside", "several")
    return noun.head if many else noun


def _is_subject(noun: Token, verb: Token) -> bool:
    """True for a subject, and for what stands before a finite verb without one: "an air strike hit Adi Daero"."""
    if is_subject(noun):
        return True
    astray = noun.dep_ in {"obj", "compound"} or (noun.dep_ == "nmod" and not preposition(noun))
    return astray and noun.i < verb.i and verb.tag_ in FINITE and not has_subject(verb)


def _opens(noun: Token, verb: Token, scene: Scene) -> bool:
    """ "Ethiopia opened the campaign with raids on Adigrat": whatever the verb, it was done with the attack."""
    return (
        preposition(noun) == "with"
        and verb.lemma_.lower() not in words("strikes", "beside", "not_with") | words("statements", "report")
        and bool(under(noun, "on", "against"))
        and any(attackers_of(s, scene) for s in logical_subjects(verb))
    )


def _outcome(noun: Token) -> str:
    head = noun.head
    if noun.dep_ in {"obj", "nsubj:pass"} and head.lemma_.lower() in words("strikes", "beside", "foiled"):
        return "foiled"
    if noun.dep_ in {"obj", "nsubj:pass"} and head.lemma_.lower() in words(
        "strikes", "beside", "intercepted"
    ):
        return "intercepted"
    if modifiers(noun) & {"foiled", "thwarted", "failed"}:
        return "foiled"
    return "carried-out"
