"""An article's reports of attacks side by side, as what one leaves out is looked up in the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Span as DocSpan

from kg.extract.dates.entries import is_live
from kg.extract.lexicon import words
from kg.extract.names.find import SHIP
from kg.extract.scene import Scene
from kg.model import ActorClass, Block, BlockKind, PlaceKind, StrikeReport

_SHIPS, _SHIP_PREFIXES = words("places", "ships"), words("places", "ship_prefixes")


@dataclass(frozen=True, slots=True)
class Told:
    """A report with what the others are asked for: its sentence, its sides, the states it hit, its towns."""

    report: StrikeReport
    sentence: int
    sides: frozenset[str]
    grounds: frozenset[str]
    towns: frozenset[str]
    at_sea: bool


class Tellings:
    """All reports of an article, in the order of the text, and the sections that they stand in."""

    def __init__(self, scene: Scene, reports: Sequence[StrikeReport]) -> None:
        self.scene = scene
        self.all = [self.read(r) for r in reports]

    def read(self, report: StrikeReport) -> Told:
        """What the other reports are asked for of one."""
        figures, places = self.scene.cast.figures, self.scene.places
        begin = report.mention.span.begin
        n = next(n for n, s in enumerate(self.scene.sentences) if s.end_char > begin)
        wide = {PlaceKind.COUNTRY, PlaceKind.WATER}
        return Told(
            report,
            n,
            frozenset(self.side(a) for a in report.attackers),
            frozenset(k for k in report.targets if figures[k].cls is ActorClass.STATE),
            frozenset(k for k in report.places if places.kind_of(k) not in wide),
            any(places.is_water(k) for k in report.places) or names_ship(self.scene.sentences[n], self.scene),
        )

    def side(self, key: str) -> str:
        """The state of a body, the figure itself otherwise."""
        figure = self.scene.cast.figures[key]
        owner = self.scene.cast.figures.get(figure.part_of or figure.member_of or "")
        if figure.cls is ActorClass.GOVERNMENT_BODY and owner is not None and owner.cls is ActorClass.STATE:
            return owner.key
        return key

    def is_regular(self, key: str) -> bool:
        """A state, or its forces where nothing says whose they are: "the military"."""
        return self.scene.cast.figures[key].cls in {ActorClass.STATE, ActorClass.GOVERNMENT_BODY}

    def is_state(self, key: str) -> bool:
        """A state itself."""
        return self.scene.cast.figures[key].cls is ActorClass.STATE

    def section(self, n: int) -> int:
        """The sentence behind the heading that sentence `n` stands under: "MOZAMBIQUE", "Is Rwanda involved?".

        A live blog is one section: the hours and headlines of its entries divide one and the same story.
        """
        if self._is_live:
            return 0
        heading = self.heading(n)
        behind = bisect_left(self._begins, heading.end) if heading is not None else 0
        return max(behind, self._behind_short[n])

    @cached_property
    def _is_live(self) -> bool:
        return is_live(self.scene.article.text)

    @cached_property
    def _begins(self) -> list[int]:
        return [s.start_char for s in self.scene.sentences]

    @cached_property
    def _behind_short(self) -> list[int]:
        """For each sentence the one behind the last that is short and unfinished, like a heading in the text."""
        found, last = [], 0
        for n, sent in enumerate(self.scene.sentences):
            text = sent.text.strip()
            if len(text.split()) <= 6 and text[-1:] not in {".", "!", "”", '"', "’", ","}:
                last = n + 1
            found.append(last)
        return found

    def heading(self, n: int) -> Block | None:
        """The heading in capitals that opens the section of a round-up in which sentence `n` stands."""
        begin = self.scene.sentences[n].start_char
        article = self.scene.article
        return next(
            (
                b
                for b in reversed(article.blocks)
                if b.kind is BlockKind.HEADLINE and b.end <= begin and article.text[b.begin : b.end].isupper()
            ),
            None,
        )


def names_ship(sentence: DocSpan, scene: Scene) -> bool:
    """True where a sentence speaks of ships: "two tankers", "shipping", "the USS Mason", one known by its name."""
    called = (n.label == SHIP and sentence.start <= n.start < sentence.end for n in scene.cast.names)
    return any(called) or any(
        t.lemma_.lower() in _SHIPS or (len(t.text) > 1 and t.text in _SHIP_PREFIXES) for t in sentence
    )
