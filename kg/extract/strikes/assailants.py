"""Who carried out an attack of which the article tells the attacker elsewhere, or nowhere.

"Russia struck again. In the small hours drones hit Lviv": the attacker is the one that the sentences around leave.
Nobody is filled in where two come into question, where the weapon is not of the kind that the side uses, or where
the article says that nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.strikes.behind import is_force
from kg.extract.strikes.belligerents import attackers_of
from kg.extract.strikes.lead_ins import led_in
from kg.extract.strikes.tellings import Tellings, Told
from kg.extract.strikes.triggers import is_attack_noun
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.syntax import is_definite_noun, is_subject, is_verbal, negated, under
from kg.extract.words.weapons import FROM_AFAR
from kg.model import ActorClass, StrikeReport, Weapon

_NEAR = 2
_CLAIM_REACH = 4
_ANSWER_REACH = 8
_AIMS = frozenset({"target", "aim", "objective", "purpose"})
_THEM_ALL = frozenset({"the", "both", "these", "those", "all", "two", "three", "four"})


class Agent(Enum):
    """What a report says of an attacker whom no list knows."""

    UNKNOWN = "words that name nobody known: gunmen, a column of the front"
    UNIFORMED = "the forces of some state: soldiers, army jets"


class Assailants:
    """The attackers that an article's own words leave for its reports without one.

    `agents`: what those reports say of their attackers, by their keys.
    """

    def __init__(self, tellings: Tellings, agents: Mapping[str, Agent]) -> None:
        self._tellings = tellings
        self._agents = agents

    def with_attacker(self, told: Told) -> StrikeReport:
        """The report, with the one attacker that comes into question for it; as it is where none or two do."""
        report, agent = told.report, self._agents.get(told.report.key)
        if report.collective or not report.mention.is_told or self._is_nobodys(told):
            return report
        if not report.attackers and (behind := self._behind_them_all(told) or self._behind_it_too(told)):
            return replace(report, attackers=(behind,), inferred_attackers=(behind,))
        if (teller := self._tells_of_its_own_men(told)) is not None:
            return replace(report, attackers=(teller,), inferred_attackers=(teller,))
        if agent is Agent.UNKNOWN or (report.attackers and agent is not Agent.UNIFORMED):
            return report
        if any(self._tellings.scene.places.is_contested(k) for k in report.places):
            return report  # who strikes the state's other ground may be who holds this
        if agent is Agent.UNIFORMED:
            key = self._own_forces(told)
        else:
            key = self._by_own_account(told) or self._knows_the_aim(told) or self._led_in(told)
            key = key or self._only_one(told)
            if key is None and Weapon.AIRCRAFT in report.weapons:
                key = self._foe_at_home(told)
        if key is None or key in told.sides:
            return report
        if agent is Agent.UNIFORMED and self._claimed_by_another(told, key):
            return report  # "A soldier shot his trainers. Al-Shabaab claimed the shooting": for them, not his army
        return replace(report, attackers=(key, *report.attackers), inferred_attackers=(key,))

    def _tells_of_its_own_men(self, told: Told) -> str | None:
        """ "Rebels ambushed a convoy, a spokesman for the FLA said": a group speaks of rebels who are its own."""
        figures, report = self._tellings.scene.cast.figures, told.report
        if any(figures[k].named or figures[k].entry for k in report.attackers):
            return None
        by = {figures[k].member_of or k for k in report.mention.according_to}
        if len(by) != 1 or not any(self._tellings.is_regular(k) for k in report.targets):
            return None
        (side,) = by
        group = figures[side].cls is ActorClass.ARMED_GROUP and figures[side].named
        return side if group and side not in report.targets and self._names_rebels(told) else None

    def _names_rebels(self, told: Told) -> bool:
        begin, sentence = told.report.mention.span.begin, self._tellings.scene.sentences[told.sentence]
        subjects = [s for t in sentence if t.idx == begin and is_verbal(t) for s in logical_subjects(t)]
        return bool(subjects) and all(s.lemma_.lower() in words("actors", "own_men") for s in subjects)

    def _led_in(self, told: Told) -> str | None:
        """ "Kenya relied on air power. Jets bombed a village at Gedo": the side of which the lead-in speaks."""
        keys = led_in(told.report.mention.span.begin, told.sentence, self._tellings.scene)
        sides = {self._tellings.side(k) for k in keys}
        if len(sides) != 1 or told.report.definite:
            return None
        side = next(iter(sides))
        if side in told.grounds and not set(told.report.weapons) & FROM_AFAR:
            return None  # whoever it was that shot at home
        return None if self._claimed_by_another(told, side) else keys[0]

    def _only_one(self, told: Told) -> str | None:
        """The one side that attacks there: in that town, in the sentences around, in the section."""
        section = self._tellings.section(told.sentence)
        # A round-up's sections tell of wars that have nothing to do with each other.
        others = [
            self._as_claimed(t, told)
            for t in self._tellings.all
            if t.report.attackers and t.report.mention.is_told and not t.report.collective
            if not _only_shot_down(t.report)
            if self._tellings.section(t.sentence) == section
        ]
        if not told.grounds and not told.at_sea:
            return None
        here = [
            t
            for t in others
            if t.grounds & told.grounds or (told.at_sea and t.at_sea and not (t.grounds or told.grounds))
        ]
        town = [t for t in here if t.towns & told.towns]
        near = [t for t in here if abs(t.sentence - told.sentence) <= _NEAR]
        # "one of several Israeli attacks across the region. On Wednesday jets struck Sanaa"
        near += [t for t in others if abs(t.sentence - told.sentence) <= 1 and self._is_anywhere(t)]
        # Who else strikes, though it is not said where, might have struck here.
        rivals = [t for t in others if t in here or (told.grounds and self._is_anywhere(t))]
        for candidates in (town, near, rivals):
            sides = {s for t in candidates for s in t.sides if self._may_be_by(s, told, candidates)}
            if len(sides) > 1:
                return None
            if not sides:
                continue
            side = next(iter(sides))
            elsewhere = any(side in t.sides and t.grounds - told.grounds for t in others)
            if elsewhere and not any(side in t.sides for t in (*here, *near)):
                return None  # who bombs Yemen need not have fired at Israel
            if self._claimed_by_another(told, side):
                continue
            return next(a for t in candidates for a in t.report.attackers if self._tellings.side(a) == side)
        return None

    def _as_claimed(self, told: Told, reader: Told) -> Told:
        """ "Drones hit Atbara. … They blamed the strikes on the RSF": what they struck is told before.

        For the attacks beside it, and where one alone may be meant; that one takes its attacker from the claim itself.
        """
        report = told.report
        if told.grounds or report.places or not report.definite:
            return told
        before = [t for t in self._tellings.all if 0 <= told.sentence - t.sentence <= _CLAIM_REACH]
        meant = [t for t in before if t.grounds and not t.report.definite and t.report.mention.is_told]
        if len(meant) != 1 or meant[0].report.attackers or meant[0] is reader:
            return told
        alike = set(reader.report.weapons) & set(meant[0].report.weapons) & FROM_AFAR
        if not (alike or reader.towns & meant[0].towns or not reader.towns):
            return told  # a bomb in another town may be anybody's
        claimed = replace(report, weapons=meant[0].report.weapons)
        return replace(told, report=claimed, grounds=meant[0].grounds, towns=meant[0].towns)

    def _behind_them_all(self, told: Told) -> str | None:
        """ "A bomb went off in Cali. Gunmen attacked Corinto. The attacks were the work of the ELN": of them all."""
        if told.report.definite or not told.grounds:
            return None
        section = self._tellings.section(told.sentence)
        after = [t for t in self._tellings.all if told.sentence < t.sentence <= told.sentence + _ANSWER_REACH]
        for answer in after:
            if self._tellings.section(answer.sentence) != section:
                return None
            if answer.report.attackers and self._is_of_several(answer):
                break
        else:
            return None
        meant = [
            t
            for t in self._tellings.all
            if answer.sentence - _ANSWER_REACH <= t.sentence < answer.sentence
            and not t.report.definite
            and t.report.mention.is_told
            and self._tellings.section(t.sentence) == section
        ]
        one_ground = len({frozenset(t.grounds) for t in meant}) == 1
        if len(meant) < 2 or not one_ground or any(t.sides - answer.sides for t in meant):
            return None  # one of them may be somebody else's
        at_home = self._tellings.is_regular(next(iter(answer.sides))) and answer.sides & told.grounds
        return answer.report.attackers[0] if len(answer.sides) == 1 and not at_home else None

    def _behind_it_too(self, told: Told) -> str | None:
        """ "Gunmen stormed a camp at Diffa. Boko Haram said it had carried out that raid too": besides its own."""
        if told.report.definite or not told.grounds:
            return None
        after = [t for t in self._tellings.all if told.sentence <= t.sentence <= told.sentence + 1]
        rest = after[after.index(told) + 1 :]
        if len(rest) == 0 or not (rest[0].report.definite and rest[0].sides) or rest[0].report.places:
            return None
        answer = self._tellings.scene.sentences[rest[0].sentence]
        too = any(t.lower_ in {"too", "also"} for t in answer) or "as well" in answer.text
        that = any(t.lower_ in {"that", "this"} and t.dep_ == "det" for t in answer)
        return rest[0].report.attackers[0] if too and that and len(rest[0].sides) == 1 else None

    def _is_of_several(self, answer: Told) -> bool:
        """ "blamed the rebels for the attacks", "carried out both raids": said of attacks told before, of no other."""
        report = answer.report
        if report.places or not (report.definite and report.mention.is_told):
            return False
        pointing = words("strikes", "nouns", "sure") | words("strikes", "nouns", "open")
        return any(
            t.tag_ == "NNS"
            and t.lemma_.lower() in pointing
            and any(c.lower_ in _THEM_ALL for c in t.children)
            and not any(c.dep_ in {"nmod", "amod", "compound", "acl", "acl:relcl"} for c in t.children)
            for t in self._tellings.scene.sentences[answer.sentence]
        )

    def _by_own_account(self, told: Told) -> str | None:
        """ "The Houthis' spokesman said the tanker had been hit by missiles": of a ship, a group says so of its own."""
        report, figures = told.report, self._tellings.scene.cast.figures
        by = {figures[k].member_of or self._tellings.side(k) for k in report.mention.according_to}
        if report.attackers or len(by) != 1 or not report.weapons:
            return None
        (side,) = by
        if Weapon.AIRCRAFT in report.weapons and self._tellings.is_state(side) and told.grounds - {side}:
            # "Two jets bombed a post at Debub in Eritrea, the Ethiopian Air Force said": nobody else's air force would
            tellers = [figures[k] for k in report.mention.according_to]
            return side if side not in told.grounds and all(map(_is_air_force, tellers)) else None
        group = figures[side].cls is ActorClass.ARMED_GROUP and figures[side].named
        return side if told.at_sea and group and side not in report.targets else None

    def _knows_the_aim(self, told: Told) -> str | None:
        """ "A strike on a house killed five. Israel has not said who the target was": whoever could say is behind it.

        Not those on whose ground it was: their police may say that the target was a minister.
        """
        scene = self._tellings.scene
        for n in range(told.sentence, min(told.sentence + _NEAR + 1, len(scene.sentences))):
            here = [t for t in self._tellings.all if t.sentence == n and not t.report.definite]
            if (n > told.sentence and here) or (told.report.attackers or not told.grounds):
                return None
            for token in scene.sentences[n]:
                if token.lower_ not in _AIMS or not (is_subject(token) and is_definite_noun(token)):
                    continue
                if any(not is_attack_noun(of, scene) for of in under(token, "of", "for")):
                    continue  # "the purpose of the truce"
                said = [v for v in token.ancestors if v.lemma_.lower() in words("statements", "report")]
                knowing = [
                    s for v in said[:1] for s in logical_subjects(v) if negated(v) or is_force(s, scene)
                ]
                keys = {k for s in knowing for k in attackers_of(s, scene)}
                sides = {self._tellings.side(k) for k in keys}
                if len(sides) == 1 and all(self._tellings.is_state(s) for s in sides - told.grounds):
                    return next(iter(keys)) if sides - told.grounds else None
        return None

    def _own_forces(self, told: Told) -> str | None:
        """ "Soldiers killed nine villagers near Kaya": the state's, where no other state is told to strike."""
        if len(told.grounds) != 1:
            return self._foe_at_home(told)
        (state,) = told.grounds
        return None if self._another_state_strikes(told, state) else state

    def _foe_at_home(self, told: Told) -> str | None:
        """ "Planes struck a camp of the rebels in the hills": the state in which the group is at home."""
        cast, known = self._tellings.scene.cast, self._tellings.scene.gazetteer
        groups = [f for k in told.report.targets if (f := cast.figures[k]).cls is ActorClass.ARMED_GROUP]
        entries = [known.get(f.entry) if f.entry else None for f in groups]
        homes = {
            f.state or (e.state if e is not None else None) for f, e in zip(groups, entries, strict=True)
        }
        entry = known.get(homes.pop() or "") if len(homes) == 1 else None
        if entry is None or (told.report.places and not told.grounds):
            return None
        state = cast.of_entry(entry).key
        if told.grounds - {state} or self._another_state_strikes(told, state):
            return None
        strikers = {
            s
            for t in self._tellings.all
            for k in t.report.targets
            for s in t.sides
            if k in told.report.targets
        }
        return state if strikers <= {state} else None

    def _is_anywhere(self, told: Told) -> bool:
        """A state's strike of which no ground is told."""
        return not (told.grounds or told.report.targets) and any(
            self._tellings.is_state(s) for s in told.sides
        )

    def _may_be_by(self, side: str, told: Told, candidates: Sequence[Told]) -> bool:
        """A state strikes from afar; a group's deed reaches only to the sentences around it, or as far as its like."""
        weapons = set(told.report.weapons)
        if any(t.sentence == told.sentence and side in t.sides for t in self._tellings.all):
            return side not in told.grounds  # "drones were launched at X, and a hospital in Y was hit"
        near = min(abs(t.sentence - told.sentence) for t in candidates if side in t.sides) <= _NEAR
        told_in = told.report.mention.span.text.lower()
        said = told.report.mention.sentence.text.lower()
        from_afar = bool(weapons & FROM_AFAR) or any(w in told_in for w in words("strikes", "from_afar"))
        from_afar = from_afar or any(w in said for w in words("strikes", "flown"))
        if self._tellings.is_regular(side) and (side in told.grounds or not self._tellings.is_state(side)):
            # at home it is the state's own aircraft that bomb, where the article knows of no other state's
            return Weapon.AIRCRAFT in weapons and not self._another_state_strikes(told, side)
        if self._tellings.is_regular(side):
            # "the first blast had shaken his house", but not "a blast at a mosque" of another town
            on_foot = Weapon.SMALL_ARMS in weapons or any(w in said for w in words("strikes", "planted"))
            towns = {k for t in candidates if side in t.sides for k in t.towns}
            elsewhere = bool(told.towns) and not told.towns & towns
            in_town = bool(told.towns & towns) and not weapons
            return from_afar or ((near or in_town) and not on_foot and not (weapons and elsewhere))
        alike = any(
            weapons & set(t.report.weapons) & FROM_AFAR for t in candidates if side in t.sides
        )  # a group that sends drones there
        return (
            (near or alike)
            and Weapon.AIRCRAFT not in weapons
            and (alike or not (self._has_rivals(side) and _is_apart(told, side, candidates)))
        )

    def _has_rivals(self, side: str) -> bool:
        """True where the article knows of another group by name, or where the side has none: "bandits"."""
        figures = self._tellings.scene.cast.figures
        groups = [f for f in figures.values() if f.cls is ActorClass.ARMED_GROUP and f.named]
        others = [f for f in groups if f.key != side and side not in {f.part_of, figures[side].part_of}]
        return bool(others) or not figures[side].named

    def _another_state_strikes(self, told: Told, side: str) -> bool:
        """True when the article tells of another state's strike on the same ground."""
        return any(
            self._tellings.is_state(s) and s != side
            for t in self._tellings.all
            if t.grounds & told.grounds and t.report.mention.frame != "strike.down"
            for s in t.sides
        )

    def _is_nobodys(self, told: Told) -> bool:
        """The article says that nobody knows who did it."""
        sentences = self._tellings.scene.sentences
        here = [sentences[n].text.lower() for n in (told.sentence, told.sentence + 1) if n < len(sentences)]
        return any(cue in text for text in here for cue in words("strikes", "unclaimed"))

    def _claimed_by_another(self, told: Told, side: str) -> bool:
        """True when soon afterwards another side is said to be behind an attack whose place is not repeated."""
        return any(
            t.sides
            and t.report.definite
            and not t.report.places
            and told.sentence <= t.sentence <= told.sentence + _CLAIM_REACH
            and side not in t.sides
            for t in self._tellings.all
        )


def _is_air_force(figure: Figure) -> bool:
    return figure.cls is ActorClass.GOVERNMENT_BODY and "air force" in figure.name.lower()


def _is_apart(told: Told, side: str, candidates: Sequence[Told]) -> bool:
    """ "Bandits raided Maradun. A bomb went off in Kano on Friday": in another town, and not told of the same day."""
    deeds = [t for t in candidates if side in t.sides]
    when = told.report.when
    return (
        bool(told.towns)
        and all(t.towns and not t.towns & told.towns for t in deeds)
        and all((t.report.when or when) is not None for t in deeds)
        and not any(_same_day(t, told) for t in deeds)
    )


def _same_day(one: Told, other: Told) -> bool:
    left, right = one.report.when, other.report.when
    return left is not None and right is not None and left.start == right.start


def _only_shot_down(report: StrikeReport) -> bool:
    """ "Algeria shot down a Malian drone": who did need not strike anybody; not "two Houthi drones were shot down"."""
    return report.mention.frame == "strike.down" and report.outcome != "intercepted"
