"""How reports become tellings: whose side an actor is on, on whose ground a place lies, what a sentence says beside."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.model import (
    RESPONSIBILITY_FRAMES,
    ActionReport,
    ActionType,
    ActorClass,
    Article,
    CasualtyClaim,
    Extraction,
    Factuality,
    PlaceKind,
    StrikeReport,
)
from kg.resolve.aims import (
    aimed_at,
    is_avenged,
    is_called_a_crime,
    is_disowned,
    is_of_before,
    said_to_be_upon,
)
from kg.resolve.asks import ASKING, asked
from kg.resolve.clues import (
    Surroundings,
    acts,
    another_since,
    calendar_day,
    clock,
    counted,
    is_aside,
    is_elsewhere,
    is_off_shore,
    is_other_hour,
    ordinal,
    proper_names,
    sections,
    sweeping,
    takes_up_men,
    takes_up_object,
    weekday,
    words_of,
)
from kg.resolve.days import Window, window
from kg.resolve.places import Atlas
from kg.resolve.roster import Identity, Roster
from kg.resolve.struck import ship_struck, ships, things_struck
from kg.resolve.telling import STRIKE, UNNAMED, Telling
from kg.resolve.text import content_words, distinctive_words

# What nobody does against his own strike, and who was hit does first.
_PROTESTS = frozenset(
    {
        ActionType.CONDEMNATION, ActionType.COMPLAINT, ActionType.SUMMONS, ActionType.AMBASSADOR_RECALL,
        ActionType.ENVOY_EXPULSION,
    }
)  # fmt: skip
_STATE_ORGANS = frozenset({ActorClass.STATE, ActorClass.GOVERNMENT_BODY, ActorClass.PERSON})


@dataclass(frozen=True, slots=True)
class Beside:
    """What an article tells beside one report of a strike.

    `deaths` are the numbers of dead told of it alone, `answered` the reports of strikes that it answers, `acts` the
    acts that its sentence tells of and `speakers` who says something in it, by their local keys.
    """

    deaths: frozenset[int]
    answered: tuple[StrikeReport, ...]
    acts: tuple[ActionReport, ...]
    speakers: tuple[str, ...]
    around: Surroundings


def state_words(states: Iterable[Identity]) -> frozenset[str]:
    """The words of the names of states, which tell no event apart."""
    names = (name for state in states for name in (state.label, *state.surfaces))
    return frozenset(word for name in names for word in content_words(name))


class Reader:
    """Turns reports into tellings; knows whose side an actor is on and in which state a place lies."""

    def __init__(self, roster: Roster, atlas: Atlas) -> None:
        self.roster = roster
        self.atlas = atlas
        self._state_words = state_words(roster.of_states())
        # Both are asked for at every comparison of two tellings, and of few actors and places.
        self._sides: dict[str, str] = {}
        self._spot_words: dict[str, frozenset[str]] = {}

    def side(self, actor: str) -> str:
        """The state that an actor acts for, the group that it is a branch of, the actor itself, or UNNAMED."""
        side = self._sides.get(actor)
        if side is None:
            side = self._sides[actor] = self._side(actor)
        return side

    def _side(self, actor: str) -> str:
        identity = self.roster.actors[actor]
        organisation = self.roster.speaks_for(actor)
        if organisation is not None:
            return organisation
        official = identity.cls in _STATE_ORGANS and not identity.retired
        state = self.roster.state_of(actor) if official else None
        if state is not None:
            return state
        if identity.named:
            return self.roster.group_of(actor) or actor
        return UNNAMED

    def is_state(self, side: str) -> bool:
        """True when a side is a state."""
        return side != UNNAMED and self.roster.actors[side].cls is ActorClass.STATE

    def country(self, place: str) -> str | None:
        """The actor id of the state in which a place lies."""
        state = self.atlas.sites[place].state
        return self.roster.states.get(state) if state else None

    def _own_words(self, sentence: str, actors: frozenset[str], places: frozenset[str]) -> frozenset[str]:
        """What a sentence says beyond who, where and the words of every such report."""
        names = [s for a in actors for s in (self.roster.actors[a].label, *self.roster.actors[a].surfaces)]
        names += [s for p in places for s in (self.atlas.sites[p].label, *self.atlas.sites[p].surfaces)]
        own = distinctive_words(sentence) - self._state_words
        return own.difference(*(content_words(n) for n in names))

    def surroundings(self, article: Article, extraction: Extraction) -> Surroundings:
        """What the article names, told apart from its actors, its outlet, states and whole regions."""
        unknown = [a for a in extraction.actors if not (a.entry or a.state or a.role)]
        names = [n for a in extraction.actors for n in (a.name, *a.surfaces)]
        known = [n for a in extraction.actors if a not in unknown for n in (a.name, *a.surfaces)]
        names += [article.publisher or ""]
        wide = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.WATER)
        names += [n for p in extraction.places if p.kind in wide for n in (p.name, *p.surfaces)]
        others = words_of(names) | self._state_words
        return Surroundings(
            frozenset().union(*(proper_names(line) for line in article.text.splitlines())) - others,
            others,
            sections(article.text),
            words_of(
                n
                for p in extraction.places
                if p.entry and p.kind is PlaceKind.CITY
                for n in (p.name, *p.surfaces)
            ),
            ships(article.text),
            self.parties(extraction),
            words_of(n for a in unknown for n in (a.name, *a.surfaces)) - words_of(known),
        )

    def parties(self, extraction: Extraction) -> frozenset[str]:
        """The actors that an article speaks of, and whose side they are on."""
        return self._with_sides(self.roster.find(extraction.article, [a.key for a in extraction.actors]))

    def spot_words(self, places: Iterable[str]) -> frozenset[str]:
        """The words by which the narrow ones among some places are known."""
        return frozenset().union(*(self._words_of_spot(place) for place in places))

    def _words_of_spot(self, place: str) -> frozenset[str]:
        words = self._spot_words.get(place)
        if words is None:
            site = self.atlas.sites[place]
            names = (site.label, *site.surfaces) if self.atlas.is_spot(place) else ()
            words = self._spot_words[place] = words_of(names)
        return words

    def strike(self, article: str, issued: Window | None, report: StrikeReport, beside: Beside) -> Telling:
        """The telling that one strike report makes: who, where and when, and the clues that its sentence gives."""
        told = self._told(article, issued, report, beside)
        sentence, around = report.mention.sentence.text, beside.around
        begin = report.mention.span.begin - report.mention.sentence.begin
        end = begin + len(report.mention.span.text)
        names = (proper_names(sentence) - around.others) | self.spot_words(told.places)
        aim = aimed_at(sentence, begin, end) if report.definite else ()
        names |= around.unknown.intersection(aim)  # "the bombing of Mweso", where Mweso is taken for somebody
        several, last_word = told.collective, begin + report.mention.span.text.rfind(" ") + 1
        said_by = told.claimants | {self.side(s) for s in self.roster.find(article, beside.speakers)}
        protesting = frozenset(
            self.side(i)
            for act in beside.acts
            if act.type in _PROTESTS
            for i in self.roster.find(article, act.initiators)
        )
        if is_called_a_crime(sentence) or is_avenged(sentence, begin):
            protesting |= said_by
        return replace(
            told,
            names=names,
            towns=names & around.towns,
            ship=frozenset() if several else ship_struck(sentence, begin, end, around.ships),
            things=frozenset() if several else things_struck(sentence, begin, end, pointing=report.definite),
            dated=calendar_day(sentence, begin) if report.when is None and issued is None else None,
            weekday=None if report.when else weekday(sentence, begin),
            apart_from=_apart_from(report, begin, end),
            ordinal=ordinal(sentence, begin, end),
            other_hour=is_other_hour(sentence),
            sweep=sweeping(sentence, last_word),
            counted=counted(sentence, last_word) if report.definite else 0,
            protesting=protesting,
            bereaved=protesting & said_by if told.deaths else frozenset(),
            aim=aim,
            upon=said_to_be_upon(sentence, begin, end) if report.definite else frozenset(),
            disowning=said_by if not told.doers and is_disowned(sentence) else frozenset(),
            bygone=report.when is None and is_of_before(sentence, begin, end),
            clock=clock(sentence),
            aside=is_aside(sentence, begin),
            elsewhere=is_elsewhere(sentence),
            same_men=not report.definite and takes_up_men(sentence, begin),
            same_object=not (report.definite or told.places or several) and takes_up_object(sentence, end),
        )

    def _told(self, article: str, issued: Window | None, report: StrikeReport, beside: Beside) -> Telling:
        """Who attacked whom, where, when and with what, by one report."""
        # who only denies that he was behind it says of nobody that he was
        his_own = set(report.attackers) <= set(report.mention.according_to)
        named = () if report.mention.disowns and his_own else report.attackers
        attackers = frozenset(self.roster.find(article, named))
        targets = frozenset(self.roster.find(article, report.targets))
        places = frozenset(self.atlas.find(article, report.places))
        spots = frozenset(p for p in places if self.atlas.is_spot(p))
        ground = {s for t in targets if self.is_state(s := self.side(t))}
        at_sea = is_off_shore(report.mention.sentence.text)
        countries = {c for p in places if not at_sea and (c := self.country(p)) is not None}
        several = report.collective or len(attackers & targets) > 1
        sides = frozenset(self.side(a) for a in attackers)
        provoked = {self.side(a) for r in beside.answered for a in self.roster.find(article, r.attackers)}
        claiming = frozenset(self.side(c) for c in self.roster.find(article, report.mention.according_to))
        guessed = attackers - self._stated(article, report.attackers, report.inferred_attackers)
        guessed_targets = targets - self._stated(article, report.targets, report.inferred_targets)
        suffered, pointing = claiming if beside.deaths else frozenset(), not (attackers or targets or places)
        return Telling(
            article=article,
            kind=STRIKE,
            reports=(report.key,),
            begin=report.mention.span.begin,
            doers=attackers,
            others=targets,
            sides=sides,
            ground=frozenset(ground | countries),
            presumed=frozenset(p for p in (provoked or suffered) - sides if sides and self.is_state(p)),
            claimants=claiming,
            places=places,
            spots=spots,
            seat=frozenset() if self.atlas.are_strewn(spots) else spots,
            weapons=frozenset(report.weapons),
            window=window(report.when),
            issued=issued,
            deaths=beside.deaths,
            words=self._own_words(report.mention.sentence.text, attackers | targets, places),
            real=report.mention.factuality is not Factuality.HYPOTHETICAL,
            # "The groups that Islamabad targeted" points to known strikes, whatever else the sentence tells.
            habitual=report.habitual and not report.definite,
            definite=report.definite,
            collective=several,
            plural=report.mention.span.text.endswith("s"),
            outcome=report.outcome,
            around=beside.around.names,
            answers=frozenset(report.in_response_to),
            acts=acts(report.mention.span.text),
            line=report.mention.sentence.begin,
            blaming=report.mention.frame in RESPONSIBILITY_FRAMES,
            section=bisect_right(beside.around.sections, report.mention.span.begin),
            parties=beside.around.parties if report.definite and pointing else frozenset(),
            own_version=report.mention.is_told and bool(sides & claiming) and not (places or several),
            guessed=self._with_sides(guessed) - self._with_sides(attackers - guessed),
            guessed_others=self._with_sides(guessed_targets)
            - self._with_sides(targets - guessed_targets)
            - countries,
        )

    def _stated(self, article: str, parties: Iterable[str], inferred: Iterable[str]) -> frozenset[str]:
        """Those among some local actors who are not inferred."""
        left_open = set(inferred)
        return frozenset(self.roster.find(article, [p for p in parties if p not in left_open]))

    def _with_sides(self, actors: Iterable[str]) -> frozenset[str]:
        """Some actors and whose side they are on."""
        return frozenset(one for a in actors for one in (a, self.side(a)))

    def action(
        self,
        article: str,
        issued: Window | None,
        report: ActionReport,
        stories: frozenset[int],
        parties: frozenset[str] = frozenset(),
    ) -> Telling:
        """The telling that one action report makes: what several did as one is one act of theirs.

        `parties` are the actors that the article speaks of, among whom are those of an act that is only taken up.
        """
        doers = frozenset(self.roster.find(article, report.initiators))
        recipients = frozenset(self.roster.find(article, report.recipients))
        places = frozenset(self.atlas.find(article, report.places))
        sentence, begin = report.mention.sentence, report.mention.span.begin - report.mention.sentence.begin
        asks = asked(sentence.text, begin) if report.type in ASKING else frozenset[str]()
        return Telling(
            article=article,
            kind=report.type.value,
            reports=(report.key,),
            begin=report.mention.span.begin,
            doers=doers,
            others=recipients - doers,
            sides=frozenset(self.side(d) for d in doers),
            ground=frozenset(self.side(r) for r in recipients) - {self.side(d) for d in doers},
            places=places,
            window=window(report.when),
            issued=issued,
            words=self._own_words(sentence.text, doers | recipients, places),
            real=report.mention.factuality is not Factuality.HYPOTHETICAL,
            definite=report.definite,
            stories=stories,
            weekday=None if report.when else weekday(sentence.text, begin),
            answers=frozenset(report.in_response_to),
            line=sentence.begin,
            asks=asks,
            persons=frozenset(d for d in doers if self.roster.actors[d].cls is ActorClass.PERSON),
            parties=parties if report.echo else frozenset(),
            echo=report.echo,
        )


def _apart_from(report: StrikeReport, begin: int, end: int) -> int:
    """Where in its article a report says that it is one more, "another raid", "struck again"; -1 where it does not."""
    sentence = report.mention.sentence
    since = another_since(sentence.text, begin, end, dated=report.when is not None)
    return -1 if since is None or report.definite else sentence.begin + since


def deaths_by_strike(claims: Iterable[CasualtyClaim]) -> Mapping[str, frozenset[int]]:
    """The exact or lowest numbers of dead told of each strike alone, by the strike's local key."""
    out: dict[str, set[int]] = {}
    for claim in claims:
        if claim.deaths is not None and len(claim.strikes) == 1:
            out.setdefault(claim.strikes[0], set()).add(claim.deaths.low)
    return {key: frozenset(found) for key, found in out.items()}
