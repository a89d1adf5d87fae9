"""Which attack a count belongs to, whose count it is, and how many: in texts that tell of several."""

from __future__ import annotations

import pytest

from kg.model import Extraction
from tests.told import counts_of_dead, counts_of_injured, names, told, who_counted


def by_place(found: Extraction) -> dict[tuple[str, str], set[int]]:
    """(place of the attack, "dead" or "injured") → the counts told of it."""
    strikes = {s.key: s for s in found.strikes}
    out: dict[tuple[str, str], set[int]] = {}
    for claim in found.casualties:
        for key in claim.strikes:
            for place in names(found, strikes[key].places) or ["nowhere"]:
                if claim.deaths is not None:
                    out.setdefault((place, "dead"), set()).add(claim.deaths.low)
                if claim.injuries is not None:
                    out.setdefault((place, "injured"), set()).add(claim.injuries.low)
    return out


TWO_ATTACKS = [
    (
        "The car bomb in Baidoa killed three soldiers. It came two days after a mortar attack on Mogadishu that left "
        "seven people dead.",
        {("Baidoa", "dead"): {3}, ("Mogadishu", "dead"): {7}},
    ),
    (
        "A bomb went off in Quetta on Friday, wounding 13 people. The blast followed an attack on a police van in "
        "Peshawar in which five officers died.",
        {("Quetta", "injured"): {13}, ("Peshawar", "dead"): {5}},
    ),
    (
        "Rebels shelled Goma on Friday. Drones hit a market in Bukavu on Saturday. Nine people died in Goma.",
        {("Goma", "dead"): {9}},
    ),
    (
        "Gunmen attacked Kukawa on Monday, a day after a bombing in Monguno. Nine farmers were killed.",
        {("Kukawa", "dead"): {9}},
    ),
    (
        "A shell hit Kobani on Friday. The strike came two days after a Turkish drone attack on the town of Qamishli "
        "killed four people.",
        {("Qamishli", "dead"): {4}},
    ),
    (
        "A shell hit Kobani on Friday. The raid came five days after at least 12 soldiers died in an "
        "ambush near Manbij.",
        {("Manbij", "dead"): {12}},
    ),
    (
        "Rockets fell on Kobani on Saturday, killing a farmer, while Syria revised the toll of Thursday's attack on "
        "a market in Qamishli to eleven.",
        {("Kobani", "dead"): {1}, ("Qamishli", "dead"): {11}},
    ),
]


@pytest.mark.parametrize(("text", "expected"), TWO_ATTACKS)
def test_of_two_attacks_each_keeps_its_own_dead(text: str, expected: dict[tuple[str, str], set[int]]) -> None:
    assert by_place(told(text)) == expected


def test_of_several_attacks_the_dead_of_one_are_told_behind_those_of_all() -> None:
    text = (
        "Kenyan strikes killed 48 people in Barawa on Wednesday, Amnesty International said, 14 of them in an air "
        "strike on a tent near Jilib."
    )
    assert by_place(told(text))[("Jilib", "dead")] == {14}


def test_a_count_several_sentences_later_is_of_the_attack_told_before() -> None:
    text = (
        "A suicide bomber blew himself up outside a bank in Kandahar on Thursday. The victims were lined up to "
        "collect their salaries. The bank was new. Windows broke far away. Shops stayed closed. "
        "At least 21 people died, a doctor said."
    )
    assert by_place(told(text)) == {("Kandahar", "dead"): {21}}


OF_NO_ATTACK = [
    "A bomb hit a bus in Kabul on Saturday. Last month 20 people died when floods hit the north.",
    "Tanks shelled Jabalia on Monday. More than 400 people have been killed in such attacks since October.",
    "Rebels shelled Goma on Friday. In Sange a grenade explosion among soldiers left 36 dead.",
    "Bandits raided Maradi on Monday. In March the district had seen 66 deaths in a single day.",
    "Jets bombed Tehran on Monday. At least 610 people have been killed in Iran since then.",
    "Jets bombed Sanaa on Monday. The army said it had hit more than 800 targets.",
    "Gunmen attacked a village near Jos on Tuesday. Violence between herders has killed 2,000 people this year.",
]


@pytest.mark.parametrize("text", OF_NO_ATTACK)
def test_dead_of_something_else_are_not_counted_for_the_attack_before(text: str) -> None:
    assert not told(text).casualties


HOW_MANY = [
    ("Three officers were killed and 11 people, five of them passers-by, were injured.", {3}, {11}),
    ("Two children were killed and three girls injured.", {2}, {3}),
    ("It killed at least eight people, one of them a pregnant woman.", {8}, set()),
    ("It killed as many as 100 people, many of them children.", {100}, set()),
    ("Seven children were among the 13 killed.", {13}, set()),
    ("The wounded numbered 58 and the dead 14.", {14}, {58}),
    ("Officials reported 12 civilians dead.", {12}, set()),
    ("Two people were killed and ten others taken to hospital with burns.", {2}, {10}),
    ("The army said at least 16 militants were eliminated.", {16}, set()),
    ("It claimed the lives of five teachers.", {5}, set()),
    ("A commander was killed along with three of his bodyguards.", {4}, set()),
    ("Four policemen and a civilian died; nine others, including a child, were hurt.", {5}, {9}),
    ("It killed two guards, and wrecked a power station.", {2}, set()),
    ("It killed seven people. Fifteen children are among the injured.", {7}, {15}),
    ("Two of its crew of four were killed.", {2}, set()),
    ("The mayor said 19 students between 15 and 21 were killed.", {19}, set()),
    ("Seven people died. The toll had reached 31, with 80 injured, by noon.", {7, 31}, {80}),
]


@pytest.mark.parametrize(("text", "dead", "injured"), HOW_MANY)
def test_the_number_is_that_of_the_people_and_of_nobody_twice(
    text: str, dead: set[int], injured: set[int]
) -> None:
    found = told("A missile hit a school in Kharkiv on Monday. " + text)
    assert set(counts_of_dead(found)) == dead
    assert set(counts_of_injured(found)) == injured


WHOSE = [
    ("Police said it killed seven.", 7, "Police"),
    ("Rescuers said seven people were killed.", 7, "Rescuers"),
    ("Seven people were killed, according to the ambulance service.", 7, "ambulance service"),
    ("The governor spoke of seven dead.", 7, "governor"),
    ("An earlier count by the rescuers had put the dead at seven.", 7, "rescuers"),
    ("Residents said five people had died; the police confirmed seven deaths.", 7, "police"),
    ("Hospital staff said they had received seven bodies.", 7, "staff"),
    ("Police said 14 people were hurt. A charity said a hospital had received seven bodies.", 7, "charity"),
    ("Five people died, residents said; in a camp seven were killed, the director said.", 7, "director"),
    ("Seven people died, residents and local media said on Wednesday.", 7, "residents"),
    (
        "It killed seven people, many of them children, residents and independent media said on Wednesday.",
        7,
        "residents",
    ),
    ("As was reported by the police, seven people were killed.", 7, "police"),
]


@pytest.mark.parametrize(("text", "number", "whose"), WHOSE)
def test_a_count_is_of_the_nearest_who_tells_it(text: str, number: int, whose: str) -> None:
    by = who_counted(told("A missile hit a school in Kharkiv on Monday. " + text), number)
    assert len(by) == 1
    assert whose.lower() in by[0][0].lower()


def test_a_count_in_a_quote_of_two_sentences_is_of_who_is_quoted() -> None:
    found = told(
        "Missiles hit a block of flats in Kharkiv on Monday. "
        '"Eleven people are dead. Twenty-eight were injured," Mayor Ihor Terekhov wrote on Telegram.'
    )
    assert {n for c in found.casualties for n in names(found, c.mention.according_to)} == {"Ihor Terekhov"}


def test_an_unknown_who_counts_leaves_the_count_to_nobody_else() -> None:
    found = told(
        "Gangs massacred 70 people in Pont-Sonde on Thursday, the United Nations said, while a leaflet spoke of 115."
    )
    assert who_counted(found, 115) == [[]]


def test_authorities_of_separatists_are_not_the_state() -> None:
    found = told(
        "Azerbaijani drones struck posts near Lachin in Azerbaijan on Monday. "
        "Two of the defenders were killed, according to the separatist authorities."
    )
    assert {n for c in found.casualties for n in names(found, c.mention.according_to)} == {
        "separatist authorities"
    }


OWN_TOLLS = [
    (
        "On 12 April gunmen of al-Shabaab attacked a police post at Mandera in Kenya. The police said three officers "
        "had died. In a message on its channel, al-Shabaab claimed to have killed 11 policemen.",
        True,
    ),
    (
        "Gunmen stormed a hotel in Baidoa in Somalia on Saturday, killing six people. Al-Shabaab said on its radio "
        "station that its fighters had killed 30 officials.",
        True,
    ),
    (
        "Israeli jets bombed a school in Gaza on Monday. Israel said its forces had killed ten Hezbollah fighters.",
        False,
    ),
    (
        "Gunmen of al-Shabaab attacked a police post at Mandera in Kenya. On Sunday al-Shabaab said it had killed two "
        "soldiers near Baidoa.",
        False,
    ),
]


@pytest.mark.parametrize(("text", "same"), OWN_TOLLS)
def test_whom_an_attacker_says_he_killed_are_those_of_the_attack_just_told(text: str, same: bool) -> None:
    *_, last = told(text).strikes
    assert last.definite is same


def test_who_died_is_not_of_the_attack_that_this_one_was_payback_for() -> None:
    found = told(
        "Ukrainian drones attacked an oil refinery in Samara on Monday in what a source described as payback for the "
        "missile strike on flats in Dnipro. The governor said one worker had been killed."
    )
    ((place,),) = [
        names(found, s.places) for c in found.casualties for s in found.strikes if s.key in c.strikes
    ]
    assert place == "Samara"
