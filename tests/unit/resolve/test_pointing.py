"""Which attack "the attack" is where more is said of it: what it hit, who complains of it, who denies it."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActionType, ActorClass, Factuality, Knowledge, PlaceKind, Weapon
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def raided(first: str = "Chadian jets bombed the port of Tokar in Sudan on Monday.") -> Telling:
    """An article of a Chadian raid on a port in Sudan."""
    t = Telling("a.txt", "2024-05-14").says(first)
    t.states(td="state/chad", sd="state/sudan")
    t.place("tokar", "Tokar", PlaceKind.CITY, state="state/sudan")
    t.strike("bombed", "td", "sd", "tokar", day("2024-05-13"))
    return t


def sizes(world: Knowledge) -> dict[tuple[str, ...], int]:
    """How many reports each attacker's strike is made of."""
    return {s.attackers: len(s.members) for s in world.strikes}


def test_an_attack_on_what_the_last_strike_did_not_hit_is_another(known: Known) -> None:
    t = raided().says("Doctors mourned the attack on Kornoi Hospital.")
    t.strike("attack", definite=True)
    assert sizes(known(t)) == {("actor/chad",): 1}


def test_an_attack_on_what_a_strike_hit_is_that_strike_and_not_the_last_one(known: Known) -> None:
    t = raided("Chadian jets bombed a hospital and the Tokar mill in Sudan on Monday.")
    t.says("Sudan shelled Chad.").strike("shelled", "sd", "td", when=day("2024-05-13"))
    t.says("Doctors mourned the attack on Kornoi Hospital.").strike("attack", definite=True)
    assert sizes(known(t)) == {("actor/chad",): 2, ("actor/sudan",): 1}


def test_who_calls_an_attack_a_crime_did_not_make_it(known: Known) -> None:
    t = raided().says("Sudan shelled Chad.")
    t.strike("shelled", "sd", "td", when=day("2024-05-14"))
    t.says("Hussein Awad spoke to reporters, calling the attack a war crime.")
    t.actor("awad", "Hussein Awad", ActorClass.PERSON, state="state/sudan")
    t.strike("attack", definite=True, source="awad")
    assert sizes(known(t)) == {("actor/chad",): 2, ("actor/sudan",): 1}


def test_who_denies_having_ordered_an_attack_is_the_attacker_it_is_blamed_on(known: Known) -> None:
    t = raided().says("Sudan shelled Chad.")
    t.strike("shelled", "sd", "td", when=day("2024-05-14"))
    t.says("Mahamat Deby denied a report that he had ordered the attack.")
    t.actor("deby", "Mahamat Deby", ActorClass.PERSON, state="state/chad")
    t.strike("attack", definite=True, how=Factuality.DENIED, source="deby")
    assert sizes(known(t)) == {("actor/chad",): 2, ("actor/sudan",): 1}


def test_what_was_done_before_is_not_the_news(known: Known) -> None:
    t = raided().says("Chad has hit the region before.")
    t.strike("hit", "td", "sd")
    dated = [len(s.members) for s in known(t).strikes if s.when is not None]
    assert dated == [1]


def test_the_raid_on_one_town_is_not_the_attack_told_of_on_another(known: Known) -> None:
    t = raided().says("Villagers buried the dead of the raid on Kassala.")
    t.place("kassala", "Kassala", PlaceKind.CITY, state="state/sudan").strike(
        "raid", (), "sd", "kassala", definite=True
    )
    assert sizes(known(t)) == {("actor/chad",): 1}


def test_the_ambush_in_one_region_is_not_what_was_done_in_another(known: Known) -> None:
    t = Telling("a.txt", "2024-05-14").says("Gunmen stormed a post in Balochistan on Monday.")
    t.states(pk="state/pakistan")
    t.place("bal", "Balochistan", PlaceKind.REGION, entry="place/balochistan", state="state/pakistan")
    t.strike("stormed", (), "pk", "bal", day("2024-05-13"))
    t.says("It began with the ambush in Punjab.")
    t.place("pun", "Punjab", PlaceKind.REGION, entry="place/punjab", state="state/pakistan")
    t.strike("ambush", (), "pk", "pun", definite=True)
    assert [len(s.members) for s in known(t).strikes] == [1]


def test_what_an_army_avenges_is_not_its_own_strike(known: Known) -> None:
    t = Telling("a.txt", "2024-05-14").says("Sudan shelled Chad on Sunday.")
    t.states(td="state/chad", sd="state/sudan")
    t.strike("shelled", "sd", "td", when=day("2024-05-12"))
    t.says("Chadian jets bombed Sudan on Monday.").strike("bombed", "td", "sd", when=day("2024-05-13"))
    t.says("Chad called the operation revenge for the bombardment.")
    t.strike("bombardment", definite=True, source="td")
    assert sizes(known(t)) == {("actor/chad",): 1, ("actor/sudan",): 2}


def test_an_ambush_is_not_what_drones_did(known: Known) -> None:
    t = Telling("a.txt", "2024-05-14").says("Sudanese drones destroyed two trucks of rebels on Monday.")
    t.states(sd="state/sudan")
    t.strike("destroyed", "sd", (), when=day("2024-05-13"), weapons=(Weapon.DRONE,))
    t.says("The United Nations condemned the ambush.").strike("ambush", definite=True)
    assert [len(s.members) for s in known(t).strikes] == [1]


def test_a_raid_above_a_town_on_the_attackers_own_ground_is_taken_up_by_its_name(known: Known) -> None:
    t = Telling("a.txt", "2024-05-14").says("Colombian planes struck an ELN camp above El Tarra on Monday.")
    t.states(co="state/colombia").actor("eln", "ELN", ActorClass.ARMED_GROUP)
    t.strike("struck", "co", "eln", when=day("2024-05-13"))
    t.says("The commander survived the El Tarra raid.")
    t.place("tarra", "El Tarra", PlaceKind.CITY, state="state/colombia")
    t.strike("raid", (), "co", "tarra", definite=True)
    assert sizes(known(t)) == {("actor/colombia",): 2}


def test_a_day_of_the_year_tells_which_attack_an_undated_article_means(known: Known) -> None:
    def raid(id: str, issued: str | None, sentence: str, when: str | None) -> Telling:
        t = Telling(id, issued).says(sentence).states(td="state/chad", sd="state/sudan")
        t.strike("raid", "td", "sd", when=day(when) if when else None, definite=when is None)
        return t

    first = raid("a.txt", "2024-05-05", "Chad made a raid on Sudan.", "2024-05-03")
    second = raid("b.txt", "2024-05-15", "Chad made a raid on Sudan.", "2024-05-13")
    undated = raid("c.txt", None, "Chad's raid of 13 May on Sudan killed nine people.", None)
    assert [s.articles for s in known(first, second, undated).strikes] == [("a.txt",), ("b.txt", "c.txt")]


def test_what_the_us_killed_is_not_a_blast_by_nobody_with_another_toll(known: Known) -> None:
    t = Telling("a.txt", "2025-11-21").says("A roadside bomb killed two soldiers in Somalia on Thursday.")
    t.states(so="state/somalia", us="state/united-states")
    t.dead("two", 2, t.strike("killed", (), "so", when=day("2025-11-20")))
    t.says("The elders of the town met its governor and asked him for pay, ammunition and an ambulance. " * 3)
    t.says("The US strikes killed 17 militants by the count of the state.")
    t.dead("17", 17, t.strike("strikes", "us", definite=True))
    assert sizes(known(t)) == {(): 1}


def test_the_strikes_are_what_was_so_called_and_not_what_hit_those_who_tell_of_them(known: Known) -> None:
    t = Telling("a.txt", "2025-01-08").says("Rebels overran a post in Chad on 21 December.")
    t.states(td="state/chad", sd="state/sudan")
    t.place("chad", "Chad", PlaceKind.COUNTRY, state="state/chad")
    t.strike("overran", (), "td", "chad", day("2024-12-21"))
    t.says("Chadian jets struck Sudan three days later.").strike("struck", "td", "sd", when=day("2024-12-24"))
    t.says("Chad said the strikes destroyed a camp and killed nine.")
    t.dead("nine", 9, t.strike("strikes", definite=True, how=Factuality.CLAIMED, source="td"), by="td")
    assert sizes(known(t)) == {(): 1, ("actor/chad",): 2}


def test_the_bombs_of_a_state_on_its_own_ground_are_those_just_told_of(known: Known) -> None:
    t = Telling("a.txt", "2026-01-16").says("Planes of Chad bombed a clinic in Faya on Thursday.")
    t.states(td="state/chad").place("faya", "Faya", PlaceKind.CITY, state="state/chad")
    t.strike("bombed", "td", "td", "faya", day("2026-01-15"), (Weapon.AIRCRAFT,))
    t.says("The bombs fell at noon.").strike("fell", (), "td", when=day("2026-01-15"))
    assert sizes(known(t)) == {("actor/chad",): 2}


def test_who_protests_and_counts_the_dead_was_hit_itself(known: Known) -> None:
    def told(who: str) -> list[int]:
        t = Telling("a.txt", "2024-05-15").says("It began.").states(pe="state/peru", cl="state/chile")
        t.place("tacna", "Tacna", state="state/peru")
        t.says("Rockets hit Tacna on Tuesday.").strike("hit", (), "pe", "tacna", day("2024-05-14"))
        t.says("It protested against Tuesday's bombing, in which it said 3 people were killed.")
        t.action("protested", ActionType.COMPLAINT, who, "cl" if who == "pe" else "pe")
        t.statement("said", who, "3 people were killed")
        t.dead("3 people", 3, t.strike("bombing", when=day("2024-05-14"), definite=True), who)
        return sorted((len(s.members) for s in known(t).strikes), reverse=True)

    assert told("pe")[0] == 2
    assert told("cl")[0] == 1
