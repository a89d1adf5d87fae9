"""The day of an act that its own clause does not give: said in one breath, or going on from the sentence before."""

from __future__ import annotations

import pytest

from tests.told import acts, told


def days(text: str, kind: str) -> list[str]:
    """The days of every act of a kind, "" where none is known; the article is of Wednesday 15 May 2024."""
    return [a.when.start.iso if a.when else "" for (type_, _, _), a in acts(told(text)) if type_ == kind]


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        (
            "Speaking in Maun on Sunday, President Duma Boko accused Zambia of lying.",
            "Accusation",
            "2024-05-12",
        ),
        (
            "In a statement on Sunday, Benin's foreign minister described the remarks as lies. She accused Togo of"
            " granting licences in the gulf.",
            "Accusation",
            "2024-05-12",
        ),
        (
            "Nepal's army chief said on Sunday that his men stood ready. He urged India to talk.",
            "Appeal",
            "2024-05-12",
        ),
        (
            "Norway's defence minister phoned his Danish counterpart on Friday. He urged restraint.",
            "Appeal",
            "2024-05-10",
        ),
        (
            "Kenya's foreign ministry had announced on Monday the expulsion of ten Ugandan diplomats, and accused"
            " Kampala of spying.",
            "Accusation",
            "2024-05-13",
        ),
        (
            "On Friday the presidents of Peru and Chile met in Brasilia. They agreed that both envoys will return.",
            "Agreement",
            "2024-05-10",
        ),
        (
            "The foreign ministers of Peru and Chile met in Lima on 10 May. The two sides agreed to open the border.",
            "Agreement",
            "2024-05-10",
        ),
        (
            "Togo's president met the envoys of Ghana on Monday. He promised them that convoys would leave next week.",
            "Pledge",
            "2024-05-13",
        ),
        (
            "Chad's prime minister, Allamaye Halina, met Massad Boulos on Monday. He asked him to press Sudan, his"
            " office said.",
            "Appeal",
            "2024-05-13",
        ),
        (
            "Togo's president, Faure Gnassingbé, chaired a meeting of the Security Council in Lome on Monday.\n\n"
            "He announced the closure of all border checkpoints with Ghana.",
            "BorderClosure",
            "2024-05-13",
        ),
        (
            "Algeria answered on Monday by calling home its own envoy and closing its airspace to planes from Mali.",
            "BorderClosure",
            "2024-05-13",
        ),
    ],
)
def test_an_act_goes_on_from_what_its_doer_just_said_or_did(text: str, kind: str, day: str) -> None:
    assert days(text, kind) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Nepal's army chief said on Sunday that his men stood ready. India urged him to withdraw.",  # another's act
        "Nepal's army chief said on Sunday that his men stood ready. He has urged India to talk.",  # whenever
        "Nepal's army chief said on Sunday that his men stood ready. He often urged India to talk.",
        "Nepal's army chief said on Sunday that his men stood ready. He urged India to talk last year.",
        "Nepal's army chief fell ill on Sunday. He urged India to talk.",  # no occasion to say anything
    ],
)
def test_another_occasion_has_a_day_of_its_own(text: str) -> None:
    assert "2024-05-12" not in days(text, "Appeal")
