"""What is made once for a snapshot before it is served: its figures and its full-text index.

Searches use a copy in a folder of the server's own, which goes with it: the one beside the snapshot
(`kg.serve.kept`) goes with the snapshot, and that while it may still be served.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.errors import EnvironmentProblem
from kg.serve.figures import Figures
from kg.serve.kept import FIGURES, INDEX, keep, take_kept
from kg.serve.spawn import environment


@dataclass(frozen=True, slots=True)
class Prepared:
    """A snapshot's figures and its search index. `index` None: nothing was prepared yet."""

    revision: str
    figures: Figures
    index: Path | None

    def close(self) -> None:
        """Removes the index from the disk; searches that run keep it until they end."""
        if self.index is not None:
            shutil.rmtree(self.index.parent, ignore_errors=True)


NOTHING = Prepared("", Figures(""), None)


def prepare(graph_dir: Path, revision: str, stopping: threading.Event) -> Prepared:
    """Counts and indexes a revision in a process of its own, unless that was done and kept before.

    Takes some 25 s for a million triples, or a part of one.

    Returns early, with whatever there is, when `stopping` is set. Raises EnvironmentProblem when it fails.
    """
    try:
        _sweep(Path(tempfile.gettempdir()))
        folder = Path(tempfile.mkdtemp(prefix=f"kg-serve-{os.getpid()}-"))
    except OSError as error:
        raise EnvironmentProblem(
            f"there is no place for the search index: {error}",
            "give the server a /tmp of its own, or set TMPDIR",
        ) from error
    if take_kept(graph_dir, revision, folder):
        return _prepared(revision, folder)
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from kg.serve.prepare import main; main()",
            str(graph_dir),
            revision,
            str(folder),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    )
    while True:
        try:
            errors = process.communicate(timeout=0.2)[1]
            break
        except subprocess.TimeoutExpired:
            if stopping.is_set():
                process.kill()
                process.communicate()
                return Prepared("", Figures(""), folder / INDEX)
    if process.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        words = errors.decode("utf-8", "replace").strip()[-400:]
        raise EnvironmentProblem(f"the snapshot cannot be counted: {words}", "see: kg info")
    keep(graph_dir, revision, folder)
    return _prepared(revision, folder)


def _prepared(revision: str, folder: Path) -> Prepared:
    figures = msgspec.json.decode((folder / FIGURES).read_bytes(), type=Figures)
    return Prepared(revision, figures, folder / INDEX)


def _sweep(folder: Path) -> None:
    """Removes what servers left behind that were killed and could not clean up."""
    for left in folder.glob("kg-serve-*-*"):
        number = left.name.split("-")[2]
        if number.isdecimal() and not Path(f"/proc/{number}").exists() and Path("/proc/self").exists():
            shutil.rmtree(left, ignore_errors=True)


__all__ = ["NOTHING", "Prepared", "prepare"]
