"""What was prepared for a snapshot, kept beside it: a restart need not count and index it again.

    graph/snapshots/<revision>.prepared/    figures.json, search.sqlite, and a seal

The seal is a digest of the snapshot's manifest, of the program that counts and indexes, and of both files. So
figures and index cannot drift from the graph: what another snapshot, another program or a half-written disk has
left does not fit its seal and is made anew.

Where the graph folder may only be read, they are kept in $CACHE_DIRECTORY, which systemd sets for a service that has
one (systemd.exec(5), CacheDirectory=): those of the newest revision, of the one graph that is served with it.
"""

from __future__ import annotations

import logging
import os
import shutil
from hashlib import blake2b
from pathlib import Path

import msgspec

from kg.errors import KgError
from kg.graph.store import PREPARED, manifest
from kg.resources import rooms_digest

FIGURES, INDEX, _SEAL = "figures.json", "search.sqlite", "seal"
_MAKERS = ("serve/prepare.py", "serve/figures.py", "vocab.py")
_log = logging.getLogger("kg.serve")


def take_kept(graph_dir: Path, revision: str, folder: Path) -> bool:
    """Copies what is kept for a revision into `folder`; False, and nothing is left there, where none fits."""
    for kept in _places(graph_dir, revision):
        try:
            for name in (FIGURES, INDEX):
                shutil.copyfile(kept / name, folder / name)
            # Of the copy: what happens to the kept files from here on does not matter.
            if (kept / _SEAL).read_text("ascii") == _seal(graph_dir, revision, folder):
                return True
        except (OSError, UnicodeDecodeError, KgError) as error:
            _log.debug("nothing is kept for revision %s: %s", revision, error)
    for name in (FIGURES, INDEX):
        (folder / name).unlink(missing_ok=True)
    return False


def keep(graph_dir: Path, revision: str, folder: Path) -> bool:
    """Keeps what was prepared in `folder` for a revision, in one step; False where that is not possible."""
    beside, *own = _places(graph_dir, revision)
    if _kept_at(beside, graph_dir, revision, folder):
        return True
    for place in own:
        if _kept_at(place, graph_dir, revision, folder):
            for old in place.parent.glob(f"*.{PREPARED}*"):  # no publication sweeps here
                if old != place:
                    shutil.rmtree(old, ignore_errors=True)
            return True
    _log.info("the figures of revision %s cannot be kept: the next start counts it again", revision)
    return False


def _kept_at(place: Path, graph_dir: Path, revision: str, folder: Path) -> bool:
    new = place.with_name(f"{place.name}-{os.getpid()}.new")  # swept by the next publication, if left
    try:
        seal = _seal(graph_dir, revision, folder)
        new.mkdir()
        for name in (FIGURES, INDEX):
            shutil.copyfile(folder / name, new / name)
        (new / _SEAL).write_text(seal, "ascii")
        shutil.rmtree(place, ignore_errors=True)
        new.rename(place)
    except (OSError, KgError) as error:
        _log.debug("what was prepared for revision %s is not kept in %s: %s", revision, place.parent, error)
        shutil.rmtree(new, ignore_errors=True)
        return False
    return True


def _places(graph_dir: Path, revision: str) -> list[Path]:
    """Where it may be kept: beside the snapshot, and in a folder of the server's own, if it has been given one."""
    name = f"{revision}.{PREPARED}"
    given = os.environ.get("CACHE_DIRECTORY", "").partition(":")[0]  # a unit may have several
    return [graph_dir / "snapshots" / name, *([Path(given) / name] if given else [])]


def _seal(graph_dir: Path, revision: str, folder: Path) -> str:
    hashed = blake2b(rooms_digest(*_MAKERS).encode("ascii"), digest_size=16)
    hashed.update(msgspec.json.encode(manifest(graph_dir, revision)))
    for name in (FIGURES, INDEX):
        hashed.update(f"\0{name}\0{(folder / name).stat().st_size}\0".encode("ascii"))
        with (folder / name).open("rb") as opened:
            while octets := opened.read(1 << 20):
                hashed.update(octets)
    return hashed.hexdigest()


__all__ = ["FIGURES", "INDEX", "keep", "take_kept"]
