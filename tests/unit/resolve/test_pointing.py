"""Which attack "the attack" is where more is said of it: what it hit, who complains of it, who denies it."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActorClass, Factuality, Knowledge, PlaceKind
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
