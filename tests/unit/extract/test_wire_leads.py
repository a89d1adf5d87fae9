"""Sentences as agencies open a report with: attack, toll and who is blamed for it in one breath."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import Attack, attacks, counts_of_dead, days, names, told

ATTACKS = [
    # the attack by the coalition that the words before it name
    (
        "A Saudi-led coalition air raid hit a detention centre in Saada on Friday.",
        (["Saudi-led coalition"], ["Yemen"], ["Saada"]),
    ),
    # a killing behind a verb of going
    (
        "Ethiopian soldiers went door to door in the town of Merawi and shot dead dozens of residents.",
        (["Ethiopia"], ["Ethiopia"], ["Merawi"]),
    ),
    (
        "Fighters went into the church in Komanda and shot ten worshippers dead.",
        ([], ["Democratic Republic of the Congo"], ["Komanda"]),
    ),
    # what they lost who were driven back is no attack of those who drove them back
    (
        "Chad's army repelled an attack by Boko Haram on Kaiga, destroying two vehicles.",
        (["Boko Haram"], ["Chad"], ["Kaiga"]),
    ),
]


@pytest.mark.parametrize(("text", "attack"), ATTACKS)
def test_the_attack_of_a_lead(text: str, attack: Attack) -> None:
    assert attacks(told(text)) == [attack]


TOWNS = ["Eilat", "Nabatieh", "Panjgur", "Tessalit", "Adwa"]


@pytest.mark.parametrize("town", TOWNS)
@pytest.mark.parametrize(
    "text",
    [
        "A drone strike hit {} on Monday, killing two.",
        "Missiles struck {}.",
        "They struck {} with a missile.",
    ],
)
def test_a_small_town_that_is_struck_is_no_person(text: str, town: str) -> None:
    found = told(text.format(town))
    assert [p.entry is not None for p in found.places if p.key in found.strikes[0].places] == [True]


def test_a_man_who_is_struck_is_no_town() -> None:
    found = told("A drone strike killed Abu Hamza on Monday near Raqqa.")
    assert attacks(found)[0][2] == ["Raqqa"]


def test_the_dead_of_an_attack_that_is_blamed_on_somebody_are_counted() -> None:
    found = told(
        "A suicide bomber killed 12 people in Quetta in an attack the government blamed on separatists."
    )
    assert counts_of_dead(found) == [12]


def test_an_attack_that_a_group_claims_is_its_claim() -> None:
    found = told("Boko Haram claimed an attack on a barracks in Diffa that killed nine soldiers.")
    (strike,) = found.strikes
    assert strike.mention.factuality is Factuality.CLAIMED
    assert names(found, strike.mention.according_to) == ["Boko Haram"]


@pytest.mark.parametrize("when", ["over the weekend", "during the weekend", "at the weekend"])
def test_the_weekend_is_the_last_before_the_report(when: str) -> None:
    found = told(f"Gunmen attacked a village near Jos {when}.")
    assert days(found) == ["2024-05-11"]
    (strike,) = found.strikes
    assert strike.when is not None
    assert strike.when.end is not None
    assert strike.when.end.iso == "2024-05-12"


def test_an_attack_that_opens_a_sentence_behind_a_span_of_days_is_told() -> None:
    found = told(
        "A day after a drone strike killed nine people at a wedding near Kidal, Mali's government promised an inquiry."
    )
    assert attacks(found) == [([], ["Mali"], ["Kidal"])]
    assert counts_of_dead(found) == [9]


def test_the_dead_of_one_of_the_worst_attacks_this_year_are_its_own() -> None:
    found = told("Thursday's strike on Ternopil, one of the deadliest this year, has left 33 people dead.")
    assert counts_of_dead(found) == [33]


def test_the_dead_of_a_year_are_of_no_attack() -> None:
    found = told(
        "A shell hit a bus in Nyala on Monday. Fighting has left 330 people dead in the city this year."
    )
    assert counts_of_dead(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "The army, which has accused Rwanda of backing the rebels, said its aircraft had bombed them near Walikale.",
        "The army accused Rwanda of shelling a camp near Goma.",
    ],
)
def test_an_army_is_not_that_of_the_state_which_it_accuses(text: str) -> None:
    found = told(text)
    tellers = [name for s in found.strikes for name in names(found, s.mention.according_to)]
    assert tellers
    assert not any("Rwanda" in name for name in tellers)


def test_a_militia_called_after_another_people_is_not_the_group_named_before() -> None:
    found = told("Tigrayan forces entered Abala. They shelled positions of the Afar militia at Megale.")
    assert "Tigray Defense Forces" not in attacks(found)[-1][1]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Iranian guards opened fire at the border, killing ten Pakistani smugglers.", ["Pakistan"]),
        ("Israeli jets struck a convoy near Homs, killing two Iranian officers.", ["Iran", "Syria"]),
        # a passer-by is not whom an attack on others' ground is aimed at
        ("Gunmen opened fire on a bus near Jos, killing a French tourist.", ["Nigeria"]),
    ],
)
def test_whom_an_attack_killed_is_whom_it_hit(text: str, targets: list[str]) -> None:
    assert [attack[1] for attack in attacks(told(text))] == [targets]


@pytest.mark.parametrize(
    ("text", "attack"),
    [
        ("Monday's attack in Quetta has not been claimed by any group.", ([], ["Pakistan"], ["Quetta"])),
        (
            "The strike at Kidal on 7 May, which killed two herders, was never explained.",
            ([], ["Mali"], ["Kidal"]),
        ),
        (
            "The quays of Hodeidah, destroyed by the Israeli air force last week, are still out of use.",
            (["Israel"], ["Yemen"], ["Hodeidah"]),
        ),
    ],
)
def test_an_attack_is_told_of_which_something_else_was_not_done(text: str, attack: Attack) -> None:
    assert attacks(told(text)) == [attack]


@pytest.mark.parametrize(
    "text", ["The army did not carry out the strike on Kidal.", "Chad launched no attack on Faya."]
)
def test_an_attack_that_was_not_carried_out_is_none(text: str) -> None:
    assert attacks(told(text)) == []
