"""Sentences on which the parse goes astray, and what they say all the same."""

from __future__ import annotations

import pytest

from tests.told import acts, attacks, counts_of_dead, told


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
