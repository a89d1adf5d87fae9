"""Statements: one per reporting clause, one across articles only when the words are all but the same."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActorClass, Knowledge
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]
WORDS = "Iran would answer any violation of its territory with all the force at its command"


def saying(id: str, content: str, who: str = "state/iran") -> Telling:
    t = Telling(id, "2024-01-19").says(f"It said {content}.").states(me=who)
    t.statement("said", "me", content)
    return t


def test_the_same_words_of_the_same_speaker_are_one_statement(known: Known) -> None:
    world = known(saying("a", WORDS), saying("b", WORDS))
    assert [s.articles for s in world.statements] == [("a", "b")]


def test_other_words_of_the_same_speaker_are_another_statement(known: Known) -> None:
    other = "Iran would answer any violation of its borders"
    assert len(known(saying("a", WORDS), saying("b", other)).statements) == 2


def test_the_same_words_of_two_speakers_are_two_statements(known: Known) -> None:
    assert len(known(saying("a", WORDS), saying("b", WORDS, "state/pakistan")).statements) == 2


def test_short_formulas_are_never_held_to_be_one(known: Known) -> None:
    assert len(known(saying("a", "it denied this"), saying("b", "it denied this")).statements) == 2


def test_what_a_statement_is_about_leads_to_the_event_and_the_actor(known: Known) -> None:
    t = Telling("a", "2024-01-19").says("Pakistan said the Iranian attack on Tuesday broke the law.")
    t.states(pk="state/pakistan", ir="state/iran")
    attack = t.strike("attack", "ir", "pk", when=day("2024-01-16"))
    t.statement("said", "pk", "the Iranian attack on Tuesday broke the law", about=(attack, "ir"))
    said = known(t).statements[0]
    assert said.about == ("actor/iran", "strike/2024-01-16-iran-pakistan")
    assert said.speakers == ("actor/pakistan",)


def test_a_statement_is_named_after_its_speaker_and_words(known: Known) -> None:
    t = Telling("a").says("Solangi said a broad review was planned.")
    t.actor("s", "Murtaza Solangi", ActorClass.PERSON)
    t.statement("said", "s", "a broad review was planned")
    assert known(t).statements[0].id == "statement/murtaza-solangi-broad-review-planned"


def test_what_was_denied_is_labelled_as_a_denial(known: Known) -> None:
    t = Telling("a", "2024-01-19").says("Iran denied that its guards had fired on civilians.")
    t.states(me="state/iran")
    t.statement("denied", "me", "its guards had fired on civilians", cameo="016")
    assert known(t).statements[0].label == "Iran denied: its guards had fired on civilians"


def test_what_is_denied_is_not_what_is_said_in_the_same_words(known: Known) -> None:
    content = "Chadian gunners had shelled the market of the border town of Tine in the early hours"

    def told(id: str, cue: str, cameo: str | None) -> Telling:
        t = Telling(id, "2024-05-12").says(f"Chad {cue} that {content}.").states(td="state/chad")
        t.statement(cue, "td", content, cameo=cameo)
        return t

    world = known(told("a", "denied", "016"), told("b", "said", None), told("c", "denied", "016"))
    assert sorted(s.articles for s in world.statements) == [("a", "c"), ("b",)]


def test_a_word_that_says_no_makes_another_statement(known: Known) -> None:
    words = "Chadian gunners had {}shelled the market of the border town of Tine in the early hours"
    plain, negated = (
        saying("a", words.format(""), "state/chad"),
        saying("b", words.format("not "), "state/chad"),
    )
    assert len(known(plain, negated).statements) == 2
