"""What the words of a denial, a claim or a plan touch and yet do not say: found by reading as a user reads."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import acts, names, told, who_attacked, who_counted

BLAST = "A bomb exploded in Gao in Mali on Sunday. "


@pytest.mark.parametrize(
    "denial",
    [
        "Niger denied that its bases had been used for the attack.",
        "Niger denied sheltering the men behind the attack.",
        "Niger denied that its soldiers had been in the town during the attack.",
        "Niger denied that the attack had killed any of its citizens.",
    ],
)
def test_an_attack_is_not_denied_by_who_denies_something_about_it(denial: str) -> None:
    found = told("Drones hit Tahoua in Niger on Monday, killing nine. " + denial)
    assert Factuality.DENIED not in {s.mention.factuality for s in found.strikes}


@pytest.mark.parametrize(
    "denial",
    [
        "Chad denied that it had carried out the attack.",
        "Chad denied any role in the attack.",
        "Chad denied that it was behind the attack.",
        "Chad denied that it had anything to do with the attack.",
        "Chad denied that the attack had taken place.",
        "Chad denied accusations that it was responsible for the attack.",
    ],
)
def test_an_attack_is_denied_by_who_denies_that_it_was_or_that_he_did_it(denial: str) -> None:
    found = told("Drones hit Tahoua in Niger on Monday, killing nine. " + denial)
    assert Factuality.DENIED in {s.mention.factuality for s in found.strikes}


def test_who_denies_that_attacks_were_launched_from_its_soil_launched_none() -> None:
    assert told("Chad denied that its soil had been used to launch attacks on Sudan.").strikes == ()


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Boko Haram claimed responsibility for the blast, in which three people died.", []),
        ("The president of Mali blamed Boko Haram for the blast, in which three people died.", []),
        ("No group claimed the blast that killed three people.", []),
        ("Boko Haram claimed to have killed three soldiers in it.", ["Boko Haram"]),
    ],
)
def test_who_claims_an_attack_or_blames_somebody_does_not_therefore_count_its_dead(
    text: str, whose: list[str]
) -> None:
    assert who_counted(told(BLAST + text)) == [whose]


@pytest.mark.parametrize(
    "soldiers", ["Mutinous soldiers", "Renegade troops", "Dissident soldiers", "Former soldiers"]
)
def test_soldiers_who_left_their_state_do_not_attack_for_it(soldiers: str) -> None:
    assert who_attacked(told(f"{soldiers} attacked an army base in Togo on Monday.")) == [[]]


def test_to_suspend_a_cease_fire_is_none() -> None:
    assert told("President Gustavo Petro suspended a cease-fire with the ELN on Monday.").actions == ()


def test_a_cease_fire_may_be_written_with_a_hyphen() -> None:
    ((act, _),) = acts(told("The Taliban declared a cease-fire for the holiday."))
    assert act == ("Ceasefire", ("Taliban",), ())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # the article is of Wednesday, 15 May 2024
        ("Malaysia said Peru and Chile would meet in Lima on Monday.", "2024-05-20"),
        ("Peru and Chile met in Lima on Monday, Malaysia said.", "2024-05-13"),
    ],
)
def test_what_was_said_to_be_going_to_happen_lies_ahead(text: str, day: str) -> None:
    assert [a.when.start.iso for a in told(text).actions if a.when and a.type.value == "Meeting"] == [day]


def test_who_speaks_besides_did_not_do_so_in_the_days_that_he_speaks_of() -> None:
    text = "The envoy Jan Roe said 91 people had been killed in Bor between May 2 and May 9, and called for an inquiry."
    (act,) = told(text).actions
    assert act.when is None


def test_the_dead_of_many_days_are_not_those_of_one_attack_in_them() -> None:
    raid = "Drones hit a mosque in Bor in South Sudan on Sunday, killing nine. "
    text = raid + "The envoy Jan Roe said 91 people had been killed in Bor between May 2 and May 12."
    found = told(text)
    assert len(found.strikes) == 1
    assert [c.deaths.low for c in found.casualties if c.deaths] == [9]


def test_what_an_attack_destroyed_is_no_second_attack() -> None:
    text = "Chad's army said its jets struck Boko Haram near Baga late on Sunday in response, destroying two trucks."
    assert len(told(text).strikes) == 1


def test_a_government_that_nobody_knows_is_not_the_state_named_last() -> None:
    text = "Peru and Chile called for a truce. Zubair's government rejected it, saying it would not accept any talks."
    found = told(text)
    assert [names(found, a.initiators) for a in found.actions if a.type.value == "Rejection"] == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“We shall answer this in time,” Roe said while visiting Bor.", "We shall answer this in time"),
        ("Shells killed nine in Bor, a doctor said, blaming the army.", "Shells killed nine in Bor"),
        (
            "Kenyan jets hit Bor, in the south, on Monday, killing nine and wounding six, Uganda said on Tuesday.",
            "Kenyan jets hit Bor, in the south, on Monday, killing nine and wounding six",
        ),
    ],
)
def test_the_words_told_are_all_of_those_before_the_frame_and_none_of_its_own(
    text: str, content: str
) -> None:
    assert [s.content for s in told(text).statements] == [content]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Drones killed 43 people in Bor, a local doctors' group said.", ["local doctors' group"]),
        ("Ghana's president, Jan Roe, spoke, accusing Sudan's army of shelling Adre.", ["Ghana's president"]),
        ("The army shelled Bor, a doctors' group said.", ["doctors' group"]),
        ("Drones killed 43 people in Bor.", []),
    ],
)
def test_a_claimed_attack_says_whose_claim_it_is_though_nobody_is_named(text: str, whose: list[str]) -> None:
    found = told(text)
    assert [names(found, s.mention.according_to) for s in found.strikes] == [whose]


@pytest.mark.parametrize(
    ("text", "attackers", "by"),
    [
        ("Niger condemned Benin, accusing its army of shelling Gaya.", ["Benin"], ["Niger"]),
        ("Mali hit back at Algeria, blaming its army for shelling Tinzaouaten.", ["Algeria"], ["Mali"]),
        (
            "Togo's premier spoke at length, accusing Ghana's army of shelling Kante.",
            ["Ghana"],
            ["Togo's premier"],
        ),
    ],
)
def test_what_somebody_is_accused_of_is_claimed_and_never_the_accusers_deed(
    text: str, attackers: list[str], by: list[str]
) -> None:
    found = told(text)
    (strike,) = found.strikes
    assert strike.mention.factuality is Factuality.CLAIMED
    assert (names(found, strike.attackers), names(found, strike.mention.according_to)) == (attackers, by)
