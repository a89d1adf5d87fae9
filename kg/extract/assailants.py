"""Who carried out an attack of which the article tells the attacker elsewhere, or nowhere.

"Russia struck again. In the small hours drones hit Lviv": the attacker is the one that the sentences around leave.
Nobody is filled in where two come into question, where the weapon is not of the kind that the side uses, or where
the article says that nobody knows.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from kg.extract.lexicon import words
from kg.extract.tellings import Tellings, Told
from kg.model import StrikeReport, Weapon

_NEAR = 2
_CLAIM_REACH = 4
_FROM_AFAR = frozenset({Weapon.MISSILE, Weapon.DRONE, Weapon.AIRCRAFT, Weapon.ARTILLERY, Weapon.ROCKET})


class Assailants:
    """The attackers that an article's own words leave for its reports without one.

    `unknown_agents`: keys of the reports that do say who attacked, in words that name nobody known.
    """

    def __init__(self, tellings: Tellings, unknown_agents: Set[str]) -> None:
        self._tellings = tellings
        self._unknown_agents = unknown_agents

    def with_attacker(self, told: Told) -> StrikeReport:
        report = told.report
        if report.attackers or report.collective or not told.grounds or not told.real:
            return report
        if report.key in self._unknown_agents or self._is_nobodys(told):
            return report
        others = [t for t in self._tellings.all if t.report.attackers and t.real and not t.report.collective]
        section = self._tellings.section(told.sentence)
        near = [
            t
            for t in others
            if abs(t.sentence - told.sentence) <= _NEAR and t.sentence >= section and t.grounds & told.grounds
        ]
        # Who else strikes, though it is not said where, might have struck here.
        # A round-up's sections tell of wars that have nothing to do with each other.
        rivals = [
            t
            for t in others
            if (t.grounds & told.grounds or self._is_anywhere(t))
            and self._tellings.section(t.sentence) == section
        ]
        for candidates in (near, rivals):
            sides = {s for t in candidates for s in t.sides}
            if len(sides) != 1:
                if sides:
                    return report
                continue
            side = next(iter(sides))
            elsewhere = any(side in t.sides and t.grounds - told.grounds for t in others)
            if elsewhere and not any(t.grounds & told.grounds for t in candidates):
                return report  # who bombs Yemen need not have fired at Israel
            if self._may_be_by(side, told, candidates is near) and not self._claimed_by_another(told, side):
                key = next(
                    a for t in candidates for a in t.report.attackers if self._tellings.side(a) == side
                )
                return replace(report, attackers=(key,))
        return report

    def _is_anywhere(self, told: Told) -> bool:
        """A state's strike of which no ground is told."""
        return not (told.grounds or told.report.targets) and any(
            self._tellings.is_state(s) for s in told.sides
        )

    def _may_be_by(self, side: str, told: Told, near: bool) -> bool:
        """A state strikes from afar; a group's deed reaches only to the sentences around it."""
        weapons = set(told.report.weapons)
        if any(t.sentence == told.sentence and side in t.sides for t in self._tellings.all):
            return side not in told.grounds  # "drones were launched at X, and a hospital in Y was hit"
        told_in = told.report.mention.span.text.lower()
        from_afar = bool(weapons & _FROM_AFAR) or any(w in told_in for w in words("strikes", "from_afar"))
        if self._tellings.is_regular(side) and side in told.grounds:
            # at home it is the state's own aircraft that bomb, where the article knows of no other state's
            return Weapon.AIRCRAFT in weapons and not any(
                self._tellings.is_state(s) and s != side
                for t in self._tellings.all
                if t.grounds & told.grounds
                for s in t.sides
            )
        if self._tellings.is_regular(side):
            return from_afar and weapons != {Weapon.BOMB, Weapon.SMALL_ARMS}
        return near and Weapon.AIRCRAFT not in weapons

    def _is_nobodys(self, told: Told) -> bool:
        """The article says that nobody knows who did it."""
        sentences = self._tellings.scene.sentences
        here = [sentences[n].text.lower() for n in (told.sentence, told.sentence + 1) if n < len(sentences)]
        return any(cue in text for text in here for cue in words("strikes", "unclaimed"))

    def _claimed_by_another(self, told: Told, side: str) -> bool:
        """True when soon afterwards another side is said to be behind an attack whose place is not repeated."""
        return any(
            t.sides
            and t.report.definite
            and not t.report.places
            and told.sentence <= t.sentence <= told.sentence + _CLAIM_REACH
            and side not in t.sides
            for t in self._tellings.all
        )
