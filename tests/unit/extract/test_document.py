"""What is kept of a document: each answer is worked out once, no change to it reaches another, and it is let go."""

from __future__ import annotations

import gc
import weakref

import pytest
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from kg.extract.words.document import dependents_of, remembered, remembered_list, settle_sentences, text_of
from kg.extract.words.syntax import children, conjuncts


def parsed(*words: str) -> Doc:
    """Words of which all hang on the first as conjuncts."""
    deps = ["root"] + ["conj"] * (len(words) - 1)
    return Doc(Vocab(), words=list(words), heads=[0] * len(words), deps=deps, pos=["PROPN"] * len(words))


def test_question_is_answered_once_for_each_word() -> None:
    asked: list[str] = []

    @remembered
    def reading(token: Token) -> str:
        asked.append(token.text)
        return token.text.upper()

    chad, togo = parsed("Chad", "Togo")
    assert [reading(chad), reading(togo), reading(chad)] == ["CHAD", "TOGO", "CHAD"]
    assert asked == ["Chad", "Togo"]


def test_words_at_the_same_place_of_two_documents_are_not_mixed_up() -> None:
    first, second = parsed("Chad", "Togo"), parsed("Peru", "Chile")
    assert [[t.text for t in conjuncts(doc[0])] for doc in (first, second)] == [
        ["Chad", "Togo"],
        ["Peru", "Chile"],
    ]


def test_list_that_is_changed_by_one_is_whole_for_the_next() -> None:
    @remembered_list
    def dependents(token: Token) -> list[Token]:
        return list(token.children)

    chad = parsed("Chad", "Togo")[0]
    dependents(chad).clear()
    assert [t.text for t in dependents(chad)] == ["Togo"]


def test_every_word_knows_its_sentence() -> None:
    doc = Doc(Vocab(), words=["Chad", "spoke", "Togo", "left"], sent_starts=[True, False, True, False])
    before = [(t.sent.start, t.sent.end) for t in doc]
    settle_sentences(doc)
    assert [(t.sent.start, t.sent.end) for t in doc] == before == [(0, 2), (0, 2), (2, 4), (2, 4)]


@pytest.mark.parametrize("ask", [text_of, dependents_of, lambda doc: conjuncts(doc[0]), settle_sentences])
def test_documents_are_let_go_when_others_have_come(ask) -> None:  # type: ignore[no-untyped-def]
    gc.disable()  # reference counts alone let them go: nothing kept of a document goes round in a circle
    try:
        seen = []
        for n in range(20):
            doc = parsed("Chad", f"Togo{n}")
            ask(doc)
            seen.append(weakref.ref(doc))
            del doc
        assert sum(doc() is not None for doc in seen) <= 5
    finally:
        gc.enable()


def test_dependents_are_found_under_a_relation_and_its_subtypes() -> None:
    doc = Doc(
        Vocab(),
        words=["shelled", "Goma", "was", "by", "rebels"],
        heads=[0, 0, 0, 4, 0],
        deps=["root", "nsubj:pass", "aux:pass", "case", "obl:agent"],
    )
    assert [t.text for t in children(doc[0], "nsubj", "obl")] == ["Goma", "rebels"]
    assert [t.text for t in children(doc[0], "obl:agent")] == ["rebels"]
    assert children(doc[0], "obj") == []
