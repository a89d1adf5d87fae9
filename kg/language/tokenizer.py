"""The tokenizer: spaCy's English rules, bent towards Universal Dependencies.

The parser is trained on UD tokens, and UD splits words at hyphens: ``Iran-backed`` is three tokens,
``12-year-old`` five. Two groups are kept whole here, because splitting them breaks what a reader of the
news needs: names joined by a particle (``Anwaar-ul-Haq``, ``Lashkar-e-Taiba``, ``al-Adl``) and lower-case
words with a prefix (``de-escalate``, ``counter-terrorism``). `kg.language.corpus` merges the gold tokens
of the treebanks in the same places, so that training and use agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from re import Match
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

Tokenize = Callable[[str], Doc]

PARTICLES = (
    "al el ul ur ud uz us ol ad ar as ash at az an e i u bin ben ibn abu abd umm bint bar de da do du la le"
)
"""Name particles that bind to the next part of a name with a hyphen (Arabic, Persian, Urdu, Hebrew)."""

PREFIXES = (
    "de re co non anti counter pre post pro ex semi sub ultra mid multi inter intra over under micro mini "
    "mis dis un bi tri trans cyber neo quasi socio vice geo bio eco hyper mega meta para proto pseudo tele e"
)
"""Prefixes that stay with a lower-case word; before a capital (``pro-Russian``) UD's split is kept."""

_HYPHENS = "-‐‑"
_MERGED_NAME = re.compile(
    rf"(?<![A-Za-zÀ-ž])(?:[A-Za-zÀ-ž’']+[{_HYPHENS}])?"
    rf"(?:(?:{'|'.join(p for p in PARTICLES.split() if p != 'u')})[{_HYPHENS}])+[A-ZÀ-Ž][a-zà-ž’']*",
)
_CAPITAL_PARTICLE = re.compile(rf"\b(?:Al|El|Ul|Abu|Bin|Ibn|Ben|Abd)[{_HYPHENS}](?:[A-ZÀ-Ž][a-zà-ž’']*)")
_MERGED_PREFIX = re.compile(
    rf"(?<![A-Za-z{_HYPHENS}])(?:{'|'.join(PREFIXES.split())})[{_HYPHENS}][a-zà-ž]{{2,}}"
)
_CAPITALISED_PREFIX = re.compile(
    rf"^(?:{'|'.join(p.capitalize() for p in PREFIXES.split())})[{_HYPHENS}][a-zà-ž]{{2,}}"
)
_WHOLE = (_MERGED_NAME, _CAPITAL_PARTICLE, _MERGED_PREFIX, _CAPITALISED_PREFIX)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

# spaCy splits hyphens only between letters; UD also splits 12-year, 2019-20, F-16, and words at a slash.
_EXTRA_INFIXES = (
    rf"(?<=[A-Za-z0-9À-ž])[{_HYPHENS}](?=[A-Za-z0-9À-ž])",
    r"(?<=[A-Za-z0-9À-ž’'\".,!?)”])(?:—|–|--|―)(?=[^\s])",
    r"(?<=[A-Za-z0-9À-ž)])/(?=[A-Za-z0-9À-ž(])",
    r"(?<=[A-Za-z.,!?’'”\"—–])[“”\"‘](?=[A-Za-z])",
)
_EXTRA_PREFIXES = ("—", "–", "―", "--", "-(?=[A-Za-z0-9$])", "…", "~", "‘", "’", "‚", "„", "‹", "«")
# Ranks that spaCy does not know as abbreviations: their stop ends no sentence ("said Maj. Gen. Ali Diallo").
_RANKS = ("Maj.", "Brig.", "Lt.", "Col.", "Capt.", "Sgt.", "Cpl.", "Cmdr.", "Cdr.", "Pvt.", "Supt.", "Insp.")
_EXTRA_SUFFIXES = ("—", "–", "―", "--", "-", "/", "…", "’", "”", "›", "»")


def kept_whole(text: str) -> list[tuple[int, int]]:
    """The spans ``[begin, end)`` of *text* inside which no hyphen may be split."""
    if not any(hyphen in text for hyphen in _HYPHENS):
        return []
    spans = [match.span() for pattern in _WHOLE for match in pattern.finditer(text)]
    spans += [match.span() for match in _ISO_DATE.finditer(text)]
    return sorted(spans)


def make_tokenizer(language: Language | None = None) -> Tokenize:
    """The tokenizer of *language* (default: a fresh blank English one), changed to this project's rules."""
    nlp = language or spacy.blank("en")
    defaults = nlp.Defaults
    infix = compile_infix_regex([*(defaults.infixes or ()), *_EXTRA_INFIXES])

    def infixes(text: str) -> Iterator[Match[str]]:
        whole = kept_whole(text)
        for match in infix.finditer(text):
            if match.group()[0] in _HYPHENS and any(b < match.start() < e for b, e in whole):
                continue
            yield match

    tokenizer: Any = nlp.tokenizer  # spacy.tokenizer is compiled and carries no types
    tokenizer.prefix_search = compile_prefix_regex([*(defaults.prefixes or ()), *_EXTRA_PREFIXES]).search
    tokenizer.suffix_search = compile_suffix_regex([*(defaults.suffixes or ()), *_EXTRA_SUFFIXES]).search
    tokenizer.infix_finditer = infixes
    for rank in _RANKS:
        tokenizer.add_special_case(rank, [{"ORTH": rank}])
    made: Tokenize = tokenizer
    return made
