"""Whose words they are, where pronouns, descriptions and long frames make it easy to err; and all of the words."""

from __future__ import annotations

import pytest

from tests.told import names, told

Said = tuple[str, str]


def said(text: str) -> list[Said]:
    """Speaker and content of every statement of a text."""
    found = told(text)
    return [(" and ".join(names(found, t.speakers)), t.content) for t in found.statements]


def test_a_quote_that_goes_on_behind_its_frame_is_one_statement() -> None:
    text = "“We shall defend every village,” said the premier, Jorge Salas. “Nobody will take it from us.”"
    assert said(text) == [("Jorge Salas", "We shall defend every village … Nobody will take it from us")]


def test_a_quote_behind_reported_words_is_a_statement_of_its_own() -> None:
    text = "Norway's premier said the raid was a “crime”. “We will answer it in time.”"
    assert [content for _, content in said(text)] == ["the raid was a “crime", "We will answer it in time"]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Chad's army said that Sudan had armed them. “Chad expects its neighbour to keep the peace,” it said.",
            "Army of Chad",
            "Chad expects its neighbour to keep the peace",
        ),
        (
            "Harakat al-Shams, a splinter of the Houthi movement, claimed the raid. In a video it said two men died.",
            "Harakat al-Shams",
            "two men died",
        ),
        (
            "Boko Haram holds Bama. Aid groups said 40 people drowned. A boat sank on Monday, the same groups said.",
            "Aid groups",
            "A boat sank on Monday",
        ),
        (
            "A village committee said 14 people had died. The shelling went on, the same committee said.",
            "village committee",
            "The shelling went on",
        ),
        (
            "Boko Haram attacked Damboa. The Amnesty Watch group said that 14 people were killed.",
            "Amnesty Watch",
            "14 people were killed",
        ),
        (
            "Norwegian Foreign Minister Espen Barth Eide flew to Cairo on Friday, his ministry said.",
            "Foreign Ministry of Norway",
            "Norwegian Foreign Minister Espen Barth Eide flew to Cairo on Friday",
        ),
        (
            "The raid killed nine people, the health ministry of Kachin state said.",
            "health ministry of Kachin state",
            "The raid killed nine people",
        ),
        (
            "No one was hurt, but the bridge was closed, the provincial government said.",
            "provincial government",
            "No one was hurt, but the bridge was closed",
        ),
        (
            "Ghana's president said that the gunboat had approached two trawlers and told them that they must leave.",
            "Ghana's president",
            "the gunboat had approached two trawlers and told them that they must leave",
        ),
        (
            "On Monday the army of Niger reported four deaths and the governor seven.",
            "Army of Niger",
            "four deaths",
        ),
        (
            "“There will be no talks while the siege lasts,” its deputy chairman, Abdi Nur, says in a speech.",
            "Abdi Nur",
            "There will be no talks while the siege lasts",
        ),
        (
            "Two miners were wounded, according to the quarry's management.",
            "the quarry's management",
            "Two miners were wounded",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_words_are_whose_they_were(text: str, speaker: str, content: str) -> None:
    assert (speaker, content) == said(text)[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“Peru does not bargain with thieves,” Premier Ana Díaz said, as she announced the closure.",
            [("Ana Díaz", "Peru does not bargain with thieves")],
        ),
        (
            "For the third time in a month rockets have fallen on Gao, the governor of Kayes said.",
            [("governor of Kayes", "For the third time in a month rockets have fallen on Gao")],
        ),
        (
            "Uganda counts 19 dead, twelve of them in the raid on Kasese on 3 May.",
            [("Uganda", "19 dead, twelve of them in the raid on Kasese on 3 May")],
        ),
        (
            "Jordan's ambassador, Mahmoud Hmoud, said Israel's decisions to cut off the water were cruel.",
            [("Mahmoud Hmoud", "Israel's decisions to cut off the water were cruel")],
        ),
        (
            "4 March: Shelling killed nine people in Kadugli, according to the Sudan Doctors Network.",
            [("Sudan Doctors Network", "Shelling killed nine people in Kadugli")],
        ),
        (
            "Greece responded with naval exercises south of Crete, according to the Greek defence ministry.",
            [("Defence Ministry of Greece", "Greece responded with naval exercises south of Crete")],
        ),
        (
            "Families returned to Bor, finding houses burnt, wells poisoned and the clinic looted.",
            [],
        ),
        (
            "A spokesman for the African Union said the bloc hoped the two armies would talk.",
            [("African Union", "the bloc hoped the two armies would talk")],
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_all_of_the_words_are_told_and_once(text: str, expected: list[Said]) -> None:
    assert said(text) == expected


def test_what_is_denied_is_told_without_who_said_it() -> None:
    text = "Monitors say that Eritrean troops fight beside them. Eritrea denies this."
    assert said(text)[-1] == ("Eritrea", "Eritrean troops fight beside them")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "According to figures compiled by the health ministry of Chad, nine people have been killed.",
            "Chad",
        ),
        (
            "Nine people have been killed, according to a tally kept by Doctors Without Borders.",
            "Sans",
        ),
        (
            "MINUSCA said nobody was hurt. UNIFIL says a drone fell near Naqoura. The mission said it had protested.",
            "United Nations Interim Force",
        ),
    ],
)
def test_who_counted_or_keeps_the_peace_speaks(text: str, speaker: str) -> None:
    assert speaker in said(text)[-1][0]


def test_a_force_of_many_nations_is_not_the_armed_group_named_last() -> None:
    found = said("Boko Haram raided Diffa. The multinational force said two officers were wounded.")
    assert all(speaker != "Boko Haram" for speaker, _ in found)


@pytest.mark.parametrize(
    "text",
    [
        "The minister told Radio Okapi that the rebels were regrouping near Sake and warned of a new offensive.",
        "The minister said the rebels would attack Sake and warned of a new offensive.",
    ],
)
def test_who_speaks_on_behind_what_he_said_of_others_is_he(text: str) -> None:
    found = told(text)
    assert {name for s in found.statements for name in names(found, s.speakers)} == {"minister"}
