"""How many of what a snapshot holds; counted once by `prepare`, told by `describe` and the pages."""

from __future__ import annotations

import msgspec


class PropertyCount(msgspec.Struct, frozen=True):
    """A property's triples, and how many different subjects and objects they have."""

    property: str
    triples: int
    subjects: int
    objects: int


class ClassCount(msgspec.Struct, frozen=True):
    """A class's members, and the properties that they have."""

    cls: str
    entities: int
    properties: tuple[PropertyCount, ...] = ()


class Figures(msgspec.Struct, frozen=True):
    """A snapshot in figures. Triples are counted once, in however many graphs they stand."""

    revision: str
    base_iri: str = ""
    published: str = ""
    triples: int = 0
    subjects: int = 0
    objects: int = 0
    classes: tuple[ClassCount, ...] = ()
    properties: tuple[PropertyCount, ...] = ()
    graphs: tuple[tuple[str, int], ...] = ()

    def members(self, cls: str) -> int:
        """How many members a class has."""
        return next((c.entities for c in self.classes if c.cls == cls), 0)


__all__ = ["ClassCount", "Figures", "PropertyCount"]
