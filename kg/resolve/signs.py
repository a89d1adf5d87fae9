"""What speaks for one strike or for two beside who, where and when: the hour, the weapons, the toll.

Each gives log-odds, as `kg.resolve.scoring` adds them up, and the reason in words.
"""

from __future__ import annotations

from kg.model import Weapon
from kg.resolve.profile import Profile
from kg.resolve.telling import UNNAMED, Telling

_OTHER_CLOCK = 7.0
_AN_HOUR = 60
# With the same day just enough, so that two of a day leave it open; and for the word by which others told of it.
_PARTIES, _SO_CALLED = 1.0, 0.5
# As much as the same attacker, ground and day weigh together above the prior.
_TWO_STRIKES = 2.3
# Missiles and drones are "air raids" to the next writer, and rockets "missiles"; rifles are neither.
_ON_THE_GROUND = frozenset({"ambush", "incursion"})
_FROM_AFAR = frozenset({Weapon.AIRCRAFT, Weapon.MISSILE})
_ARMS_OF_ARMIES = _FROM_AFAR | {Weapon.DRONE, Weapon.ARTILLERY, Weapon.ROCKET}
_ACTS_OF_ARMIES = frozenset({"strike", "shelling", "barrage"})
_ALIKE = frozenset(
    frozenset(pair)
    for pair in (
        (Weapon.AIRCRAFT, Weapon.MISSILE), (Weapon.AIRCRAFT, Weapon.DRONE), (Weapon.AIRCRAFT, Weapon.ROCKET),
        (Weapon.AIRCRAFT, Weapon.BOMB), (Weapon.DRONE, Weapon.BOMB), (Weapon.MISSILE, Weapon.ROCKET),
        (Weapon.ROCKET, Weapon.ARTILLERY),
    )
)  # fmt: skip


def clocks(telling: Telling, group: Profile, within: bool) -> tuple[float, str]:
    """Against one strike of two that one article tells of two hours: "at 05:30 … at 14:20"."""
    if not within or telling.definite or telling.clock is None or not group.clocks:
        return 0.0, ""
    apart = all(abs(telling.clock - c) >= _AN_HOUR for c in group.clocks)
    return (-_OTHER_CLOCK, "") if apart else (0.0, "")


def between(telling: Telling, group: Profile, within: bool) -> tuple[float, str]:
    """For "Tuesday's shelling", of which its article tells no more, and that day's attack between its parties.

    For "the raid on the depot" as well, and their attack on a depot.
    """
    same_day = telling.window is not None and telling.window.is_day and telling.window == group.window
    hit = telling.things & group.things or group.names.intersection(telling.aim)
    same_thing = telling.window is None and bool(hit)
    if within or not telling.parties or not telling.is_thin or not (same_day or same_thing):
        return 0.0, ""
    known = (group.sides | group.where) - {UNNAMED}
    if not (group.sides - {UNNAMED} and group.where) or not known <= telling.parties:
        return 0.0, ""
    called = telling.acts & group.acts
    words = f", called {', '.join(sorted(called))}" if called else ""
    which = "that day's" if same_day else "one"
    return _PARTIES + _SO_CALLED * bool(called), f"{which} between those of whom the article speaks{words}"


def weapons(telling: Telling, group: Profile, within: bool) -> tuple[float, str]:
    """For the same weapons; against others, the more so where one writer tells of both."""
    if not telling.weapons or not group.weapons:
        return 0.0, ""
    shared = telling.weapons & group.weapons
    if shared:
        words = ", ".join(sorted(w.value.lower() for w in shared))
        return 0.3 + 0.1 * min(len(shared), 2), f"weapons: {words}"
    cost = 2.0 if within and not telling.definite else 1.0  # one writer knows a shell from a bomb
    return (-cost, "") if other_weapons(telling, group) else (-0.1, "")


def other_weapons(telling: Telling, group: Profile) -> bool:
    """True when no weapon of the one may be what the next writer calls a weapon of the other."""
    if not telling.weapons or not group.weapons:
        return False
    return all(a != b and frozenset({a, b}) not in _ALIKE for a in telling.weapons for b in group.weapons)


def other_manner(telling: Telling, group: Profile) -> bool:
    """True where men on the ground did the one and nothing but aircraft or missiles the other."""
    return any(
        ones & _ON_THE_GROUND and weapons and weapons <= _FROM_AFAR | {Weapon.DRONE}
        for ones, weapons in ((telling.acts, group.weapons), (group.acts, telling.weapons))
    )


def from_afar(group: Profile) -> bool:
    """True for what aircraft, drones, missiles or guns did, by its weapons or by the nouns that take it up."""
    return bool(group.weapons & _ARMS_OF_ARMIES) or bool(group.acts & _ACTS_OF_ARMIES)


def unlike(telling: Telling, group: Profile, same_others: float) -> tuple[float, str]:
    """Against one strike of two that one attacker made on one country, where no town and no name ties them.

    Each of other weapons, another toll and other groups hit may be one writer's; two of them are not.
    """
    if telling.spots & group.spots or telling.names & group.names:
        return 0.0, ""
    signs = [other_weapons(telling, group), other_toll(telling, group), same_others < 0]
    return (-_TWO_STRIKES, "") if sum(signs) > 1 else (0.0, "")


def other_toll(telling: Telling, group: Profile) -> bool:
    """True when the dead of the one are half those of the other or fewer."""
    mine, theirs = telling.deaths, group.deaths
    return bool(mine and theirs) and (max(mine) * 2 <= min(theirs) or max(theirs) * 2 <= min(mine))


def tolls(telling: Telling, group: Profile) -> tuple[float, str]:
    """For one number of dead that both tell."""
    shared = telling.deaths & group.deaths
    if shared:
        most = max(shared)
        return (1.0 if most >= 3 else 0.5), f"same toll: {most}"
    return 0.0, ""
