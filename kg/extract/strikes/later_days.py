"""The day of an attack that is told some sentences behind it, in words that tell of no attack by themselves.

"A drone hit the city's last hospital, officials said. … The building was struck on Friday evening", "… The incident
occurred on Sunday", "… when the missiles came down on Friday afternoon": news leads with the deed and tells the day
further down. The day is taken only where one attack without a day can be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.words.syntax import auxiliaries, is_definite_noun, is_passive, is_subject, is_verbal
from kg.extract.words.weapons import weapons_in
from kg.model import StrikeReport, When

# How many sentences behind the attack its day may be told.
_REACH = 6
INCIDENTS = (
    words("strikes", "nouns", "open")
    | words("strikes", "nouns", "sure")
    | {"incident", "explosion", "blast", "killing", "shooting", "violence"}
)
OCCUR = frozenset({"occur", "happen", "come", "take", "unfold"})
_COME_DOWN = frozenset({"hit", "strike", "fall", "land", "come", "explode", "detonate", "slam", "crash"})
_STRUCK = frozenset({"hit", "strike", "bomb", "shell", "attack", "target", "raid"})
_KILLED = frozenset({"kill", "shoot"})
_VICTIMS = frozenset("they victim man woman child boy girl civilian dead soldier worker".split())


def dated_further_down(scene: Scene, reports: Sequence[StrikeReport]) -> tuple[StrikeReport, ...]:
    """The same reports, where an attack told without a day is given the one that a later sentence tells of it."""
    out = list(reports)
    for verb, subject, when in _tellings(scene):
        known = [n for n, r in enumerate(out) if r.mention.span.begin < verb.idx and _may_be_meant(r)]
        if not known:
            continue
        report = out[known[-1]]
        there = [r for r in out if r.mention.sentence.begin == verb.sent.start_char]
        if any(set(r.places) - set(report.places) or set(r.targets) - set(report.targets) for r in there):
            continue  # it tells of an attack elsewhere, or on somebody else
        undated = [n for n in known if out[n].when is None]
        between = sum(
            report.mention.sentence.begin < s.start_char <= verb.sent.start_char for s in scene.sentences
        )
        if (
            report.when is None
            and (len(undated) == 1 or between <= 1)
            and 0 < between <= _REACH
            and _is_meant(subject, verb, report, scene)
        ):
            out[known[-1]] = replace(report, when=when)
    return tuple(out)


def _tellings(scene: Scene) -> Iterator[tuple[Token, Token, When]]:
    """The verbs in the simple past that say on which day something known occurred, with their subjects."""
    for sentence in scene.sentences:
        if (said := _said_of_it(sentence, scene)) is not None:
            yield said
        for verb in sentence:
            if verb.tag_ not in {"VBD", "VBN"} or not is_verbal(verb) or not _tells_a_day(verb):
                continue
            if auxiliaries(verb) & {"had", "has", "have"} or (verb.tag_ == "VBN" and not _was(verb)):
                continue
            subject = next((c for c in verb.children if is_subject(c) and c.i < verb.i), None)
            when = scene.times.at(verb) if subject is not None else None
            if subject is not None and when is not None and when.start.precision == "day":
                yield verb, subject, when


def _said_of_it(sentence: DocSpan, scene: Scene) -> tuple[Token, Token, When] | None:
    """ "That was on the evening of Saturday 10 February": a sentence that tells the day of the one before it."""
    that = sentence[0]
    was = sentence[1] if len(sentence) > 2 and that.lower_ == "that" else None
    if was is None or was.lower_ != "was" or sentence[2].lower_ not in {"on", "in", "early", "late", "last"}:
        return None
    end = next((t.i for t in sentence if t.text in {",", ";"}), sentence.end)
    when = scene.times.between(that, end)
    return (was, that, when) if when is not None and when.start.precision == "day" else None


def _was(verb: Token) -> bool:
    return any(c.dep_ == "aux:pass" and c.lower_ in {"was", "were"} for c in verb.children)


def _tells_a_day(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    off = lemma == "go" and any(c.lower_ == "off" for c in verb.children)
    return off or lemma in OCCUR | _COME_DOWN or (lemma in _STRUCK | _KILLED and is_passive(verb))


def _may_be_meant(report: StrikeReport) -> bool:
    return report.mention.is_told and not (report.definite or report.habitual or report.collective)


def _is_meant(subject: Token, verb: Token, report: StrikeReport, scene: Scene) -> bool:
    """True when the verb tells of the attack itself, of its weapons, of what it hit or whom it killed."""
    lemma, deed = subject.lemma_.lower(), verb.lemma_.lower()
    if verb.i == subject.i + 1 and verb.lower_ == "was" and subject.pos_ == "PRON":
        since = min((s.start_char for s in scene.sentences if s.end == verb.sent.start), default=-1)
        return report.mention.sentence.begin == since
    if not (is_definite_noun(subject) or subject.pos_ in {"PRON", "NUM"}):
        return False
    if deed in OCCUR and lemma in INCIDENTS:
        return deed != "take" or any(c.lower_ == "place" for c in verb.children)
    begin, end = (
        report.mention.sentence.begin,
        report.mention.sentence.begin + len(report.mention.sentence.text),
    )
    said = {
        t.lemma_.lower() for t in scene.doc if begin <= t.idx < end and t.pos_ in {"NOUN", "PROPN", "NUM"}
    }
    weapons = set(weapons_in([subject]))
    if weapons:
        return deed in _COME_DOWN and bool(
            not report.weapons or weapons & set(report.weapons) or lemma in said
        )
    if not is_passive(verb):
        return False
    if deed in _KILLED:
        return lemma in _VICTIMS or subject.lower_ == "they" or lemma in said
    struck = {t.lemma_.lower() for t in subject.subtree if t.pos_ in {"NOUN", "PROPN"}}
    return bool(struck & said)
