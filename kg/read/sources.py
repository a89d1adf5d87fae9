"""One way in: a file, a folder (recursively, in order of name) or standard input, article after article."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from kg.errors import InputProblem
from kg.model import Article, PartialDate, Rejected
from kg.read import records
from kg.read.articles import Draft, accept, digest
from kg.read.decode import decode, known_format
from kg.read.header import parse_header

# Files that stand beside articles and are not articles.
SIDE_FILES = frozenset({"corrections.toml", "links.sssom.tsv", "kg.toml"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_RECORDS = frozenset({".jsonl", ".ndjson", ".json", ".csv"})


@dataclass(frozen=True, slots=True)
class Untouched:
    """A file that need not be read again: the article that it holds is known, by id and digest."""

    id: str
    digest: str


Known = Callable[[str, str], str | None]
"""The digest of the article of that id that a file is known to hold still; None when it must be read."""


@overload
def read(
    source: str | os.PathLike[str], *, published: PartialDate | None = None
) -> Iterator[Article | Rejected]: ...


@overload
def read(
    source: str | os.PathLike[str], *, published: PartialDate | None = None, known: Known
) -> Iterator[Article | Rejected | Untouched]: ...


def read(
    source: str | os.PathLike[str], *, published: PartialDate | None = None, known: Known | None = None
) -> Iterator[Article | Rejected | Untouched]:
    """The articles of `source` in order of name, each input as an `Article` or as `Rejected` with a reason.

    `source` is a file, a folder or "-" (standard input: a text, or JSON Lines). An article's id is its file's
    name relative to `source`, or the record's `id`; its text is what `Path.read_text` gives for the file.
    `published` dates articles that carry no date. A copy of an article already met in this source is rejected
    as "duplicate", a second article of the same id as "same-id". A file of one article that is `known` is not
    read but handed on as `Untouched`. Raises InputProblem when there is no such file or folder.
    """
    if os.fspath(source) == "-":
        drafts: Iterator[Draft | Rejected | Untouched] = _standard_input()
    else:
        path = Path(source)
        if not os.path.exists(path):  # False as well for what is too long for a name, where Path raises
            raise InputProblem(f"there is no file or folder {path}", "check the spelling of the path")
        drafts = _folder(path, known) if path.is_dir() else _file(str(path), path.name, known)
    return _unique(drafts, published)


def read_text(text: str, identifier: str, *, published: PartialDate | None = None) -> Article | Rejected:
    """The article that a text file of this content would be."""
    return accept(_text_draft(text, identifier), published)


def _unique(
    drafts: Iterator[Draft | Rejected | Untouched], published: PartialDate | None
) -> Iterator[Article | Rejected | Untouched]:
    by_digest: dict[str, str] = {}
    ids: set[str] = set()
    for draft in drafts:
        article = accept(draft, published) if isinstance(draft, Draft) else draft
        origin = draft.origin if isinstance(draft, Draft) else ""
        if not isinstance(article, Rejected):
            if first := by_digest.get(article.digest):
                yield Rejected(origin or article.id, "duplicate", f"the same text as {first}")
                continue
            if article.id in ids:
                yield Rejected(
                    origin or article.id, "same-id", "another article of this source has the same id"
                )
                continue
            by_digest[article.digest] = article.id
            ids.add(article.id)
        yield article


def _folder(folder: Path, known: Known | None) -> Iterator[Draft | Rejected | Untouched]:
    # As strings: of 10,000 files that need not be read, making a Path of each takes longer than all else.
    paths: list[tuple[str, str]] = []
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        within = os.path.relpath(parent, folder).replace(os.sep, "/")
        head = "" if within == "." else f"{within}/"
        paths += [
            (f"{head}{name}", os.path.join(parent, name))
            for name in names
            if not name.startswith(".") and name not in SIDE_FILES
        ]
    for error in closed:
        within = os.path.relpath(error.filename, folder)
        yield Rejected(within.replace(os.sep, "/"), "unreadable", error.strerror or str(error))
    # Sorted by name alone: neither the file system's order nor the locale may show in the graph.
    for identifier, path in sorted(paths):
        if _is_special(path):
            yield Rejected(identifier, "unreadable", "not a regular file")
            continue
        yield from _file(path, identifier, known)


def _is_special(path: str) -> bool:
    """True for a named pipe, a socket or a device, which a folder may hold and reading might never end."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False  # told when it is read
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _file(path: str, identifier: str, known: Known | None) -> Iterator[Draft | Rejected | Untouched]:
    suffix = os.path.splitext(path)[1].lower()
    if known is not None and suffix not in _RECORDS:
        digest_held = known(path, identifier)
        if digest_held is not None:
            yield Untouched(identifier, digest_held)
            return
    try:
        octets = Path(path).read_bytes()
    except OSError as error:
        yield Rejected(identifier, "unreadable", error.strerror or str(error))
        return
    yield from _drafts(octets, identifier, suffix)


def _standard_input() -> Iterator[Draft | Rejected]:
    octets = sys.stdin.buffer.read()
    decoded = decode(octets)
    if decoded is not None and records.looks_like_jsonl(decoded.text):
        yield from records.jsonl(decoded.text, "stdin")
        return
    for draft in _drafts(octets, "stdin", ".txt"):
        if isinstance(draft, Draft):
            # Two texts piped in one after the other are two articles.
            yield _text_draft(draft.text, f"stdin-{digest(draft.text)[:12]}", draft.notes)
        else:
            yield draft


def _drafts(octets: bytes, identifier: str, suffix: str) -> Iterator[Draft | Rejected]:
    if not octets.strip():
        yield Rejected(identifier, "empty", "the file is empty")
        return
    if (known := known_format(octets)) is not None:
        yield Rejected(identifier, "binary", f"this is {known}")
        return
    decoded = decode(octets)
    if decoded is None:
        yield Rejected(identifier, "binary", "not text in any encoding that could be detected")
        return
    notes = (decoded.note,) if decoded.note else ()
    if suffix in {".jsonl", ".ndjson"}:
        yield from records.jsonl(decoded.text, identifier)
    elif suffix == ".json":
        yield from records.json_document(decoded.text, identifier)
    elif suffix == ".csv":
        yield from records.csv_table(decoded.text, identifier)
    elif suffix in _PAGES:
        from kg.read.html import page

        yield page(decoded.text, identifier)
    else:
        yield _text_draft(decoded.text, identifier, notes)


def _text_draft(text: str, identifier: str, notes: tuple[str, ...] = ()) -> Draft:
    header = parse_header(text)
    return Draft(
        id=identifier,
        text=text,
        title=header.title,
        issued=header.issued,
        publisher=header.publisher,
        url=header.url,
        header_end=header.end,
        notes=notes + header.notes,
    )
