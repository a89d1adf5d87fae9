"""How many died and whose count it is, in the ways that news tells it."""

from __future__ import annotations

import pytest

from tests.told import counts_of_dead, counts_of_injured, names, told, who_counted

STRIKE = "Russian missiles struck a market in Kherson in Ukraine on Monday. "


COUNTS = [
    # what follows the strike, deaths, injuries
    ("Nine people were killed and 22 injured.", 9, 22),
    ("It killed a family of four.", 4, None),
    ("A hospital received eleven bodies.", 11, None),
    ("Ukraine said it lost 23 men.", 23, None),
    ("Officials put the fatalities at more than 30.", 30, None),
    ("It killed 12 pupils.", 12, None),
    ("Sixty people died when drones and eight shells hit it.", 60, None),
    ("Nine people were brought in dead, a nurse at a hospital said.", 9, None),
    ("A doctor said 41 bodies had been brought to the hospital by nightfall.", 41, None),
    ("Seven men were found dead in a cellar.", 7, None),
    ("Three patients succumbed to their wounds overnight.", 3, None),
    ("The army gave its losses as five soldiers killed and 12 wounded.", 5, 12),
    ("The number of martyrs has risen to 11.", 11, None),
    ("The toll rose from 18 to 35.", 35, None),
    ("The dead numbered 14 by evening, the mayor said.", 14, None),
    ('The general staff said it had "neutralised" around twenty of them.', 20, None),
]


@pytest.mark.parametrize(("text", "deaths", "injuries"), COUNTS)
def test_the_dead_and_the_injured_are_counted(text: str, deaths: int, injuries: int | None) -> None:
    found = told(STRIKE + text)
    assert set(counts_of_dead(found)) == {deaths}
    assert set(counts_of_injured(found)) == ({injuries} if injuries else set())


CLAIMANTS = [
    ("Ukraine's military raised the toll from the strike to 31.", "Armed Forces of Ukraine"),
    ("The Kremlin put the dead at four.", "Kremlin"),
    ("The strike, where, Ukraine says, 74 people died, was the worst.", "Ukraine"),
    ("It killed 53 people by the count of Ukraine.", "Ukraine"),
    ("The mayor of the town spoke on Monday evening of 12 dead.", "mayor of the town"),
    ("A councillor in the nearest town spoke of 38 dead and said burials had begun.", "councillor"),
    ("More than 40 people were killed, a hospital source and two residents told Al Noor Radio.", "residents"),
    (
        "More than 40 people were killed, a councillor and two monks told Al Noor Radio on Tuesday.",
        "councillor",
    ),
    ("Nine people were brought in dead, a nurse at Saint Luke's hospital said.", "nurse"),
    ("The army gave its losses as five soldiers killed.", "Army of Ukraine"),
]


@pytest.mark.parametrize(("text", "claimant"), CLAIMANTS)
def test_a_count_is_of_those_who_made_it(text: str, claimant: str) -> None:
    found = told(STRIKE + text)
    assert claimant in {n for by in who_counted(found) for n in by}


def test_one_count_after_the_other_is_of_the_same_attack() -> None:
    text = (
        STRIKE
        + "Four people died, the police said. Doctors spoke of chaos. A hospital counted seven bodies. "
    )
    found = told(text + "Relatives waited outside. The mayor put the toll at nine.")
    strikes = {c.strikes for c in found.casualties}
    assert counts_of_dead(found) == [4, 7, 9]
    assert len(strikes) == 1


def test_a_number_alone_counts_what_was_counted_before_it() -> None:
    text = (
        STRIKE
        + "Police said seven people died. The doctors of the town said there were nine, two of them boys."
    )
    assert counts_of_dead(told(text)) == [7, 9]
    displaced = STRIKE + "Police said seven people died. The number of those who fled rose to 300."
    assert counts_of_dead(told(displaced)) == [7]


def test_police_at_the_start_of_a_sentence_are_no_town_of_that_name() -> None:
    quetta = "A bomb exploded at a market in Quetta, Pakistan, on Monday. Police said six people died. "
    actors = {a.name for a in told(quetta + "The health ministry gave a toll of nine dead.").actors}
    assert "Health Ministry of Pakistan" in actors
    assert "Poland" not in actors


TAKEN_UP = [
    # who counts, told by a shorter phrase the second time
    (
        "The city's emergency service says 14 people were killed. Later the service put the number of dead at 16.",
        "The city's emergency service",
    ),
    ("The Sudan Doctors Network said 30 civilians were killed. The group said 12 were wounded.", "Network"),
    ("A soldier of the African Union mission died. Two were killed, the mission said.", "African Union"),
    (
        "Security sources said ten men were killed. Nine were hurt, according to the same sources.",
        "ecurity sources",
    ),
    ("A spokesman for the UN mission said four peacekeepers were killed.", "United Nations"),
]


@pytest.mark.parametrize(("text", "claimant"), TAKEN_UP)
def test_who_counts_is_found_again_under_a_shorter_name(text: str, claimant: str) -> None:
    found = told("RSF fighters raided Abu Zabad in Sudan on Friday. " + text)
    last = names(found, found.casualties[-1].mention.according_to)
    assert any(claimant in name for name in last), last


def test_the_group_is_not_the_armed_one_named_last_where_another_spoke() -> None:
    text = (
        "The RSF shelled a mosque in El Fasher, Sudan, on Friday. An emergency response room, one of the volunteer "
        "groups in the city, called it a massacre. The group put the number of dead at 84."
    )
    found = told(text)
    by = {n for c in found.casualties for n in names(found, c.mention.according_to)}
    assert "Rapid Support Forces" not in by


NOT_DEATHS = [
    "It killed 40 sheep.",
    "It destroyed nine houses.",
    "Two more bodies were found, raising the toll to six.",
]


@pytest.mark.parametrize("text", NOT_DEATHS)
def test_what_is_not_a_count_of_people_counts_nobody(text: str) -> None:
    assert set(counts_of_dead(told(STRIKE + text))) <= {6}


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("A doctor had counted 65 bodies.", ()),
        ("Hundreds were wounded, including children.", ("children",)),
        ("It killed 12 pupils.", ("pupils",)),
    ],
)
def test_victims_are_who_they_were_and_not_how_many(text: str, victims: tuple[str, ...]) -> None:
    assert [c.victims for c in told(STRIKE + text).casualties] == [victims]
