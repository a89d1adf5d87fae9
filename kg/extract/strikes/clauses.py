"""A verb that may tell an attack, with those who act and what undergoes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.scene import Scene
from kg.extract.strikes.triggers import Trigger, is_afterthought, is_armed
from kg.extract.words.arguments import logical_objects, logical_subjects
from kg.extract.words.syntax import children, is_passive, is_subject, under
from kg.extract.words.weapons import weapon_meant, weapons_in


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb, its logical subjects and objects, and the scene they stand in."""

    verb: Token
    subjects: Sequence[Token]
    objects: Sequence[Token]
    scene: Scene

    @classmethod
    def of(cls, verb: Token, scene: Scene) -> Clause:
        """The clause of a verb; its agents too where the parse takes a gerund for a verb."""
        subjects = [weapon_meant(s) for s in logical_subjects(verb) if not is_afterthought(s)]
        if not subjects and (is_subject(verb) or verb.dep_ in {"obj", "obl", "nmod"}):
            subjects = under(verb, "by")  # "Shelling by border guards killed a migrant"
        if not subjects and (using := _using(verb)) is not None:
            subjects = logical_subjects(using)
        subjects += [
            t for s in subjects if s.tag_ == "VBG" for t in under(s, "by")
        ]  # "Shelling by X hit a clinic"
        return cls(verb, subjects, logical_objects(verb), scene)

    @property
    def lemma(self) -> str:
        """The verb's lemma, in lower case."""
        return self.verb.lemma_.lower()

    @property
    def armed(self) -> list[Token]:
        """The subjects that are states, bodies, groups, forces or weapons."""
        return [s for s in self.subjects if is_armed(s, self.scene)]

    @property
    def by_weapon(self) -> bool:
        """True where a weapon is the subject: "a drone hit a bus"."""
        return any(weapons_in([s]) for s in self.subjects)

    def has_particle(self, *particles: str) -> bool:
        """True for "went off", "blew up": one of the words hangs on the verb."""
        return any(c.lower_ in particles for c in self.verb.children)

    def trigger(
        self,
        attackers: Sequence[Token],
        targets: Sequence[Token],
        weapons: Sequence[Token],
        frame: str = "strike.verb",
        outcome: str = "carried-out",
    ) -> Trigger:
        """The attack that the verb tells of these."""
        return Trigger(
            self.verb, frame, (self.verb,), tuple(attackers), tuple(targets), tuple(weapons), outcome
        )


def _using(verb: Token) -> Token | None:
    """ "Police used drones to attack a stronghold": who used the weapons attacked."""
    using = verb.head
    meant = verb.dep_ in {"advcl", "xcomp"} and any(c.lower_ == "to" for c in verb.children)
    if not meant or using.lemma_.lower() != "use" or using.tag_ not in {"VBD", "VBN"} or is_passive(using):
        return None
    return using if any(weapons_in([o]) for o in children(using, "obj")) else None


def used(verb: Token) -> list[Token]:
    """The weapons that were used to do it: "used drones to attack a stronghold"."""
    using = _using(verb)
    return [o for o in children(using, "obj") if weapons_in([o])] if using is not None else []
