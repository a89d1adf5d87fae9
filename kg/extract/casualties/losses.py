"""Counted losses: the words of a sentence that say how many died or were hurt.

"killed nine people", "with 21 wounded", "nine dead", "put the toll at 53", "the death toll rose to nine". Which
attack they belong to and whose count they are is worked out in `kg.extract.casualties.find`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.arguments import logical_objects, raw_subjects
from kg.extract.words.counts import VAGUE, count_of, number
from kg.extract.words.syntax import (
    MODAL,
    auxiliaries,
    children,
    conjuncts,
    is_passive,
    is_plural,
    is_subject,
    is_verbal,
    negated,
    preposition,
    under,
)
from kg.extract.words.wordorder import aside, counted_before, counted_behind, counted_noun
from kg.model import Count

# Predicates that the parser takes for adjectives: "38 people were hurt"; True for the dead.
_STATES = {"hurt": False, "injured": False, "wounded": False, "dead": True, "killed": True}
_PEOPLE = words("actors", "person") | words("actors", "crowd") | words("strikes", "casualties", "kin")
_PEOPLE_BURIED = words("strikes", "casualties", "victims")
_LOST = frozenset({"man", "comrade", "troop"})
_PART_OF = re.compile(
    r"(?:at least |about |nearly |some )?[\w-]+ of (?:them|whom)\b|among (?:them|whom)\b|including\b"
)
# "neutralised 12 militants": what armies say for killing, of people only.
_SLAIN = words("strikes", "casualties", "slay")
# "were brought in dead", "was found dead", "pronounced dead".
_FOUND = frozenset({"bring", "find", "pronounce", "declare"})
# "41 bodies were brought to the morgue": who is dead already is brought there.
_BODIES = frozenset({"body", "corpse"})
_CARE = words("strikes", "toll", "care")
WOUNDS = frozenset({"injury", "wound", "burn"})
# "two sailors suffered burns"
_BEARS = frozenset({"suffer", "sustain", "incur"})
# "stabbed to death"
_TO_DEATH = ("hack", "shoot", "stab", "beat", "club", "burn")
_HOSPITAL = WOUNDS | {"hospital", "clinic", "trauma", "shock", "hurt", "shrapnel"}


@dataclass(frozen=True, slots=True)
class Loss:
    """One counted loss: the word that says it, the counted noun, dead or injured; who tells it where he stands by."""

    trigger: Token
    noun: Token
    count: Count
    dead: bool
    by: tuple[Token, ...] = ()


def losses(sent: DocSpan) -> Iterator[Loss]:
    """The counted losses that a sentence tells as having happened, in order of the words that say them."""
    for token in sent:
        lemma = token.lemma_.lower()
        if is_verbal(token) or token.tag_ in {"VBN", "VBD"}:
            if not negated(token) and not auxiliaries(token) & MODAL:
                yield from list(_of_verb(token)) or _bare_state(token)
        elif token.pos_ == "ADJ" and token.lower_ in _STATES and children(token, "cop", "aux"):
            if preposition(token) == "among":
                continue  # "fifteen children are among the injured"
            if not negated(token) and not auxiliaries(token) & MODAL:
                found = counted_before(token) or _subjects_of_state(token)
                yield from _counted(token, found, _STATES[token.lower_])
        elif lemma in {"killing", "death", "wounding", "loss"} and under(token, "of"):
            counted = [
                t
                for t in under(token, "of")
                if any(c.dep_ == "nummod" for c in t.children) or (t.pos_ == "NUM" and lemma != "wounding")
            ]
            if lemma == "loss":
                counted = [t for t in counted if t.pos_ == "NUM" or _is_person(t)]
            yield from _counted(token, counted, lemma != "wounding")
        elif token.pos_ in {"NOUN", "ADJ"} and (
            lemma in words("strikes", "casualties", "dead")
            or lemma in words("strikes", "casualties", "injured")
        ):
            yield from _state_word(token)


def _of_verb(verb: Token) -> Iterator[Loss]:
    """ "nine people died", "killed nine people", "claimed nine lives", "left nine dead"."""
    lemma = verb.lemma_.lower()
    kills = lemma in words("strikes", "casualties", "kill")
    if lemma in words("strikes", "casualties", "die") or _dies(verb):
        yield from _counted(verb, counted_before(verb) or raw_subjects(verb), True)
    elif kills or lemma in words("strikes", "casualties", "injure"):
        beside = under(verb, "along", "together", "alongside") if is_passive(verb) else []
        yield from _counted(verb, [*_harmed(verb), *beside], kills)
    elif lemma in _SLAIN:
        yield from _counted(verb, _people(_harmed(verb)), True)
    elif lemma in _CARE and is_passive(verb) and (brought := _bodies(_harmed(verb))):
        yield from _counted(verb, brought, True)
    elif lemma in _CARE and any(
        t.lemma_.lower() in _HOSPITAL for t in under(verb, "to", "for", "with", "in")
    ):
        yield from _counted(verb, _people(_harmed(verb)), False)
    elif lemma in _BEARS and any(o.lemma_.lower() in WOUNDS for o in children(verb, "obj")):
        yield from _counted(verb, _people(raw_subjects(verb)), False)
    elif lemma == "leave":
        yield from _left(verb)
    elif lemma in _DEAD_BY:
        yield from _counted(verb, _DEAD_BY[lemma](verb), True)


def _people(nouns: list[Token]) -> list[Token]:
    return [t for t in nouns if t.pos_ == "NUM" or _is_person(t)]


def _bodies(nouns: list[Token]) -> list[Token]:
    return [t for t in nouns if t.lemma_.lower() in _BODIES]


def loses_life(verb: Token) -> bool:
    """ "lost their lives": died."""
    return verb.lemma_.lower() == "lose" and any(o.lemma_.lower() == "life" for o in logical_objects(verb))


def _lost(verb: Token) -> list[Token]:
    """ "nine people lost their lives", "the army said it lost 23 men", "lost two"."""
    return raw_subjects(verb) if loses_life(verb) else _people(logical_objects(verb))


def _fallen(verb: Token) -> list[Token]:
    """ "23 soldiers fell in the fighting"."""
    if {"from", "off", "into", "to", "by"} & {preposition(c) for c in verb.children}:
        return []
    return [o for o in raw_subjects(verb) if _is_person(o) or any(_is_person(t) for t in under(o, "of"))]


def _mourned(verb: Token) -> list[Token]:
    return [o for o in logical_objects(verb) if _is_person(o)]


def _found_dead(verb: Token) -> list[Token]:
    """ "pulled nine bodies from the rubble", "buried eight of its men"."""
    kinds = _BODIES | (_PEOPLE_BURIED if verb.lemma_.lower() == "bury" else set())
    bodies = [
        o
        for o in logical_objects(verb)
        # "two more bodies" add to a toll, they are none
        if o.lemma_.lower() in kinds and not any(c.lower_ == "more" for c in o.children)
    ]
    adds = any(c.lemma_.lower() in {"bring", "take", "raise"} for c in children(verb, "advcl"))
    of_some = [t for o in bodies if not count_of(o) and not adds for t in under(o, "of")]
    return [o for o in bodies if count_of(o)] + of_some


def _shot_dead(verb: Token) -> list[Token]:
    """ "gunned down nine people", "hacked two to death", "shot three dead"."""
    lemma, beside = verb.lemma_.lower(), {c.lower_ for c in verb.children}
    dead = (
        (lemma == "gun" and "down" in beside)
        # "were hacked or shot to death"
        or (lemma in _TO_DEATH and any(t.lower_ == "death" for v in conjuncts(verb) for t in under(v, "to")))
        or (
            lemma == "shoot"
            and ("dead" in beside or verb.doc[verb.i + 1 : verb.i + 2].text.lower() == "dead")
        )
    )
    return logical_objects(verb) if dead else []


def _claimed(verb: Token) -> list[Token]:
    """ "claimed nine lives", "cost the lives of nine", "cost nine pupils their lives"."""
    lives = [o for o in logical_objects(verb) if o.lemma_.lower() == "life"]
    if verb.lemma_.lower() == "cost" and any(children(o, "nmod:poss") for o in lives):
        return [c for o in children(verb, "obj", "iobj") if o not in lives for c in conjuncts(o)]
    return [*lives, *(t for o in lives for t in under(o, "of"))]


def _martyred(verb: Token) -> list[Token]:
    martyrdom = any(o.lemma_.lower() == "martyrdom" for o in logical_objects(verb))
    return (counted_before(verb) or raw_subjects(verb)) if martyrdom else []


# Verbs that tell of dead only in some company: who died by them, nobody where the company is another.
_DEAD_BY: dict[str, Callable[[Token], list[Token]]] = {
    "lose": _lost,
    "fall": _fallen,
    "mourn": _mourned,
    **dict.fromkeys(("count", "receive", "recover", "pull", "find", "bury"), _found_dead),
    **dict.fromkeys(("gun", *_TO_DEATH), _shot_dead),
    **dict.fromkeys(("claim", "take", "cost"), _claimed),
    "embrace": _martyred,
}


def _dies(verb: Token) -> bool:
    """ "Nine were brought in dead", "four succumbed to their wounds"."""
    if verb.lemma_.lower() == "succumb":
        return any(t.lemma_.lower() in _HOSPITAL for t in under(verb, "to"))
    behind = [t.lower_ for t in verb.doc[verb.i + 1 : min(verb.i + 3, verb.sent.end)]]
    dead = behind[:1] == ["dead"] or behind == ["in", "dead"]
    return dead and verb.lemma_.lower() in _FOUND and is_passive(verb)


def _harmed(verb: Token) -> list[Token]:
    """Who is killed or hurt: by the order of the words where a number stands there, otherwise by the parse."""
    if (bare := _bare_number(verb)) is not None:
        return [bare]
    if verb.tag_ == "VBN" and (before := counted_before(verb)):
        return before
    objects = children(verb, "obj") if verb.dep_ == "acl" else []  # "killed nine" is no passive
    found = [c for o in objects for c in conjuncts(o)] or logical_objects(verb)
    if not any(count_of(o) is not None for o in found) and (behind := counted_behind(verb)) is not None:
        return conjuncts(behind)
    return found


def _bare_number(verb: Token) -> Token | None:
    """ "14 people were killed and 46 injured", "with 21 wounded": the number is all that is left of the noun."""
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if before is None or before.pos_ != "NUM" or (before.dep_ == "nummod" and before.head.pos_ == "NOUN"):
        return None
    alone = verb.dep_ in {"conj", "acl", "amod", "advcl", "parataxis"}
    return before if alone and not any(c.dep_.startswith("aux") for c in verb.children) else None


def _counted(trigger: Token, nouns: Sequence[Token], dead: bool) -> Iterator[Loss]:
    victims = [n for k, n in enumerate(nouns) if _is_victim(n) and not _is_part(n) and (k == 0 or _joins(n))]
    counted = [(n, c) for n in victims if (c := _of_family(n) or count_of(n) or _single(n)) is not None]
    if not counted:
        return
    # "Igor Kirillov and his aide": a name counts beside others
    counted += [(n, Count(1)) for n in victims if _is_named(n) and count_of(n) is None]
    # "15 policemen and several civilians": how many these are is not said
    exact = [(n, c) for n, c in counted if not _is_vague(n)]
    vague = len(exact) < len(counted)
    kept = exact or counted
    # "five women and three children": one count of eight
    total = Count(
        sum(c.low for _, c in kept),
        sum(c.high or c.low for _, c in kept) if any(c.high for _, c in kept) else None,
        vague or any(c.at_least for _, c in kept),
    )
    yield Loss(trigger, kept[0][0], total, dead)


def _joins(noun: Token) -> bool:
    """Whether one more of a list is one more victim: "a teacher", "nine others", but no "a power station".

    "11 people, or seven if the army is right": the same once more.
    """
    if any(c.lower_ == "or" and c.dep_ == "cc" for c in noun.children):
        return False
    return count_of(noun) != Count(1) or _is_person(noun) or _is_named(noun) or noun.lemma_.lower() in _PEOPLE


def _is_person(noun: Token) -> bool:
    """True for "soldier", "villager", "man": who can be lost."""
    lemma = noun.lemma_.lower()
    return lemma in _LOST or lemma in words("strikes", "casualties", "victims")


def _single(noun: Token) -> Count | None:
    """ "her son", "their guide", "its driver": one person, whose he is being said."""
    if is_plural(noun) or noun.pos_ != "NOUN":
        return None
    owned = any(p.pos_ == "PRON" for p in children(noun, "nmod:poss"))
    person = _is_person(noun) or noun.lemma_.lower() in words("strikes", "casualties", "kin")
    return Count(1) if owned and person else None


def _is_named(noun: Token) -> bool:
    return noun.pos_ == "PROPN" and (noun.ent_type_ == "PERSON" or bool(children(noun, "nmod:desc")))


def _is_vague(noun: Token) -> bool:
    return noun.lower_ in VAGUE or any(c.lower_ in VAGUE for c in children(noun, "amod", "det"))


def _is_part(noun: Token) -> bool:
    """ "16 villagers, among them three monks", "ten civilians, five of them children": counted already."""
    opening = noun.left_edge.i
    while opening < noun.i and noun.doc[opening].is_punct:
        opening += 1
    if _PART_OF.match(aside(noun)):
        return True
    before = noun.doc[max(noun.sent.start, opening - 2) : opening].text.lower()
    if before.endswith(("among them", "among whom", "including", "of whom", "of them")):
        return True
    first = noun.doc[opening : opening + 2].text.lower()
    if first in {"among them", "among whom"} or first.startswith("including"):
        return True
    after = noun.doc[noun.i + 1 : noun.i + 3].text.lower()
    listed = opening > noun.sent.start and noun.doc[opening - 1].text in {",", "(", "–", "—", "and", "with"}
    return listed and after in {"of them", "of whom"}


def _of_family(noun: Token) -> Count | None:
    """ "a family of four", "a crew of 12": as many as it has members."""
    if noun.lemma_.lower() not in {"family", "crew", "team", "group", "couple"}:
        return None
    if noun.lemma_.lower() == "couple" and not is_plural(noun) and not under(noun, "of"):
        return Count(2)
    return next((c for t in under(noun, "of") if t.pos_ == "NUM" and (c := count_of(t)) is not None), None)


def _is_victim(noun: Token) -> bool:
    """True unless the counted noun is a thing or an animal: "destroyed", "killed 40 sheep"."""
    return noun.lemma_.lower() not in words("strikes", "casualties", "not_people")


def _bare_state(token: Token) -> Iterator[Loss]:
    """ "reported 16 dead and 42 wounded", "two dead and five injured", "one shot dead and another badly wounded"."""
    if token.lower_ not in _STATES or token.i == token.sent.start or children(token, "aux", "cop", "obj"):
        return
    before = token.doc[token.i - 1]
    if before.pos_ == "ADV" and before.i > token.sent.start:
        before = before.doc[before.i - 1]
    if before.lower_ == "another":
        yield Loss(token, token, Count(1), _STATES[token.lower_])
        return
    own = before.pos_ == "NUM" and (before.dep_ != "nummod" or before.head.i == token.i)
    of_it = is_subject(before) or (before.dep_ == "obl" and before.head.i < before.i)
    if before.pos_ == "NOUN" and of_it and counted_behind(token) is None:
        # "gave its losses as five soldiers killed and 12 wounded"
        yield from _counted(token, counted_noun(token, before.i), _STATES[token.lower_])
    elif own and (count := count_of(before)) is not None:
        yield Loss(token, before, count, _STATES[token.lower_])


def _subjects_of_state(word: Token) -> list[Token]:
    """Who was hurt; "more than 270 were hurt" may be taken for an adverb by the parse."""
    subjects = [c for s in children(word, "nsubj") for c in conjuncts(s)]
    return subjects or [c for c in children(word, "obl") if c.pos_ == "NUM" and c.i < word.i]


def _left(verb: Token) -> Iterator[Loss]:
    """ "left 11 people dead and 20 wounded", "left 22 with injuries"."""
    for hurt in under(verb, "with"):
        if hurt.lemma_.lower() in WOUNDS and (behind := counted_behind(verb)) is not None:
            yield from _counted(verb, [behind], False)
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
    elif token.lower_ in _STATES and not children(token, "cop"):
        # "reported 12 civilians dead"
        yield from _counted(token, counted_noun(token, token.i - 1), dead)
