"""Diplomatic actions: acts between political actors, verbal or material, short of force.

Each sentence is read through the frames of `lexicon/diplomacy.toml`. A reading becomes a report only when a
political actor is found as its initiator and the act is told as done, claimed, denied or planned; negated acts
("announced no sanctions") and acts that somebody only asks for ("urged Kyiv to withdraw") are none. What was
read and why it was dropped is kept for `kg.extract.explain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.errors import EnvironmentProblem
from kg.extract.cast import Figure
from kg.extract.frames import Frame, Lexicon, Match, lexicon, phrase_parts
from kg.extract.lexicon import words
from kg.extract.paths import Filler, Walker, complements
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.syntax import (
    FINITE,
    auxiliaries,
    clause_verbs,
    is_passive,
    is_verbal,
    negated,
    preposition,
    raw_subjects,
)
from kg.model import ActionReport, ActionType, ActorClass, Factuality, StrikeReport, When

_POLITICAL = frozenset(
    {
        ActorClass.STATE,
        ActorClass.GOVERNMENT_BODY,
        ActorClass.ARMED_GROUP,
        ActorClass.INTERNATIONAL_ORGANIZATION,
    }
)
# Acts of words: saying them does them, and an organisation that is no state may do them too.
VERBAL = frozenset(
    {
        ActionType.APPEAL, ActionType.DEMAND, ActionType.CONDEMNATION, ActionType.ACCUSATION, ActionType.COMPLAINT,
        ActionType.REJECTION, ActionType.THREAT, ActionType.ULTIMATUM, ActionType.PLEDGE, ActionType.MEDIATION_OFFER,
        ActionType.ENDORSEMENT, ActionType.AGREEMENT,
    }
)  # fmt: skip
_ORGANIZATION_TOO = VERBAL | {ActionType.INVESTIGATION, ActionType.AID, ActionType.AID_SUSPENDED}
_ABOUT_ENVOYS = frozenset(
    {ActionType.ENVOY_EXPULSION, ActionType.ENVOY_BARRED, ActionType.SUMMONS, ActionType.AMBASSADOR_RECALL}
)
_FUTURE = frozenset({"will", "would", "shall", "’ll", "'ll", "’d", "'d"})
_MEDIA = re.compile(
    r"\b(news|times|post|tv|television|radio|press|agency|herald|daily|institute|wire|gazette)\b",
    re.IGNORECASE,
)


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
    for reading in read(scene, strikes):
        if reading.dropped:
            continue
        match, frame = reading.match, reading.match.frame
        partners = [t for t in match.tokens if t.i != match.trigger.i]
        when = scene.calendar.at(match.trigger, partners, told)
        told = when or told
        objects = [t for f in reading.recipients for t in [f.token]] if frame.places else []
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
                    [match.trigger, *([match.carrier] if match.carrier else [])], objects
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
    attackers = _Attackers(strikes)
    for sentence in scene.sentences:
        found = list(_read_sentence(scene, sentence, attackers, out[-8:]))
        for copy in _copies(scene, sentence, [*out, *found]):
            found.append(copy)
        for reading in sorted(found, key=lambda r: r.match.trigger.i):
            out.extend(_one_act_each(reading))
    return tuple(out)


def _read_sentence(
    scene: Scene, sentence: DocSpan, attackers: _Attackers, before: list[Reading]
) -> Iterator[Reading]:
    taken: set[int] = set()
    kept: list[Reading] = []
    lex = frames()
    elsewhere = next((t for t in sentence if (t.lemma_ or t.lower_).lower() in lex.elsewhere), None)
    for candidates in lex.matches(sentence):
        if candidates[0].trigger.i in taken:
            continue
        readings = []
        for match in candidates:
            reading = _reading(scene, match, attackers, reversed([*before, *kept]))
            if elsewhere is not None and not reading.dropped:
                reading = replace(reading, dropped=f"not politics: “{elsewhere.text}”")
            readings.append(reading)
            if not reading.dropped:
                break
        chosen = readings[-1] if not readings[-1].dropped else readings[0]
        if not chosen.dropped:
            taken.update(t.i for t in chosen.match.tokens)
            kept.append(chosen)
        yield chosen


def _reading(scene: Scene, match: Match, attackers: _Attackers, before: Iterable[Reading] = ()) -> Reading:
    frame = match.frame
    verdict = _denied_by_words(match)
    if verdict:
        return Reading(match, dropped=verdict)
    walker = Walker(scene.denotation, match)
    type_ = ActionType(frame.type)
    initiators = [_political_only(f, scene, type_) for f in _fill(walker, frame.initiator, union=frame.joint)]
    initiators = [f for f in initiators if f.keys]
    if match.circumstance:
        initiators = [f for f in initiators if f.path != "possessor"]
    keys = _merge(scene, initiators)
    recipients = [
        f
        for f in _fill(walker, frame.recipient, owners=True)
        if any(_actor(scene.cast.figures[k]) for k in f.keys)
    ]
    to = tuple(
        dict.fromkeys(
            _for_whom(scene, k) for f in recipients for k in f.keys if _actor(scene.cast.figures[k])
        )
    )
    to = tuple(k for k in to if k not in keys)
    if not to and type_ is ActionType.CONDEMNATION:
        to = tuple(k for k in attackers.before(scene, match) if k not in keys)
    if not to and type_ in _ABOUT_ENVOYS:
        to = _told_just_before(before, match, keys)
    standing = standing_of(match.anchor, scene.denotation)
    factuality, by = standing.factuality, standing.according_to
    if (
        frame.real
        and factuality is Factuality.HYPOTHETICAL
        and auxiliaries(match.anchor) & (_FUTURE | frame.modal)
    ):
        factuality = Factuality.CLAIMED if by else Factuality.ASSERTED
    if factuality is Factuality.HYPOTHETICAL and preposition(match.trigger) == "including":
        factuality = Factuality.ASSERTED  # "calls for restraint, including appeals from …"
    if factuality is Factuality.CLAIMED and type_ in VERBAL and _same_side(scene, by, keys):
        factuality, by = Factuality.ASSERTED, ()
    reading = Reading(match, tuple(initiators), tuple(recipients), factuality, by, "", keys, to)
    if not keys:
        return replace(reading, dropped="no political actor found as initiator")
    if len(keys) < frame.parties:
        return replace(reading, dropped=f"needs {frame.parties} parties")
    if "recipient" in frame.needs and not to:
        return replace(reading, dropped="no recipient found")
    intended = "" if frame.real else _only_intended(match.anchor)
    if (intended or factuality is Factuality.HYPOTHETICAL) and (asked := _asked_for(match)):
        return replace(reading, dropped=f"asked for, feared or refused, not done: “{asked}”")
    if intended and match.anchor.head.pos_ in {"NOUN", "ADJ", "AUX"}:
        return replace(reading, dropped=f"intended, not done: “{intended}”")
    return replace(reading, factuality=Factuality.HYPOTHETICAL) if intended else reading


def _told_just_before(before: Iterable[Reading], match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
    """To whom the same initiator did the act told just before: "broke off relations with X and expelled its diplomats"."""
    for reading in before:
        if (
            not reading.dropped
            and _close(reading.match.trigger, match.trigger)
            and set(reading.initiator_keys) & set(keys)
        ):
            return reading.recipient_keys
    return ()


def _denied_by_words(match: Match) -> str:
    """Why the words themselves say that nothing was done; "" when they do not."""
    no = (
        negated(match.anchor)
        or negated(match.trigger)
        or any(t.pos_ == "NOUN" and negated(t) for t in match.parts)
    )
    if match.frame.active and is_passive(match.anchor):
        return "needs the active voice"
    if match.frame.negated:
        return "" if no else "needs a negation"
    return "negated" if no else ""


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


def _political_only(filler: Filler, scene: Scene, type_: ActionType) -> Filler:
    keys = tuple(
        k
        for k in filler.keys
        if is_political(scene.cast.figures[k], scene)
        or (
            type_ in _ORGANIZATION_TOO
            and scene.cast.figures[k].cls is ActorClass.ORGANIZATION
            and scene.cast.figures[k].named
            and not _MEDIA.search(scene.cast.figures[k].name)
        )
    )
    return Filler(filler.path, filler.token, keys)


def is_political(figure: Figure, scene: Scene) -> bool:
    """True for states, their bodies, armed groups, international organisations, and those who hold office in one."""
    if figure.cls is ActorClass.GOVERNMENT_BODY and not figure.named and figure.state is None:
        return figure.name.lower().split()[-1] not in words("diplomacy", "private", "bodies")
    if figure.cls in _POLITICAL:
        return True
    if figure.cls is not ActorClass.PERSON:
        return False
    role = re.split(r"[\s-]+", (figure.role or "").lower())
    if role[-1] in words("diplomacy", "private", "roles"):
        return False
    if figure.member_of:
        return scene.cast.figures[figure.member_of].cls in _POLITICAL
    if (
        figure.entry is not None
        or figure.state is not None
        or set(role) & words("diplomacy", "office", "roles")
    ):
        return True
    # A surname alone: "Putin offered to negotiate".
    return figure.named and figure.role is None and bool(scene.gazetteer.surnames(figure.name.split()[-1]))


def _actor(figure: Figure) -> bool:
    return figure.cls is not ActorClass.POPULATION


def _for_whom(scene: Scene, key: str) -> str:
    """Whom an actor without a name of his own acts for: an ambassador or "a senior official" his state or ministry."""
    figure = scene.cast.figures[key]
    if figure.cls is ActorClass.PERSON and not figure.named and figure.member_of:
        envoy = (figure.role or "").lower() in words("diplomacy", "class", "envoy")
        key = figure.member_of
        figure = scene.cast.figures[key]
        if envoy and figure.part_of:
            return figure.part_of
    if (
        figure.cls is ActorClass.GOVERNMENT_BODY
        and figure.part_of
        and re.search(r"\b(embassy|consulate)\b", figure.name, re.IGNORECASE)
    ):
        return figure.part_of
    return key


def _merge(scene: Scene, fillers: Iterable[Filler]) -> tuple[str, ...]:
    """The distinct initiators; a state steps back behind its own office-holder or body in the same role."""
    keys = list(dict.fromkeys(_for_whom(scene, k) for f in fillers for k in f.keys))
    represented = {f.member_of for f in map(scene.cast.figures.__getitem__, keys)} | {
        f.part_of for f in map(scene.cast.figures.__getitem__, keys)
    }
    return tuple(k for k in keys if k not in represented)


def _same_side(scene: Scene, sources: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    """True when those who say it are those who did it, or speak for them."""
    figures = scene.cast.figures
    mine = set(keys) | {figures[k].state for k in keys if figures[k].state}
    return bool(sources) and all(
        k in mine
        or figures[k].member_of in mine
        or figures[k].part_of in mine
        or (figures[k].state is not None and figures[k].state in mine)
        for k in sources
    )


def _asked_for(match: Match) -> str:
    """The word that only asks for the act, fears, refuses or intends it; "" when the act is done or announced."""
    asked = words("diplomacy", "asked", "words")
    anchor = match.anchor
    if anchor.dep_ == "conj" and anchor.tag_ in FINITE and anchor.head.tag_ == "VB":
        return ""  # "urged X to yield and flew home": the finite verb is no part of what was asked
    for verb in [v for _, v in zip(range(2), clause_verbs(anchor), strict=False)]:
        if verb.lemma_.lower() in asked:
            return verb.text
    for token in (anchor, match.trigger):
        if (
            token.head.pos_ == "NOUN"
            and preposition(token) != "including"
            and token.dep_.split(":")[0] in {"nmod", "acl", "conj"}
            and token.head.lemma_.lower() in asked
        ):
            return token.head.text
    for verb in (anchor, *[v for _, v in zip(range(1), clause_verbs(anchor), strict=False)]):
        for child in verb.children:
            if child.lower_ in {"if", "unless", "whether", "lest", "should"} and child.dep_ in {
                "mark",
                "aux",
            }:
                return child.text
    if possible := auxiliaries(anchor) & {"should", "must", "could", "may", "might", "can", "ca"}:
        return min(possible)
    return ""


def _only_intended(anchor: Token) -> str:
    """The word on which an infinitive hangs that does not say that it was done: "willing to", "a plan to", "was to"."""
    while anchor.dep_ == "conj" and is_verbal(anchor.head) and not auxiliaries(anchor):
        anchor = anchor.head
    infinitive = any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in anchor.children)
    if not infinitive or anchor.dep_ not in {"xcomp", "ccomp", "advcl", "acl", "csubj"}:
        return ""
    head = anchor.head
    if (
        anchor.dep_ == "xcomp"
        and is_verbal(head)
        and head.lemma_.lower() in words("diplomacy", "done", "verbs")
    ):
        return _only_intended(head)
    return head.text


def _points_back(match: Match) -> bool:
    """True for "the call", "their agreement": an act told before."""
    if is_verbal(match.trigger):
        return False
    return any(
        c.lower_ in {"the", "this", "that", "these", "those", "both", "its", "their"}
        for c in match.trigger.children
    )


# --- acts told by pointing at another act -----------------------------------------------------------------


def _copies(scene: Scene, sentence: DocSpan, before: list[Reading]) -> Iterator[Reading]:
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
            not r.dropped and r.match.trigger.i > token.i and set(r.initiator_keys) & set(keys)
            for r in before
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


def _one_act_each(reading: Reading) -> Iterator[Reading]:
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
    return "each" in words_ or ("one", "another") in zip(words_, words_[1:], strict=False)


class _Attackers:
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


__all__ = ["VERBAL", "Frame", "Reading", "find_actions", "frames", "is_political", "preposition", "read"]
