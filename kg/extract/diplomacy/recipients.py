"""To whom an act is done where its own words do not say: the attackers, the other side of what was just told.

The words of a frame come first (`kg.extract.diplomacy.paths`); what is found here stands only where they name nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from spacy.tokens import Token

from kg.extract.diplomacy.attackers import Attackers, within
from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.political import BETWEEN_STATES, VERBAL, own_side
from kg.extract.diplomacy.positions import complements, objects_of
from kg.extract.diplomacy.rejected import whose_it_was
from kg.extract.diplomacy.retold import Reading, close, is_both, told_just_before
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.words.syntax import children, is_verbal, under
from kg.model import ActionType, ActorClass, StrikeReport

# Acts that bear on both sides of a quarrel unless one is named.
_BETWEEN_SIDES = frozenset({ActionType.MEDIATION, ActionType.MEDIATION_OFFER})
_REVENGE = words("diplomacy", "quarrel", "revenge")
_SIDES = words("diplomacy", "quarrel", "sides")
_STATES_ALONE = frozenset({"country", "neighbour", "neighbor", "nation", "state", "government"})
_TALKS = frozenset({ActionType.PHONE_CALL, ActionType.MEETING})
# A state that does one of these right after another did it to somebody does it to the same.
_IN_SERIES = frozenset({ActionType.AMBASSADOR_RECALL, ActionType.RELATIONS_DOWNGRADED})
_LATELY = 3  # sentences
_CHARGES = frozenset({"accusation", "allegation", "charge", "claim"})
_THIS = frozenset({"it", "this", "that", "them"})
ABOUT_ATTACKS = frozenset({ActionType.CONDEMNATION, ActionType.ENDORSEMENT})


class Quarrel:
    """Between whom the article's attacks and hostile acts are."""

    def __init__(self, scene: Scene, strikes: tuple[StrikeReport, ...]) -> None:
        self._scene = scene
        self._pairs: Counter[frozenset[str]] = Counter()
        self._told: list[tuple[int, frozenset[str]]] = []
        self._at_war: set[frozenset[str]] = set()
        for strike in strikes:
            # "complained last year that Sudan had shelled Adré": no quarrel of these days
            past = strike.habitual or (strike.when is not None and strike.when.start.precision != "day")
            self._count(strike.attackers, strike.targets, strike.mention.span.begin, past=past)
        self._at_war = {pair for _, pair in self._told}

    def add(self, reading: Reading) -> None:
        """Take note of an accusation, a threat, an expulsion."""
        hostile = _HOSTILE | BETWEEN_STATES
        if not reading.dropped and ActionType(reading.match.frame.type) in hostile:
            self._count(reading.initiator_keys, reading.recipient_keys, reading.match.trigger.idx)

    def _count(self, here: Iterable[str], there: Iterable[str], begin: int, *, past: bool = False) -> None:
        ours, theirs = (dict.fromkeys(self._scene.cast.side_of(k) for k in keys) for keys in (here, there))
        figures = self._scene.cast.figures
        for one in ours:
            for other in theirs:
                if one != other and all(
                    figures[k].cls in {ActorClass.STATE, ActorClass.ARMED_GROUP} for k in (one, other)
                ):
                    self._pairs[frozenset((one, other))] += 1
                    if not past:
                        self._told.append((begin, frozenset((one, other))))

    def sides_meant(self, phrase: Token, others: Iterable[str]) -> tuple[str, ...]:
        """Who "both sides" are: those between whom the last blow or charge was told, a few sentences back at most.

        Nobody where `others`, who speak to the two sides, are one of them, or where nothing was told.
        """
        if (phrase.lemma_ or phrase.lower_).lower() not in _SIDES or phrase.tag_ != "NNS":
            return ()
        if not any(c.lower_ in {"both", "two", "the"} for c in phrase.children):
            return ()
        before = [p for p in self._told if p[0] < phrase.idx and within(phrase, p[0], _LATELY)]
        if self._at_war:
            before = [p for p in before if p[1] in self._at_war]  # not who accuses one of those who fight
        if phrase.lemma_.lower() in _STATES_ALONE:
            before = [p for p in before if self._are_states(p[1])]
        last = max((begin for begin, _ in before), default=0)
        pairs = {pair for begin, pair in before if begin == last}
        if len(pairs) > 1:
            # "Chad shelled two rebel groups in Sudan. Egypt urged both sides": the two states
            pairs = {p for p in pairs if self._are_states(p)}
        if len(pairs) != 1 or {self._scene.cast.side_of(k) for k in others} & (pair := pairs.pop()):
            return ()
        return tuple(sorted(pair, key=lambda k: int(k[1:])))

    def sides_at_war(self, phrase: Token, others: Iterable[str]) -> tuple[str, ...]:
        """Who "both sides", "the parties" are where the article tells of one war alone, and `others` are not in it."""
        pairs = [p for p in self._at_war if phrase.lemma_.lower() not in _STATES_ALONE or self._are_states(p)]
        if len(pairs) != 1 or {self._scene.cast.side_of(k) for k in others} & pairs[0]:
            return ()
        return tuple(sorted(pairs[0], key=lambda k: int(k[1:])))

    def _are_states(self, pair: Iterable[str]) -> bool:
        return all(self._scene.cast.figures[k].cls is ActorClass.STATE for k in pair)

    def rules_out(self, phrase: Token, keys: Iterable[str]) -> bool:
        """True for "both sides" taken for two who do not fight each other, in an article that tells of two who do.

        And for "the two countries" taken for one.
        """
        pair = frozenset(self._scene.cast.side_of(k) for k in keys)
        if is_both(phrase) and phrase.lemma_.lower() in _SIDES and phrase.tag_ == "NNS" and len(pair) == 1:
            return True
        if is_both(phrase) and phrase.lemma_.lower() in _STATES_ALONE and pair not in self._pairs:
            # "Somalia and Ethiopia quarrel. They met in Turkey. Both countries": the two who quarrel
            return any(n > 1 and self._are_states(p) for p, n in self._pairs.items())
        sides = phrase.lemma_.lower() in {"side", "party"} and phrase.tag_ == "NNS"
        if not sides or len(pair) != 2 or not self._at_war or pair in self._at_war:
            return False
        # "M23 left the talks with Congo. Qatar called on both sides": whoever else fights in the article
        return self._are_states(pair) or pair not in self._pairs

    def between(self, others: Iterable[str]) -> tuple[str, ...]:
        """The two sides of the one quarrel that stands out, when `others`, who step in, are neither."""
        (best, times), second = (*self._pairs.most_common(2), (frozenset(), 0), (frozenset(), 0))[:2]
        if times < 2 or second[1] * 3 > times or {self._scene.cast.side_of(k) for k in others} & best:
            return ()
        return tuple(sorted(best, key=lambda k: int(k[1:])))


_HOSTILE = frozenset(
    {
        ActionType.ACCUSATION,
        ActionType.CONDEMNATION,
        ActionType.THREAT,
        ActionType.ULTIMATUM,
        ActionType.DEMAND,
    }
)


def recipients_behind(
    scene: Scene,
    match: Match,
    keys: tuple[str, ...],
    before: list[Reading],
    attackers: Attackers,
    quarrel: Quarrel,
) -> tuple[str, ...]:
    """To whom the act of `keys` is done, worked out from what was told before; nobody where that is not certain.

    `before`: the readings before this one, nearest first.
    """
    type_ = ActionType(match.frame.type)
    found: tuple[str, ...] = ()
    if type_ in ABOUT_ATTACKS:
        same = _condemned_just_before(before, match, keys)
        if same is None:
            same = attackers.before(scene, match, keys)
            same = () if _denies_it(scene, before, match, same, keys) else same
            same = same or _charged_with_it(before, match, keys)
        found = same
        return tuple(k for k in found if k not in keys and not own_side(scene, k, keys))
    if type_ in {ActionType.THREAT, ActionType.PLEDGE} and _for_revenge(match):
        return tuple(k for k in attackers.of_the_grievance(scene, match, keys) if k not in keys)
    if type_ in BETWEEN_STATES | {ActionType.COMPLAINT}:
        kin = frozenset(k.value for k in BETWEEN_STATES | {ActionType.AID_SUSPENDED})
        found = told_just_before(before, match, keys, kin, True, _states(scene, keys))
        if not found and type_ in _IN_SERIES:
            found = _in_series(before, match, keys)
        if not found and type_ is ActionType.COMPLAINT:
            found = _protested_against(scene, before, match, keys)
    elif type_ in {ActionType.DEMAND, ActionType.THREAT, ActionType.PLEDGE}:
        # "warned that patience has limits" is a threat only where it says itself to whom
        found = () if "recipient" in match.frame.needs else _of_same_breath(before, match, keys)
        if not found and type_ is ActionType.PLEDGE:
            found = _helped(scene, before, match, keys, attackers)
    elif type_ is ActionType.REJECTION:
        found = whose_it_was(scene, match, keys, _states(scene, keys), before)
    elif type_ is ActionType.APPEAL and (sides := _both_sides(match)) is not None:
        found = (
            quarrel.sides_meant(sides, keys)
            or quarrel.sides_at_war(sides, keys)
            or (quarrel.between(keys) if is_both(sides) else ())
        )
    elif type_ in _BETWEEN_SIDES:
        found = quarrel.between(keys)
    return tuple(k for k in found if k not in keys)


def _denies_it(
    scene: Scene, before: list[Reading], match: Match, whom: tuple[str, ...], keys: tuple[str, ...]
) -> bool:
    """ "Kosovo blamed Serbia, which rejected the charge. The EU condemned the attack": nobody, as the EU does not say.

    Who makes the charge condemns whom he charges.
    """
    theirs, mine = ({scene.cast.side_of(k) for k in some} for some in (whom, keys))
    return any(
        not r.dropped
        and r.match.frame.type == ActionType.REJECTION.value
        and any(o.lemma_.lower() in _CHARGES for o in objects_of(r.match.anchor))
        and theirs & {scene.cast.side_of(k) for k in r.initiator_keys}
        and mine.isdisjoint(scene.cast.side_of(k) for k in r.recipient_keys)
        and close(r.match.trigger, match.trigger, _LATELY)
        for r in before
    )


def _charged_with_it(before: list[Reading], match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
    """ "Accused Greece of arming islands, calling it a provocation": whom the same breath accuses of it."""
    if match.anchor.tag_ != "VBG" or not any(o.lower_ == "it" for o in match.anchor.children):
        return ()
    return next(
        (
            r.recipient_keys
            for r in before
            if not r.dropped
            and r.match.frame.type == ActionType.ACCUSATION.value
            and r.match.trigger.sent.start == match.trigger.sent.start
            and r.initiator_keys == keys
        ),
        (),
    )


def _condemned_just_before(
    before: list[Reading], match: Match, keys: tuple[str, ...]
) -> tuple[str, ...] | None:
    """ "Peru condemned the raid by Chile. Bolivia condemned it too": of whom the first condemned; else None."""
    objects = [t for t in match.anchor.children if t.dep_ in {"obj", "nsubj:pass"} and t != match.trigger]
    if match.frame.type != ActionType.CONDEMNATION.value or any(o.lower_ not in _THIS for o in objects):
        return None
    last = next((r for r in before if not r.dropped and r.match.trigger.i < match.trigger.i), None)
    if last is not None and last.match.frame.type != match.frame.type:
        last = _condemned_besides(before, last)
    if (
        last is None
        or last.match.frame.type != match.frame.type
        or not close(last.match.trigger, match.trigger)
    ):
        return None
    return None if set(last.recipient_keys) & set(keys) else last.recipient_keys


def _condemned_besides(before: list[Reading], last: Reading) -> Reading | None:
    """ "Peru condemned the raid and urged Chile to end them. Bolivia condemned it too": what Peru did first."""
    return next(
        (
            r
            for r in before
            if not r.dropped
            and r.match.frame.type == ActionType.CONDEMNATION.value
            and r.match.trigger.sent == last.match.trigger.sent
            and r.initiator_keys == last.initiator_keys
        ),
        None,
    )


def _of_same_breath(before: list[Reading], match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
    """ "Accused Peru of it and demanded an apology", "called Talon and promised help": who was accused, or called."""
    last = next((r for r in before if not r.dropped and r.match.trigger.i < match.trigger.i), None)
    if last is None or match.anchor.dep_ not in {"conj", "advcl"} or last.match.anchor != match.anchor.head:
        return ()
    kind = ActionType(last.match.frame.type)
    if match.frame.type == ActionType.PLEDGE.value:
        parties = last.initiator_keys if kind in _TALKS else ()
        return (
            tuple(k for k in parties if k not in keys)
            if len(parties) == 2 and set(keys) < set(parties)
            else ()
        )
    return last.recipient_keys if kind in _HOSTILE and last.initiator_keys == keys else ()


def told_just_after(reading: Reading, found: Iterable[Reading]) -> tuple[str, ...]:
    """ "Shut the crossing and expelled the Peruvian consul": the other side of what the same doer does besides."""
    match, kind = reading.match, ActionType(reading.match.frame.type)
    if reading.dropped or reading.recipient_keys or kind not in BETWEEN_STATES | {ActionType.REJECTION}:
        return ()
    kin = BETWEEN_STATES if kind in BETWEEN_STATES else frozenset({ActionType.ACCUSATION})
    return next(
        (
            r.recipient_keys
            for r in found
            if not r.dropped
            and ActionType(r.match.frame.type) in kin
            and r.match.trigger.i > match.trigger.i
            and r.match.anchor.dep_ == "conj"
            and match.anchor in (r.match.anchor.head, *r.match.anchor.head.conjuncts)
            and r.initiator_keys == reading.initiator_keys
        ),
        (),
    )


def _states(scene: Scene, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Whose bodies or officials `keys` are."""
    figures = [scene.cast.figures[k] for k in keys]
    own = {f.state for f in figures if f.state and f.cls is not ActorClass.ARMED_GROUP}
    return tuple(k for k, f in scene.cast.figures.items() if f.entry in own and f.cls is ActorClass.STATE)


def _both_sides(match: Match) -> Token | None:
    """The words for two without a name whom an appeal is made to: "both camps", "the two neighbours"."""
    asked = (*objects_of(match.anchor, match.own_preposition), *under(match.anchor, "on", "to"))
    return next((t for t in asked if _are_two(t) and t.tag_ == "NNS"), None)


def _are_two(noun: Token) -> bool:
    """ "Both camps", "the two neighbours", "the warring parties"; not "all parties", who may be more."""
    if noun.lemma_.lower() not in _SIDES:
        return False
    the = any(c.lower_ == "the" for c in noun.children)
    return is_both(noun) or (the and noun.lemma_.lower() in {"side", "party"})


def _for_revenge(match: Match) -> bool:
    around = (*match.tokens, *complements(match.trigger))
    return any((t.lemma_ or t.lower_).lower() in _REVENGE for t in around)


def _protested_against(
    scene: Scene, before: list[Reading], match: Match, keys: tuple[str, ...]
) -> tuple[str, ...]:
    """ "Chad sent arms to Mali. Algeria protested": against what was done in the sentence before, so to who did it."""
    verb = match.anchor
    last = next((r for r in before if not r.dropped and r.match.trigger.i < match.trigger.i), None)
    if last is None or not is_verbal(verb) or children(verb, "obj", "obl", "ccomp", "xcomp", "advcl"):
        return ()
    if not close(last.match.trigger, match.trigger) or ActionType(last.match.frame.type) in VERBAL:
        return ()
    mine = {scene.cast.side_of(k) for k in keys}
    return () if mine & {scene.cast.side_of(k) for k in last.initiator_keys} else last.initiator_keys


def _helped(
    scene: Scene, before: list[Reading], match: Match, keys: tuple[str, ...], attackers: Attackers
) -> tuple[str, ...]:
    """ "Condemned the bombing in Lima and offered to send doctors": the state where the bombing was."""
    last = next((r for r in before if not r.dropped and r.match.trigger.i < match.trigger.i), None)
    if last is None or last.match.frame.type != ActionType.CONDEMNATION.value or last.initiator_keys != keys:
        return ()
    joined = match.anchor.dep_ == "conj" and last.match.anchor == match.anchor.head
    return attackers.struck_by(scene, last.match) if joined else ()


def _in_series(before: list[Reading], match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
    """ "Chad severed relations with Sudan. Niger recalled its ambassador": from Sudan too."""
    last = next((r for r in before if not r.dropped and r.match.trigger.i < match.trigger.i), None)
    if (
        last is None
        or ActionType(last.match.frame.type) not in _IN_SERIES
        or not close(last.match.trigger, match.trigger)
    ):
        return ()
    return () if set(last.recipient_keys) & set(keys) else last.recipient_keys
