"""Whose ministry it is that counts the dead: a group's own, a state's, or one of which the text does not tell."""

from __future__ import annotations

import pytest

from tests.told import attacks, names, told, who_attacked

NOT_OF_A_STATE = [
    # the text, who counted
    (
        "Israel struck Beirut on Tuesday. The Hezbollah-run health ministry said 12 people were killed.",
        "Hezbollah-run health ministry",
    ),
    (
        "Azerbaijan shelled Stepanakert, killing five people, the separatist health ministry said.",
        "separatist health ministry",
    ),
    (
        "Azerbaijan shelled Armenia on Monday. The Russian-installed health ministry said two people died.",
        "Russian-installed health ministry",
    ),
    (
        "Ukraine shelled Donetsk, killing two people, the Russian-installed administration said.",
        "Russian-installed administration",
    ),
    ("Israel struck Sanaa. Three people were killed, the health ministry in Sanaa said.", "health ministry"),
    ("Russia bombed Kharkiv. The interior ministry said five people were killed.", "interior ministry"),
    (
        "Warplanes hit Benghazi, killing three people, the Benghazi-based government's health ministry said.",
        "the Benghazi-based government's health ministry",
    ),
    (
        "Kenya struck Barawa, killing two people, the health ministry of Lower Juba state said.",
        "health ministry of Lower Juba state",
    ),
    (
        "Kenya struck Barawa, killing two people, according to the Lower Juba regional administration.",
        "Lower Juba regional administration",
    ),
]


@pytest.mark.parametrize(("text", "counted"), NOT_OF_A_STATE)
def test_a_ministry_that_others_run_is_not_that_of_the_state_of_the_scene(text: str, counted: str) -> None:
    found = told(text)
    states = {a.key for a in found.actors if a.cls.value == "State"}
    claimants = [a for a in found.actors for c in found.casualties if a.key in c.mention.according_to]
    assert [a.name for a in claimants] == [counted]
    assert not {a.part_of for a in claimants} & states


def test_a_ministry_run_by_a_group_is_part_of_that_group() -> None:
    found = told("At least four people were killed in Hodeidah, the Houthi-run health ministry said.")
    (houthis,) = (a.key for a in found.actors if a.name == "Houthis")
    assert {a.part_of for a in found.actors if "ministry" in a.name} == {houthis}


STILL_OF_A_STATE = [
    ("A bomb exploded in Quetta, Pakistan. The health ministry said nine people died.", "Pakistan"),
    ("Shells hit Kharkiv. Nine people died, the health ministry in Kyiv said.", "Ukraine"),
    ("Chad shelled a camp in Sudan. The defence ministry said nine rebels were killed.", "Chad"),
]


@pytest.mark.parametrize(("text", "state"), STILL_OF_A_STATE)
def test_a_ministry_is_that_of_the_only_state_of_the_one_whose_seat_is_named_and_of_who_acted(
    text: str, state: str
) -> None:
    found = told(text)
    counted = {a.name for a in found.actors for c in found.casualties if a.key in c.mention.according_to}
    assert len(counted) == 1
    assert all(name.endswith(f"Ministry of {state}") for name in counted)


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        ("The Royal Jordanian Air Force bombed a camp in Syria on Monday.", "Jordan"),
        ("Two jets of the Royal Saudi Air Force bombed Saada in Yemen on Monday.", "Saudi Arabia"),
    ],
)
def test_a_royal_force_is_of_the_kingdom_in_its_name(text: str, attacker: str) -> None:
    ((attackers, _, _),) = attacks(told(text))
    assert attackers == [attacker]


def test_a_ministry_in_a_town_of_nobody_in_particular_is_not_that_of_another_state() -> None:
    found = told(
        "Lebanon's foreign ministry rejected the claim. The foreign ministry in Jerusalem accused Syria of lying."
    )
    [by] = [a.initiators for a in found.actions if a.type.value == "Accusation"]
    assert names(found, by) == ["foreign ministry"]


ANNOUNCED = [
    # a state announces its own acts
    ("Kenya on Tuesday recalled its ambassador to Sudan, the foreign ministry said.", "Kenya"),
    (
        "Algeria declared eight employees of the French embassy persona non grata, the foreign ministry said.",
        "Algeria",
    ),
    ("Chad closed its border with Sudan on Monday, the interior ministry said.", "Chad"),
    # in its own capital
    (
        "HANOI, May 14 - Chinese ships rammed two Vietnamese boats on Sunday, the foreign ministry said.",
        "Vietnam",
    ),
]


@pytest.mark.parametrize(("text", "state"), ANNOUNCED)
def test_a_ministry_is_that_of_the_state_whose_act_it_announces_or_in_whose_capital_it_speaks(
    text: str, state: str
) -> None:
    found = told(text)
    speakers = {name for s in found.statements for name in names(found, s.speakers)}
    assert len(speakers) == 1
    assert all(name.endswith(f" of {state}") for name in speakers)


@pytest.mark.parametrize(
    "text",
    [
        "Russia shelled Kharkiv on Monday, the defence ministry said.",
        "Israel bombed a hospital in Gaza on Monday, the health ministry said.",
        "GENEVA, May 14 - Sudan accused Chad of arming rebels, the foreign ministry having said so on Monday.",
    ],
)
def test_who_is_attacked_tells_of_it_too(text: str) -> None:
    found = told(text)
    tellers = {name for s in found.statements for name in names(found, s.speakers)}
    tellers |= {name for s in found.strikes for name in names(found, s.mention.according_to)}
    assert not {
        name for name in tellers if " of Russia" in name or " of Israel" in name or " of Chad" in name
    }


def test_a_military_leader_makes_no_army_of_his_state_the_one_that_is_meant() -> None:
    found = told(
        "BAMAKO, 15 May (Agency) - Gunmen killed nine soldiers near Gao in Mali on Monday.\n\n"
        "Mali's prime minister stayed at home. Chad's military leader telephoned his Malian counterpart.\n\n"
        "The year began badly for Mali. In March the rebels attacked Kidal and Gao. The army said that it had killed "
        "80 of them."
    )
    assert "Chad" not in {name for attackers in who_attacked(found) for name in attackers}


def test_an_army_that_a_later_section_names_is_not_the_one_that_is_meant_before() -> None:
    found = told(
        "MYANMAR\n\nThe military relied once again on air power. On Sunday, jets bombed a village in Sagaing, killing "
        "11 people.\n\nINDIA\n\nTwo soldiers were killed in Akhnoor, Jammu. Pakistan's army said that Indian fire had "
        "wounded two men.\n"
    )
    assert who_attacked(found)[0] == ["Tatmadaw"]
