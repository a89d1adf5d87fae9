"""The dead and the injured: how many, who, and whose count it is; each count tied to the attack it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.arguments import logical_subjects
from kg.extract.counts import count_of
from kg.extract.lexicon import words
from kg.extract.losses import Loss, losses
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.syntax import (
    children,
    conjuncts,
    is_verbal,
    noun_phrase,
    possessors,
    preposition,
)
from kg.extract.tally import counters
from kg.extract.tolls import tolls
from kg.model import CasualtyClaim, Factuality, StrikeReport

# What an attack is said to be of another one.
_ANSWERS = frozenset(
    {"response", "retaliation", "revenge", "reprisal", "answer", "reply", "retribution", "retaliate"}
)
# What a side has of its own dead.
_TOLLS = frozenset({"toll", "dead", "death", "casualty", "loss", "fatality"})
# How many characters behind the loss may say that a whole war is meant.
_BESIDE = 60
# How many sentences one more count may stand behind the last of the same attack.
_REACH = 3


def find_casualties(scene: Scene, strikes: Sequence[StrikeReport]) -> tuple[CasualtyClaim, ...]:
    """All counts that belong to an attack of the article; keys are "c1", "c2", …

    A count without an attack in its own sentence belongs to the last attack told in the two sentences before;
    without one there it is left out, for nothing says what killed.
    """
    claims: list[CasualtyClaim] = []
    last: tuple[int, tuple[str, ...]] = (-_REACH, ())
    before: tuple[int, Loss] | None = None
    for n, sent in enumerate(scene.sentences):
        if any(sent.start_char <= s.mention.span.begin < sent.end_char for s in strikes):
            last = (-_REACH, ())
        told = list(losses(sent))
        near = before[1] if before is not None and n - before[0] <= _REACH else None
        for group in _groups([*told, *tolls(sent, told[-1] if told else near)]):
            if _of_whole_war(group[0]):
                continue
            linked = _strikes_for(group, sent, n, scene, strikes)
            if not linked and n - last[0] <= _REACH:
                linked = last[1]  # one count after the other, of the same attack
            if linked and not _is_own_side(group[0], linked, scene, strikes):
                last = (n, linked)
                before = (n, group[0])
                claims.append(_claim(f"c{len(claims) + 1}", group, linked, scene))
    return tuple(claims)


def _groups(told: list[Loss]) -> list[list[Loss]]:
    """Losses of one clause belong to one report: "killed nine people and injured twenty"."""
    groups: list[list[Loss]] = []
    for loss in told:
        if any(loss.noun.i == o.noun.i and loss.dead == o.dead for g in groups for o in g):
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
    group: list[Loss], sent: DocSpan, n: int, scene: Scene, strikes: Sequence[StrikeReport]
) -> tuple[str, ...]:
    trigger = group[0].trigger
    here = [s for s in strikes if sent.start_char <= s.mention.span.begin < sent.end_char]
    if here:
        if _of_another(trigger, here):
            return ()
        governing = [s for s in here if _governs(s, trigger)]
        if governing:
            return (min(governing, key=lambda s: _steps(s, trigger)).key,)
        return (min(here, key=lambda s: abs(s.mention.span.begin - trigger.idx)).key,)
    for back in (1, 2):
        if n - back < 0:
            break
        earlier = scene.sentences[n - back]
        before = [
            s
            for s in strikes
            if earlier.start_char <= s.mention.span.begin < earlier.end_char
            and s.mention.factuality not in {Factuality.HYPOTHETICAL, Factuality.DENIED}
            and not s.habitual
        ]
        if before:
            return (before[-1].key,)
    return ()


def _governs(strike: StrikeReport, trigger: Token) -> bool:
    """True when the loss hangs on the attack's words, or the attack on the loss's verb."""
    return any(_is_word_of(strike, t) for t in (*trigger.ancestors, *trigger.subtree))


def _is_word_of(strike: StrikeReport, token: Token) -> bool:
    """True for the verbs and nouns that the attack's mention spans."""
    span = strike.mention.span
    return span.begin <= token.idx < span.end and (is_verbal(token) or token.pos_ in {"NOUN", "PROPN"})


def _of_another(trigger: Token, here: Sequence[StrikeReport]) -> bool:
    """ "hit a camp in response to the killing of 21", "in revenge for a raid that killed one": another's dead."""
    for token in (trigger, *trigger.ancestors):
        if any(s.mention.span.begin <= token.idx < s.mention.span.end for s in here):
            return False
        answered = preposition(token) in {"to", "for"} and token.head.lemma_.lower() in _ANSWERS
        if answered and token.pos_ == "NOUN":
            return True
    return False


_WAR = re.compile(
    r"\bon both sides\b|\bsince (?:the )?(?:latest )?(?:fighting|war|conflict|hostilities|clashes|violence|invasion|"
    r"insurgency|coup)\b",
    re.IGNORECASE,
)


def _of_whole_war(loss: Loss) -> bool:
    """ "killed on both sides", "since fighting broke out", "the war has killed": a toll of no attack in particular."""
    wars = words("strikes", "casualties", "warfare")
    killers = {s.lemma_.lower() for s in logical_subjects(loss.trigger)} if is_verbal(loss.trigger) else set()
    said = loss.trigger.sent.text
    near = said[: max(0, loss.trigger.idx - loss.trigger.sent.start_char) + _BESIDE]
    return bool(killers & wars) or _WAR.search(near) is not None


def _is_own_side(loss: Loss, linked: tuple[str, ...], scene: Scene, strikes: Sequence[StrikeReport]) -> bool:
    """ "Thailand's toll rose to 20", "put its dead at 15": the dead of a side are not of its own attack on another."""
    toll = next(
        (t for t in (loss.noun, loss.trigger, *loss.trigger.children) if t.lemma_.lower() in _TOLLS), None
    )
    owners = {k for p in possessors(toll) for k in scene.denotation.of(p)} if toll is not None else set()
    return bool(owners) and all(
        owners <= set(s.attackers) and not owners & set(s.targets) for s in strikes if s.key in linked
    )


def _steps(strike: StrikeReport, trigger: Token) -> int:
    """How far above the loss the attack's words stand: "bombed a base, after rockets hit a shop and killed nine"."""
    chain = [trigger, *trigger.ancestors]
    return next((n for n, t in enumerate(chain) if _is_word_of(strike, t)), len(chain))


def _claim(key: str, group: list[Loss], linked: tuple[str, ...], scene: Scene) -> CasualtyClaim:
    first = group[0]
    standing = standing_of(first.trigger, scene.denotation)
    by = counters(first.trigger, scene)
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
        scene.times.at(first.trigger) if first.trigger.lemma_.lower() in {"toll", "count"} else None,
    )


def _victims(loss: Loss) -> Iterator[str]:
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
