"""Tolls told again by others, counts of which only the number is left, and whose they are."""

from __future__ import annotations

import pytest

from kg.model import CasualtyClaim, Extraction
from tests.told import counts_of_dead, counts_of_injured, names, told


def counted(text: str) -> tuple[Extraction, dict[int, list[str]]]:
    """Number of dead → whose count."""
    found = told(text)
    return found, {c.deaths.low: names(found, c.mention.according_to) for c in found.casualties if c.deaths}


AGAIN = [
    # a strike and a first count, then the count told again, what it is, whose it is
    (
        "Gunmen fired on a crowd in Guayaquil on Saturday, killing seven people. "
        "President Noboa spoke of ten.",
        10,
    ),
    ("A bomb hit a bus in Mogadishu on Sunday. Police said five people died. Al-Shabaab claimed 37.", 37),
    ("Rebels attacked an army post in Kivu on Sunday. Four soldiers were killed; the rebels said nine.", 9),
    (
        "Jets bombed a school in Idlib on Monday. Medics said 35 people were killed. "
        "The media office gave the figure of 40.",
        40,
    ),
    (
        "Jets struck a prison in Saada on Monday. "
        "Doctors said 80 were killed, and the health minister put it at 91.",
        91,
    ),
    (
        "A bomb hit a bus in Quetta on Monday. "
        "Police put the death toll at 12; by evening it had risen to 14.",
        14,
    ),
    (
        "A blast hit a mosque in Kunduz on Friday. "
        "Police first reported 64 deaths and then lowered the number to 49.",
        49,
    ),
    (
        "Gunmen raided Bunia on Friday. "
        "The toll from the attack on the town's market climbed on Sunday to at least 18.",
        18,
    ),
    (
        "Kurdish fighters attacked a Turkish base on Friday. They said 20 soldiers had died. "
        "Ankara confirmed the loss of five.",
        5,
    ),
    (
        "Gunmen attacked a village in Plateau state, Nigeria, on Tuesday. Police said seven people had died. "
        "A community leader, Joseph Gyang, said the real number was above 30.",
        30,
    ),
    (
        "Rebels raided a camp in Darfur on Monday. "
        "The governor put the toll at 12 on Monday night and at 19 a day later.",
        19,
    ),
    (
        "Rebels overran a base near Goma on Monday. The defence ministry put army losses at nine.",
        9,
    ),
    (
        "A bomb hit a bus in Quetta on Monday. Police said nine died. Doctors said the true figure was closer to 15.",
        15,
    ),
    (
        "In Burkina Faso, 38 worshippers were stabbed or shot to death at a church in Barsalogho on Monday.",
        38,
    ),
]


@pytest.mark.parametrize(("text", "deaths"), AGAIN)
def test_a_number_alone_counts_what_was_counted_before_it(text: str, deaths: int) -> None:
    assert deaths in counted(text)[1]


def test_the_number_of_wounded_is_no_toll_of_the_dead() -> None:
    found = told(
        "A missile hit a café in Kramatorsk on Monday, killing 13. The number of wounded rose to 61."
    )
    assert counts_of_injured(found) == [61]
    assert counts_of_dead(found) == [13]


NO_TOLL = [
    "The governor spoke of 20 houses.",
    "The minister said it would take 12 months.",
    "The president spoke of 2014.",
    "The price of bread rose to 40.",
    "The blast was felt 30 kilometres away, officials said.",
    "The ministry put its losses in wheat at 40 tonnes.",
    "The number of displaced was 300.",
    "The real number of refugees was above 90.",
]


@pytest.mark.parametrize("text", NO_TOLL)
def test_other_numbers_behind_a_count_are_no_tolls(text: str) -> None:
    found, dead = counted("A bomb hit a bus in Mogadishu on Sunday. Police said five people died. " + text)
    assert list(dead) == [5]
    assert not counts_of_injured(found)


def test_a_number_alone_with_no_count_before_it_counts_nobody() -> None:
    assert not told("A bomb hit a bus in Mogadishu on Sunday. President Mohamud spoke of ten.").casualties


GROUPS = [
    ("Gunmen killed two Israeli tourists and their guide in Cairo on Sunday.", 3, False),
    ("A shell killed a woman and her son in Donetsk on Sunday.", 2, False),
    ("A bomb killed General Igor Kirillov and his aide in Moscow on Tuesday.", 2, False),
    (
        "Five engineers and their Pakistani driver died when a bomb struck their bus in Besham on Sunday.",
        6,
        False,
    ),
    ("Gunmen killed 15 policemen and several civilians in Derbent on Sunday.", 15, True),
    (
        "Jets bombed a village in Sagaing on Sunday. Sixteen villagers, among them three monks, were killed.",
        16,
        False,
    ),
    ("Shells hit a bus in Martuni on Sunday. Ten civilians, five of them children, were killed.", 10, False),
]


@pytest.mark.parametrize(("text", "deaths", "more"), GROUPS)
def test_who_died_together_is_counted_together_and_nobody_twice(text: str, deaths: int, more: bool) -> None:
    counts = [c.deaths for c in told(text).casualties if c.deaths]
    assert [(c.low, c.at_least) for c in counts] == [(deaths, more)]


HURT = [
    ("Two workers were hurt.", 2),
    ("More than 270 were hurt.", 270),
    ("Another 57 were hurt.", 57),
    ("Police said 38 people were hurt, five of them seriously.", 38),
    ("Three people died and 18 were hurt.", 18),
    ("The mayor, Paola Castillo, reported two dead and five injured.", 5),
    ("State television reported 16 dead and 42 wounded.", 42),
    ("One man was shot dead and another badly wounded, the ministry said.", 1),
]


@pytest.mark.parametrize(("text", "injured"), HURT)
def test_the_hurt_are_counted_however_they_are_told(text: str, injured: int) -> None:
    found = told("A drone hit a market in Belgorod on Monday. " + text)
    assert set(counts_of_injured(found)) == {injured}


SPEAKERS = [
    ("Twenty-five people were killed in all, the state governor, Dikko Radda, said.", "Dikko Radda"),
    (
        "Five people were killed, three of them children, and 124 were injured, the mayor, "
        "Ivan Petrov, said.",
        "Ivan Petrov",
    ),
    ("Seven worshippers were shot dead, a resident, Lawal Ahmed, told AFP.", "Lawal Ahmed"),
    ("Seven worshippers were shot dead, the Borno Network said.", "Borno Network"),
    (
        "Two people were killed, the city's military administration said.",
        "the city's military administration",
    ),
    ("Barkindo Saidu said 18 people were killed; Vice-President Kashim Shettima said 32.", "Kashim Shettima"),
]


@pytest.mark.parametrize(("text", "claimant"), SPEAKERS)
def test_a_count_is_of_whoever_says_it(text: str, claimant: str) -> None:
    found = told("Gunmen attacked a village near Gwoza in Nigeria on Monday. " + text)
    last = max((c for c in found.casualties if c.deaths), key=_place)
    assert names(found, last.mention.according_to) == [claimant]


def _place(claim: CasualtyClaim) -> int:
    return claim.mention.span.begin


def test_whoever_is_told_a_count_did_not_make_it() -> None:
    _, dead = counted("Gunmen attacked Funtua on Sunday. Seven people died, a resident told AFP.")
    assert "Agence France-Presse" not in dead[7]


@pytest.mark.parametrize(
    "text",
    [
        "Thai jets bombed Cambodian posts on Friday. Thailand's toll rose to 20 on Saturday, the army said.",
        "Chad bombed camps in Libya on Friday. The war has killed 900 people.",
        "Chad bombed camps in Libya on Friday. At least 43 people were killed on both sides, the UN said.",
        "Chad bombed Sabha in Libya on Friday. Forty people have died since fighting broke out in May.",
    ],
)
def test_the_toll_of_a_war_or_of_the_attackers_own_side_is_not_of_the_attack(text: str) -> None:
    found = told(text)
    assert len(found.strikes) == 1
    assert found.casualties == ()


def test_the_toll_of_the_side_that_was_hit_is() -> None:
    (claim,) = told("Chad bombed Sabha in Libya on Friday. Libya's death toll rose to 20.").casualties
    assert claim.deaths is not None
    assert claim.deaths.low == 20


def test_tens_of_thousands_have_been_killed_in_a_war_and_not_in_the_strike_just_told() -> None:
    found = told(
        "Drones hit El Obeid on Tuesday. Egypt condemned the strike. The war between the army and the RSF began in "
        "2023. Tens of thousands of people have been killed and millions driven from their homes."
    )
    assert found.casualties == ()


def test_tens_of_thousands_are_not_ten() -> None:
    [count] = told("The bombardment of Mariupol killed tens of thousands of people.").casualties
    assert count.deaths is not None
    assert (count.deaths.low, count.deaths.high) == (10_000, None)
