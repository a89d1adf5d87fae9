"""Whose a noun is: "Iran's …", "the Iranian …", "… of Iran", "its …", and whose it only seems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.names.nouns import is_of_people, unique
from kg.extract.reference.rulers import leads_fighters, rules_it
from kg.extract.words.syntax import conjuncts, preposition, under

if TYPE_CHECKING:
    from kg.extract.reference.denote import Denotation

_SEATED = words("actors", "seated")
_PORTFOLIOS = frozenset({"minister", "ministry", "secretary", "department"})
_OWNING = frozenset({"of", "from", "for", "at", "in"})


def owners_of(d: Denotation, token: Token) -> list[Figure]:
    """Whose the noun is, nearest first."""
    found: list[Figure] = []
    # "India's service in Canada" is India's.
    for child in sorted(token.children, key=lambda c: (preposition(c) == "in", abs(c.i - token.i))):
        base = child.dep_.split(":")[0]
        if base not in {"amod", "compound", "nmod", "det", "flat"} or is_of_people(child):
            continue
        if base == "nmod" and child.dep_ != "nmod:poss" and preposition(child) not in _OWNING:
            continue
        for part in conjuncts(child):
            found.extend(d.cast.figures[k] for k in _keys(d, part, child, token))
        if base in {"amod", "compound"} and not found:
            found.extend(_nested(d, child))
    return unique(found or _right_before(d, token))


def _keys(d: Denotation, part: Token, child: Token, noun: Token) -> tuple[str, ...]:
    """Whom one word that hangs on the noun means as its owner; `child` is the first of those joined with it."""
    name = d.cast.name_at(part.i)
    if name is not None and rules_it(d.cast.doc[name.end - 1]):
        return ()  # "the Russian-installed administration" is not Russia's own
    whose = child.dep_ == "nmod:poss"
    if name is not None:
        figure = d.cast.figure_of(name)
        if figure is not None:
            return (figure.key,)
        return d.seat(part) if whose or noun.lemma_.lower() in _SEATED else ()
    of = child.dep_.split(":")[0] == "nmod" and preposition(child) in {"of", "from"}
    if not (whose or of or (noun.lemma_.startswith("spokes") and preposition(child) == "for")):
        return ()
    keys = d.of(part)
    if not keys and noun.lemma_.lower() in _PORTFOLIOS:  # "the minister of defence of Slovakia"
        return tuple(k for t in under(part, "of") for k in d.of(t))
    return keys


def _nested(d: Denotation, child: Token) -> list[Figure]:
    """The name in a word before the noun: "the Iran-backed militia" is not Iran's own."""
    out = []
    for grandchild in child.children:
        name = d.cast.name_at(grandchild.i)
        figure = d.cast.figure_of(name) if name is not None else None
        if figure is not None and grandchild.dep_ in {"compound", "amod", "nmod", "obl"}:
            not_own = child.lower_ in words("actors", "not_own") or rules_it(grandchild)
            if not_own and not leads_fighters(figure, child):
                continue
            out.append(figure)
    return out


def _right_before(d: Denotation, token: Token) -> list[Figure]:
    """ "Houthi rebels" where the parse is off."""
    name = d.cast.name_at(token.i - 1) if token.i > 0 else None
    figure = d.cast.figure_of(name) if name is not None else None
    if figure is None:
        return []
    before = token.doc[token.i - 1]
    return [figure] if before.sent == token.sent and not is_of_people(before) else []
