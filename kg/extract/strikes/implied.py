"""Whom an attack hit where its own words name nobody: a pronoun's owner, the accuser, the soldiers it hurt."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.nouns import BORDERS
from kg.extract.scene import Scene
from kg.extract.standing import Standing
from kg.extract.strikes.belligerents import aimed_at
from kg.extract.strikes.triggers import HARMING, Trigger
from kg.extract.words.arguments import logical_subjects, raw_subjects
from kg.extract.words.syntax import is_passive, possessors, under
from kg.model import ActorClass


def implied_targets(
    trigger: Trigger, struck: list[Token], attackers: tuple[str, ...], standing: Standing, scene: Scene
) -> tuple[str, ...]:
    """Whom an attack hit that names nobody struck: those who tell of it, who accuse, whose soldiers it hurt.

    `struck` are the words for what was hit, `attackers` the keys of who attacked, who is never among those hit.
    """
    if any(_on_own_soil(t, attackers, scene) for t in struck):
        # "according to Islamabad, two died in Iran's attack on its soil": nobody attacks his own
        tellers = [k for k in standing.according_to if scene.cast.figures[k].cls is ActorClass.STATE]
        if sides := tuple(k for k in tellers if k not in attackers):
            return sides
    if any(p.pos_ == "PRON" for t in struck for p in possessors(t)) and (
        accusing := _accusers(trigger.token, attackers, scene)
    ):
        return accusing  # "The army accused rebels of attacking its posts": its own, where they are not the rebels'
    if sides := _side_of_border(trigger, struck, attackers, scene):
        return sides
    return tuple(k for v in _soldiers_hit(trigger.token) for k in aimed_at(v, scene) if k not in attackers)


def _side_of_border(
    trigger: Trigger, struck: list[Token], attackers: tuple[str, ...], scene: Scene
) -> tuple[str, ...]:
    """ "hit a post on Oman's border with Yemen": the side whose border it is called, unless that attacked."""
    lines = [t for h in (*struck, *trigger.heads) for t in under(h, "on", "along", "at", "near")]
    whose = [p for t in lines if t.lemma_.lower() in BORDERS for p in possessors(t) if p.pos_ == "PROPN"]
    states = [k for k in scene.denotation.all_of(whose) if scene.cast.figures[k].cls is ActorClass.STATE]
    return tuple(k for k in states if k not in attackers)


def _soldiers_hit(deed: Token) -> list[Token]:
    """ "Six Guyanese soldiers were wounded when men fired at their boat": whom the main clause tells of."""
    harmed = deed.head
    beside = deed.dep_ == "advcl" and any(c.lower_ in {"when", "as", "after"} for c in deed.children)
    if not beside or harmed.lemma_.lower() not in HARMING or not is_passive(harmed):
        return []
    arms = words("strikes", "casualties", "arms")
    return [s for s in raw_subjects(harmed) if s.lemma_.lower() in arms]


def _accusers(deed: Token, attackers: tuple[str, ...], scene: Scene) -> tuple[str, ...]:
    """The side of who accuses somebody of the deed; nobody where no accusation is told."""
    verb = next((a for a in deed.ancestors if a.lemma_.lower() == "accuse"), None)
    sides = [k for t in logical_subjects(verb) for k in aimed_at(t, scene)] if verb is not None else []
    return tuple(dict.fromkeys(k for k in sides if k not in attackers))


def _on_own_soil(struck: Token, attackers: tuple[str, ...], scene: Scene) -> bool:
    return struck.lemma_.lower() in {"soil", "territory", "ground", "land", "airspace"} and any(
        p.pos_ == "PRON" and set(scene.denotation.of(p)) <= set(attackers) for p in possessors(struck)
    )
