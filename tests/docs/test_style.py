"""What must not stand in any file of the project."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Spelled so that this file does not hold them itself.
_FORBIDDEN = {
    "a path of somebody's machine": re.compile(
        r"(?<![\w.])/" + r"(?:work|root|Users|home/[a-z]+)/(?!\.\.)\w"
    ),
    "a package index of somebody's own": re.compile(r"(?:index-url|extra-index-url)\s*[= ]\s*http"),
    "a conflict marker": re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE),
}


def committed() -> list[Path]:
    """The files under version control; the test is for a checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("what", sorted(_FORBIDDEN))
def test_no_committed_text_holds(what: str) -> None:
    found = []
    for path in committed():
        if not path.is_file():
            continue
        octets = path.read_bytes()
        if b"\0" not in octets[:8192] and _FORBIDDEN[what].search(octets.decode("utf-8", "replace")):
            found.append(str(path.relative_to(ROOT)))
    assert not found


_MAPPED = [
    "serve",
    *sorted(f"extract/{path.parent.name}" for path in (ROOT / "kg/extract").glob("*/__init__.py")),
]


@pytest.mark.parametrize("room", ["extract", *(room for room in _MAPPED if room != "extract/lexicon")])
def test_the_map_of_a_room_names_each_of_its_modules(room: str) -> None:
    folder = ROOT / "kg" / room
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = set(re.findall(r"[a-z_]+", text.partition("Where what stands:")[2]))
    modules = {path.stem for path in folder.glob("*.py")} | {
        path.parent.name for path in folder.glob("*/__init__.py")
    }
    assert modules - {"__init__"} - named == set()
