"""How many: numbers as news gives them, with their vagueness kept.

Vague words count as ACLED counts them ("tens" 10, "dozens" 12, "hundreds" 100: the most conservative
reading), always with `at_least`.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from kg.model import Count

_UNITS = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALE = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
VAGUE = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "several": 3}
_SOME = frozenset({"several", "few", "many", "some"})
_AT_LEAST = (
    "at least",
    "more than",
    "over",
    "no fewer than",
    "no less than",
    "not less than",
    "upwards of",
    "a minimum of",
    "or more",
)
_AT_MOST = ("up to", "as many as", "at most", "fewer than", "less than", "no more than")
_DIGITS = re.compile(r"^\d{1,3}(?:[,.]\d{3})+$|^\d+$")
_RANGE = re.compile(r"(\S+)\s*(?:-|–|—|to|and|or)\s*(\S+)$")


def number(text: str) -> int | None:
    """The whole number that a word or digits say: "12", "1,200", "twenty-five", "two hundred"; None otherwise."""
    text = text.lower().strip()
    if _DIGITS.match(text):
        return int(re.sub(r"[,.]", "", text))
    total = current = 0
    seen = False
    for word in re.split(r"[\s-]+", text):
        if word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word in _SCALE:
            current = max(current, 1) * _SCALE[word]
            if _SCALE[word] > 100:
                total, current = total + current, 0
        elif word in {"and", "a", ""}:
            continue
        else:
            return None
        seen = True
    return total + current if seen else None


def count_of(noun: Token) -> Count | None:
    """How many `noun` there are, read from its own words: "at least nine people", "dozens of villagers", "a child".

    A bare number that is itself the noun ("killing nine") counts too. None when no number is given.
    """
    doc = noun.doc
    if noun.pos_ == "NUM" or (
        number(noun.text) is not None
        and noun.pos_ in {"NUM", "NOUN", "DET", "PRON"}
        and noun.lower_ not in {"a", "one"}
    ):
        return _with_vagueness(doc, noun)
    if noun.lower_ in VAGUE:
        return Count(_vague(noun), None, True)
    for child in noun.children:
        if child.dep_ in {"nummod", "nmod:quant"} or (
            child.pos_ == "NUM" and child.dep_ in {"compound", "amod", "det", "nummod:gov"}
        ):
            return _with_vagueness(doc, child)
        if child.dep_ in {"amod", "det"} and child.lower_ in VAGUE:
            return Count(_vague(child), None, True)
        if child.lower_ == "dozen" and child.i < noun.i:
            before = doc[child.i - 1].lower_ if child.i else ""
            return Count((number(before) or 1) * 12, None, before not in {"a"} and number(before) is None)
        if child.lower_ == "both" and child.dep_ == "det":
            return Count(2)
    left = min(
        [c.i for c in noun.children if c.dep_ in {"amod", "compound"} and c.i < noun.i], default=noun.i
    )
    if left > 0 and doc[left - 1].pos_ == "NUM" and doc[left - 1].sent == noun.sent:
        return _with_vagueness(
            doc, doc[left - 1]
        )  # "between 12 and 15 villagers", hung elsewhere by the parse
    if any(
        c.dep_ == "det" and c.lower_ in {"a", "an", "another"} for c in noun.children
    ) and "Plur" not in noun.morph.get("Number", []):
        return Count(1)
    return None


def _vague(word: Token) -> int:
    """The least that "dozens", "tens of thousands" or the "thousands" in it are."""
    doc = word.doc
    least = VAGUE[word.lower_]
    if doc[word.i + 1 : word.i + 3].text.lower() in {"of thousands", "of millions"}:
        least *= _SCALE[doc[word.i + 2].lower_.removesuffix("s")]
    elif word.i > 1 and doc[word.i - 1].lower_ == "of" and doc[word.i - 2].lower_ in VAGUE:
        least *= VAGUE[doc[word.i - 2].lower_]
    return least


def _with_vagueness(doc: Doc, num: Token) -> Count | None:
    left = num.i
    while left > 0 and (
        (number(doc[left - 1].text) is not None and doc[left - 1].pos_ in {"NUM", "NOUN"})
        or (doc[left - 1].text in {"-", "–"} and left > 1 and number(doc[left - 2].text) is not None)
    ):
        left -= 1
    joined = (
        left > 1 and doc[left - 1].lower_ in {"to", "or", "and"} and number(doc[left - 2].text) is not None
    )
    if joined and (doc[left - 1].lower_ != "and" or (left > 2 and doc[left - 3].lower_ == "between")):
        left -= 2
    # "between 12 and 15" is a range, "killed 12 and 15 wounded" is two counts.
    joiners = {"to", "or", "and"} if left > 0 and doc[left - 1].lower_ == "between" else {"to", "or"}
    right = num.i + 1
    while (
        right < len(doc)
        and right < num.i + 6
        and (
            (number(doc[right].text) is not None and doc[right].lower_ not in {"a"})
            or doc[right].text in {"-", "–", "—"}
            or (
                doc[right].lower_ in joiners
                and right + 1 < len(doc)
                and number(doc[right + 1].text) is not None
                and doc[right + 1].lower_ not in {"a", "one"}
            )
        )
    ):
        right += 1
    if num.i and num.lower_ in {"dozen", "score"} and doc[num.i - 1].lower_ in _SOME:
        return Count(VAGUE[f"{num.lower_}s"], None, True)  # "several dozen"
    words = doc[left:right].text.lower()
    before = doc[max(0, left - 4) : left].text.lower()
    after = doc[right : right + 2].text.lower()
    at_least = before.endswith(_AT_LEAST) or after.startswith("or more")
    at_most = before.endswith(_AT_MOST)
    low = high = number(words)
    if low is None:
        pair = _RANGE.match(words)
        if pair is None:
            low = high = number(num.text)
        else:
            low, high = number(pair[1]), number(pair[2])
        if low is None:
            return None
    if at_most:
        return (
            Count(low, None, False)
            if "as many as" not in before and "up to" not in before
            else Count(low, low, False)
        )
    return Count(low, high if high is not None and high > low else None, at_least)
