"""Records: JSON Lines, JSON, CSV and ninjs, an article each; a bad one is rejected, its neighbours are not.

A record has `id`, `text`, `title`, `published`, `source`, `url`; only `text` must be there. ninjs (IPTC, 1.x
to 3.x) is recognized by its own names: `uri`, `headline`, `body_text` or `body_xhtml`, `versioncreated`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

import msgspec

from kg.model import PartialDate, Rejected
from kg.read.articles import Draft, digest
from kg.read.decode import universal_newlines
from kg.read.header import parse_date

_TEXT = ("text", "body_text", "body", "content")
_ID = ("id", "uri", "guid")
_TITLE = ("title", "headline", "name")
_DATE = ("published", "date", "versioncreated", "firstcreated", "issued")
_SOURCE = ("source", "publisher", "infosource", "outlet")
_URL = ("url", "link", "canonical")


def jsonl(text: str, source: str) -> Iterator[Draft | Rejected]:
    """The records of JSON Lines; a line that is no JSON object is rejected with its number."""
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if line.strip():
            yield _parsed(line, source, f"line {number}")


def json_document(text: str, source: str) -> Iterator[Draft | Rejected]:
    """The record of a JSON object, or the records of a JSON array."""
    try:
        document = msgspec.json.decode(text.lstrip("\ufeff"))
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        yield Rejected(source, "malformed", f"not JSON: {error}")
        return
    records = document if isinstance(document, list) else [document]
    for number, record in enumerate(records, start=1):
        yield _draft(record, source, f"record {number}")


def csv_table(text: str, source: str) -> Iterator[Draft | Rejected]:
    """The rows of a CSV table with a header row; the delimiter is a comma, a semicolon or a tab."""
    text = text.lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        names = {name.strip().lower() for name in rows.fieldnames or () if name}
        if not names & set(_TEXT):
            yield Rejected(source, "malformed", "no column is named text")
            return
        for row in rows:
            if None in row:
                yield Rejected(
                    f"{source}#line-{rows.line_num}", "malformed", "more fields than the header names"
                )
                continue
            record = {k.strip().lower(): v for k, v in row.items() if k and v}
            yield _draft(record, source, f"line {rows.line_num}")
    except csv.Error as error:
        yield Rejected(f"{source}#line-{rows.line_num}", "malformed", str(error))


def looks_like_jsonl(text: str) -> bool:
    """True when the first line with anything on it is a JSON object with a text."""
    line = next((line for line in text.lstrip("\ufeff").split("\n") if line.strip()), "")
    if not line.startswith("{"):
        return False
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return False
    return isinstance(record, dict) and any(name in record for name in (*_TEXT, "body_xhtml"))


def _parsed(line: str, source: str, where: str) -> Draft | Rejected:
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        return Rejected(_address(source, where), "malformed", f"not JSON: {error}")
    return _draft(record, source, where)


def _draft(record: object, source: str, where: str) -> Draft | Rejected:
    if not isinstance(record, Mapping):
        return Rejected(_address(source, where), "malformed", "not a JSON object")
    text = _first(record, _TEXT)
    if text is None and (markup := _first(record, ("body_xhtml", "body_html"))):
        text = _without_markup(markup)
    if text is None:
        present = ", ".join(sorted(str(k) for k in record)[:8])
        return Rejected(_address(source, where), "malformed", f"no field text (there are: {present})")
    text = universal_newlines(text)
    notes: tuple[str, ...] = ()
    issued: PartialDate | None = None
    if stated := _first(record, _DATE):
        issued = parse_date(stated)
        notes = () if issued else (f"date not understood: {stated}",)
    identifier = _first(record, _ID)
    if identifier is None:
        # A record without a name gets one from its words, so that it does not depend on its line.
        stem = re.sub(r"\.\w+$", "", source) or "record"
        identifier = f"{stem}-{digest(text)[:12]}"
    return Draft(
        id=identifier,
        text=text,
        title=_first(record, _TITLE),
        issued=issued,
        publisher=_first(record, _SOURCE),
        url=_first(record, _URL),
        notes=notes,
        origin=_address(source, where),
    )


def _first(record: Mapping[object, object], names: tuple[str, ...]) -> str | None:
    """The first of the named fields that is filled, as text; a number is taken as it is written."""
    for name in names:
        found = record.get(name)
        if isinstance(found, str) and found.strip():
            return found if name in _TEXT or name.startswith("body") else found.strip()
        if isinstance(found, int) and not isinstance(found, bool) and names is not _TEXT:
            return str(found)
    return None


def _address(source: str, where: str) -> str:
    return f"{source}#{where.replace(' ', '-')}"


class _Paragraphs(HTMLParser):
    """The text of XHTML from an agency, a paragraph a line: well-formed markup, no page around it."""

    _BREAKS = frozenset({"p", "br", "div", "h1", "h2", "h3", "h4", "li", "tr", "blockquote", "hl2"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self._BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BREAKS:
            self.parts.append("\n")


def _without_markup(markup: str) -> str:
    parser = _Paragraphs()
    parser.feed(markup)
    parser.close()
    lines = (line.strip() for line in "".join(parser.parts).split("\n"))
    return "\n\n".join(line for line in lines if line)
