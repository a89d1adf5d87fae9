"""Acts told by pointing at another: "did the same", "each expelled one diplomat", "condemned the bombing"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.frames import Match
from kg.extract.lexicon import words
from kg.extract.paths import Filler, complements
from kg.extract.phrases import phrase_parts
from kg.extract.political import is_political
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.syntax import is_verbal, negated, raw_subjects
from kg.model import Factuality, StrikeReport


@dataclass(frozen=True, slots=True)
class Reading:
    """One frame as read in one sentence. `dropped` says in words why it is no report; "" when it is one."""

    match: Match
    initiators: tuple[Filler, ...] = ()
    recipients: tuple[Filler, ...] = ()
    factuality: Factuality = Factuality.ASSERTED
    according_to: tuple[str, ...] = ()
    dropped: str = ""
    initiator_keys: tuple[str, ...] = ()
    recipient_keys: tuple[str, ...] = ()
    copies: str = ""


def copies(scene: Scene, sentence: DocSpan, before: list[Reading]) -> Iterator[Reading]:
    """ "Poland did the same", "followed suit", "so did the African Union": the act just told, by another."""
    for token in sentence:
        subjects = _copying_subjects(token)
        if not subjects:
            continue
        model = next(
            (
                r
                for r in sorted(before, key=lambda r: -r.match.trigger.i)
                if not r.dropped and r.match.trigger.i < token.i and _close(r.match.trigger, token)
            ),
            None,
        )
        if model is None or negated(token):
            continue
        fillers = [Filler("subject", s, scene.denotation.of(s)) for s in subjects]
        keys = tuple(
            k
            for k in dict.fromkeys(k for f in fillers for k in f.keys)
            if is_political(scene.cast.figures[k], scene)
        )
        if not keys or set(keys) & set(model.initiator_keys):
            continue
        if any(
            not r.dropped and _inside(r.match, token) and set(r.initiator_keys) & set(keys) for r in before
        ):
            continue  # "Bolivia followed suit with the recall of its ambassador" says itself what was done
        back = bool(set(keys) & set(model.recipient_keys))
        recipients = model.initiator_keys if back else tuple(k for k in model.recipient_keys if k not in keys)
        standing = standing_of(token, scene.denotation)
        yield Reading(
            Match(model.match.frame, token),
            tuple(fillers),
            (),
            standing.factuality,
            standing.according_to,
            "",
            keys,
            recipients,
            copies=model.match.trigger.text,
        )


def _inside(match: Match, token: Token) -> bool:
    return (
        match.carrier is None
        and match.trigger.pos_ == "NOUN"
        and token.i < match.trigger.i
        and token in match.trigger.ancestors
    )


def _copying_subjects(token: Token) -> list[Token]:
    lemma = (token.lemma_ or token.lower_).lower()
    if lemma == "do" and any(c.lower_ in {"so", "as"} and c.i < token.i for c in token.children):
        after = [s for s in raw_subjects(token) if s.i > token.i]
        if after:
            return after
    if not is_verbal(token):
        return []
    for phrase in words("diplomacy", "copy", "phrases"):
        first, *rest = phrase.split()
        if lemma == first and phrase_parts(token, tuple(rest)) is not None:
            return raw_subjects(token)
    return []


def _close(earlier: Token, later: Token) -> bool:
    """In the same sentence or the one before."""
    if earlier.sent == later.sent:
        return True
    return bool(later.sent.start) and later.doc[later.sent.start - 1].sent == earlier.sent


def told_just_before(before: Iterable[Reading], match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
    """To whom the same initiator did the act told just before.

    "broke off relations with Qatar and expelled its diplomats": "its" would lead to the initiator itself.
    """
    for reading in before:
        if (
            not reading.dropped
            and _close(reading.match.trigger, match.trigger)
            and set(reading.initiator_keys) & set(keys)
        ):
            return reading.recipient_keys
    return ()


def one_act_each(reading: Reading) -> Iterator[Reading]:
    """ "Turkey and Qatar condemned …" are two acts, one of either; what they do jointly stays one.

    "The two expelled one diplomat each" is an act in either direction.
    """
    keys = reading.initiator_keys
    if reading.dropped or reading.match.frame.joint or len(keys) < 2 or _together(reading.match.trigger):
        yield reading
        return
    mutual = not reading.recipient_keys and len(keys) == 2 and _mutual(reading.match.trigger)
    for key in keys:
        others = tuple(k for k in keys if k != key)
        yield replace(
            reading, initiator_keys=(key,), recipient_keys=others if mutual else reading.recipient_keys
        )


def _together(trigger: Token) -> bool:
    return any(t.lower_ in {"joint", "jointly", "together"} for t in trigger.sent)


def _mutual(trigger: Token) -> bool:
    words_ = [t.lower_ for t in trigger.sent]
    return "each" in words_ or ("one", "another") in pairwise(words_)


class Attackers:
    """Who carried out the attack that a condemnation is about."""

    def __init__(self, strikes: tuple[StrikeReport, ...]) -> None:
        self._strikes = tuple(s for s in strikes if s.attackers)

    def before(self, scene: Scene, match: Match) -> tuple[str, ...]:
        """The attackers of the strike named in the condemnation itself, or of the only ones told before it."""
        if not self._strikes or not _names_attack(match):
            return ()
        sentence = match.trigger.sent
        inside = [s for s in self._strikes if sentence.start_char <= s.mention.span.begin < sentence.end_char]
        earlier = [s for s in self._strikes if s.mention.span.begin < sentence.start_char]
        named = [s for s in earlier if any(scene.cast.figures[k].named for k in s.attackers)]
        for strikes in (inside, named, earlier):
            if strikes:
                return strikes[-1].attackers
        return ()


def _names_attack(match: Match) -> bool:
    attack = words("diplomacy", "class", "attack")
    return any((t.lemma_ or t.lower_).lower() in attack for t in match.trigger.subtree) or any(
        (t.lemma_ or t.lower_).lower() in attack for c in complements(match.trigger) for t in c.subtree
    )
