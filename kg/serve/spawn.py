"""What the server's own processes are started with: where the package lies, and how their memory is managed."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE_ROOT = Path(__file__).parents[2]
# glibc keeps seven freed blocks of a size for a thread, and a query frees hundreds: with more of them a join takes
# two thirds of the time. At most some 60 MB are kept, which the next allocations of their size use.
_TUNABLES = "glibc.malloc.tcache_count=2000"


def environment() -> dict[str, str]:
    """The environment of a process that has a store open. What the operator has set for glibc comes last and wins."""
    return {
        **os.environ,
        "PYTHONPATH": _joined(str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH")),
        "MALLOC_ARENA_MAX": "2",  # or each of RocksDB's threads reserves 64 MB of the memory limit
        "GLIBC_TUNABLES": _joined(_TUNABLES, os.environ.get("GLIBC_TUNABLES"), ":"),
    }


def _joined(own: str, others: str | None, separator: str = os.pathsep) -> str:
    return separator.join(filter(None, (own, others)))


__all__ = ["environment"]
