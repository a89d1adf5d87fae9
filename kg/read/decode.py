"""Bytes to text, without loss of a single offset: what `Path.read_text` gives, and what had to be guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

# Byte order marks that settle the question; UTF-32 stands first because its mark begins with UTF-16's.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


# What the first bytes of files that are no text tell, and how to come by their text.
_FORMATS = (
    (b"%PDF-", "a PDF document; take its text out first, for instance with pdftotext"),
    (b"PK\x03\x04", "a Word, OpenDocument, EPUB or ZIP file; save it as plain text, or unpack it, first"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office document; save it as plain text first"),
    (b"{\\rtf", "a rich text document; save it as plain text first"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"\x89PNG", "a picture, which is not read"),
    (b"\xff\xd8\xff", "a picture, which is not read"),
)


# What no word of a text holds that is read in its own code page.
_ASTRAY = re.compile(r"[^\W\d_][¡-¬®¯±-´¶¸-¿×÷][^\W\d_]|i[æÆ]\b|[^\W\d_][³¹¿¾¼]\b|[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with every newline as \\n, and a note when its encoding was a guess."""

    text: str
    encoding: str
    note: str = ""


def decode(octets: bytes) -> Decoded | None:
    """The text that `Path.read_text(encoding=...)` gives for these bytes, or None when they are not text.

    UTF-8 is tried first and never noted; UTF-16 and UTF-32 are taken at their byte order mark; all else is
    detected, and the note names the encoding that was settled on. A NUL in the text makes it binary.
    """
    for mark, encoding in _MARKS:
        if octets.startswith(mark):
            try:
                return Decoded(universal_newlines(octets.decode(encoding)), encoding)
            except UnicodeDecodeError:
                return None
    if b"\0" in octets:
        return None
    try:
        return Decoded(universal_newlines(octets.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        pass
    guessed = _of_accents(octets) or _of_statistics(octets)
    if guessed is None:
        return None
    text = universal_newlines(octets.decode(guessed))
    # Eight-bit code pages turn any bytes into "text"; controls that no prose holds give them away.
    if sum(1 for c in text if ord(c) < 32 and c not in "\n\t\f") > len(text) // 1000:
        return None
    return Decoded(text, guessed, f"encoding guessed: {guessed}")


def _of_statistics(octets: bytes) -> str | None:
    best = from_bytes(octets).best()
    return best.encoding if best is not None else None


def _of_accents(octets: bytes) -> str | None:
    """The code page of an English text with a few accents; None for any other, and where none fits.

    Statistics settle nothing about a few letters: "al-Qaïda" would become "al-Qaďda". Most likely it is Windows-1252;
    a sign inside a word ("Wa³êsa") and the ending of "Vuèiæ" show that it is Windows-1250.
    """
    if sum(1 for o in octets if o > 127) > len(octets) // 10:
        return None
    for encoding in ("cp1252", "cp1250"):
        try:
            text = octets.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _ASTRAY.search(text) is None:
            return encoding
    return None


def known_format(octets: bytes) -> str | None:
    """What kind of file it is that its first bytes show to be no text, with what to do; None for any other.

    Asked before `decode`, since a PDF without compressed streams is readable as text, and is no article.
    """
    head = octets[:1024].lstrip()
    return next((what for magic, what in _FORMATS if head.startswith(magic)), None)


def universal_newlines(text: str) -> str:
    """`text` with \\r\\n and \\r as \\n, as Python's text mode reads them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
