"""Acts told by pointing at what was named before: envoys left out or taken up, hosts that only make it known."""

from __future__ import annotations

import pytest

from tests.told import Act
from tests.told import acts as acts_of
from tests.told import told as extracted


def told(text: str) -> dict[Act, str]:
    """Type, initiators and recipients of every act, with its day; the article is of Wednesday 15 May 2024."""
    return {
        act: a.when.start.iso if a.when else "" for act, a in acts_of(extracted(text)) if a.mention.is_told
    }


def recall(of: str, *from_: str) -> Act:
    return ("AmbassadorRecall", (of,), tuple(sorted(from_)))


def expulsion(by: str, *of: str) -> Act:
    return ("EnvoyExpulsion", (by,), tuple(sorted(of)))


@pytest.mark.parametrize(
    ("text", "act", "day"),
    [
        (
            "Argentina recalled its ambassador from Lima in March. Peru withdrew its own on Monday.",
            recall("Peru", "Argentina"),
            "2024-05-13",
        ),
        (
            "Benin recalled its ambassador. Togo answered by calling back its own from Cotonou and Lagos.",
            recall("Togo", "Benin", "Nigeria"),
            "",
        ),
        (
            "Egypt withdrew its ambassador on Monday and has barred Turkey's from Cairo.",
            ("EnvoyBarred", ("Egypt",), ("Turkey",)),
            "",  # whenever since
        ),
        (
            "Finland's ambassador to Russia is on her way home. The government ordered her back on Monday.",
            recall("Finland", "Russia"),
            "2024-05-13",
        ),
        (
            "Algeria's ambassador to France landed in Algiers. He had been recalled on Saturday.",
            recall("Algeria", "France"),
            "2024-05-11",
        ),
        (
            "Honduras's and Nicaragua's ambassadors are back at their posts. They had been withdrawn in June.",
            recall("Nicaragua"),
            "2023-06",
        ),
        (
            "Russia ordered the attaché at the Danish embassy to leave, in response to the expulsion of his Russian "
            "colleague from Copenhagen on May 8.",
            expulsion("Denmark", "Russia"),
            "2024-05-08",
        ),
        (
            "The Ethiopian ambassador was given 72 hours to leave Somalia.",
            expulsion("Somalia", "Ethiopia"),
            "",
        ),
        (
            "Spain and Venezuela have traded expulsions of diplomats since Monday.",
            expulsion("Venezuela", "Spain"),
            "",
        ),
        (
            "The dispute between Laos and Thailand led each to expel a diplomat of the other.",
            expulsion("Laos", "Thailand"),
            "",
        ),
        (
            "Kenya told the Ugandan ambassador, who is on leave, not to come back.",
            ("EnvoyBarred", ("Kenya",), ("Uganda",)),
            "",
        ),
        (
            "The Swedish ambassador was summoned on Friday and told of the decision, Iraq's foreign ministry said.",
            ("Summons", ("Foreign Ministry of Iraq",), ("Sweden",)),
            "2024-05-10",
        ),
        (
            "Iran's ambassador in Oslo was called to the foreign ministry on Friday.",
            ("Summons", ("Norway",), ("Iran",)),
            "2024-05-10",
        ),
        (
            "Jordan recalled its ambassador from Oslo. Bahrain's parliament says the kingdom has recalled its "
            "ambassador from Rome.",
            recall("Bahrain", "Italy"),
            "",
        ),
    ],
)
def test_act_told_by_reference_is_found(text: str, act: Act, day: str) -> None:
    found = told(text)
    assert act in found
    assert found[act] == day


@pytest.mark.parametrize(
    "text",
    [
        "Cuba's foreign minister spoke for an hour. Havana recalled him on Friday.",
        "The president met the French ambassador on Friday. He was recalled on Saturday.",
        "Iran's ambassador was summoned, the Iranian foreign ministry said.",
        "The Greek ambassador was summoned, Reuters reported.",
        "The protests could lead Peru to recall its ambassador from Quito.",
        "The coach praised his Spanish counterpart. Havana recalled its own.",
    ],
)
def test_no_envoy_is_recalled_or_summoned_where_the_text_does_not_say_whose_or_by_whom(text: str) -> None:
    assert not [act for act in told(text) if act[0] in {"AmbassadorRecall", "Summons", "EnvoyExpulsion"}]


def test_who_is_handed_a_note_lodges_no_protest() -> None:
    found = told("The Swedish ambassador was summoned to Baghdad on Friday and handed a note of protest.")
    assert not [act for act in found if act[:2] == ("Complaint", ("Sweden",))]
