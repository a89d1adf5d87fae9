"""What `kg extract` shows of an extraction: each sentence with what was found in it and in which words."""

from __future__ import annotations

from kg.cli.sentences import Filler, lines, sentences
from kg.model import (
    ActionReport,
    ActionType,
    ActorClass,
    Article,
    CasualtyClaim,
    Count,
    DateBasis,
    Extraction,
    Factuality,
    LocalActor,
    Mention,
    PartialDate,
    StatementReport,
    StrikeReport,
    Weapon,
    When,
)

FIRST = "Freedonia fired rockets at Sylvania on Monday, killing at least two guards."
SECOND = "It recalled its envoy, Fredville said."
ARTICLE = Article("a.txt", f"{FIRST} {SECOND}")


def mention(words: str, sentence: str, frame: str = "", according_to: tuple[str, ...] = ()) -> Mention:
    begin = ARTICLE.text.index(sentence)
    at = ARTICLE.text.index(words, begin)
    return Mention(
        "a.txt",
        ARTICLE.span(at, at + len(words)),
        ARTICLE.span(begin, begin + len(sentence)),
        Factuality.CLAIMED if according_to else Factuality.ASSERTED,
        according_to,
        frame,
    )


FREEDONIA = LocalActor(
    "a1",
    ActorClass.STATE,
    "Freedonia",
    mentions=(mention("Freedonia", FIRST), mention("It", SECOND), mention("Fredville", SECOND)),
)
SYLVANIA = LocalActor("a2", ActorClass.STATE, "Sylvania", mentions=(mention("Sylvania", FIRST),))
EXTRACTION = Extraction(
    "a.txt",
    issued=PartialDate("2024-01-17"),
    issued_basis=DateBasis.STATED,
    actors=(FREEDONIA, SYLVANIA),
    strikes=(
        StrikeReport(
            "s1",
            mention("fired", FIRST, "strike.fire"),
            ("a1",),
            ("a2",),
            weapons=(Weapon.ROCKET,),
            when=When(
                PartialDate("2024-01-15"), basis=DateBasis.RESOLVED, span=mention("Monday", FIRST).span
            ),
        ),
    ),
    actions=(
        ActionReport(
            "d1",
            mention("recalled its envoy", SECOND, "recall", ("a1",)),
            ActionType.AMBASSADOR_RECALL,
            ("a1",),
            in_response_to=("s1",),
        ),
    ),
    statements=(
        StatementReport(
            "t1",
            mention("said", SECOND),
            ("a1",),
            "It recalled its envoy",
            mention("It recalled its envoy", SECOND).span,
        ),
    ),
    casualties=(
        CasualtyClaim(
            "c1", ("s1",), mention("killing at least two guards", FIRST), deaths=Count(2, at_least=True)
        ),
    ),
)


def test_sentences_stand_in_order_with_what_was_found_in_them() -> None:
    shown = sentences(EXTRACTION)
    assert [s.text for s in shown] == [FIRST, SECOND]
    assert [[f.cls for f in s.found] for s in shown] == [
        ["Strike", "CasualtyReport"],
        ["AmbassadorRecall", "Statement"],
    ]


def test_a_role_shows_the_words_of_its_own_sentence_and_no_other() -> None:
    strike = sentences(EXTRACTION)[0].found[0]
    recall = sentences(EXTRACTION)[1].found[0]
    assert strike.roles["attacker"] == (Filler("Freedonia", ("Freedonia",)),)
    assert recall.roles["initiator"] == (Filler("Freedonia", ("It", "Fredville")),)
    assert recall.roles["in response to"] == (Filler("“fired”"),)


def test_what_is_not_known_is_not_shown() -> None:
    strike = sentences(EXTRACTION)[0].found[0]
    assert "location" not in strike.roles
    assert "outcome" not in strike.values
    recall = sentences(EXTRACTION)[1].found[0]
    assert "recipient" not in recall.roles
    assert "date" not in recall.values


def test_the_words_say_frame_factuality_claimant_and_count() -> None:
    text = "\n".join(lines(EXTRACTION))
    assert text.startswith("published 2024-01-17 (Stated)")
    assert "Strike “fired”, Asserted, frame strike.fire" in text
    assert "date: 2024-01-15 (Resolved) “Monday”" in text
    assert "AmbassadorRecall “recalled its envoy”, Claimed, frame recall" in text
    assert "according to: Freedonia" in text
    assert "deaths: at least 2" in text


def test_an_extraction_that_found_nothing_shows_nothing() -> None:
    assert list(lines(Extraction("a.txt"))) == []
