"""The dead and the injured: how many, who, and whose count it is; each count tied to the attack it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.casualties.belonging import REACH, Belonging
from kg.extract.casualties.losses import Loss, losses
from kg.extract.casualties.parts import parts
from kg.extract.casualties.rivals import with_rivals
from kg.extract.casualties.tally import counters, tellers
from kg.extract.casualties.tolls import adds_to_toll, tolls
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.words.counts import count_of
from kg.extract.words.syntax import children, conjuncts, is_subject, noun_phrase, preposition
from kg.model import CasualtyClaim, Factuality, StatementReport, StrikeReport

_ANYBODY = words("strikes", "toll", "anybody")


def find_casualties(
    scene: Scene, strikes: Sequence[StrikeReport], statements: Sequence[StatementReport] = ()
) -> tuple[CasualtyClaim, ...]:
    """All counts that belong to an attack of the article; keys are "c1", "c2", …

    A count of which `kg.extract.casualties.belonging` finds no attack is left out, for nothing says what killed.
    """
    claims: list[CasualtyClaim] = []
    belonging = Belonging(scene, strikes)
    last: tuple[int, tuple[str, ...]] = (-REACH, ())
    before: tuple[int, Loss] | None = None
    for n, sent in enumerate(scene.sentences):
        if belonging.told[n]:
            last = (-REACH, ())
        told = [loss for loss in (*losses(sent), *_parts(sent)) if not adds_to_toll(loss)]
        near = before[1] if before is not None and n - before[0] <= REACH else None
        for group in _groups(with_rivals(sent, [*told, *tolls(sent, near, told)], near)):
            linked = belonging.of(group, n, last)
            if linked and not belonging.is_own_side(group[0], linked):
                last = (n, linked)
                before = (n, group[0])
                claims.append(_claim(f"c{len(claims) + 1}", group, linked, scene, statements))
    return tuple(claims)


def _parts(sent: DocSpan) -> Iterator[Loss]:
    for token in sent:
        yield from parts(token)


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
            if free and joined and loss.by == first.by:
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
                and not any(is_subject(t) for t in between if t.i > first.i and not count_of(t))
            )
        )
    )


def _claim(
    key: str,
    group: list[Loss],
    linked: tuple[str, ...],
    scene: Scene,
    statements: Sequence[StatementReport],
) -> CasualtyClaim:
    first = group[0]
    standing = standing_of(first.trigger, scene.denotation)
    by = tellers(first.by, scene) or counters(first.trigger, scene, statements)
    dead = next((loss.count for loss in group if loss.dead), None)
    injured = next((loss.count for loss in group if not loss.dead), None)
    tokens = sorted(
        {t.i: t for loss in group for t in (loss.trigger, *noun_phrase(loss.noun))}.values(),
        key=lambda t: t.i,
    )
    # "six, not 20 as the rebels claim": they claim it
    told = first.by or standing.factuality is Factuality.ASSERTED
    factuality = Factuality.CLAIMED if by and told else standing.factuality
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
    if loss.by and loss.noun.pos_ == "NUM":
        return  # "14 (the United Nations) and 30 (the rebels)" names who counts
    for noun in conjuncts(loss.noun):
        if noun != loss.noun and children(noun, "nsubj"):
            continue  # "eight of the dead were children and two were policemen"
        if noun.pos_ in {"NOUN", "PROPN"} and noun.lemma_.lower() not in _ANYBODY:
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
