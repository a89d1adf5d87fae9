"""Which strikes one article tells apart, and which of its tellings are of one: by scene, hour, day and what goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import ActorClass, Knowledge, PlaceKind, Weapon
from kg.resolve.clues import another_since, clock, is_aside, is_elsewhere
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def israel_on_lebanon(id: str = "a.txt", issued: str | None = "2024-05-15") -> Telling:
    return Telling(id, issued).says("It began.").states(il="state/israel", lb="state/lebanon")


def groups(world: Knowledge) -> list[int]:
    """How many reports each strike is made of, most first."""
    return sorted((len(s.members) for s in world.strikes), reverse=True)


def test_strikes_of_one_day_in_regions_far_from_each_other_are_two(known: Known) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(et="state/ethiopia")
    t.place("tig", "Tigray", PlaceKind.REGION, entry="place/tigray", state="state/ethiopia")
    t.place("oro", "Oromia", PlaceKind.REGION, entry="place/oromia", state="state/ethiopia")
    t.says("Jets bombed a market in Tigray.").strike("bombed", "et", "et", "tig", day("2024-05-14"))
    t.says("A drone hit a minibus in Oromia.").strike("hit", "et", "et", "oro", day("2024-05-14"))
    assert groups(known(t)) == [1, 1]


def test_a_sentence_that_opens_with_another_place_tells_of_another_strike(known: Known) -> None:
    def told(second: str) -> list[int]:
        t = israel_on_lebanon()
        t.place("bt", "Beirut", entry="place/beirut", state="state/lebanon")
        t.place("bk", "Bekaa Valley", PlaceKind.REGION, entry="place/bekaa-valley", state="state/lebanon")
        t.says("Israel bombed Beirut on Tuesday.").strike("bombed", "il", "lb", "bt", day("2024-05-14"))
        t.says(second).strike("killed", "il", "lb", "bk", day("2024-05-14"))
        return groups(known(t))

    assert told("In the Bekaa Valley, a drone killed a farmer.") == [1, 1]
    assert told("The raid killed a farmer whose home is in the Bekaa Valley.") == [2]


def test_strikes_at_two_hours_of_one_day_are_two(known: Known) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(az="state/azerbaijan", am="state/armenia")
    t.place("sotk", "Sotk", state="state/armenia")
    t.says("At 06:15 troops fired on Sotk.").strike("fired", "az", "am", "sotk", day("2024-05-13"))
    t.says("At 15:40 a drone hit a car near Sotk.").strike("hit", "az", "am", "sotk", day("2024-05-13"))
    assert groups(known(t)) == [1, 1]


def test_what_an_article_recalls_of_years_ago_is_not_its_news_without_a_day(known: Known) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(ind="state/india", pk="state/pakistan")
    t.says("Indian jets bombed a militant camp in Pakistan, New Delhi said.").strike("bombed", "ind", "pk")
    t.says("In 2019 Indian jets bombed a camp that New Delhi said was of militants.")
    t.strike("bombed", "ind", "pk", when=day("2019-02"))
    assert groups(known(t)) == [1, 1]


@pytest.mark.parametrize(
    "sentence",
    [
        "Three weeks earlier, Iranian guns shelled a mill near Penjwen and set fire to a school.",
        "Two nights after the talks began, Iranian guns shelled a mill and set fire to a school.",
        "In February, the governor said Iranian guns had shelled a mill and set fire to a school.",
        "Iran shelled the district again and set fire to a school.",
    ],
)
def test_what_followed_on_another_time_is_another_strike_of_no_known_day(known: Known, sentence: str) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(ir="state/iran", iq="state/iraq")
    t.says("Iranian guns killed a shepherd in Iraq on Tuesday.").strike(
        "killed", "ir", "iq", when=day("2024-05-14")
    )
    t.says(sentence).strike("shelled", "ir", "iq")
    t.strike("set fire", "ir", "iq")
    world = known(t)
    assert groups(world) == [2, 1]
    assert {s.when for s in world.strikes if len(s.members) == 2} == {None}


def test_what_happened_on_friday_and_again_on_saturday_is_told_once(known: Known) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(ir="state/iran", iq="state/iraq")
    t.says("Iranian guns hit a camp in Iraq on Monday.").strike("hit", "ir", "iq", when=day("2024-05-13"))
    t.says("They shelled it at noon and again at dusk.").strike("shelled", "ir", "iq")
    assert groups(known(t)) == [2]


def test_two_weekdays_of_an_article_without_a_date_are_two_strikes(known: Known) -> None:
    t = israel_on_lebanon(issued=None)
    t.says("On Thursday Israel shelled a village.").strike("shelled", "il", "lb")
    t.says("And on Wednesday Israel shelled a position.").strike("shelled", "il", "lb")
    assert groups(known(t)) == [1, 1]


def test_more_of_what_was_just_told_is_no_event_of_its_own(known: Known) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(rw="state/rwanda", cd="state/congo")
    t.place("goma", "Goma", state="state/congo")
    t.says("Rwanda carried out a drone attack on Goma on Tuesday.")
    t.strike("attack", "rw", "cd", "goma", day("2024-05-14"), (Weapon.DRONE,))
    t.says("Two bombs exploded near the runway.").strike("exploded", (), "cd", weapons=(Weapon.BOMB,))
    assert groups(known(t)) == [2]


def test_what_came_before_or_killed_others_is_not_more_of_what_was_just_told(known: Known) -> None:
    def told(second: str, dead: int | None = None) -> list[int]:
        t = Telling("a.txt", "2024-05-15").says("It began.").states(pk="state/pakistan", ind="state/india")
        t.says("Pakistani shells killed 12 people in India.")
        t.dead("12", 12, t.strike("shells", "pk", "ind"))
        gunmen = t.says(second).strike("killed", (), "ind")
        if dead is not None:
            t.dead(str(dead), dead, gunmen)
        return groups(known(t))

    # They say neither who nor when nor at what spot, and are no events of their own beside another.
    assert told("It came two weeks after gunmen killed tourists.") == [1]
    assert told("A blast killed 26 tourists.", 26) == [1]
    assert told("A blast killed many of them.") == [2]


def test_a_telling_waits_for_the_day_that_the_article_gives_further_down(known: Known) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(so="state/somalia")
    t.actor("sh", "al-Shabaab", ActorClass.ARMED_GROUP, entry="group/al-shabaab")
    t.place("mog", "Mogadishu", state="state/somalia")
    t.says("Al-Shabaab stormed a hotel in Mogadishu with rifles.")
    t.strike("stormed", "sh", "so", "mog", weapons=(Weapon.SMALL_ARMS,))
    t.says("The assault began on Saturday.").strike("assault", when=day("2024-05-11"), definite=True)
    t.says("On Saturday al-Shabaab set off a car bomb.")
    t.strike("set off", "sh", "so", when=day("2024-05-11"), weapons=(Weapon.BOMB,))
    assert groups(known(t)) == [3]


def test_the_earlier_attack_with_a_day_of_its_own_is_one_more_by_the_same_on_the_same(known: Known) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(ru="state/russia", ua="state/ukraine")
    t.place("kh", "Kharkiv", state="state/ukraine")
    t.says("Russia hit Kharkiv on Tuesday, for the second time in a week.")
    t.strike("hit", "ru", "ua", "kh", day("2024-05-14"))
    t.says("In the earlier attack, last Friday, three people were killed.")
    t.strike("attack", when=day("2024-05-10"), definite=True)
    strikes = known(t).strikes
    assert [(s.when.start.iso if s.when else None, s.attackers) for s in strikes] == [
        ("2024-05-10", ("actor/russia",)),
        ("2024-05-14", ("actor/russia",)),
    ]


def test_all_three_attacks_are_those_that_were_told_where_fewer_were(known: Known) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(sd="state/sudan")
    t.actor("rsf", "Rapid Support Forces", ActorClass.ARMED_GROUP, entry="group/rsf")
    t.place("ps", "Port Sudan", state="state/sudan")
    t.says("Drones hit Port Sudan.").strike("hit", (), "sd", "ps", day("2024-05-14"))
    t.says("The minister accused the RSF of all three attacks.").strike("attacks", "rsf", "sd")
    assert groups(known(t)) == [2]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("At 05:30 troops opened fire.", 330),
        ("It fell at about 11am on people at a school.", 660),
        ("Around 12.15 a.m. a shell landed.", 15),
        ("It lasted from 3 p.m. to 5 p.m.", None),
        ("At 14 sites, at 9:30 and at 10:30, drones hit.", None),
        ("On 13 May drones hit 24 houses.", None),
    ],
)
def test_the_hour_of_a_sentence(sentence: str, expected: int | None) -> None:
    assert clock(sentence) == expected


def test_how_a_sentence_sets_its_attack_apart() -> None:
    assert is_elsewhere("Further south, in the Oromia region, a drone hit a bus.")
    assert not is_elsewhere("A drone hit a bus in Oromia, killing five.")
    assert is_aside("Kabul accused the army of bombing the village.", 30)
    assert not is_aside("Two bombs exploded before dawn.", 10)
    assert another_since("More raids followed on Tuesday: a drone struck a convoy.", 40, 46) == 0


@pytest.mark.parametrize(
    ("sentence", "dead", "expected"),
    [
        ("Ten days earlier the same crews had worked in Nara, where a shell killed 3.", 3, [1, 1]),
        ("In a separate attack, a shell killed 3 in Nara.", 3, [1, 1]),
        ("Ten days earlier a shell had killed the 14 in Nara.", 14, [2]),
        ("There a shell killed 3 in Nara.", 3, [2]),
    ],
)
def test_what_is_taken_up_before_another_is_told_is_not_that_one(
    known: Known, sentence: str, dead: int, expected: list[int]
) -> None:
    t = Telling("a.txt", "2024-05-15").says("It began.").states(fr="state/france", ml="state/mali")
    t.place("na", "Nara", state="state/mali")
    t.says("The number of people killed in the French attack on the camp rose to 14.")
    t.dead("rose to 14", 14, t.strike("attack", "fr", "ml", definite=True))
    t.says(sentence)
    t.dead(str(dead), dead, t.strike("killed", "fr", "ml", "na"))
    assert groups(known(t)) == expected
