"""Rival counts: several tellers, each with a number of his own, in one sentence.

"Eleven according to the doctors, seven according to the state", "the army put it at four, residents at 20",
"14 (United Nations), 22 (local officials)", "six, not 20 as the rebels claim". What each counts is known from the
count told before it, or from the word for the dead in the sentence; the verb or the noun stands but once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.casualties.losses import Loss
from kg.extract.casualties.tolls import is_measure
from kg.extract.lexicon import words
from kg.extract.words.counts import count_of
from kg.extract.words.syntax import GENITIVE, is_verbal
from kg.extract.words.wordorder import ABOUT

_NOMINAL = frozenset({"NOUN", "PROPN", "DET", "ADJ"})
_DEATHS = words("strikes", "toll", "deaths")
_HURT = frozenset({"wounded", "injured", "injuries", "hurt"})
_YEAR = re.compile(r"(?:19|20)\d\d")
# What may open the clause of who told another number: "as the rebels claim", "that residents counted".
_OPENING = frozenset({"as", "that", "which"})
_PARTS = frozenset({",", ";", "and", "while", "but"})
# How many words the phrase may have that says who tells: "the United Nations human rights office".
_LONGEST = 7


def with_rivals(sent: DocSpan, told: Sequence[Loss], near: Loss | None) -> list[Loss]:
    """The losses told in a sentence and those that only rivals tell, each with its teller where a rival stands by.

    `near` is the count told last in the sentences before.
    """
    dead = _of_the_dead(sent, told, near) if any(t.pos_ == "NUM" for t in sent) else None
    if dead is None:
        return list(told)
    rivals = {loss.noun.i: loss for loss in (*_in_brackets(sent, dead), *_counted_by(sent, dead))}
    own = [loss for loss in _by_according(sent, told, dead) if loss.noun.i not in rivals]
    found = [*own, *rivals.values()]
    counted = {loss.noun.i for loss in found}
    found += [loss for loss in _in_turn(sent, found) if loss.noun.i not in counted]
    return sorted(found, key=lambda loss: loss.noun.i)


def _of_the_dead(sent: DocSpan, told: Sequence[Loss], near: Loss | None) -> bool | None:
    """Whether the numbers of a sentence count the dead (True) or the injured; None where nothing says what."""
    if told:
        return told[0].dead
    said = {t.lower_ for t in sent} | {t.lemma_.lower() for t in sent}
    if said & (_DEATHS | {"toll"}):
        return True
    return False if said & _HURT else near.dead if near is not None else None


def _by_according(sent: DocSpan, told: Sequence[Loss], dead: bool) -> list[Loss]:
    """ "Nine died according to the governor and 20 according to the rebels": each with the one nearest to it."""
    doc = sent.doc
    openers = [
        t for t in sent if t.lower_ == "according" and doc[t.i : t.i + 2].text.lower() == "according to"
    ]
    tellers = [(t, who) for t in openers if (who := _phrase(doc[t.i + 2 : sent.end])) is not None]
    if len(tellers) < 2:
        return list(told)
    fronted = not any(_is_count(t) for t in doc[sent.start : tellers[0][0].i])
    found: list[tuple[Token, Token]] = []
    changed: dict[int, Loss] = {}
    for n, (opener, who) in enumerate(tellers):
        if fronted:
            start = who.i + 1
            end = tellers[n + 1][0].i if n + 1 < len(tellers) else sent.end
        else:
            start, end = (tellers[n - 1][1].i + 1 if n else sent.start), opener.i
        own = [loss for loss in told if start <= loss.trigger.i < end]
        changed |= {id(loss): replace(loss, by=(who,)) for loss in own}
        if not own and (num := _bare(doc[start:end], last=not fronted)) is not None:
            found.append((num, who))
    fresh = [Loss(num, num, c, dead, (who,)) for num, who in found if (c := count_of(num)) is not None]
    return [*(changed.get(id(loss), loss) for loss in told), *fresh]


def _in_brackets(sent: DocSpan, dead: bool) -> list[Loss]:
    """ "Tolls vary: 14 (United Nations), 22 (local officials)", "from 14 by the doctors to 30 by the rebels"."""
    pairs = [
        (num, who)
        for num in sent
        if _is_count(num) and num.i + 2 < sent.end and num.nbor().lower_ in {"(", "by"}
        if (who := _phrase(sent.doc[num.i + 2 : sent.end])) is not None
    ]
    told = words("statements", "tolls") | {"estimate", "estimates", "count", "counts"}
    tolls = any(t.lemma_.lower() in told or t.lower_ in told for t in sent)
    if len(pairs) < 2 or not tolls:
        return []
    return [Loss(num, num, c, dead, (who,)) for num, who in pairs if (c := count_of(num)) is not None]


def _counted_by(sent: DocSpan, dead: bool) -> Iterator[Loss]:
    """ "Six died, not 20 as the rebels claim", "a fraction of the 40 that residents counted": whose number that is."""
    for num in sent:
        if (verb := _telling(num)) is not None and (count := count_of(num)) is not None:
            who = _phrase(num.doc[num.i + 1 : verb.i], skip=_OPENING)
            if who is not None:
                yield Loss(num, num, count, dead, (who,))


def _telling(num: Token) -> Token | None:
    """The verb of "not 20 as the rebels claim", "the 40 that residents counted"."""
    doc, i = num.doc, num.i
    if not _is_count(num) or i + 2 >= num.sent.end or num.dep_ == "nummod":
        return None
    before = {t.lower_ for t in doc[max(num.sent.start, i - 2) : i]}
    rejected = "not" in before and doc[i + 1].lower_ == "as"
    if not rejected and not (doc[i - 1].lower_ == "the" and doc[i + 1].lower_ in {"that", "which"}):
        return None
    verb = next((t for t in doc[i + 2 : min(i + 2 + _LONGEST, num.sent.end)] if is_verbal(t)), None)
    tells = words("statements", "report") | words("statements", "counts") | {"claim", "say"}
    return verb if verb is not None and verb.lemma_.lower() in tells else None


def is_of_rejected_count(verb: Token) -> bool:
    """True for the verb of "not 20 as the rebels claim", which tells no other count of the sentence."""
    before = verb.doc[max(verb.sent.start, verb.i - _LONGEST) : verb.i]
    return any(_telling(t) == verb for t in before)


def _in_turn(sent: DocSpan, told: Sequence[Loss]) -> Iterator[Loss]:
    """ "The governor counted nine dead, the rebels 20", "put the toll at four, residents at 20": the verb told once."""
    doc = sent.doc
    for loss in told:
        if not _is_told_by_verb(loss):
            continue
        at = max(t.i for t in (loss.noun, loss.trigger, *(t for t in loss.noun.subtree if t.pos_ == "NUM")))
        at = at if at >= loss.noun.i and at - loss.noun.i <= 3 else loss.noun.i
        while at + 2 < sent.end and doc[at + 1].lower_ in _PARTS:
            start = at + 2
            while start < sent.end and doc[start].lower_ in _PARTS:
                start += 1
            turn = _turn(doc[start : sent.end])
            if turn is None or (count := count_of(turn[1])) is None:
                break
            yield Loss(turn[1], turn[1], count, loss.dead, (turn[0],))
            at = turn[1].i


def _is_told_by_verb(loss: Loss) -> bool:
    """True where somebody's verb of telling or counting stands before the number."""
    telling = words("statements", "report") | words("statements", "counts") | words("strikes", "toll", "sets")
    before = loss.noun.doc[loss.noun.sent.start : loss.noun.i]
    return any(is_verbal(t) and t.lemma_.lower() in telling for t in before)


def _turn(rest: DocSpan) -> tuple[Token, Token] | None:
    """Who and how many, of "residents at 20", "the Red Cross 14": nothing else stands between them."""
    who = _phrase(rest)
    if who is None:
        return None
    doc, i, end = who.doc, who.i + 1, rest.end
    while i < end and (doc[i].lower_ in _ABOUT or doc[i : i + 2].text.lower() in {"at least", "at most"}):
        i += 2 if doc[i : i + 2].text.lower() in {"at least", "at most"} else 1
    closed = i + 1 >= end or doc[i + 1].lower_ in {",", ".", ";", "and", "dead", "deaths"}
    return (who, doc[i]) if i < end and _is_count(doc[i]) and closed else None


_ABOUT = ABOUT | {"at"}


def _phrase(rest: DocSpan, skip: frozenset[str] = frozenset()) -> Token | None:
    """The last word of the noun phrase that opens these words."""
    last = None
    for n, token in enumerate(rest):
        if last is None and token.lower_ in skip:
            continue
        named = token.pos_ in _NOMINAL or token.ent_type_ == "ORG" or token.lower_ in GENITIVE
        if n >= _LONGEST or not named or token.lower_ in _ABOUT:
            break
        last = token
    return last if last is not None and last.pos_ in {"NOUN", "PROPN"} else None


def _is_count(token: Token) -> bool:
    return token.pos_ == "NUM" and not is_measure(token) and not _YEAR.fullmatch(token.text)


def _bare(words_: DocSpan, *, last: bool) -> Token | None:
    """The number right before "according to", or right behind who is named: it counts nothing beside it."""
    edge = [t for t in words_ if t.text not in {",", "–", "—"}]
    num = edge[-1] if edge and last else edge[0] if edge else None
    counts_noun = num is not None and num.dep_ == "nummod" and num.head.i > num.i and not last
    return num if num is not None and _is_count(num) and not counts_noun else None
