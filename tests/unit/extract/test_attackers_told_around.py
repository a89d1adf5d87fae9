"""Who attacked, where the attack's own clause leaves it to what stands around: a lead-in, a claim, a clause of it."""

from __future__ import annotations

import pytest

from kg.model import Article, DateBasis, PartialDate
from kg.resolve import resolve
from tests.told import attacks, told


def by_place(text: str) -> dict[str, set[str]]:
    """The attackers of the text's strikes by each place, once all that it tells is brought together."""
    day = PartialDate("2024-05-15")
    article = Article("a", text, issued=day, issued_basis=DateBasis.STATED)
    world = resolve([article], [told(text)]).knowledge
    actor = {a.id: a.label for a in world.actors}
    place = {p.id: p.label for p in world.places}
    return {place[p]: {actor[a] for a in s.attackers} for s in world.strikes for p in s.places}


@pytest.mark.parametrize(
    ("text", "place", "attacker"),
    [
        # a sentence that leads into it
        (
            "Kenya's military relied once again on air power. On Sunday, jets bombed a village in Somalia's Gedo "
            "region, killing six people.",
            "Gedo",
            {"Kenya"},
        ),
        (
            "Addis Ababa's answer came from the air. Two Su-27 fighters bombed an artillery position in Eritrea's "
            "Debub region on Wednesday morning, the Ethiopian Air Force said.",
            "Debub",
            {"Ethiopia"},
        ),
        (
            "On 15 April, Armenia used Bayraktar drones in combat for the first time. A drone struck a column of "
            "military vehicles near Ganja in Azerbaijan.",
            "Ganja",
            {"Armenia"},
        ),
        (
            "Chad and Sudan traded fire on Monday. On Saturday Boko Haram struck again: two drones exploded at the "
            "airport of El Geneina in Sudan and wounded four policemen.",
            "El Geneina",
            {"Boko Haram"},
        ),
        (
            "Kenya hit back at dawn. Shells fell on a police post at Dobley in Somalia.",
            "Dobley",
            {"Kenya"},
        ),
        # whose forces they were, by whoever commands them
        (
            "Drones hit the port of Zuwara in Libya on Monday, wounding four coastguards. On Wednesday Prime Minister "
            "Abdulhamid Dbeibah acknowledged that his own forces had carried out the raid.",
            "Zuwarah",
            {"Libya"},
        ),
        # a clause of the attack's noun, or a killing in it
        (
            "The army described the raid as a response to Saturday's ambush near Diffa, in which Boko Haram shot dead "
            "12 soldiers.",
            "Diffa",
            {"Boko Haram"},
        ),
        (
            "Two soldiers were wounded in an ambush near Jolo in the Philippines on Monday. Abu Sayyaf said it had "
            "killed three in that ambush.",
            "Jolo",
            {"Abu Sayyaf"},
        ),
        # answered for
        (
            "A motorcycle loaded with explosives was detonated outside the police station of Tumaco in Colombia on "
            "Monday. The National Police attributes this act to the ELN.",
            "Tumaco",
            {"National Liberation Army (Colombia)"},
        ),
        (
            "As was reported at the time, Al-Shabaab was responsible for the truck bomb which exploded on 21 April "
            "near the air base in Kismayo in Somalia.",
            "Kismayo",
            {"al-Shabaab"},
        ),
        (
            "A car bomb killed nine soldiers at a barracks in Arauca, Colombia, on 3 May. The army holds the ELN "
            "responsible.",
            "Arauca",
            {"National Liberation Army (Colombia)"},
        ),
        (
            "A car bomb killed nine soldiers at a barracks in Arauca, Colombia, on 3 May, an attack for which the ELN "
            "took responsibility two days later.",
            "Arauca",
            {"National Liberation Army (Colombia)"},
        ),
        (
            "A car bomb killed nine soldiers at a barracks in Arauca, Colombia, on 3 May. Military intelligence "
            "believes that the ELN ordered the attack.",
            "Arauca",
            {"National Liberation Army (Colombia)"},
        ),
        (
            "Two rockets struck a kindergarten in Vanadzor, Armenia, on Friday. Azerbaijan's defence ministry said its "
            "forces had aimed at an air defence battery.",
            "Vanadzor",
            {"Azerbaijan"},
        ),
        # whose men, planes and fire
        (
            "On 7 May, combatants of the Lord's Resistance Army (LRA) attacked the village of Obo, in the Central "
            "African Republic, with machetes and firearms.",
            "Obo",
            {"Lord's Resistance Army"},
        ),
        (
            "On Saturday the Tigray rebels reported an army drone strike on a well at Adwa, Ethiopia, that killed two "
            "herders. Eritrea shot down an Ethiopian drone in the spring.",
            "Adwa",
            {"Ethiopia"},
        ),
        (
            "Rebels ambushed an army convoy on the road to Adwa in Ethiopia on Monday, a spokesman for the Tigray "
            "Defense Forces said, claiming that 15 soldiers had been killed.",
            "Adwa",
            {"Tigray Defense Forces"},
        ),
        # whose planes bomb a group at home
        (
            "Planes struck a camp of the Lord's Resistance Army in the hills above Gulu, Uganda, on Monday.",
            "Gulu",
            {"Uganda"},
        ),
        (
            "Saudi Arabia has bombed Yemen since 12 January, when some 30 sites were struck around Sanaa.",
            "Sanaa",
            {"Saudi Arabia"},
        ),
    ],
)
def test_what_stands_around_an_attack_tells_its_attacker(text: str, place: str, attacker: set[str]) -> None:
    assert by_place(text).get(place) == attacker


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # the soldiers who fought the attackers off
        (
            "The minister spoke of Saturday's attack on a camp near Diffa, Niger, in which soldiers of the army "
            "killed 12 militants.",
            "Diffa",
        ),
        # who answers need not have struck what is told next
        (
            "Kenya hit back at its critics. A mortar shell fell on a police post at Dobley in Somalia.",
            "Dobley",
        ),
        ("Kenya struck a trade deal. On Sunday, jets bombed a village in Somalia's Gedo region.", "Gedo"),
        # the ruler's own men are not those who did it
        (
            "Gunmen shot up a market at Zuwara in Libya on Monday. Prime Minister Abdulhamid Dbeibah said that his "
            "forces had condemned the raid.",
            "Zuwarah",
        ),
        # blamed for something else
        (
            "A car bomb killed nine soldiers at a barracks in Arauca, Colombia, on 3 May. The ELN said it held the "
            "army responsible for the drought.",
            "Arauca",
        ),
        (
            "A car bomb killed nine soldiers at a barracks in Arauca, Colombia, on 3 May. A committee held the "
            "government responsible for having sent untrained men there.",
            "Arauca",
        ),
        (
            "A car bomb killed nine soldiers at a barracks in Arauca, Colombia, on 3 May. The ELN condemned those who "
            "planned the attack.",
            "Arauca",
        ),
        # at what else they aim
        (
            "Two rockets struck a kindergarten in Vanadzor, Armenia, on Friday. Georgia said it was aiming at a lower "
            "deficit.",
            "Vanadzor",
        ),
    ],
)
def test_what_only_stands_beside_an_attack_names_no_attacker(text: str, place: str) -> None:
    assert by_place(text).get(place) == set()


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        (
            "Gunmen killed nine soldiers in Arauca, Colombia, on 3 May, an attack which shocked the country.",
            set(),
        ),
        (
            "Nine soldiers were killed in Arauca, Colombia, on 3 May by a car bomb, the worst attack in years.",
            set(),
        ),
        ("Gunmen shot dead six miners in Arauca, Colombia, on 3 May, a massacre blamed on the ELN.", {"ELN"}),
        ("A drone struck a base in Arauca, Colombia, on 3 May, an attack claimed by the ELN.", {"ELN"}),
        (
            "Six miners were killed when a mortar bomb fell on their camp at Arauca, Colombia, on 3 May, an incident "
            "for which the army blamed the ELN.",
            {"ELN"},
        ),
    ],
)
def test_an_attack_called_so_in_an_aside_is_the_one_just_told(text: str, attacker: set[str]) -> None:
    found = {a.replace("National Liberation Army (Colombia)", "ELN") for a in by_place(text)["Arauca"]}
    assert found == attacker
    assert len({s.when.start.iso for s in told(text).strikes if s.when}) == 1


def test_a_demonym_of_two_states_is_that_of_the_one_the_article_names() -> None:
    found = told(
        "The Democratic Republic of Congo accused Rwanda of shelling a camp in South Kivu, two days after a Congolese "
        "drone strike killed a senior rebel officer."
    )
    assert attacks(found)[1] == (["Democratic Republic of the Congo"], [], [])


def test_a_group_does_not_strike_a_state_over_an_ocean_because_that_one_bombed_it() -> None:
    found = told(
        "The United States bombed a camp of al-Shabaab at Jilib in Somalia on Monday. Al-Shabaab fighters attacked a "
        "convoy on Tuesday."
    )
    assert attacks(found)[1] == (["al-Shabaab"], [], [])


def test_a_group_may_strike_the_neighbour_that_bombs_it() -> None:
    found = told("Israel bombed Hezbollah in Lebanon on Monday. Hezbollah attacked a barracks on Tuesday.")
    assert attacks(found)[1] == (["Hezbollah"], ["Israel"], [])
