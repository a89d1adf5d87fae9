"""A few short articles on one event each, with others beside them that only look alike: read, then resolved."""

from __future__ import annotations

import pytest

from kg.errors import EnvironmentProblem
from kg.extract import extract
from kg.model import Article, DateBasis, Event, Knowledge, PartialDate
from kg.resolve import resolve


def world(**told: tuple[str | None, str]) -> Knowledge:
    """What articles by id, each with its day and text, tell together; skips without the language weights."""
    articles = [
        Article(
            id,
            text,
            issued=PartialDate(day) if day else None,
            issued_basis=DateBasis.STATED if day else None,
        )
        for id, (day, text) in told.items()
    ]
    try:
        return resolve(articles, [extract(article) for article in articles]).knowledge
    except EnvironmentProblem as error:
        pytest.skip(f"no language weights: {error}")


def articles_of(events: tuple[Event, ...]) -> list[str]:
    """The articles of each event, as one word."""
    return sorted("".join(event.articles) for event in events)


def test_massacres_of_two_towns_north_of_one_capital_are_two() -> None:
    found = world(
        a=(
            "2024-10-04",
            "Gunmen killed at least 70 people in Pont-Sonde, north of Port-au-Prince, on Thursday.",
        ),
        b=(None, "Gunmen killed 12 villagers in Cabaret, north of Port-au-Prince. The bodies were burned."),
        c=("2024-10-06", "Gunmen killed at least 70 people in Pont-Sonde in Haiti on Thursday, police said."),
    )
    assert articles_of(found.strikes) == ["ac", "b"]


def test_attacks_on_two_ships_in_one_gulf_are_two() -> None:
    found = world(
        a=(
            "2024-06-13",
            "The Houthis hit the tanker Aster Bay with missiles in the Gulf of Aden on Wednesday.",
        ),
        b=(None, "The Houthis hit the freighter Corrin Light with missiles in the Gulf of Aden."),
        c=(
            "2024-06-15",
            "The tanker Aster Bay, which the Houthis hit in the Gulf of Aden on Wednesday, sank.",
        ),
    )
    assert articles_of(found.strikes) == ["ac", "b"]


def test_a_mosque_and_a_hospital_hit_in_one_town_with_one_toll_are_two() -> None:
    found = world(
        a=(
            "2025-09-20",
            "A drone of the Rapid Support Forces hit a mosque in El Fasher on Friday, killing 70 people.",
        ),
        b=(None, "A drone of the Rapid Support Forces hit a hospital in El Fasher, killing 70 people."),
        c=(None, "The Rapid Support Forces killed 70 people when their drone hit a mosque in El Fasher."),
    )
    assert articles_of(found.strikes) == ["ac", "b"]


def test_strikes_that_are_condemned_are_those_of_these_days() -> None:
    found = world(
        a=("2024-03-19", "Pakistani jets bombed Khost in Afghanistan on Monday, killing eight people."),
        b=("2024-03-20", "Iran condemned the Pakistani strikes on Afghanistan."),
        c=("2024-03-31", "China condemned the Pakistani strikes on Afghanistan."),
    )
    assert next("".join(s.articles) for s in found.strikes if s.when) == "ab"


def test_a_day_without_a_year_is_not_that_of_another_event() -> None:
    found = world(
        a=("2023-10-03", "The PKK attacked a ministry in Ankara on Sunday, wounding two police officers."),
        b=(None, "On 23 October the PKK attacked a company in Ankara and killed five people."),
        c=("2023-10-05", "Turkey answered an attack by the PKK on a ministry in Ankara on Sunday."),
    )
    assert articles_of(found.strikes) == ["ac", "b"]


def test_agreements_on_different_things_are_two() -> None:
    found = world(
        a=("2023-12-08", "Armenia and Azerbaijan agreed to exchange prisoners of war."),
        b=("2023-12-09", "Armenia and Azerbaijan have agreed to exchange their prisoners of war."),
        c=("2023-12-10", "Armenia and Azerbaijan agreed to demarcate their border."),
    )
    assert articles_of(found.actions) == ["ab", "c"]


def test_a_former_president_does_not_act_for_his_state() -> None:
    found = world(
        a=("2024-12-26", "Afghanistan condemned the Pakistani strikes on Khost on Wednesday."),
        b=(
            "2024-12-27",
            "Former president Hamid Karzai condemned the Pakistani strikes on Khost on Wednesday.",
        ),
        c=("2024-12-27", "Afghanistan condemned the Pakistani strikes on Khost on Wednesday."),
    )
    assert articles_of(found.actions) == ["ac", "b"]


def test_a_state_that_bombs_its_own_ground_is_no_other_attacker_than_one_who_is_not_named() -> None:
    found = world(
        a=("2023-04-12", "Myanmar's jets bombed a school in Mandalay on Tuesday, killing 30 people."),
        b=(
            "2023-04-14",
            "The toll of Tuesday's air raid on a school in Mandalay rose to 41, Myanmar's doctors said.",
        ),
        c=(
            "2023-04-14",
            "Rebels attacked a barracks in Mandalay in Myanmar on Tuesday, killing 12 soldiers.",
        ),
    )
    assert articles_of(found.strikes) == ["ab", "c"]
    assert "Strike by Myanmar on its own ground, 11 April 2023" in {s.label for s in found.strikes}


def test_who_was_hit_is_not_the_one_who_hit_on_the_same_day() -> None:
    found = world(
        a=("2019-02-27", "India's jets bombed Balakot in Pakistan on Tuesday."),
        b=("2019-02-27", "Shells hit a village in India on Tuesday, killing four people."),
    )
    assert articles_of(found.strikes) == ["a", "b"]
