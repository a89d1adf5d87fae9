"""Frames that close a sentence ("…, an official of the coast guard said"), read from the order of the words.

Parses often hang the first words of such a frame on what was said ("…, an official of the coast guard's rescue
service" | "Vigilia said"). What stands between the last comma and a closing verb of saying is who speaks.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.astray import SAYING
from kg.extract.words.syntax import FINITE

_OPENS = frozenset({"DET", "ADJ", "NOUN", "PROPN"})
_IN_OFFICE = frozenset({"acting", "outgoing", "visiting"})  # the parse may read a verb
_LONGEST = 16  # words of a speaker's phrase


@dataclass(frozen=True, slots=True)
class Closing:
    """Where the words that were said end (the comma), and the noun that heads the speaker's phrase."""

    comma: int
    speaker: Token


def closing_frame(verb: Token) -> Closing | None:
    """The frame of a verb of saying at the end of its sentence; None where it is no such frame."""
    doc, sent = verb.doc, verb.sent
    if verb.lemma_.lower() not in SAYING or verb.tag_ not in FINITE:
        return None
    rest = doc[verb.i + 1 : sent.end]
    if any(t.tag_ in FINITE or t.lower_ == "that" or t.is_quote or t.text == ":" for t in rest):
        return None
    begin = verb.i
    while begin > max(sent.start, verb.i - _LONGEST) and doc[begin - 1].text != ",":
        begin -= 1
    phrase = _without_short_name(doc[begin : verb.i])
    if not len(phrase) or begin - 1 <= sent.start or doc[begin - 1].text != ",":
        return None
    if not (phrase[0].pos_ in _OPENS or phrase[0].lower_ in _IN_OFFICE):
        return None
    if any(
        t.tag_ in FINITE or (t.is_punct and t.text not in {"-", "'", "’"}) or t.pos_ in {"CCONJ", "SCONJ"}
        for t in phrase
    ):
        return None
    if not any(t.tag_ in FINITE for t in doc[sent.start : begin - 1]):
        return None  # "On Monday, the army said"
    head = _head(phrase)
    return Closing(begin - 1, head) if head is not None else None


def _without_short_name(phrase: DocSpan) -> DocSpan:
    """ "…, the Norwegian Refugee Council (NRC) said": the phrase without what stands in brackets at its end."""
    opened = [t.i - phrase.start for t in phrase if t.text == "("]
    return phrase[: opened[0]] if opened and phrase[-1].text == ")" else phrase


def _head(phrase: DocSpan) -> Token | None:
    """The last noun before the first preposition: "an official | of the guard", "the service Red Half Moon"."""
    found: Token | None = None
    for token in phrase:
        if token.pos_ == "ADP" and found is not None:
            break
        if token.pos_ in {"NOUN", "PROPN"}:
            found = token
    return found


def own_desk(subject: Token) -> bool:
    """ "Our correspondent counted 20 explosions": the outlet's own words."""
    desk = words("statements", "desk")
    return subject.lemma_.lower() in desk and any(c.lower_ == "our" for c in subject.children)
