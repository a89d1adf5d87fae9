"""A publication that is killed at any of its steps: the old graph serves on, and the next one succeeds."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.graph import store
from kg.graph.store import open_snapshot, publish, publish_parts
from tests.quads import BASE, in_parts, quad

ROOT = Path(__file__).parents[3]
STEPS = ("loaded", "copied", "named", "current", "pruned")
KILLED = """
import os, signal, sys
from pathlib import Path
from kg.graph.store import publish, publish_parts
from tests.quads import BASE, in_parts
from tests.unit.graph.test_store_killed import NEW

def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

folder = Path(sys.argv[1])
if sys.argv[3] == "parts":
    publish_parts(folder, in_parts(NEW), base_iri=BASE, recipe="1", on_step=die)
else:
    publish(folder, NEW, base_iri=BASE, on_step=die)
"""


OLD, NEW = list(map(quad, range(100))), list(map(quad, range(50, 200)))


def killed_at(folder: Path, step: str, way: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), step, way], cwd=ROOT)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("way", ["whole", "parts"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_a_reader_sees_the_old_graph_or_the_new_one_and_never_half(
    tmp_path: Path, step: str, way: str
) -> None:
    publish_parts(tmp_path, in_parts(OLD), base_iri=BASE, recipe="1")
    killed_at(tmp_path, step, way)
    swapped = step in ("current", "pruned")
    assert set(open_snapshot(tmp_path).store) == set(NEW if swapped else OLD)


@pytest.mark.parametrize("way", ["whole", "parts"])
@pytest.mark.parametrize("step", STEPS)
def test_after_a_kill_the_next_publication_is_what_it_would_have_been(
    tmp_path: Path, step: str, way: str
) -> None:
    publish_parts(tmp_path, in_parts(OLD), base_iri=BASE, recipe="1")
    killed_at(tmp_path, step, way)
    wanted = list(map(quad, range(10, 60)))
    if way == "whole":
        publish(tmp_path, wanted, base_iri=BASE)
    else:
        publish_parts(tmp_path, in_parts(wanted), base_iri=BASE, recipe="1")
    assert set(open_snapshot(tmp_path).store) == set(wanted)
    left = {path.name for path in (tmp_path / "snapshots").iterdir()}
    kept = set(store.revisions(tmp_path))
    assert left == kept | {f"{name}.{ending}" for name in kept for ending in ("json", "graphs")} | {
        path.name for path in (tmp_path / "snapshots").glob("*.parts") if path.stem in kept
    }
    assert not (tmp_path / "store.changing").exists()


@pytest.mark.parametrize("step", STEPS[:3])
def test_a_first_publication_that_is_killed_leaves_no_graph_and_can_be_repeated(
    tmp_path: Path, step: str
) -> None:
    killed_at(tmp_path, step, "whole")
    assert store.current_revision(tmp_path) is None
    publish(tmp_path, NEW, base_iri=BASE)
    assert set(open_snapshot(tmp_path).store) == set(NEW)
