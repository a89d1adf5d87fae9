"""The frozen types that pass between the rooms: no RDF, no spaCy, no Flask.

Three layers follow the way through the house:

* `Article | Rejected`, made by `kg.read` (kg/model/article.py);
* `Extraction`, made by `kg.extract`: what one article says (kg/model/extraction.py);
* `Knowledge`, made by `kg.resolve`: canonical actors, places and events over all articles
  (kg/model/knowledge.py).

The terms that all three choose from stand in kg/model/terms.py. Every type is imported from here.

Instances are immutable and hashable, so they can be collected into sets and compared; tuples, never lists.
They are serialized with msgspec, which reads and writes dataclasses as they are.
"""

from kg.model.article import (
    Article,
    Block,
    BlockKind,
    PartialDate,
    Rejected,
    Span,
)
from kg.model.extraction import (
    ActionReport,
    CasualtyClaim,
    Count,
    Extraction,
    LocalActor,
    LocalPlace,
    Mention,
    StatementReport,
    StrikeReport,
    When,
)
from kg.model.knowledge import (
    Actor,
    CasualtyReport,
    Codes,
    Contradiction,
    Correction,
    DiplomaticAction,
    Event,
    Knowledge,
    Link,
    Membership,
    Place,
    Statement,
    Strike,
)
from kg.model.terms import (
    BACKWARD_FRAMES,
    RESPONSIBILITY_FRAMES,
    ActionType,
    ActorClass,
    DateBasis,
    Factuality,
    PlaceKind,
    Weapon,
)

__all__ = [
    "BACKWARD_FRAMES",
    "RESPONSIBILITY_FRAMES",
    "ActionReport",
    "ActionType",
    "Actor",
    "ActorClass",
    "Article",
    "Block",
    "BlockKind",
    "CasualtyClaim",
    "CasualtyReport",
    "Codes",
    "Contradiction",
    "Correction",
    "Count",
    "DateBasis",
    "DiplomaticAction",
    "Event",
    "Extraction",
    "Factuality",
    "Knowledge",
    "Link",
    "LocalActor",
    "LocalPlace",
    "Membership",
    "Mention",
    "PartialDate",
    "Place",
    "PlaceKind",
    "Rejected",
    "Span",
    "Statement",
    "StatementReport",
    "Strike",
    "StrikeReport",
    "Weapon",
    "When",
]
