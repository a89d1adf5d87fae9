"""Diplomatic actions: acts between political actors, verbal or material, short of force.

Each sentence is read through the frames of `lexicon/diplomacy.toml`. A reading becomes a report only when a
political actor is found as its initiator and the act is told as done, claimed, denied or planned; negated acts
("announced no sanctions") and acts that somebody only asks for ("urged Kyiv to withdraw") are none. What was
read and why it was dropped is kept for `kg.extract.explain`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Span as DocSpan

from kg.errors import EnvironmentProblem
from kg.extract.diplomacy.attackers import Attackers
from kg.extract.diplomacy.days import ActDays
from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.gapped import gapped
from kg.extract.diplomacy.matching import Lexicon, lexicon
from kg.extract.diplomacy.recipients import Quarrel, told_just_after
from kg.extract.diplomacy.retold import TALKS, Reading, copies, one_act_each
from kg.extract.diplomacy.roles import PROMISING, reading_of
from kg.extract.scene import Scene
from kg.extract.words.syntax import is_verbal
from kg.model import ActionReport, ActionType, Factuality, StrikeReport, When

# Acts whose infinitive tells what they are about, and no further act.
_WITH_MATTER = frozenset(
    t.value
    for t in (
        ActionType.AGREEMENT, ActionType.PLEDGE, ActionType.MEETING, ActionType.NEGOTIATION, ActionType.PHONE_CALL,
        ActionType.SUMMONS,
    )
)  # fmt: skip
_NEAR = 30  # words between the sentences that tell of two calls
# Paths of a recipient whom the act is done to: "called on Rwanda" tells no place.
_DONE_TO = frozenset({"object", "on", "upon"})


@cache
def frames() -> Lexicon:
    """The diplomatic frames; raises EnvironmentProblem when one has a type that the ontology lacks."""
    lex = lexicon("diplomacy")
    known = {t.value for t in ActionType}
    for frame in lex.frames:
        if frame.type not in known:
            raise EnvironmentProblem(
                f"frame {frame.id}: there is no action type {frame.type!r}", "see docs/lexicons.md"
            )
    return lex


def find_actions(scene: Scene, strikes: tuple[StrikeReport, ...] = ()) -> tuple[ActionReport, ...]:
    """The diplomatic actions that the article reports, in text order.

    `strikes`, found before, tell whom "condemned the bombing" is directed at when the sentence itself does not.
    """
    reports: list[ActionReport] = []
    days = ActDays(scene)
    told: When | None = None
    sentence = -1
    for reading in read(scene, strikes):
        if reading.dropped and not reading.echo:
            continue
        match, frame = reading.match, reading.match.frame
        if (
            match.trigger.sent.start != sentence
        ):  # "a day earlier" means one day for all that its sentence tells
            sentence, told = match.trigger.sent.start, days.latest
        when = days.of(reading, told)
        objects = [f.token for f in reading.recipients] if frame.places else []
        reports.append(
            ActionReport(
                key=f"d{len(reports) + 1}",
                mention=scene.mention(
                    match.tokens[0], match.tokens[-1], reading.factuality, reading.according_to, frame.id
                ),
                type=ActionType(frame.type),
                initiators=reading.initiator_keys,
                recipients=reading.recipient_keys,
                places=scene.places.of_event(
                    [match.trigger, *([match.carrier] if match.carrier else [])],
                    objects,
                    [f.token for f in reading.recipients if f.path in _DONE_TO and not frame.places],
                ),
                when=when,
                definite=_points_back(match),
                cameo=frame.cameo,
                echo=reading.echo,
            )
        )
    return tuple(reports)


def read(scene: Scene, strikes: tuple[StrikeReport, ...] = ()) -> tuple[Reading, ...]:
    """Every reading of every frame in the body, those that were dropped included, in text order."""
    out: list[Reading] = []
    attackers, quarrel = Attackers(strikes), Quarrel(scene, strikes)
    for sentence in scene.sentences:
        found = list(_read_sentence(scene, sentence, attackers, quarrel, out[-8:]))
        for copy in (*copies(scene, sentence, [*out, *found]), *gapped(scene, sentence, found)):
            found.append(copy)
        found = [r for r in found if not _is_told_by_its_noun(r, found)]
        found = [replace(r, recipient_keys=to) if (to := told_just_after(r, found)) else r for r in found]
        found = [replace(r, echo=False) if r.echo and _is_told_beside(r, found) else r for r in found]
        for reading in sorted(found, key=lambda r: r.match.trigger.i):
            quarrel.add(reading)
            out.extend(one_act_each(reading))
    return tuple(out)


def _read_sentence(
    scene: Scene, sentence: DocSpan, attackers: Attackers, quarrel: Quarrel, before: list[Reading]
) -> Iterator[Reading]:
    taken: set[int] = set()
    kept: list[Reading] = []
    lex = frames()
    elsewhere = next((t for t in sentence if (t.lemma_ or t.lower_).lower() in lex.elsewhere), None)
    for candidates in lex.matches(sentence):
        first = candidates[0]
        if first.trigger.i in taken:
            candidates = tuple(c for c in candidates if c.frame.recalled or c.is_of_clause)
            if not candidates or not _is_answered(first, kept):
                continue
            first = candidates[0]
        carrier = None if first.circumstance else first.carrier
        if carrier is not None and carrier.i in taken and carrier.lemma_.lower() in PROMISING | {"agree"}:
            continue  # "promised an inquiry" is told by its verb; a meeting held may be one "requested by" another
        if first.frame.type in TALKS and any(
            r.match.trigger == carrier and r.match.frame.type in TALKS for r in kept
        ):
            continue  # "held talks with his counterpart" is told by its verb
        readings = []
        for match in candidates:
            reading = reading_of(scene, match, attackers, quarrel, [*before, *kept][::-1])
            if _on_the_phone(reading, [*before, *kept]):
                reading = replace(
                    reading,
                    match=replace(match, frame=replace(match.frame, type=ActionType.PHONE_CALL.value)),
                )
            if elsewhere is not None and not reading.dropped:
                reading = replace(reading, dropped=f"not politics: “{elsewhere.text}”")
            readings.append(reading)
            if not reading.dropped:
                break
        chosen = readings[-1] if not readings[-1].dropped else _heard(readings)
        if not chosen.dropped and (act := _of_which_it_is_the_matter(chosen, kept)):
            chosen = replace(chosen, dropped=f"what was agreed or talked about: “{act.match.trigger.text}”")
        if not chosen.dropped:
            taken.update(t.i for t in chosen.match.tokens)
            kept.append(chosen)
        yield chosen


def _heard(readings: list[Reading]) -> Reading:
    """Of readings that are no act the first that takes one up, else the first."""
    return next((r for r in readings if r.echo), readings[0])


def _is_answered(match: Match, kept: list[Reading]) -> bool:
    """ "Welcomed Oman's offer": two acts, though the frame of the welcome has the offer for its object."""
    return not any(match.trigger in (r.match.trigger, r.match.carrier) for r in kept)


def _is_told_by_its_noun(reading: Reading, found: list[Reading]) -> bool:
    """True for "agreed" of "agreed to a ceasefire", which is told as a ceasefire."""
    if reading.dropped or reading.match.frame.type != ActionType.AGREEMENT.value:
        return False
    return any(
        not r.dropped
        and r.match.frame.type == ActionType.CEASEFIRE.value
        and r.match.carrier == reading.match.trigger
        and set(r.initiator_keys) == set(reading.initiator_keys)
        for r in found
    )


def _is_told_beside(echo: Reading, found: list[Reading]) -> bool:
    """True where its sentence tells an act of its type, or of which it is a word: "they agreed on the truce"."""
    match = echo.match
    return any(
        not r.dropped
        and (
            r.match.frame.type == match.frame.type
            or (match.trigger in r.match.tokens and not match.frame.recalled)
        )
        for r in found
    )


def _of_which_it_is_the_matter(reading: Reading, kept: list[Reading]) -> Reading | None:
    """The act of which this one is only the matter: "agreed to reopen the crossing", "met to discuss the railway"."""
    if reading.factuality is not Factuality.HYPOTHETICAL:
        return None
    head = reading.match.anchor.head
    return next(
        (
            r
            for r in kept
            if r.match.frame.type in _WITH_MATTER
            and head in (r.match.trigger, r.match.anchor)
            and set(r.initiator_keys) >= set(reading.initiator_keys)
        ),
        None,
    )


def _on_the_phone(reading: Reading, before: list[Reading]) -> bool:
    """ "spoke with Sharif too", after a call was told in the same breath: another call."""
    match = reading.match
    if match.frame.type != ActionType.MEETING.value or match.trigger.lemma_.lower() not in {"speak", "talk"}:
        return False
    return any(
        not r.dropped
        and r.match.frame.type == ActionType.PHONE_CALL.value
        and match.trigger.i - r.match.trigger.i > 0
        and match.trigger.sent.start - r.match.trigger.sent.end < _NEAR
        for r in before
    )


def _points_back(match: Match) -> bool:
    """True for "the call", "their agreement": an act told before."""
    if is_verbal(match.trigger):
        return False
    return any(
        c.lower_ in {"the", "this", "that", "these", "those", "both", "its", "their"}
        for c in match.trigger.children
    )
