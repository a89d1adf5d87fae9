"""Links every mention of mentions.json and compares with what it should be linked to."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.gazetteer import load
from kg.model import ActorClass, Link, PartialDate, PlaceKind
from kg.resolve.wikidata import ENTITY, link_actor, link_place

MENTIONS = Path(__file__).with_name("mentions.json")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mention with its certain link, if any, and what it should be."""

    mention: dict[str, Any]
    given: str | None

    @property
    def right(self) -> bool:
        return self.given == self.mention["wikidata"]


def outcomes(held_out: bool | None = None) -> tuple[Outcome, ...]:
    """The outcome for every mention; only for those held out, or only for the others, when asked."""
    mentions = json.loads(MENTIONS.read_text(encoding="utf-8"))["mentions"]
    chosen = [m for m in mentions if held_out in (None, m["held_out"])]
    return tuple(
        Outcome(m, next((x.target.removeprefix(ENTITY) for x in _links(m) if x.certain), None))
        for m in chosen
    )


def precision(of: Iterable[Outcome]) -> float:
    """Of the certain links, the part that is right."""
    made = [o for o in of if o.given]
    return sum(o.right for o in made) / len(made)


def recall(of: Iterable[Outcome]) -> float:
    """Of the mentions that have an id, the part with a certain link to it."""
    linkable = [o for o in of if o.mention["wikidata"]]
    return sum(o.right for o in linkable) / len(linkable)


def _links(mention: dict[str, Any]) -> tuple[Link, ...]:
    book = load()
    states = {
        e.id
        for name in _state_names(mention["state"])
        for e in book.lookup(name)
        if e.cls is ActorClass.STATE
    }
    state = states.pop() if len(states) == 1 else None
    label, *surfaces = mention["names"]
    if "kind" in mention:
        return link_place(label, surfaces, PlaceKind(mention["kind"]), None, state)
    # What extraction does: the one actor that the gazetteer knows by the name.
    known = [e for e in book.lookup(label) if e.cls is ActorClass(mention["class"])]
    day = PartialDate(mention["date"]) if mention["date"] else None
    roles = (mention["role"],) if mention["role"] else ()
    entry = known[0].id if len(known) == 1 else None
    return link_actor(label, surfaces, ActorClass(mention["class"]), entry, state, roles, day)


def _state_names(code: str | None) -> tuple[str, ...]:
    return (_STATES[code],) if code in _STATES else ()


def _read_states() -> dict[str, str]:
    source = Path(__file__).parents[3] / "kg" / "gazetteer" / "source" / "states.csv"
    rows = (line.split(",") for line in source.read_text(encoding="utf-8").splitlines()[1:])
    return {row[0]: row[1] for row in rows}


_STATES = _read_states()


def main() -> None:
    """Prints precision, recall and every wrong or missed link of the open part; --all for the whole set."""
    of = outcomes(None if "--all" in sys.argv else False)
    print(f"mentions {len(of)}  precision {precision(of):.3f}  recall {recall(of):.3f}")
    for o in of:
        if not o.right:
            wanted, name = o.mention["wikidata"] or "none", o.mention["names"][0]
            print(f"{o.mention['id']:>4}  {name:35} wanted {wanted:10} got {o.given}  {o.mention['text']}")


if __name__ == "__main__":
    main()
