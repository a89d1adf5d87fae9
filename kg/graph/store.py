"""The graph folder: a master store with one writer, and immutable snapshots for everybody who reads.

    graph/store/                     the master store; only `publish` opens it
    graph/snapshots/<revision>/      a store as it was published; opened read-only
    graph/snapshots/<revision>.json  its manifest; <revision>.graphs a digest of each named graph, and
                                     <revision>.parts of each part of one (see kg.graph.parts)
    graph/snapshots/<revision>.prepared/  what a server has made of it (see kg.serve.kept); goes with it
    graph/current                    the name of the revision that is served

A revision is called "000012-3f2a9c01b7de": a counter, so that names sort by age, and a digest of the content,
so that equal graphs are recognised. A publication changes the master store, copies it with hard links
(`Store.backup`), names the copy and only then swaps `current` with `os.replace`. Killed at any point it
leaves the old revision served; `store.changing` tells the next one not to trust digests but to compare the
wanted quads with what the master store really holds, which repairs whatever the killed one left behind.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyoxigraph as ox

from kg.errors import EnvironmentProblem, UsageProblem
from kg.graph.content import Content, exchange_parts, exchange_some, replace_content
from kg.graph.lock import writer_lock
from kg.graph.parts import Part

PREPARED = "prepared"  # the ending of the folder with what a server has made of a snapshot
KEPT_SNAPSHOTS = 4  # a reader may still hold an older one, and `kg diff` wants something to compare with


class Snapshot(NamedTuple):
    """A published graph, opened read-only, and the name of its revision."""

    store: ox.Store
    revision: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known about a revision without opening it.

    `digest` is the sum, modulo 2^128, of a 128-bit hash of each quad: the same for the same set of quads in
    any order, and computable from a change alone. `published` is UTC; it is no part of the graph.
    """

    revision: str
    base_iri: str
    quads: int
    digest: str
    published: str


def current_revision(graph_dir: Path) -> str | None:
    """The name of the revision that is served; None when nothing was published yet."""
    try:
        return (graph_dir / "current").read_text("ascii").strip() or None
    except FileNotFoundError:
        return None


def revisions(graph_dir: Path) -> tuple[str, ...]:
    """The revisions that are kept, oldest first."""
    return tuple(
        sorted(p.stem for p in (graph_dir / "snapshots").glob("*.json") if p.with_suffix("").is_dir())
    )


def next_number(graph_dir: Path) -> str:
    """The counter ("000013") that the next revision's name will start with, if it changes anything."""
    names = [*revisions(graph_dir), current_revision(graph_dir) or ""]
    return f"{max(int(name.partition('-')[0] or 0) for name in names) + 1:06d}"


def resolve_revision(graph_dir: Path, name: str | None = None) -> str:
    """The full name of a revision given as a name, its beginning, its bare number, "current" or "previous".

    None is the current one. Raises UsageProblem for a name that fits none or several of those kept, and
    EnvironmentProblem when there is no graph.
    """
    current, kept = current_revision(graph_dir), revisions(graph_dir)
    if current is None:
        raise EnvironmentProblem(
            f"there is no graph in {graph_dir}", f"build one: kg build SOURCE --graph {graph_dir}"
        )
    if name is None or name == "current":
        return current
    if name == "previous":
        older = [r for r in kept if r < current]
        if older:
            return older[-1]
    fitting = [
        r for r in kept if r == name or r.startswith(name) or (name.isdigit() and int(r[:6]) == int(name))
    ]
    if len(fitting) == 1:
        return fitting[0]
    raise UsageProblem(
        f"{'several revisions fit' if fitting else 'there is no revision'} {name!r}",
        f"kept are: {', '.join(kept)}",
    )


def manifest(graph_dir: Path, revision: str | None = None) -> Manifest:
    """The manifest of a revision, of the current one by default. Errors as `resolve_revision`."""
    name = resolve_revision(graph_dir, revision)
    return msgspec.json.decode((graph_dir / "snapshots" / f"{name}.json").read_bytes(), type=Manifest)


def snapshot_path(graph_dir: Path, revision: str | None = None) -> tuple[Path, str]:
    """The folder of a revision's store, for a process that opens it itself, and the revision's full name."""
    name = resolve_revision(graph_dir, revision)
    return graph_dir / "snapshots" / name, name


def open_snapshot(graph_dir: Path, revision: str | None = None) -> Snapshot:
    """A revision opened read-only, the current one by default.

    Raises EnvironmentProblem when there is no graph or it cannot be opened, UsageProblem for a revision that
    is not kept. The store stays readable while newer revisions are published and this one is removed.
    """
    for attempt in range(3):
        path, name = snapshot_path(graph_dir, revision)
        try:
            return Snapshot(ox.Store.read_only(str(path)), name)
        except (OSError, RuntimeError) as error:
            # Between reading `current` and opening, a writer may have published often enough to remove it.
            if attempt == 2 or (path.is_dir() and current_revision(graph_dir) == name):
                raise EnvironmentProblem(
                    f"revision {name} in {graph_dir} cannot be opened: {error}", "build the graph again"
                ) from error
    raise AssertionError("unreachable")


def graphs_given_up(graph_dir: Path) -> frozenset[str]:
    """The named graphs of older revisions that are kept which the current one no longer has."""
    had: set[str] = set()
    for revision in revisions(graph_dir):
        with suppress(EnvironmentProblem, UsageProblem):  # a build may have removed it meanwhile
            had |= _named_graphs(open_snapshot(graph_dir, revision).store)
    return frozenset(had - _named_graphs(open_snapshot(graph_dir).store))


def _named_graphs(store: ox.Store) -> set[str]:
    return {graph.value for graph in store.named_graphs()}


def publish(
    graph_dir: Path,
    quads: Iterable[ox.Quad],
    *,
    base_iri: str,
    keep: int = KEPT_SNAPSHOTS,
    on_step: Callable[[str], None] | None = None,
) -> str:
    """Makes `quads` the content of the graph and serves it; the revision's name.

    Only named graphs that differ are written. The quads of one named graph must stand together in `quads`
    (ValueError otherwise), so that memory holds the largest graph and not all of them. When nothing
    changed, the current revision stays. `on_step` is told "loaded", "copied", "named", "current", "pruned".
    Raises EnvironmentProblem when another process writes.
    """
    tell = on_step or (lambda step: None)
    with writer_lock(graph_dir):
        _sweep(graph_dir)
        marker = graph_dir / "store.changing"
        trusted = {} if marker.exists() or not (graph_dir / "store").exists() else _digests(graph_dir)
        _write(marker, b"")
        store = _open_master(graph_dir)
        content = replace_content(store, quads, trusted)
        return _serve(graph_dir, store, base_iri, content, keep, tell)


def publish_parts(
    graph_dir: Path,
    parts: Iterable[Part],
    *,
    base_iri: str,
    recipe: str,
    keep: int = KEPT_SNAPSHOTS,
    on_step: Callable[[str], None] | None = None,
) -> str:
    """Makes the parts the content of the graph and serves it; the revision's name.

    Only the quads of parts whose digest is not that of the current revision are made and compared. `recipe`
    stands for the program that makes quads out of parts: under another one all are made anew. The parts of
    one named graph must stand together. Errors and steps as `publish`.
    """
    tell = on_step or (lambda step: None)
    recipe = f"{recipe} {base_iri}"
    with writer_lock(graph_dir):
        _sweep(graph_dir)
        marker = graph_dir / "store.changing"
        clean = not marker.exists() and (graph_dir / "store").exists()
        trusted = _digests(graph_dir) if clean else {}
        known = _known_parts(graph_dir, recipe) if trusted else None
        _write(marker, b"")
        store = _open_master(graph_dir)
        if known is None:
            digests: dict[str, bytes] = {}
            content = replace_content(store, _noted(parts, digests, base_iri), trusted)
        else:
            content = Content(trusted, manifest(graph_dir).quads)
            digests = exchange_parts(store, parts, known, content, base_iri)
        made = _Parts(recipe, digests) if digests != known else None
        return _serve(graph_dir, store, base_iri, content, keep, tell, made)


def publish_some(
    graph_dir: Path,
    parts: Iterable[Part],
    named: Iterable[str],
    *,
    base_iri: str,
    recipe: str,
    keep: int = KEPT_SNAPSHOTS,
    on_step: Callable[[str], None] | None = None,
) -> str | None:
    """Makes these the parts of the names `named`, leaves all others, and serves it; the revision's name.

    None, and nothing is done, where it is not known what the current revision holds or what the master store does:
    then all parts are needed. Errors and steps as `publish`.
    """
    tell = on_step or (lambda step: None)
    recipe = f"{recipe} {base_iri}"
    with writer_lock(graph_dir):
        marker = graph_dir / "store.changing"
        known = _known_parts(graph_dir, recipe)
        if marker.exists() or not (graph_dir / "store").exists() or known is None:
            return None
        _sweep(graph_dir)
        content = Content(_digests(graph_dir), manifest(graph_dir).quads)
        _write(marker, b"")
        store = _open_master(graph_dir)
        digests = exchange_some(store, parts, named, known, content, base_iri)
        made = _Parts(recipe, digests) if digests != known else None
        return _serve(graph_dir, store, base_iri, content, keep, tell, made)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The digests of a revision's parts by name, and the recipe by which they became quads."""

    recipe: str
    digests: dict[str, bytes]


def _known_parts(graph_dir: Path, recipe: str) -> dict[str, bytes] | None:
    """The digests of the current revision's parts; None where they are not known or of another recipe."""
    try:
        written = (graph_dir / "snapshots" / f"{current_revision(graph_dir)}.parts").read_bytes()
        parts = msgspec.msgpack.decode(written, type=_Parts)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return parts.digests if parts.recipe == recipe else None


def _noted(parts: Iterable[Part], digests: dict[str, bytes], base_iri: str) -> Iterator[ox.Quad]:
    """The quads of all parts, while their digests are noted."""
    for part in parts:
        digests[part.name] = part.digest
        yield from part.quads(base_iri)


def _digests(graph_dir: Path) -> dict[str, int]:
    """The digest of each named graph of the current revision; none when there is no such revision or file."""
    try:
        written = (graph_dir / "snapshots" / f"{current_revision(graph_dir)}.graphs").read_bytes()
    except FileNotFoundError:
        return {}
    return {
        graph: int(digest, 16) for graph, digest in msgspec.json.decode(written, type=dict[str, str]).items()
    }


def _open_master(graph_dir: Path) -> ox.Store:
    try:
        return ox.Store(str(graph_dir / "store"))
    except OSError as error:
        raise EnvironmentProblem(
            f"the master store in {graph_dir} cannot be opened: {error}",
            "stop the program that has it open; if there is none, delete its folder 'store' and build again",
        ) from error


def _serve(
    graph_dir: Path,
    store: ox.Store,
    base_iri: str,
    content: Content,
    keep: int,
    tell: Callable[[str], None],
    parts: _Parts | None = None,
) -> str:
    """Copies the master store to a snapshot and makes it current, unless it is what is served already."""
    digest = content.digest
    marker = graph_dir / "store.changing"
    current = current_revision(graph_dir)
    if current is not None and current in revisions(graph_dir):
        served = manifest(graph_dir, current)
        if served == replace(served, digest=digest, quads=content.quads, base_iri=base_iri):
            _write_parts(graph_dir, current, parts)
            marker.unlink()
            return current
    snapshots = graph_dir / "snapshots"
    snapshots.mkdir(exist_ok=True)
    revision = f"{next_number(graph_dir)}-{digest[:12]}"
    store.flush()
    tell("loaded")
    store.backup(str(snapshots / f".making-{revision}"))
    tell("copied")
    os.rename(snapshots / f".making-{revision}", snapshots / revision)
    published = datetime.now(UTC).isoformat(timespec="seconds")
    about = Manifest(revision, base_iri, content.quads, digest, published)
    digests = {graph: f"{digest:x}" for graph, digest in sorted(content.digests.items())}
    _write(snapshots / f"{revision}.graphs", msgspec.json.encode(digests))
    _write(snapshots / f"{revision}.json", msgspec.json.format(msgspec.json.encode(about), indent=1))
    _write_parts(graph_dir, revision, parts)
    tell("named")
    _write(graph_dir / "current", revision.encode("ascii"))
    tell("current")
    marker.unlink()
    for old in revisions(graph_dir)[: -max(keep, 1)]:
        _drop(snapshots, old)
    tell("pruned")
    return revision


def _write_parts(graph_dir: Path, revision: str, parts: _Parts | None) -> None:
    """Notes a revision's parts, where they are known."""
    if parts is not None:
        _write(graph_dir / "snapshots" / f"{revision}.parts", msgspec.msgpack.encode(parts))


def _write(path: Path, content: bytes) -> None:
    """Replaces a file in one step that survives a crash: readers see all of the old or all of the new."""
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.replace(new, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _drop(snapshots: Path, revision: str) -> None:
    for ending in ("json", "graphs", "parts"):
        (snapshots / f"{revision}.{ending}").unlink(missing_ok=True)
    for folder in (snapshots / f"{revision}.{PREPARED}", snapshots / revision):
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(graph_dir: Path) -> None:
    """Removes what a killed publication left: unfinished copies, and copies that never became current."""
    snapshots = graph_dir / "snapshots"
    kept, current = set(revisions(graph_dir)), current_revision(graph_dir) or ""
    for path in snapshots.glob("*"):
        unfinished = path.name.startswith(".making-") or path.suffix == ".new"
        if unfinished or path.name.partition(".")[0] not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in kept:
        if name > current:
            _drop(snapshots, name)


__all__ = [
    "KEPT_SNAPSHOTS",
    "PREPARED",
    "Manifest",
    "Snapshot",
    "current_revision",
    "manifest",
    "next_number",
    "open_snapshot",
    "publish",
    "publish_parts",
    "publish_some",
    "resolve_revision",
    "revisions",
    "snapshot_path",
    "writer_lock",
]
