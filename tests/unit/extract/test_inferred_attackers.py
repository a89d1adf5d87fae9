"""Attackers that another sentence of the article tells: filled in where one side comes into question, else absent."""

from __future__ import annotations

import pytest

from tests.told import attacks, names, told, who_attacked

DRC = "the Democratic Republic of the Congo"


@pytest.mark.parametrize(
    ("text", "attackers"),
    [
        # the same town, struck by the same side before
        (
            "Kenyan jets bombed Jilib in Somalia on Sunday. Two days later warplanes hit the market of Jilib and "
            "killed six people.",
            [["Kenya"], ["Kenya"]],
        ),
        # a group that sends drones there does so again, however far below it is told
        (
            "Fighters of Boko Haram sent drones against a base at Maiduguri in Nigeria on Monday. The governor "
            "visited the town. He thanked the doctors. The hospital is full. He went home. On Friday drones struck "
            "the airport of Maiduguri.",
            [["Boko Haram"], ["Boko Haram"]],
        ),
        # ships are struck where there is no ground
        (
            "A Houthi missile hit a tanker in the Red Sea on Monday. On Wednesday a second vessel was struck by a "
            "drone in the Gulf of Aden.",
            [["Houthis"], ["Houthis"]],
        ),
        # soldiers whose army is not named are those of the country
        ("In March soldiers killed nineteen villagers near Bardai in Chad.", [["Chad"]]),
        # planes against a group that is at home in one country
        (
            "On Monday planes struck an ELN camp in the hills, killing four guerrillas.",
            [["Colombia"]],
        ),
        # the blast of what was just told
        (
            "Ethiopia fired rockets at Asmara in Eritrea on Monday. A man in the old town said the first blast had "
            "shaken his house.",
            [["Ethiopia"], ["Ethiopia"]],
        ),
        # an answer is that of who answers
        (
            "Pakistan's answer, a drone raid on the base at Bhuj in India on Friday, did little harm.",
            [["Pakistan"]],
        ),
        # more of those who were just told of
        (
            "Fighters of Boko Haram stormed a camp at Marte in Nigeria. On Monday another column attacked Dikwa.",
            [["Boko Haram"], ["Boko Haram"]],
        ),
        # "the air force" is that of the state which the article is about, whoever else has men there
        (
            "BAMAKO - Gunmen stormed a camp at Gao in Mali on Sunday and killed Malian soldiers in Gao. Instructors "
            "from Russia are housed in the camp. The Russian embassy did not reply. The air force bombed a forest.",
            [[], ["Mali"]],
        ),
        # aircraft that come back
        (
            "Ethiopia's air force bombed the market of Mekelle in Ethiopia on Monday. On Tuesday the jets came back. "
            "They bombed the village of Tembien.",
            [["Ethiopia"], ["Ethiopia"]],
        ),
        # who alone can say what it was for
        (
            "An air strike on a block of flats in Erbil in Iraq killed nine. Turkey has not said who the target was.",
            [["Turkey"]],
        ),
        (
            "A strike on a house in Tyre in Lebanon on Monday killed five people. The Israeli army said that the "
            "target was a commander.",
            [["Israel"]],
        ),
        (
            "The toll of the bombardment of the port of Hodeidah in Yemen on 2 May rose to 84. US Central Command said "
            "the aim was to deprive the rebels of revenue.",
            [["United States Central Command"]],
        ),
        # a group's own account of a ship that was hit
        (
            "Yahya Sarea, the spokesman of the Houthis, said that the ship, which he called British, had been hit by "
            "missiles in the Red Sea on Monday.",
            [["Houthis"]],
        ),
        # a claim besides another
        (
            "Gunmen on motorbikes stormed an army camp at Diffa in Niger on Monday. Boko Haram said it had carried "
            "out that raid too.",
            [["Boko Haram"], ["Boko Haram"]],
        ),
        # a unit's whole
        (
            "A drone sent by a unit of the Karen National Liberation Army hit a police post in Myawaddy, Myanmar.",
            [["Karen National Liberation Army"]],
        ),
    ],
)
def test_the_one_side_that_comes_into_question_is_the_attacker(text: str, attackers: list[list[str]]) -> None:
    assert who_attacked(told(text)) == attackers


@pytest.mark.parametrize(
    ("text", "attackers", "day"),
    [
        (
            "Israel bombed Tyre in Lebanon on Sunday. On Monday Israel struck again, killing two.",
            ["Israel"],
            "13",
        ),
        ("Pakistan shelled Kupwara on Tuesday. India hit back with drones on Wednesday.", ["India"], "15"),
        (
            "Kenya bombed Jilib in Somalia. Gunmen attacked at dawn on Monday near Afmadow, killing two.",
            [],
            "13",
        ),
    ],
)
def test_an_attack_whose_verb_has_no_object_is_one(text: str, attackers: list[str], day: str) -> None:
    last = told(text).strikes[-1]
    assert (names(told(text), last.attackers), last.when and last.when.start.iso) == (
        attackers,
        f"2024-05-{day}",
    )


@pytest.mark.parametrize(
    "text",
    [
        "China hit back with tariffs on Monday.",
        "Teachers in Ghana struck again in March.",
        "Lightning struck twice in the same village in Bihar, India.",
        "The opposition attacked again in parliament on Monday, calling the budget of Kenya a fraud.",
        "Tragedy struck again in Derna, Libya, on Monday.",
    ],
)
def test_what_strikes_again_without_arms_is_no_attack(text: str) -> None:
    assert told(text).strikes == ()


def test_an_attacker_whom_only_other_sentences_name_is_marked_as_inferred() -> None:
    found = told(
        "Kenyan jets bombed Jilib in Somalia on Sunday. On Tuesday warplanes hit the market of Jilib."
    )
    assert [names(found, s.inferred_attackers) for s in found.strikes] == [[], ["Kenya"]]


def test_a_target_whom_only_other_sentences_name_is_marked_as_inferred() -> None:
    found = told(
        "Israel bombed Tyre in Lebanon on Sunday. On Monday Israel struck again, killing two people."
    )
    first, second = found.strikes
    assert names(found, first.inferred_targets) == []
    assert "Lebanon" in names(found, second.inferred_targets)


@pytest.mark.parametrize(
    "text",
    [
        # a group has no jets
        "Boko Haram burned a village near Maiduguri in Nigeria on Monday. On Tuesday jets struck a camp near "
        "Maiduguri.",
        # a state sends no suicide bombers
        "Ethiopia fired rockets at Asmara in Eritrea on Monday. A suicide bomber killed three people in Asmara.",
        # an explosion in another town may be anybody's
        "Pakistani jets struck Khost in Afghanistan on Monday. On Tuesday a blast at a mosque in Kabul killed twelve.",
        # soldiers in a country that another state's army has entered
        f"Rwanda shelled Bukavu in {DRC} on Monday. Soldiers shot four students in Bukavu on Tuesday.",
        # each side blames the other
        f"Rwanda shelled Bukavu in {DRC} on Monday. Shells hit a camp at Kibati on Tuesday; the army and the M23 "
        "each blamed the other.",
        # whose police look for what it was for, and who is asked from outside
        "A blast at a hotel in Baidoa in Somalia on Monday killed five people. The Somali police said the target was "
        "a minister.",
        "A drone strike on a car near Erbil in Iraq killed two men on Monday. The French foreign ministry said the "
        "target was a trader.",
        "A market in Taiz in Yemen was bombed on Monday. The Saudi army said the purpose of the truce was to help.",
        "A drone strike on a car near Erbil in Iraq killed two men. Turkey has not said who was behind it.",
        # two sides strike the town
        "Israel bombed Homs in Syria on Monday. Turkish drones hit Homs on Tuesday. On Friday a missile struck the "
        "airport of Homs.",
        # jets over a country whose wars the article does not tell
        "A fighter jet dropped bombs on a market in Darfur on Monday.",
    ],
)
def test_the_attacker_stays_absent_where_none_or_two_come_into_question(text: str) -> None:
    last = told(text).strikes[-1]
    assert last.attackers == ()


@pytest.mark.parametrize(
    ("text", "attackers"),
    [
        # what is bombed is a market, not a price
        ("Kenya accused Ethiopia of having violated its airspace and bombed a market.", [["Ethiopia"]]),
        # where the parse takes "military" for an adjective of the strike
        ("An airstrike by Thailand's military hit a school on Monday.", [["Thailand"]]),
        (
            "In Chad government forces and allied militias massacred 130 people near Abeche.",
            [["Chad", "allied militias"]],
        ),
        # whom a quoted man means is not who was named before his words
        ('Peru and Chile have imposed sanctions. "They bombed our school," said Juan Rojas.', []),
        # nobody was aimed at
        ("The missile is assessed to have fallen in the Sea of Japan on Monday.", []),
        ("Jordan's army said it had shot down a reconnaissance drone near Irbid.", []),
    ],
)
def test_who_attacks_and_whether_anybody_does(text: str, attackers: list[list[str]]) -> None:
    assert who_attacked(told(text)) == attackers


@pytest.mark.parametrize("ship", ["trawler", "tanker", "dhow"])
def test_a_ship_that_is_hit_lies_on_nobodys_ground(ship: str) -> None:
    found = told(f"Iran shelled Basra in Iraq on Monday. On Tuesday a drone hit a {ship}.")
    assert attacks(found) == [(["Iran"], ["Iraq"], ["Iraq", "Basra"])]


def test_a_series_is_by_whom_the_first_of_it_is_blamed_on() -> None:
    found = told(
        "Drones hit the airport of Port Sudan on Tuesday. The army blamed the strikes on the Rapid Support Forces. "
        "Flights were suspended. On Monday drones had set fire to the fuel depot of Port Sudan."
    )
    depot = found.strikes[-1]
    assert names(found, depot.attackers) == ["Rapid Support Forces"]
    assert depot.inferred_attackers == depot.attackers


def test_a_bomb_in_another_town_may_be_anybodys() -> None:
    found = told(
        "A car bomb exploded at the police headquarters in Cali on Friday. The government blamed the ELN for the "
        "attack. On Wednesday a motorcycle bomb went off near a barracks in Popayan."
    )
    assert who_attacked(found)[-1] == []


@pytest.mark.parametrize(
    "text",
    [
        "Russia struck Kharkiv on Monday. On Tuesday drones hit an oil depot in Feodosia in Crimea.",
        "Russia struck Kharkiv on Monday. On Tuesday missiles hit a bridge in Donetsk.",
        "Armenian forces shelled Barda on Thursday. Rockets hit Stepanakert, the main city of Nagorno-Karabakh.",
    ],
)
def test_who_strikes_a_state_need_not_strike_what_he_holds_of_it(text: str) -> None:
    assert who_attacked(told(text))[-1] == []


def test_the_entries_of_a_live_blog_tell_of_one_war() -> None:
    found = told(
        "18.40\nIsraeli jets struck the port of Tyre in Lebanon on Wednesday.\n13.45\nMore power cuts\n"
        "The grid has failed in the south.\n08.15\nThe toll from Saturday's air strike on a residential building in "
        "the Basta district of Beirut has risen to 29, Lebanon's health ministry says.\n"
    )
    assert who_attacked(found) == [["Israel"], ["Israel"]]


def test_a_glide_bomb_is_of_the_state_that_strikes_and_was_not_planted() -> None:
    found = told(
        "Russian missiles hit a market in Kharkiv on Monday, killing nine people, the governor said. The dead were "
        "traders and shoppers. Rescuers worked through the night. The mayor declared a day of mourning. It was the "
        "deadliest attack in the city since 2 April, when a glide bomb hit an apartment block and killed 13 people."
    )
    assert all(names(found, s.attackers) == ["Russia"] for s in found.strikes)


def test_who_shot_a_drone_down_has_struck_nobody() -> None:
    found = told(
        "Turkish forces shot down an Iranian drone near Van in Turkey in May. On Monday two missiles hit a pharmacy in "
        "Tabriz in Iran, killing nine."
    )
    assert who_attacked(found)[-1] == []


def test_a_demonym_of_two_states_leaves_the_attacker_open() -> None:
    found = told(
        "Rwanda was accused on Tuesday of shelling a camp in South Kivu, two days after a Congolese drone strike "
        "killed a rebel officer."
    )
    assert who_attacked(found) == [["Rwanda"], []]


def test_the_forces_of_a_commander_are_those_of_his_group() -> None:
    found = told(
        "Congo recalled its ambassador after a meeting with Sultani Makenga, the military chief of the M23. Makenga "
        "told reporters that his forces had shelled a depot in Bukavu."
    )
    assert who_attacked(found) == [["March 23 Movement"]]
