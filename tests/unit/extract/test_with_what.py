"""With what an attack was done: by the words of its own clause, and what "the bombing" does not say."""

from __future__ import annotations

import pytest

from kg.model import Weapon
from tests.told import told


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("Shelling from across the border killed four villagers in Agdam.", {"Artillery"}),
        ("Bandits gunned down nine farmers in Zamfara.", {"SmallArms"}),
        ("Islamist fighters shot dead a dozen soldiers in Maiduguri.", {"SmallArms"}),
        ("Nigerian soldiers fired at suspects in Kano.", {"SmallArms"}),
        ("Kenyan tanks opened fire on a post near Garissa.", {"Artillery"}),
        ("Russian drones dropped grenades on a market in Kherson.", {"Drone"}),
        ("Turkey sent F-16 jets to bomb two Kurdish posts in Duhok.", {"Aircraft"}),
        ("Kurdish rebels used drones to attack a police station in Van.", {"Drone"}),
        ("Pakistan fired on a post in Kunar.", set()),
    ],
)
def test_weapons_are_those_of_the_clause(text: str, weapons: set[str]) -> None:
    found = told(text)
    assert {w.value for s in found.strikes for w in s.weapons} == weapons


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("Turkish drones struck a camp near Sinjar on Tuesday. Iraq condemned the bombing.", {"Drone"}),
        (
            "Gunmen attacked a hotel in Kismayo. A car bomb hit its gate. Kenya condemned the bombing.",
            {"SmallArms", "Bomb"},
        ),
        ("Kenya condemned the bombing of a market in Kismayo by al-Shabaab.", {"Bomb"}),
    ],
)
def test_the_bombing_names_no_bomb_beside_another_weapon(text: str, weapons: set[str]) -> None:
    found = told(text)
    assert {w.value for s in found.strikes for w in s.weapons} == weapons


def test_an_air_attack_is_flown() -> None:
    found = told("An air attack by the army on a village near Loikaw in Myanmar killed 41 people on Monday.")
    assert {w for s in found.strikes for w in s.weapons} == {Weapon.AIRCRAFT}
