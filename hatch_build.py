"""Compiles the gazetteer when a wheel is built, so that the repository holds only its readable source."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface[Any]):
    """Writes kg/gazetteer/gazetteer.sqlite before the files of the wheel are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles from kg/gazetteer/source; needs nothing but the standard library."""
        sys.path.insert(0, self.root)
        try:
            from kg.gazetteer.compile import compile
        finally:
            sys.path.remove(self.root)
        compile()
