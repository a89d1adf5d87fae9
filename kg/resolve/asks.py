"""What an appeal, a demand, an agreement or a pledge is for: a ceasefire, a meeting, the release of prisoners.

Two appeals of one state to another are one act only if they ask for the same, and so are two agreements. What is asked
stands after the word that tells of the act, up to where its clause ends.
"""

from __future__ import annotations

import re

from kg.model import ActionType

ASKING = frozenset(
    {ActionType.APPEAL.value, ActionType.DEMAND.value, ActionType.AGREEMENT.value, ActionType.PLEDGE.value}
)
"""The acts that are told apart by what they ask for, settle or promise."""

# What is asked for, with the words that ask for it. Restraint, calm and talks are one: writers paraphrase them.
_ASKED = {
    "calm": r"restraint|de-?escalat\w+|escalat\w+|calm\w*|step(?:ping)? back|tensions?|dialogue|diploma\w+"
    r"|negotiat\w+|peaceful\w*|talks?",
    "ceasefire": r"cease-?fires?|truces?|armistice"
    r"|cessation|(?:end|stop|halt)\w*(?: \w+){0,3} (?:fighting|hostilities|war|violence|bloodshed|attacks|strikes)",
    "meeting": r"(?:meetings?|sessions?|summits?|conferences?|convene\w*)(?! room)",
    "inquiry": r"inquir\w+|enquir\w+|investigat\w+|probes?|evidence|fact-finding",
    "withdrawal": r"withdraw\w*|pull(?:ing|ed)? (?:out|back)",
    "release": r"releas\w+|hostages?|prisoners?|captives?|detainees?",
    "sanctions": r"sanction\w*|embargo\w*",
    "aid": r"aid|humanitarian|relief|corridors?|food|medicines?",
    "arms": r"arms|weapons|ammunition|air defen[cs]e\w*|interceptors?",
    "surrender": r"extradit\w+|hand(?:ing|ed)? over|arrest\w*|surrender\w*",
    "leave": r"(?:leav|depart|evacuat)\w*",
    "border": r"delimit\w*|demarcat\w*|frontiers?|borders?|crossings?",
    "envoys": r"ambassadors?|envoys|embass(?:y|ies)|diplomatic (?:ties|relations)",
    "trade": r"trade|tariffs?|grain|gas|oil|pipelines?|electricity",
    "peacekeepers": r"peacekeep\w+|monitors?|monitoring|observers?",
}
_WORDS = {asked: re.compile(rf"\b(?:{words})\b", re.I) for asked, words in _ASKED.items()}
# Where another clause of the sentence begins.
_CLAUSE = re.compile(
    r";|: |,? (?:and|but|while|as|after|before|because|when|which|who)"
    r" (?:it |he |she |they )?(?:said|says|\w+ed|told|has|had|have|was|were|is|will)\b|[\"”]"
)


def asked(sentence: str, begin: int) -> frozenset[str]:
    """What is asked for in the clause whose trigger begins at `begin`; empty where no word tells.

    >>> sorted(asked("Peru called for an urgent meeting of the council.", len("Peru ")))
    ['meeting']
    """
    rest = sentence[begin:]
    stop = _CLAUSE.search(rest)
    clause = rest[: stop.start()] if stop is not None else rest
    return frozenset(what for what, words in _WORDS.items() if words.search(clause))
