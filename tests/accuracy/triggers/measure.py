"""Which sentences of the trigger set tell of an attack, as the extractors have it: precision and recall.

``python -m tests.accuracy.triggers.measure train dev`` prints them, by class of sentence; ``--misses`` lists
what went wrong, which is refused for the part that is never looked at.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.extract import extract_all
from kg.model import Article, DateBasis, Extraction, Factuality, PartialDate

HERE = Path(__file__).parent
PARTS = ("train", "dev", "held")
_REAL = frozenset({Factuality.ASSERTED, Factuality.CLAIMED})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One row of the set. `told` is None where two careful coders might disagree; those are not scored."""

    text: str
    conflict: str
    cls: str
    told: bool | None
    trigger: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence, and whether the extractors found a concrete attack told in it."""

    sentence: Sentence
    found: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over scored sentences: found and told, found, told."""

    right: int
    found: int
    told: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.told if self.told else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.told) if self.found + self.told else 1.0


def sentences(part: str) -> tuple[Sentence, ...]:
    """The sentences of one part: "train", "dev" or "held"."""
    rows = [json.loads(line) for line in (HERE / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()]
    return tuple(
        Sentence(
            r["text"], r["conflict"], r["class"], r["told"], tuple(r["trigger"]) if "trigger" in r else None
        )
        for r in rows
    )


def outcomes(part: str) -> tuple[Outcome, ...]:
    """What the extractors make of every sentence, each read as an article of its own, of 15 October 2025."""
    told = sentences(part)
    day = PartialDate("2025-10-15")
    articles = (
        Article(f"{part}-{n}", s.text, issued=day, issued_basis=DateBasis.STATED) for n, s in enumerate(told)
    )
    found = extract_all(articles)
    return tuple(Outcome(s, tells(x)) for s, x in zip(told, found, strict=True))


def tells(extraction: Extraction) -> bool:
    """True when a concrete attack is told as fact or as somebody's claim."""
    return any(s.mention.factuality in _REAL and not s.habitual for s in extraction.strikes)


def score(of: Sequence[Outcome]) -> Score:
    """The counts over those sentences on which coders agree."""
    scored = [o for o in of if o.sentence.told is not None]
    return Score(
        right=sum(o.found and o.sentence.told is True for o in scored),
        found=sum(o.found for o in scored),
        told=sum(o.sentence.told is True for o in scored),
    )


def _table(of: Sequence[Outcome]) -> str:
    by_class: dict[tuple[bool, str], list[Outcome]] = defaultdict(list)
    for o in of:
        if o.sentence.told is not None:
            by_class[not o.sentence.told, o.sentence.cls].append(o)
    total = score(of)
    lines = [
        f"precision {total.precision:.3f}  recall {total.recall:.3f}  F1 {total.f1:.3f}"
        f"  ({total.right} right, {total.found} found, {total.told} told)"
    ]
    for (untold, cls), members in sorted(by_class.items()):
        wrong = sum(o.found == untold for o in members)
        what = "taken for an attack" if untold else "missed"
        lines.append(f"  {cls:24} {len(members):4}   {wrong:3} {what}")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, choices=PARTS)
    parser.add_argument("--misses", action="store_true", help="list the sentences that were read wrongly")
    options = parser.parse_args()
    if options.misses and "held" in options.parts:
        parser.error("the misses of the held-out part are not to be looked at")
    for part in options.parts:
        every = outcomes(part)
        print(f"{part}: {len(every)} sentences\n{_table(every)}")
        for o in every if options.misses else ():
            if o.sentence.told is not None and o.found != o.sentence.told:
                print(f"  {'extra' if o.found else 'missed'} [{o.sentence.cls}] {o.sentence.text}")


if __name__ == "__main__":
    main()
