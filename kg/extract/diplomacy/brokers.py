"""Who is party to a truce or a deal and who only brought it about: "a truce between A and B, brokered by C"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.paths import Filler
from kg.extract.scene import Scene
from kg.extract.words.syntax import children, conjuncts, preposition
from kg.model import ActionType

_DEALS = frozenset({ActionType.CEASEFIRE.value, ActionType.AGREEMENT.value})
_BROKERING = frozenset({"broker", "mediate", "facilitate", "host"})


def parties_alone(scene: Scene, match: Match, fillers: list[Filler]) -> list[Filler]:
    """The fillers of a joint act that are its parties; all of them where it is no deal.

    Who brokered or announced it is none where "between" or "with" tells two others, wherever the parse hangs them.
    """
    if match.frame.type not in _DEALS:
        return [f for f in fillers if match.frame.type != "Negotiation" or not _brought_about(f)]
    between = [f for f in fillers if f.path.startswith("between")] or _between_behind(scene, match)
    if len({k for f in between for k in f.keys}) > 1:
        return between
    return [f for f in fillers if not _brokers(f, match)]


def _brought_about(filler: Filler) -> bool:
    """ "Talks in Doha mediated by Qatar": who mediates is no side of the talks."""
    verb = filler.token.head if filler.token.dep_ != "conj" else filler.token.head.head
    return (
        filler.path in {"by", "subject"}
        and verb.dep_.startswith("acl")
        and verb.lemma_.lower() in _BROKERING - {"host"}
    )


def _brokers(filler: Filler, match: Match) -> bool:
    """True for Qatar in "Qatar brokered a truce"; who announces one may be a party."""
    return filler.path in {"subject", "by"} and match.anchor.lemma_.lower() in _BROKERING


def _between_behind(scene: Scene, match: Match) -> list[Filler]:
    """Those named behind the broker: "a ceasefire brokered by Egypt between Israel and Islamic Jihad"."""
    brokered = [v for v in children(match.trigger, "acl") if v.lemma_.lower() in _BROKERING]
    return list(
        _named_between(scene, (c for v in brokered for c in v.subtree if preposition(c) == "between"))
    )


def _named_between(scene: Scene, nouns: Iterable[Token]) -> Iterable[Filler]:
    for noun in nouns:
        for token in conjuncts(noun):
            if keys := scene.denotation.of(token):
                yield Filler("between", token, keys)
