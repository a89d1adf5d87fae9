"""Bytes to text, without loss of a single offset: what `Path.read_text` gives, and what had to be guessed."""

from __future__ import annotations

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
    best = from_bytes(octets).best()
    if best is None or best.encoding is None:
        return None
    text = universal_newlines(octets.decode(best.encoding))
    # Eight-bit code pages turn any bytes into "text"; controls that no prose holds give them away.
    if sum(1 for c in text if ord(c) < 32 and c not in "\n\t\f") > len(text) // 1000:
        return None
    return Decoded(text, best.encoding, f"encoding guessed: {best.encoding}")


def known_format(octets: bytes) -> str | None:
    """What kind of file it is that its first bytes show to be no text, with what to do; None for any other.

    Asked before `decode`, since a PDF without compressed streams is readable as text, and is no article.
    """
    head = octets[:1024].lstrip()
    return next((what for magic, what in _FORMATS if head.startswith(magic)), None)


def universal_newlines(text: str) -> str:
    """`text` with \\r\\n and \\r as \\n, as Python's text mode reads them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
