"""What is told in the same breath as an attack and is none of its own: its outcome, its rank among others."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.manner import is_counted, is_superlative
from kg.extract.syntax import is_verbal, preposition
from kg.extract.triggers import Trigger
from kg.model import StrikeReport


def is_outcome(trigger: Trigger, report: StrikeReport, used: set[int], before: StrikeReport | None) -> bool:
    """ "attacked Saratov, setting a refinery ablaze": what came of an attack told in the same breath."""
    verb = trigger.token
    if (
        before is not None
        and before.mention.sentence == report.mention.sentence
        and is_superlative(verb)
        and preposition(verb) == "in"
        and not report.places
    ):
        return True  # "Drones hit Ras Isa, in the deadliest raid since March"
    if (
        before is not None
        and before.mention.sentence == report.mention.sentence
        and verb.dep_ in {"appos", "parataxis"}
        and (is_superlative(verb) or is_counted(verb))
        and any(h.i < verb.i for h in verb.ancestors)
    ):
        return True  # "fired rockets at Ain al-Asad, the heaviest attack yet on US forces there"
    if (
        trigger.frame == "strike.kill"
        and verb.dep_ == "conj"
        and verb.head.i in used
        and verb.lemma_.lower() in {"wound", "injure", "kill"}
        and not has_subject(verb)
    ):
        return True  # "shells killed twelve and injured 57"
    if (
        trigger.frame == "strike.kill"
        and verb.tag_ == "VBG"
        and verb.dep_ == "advcl"
        and before is not None
        and before.mention.sentence == report.mention.sentence
        and not (report.places or report.when or set(report.attackers) - set(before.attackers))
    ):
        return (
            True  # "fired at what they called a base near Erbil, killing four": wherever the parse hangs it
        )
    return (
        is_verbal(verb)
        and verb.dep_ in {"advcl", "conj"}
        and verb.head.i in used
        and not (report.places or report.when)
    )


def has_subject(verb: Token) -> bool:
    """True for a verb with a subject of its own."""
    return any(c.dep_.startswith("nsubj") for c in verb.children)
