"""Lemmas: the network's proposal, checked against spelling.

The encoder reads most words as one piece and so does not see how they are spelled: its lemma scripts make
*countrie* of *countries* where both scripts are common. So the script only decides what spelling cannot
(*found*: find or found? *'s*: be or have?). A form seen in the treebanks gets one of the lemmas seen with
it; a form not seen is taken apart by the rules of English inflection that its Penn tag calls for, and of
several candidates that one is taken which is known as a word.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from kg.language.labels import apply_script
from kg.language.wordpiece import normalize

OPEN = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
CLOSED = frozenset({"AUX", "PRON", "DET", "ADP", "SCONJ", "CCONJ", "PART"})

_IRREGULAR = """
arose arise, arisen arise, awoke awake, bled bleed, blew blow, blown blow, bred breed, broke break,
broken break, built build, burnt burn, caught catch, clung cling, crept creep, dealt deal, dug dig,
drew draw, drawn draw, drove drive, driven drive, drank drink, drunk drink, fed feed, fled flee, flew fly,
flown fly, forbade forbid, forbidden forbid, foresaw foresee, foreseen foresee, forgave forgive,
forgiven forgive, fought fight, froze freeze, frozen freeze, ground grind, hid hide, hidden hide,
hung hang, knelt kneel, laid lay, lain lie, leapt leap, lent lend, lit light, misled mislead,
overcame overcome, overheard overhear, overran overrun, overrode override, oversaw oversee,
overseen oversee, overthrew overthrow, overthrown overthrow, overtook overtake, paid pay, rebuilt rebuild,
retook retake, retaken retake, rewrote rewrite, rode ride, ridden ride, rose rise, risen rise,
shook shake, shaken shake, shone shine, shot shoot, shrank shrink, slain slay, slew slay, slid slide,
slept sleep, smuggled smuggle, sank sink, sunk sink, sought seek, sold sell, spun spin, sprang spring,
stole steal, stolen steal, struck strike, stricken strike, strove strive, stung sting, swept sweep,
swore swear, sworn swear, swung swing, threw throw, thrown throw, tore tear, torn tear,
undertook undertake, undertaken undertake, underwent undergo, undergone undergo, upheld uphold,
withdrew withdraw, withdrawn withdraw, withheld withhold, withstood withstand, woke wake, woken wake,
wove weave, woven weave, wound wind, wrung wring, chose choose, chosen choose, fell fall, fallen fall,
led lead, spent spend, began begin, begun begin, brought bring, bore bear, borne bear
"""
_IRREGULARS = dict(pair.split() for pair in _IRREGULAR.replace("\n", " ").split(","))
_VOWELS = "aeiou"
_PREFIX = re.compile("re|un|over|under|dis|mis|out|pre|co|de|fore|inter")
_QUOTES = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"}


def collect(words: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    """By part of speech, the lemmas of every form, most frequent first; from (form, UPOS, lemma)."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for form, upos, lemma in words:
        if upos in OPEN | CLOSED:
            counts[upos][normalize(form)][lemma] += 1
    return {upos: {form: _ordered(seen) for form, seen in forms.items()} for upos, forms in counts.items()}


def _ordered(seen: Counter[str]) -> str:
    return " ".join(lemma for lemma, _ in seen.most_common() if " " not in lemma)


class Lemmas:
    """The treebanks' lemmas and a list of known words."""

    def __init__(self, seen: dict[str, dict[str, str]], vocabulary: Iterable[str]) -> None:
        self._seen = {
            upos: {form: tuple(lemmas.split()) for form, lemmas in forms.items()}
            for upos, forms in seen.items()
        }
        self._known = {
            upos: {lemma.lower() for lemmas in forms.values() for lemma in lemmas}
            for upos, forms in self._seen.items()
        }
        self._words = frozenset(w for w in vocabulary if len(w) > 2 and w.isalpha())
        self._cache: dict[tuple[str, str, str, str], str] = {}

    @classmethod
    def load(cls, path: Path, vocabulary: Iterable[str]) -> Lemmas:
        """Read what `collect` found from JSON."""
        return cls(json.loads(path.read_text(encoding="utf-8")), vocabulary)

    def __call__(self, word: str, script: str, upos: str, xpos: str) -> str:
        """The lemma of *word*, never empty, from the network's *script* and tags."""
        key = (word, script, upos, xpos)
        lemma = self._cache.get(key)
        if lemma is None:
            if len(self._cache) > 200_000:
                self._cache.clear()
            lemma = self._cache[key] = self._lemma(*key) or word
        return lemma

    def _lemma(self, word: str, script: str, upos: str, xpos: str) -> str:
        if upos == "PUNCT":
            return _QUOTES.get(word, word)
        if upos in {"NUM", "SYM", "X"}:
            return re.sub(r"(?<=\d),(?=\d)", "", word).lower() if upos == "NUM" else word
        if upos == "PROPN":
            return _proper(word, script, xpos)
        form = normalize(word)
        proposed = apply_script(word, script)
        seen = self._seen.get(upos, {}).get(form)
        if seen:
            return _choose(seen, word, proposed, upos, xpos)
        if upos not in OPEN or not form.replace("-", "").isalpha():
            return proposed if proposed.lower() == form else form
        if word.isupper() and 1 < len(word) <= 5 and upos == "NOUN":
            return word  # an abbreviation
        if form in _IRREGULARS and xpos in {"VBD", "VBN"}:
            return _IRREGULARS[form]
        head, dash, last = form.rpartition("-")
        lemma = self._inflected(last, upos, xpos)
        if lemma == last and script.endswith("|k"):
            return word  # a capital that the network wants kept: African
        return head + dash + lemma

    def _inflected(self, form: str, upos: str, xpos: str) -> str:
        """The base of *form* by the rules for its tag, preferring words that are known."""
        candidates = _candidates(form, xpos)
        known = self._known.get(upos, set())
        for words in (known, self._words):
            for candidate in candidates:
                if candidate in words:
                    return candidate
        for candidate in candidates:  # redistribute is known because distribute is
            prefix = _PREFIX.match(candidate)
            if prefix and candidate[prefix.end() :] in known:
                return candidate
        return candidates[0]


def _choose(seen: tuple[str, ...], word: str, proposed: str, upos: str, xpos: str) -> str:
    """One of the lemmas *seen* with *word*, which of them spelling does not tell."""
    alike = [s for s in seen if s.lower() == proposed.lower()]
    choice = proposed if proposed in seen else [*alike, seen[0]][0]
    if xpos in {"VBD", "VBN", "VBZ"} and choice == word.lower():  # found, with a past tense's tag, is of find
        choice = next((s for s in seen if s != choice), choice)
    return choice.lower() if upos in OPEN and word.islower() else choice


def _proper(word: str, script: str, xpos: str) -> str:
    if xpos == "NNPS" and script == "-1+|k" and word.endswith("s"):
        return word[:-1]
    if script.endswith("|t") and word.isupper() and len(word) > 4:
        return word[:1] + word[1:].lower()  # a name in a line of capitals
    return word


def _candidates(form: str, xpos: str) -> list[str]:
    """What *form* may be an inflection of, the likeliest first."""
    if xpos in {"VBD", "VBN"} and form.endswith("ed") and len(form) > 3:
        if form.endswith("ied"):
            return [form[:-3] + "y", form[:-1]]
        if form.endswith("eed"):
            return [form[:-1], form]
        return _stems(form[:-2])
    if xpos == "VBG" and form.endswith("ing") and len(form) > 4:
        stems = _stems(form[:-3])
        return [*stems, form[:-4] + "ie"] if form.endswith("ying") else stems
    if xpos in {"VBZ", "NNS"} and form.endswith("s") and not form.endswith("ss") and len(form) > 2:
        if form.endswith("ies") and len(form) > 4:
            return [form[:-3] + "y", form[:-1], form]
        if form.endswith("ves") and xpos == "NNS":
            return [form[:-1], form[:-3] + "f", form[:-3] + "fe"]
        if form.endswith(("sses", "shes", "ches", "xes", "zzes")):
            return [form[:-2], form[:-1]]
        if form.endswith(("oes", "ses", "zes")):
            return [form[:-1], form[:-2], form]
        return [form[:-1], form]
    if xpos == "NNS" and form.endswith("men"):
        return [form[:-2] + "an"]
    for ending, tags in (("est", {"JJS", "RBS"}), ("er", {"JJR", "RBR"})):
        if xpos in tags and form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            return [stem[:-1] + "y", form] if stem.endswith("i") else [*_stems(stem), form]
    return [form]


def _stems(stem: str) -> list[str]:
    """*stem*, from which an ending that begins with a vowel was cut, as it may have been without."""
    last, before = stem[-1], stem[-2:-1]
    if last == before and last not in _VOWELS:
        return [stem, stem[:-1]] if last in "lsfz" else [stem[:-1], stem]
    vowels = len(re.findall("[aeiouy]+", stem))
    # one vowel and one consonant would have been doubled: hoped is of hope, not of hop
    short = vowels <= 1 and last not in _VOWELS + "wxy" and before in _VOWELS and stem[-3:-2] not in _VOWELS
    if short:
        return [stem + "e"]
    if last in "vuc" or stem.endswith(("at", "iz", "ag", "ib", "ur", "rg", "dg")):
        return [stem + "e", stem]
    return [stem, stem + "e"]
