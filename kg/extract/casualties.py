"""The dead and the injured: how many, who, and whose count it is; each count tied to the attack it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.counts import count_of, number
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.syntax import (
    auxiliaries,
    children,
    conjuncts,
    is_passive,
    is_verbal,
    logical_objects,
    negated,
    noun_phrase,
    preposition,
    raw_subjects,
    under,
)
from kg.extract.tally import counters
from kg.model import CasualtyClaim, Count, Factuality, StrikeReport

# How many sentences one more count may stand behind the last of the same attack.
_REACH = 3
_LOST = frozenset(
    ["man", "soldier", "fighter", "troop", "member", "officer", "guard", "people", "person", "comrade"]
)
_TOLL = re.compile(
    r"\b(?:death toll|toll|death count|body count|number of (?:dead|deaths|casualties|fatalities))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Loss:
    """One counted loss: the word that says it, the counted noun, dead or injured."""

    trigger: Token
    noun: Token
    count: Count
    dead: bool


def find_casualties(scene: Scene, strikes: Sequence[StrikeReport]) -> tuple[CasualtyClaim, ...]:
    """All counts that belong to an attack of the article; keys are "c1", "c2", …

    A count without an attack in its own sentence belongs to the last attack told in the two sentences before;
    without one there it is left out, for nothing says what killed.
    """
    claims: list[CasualtyClaim] = []
    last: tuple[int, tuple[str, ...]] = (-_REACH, ())
    for n, sent in enumerate(scene.sentences):
        if any(sent.start_char <= s.mention.span.begin < sent.end_char for s in strikes):
            last = (-_REACH, ())
        for group in _groups(list(_losses(sent, scene))):
            linked = _strikes_for(group, sent, n, scene, strikes)
            if not linked and n - last[0] <= _REACH:
                linked = last[1]  # one count after the other, of the same attack
            if linked:
                last = (n, linked)
                claims.append(_claim(f"c{len(claims) + 1}", group, linked, scene))
    return tuple(claims)


# -- finding counts ----------------------------------------------------------------------------------------


def _losses(sent: DocSpan, scene: Scene) -> Iterator[_Loss]:
    for token in sent:
        lemma = token.lemma_.lower()
        kills, injures = (
            lemma in words("strikes", "casualties", "kill"),
            lemma in words("strikes", "casualties", "injure"),
        )
        if is_verbal(token) or token.tag_ in {"VBN", "VBD"}:
            if negated(token) or auxiliaries(token) & {"would", "could", "might", "may", "will"}:
                continue
            if lemma in words("strikes", "casualties", "die"):
                yield from _counted(token, raw_subjects(token), True)
            elif kills or injures:
                undergone = raw_subjects(token) if is_passive(token) else logical_objects(token)
                if bare := _bare_number(token):
                    undergone = [bare]
                yield from _counted(token, undergone, kills)
            elif lemma == "lose" and any(o.lemma_.lower() == "life" for o in logical_objects(token)):
                yield from _counted(token, raw_subjects(token), True)
            elif lemma == "lose":  # "the army said it lost 23 men"
                yield from _counted(
                    token, [o for o in logical_objects(token) if o.lemma_.lower() in _LOST], True
                )
            elif lemma in {"count", "receive", "recover", "pull", "find", "bury"}:
                bodies = [
                    o
                    for o in logical_objects(token)
                    # "two more bodies" add to a toll, they are none
                    if o.lemma_.lower() in {"body", "corpse"}
                    and not any(c.lower_ == "more" for c in o.children)
                ]
                yield from _counted(token, bodies, True)
            elif (lemma == "gun" and any(c.lower_ == "down" for c in token.children)) or (
                lemma == "hack" and any(t.lower_ == "death" for t in under(token, "to"))
            ):
                yield from _counted(token, logical_objects(token), True)
            elif lemma == "shoot" and (
                any(c.lower_ == "dead" for c in token.children)
                or token.doc[token.i + 1 : token.i + 2].text.lower() == "dead"
            ):
                yield from _counted(
                    token, raw_subjects(token) if is_passive(token) else logical_objects(token), True
                )
            elif lemma == "put":
                yield from _put(token)
            elif lemma in {"claim", "take", "cost"}:
                lives = [o for o in logical_objects(token) if o.lemma_.lower() == "life"]
                yield from _counted(token, lives, True)
            elif lemma == "leave":
                yield from _left(token)
        elif lemma in {"killing", "death", "wounding"} and under(token, "of"):
            counted = [t for t in under(token, "of") if any(c.dep_ == "nummod" for c in t.children)]
            yield from _counted(token, counted, lemma != "wounding")
        elif (lemma in words("strikes", "casualties", "dead") and token.pos_ in {"NOUN", "ADJ"}) or (
            lemma in words("strikes", "casualties", "injured") and token.pos_ in {"NOUN", "ADJ"}
        ):
            yield from _state_word(token)
    yield from _tolls(sent)


def _bare_number(verb: Token) -> Token | None:
    """ "14 people were killed and 46 injured", "with 21 wounded": the number is all that is left of the noun."""
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if before is None or before.pos_ != "NUM" or (before.dep_ == "nummod" and before.head.pos_ == "NOUN"):
        return None
    alone = verb.dep_ in {"conj", "acl", "amod", "advcl", "parataxis"}
    return before if alone and not any(c.dep_.startswith("aux") for c in verb.children) else None


def _put(verb: Token) -> Iterator[_Loss]:
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
            yield _Loss(verb, child, count, True)
            return


def _counted(trigger: Token, nouns: Sequence[Token], dead: bool) -> Iterator[_Loss]:
    counted = [(n, c) for n in nouns if (c := _of_family(n) or count_of(n)) is not None and _is_victim(n)]
    if not counted:
        return
    # "five women and three children": one count of eight
    total = Count(
        sum(c.low for _, c in counted),
        sum(c.high or c.low for _, c in counted) if any(c.high for _, c in counted) else None,
        any(c.at_least for _, c in counted),
    )
    yield _Loss(trigger, counted[0][0], total, dead)


def _of_family(noun: Token) -> Count | None:
    """ "a family of four", "a crew of 12": as many as it has members."""
    if noun.lemma_.lower() not in {"family", "crew", "team", "group", "couple"}:
        return None
    return next((c for t in under(noun, "of") if t.pos_ == "NUM" and (c := count_of(t)) is not None), None)


def _is_victim(noun: Token) -> bool:
    """True unless the counted noun is a thing or an animal: "destroyed", "killed 40 sheep"."""
    return noun.lemma_.lower() not in words("strikes", "casualties", "not_people")


def _left(verb: Token) -> Iterator[_Loss]:
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
                yield _Loss(word, noun, count, dead)
                break


def _state_word(token: Token) -> Iterator[_Loss]:
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
        yield _Loss(token, token, count, dead)


def _tolls(sent: DocSpan) -> Iterator[_Loss]:
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
                yield _Loss(head, token, count, "injur" not in match.group().lower())
                return


# -- grouping and linking ----------------------------------------------------------------------------------


def _groups(losses: list[_Loss]) -> list[list[_Loss]]:
    """Losses of one clause belong to one report: "killed nine people and injured twenty"."""
    groups: list[list[_Loss]] = []
    for loss in losses:
        if any(loss.noun.i == other.noun.i for g in groups for other in g):
            continue
        for group in groups:
            first = group[0]
            free = all(other.dead != loss.dead for other in group)
            joined = (
                loss.trigger.head.i == first.trigger.i
                or first.trigger.head.i == loss.trigger.i
                or loss.trigger.head.i == first.trigger.head.i
                or _coordinated(loss.trigger, first.trigger)
            )
            if free and joined:
                group.append(loss)
                break
        else:
            groups.append([loss])
    return groups


def _coordinated(left: Token, right: Token) -> bool:
    first, last = sorted((left, right), key=lambda t: t.i)
    between = left.doc[first.i + 1 : last.i]
    return (
        len(between) < 12
        and not any(t.text in {";", "."} for t in between)
        and (
            last.dep_ == "conj"
            or last.head.dep_ == "conj"
            or (
                any(t.lower_ == "and" for t in between)
                and not any(t.dep_.startswith("nsubj") for t in between if t.i > first.i and not count_of(t))
            )
        )
    )


def _strikes_for(
    group: list[_Loss], sent: DocSpan, n: int, scene: Scene, strikes: Sequence[StrikeReport]
) -> tuple[str, ...]:
    trigger = group[0].trigger
    here = [s for s in strikes if sent.start_char <= s.mention.span.begin < sent.end_char]
    if here:
        governing = [s for s in here if _governs(s, trigger, scene)]
        if governing:
            return (governing[0].key,)
        return (min(here, key=lambda s: abs(s.mention.span.begin - trigger.idx)).key,)
    for back in (1, 2):
        if n - back < 0:
            break
        earlier = scene.sentences[n - back]
        before = [
            s
            for s in strikes
            if earlier.start_char <= s.mention.span.begin < earlier.end_char
            and s.mention.factuality is not Factuality.HYPOTHETICAL
            and not s.habitual
        ]
        if before:
            return (before[-1].key,)
    return ()


def _governs(strike: StrikeReport, trigger: Token, scene: Scene) -> bool:
    """True when the loss hangs on the attack's words, or the attack on the loss's verb."""
    span = strike.mention.span
    inside = {
        t.i
        for t in trigger.sent
        if span.begin <= t.idx < span.end and (is_verbal(t) or t.pos_ in {"NOUN", "PROPN"})
    }
    chain = {trigger.i, *(a.i for a in trigger.ancestors)}
    below = {t.i for t in trigger.subtree}
    nearest = next((a.i for a in (trigger, *trigger.ancestors) if a.i in inside), None)
    return (nearest is not None and nearest in chain) or bool(inside & below)


def _claim(key: str, group: list[_Loss], linked: tuple[str, ...], scene: Scene) -> CasualtyClaim:
    first = group[0]
    standing = standing_of(first.trigger, scene.denotation)
    by = standing.according_to or counters(first.trigger, scene)
    dead = next((loss.count for loss in group if loss.dead), None)
    injured = next((loss.count for loss in group if not loss.dead), None)
    tokens = sorted(
        {t.i: t for loss in group for t in (loss.trigger, *noun_phrase(loss.noun))}.values(),
        key=lambda t: t.i,
    )
    factuality = (
        Factuality.CLAIMED if by and standing.factuality is Factuality.ASSERTED else standing.factuality
    )
    mention = scene.mention(tokens[0], tokens[-1], factuality, by, "casualties")
    victims = tuple(dict.fromkeys(v for loss in group for v in _victims(loss)))
    return CasualtyClaim(
        key,
        linked,
        mention,
        dead,
        injured,
        victims,
        scene.calendar.at(first.trigger) if first.trigger.lemma_.lower() in {"toll", "count"} else None,
    )


def _victims(loss: _Loss) -> Iterator[str]:
    """The victims as the article words them: "children", "four children" of nine."""
    for noun in conjuncts(loss.noun):
        if noun.pos_ in {"NOUN", "PROPN"} and noun.lemma_.lower() not in {
            "person",
            "people",
            "other",
            "life",
            "toll",
            "death",
            "dead",
        }:
            yield _plain_phrase(noun)
    for holder in (loss.noun, loss.trigger):
        for child in holder.children:
            if (
                preposition(child).startswith("including")
                or any(c.lower_ == "including" for c in child.children)
                or child.lower_ == "including"
            ):
                for noun in conjuncts(
                    child
                    if child.pos_ in {"NOUN", "PROPN"}
                    else next(iter(children(child, "obj", "obl", "nmod")), child)
                ):
                    if noun.pos_ in {"NOUN", "PROPN"}:
                        yield noun_phrase(noun).text


def _plain_phrase(noun: Token) -> str:
    """ "Israeli soldiers" of "at least two Israeli soldiers"."""
    kept = [
        c
        for c in noun.children
        if c.dep_ in {"amod", "compound"}
        and c.i < noun.i
        and c.lower_ not in {"more", "least", "many", "other", "dozen", "several", "few", "old"}
    ]
    start = min([c.i for c in kept], default=noun.i)
    return (
        noun.doc[start : noun.i + 1].text
        if all(noun.doc[i].pos_ in {"ADJ", "NOUN", "PROPN"} for i in range(start, noun.i))
        else noun.text
    )


__all__ = ["find_casualties"]
