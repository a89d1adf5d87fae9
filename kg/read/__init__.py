"""Files, records, pages and standard input become `Article` or `Rejected`; `read(source)` is the way in."""

from kg.read.sources import SIDE_FILES, Untouched, read, read_text

__all__ = ["SIDE_FILES", "Untouched", "read", "read_text"]
