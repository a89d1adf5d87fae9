"""Who runs a body that is not the state's own: "the Houthi-run health ministry", "the separatist government"."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.words.syntax import children, preposition, under
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.reference.denote import Denotation

_PARTS = words("actors", "provincial")
_REGIONS = words("actors", "regions")
_GOVERNING = frozenset({"government", "administration"})


def told_whose(d: Denotation, token: Token) -> bool:
    """True where the phrase itself says that the body is not that of whichever state the scene is of.

    "The Hamas-run health ministry", "the separatist health ministry", "the health ministry in Sanaa", a town that is
    the seat of nobody in particular.
    """
    described = words("actors", "not_own") | words("actors", "ruled_by")
    if any(t.lower_ in words("actors", "stateless") or _hyphened(t, described) for t in _own_words(token)):
        return True
    if any(_is_region(t) for t in under(token, "of", "in")):
        return True
    if token.lemma_.lower() != "ministry":
        return False
    towns = [d.cast.name_at(c.i) for c in token.children if preposition(c) == "in"]
    # "the health ministry of Kachin state"
    towns += [d.cast.name_at(t.i) for c in token.children if preposition(c) == "of" for t in c.subtree]
    return any(name is not None and name.places() and d.cast.figure_of(name) is None for name in towns)


def is_of_a_part(token: Token) -> bool:
    """True for "the provincial government", "the regional administration": a part of a state's, not its own."""
    own = {c.lower_ for c in children(token, "amod", "compound")}
    return token.lemma_.lower() in _GOVERNING and bool(own & _PARTS)


def _is_region(noun: Token) -> bool:
    """ "Kachin state", "the Afar region": no state, but a part of one."""
    named = any(c.pos_ == "PROPN" for c in children(noun, "compound", "amod", "flat"))
    return noun.lemma_.lower() in _REGIONS and named


def is_put_there(token: Token) -> bool:
    """True for "the Russian-installed administration", "the rebel-run government"; an army-led one is the state's."""
    run = [t for t in _own_words(token) if _hyphened(t, words("actors", "ruled_by"))]
    return any(t.nbor(-2).lower_ not in {"army", "military"} for t in run if t.i > 1)


def rules_it(token: Token) -> bool:
    """True for the name in "the Russian-installed administration", which is not Russia's own."""
    doc = token.doc
    return token.i + 2 < len(doc) and _hyphened(doc[token.i + 2], words("actors", "ruled_by"))


def leads_fighters(figure: Figure, led: Token) -> bool:
    """ "Hamas-led militants" are told of as those of Hamas; "Saudi-led forces" are several states'."""
    fighters = led.head.tag_ == "NNS" and led.head.lemma_.lower() in words("actors", "group")
    return led.lower_ == "led" and figure.cls is ActorClass.ARMED_GROUP and fighters


def rulers(d: Denotation, token: Token) -> list[Figure]:
    """The group before the hyphen of "the Houthi-run health ministry"."""
    ruled = words("actors", "ruled_by")
    run = (t for t in token.doc[max(token.i - 4, token.sent.start + 2) : token.i] if _hyphened(t, ruled))
    names = [d.cast.name_at(t.i - 2) for t in run]
    figures = (d.cast.figure_of(name) for name in names if name is not None)
    return [f for f in figures if f is not None]


def _own_words(token: Token) -> list[Token]:
    """The words before a noun that belong to it."""
    return [t for t in token.doc[token.sent.start : token.i] if t.head == token or t.head.head == token]


def _hyphened(token: Token, described: Collection[str]) -> bool:
    """True for one of the words after a hyphen: "-run"."""
    return token.lower_ in described and token.i > 0 and token.nbor(-1).text == "-"


def portfolio(phrase: str, owners: list[Figure]) -> str:
    """ "Her ministry" after "Foreign Minister Penny Wong" is the foreign ministry."""
    roles = [o.role.lower() for o in owners if o.cls is ActorClass.PERSON and o.role]
    for role in roles[:1]:
        which, _, office = role.rpartition(" ")
        if phrase == "ministry" and office == "minister" and " " not in which and which not in {"", "prime"}:
            return f"{which} ministry"
        if phrase == "department" and role.endswith("secretary of state"):
            return "state department"
    return phrase


def sits_elsewhere(d: Denotation, token: Token, body: Figure) -> bool:
    """ "The foreign ministry in Jerusalem" is not Lebanon's, which was told of before."""
    towns = [name for t in under(token, "in") if (name := d.cast.name_at(t.i)) is not None and name.places()]
    return body.state is not None and any(body.state not in {e.state for e in n.places()} for n in towns)
