"""Frames are read strictly: a lexicon that is wrong says which frame and what; phrases are found around their verb."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from kg.errors import EnvironmentProblem
from kg.extract.diplomacy.find import frames
from kg.extract.diplomacy.frames import frame_of
from kg.extract.diplomacy.paths import is_path
from kg.extract.diplomacy.positions import complements, core, objects_of
from kg.extract.words.lemmas import mend_lemmas
from kg.extract.words.phrases import phrase_in, phrase_parts, verb_phrase_in

RIGHT: dict[str, Any] = {
    "id": "recall",
    "type": "AmbassadorRecall",
    "verbs": ["recall", "call back"],
    "object": ["#envoy"],
    "initiator": ["subject", "object.possessor"],
    "recipient": ["from@"],
    "example": "Chad recalled its envoy from Libya.",
    "expect": {"initiator": ["Chad"], "recipient": ["Libya"]},
}
VOCAB = spacy.blank("en").vocab
CLASSES = {"envoy": ("ambassador", "head of mission")}


def doc(*rows: tuple[str, str, str, str, int]) -> Doc:
    """A parse by hand: word, lemma, part of speech, relation, head."""
    words, lemmas, pos, deps, heads = zip(*rows, strict=True)
    return Doc(
        VOCAB,
        words=list(words),
        lemmas=list(lemmas),
        pos=list(pos),
        tags=["X"] * len(words),
        deps=list(deps),
        heads=list(heads),
    )


def test_word_classes_are_written_out_in_a_frame() -> None:
    frame = frame_of("test", RIGHT, CLASSES)
    assert frame.object == (("ambassador",), ("head", "of", "mission"))
    assert frame.verbs == (("recall",), ("call", "back"))
    assert frame.id == "test.recall"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"recipient": ["form@"]}, "'form@' is no path"),
        ({"verb": ["recall"]}, "unknown entry 'verb'"),
        ({"object": ["#envoys"]}, "no word class '#envoys'"),
        ({"needs": ["target"]}, "needs may name"),
        ({"verbs": []}, "no trigger"),
    ],
)
def test_a_wrong_frame_is_refused_by_its_name(change: dict[str, Any], said: str) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        frame_of("test", RIGHT | change, CLASSES)
    assert said in caught.value.message
    assert "'recall' of test.toml" in caught.value.message


def test_a_frame_without_an_example_is_refused() -> None:
    with pytest.raises(EnvironmentProblem, match="example is missing"):
        frame_of("test", {k: v for k, v in RIGHT.items() if k != "example"}, CLASSES)


def test_every_frame_of_the_shipped_lexicon_asks_for_an_initiator() -> None:
    assert all(frame.initiator for frame in frames().frames)
    assert all(frame.expect.get("initiator") for frame in frames().frames)


@pytest.mark.parametrize(
    ("path", "leads"),
    [("subject", True), ("object.in@", True), ("out_of@", True), ("clause.subject", True), ("objekt", False)],
)
def test_paths_are_steps_that_the_walker_knows(path: str, leads: bool) -> None:
    assert is_path(path) is leads


def test_a_particle_is_found_behind_the_object() -> None:
    called = doc(
        ("Oslo", "Oslo", "PROPN", "nsubj", 1),
        ("called", "call", "VERB", "ROOT", 1),
        ("the", "the", "DET", "det", 3),
        ("visit", "visit", "NOUN", "obj", 1),
        ("off", "off", "ADP", "compound:prt", 1),
    )[1]
    assert [t.text for t in phrase_parts(called, ("off",)) or ()] == ["off"]
    assert phrase_parts(called, ("on",)) is None
    assert verb_phrase_in(called, (("call", "off"),))


def test_a_noun_counts_only_with_the_modifier_that_the_phrase_names() -> None:
    parsed = doc(
        ("a", "a", "DET", "det", 2),
        ("phone", "phone", "NOUN", "compound", 2),
        ("call", "call", "NOUN", "ROOT", 2),
    )
    assert phrase_in(parsed[2], (("phone", "call"),))
    assert not phrase_in(parsed[2], (("roll", "call"),))


def test_a_group_of_diplomats_means_the_diplomats() -> None:
    parsed = doc(
        ("a", "a", "DET", "det", 1),
        ("group", "group", "NOUN", "ROOT", 1),
        ("of", "of", "ADP", "case", 3),
        ("diplomats", "diplomat", "NOUN", "nmod", 1),
    )
    assert core(parsed[1]).text == "diplomats"


def test_objects_of_a_verb_include_what_stands_under_its_own_preposition() -> None:
    called = doc(
        ("Lima", "Lima", "PROPN", "nsubj", 1),
        ("called", "call", "VERB", "ROOT", 1),
        ("for", "for", "ADP", "case", 3),
        ("restraint", "restraint", "NOUN", "obl", 1),
    )[1]
    assert [t.text for t in objects_of(called, "for")] == ["restraint"]
    assert objects_of(called) == []


def test_an_infinitive_that_hangs_on_the_object_still_completes_the_verb() -> None:
    asked = doc(
        ("Lima", "Lima", "PROPN", "nsubj", 1),
        ("asked", "ask", "VERB", "ROOT", 1),
        ("Quito", "Quito", "PROPN", "obj", 1),
        ("to", "to", "PART", "mark", 4),
        ("leave", "leave", "VERB", "acl", 2),
    )[1]
    assert [t.text for t in complements(asked)] == ["leave"]


def test_lemmas_that_the_pipeline_cut_wrongly_are_mended_from_the_lexicons() -> None:
    parsed = doc(
        ("Chad", "Chad", "PROPN", "nsubj", 1),
        ("expelled", "expell", "VERB", "ROOT", 1),
        ("envoys", "envoys", "NOUN", "obj", 1),
        ("happily", "happyly", "ADV", "advmod", 1),
    )
    mend_lemmas(parsed)
    assert [t.lemma_ for t in parsed] == ["Chad", "expel", "envoy", "happyly"]
