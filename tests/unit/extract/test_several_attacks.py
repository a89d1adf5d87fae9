"""Several attacks that one sentence tells by one verb, and what is one attack though it names several places."""

from __future__ import annotations

import pytest

from tests.told import names, told

# The article's day is Wednesday, 15 May 2024.
SEVERAL: list[tuple[str, list[tuple[list[str], str | None]]]] = [
    # what is said of the first place stands between
    (
        "Kenyan jets fired rockets at a camp in Somalia that Nairobi linked to al-Shabaab, and at a post in Ethiopia.",
        [(["Somalia"], None), (["Ethiopia"], None)],
    ),
    (
        "India fired on posts in Pakistan which it said had sheltered gunmen, and on a bridge in Nepal.",
        [(["Pakistan"], None), (["Nepal"], None)],
    ),
    (
        "Turkish jets bombed a depot in Iraq that rebels had used, and a convoy in Syria.",
        [(["Iraq"], None), (["Syria"], None)],
    ),
    # one thing in each of two states
    (
        "Ethiopia struck a depot in Eritrea and a hangar in Somalia.",
        [(["Eritrea"], None), (["Somalia"], None)],
    ),
    # each on its day, wherever that is told
    (
        "Chad bombed a camp in Sudan on Sunday and a depot in Niger on Monday.",
        [(["Sudan"], "2024-05-12"), (["Niger"], "2024-05-13")],
    ),
    (
        "Russia struck Kharkiv on Sunday and Odesa two days later.",
        [(["Kharkiv"], "2024-05-12"), (["Odesa"], "2024-05-14")],
    ),
    (
        "On Sunday the Sudanese army shelled Omdurman and, a day later, the town of Bahri.",
        [(["Omdurman"], "2024-05-12"), (["Bahri"], "2024-05-13")],
    ),
    (
        "Rebels fired at a camp in Goma on Sunday and at a school in Sake the next day.",
        [(["Goma"], "2024-05-12"), (["Sake"], "2024-05-13")],
    ),
    # a count for each
    (
        "Boko Haram fighters killed 12 people in Chibok on Friday and nine in Gwoza on Saturday.",
        [(["Chibok"], "2024-05-10"), (["Gwoza"], "2024-05-11")],
    ),
    # one attack on several towns
    ("Russia struck Kharkiv and Odesa on Sunday.", [(["Kharkiv", "Odesa"], "2024-05-12")]),
    # what the day of somebody else's deed leaves alone
    ("Chadian jets bombed Tine on Monday and the governor fled on Tuesday.", [(["Tine"], "2024-05-13")]),
]


@pytest.mark.parametrize(("text", "known"), SEVERAL)
def test_each_attack_has_its_own_place_and_day(text: str, known: list[tuple[list[str], str | None]]) -> None:
    found = told(text)
    assert [(names(found, s.places), s.when.start.iso if s.when else None) for s in found.strikes] == known


@pytest.mark.parametrize(
    ("text", "strikes"),
    [
        # behind both, it is the toll of both
        ("Chadian strikes on Sudan and Niger on Monday killed nine people.", (2,)),
        ("Gunmen attacked a church in Jos on Sunday and a market in Bauchi a day later, killing nine.", (2,)),
        # behind the first and before the second, of the first
        ("Boko Haram fighters killed 12 people in Chibok on Friday and nine in Gwoza on Saturday.", (1,)),
    ],
)
def test_a_toll_behind_several_attacks_is_that_of_all(text: str, strikes: tuple[int, ...]) -> None:
    assert tuple(len(c.strikes) for c in told(text).casualties) == strikes


@pytest.mark.parametrize(
    "total",
    [
        "In all, 21 people were killed in the two days, doctors said.",
        "It was the fourth attack this week; 27 people have died in them.",
        "Altogether 14 people died, doctors said.",
    ],
)
def test_what_adds_up_the_dead_of_several_attacks_is_the_toll_of_none(total: str) -> None:
    first = "A drone strike killed nine people in Nyala in Sudan on Monday."
    second = "Another strike hit a school in Kadugli on Tuesday."
    assert [c.deaths.low for c in told(f"{first} {second} {total}").casualties if c.deaths] == [9]


def test_what_is_added_up_of_the_one_attack_told_is_its_toll() -> None:
    text = "A drone strike hit a school in Kadugli in Sudan on Tuesday. In all, 21 people were killed, doctors said."
    assert [c.deaths.low for c in told(text).casualties if c.deaths] == [21]


@pytest.mark.parametrize(
    "text",
    [
        "Al-Shabaab said it had carried out the raid on Kismayo but not the bombing in Mogadishu.",
        "Al-Shabaab admitted the raid on Kismayo, but not the bombing in Mogadishu.",
    ],
)
def test_what_somebody_did_not_claim_is_not_told_to_be_his(text: str) -> None:
    found = told(text)
    assert [names(found, s.places) for s in found.strikes] == [["Kismayo"]]


def test_what_those_who_overran_a_base_burned_is_no_attack_of_its_own() -> None:
    text = "Rebels overran a base in Chad on Monday, killing 21 soldiers and"
    assert len(told(f"{text} burning a depot.").strikes) == 1
    assert len(told(f"{text} shelling a market in Mao.").strikes) == 2
