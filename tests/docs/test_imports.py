"""The house rules on imports: arrows never run up the stream, and a heavy library has one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "kg"

# What each room may import of ours. Everything may import errors, model, naming, resources and vocab.
_ROOMS = {
    "read": set(),
    "language": set(),
    "gazetteer": set(),
    "extract": {"language", "gazetteer"},
    "resolve": {"gazetteer"},
    "graph": {"gazetteer"},
    "serve": {"graph"},
    "config": set(),
    "corpus": set(),
    "stamps": {"corpus"},
    "jobs": set(),
    "kept": {"resolve"},
    "publication": {"corpus", "kept", "resolve", "graph"},
    "build": {"config", "corpus", "jobs", "publication", "read", "stamps", "graph"},
}
_FOUNDATION = {"errors", "model", "naming", "resources", "vocab"}

# The rooms of kg.extract, from the spring down; each may import of those before it alone.
_EXTRACTORS = """lexicon words dates names reference scene denials supposed standing diplomacy statements casualties
    strikes claimants chains explain""".split()

_HOMES = {
    "spacy": {"language", "extract"},
    "onnxruntime": {"language"},
    "torch": {"language"},
    "trafilatura": {"read"},
    "pyoxigraph": {"graph", "serve"},
    "oxrdflib": {"graph"},
    "rdflib": {"graph"},
    "pyshacl": {"graph"},
    "flask": {"serve"},
    "uvicorn": {"serve"},
    "uvloop": {"serve"},
    "zstandard": {"serve"},
    "click": {"cli"},
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module with the room it stands in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        yield room, path


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it, except for typing alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test)
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", sorted(_ROOMS))
def test_no_room_imports_from_further_down_the_stream(room: str) -> None:
    allowed = {room, *_FOUNDATION, *_ROOMS[room]}
    wrong = {
        f"{path.relative_to(PACKAGE)} imports {name}"
        for found, path in modules()
        if found == room
        for name in imported(path)
        if name.startswith("kg.") and name.split(".")[1] not in allowed and name != "kg.__version__"
    }
    assert not wrong


@pytest.mark.parametrize("room", _EXTRACTORS)
def test_no_room_of_the_extractors_imports_from_further_down(room: str) -> None:
    allowed = set(_EXTRACTORS[: _EXTRACTORS.index(room) + 1])
    wrong = {
        f"{path.relative_to(PACKAGE)} imports {name}"
        for found, path in modules()
        if found == "extract" and path.relative_to(PACKAGE / "extract").parts[0].removesuffix(".py") == room
        for name in imported(path)
        if name.startswith("kg.extract.") and name.split(".")[2] not in allowed
    }
    assert not wrong


def test_every_room_of_the_extractors_has_its_place_in_the_stream() -> None:
    found = {path.relative_to(PACKAGE / "extract").parts[0] for room, path in modules() if room == "extract"}
    assert {name.removesuffix(".py") for name in found} - {"__init__"} == set(_EXTRACTORS)


def test_the_foundation_imports_nothing_of_ours_but_itself() -> None:
    wrong = {
        f"{path.relative_to(PACKAGE)} imports {name}"
        for room, path in modules()
        if room in _FOUNDATION
        for name in imported(path)
        if name.startswith("kg.") and name.split(".")[1] not in _FOUNDATION
    }
    assert not wrong


def test_a_heavy_library_is_imported_in_its_own_room_alone() -> None:
    wrong = {
        f"{path.relative_to(PACKAGE)} imports {name}"
        for room, path in modules()
        for name in imported(path)
        if room not in _HOMES.get(name.split(".")[0], {room})
    }
    assert not wrong


def test_every_room_is_named_in_the_rules() -> None:
    found = {room for room, _ in modules()}
    assert found - {"__init__", "__main__", "cli"} == set(_ROOMS) | _FOUNDATION
