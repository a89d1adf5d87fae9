"""What an attack's own sentence leaves out and the article tells around it: the attacker, the ground it hit.

"Russia struck Kharkiv overnight. … A drone hit a block of flats in Odesa": the second sentence names nobody,
but the article knows one side that strikes Ukraine from the air. A role is filled only where the article leaves
one answer, and not where it says that nobody knows; with two possible answers the role stays absent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.lexicon import words
from kg.extract.names.find import Name
from kg.extract.names.nouns import lies_beyond
from kg.extract.names.sites import is_sea
from kg.extract.scene import Scene
from kg.extract.strikes.assailants import Agent, Assailants
from kg.extract.strikes.tellings import Tellings, Told, names_ship
from kg.extract.words.arguments import OBJECT_CONTROL
from kg.extract.words.astray import SAYING
from kg.extract.words.syntax import GENITIVE, SUBJECT, preposition
from kg.gazetteer.geography import distance
from kg.model import BACKWARD_FRAMES, RESPONSIBILITY_FRAMES, StrikeReport

# A ship that is struck there is struck on a state's ground.
_ASHORE = frozenset({"port", "dock", "harbour", "harbor", "pier", "berth", "moor", "shipyard", "river"})
_STRIKING = frozenset({"strike", "hit", "attack", "bomb", "shell", "fire"})
_NEAR = 2
# Kilometres between the middles of two states of which a group fights one from the other: Yemen and Israel are 1,900.
_OVER_BORDERS = 2500
_FAR = 15


def complete(
    scene: Scene, reports: Sequence[StrikeReport], agents: Mapping[str, Agent]
) -> tuple[StrikeReport, ...]:
    """The same reports, with attackers and grounds that the rest of the article leaves no doubt about.

    `agents`: what the reports without a known attacker say of him, by their keys.
    """
    tellings = Tellings(scene, reports)
    grounds = _Grounds(tellings)
    for n, told in enumerate(tellings.all):  # in the order of the text: the next may build on this one
        tellings.all[n] = tellings.read(grounds.with_ground(told))
    assailants = Assailants(tellings, agents)
    return tuple(assailants.with_attacker(t) for t in tellings.all)


class _Grounds:
    """The state on whose ground an attack was, where its own sentence does not say."""

    def __init__(self, tellings: Tellings) -> None:
        self._tellings = tellings
        self._scene = tellings.scene

    def with_ground(self, told: Told) -> StrikeReport:
        report = told.report
        if (before := self._come_back_to(told)) is not None:
            grounds = (k for k in before.report.targets if k in before.grounds)
            return _hit(replace(report, places=before.report.places), *grounds)
        if told.grounds or report.collective or not told.report.mention.is_told:
            return report
        if report.definite and not (report.places or report.attackers):
            return report  # where it was is told with the attack that it takes up
        if self._is_claim_of_the_last(told):
            return report  # "… Al-Shabaab said it had fired the mortars": where they fell is told before
        if not report.places and self._is_at_sea(told):
            return self._in_only_sea(told)  # at sea there is no ground
        sites = self._scene.places
        if any(sites.state_of(k) or sites.is_water(k) for k in report.places) or (
            report.targets and not report.places
        ):
            return report
        ground = self._of_its_own_version(told) or self._opponent(told)
        if ground is None and (
            report.places or not (report.attackers or report.definite) or self._by_group(told)
        ):
            vague = report.definite and not report.places
            ground = self._state_of_heading(told.sentence) if vague else self._nearby_state(told)
        if ground is None and not report.places:
            return self._as_just_told(told)
        if ground is None or (ground in report.attackers and not self._is_domestic(ground)):
            return report
        entry = self._scene.cast.figures[ground].entry
        if entry is not None and not all(sites.may_lie_in(k, entry) for k in report.places):
            return report  # "Drones hit Luhansk. Another struck San Carlos": wherever that is, not there
        return _hit(report, ground)

    def _come_back_to(self, told: Told) -> Told | None:
        """ "Jets bombed Kidal. … The jets returned the next day and destroyed six houses": what they struck before."""
        report, here = told.report, self._scene.sentences[told.sentence]
        if report.places or report.definite or report.habitual or not report.mention.is_told:
            return None
        if not any(_comes_back(t) for t in here):
            return None
        before = [t for t in self._tellings.all if 0 < told.sentence - t.sentence <= _NEAR + 1]
        for other in reversed([t for t in before if t.report.mention.is_told and t.towns]):
            same = (
                not a or not b or a & b for a, b in ((told.sides, other.sides), (told.grounds, other.grounds))
            )
            if all(same):
                return other
        return None

    def _is_claim_of_the_last(self, told: Told) -> bool:
        """True for "it had fired them" and the like where an attack of which nobody is told was told just before."""
        before = [t for t in self._tellings.all if 0 < told.sentence - t.sentence <= 2 * _NEAR]
        known = [t for t in before if t.report.mention.is_told and not t.report.definite]
        owned = told.report.mention.frame == "strike.owned"
        return owned and bool(known) and bool(known[-1].grounds) and not known[-1].report.attackers

    def _is_at_sea(self, told: Told) -> bool:
        """ "… the freighter sank. It had been struck by a missile": a ship is hit, in this sentence or as "it"."""
        here = self._scene.sentences[told.sentence]
        if names_ship(here, self._scene):
            return True
        taken_up = told.sentence > 0 and here[0].text in {"It", "They"}
        return taken_up and names_ship(self._scene.sentences[told.sentence - 1], self._scene)

    def _in_only_sea(self, told: Told) -> StrikeReport:
        """ "Another freighter was attacked on Sunday": in the one sea that the article names, not in a port."""
        here = self._scene.sentences[told.sentence]
        ashore = any(t.lemma_.lower() in _ASHORE for t in here)
        if told.report.habitual or ashore or not names_ship(here, self._scene):
            return told.report
        seas = [n for n in self._scene.cast.names if any(is_sea(e) for e in n.places())]
        if len({e.id for n in seas for e in n.places() if is_sea(e)}) != 1:
            return told.report
        key = self._scene.places.of_name(seas[0])
        return replace(told.report, places=(key,)) if key is not None else told.report

    def _as_just_told(self, told: Told) -> StrikeReport:
        """ "… the shelter stands in El Fasher. Drones hit the shelter": the attack just told, by whoever it was."""
        start = max(told.sentence - _NEAR, self._tellings.section(told.sentence))
        before = [
            t for t in self._tellings.all if start <= t.sentence < told.sentence and t.report.mention.is_told
        ]
        if not before or len(told.sides) != 1:
            return told.report
        last = before[-1].report
        if told.report.habitual:
            return told.report
        if not last.places or (last.attackers and not before[-1].sides & told.sides) or last.collective:
            return told.report
        if told.report.definite or last.definite:
            return told.report
        return _hit(replace(told.report, places=last.places), *last.targets)

    def _of_its_own_version(self, told: Told) -> str | None:
        """ "A drone hit a wedding near Lere. The military said it had hit a gathering": at home, as just told."""
        just = [
            t for t in self._tellings.all if 0 < told.sentence - t.sentence <= 1 and t.report.mention.is_told
        ]
        if not just or just[-1].report.attackers or told.report.places:
            return None
        home = told.sides & just[-1].grounds & set(told.report.attackers)
        return next(iter(home)) if len(home) == 1 and told.report.mention.according_to else None

    def _opponent(self, told: Told) -> str | None:
        """The one state that the attackers strike, or are struck by, in all the rest of the article."""
        sides = told.sides or self._said_to_be_behind(told)
        if len(sides) != 1:
            return None
        side = next(iter(sides))
        others = [
            t for t in self._tellings.all if t.report.key != told.report.key and t.report.mention.is_told
        ]
        # "JNIM claimed this attack … On 13 May JNIM stormed Djibo": it cannot be what is still to be told
        last = (
            told.sentence
            if told.report.mention.frame in RESPONSIBILITY_FRAMES
            else len(self._scene.sentences)
        )
        told_of = [t for t in others if side in t.sides and t.grounds - {side} and t.sentence <= last]
        struck = {g for t in told_of for g in t.grounds} - {side}
        if struck:
            # One deed of a group, told far away, does not say whom else it fights.
            known = (
                self._tellings.is_state(side)
                or len(told_of) > 1
                or abs(told_of[0].sentence - told.sentence) <= _FAR
            )
            return struck.pop() if len(struck) == 1 and known else None
        if not self._tellings.is_state(side):
            # a state that strikes the group abroad is the one that the group strikes at home
            foes = {
                s for t in others if side in t.report.targets for s in t.sides if self._tellings.is_state(s)
            }
            abroad = {g for t in others if t.sides & foes for g in t.grounds - foes}
            near = len(foes) == 1 and any(self._are_near(g, next(iter(foes))) for g in abroad)
            return (
                foes.pop() if near else None
            )  # "the US bombed al-Shabaab": it does not strike back over an ocean
        strikers = {s for t in others if side in t.grounds for s in t.sides if s != side}
        states = {s for s in strikers if self._tellings.is_state(s)}
        if len(states) == 1 and strikers == states:
            return None if self._is_on_rebels(told) else states.pop()
        # an army that the article knows as the target of groups alone fights at home
        around = {g for t in others if abs(t.sentence - told.sentence) <= 2 * _NEAR for g in t.grounds}
        fought = strikers or any(side in t.sides and t.report.targets for t in others)
        at_home = self._tellings.is_state(side) and not states and bool(fought) and around == {side}
        return side if at_home else None

    def _is_on_rebels(self, told: Told) -> bool:
        """ "a Congolese strike killed a senior rebel": not on the state that is at war with Congo, wherever it was."""
        begin = told.report.mention.span.begin
        hostile = words("actors", "violent")
        return any(
            t.idx > begin and t.lemma_.lower() in hostile for t in self._scene.sentences[told.sentence]
        )

    def _are_near(self, one: str, other: str) -> bool:
        """Whether a group can carry its war from one state to the other: measured between their middles."""
        known, figures = self._scene.gazetteer, self._scene.cast.figures
        left, right = (known.get(figures[k].entry or "") for k in (one, other))
        if left is None or right is None or left.lat is None or right.lat is None:
            return True
        return distance(left.lat, left.lon or 0.0, right.lat, right.lon or 0.0) < _OVER_BORDERS

    def _said_to_be_behind(self, told: Told) -> frozenset[str]:
        """Whom the sentences right after an attack blame for it."""
        after = [t for t in self._tellings.all if told.sentence < t.sentence <= told.sentence + _NEAR]
        blamed = [t for t in after if t.report.mention.frame in BACKWARD_FRAMES]
        return blamed[0].sides if blamed else frozenset()

    def _by_group(self, told: Told) -> bool:
        return bool(told.sides) and not any(self._tellings.is_state(s) for s in told.sides)

    def _is_domestic(self, state: str) -> bool:
        return not any(
            self._tellings.is_state(s) and s != state
            for t in self._tellings.all
            if state in t.grounds
            for s in t.sides
        )

    def _nearby_state(self, told: Told) -> str | None:
        """The state of the places named beside a place that no list knows: in its sentence, before it, everywhere."""
        cast, sentences = self._scene.cast, self._scene.sentences
        # A capital stands for a government more often than for a place.
        stated = [
            (n.start, self._state_of_name(n))
            for n in cast.names
            if not n.adjectival
            and not lies_beyond(cast.doc[n.end - 1])
            and not _possesses(n, cast.doc)
            and not _modifies(n, cast.doc)
            and not _speaks_or_is_spoken_of(n, sentences[told.sentence])
            and cast.gazetteer.seat(n.text(cast.doc)) is None
        ]
        sent = sentences[told.sentence]
        acting = {
            n.start
            for n in cast.names
            if _first(n, cast.doc).dep_ in SUBJECT and not sent.start <= n.start < sent.end
        }
        own = {cast.figures[s].entry for s in told.sides}
        start = max(told.sentence - 2, self._tellings.section(told.sentence))
        since, until = sentences[start].start, sentences[told.sentence].end
        named = [(i, s) for i, s in stated if s is not None and since <= i < until and s not in own]
        here = {s for _, s in named}
        just = [
            t
            for t in self._tellings.all
            if 0 <= told.sentence - t.sentence < _NEAR and t.grounds and t is not told
        ]
        if just and not told.report.places and not told.report.attackers:
            return next(iter(just[-1].grounds)) if len(just[-1].grounds) == 1 else None
        struck_states = {cast.figures[g].entry for t in self._tellings.all for g in t.grounds}
        if struck_states:
            # "The convoy left Lere": of a town in a state that the article never names is nobody's ground
            known = struck_states | {s.id for n in cast.names if (s := n.state()) is not None}
            stated = [(i, s) for i, s in stated if s in known]
            named = [(i, s) for i, s in named if s in known]
            here &= known
        if struck_states and not here & struck_states and all(i in acting for i, _ in named):
            here = set()  # "Chad sent troops. … gunmen killed six in Liancourt": Chad is not where it was
        if len(here) == 1:
            return self._state(here.pop())
        if (headed := self._state_of_heading(told.sentence)) is not None:
            return headed
        if here:
            return None
        before = [t for t in self._tellings.all if start - 1 <= t.sentence < told.sentence and t.grounds]
        if before and len(before[-1].grounds) == 1 and not before[-1].sides & told.grounds:
            return next(iter(before[-1].grounds))
        everywhere = {s for _, s in stated if s is not None and s not in own}
        if len(everywhere) == 1:
            return self._state(everywhere.pop())
        # A base that no list knows, where all that the article tells to be struck lies in one state.
        struck = {g for t in self._tellings.all for g in t.grounds} if told.report.places else set()
        return struck.pop() if len(struck) == 1 else None

    def _state_of_heading(self, n: int) -> str | None:
        """The state that the heading above sentence `n` is the name of: "MOZAMBIQUE", not "CHAD MOVES TROOPS"."""
        heading, section, doc = self._tellings.heading(n), self._tellings.section(n), self._scene.doc
        if heading is not None:
            begin, end = heading.begin, heading.end
        elif section > 0:
            begin, end = (
                self._scene.sentences[section - 1].start_char,
                self._scene.sentences[section - 1].end_char,
            )
        else:
            return None
        text = self._scene.article.text[begin:end].strip(" \n\t.:")
        name = next((w for w in self._scene.cast.names if begin <= doc[w.start].idx < end), None)
        if name is None or name.text(doc) != text:
            return None
        state = self._state_of_name(name)
        return self._state(state) if state is not None else None

    def _state_of_name(self, name: Name) -> str | None:
        namesakes = self._scene.places.namesakes
        states = {
            e.state
            for e in name.places()
            if e.state and namesakes.fits_article(e) and not namesakes.is_large_for_village(name, e)
        }
        state = name.state()
        return state.id if state is not None else states.pop() if len(states) == 1 else None

    def _state(self, entry: str) -> str | None:
        found = self._scene.gazetteer.get(entry)
        return self._scene.cast.of_entry(found).key if found is not None else None


def _comes_back(token: Token) -> bool:
    """ "returned", "came back", "struck again"."""
    head = token.head.lemma_.lower()
    if token.lower_ in {"back", "again"}:
        return head == "come" or (token.lower_ == "again" and head in _STRIKING)
    return token.lemma_.lower() == "return" and token.tag_ in {"VBD", "VBN"}


def _hit(report: StrikeReport, *targets: str) -> StrikeReport:
    """The report with further targets, which are marked as inferred."""
    further = tuple(t for t in targets if t not in report.targets)
    return replace(report, targets=(*report.targets, *further), inferred_targets=further)


def _modifies(name: Name, doc: Doc) -> bool:
    """ "a US proposal", "pipelines to Hungary": nothing that lies there."""
    head = doc[name.start : name.end].root
    return (head.dep_ == "compound" and head.head.i >= name.end) or preposition(head) in {
        "to", "for", "from", "with", "by", "via", "against", "between",
    }  # fmt: skip


def _speaks_or_is_spoken_of(name: Name, here: DocSpan) -> bool:
    """ "Niger condemned the raid", "the mayor blamed Russia", "thanked Chad": it need not have been there.

    But whoever says in the sentence `here` of an attack that there was one may tell of his own ground.
    """
    first = _first(name, here.doc)
    verb = first.head.lemma_.lower()
    if first.dep_ in SUBJECT:
        speaks = verb in words("statements", "report") | SAYING | OBJECT_CONTROL
        return speaks and not here.start <= first.i < here.end
    return first.dep_ in {"obj", "iobj"} and verb in OBJECT_CONTROL


def _first(name: Name, doc: Doc) -> Token:
    """The head of the name, or of the first of the names that it is coordinated with."""
    root = doc[name.start : name.end].root
    return root.head if root.dep_ == "conj" else root


def _possesses(name: Name, doc: Doc) -> bool:
    """ "Qatar's minister": the state is not where he is."""
    return name.end < len(doc) and doc[name.end].lower_ in GENITIVE
