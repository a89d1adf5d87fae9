"""Attacks that are easily missed: told in passing, by what came of them, or where only the words around say where."""

from __future__ import annotations

import pytest

from tests.told import Attack, attacks, days, names, told

TOLD: list[tuple[str, Attack]] = [
    # where
    (
        "Two Sukhoi jets bombed rebel positions in the hills above Kidal on Thursday, Mali said.",
        ([], ["Mali"], ["Kidal"]),
    ),
    (
        "Houthi drones struck a post on Oman's southern border with Yemen on Monday.",
        (["Houthis"], ["Oman"], []),
    ),
    (
        "The truce ended after gunmen killed 26 people, most of them pilgrims, at Multan in Pakistan on 22 April.",
        ([], ["Pakistan"], ["Multan", "Pakistan"]),
    ),
    (
        "On Friday came the port of Mykolaiv. Two Russian missiles hit a depot there and killed three dockers.",
        (["Russia"], ["Ukraine"], ["Mykolaiv"]),
    ),
    (
        "Envoys were in Zahedan. On Tuesday gunmen attacked a police station there, killing two officers, Iran said.",
        ([], ["Iran"], ["Zahedan"]),
    ),
    (
        "Libyan artillery fired again in the direction of the Kouri gold mine in Chad on Monday.",
        (["Libya"], ["Chad"], ["Chad", "Kouri"]),
    ),
    (
        "On Monday an air strike hit Adi Keyih Dora, killing 50 people according to aid workers. Eritrea denied it.",
        ([], ["Eritrea"], ["Adi Keyih Dora"]),
    ),
    # who
    (
        "Three soldiers were killed this morning by Azerbaijani mortar fire at Hill 677 in Armenia.",
        (["Azerbaijan"], ["Armenia"], ["Hill 677", "Armenia"]),
    ),
    # by what words
    (
        "In March of that year the Gulf Clan gang killed 15 people in Apartado, the worst massacre in years.",
        (["Gulf Clan"], ["Colombia"], ["Apartadó"]),
    ),
    (
        "Kabul says Tajik troops opened fire with light and heavy weapons and killed 12 civilians near Kunduz.",
        (["Tajikistan"], ["Afghanistan"], ["Kunduz"]),
    ),
    (
        "Mexican police used explosive drones on Saturday to attack a stronghold of the Sinaloa cartel in Culiacan.",
        (["Mexico"], ["Sinaloa Cartel", "Mexico"], ["Culiacán"]),
    ),
    (
        "Togo condemns in the strongest terms the bombardment carried out by the Chadian armed forces yesterday, "
        "Tuesday, on a picnic ground near the town of Kutum.",
        (["Chad"], ["Sudan"], ["Kutum"]),
    ),
]


@pytest.mark.parametrize(("text", "attack"), TOLD, ids=[t[:50] for t, _ in TOLD])
def test_an_attack_that_is_easily_missed_is_found(text: str, attack: Attack) -> None:
    assert attacks(told(text)) == [attack]


@pytest.mark.parametrize(
    ("text", "day", "place"),
    [
        (
            "Peru condemned the shelling on Sunday of a market in Nyala, which killed nine.",
            "2024-05-12",
            "Nyala",
        ),
        ("He deplored the bombing on 3 May of a hospital in Idlib.", "2024-05-03", "Idlib"),
        ("The Council condemned the attack of 7 March on a relief convoy in Gao.", "2024-03-07", "Gao"),
    ],
)
def test_what_is_behind_its_day_was_hit_by_what_was_condemned(text: str, day: str, place: str) -> None:
    found = told(text)
    assert days(found) == [day]
    assert names(found, found.strikes[0].places) == [place]


def test_the_latest_of_several_is_an_attack_with_a_day_and_a_place_of_its_own() -> None:
    found = told(
        "Doctors voiced alarm at a series of air strikes on civilians in western Chad, the latest of which hit a site "
        "in Mongo on Saturday. Ten days earlier, military jets bombed a market in Bol."
    )
    assert [(p, d) for (_, _, p), d in zip(attacks(found), days(found), strict=True)] == [
        (["Mongo"], "2024-05-11"),
        (["Bol"], "2024-05-01"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The army used drones to watch the border and planned to attack Goma.",
        "A minister used a speech to attack the government of Chad.",
        "A miner died when rock fell at a gold mine in Ghana on Monday.",
        "Guards stood on Oman's border with Yemen on Monday.",
    ],
)
def test_what_only_sounds_like_one_is_none(text: str) -> None:
    assert attacks(told(text)) == []


def test_the_siege_of_a_building_in_which_people_died_is_an_attack() -> None:
    found = told(
        "Kenyan forces have ended a day-long siege by al-Shabaab militants at a hotel in the town of Garissa in which "
        "at least 14 people died."
    )
    assert attacks(found) == [(["al-Shabaab"], ["Kenya"], ["Garissa"])]


@pytest.mark.parametrize(
    "text",
    [
        "The siege of Aleppo went on for years and thousands died.",
        "The siege of the hotel in Nairobi went on without a shot.",
    ],
)
def test_the_siege_of_a_town_or_one_without_harm_is_not_told_as_an_attack(text: str) -> None:
    assert attacks(told(text)) == []


def test_the_day_behind_what_is_condemned_in_the_present_is_that_of_the_deed() -> None:
    found = told(
        "The ministry condemns the attack launched by the armed forces of Chad against positions of the Libyan army on "
        "the morning of 11 May."
    )
    assert days(found) == ["2024-05-11"]


@pytest.mark.parametrize(
    ("text", "attack"),
    [
        (
            "Men armed with rifles and machetes attacked a village near Bunia on Monday.",
            ([], ["Democratic Republic of the Congo"], ["Bunia"]),
        ),
        (
            "Youths armed with spears attacked a village near Malakal on Monday.",
            ([], ["South Sudan"], ["Malakal"]),
        ),
        (
            "Nine soldiers died when terrorists rammed a lorry into an army camp in Baidoa on Monday.",
            ([], ["Somalia"], ["Baidoa"]),
        ),
    ],
)
def test_attackers_known_by_their_arms_alone(text: str, attack: Attack) -> None:
    found = told(text)
    assert attacks(found) == [attack]
    assert days(found) == ["2024-05-13"]


def test_demonstrators_with_placards_and_drivers_who_ram_a_gate_are_none() -> None:
    assert attacks(told("Students armed with placards attacked a proposal in Bor on Monday.")) == []
    assert attacks(told("A driver rammed a lorry into a shop in Kigali on Monday.")) == []


@pytest.mark.parametrize(
    ("text", "targets", "place"),
    [
        (
            "Israeli jets struck what officials called Hezbollah depots in Lebanon's Tyre district late on Monday.",
            ["Hezbollah", "Lebanon"],
            "Tyre",
        ),
        (
            "Turkish jets struck what security officials said were PKK shelters in Iraq's Duhok province on Monday.",
            ["Kurdistan Workers' Party", "Iraq"],
            "Duhok province",
        ),
        (
            "Kenyan jets hit what Nairobi called a camp near Kismayo on Monday, killing six.",
            ["Somalia"],
            "Kismayo",
        ),
        (
            "Israel bombed what it described as a command centre in Gaza City overnight on Monday.",
            ["Palestine"],
            "Gaza City",
        ),
    ],
)
def test_what_was_hit_by_whatever_name_was_hit_on_the_day_behind_it(
    text: str, targets: list[str], place: str
) -> None:
    found = told(text)
    ((attackers, hit, places),) = attacks(found)
    assert (len(attackers), hit) == (1, targets)
    assert place in places
    assert days(found)[0] in {"2024-05-13", "2024-05-12"}


@pytest.mark.parametrize(
    ("text", "attack"),
    [
        # a town of which the next sentence says what hit it
        (
            "Kaya, the next town on the road in Burkina Faso, was hit on 5 May. Nine people died in that strike.",
            ([], ["Burkina Faso"], ["Kaya", "Burkina Faso"]),
        ),
        ("The city of Dilling was hit on Sunday. The strike killed a nurse.", ([], ["Sudan"], ["Dilling"])),
        # vehicles that blow up where somebody is guarded
        (
            "A lorry blew up outside a police station in Kirkuk on Monday, killing four officers.",
            ([], ["Iraq"], ["Kirkuk"]),
        ),
        (
            "The truck that blew up at the gate of the army's base in Mogadishu killed twelve people.",
            ([], ["Somalia"], ["Mogadishu"]),
        ),
        ("A car exploded outside a courthouse in Izmir, killing a guard.", ([], ["Turkey"], ["İzmir"])),
        # where those are whose it was
        (
            "Police in Kidapawan, Philippines, arrested two suspects in the bombing of their station on 5 May.",
            ([], ["Philippines"], ["Kidapawan", "Philippines"]),
        ),
        (
            "Soldiers in Mopti, Mali, buried those killed in the attack on their camp on 5 May.",
            ([], ["Mali"], ["Mopti", "Mali"]),
        ),
    ],
)
def test_an_attack_that_is_only_recalled_is_found(text: str, attack: Attack) -> None:
    assert attacks(told(text))[0] == attack


@pytest.mark.parametrize(
    "text",
    [
        "A truck blew up on a motorway near Lagos after a crash, killing four people.",
        "A tanker blew up near Lagos on Monday, killing 40.",
        "A gas lorry exploded outside a court in Nairobi, killing three.",
        "A lorry caught fire and exploded outside a church in Lima, killing three.",
        "Manila was hit on Monday. The storm left nine dead.",
        "Kyiv was hit on 5 May by a strike of railwaymen.",
    ],
)
def test_mishaps_and_storms_are_no_attacks(text: str) -> None:
    assert told(text).strikes == ()
