"""An answer's bytes while they arrive: in memory while few, in an unnamed file when many.

An answer is sent only when it is complete. So it always carries the right status and a length, a slow client
holds neither a thread nor a worker, and what a client gets is never cut short without its noticing.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

_IN_MEMORY = 4 << 20
_PIECE = 1 << 18


class Body:
    """The bytes of one answer. Write, then read as a whole (`content`) or piece by piece.

    It may have several `readers`, who read it at their own pace; each closes it once.
    """

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None
        self.size = 0
        self.readers = 1

    def write(self, piece: bytes) -> None:
        """Adds a piece. Raises OSError where the disk is full, before anything of the answer was sent."""
        self.size += len(piece)
        self._pieces.append(piece)
        if self._file is None:
            if self.size <= _IN_MEMORY:
                return
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by whoever sends it
        self._file.writelines(self._pieces)
        self._file.flush()
        self._pieces.clear()

    @property
    def content(self) -> bytes | None:
        """All bytes, or None when there are so many that they are in a file."""
        return None if self._file is not None else b"".join(self._pieces)

    def __iter__(self) -> Iterator[bytes]:
        """The bytes in pieces, from the beginning."""
        if self._file is None:
            yield from self._pieces
            return
        place = 0
        while piece := os.pread(self._file.fileno(), _PIECE, place):
            yield piece
            place += len(piece)

    def everything(self) -> bytes:
        """All bytes, wherever they are."""
        return b"".join(self)

    def close(self) -> None:
        """Gives the file back when the last reader has closed it."""
        self.readers -= 1
        if self._file is not None and self.readers <= 0:
            with suppress(OSError):  # what could not be written needs no second complaint
                self._file.close()


__all__ = ["Body"]
