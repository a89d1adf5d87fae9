"""One attack told again in an article: by its men, in the words of who made it, by its town; and two that are two."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActorClass, Factuality, Knowledge, PlaceKind, Weapon
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def article(first: str) -> Telling:
    """An article of a Tuesday about Somalia."""
    return Telling("a.txt", "2025-03-04").says(first).states(so="state/somalia")


def stormed_then(more: str) -> Telling:
    """An article of gunmen who stormed a post in Bari, and of who fired on one at Balidhidin."""
    t = article("Gunmen stormed a police post in Bari on Monday.")
    t.place("bari", "Bari", PlaceKind.UNKNOWN, state="state/somalia")
    t.strike("stormed", (), "so", "bari", day("2025-03-03"))
    t.says(more).place("post", "Balidhidin", PlaceKind.UNKNOWN, state="state/somalia")
    t.strike("fired", (), "so", "post", day("2025-03-03"))
    return t


def towns(world: Knowledge) -> list[list[str]]:
    """The names of the places of each strike."""
    label = {p.id: p.label for p in world.places}
    return sorted(sorted(label[p] for p in s.places) for s in world.strikes)


def test_what_the_attackers_do_is_more_of_the_attack_just_told(known: Known) -> None:
    t = stormed_then("The attackers came before dawn and fired on the post at Balidhidin.")
    assert towns(known(t)) == [["Balidhidin", "Bari"]]


def test_what_other_gunmen_do_is_another_attack(known: Known) -> None:
    t = stormed_then("Gunmen fired on a post at Balidhidin.")
    assert len(known(t).strikes) == 2


def hit_from_the_air() -> Telling:
    """An article of a drone on a wedding, by nobody named, in Somalia."""
    t = article("A drone hit a wedding in Bardera on Monday.")
    t.place("bardera", "Bardera", PlaceKind.CITY, state="state/somalia")
    t.strike("hit", (), "so", "bardera", day("2025-03-03"), (Weapon.DRONE,))
    return t.actor("shabaab", "al-Shabaab", ActorClass.ARMED_GROUP, entry="group/al-shabaab")


def test_an_army_that_tells_its_version_of_a_strike_at_home_made_it(known: Known) -> None:
    t = hit_from_the_air().says("The army of Somalia said it had struck a gathering of al-Shabaab.")
    t.strike("struck", "so", "shabaab", how=Factuality.CLAIMED, source="so")
    (strike,) = known(t).strikes
    assert strike.attackers == ("actor/somalia",)


def test_an_army_that_denies_a_strike_did_not_make_it(known: Known) -> None:
    t = hit_from_the_air().says("The army of Somalia denied having struck a wedding.")
    t.strike("struck", "so", (), how=Factuality.DENIED, source="so")
    assert all(not s.attackers for s in known(t).strikes if s.when)


def test_what_an_army_struck_is_not_what_gunmen_did_to_it(known: Known) -> None:
    t = article("Gunmen killed nine people in Bardera on Monday.")
    t.place("bardera", "Bardera", PlaceKind.CITY, state="state/somalia")
    t.strike("killed", (), "so", "bardera", day("2025-03-03"))
    t.says("Somalia said its forces had hit camps of al-Shabaab.")
    t.actor("shabaab", "al-Shabaab", ActorClass.ARMED_GROUP, entry="group/al-shabaab")
    t.strike("hit", "so", "shabaab", how=Factuality.CLAIMED, source="so")
    assert len(known(t).strikes) == 2


def hit_by_kenya() -> Telling:
    """An article of Kenyan jets on a market at Jilib in Somalia, and of whom and whose office else Kenya may speak."""
    t = article("Kenyan jets hit the market of Jilib on Monday, killing nine.").states(ke="state/kenya")
    t.states(er="state/eritrea").place("jilib", "Jilib", state="state/somalia")
    t.strike("hit", "ke", "so", "jilib", day("2025-03-03"), (Weapon.AIRCRAFT,))
    t.dead("killing nine", 9, "s1")
    return t.actor("shabaab", "al-Shabaab", ActorClass.ARMED_GROUP, entry="group/al-shabaab")


def test_what_an_attacker_says_he_hit_is_the_strike_just_told_of_him(known: Known) -> None:
    t = hit_by_kenya().says(
        "Nairobi said its jets had destroyed two trucks and killed 30 fighters of al-Shabaab."
    )
    t.strike("destroyed", "ke", "shabaab", (), None, (Weapon.AIRCRAFT,), how=Factuality.CLAIMED, source="ke")
    t.dead("killed 30 fighters", 30, "s2", "ke")
    assert towns(known(t)) == [["Jilib"]]


def test_whose_office_an_attacker_says_he_hit_is_not_where_that_was(known: Known) -> None:
    t = hit_by_kenya().says("Nairobi said it had hit an office of the Eritrean intelligence service.")
    t.strike("hit", "ke", "er", how=Factuality.CLAIMED, source="ke")
    assert towns(known(t)) == [["Jilib"]]


def test_what_an_attacker_says_he_hit_as_well_elsewhere_or_another_day_is_another(known: Known) -> None:
    also = hit_by_kenya().says("Nairobi said it had also hit an office of the Eritrean intelligence service.")
    also.strike("hit", "ke", "er", how=Factuality.CLAIMED, source="ke")
    dated = hit_by_kenya().says("Nairobi said it had struck al-Shabaab on Friday.")
    dated.strike("struck", "ke", "shabaab", (), day("2025-02-28"), how=Factuality.CLAIMED, source="ke")
    assert len(known(also).strikes) == len(known(dated).strikes) == 2


def test_the_attack_on_a_town_is_the_one_told_before_and_not_a_later_one(known: Known) -> None:
    t = Telling("a.txt", "2024-05-20").says("Insurgents attacked Quissanga on 3 May.")
    t.states(mz="state/mozambique", rw="state/rwanda")
    t.place("q", "Quissanga", PlaceKind.CITY, state="state/mozambique")
    t.strike("attacked", (), "mz", "q", day("2024-05-03"))
    t.says("The attack on Quissanga lasted five hours and six people died.")
    t.dead("six people died", 6, t.strike("attack", (), "mz", "q", definite=True))
    t.says("Rwanda fired rockets at a camp near Quissanga on 14 May.")
    t.strike("fired", "rw", "mz", "q", day("2024-05-14"))
    world = known(t)
    (toll,) = world.casualties
    assert [s.attackers for s in world.strikes if s.id in toll.strikes] == [()]


def test_a_day_in_the_next_sentence_is_that_of_the_attack_just_told(known: Known) -> None:
    t = Telling("a.txt", "2025-06-22").says("Russia hit Kramatorsk on Saturday.")
    t.states(ru="state/russia", ua="state/ukraine")
    t.place("kra", "Kramatorsk", PlaceKind.CITY, state="state/ukraine")
    t.place("kre", "Kremenchuk", PlaceKind.CITY, state="state/ukraine")
    t.strike("hit", "ru", "ua", "kra", day("2025-06-21"))
    t.says("Rescuers searched the rubble of a block of flats through the night and into the morning. " * 3)
    t.says("Russia also bombed Kremenchuk for the second time in a week.")
    t.strike("bombed", "ru", "ua", "kre")
    t.says("The Saturday attack started a fire at a refinery.")
    t.strike("attack", when=day("2025-06-21"), definite=True)
    assert [s.when and s.when.start.iso for s in known(t).strikes] == ["2025-06-21", "2025-06-21"]


def test_who_raided_the_place_raided_the_one_just_told(known: Known) -> None:
    t = article("Gunmen attacked Bardera on Monday.")
    t.place("bardera", "Bardera", PlaceKind.CITY, state="state/somalia")
    t.strike("attacked", (), "so", "bardera", day("2025-03-03"))
    t.says("Fighters of al-Shabaab had raided the town because its men belonged to a militia.")
    t.actor("shabaab", "al-Shabaab", ActorClass.ARMED_GROUP, entry="group/al-shabaab")
    t.strike("raided", "shabaab", "so")
    assert [s.attackers for s in known(t).strikes] == [("actor/al-shabaab",)]
