"""A small world built by hand: what the graph's tests, and any other room's, can run on without extractors.

Two strikes (Iran on Pakistan, Pakistan on Iran in answer), counts that contradict each other, a recall, an
appeal, statements with and without quotation, a denied strike, places with and without a point. The articles'
texts are real strings, and every span is cut out of them, so that all evidence is verbatim.
"""

from __future__ import annotations

from kg.model import (
    ActionType,
    Actor,
    ActorClass,
    Article,
    CasualtyReport,
    Codes,
    Contradiction,
    Correction,
    Count,
    DateBasis,
    DiplomaticAction,
    Factuality,
    Knowledge,
    Link,
    Membership,
    Mention,
    PartialDate,
    Place,
    PlaceKind,
    Statement,
    Strike,
    Weapon,
    When,
)

BASE = "http://localhost:7878/"

GAZETTE = Article(
    id="gazette.txt",
    title="Neighbours trade strikes",
    issued=PartialDate("2024-01-19"),
    issued_basis=DateBasis.STATED,
    publisher="The Border Gazette",
    url="https://gazette.example/2024/01/19/strikes?page=1",
    digest="sha256:0001",
    text=(
        "Iran fired missiles and drones at Panjgur in Pakistan on Tuesday. "
        "Pakistan said the attack killed two children. "
        "Pakistan hit back on Thursday with strikes on villages near Saravan, killing at least nine people, "
        "Iran said. "
        "Pakistan has recalled its ambassador from Tehran. "
        "“Our sovereignty cannot be compromised,” Prime Minister Anwaar-ul-Haq Kakar said."
    ),
)
WIRE = Article(
    id="wire/19 jan.txt",
    publisher="Wire & Co",
    issued=PartialDate("2024-01-20"),
    issued_basis=DateBasis.INFERRED,
    digest="sha256:0002",
    notes=("encoding guessed: cp1252",),
    text=(
        "Iranian media put the toll of Thursday's strikes at seven. "
        "The United Nations urged both countries to show restraint. "
        "Tehran denied that it had struck Quetta."
    ),
)


def said(
    article: Article,
    words: str,
    factuality: Factuality | None = None,
    by: tuple[str, ...] = (),
    frame: str = "",
) -> Mention:
    """The mention of `words` (their first occurrence) in `article`, with the sentence around them."""
    begin = article.text.index(words)
    start = max(article.text.rfind(". ", 0, begin) + 2, 0) if ". " in article.text[:begin] else 0
    stop = article.text.find(". ", begin)
    end = len(article.text) if stop < 0 else stop + 1
    return Mention(
        article=article.id,
        span=article.span(begin, begin + len(words)),
        sentence=article.span(start, end),
        factuality=factuality,
        according_to=by,
        frame=frame,
    )


def _actors() -> tuple[Actor, ...]:
    return (
        Actor(
            "actor/iran",
            ActorClass.STATE,
            "Iran",
            alt_labels=("Iranian", "Tehran"),
            links=(Link("http://www.wikidata.org/entity/Q794", basis="gazetteer: name and class"),),
            mentions=(said(GAZETTE, "Iran"), said(WIRE, "Tehran")),
            articles=(GAZETTE.id, WIRE.id),
        ),
        Actor(
            "actor/pakistan",
            ActorClass.STATE,
            "Pakistan",
            links=(Link("http://www.wikidata.org/entity/Q843", basis="gazetteer: name and class"),),
            mentions=(said(GAZETTE, "Pakistan said"),),
            articles=(GAZETTE.id,),
        ),
        Actor(
            "actor/anwaar-ul-haq-kakar",
            ActorClass.PERSON,
            "Anwaar-ul-Haq Kakar",
            alt_labels=("Kakar",),
            roles=("Prime Minister",),
            member_of=("actor/pakistan",),
            links=(Link("http://www.wikidata.org/entity/Q0", score=0.6, certain=False, basis="name only"),),
            mentions=(said(GAZETTE, "Anwaar-ul-Haq Kakar"),),
            articles=(GAZETTE.id,),
        ),
        Actor(
            "actor/united-nations",
            ActorClass.INTERNATIONAL_ORGANIZATION,
            "United Nations",
            mentions=(said(WIRE, "United Nations"),),
            articles=(WIRE.id,),
        ),
    )


def _places() -> tuple[Place, ...]:
    return (
        Place(
            "place/panjgur",
            "Panjgur",
            PlaceKind.CITY,
            country="actor/pakistan",
            within="place/pakistan",
            point=(64.1, 26.97),
            mentions=(said(GAZETTE, "Panjgur"),),
            articles=(GAZETTE.id,),
        ),
        Place(
            "place/saravan",
            "Saravan",
            PlaceKind.CITY,
            country="actor/iran",
            mentions=(said(GAZETTE, "Saravan"),),
            articles=(GAZETTE.id,),
        ),
        Place(
            "place/quetta",
            "Quetta",
            country="actor/pakistan",
            mentions=(said(WIRE, "Quetta"),),
            articles=(WIRE.id,),
        ),
        Place(
            "place/pakistan",
            "Pakistan",
            PlaceKind.COUNTRY,
            country="actor/pakistan",
            links=(Link("http://www.wikidata.org/entity/Q843", basis="gazetteer: name and class"),),
            mentions=(said(GAZETTE, "Pakistan"),),
            articles=(GAZETTE.id,),
        ),
    )


_FIRST, _SECOND, _DENIED = (
    "strike/2024-01-16-iran-panjgur",
    "strike/2024-01-18-pakistan-saravan",
    "strike/quetta",
)
_NINE, _SEVEN, _TWO = "casualties/saravan-9", "casualties/saravan-7", "casualties/panjgur-2"


def _strikes() -> tuple[Strike, ...]:
    fired = said(GAZETTE, "fired", Factuality.ASSERTED, frame="strike.launch")
    hit = said(GAZETTE, "strikes on villages", Factuality.ASSERTED, frame="strike.noun")
    thursdays = said(WIRE, "Thursday's strikes", Factuality.ASSERTED, frame="strike.noun")
    denied = said(WIRE, "struck", Factuality.DENIED, ("actor/iran",), frame="strike.verb")
    return (
        Strike(
            _FIRST,
            "Iran strikes Panjgur, 16 January 2024",
            articles=(GAZETTE.id,),
            members=(
                Membership(
                    fired,
                    1.0,
                    "the first to tell of it",
                    ("actor/iran",),
                    ("place/panjgur",),
                    When(PartialDate("2024-01-16"), basis=DateBasis.RESOLVED),
                ),
            ),
            factuality=Factuality.ASSERTED,
            confidence=0.95,
            when=When(
                PartialDate("2024-01-16"),
                basis=DateBasis.RESOLVED,
                span=GAZETTE.span(GAZETTE.text.index("Tuesday"), GAZETTE.text.index("Tuesday") + 7),
            ),
            places=("place/panjgur",),
            codes=Codes("ASSAULT", "heavy-weapons", "194", "Shelling/artillery/missile attack"),
            attackers=("actor/iran",),
            targets=("actor/pakistan",),
            weapons=(Weapon.MISSILE, Weapon.DRONE),
            casualties=(_TWO,),
        ),
        Strike(
            _SECOND,
            "Pakistan strikes Saravan, 18 January 2024",
            articles=(GAZETTE.id, WIRE.id),
            members=(
                Membership(
                    hit,
                    1.0,
                    "the first to tell of it",
                    when=When(PartialDate("2024-01-18"), basis=DateBasis.INFERRED),
                ),
                Membership(thursdays, 0.9, "same day, and the article knows no other strike"),
            ),
            factuality=Factuality.ASSERTED,
            confidence=0.9,
            when=When(PartialDate("2024-01-18"), basis=DateBasis.RESOLVED),
            places=("place/saravan",),
            in_response_to=(_FIRST,),
            replaces=("strike/2024-01-18-unknown-saravan",),
            codes=Codes("ASSAULT", None, "190"),
            attackers=("actor/pakistan",),
            targets=("actor/iran",),
            casualties=(_NINE, _SEVEN),
        ),
        Strike(
            _DENIED,
            "Iran strikes Quetta",
            articles=(WIRE.id,),
            members=(Membership(denied, 1.0, "the only one to tell of it", ("actor/iran",)),),
            factuality=Factuality.DENIED,
            confidence=0.7,
            places=("place/quetta",),
            attackers=("actor/iran",),
            targets=("actor/pakistan",),
            claimed_attackers=("actor/iran",),
        ),
    )


def _actions() -> tuple[DiplomaticAction, ...]:
    recalled = said(GAZETTE, "recalled its ambassador", Factuality.ASSERTED, frame="recall")
    urged = said(WIRE, "urged", Factuality.ASSERTED, frame="appeal.urge")
    return (
        DiplomaticAction(
            "action/pakistan-recall-iran",
            "Pakistan recalls its ambassador from Iran",
            articles=(GAZETTE.id,),
            members=(Membership(recalled, 1.0, "the only one to tell of it"),),
            factuality=Factuality.ASSERTED,
            confidence=0.9,
            when=When(PartialDate("2024-01"), basis=DateBasis.RESOLVED),
            in_response_to=(_FIRST,),
            codes=Codes("SANCTION", "withdraw", "161"),
            type=ActionType.AMBASSADOR_RECALL,
            initiators=("actor/pakistan",),
            recipients=("actor/iran",),
        ),
        DiplomaticAction(
            "action/un-appeal-iran-pakistan",
            "United Nations appeals to Iran, Pakistan",
            articles=(WIRE.id,),
            members=(Membership(urged, 1.0, "the only one to tell of it"),),
            factuality=Factuality.ASSERTED,
            confidence=0.85,
            in_response_to=(_SECOND,),
            codes=Codes("REQUEST", None, "0256"),
            type=ActionType.APPEAL,
            initiators=("actor/united-nations",),
            recipients=("actor/iran", "actor/pakistan"),
        ),
    )


def _statements() -> tuple[Statement, ...]:
    kakar = said(GAZETTE, "Kakar said", Factuality.CLAIMED, ("actor/anwaar-ul-haq-kakar",), frame="say")
    pakistan = said(GAZETTE, "said the attack", Factuality.CLAIMED, ("actor/pakistan",), frame="say")
    return (
        Statement(
            "statement/kakar-sovereignty",
            "Anwaar-ul-Haq Kakar: Our sovereignty cannot be compromised",
            articles=(GAZETTE.id,),
            members=(Membership(kakar, 1.0, "the only one to tell of it"),),
            factuality=Factuality.ASSERTED,
            confidence=0.95,
            speakers=("actor/anwaar-ul-haq-kakar",),
            about=("actor/pakistan",),
            content="Our sovereignty cannot be compromised",
            quotation="Our sovereignty cannot be compromised,",
        ),
        Statement(
            "statement/pakistan-two-children",
            "Pakistan: the attack killed two children",
            articles=(GAZETTE.id,),
            members=(Membership(pakistan, 1.0, "the only one to tell of it"),),
            factuality=Factuality.ASSERTED,
            confidence=0.9,
            speakers=("actor/pakistan",),
            about=(_FIRST,),
            content="the attack killed two children",
        ),
    )


def _casualties() -> tuple[CasualtyReport, ...]:
    two = said(GAZETTE, "killed two children", Factuality.CLAIMED, ("actor/pakistan",))
    nine = said(GAZETTE, "killing at least nine people", Factuality.CLAIMED, ("actor/iran",))
    seven = said(WIRE, "put the toll", Factuality.CLAIMED)
    return (
        CasualtyReport(
            _TWO, (_FIRST,), (two,), (GAZETTE.id,), ("actor/pakistan",), Count(2), victims=("children",)
        ),
        CasualtyReport(
            _NINE,
            (_SECOND,),
            (nine,),
            (GAZETTE.id,),
            ("actor/iran",),
            Count(9, at_least=True),
            Count(3, 5),
            day=When(PartialDate("2024-01-18")),
            revises=(_SEVEN,),
        ),
        CasualtyReport(_SEVEN, (_SECOND,), (seven,), (WIRE.id,), (), Count(7)),
    )


def knowledge() -> Knowledge:
    """The small world."""
    return Knowledge(
        articles=(GAZETTE, WIRE),
        actors=_actors(),
        places=_places(),
        strikes=_strikes(),
        actions=_actions(),
        statements=_statements(),
        casualties=_casualties(),
        contradictions=(Contradiction("contradiction/saravan-deaths", _SECOND, "deaths", (_NINE, _SEVEN)),),
        corrections=(
            Correction(
                "correction/1",
                "same-event",
                "A. Smith",
                "2024-02-01",
                (_SECOND,),
                "“Thursday's strikes” in a.txt; strike/2024-01-18-pakistan-saravan",
                "Both mean Saravan.",
            ),
        ),
        replaced=(("strike/2024-01-18-unknown-saravan", _SECOND, "000002"),),
    )
