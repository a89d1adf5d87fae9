"""The day of an act that the text gives elsewhere than beside its verb, and days beside it that are not its own."""

from __future__ import annotations

import pytest

from tests.told import acts, told


def days(text: str, issued: str | None = "2024-05-15") -> dict[str, str]:
    """The types of the acts that a text tells, with their days; that of Wednesday 15 May 2024 unless said."""
    return {act[0]: a.when.start.iso if a.when else "" for act, a in acts(told(text, issued))}


@pytest.mark.parametrize(
    ("text", "type_", "day"),
    [
        (
            "Speaking in Lusaka on Sunday, Zambian President Hakainde Hichilema accused Angola of arming bandits.",
            "Accusation",
            "2024-05-12",
        ),
        (
            "Zambia's president, addressing parliament at noon on Monday, accused Angola of arming bandits.",
            "Accusation",
            "2024-05-13",
        ),
        ("Peru's ambassador to Bolivia was told to leave on Tuesday.", "EnvoyExpulsion", "2024-05-14"),
        (
            "Nepal asked India for help in rebuilding its bridges on May 7, the Nepali foreign ministry said.",
            "Appeal",
            "2024-05-07",
        ),
        (
            "Bolivia recalled its envoy on Sunday, and Chile answered on Monday by calling home its ambassador and "
            "closing its airspace to planes from Bolivia.",
            "BorderClosure",
            "2024-05-13",
        ),
        (
            "Bolivia on Monday recalled its envoy, and Chile responded hours later by closing its border to Bolivia.",
            "BorderClosure",
            "2024-05-13",
        ),
        (
            "Moldovan President Maia Sandu spoke by telephone on Friday with Polish Prime Minister Donald Tusk, who "
            "promised to send Moldova two helicopters.",
            "Pledge",
            "2024-05-10",
        ),
        (
            "The cabinet of Niger met on Sunday. The foreign minister then announced that Niger was recalling its "
            "ambassador from Benin.",
            "AmbassadorRecall",
            "2024-05-12",
        ),
        (
            "Soldiers of Chad crossed into Niger on Monday. In the evening Niger expelled Chad's ambassador.",
            "EnvoyExpulsion",
            "2024-05-13",
        ),
        (
            "Soldiers of Chad crossed into Niger on Monday. The next day a bridge was closed. In the evening Niger "
            "expelled Chad's ambassador.",
            "EnvoyExpulsion",
            "2024-05-14",
        ),
        ("In a statement last evening, Ghana condemned Togo.", "Condemnation", "2024-05-14"),
    ],
)
def test_day_stands_with_another_word_of_the_sentence(text: str, type_: str, day: str) -> None:
    assert days(text)[type_] == day


@pytest.mark.parametrize(
    "text",
    [
        "Kenyan President William Ruto telephoned Paul Kagame on Monday. He urged Rwanda to withdraw its soldiers.",
        "Kenya's foreign minister said on Monday that the raid was a crime. He urged Rwanda to withdraw its soldiers.",
        "In a statement on Monday, Kenya called the raid a crime. It urged Rwanda to withdraw its soldiers.",
    ],
)
def test_who_goes_on_speaking_does_so_on_the_same_day(text: str) -> None:
    assert days(text)["Appeal"] == "2024-05-13"


@pytest.mark.parametrize(
    "text",
    [
        # another speaks
        "Kenyan President William Ruto telephoned Paul Kagame on Monday. Tanzania urged Rwanda to withdraw its men.",
        # he had done it before, or did it at some other time
        "Kenyan President William Ruto telephoned Paul Kagame on Monday. He has urged Rwanda to withdraw its men.",
        "Kenyan President William Ruto telephoned Paul Kagame on Monday. He later urged Rwanda to withdraw its men.",
        "Kenyan President William Ruto telephoned Paul Kagame on Monday. In March he urged Rwanda to withdraw.",
        # no speech: what he did that day is not what was told of him
        "Kenyan President William Ruto was born on a Monday. He urged Rwanda to withdraw its soldiers.",
    ],
)
def test_another_speech_has_a_day_of_its_own(text: str) -> None:
    assert days(text).get("Appeal", "") in {"", "2024-03"}


_RELEASE = """Ministry of Foreign Affairs of the Republic of Kenya
Press release
Nairobi, 14 May 2024

The Ministry of Foreign Affairs strongly condemns the raid carried out by Somali gunmen on a school in Mandera \
County on the morning of 11 May.

Kenya calls on Somalia to hand over the culprits.
"""


def test_next_day_does_not_count_from_that_of_the_release() -> None:
    text = (
        _RELEASE
        + "\nA school was hit on 11 May. Kenya condemns this. The next day Kenya expelled Somalia's envoy.\n"
    )
    assert days(text, None)["EnvoyExpulsion"] in {"", "2024-05-12"}


def test_ministry_does_what_its_release_says_on_the_day_of_the_release() -> None:
    found = days(_RELEASE, None)
    assert found["Condemnation"] == "2024-05-14"
    assert found["Appeal"] == "2024-05-14"


def test_what_a_paper_says_that_a_state_does_is_of_no_day() -> None:
    assert days("Kenya calls on Somalia to hand over the culprits. It has closed the border.")["Appeal"] == ""


@pytest.mark.parametrize(
    "text",
    [
        "The foreign ministry of Peru strongly condemns the attack launched by Bolivian soldiers against a village in "
        "the direction of Puno, Puno Region, on the morning of 11 May.",
        "Peru condemned the bombing on 3 May of a hospital in Puno, which killed seven people.",
    ],
)
def test_day_of_what_is_condemned_is_not_that_of_condemning_it(text: str) -> None:
    assert days(text)["Condemnation"] == ""


@pytest.mark.parametrize(
    "text",
    [
        # told on Wednesday: the coming Friday may be meant
        "Chile asked Peru to withdraw its soldiers on Friday.",
        "Chile invited Peru's president to talks on Thursday.",
    ],
)
def test_day_for_which_something_is_asked_is_not_that_of_asking(text: str) -> None:
    assert set(days(text).values()) <= {""}


def test_article_whose_title_names_its_year_dates_its_days_by_it() -> None:
    text = (
        "2019 Lake Albert clashes\n\nThe clashes between Uganda and the Democratic Republic of the Congo took place in "
        "July 2019. A report of 2021 blamed smugglers.\n\nUganda expelled the Congolese ambassador on 4 August.\n"
    )
    assert days(text, None)["EnvoyExpulsion"] == "2019-08-04"


def test_morning_whose_day_is_named_right_behind_it_is_of_that_day() -> None:
    text = "Chad's army crossed into Niger on Sunday. Niger expelled Chad's envoy at ten in the morning on Monday."
    assert days(text)["EnvoyExpulsion"] == "2024-05-13"
