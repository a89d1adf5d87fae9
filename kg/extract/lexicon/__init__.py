"""The word lists and frames, as data: TOML files that a political scientist can read and extend."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from kg.errors import EnvironmentProblem


@cache
def table(name: str) -> Mapping[str, Any]:
    """The lexicon `name` ("actors", "strikes", …) as read from its TOML file, read-only at the top.

    Raises EnvironmentProblem when the file is missing or is not TOML, with its line.
    """
    source = files(__package__).joinpath(f"{name}.toml")
    try:
        return MappingProxyType(tomllib.loads(source.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise EnvironmentProblem(f"the lexicon {name}.toml is missing", "reinstall conflict-kg") from error
    except tomllib.TOMLDecodeError as error:
        raise EnvironmentProblem(
            f"the lexicon {name}.toml is not TOML: {error}", "mend the line it names"
        ) from error


@cache
def words(name: str, *path: str) -> frozenset[str]:
    """The list at `path` of lexicon `name` as a set: words("actors", "anaphor", "group")."""
    value: Any = table(name)
    for key in path:
        value = value[key]
    return frozenset(value)
