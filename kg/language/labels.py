"""The label sets of the model, and the edit scripts by which lemmas are made.

A lemma is predicted as one of some hundred scripts: cut letters from the end of the word, add others,
and set the case. ``-3+y|l`` makes *countries* into *country*; ``=be|l`` replaces the whole word.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from kg.language.wordpiece import normalize

ENTITIES = ("PERSON", "ORG", "LOC")
NER = ("O", *(f"{prefix}-{label}" for label in ENTITIES for prefix in "BIES"))
"""Entity tags: begin, inside, end, single; 13 of them."""

_KEPT = """
Number Tense VerbForm Voice Mood Polarity Person PronType Degree Definite Gender Case Poss NumType Reflex
"""
FEATURES = frozenset(_KEPT.split())
"""The morphological features that are kept: those an extractor may ask for."""


@dataclass(frozen=True, slots=True)
class Labels:
    """All label sets, in the order of the model's outputs."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    morph: tuple[str, ...]
    lemma: tuple[str, ...]
    deps: tuple[str, ...]
    ner: tuple[str, ...] = NER

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Read the sets written by `save`."""
        sets = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{name: tuple(values) for name, values in sets.items()})

    def save(self, path: Path) -> None:
        """Write the sets as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def kept_features(feats: str) -> str:
    """*feats* (``Case=Nom|Number=Sing``) without the features that the pipeline does not give."""
    return "|".join(f for f in feats.split("|") if f.partition("=")[0] in FEATURES)


def script_for(word: str, lemma: str) -> str:
    """The script that turns *word* into *lemma*: ``-<cut>+<suffix>|<case>`` or ``=<lemma>|<case>``."""
    form, target = normalize(word), lemma.lower()
    common = 0
    while common < min(len(form), len(target)) and form[common] == target[common]:
        common += 1
    if common == 0 or (len(form) - common > 4 and len(target) - common > 4):
        edit = f"={target}"
    else:
        edit = f"-{len(form) - common}+{target[common:]}"
    for case in "lkt":
        if apply_script(word, f"{edit}|{case}") == lemma:
            return f"{edit}|{case}"
    return f"={lemma}|k"


@lru_cache(maxsize=100_000)
def apply_script(word: str, script: str) -> str:
    """The lemma that *script* makes of *word*; the word itself where the script does not fit."""
    edit, _, case = script.rpartition("|")
    if edit.startswith("="):
        lemma = edit[1:]
    else:
        cut, _, suffix = edit[1:].partition("+")
        form = normalize(word)
        if case != "l" and len(form) == len(word):
            form = word  # accents and capitals stay
        stem = form[: len(form) - int(cut)]
        if len(form) < int(cut) or (not stem and not suffix):
            return word
        lemma = stem + suffix
    if case == "l":
        return lemma.lower()
    if case == "t":
        return lemma[:1].upper() + lemma[1:].lower()
    return lemma
