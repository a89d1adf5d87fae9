"""Attacks in long sentences, where the parse goes astray: who struck whom stays with its own clause."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import Attack, attacks, names, told, who_attacked

STRIKES = [
    # sentence, then for each strike: attackers, targets, places
    (
        "Ghana recalled its envoy after Malian jets fired missiles overnight at what they called a rebel camp near "
        "Bolgatanga, a town in Ghana, killing four people and drawing condemnation from Lomé and Paris.",
        [(["Mali"], ["Ghana"], ["Bolgatanga", "Ghana"])],
    ),
    (
        "Ethiopia vowed on Friday to take revenge on Eritrea for a drone strike that destroyed its consulate in Asmara "
        "and killed two of its guards.",
        [(["Eritrea"], ["Ethiopia", "Eritrea"], ["Asmara"])],
    ),
    (
        "The Kenyan navy opened the campaign on Monday with raids on Kismayo, Somalia.",
        [(["Kenya"], ["Somalia"], ["Kismayo", "Somalia"])],
    ),
    (
        "A faction of Boko Haram owned up on Sunday to the bombing of a market in Maiduguri.",
        [(["Boko Haram"], ["Nigeria"], ["Maiduguri"])],
    ),
    (
        "Islamic State's Somali branch claimed responsibility for the blast in Bosaso.",
        [(["Islamic State"], ["Somalia"], ["Bosaso"])],
    ),
    (
        "Rockets hit three houses near Bukavu, which Kigali described as hideouts of militants.",
        [(["Rwanda"], ["Democratic Republic of the Congo"], ["Bukavu"])],
    ),
    (
        "A bomb planted by Chechen rebels destroyed a ferry off the coast of Portugal in 1999.",
        [(["Chechen rebels"], [], ["Portugal"])],
    ),
    (
        "Four were hurt as forces of Rwanda, joined by fighters of the M23, attacked several posts in Sake, in the "
        "Democratic Republic of the Congo, on Saturday.",
        [
            (
                ["Rwanda"],
                ["Democratic Republic of the Congo"],
                ["Sake", "Democratic Republic of the Congo"],
            )
        ],
    ),
    (
        "Two dozen armed men blocked a road at Paoua, in the Central African Republic, and opened fire on a patrol.",
        [([], ["Central African Republic"], ["Paoua", "Central African Republic"])],
    ),
    (
        "A bombing killed 12 people in Herat on Monday.",
        [([], ["Afghanistan"], ["Herat"])],
    ),
    (
        "On Tuesday Hezbollah fired rockets at Safed, the heaviest attack yet on Israeli forces there.",
        [(["Hezbollah"], ["Israel"], ["Safed"])],
    ),
    (
        "More raids followed on Tuesday: a Turkish drone hit a car near Sinjar, killing two men.",
        [(["Turkey"], ["Iraq"], ["Sinjar"])],
    ),
    (
        "In Yemen, a doctor said a drone strike on a bus had killed six people.",
        [([], ["Yemen"], ["Yemen"])],
    ),
    (
        "An ethnic Albanian policeman was killed by gunmen in Pristina on Monday.",
        [([], ["Kosovo"], ["Pristina"])],
    ),
    (
        "Syrian artillery and Russian jets pounded Idlib on Monday.",
        [(["Syria", "Russia"], ["Syria"], ["Idlib"])],
    ),
    (
        "Gunmen fled Goma, where M23 fighters tried to storm two bases on Tuesday.",
        [(["March 23 Movement"], ["Democratic Republic of the Congo"], ["Goma"])],
    ),
]


@pytest.mark.parametrize(("text", "strikes"), STRIKES, ids=[s[0][:40] for s in STRIKES])
def test_an_attack_keeps_to_its_own_clause(text: str, strikes: list[Attack]) -> None:
    assert attacks(told(text)) == strikes


@pytest.mark.parametrize(
    "text",
    [
        "Peru is coping with attacks on its pipelines, the ministry said.",
        "Bakers began a strike against the price of flour in Tunis on Monday.",
        "Traders in Lahore began a shutter-down strike against the closure of the border.",
        "Algeria must be stopped from bombing Tuareg villages, the group said.",
        "It took a NATO bombing campaign to drive them out of Kosovo again.",
        "Bombers of the types Tu-95 and B-2 were seen near Kaliningrad.",
    ],
)
def test_these_tell_of_no_attack(text: str) -> None:
    assert told(text).strikes == ()


def test_a_vow_to_strike_back_leaves_the_attack_that_it_answers_real() -> None:
    (strike,) = told(
        "Benin promised to answer a day after a suicide attack on a barracks in Natitingou."
    ).strikes
    assert strike.mention.factuality is not Factuality.HYPOTHETICAL


def test_an_attack_without_confirmation_is_not_told_as_real() -> None:
    (strike,) = told("There was no confirmation from Manila of an attack on its ships by China.").strikes
    assert strike.mention.factuality is Factuality.HYPOTHETICAL


def test_a_ship_that_was_struck_is_on_nobodys_ground() -> None:
    found = told(
        "The freighter Aurora went down off Aden. It had been struck by two missiles on Monday. Greece protested."
    )
    assert all(not names(found, s.targets) for s in found.strikes)


def test_what_opens_the_sentence_dates_both_of_its_clauses() -> None:
    found = told("In May a mine exploded in Luhansk, and Ukrainian jets bombed Melitopol.")
    assert [s.when.start.iso for s in found.strikes if s.when is not None] == ["2024-05", "2024-05"]


def test_since_when_a_campaign_lasts_is_not_when_a_raid_was() -> None:
    found = told("The United States has bombed Somalia since March.")
    assert all(s.when is None for s in found.strikes)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Israel bombed Beirut on Tuesday. That same evening its jets hit Tyre.",
            ["2024-05-14", "2024-05-14"],
        ),
        (
            "Rebels shelled Goma on 13 March 2022, and a drone hit Sake on 28 September of that year.",
            ["2022-03-13", "2022-09-28"],
        ),
        ("Syrian jets bombed Idlib on Christmas Day.", ["2023-12-25"]),
        (
            "Thousands gathered on Tuesday for those who died when rockets hit Dnipro on Monday.",
            ["2024-05-13"],
        ),
        (
            "India fired missiles at nine sites in the part of Kashmir that Pakistan controls early on Monday.",
            ["2024-05-13"],
        ),
    ],
)
def test_a_day_is_the_attacks_own(text: str, days: list[str]) -> None:
    assert [s.when.start.iso if s.when is not None else None for s in told(text).strikes] == days


@pytest.mark.parametrize(
    "text",
    [
        "The mine agency rejected the accusation that Cambodian forces had shelled Surin.",
        "Eritrea rejected the claim that its troops had shelled Zalambessa in Ethiopia.",
    ],
)
def test_a_refused_accusation_is_a_denial(text: str) -> None:
    (strike,) = told(text).strikes
    assert strike.mention.factuality is Factuality.DENIED


def test_who_accuses_of_an_attack_on_his_posts_is_its_target() -> None:
    found = told("The Thai army accused Cambodian troops of attacking its posts in five places on Tuesday.")
    (strike,) = found.strikes
    assert (names(found, strike.attackers), names(found, strike.targets)) == (["Cambodia"], ["Thailand"])
    assert strike.mention.factuality is Factuality.CLAIMED


def test_one_of_several_jets_is_whose_they_are() -> None:
    found = told("The Thai air force sent six F-16 jets, and one of them destroyed a Cambodian command post.")
    (strike,) = found.strikes
    assert (names(found, strike.attackers), names(found, strike.targets)) == (["Thailand"], ["Cambodia"])


def test_a_toll_goes_to_the_attack_that_killed() -> None:
    found = told(
        "Thai jets bombed Cambodian posts on Thursday, hours after rockets fired from Cambodian territory hit a shop "
        "in Surin and killed nine civilians, the army said."
    )
    (toll,) = found.casualties
    (hit,) = [s for s in found.strikes if s.key in toll.strikes]
    assert names(found, hit.targets) == ["Thailand"]


def test_shots_at_a_drone_of_nobody_known_are_no_attack_on_a_state() -> None:
    assert told("The Thai army fired on a drone over Surin on Thursday without hitting it.").strikes == ()


@pytest.mark.parametrize(
    ("text", "targets", "places"),
    [
        ("Russia shelled Kherson on Sunday.", ["Ukraine"], ["Kherson"]),
        ("Israel bombed Gaza on Monday.", ["Palestine"], ["Gaza City"]),
        ("Turkish artillery fire killed two Syrian border guards near Kobani.", ["Syria"], ["Kobani"]),
        ("Ukrainian sea drones sank the Russian warship Ivanovets off Crimea.", ["Russia"], ["Crimea"]),
        ("Gang members torched a hospital in Port-au-Prince, Haiti.", ["Haiti"], ["Port-au-Prince", "Haiti"]),
        ("Saboteurs derailed a freight train in Bryansk with an explosive device.", ["Russia"], ["Bryansk"]),
        (
            "An explosion blamed on Boko Haram ripped through a mosque in Maiduguri.",
            ["Nigeria"],
            ["Maiduguri"],
        ),
    ],
)
def test_the_ground_is_that_of_the_place_that_was_hit(
    text: str, targets: list[str], places: list[str]
) -> None:
    found = told(text)
    (strike,) = found.strikes
    assert (names(found, strike.targets), names(found, strike.places)) == (targets, places)


def test_a_drone_that_merely_crashed_attacked_nobody() -> None:
    assert told("A drone crashed near Galati in Romania on Monday.").strikes == ()


@pytest.mark.parametrize(
    "text",
    [
        "Egyptian jets flattened a camp in Derna, Libya, in response to the killing of 21 Copts.",
        "The United States bombed militias in Syria on Thursday in retaliation for a raid that killed a contractor.",
    ],
)
def test_whose_death_is_answered_did_not_die_of_the_answer(text: str) -> None:
    assert told(text).casualties == ()


def test_aircraft_types_are_no_attackers() -> None:
    found = told(
        "The SBU hit Tu-95 and Tu-22M3 bombers of the kind that launch missiles at Ukrainian cities."
    )
    assert all("bombers" not in n for side in who_attacked(found) for n in side)


def test_a_possessive_that_opens_the_sentence_is_not_who_speaks_at_its_end() -> None:
    found = told(
        "Nor has the Sudanese military spared civilians. Its warplanes bombed a market at Kabkabiya, the rebels of the "
        "Rapid Support Forces said."
    )
    assert who_attacked(found) == [["Sudan"]]


def test_an_acronym_that_the_article_spells_out_is_its_own() -> None:
    found = told(
        "Fighters of the Anlong Defence Forces raided Mamfe in Cameroon on Monday. The ADF killed a guard there "
        "on Tuesday."
    )
    assert {n for side in who_attacked(found) for n in side} == {"Anlong Defence Forces"}


def test_two_camps_that_are_bombed_are_no_two_sides() -> None:
    found = told("Chad and Niger met. On Friday Turkish jets bombed the two camps near Sirte in Libya.")
    (strike,) = found.strikes
    assert names(found, strike.targets) == ["Libya"]


def test_a_make_of_missile_is_nobodys_name() -> None:
    found = told(
        "Russian missiles struck Poltava on Tuesday. On Wednesday drones and Kinzhal missiles hit Lviv in Ukraine."
    )
    assert who_attacked(found) == [["Russia"], ["Russia"]]


def test_an_afternoon_is_not_hit() -> None:
    found = told("Israel said its missiles came down on Friday afternoon near Beirut. Iran spoke.")
    assert [names(found, s.targets) for s in found.strikes] == [["Lebanon"]]
