"""With what: the weapons that noun phrases name, by the lexicon's words."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg.extract.lexicon import table
from kg.extract.syntax import preposition
from kg.model import Weapon


@cache
def weapon_words() -> dict[str, Weapon]:
    """Each word of the lexicon that names a weapon, with the weapon."""
    return {word: Weapon(name) for name, listed in table("strikes")["weapons"].items() for word in listed}


def weapons_in(tokens: list[Token]) -> tuple[Weapon, ...]:
    """The weapons that the words of these noun phrases name, compounds and their conjuncts included."""
    known, found = weapon_words(), []
    for token in tokens:
        near = [
            token,
            *(
                c
                for c in token.children
                if c.dep_.split(":")[0] in {"compound", "amod", "conj", "nmod", "flat"}
                and (c.dep_ != "nmod:poss")
                and preposition(c) in {"", "of", "with"}
            ),
        ]
        near += [
            g for c in near[1:] for g in c.children if g.dep_.split(":")[0] in {"conj", "compound", "amod"}
        ]
        near += [
            t
            for t in (token.doc[max(0, token.i - 3) : token.i])
            if t.pos_ in {"NOUN", "ADJ", "PROPN"}
            and t.sent == token.sent
            and t.head.i <= token.i
            and not _broken(t, token)
        ]
        for part in near:
            phrase = f"{part.doc[part.i - 1].lower_} {part.lemma_.lower()}" if part.i else ""
            if phrase == "water cannon":
                continue
            for form in (phrase, part.lemma_.lower(), part.lower_):
                if form in known:
                    found.append(known[form])
                    break
    return tuple(dict.fromkeys(found))


def _broken(left: Token, right: Token) -> bool:
    return any(
        t.pos_ in {"VERB", "ADP", "PRON"} or t.text in {",", ";", ":"} for t in left.doc[left.i : right.i]
    )
