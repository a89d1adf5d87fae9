"""What a sentence about an attack gives away of which one it means: what it was aimed at, who complains, who denies.

"The attack on Kornoi Hospital" is not the raid on the port that was told of just before; who calls an attack a war
crime did not make it; and who denies having ordered one is who is held to have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.resolve.text import content_words, distinctive_words, name_tokens

_AIMED = re.compile(r"\s+(?:on|at|of|against|near)\s+(?:the\s+)?((?:[A-ZÀ-Þ][\w’'-]+\s+)*[A-ZÀ-Þ][\w’'-]+)")
_DAYS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Christmas|New Year"
)
# The nouns that take up an attack told before.
_TAKING_UP = (
    r"(?:(?:air)?strike|attack|raid|(?:car |truck )?bombing|bombardment|assault|blast|explosion|shelling|shooting"
    r"|killing|murder|massacre)s?|ambush(?:es)?"
)
_BEFORE_NOUN = re.compile(
    rf"\b(?:[Tt]he|[Tt]his|[Tt]hat|\w+day[’']s)\s+(?P<what>(?:[a-z][\w’'-]*\s+){{1,3}}?)(?P<noun>{_TAKING_UP})\b"
)
_BEHIND_NOUN = re.compile(
    rf"\b(?P<noun>{_TAKING_UP})\s+(?:on|of|at|in|against)\s+(?:(?:the|an?|its|their|his|those|these)\s+)?"
    r"(?P<what>(?:[a-z][\w’'-]*\s*){1,3})"
)
_CRIME = re.compile(
    r"\b(?:call|describ|brand|label|term|denounc|decr|slam)(?:ed|ied|ing|ying|s|ies|e|y)?\b.{0,80}?"
    r"\b(?:war crimes?|crimes?|atrocit\w+|barbar\w+|coward\w+|terroris[mt]|acts? of (?:war|aggression)"
    r"|unprovoked|heinous|savage|massacre|criminal)\b",
    re.I | re.S,
)
_DISOWNED = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|reject(?:s|ed|ing)?)\b.{0,80}?\b(?:ordered|carr(?:ied|ying) out|launch(?:ed|ing)"
    r"|behind|responsib\w+|role|involve\w+|conduct(?:ed|ing)|stag(?:ed|ing)|part)\b",
    re.I | re.S,
)
_AVENGED = re.compile(
    r"\b(?:revenge|vengeance|retaliation|retribution|reprisals?|response|reply|answer|payback)\b"
    r" (?:for|to|against|over)\b(?:(?! (?:by|from|with|after|before|and)\b)[^,;.]){0,60}$",
    re.I,
)
_BEFORE = re.compile(
    r"\b(?:has|have|had)\b.{0,30}?\b(?:before|for (?:years|months|decades)|in the past|in recent (?:years|months)"
    r"|(?:dozens|hundreds|scores|several|many) (?:of )?times)\s*(?:[,.;]|$)|"
    r"\b(?:has|have) (?:long|often|repeatedly|frequently|regularly|previously)\b",
    re.I,
)


def aimed_at(sentence: str, begin: int, end: int) -> tuple[str, ...]:
    """The words of the name that an attack was aimed at, inside or behind its trigger; empty where no name is.

    >>> aimed_at("He called the attack on Kornoi Hospital a crime.", 14, 20)
    ('kornoi', 'hospital')
    """
    found = _AIMED.search(sentence[begin:end]) or _AIMED.match(sentence[end:])
    if found is None or _DAYS.match(found[1]):
        return ()
    return tuple(t for t in name_tokens(found[1]) if t in content_words(found[1]) or len(t) > 3)


def said_to_be_upon(sentence: str, begin: int, end: int) -> frozenset[str]:
    """The words for what was hit, or with what, by which the attack at [begin, end) is taken up: "the mosque attack".

    >>> text = "The group claimed the killing of the farmers."
    >>> sorted(said_to_be_upon(text, text.index("killing"), text.index(" of")))
    ['farmer']
    """
    if not re.search(rf"\b(?:{_TAKING_UP})\b", sentence[begin:end]):
        # "claimed responsibility for the killing of the farmers, which …"
        stop = re.search(r"[,;:]|\b(?:and|but|that|which)\b|$", sentence[end:])
        end += stop.start() if stop is not None else 0
    return singular(
        word
        for pattern in (_BEFORE_NOUN, _BEHIND_NOUN)
        for found in pattern.finditer(sentence)
        if found.start("noun") < end and begin < found.end("noun")
        for word in distinctive_words(found["what"])
    )


def singular(words: Iterable[str]) -> frozenset[str]:
    """The words without the "s" of the plural: a market and markets are one word."""
    return frozenset(w.removesuffix("s") if len(w) > 4 else w for w in words)


def is_called_a_crime(sentence: str) -> bool:
    """True for a sentence that calls an attack a crime: nobody does that of his own."""
    return _CRIME.search(sentence) is not None


def is_disowned(sentence: str) -> bool:
    """True for a sentence in which somebody denies that he was behind an attack."""
    return _DISOWNED.search(sentence) is not None


def is_avenged(sentence: str, begin: int) -> bool:
    """True for an attack that another one is said to answer: not the one that answers it.

    >>> text = "It called the operation revenge for the bombardment."
    >>> is_avenged(text, text.index("bombardment"))
    True
    """
    return _AVENGED.search(sentence[:begin]) is not None


def is_of_before(sentence: str, begin: int, end: int) -> bool:
    """True for an attack that is told as one of those before the news: "has bombed the camps for years".

    >>> text = "Chad has hit the region before."
    >>> is_of_before(text, text.index("hit"), text.index("hit") + 3)
    True
    """
    left = max(sentence.rfind(",", 0, begin), sentence.rfind(";", 0, begin)) + 1
    stops = [at for at in (sentence.find(",", end), sentence.find(";", end)) if at >= 0]
    return _BEFORE.search(sentence[left : min(stops, default=len(sentence))]) is not None
