"""The optional header of a text file: `Title:`, `Date:`, `Source:`, `URL:` lines, then a blank line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from kg.model import PartialDate

_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z -]{1,20}):[ \t]*(?P<value>.*)")
_NAMES = {
    "title": "title",
    "headline": "title",
    "date": "date",
    "published": "date",
    "issued": "date",
    "source": "publisher",
    "publisher": "publisher",
    "outlet": "publisher",
    "url": "url",
    "link": "url",
    "author": "author",
}
# The first newspaper is of 1605; dates beyond these years stand for an unknown one, and days cannot be counted there.
_FIRST_YEAR, _LAST_YEAR = "1605", "2199"
_DAY_FORMATS = (
    "%Y/%m/%d",
    "%Y%m%d",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%b. %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%A, %d %B %Y",
    "%A, %B %d, %Y",
    "%d-%b-%Y",
)


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; `end` is the offset after the blank line that closes it, 0 without a header."""

    end: int = 0
    title: str | None = None
    issued: PartialDate | None = None
    publisher: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()


def parse_header(text: str) -> Header:
    """The header at the top of `text`; an empty `Header` when there is none.

    Every line before the first blank one must be a known field, so that an article which merely begins with
    "Islamabad: the army said" keeps its first paragraph.
    """
    found: dict[str, str] = {}
    offset = 1 if text.startswith("\ufeff") else 0
    for line in text[offset:].splitlines(keepends=True):
        if not line.strip():
            offset += len(line)
            break
        match = _FIELD.fullmatch(line.strip())
        name = _NAMES.get(match["name"].strip().lower()) if match else None
        if match is None or name is None:
            return Header()
        found.setdefault(name, match["value"].strip())
        offset += len(line)
    else:
        return Header()
    if not found:
        return Header()
    issued: PartialDate | None = None
    notes: tuple[str, ...] = ()
    if stated := found.get("date"):
        issued = parse_date(stated)
        notes = () if issued else (f"date not understood: {stated}",)
    return Header(
        end=offset,
        title=found.get("title") or None,
        issued=issued,
        publisher=found.get("publisher") or None,
        url=found.get("url") or None,
        notes=notes,
    )


def parse_date(stated: str) -> PartialDate | None:
    """A day, month or year from a metadata field, or None when it can be read in two ways or not at all.

    "03/04/2024" is None: March or April is not ours to choose. So is a placeholder ("0001-01-01", "9999-12-31").
    """
    date = _read_date(_plain(stated))
    return date if date is not None and _FIRST_YEAR <= date.iso[:4] <= _LAST_YEAR else None


def _read_date(stated: str) -> PartialDate | None:
    if match := re.fullmatch(r"([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?([T ].*)?", stated):
        year, month, day, _ = match.groups()
        iso = year + (month or "") + (day or "")
        if len(iso) == 10 or not match[4]:
            return _checked(iso)
    for pattern in _DAY_FORMATS:
        try:
            return PartialDate(datetime.strptime(stated, pattern).date().isoformat())
        except ValueError:
            continue
    for pattern in ("%B %Y", "%b %Y"):
        try:
            return PartialDate(datetime.strptime(stated, pattern).date().isoformat()[:7])
        except ValueError:
            continue
    try:
        return PartialDate(parsedate_to_datetime(stated).date().isoformat())
    except ValueError:
        return None


def _plain(stated: str) -> str:
    """The date without what does not change it: "Thu 9th Sept. 2025, 14:30 GMT" as "9 Sep 2025"."""
    plain = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", "", stated.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", plain)
    plain = re.sub(r"\bSept\b\.?", "Sep", plain)
    plain = re.sub(r"\b([A-Z][a-z]{2})\.(?=\s)", r"\1", plain)
    # an ISO time stays: the pattern for ISO dates reads it
    return re.sub(r"(?<=\d{4}),?\s+(?:at\s+)?\d{1,2}[:.]\d\d\b(?!:\d\d\s*[+-]).*$", "", plain).strip()


def _checked(iso: str) -> PartialDate | None:
    try:
        datetime.strptime((iso + "-01-01")[:10], "%Y-%m-%d")
    except ValueError:
        return None
    return PartialDate(iso)
