"""Attacks told by their victims alone: "Nine people were killed on Thursday near Djibo"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.casualties.belonging import died_later
from kg.extract.dates.calendar import is_period
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.strikes.belligerents import territory
from kg.extract.strikes.triggers import HARMING, Trigger
from kg.extract.words.arguments import logical_objects, logical_subjects
from kg.extract.words.counts import count_of
from kg.extract.words.syntax import children, is_passive, is_verbal
from kg.model import StrikeReport

# How many sentences before a count of his own dead the attack of the one who counts may be told.
_NEAR = 4


def victims_after(n: int, reports: list[StrikeReport], scene: Scene) -> StrikeReport | None:
    """ "The raid was the worst yet. Nine were killed on Thursday in Basta": the raid's day and place."""
    sent = scene.sentences[n]
    begin = scene.sentences[max(0, n - 2)].start_char
    if any(r.mention.sentence.begin >= sent.start_char for r in reports):
        return None
    if not any(r.mention.sentence.begin >= begin and r.mention.is_told for r in reports):
        return None
    if any(t.lemma_.lower() in words("strikes", "casualties", "accident") for t in sent):
        return None
    for verb in sent:
        lemma = verb.lemma_.lower()
        undergone = lemma in HARMING and is_passive(verb) and not logical_subjects(verb)
        if not (undergone or lemma in words("strikes", "casualties", "die")) or not is_verbal(verb):
            continue
        if died_later(verb) or _kills(verb):
            continue
        standing = standing_of(verb, scene.denotation)
        when, places = scene.times.at(verb), scene.places.of_event([verb], [])
        if standing.negated or not standing.factuality.is_told or not (when or places):
            continue
        if is_period(when):
            continue  # "91 had been killed between May 2 and May 9": in many attacks
        mention = scene.mention(verb, verb, standing.factuality, standing.according_to, "strike.victims")
        return StrikeReport("s0", mention, (), territory(places, scene), places, (), when, definite=True)
    return None


def victims_before(n: int, reports: list[StrikeReport], scene: Scene) -> StrikeReport | None:
    """ "Seventeen villagers were killed near Djibo. No group has claimed the massacre." : the killing is the attack.

    Only where the two sentences before tell of no attack yet: then what the noun points back to is the killing.
    """
    for back in (1, 2):
        if n < back:
            return None
        sent = scene.sentences[n - back]
        if any(r.mention.sentence.begin >= sent.start_char for r in reports):
            return None
        for verb in sent:
            lemma = verb.lemma_.lower()
            if lemma not in words("strikes", "casualties", "kill") | {"shoot"} or not is_passive(verb):
                continue
            places = scene.places.of_event([verb], [])
            standing = standing_of(verb, scene.denotation)
            if places and not standing.negated:
                mention = scene.mention(
                    verb, verb, standing.factuality, standing.according_to, "strike.victims"
                )
                when = scene.times.at(verb)
                return StrikeReport("s0", mention, (), territory(places, scene), places, (), when)
    return None


def is_own_toll(
    trigger: Trigger, report: StrikeReport, n: int, reports: list[StrikeReport], scene: Scene
) -> bool:
    """ "Al-Shabaab raided a post at Mandera. … The group claimed to have killed 11 policemen": the dead of that raid.

    Who counts those whom he himself killed, and says neither where nor when, speaks of what was told just before.
    """
    his_own = set(report.attackers) & set(report.mention.according_to)
    if trigger.frame != "strike.kill" or not his_own or report.when or report.habitual:
        return False
    if not any(count_of(o) is not None for o in logical_objects(trigger.token)):
        return False
    begin = scene.sentences[max(0, n - _NEAR)].start_char
    before = [
        r
        for r in reports
        if begin <= r.mention.sentence.begin < report.mention.sentence.begin and r.mention.is_told
    ]
    known = [r for r in before if not r.habitual and (r.attackers or r.places)]
    if not known or not set(report.places) <= set(known[-1].places):
        return False
    by_him, on_them = (
        bool(set(of_this) & set(of_that)) if of_that else None
        for of_this, of_that in ((his_own, known[-1].attackers), (report.targets, known[-1].targets))
    )
    if report.targets and not on_them and (on_them is False or not by_him):
        return False  # "Israel bombed Gaza. … It said it had killed ten Hezbollah fighters"
    return by_him is not False


def is_bare(report: StrikeReport) -> bool:
    """ "the massacre", with nothing else said of it."""
    return report.definite and not (report.attackers or report.targets or report.places or report.collective)


def _kills(verb: Token) -> bool:
    """ "The rebels, who hold Arua, killed nine farmers": with an object it is active, whatever the parse calls it."""
    return bool(children(verb, "obj")) and not children(verb, "aux:pass")
