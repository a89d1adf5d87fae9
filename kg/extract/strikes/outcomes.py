"""What is told in the same breath as an attack and is none of its own: its outcome, its rank among others."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.strikes.manner import is_counted, is_superlative, names_rank
from kg.extract.strikes.triggers import Trigger
from kg.extract.words.syntax import has_subject, is_verbal
from kg.model import StrikeReport


def is_outcome(trigger: Trigger, report: StrikeReport, used: set[int], before: StrikeReport | None) -> bool:
    """ "attacked Saratov, setting a refinery ablaze": what came of an attack told in the same breath.

    `used` are the words that attacks of the sentence were told by, `before` is the last attack told.
    """
    known = before.attackers if before is not None else ()
    others = set(report.attackers) - set(known) if known else set()
    shares_day = before is not None and report.when == before.when
    if _goes_on(trigger, report, used, shares_day) and not others:
        return True  # "bombed their posts after Chadian rockets had hit a market" is another's
    if before is None or before.mention.sentence != report.mention.sentence:
        return False
    return _is_rank(trigger.token, report, before) or _is_its_toll(trigger, report, before)


def _goes_on(trigger: Trigger, report: StrikeReport, used: set[int], shares_day: bool) -> bool:
    """ "Shelled Badme on Monday, destroying homes": the day of the shelling is no day of its own (`shares_day`)."""
    verb = trigger.token
    if verb.dep_ == "conj" and verb.tag_ == verb.head.tag_ == "VBG" and verb.head.dep_ == "advcl":
        # "overran a base, killing nine and burning a depot": as the killing, so the burning
        return verb.head.head.i in used and not (report.places or report.when)
    if verb.head.i not in used:
        return False
    shared = trigger.frame == "strike.kill" and verb.dep_ == "conj" and not has_subject(verb)
    if shared and verb.lemma_.lower() in {"wound", "injure", "kill"}:
        return True  # "shells killed twelve and injured 57"
    shown = report.when is not None and not (shares_day and verb.dep_ == "advcl" and verb.tag_ == "VBG")
    return is_verbal(verb) and verb.dep_ in {"advcl", "conj"} and not (report.places or shown)


def _is_rank(noun: Token, report: StrikeReport, before: StrikeReport) -> bool:
    """ "…, in the deadliest such raid since May": how the attack ranks names no attack of its own."""
    if names_rank(noun) and (noun.head.lower_ == "one" or set(report.places) <= set(before.places)):
        return True
    # "fired rockets at Ain al-Asad, the heaviest attack yet on US forces there"
    beside = noun.dep_ in {"appos", "parataxis"} and any(h.i < noun.i for h in noun.ancestors)
    return beside and (is_superlative(noun) or is_counted(noun))


def _is_its_toll(trigger: Trigger, report: StrikeReport, before: StrikeReport) -> bool:
    """ "fired at what they called a base near Erbil, killing four": wherever the parse hangs it."""
    verb = trigger.token
    killing = trigger.frame == "strike.kill" and verb.tag_ == "VBG" and verb.dep_ == "advcl"
    others = set(report.attackers) - set(before.attackers)
    return killing and not (report.places or report.when or others)
