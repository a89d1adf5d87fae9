"""What whole pages as newsrooms print them do not say: labels, footnotes, asides, mishaps beside an attack."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import acts, attacks, counts_of_dead, names, told, who_attacked


@pytest.mark.parametrize(
    "text",
    [
        "Chad: The government condemned the raid on Arua and recalled its ambassador from Kampala.",
        "Peru: Foreign Minister Elmer Schialer called on both sides to show restraint.",
        "Turkey: President Recep Tayyip Erdogan warned that the strikes would spread the war.",
    ],
)
def test_state_as_a_label_is_not_who_says_it(text: str) -> None:
    found = told(text)
    assert not {"Chad", "Peru", "Turkey"} & {n for t in found.statements for n in names(found, t.speakers)}


def test_footnotes_are_no_part_of_a_name_nor_of_what_was_said() -> None:
    found = told(
        "Shells hit a farm near Gori on 3 May, according to the Ministry of Defence of Georgia.[6] Russia's "
        "defence ministry denied this.[7][8] Georgia accused Russia of shelling the farm.[citation needed]"
    )
    assert not any("[" in a.name for a in found.actors)
    assert not any("[" in t.content for t in found.statements)


def test_what_somebody_is_due_to_do_lies_ahead() -> None:
    found = told(
        "Mali's foreign minister is due to meet Ghana's President Nana Akufo-Addo in Accra on Friday.",
        "2024-05-15",
    )
    (meeting,) = found.actions
    assert meeting.mention.factuality is Factuality.HYPOTHETICAL
    assert meeting.when is not None
    assert meeting.when.start.iso == "2024-05-17"


def test_who_dies_of_wounds_elsewhere_later_is_not_attacked_there() -> None:
    found = told(
        "Rebels shelled a market in Arua on Monday, officials said. "
        "A doctor said that three of the wounded had died of their injuries in Gulu on Tuesday."
    )
    assert [places for _, _, places in attacks(found)] == [["Arua"]]


def test_dead_of_a_flood_and_of_a_war_are_not_those_of_the_strike() -> None:
    found = told(
        "Drones struck a school in Sake on Monday. The strike came despite a truce declared after the floods of "
        "April, which killed more than 400 people."
    )
    assert counts_of_dead(found) == []
    found = told(
        "Rebels shelled Arua on Monday, killing nine people. The war between the army and the Lord's Resistance "
        "Army erupted in 2021. It has killed thousands of people."
    )
    assert counts_of_dead(found) == [9]
    assert len(found.strikes) == 1


def test_whoever_is_cited_in_an_aside_does_not_speak_of_the_rest() -> None:
    found = told(
        "In western Mali, the fighters of the JNIM coalition, who are armed by Libya according to UN experts, killed "
        "at least 43 herders near Nioro between 9 and 12 April, Human Rights Watch has documented."
    )
    (count,) = found.casualties
    assert names(found, count.mention.according_to) == ["Human Rights Watch"]
    assert who_attacked(found) == [["Jama'at Nasr al-Islam wal-Muslimin"]]


def test_truce_that_was_ended_is_no_truce_and_why_is_no_appeal() -> None:
    text = (
        "The National Liberation Army ended its ceasefire with Colombia in 2023. "
        "Peru's president asked Chile's foreign minister why he was holding up the treaty."
    )
    assert acts(told(text)) == []


def test_day_of_the_calls_is_not_that_of_the_attack_they_were_about() -> None:
    found = told(
        "Hamas fired rockets at Ashkelon on Sunday. Jordanian Foreign Minister Ayman Safadi discussed the attack in "
        "phone calls with his British, French, and German counterparts on May 14."
    )
    assert {s.when.start.iso for s in found.strikes if s.when} == {"2024-05-12"}


def test_administration_of_a_region_is_not_the_state_named_last() -> None:
    found = told(
        "Two people were hurt in a Russian drone attack on Okhtyrka, the regional administration said."
    )
    (statement,) = found.statements
    assert names(found, statement.speakers) == ["regional administration"]


def test_she_is_who_was_named_in_the_sentence_before_and_him_whom_the_sentence_names() -> None:
    found = told(
        "Kenya's President William Ruto met Abiy Ahmed in Nairobi on Monday. None of that matters to Amina Yusuf, a "
        'trader from Mandera. She has not heard from her son since. "They took him at night," she said.'
    )
    assert [names(found, t.speakers) for t in found.statements] == [["Amina Yusuf"]]
    found = told(
        "Somali Foreign Minister Ahmed Moalim Fiqi protested. Egypt's President Abdel Fattah al-Sisi spoke by phone "
        "with William Ruto and told him that Cairo was ready to help."
    )
    assert [names(found, t.addressees) for t in found.statements] == [["William Ruto"]]


def test_country_that_is_a_subject_of_its_own_is_not_the_subject_beside_it() -> None:
    found = told(
        "France withdrew its troops from Chad in early 2023 at the request of N'Djamena, and the country left the "
        "regional bloc ECOWAS."
    )
    ((act, report),) = [(a, r) for a, r in acts(found) if a[0] == "RelationsDowngraded"]
    assert act[1:] == (("Chad",), ("Economic Community of West African States",))
    assert report.when is None


def test_attack_that_somebody_would_not_support_is_not_denied() -> None:
    found = told(
        "Prime Minister Keir Starmer told reporters that he would not support a Saudi attack on Yemeni ports."
    )
    assert [s.mention.factuality for s in found.strikes] == [Factuality.HYPOTHETICAL]


def test_attacks_of_a_series_are_by_whom_the_series_is() -> None:
    found = told(
        "Hezbollah conducted at least 27 attacks into northern Israel on Monday, including a rocket attack targeting "
        "soldiers in Misgav Am and a drone attack on a barracks near Netanya."
    )
    assert who_attacked(found) == [["Hezbollah"]] * 3


def test_capitals_of_a_headline_name_no_place() -> None:
    found = told("Update: AFRICOM Forces Conduct Airstrike in Somalia, Killing Al-Shabaab Leader")
    assert "Airstrike" not in {p.name for p in found.places}


def test_raid_is_when_it_took_place() -> None:
    found = told(
        "At least 43 people were killed in the assault on Komanda, which took place on the night of 2 to 3 May at a "
        "church, MONUSCO said."
    )
    assert [s.when.start.iso for s in found.strikes if s.when] == ["2024-05-02"]


def test_blast_of_which_the_toll_rose_was_where_the_sentence_opens() -> None:
    found = told(
        "In Kano, the death toll from Sunday's suicide blast outside a rally of the Labour Party rose to 15, officials "
        "said. Boko Haram has claimed the bombing."
    )
    assert names(found, found.strikes[0].places) == ["Kano"]


def test_who_is_named_behind_a_label_acts() -> None:
    found = told(
        "Rebels shelled Goma on Monday.\n\nReactions\n\nRwanda: President Paul Kagame blamed Congo for the escalation "
        'and warned that "any provocation will be crushed".'
    )
    assert "Paul Kagame" in {n for (_, initiators, _), _ in acts(found) for n in initiators}


@pytest.mark.parametrize(
    "text",
    [
        "A blast at a military depot near Baku injured three soldiers on Friday; the ministry said it was an accident.",
        "An explosion at a barracks in Bata killed 20 people. The president put it down to negligence.",
    ],
)
def test_what_is_put_down_to_a_mishap_is_no_attack(text: str) -> None:
    assert told(text).strikes == ()


def test_what_was_no_accident_may_be_an_attack() -> None:
    found = told(
        "A blast at a military depot near Baku injured three soldiers. The governor said it was no accident."
    )
    assert len(found.strikes) == 1


def test_men_in_arms_are_not_therefore_the_armed_forces() -> None:
    found = told(
        "Armed herders raided three villages in Plateau state, Nigeria, and killed 17 farmers, residents said."
    )
    assert who_attacked(found) == [["Armed herders"]]
