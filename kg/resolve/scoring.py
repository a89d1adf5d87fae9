"""How much speaks for a telling and a group of tellings being one event.

Evidence adds up as log-odds. The weights are judgements, not fitted figures; they were set so that

* the same attacker, the same ground and the same day suffice;
* the same attacker and ground suffice for an undated telling, if no second event fits about as well;
* a shared day, a shared town or an equal toll alone never suffices.

What forbids it (`kg.resolve.conflicts`) ends the comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from kg.resolve import odds, signs
from kg.resolve.conflicts import Conflicts
from kg.resolve.nearness import Nearness
from kg.resolve.places import Atlas
from kg.resolve.profile import Profile
from kg.resolve.reader import Reader
from kg.resolve.telling import STRIKE, UNNAMED, Telling

PRIOR_ACROSS = -3.0
PRIOR_WITHIN = -2.0
_HABIT_COST = 0.5
_NOTHING: odds.Evidence = (0.0, "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a comparison: log-odds and the reasons in words, or the conflict that forbids it."""

    odds: float
    reasons: tuple[str, ...] = ()
    conflict: str | None = None

    @property
    def score(self) -> float:
        """The odds as a number between 0 and 1."""
        return 0.0 if self.conflict else 1 / (1 + exp(-self.odds))


class Scorer:
    """Compares tellings with groups."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.atlas: Atlas = reader.atlas
        self.nearness = Nearness(reader)
        self.conflicts = Conflicts(reader, self.nearness)
        self._labels: dict[frozenset[str], str] = {}

    def compare(
        self, telling: Telling, group: Profile, *, within: bool = False, bonus: float = 0.0
    ) -> Verdict:
        """How well `telling` fits `group`; `within` is true when both are of one article."""
        conflict = self.conflicts.between(telling, group, within=within)
        if conflict is not None:
            return Verdict(-99.0, (), conflict)
        total = (PRIOR_WITHIN if within else PRIOR_ACROSS) + bonus
        reasons: list[str] = []
        gather = self._of_strikes if telling.kind == STRIKE else self._of_acts
        evidence = gather(telling, group, within)
        for gain, reason in (*evidence, (-_HABIT_COST if telling.habitual != group.habitual else 0.0, "")):
            total += gain
            if reason:
                reasons.append(reason)
        return Verdict(total, tuple(reasons))

    def _of_strikes(self, telling: Telling, group: Profile, within: bool) -> tuple[odds.Evidence, ...]:
        """What speaks for two tellings of strikes being of one, and against it."""
        others = self._others(telling, group)
        one_sentence = within and odds.are_one_sentence(telling, group)
        return (
            self._doers(telling, group),
            self._ground(telling, group),
            others,
            signs.unlike(telling, group, others[0]),
            self.nearness.places(telling, group),
            self.nearness.other_spots(telling, group, within),
            self.nearness.other_regions(telling, group, within),
            signs.between(telling, group, within),
            signs.clocks(telling, group, within),
            odds.days(telling, group, within),
            signs.weapons(telling, group, within),
            signs.tolls(telling, group),
            _NOTHING if one_sentence else odds.wording(telling, group),
            _NOTHING if one_sentence else self.nearness.names(telling, group, within),
            _NOTHING if within else odds.things(telling, group),
            odds.weekdays(telling, group),
            odds.days_of_year(telling, group),
        )

    def _of_acts(self, telling: Telling, group: Profile, within: bool) -> tuple[odds.Evidence, ...]:
        """What speaks for two tellings of acts of one type being of one, and against it."""
        return (
            self._doers(telling, group),
            self._ground(telling, group),
            self.nearness.places(telling, group),
            odds.days(telling, group, within),
            _NOTHING if within and odds.are_one_sentence(telling, group) else odds.wording(telling, group),
            odds.weekdays(telling, group),
            odds.story(telling, group),
            odds.rarity(telling),
            _NOTHING if within else odds.everyday(telling, group),
            odds.timeless(telling, group),
            odds.taken_up(telling, group),
        )

    def _label(self, actors: set[str] | frozenset[str]) -> str:
        """The names of some actors in a row; the same few are put in words again and again."""
        key = frozenset(actors)
        label = self._labels.get(key)
        if label is None:
            known = self.reader.roster.actors
            label = self._labels[key] = ", ".join(sorted(known[a].label for a in key if a in known))
        return label

    def _doers(self, telling: Telling, group: Profile) -> odds.Evidence:
        noun = "attacker" if telling.kind == STRIKE else "party"
        shared = telling.doers & group.doers
        if shared:
            return 2.0, f"same {noun}: {self._label(shared)}"
        sides = (telling.sides & group.sides) - {UNNAMED}
        if sides:
            return 1.7, f"same side: {self._label(sides)}"
        return 0.0, ""

    def _ground(self, telling: Telling, group: Profile) -> odds.Evidence:
        shared = telling.ground & group.ground
        if shared:
            return 1.2, f"{'hit on' if telling.kind == STRIKE else 'towards'}: {self._label(shared)}"
        if telling.kind != STRIKE:
            return 0.0, ""
        presumed = telling.where & group.where
        if presumed:
            return 1.1, f"presumably hit on: {self._label(presumed)}"
        return (-0.5, "") if telling.ground and not group.ground else (0.0, "")

    def _others(self, telling: Telling, group: Profile) -> odds.Evidence:
        mine = {t for t in telling.others if not self.reader.is_state(self.reader.side(t))}
        theirs = {t for t in group.others if not self.reader.is_state(self.reader.side(t))}
        if mine & theirs:
            return 1.2, f"same target: {self._label(mine & theirs)}"
        return (-0.6, "") if mine and theirs else (0.0, "")
