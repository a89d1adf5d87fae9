"""With what: the weapons that noun phrases name, by the lexicon's words."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Token

from kg.extract.lexicon import table, words
from kg.extract.syntax import preposition, under
from kg.model import Weapon

# Types of aircraft by their letters: "F-16s", "Su-25", "MQ-9"; the tokenizer may cut them at the hyphen.
_TYPE = re.compile(
    r"(?:(?P<drone>MQ|RQ|TB)|F|FA|A|B|AC|AH|UH|Su|MiG|Mig|Tu|Mi|Ka|Il|JF|KF|J|L)-\d{1,3}[A-Z]{0,2}s?"
)


def type_of_aircraft(token: Token) -> Weapon | None:
    """The weapon that letters and number name, asked of either: "F-16s", "MQ-9"."""
    sent = token.sent
    spans = ((token.i, token.i + 1), (token.i - 2, token.i + 1), (token.i, token.i + 3))
    for begin, end in spans:
        if begin >= sent.start and end <= sent.end and (match := _TYPE.fullmatch(token.doc[begin:end].text)):
            return Weapon.DRONE if match["drone"] else Weapon.AIRCRAFT
    return None


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
            if phrase in words("strikes", "no_weapons"):
                continue
            if (named := type_of_aircraft(part)) is not None:
                found.append(named)
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


def last_named(before: Token, sentences: int = 2) -> Token | None:
    """The noun for a weapon that was named last before a token, in its sentence or in some sentences before."""
    begin = before.sent.start
    for _ in range(sentences):
        begin = before.doc[begin - 1].sent.start if begin else 0
    nouns = (t for t in reversed(before.doc[begin : before.i]) if t.pos_ == "NOUN" and weapons_in([t]))
    return next(nouns, None)


def named_before(token: Token) -> Token | None:
    """ "Jets took off, and one of them hit a post": the weapon that "one of them" is one of."""
    if token.pos_ == "NOUN" or not any(t.lower_ in {"them", "which", "these"} for t in under(token, "of")):
        return None
    return last_named(token, 1)
