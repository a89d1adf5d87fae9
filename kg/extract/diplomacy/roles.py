"""One match of a frame read: who did it to whom, how factual it is, and why it is no act where it is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.diplomacy.attackers import Attackers
from kg.extract.diplomacy.audiences import audience, called_on_too, written_to
from kg.extract.diplomacy.brokers import parties_alone
from kg.extract.diplomacy.echoes import NOBODY, TAKEN_UP, is_echo
from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.hosts import BY_HOST, announced_by, made_known_by, same_breath, whose_ministry
from kg.extract.diplomacy.paths import Filler, Walker
from kg.extract.diplomacy.political import (
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
from kg.extract.diplomacy.positions import objects_of
from kg.extract.diplomacy.recipients import ABOUT_ATTACKS, Quarrel, recipients_behind
from kg.extract.diplomacy.retold import Reading, against_each_other, who_talked
from kg.extract.diplomacy.unreal import asked_for, is_recalled, only_intended, ruled_out
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.standing import Standing, standing_of
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import auxiliaries, children, is_passive, is_verbal, preposition, under
from kg.model import ActionType, Factuality

_SUFFERED = words("diplomacy", "whose", "suffered")
_HITTING = words("diplomacy", "whose", "hitting")
# What is condemned or rejected, where a pronoun names it.
_THINGS = frozenset({"it", "this", "that", "them", "these", "those"})
# What a government's own official announces in the passive is that government's.
_ANNOUNCED = frozenset({ActionType.BORDER_CLOSURE, ActionType.RELATIONS_DOWNGRADED, ActionType.SANCTIONS})
_OTHERS = words("diplomacy", "whose", "others")
_BILLS = words("diplomacy", "asked", "bills")
_FUTURE = frozenset({"will", "would", "shall", "’ll", "'ll", "’d", "'d"})
# Verbs that say what is to come without a threat of their own, and what is threatened by saying so of another.
_SAYING = frozenset({"say", "announce", "declare", "claim", "insist", "state", "repeat"})
_SUFFERING = frozenset({"pay", "face", "regret", "suffer"})
PROMISING = frozenset({"promise", "pledge", "vow", "swear", "undertake"})


def reading_of(
    scene: Scene, match: Match, attackers: Attackers, quarrel: Quarrel, before: list[Reading]
) -> Reading:
    """The reading of one match, with why it is no act where it is none. `before` are the readings before it."""
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
    initiators = who_talked(scene, before, match) or initiators
    keys = parties(scene, initiators)
    recipients = [
        f
        for f in _fill(walker, frame.recipient, owners=True)
        if not (_suffered(f) or _befell(scene, f)) and any(is_actor(scene.cast.figures[k]) for k in f.keys)
    ]
    if many := audience(scene, walker):
        recipients = []
    whose = many or _addressed(scene, type_, recipients, keys, quarrel)
    to = tuple(k for k in whose if k not in keys and not own_side(scene, k, keys))
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
    to = tuple(dict.fromkeys((*to, *(k for k in called_on_too(scene, match) if k not in keys))))
    named = to
    if not to:
        to = written_to(scene, match) or recipients_behind(scene, match, keys, before, attackers, quarrel)
    factuality, by = _factuality(match, standing), standing.according_to
    if factuality is Factuality.ASSERTED:
        by = ()
    if factuality is Factuality.CLAIMED and type_ in VERBAL and same_side(scene, by, keys):
        factuality, by = Factuality.ASSERTED, ()
    if type_ in _ANNOUNCED and is_passive(match.anchor):
        if by and any(f.token.lower_ in {"country", "nation"} for f in initiators):
            # "the ministry said the country's airspace was closed to flights from Mali": the ministry's country
            keys = announced_by(scene, by, whose)
            to = tuple(k for k in whose if k not in keys)
        elif not keys:
            keys = announced_by(scene, by, to)
    reading = Reading(match, tuple(initiators), tuple(recipients), factuality, by, "", keys, to)
    if flaw := _flaw(scene, reading):
        only_named = replace(reading, recipient_keys=named, dropped=flaw)
        return (
            replace(only_named, echo=True)
            if is_echo(scene, only_named, flaw)
            else replace(reading, dropped=flaw)
        )
    return replace(reading, factuality=Factuality.HYPOTHETICAL) if _is_intended(match) else reading


def _addressed(
    scene: Scene, type_: ActionType, recipients: list[Filler], keys: tuple[str, ...], quarrel: Quarrel
) -> tuple[str, ...]:
    """Whom the words of the match name as the other side; `keys`, who act, may still be among them."""
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
        to = quarrel.sides_meant(filler.token, keys) or (() if quarrel.rules_out(filler.token, to) else to)
    if type_ in BETWEEN_STATES:
        to = tuple(dict.fromkeys(as_state(scene, k) for k in to))
    return to


def _factuality(match: Match, standing: Standing) -> Factuality:
    """How factual the act is, where what its clause says of its verb is not so of the act itself."""
    frame, factuality = match.frame, standing.factuality
    told = Factuality.CLAIMED if standing.according_to else Factuality.ASSERTED
    ahead = frame.real and auxiliaries(match.anchor) & (_FUTURE | frame.modal)
    if ahead and factuality is Factuality.HYPOTHETICAL:
        factuality = told
    if factuality is Factuality.DENIED and _beside_the_denial(match):
        factuality = Factuality.ASSERTED  # "denied that it had shelled the village and blamed the rebels"
    if factuality is Factuality.HYPOTHETICAL and preposition(match.trigger) == "including":
        factuality = Factuality.ASSERTED  # "calls for restraint, including appeals from …"
    if factuality is Factuality.HYPOTHETICAL and is_recalled(match):
        factuality = told  # "is expected to accept Oman's offer", which was made
    if frame.negated and factuality is Factuality.DENIED:
        factuality = told  # "will not accept" is the act
    return factuality


def _beside_the_denial(match: Match) -> bool:
    """True for what who denies does besides, where the parse joins it to what is denied."""
    act, clause = match.anchor, match.anchor.head
    denying = clause.head
    if (
        act.dep_ != "conj"
        or clause.dep_ != "ccomp"
        or denying.lemma_.lower() not in words("statements", "deny")
    ):
        return False
    answers = ActionType(match.frame.type) in VERBAL or match.frame.type == ActionType.SUMMONS.value
    return answers and act.tag_ == denying.tag_ and not children(act, "nsubj", "nsubj:pass", "mark", "aux")


def _is_intended(match: Match) -> str:
    """The word that makes the act an intention, where its frame does not make it real; "" otherwise."""
    return "" if match.frame.real else only_intended(match.anchor)


def _flaw(scene: Scene, reading: Reading) -> str:
    """Why a reading is no act of anybody's; "" when it is one."""
    match, frame = reading.match, reading.match.frame
    keys, initiators = reading.initiator_keys, reading.initiators
    if frame.echo:
        return TAKEN_UP
    if not frame.joint and (owner := _of_somebody_else(scene, match, initiators)):
        return f"somebody else's: “{owner.text}”"
    if not keys:
        return NOBODY
    if frame.modal and frame.clause and (other := _of_another(scene, match, keys)) is not None:
        return f"what another will do: “{other.text}”"
    if frame.parties > 1 and _met_by_somebody_else(match, initiators):
        return "its subject is not known"
    if len(keys) < frame.parties:
        return f"needs {frame.parties} parties"
    addressed = ActionType(frame.type) is ActionType.APPEAL and _to_some(match)
    if "recipient" in frame.needs and not (
        reading.recipient_keys or addressed or against_each_other(reading, keys)
    ):
        return "no recipient found"
    if frame.real and is_verbal(match.anchor) and _is_put_to_vote(match.anchor):
        return f"put forward, not done: “{match.anchor.head.text}”"
    intended = _is_intended(match)
    if (intended or reading.factuality is Factuality.HYPOTHETICAL) and (asked := asked_for(match)):
        return f"asked for, feared or refused, not done: “{asked}”"
    if intended and match.anchor.head.lemma_.lower() in PROMISING:
        return f"promised, not done: “{intended}”"
    if intended and match.anchor.head.pos_ in {"NOUN", "ADJ", "AUX"}:
        return f"intended, not done: “{intended}”"
    return ""


def _of_another(scene: Scene, match: Match, keys: tuple[str, ...]) -> Token | None:
    """ "Kyiv said Russia would strike its power stations": who would is not who says so; None where he is."""
    told = children(match.anchor, "ccomp")
    clause = next((c for c in told if auxiliaries(c) & match.frame.modal & _FUTURE), None)
    subject = next(iter(children(clause, "nsubj")), None) if clause is not None else None
    if match.anchor.lemma_.lower() not in _SAYING or clause is None or clause.lemma_.lower() in _SUFFERING:
        return None  # "warned that Chad would face the consequences", "vowed that it would pay for it"
    if subject is None or subject.pos_ not in {"NOUN", "PROPN"}:
        return None
    if any(p.pos_ == "PRON" for p in children(subject, "nmod:poss")):
        return None  # "its forces would bomb the camps"
    ours = {scene.cast.side_of(k) for k in keys}
    theirs = {scene.cast.side_of(k) for k in scene.denotation.of(subject)}
    return None if ours & theirs else subject


def _is_put_to_vote(act: Token) -> bool:
    """ "A bill to ratify the treaty", "a motion to recognise the state": nothing that is done yet."""
    to = next((c for c in act.children if c.lower_ == "to" and c.i < act.i), act)
    before = (act.head, *act.doc[max(to.i - 1, 0) : to.i])
    return act.tag_ == "VB" and to is not act and any(t.lemma_.lower() in _BILLS for t in before)


def _only_where(scene: Scene, filler: Filler) -> bool:
    """ "Condemned the attacks in Somalia": where they were is not who is condemned."""
    token = filler.token
    if (token.lemma_ or token.lower_).lower() not in words("diplomacy", "class", "attack"):
        return False
    where = scene.denotation.all_of(under(token, "in", "on", "at", "near", "against", "across"))
    return set(filler.keys) <= set(where)


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
            owned = walker.follow(f"{path.removesuffix('@')}.possessor")
            fillers = tuple(f for f in owned if f.token.head.lemma_.lower() not in _OTHERS)
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


def _befell(scene: Scene, filler: Filler) -> bool:
    """ "Condemned the shelling of Diboli", "the Diboli killings": who or what was hit, not who hit it."""
    token = filler.token
    noun = token.head if token.dep_ in {"nmod", "compound"} else token.head.head
    if noun.lemma_.lower() not in words("diplomacy", "class", "attack") or token.dep_ == "nmod:poss":
        return False
    if noun.lemma_.lower() in _HITTING and preposition(token) == "of":
        return True
    return token.dep_ == "compound" and all(scene.cast.figures[k].entry is None for k in filler.keys)


def _suffered(filler: Filler) -> bool:
    """True for whom a killing or an arrest befell: "condemned his killing" is not directed at him."""
    return (
        filler.path.endswith("possessor")
        and filler.token.dep_ == "nmod:poss"
        and filler.token.head.lemma_.lower() in _SUFFERED
        and not under(filler.token.head, "of")
    )
