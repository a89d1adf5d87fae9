"""Leads that tell the dead first, and in the next sentence what killed them."""

from __future__ import annotations

import pytest

from tests.told import attacks, counts_of_dead, told


@pytest.mark.parametrize(
    ("text", "places", "day", "dead"),
    [
        (
            "Two soldiers were killed on Monday near Gao, Mali. A roadside bomb hit their truck, the army said.",
            ["Gao", "Mali"],
            "2024-05-13",
            [2],
        ),
        (
            "Seven people died in Kherson, Ukraine, on Tuesday. A Russian shell hit the minibus in which they were "
            "travelling.",
            ["Kherson", "Ukraine"],
            "2024-05-14",
            [7],
        ),
        (
            "At least 12 people have been killed in Mogadishu, Somalia, officials say. A suicide bomber blew himself "
            "up in a tea shop on Sunday evening.",
            ["Mogadishu", "Somalia"],
            "2024-05-12",
            [12],
        ),
        (
            "Five people were killed on Friday in Lebanon. Israeli jets struck a house in Baalbek, the ministry said.",
            ["Baalbek"],
            "2024-05-10",
            [5],
        ),
    ],
)
def test_what_killed_them_has_the_place_the_day_and_the_dead_of_the_lead(
    text: str, places: list[str], day: str, dead: list[int]
) -> None:
    found = told(text)
    (strike,) = found.strikes
    assert attacks(found)[0][2] == places
    assert strike.when is not None
    assert strike.when.start.iso == day
    assert counts_of_dead(found) == dead
    assert found.casualties[0].strikes == (strike.key,)


@pytest.mark.parametrize(
    "text",
    [
        # an answer to what killed them
        "Two soldiers were killed on Monday near Gao, Mali. In response, jets bombed a camp of the rebels.",
        "Two soldiers were killed on Monday near Gao, Mali. Malian jets bombed rebel camps.",
        # no attack killed them
        "Two soldiers were killed in a crash on Monday near Gao, Mali. A drone struck a house.",
        "Two soldiers died of cholera on Monday near Gao, Mali. A drone struck a house.",
    ],
)
def test_what_comes_after_a_death_need_not_have_caused_it(text: str) -> None:
    found = told(text)
    assert counts_of_dead(found) == []
    assert all("Gao" not in places for _, _, places in attacks(found))
