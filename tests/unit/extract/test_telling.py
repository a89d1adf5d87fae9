"""What sentences of war news say: who struck whom, who counts the dead, who said what; and what says nothing."""

from __future__ import annotations

import pytest

from kg.model import DateBasis, Extraction, Factuality, PartialDate
from tests.told import names, told

STRIKES = [
    # sentence, attackers, a target, a place, weapons, day
    (
        "Ethiopian drones struck a market in Amhara on Tuesday.",
        ["Ethiopia"],
        None,
        "Amhara",
        {"Drone"},
        "2024-05-14",
    ),
    (
        "A village near Goma was shelled by the M23 on Monday.",
        ["March 23 Movement"],
        None,
        "Goma",
        {"Artillery"},
        "2024-05-13",
    ),
    (
        "Azerbaijan fired rockets at Armenia last Friday.",
        ["Azerbaijan"],
        "Armenia",
        None,
        {"Rocket"},
        "2024-05-10",
    ),
    (
        "The bombardment of Khartoum by the Rapid Support Forces went on.",
        ["Rapid Support Forces"],
        "Sudan",
        "Khartoum",
        set(),
        None,
    ),
    (
        "Syria blamed Israel for an air strike on Damascus.",
        ["Israel"],
        "Syria",
        "Damascus",
        {"Aircraft"},
        None,
    ),
    ("Kyiv accused Russia of bombing a hospital in Kharkiv.", ["Russia"], "Ukraine", "Kharkiv", set(), None),
    (
        "Saudi Arabia intercepted two missiles launched by the Houthis on Sunday.",
        ["Houthis"],
        "Saudi Arabia",
        None,
        {"Missile"},
        "2024-05-12",
    ),
    (
        "The Taliban said Pakistan, which had warned Kabul, carried out air raids in Khost.",
        ["Pakistan"],
        "Afghanistan",
        "Khost",
        {"Aircraft"},
        None,
    ),
]


@pytest.mark.parametrize(
    ("text", "attackers", "target", "place", "weapons", "day"), STRIKES, ids=[s[0][:40] for s in STRIKES]
)
def test_strike_is_read_from_its_own_sentence(
    text: str, attackers: list[str], target: str | None, place: str | None, weapons: set[str], day: str | None
) -> None:
    found = told(text)
    assert len(found.strikes) == 1, [s.mention.span.text for s in found.strikes]
    strike = found.strikes[0]
    assert names(found, strike.attackers) == attackers
    assert target is None or target in names(found, strike.targets)
    assert place is None or any(place in n for n in names(found, strike.places))
    assert weapons <= {w.value for w in strike.weapons}
    assert (strike.when.start.iso if strike.when else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "The Brazilian striker fired two rockets into the top corner against Chile.",
        "Nurses in Kenya began a three-day strike over pay.",
        "Lightning struck a barn near Lyon.",
        "The two companies struck a deal in Singapore.",
        "The senator attacked the proposal of the president.",
        "Inflation hit a record high in Turkey.",
        "In the film, Russian commandos raid an embassy.",
        "The prisoners in Belarus are on hunger strike.",
        "North Korea fired a missile into the sea.",
        "A cyclone hit Mozambique and killed 12 people.",
        "Bombing a hospital in Yemen is a crime, the minister said.",
    ],
)
def test_what_only_looks_like_an_attack_is_none(text: str) -> None:
    assert told(text).strikes == ()


def test_the_rank_of_an_attack_among_others_is_no_attack_of_its_own() -> None:
    found = told(
        "At least 44 people were killed in an attack on a port in Yemen, in the deadliest such raid since the "
        "president ordered a campaign on 12 January."
    )
    assert len(found.strikes) == 1


def test_planned_attack_is_hypothetical() -> None:
    found = told("Israel threatened to strike Iran. The general feared an attack on Taiwan.")
    assert {s.mention.factuality for s in found.strikes} <= {Factuality.HYPOTHETICAL}


def test_denied_strike_is_kept_and_marked_denied() -> None:
    found = told("Rwanda denied shelling the camp near Goma.")
    assert [s.mention.factuality for s in found.strikes] == [Factuality.DENIED]
    assert names(found, found.strikes[0].mention.according_to) == ["Rwanda"]


def test_attack_that_the_narrator_negates_is_no_attack() -> None:
    assert told("Iran did not attack Iraq.").strikes == ()


def test_attacker_whom_nobody_names_stays_absent() -> None:
    found = told("Seven people died when missiles hit the port of Odesa on Monday.")
    assert [s.attackers for s in found.strikes] == [()]


CASUALTIES = [
    ("Russian shells killed at least nine people and wounded 20 in Kherson.", 9, 20, True, []),
    ("Six soldiers died in an attack on a base in Mali, the army said.", 6, None, False, ["Army"]),
    (
        "An Israeli air strike on Rafah killed 14 people, according to the Gaza health ministry.",
        14,
        None,
        False,
        ["Gaza"],
    ),
    ("Between 12 and 15 villagers were killed when jets bombed Kassala.", 12, None, False, []),
    ("Dozens of civilians were killed in a drone strike on Mekelle.", 12, None, True, []),
]


@pytest.mark.parametrize(
    ("text", "dead", "hurt", "at_least", "source"), CASUALTIES, ids=[c[0][:40] for c in CASUALTIES]
)
def test_dead_and_injured_are_counted_with_whose_count_it_is(
    text: str, dead: int, hurt: int | None, at_least: bool, source: list[str]
) -> None:
    found = told(text)
    assert len(found.casualties) == 1
    claim = found.casualties[0]
    assert claim.deaths is not None
    assert (claim.deaths.low, claim.deaths.at_least) == (dead, at_least)
    assert (claim.injuries.low if claim.injuries else None) == hurt
    assert claim.strikes == (found.strikes[0].key,)
    speakers = names(found, claim.mention.according_to)
    assert len(speakers) == len(source)
    assert all(any(word.lower() in name.lower() for name in speakers) for word in source)


STATEMENTS = [
    (
        "Ghana will send troops, President Nana Akufo-Addo said.",
        "Nana Akufo-Addo",
        "Ghana will send troops",
        None,
    ),
    (
        "“We will not leave,” General Abdourahamane Tiani told reporters.",
        "Abdourahamane Tiani",
        "We will not leave",
        "We will not leave",
    ),
    (
        "According to the Kenyan foreign ministry, the talks have failed.",
        "Kenya",
        "the talks have failed",
        None,
    ),
    (
        "Norway’s prime minister stressed the need for a ceasefire.",
        "prime minister",
        "the need for a ceasefire",
        None,
    ),
    (
        "The convoy, the Red Cross said, never reached the town.",
        "Red Cross",
        "The convoy never reached the town",
        None,
    ),
    ("Japan’s embassy denied that its staff had been harmed.", "embassy", "its staff had been harmed", None),
]


@pytest.mark.parametrize(
    ("text", "speaker", "content", "quotation"), STATEMENTS, ids=[s[0][:40] for s in STATEMENTS]
)
def test_statement_has_its_speaker_and_its_words_without_the_frame(
    text: str, speaker: str, content: str, quotation: str | None
) -> None:
    found = told(text)
    assert len(found.statements) == 1, [t.content for t in found.statements]
    statement = found.statements[0]
    assert any(speaker.lower() in n.lower() for n in names(found, statement.speakers))
    assert statement.content == content
    assert statement.quotation == quotation


def test_quote_that_runs_on_keeps_its_speaker() -> None:
    found = told("“The war must end,” Pope Francis said. “It has cost too much.”")
    assert len({t.speakers for t in found.statements}) == 1
    assert [t.quotation for t in found.statements] == ["The war must end … It has cost too much"]


def test_declining_to_say_says_nothing() -> None:
    assert told("The minister declined to say whether Chad would take part.").statements == ()


def test_pronoun_of_the_reported_clause_is_its_speaker() -> None:
    found = told("Ankara said it had bombed a camp in Iraq.")
    assert names(found, found.strikes[0].attackers) == ["Turkey"]
    assert found.strikes[0].mention.factuality is Factuality.CLAIMED


def test_every_span_is_verbatim() -> None:
    text = "Two people died on Monday when Ukrainian drones hit Belgorod, its governor said. “We are safe,” he added."
    found = told(text)
    mentions = [r.mention for r in (*found.strikes, *found.casualties, *found.statements)]
    assert mentions
    for mention in mentions:
        assert text[mention.span.begin : mention.span.end] == mention.span.text
        assert text[mention.sentence.begin : mention.sentence.end] == mention.sentence.text


def test_article_without_any_trigger_is_passed_over() -> None:
    assert told("Flowers bloom.") == Extraction("a", PartialDate("2024-05-15"), DateBasis.STATED)


def test_attack_that_somebody_answers_with_a_call_for_talks_is_real() -> None:
    found = told("In response to Saudi air strikes on Sanaa, Oman called for a summit.")
    assert [s.mention.factuality for s in found.strikes] == [Factuality.ASSERTED]
