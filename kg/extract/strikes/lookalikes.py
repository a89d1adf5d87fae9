"""Attacks that a sentence names without telling one: practised, tried in court, to be ended, asked about, policed."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.strikes.triggers import HARM, stands_beside
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.syntax import children, is_subject, is_verbal, preposition, under

_COURT = words("strikes", "lookalike", "court")
_ENDED = words("strikes", "lookalike", "ended")
_PRACTICE = words("strikes", "lookalike", "practice")
_PRACTISED = words("strikes", "lookalike", "practised")
_OLD_WARS = re.compile(
    r"(?<!since )(?<!since the )(?<!after )\b(?:(?:First|Second) World War|World War (?:I|II|One|Two)|Vietnam War|"
    r"Pearl Harbor|Hiroshima|Nagasaki|Holocaust|Third Reich|Nazi)\b"
)
_MEMORY = words("strikes", "lookalike", "memory")
_POLICE_WORK = words("strikes", "lookalike", "police_work")
_BLOODY = HARM | {"shoot", "bomb", "explode", "explosion", "fire", "rocket", "grenade"}
_YES_OR_NO = frozenset(
    "did do does is was were are has have had will would can could should might may must shall".split()
)


def only_named(trigger: Token, scene: Scene) -> bool:
    """True where the trigger's own sentence says that no attack is told by it."""
    return (
        _is_asked(trigger)
        or _is_of_an_old_war(trigger)
        or _is_commemorated(trigger)
        or _is_practised(trigger)
        or _is_tried(trigger, scene)
        or (
            not is_verbal(trigger)
            and scene.times.at(trigger) is None
            and (_is_before_a_court(trigger) or _is_to_end(trigger))
        )
        or _is_police_work(trigger)
        or _is_a_share(trigger)
        or _is_judged(trigger)
    )


def _is_asked(trigger: Token) -> bool:
    """ "Did Israel hit the car?": a question that can be answered with no."""
    sentence = [t for t in trigger.sent if not t.is_space and not t.is_quote]
    return bool(sentence) and sentence[-1].text == "?" and sentence[0].lower_ in _YES_OR_NO


def _is_practised(trigger: Token) -> bool:
    """ "fired at a ferry during a drill", "practised bombing a bridge"."""
    if any(o.lemma_.lower() in _PRACTICE for o in children(trigger.head, "obj")) and trigger.dep_ == "advcl":
        return not _is_bloody(trigger)  # "began exercises near Brest, firing missiles at mock targets"
    for verb in (trigger, trigger.head):
        if any(t.lemma_.lower() in _PRACTICE for t in under(verb, "during", "in", "at")):
            return not _is_bloody(trigger)
    return trigger.dep_ in {"xcomp", "obj", "ccomp"} and trigger.head.lemma_.lower() in _PRACTISED


def _is_of_an_old_war(trigger: Token) -> bool:
    """ "During the Second World War, bombers destroyed much of Coventry"; not "the heaviest raid since …"."""
    return _OLD_WARS.search(trigger.sent.text) is not None


def _is_commemorated(trigger: Token) -> bool:
    """ "marked the 79th anniversary of the bombing", "laid wreaths at a memorial to the attack"."""
    years = any(c.lemma_.lower() in {"year", "decade"} for c in children(trigger, "nmod:unmarked"))
    if years and preposition(trigger) == "after":
        return True  # "ten years after the attack"
    return not is_verbal(trigger) and any(
        a.lemma_.lower() in _MEMORY for a in trigger.ancestors if a.pos_ == "NOUN"
    )


def _is_before_a_court(noun: Token) -> bool:
    """ "went on trial for the bombing", "charged officers over the shelling"; with a day of its own it is told anew."""
    governor = noun.head
    if preposition(noun) in {"for", "over", "with", "of", "about", "into"}:
        return governor.lemma_.lower() in _COURT or any(
            t.lemma_.lower() in _COURT for t in under(governor, "on", "to", "in")
        )
    if is_subject(noun) or noun.dep_ == "obj":
        return governor.lemma_.lower() in _COURT
    return False


def _is_tried(verb: Token, scene: Scene) -> bool:
    """ "was charged in Berlin with shelling a village in 1993": told of a court, not of a day this year."""
    if not is_verbal(verb) or verb.tag_ != "VBG" or verb.head.lemma_.lower() not in _COURT:
        return False
    when, issued = scene.times.at(verb), scene.article.issued
    if when is None or issued is None:
        return when is None
    return int(issued.iso[:4]) - int(when.start.iso[:4]) > 1


def _is_to_end(noun: Token) -> bool:
    """ "called for an end to the bombing", "the shelling has stopped", "laws against the bombing of hospitals"."""
    governor = noun.head
    if governor.lemma_.lower() not in _ENDED:
        return False
    if noun.dep_ == "nsubj" and children(governor, "obj"):
        return False  # "a hail of rockets ended the calm"
    if noun.lemma_.lower() == "siege" and governor.tag_ in {"VBD", "VBN"}:
        return False  # "the police have ended the siege of a hotel, in which nine died"
    return noun.dep_ in {"nsubj", "nsubj:pass", "obj"} or preposition(noun) in {
        "to",
        "of",
        "in",
        "against",
        "on",
    }


def _is_police_work(trigger: Token) -> bool:
    """ "raided a farm and arrested seven", "a raid in which papers were seized": nobody is fired on."""
    if trigger.lemma_.lower() not in {"raid", "storm"}:
        return False
    doers = {t.lemma_.lower() for t in logical_subjects(trigger)} if is_verbal(trigger) else set()
    if doers & (words("strikes", "assailants") | words("actors", "group")):
        return False  # "fighters raided two hospitals and took away 116 patients"
    work = any(t.lemma_.lower() in _POLICE_WORK or _is_taken_away(t) for t in trigger.sent)
    return work and not _is_bloody(trigger) and "air" not in {c.lower_ for c in trigger.children}


def _is_taken_away(verb: Token) -> bool:
    return verb.lemma_.lower() == "take" and any(c.lower_ == "away" for c in verb.children)


def _is_a_share(trigger: Token) -> bool:
    """ "shot down eighty per cent of the drones sent last month": a count of many attacks."""
    return any(
        o.lemma_.lower() in {"percent", "%", "cent", "share", "proportion"} or o.lower_ in {"percent", "cent"}
        for o in children(trigger, "obj", "obl")
        if is_verbal(trigger) and o.i > trigger.i
    )


def _is_judged(deed: Token) -> bool:
    """ "Bombing a hospital is a crime", "blowing up boats is bad policy": what is thought of such deeds."""
    return (
        deed.tag_ == "VBG"
        and deed.dep_ == "csubj"
        and any(c.lower_ in {"is", "be", "'s", "’s"} for c in children(deed.head, "cop"))
    )


def _is_bloody(trigger: Token) -> bool:
    return stands_beside(trigger, _BLOODY)
