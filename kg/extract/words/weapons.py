"""With what: the weapons that noun phrases name, by the lexicon's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from spacy.tokens import Token

from kg.extract.lexicon import table, words
from kg.extract.words.syntax import children, preposition, under
from kg.model import Weapon

# Types of aircraft by their letters: "F-16s", "Su-25", "MQ-9"; the tokenizer may cut them at the hyphen.
_TYPE = re.compile(
    r"(?:(?P<drone>MQ|RQ|TB)|F|FA|A|B|AC|AH|UH|Su|MiG|Mig|Tu|Mi|Ka|Il|JF|KF|J|L)-\d{1,3}[A-Z]{0,2}s?"
)


FROM_AFAR = frozenset({Weapon.AIRCRAFT, Weapon.DRONE, Weapon.MISSILE, Weapon.ROCKET, Weapon.ARTILLERY})


def type_of_aircraft(token: Token) -> Weapon | None:
    """The weapon that letters and number name, asked of either: "F-16s", "MQ-9"."""
    if "-" not in token.doc[max(0, token.i - 1) : token.i + 2].text:
        return None
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


def weapons_in(tokens: Iterable[Token]) -> tuple[Weapon, ...]:
    """The weapons that the words of these noun phrases name, compounds and their conjuncts included."""
    named = (_named_by(word) for token in tokens for word in _words_of(token))
    return tuple(dict.fromkeys(weapon for weapon in named if weapon is not None))


def _words_of(noun: Token) -> Iterator[Token]:
    """The words of a noun phrase by which a weapon may be called: "surface-to-air missile", "drone and missile"."""
    modifiers = [
        c
        for c in noun.children
        if c.dep_.split(":")[0] in {"compound", "amod", "conj", "nmod", "flat"}
        and c.dep_ != "nmod:poss"
        and preposition(c) in {"", "of", "with"}
        and not _owns(c)
    ]
    yield noun
    yield from modifiers
    for modifier in modifiers:
        yield from children(modifier, "conj", "compound", "amod")
    for word in noun.doc[max(0, noun.i - 3) : noun.i]:  # whatever the parse hangs it on
        near = word.sent == noun.sent and word.head.i <= noun.i and not _broken(word, noun)
        if near and word.pos_ in {"NOUN", "ADJ", "PROPN"}:
            yield word


def _owns(force: Token) -> bool:
    """ "A drone of the air force": whose it is, no aircraft beside the drone."""
    return (
        preposition(force) == "of" and force.lemma_.lower() == "force" and _named_by(force.head) is not None
    )


def _named_by(word: Token) -> Weapon | None:
    phrase = f"{word.doc[word.i - 1].lower_} {word.lemma_.lower()}" if word.i else ""
    if phrase in words("strikes", "no_weapons"):
        return None
    known = weapon_words()
    forms = (phrase, word.lemma_.lower(), word.lower_)
    return type_of_aircraft(word) or next((known[form] for form in forms if form in known), None)


def _broken(left: Token, right: Token) -> bool:
    return any(
        t.pos_ in {"VERB", "ADP", "PRON"} or t.text in {",", ";", ":"} for t in left.doc[left.i : right.i]
    )


def strikes_from_afar(verb: Token) -> bool:
    """ "A drone strike hit Gorom", "rockets that struck Gorom", "struck it with missiles": a place, hardly a man."""
    if verb.lemma_.lower() not in {"hit", "strike"}:
        return False
    means = [c for c in verb.children if c.i < verb.i and c.dep_.startswith("nsubj")]
    means = [verb.head if c.tag_ == "WDT" and verb.dep_ == "acl:relcl" else c for c in means]
    return bool(set(weapons_in([*means, *under(verb, "with")])) & FROM_AFAR)


def is_shelled(name: Token, weapons: Collection[Weapon] = FROM_AFAR) -> bool:
    """ "The shelling of Gorom", "a rocket attack on Gorom", "drones hit Gorom": what is so named is a place.

    `weapons`: those with which an attack "on" it is hardly one on a man.
    """
    head, verb = name.head, name.dep_ in {"obj", "nsubj:pass"}
    if verb:
        return strikes_from_afar(head) or head.lemma_.lower() in words("places", "bombing")
    if head.pos_ != "NOUN" or name.dep_ != "nmod":
        return False
    if preposition(name) == "of":
        return head.lemma_.lower() in words("places", "bombardments")
    return preposition(name) == "on" and not set(weapons).isdisjoint(weapons_in([head]))


def last_named(before: Token, sentences: int = 2) -> Token | None:
    """The noun for a weapon that was named last before a token, in its sentence or in some sentences before."""
    begin = before.sent.start
    for _ in range(sentences):
        begin = before.doc[begin - 1].sent.start if begin else 0
    nouns = (t for t in reversed(before.doc[begin : before.i]) if t.pos_ == "NOUN" and weapons_in([t]))
    return next(nouns, None)


def weapon_meant(token: Token) -> Token:
    """ "two of the missiles": the missiles; "one of them", after jets were named: the jets; else the word itself."""
    if token.pos_ not in {"NUM", "PRON", "DET", "ADJ"}:
        return token
    among = under(token, "of")
    if token.lower_ in {"another", "others"} and not among:
        # "A drone hit Luhansk. Another struck a refinery"; in one sentence they are of one salvo
        before = last_named(token, 1)
        return before if before is not None and before.sent != token.sent else token
    if any(t.lower_ in {"them", "which", "these"} for t in among):
        return last_named(token, 1) or token
    return next((t for t in among if weapons_in([t])), token)
