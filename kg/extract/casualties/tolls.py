"""Tolls: numbers of dead and injured that stand without the people counted.

"the death toll rose to nine", "put the dead at 80", "a toll of 22", and counts told again by somebody else, where
only the number is left: "Police said seven people had died. The governor spoke of ten." What the number counts is
then known from the count told before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.casualties.losses import Loss
from kg.extract.lexicon import words
from kg.extract.names.nouns import definite
from kg.extract.words.arguments import logical_objects, raw_subjects
from kg.extract.words.counts import VAGUE, count_of, number
from kg.extract.words.syntax import (
    FINITE,
    MODAL,
    auxiliaries,
    children,
    is_plural,
    is_subject,
    is_verbal,
    negated,
    preposition,
    under,
)
from kg.extract.words.wordorder import ABOUT
from kg.model import Count

_MOVES = words("strikes", "toll", "moves")
_SETS = words("strikes", "toll", "sets")
_AGAIN = words("strikes", "toll", "says")
_DEATHS = words("strikes", "toll", "deaths")
_VICTIMS = frozenset({"victim", "casualty"})
_HURT = frozenset({"wounded", "injured", "injury", "hurt", "wounding"})
_STATED = frozenset({"dead", "wounded", "injured", "killed"})
# How many words behind its number the word for the dead may stand.
_BESIDE = 2
_OF_THEM_IN = frozenset({"of them in", "of whom in"})
# How many words behind "14 of them in" the attack may stand: "a single air strike".
_NEAR = 5
# What may stand between "at" or "to" and the number.
_ABOUT = ABOUT - {"at", "to", "another"}
_NEARER = frozenset({"close", "closer", "near", "nearer"})
_LEADS = frozenset({"at", "to", "of", "above", "past"})
_UNITS = words("strikes", "toll", "units")


def tolls(sent: DocSpan, near: Loss | None, told: Sequence[Loss] = ()) -> Iterator[Loss]:
    """The counts of a sentence that name no victims, in text order.

    `near` is the count told last in the sentences before, `told` are those of this sentence; what stands alone
    ("the ministry said 12", "it had risen to 144") counts what the last of them before it counts, and is no count
    where nothing was told before.
    """
    found: dict[int, Loss] = {}
    for token in sent:
        if not is_verbal(token) or negated(token) or auxiliaries(token) & MODAL:
            continue
        here = [loss for loss in (*told, *found.values()) if loss.trigger.i < token.i]
        before = max(here, key=lambda loss: loss.trigger.i, default=near)
        for loss in (*_moved(token, before), *_set(token, before), *_again(token, before)):
            found.setdefault(loss.noun.i, loss)
    for num in (token for token in sent if token.pos_ == "NUM"):
        here = [loss for loss in (*told, *found.values()) if loss.noun.i < num.i]
        for loss in _is_stated(num, max(here, key=lambda loss: loss.noun.i, default=near)):
            found.setdefault(loss.noun.i, loss)
    for token in sent:
        gapped, of_them = _gapped(token) if found else (), _of_them_in(token, told) if told else ()
        for loss in (*_titled(token), *gapped, *of_them):
            if not any(abs(loss.noun.i - i) < 4 for i in found):
                found.setdefault(loss.noun.i, loss)
    yield from (found[i] for i in sorted(found) if not any(_is_told(found[i], o) for o in told))


def adds_to_toll(loss: Loss) -> bool:
    """ "The toll rose to 12 after a man died in hospital": he is one of the twelve, and no count by himself."""
    verb = loss.trigger.head
    return (
        loss.trigger.dep_ == "advcl"
        and any(c.lower_ in {"after", "when", "as"} for c in children(loss.trigger, "mark", "advmod"))
        and verb.lemma_.lower() in _MOVES
        and any(_told_of(s, None) for s in raw_subjects(verb)[:1])
    )


def _is_told(toll: Loss, loss: Loss) -> bool:
    """Whether the number of a toll counts the victims beside it: "a toll of nine dead" is one count."""
    near = 0 <= loss.noun.i - toll.noun.i <= _BESIDE
    return near and (loss.dead, loss.count) == (toll.dead, toll.count)


def _moved(verb: Token, before: Loss | None) -> Iterator[Loss]:
    """ "The toll rose to nine", "by the end of the month it had risen to 144", "the dead numbered 12"."""
    lemma = verb.lemma_.lower()
    numbered = verb.lower_ in {"number", "numbered", "numbers"}
    if lemma not in _MOVES and not (numbered and (raw_subjects(verb) or _toll_before(verb))):
        return
    for subject in raw_subjects(verb)[:1] or _toll_before(verb):
        dead = _told_of(subject, before)
        if dead is None:
            continue
        if (num := _number_after(verb, verb.i)) is not None and (count := _reached(num)) is not None:
            yield Loss(subject if subject.head == verb and subject.pos_ != "PRON" else verb, num, count, dead)


def _toll_before(verb: Token) -> list[Token]:
    """ "The toll from the bombing has risen to 120, police said", where the parse makes the toll say so."""
    for token in reversed(list(verb.doc[verb.sent.start : verb.i])):
        if token.tag_ in FINITE and token.pos_ == "VERB":
            return []
        if token.lemma_.lower() in {"toll", "dead", "fatality"} and is_subject(token):
            return [token]
        if token.i == verb.i - 1 and _is_the_dead(token):
            return [token]  # "The dead numbered five", where the parse has them be an adjective
    return []


def _set(verb: Token, before: Loss | None) -> Iterator[Loss]:
    """ "put the dead at about 70", "raised the figure to 15", "gave a toll of 22", "put it at 91"."""
    if verb.lemma_.lower() not in _SETS:
        return
    for held in logical_objects(verb)[:1]:
        dead = _told_of(held, before)
        if dead is None:
            continue
        num = _number_after(verb, held.i) or _number_between(verb, held) or _given_as(verb, held)
        if num is not None and _is_earlier(held) and preposition(num) == "of":
            continue  # "correcting an earlier figure of 15"
        if held.lemma_.lower() == "loss" and num is not None and num.dep_ == "nummod":
            continue  # "put its losses in wheat at 40 tonnes"
        if verb.lemma_.lower() == "have" and num is not None and "at" not in {t.lower_ for t in num.children}:
            continue  # "had it at 67" tells a toll, "had the number of two clinics" none
        if num is not None and (count := _reached(num)) is not None:
            yield Loss(verb, num, count, dead)
            yield from _and_at(verb, num, dead)


def _is_earlier(held: Token) -> bool:
    """ "an earlier toll", "its initial figure": one that stands no more."""
    return any(c.lower_ in words("strikes", "toll", "earlier") for c in children(held, "amod"))


def _and_at(verb: Token, num: Token, dead: bool) -> Iterator[Loss]:
    """ "put the toll at 12 on Monday night and at 19 a day later": what it was put at then."""
    doc = verb.doc
    for at in doc[num.i + 1 : verb.sent.end]:
        if is_verbal(at) or at.text == ";":
            return
        if at.lower_ != "at" or doc[at.i - 1].lower_ not in {"and", "then", "later"}:
            continue
        then = next((t for t in doc[at.i + 1 : at.i + 4] if t.pos_ == "NUM"), None)
        if then is not None and not is_measure(then) and (count := count_of(then)) is not None:
            yield Loss(verb, then, count, dead)
        return


def _is_stated(num: Token, before: Loss | None) -> Iterator[Loss]:
    """ "said the real number was above 50", "the true figure was closer to 31": the number is what is said of it."""
    held_by = num.head if preposition(num) == "to" and num.head.lower_ in _NEARER else num
    if num.dep_ == "nummod" or not children(held_by, "cop") or is_measure(num):
        return
    after = [c for c in num.children if c.i > num.i and c.dep_.split(":")[0] in {"nmod", "acl", "amod"}]
    if negated(held_by) or auxiliaries(held_by) & MODAL or after:
        return
    for held in children(held_by, "nsubj")[:1]:
        counted = {t.lower_ for t in under(held, "of")}  # "the number of displaced was 300"
        toll = held.lemma_.lower() in words("statements", "tolls") and counted <= _DEATHS | _HURT
        dead = _told_of(held, before) if toll and held.i < num.i else None
        if dead is not None and (count := count_of(num)) is not None:
            yield Loss(held, num, count, dead)


def _again(verb: Token, before: Loss | None) -> Iterator[Loss]:
    """ "The president spoke of ten", "the rebels said five", "the ministry admitted four": only the number is left."""
    if before is None or verb.lemma_.lower() not in _AGAIN:
        return
    lemma = verb.lemma_.lower()
    of = lemma in {"speak", "talk"}
    told = [
        c
        for c in verb.children
        if c.i > verb.i
        and (
            (not of and c.dep_.split(":")[0] in {"obj", "ccomp", "xcomp", "parataxis"})
            or (of and preposition(c) == "of")
        )
    ]
    for num in (*told, *_right_behind(verb, of=of), *_there_were(verb)):
        if num.lemma_.lower() == "victim" and (count := count_of(num)) is not None:
            yield Loss(verb, num, count, before.dead)
            return
        if _is_bare(num) and (count := count_of(num)) is not None:
            yield Loss(verb, num, count, before.dead)
            return


def _right_behind(verb: Token, *, of: bool) -> list[Token]:
    """ "said at least 15", "spoke of as many as 400": the number behind the verb, wherever the parse hangs it."""
    doc, i = verb.doc, verb.i + 1
    if of:
        if i >= len(doc) or doc[i].lower_ != "of":
            return []
        i += 1
    while i < verb.sent.end and (
        doc[i].lower_ in _ABOUT or doc[i : i + 2].text.lower() in {"at least", "at most"}
    ):
        i += 1
    return [doc[i]] if i < verb.sent.end and doc[i].pos_ == "NUM" and doc[i].dep_ != "nummod" else []


def _there_were(verb: Token) -> list[Token]:
    """ "The doctors said there were 21, nine of them children": the number behind "there were", and nothing counted."""
    for clause in children(verb, "ccomp"):
        if clause.lemma_.lower() != "be" or not children(clause, "expl") or negated(clause):
            continue
        i = clause.i + 1
        while i < verb.sent.end and (
            verb.doc[i].lower_ in _ABOUT or verb.doc[i : i + 2].text.lower() == "at least"
        ):
            i += 1
        if i + 1 < len(verb.doc) and verb.doc[i].pos_ == "NUM" and verb.doc[i + 1].text in {",", ".", ";"}:
            return [verb.doc[i]]
    return []


def _titled(token: Token) -> Iterator[Loss]:
    """ "a toll of 22", "a death toll of at least nine", "a collective toll of 11 casualties"."""
    if token.pos_ != "NOUN" or token.lemma_.lower() not in {"toll", "count"}:
        return
    dead = _told_of(token, None)
    if dead is None:
        return
    after = token.doc[token.i + 1 : min(token.i + 11, token.sent.end)]
    for num in after:
        numeral = num.pos_ == "NUM" or (number(num.text) is not None and num.lower_ not in {"a", "one"})
        if numeral and not is_measure(num) and num.doc[num.i - 1].lower_ != "from":
            if (count := count_of(num)) is not None:
                yield Loss(token, num, count, dead)
            return


def _gapped(token: Token) -> Iterator[Loss]:
    """ "The wounded numbered 58 and the dead 14": the verb stands in the part before."""
    if token.lower_ not in _STATED or token.i < 2:
        return
    opens = token.doc[token.i - 1].lower_ == "the" and token.doc[token.i - 2].lower_ in {"and", ",", ";"}
    num = token.doc[token.i + 1] if opens and token.i + 1 < token.sent.end else None
    if num is not None and num.pos_ == "NUM" and (count := count_of(num)) is not None:
        yield Loss(token, num, count, token.lower_ in _DEATHS)


def _of_them_in(num: Token, told: Sequence[Loss]) -> Iterator[Loss]:
    """ "Strikes killed 48 people, 14 of them in an air strike on a tent": all who died in that one."""
    doc, i = num.doc, num.i
    before = next((loss for loss in reversed(told) if loss.trigger.i < i), None)
    if before is None or number(num.text) is None or doc[i + 1 : i + 4].text.lower() not in _OF_THEM_IN:
        return
    attacks = words("strikes", "nouns", "open") | words("strikes", "nouns", "sure")
    near = doc[i + 4 : min(i + 4 + _NEAR, num.sent.end)]
    attack = next((t for t in near if t.pos_ == "NOUN" and t.lemma_.lower() in attacks), None)
    if attack is not None and (count := count_of(num)) is not None:
        yield Loss(attack, num, count, before.dead)


def _told_of(noun: Token, before: Loss | None) -> bool | None:
    """Whether a toll is of the dead (True) or the injured (False); None where the noun names no toll."""
    lemma = noun.lemma_.lower()
    if _is_the_dead(noun):
        return noun.lower_ in _DEATHS  # "the wounded numbered 58"
    if lemma == "loss":  # "put army losses at nine"
        return True if is_plural(noun) and not under(noun, "of", "in") else None
    said = {t.lower_ for t in noun.subtree} | {t.lemma_.lower() for t in noun.subtree}
    if lemma in words("statements", "tolls") or lemma == "count":
        if said & _HURT and not said & _DEATHS:
            return False
        if said & _DEATHS or lemma in {"toll", "casualty"}:
            return True
        things = [t for t in under(noun, "of") if t.pos_ in {"NOUN", "PROPN"} or t.lower_ == "those"]
        if things and not any(t.lemma_.lower() in _VICTIMS for t in things):
            return None  # "the number of those displaced rose to 300"
        return before.dead if before is not None else None
    if before is not None and lemma in {"it", "that", "this"} and noun.pos_ in {"PRON", "DET"}:
        return before.dead
    return None


def _is_the_dead(noun: Token) -> bool:
    """ "the dead", "the wounded", wherever the parse hangs the article."""
    return noun.lower_ in _STATED and (definite(noun) or (noun.i > 0 and noun.nbor(-1).lower_ == "the"))


def _number_after(verb: Token, start: int) -> Token | None:
    """The number that a toll is moved or set to: behind "to", "at", "of", or right behind the verb."""
    doc = verb.doc
    for token in doc[start + 1 : min(start + 26, verb.sent.end)]:
        if token.text in {";"}:
            return None
        if is_verbal(token) and token.i > verb.i and token.dep_ not in {"acl", "acl:relcl", "amod"}:
            return None
        if token.pos_ != "NUM" and (number(token.text) is None or token.lower_ in {"a", "one"}):
            continue
        lead = token.i - 1
        while lead > start and (doc[lead].lower_ in _ABOUT or doc[lead + 1].lower_ in {"least", "most"}):
            lead -= 1
        placed = doc[lead].lower_ in _LEADS or lead == verb.i
        if placed and token.i > verb.i and not is_measure(token):
            return token
    return None


def _reached(num: Token) -> Count | None:
    """How many a toll is now: 15 of "revised the toll from 18 to 15", which no range is."""
    count, i = count_of(num), num.i
    if i > 2 and num.doc[i - 3].lower_ == "from" and num.doc[i - 1].lower_ == "to":
        now = number(num.text)
        return Count(now) if now is not None else None
    return count


def _number_between(verb: Token, held: Token) -> Token | None:
    """ "raised to eight the number of soldiers killed": the number stands before what it is a number of."""
    between = [t for t in verb.doc[verb.i + 1 : held.i] if t.pos_ == "NUM" and preposition(t) == "to"]
    return between[0] if between and not is_measure(between[0]) else None


def _given_as(verb: Token, held: Token) -> Token | None:
    """ "gave the number of the dead as 40"."""
    given = [
        t
        for t in under(verb, "as")
        # "gave the toll as three dead and 12 wounded" is read by its "dead" and "wounded"
        if t.pos_ == "NUM" and t.i > held.i and not is_measure(t) and t.nbor().lower_ not in _STATED
    ]
    return given[0] if given and verb.lemma_.lower() in {"give", "list", "report"} else None


def _is_bare(token: Token) -> bool:
    """True for a number that counts nothing beside it: "said five", "of as many as 400"."""
    numeral = token.pos_ == "NUM" or (number(token.text) is not None and token.pos_ in {"NOUN", "PRON"})
    if not numeral or token.lower_ in {"a", "one"} | VAGUE.keys():
        return False
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    if re.fullmatch(r"(?:19|20)\d\d", token.text) or after in _DEATHS | _HURT:
        return False  # "spoke of 2014"; "reported 16 dead" is read by its "dead"
    if is_subject(token) and after not in {",", ".", ";"}:
        return False  # "said 14 had been taken to hospital"
    counts = [
        c
        for c in token.children
        if c.dep_.split(":")[0] in {"nmod", "acl", "amod", "compound", "nsubj"}
        and c.lower_ not in {"least", "most"}
    ]
    return not counts and not is_measure(token)


def is_measure(num: Token) -> bool:
    """True for "18 hours", "9 percent", "10 years": of time and measure, and the year 2023."""
    after = num.doc[num.i + 1].lower_ if num.i + 1 < len(num.doc) else ""
    unit = num.head.lemma_.lower() in _UNITS or after in _UNITS or num.head.ent_type_ in {"DATE", "TIME"}
    return (
        unit or num.ent_type_ in {"DATE", "TIME", "MONEY", "PERCENT"} or bool(children(num, "nmod:unmarked"))
    )
