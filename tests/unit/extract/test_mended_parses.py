"""Sentences on which the parse goes astray, and what they say all the same."""

from __future__ import annotations

import pytest

from tests.told import acts, attacks, counts_of_dead, names, told, who_attacked, who_counted


def test_what_is_condemned_was_done_where_the_sentence_ends_and_not_where_it_is_condemned() -> None:
    found = told(
        "Ankara condemns the artillery bombardment carried out by the Chadian armed forces yesterday, Tuesday, on a "
        "market near the town of Kutum."
    )
    ((attackers, _, places),) = attacks(found)
    assert (attackers, places) == (["Chad"], ["Kutum"])
    assert found.strikes[0].when is not None
    assert found.strikes[0].when.start.iso == "2024-05-14"
    assert [(act, report.places) for act, report in acts(found)] == [
        (("Condemnation", ("Turkey",), ("Chad",)), ())
    ]


def test_where_it_was_condemned_is_not_where_it_was_done() -> None:
    found = told("Togo condemned the raid carried out by Niger on Monday at a press conference in Lomé.")
    ((_, _, places),) = attacks(found)
    assert "Lomé" not in places


@pytest.mark.parametrize(
    "text",
    [
        "Months after the attack at Banjska, Belgrade and Pristina meet rarely, sign nothing and blame each other.",
        "A year after the shelling of Kidal, Bamako and Algiers still talk.",
    ],
)
def test_two_capitals_that_act_were_not_attacked(text: str) -> None:
    ((_, _, places),) = attacks(told(text))
    assert places == [text.partition(",")[0].rpartition(" ")[2]]


def test_what_is_rarely_done_is_no_act() -> None:
    assert acts(told("Belgrade and Pristina rarely meet.")) == []
    assert acts(told("Belgrade and Pristina met on Monday.")) != []


@pytest.mark.parametrize(
    ("text", "attackers"),
    [
        ("Hezbollah-led fighters shelled a town in Syria on Sunday.", ["Hezbollah"]),
        ("Hamas-led militants attacked southern Israel on 7 October.", ["Hamas"]),
        ("Rwanda-led militants attacked southern Burundi on Monday.", []),
        ("The Hezbollah-led coalition shelled a town in Syria on Sunday.", []),
    ],
)
def test_fighters_that_a_group_leads_are_its_own_and_others_are_not(text: str, attackers: list[str]) -> None:
    ((found, _, _),) = attacks(told(text))
    assert found == attackers


def test_the_regime_is_the_one_that_the_article_has() -> None:
    found = told(
        "A regime jet bombed a village in Myanmar on Tuesday, killing nine people.\n\nJapan urged Myanmar's neighbours "
        "to stop selling fuel to the regime.\n\nLaos, which chairs the bloc, said on Tuesday that it was concerned. "
        "Its foreign minister visited Naypyitaw in April.\n\nThe regime bombed two clinics in April, a doctor said."
    )
    assert attacks(found)[-1][0] == ["Myanmar"]


def test_no_part_of_the_name_of_who_said_it_is_what_was_said() -> None:
    (statement,) = told(
        "According to Nyan Lynn Thit Analytica, a research group, the regime flew 134 raids in April, more than before."
    ).statements
    assert statement.content.startswith("the regime flew")


def test_what_follows_a_ships_name_is_said_of_the_ship() -> None:
    found = told(
        "In 2023 JNIM announced a blockade of the city of Timbuktu. On 7 September 2023, its fighters "
        "attacked the passenger boat Tombouctou on the Niger River and an army camp at Bamba, in the Gao Region."
    )
    ((_, targets, places),) = attacks(found)
    assert targets == ["Mali"]
    assert "Bamba" in places


def test_nobody_is_counted_twice() -> None:
    found = told(
        "On 7 September 2023, its fighters attacked an army camp at Bamba, in the Gao Region of Mali. The government "
        "said that 49 civilians and 15 soldiers were killed in the two attacks."
    )
    assert counts_of_dead(found) == [64]


def test_who_tells_of_the_last_of_several_deeds_did_none_of_them() -> None:
    found = told(
        "Gunmen on horses attacked the village of Bara in Sudan on Monday, shot at people and burned shops, residents "
        "and police said."
    )
    assert all(attackers == [] for attackers, _, _ in attacks(found))


@pytest.mark.parametrize(
    "text",
    [
        "Turkish drones hit a depot at Kobani in Syria on Monday, the town that Islamic State besieged in 2014, "
        "destroying at least three trucks.",
        "Turkish drones hit a depot in Syria on Monday near the village that Islamic State held in 2014, killing two.",
    ],
)
def test_what_an_attack_did_was_not_done_by_who_held_the_town_before(text: str) -> None:
    found = told(text)
    assert {tuple(attackers) for attackers, _, _ in attacks(found)} - {("Islamic State",)} == {("Turkey",)}
    last = max(found.strikes, key=lambda s: s.mention.span.begin)
    assert last.when is not None
    assert last.when.start.iso == "2024-05-13"


@pytest.mark.parametrize(
    "text",
    [
        "A drone dropped grenades on a mine in Tajikistan on Monday. The Tajik foreign ministry made the attack "
        "public two days later.",
        "A drone dropped grenades on a mine in Tajikistan on Monday. The toll makes the attack the worst of the war.",
    ],
)
def test_who_makes_an_attack_known_did_not_make_it(text: str) -> None:
    found = told(text)
    assert [attackers for attackers, _, _ in attacks(found) if attackers] == []
    assert {s.when.start.iso for s in found.strikes if s.when} == {"2024-05-13"}


def test_stored_drones_that_bombs_destroy_attacked_nobody() -> None:
    found = told(
        "Ethiopian jets bombed an airport at Mekelle on Monday, destroying a plane and a store of drones."
    )
    assert {s.outcome for s in found.strikes} == {"carried-out"}


@pytest.mark.parametrize(
    ("text", "attackers"),
    [
        (
            "A raid in May, carried out by the SBU with drones, left a depot burning.",
            "Security Service of Ukraine",
        ),
        (
            "A raid on Oct 6, carried out by the SBU security service with drones, left a depot burning.",
            "Security Service of Ukraine",
        ),
        (
            "An ambush on the road to Baidoa, carried out by al-Shabaab on Monday, left nine soldiers dead.",
            "al-Shabaab",
        ),
    ],
)
def test_who_carried_an_attack_out_between_commas_is_its_attacker(text: str, attackers: str) -> None:
    ((found, _, _),) = attacks(told(text))
    assert found == [attackers]


@pytest.mark.parametrize("rank", ["Maj.", "Maj. Gen.", "Brig. Gen.", "Lt. Col.", "Capt."])
def test_the_stop_behind_a_rank_ends_no_sentence(rank: str) -> None:
    found = told(
        f"Gunmen attacked a base in Gao in Mali on Monday. Two soldiers died, said {rank} Ali Diallo, a spokesman."
    )
    (statement,) = found.statements
    assert names(found, statement.speakers) == ["Ali Diallo"]
    assert "Maj" not in {a.name for a in found.actors}


def test_a_missile_that_fell_into_the_water_hit_no_state() -> None:
    found = told(
        "A missile struck a tanker off Yemen on Monday. Two sailors from Ghana died. Another fell into the water."
    )
    assert [places for _, _, places in attacks(found)] == [["Yemen"]]


def test_what_is_fired_toward_a_ship_from_areas_that_somebody_controls_is_fired_at_it() -> None:
    found = told(
        "Houthi militants fired two missiles from areas they control toward a tanker in the Red Sea on Monday."
    )
    assert attacks(found)[0][0] == ["Houthis"]


def test_what_forces_hit_on_a_day_is_no_habit() -> None:
    found = told(
        "The strikes are separate from the operation of 3 May, in which French forces hit 18 Islamic State targets in "
        "Syria."
    )
    assert [s.habitual for s in found.strikes if s.attackers] == [False]


def test_who_is_believed_to_belong_to_a_group_does_what_the_sentence_goes_on_with() -> None:
    found = told(
        "Fighters believed to belong to Boko Haram abducted 20 girls and killed a guard at a school in Yobe, Nigeria."
    )
    assert who_attacked(found) == [["Boko Haram"]]


@pytest.mark.parametrize(
    ("text", "place", "day", "dead"),
    [
        (
            "Togo recalled its envoy to Ghana on Monday, a day after a drone strike on the town of Kante killed four "
            "people.",
            "Kante",
            "2024-05-12",
            4,
        ),
        (
            "Kenyan jets struck two camps near Kismayo before dawn on Monday, officials in Nairobi said, two days "
            "after a suicide attack on a post in Mandera killed 14 soldiers.",
            "Mandera",
            "2024-05-11",
            14,
        ),
        (
            "Two days after a car bomb at a camp in Bannu killed nine soldiers, Pakistan closed the border on Monday.",
            "Bannu",
            "2024-05-11",
            9,
        ),
    ],
)
def test_an_attack_some_days_after_which_something_else_was_done_killed_them(
    text: str, place: str, day: str, dead: int
) -> None:
    found = told(text)
    (attack,) = (s for s in found.strikes if place in names(found, s.places))
    assert attack.when is not None
    assert attack.when.start.iso == day
    assert [(c.strikes, c.deaths.low) for c in found.casualties if c.deaths] == [((attack.key,), dead)]
    assert not {"Kenya", "Togo"} & set(names(found, attack.attackers))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Last June a car bomb outside a barracks in Maiduguri, Nigeria, killed nine people.", "2023-06"),
        ("Last Friday a drone dropped a grenade on the football pitch of the village of Bria.", "2024-05-10"),
    ],
)
def test_a_day_that_opens_the_sentence_is_that_of_the_deed(text: str, day: str) -> None:
    (attack,) = told(text).strikes
    assert attack.when is not None
    assert attack.when.start.iso == day


def test_what_an_attack_with_some_weapon_was_on_was_attacked() -> None:
    found = told(
        "The Fano militia killed nine soldiers in an attack with rockets and mortars on a base in Gondar, in Amhara, "
        "on 2 April."
    )
    assert [places for _, _, places in attacks(found)] == [["Gondar", "Amhara"]]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Nine people were killed in Bor, the country's president, Salva Kiir, has said.",
            "Salva Kiir",
            "Nine people were killed in Bor",
        ),
        (
            "Rebels seized the town of Bunagana, the army's spokesman, Sylvain Ekenge, said on Monday.",
            "Sylvain Ekenge",
            "Rebels seized the town of Bunagana",
        ),
        (
            "The toll of the raid on Kharkiv has risen to five, the governor, Oleh Syniehubov, said.",
            "Oleh Syniehubov",
            "The toll of the raid on Kharkiv has risen to five",
        ),
    ],
)
def test_who_is_named_between_commas_before_said_says_it(text: str, speaker: str, content: str) -> None:
    found = told(text)
    assert [(names(found, s.speakers), s.content) for s in found.statements] == [([speaker], content)]


def test_a_toll_told_by_who_is_named_between_commas_is_his_count() -> None:
    found = told("The toll of the raid on Kharkiv has risen to five, the governor, Oleh Syniehubov, said.")
    assert who_counted(found) == [["Oleh Syniehubov"]]


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        (
            "Pakistan maintains that its jets acted only after a volley of rockets had hit Peshawar.",
            ([], ["Pakistan"], ["Peshawar"]),
        ),
        (
            "Peru withdrew its envoy two days after a raid by Chilean jets had killed nine people in Tacna.",
            (["Chile"], ["Peru"], ["Tacna"]),
        ),
        (
            "Chad acted only after a convoy of trucks had been bombed by Sudanese jets near Tine.",
            (["Sudan"], ["Chad"], ["Tine"]),
        ),
    ],
)
def test_what_had_been_done_before_somebody_acted_was_not_done_by_him(
    text: str, told_of: tuple[list[str], ...]
) -> None:
    assert attacks(told(text)) == [told_of]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Togo accused Benin of sheltering those who planned the ambush near Djougou.", ["Djougou"]),
        ("A court charged three men who organised the bombing in Kampala on 3 May.", ["Kampala"]),
        ("The police named the man who masterminded the massacre at Kandahar.", ["Kandahar"]),
        # what comes down beside something
        ("A missile landed next to Wajir airport on Sunday.", ["Wajir"]),
    ],
)
def test_an_attack_was_where_its_name_is_put(text: str, places: list[str]) -> None:
    found = told(text)
    assert [names(found, s.places) for s in found.strikes] == [places]


def test_what_was_set_ablaze_is_no_house_of_the_group_that_did_it() -> None:
    found = told(
        "The LRA shot 20 people at Mamove on 1 May. "
        "On 5 May, another 14 died when the group set houses ablaze at Dungu."
    )
    assert [(a[0], a[2]) for a in attacks(found)] == [
        (["Lord's Resistance Army"], ["Mamove"]),
        (["Lord's Resistance Army"], ["Dungu"]),
    ]
