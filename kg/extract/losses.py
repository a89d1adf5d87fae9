"""Counted losses: the words of a sentence that say how many died or were hurt.

"killed nine people", "with 21 wounded", "nine dead", "put the toll at 53", "the death toll rose to nine". Which
attack they belong to and whose count they are is worked out in `kg.extract.casualties`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.counts import count_of, number
from kg.extract.lexicon import words
from kg.extract.syntax import (
    auxiliaries,
    is_verbal,
    logical_objects,
    negated,
    raw_subjects,
    under,
)
from kg.model import Count

_LOST = frozenset(
    ["man", "soldier", "fighter", "troop", "member", "officer", "guard", "people", "person", "comrade"]
)
_UNREAL = frozenset({"would", "could", "might", "may", "will"})
_TOLL = re.compile(
    r"\b(?:death toll|toll|death count|body count|number of (?:dead|deaths|casualties|fatalities))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Loss:
    """One counted loss: the word that says it, the counted noun, dead or injured."""

    trigger: Token
    noun: Token
    count: Count
    dead: bool


def losses(sent: DocSpan) -> Iterator[Loss]:
    """The counted losses that a sentence tells as having happened, in order of the words that say them."""
    for token in sent:
        lemma = token.lemma_.lower()
        if is_verbal(token) or token.tag_ in {"VBN", "VBD"}:
            if not negated(token) and not auxiliaries(token) & _UNREAL:
                yield from _of_verb(token)
        elif lemma in {"killing", "death", "wounding"} and under(token, "of"):
            counted = [t for t in under(token, "of") if any(c.dep_ == "nummod" for c in t.children)]
            yield from _counted(token, counted, lemma != "wounding")
        elif token.pos_ in {"NOUN", "ADJ"} and (
            lemma in words("strikes", "casualties", "dead")
            or lemma in words("strikes", "casualties", "injured")
        ):
            yield from _state_word(token)
    yield from _tolls(sent)


def _of_verb(verb: Token) -> Iterator[Loss]:
    """ "nine people died", "killed nine people", "claimed nine lives", "left nine dead"."""
    lemma = verb.lemma_.lower()
    kills = lemma in words("strikes", "casualties", "kill")
    if lemma in words("strikes", "casualties", "die"):
        yield from _counted(verb, raw_subjects(verb), True)
    elif kills or lemma in words("strikes", "casualties", "injure"):
        bare = _bare_number(verb)
        yield from _counted(verb, [bare] if bare is not None else logical_objects(verb), kills)
    elif lemma == "lose" and any(o.lemma_.lower() == "life" for o in logical_objects(verb)):
        yield from _counted(verb, raw_subjects(verb), True)
    elif lemma == "lose":  # "the army said it lost 23 men"
        yield from _counted(verb, [o for o in logical_objects(verb) if o.lemma_.lower() in _LOST], True)
    elif lemma in {"count", "receive", "recover", "pull", "find", "bury"}:
        bodies = [
            o
            for o in logical_objects(verb)
            # "two more bodies" add to a toll, they are none
            if o.lemma_.lower() in {"body", "corpse"} and not any(c.lower_ == "more" for c in o.children)
        ]
        yield from _counted(verb, bodies, True)
    elif (
        (lemma == "gun" and any(c.lower_ == "down" for c in verb.children))
        or (lemma == "hack" and any(t.lower_ == "death" for t in under(verb, "to")))
        or (
            lemma == "shoot"
            and (
                any(c.lower_ == "dead" for c in verb.children)
                or verb.doc[verb.i + 1 : verb.i + 2].text.lower() == "dead"
            )
        )
    ):
        yield from _counted(verb, logical_objects(verb), True)
    elif lemma == "put":
        yield from _put(verb)
    elif lemma in {"claim", "take", "cost"}:
        yield from _counted(verb, [o for o in logical_objects(verb) if o.lemma_.lower() == "life"], True)
    elif lemma == "leave":
        yield from _left(verb)


def _bare_number(verb: Token) -> Token | None:
    """ "14 people were killed and 46 injured", "with 21 wounded": the number is all that is left of the noun."""
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if before is None or before.pos_ != "NUM" or (before.dep_ == "nummod" and before.head.pos_ == "NOUN"):
        return None
    alone = verb.dep_ in {"conj", "acl", "amod", "advcl", "parataxis"}
    return before if alone and not any(c.dep_.startswith("aux") for c in verb.children) else None


def _put(verb: Token) -> Iterator[Loss]:
    """ "put the dead at 80", "put the toll at nine"."""
    told = {"dead", "toll", "number", "fatality", "death", "figure", "casualty"}
    if not any(o.lemma_.lower() in told for o in logical_objects(verb)):
        return
    for child in verb.subtree:
        if (
            child.i
            and child.doc[child.i - 1].lower_ in {"at", "above", "than", "least"}
            and (count := count_of(child)) is not None
        ):
            yield Loss(verb, child, count, True)
            return


def _counted(trigger: Token, nouns: Sequence[Token], dead: bool) -> Iterator[Loss]:
    counted = [(n, c) for n in nouns if (c := _of_family(n) or count_of(n)) is not None and _is_victim(n)]
    if not counted:
        return
    # "five women and three children": one count of eight
    total = Count(
        sum(c.low for _, c in counted),
        sum(c.high or c.low for _, c in counted) if any(c.high for _, c in counted) else None,
        any(c.at_least for _, c in counted),
    )
    yield Loss(trigger, counted[0][0], total, dead)


def _of_family(noun: Token) -> Count | None:
    """ "a family of four", "a crew of 12": as many as it has members."""
    if noun.lemma_.lower() not in {"family", "crew", "team", "group", "couple"}:
        return None
    return next((c for t in under(noun, "of") if t.pos_ == "NUM" and (c := count_of(t)) is not None), None)


def _is_victim(noun: Token) -> bool:
    """True unless the counted noun is a thing or an animal: "destroyed", "killed 40 sheep"."""
    return noun.lemma_.lower() not in words("strikes", "casualties", "not_people")


def _left(verb: Token) -> Iterator[Loss]:
    """ "left 11 people dead and 20 wounded"."""
    text = {t.lower_: t for t in verb.subtree}
    for form, dead in (("dead", True), ("killed", True), ("wounded", False), ("injured", False)):
        word = text.get(form)
        if word is None or word.i < verb.i:
            continue
        before = [
            t
            for t in verb.doc[verb.i + 1 : word.i]
            if t.pos_ in {"NUM", "NOUN", "PROPN"} or number(t.text) is not None
        ]
        for noun in reversed(before):
            count = count_of(noun)
            if count is not None:
                yield Loss(word, noun, count, dead)
                break


def _state_word(token: Token) -> Iterator[Loss]:
    """ "nine dead", "12 injured", "two deaths": a count right before the word that says the loss."""
    if token.head.lemma_.lower() == "leave" or any(t.lemma_.lower() == "leave" for t in token.ancestors):
        return
    lemma = token.lemma_.lower()
    dead = lemma in words("strikes", "casualties", "dead")
    if lemma == "death" and any(
        c.lower_ in {"toll", "count"} for c in (token.doc[token.i + 1 : token.i + 2])
    ):
        return
    count = None
    for child in token.children:
        if child.dep_ == "nummod":
            count = count_of(token)
    if (
        count is None
        and token.i
        and number(token.doc[token.i - 1].text) is not None
        and token.doc[token.i - 1].pos_ == "NUM"
    ):
        count = count_of(token.doc[token.i - 1])
    if count is not None:
        yield Loss(token, token, count, dead)


def _tolls(sent: DocSpan) -> Iterator[Loss]:
    """ "the death toll rose to nine", "a collective toll of 11 casualties"."""
    match = _TOLL.search(sent.text)
    if match is None:
        return
    start = sent.start_char + match.start()
    head = next(
        (t for t in sent if t.idx + len(t) > start and t.lemma_.lower() in {"toll", "count", "number"}), None
    )
    if head is None:
        return
    for token in sent:
        if token.i <= head.i or token.i > head.i + 10:
            continue
        if token.pos_ == "NUM" or (number(token.text) is not None and token.lower_ not in {"a", "one"}):
            if (
                token.head.lemma_.lower() in {"year", "day", "hour", "week", "month", "percent", "am", "pm"}
                or token.doc[token.i - 1].lower_ == "from"
            ):
                continue
            count = count_of(token)
            if count is not None:
                yield Loss(head, token, count, "injur" not in match.group().lower())
                return
