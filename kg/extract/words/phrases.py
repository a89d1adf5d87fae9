"""Phrases of a lexicon, such as "call off", "phone call" and "reach agreement", found around a token."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.words.document import remembered

Phrase = tuple[str, ...]


def phrase_parts(token: Token, rest: Phrase) -> list[Token] | None:
    """The tokens that continue a phrase after its verb or adjective ("off" of "call off"); None when one is missing."""
    found: list[Token] = []
    for word in rest:
        part = next((t for t in _near(token) if t.lower_ == word or (t.lemma_ or "").lower() == word), None)
        if part is None:
            return None
        found.append(part)
    return found


@remembered
def _near(token: Token) -> tuple[Token, ...]:
    """Particles, objects and the prepositions of obliques: what may belong to a verb's phrase."""
    return tuple(_beside(token))


def _beside(token: Token) -> Iterator[Token]:
    for child in token.children:
        base = child.dep_.split(":")[0]
        if child.i > token.i and (
            base
            in {"compound", "advmod", "obj", "iobj", "xcomp", "mark", "case", "obl", "advcl", "nmod", "ccomp"}
            or child.dep_ == "nsubj:pass"
        ):
            yield child
            for grandchild in child.children:
                if grandchild.dep_ in {"case", "mark"} and grandchild.i > token.i:
                    yield grandchild
        elif child.dep_ == "nsubj:pass":
            yield child
    following = token.i + 1
    if following < len(token.doc) and token.doc[following].pos_ in {"ADP", "ADV", "PART"}:
        yield token.doc[following]


def modifiers_match(noun: Token, words: Phrase) -> list[Token] | None:
    """The modifiers of `noun` that are `words` ("phone" of "phone call"); None when one is missing."""
    found: list[Token] = []
    for word in words:
        part = next(
            (
                t
                for t in noun.subtree
                if t.i < noun.i
                and noun.i - t.i < 6
                and word in {t.lower_, (t.lemma_ or "").lower()}
                and _modifies(t, noun)
            ),
            None,
        )
        if part is None and noun.i and noun.doc[noun.i - 1].lower_ == word:
            part = noun.doc[noun.i - 1]
        if part is None:
            return None
        found.append(part)
    return found


def _modifies(token: Token, noun: Token) -> bool:
    current = token
    while current.i != noun.i:
        if current.dep_.split(":")[0] not in {
            "amod",
            "compound",
            "conj",
            "nmod",
            "flat",
            "det",
            "nummod",
            "advmod",
            "obl",
            "punct",
            "goeswith",
        }:
            return False
        current = current.head
    return True


def phrase_in(noun: Token, phrases: tuple[Phrase, ...]) -> bool:
    """True when the noun, with the modifiers that the phrase names, is one of `phrases`."""
    forms = {(noun.lemma_ or noun.lower_).lower()}
    if not (noun.i and noun.nbor(-1).text == "-"):
        forms.add(noun.lower_)  # "a cease-fire" is no fire
    return any(p[-1] in forms and modifiers_match(noun, p[:-1]) is not None for p in phrases)


def verb_phrase_in(verb: Token, phrases: tuple[Phrase, ...]) -> bool:
    """True when the predicate, with its particles and objects, is one of `phrases`."""
    lemma = (verb.lemma_ or verb.lower_).lower()
    return any(p[0] == lemma and phrase_parts(verb, p[1:]) is not None for p in phrases)
