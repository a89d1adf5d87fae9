"""Every error of the endpoint says what to do about it."""

from __future__ import annotations

import ast
from pathlib import Path

import kg.serve

ROOM = Path(kg.serve.__file__).parent


def error_classes(trees: list[ast.Module]) -> set[str]:
    """KgError and the classes below it, by name."""
    defined = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names = {"KgError"}
    while more := {d.name for d in defined if any(ast.unparse(b) in names for b in d.bases)} - names:
        names |= more
    return names


def has_hint(call: ast.Call) -> bool:
    """True for a call with a second argument, or one called hint, that is not the empty string."""
    given = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "hint")]
    return any(not isinstance(hint, ast.Constant) or hint.value for hint in given)


def test_no_error_is_raised_without_a_hint() -> None:
    trees = {path: ast.parse(path.read_text("utf-8")) for path in ROOM.glob("*.py")}
    errors = ast.parse((ROOM.parent / "errors.py").read_text("utf-8"))
    names = error_classes([errors, *trees.values()])
    assert {"KgError", "QuerySyntax", "BadRequest", "Busy"} <= names
    bare = [
        f"{path.name}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names and not has_hint(node)
    ]
    assert bare == []
