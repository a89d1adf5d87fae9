"""One or two plain sentences, as somebody types them who tries the program: no article stands around them."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import acts, attacks, names, told


@pytest.mark.parametrize(
    "text",
    [
        "A military base was attacked at dawn.",
        "A police station was bombed on Monday.",
        "A military hospital was shelled overnight.",
        "A village was raided in the night and ten people were killed.",
        "Drones hit a fuel depot.",
    ],
)
def test_attack_of_which_no_name_is_told_is_one_all_the_same(text: str) -> None:
    assert attacks(told(text)) == [([], [], [])]


def test_nameless_attack_beside_a_named_one_is_not_counted_again() -> None:
    text = "Israel bombed Tyre on Monday. A hospital was bombed, doctors said."
    assert [found[2] for found in attacks(told(text)) if not found[2]] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An army camp in Tahoua was attacked on Sunday.", ([], ["Niger"], ["Tahoua"])),
        ("A military base was attacked at dawn in Benghazi.", ([], ["Libya"], ["Benghazi"])),
        ("Gunmen raided the village of Tamba in Niger's Tillaberi region.", ([], ["Niger"])),
        ("Eritrean soldiers killed 30 villagers in Adi Hush.", (["Eritrea"], [], ["Adi Hush"])),
        ("A bomb exploded in Tripoli in northern Lebanon.", ([], ["Lebanon"])),
        ("Egypt condemned an Israeli airstrike on Rafah.", (["Israel"], ["Palestine"], ["Rafah"])),
        ("Fano units attacked four army posts in Amhara.", (["Fano"], ["Ethiopia"], ["Amhara"])),
        ("The refinery at Homs was hit overnight, Israel's General Staff said.", ([], ["Syria"], ["Homs"])),
        ("Gunmen swept through the town of Maru, killing 70.", ([], ["Nigeria"], ["Maru"])),
        ("A missile landed next to a clinic in Nyala.", ([], ["Sudan"], ["Nyala"])),
    ],
)
def test_attack_was_where_its_own_words_put_it(text: str, expected: tuple[list[str], ...]) -> None:
    (found,) = attacks(told(text))
    assert found[: len(expected)] == expected


def test_state_beyond_a_border_is_neither_where_it_was_nor_whose_army_speaks() -> None:
    found = told("Jets bombed a bridge near the border with Laos. The army said two soldiers were killed.")
    assert attacks(found) == [([], [], [])]
    assert [names(found, s.speakers) for s in found.statements] == [["army"]]


@pytest.mark.parametrize(
    ("text", "attacker", "teller"),
    [
        (
            "Rwandan troops attacked Minova, Congo's government said.",
            "Rwanda",
            "Democratic Republic of the Congo",
        ),
        ("Turkish jets struck a depot near Qamishli, Syria's army said.", "Turkey", "Army of Syria"),
    ],
)
def test_who_tells_of_an_attack_at_the_end_is_not_among_the_attackers(
    text: str, attacker: str, teller: str
) -> None:
    found = told(text)
    (strike,) = found.strikes
    assert names(found, strike.attackers) == [attacker]
    assert strike.mention.factuality is Factuality.CLAIMED
    assert names(found, strike.mention.according_to) == [teller]


@pytest.mark.parametrize(
    "text",
    [
        "A gas explosion destroyed a restaurant in Hebei, China, killing two people.",
        "A gas leak blast killed four people in Lahore.",
        "Fire destroyed a market in N'Djamena, Chad.",
        "A heart attack killed the former president of Zambia in a Lusaka hospital.",
        "A shark attack killed a swimmer off Durban.",
    ],
)
def test_what_nobody_set_off_is_no_attack(text: str) -> None:
    assert attacks(told(text)) == []


def test_fire_that_somebody_opened_is_an_attack() -> None:
    text = "Israeli fire killed two farmers near Khan Younis."
    assert attacks(told(text)) == [(["Israel"], ["Palestine"], ["Khan Younis"])]


def test_one_appeal_of_three_states_is_one_act() -> None:
    text = "France, Britain and the United States called on both sides to end the fighting in Sudan."
    assert [act for act, _ in acts(told(text))] == [
        ("Appeal", ("France", "United Kingdom", "United States"), ())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Washington backed Morocco's autonomy plan for Western Sahara.",
            ("Endorsement", ("United States",), ("Morocco",)),
        ),
        (
            "ECOWAS gave Niger one week to free the president.",
            ("Ultimatum", ("Economic Community of West African States",), ("Niger",)),
        ),
        (
            "The minister of foreign affairs of Ghana met his Togolese counterpart.",
            ("Meeting", ("Ghana", "Togo"), ()),
        ),
    ],
)
def test_act_told_in_one_sentence_is_found(
    text: str, expected: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> None:
    assert [act for act, _ in acts(told(text))][:1] == [expected]


def test_warning_of_what_may_come_is_no_threat() -> None:
    text = "The UN envoy for Libya warned the Security Council that the country could split."
    assert acts(told(text)) == []


def test_who_is_quoted_by_a_newspaper_speaks() -> None:
    text = "Kenya's interior minister was quoted by the Daily Nation as saying that the border would stay closed."
    found = told(text)
    assert [(names(found, s.speakers), s.content) for s in found.statements] == [
        (["Kenya's interior minister"], "the border would stay closed")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The siege of El Fasher by the RSF began in May.",
        "The pipeline at Homs was hit, the company said.",
        "The refinery at Homs was hit by a fire, the air force said.",
        "A storm swept through the town of Maru, killing 70.",
    ],
)
def test_what_is_hit_or_besieged_need_not_be_attacked(text: str) -> None:
    assert attacks(told(text)) == []
