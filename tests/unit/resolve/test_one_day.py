"""Several strikes of one attacker on one country on one day, of which no town is told."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActorClass, Knowledge, Weapon
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def raid(id: str, sentence: str, weapon: Weapon | None = None, dead: int = 0, group: str = "") -> Telling:
    t = Telling(id, "2024-06-06").says(sentence)
    t.states(tr="state/turkey", iq="state/iraq")
    targets = ["iq"]
    if group:
        t.actor("g", group, ActorClass.ARMED_GROUP)
        targets.append("g")
    key = t.strike("hit", "tr", tuple(targets), when=day("2024-06-05"), weapons=(weapon,) if weapon else ())
    if dead:
        t.dead(sentence.split()[-1].rstrip("."), dead, key)
    return t


def test_other_weapons_and_another_toll_are_two_strikes(known: Known) -> None:
    world = known(
        raid("a.txt", "A Turkish drone hit a car in Iraq and killed two.", Weapon.DRONE, 2),
        raid("b.txt", "Turkish guns hit an orchard in Iraq and killed nine.", Weapon.ARTILLERY, 9),
    )
    assert sorted(s.articles for s in world.strikes) == [("a.txt",), ("b.txt",)]


def test_another_toll_alone_is_another_claim(known: Known) -> None:
    world = known(
        raid("a.txt", "A Turkish drone hit Iraq and killed two.", Weapon.DRONE, 2),
        raid("b.txt", "A Turkish drone hit Iraq and killed nine.", Weapon.DRONE, 9),
    )
    assert [len(s.casualties) for s in world.strikes] == [2]


def test_what_one_writer_calls_missiles_is_rockets_to_the_next(known: Known) -> None:
    world = known(
        raid("a.txt", "Turkish missiles hit Iraq and killed two.", Weapon.MISSILE, 2),
        raid("b.txt", "Turkish rockets hit Iraq and killed nine.", Weapon.ROCKET, 9),
    )
    assert len(world.strikes) == 1


def test_other_groups_and_other_weapons_are_two_strikes(known: Known) -> None:
    world = known(
        raid("a.txt", "A Turkish drone hit the Sinjar units in Iraq.", Weapon.DRONE, group="Sinjar units"),
        raid(
            "b.txt", "Turkish guns hit the Qandil brigade in Iraq.", Weapon.ARTILLERY, group="Qandil brigade"
        ),
    )
    assert len(world.strikes) == 2


def test_two_drone_strikes_that_one_article_tells_apart_stay_two(known: Known) -> None:
    t = raid("a.txt", "A Turkish drone hit Iraq and killed two.", Weapon.DRONE, 2)
    t.says("A second drone strike on Iraq that day killed three.")
    t.dead("three", 3, t.strike("strike", "tr", "iq", when=day("2024-06-05"), weapons=(Weapon.DRONE,)))
    both = raid("b.txt", "A Turkish drone hit Iraq and killed two.", Weapon.DRONE, 2)
    assert sorted(s.articles for s in known(t, both).strikes) == [("a.txt",), ("a.txt", "b.txt")]
