"""Outlets that tell of one event and differ on its day, its town or its attacker."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActorClass, DateBasis, Knowledge, PlaceKind, When
from kg.resolve import Decision, Verdict
from kg.resolve.corrections import Quote
from tests.resolve_factory import Telling, day, only

Known = Callable[..., Knowledge]


def dam(id: str, when: When | None, town: str = "Goma", sentence: str = "") -> Telling:
    """An outlet's telling of a raid by Rwanda on the dam at Mugote, killing five."""
    said = (
        sentence or f"Rwanda bombed the Mugote dam near {town}, killing five engineers and a turbine keeper."
    )
    t = Telling(id, "2024-03-08").says(said)
    t.states(rw="state/rwanda", cd="state/democratic-republic-of-the-congo")
    t.place("t", town, state="state/democratic-republic-of-the-congo")
    t.dead("five", 5, t.strike("bombed", "rw", "cd", "t", when))
    return t


def differing(world: Knowledge) -> dict[str, int]:
    """How many claims differ, by property."""
    return {c.on_property: len(c.claims) for c in world.contradictions}


def test_outlets_that_differ_by_a_day_on_one_thing_tell_of_one_strike_and_contradict(known: Known) -> None:
    world = known(
        dam("a.txt", day("2024-03-05")), dam("b.txt", day("2024-03-05")), dam("c.txt", day("2024-03-06"))
    )
    strike = only(world)
    assert strike.when is not None
    assert (strike.when.start.iso, len(strike.articles)) == ("2024-03-05", 3)
    assert differing(world) == {"date": 3}
    said = {m.mention.article: m.when.start.iso for m in strike.members if m.when}
    assert said["c.txt"] == "2024-03-06"


def test_a_month_is_no_other_day(known: Known) -> None:
    world = known(dam("a.txt", day("2024-03-05")), dam("b.txt", day("2024-03")))
    assert len(world.strikes) == 1
    assert differing(world) == {}


def test_the_same_toll_in_the_same_town_the_next_day_is_another_strike(known: Known) -> None:
    def raid(id: str, when: str) -> Telling:
        return dam(id, day(when), sentence="Rwanda bombed Goma, killing five people.")

    world = known(raid("a.txt", "2024-03-05"), raid("b.txt", "2024-03-06"))
    assert len(world.strikes) == 2
    assert differing(world) == {}


def test_one_article_that_tells_of_two_days_tells_of_two_strikes(known: Known) -> None:
    t = dam("a.txt", day("2024-03-05")).says("Rwanda bombed the Mugote dam again, killing five engineers.")
    t.dead("five", 5, t.strike("bombed", "rw", "cd", "t", day("2024-03-06")))
    assert len(known(t).strikes) == 2


def test_outlets_that_name_far_towns_for_one_thing_contradict_on_the_place(known: Known) -> None:
    one = dam("a.txt", day("2024-03-05"), "Goma")
    two = dam("b.txt", day("2024-03-05"), "Kinshasa")
    world = known(one, two)
    assert len(world.strikes) == 1
    assert differing(world) == {"location": 2}


def test_a_town_and_its_country_do_not_contradict(known: Known) -> None:
    two = Telling("b.txt", "2024-03-08").says("Rwanda bombed Congo's Mugote dam, killing five engineers.")
    two.states(rw="state/rwanda", cd="state/democratic-republic-of-the-congo")
    two.place("c", "Congo", PlaceKind.COUNTRY, entry="state/democratic-republic-of-the-congo")
    two.dead("five", 5, two.strike("bombed", "rw", "cd", "c", day("2024-03-05")))
    world = known(dam("a.txt", day("2024-03-05")), two)
    assert len(world.strikes) == 1
    assert differing(world) == {}


def blamed(id: str, *attackers: str) -> Telling:
    t = Telling(id, "2024-03-08").says("The market of Zinjibar in Yemen was hit on Tuesday, killing seven.")
    t.states(ye="state/yemen", er="state/eritrea", sa="state/saudi-arabia")
    t.place("z", "Zinjibar", state="state/yemen")
    t.actor("army", "Eritrean army", ActorClass.GOVERNMENT_BODY, state="state/eritrea", part_of="er")
    t.dead("seven", 7, t.strike("hit", attackers, "ye", "z", day("2024-03-05")))
    return t


def test_the_outlier_keeps_its_own_attacker_and_contradicts_what_most_say(known: Known) -> None:
    world = known(
        blamed("a.txt", "er"), blamed("b.txt", "er"), blamed("c.txt", "er"),
        blamed("d.txt", "er"), blamed("e.txt", "er", "sa"),
    )  # fmt: skip
    strike = only(world)
    assert strike.attackers == ("actor/eritrea",)
    said = {m.mention.article: m.attackers for m in strike.members}
    assert said["e.txt"] == ("actor/eritrea", "actor/saudi-arabia")
    assert said["a.txt"] == ("actor/eritrea",)
    assert differing(world) == {"attacker": 5}


def test_a_report_that_both_sides_fired_is_no_dissent_on_who_struck(known: Known) -> None:
    world = known(
        blamed("a.txt", "er"), blamed("b.txt", "er"), blamed("c.txt", "er"),
        blamed("d.txt", "er"), blamed("e.txt", "er", "ye"),
    )  # fmt: skip
    assert only(world).attackers == ("actor/eritrea",)
    assert differing(world) == {}


def test_a_state_and_its_army_are_no_two_attackers(known: Known) -> None:
    world = known(blamed("a.txt", "er"), blamed("b.txt", "army"))
    assert len(world.strikes) == 1
    assert differing(world) == {}


def test_what_a_person_joined_though_the_attackers_differ_is_a_contradiction(known: Known) -> None:
    one, two = blamed("a.txt", "er"), blamed("b.txt", "sa")
    quotes = (Quote("a.txt", "hit"), Quote("b.txt", "hit"))
    joined = Decision(Verdict.SAME_EVENT, quotes, "A. Smith", "2024-04-01")
    world = known(one, two, corrections=[joined])
    assert len(world.strikes) == 1
    assert differing(world)["attacker"] == 2


def test_an_article_without_a_day_borrows_it_and_its_report_says_so(known: Known) -> None:
    world = known(dam("a.txt", day("2024-03-05")), dam("b.txt", None))
    bases = {m.mention.article: m.when.basis for m in only(world).members if m.when}
    assert bases == {"a.txt": DateBasis.RESOLVED, "b.txt": DateBasis.INFERRED}


def test_a_second_mention_in_an_article_that_gives_the_day_borrows_nothing(known: Known) -> None:
    t = dam("a.txt", day("2024-03-05")).says("The raid broke the turbine.")
    t.strike("raid", definite=True)
    bases = [m.when.basis if m.when else None for m in only(known(t)).members]
    assert bases == [DateBasis.RESOLVED, None]
