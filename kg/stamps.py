"""Which files need not be read again: those whose stamp is what it was when their article was taken in.

Reading 10,000 files and telling articles from other texts takes some ten seconds; asking for their stamps a
tenth of one. A stamp is the file's size, inode and times of change, as `git status` uses them; a file that was
changed while, or just before, it was read is not trusted, since a later change might leave the same stamp
(https://git-scm.com/docs/racy-git). A file with something to report besides its article (a guessed encoding)
is read each time, and so reported each time.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

from kg.corpus import Corpus
from kg.model import Article
from kg.resources import rooms_digest

_ROOMS = ("read", "model")
# File systems keep times to two seconds (FAT) at the worst.
_SETTLED_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file, and what it was like when it was read."""

    path: str
    mark: str


class Stamps:
    """What is known of the files of one source, once `open` has looked it up."""

    def __init__(self) -> None:
        self._held: Mapping[str, tuple[str, str, str]] = {}
        self._read: dict[str, Stamp] = {}

    def open(self, corpus: Corpus, terms: str) -> None:
        """Look up the files whose articles the corpus has, as they were read on the same terms."""
        self._held = corpus.stamps(terms)

    def known(self, path: str, identifier: str) -> str | None:
        """The digest of the article that the file holds; None when it must be read."""
        try:
            found = os.stat(path)
        except OSError:
            return None
        where, mark = os.path.abspath(path), _mark(found)
        if (held := self._held.get(where)) is not None and held[:2] == (identifier, mark):
            return held[2]
        if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > _SETTLED_NS:
            self._read[identifier] = Stamp(where, mark)
        return None

    def of(self, article: Article) -> Stamp | None:
        """The stamp of the file that this article has just been read from, if it can be trusted."""
        stamp = self._read.pop(article.id, None)
        return None if article.notes else stamp


def terms(*options: str | None) -> str:
    """What reading depends on beside the file: its options, and the program itself."""
    return hashlib.sha256(repr((options, rooms_digest(*_ROOMS))).encode()).hexdigest()


def _mark(found: os.stat_result) -> str:
    parts = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)
    return "-".join(map(str, parts))
