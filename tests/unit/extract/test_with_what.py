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


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("A grenade dropped by a Russian drone wounded a policeman near Kherson in Ukraine.", {Weapon.DRONE}),
        (
            "Missiles fired by Israeli jets killed six people in Homs on Monday.",
            {Weapon.MISSILE, Weapon.AIRCRAFT},
        ),
        ("A market at Kaya was hit by two bombs dropped from an aircraft.", {Weapon.BOMB, Weapon.AIRCRAFT}),
    ],
)
def test_what_lets_go_of_a_weapon_is_one_as_well(text: str, weapons: set[Weapon]) -> None:
    assert {w for s in told(text).strikes for w in s.weapons} == weapons


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("A drone of the Somali air force struck a gathering at Qoryoley on Monday.", {Weapon.DRONE}),
        ("Militants shelled the airport of Kidal in Mali with rockets.", {Weapon.ROCKET}),
        ("Militants shelled the airport of Kidal in Mali.", {Weapon.ARTILLERY}),
        ("Rebels blew up a railway near Nampula in Mozambique on Monday.", {Weapon.BOMB}),
        ("Rwandan troops blew up a bridge near Goma on Monday.", set()),
    ],
)
def test_the_weapon_is_that_which_was_used_and_not_its_owner(text: str, weapons: set[Weapon]) -> None:
    assert {w for s in told(text).strikes for w in s.weapons} == weapons


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("Men armed with rifles and machetes attacked a village near Bunia on Monday.", {"SmallArms"}),
        ("Fighters of the ADF armed with guns attacked a church near Beni on Monday.", {"SmallArms"}),
        ("Russian forces dropped guided glide bombs on Sumy on Tuesday, killing three.", {"Bomb"}),
        ("Russian jets dropped glide bombs on Sumy on Tuesday.", {"Aircraft", "Bomb"}),
        ("Militants rammed a car packed with explosives into a camp in Baidoa on Tuesday.", {"Bomb"}),
    ],
)
def test_what_people_are_armed_with_and_what_a_vehicle_is_packed_with_is_the_weapon(
    text: str, weapons: set[str]
) -> None:
    found = told(text)
    assert len(found.strikes) == 1
    assert {w.value for w in found.strikes[0].weapons} == weapons


@pytest.mark.parametrize(
    ("text", "attacks"),
    [
        ("On Monday a similar device killed a policeman and injured nine people in Kirkuk.", 1),
        ("A motorcycle loaded with explosives went off in Kirkuk on Monday. One policeman died there.", 1),
        ("A medical device killed a patient in Kirkuk on Monday.", 0),
    ],
)
def test_a_device_that_kills_and_a_loaded_vehicle_that_goes_off_are_bombs(text: str, attacks: int) -> None:
    found = told(text)
    assert [{w.value for w in s.weapons} for s in found.strikes] == [{"Bomb"}] * attacks
