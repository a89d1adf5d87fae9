"""Every frame's example sentence tells what the frame expects: the lexicons are held to their own words."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from spacy.tokens import Doc

from kg.errors import EnvironmentProblem
from kg.extract.diplomacy.find import find_actions
from kg.extract.lexicon import table
from kg.extract.scene import Scene
from kg.extract.strikes.find import find_strikes
from kg.gazetteer import load as load_gazetteer
from kg.language import load as load_language
from kg.model import Article

DIPLOMACY: list[dict[str, Any]] = list(table("diplomacy")["frame"])
STRIKES: list[dict[str, Any]] = list(table("strikes").get("frame", ()))


@cache
def docs() -> dict[str, Doc]:
    """All examples, parsed in one go."""
    try:
        language = load_language()
    except EnvironmentProblem as error:
        pytest.skip(f"no language weights: {error}")
    texts = [f["example"] for f in (*DIPLOMACY, *STRIKES)]
    return dict(zip(texts, language.pipe(texts), strict=True))


def scene(text: str) -> Scene:
    return Scene.of(Article("example", text), docs()[text], load_gazetteer())


def covers(names: list[str], expected: list[str]) -> bool:
    """Every expected word is part of some actor's name, and nobody is found where nobody is expected."""
    return all(any(word.lower() in name.lower() for name in names) for word in expected) and (
        bool(expected) or not names
    )


@pytest.mark.parametrize("frame", DIPLOMACY, ids=lambda f: str(f["id"]))
def test_diplomatic_frame_finds_the_act_and_the_parties_of_its_example(frame: dict[str, Any]) -> None:
    told = scene(frame["example"])
    found = []
    for action in find_actions(told):
        initiators = [told.cast.figures[k].name for k in action.initiators]
        recipients = [told.cast.figures[k].name for k in action.recipients]
        found.append((action.type.value, initiators, recipients))
    expect = frame["expect"]
    initiators = list(dict.fromkeys(n for t, i, _ in found if t == frame["type"] for n in i))
    recipients = list(dict.fromkeys(n for t, _, r in found if t == frame["type"] for n in r))
    assert covers(initiators, expect["initiator"]), found
    assert all(any(w.lower() in n.lower() for n in recipients) for w in expect["recipient"]), found


@pytest.mark.parametrize("frame", STRIKES, ids=lambda f: str(f["id"]))
def test_strike_frame_finds_the_attack_of_its_example(frame: dict[str, Any]) -> None:
    told = scene(frame["example"])
    strikes = find_strikes(told)
    assert strikes
    expect = frame["expect"]
    for role, keys in (("attacker", "attackers"), ("target", "targets")):
        names = [told.cast.figures[k].name for s in strikes for k in getattr(s, keys)]
        assert all(any(w.lower() in n.lower() for n in names) for w in expect.get(role, ())), names
    weapons = {w.value for s in strikes for w in s.weapons}
    assert set(expect.get("weapon", ())) <= weapons
