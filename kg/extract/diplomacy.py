"""Diplomatic actions: acts between political actors, verbal or material, short of force.

Each sentence is read through the frames of `lexicon/diplomacy.toml`. A reading becomes a report only when a
political actor is found as its initiator and the act is told as done, claimed, denied or planned; negated acts
("announced no sanctions") and acts that somebody only asks for ("urged Kyiv to withdraw") are none. What was
read and why it was dropped is kept for `kg.extract.explain`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.errors import EnvironmentProblem
from kg.extract.arguments import raw_subjects
from kg.extract.brokers import parties_alone
from kg.extract.frames import Match
from kg.extract.hosts import BY_HOST, made_known_by, same_breath, whose_ministry
from kg.extract.lexicon import words
from kg.extract.matching import Lexicon, lexicon
from kg.extract.paths import Filler, Walker
from kg.extract.political import (
    BETWEEN_STATES,
    VERBAL,
    as_state,
    for_whom,
    is_actor,
    own_side,
    parties,
    political_only,
    same_side,
)
from kg.extract.positions import objects_of
from kg.extract.recipients import ABOUT_ATTACKS, Attackers, Quarrel, recipients_behind
from kg.extract.retold import Reading, against_each_other, copies, one_act_each
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.syntax import auxiliaries, children, is_passive, is_verbal, preposition, under
from kg.extract.unreal import asked_for, only_intended, ruled_out
from kg.model import ActionReport, ActionType, ActorClass, Factuality, StrikeReport, When

# What befalls the one whose it is said to be: "his killing", "Navalny's arrest".
_SUFFERED = frozenset(
    {"killing", "death", "murder", "assassination", "execution", "arrest", "detention", "abduction"}
    | {"kidnapping", "overthrow", "imprisonment", "poisoning", "slaying", "expulsion", "deportation"}
)
# Acts whose infinitive tells what they are about, and no further act.
_WITH_MATTER = frozenset(
    t.value
    for t in (
        ActionType.AGREEMENT, ActionType.PLEDGE, ActionType.MEETING, ActionType.NEGOTIATION, ActionType.PHONE_CALL,
        ActionType.SUMMONS,
    )
)  # fmt: skip
_PROMISING = frozenset({"promise", "pledge", "vow", "swear", "undertake"})
# What is condemned or rejected, where a pronoun names it.
_THINGS = frozenset({"it", "this", "that", "them", "these", "those"})
# What a government's own official announces in the passive is that government's.
_ANNOUNCED = frozenset({ActionType.BORDER_CLOSURE, ActionType.RELATIONS_DOWNGRADED, ActionType.SANCTIONS})
_NEAR = 30  # words between the sentences that tell of two calls
# Paths of a recipient whom the act is done to: "called on Rwanda" tells no place.
_DONE_TO = frozenset({"object", "on", "upon"})
_FUTURE = frozenset({"will", "would", "shall", "’ll", "'ll", "’d", "'d"})


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
    told: When | None = None
    latest: When | None = None
    sentence = -1
    for reading in read(scene, strikes):
        if reading.dropped:
            continue
        match, frame = reading.match, reading.match.frame
        if (
            match.trigger.sent.start != sentence
        ):  # "a day earlier" means one day for all that its sentence tells
            sentence, told = match.trigger.sent.start, latest
        partners = [t for t in match.tokens if t.i != match.trigger.i]
        when = (
            scene.times.at(match.trigger, partners, told)
            or scene.times.of_same_breath(match.anchor, told)
            or scene.times.of_subject(match.anchor)
            or scene.times.of_announcement(match.anchor)
            or (None if _holds_always(match) else scene.times.entries.day_of([match.anchor]))
        )
        latest = when or latest
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
            )
        )
    return tuple(reports)


def read(scene: Scene, strikes: tuple[StrikeReport, ...] = ()) -> tuple[Reading, ...]:
    """Every reading of every frame in the body, those that were dropped included, in text order."""
    out: list[Reading] = []
    attackers, quarrel = Attackers(strikes), Quarrel(scene, strikes)
    for sentence in scene.sentences:
        found = list(_read_sentence(scene, sentence, attackers, quarrel, out[-8:]))
        for copy in copies(scene, sentence, [*out, *found]):
            found.append(copy)
        found = [r for r in found if not _is_told_by_its_noun(r, found)]
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
            continue
        carrier = None if first.circumstance else first.carrier
        if carrier is not None and carrier.i in taken and carrier.lemma_.lower() in _PROMISING:
            continue  # "promised an inquiry" is told by its verb; a meeting held may be one "requested by" another
        readings = []
        for match in candidates:
            reading = _reading(scene, match, attackers, quarrel, [*before, *kept][::-1])
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
        chosen = readings[-1] if not readings[-1].dropped else readings[0]
        if not chosen.dropped and (act := _of_which_it_is_the_matter(chosen, kept)):
            chosen = replace(chosen, dropped=f"what was agreed or talked about: “{act.match.trigger.text}”")
        if not chosen.dropped:
            taken.update(t.i for t in chosen.match.tokens)
            kept.append(chosen)
        yield chosen


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


def _reading(
    scene: Scene, match: Match, attackers: Attackers, quarrel: Quarrel, before: list[Reading]
) -> Reading:
    frame = match.frame
    verdict = ruled_out(match)
    if verdict:
        return Reading(match, dropped=verdict)
    walker = Walker(scene.denotation, match)
    type_ = ActionType(frame.type)
    initiators = [political_only(f, scene, type_) for f in _fill(walker, frame.initiator, union=frame.joint)]
    initiators = [f for f in initiators if f.keys and not (frame.joint and _counted(f))]
    initiators = parties_alone(scene, match, initiators)
    if match.circumstance:
        initiators = [f for f in initiators if f.path != "possessor"]
    keys = parties(scene, initiators)
    recipients = [
        f
        for f in _fill(walker, frame.recipient, owners=True)
        if not _suffered(f) and any(is_actor(scene.cast.figures[k]) for k in f.keys)
    ]
    to = tuple(
        dict.fromkeys(
            for_whom(scene, k) for f in recipients for k in f.keys if is_actor(scene.cast.figures[k])
        )
    )
    if type_ in ABOUT_ATTACKS | {ActionType.REJECTION} and all(
        f.token.lower_ in _THINGS or _only_where(scene, f) for f in recipients
    ):
        to = ()  # what was condemned or rejected, not who
    for filler in recipients:
        to = quarrel.sides_meant(filler.token, keys) or to
    if type_ in BETWEEN_STATES:
        to = tuple(dict.fromkeys(as_state(scene, k) for k in to))
    whose = to
    to = tuple(k for k in to if k not in keys and not own_side(scene, k, keys))
    if whose and not to and type_ in BY_HOST and all(f.path in {"to", "to@"} for f in initiators):
        # nobody summons his own ambassador: "the foreign ministry" is another's, as "the envoy in Oslo" tells
        initiators = _fill(walker, [p for p in frame.initiator if p.removesuffix("@") != "to"])
        keys = parties(scene, initiators)
        to = tuple(k for k in whose if k not in keys and not own_side(scene, k, keys))
        keys = keys if to else ()
    standing = standing_of(match.anchor, scene.denotation)
    if to and type_ in BY_HOST:
        keys = keys or same_breath(scene, match, to) or made_known_by(scene, match, to, standing)
        keys = whose_ministry(scene, match, keys, to)
    if not to:
        to = recipients_behind(scene, match, keys, before, attackers, quarrel)
    factuality, by = standing.factuality, standing.according_to
    if (
        frame.real
        and factuality is Factuality.HYPOTHETICAL
        and auxiliaries(match.anchor) & (_FUTURE | frame.modal)
    ):
        factuality = Factuality.CLAIMED if by else Factuality.ASSERTED
    if factuality is Factuality.HYPOTHETICAL and preposition(match.trigger) == "including":
        factuality = Factuality.ASSERTED  # "calls for restraint, including appeals from …"
    if frame.negated and factuality is Factuality.DENIED:
        factuality = Factuality.CLAIMED if by else Factuality.ASSERTED  # "will not accept" is the act
    if factuality is Factuality.CLAIMED and type_ in VERBAL and same_side(scene, by, keys):
        factuality, by = Factuality.ASSERTED, ()
    if not keys and type_ in _ANNOUNCED and is_passive(match.anchor):
        keys = _of_who_announces(scene, by, to)
    reading = Reading(match, tuple(initiators), tuple(recipients), factuality, by, "", keys, to)
    if not frame.joint and (owner := _of_somebody_else(scene, match, initiators)):
        return replace(reading, dropped=f"somebody else's: “{owner.text}”")
    if not keys:
        return replace(reading, dropped="no political actor found as initiator")
    if frame.parties > 1 and _met_by_somebody_else(match, initiators):
        return replace(reading, dropped="its subject is not known")
    if len(keys) < frame.parties:
        return replace(reading, dropped=f"needs {frame.parties} parties")
    addressed = type_ is ActionType.APPEAL and _to_some(match)
    if "recipient" in frame.needs and not (to or addressed or against_each_other(reading, keys)):
        return replace(reading, dropped="no recipient found")
    intended = "" if frame.real else only_intended(match.anchor)
    if (intended or factuality is Factuality.HYPOTHETICAL) and (asked := asked_for(match)):
        return replace(reading, dropped=f"asked for, feared or refused, not done: “{asked}”")
    if intended and match.anchor.head.lemma_.lower() in _PROMISING:
        return replace(reading, dropped=f"promised, not done: “{intended}”")
    if intended and match.anchor.head.pos_ in {"NOUN", "ADJ", "AUX"}:
        return replace(reading, dropped=f"intended, not done: “{intended}”")
    return replace(reading, factuality=Factuality.HYPOTHETICAL) if intended else reading


def _only_where(scene: Scene, filler: Filler) -> bool:
    """ "Condemned the attacks in Somalia": where they were is not who is condemned."""
    token = filler.token
    if (token.lemma_ or token.lower_).lower() not in words("diplomacy", "class", "attack"):
        return False
    where = scene.denotation.all_of(under(token, "in", "on", "at", "near", "against", "across"))
    return set(filler.keys) <= set(where)


def _of_who_announces(scene: Scene, by: tuple[str, ...], to: tuple[str, ...]) -> tuple[str, ...]:
    """ "The border was closed, the Thai prime minister said": Thailand closed it."""
    announcing = tuple(dict.fromkeys(scene.cast.side_of(k) for k in by))
    states = [k for k in announcing if scene.cast.figures[k].cls is ActorClass.STATE]
    return announcing if announcing and len(states) == len(announcing) and not set(states) & set(to) else ()


def _to_some(match: Match) -> bool:
    """ "Asked the parties to return to talks": to whom is told, though not by name."""
    polity = words("diplomacy", "class", "polity")
    asked = objects_of(match.anchor, match.own_preposition)
    return any((t.lemma_ or t.lower_).lower() in polity and t.tag_ == "NNS" for t in asked)


def _fill(walker: Walker, paths: Iterable[str], *, union: bool = False, owners: bool = False) -> list[Filler]:
    """The fillers of the first path that leads to somebody; of all paths in a joint act.

    `owners`: where the words at a path denote nobody, whose they are counts: "sanctions on six Russian ships".
    """
    found: list[Filler] = []
    for path in paths:
        fillers = walker.follow(path)
        if not fillers and owners and not path.endswith("possessor"):
            fillers = walker.follow(f"{path.removesuffix('@')}.possessor")
        found.extend(fillers)
        if fillers and not union:
            break
    return found


def _met_by_somebody_else(match: Match, fillers: Iterable[Filler]) -> bool:
    """True for "the board met with Russia and China": those named are not the ones who met each other."""
    if not is_verbal(match.trigger) or is_passive(match.trigger):
        return False
    subjects = [s for s in raw_subjects(match.trigger) if s.pos_ in {"NOUN", "PROPN"}]
    return bool(subjects) and not any(f.path == "subject" for f in fillers)


def _of_somebody_else(scene: Scene, match: Match, fillers: Iterable[Filler]) -> Token | None:
    """ "Guatemala took Belize's complaint seriously": the genitive tells whose act the noun is."""
    if match.carrier is None or not is_verbal(match.carrier):
        return None
    doers = {k for f in fillers if f.path == "subject" for k in f.keys}
    for owner in children(match.trigger, "nmod:poss"):
        keys = set(scene.denotation.of(owner))
        if doers and keys and not keys & doers and owner.pos_ == "PROPN":
            return owner
    return None


def _counted(filler: Filler) -> bool:
    """ "700,000 Sudanese": people of a state, no party to a meeting."""
    token = filler.token
    return filler.path == "object" and token.i > 0 and token.nbor(-1).pos_ == "NUM"


def _holds_always(match: Match) -> bool:
    """ "Ghana blames Togo", "which denies it": what somebody keeps saying is no news of the day."""
    return ActionType(match.frame.type) in VERBAL and not auxiliaries(match.anchor)


def _suffered(filler: Filler) -> bool:
    """True for whom a killing or an arrest befell: "condemned his killing" is not directed at him."""
    return (
        filler.path.endswith("possessor")
        and filler.token.dep_ == "nmod:poss"
        and filler.token.head.lemma_.lower() in _SUFFERED
        and not under(filler.token.head, "of")
    )


def _points_back(match: Match) -> bool:
    """True for "the call", "their agreement": an act told before."""
    if is_verbal(match.trigger):
        return False
    return any(
        c.lower_ in {"the", "this", "that", "these", "those", "both", "its", "their"}
        for c in match.trigger.children
    )
