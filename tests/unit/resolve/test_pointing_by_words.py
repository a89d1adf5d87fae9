"""Which of two attacks is meant by what is said of it: "the mosque attack", "the shelling", "the two raids"."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActorClass, Factuality, Knowledge, PlaceKind, Weapon
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def two_attacks(first: str, second: str) -> Telling:
    """An article of two attacks in Kenya by nobody known: a bomb in Garissa on Sunday, shells on Mandera on Monday."""
    t = Telling("a.txt", "2024-05-15").says(first)
    t.states(ke="state/kenya").actor("shabaab", "al-Shabaab", ActorClass.ARMED_GROUP)
    t.place("garissa", "Garissa", PlaceKind.CITY, state="state/kenya")
    t.strike("hit", (), "ke", "garissa", day("2024-05-12"), (Weapon.BOMB,))
    t.says(second).place("mandera", "Mandera", PlaceKind.CITY, state="state/kenya")
    t.strike("hit", (), "ke", "mandera", day("2024-05-13"), (Weapon.ARTILLERY,))
    return t


def by_day(world: Knowledge) -> dict[str, tuple[str, ...]]:
    """Who made the attack of each day."""
    return {s.when.start.iso: s.attackers for s in world.strikes if s.when is not None}


def members(world: Knowledge) -> dict[str, int]:
    """How many reports the attack of each day is made of."""
    return {s.when.start.iso: len(s.members) for s in world.strikes if s.when is not None}


def test_the_mosque_attack_is_the_one_that_hit_a_mosque(known: Known) -> None:
    t = two_attacks("A bomb hit a mosque in Garissa on Sunday.", "Shells hit a depot in Mandera on Monday.")
    t.says("The mosque attack was claimed by al-Shabaab.")
    t.strike("attack was claimed", "shabaab", definite=True, how=Factuality.CLAIMED, source="shabaab")
    assert by_day(known(t)) == {"2024-05-12": ("actor/al-shabaab",), "2024-05-13": ()}


def test_who_claims_the_killing_of_the_herders_claims_no_other_attack(known: Known) -> None:
    t = two_attacks(
        "A bomb hit herders near Garissa on Sunday.", "Shells hit a warehouse in Mandera on Monday."
    )
    t.says("Al-Shabaab claimed responsibility for the killing of the herders.")
    t.strike(
        "claimed responsibility",
        "shabaab",
        definite=True,
        how=Factuality.CLAIMED,
        source="shabaab",
        frame="strike.responsibility",
    )
    assert by_day(known(t)) == {"2024-05-12": ("actor/al-shabaab",), "2024-05-13": ()}


def test_the_bombing_is_not_what_shells_did(known: Known) -> None:
    t = two_attacks("A bomb hit an office in Garissa on Sunday.", "Shells hit a depot in Mandera on Monday.")
    t.says("Al-Shabaab claimed the bombing.")
    t.strike("bombing", "shabaab", (), (), None, (Weapon.BOMB,), definite=True, source="shabaab")
    assert by_day(known(t)) == {"2024-05-12": ("actor/al-shabaab",), "2024-05-13": ()}


def test_the_attack_on_the_market_is_not_what_hit_the_depot_though_both_were_told_of(known: Known) -> None:
    t = two_attacks("A bomb hit a market in Garissa on Sunday.", "Shells hit a depot in Mandera on Monday.")
    t.says("Nine traders died in the attack on the market.")
    t.dead("Nine traders", 9, t.strike("attack", definite=True))
    world = known(t)
    assert members(world) == {"2024-05-12": 2, "2024-05-13": 1}
    assert {s.when.start.iso: len(s.casualties) for s in world.strikes if s.when} == {
        "2024-05-12": 1,
        "2024-05-13": 0,
    }


def test_the_two_attacks_are_both_and_their_toll_is_that_of_both(known: Known) -> None:
    t = two_attacks("A bomb hit an office in Garissa on Sunday.", "Shells hit a depot in Mandera on Monday.")
    t.says("The two attacks killed 12 people.")
    t.dead("12 people", 12, t.strike("attacks killed", definite=True))
    world = known(t)
    assert members(world) == {"2024-05-12": 2, "2024-05-13": 2}
    assert [len(c.strikes) for c in world.casualties] == [2]


def test_the_two_strikes_of_one_raid_are_not_spread_to_another(known: Known) -> None:
    t = two_attacks("A bomb hit an office in Garissa on Sunday.", "Shells hit a depot in Mandera on Monday.")
    t.says("Two air strikes razed a camp in Mandera on Tuesday.")
    t.strike("air strikes", (), "ke", "mandera", day("2024-05-14"), (Weapon.AIRCRAFT,))
    t.says("The two strikes killed 12 people.").strike("strikes killed", definite=True)
    assert members(known(t)) == {"2024-05-12": 1, "2024-05-13": 1, "2024-05-14": 2}


def test_who_only_denies_an_attack_is_not_its_attacker(known: Known) -> None:
    t = two_attacks("A bomb hit an office in Garissa on Sunday.", "Shells hit a depot in Mandera on Monday.")
    t.says("Al-Shabaab denied that it was behind the shelling.")
    t.strike(
        "shelling",
        "shabaab",
        definite=True,
        how=Factuality.DENIED,
        source="shabaab",
        frame="strike.answered-for",
    )
    assert by_day(known(t)) == {"2024-05-12": (), "2024-05-13": ()}


def test_who_denies_what_others_lay_at_his_door_stays_its_attacker(known: Known) -> None:
    t = two_attacks("A bomb hit an office in Garissa on Sunday.", "Shells hit a depot in Mandera on Monday.")
    t.says("Kenya blamed the shelling on al-Shabaab.")
    t.strike("shelling", "shabaab", definite=True, how=Factuality.CLAIMED, source="ke")
    t.says("Al-Shabaab denied the shelling.")
    t.strike("shelling", "shabaab", definite=True, how=Factuality.DENIED, source="shabaab")
    assert by_day(known(t))["2024-05-13"] == ("actor/al-shabaab",)


def denied(by: str) -> Telling:
    """Two attacks, the later of which is laid at the door of al-Shabaab, and somebody says that it was not he."""
    t = two_attacks("A bomb hit an office in Garissa on Sunday.", "Shells hit a depot in Mandera on Monday.")
    t.says("Kenya blamed the shelling on al-Shabaab.")
    t.strike("shelling", "shabaab", definite=True, how=Factuality.CLAIMED, source="ke")
    t.says("It was denied any involvement.")
    t.strike("denied", by, definite=True, how=Factuality.DENIED, source=by, frame="strike.denied")
    return t


def test_who_is_accused_and_denies_it_contradicts_on_the_attacker_alone(known: Known) -> None:
    world = known(denied("shabaab"))
    assert [(c.on_property, len(c.claims)) for c in world.contradictions] == [("attacker", 2)]
    assert [c.event for c in world.contradictions] == [
        s.id for s in world.strikes if s.attackers == ("actor/al-shabaab",)
    ]


def test_who_denies_what_nobody_lays_at_his_door_contradicts_nobody(known: Known) -> None:
    world = known(denied("ke"))
    assert world.contradictions == ()
    assert len(world.strikes) == 2
    assert all("state/kenya" not in s.attackers for s in world.strikes)


def test_the_mortar_attack_laid_at_anothers_door_is_still_not_the_bombing(known: Known) -> None:
    t = Telling("a.txt", "2024-05-15").says("A bomb hit an office in Garissa on Sunday.")
    t.states(ke="state/kenya", so="state/somalia").actor("rebels", "Mandera Front", ActorClass.ARMED_GROUP)
    t.place("garissa", "Garissa", PlaceKind.CITY, state="state/kenya")
    t.strike("hit", (), "ke", "garissa", day("2024-05-12"), (Weapon.BOMB,))
    t.says("The front fired mortars at a camp in Wajir on Tuesday.")
    t.place("wajir", "Wajir", PlaceKind.CITY, state="state/kenya")
    t.strike("fired", "rebels", "ke", "wajir", day("2024-05-14"), (Weapon.ARTILLERY,))
    t.says("The minister accused Somalia of directing the mortar attack.")
    t.strike("mortar attack", "so", (), (), None, (Weapon.ARTILLERY,), definite=True, how=Factuality.CLAIMED)
    assert by_day(known(t))["2024-05-12"] == ()
