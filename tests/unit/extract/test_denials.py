"""Who says that he was not behind an attack that was told before, and who says that he was."""

from __future__ import annotations

import pytest

from kg.model import Extraction, Factuality
from tests.told import names, told

RAID = "A drone hit a depot in Port Sudan on Sunday. "

DENIED = [
    "The RSF denied any involvement.",
    "The RSF denied responsibility.",
    "The RSF denied being behind it.",
    "The RSF denied that it was responsible.",
    "The RSF said it was not responsible.",
    "The RSF said that it had nothing to do with it.",
    "The RSF said its fighters had played no part in the attack.",
    "Officials blamed the RSF, which denied it was responsible.",
    "The army blamed the RSF, which denied the accusation.",
    "The army accused the RSF of carrying out the strike; the RSF denied any involvement.",
]


def denials(found: Extraction) -> list[tuple[list[str], list[str]]]:
    """Of each denial who denies and whom it says not to have attacked."""
    return [
        (names(found, s.mention.according_to), names(found, s.attackers))
        for s in found.strikes
        if s.mention.factuality is Factuality.DENIED
    ]


@pytest.mark.parametrize("text", DENIED)
def test_who_denies_that_he_was_behind_an_attack_is_heard(text: str) -> None:
    assert denials(told(RAID + text)) == [(["Rapid Support Forces"], ["Rapid Support Forces"])]


def test_who_denies_a_part_in_the_attack_is_heard_too() -> None:
    ((by, _),) = denials(told(RAID + "The RSF denied involvement in the attack."))
    assert by == ["Rapid Support Forces"]


@pytest.mark.parametrize(
    "text",
    [
        "The RSF denied involvement in gold smuggling.",
        "The RSF did not deny involvement.",
        "The RSF denied the claim that it was short of fuel.",
        # whom nobody has accused denies something else
        "The RSF denied it on Monday.",
        "The RSF said there was nothing to do with the wounded.",
        "A shopkeeper denied any involvement.",
    ],
)
def test_who_denies_something_else_denies_no_attack(text: str) -> None:
    assert denials(told(RAID + text)) == []


def test_a_denial_behind_a_semicolon_is_not_whose_word_the_accusation_is() -> None:
    found = told(
        RAID + "The army accused the RSF of carrying out the strike; the RSF denied any involvement."
    )
    accused = [s for s in found.strikes if s.mention.factuality is Factuality.CLAIMED]
    assert [names(found, s.mention.according_to) for s in accused] == [["Army of Sudan"]]


def test_nobody_is_denied_who_was_told_of_no_attack() -> None:
    assert told("The RSF denied any involvement.").strikes == ()


OPEN = [
    "Ethiopia has neither confirmed nor denied that its jets bombed the town of Moyale.",
    "Ethiopia did not deny that its jets had bombed the town of Moyale.",
    "Ethiopia declined to confirm or deny that its jets had bombed the town of Moyale.",
    "Ethiopia would not confirm that its jets had bombed the town of Moyale.",
]


@pytest.mark.parametrize("text", OPEN)
def test_who_neither_confirms_nor_denies_an_attack_has_not_said_anything_of_it(text: str) -> None:
    [attack] = told(text).strikes
    assert attack.mention.factuality is Factuality.CLAIMED
    assert attack.mention.according_to == ()
