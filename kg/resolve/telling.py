"""What one article says of one event, with all references resolved: the unit that identity is decided on."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import (
    ActionType,
    Weapon,
)
from kg.resolve.clues import (
    Order,
)
from kg.resolve.days import Window
from kg.resolve.roster import Ref

STRIKE = "Strike"
UNNAMED = "~"
"""The side of an attacker whom no one names: "gunmen"."""

# Acts that take several parties together: none of them can do without the others.
JOINT_ACTIONS = frozenset(
    {
        ActionType.MEETING, ActionType.PHONE_CALL, ActionType.VISIT, ActionType.NEGOTIATION,
        ActionType.AGREEMENT, ActionType.CEASEFIRE, ActionType.COOPERATION,
    }
)  # fmt: skip
SPOKEN = frozenset(
    t.value
    for t in (
        ActionType.APPEAL, ActionType.DEMAND, ActionType.CONDEMNATION, ActionType.ACCUSATION,
        ActionType.REJECTION, ActionType.THREAT, ActionType.PLEDGE, ActionType.ENDORSEMENT,
    )
)  # fmt: skip
"""Acts that are done by speaking: two persons of one state who do so do it twice."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One or more reports of an article about one event.

    `kind` is "Strike" or the action's type. `doers` attacked or acted, `others` were hit or addressed; their
    `sides` are the states behind them, or the actors themselves where no state is; `ground` the states on
    whose territory it happened. `window` is the day or days that the article leaves open, None when it says
    nothing. `stories` are strikes that the article tells of, by which acts in the same crisis are known.
    `presumed` is the likely ground where none is told: that of the attacker whose strike it answers, or of
    whoever told of the dead; it helps to find the event and is never published. `claimants` are the sides
    whose claim the report is, `spots` the narrow ones among the places; these are its `seat` too, unless it sums up
    what hit towns far from each other. `names` are proper names of things and
    spots in its sentences, `around` those in its whole article; `weekday` the day of the week that an undated
    telling gives. `apart_from` is where its sentence says that it is one more attack, so that nothing told before that
    is the same, or -1; `ordinal` says which of two it is; `answers` are the article's reports that it answers, none of
    which it can be; `protesting` the sides that condemn it in the same sentence, `bereaved` those
    of them that tell of its dead there. `acts` are the nouns that take it up
    ("raid"), `line` where its sentence begins; `blaming` says that it only tells who was behind an attack just told,
    `other_hour` that its sentence turns to another hour; `sweep` is how many attacks it takes up at once ("both
    raids"), or 0, `counted` the same of "the two raids", which may be those of one event;
    `section` counts the sections of a round-up. `asks` is what an appeal or a demand asks for, and `persons` who
    acts in his own name. `aim` are the words of the name that "the attack on Kornoi Hospital" was aimed at, `upon`
    those for what "the mosque attack" and "the killing of the farmers" hit,
    `disowning` who denies having been behind it, and `bygone` says that it was before the news. `clock` is the hour
    that its sentence gives, in minutes of the day, `aside` says that it is told in relation to something else, and
    `elsewhere` that its sentence opens with another scene: "In the Bekaa valley, …". `same_men` says that "the
    attackers" do it, `same_object` that it is done to "the village", `own_version` that who did it tells it: "The
    army said it had struck a gathering". `towns` are the
    words among its `names` that are those of towns which its article knows as places, `ship` those of the name of
    the ship that was hit, `things` the kinds of things that were. `dated` is the month and day that the sentence of
    an undated article gives. `parties` are, for what gives none of its own, the actors that its article speaks of.
    `guessed` are those among the doers and their sides, `guessed_others` those among who was hit and the ground, whom
    no sentence of the article gives: they were inferred. `beside` says that its article tells of other attacks more
    fully. `echo` says that it only takes up an act that is told elsewhere.
    """

    article: str
    kind: str
    reports: tuple[str, ...]
    begin: int
    doers: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    sides: frozenset[str] = frozenset()
    ground: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    weapons: frozenset[Weapon] = frozenset()
    window: Window | None = None
    issued: Window | None = None
    presumed: frozenset[str] = frozenset()
    claimants: frozenset[str] = frozenset()
    spots: frozenset[str] = frozenset()
    deaths: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()
    real: bool = True
    habitual: bool = False
    definite: bool = False
    collective: bool = False
    plural: bool = False
    outcome: str = "carried-out"
    stories: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    weekday: int | None = None
    apart_from: int = -1
    ordinal: Order | None = None
    answers: frozenset[str] = frozenset()
    protesting: frozenset[str] = frozenset()
    bereaved: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    line: int = -1
    blaming: bool = False
    other_hour: bool = False
    sweep: int = 0
    counted: int = 0
    section: int = 0
    asks: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    aim: tuple[str, ...] = ()
    upon: frozenset[str] = frozenset()
    disowning: frozenset[str] = frozenset()
    bygone: bool = False
    clock: int | None = None
    aside: bool = False
    elsewhere: bool = False
    same_men: bool = False
    same_object: bool = False
    own_version: bool = False
    towns: frozenset[str] = frozenset()
    ship: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    dated: tuple[int, int] | None = None
    parties: frozenset[str] = frozenset()
    guessed: frozenset[str] = frozenset()
    guessed_others: frozenset[str] = frozenset()
    beside: bool = False
    echo: bool = False
    seat: frozenset[str] = frozenset()

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The reports as (article, key)."""
        return tuple((self.article, k) for k in self.reports)

    @property
    def stated(self) -> frozenset[str]:
        """The attackers, or those who acted, and their sides whom a sentence gives."""
        return (self.doers | self.sides) - self.guessed

    @property
    def stated_others(self) -> frozenset[str]:
        """Those who were hit or addressed, and the ground, whom a sentence gives."""
        return (self.others | self.ground) - self.guessed_others

    @property
    def is_another(self) -> bool:
        """True where its sentence says that it is one more."""
        return self.apart_from >= 0

    @property
    def is_joint(self) -> bool:
        """True for an act whose parties act together."""
        return self.kind in JOINT_ACTIONS

    @property
    def is_bare(self) -> bool:
        """True when nothing but the word itself is there: "the attack"."""
        return not (self.doers or self.others or self.places or self.window)

    @property
    def says_least(self) -> bool:
        """True for a real attack of which too little is told to know it from others that its article tells of.

        Neither who did it, nor when, nor how many died at what spot; or neither whom it hit nor where; or of a whole
        state that it was hit, and neither by whom nor where.
        """
        if self.kind != STRIKE or not self.real:
            return False
        if not (self.doers or self.window or (self.deaths and self.spots)):
            return True
        return not (self.places or self.ship or (self.others - self.ground) or (self.doers and self.where))

    @property
    def is_thin(self) -> bool:
        """True when it tells too little to be an event of its own: "Friday's attack", "an ambush by the PKK".

        Such has neither target nor place nor a ship's name; and if it points back, it has no attacker or no day, else
        neither day nor dead. Beside other attacks what `says_least` is too little as well, "the bombing of Gaza" or
        "the army has killed 7,000 people since the coup": it may speak of one of those, or of all. And an act that is
        only taken up, "the truce is thin", is told elsewhere or nowhere.
        """
        if self.echo or (self.beside and self.says_least):
            return True
        if self.kind != STRIKE or self.habitual:
            return False
        if self.others or self.places or self.where or self.ship:
            return False
        return not (self.doers and self.window) if self.definite else not (self.window or self.deaths)

    @property
    def where(self) -> frozenset[str]:
        """The ground, or what is presumed of it."""
        return self.ground or self.presumed

    @property
    def latest(self) -> int | None:
        """The last day (an ordinal) of what is told as done without a day of its own; None where that is open.

        At the place it may be the day after the article's date already.
        """
        if self.window is not None or self.issued is None or not self.real:
            return None
        return self.issued.last + 1
