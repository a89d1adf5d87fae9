"""Words to the encoder's word pieces and case features, without torch or transformers.

The vocabulary is that of the uncased MiniLM encoder (30,522 pieces, BERT's). Because it is uncased, the
shape of every word is given beside its pieces (`shape_of`), and so is what stands before it: nothing,
a space, or a line break (`Gap`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

UNK, CLS, SEP = "[UNK]", "[CLS]", "[SEP]"
MAX_PIECES = 10
"""Pieces of one word that are kept; what comes after in a web address or a number says nothing."""
MAX_CHARACTERS = 100
"""A longer word becomes one unknown piece, as in BERT's own tokenizer."""


class Gap(IntEnum):
    """What stands before a word."""

    NONE = 0
    SPACE = 1
    BREAK = 2


class Shape(IntEnum):
    """The case of a word's letters."""

    OTHER = 0
    LOWER = 1
    TITLE = 2
    UPPER = 3
    MIXED = 4
    INITIAL = 5
    DIGITS = 6
    PUNCTUATION = 7
    ACRONYM = 8


FEATURES = len(Shape) * len(Gap)
"""Number of (shape, gap) pairs; the index of a pair is ``shape * 3 + gap``."""

_SAME = str.maketrans(
    {
        "’": "'", "‘": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'",
        "„": "“", "‟": "“", "«": "“", "»": "”",
        "—": "—", "―": "—", "‐": "-", "‑": "-", "−": "-", "\u00ad": None, "\u200b": None, "\ufeff": None,
    }
)  # fmt: skip
_DASHES = {"--": "—", "---": "—", "----": "—"}


def normalize(word: str) -> str:
    """*word* as the encoder sees it: quotes and dashes unified, lower case, no accents."""
    word = _DASHES.get(word, word).translate(_SAME).lower()
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=100_000)
def shape_of(word: str) -> Shape:
    """The case class of *word*, judged by its letters."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        if any(c.isdigit() for c in word):
            return Shape.DIGITS
        return Shape.PUNCTUATION if word else Shape.OTHER
    if any(c.isdigit() for c in word):
        return Shape.ACRONYM if letters[0].isupper() else Shape.OTHER
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return Shape.LOWER
    if upper == len(letters):
        if len(letters) == 1:
            return Shape.INITIAL
        return Shape.ACRONYM if "." in word else Shape.UPPER
    return Shape.TITLE if upper == 1 and letters[0].isupper() else Shape.MIXED


def feature(word: str, gap: Gap | int) -> int:
    """The index of the feature embedding for *word* after *gap*."""
    return int(shape_of(word)) * len(Gap) + int(gap)


class WordPieces:
    """Greedy longest-match word pieces over a fixed vocabulary; results per word are cached."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self._index = {piece: i for i, piece in enumerate(self.vocabulary)}
        self.unk = self._index[UNK]
        self.cls, self.sep = self._index[CLS], self._index[SEP]
        self._seen: dict[str, tuple[int, ...]] = {}

    @classmethod
    def from_file(cls, path: Path) -> WordPieces:
        """Read a vocabulary of one piece a line."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def __call__(self, word: str) -> tuple[int, ...]:
        """The piece ids of *word*, 1 to `MAX_PIECES` of them."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) > 200_000:  # a long-running server must not grow without bound
                self._seen.clear()
            found = self._seen[word] = self._split(normalize(word))
        return found

    def _split(self, text: str) -> tuple[int, ...]:
        if not text or len(text) > MAX_CHARACTERS:
            return (self.unk,)
        pieces: list[int] = []
        for chunk in _chunks(text):
            pieces.extend(self._match(chunk))
        return tuple(pieces[:MAX_PIECES])

    def _match(self, chunk: str) -> list[int]:
        pieces: list[int] = []
        begin = 0
        while begin < len(chunk):
            for end in range(len(chunk), begin, -1):
                piece = chunk[begin:end] if begin == 0 else "##" + chunk[begin:end]
                index = self._index.get(piece)
                if index is not None:
                    pieces.append(index)
                    begin = end
                    break
            else:
                return [self.unk]
        return pieces


def _chunks(text: str) -> list[str]:
    """Split *text* at punctuation and symbols, each of which stands alone (BERT's basic tokenizer)."""
    if text.isalnum():
        return [text]
    chunks: list[str] = []
    run = ""
    for character in text:
        if character.isalnum():
            run += character
            continue
        if run:
            chunks.append(run)
            run = ""
        if not character.isspace():
            chunks.append(character)
    if run:
        chunks.append(run)
    return chunks or [text]
