"""Which time expressions date something else than the event beside them: its telling, a plan, a bound, an answer."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.extract.dates.expressions import COUNTED, TimeExpression
from kg.extract.lexicon import words
from kg.extract.words.document import text_of
from kg.extract.words.syntax import children, clause_verbs, has_subject, is_verbal

# What stands between a verb and its day.
_TO_A_DAY = frozenset({"on", "in", "at", "late", "early", "earlier", "later"})
TELLS = frozenset("said says told stated wrote added announced reported tweeted posted".split())
_SPEAKS = words("dates", "speaks")
_HOLD = words("dates", "hold")
_ANSWER = re.compile(r"\bin (?:response|reply|answer|retaliation|reaction) (?:to|for) ", re.IGNORECASE)
_BESIDE = frozenset({"conj", "parataxis"})


def is_bound(e: TimeExpression, trigger: Token) -> bool:
    """ "since Monday", "by Sunday": where a stretch of time begins or ends, no time of the event.

    "Has been closed since Monday" tells when it was closed.
    """
    text = text_of(trigger.doc)
    before = text[max(0, e.begin - 6) : e.begin].lower()
    if before.endswith("since ") and trigger.lemma_.lower() in _HOLD and trigger.tag_ == "VBN":
        return False
    return (
        before.endswith(("since ", "until ", " till ", " by "))
        or before == "by "
        or text[e.begin : e.end].lower().startswith(("since", "until", "by "))
    )


def is_planned(e: TimeExpression, verb: Token) -> bool:
    """ "The council will meet on Friday, shells fell on Kassala": the day is of what lies ahead alone."""
    span = verb.doc.char_span(e.begin, e.end, alignment_mode="expand")
    if span is None or (verb.tag_ == "VB" and not has_subject(verb)):
        return False
    ahead = next(clause_verbs(span.root), verb)
    if ahead == verb or ahead.tag_ != "VB" or (ahead.is_ancestor(verb) and verb.dep_ not in _BESIDE):
        return False  # "forced to flee on Friday when rebels attacked the camp": then they attacked
    return any(c.lower_ in {"will", "shall", "to"} for c in children(ahead, "aux", "mark"))


def is_of_teller(e: TimeExpression, trigger: Token, own: set[int]) -> bool:
    """ "Fighters raided a post, officials said on Tuesday": the day is of the telling, wherever it hangs."""
    span = trigger.doc.char_span(e.begin, e.end, alignment_mode="expand")
    if (
        span is None
        or e.kind in COUNTED
        or trigger.lemma_.lower() in _SPEAKS
        or text_of(trigger.doc)[e.end : e.end + 2] in {"'s", "’s"}
    ):
        return False
    before = span.start - 1
    while before > trigger.sent.start and trigger.doc[before].lower_ in _TO_A_DAY:
        before -= 1
    teller = trigger.doc[before]
    return (
        teller.lower_ in TELLS
        and teller.i not in own
        and teller.sent == trigger.sent
        and teller.head.i not in own - {trigger.i}
        and not (teller.dep_ in {"acl", "amod"} or (trigger.is_ancestor(teller) and teller.tag_ == "VBN"))
    )


def stands_behind(e: TimeExpression, trigger: Token) -> bool:
    """ "…, the ministry said late on Sunday": right behind the verb of telling."""
    if trigger.lower_ not in TELLS or e.kind in COUNTED or e.begin < trigger.idx:
        return False
    between = text_of(trigger.doc)[trigger.idx + len(trigger) : e.begin].split()
    return {word.lower() for word in between} <= _TO_A_DAY


def answered(e: TimeExpression, trigger: Token) -> Token | None:
    """The deed whose time it is in "in response to the expulsion of its consul on April 3, Peru …": not Peru's."""
    text = text_of(trigger.doc)
    begin = trigger.sent.start_char
    answer = next((m for m in _ANSWER.finditer(text, begin, e.begin) if m.end() <= e.begin), None)
    span = (
        trigger.doc.char_span(answer.end(), e.begin, alignment_mode="expand") if answer is not None else None
    )
    if span is None or any(is_verbal(t) or t.text in {",", ";", ":"} for t in span):
        return None
    return next(
        (t for t in span if t.pos_ == "NOUN" and t.dep_ != "compound" and t.dep_ != "nmod:poss"), None
    )
