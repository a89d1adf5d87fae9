"""An answer's bytes while they arrive: in memory while few, in an unnamed file when many.

An answer is sent only when it is complete. So it always carries the right status and a length, a slow client
holds neither a thread nor a worker, and what a client gets is never cut short without its noticing.
"""

from __future__ import annotations

import tempfile
from typing import IO

_IN_MEMORY = 4 << 20


class Body:
    """The bytes of one answer. Write, then read as a whole (`content`) or as a file (`file`)."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Adds a piece."""
        self.size += len(piece)
        if self._file is not None:
            self._file.write(piece)
            return
        self._pieces.append(piece)
        if self.size > _IN_MEMORY:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by whoever sends it
            self._file.writelines(self._pieces)
            self._pieces.clear()

    @property
    def content(self) -> bytes | None:
        """All bytes, or None when there are so many that they are in a file."""
        return None if self._file is not None else b"".join(self._pieces)

    def file(self) -> IO[bytes]:
        """The file, from its beginning; only where `content` is None."""
        if self._file is None:
            raise ValueError("a small answer is not in a file")
        self._file.seek(0)
        return self._file

    def everything(self) -> bytes:
        """All bytes, wherever they are."""
        content = self.content
        if content is not None:
            return content
        with self.file() as file:
            return file.read()

    def close(self) -> None:
        """Gives the file back."""
        if self._file is not None:
            self._file.close()


__all__ = ["Body"]
