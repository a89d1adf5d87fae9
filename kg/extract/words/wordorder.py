"""Who is counted, read from the order of the words where the parse may go astray.

News packs several counts into one sentence ("Three officers were killed and 11 people, five of them passers-by,
were injured"); the parse then often hangs one count on the verb of the other. What stands right before "were
killed", and right behind "killed as many as", is who was.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.words.counts import VAGUE, count_of
from kg.extract.words.syntax import FINITE, children, conjuncts, is_verbal, preposition

# What may stand between a verb and the number it governs.
ABOUT = frozenset(
    "about around nearly almost some roughly approximately over more than least as many up to only just no fewer "
    "less between at most another".split()
)
_BE = frozenset({"were", "was", "been", "being", "be", "are", "is", "got", "get"})
# How many words a remark between commas may have: "11 people, five of them passers-by, were injured".
_ASIDE = 16
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM"})
_WITHIN = frozenset({"nmod", "flat", "compound", "amod", "obl", "appos"})


def counted_before(word: Token) -> list[Token]:
    """Who stands, with a number, right before "were killed", "died" or a bare "killed"; empty where nobody does."""
    i = word.i - 1
    passive = False
    while i >= word.sent.start and (word.doc[i].pos_ in {"AUX", "ADV"} or word.doc[i].lower_ in _BE):
        passive |= word.doc[i].lower_ in _BE
        i -= 1
    if word.tag_ == "VBN" and not passive and (children(word, "obj") or _governs_number(word)):
        return []
    return counted_noun(word, i)


def counted_noun(word: Token, i: int) -> list[Token]:
    """The counted noun that ends at token `i` of the sentence of `word`, and those coordinated with it before."""
    doc, start = word.doc, word.sent.start
    if i > start and doc[i].text in {",", ")", "–", "—"}:
        aside = i - 1
        while aside > max(start, i - _ASIDE) and doc[aside].text not in {",", "(", "–", "—"}:
            if doc[aside].tag_ in FINITE and doc[aside].pos_ != "AUX":
                return []
            aside -= 1
        if doc[aside].text not in {",", "(", "–", "—"}:
            return []
        i = aside - 1
    if i < start or doc[i].pos_ not in _NOMINAL:
        return []
    head = _of_age(doc[i])
    while not _has_number(head) and (
        head.dep_.split(":")[0] in _WITHIN
        and head.dep_ != "nmod:poss"
        and start <= head.head.i < head.i
        and head.head.pos_ in _NOMINAL
    ):
        head = head.head
    if head.pos_ == "NUM" and head.dep_ == "nummod" and start <= head.head.i < word.i:
        head = head.head
    if any(is_verbal(t) and t.tag_ != "VBN" for t in doc[head.i + 1 : i + 1]):
        return []
    first = head
    while (
        first.dep_ == "conj"
        and first.head.pos_ in _NOMINAL
        and first.head.i < first.i
        and not any(is_verbal(t) or t.text == ";" for t in doc[first.head.i : first.i])
    ):
        first = first.head
    found = [t for t in conjuncts(first) if t.i <= head.i] if first is not head else [head]
    return found if any(_has_number(t) for t in found) else []


def _of_age(last: Token) -> Token:
    """ "19 students between 15 and 21": the students, whose ages are no count."""
    first = last.head if last.dep_ == "conj" else last
    if first.pos_ == "NUM" and preposition(first) == "between":
        return next((a for a in first.ancestors if a.pos_ == "NOUN" and _has_number(a)), last)
    return last


def _has_number(noun: Token) -> bool:
    """Whether a numeral or "dozens" counts the noun; "a militia" is no count of the words before it."""
    if noun.pos_ == "NUM" and preposition(noun) == "of" and noun.head.pos_ == "NOUN":
        return False  # "two of its crew of four"
    if noun.pos_ == "NUM" or noun.lower_ in VAGUE:
        return True
    return count_of(noun) is not None and not any(
        c.lower_ in {"a", "an", "another"} for c in children(noun, "det")
    )


def counted_behind(verb: Token) -> Token | None:
    """Who stands, with a number, right behind the verb: "killed as many as 100 people", "injured at least 12"."""
    doc, i = verb.doc, verb.i + 1
    while i < verb.sent.end and (doc[i].lower_ in ABOUT or doc[i].is_quote):  # '"neutralised" around twenty'
        i += 1
    if i >= verb.sent.end or doc[i].pos_ != "NUM":
        return None
    num = doc[i]
    counted = num.head if num.dep_ == "nummod" and verb.i < num.i < num.head.i < num.i + 6 else num
    return counted if counted.pos_ in _NOMINAL else None


def _governs_number(verb: Token) -> bool:
    """ "rebels killed nine": the number behind it is the object, so that the noun before it acts."""
    return counted_behind(verb) is not None


def aside(noun: Token) -> str:
    """The words from the last comma, dash or bracket before the noun up to it, lower case."""
    i = noun.i
    while i > noun.sent.start and noun.doc[i - 1].text not in {",", ";", "(", "–", "—", ":"}:
        i -= 1
    return noun.doc[i : noun.i + 1].text.lower() if i > noun.sent.start else ""
