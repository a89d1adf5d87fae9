"""The gold itself: its files exist, its keys are defined, and what was said stands in the text."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from kg.model import ActionType, ActorClass, Factuality, Weapon

HERE = Path(__file__).parent
CORPORA = (
    "seeds",
    "dev/open",
    "dev/held",
    "dev/round2a",
    "dev/round2b",
    "dev/round3b",
    "dev/held2",
    "dev/round3a",
    "dev/round4a",
    "dev/round4b",
    "dev/round5",
    "dev/round5-second",
    "dev/round7a",
    "dev/round7b",
    "dev/round8a",
    "dev/round8b",
    "dev/held3",
    "dev/held4",
    "dev/round9a",
    "dev/round9b",
    "dev/held5",
    "dev/round10a",
    "dev/round10b",
    "dev/round11a",
    "dev/round11b",
    "dev/round12a",
    "dev/round12b",
    "dev/round13a",
    "dev/held6",
    "clusters/open",
    "clusters/round8",
    "clusters/round9",
    "clusters/round10",
    "clusters/round11",
    "clusters/round13",
    "clusters/held2",
    "clusters/held3",
    "clusters/held",
)
EVENTS = ("strikes", "diplomatic_actions")
ROLES = ("attacker", "target", "initiator", "recipient")

pytestmark = pytest.mark.parametrize("corpus", CORPORA)


def gold_of(corpus: str) -> dict[str, Any]:
    """The annotations of one corpus, as their JSON file has them."""
    gold: dict[str, Any] = json.loads((HERE / f"{corpus}.json").read_text(encoding="utf-8"))
    return gold


def folder_of(corpus: str) -> Path:
    """Where the corpus' articles lie: the gold's own `folder`, seen from the gold file."""
    return (HERE / f"{corpus}.json").parent / gold_of(corpus)["folder"]


def plain(text: str) -> str:
    """The words alone, in lower case, without accents and possessives: how contents are compared."""
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"[’'`]s\b", "", text)))


def is_part_in_order(content: str, text: str) -> bool:
    """True when the content is a stretch of the text, or two stretches around its interrupted frame."""
    words = content.split()
    cuts = range(1, len(words) + 1)
    return any(
        (begin := text.find(" ".join(words[:cut]))) >= 0 and text.find(" ".join(words[cut:]), begin) >= 0
        for cut in reversed(cuts)
    )


def test_every_article_of_the_folder_is_annotated_and_no_other(corpus: str) -> None:
    on_disk = {path.name for path in folder_of(corpus).iterdir()}
    assert set(gold_of(corpus)["articles"]) == on_disk


def test_article_keys_are_unique_and_every_event_names_known_articles(corpus: str) -> None:
    gold = gold_of(corpus)
    keys = [name.split("_")[0] for name in gold["articles"]]
    assert len(set(keys)) == len(keys)
    named = {key for kind in EVENTS for event in gold[kind] for key in event["articles"]}
    assert named | {statement["article"] for statement in gold["statements"]} <= set(keys)


def test_every_role_is_filled_by_an_actor_or_place_that_the_gold_defines(corpus: str) -> None:
    gold = gold_of(corpus)
    events = [event for kind in EVENTS for event in gold[kind]]
    fillers = {key for event in events for role in ROLES for slot in event.get(role, ()) for key in slot}
    claimants = {
        key for strike in gold["strikes"] for count in strike["casualties"] for key in count["accordingTo"]
    }
    assert fillers | claimants <= set(gold["actors"])
    assert {key for strike in gold["strikes"] for slot in strike["place"] for key in slot} <= set(
        gold["places"]
    )


def test_classes_types_weapons_and_factuality_are_those_of_the_contract(corpus: str) -> None:
    gold = gold_of(corpus)
    assert {actor["class"] for actor in gold["actors"].values()} <= set(ActorClass)
    assert {kind for act in gold["diplomatic_actions"] for kind in act["type"]} <= set(ActionType)
    assert {weapon for strike in gold["strikes"] for weapon in strike["weapon"]} <= set(Weapon)
    events = [event for kind in EVENTS for event in gold[kind]]
    assert {event["factuality"] for event in events if "factuality" in event} <= set(Factuality)


def test_dates_are_days_months_or_years(corpus: str) -> None:
    gold = gold_of(corpus)
    dates = [event["date"] for kind in EVENTS for event in gold[kind] if event["date"]]
    dates += [article["issued"] for article in gold["articles"].values() if article["issued"]]
    for date in dates:
        datetime.date.fromisoformat(date + {10: "", 7: "-01", 4: "-01-01"}[len(date)])


def test_event_names_are_unique_and_answers_point_to_events(corpus: str) -> None:
    gold = gold_of(corpus)
    names = [event["id"] for kind in (*EVENTS, "statements") for event in gold[kind]]
    assert len(set(names)) == len(names)
    assert {strike["inResponseTo"] for strike in gold["strikes"] if "inResponseTo" in strike} <= set(names)


def test_what_was_said_stands_in_the_article(corpus: str) -> None:
    gold = gold_of(corpus)
    texts = {
        name.split("_")[0]: plain((folder_of(corpus) / name).read_text(encoding="utf-8"))
        for name in gold["articles"]
    }
    for statement in gold["statements"]:
        assert is_part_in_order(plain(statement["content"]), texts[statement["article"]]), statement["id"]
