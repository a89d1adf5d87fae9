"""The graph folder: publication, snapshots, revisions, the lock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import EnvironmentProblem, UsageProblem
from kg.graph import store
from kg.graph.store import open_snapshot, publish, publish_parts
from tests.quads import BASE, in_parts, quad

ROOT = Path(__file__).parents[3]


def world(numbers: Iterable[int]) -> list[ox.Quad]:
    return sorted((quad(number, number // 10) for number in numbers), key=lambda q: str(q.graph_name))


def content(graph_dir: Path, revision: str | None = None) -> set[ox.Quad]:
    return set(open_snapshot(graph_dir, revision).store)


def test_what_is_published_is_what_is_read(tmp_path: Path) -> None:
    revision = publish(tmp_path, world(range(30)), base_iri=BASE)
    snapshot = open_snapshot(tmp_path)
    assert snapshot.revision == revision
    assert set(snapshot.store) == set(world(range(30)))
    about = store.manifest(tmp_path)
    assert (about.revision, about.quads, about.base_iri) == (revision, 30, BASE)


def test_a_snapshot_cannot_be_written(tmp_path: Path) -> None:
    publish(tmp_path, world(range(3)), base_iri=BASE)
    with pytest.raises(RuntimeError):
        open_snapshot(tmp_path).store.add(quad(99))


def test_publishing_the_same_again_keeps_the_revision(tmp_path: Path) -> None:
    first = publish(tmp_path, world(range(30)), base_iri=BASE)
    assert publish(tmp_path, world(range(30)), base_iri=BASE) == first
    assert store.revisions(tmp_path) == (first,)


def test_the_same_content_has_the_same_digest_in_any_order(tmp_path: Path) -> None:
    one = publish(tmp_path / "a", world(range(30)), base_iri=BASE)
    other = publish(tmp_path / "b", reversed(world(range(30))), base_iri=BASE)
    assert one == other


def test_quads_given_twice_count_once(tmp_path: Path) -> None:
    one = publish(tmp_path / "a", [quad(1), quad(1)], base_iri=BASE)
    assert one == publish(tmp_path / "b", [quad(1)], base_iri=BASE)


def test_a_new_publication_replaces_and_removes_and_the_old_revision_stays_readable(tmp_path: Path) -> None:
    old = publish(tmp_path, world(range(30)), base_iri=BASE)
    new = publish(tmp_path, world(range(15, 40)), base_iri=BASE)
    assert old < new
    assert content(tmp_path) == set(world(range(15, 40)))
    assert content(tmp_path, old) == set(world(range(30)))


def test_a_snapshot_that_is_open_outlives_its_removal(tmp_path: Path) -> None:
    publish(tmp_path, world(range(30)), base_iri=BASE)
    held = open_snapshot(tmp_path)
    for number in range(6):
        publish(tmp_path, world(range(number + 1)), base_iri=BASE)
    assert held.revision not in store.revisions(tmp_path)
    assert set(held.store) == set(world(range(30)))


def test_only_the_last_few_snapshots_are_kept(tmp_path: Path) -> None:
    names = [publish(tmp_path, world(range(n + 1)), base_iri=BASE, keep=2) for n in range(4)]
    assert store.revisions(tmp_path) == tuple(names[-2:])
    assert sorted(p.name for p in (tmp_path / "snapshots").iterdir() if p.is_dir()) == names[-2:]


def test_parts_that_changed_give_the_same_revision_as_publishing_all(tmp_path: Path) -> None:
    publish_parts(tmp_path / "a", in_parts(world(range(30))), base_iri=BASE, recipe="1")
    publish(tmp_path / "b", world(range(30)), base_iri=BASE)
    after = world([*range(1, 30), 31])
    in_part = publish_parts(tmp_path / "a", in_parts(after), base_iri=BASE, recipe="1")
    assert in_part == publish(tmp_path / "b", after, base_iri=BASE)
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert store.manifest(tmp_path / "a").quads == 30


def test_quads_of_a_graph_that_do_not_stand_together_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="do not stand together"):
        publish(tmp_path, [quad(1, 0), quad(2, 1), quad(3, 0)], base_iri=BASE)


def test_a_folder_without_a_graph_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as problem:
        open_snapshot(tmp_path)
    assert "kg build" in str(problem.value)


def test_a_revision_is_found_by_number_beginning_and_word(tmp_path: Path) -> None:
    first = publish(tmp_path, world(range(3)), base_iri=BASE)
    second = publish(tmp_path, world(range(4)), base_iri=BASE)
    for name, expected in (("1", first), (first[:8], first), ("previous", first), ("current", second)):
        assert store.resolve_revision(tmp_path, name) == expected
    with pytest.raises(UsageProblem) as problem:
        store.resolve_revision(tmp_path, "7")
    assert first in str(problem.value)
    with pytest.raises(UsageProblem, match="several"):
        store.resolve_revision(tmp_path, "0000")


def test_the_next_number_is_that_of_the_next_revision(tmp_path: Path) -> None:
    for count in range(1, 4):
        number = store.next_number(tmp_path)
        assert publish(tmp_path, world(range(count)), base_iri=BASE).startswith(f"{number}-")


def test_a_second_writing_process_is_told_who_writes(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path\nfrom kg.graph.store import publish\n"
        f"publish(Path({str(tmp_path)!r}), [], base_iri='')"
    )
    with store.writer_lock(tmp_path):
        run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode != 0
    assert f"process {os.getpid()} is writing" in run.stderr


def test_a_second_writing_thread_is_refused_too(tmp_path: Path) -> None:
    refused: list[EnvironmentProblem] = []

    def write() -> None:
        try:
            publish(tmp_path, [], base_iri=BASE)
        except EnvironmentProblem as problem:
            refused.append(problem)

    with store.writer_lock(tmp_path):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(refused) == 1


def test_who_holds_the_lock_may_publish(tmp_path: Path) -> None:
    with store.writer_lock(tmp_path), store.writer_lock(tmp_path):
        publish(tmp_path, world(range(3)), base_iri=BASE)
    with store.writer_lock(tmp_path):
        pass


def test_a_master_store_that_another_program_has_open_is_explained(tmp_path: Path) -> None:
    publish(tmp_path, world(range(3)), base_iri=BASE)
    foreign = ox.Store(str(tmp_path / "store"))
    with pytest.raises(EnvironmentProblem, match="master store"):
        publish(tmp_path, world(range(4)), base_iri=BASE)
    del foreign


def test_a_large_first_publication_uses_the_bulk_loader_and_loses_nothing(tmp_path: Path) -> None:
    quads = [quad(number, 0) for number in range(20_500)]
    publish(tmp_path, quads, base_iri=BASE)
    assert store.manifest(tmp_path).quads == len(open_snapshot(tmp_path).store) == 20_500


def test_a_graph_that_did_not_change_is_not_written_and_one_that_changed_back_is(tmp_path: Path) -> None:
    publish(tmp_path, world(range(30)), base_iri=BASE)
    publish(tmp_path, world([*range(10), *range(15, 30)]), base_iri=BASE)
    publish(tmp_path, world(range(30)), base_iri=BASE)
    assert content(tmp_path) == set(world(range(30)))


def test_changed_parts_keep_the_digests_right_for_the_next_publication(tmp_path: Path) -> None:
    publish_parts(tmp_path, in_parts(world(range(30))), base_iri=BASE, recipe="1")
    publish_parts(tmp_path, in_parts(world([*range(11), *range(12, 30)])), base_iri=BASE, recipe="1")
    publish(tmp_path, world(range(30)), base_iri=BASE)
    assert content(tmp_path) == set(world(range(30)))


def test_a_master_store_that_was_deleted_is_made_again(tmp_path: Path) -> None:
    publish(tmp_path, world(range(30)), base_iri=BASE)
    shutil.rmtree(tmp_path / "store")
    publish(tmp_path, world(range(31)), base_iri=BASE)
    assert content(tmp_path) == set(world(range(31)))
    shutil.rmtree(tmp_path / "store")
    publish_parts(tmp_path, in_parts(world(range(1, 31))), base_iri=BASE, recipe="1")
    assert content(tmp_path) == set(world(range(1, 31)))
    shutil.rmtree(tmp_path / "store")
    publish_parts(tmp_path, in_parts(world(range(1, 32))), base_iri=BASE, recipe="1")
    assert content(tmp_path) == set(world(range(1, 32)))


def test_without_its_digests_a_revision_is_counted_again(tmp_path: Path) -> None:
    publish_parts(tmp_path / "a", in_parts(world(range(30))), base_iri=BASE, recipe="1")
    (tmp_path / "a" / "snapshots" / f"{store.current_revision(tmp_path / 'a')}.graphs").unlink()
    changed = publish_parts(tmp_path / "a", in_parts(world(range(1, 30))), base_iri=BASE, recipe="1")
    publish(tmp_path / "b", [quad(0)], base_iri=BASE)
    assert changed == publish(tmp_path / "b", world(range(1, 30)), base_iri=BASE)


def test_a_graph_of_which_little_is_left_is_written_anew(tmp_path: Path) -> None:
    publish(tmp_path, [quad(number) for number in range(100)], base_iri=BASE)
    publish(tmp_path, [quad(99), quad(100)], base_iri=BASE)
    assert content(tmp_path) == {quad(99), quad(100)}
