"""Readings of one noun phrase: whether it is definite, whose it is not, what to call it."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.words.syntax import GENITIVE, noun_phrase, preposition
from kg.model import ActorClass

POLITY = frozenset(
    {
        ActorClass.STATE,
        ActorClass.GOVERNMENT_BODY,
        ActorClass.ARMED_GROUP,
        ActorClass.INTERNATIONAL_ORGANIZATION,
        ActorClass.ORGANIZATION,
    }
)
BORDERS = frozenset({"border", "frontier", "boundary"})
_POSSESSIVES = frozenset({"its", "their", "his", "her", "our"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "two"}) | _POSSESSIVES


def unique(figures: list[Figure]) -> list[Figure]:
    """The same figures, none twice."""
    seen: dict[str, Figure] = {}
    for figure in figures:
        seen.setdefault(figure.key, figure)
    return list(seen.values())


def is_of_people(adjective: Token) -> bool:
    """ "an ethnic Albanian policeman": the people that he is of, not the state."""
    return adjective.i > 0 and adjective.doc[adjective.i - 1].lower_ == "ethnic"


def whole_of_branch(token: Token, owners: list[Figure]) -> list[Figure]:
    """Of a branch the group alone: "Islamic State's Afghan branch" is not Afghanistan's."""
    groups = [o for o in owners if o.cls is ActorClass.ARMED_GROUP]
    return groups if groups and token.lemma_.lower() in words("actors", "branches") else owners


def definite(token: Token) -> bool:
    """True when a determiner, numeral or owner makes the noun definite."""
    return any(
        c.lower_ in DEFINITE
        for c in token.children
        if c.dep_ in {"det", "nummod", "nmod:poss", "det:predet", "amod"}
    )


def definite_or_owned(token: Token, owners: list[Figure]) -> bool:
    """True when the noun is definite or somebody's, and not "a" or "another"."""
    indefinite = any(
        c.lower_ in {"a", "an", "another", "one", "some"}
        for c in token.children
        if c.dep_ in {"det", "nummod"}
    )
    return not indefinite and (definite(token) or bool(owners) or token.is_sent_start is True)


def loose(token: Token, owner: Figure) -> bool:
    """ "anti-Israel forces", "pro-Russian": the state is not the owner."""
    return (
        any(c.lower_ in {"anti", "pro", "non"} for c in token.subtree if abs(c.i - token.i) < 4)
        and owner.cls is ActorClass.STATE
    )


def label_of(token: Token) -> str:
    """The phrase as a label: without its article, its genitive mark and what follows the head."""
    phrase = noun_phrase(token)
    tokens = [
        t
        for t in phrase
        if not (t.dep_ in {"det", "det:predet"} and t.head == token)
        and not (t.dep_ == "nummod" and t.head == token)
    ]
    while tokens and (
        tokens[0].is_punct or tokens[0].lower_ in {"its", "their", "his", "her", "whose", *GENITIVE}
    ):
        tokens = tokens[1:]
    while tokens and tokens[-1].lower_ in GENITIVE:
        tokens = tokens[:-1]  # "the rebels' shelling"
    if not tokens:
        return token.text
    return token.doc[tokens[0].i : tokens[-1].i + 1].text


def lies_beyond(token: Token) -> bool:
    """ "Near the border with Laos", "its borders with Chad and Togo": a neighbour, not where the text is about."""
    first = token.head if token.dep_ == "conj" else token
    return preposition(first) == "with" and first.head.lemma_.lower() in BORDERS
