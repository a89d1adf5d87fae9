"""Acts that are only taken up: "the truce is thin", "its envoy was sent home", "Oman's offer stands".

Who did it, or what it was, is told elsewhere, often in another article. Such a mention is evidence of that act where
one is found that it fits, and no act of its own where none is.
"""

from __future__ import annotations

from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.retold import Reading
from kg.extract.diplomacy.unreal import asked_for, only_intended, ruled_out
from kg.extract.names.nouns import definite
from kg.extract.scene import Scene
from kg.extract.words.almanac import WEEKDAYS
from kg.extract.words.syntax import children, is_passive, is_verbal, under
from kg.model import ActionType, ActorClass, Factuality

NOBODY = "no political actor found as initiator"
TAKEN_UP = "only takes up an act"
# What one side does to another, which the words leave open.
_TO_OTHERS = frozenset(
    {
        ActionType.ENVOY_EXPULSION,
        ActionType.AMBASSADOR_RECALL,
        ActionType.SUMMONS,
        ActionType.ENVOY_BARRED,
        ActionType.ULTIMATUM,
    }
)
# Of these there are few, so that "the truce" or "all crossings were closed" says which.
_KNOWN = frozenset(
    {
        ActionType.BORDER_CLOSURE,
        ActionType.CEASEFIRE,
        ActionType.TALKS_SUSPENDED,
        ActionType.VISIT_CANCELLED,
        ActionType.RELATIONS_DOWNGRADED,
    }
)
# "A ceasefire brokered by the premier on 28 July"
_MADE = frozenset({"broker", "mediate", "sign", "agree", "reach", "negotiate", "conclude", "seal"})
_HOURS = (
    frozenset({"noon", "midday", "midnight", "dawn", "dusk", "nightfall", "evening", "morning"}) | WEEKDAYS
)
_TIMES = frozenset({"after", "since", "before", "when"})
_SIDES = frozenset({ActorClass.STATE, ActorClass.GOVERNMENT_BODY, ActorClass.INTERNATIONAL_ORGANIZATION})


def is_echo(scene: Scene, reading: Reading, flaw: str) -> bool:
    """True where a reading that is no act by itself takes up one that was done."""
    match = reading.match
    if reading.factuality not in {Factuality.ASSERTED, Factuality.CLAIMED}:
        return False
    if (
        _is_envoy(match)
        or ruled_out(match)
        or asked_for(match)
        or (not match.frame.real and only_intended(match.anchor))
    ):
        return False
    if flaw == TAKEN_UP:
        told = {"initiator": reading.initiator_keys, "recipient": reading.recipient_keys}
        named = all(told[role] for role in match.frame.needs)
        return named and (not is_verbal(match.trigger) or _is_recalled_by_verb(match))
    type_ = match.frame.type
    if flaw != NOBODY or type_ not in _TO_OTHERS | _KNOWN or not _is_done(match):
        return False
    to = [scene.cast.figures[k] for k in reading.recipient_keys]
    return any(figure.cls in _SIDES for figure in to) if type_ in _TO_OTHERS else True


def _is_envoy(match: Match) -> bool:
    """ "Benin's charge d'affaires" accuses nobody."""
    after = match.trigger.i + 1
    return after < len(match.trigger.doc) and match.trigger.doc[after].lower_.endswith("affaires")


def _is_recalled_by_verb(match: Match) -> bool:
    """ "The crossings remain shut", "has not sent its envoy back", "after it walked out"; not "it walked out"."""
    if match.frame.negated or match.frame.subject or match.frame.object:
        return True
    return match.anchor.dep_ == "advcl" and any(c.lower_ in _TIMES for c in children(match.anchor, "mark"))


def _is_done(match: Match) -> bool:
    """True for "were expelled", "ordered out on Tuesday" and "the expulsion of its envoy", without who did it."""
    if match.trigger.pos_ in {"NOUN", "PROPN"} and match.carrier is None:
        made = any(c.tag_ == "VBN" and c.lemma_.lower() in _MADE for c in children(match.trigger, "acl"))
        return made or definite(match.trigger) or bool(children(match.trigger, "nmod:poss"))
    often = any(t.lower_ == "times" for t in match.anchor.subtree)  # "was called in a dozen times since"
    by = [t for t in under(match.anchor, "by") if t.pos_ != "NUM" and t.lower_ not in _HOURS]
    return is_passive(match.anchor) and not (often or by)
