"""What the words around a report say of which event it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import ActorClass, Factuality, Knowledge, PlaceKind, Weapon
from kg.resolve import Resolution
from kg.resolve.clues import another_since, ordinal, proper_names, weekday
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def test_names_of_things_are_told_from_days_and_first_words() -> None:
    assert proper_names("Missiles hit the ferry Estrela near Beira on Friday.") == {"estrela", "beira"}
    assert proper_names("The army of the country was hit.") == frozenset()


def test_a_headline_in_capitals_names_nothing() -> None:
    assert proper_names("Drone Hits Ferry Near Beira And Kills Two Sailors") == frozenset()


@pytest.mark.parametrize(
    ("sentence", "trigger", "expected"),
    [
        ("On one Wednesday the market burned.", "burned", 2),
        ("The general said on Sunday that the depot was hit on Saturday.", "hit", 5),
        ("It burned from Monday to Friday.", "burned", None),
        ("The minister said on Thursday that it burned.", "burned", None),
        ("On Tuesday, Chad fired rockets, which Sudan answered with a raid on Thursday.", "fired", 1),
        ("On Tuesday, Chad fired rockets, which Sudan answered with a raid on Thursday.", "raid", 3),
        ("Kenya recalled its envoy on Friday over the attack on Mandera.", "attack", None),
        ("Chad met Libya on Friday to discuss the raid of Monday.", "raid", 0),
    ],
)
def test_a_trigger_has_the_weekday_next_to_it_but_not_that_of_the_telling(
    sentence: str, trigger: str, expected: int | None
) -> None:
    assert weekday(sentence, sentence.index(trigger)) == expected


@pytest.mark.parametrize(
    ("sentence", "trigger", "expected"),
    [
        ("Another rocket attack killed four in Kismayo.", "attack", True),
        ("A second air strike hit the port.", "strike", True),
        ("In a separate incident, gunmen killed a judge in Mosul.", "killed", True),
        ("The second strike hit the port.", "strike", False),
        ("In a separate interview he spoke of the strike.", "strike", False),
        ("Overnight, Chad also fired rockets at Sudan.", "fired", True),
        ("The raid also hit a school.", "hit", False),
        ("The drones also struck a clinic.", "struck", False),
        ("Togo said that it also shelled a camp.", "shelled", False),
    ],
)
def test_one_more_attack_is_told_by_its_article(sentence: str, trigger: str, expected: bool) -> None:
    begin = sentence.index(trigger)
    assert (another_since(sentence, begin, begin + len(trigger)) is not None) is expected


@pytest.mark.parametrize(
    ("sentence", "trigger", "expected"),
    [
        ("Nobody has claimed this second attack.", "attack", "second"),
        ("It condemned the first of the two attacks.", "attacks", "first"),
        ("Hamas took responsibility for the earlier one.", "took responsibility", "earlier"),
        ("A second attack followed.", "attack", None),
    ],
)
def test_which_of_two_attacks_is_meant(sentence: str, trigger: str, expected: str | None) -> None:
    begin = sentence.index(trigger)
    assert ordinal(sentence, begin, begin + len(trigger)) == expected


def village(id: str, issued: str | None, *sentences: str) -> Telling:
    t = Telling(id, issued)
    for sentence in sentences:
        t.says(sentence)
    return t


def raid_on_yumbi() -> Telling:
    t = village("a.txt", "2024-03-05", "M23 rebels attacked the village of Yumbi on Sunday and killed 14.")
    t.states(cd="state/democratic-republic-of-the-congo")
    t.actor("m", "M23", ActorClass.ARMED_GROUP).place("y", "Yumbi", PlaceKind.UNKNOWN)
    t.dead("14", 14, t.strike("attacked", "m", "cd", "y", day("2024-03-03")))
    return t


def test_sundays_massacre_is_the_one_in_the_village_that_its_article_speaks_of(known: Known) -> None:
    t = village(
        "b.txt", "2024-03-06", "The bishop wants soldiers in Yumbi.", "Sunday's massacre was the worst."
    )
    t.strike("massacre", when=day("2024-03-03"), definite=True)
    assert [s.articles for s in known(raid_on_yumbi(), t).strikes] == [("a.txt", "b.txt")]


def test_sundays_massacre_of_an_article_on_something_else_is_no_event(
    resolved: Callable[..., Resolution],
) -> None:
    t = village(
        "b.txt", "2024-03-06", "The bishop wants soldiers in Goma.", "Sunday's massacre was the worst."
    )
    t.strike("massacre", when=day("2024-03-03"), definite=True)
    resolution = resolved(raid_on_yumbi(), t)
    assert [s.articles for s in resolution.knowledge.strikes] == [("a.txt",)]
    assert [m.span.text for m in resolution.unattached] == ["massacre"]


def test_what_the_article_tells_of_another_strike_is_no_clue(known: Known) -> None:
    t = village("b.txt", "2024-03-06", "Rebels shot at Yumbi on Sunday.")
    t.actor("r", "Rebels", ActorClass.ARMED_GROUP, named=False).place("y", "Yumbi", PlaceKind.UNKNOWN)
    t.strike("shot", "r", (), "y", day("2024-03-03"))
    t.says("The army said its raid was over.")
    t.actor("army", "army", ActorClass.GOVERNMENT_BODY, state="state/uganda")
    t.strike("raid", "army", definite=True)
    strikes = known(raid_on_yumbi(), t).strikes
    assert [(s.articles, s.attackers) for s in strikes] == [(("a.txt", "b.txt"), ("actor/m23",))]


def test_a_ship_is_known_by_its_name_in_an_article_that_names_no_attacker(known: Known) -> None:
    one = village("a.txt", "2024-07-03", "Al-Shabaab struck the tanker Nordlys with a drone on Tuesday.")
    one.actor("s", "Al-Shabaab", ActorClass.ARMED_GROUP, entry="group/al-shabaab")
    one.strike("struck", "s", when=day("2024-07-02"), weapons=(Weapon.DRONE,))
    two = village("b.txt", "2024-07-05", "A drone had set the tanker Nordlys on fire.")
    two.place("sea", "Indian Ocean", PlaceKind.WATER)
    two.strike("set", (), (), "sea", weapons=(Weapon.DRONE,))
    three = village("c.txt", "2024-07-05", "A drone had set the tanker Marisol on fire.")
    three.place("sea", "Indian Ocean", PlaceKind.WATER)
    three.strike("set", (), (), "sea", weapons=(Weapon.DRONE,))
    assert sorted(s.articles for s in known(one, two, three).strikes) == [("a.txt", "b.txt"), ("c.txt",)]


def test_a_ship_has_an_owner_and_a_flag_of_two_countries(known: Known) -> None:
    def hit(id: str, ship: str, entry: str) -> Telling:
        t = village(id, "2024-07-03", f"Pirates hit the tanker {ship} in the Gulf of Guinea on Tuesday.")
        t.states(owner=entry).actor("p", "Pirates", ActorClass.ARMED_GROUP, named=False)
        t.place("sea", "Gulf of Guinea", PlaceKind.WATER)
        t.strike("hit", "p", "owner", "sea", day("2024-07-02"))
        return t

    one, two = hit("a.txt", "Nordlys", "state/norway"), hit("b.txt", "Nordlys", "state/liberia")
    three = hit("c.txt", "Marisol", "state/panama")
    assert sorted(s.articles for s in known(one, two, three).strikes) == [("a.txt", "b.txt"), ("c.txt",)]


def test_an_undated_telling_is_of_the_weekday_that_it_gives(known: Known) -> None:
    def raid(id: str, sentence: str, when: str | None) -> Telling:
        t = village(id, None, sentence).states(et="state/ethiopia", er="state/eritrea")
        t.strike("bombed", "et", "er", when=day(when) if when else None)
        return t

    thursday = raid("a.txt", "Ethiopia bombed Eritrea.", "2024-08-01")
    friday = raid("b.txt", "Ethiopia bombed Eritrea.", "2024-08-02")
    undated = raid("c.txt", "Ethiopia bombed Eritrea on a Friday in August.", None)
    assert [s.articles for s in known(thursday, friday, undated).strikes] == [("a.txt",), ("b.txt", "c.txt")]


def test_another_strike_is_never_the_one_told_before(known: Known) -> None:
    def raid(id: str) -> Telling:
        t = village(id, "2024-08-03", "Sudan bombed Chad on Friday.")
        t.states(sd="state/sudan", td="state/chad")
        t.strike("bombed", "sd", "td", when=day("2024-08-02"))
        return t

    again = raid("b.txt").says("Another raid by Sudan on Chad that day failed.")
    again.strike("raid", "sd", "td", when=day("2024-08-02"))
    assert sorted(s.articles for s in known(raid("a.txt"), again).strikes) == [("a.txt", "b.txt"), ("b.txt",)]


def test_a_strike_is_not_the_one_that_it_answers(known: Known) -> None:
    t = village("a.txt", "2024-08-14", "Kenyan jets bombed Somalia, a day after an attack on Kenya.")
    t.states(ke="state/kenya", so="state/somalia")
    t.strike("bombed", "ke", "so", answers="s2")
    t.strike("attack", definite=True)
    assert [len(s.members) for s in known(t).strikes] == [1]


def test_this_second_attack_is_the_later_one(known: Known) -> None:
    t = village("a.txt", "2024-08-20", "A bomb killed two near Bamako on Monday.")
    t.place("b", "Bamako").states(ml="state/mali")
    t.strike("bomb", (), "ml", "b", day("2024-08-19"), (Weapon.BOMB,))
    t.says("Gunmen had killed nine near Bamako on August 11.")
    t.strike("killed", (), "ml", "b", day("2024-08-11"))
    t.says("Nobody has claimed this second attack.").strike("attack", definite=True)
    counts = {s.when.start.iso: len(s.members) for s in known(t).strikes if s.when}
    assert counts == {"2024-08-19": 2, "2024-08-11": 1}


def test_the_earlier_one_is_not_the_only_one_told_of(known: Known) -> None:
    t = village("a.txt", "2024-08-20", "A bomb killed two near Bamako on Monday.")
    t.place("b", "Bamako").states(ml="state/mali")
    t.actor("j", "JNIM", ActorClass.ARMED_GROUP)
    t.strike("bomb", (), "ml", "b", day("2024-08-19"), (Weapon.BOMB,))
    t.says("JNIM claimed the earlier one.").strike("claimed", "j", definite=True)
    assert [s.attackers for s in known(t).strikes] == [()]


def test_a_day_worked_out_to_lie_after_the_article_is_none(known: Known) -> None:
    t = village("b.txt", "2024-03-06", "It came three days after the rebels' attack on Yumbi.")
    t.actor("m", "M23", ActorClass.ARMED_GROUP).place("y", "Yumbi", PlaceKind.UNKNOWN)
    t.strike("attack", "m", (), "y", day("2024-03-09"))
    assert [s.articles for s in known(raid_on_yumbi(), t).strikes] == [("a.txt", "b.txt")]


def test_a_planned_strike_keeps_its_day_to_come(known: Known) -> None:
    t = village("b.txt", "2024-03-06", "The rebels may attack Yumbi on Saturday.")
    t.actor("m", "M23", ActorClass.ARMED_GROUP).place("y", "Yumbi", PlaceKind.UNKNOWN)
    t.strike("attack", "m", (), "y", day("2024-03-09"), how=Factuality.HYPOTHETICAL)
    (strike,) = known(t).strikes
    assert strike.when is not None
