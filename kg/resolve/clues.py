"""Clues to an event in the words around a report: names of things, weekdays, "another", "the second".

They are read from the text as it stands, so that they are there where no actor and no place was recognised: the
ship, the square, the clinic by whose name a second article knows the attack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg.resolve.days import MONTHS
from kg.resolve.text import content_words, name_tokens
from kg.resolve.words import USUAL

# A capital letter inside a sentence, after a word or a comma; not the first word, which always has one.
_CAPITALISED = re.compile(r"(?<=[\w,;’'”\"] )(?:[A-ZÀ-Þ][\w’'-]+)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.I)
# "He said on Thursday": the day of the telling, not of what is told.
_TOLD_ON = re.compile(
    rf"\b(?:said|says|told|announced|reported|confirmed|stated|added|wrote)\s+(?:\w+\s+){{0,3}}?"
    rf"(?:on\s+)?(?:{'|'.join(_WEEKDAYS)})\b",
    re.I,
)
# "23 October" and "Oct. 23" are alike to no year: "October 23, 2024" has one and is a day.
_CALENDAR = re.compile(
    rf"\b(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{'|'.join(MONTHS)})"
    r"(?(first)|(?: (?P<day>\d{1,2}))(?:st|nd|rd|th)?)\b(?!,? (?:19|20)\d\d)"
)
# "summoned the envoy on Friday over the attack": the day of what was done about it.
_ABOUT = re.compile(
    r"\b(?:over|after|following|since|because of|about|for|against|to (?:discuss|condemn|protest)"
    r"|in (?:response|reaction|protest|retaliation))\b",
    re.I,
)
_NEAR = 80
Order = Literal["first", "earlier", "second"]
"""Which of two is meant; "earlier" and "second" say besides that it is not the only one told of."""

_ORDINALS: dict[str, Order] = {
    "first": "first", "earlier": "earlier", "former": "earlier",
    "second": "second", "later": "second", "latter": "second",
}  # fmt: skip
_ORDINAL = re.compile(rf"\b(?:the|this|that)\s+({'|'.join(_ORDINALS)})(?:\s+of\s+the\s+two)?\s*$", re.I)
_ORDINAL_ONE = re.compile(rf"(?:\s+\w+)?\s+(?:the|this|that)\s+({'|'.join(_ORDINALS)})\s+one\b", re.I)
_NEW = "separate|further|fresh|additional|different|new|second|third|fourth"
_MORE = rf"(?:another|(?:an?|two|three|several)\s+(?:{_NEW}))"
_ATTACK = r"(?:(?:attack|strike|airstrike|raid|incident|bombing|assault|blast|explosion|shelling)s?|ambush)"
# "another drone attack" up to the trigger, or "In a separate incident, gunmen killed": then all that follows.
_ANOTHER = re.compile(rf"\b{_MORE}(?:\s+[\w-]+){{0,2}}\s*$", re.I)
_APART = re.compile(rf"\bin\s+{_MORE}(?:\s+[\w-]+){{0,2}}?\s+{_ATTACK}\b", re.I)
# "More raids followed on Tuesday: a drone struck a convoy".
_FOLLOWING = re.compile(
    rf"\b(?:more|further|fresh|new|other|additional) (?:\w+ )?{_ATTACK} (?:followed|came|continued)\b[^:]*:",
    re.I,
)
_ELSEWHERE = re.compile(
    r"^\W*(?:separately|elsewhere|in other violence|earlier this (?:week|month|year))\b", re.I
)
# "Earlier in the day, drones hit the port": most often not what was told of just before.
_OTHER_HOUR = re.compile(
    r"^\W*(?:(?:earlier|later) (?:in the day|on \w+day|the same day|that (?:day|night))"
    r"|(?:\w+ )?(?:hours|minutes) (?:earlier|later|before|after(?:wards)?)|the (?:day|night) before)\b",
    re.I,
)
# "The jets returned on Friday and destroyed six houses": after what they had struck before.
_BACK = re.compile(r"\b(?:returned|came back) (?:on|at|the|in the|later|again|hours|an hour)\b")
# "Ten days earlier, jets bombed a market", "In March, shells hit a school": at no time that was told before.
_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|several|a few)"
_OTHER_TIME = re.compile(
    rf"^\W*(?:(?:about|some|just|barely|less than|more than) )?(?:{_NUMBER} (?:day|night|week|month|year)s?"
    r" (?:(?:earlier|later|afterwards|ago)\b|(?:after|before)\b[^,]*,)"
    r"|the (?:day|night|evening|week|month|year) (?:before|after),"
    rf"|(?:back )?in (?:early |late |mid-)?(?:{'|'.join(MONTHS)}),)",
    re.I,
)
# "Russia struck again", not "struck the camp on Friday and again on Saturday".
_ONCE_MORE = re.compile(r"^(?:(?! and\b)[^.,;:])*?(?<!and) again\b")
# "In the Bekaa valley, the mayor of Douris": the scene of what the sentence tells.
_SEA_MILES = re.compile(r"\bnautical miles?\b[^.]*\bof\b")
_SCENE = re.compile(
    r"^\W*(?:\w+ (?:north|south|east|west)\w*, )?(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round) "
    r"(?:[\w’'-]+ ){0,3}?[A-ZÀ-Þ][^,;]{2,40},"
)
# "came two weeks after gunmen killed 26", "accused the army of bombing": not more of what was told before.
_ASIDE = re.compile(r"\b(?:after|since|before|following|earlier|later|accus\w+)\b", re.I)
# "The attackers arrived on motorcycles and fired on the post", "The first missile fell at 11": of the attack just told.
_SAME_MEN = re.compile(
    r"(?:^\W*They|\b(?:the|these) (?:\w+ )?(?:attackers?|assailants?|gunm[ae]n|shooters?|bombers?|raiders?"
    r"|intruders?|killers?|perpetrators?|hijackers?|kidnappers?|bombs?|missiles?|drones?|shells?|rockets?|munitions?"
    r"|projectiles?|warheads?|jets?|(?:war)?planes?|aircraft|helicopters?))\b"
    r"(?! (?:accused|suspected|behind|who|that|which))",
    re.I,
)
# "Fighters had raided the village": which was told of before, as no more is said of it.
_SAME_OBJECT = re.compile(
    r"\s+(?:on |at )?(?:the|this) (?:place|village|town|camp|settlement|compound|convoy|building|house|school|hospital"
    r"|clinic|market|mosque|church|hotel|bus|ship|vessel|base|outpost)\b"
    r"(?!['’-]| (?:of|in|at|near|outside|called|named|where|which|that|and|[A-ZÀ-Þ]))"
)
# "at 05:30", "at about 9 a.m.", "shortly after 3pm": an hour at which something happened.
_CLOCK = re.compile(
    r"\b(?:at|around|about|after|before) (\d{1,2})(?:[:.](\d\d)(?: ?([ap])\.?m\b)?| ?([ap])\.?m\b)", re.I
)
# "HAITI" on a line of its own, or "HAITI. " before the first sentence.
_HEADING = re.compile(r"^[ \t]*[A-ZÀ-Þ][A-ZÀ-Þ '’&/,-]{2,40}(?:[.:] (?=[A-ZÀ-Þ])|[ \t]*$)", re.MULTILINE)
# "**El Obeid.** Relatives buried …", and "Arauca. The front claimed …" at the head of a paragraph.
_BOLD = re.compile(r"^[ \t]*\*\*[A-ZÀ-Þ][^*\n]{2,40}\*\*", re.MULTILINE)
_LABEL = re.compile(r"^[A-ZÀ-Þ][\w’'-]{2,}(?: [A-ZÀ-Þ][\w’'-]+){0,2}\. (?=[A-ZÀ-Þ])", re.MULTILINE)
# "all three attacks", "both strikes": how many of those told before are meant.
_SWEEPING = re.compile(
    r"\b(?:(both)|all (?:of )?(?:the )?(two|three|four|five|six))(?: of)?(?: \w+)?\s*$", re.I
)
# "The two attacks", not "the first of the two attacks": what they are is told before, or they are one event's.
_COUNTED_ATTACKS = re.compile(
    r"(?<!of )\bthe (two|three|four|five|six) (?:\w+ )?(?:attacks|(?:air)?strikes|raids|assaults|bombings|ambushes"
    r"|massacres)\b",
    re.I,
)
_COUNTED = ("", "", "two", "three", "four", "five", "six")
# The nouns by which an attack is taken up again, with the verbs that told of it; "attack" takes up any.
_ACTS = {
    "strike": r"(?:air)?strikes?|struck|striking",
    "raid": r"raid(?:s|ed)?",
    "bombing": r"bomb(?:s|ed|ing|ings|ardment|arded)?",
    "shelling": r"shell(?:s|ed|ing)?",
    "barrage": r"barrages?|salvo(?:e?s)?|volleys?",
    "ambush": r"ambush(?:es|ed)?",
    "blast": r"blasts?|explo(?:sions?|ded|ding)|went off",
    "shooting": r"shootings?|shots?|gunfire|opened fire",
    "assault": r"assault(?:s|ed)?|stormed",
    "incursion": r"incursions?",
    "massacre": r"massacres?|massacred",
    "assassination": r"assassinat(?:ions?|ed)",
}
_ACT = {act: re.compile(rf"\b(?:{words})\b", re.I) for act, words in _ACTS.items()}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an article names: `names` of things and spots, and the words of `others`, actors and wide places.

    `sections` are the offsets at which those of a round-up begin, `towns` the words of the names of known towns,
    `ships` the names of ships, `parties` the ids of the actors that the article speaks of and their sides.
    `unknown` are the words of names which it takes for actors that nothing else is known of.
    """

    names: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    sections: tuple[int, ...] = ()
    towns: frozenset[str] = frozenset()
    ships: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def proper_names(text: str) -> frozenset[str]:
    """The words that stand with a capital inside sentences, transliteration evened out; none of a headline.

    >>> sorted(proper_names("A drone hit the tanker Marlow Star near Aden on Monday."))
    ['aden', 'marlow', 'star']
    """
    words = re.findall(r"[^\W\d_][\w’'-]*", text)
    if len(words) > 4 and 2 * sum(w[:1].isupper() for w in words) > len(words):
        return frozenset()
    capitalised = (w for w in _CAPITALISED.findall(text) if not w.isupper())
    return frozenset(
        token
        for word in capitalised
        if content_words(word) - USUAL
        for token in name_tokens(word)
        if len(token) > 3 and token not in USUAL
    )


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The words of some names, both as they are written and evened out."""
    return frozenset(w for name in names for w in (*content_words(name), *name_tokens(name)))


def weekday(sentence: str, begin: int) -> int | None:
    """The weekday that a sentence gives for its trigger at `begin` (Monday is 0); None when that is open.

    It is the only one, or the one by far the nearest. The day of a telling ("said on Thursday") is none, nor that of
    what was done about it ("summoned the envoy on Friday over the attack").
    """
    clause = _TOLD_ON.sub(lambda told: "." * len(told[0]), sentence)
    near = sorted(
        (abs(found.start() - begin), found[1].lower())
        for found in _WEEKDAY.finditer(clause)
        if not _ABOUT.search(clause, found.end(), max(begin, found.end()))
    )
    names = {name for _, name in near}
    if len(names) > 1 and near[0][0] * 2 > min(far for far, name in near if name != near[0][1]):
        return None
    return _WEEKDAYS.index(near[0][1]) if near else None


def calendar_day(sentence: str, begin: int) -> tuple[int, int] | None:
    """The month and day that a sentence gives, without the year, if it is the only one and stands near `begin`.

    >>> calendar_day("On 23 October two men stormed the plant.", 22)
    (10, 23)
    """
    found = [(m.start(), m["month"], m["day"] or m["first"]) for m in _CALENDAR.finditer(sentence)]
    if len({(month, day) for _, month, day in found}) != 1 or abs(found[0][0] - begin) > _NEAR:
        return None
    return MONTHS.index(found[0][1]) + 1, int(found[0][2])


# "Overnight Russia also launched 53 drones"; but what "the raid also hit" was hit in that raid.
_ALSO = re.compile(r"(?<!they )(?<!it )\balso\s*$", re.I)
_OF_IT = re.compile(rf"\b(?:the|this|that) (?:[\w-]+ )?{_ATTACK}\b", re.I)


def another_since(sentence: str, begin: int, end: int, *, dated: bool = False) -> int | None:
    """Where a sentence says that the trigger at [begin, end) is one more: nothing told before that is the same.

    None where it says no such thing. What has no day of its own (`dated`) is at no time told before either, where its
    sentence begins "Ten days earlier" or "In March".

    >>> another_since("Jets hit Goma, and a second strike killed two.", 28, 34)
    19
    >>> another_since("On Friday drones hit the port again.", 17, 20)
    17
    >>> another_since("Two weeks before the talks, a shell hit a bus.", 36, 39)
    0
    """
    before = sentence[:begin]
    cues = [cue.search(before) for cue in (_ANOTHER, _APART, _FOLLOWING, _ELSEWHERE, _BACK)]
    since = [found.start() for found in cues if found is not None]
    if (also := _ALSO.search(before)) and not (_OF_IT.search(before) or _SAME_MEN.search(before)):
        since.append(also.start())
    if _ONCE_MORE.match(sentence[end:]):
        since.append(begin)
    elsewhen = None if dated else _OTHER_TIME.match(before)
    return max(since, default=None if elsewhen is None else 0)


def is_elsewhere(sentence: str) -> bool:
    """True for a sentence that opens with its place: "In the Bekaa valley, a drone killed a farmer"."""
    return _SCENE.search(sentence) is not None


def is_off_shore(sentence: str) -> bool:
    """True where a sentence counts in sea miles: "48 nautical miles southwest of Hodeidah" is on nobody's ground."""
    return _SEA_MILES.search(sentence) is not None


def is_aside(sentence: str, begin: int) -> bool:
    """True where the trigger at `begin` is told as what went before, came later, or is held against somebody.

    >>> is_aside("The raid came two weeks after gunmen killed 26 people.", 40)
    True
    """
    return _ASIDE.search(sentence[:begin]) is not None


def takes_up_men(sentence: str, begin: int) -> bool:
    """True where those who act at `begin` are the ones of an attack told before: "The gunmen then shot two guards".

    >>> takes_up_men("The attackers came before dawn and fired on the post.", 37)
    True
    """
    men = _SAME_MEN.search(sentence[:begin])
    return men is not None and not is_aside(sentence, men.start())


def takes_up_object(sentence: str, end: int) -> bool:
    """True where what is hit behind `end` was told of before: "The rebels had raided the village because …".

    >>> takes_up_object("The rebels raided the village because its men had fled.", 17)
    True
    """
    return _SAME_OBJECT.match(sentence[end:]) is not None


def sweeping(sentence: str, begin: int) -> int:
    """How many attacks "both strikes" or "all three attacks" takes up at once; 0 for any other mention.

    >>> sweeping("He blamed the rebels for all three attacks.", 35)
    3
    """
    found = _SWEEPING.search(sentence[:begin])
    if found is None:
        return 0
    return 2 if found[1] else _COUNTED.index(found[2].lower())


def counted(sentence: str, begin: int) -> int:
    """How many attacks "the two raids" speaks of, whose noun is at `begin` or right before; 0 for any other mention.

    >>> counted("The two raids killed nine.", 8)
    2
    """
    found = next((m for m in _COUNTED_ATTACKS.finditer(sentence) if m.start() < begin <= m.end() + 1), None)
    return _COUNTED.index(found[1].lower()) if found is not None else 0


def sections(text: str) -> tuple[int, ...]:
    """Where the sections of a round-up begin, under headings in capitals, in bold, or before the first sentence.

    Empty for a text with fewer than two of them, or fewer than three of the last kind, which look like a sentence.

    >>> sections("HAITI\\nGangs attacked.\\nLIBYA\\nDrones struck.")
    (0, 22)
    """
    for heading, least in ((_HEADING, 2), (_BOLD, 2), (_LABEL, 3)):
        found = tuple(m.start() for m in heading.finditer(text))
        if len(found) >= least:
            return found
    return ()


def is_other_hour(sentence: str) -> bool:
    """True for a sentence that turns to another hour: "Earlier in the day, drones hit the port"."""
    return _OTHER_HOUR.search(sentence) is not None


def clock(sentence: str) -> int | None:
    """The minute of the day at which a sentence says that something happened; None for none and for several.

    >>> clock("At 2.30 p.m. a drone hit the bus."), clock("It fell at 14:20."), clock("It fell on 14 May.")
    (870, 860, None)
    """
    found = _CLOCK.findall(sentence)
    if len(found) != 1:
        return None
    hour, minute, *halves = found[0]
    half = "".join(halves).lower()
    time = (int(hour) % 12 + 12 * (half == "p") if half else int(hour)) * 60 + int(minute or 0)
    return time if time < 24 * 60 else None


def acts(trigger: str) -> frozenset[str]:
    """The nouns that take up an attack told in these words; empty for "attacked" and "hit", which any does.

    >>> sorted(acts("carried out air strikes"))
    ['strike']
    """
    return frozenset(act for act, words in _ACT.items() if words.search(trigger))


def ordinal(sentence: str, begin: int, end: int) -> Order | None:
    """Which of two attacks the trigger at [begin, end) means: "this second attack", "claimed the earlier one".

    "A second attack" is one more, not the second of those that are known.
    """
    found = _ORDINAL.search(sentence[:begin]) or _ORDINAL_ONE.match(sentence[end : end + 40])
    return _ORDINALS[found[1].lower()] if found is not None else None
