"""Content negotiation: which of the formats on offer a client's Accept header prefers (RFC 9110, 12.5).

Pure functions on strings. A header that is absent or empty accepts everything (12.5.1); a range that cannot
be parsed is left out, as if it had not been sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"\s*(\*|{_TOKEN})/(\*|{_TOKEN})\s*")
_PARAMETER = re.compile(rf"\s*;\s*({_TOKEN})\s*=\s*({_TOKEN}|\"(?:[^\"\\]|\\.)*\")\s*")
LONGEST = (
    4096  # characters of an Accept header; browsers send a hundred, the most elaborate client some hundreds
)
_QVALUE = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an Accept header: "text/*;level=1;q=0.5"."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    quality: float

    @property
    def specificity(self) -> tuple[int, int]:
        """How much the range says; the most specific range that fits decides (RFC 9110, 12.5.1)."""
        return (self.type != "*") + (self.subtype != "*"), len(self.parameters)

    def fits(self, type_: str, subtype: str) -> bool:
        """True when the media type lies in the range; `charset=utf-8` is what every text here has."""
        return (
            self.type in ("*", type_)
            and self.subtype in ("*", subtype)
            and self.parameters <= {("charset", "utf-8")}
        )


@dataclass(frozen=True, slots=True, eq=False)  # each exists once, and `choose` looks up many
class Format:
    """A format on offer: its media types, the one of its own first, then those it also answers to.

    `name` is the short name ("json", "ttl") of `format=` and of file suffixes.
    """

    name: str
    media_types: tuple[str, ...]
    charset: bool = False

    @property
    def media_type(self) -> str:
        """The media type that names the format."""
        return self.media_types[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """A format and the media type under which the client wants it."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The value for Content-Type."""
        return f"{self.media_type}; charset=utf-8" if self.format.charset else self.media_type


def parse_accept(header: str | None) -> tuple[MediaRange, ...]:
    """The media ranges of an Accept header; all of them when the header is absent, empty or unreadable.

    One of more than LONGEST characters is disregarded, as 12.5.1 allows: a thousand ranges take milliseconds.
    """
    if header is not None and len(header) > LONGEST:
        header = None
    ranges = [r for part in _split(header or "") if (r := _media_range(part)) is not None]
    return tuple(ranges) or (MediaRange("*", "*", frozenset(), 1.0),)


def _split(header: str) -> list[str]:
    """The elements of a comma-separated list; commas in quoted strings do not separate."""
    if '"' not in header:
        return header.split(",")
    return re.findall(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+', header)


def _media_range(text: str) -> MediaRange | None:
    found = _RANGE.match(text)
    if found is None or (found[1] == "*" and found[2] != "*"):
        return None
    parameters: set[tuple[str, str]] = set()
    quality, position = 1.0, found.end()
    while position < len(text):
        parameter = _PARAMETER.match(text, position)
        if parameter is None:
            return None
        name, value = parameter[1].lower(), parameter[2].strip('"')
        position = parameter.end()
        if name == "q":
            if not _QVALUE.fullmatch(value):
                return None
            quality = float(value)
            break  # what follows q are accept extensions (RFC 7231), which RFC 9110 has dropped
        parameters.add((name, value.lower()))
    return MediaRange(found[1].lower(), found[2].lower(), frozenset(parameters), quality)


def quality(media_type: str, ranges: Iterable[MediaRange]) -> float:
    """The quality the ranges give a media type, 0.0 when none fits; q=0 refuses it (12.4.2)."""
    return _quality(media_type, ranges)[0]


def _quality(media_type: str, ranges: Iterable[MediaRange]) -> tuple[float, tuple[int, int]]:
    type_, _, subtype = media_type.partition("/")
    best: tuple[tuple[int, int], float] = ((-1, 0), 0.0)
    for media_range in ranges:
        if media_range.fits(type_, subtype):
            best = max(best, (media_range.specificity, media_range.quality))
    return best[1], best[0]


def choose(accept: str | None, formats: tuple[Format, ...]) -> Choice | None:
    """The format that the client likes best, the first on offer among equals; None when it takes none."""
    return _chosen(accept if accept is None or len(accept) <= LONGEST else None, formats)


@lru_cache(maxsize=1024)
def _chosen(accept: str | None, formats: tuple[Format, ...]) -> Choice | None:
    ranges = parse_accept(accept)
    best: tuple[float, int, Choice] | None = None
    for place, offered in enumerate(formats):
        own_quality, own_how = _quality(offered.media_type, ranges)
        candidate, candidate_quality = offered.media_type, own_quality
        if own_how[0] < 2:  # not asked for by name: another of its names may be
            for other in offered.media_types[1:]:
                other_quality, how = _quality(other, ranges)
                if how[0] == 2 and other_quality > 0 and (other_quality >= own_quality):
                    candidate, candidate_quality = other, other_quality
                    break
        if candidate_quality > 0 and (best is None or candidate_quality > best[0]):
            best = candidate_quality, place, Choice(offered, candidate)
    return best[2] if best else None


__all__ = ["LONGEST", "Choice", "Format", "MediaRange", "choose", "parse_accept", "quality"]
