"""Attacks whose attacker, ground, place or day other sentences tell, and those of whom nobody tells it."""

from __future__ import annotations

import pytest

from kg.model import Extraction, Factuality, StrikeReport
from tests.told import names as in_order
from tests.told import told


def names(found: Extraction, keys: tuple[str, ...]) -> set[str]:
    return set(in_order(found, keys))


def strike(text: str, word: str) -> tuple[Extraction, StrikeReport]:
    """The report whose trigger is (or holds) the word."""
    found = told(text)
    hits = [s for s in found.strikes if word in s.mention.span.text]
    assert hits, [s.mention.span.text for s in found.strikes]
    return found, hits[0]


ATTACKERS = [
    # text, the trigger's word, its attackers
    (
        "Armenia fired missiles at Azerbaijan on Monday. A drone struck a school in Ganja, killing two people.",
        "struck",
        {"Armenia"},
    ),
    ("India denied it. Shells fired by Pakistan landed in Jammu on Monday.", "landed", {"Pakistan"}),
    (
        "Warplanes from the USS Nimitz struck a radar station near Benghazi in Libya on Monday.",
        "struck",
        {"United States"},
    ),
    (
        "Insurgents from the local branch of Islamic State beheaded four men in Palma, Mozambique.",
        "beheaded",
        {"Islamic State"},
    ),
    (
        "The Trump administration bombed a boat off the coast of Colombia on Monday.",
        "bombed",
        {"United States"},
    ),
    (
        "Bandits stormed a church in Kaduna in Nigeria on Sunday and shot dead nine people.",
        "stormed",
        {"bandits"},
    ),
    (
        "Sixty people died in El Obeid when two drones, which the army attributes to the Rapid Support Forces, "
        "hit a shelter in the Sudanese city.",
        "hit",
        {"Rapid Support Forces"},
    ),
    ("A barrage launched from Iran hit the Israeli city of Haifa on Monday.", "barrage", {"Iran"}),
    (
        "A camp for refugees was attacked by Burundian militiamen near Uvira.",
        "attacked",
        {"Burundian militiamen"},
    ),
    (
        "In Kosti, eight people were killed when a Sudanese tank fired at a watchtower of the camp.",
        "fired",
        {"Sudan"},
    ),
]


@pytest.mark.parametrize(("text", "word", "attackers"), ATTACKERS)
def test_the_attacker_is_found_where_the_article_names_one(text: str, word: str, attackers: set[str]) -> None:
    found, report = strike(text, word)
    assert {n.lower() for n in names(found, report.attackers)} == {a.lower() for a in attackers}


NOBODY = [
    # what the rest of the article tells leaves the attacker open, or it says that nobody knows
    (
        "Russia bombed Ukraine on Monday. Gunmen shot dead a mayor in Odesa on Tuesday.",
        "shot",
    ),
    (
        "Turkey struck Iraq on Monday. On Tuesday a drone hit a depot in Duhok in Iraq. "
        "No group has claimed the attack.",
        "hit",
    ),
    (
        "Israel and the United States both struck Yemen on Monday. A missile hit a power station in Aden in Yemen.",
        "hit",
    ),
    ("Gunmen killed nine people in a village near Djibo in Burkina Faso.", "killed"),
    (
        "Boko Haram attacked a town in Nigeria on Monday. Peace talks were held in Abuja. A court heard cases. "
        "The naira fell. On Friday an explosion tore through a bus in Kano in Nigeria, killing three people.",
        "tore",
    ),
]


@pytest.mark.parametrize(("text", "word"), NOBODY)
def test_an_attacker_nobody_names_stays_absent(text: str, word: str) -> None:
    found, report = strike(text, word)
    assert names(found, report.attackers) == set()


BEHIND = [
    (
        "Insurgents overran a base at Damboa in Nigeria on Sunday. Boko Haram said its men had done it.",
        "Boko Haram",
    ),
    (
        "A lorry full of explosives blew up at a barracks in Bannu in Pakistan. The Pakistani Taliban said "
        "its fighters carried it out.",
        "Tehrik-i-Taliban Pakistan",
    ),
    (
        "Drones hit a power station near Omdurman in Sudan on Monday. Army officials blame the Rapid Support Forces.",
        "Rapid Support Forces",
    ),
    (
        "A rocket ploughed into a petrol station in Surin in Thailand. The Thai army blamed Cambodia for the blast.",
        "Cambodia",
    ),
]


@pytest.mark.parametrize(("text", "side"), BEHIND)
def test_who_was_behind_an_attack_told_before_is_a_claim_of_its_own(text: str, side: str) -> None:
    found = told(text)
    last = found.strikes[-1]
    assert names(found, last.attackers) == {side}
    assert last.definite
    assert last.mention.factuality is Factuality.CLAIMED


def test_blame_without_an_attack_before_it_is_no_attack() -> None:
    assert told("Opposition leaders in Kenya blame the government. Prices have doubled.").strikes == ()


TARGETS = [
    (
        "Azerbaijani units opened fire in the direction of the Armenian village of Tegh.",
        "opened",
        {"Armenia"},
    ),
    ("A Thai farm worker was killed by a missile in Metula in Israel.", "killed", {"Israel"}),
    ("Jets dropped two bombs on a pair of schools in Kyauktaw in Myanmar.", "dropped", {"Myanmar"}),
    ("Jordan said Israel had hit a house in the Lebanese capital.", "hit", {"Lebanon"}),
    (
        "Pakistan shelled India on Monday. Shells fired by Pakistan landed near Uri.",
        "landed",
        {"India"},
    ),
    (
        "Fighting went on in Mali. JNIM set fire to a column of fuel tankers near Diboli.",
        "set",
        {"Mali"},
    ),
]


@pytest.mark.parametrize(("text", "word", "targets"), TARGETS)
def test_whose_ground_was_hit_is_told_by_place_or_context(text: str, word: str, targets: set[str]) -> None:
    found, report = strike(text, word)
    assert names(found, report.targets) == targets


PLACES = [
    (
        "El Fasher has been besieged for a year. On Friday shelling of the maternity hospital in the city killed nine.",
        "shelling",
        "El Fasher",
    ),
    ("Israel bombed a flat in the centre of the Lebanese capital on Monday.", "bombed", "Beirut"),
    ("The deadliest strike came on April 17 at the port of Hodeidah in Yemen.", "strike", "Hodeidah"),
    ("A Greek-owned carrier was hit by a drone in the Red Sea on Monday.", "hit", "Red Sea"),
    (
        "Drones struck a centre which stands in the grounds of a university in Khartoum.",
        "struck",
        "Khartoum",
    ),
]


@pytest.mark.parametrize(("text", "word", "place"), PLACES)
def test_the_place_is_found_where_the_text_puts_it(text: str, word: str, place: str) -> None:
    found, report = strike(text, word)
    assert place in names(found, report.places)


def test_a_small_town_of_a_state_that_nobody_speaks_of_is_not_meant() -> None:
    found, report = strike("Israel struck a house in Sabra in Gaza on Monday, killing nine people.", "struck")
    assert "Libya" not in names(found, report.targets)


DAYS = [
    (
        "Sources said on Thursday that two had died, a day after Russian jets hit a camp in Sumy.",
        "hit",
        "2024-05-08",
    ),
    (
        "The U.S. began its campaign on March 15, when warplanes struck Sanaa in Yemen.",
        "struck",
        "2024-03-15",
    ),
    (
        "On 17 April pagers blew up in Beirut, and ten days later an Israeli bombing in Tyre killed a commander.",
        "bombing",
        "2024-04-27",
    ),
    ("The deadliest Russian raid this year came on April 17 in Odesa.", "raid", "2024-04-17"),
    (
        "The unrest began two weeks after gunmen shot dead nine people near Uri in India on April 22.",
        "shot",
        "2024-04-22",
    ),
]


@pytest.mark.parametrize(("text", "word", "day"), DAYS)
def test_days_are_counted_from_the_right_one(text: str, word: str, day: str) -> None:
    _, report = strike(text, word)
    assert report.when is not None
    assert report.when.start.iso == day


def test_what_is_planned_for_a_day_dates_no_attack_before_it() -> None:
    text = "The generals were due to meet on Friday to take stock, two days after a missile attack on Uri in India."
    _, report = strike(text, "attack")
    assert report.when is None


def test_a_neighbour_is_not_the_one_whose_neighbour_it_is() -> None:
    text = "Pakistan and Iran traded threats. Pakistan spoke two days after a drone attack by its western neighbour."
    found, report = strike(text, "attack")
    assert names(found, report.attackers) == {"Iran"}


def test_an_attack_on_its_soil_is_on_the_soil_of_who_tells_it() -> None:
    text = "According to Islamabad, two children died in Tuesday's Iranian attack on its soil."
    found, report = strike(text, "attack")
    assert names(found, report.targets) == {"Pakistan"}


def test_what_both_sides_say_they_hit_lies_on_no_one_ground() -> None:
    text = "Indian strikes on camps inside Pakistan followed. Both capitals claimed that they had only hit militants."
    assert all("Pakistan" not in names(told(text), s.targets) for s in told(text).strikes[1:])


def test_an_attack_of_two_nights_keeps_both() -> None:
    _, report = strike("Drones hit a shelter in Goma late on Friday and again on Saturday.", "hit")
    assert report.when is not None
    assert report.when.end is not None
    assert (report.when.start.iso, report.when.end.iso) == ("2024-05-10", "2024-05-11")


NOTHING = [
    "There is a strike at UNESCO, and its staff union says it will walk out.",
    "Washington struck Bolivia from its list of partners.",
    "A court in Iran executed two men for murder.",
    "Thailand sent a surveillance drone over Cambodian positions.",
    "India said that no Pakistani military facility was targeted.",
    "North Korea test-fired a ballistic missile on Tuesday, Japan said.",
    "The minister warned that any attack on Taiwan would be answered.",
    "Sanctions hit the Russian economy hard, and inflation struck in March.",
    "The leaders discussed the war in Ukraine and attacks on shipping in the Red Sea.",
    "The resolution calls for an end to attacks on civilians and hospitals.",
    "NATO condemned the cyberattack on Estonia's parliament.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_sounds_like_an_attack_is_none(text: str) -> None:
    assert told(text).strikes == ()


PLAIN = [
    # sentence, the place that was hit
    ("A car packed with explosives rammed the gate of a police station in Cali.", "Cali"),
    ("An attacker drove a truck into a crowd in Jerusalem, killing four soldiers.", "Jerusalem"),
    ("Two explosions rocked the Crimean port of Sevastopol early on Monday.", "Sevastopol"),
    ("Saboteurs blew up a bridge near Bryansk in Russia overnight.", "Bryansk"),
    ("Twin blasts near the grave of a general in Kerman killed 84 people on Wednesday.", "Kerman"),
    ("A grenade was thrown into a bar in Bujumbura, injuring 20 people.", "Bujumbura"),
    (
        "Two officers were killed when their vehicle hit an improvised explosive device in Lamu in Kenya.",
        "Lamu",
    ),
    ("Kyrgyz and Tajik border guards exchanged fire near Batken on Friday.", "Batken"),
    ("Two drones crashed into a fuel depot in Port Sudan.", "Port Sudan"),
    ("The Balochistan Liberation Army hijacked a train in Sibi and killed 21 passengers.", "Sibi"),
    ("Al-Shabaab raided a base manned by Ugandan troops in Kismayo.", "Kismayo"),
]


@pytest.mark.parametrize(("text", "place"), PLAIN)
def test_attacks_are_told_in_many_words(text: str, place: str) -> None:
    found = told(text)
    assert found.strikes
    assert any(place in name for s in found.strikes for name in names(found, s.places))


def test_whose_base_it_is_tells_no_place() -> None:
    found, report = strike("A drone attack on a US base in Jordan killed three soldiers.", "attack")
    assert names(found, report.places) == {"Jordan"}


def test_who_destroys_aircraft_on_the_ground_attacks() -> None:
    found, report = strike(
        "Ukraine destroyed two Russian helicopters at an airfield in Berdyansk.", "destroyed"
    )
    assert names(found, report.attackers) == {"Ukraine"}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels overran a camp near Djibo in Burkina Faso on Sunday, two sources said, in one of the deadliest "
        "assaults in the Sahel this year.",
        "Russia hit Kharkiv with bombs on Monday, in one of the heaviest attacks on Ukraine in weeks.",
    ],
)
def test_the_rank_of_an_attack_is_no_second_one(text: str) -> None:
    assert len(told(text).strikes) == 1


@pytest.mark.parametrize(
    "text",
    [
        "JNIM and its rivals have killed thousands of people in Mali.",
        "Israeli strikes have killed hundreds in Lebanon.",
        "They've been shelling villages near Goma in Congo for years.",
    ],
)
def test_what_has_killed_in_masses_is_no_single_attack(text: str) -> None:
    assert all(s.habitual for s in told(text).strikes)


def test_what_came_of_an_attack_is_no_second_one() -> None:
    assert (
        len(told("Ukraine attacked Saratov in Russia with drones, setting a refinery ablaze.").strikes) == 1
    )


def test_a_plot_that_was_foiled_is_not_its_finders_attack() -> None:
    found = told("The Turkish police said it had foiled a plot by the PKK to bomb the embassy in Ankara.")
    assert [names(found, s.attackers) for s in found.strikes] == [{"Kurdistan Workers' Party"}]
    assert told("The Turkish police said it had foiled a plot to bomb the embassy in Ankara.").strikes == ()


def test_a_drone_that_brings_down_a_helicopter_attacks_it() -> None:
    found, report = strike("A rebel drone brought down a police helicopter at Amalfi in Colombia.", "brought")
    assert report.outcome == "carried-out"
    assert names(found, report.targets) >= {"Colombia"}


def test_both_sides_of_an_exchange_of_fire_are_attackers_and_targets() -> None:
    found, report = strike(
        "Pakistan and India traded artillery fire across Kashmir for a second night.", "traded"
    )
    assert report.collective
    assert (
        names(found, report.attackers)
        == {"Pakistan", "India"}
        == names(found, report.targets) & {"Pakistan", "India"}
    )


def test_the_entry_of_a_live_blog_tells_of_its_own_day() -> None:
    text = "17:10\nAn Israeli drone has struck a depot in Bushehr in Iran.\n\n16:00\nTalks go on.\n\n15:00\nGood day.\n"
    _, report = strike(text, "struck")
    assert report.when is not None
    assert report.when.start.iso == "2024-05-15"


def test_an_old_date_in_an_undated_article_dates_nothing_else() -> None:
    text = (
        "On 15 August 1984 rebels opened fire on a post in Eruh in Turkey. In October 2024 talks began. "
        "On 23 October, Turkish jets bombed camps in Iraq."
    )
    found = told(text, None)
    assert found.issued is None
    # the second is of the October of which the sentence before tells, not of 1984
    assert [s.when and s.when.start.iso for s in found.strikes] == ["1984-08-15", "2024-10-23"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Rebels shelled Gao on Monday evening. The shelling of Gao came two days after army planes bombed Kidal.",
            ["2024-05-13", None, "2024-05-11"],
        ),
        (
            "Kenyan jets bombed Jilib on Wednesday in reply to a bomb that had killed three soldiers in Lamu two days "
            "before.",
            ["2024-05-15", "2024-05-13"],
        ),
        (
            "Shells fired by the Congolese army on 27 January had killed 16 civilians in Rubavu.",
            ["2024-01-27"],
        ),
        (
            "Gunmen killed six people in Gao on Monday. Hamas claimed the attack the following day.",
            ["2024-05-13", None],
        ),
    ],
)
def test_a_day_is_that_of_the_attack_it_is_told_of(text: str, days: list[str | None]) -> None:
    assert [s.when.start.iso if s.when else None for s in told(text).strikes] == days


@pytest.mark.parametrize(
    ("heading", "ground"),
    [("HAITI", ["Haiti"]), ("CHAD MOVES TROOPS", []), ("Is Rwanda involved?", [])],
)
def test_a_section_lies_in_the_state_that_its_heading_is_the_name_of(heading: str, ground: list[str]) -> None:
    found = told(
        f"Title: The week\n\nLIBYA\n\nA dam broke on Monday, and the mayor resigned.\n\n{heading}\n\n"
        "Gangs overran the police station of Tolbiac on Friday, killing two officers."
    )
    assert [in_order(found, s.targets) for s in found.strikes] == [ground]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Russian missiles hit a hotel in Kharkiv on Monday. Moscow denies targeting civilians.", 0),
        ("Saudi jets bombed a market in Saada on Monday. Riyadh denied that it had targeted civilians.", 0),
        (
            "Israeli jets struck a camp near Tyre on Monday. The army denied that civilians had been attacked.",
            0,
        ),
        ("Nigerian jets bombed a village in Zamfara on Monday. Abuja denied bombing the village.", 1),
        ("Russian missiles hit a hotel in Kharkiv on Monday. Moscow denied the strike.", 1),
    ],
)
def test_who_denies_that_he_aimed_at_civilians_does_not_deny_the_attack(text: str, denied: int) -> None:
    assert [s.mention.factuality for s in told(text).strikes].count(Factuality.DENIED) == denied
