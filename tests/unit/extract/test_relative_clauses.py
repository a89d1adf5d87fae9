"""Attacks told in a clause of a place: "Goma, where rebels killed nine", "Sderot, which rockets struck"."""

from __future__ import annotations

import pytest

from tests.told import Attack, acts, attacks, days, told, who_attacked

WHERE = [
    ("Bangui, where a bomb exploded on Tuesday, was calm.", ([], ["Central African Republic"], ["Bangui"])),
    (
        "Calm returned to Bangui, where a bomb went off on Monday.",
        ([], ["Central African Republic"], ["Bangui"]),
    ),
    ("In Kobani, where shells fell on Monday, shops were shut.", ([], ["Syria"], ["Kobani"])),
    (
        "Residents of Kherson, where Russian shells fell, were packing.",
        (["Russia"], ["Ukraine"], ["Kherson"]),
    ),
    (
        "He was speaking in Goma, where M23 fighters killed nine people on Tuesday.",
        (["March 23 Movement"], ["Democratic Republic of the Congo"], ["Goma"]),
    ),
    (
        "The minister visited Peshawar, where a suicide bomber killed 12 people.",
        ([], ["Pakistan"], ["Peshawar"]),
    ),
    # a name that nobody takes for a town but for the clause behind it
    (
        "The army pulled out of Lashio, where it had bombed two schools in April.",
        (["Myanmar"], ["Myanmar"], ["Lashio"]),
    ),
    ("The town of Sderot, which rockets struck on Monday, was quiet.", ([], ["Israel"], ["Sderot"])),
]


@pytest.mark.parametrize(("text", "attack"), WHERE)
def test_an_attack_told_in_a_clause_of_a_town_was_there(text: str, attack: Attack) -> None:
    assert attacks(told(text)) == [attack]


def test_an_attack_in_a_clause_of_a_town_has_the_day_told_in_it() -> None:
    assert days(told("She left for Bunia, where rebels attacked a church on Sunday, on Tuesday.")) == [
        "2024-05-12"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The president spoke in Paris, where he condemned the attack on Kyiv.",
        "The envoy is in Cairo, where Israel was said to have killed nine people in Kyiv.",
    ],
)
def test_what_is_spoken_of_in_a_town_was_not_there(text: str) -> None:
    assert all(places == ["Kyiv"] for _, _, places in attacks(told(text)))


def test_where_an_act_is_done_is_nobody_whom_it_is_done_to() -> None:
    found = acts(told("They met in Doha, where Chad and Sudan signed a truce on Friday."))
    assert all("Qatar" not in (*first, *then) for (_, first, then), _ in found)


OF_THE_CLAUSE = [
    ("South Sudan's army blamed Uganda, which has not denied that its jets bombed Torit.", "Uganda"),
    ("The South Sudanese defence ministry blamed Uganda, which says that its jets bombed Torit.", "Uganda"),
    ("Kenya thanked Uganda, whose president said its army had shelled Torit on Monday.", "Uganda"),
    ("The army blamed the RSF, which said it had shelled a depot in Kosti.", "Rapid Support Forces"),
]


@pytest.mark.parametrize(("text", "attacker"), OF_THE_CLAUSE)
def test_its_forces_are_those_of_whom_the_relative_clause_speaks(text: str, attacker: str) -> None:
    assert [attacker] in who_attacked(told(text))
