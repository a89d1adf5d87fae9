"""How names are compared: one key per name, and when a spelling in a text may stand for a stored name.

The key forgets what writers vary: case, accents, apostrophes, hyphens, full stops, a leading "the" and the
possessive "'s" ("the U.S.'s" and "US", "Sana’a" and "Sanaa", "Sistan-Baluchestan" and "Sistan Baluchestan").
What it forgets, `agrees` takes back where it carries meaning: "us" is not the United States, "is" not the
Islamic State, and a "red sea of flags" not the Red Sea.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = "'’‘ʼʻ`´ʿʾ"
_POSSESSIVE = re.compile(rf"(?<=\w)[{_APOSTROPHES}][sS](?!\w)")
_SILENT = re.compile(rf"[{_APOSTROPHES}.]")
_GAP = re.compile(r"[\W_]+")
_ACRONYM = re.compile(r"(?=.*[A-Z0-9].*[A-Z0-9])[A-Z][A-Za-z0-9]{1,3}")
# Words for a part of a town, alone or as the last word of its name.
QUARTERS = frozenset({"district", "neighbourhood", "neighborhood", "quarter", "suburb", "area", "ward"})
# Letters that NFKD does not take apart.
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ə": "a",
        "Ə": "A",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "ł": "l",
        "Ł": "l",
        "ß": "ss",
        "æ": "ae",
    }
)

# Words that writers put in lower case inside a name: "Houthi group", "Idlib province", "Foreign ministry".
_GENERIC = """
a administration affairs agency air airbase alliance and armed army authority base battalion border
brigade brigades camp canal city coalition coast command council crossing dam defence defense department
district force forces foreign front governorate government group guard guards home interior island
islands junta military militia militants minister ministry mission movement national navy network news
nuclear oblast of office parliament party peninsula plant police power prefecture province rebels region
regime river security service services state states strait television territory the unit valley watchdog
"""
GENERIC = frozenset(_GENERIC.split())
# Particles inside names, in either case: "Jaish al-Adl", "Hayat Tahrir Al-Sham".
_PARTICLES = (
    "al ul el as ash ar an ad az at bin bint ibn abu de del della der den di da dos du la le los van von e"
)
PARTICLES = frozenset(_PARTICLES.split())


def tidy(text: str) -> str:
    """The text without accents, apostrophes, full stops and possessive endings; case is kept."""
    text = _POSSESSIVE.sub(" ", text.translate(_LETTERS))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _SILENT.sub("", text)


@lru_cache(maxsize=65536)
def parts(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared: folded, in order, without punctuation."""
    return tuple(_GAP.sub(" ", tidy(tidy(text).casefold())).split())


def key(name: str) -> str:
    """The key under which a name is stored and looked up; "" when nothing but punctuation is left."""
    words = parts(name)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def is_acronym(name: str) -> bool:
    """True for names of two to four letters with two capitals or digits ("US", "M23", "LeT")."""
    return _ACRONYM.fullmatch(_GAP.sub("", tidy(name))) is not None


@lru_cache(maxsize=65536)
def agrees(stored: str, surface: str) -> bool:
    """True when a spelling found in a text may stand for a stored name with the same key.

    Acronyms of two to four capitals must match in case. Elsewhere a word with a capital in the stored name
    needs one in the text, but for generic words ("group", "province") and particles ("al").
    """
    if is_acronym(stored):
        return _GAP.sub("", tidy(stored)) == _GAP.sub("", tidy(surface))
    wanted, found = (_GAP.sub(" ", tidy(text)).split() for text in (stored, surface))
    if len(wanted) > 1 and wanted[0].casefold() == "the" and len(found) == len(wanted) - 1:
        wanted = wanted[1:]
    if len(found) > 1 and found[0].casefold() == "the" and len(wanted) == len(found) - 1:
        found = found[1:]
    return len(wanted) == len(found) and all(
        not w[0].isupper() or f[0].isupper() or f.casefold() in GENERIC or f.casefold() in PARTICLES
        for w, f in zip(wanted, found, strict=True)
    )


@lru_cache(maxsize=65536)
def loose(name: str) -> str:
    """The name with transliteration evened out: "Anwaar-ul-Haq" is "Anwar ul Haq", "Ali" is not "Eli"."""
    words = [word for word in parts(name) if word not in _DROPPED]
    evened = []
    for word in words:
        for old, new in _EVEN:
            word = word.replace(old, new)
        evened.append("".join(c for i, c in enumerate(word) if i == 0 or c != word[i - 1]))
    return " ".join(evened)


_DROPPED = frozenset({"al", "el", "ul", "the", "bin", "ibn", "as", "ad", "ar", "an", "az"})
_EVEN = (
    ("ee", "i"), ("oo", "u"), ("ou", "u"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("q", "k"), ("y", "i"),
    ("w", "v"),
)  # fmt: skip


def slug(name: str) -> str:
    """A readable piece of an identifier: "Côte d'Ivoire" gives "cote-divoire"."""
    return re.sub(r"[^a-z0-9]+", "-", key(name)).strip("-")
