"""Names that stand where a place may stand and are none: peoples, "firing at Arabs and Jews alike"."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extract.names.find import Name
from kg.extract.words.syntax import children


def is_people(name: Name, doc: Doc) -> bool:
    """ "is firing at Arabs and Jews alike", "killed 30 Hutu": whom the model takes for a people, or who are counted."""
    if name.state() is not None or name.places():
        return False
    return doc[name.start].ent_type_ == "NORP" or bool(children(doc[name.start : name.end].root, "nummod"))
