"""Articles as a careful extractor reports them: text and spans are made together, so all is verbatim."""

from __future__ import annotations

from dataclasses import replace

from kg.model import (
    ActionReport,
    ActionType,
    ActorClass,
    Article,
    CasualtyClaim,
    Count,
    DateBasis,
    Extraction,
    Factuality,
    Knowledge,
    LocalActor,
    LocalPlace,
    Mention,
    PartialDate,
    PlaceKind,
    Span,
    StatementReport,
    Strike,
    StrikeReport,
    Weapon,
    When,
)

Keys = tuple[str, ...] | str


def day(iso: str, end: str | None = None, basis: DateBasis = DateBasis.RESOLVED) -> When:
    """The time "on that day", resolved unless told otherwise."""
    return When(PartialDate(iso), PartialDate(end) if end else None, basis)


def _keys(keys: Keys) -> tuple[str, ...]:
    return (keys,) if isinstance(keys, str) else keys


class Telling:
    """One article in the making: sentences are written one by one, reports and actors point into them."""

    def __init__(self, id: str, issued: str | None = None, publisher: str | None = None) -> None:
        self.id = id
        self.issued = PartialDate(issued) if issued else None
        self.publisher = publisher
        self._text = ""
        self._sentence = Span(0, 0, "")
        self._actors: list[LocalActor] = []
        self._places: list[LocalPlace] = []
        self._strikes: list[StrikeReport] = []
        self._actions: list[ActionReport] = []
        self._statements: list[StatementReport] = []
        self._claims: list[CasualtyClaim] = []

    def says(self, sentence: str) -> Telling:
        """Write the next sentence; what follows is found in it."""
        if self._text:
            self._text += " "
        begin = len(self._text)
        self._text += sentence
        self._sentence = Span(begin, len(self._text), sentence)
        return self

    def _span(self, words: str) -> Span:
        at = self._sentence.text.index(words) + self._sentence.begin
        return Span(at, at + len(words), words)

    def _mention(self, words: str, how: Factuality | None, by: Keys = ()) -> Mention:
        return Mention(self.id, self._span(words), self._sentence, how, _keys(by), "test")

    def actor(
        self,
        key: str,
        name: str,
        cls: ActorClass = ActorClass.STATE,
        *,
        entry: str | None = None,
        state: str | None = None,
        role: str | None = None,
        surfaces: tuple[str, ...] = (),
        named: bool = True,
        member_of: str | None = None,
        part_of: str | None = None,
    ) -> Telling:
        """An actor; its first mention is its name (or first surface) where the last sentence has it."""
        found = next((w for w in (name, *surfaces) if w in self._sentence.text), None)
        mentions = (self._mention(found, None),) if found else ()
        self._actors.append(
            LocalActor(key, cls, name, surfaces, entry, state, role, member_of, part_of, named, mentions)
        )
        return self

    def states(self, **entries: str) -> Telling:
        """States by key, each with its gazetteer id: states(ir="state/iran")."""
        for key, entry in entries.items():
            self.actor(key, entry.removeprefix("state/").replace("-", " ").title(), entry=entry)
        return self

    def place(
        self,
        key: str,
        name: str,
        kind: PlaceKind = PlaceKind.CITY,
        *,
        entry: str | None = None,
        state: str | None = None,
        within: str | None = None,
    ) -> Telling:
        """A place."""
        mentions = (self._mention(name, None),) if name in self._sentence.text else ()
        self._places.append(LocalPlace(key, name, kind, (), entry, state, within, mentions))
        return self

    def strike(
        self,
        words: str,
        by: Keys = (),
        on: Keys = (),
        at: Keys = (),
        when: When | None = None,
        weapons: tuple[Weapon, ...] = (),
        *,
        answers: Keys = (),
        definite: bool = False,
        collective: bool = False,
        how: Factuality = Factuality.ASSERTED,
        source: Keys = (),
        habitual: bool = False,
        frame: str = "",
        key: str | None = None,
        inferred: Keys = (),
    ) -> str:
        """A strike report of the last sentence; gives its key."""
        key = key or f"s{len(self._strikes) + 1}"
        mention = replace(self._mention(words, how, source), frame=frame or "test")
        self._strikes.append(
            StrikeReport(
                key, mention, _keys(by), _keys(on), _keys(at), weapons, when,
                _keys(answers), definite, collective, "carried-out", habitual,
                inferred_attackers=tuple(k for k in _keys(inferred) if k in _keys(by)),
                inferred_targets=tuple(k for k in _keys(inferred) if k in _keys(on)),
            )
        )  # fmt: skip
        return key

    def action(
        self,
        words: str,
        type: ActionType,
        by: Keys = (),
        to: Keys = (),
        when: When | None = None,
        *,
        answers: Keys = (),
        how: Factuality = Factuality.ASSERTED,
        definite: bool = False,
        echo: bool = False,
    ) -> str:
        """An action report of the last sentence; gives its key."""
        key = f"d{len(self._actions) + 1}"
        self._actions.append(
            ActionReport(
                key, self._mention(words, how), type, _keys(by), _keys(to), (), when, _keys(answers), definite,
                echo=echo,
            )
        )  # fmt: skip
        return key

    def statement(
        self,
        cue: str,
        by: Keys,
        content: str,
        *,
        to: Keys = (),
        about: Keys = (),
        quotation: str | None = None,
        cameo: str | None = None,
    ) -> str:
        """A statement of the last sentence; gives its key."""
        key = f"t{len(self._statements) + 1}"
        self._statements.append(
            StatementReport(
                key, self._mention(cue, Factuality.ASSERTED), _keys(by), content, self._span(content),
                _keys(to), quotation, _keys(about), None, cue, cameo,
            )
        )  # fmt: skip
        return key

    def dead(
        self,
        words: str,
        number: int,
        of: Keys,
        by: Keys = (),
        *,
        high: int | None = None,
        at_least: bool = False,
        victims: tuple[str, ...] = (),
        injured: int | None = None,
    ) -> str:
        """A count of dead in the last sentence; gives its key."""
        key = f"c{len(self._claims) + 1}"
        self._claims.append(
            CasualtyClaim(
                key,
                _keys(of),
                self._mention(words, Factuality.CLAIMED if by else Factuality.ASSERTED, by),
                Count(number, high, at_least),
                Count(injured) if injured is not None else None,
                victims,
            )
        )
        return key

    @property
    def article(self) -> Article:
        """The article as it stands."""
        basis = DateBasis.STATED if self.issued else None
        return Article(self.id, self._text, None, self.issued, basis, self.publisher)

    @property
    def extraction(self) -> Extraction:
        """What a careful extractor finds in it."""
        return Extraction(
            self.id,
            self.issued,
            DateBasis.STATED if self.issued else None,
            tuple(self._actors),
            tuple(self._places),
            tuple(self._strikes),
            tuple(self._actions),
            tuple(self._statements),
            tuple(self._claims),
        )


def only(world: Knowledge) -> Strike:
    """The one strike of what was resolved."""
    (strike,) = world.strikes
    return strike
