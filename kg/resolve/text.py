"""How names and sentences are compared: folded names, slugs, content words, offices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from kg.resolve.words import PRONOUNS, STOP, USUAL

# Particles inside names that one outlet writes and the next leaves out ("Anwaar ul Haq", "Anwaarul Haq").
_PARTICLES = frozenset(
    {"al", "el", "ul", "ud", "ad", "bin", "ibn", "bint", "the", "of", "and", "de", "e", "i"}
)
_TITLES = frozenset(
    [
        *(
            "mr",
            "mrs",
            "ms",
            "dr",
            "sir",
            "lord",
            "gen",
            "col",
            "maj",
            "lt",
            "capt",
            "brig",
            "adm",
            "sen",
            "rep",
        ),
        *("gov", "prof", "president", "premier", "chancellor", "general", "colonel", "major", "captain"),
        *(
            "admiral",
            "ayatollah",
            "sheikh",
            "king",
            "queen",
            "prince",
            "emir",
            "sultan",
            "minister",
            "secretary",
        ),
    ]
)
_MODIFIERS = frozenset(
    {"caretaker", "interim", "acting", "deposed", "ousted", "the", "a", "an", "its", "new"}
)
# Letters that Unicode does not take apart into a plain one and an accent.
_LETTERS = str.maketrans("łŁøØđĐıßæÆ", "lLoOdDisaA")
_SPELLINGS = {"defense": "defence", "premier": "prime minister", "external affairs": "foreign"}


_POSSESSIVE = re.compile(r"[’'`ʿʾ]s\b")
_APOSTROPHE = re.compile(r"[’'`ʿʾ]")
_DOTTED = re.compile(r"\b((?:[a-z]\.){2,})")
_BETWEEN_WORDS = re.compile(r"[^\w]+|_")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name without accents, case, apostrophes and punctuation; words apart by one space."""
    if name.isascii():
        text = name.lower()
    else:
        text = unicodedata.normalize("NFKD", name)
        text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    if not text.isascii() or "'" in text or "`" in text:
        text = _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))
    if "." in text:
        text = _DOTTED.sub(lambda m: m.group(1).replace(".", ""), text)
    return _BETWEEN_WORDS.sub(" ", text).strip().removeprefix("the ")


@lru_cache(maxsize=65536)
def name_tokens(name: str) -> tuple[str, ...]:
    """The words by which a name is known, transliteration evened out: "Anwaar-ul-Haq" → ("anwar", "haq")."""
    words = [w for w in fold(name).split() if w not in _PARTICLES]
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return tuple(_even(w) for w in words) or tuple(fold(name).split())


def _even(word: str) -> str:
    if re.fullmatch(r"m[ou]h?a+m+[aei]d", word):
        return "mohamed"
    word = word.replace("oo", "u").replace("ou", "u").replace("ee", "i").replace("kh", "k").replace("dh", "d")
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub(r"y$", "i", word)


@lru_cache(maxsize=65536)
def slug(text: str, limit: int = 60) -> str:
    """`text` as a readable path segment of at most `limit` ASCII characters, cut at a word; may be ""."""
    out = ""
    for word in fold(text.translate(_LETTERS)).split():
        plain = word if word.isascii() and word.isalnum() else re.sub(r"[^a-z0-9]", "", word)
        longer = f"{out}-{plain}" if out and plain else out or plain
        if len(longer) > limit:
            return out or longer[:limit]
        out = longer
    return out


@lru_cache(maxsize=65536)
def content_words(text: str) -> frozenset[str]:
    """The words of a sentence that carry content, lower case, without accents."""
    return frozenset(w for w in fold(text).split() if w not in STOP and len(w) > 1)


@lru_cache(maxsize=65536)
def distinctive_words(text: str) -> frozenset[str]:
    """The content words of a sentence that reports of other events of the kind would hardly share."""
    return frozenset(w for w in content_words(text) if w not in USUAL and len(w) > 3 and not w.isdigit())


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """The Jaccard index of two bags of words; 0 when either is empty."""
    return len(a & b) / len(a | b) if a and b else 0.0


def is_pronoun(surface: str) -> bool:
    """True for a surface that names nobody by itself."""
    return surface.lower().strip() in PRONOUNS


def is_former(role: str) -> bool:
    """True for the role of somebody who has left it: "former president", "ex-prime minister"."""
    return (
        re.match(r"(?:the\s+)?(?:then[- ])?(?:former|ex|late|onetime|erstwhile|retired)\b", fold(role))
        is not None
    )


def office(role: str | None) -> str | None:
    """The office a role names, without "caretaker" and the like; None for a former holder's or no role.

    >>> office("caretaker Prime Minister")
    'prime minister'
    """
    if not role:
        return None
    text = fold(role)
    if re.match(r"(former|ex|late|then|deputy|vice|assistant)\b", text):
        return None if text.startswith(("former", "ex", "late", "then")) else text
    words = [w for w in text.split() if w not in _MODIFIERS]
    out = " ".join(words)
    for old, new in _SPELLINGS.items():
        out = re.sub(rf"\b{old}\b", new, out)
    return out or None


def initials(tokens: Iterable[str]) -> str:
    """The first letters of some words: ("jaish", "al", "adl") → "jaa"."""
    return "".join(t[0] for t in tokens if t)
