"""Counts told by idiom, in passing or by a report, and what a risen toll is the toll of."""

from __future__ import annotations

import pytest

from tests.told import counts_of_dead, counts_of_injured, names, told, who_counted

RAID = "Al-Shabaab fighters attacked Afgooye in Somalia on Sunday. "

COUNTED = [
    # what follows the raid, deaths, whose count
    ("The army gave the number of the dead as 40 and said the town was calm.", 40, ["Army of Somalia"]),
    ("The attack cost 12 soldiers their lives.", 12, []),
    ("The Somali army spoke of damage and three soldiers killed.", 3, ["Army of Somalia"]),
    ("Two residents said that they had buried eight traders there.", 8, ["residents"]),
    (
        "The places, defence minister Ahmed Fiqi told a briefing, were army camps, and five soldiers were killed.",
        5,
        ["Ahmed Fiqi"],
    ),
]


@pytest.mark.parametrize(("text", "deaths", "by"), COUNTED)
def test_a_count_told_by_idiom_or_in_passing_has_its_teller(text: str, deaths: int, by: list[str]) -> None:
    found = told(RAID + text)
    assert counts_of_dead(found) == [deaths]
    (claimants,) = who_counted(found)
    assert [any(name.endswith(c) or c in name for c in claimants) for name in by] == [True] * len(by)
    assert bool(claimants) == bool(by)


def test_who_tells_of_the_wounded_is_none_of_them() -> None:
    found = told(
        "A Russian missile hit a market in Odesa on Monday, killing at least five people and wounding 46, "
        "regional governor Ivan Fedorov said."
    )
    assert (counts_of_dead(found), counts_of_injured(found)) == ([5], [46])
    assert who_counted(found) == [["Ivan Fedorov"]]


@pytest.mark.parametrize(
    "opening",
    [
        "Human Rights Watch published a report on the war in Sudan.",
        "The report that Human Rights Watch released on Monday tells of the war in Sudan.",
    ],
)
def test_a_report_speaks_for_those_who_wrote_it(opening: str) -> None:
    text = " A fighter jet dropped two bombs on a school in Kutum on 12 May. According to the report, 24 people died."
    assert who_counted(told(opening + text)) == [["Human Rights Watch"]]


def test_of_two_reports_none_is_taken_for_the_other() -> None:
    text = (
        "Human Rights Watch published a report on the war in Sudan. Amnesty International published a report on it "
        "too. A fighter jet dropped two bombs on a school in Kutum on 12 May. According to the report, 24 people died."
    )
    assert who_counted(told(text)) == [[]]


def test_a_risen_toll_is_not_of_the_attack_that_this_one_is_measured_by() -> None:
    found = told(
        "A missile hit a market in Odesa on Monday, killing 11 people, governor Oleh Kiper said. The attack was the "
        "deadliest since September 2, when a bomb hit a house in Kharkiv and killed 13 people. By nightfall the toll "
        "had risen to 12 after a man died in hospital, Kiper wrote."
    )
    elsewhere = {s.key for s in found.strikes if "Kharkiv" in names(found, s.places)}
    assert counts_of_dead(found) == [11, 13, 12]
    assert [bool(set(c.strikes) & elsewhere) for c in found.casualties] == [False, True, False]


def test_who_suffered_burns_was_hurt() -> None:
    found = told("A missile struck a tanker off Yemen on Monday. Three sailors suffered burns.")
    assert (counts_of_dead(found), counts_of_injured(found)) == ([], [3])


@pytest.mark.parametrize(
    ("text", "teller"),
    [
        (
            "Peru's air force has bombed a camp of the Shining Path in Ayacucho, killing eight fighters, the defence "
            "minister said on Friday. Jorge Chavez said the camp belonged to the unit that had planned an attack.",
            "Jorge Chavez",
        ),
        (
            "Bombs killed nine people in Kutum on Monday, the regional governor said. Musa Hilal said the toll might "
            "rise.",
            "Musa Hilal",
        ),
        (
            "Bombs killed nine people in Kutum on Monday, the regional governor said. Hamid Idris, a grain trader, "
            "said he had run.",
            "regional governor",
        ),
        (
            "Bombs killed nine people in Kutum on Monday, the regional governor said. Volodymyr Zelensky said it was "
            "a crime.",
            "regional governor",
        ),
    ],
)
def test_who_is_told_by_his_office_is_named_where_the_next_sentence_opens_with_a_bare_name(
    text: str, teller: str
) -> None:
    assert who_counted(told(text)) == [[teller]]
