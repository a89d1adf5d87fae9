"""Several tellers with a number each, in one sentence: nobody's count is given to another, none is added up."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import counts_of_dead, counts_of_injured, names, told

RAID = "Gunmen attacked a market in Jos in Nigeria on Monday. "

RIVALS = [
    # what follows the raid; the dead, with whose count that is
    (
        "The number of those killed remains in dispute: eleven according to the United Nations, seven according to the "
        "police.",
        {11: "United Nations", 7: "Police of Nigeria"},
    ),
    (
        "Nine people died according to the governor and 20 according to residents.",
        {9: "governor", 20: "residents"},
    ),
    (
        "According to the governor nine people died, according to residents 20.",
        {9: "governor", 20: "residents"},
    ),
    ("The army put the toll at four, residents at 20.", {4: "Army of Nigeria", 20: "residents"}),
    ("The governor counted nine dead, the rescuers 20.", {9: "governor", 20: "rescuers"}),
    (
        "Tolls vary: 14 (United Nations) and 22 (local officials).",
        {14: "United Nations", 22: "local officials"},
    ),
    (
        "Police confirmed six deaths, a fraction of the 40 that residents counted.",
        {6: "Police", 40: "residents"},
    ),
    ("Six people died, not 20 as residents claim, the governor said.", {6: "governor", 20: "residents"}),
    (
        "The toll stood at 14, according to the police; residents spoke of at least 30.",
        {14: "Police of Nigeria", 30: "residents"},
    ),
    (
        "Two people were killed, with residents saying the figure is closer to 30.",
        {2: None, 30: "residents"},
    ),
]


@pytest.mark.parametrize(("text", "counted"), RIVALS)
def test_each_teller_has_his_own_number(text: str, counted: dict[int, str | None]) -> None:
    found = told(RAID + text)
    by = {
        c.deaths.low: (names(found, c.mention.according_to) or [None]) for c in found.casualties if c.deaths
    }
    assert {n: who[0] for n, who in by.items()} == counted
    assert all(len(who) == 1 for who in by.values())


def test_a_count_that_another_rejects_is_still_the_claim_of_who_made_it() -> None:
    found = told(RAID + "Six people died, not 20 as residents claim, the governor said.")
    assert {c.mention.factuality for c in found.casualties} == {Factuality.CLAIMED}


@pytest.mark.parametrize(
    ("text", "dead", "injured"),
    [
        # two numbers for the same people are not added up
        ("It killed 11 people, or seven if the police are to be believed.", [11], []),
        ("The governor gave the toll as three dead and 12 wounded.", [3], [12]),
        # a figure that was taken back is no count
        ("Twelve people died, the governor said, correcting an earlier figure of 15.", [12], []),
        # numbers that count something else
        ("The police said nine people died, three of them 20 km away.", [9], []),
        ("The police counted nine dead, the youngest 12 years old.", [9], []),
        ("The police said nine people died, the mayor among them, 20 minutes apart.", [9], []),
    ],
)
def test_what_is_no_rival_count(text: str, dead: list[int], injured: list[int]) -> None:
    found = told(RAID + text)
    assert (counts_of_dead(found), counts_of_injured(found)) == (dead, injured)


def test_who_does_not_comment_on_an_attack_counts_nobody() -> None:
    found = told(
        "Sudan's army did not immediately comment on the air raid on a market in Kabkabiya that, according to the "
        "Emergency Lawyers, killed more than 100 people on Monday."
    )
    assert [names(found, c.mention.according_to) for c in found.casualties] == [["Emergency Lawyers"]]


def test_the_dead_and_the_injured_that_one_noun_counts_are_both_kept() -> None:
    found = told(RAID + "At least 12 people were killed and wounded.")
    assert (counts_of_dead(found), counts_of_injured(found)) == ([12], [12])
