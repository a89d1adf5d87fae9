"""What two tellings' days, words and things hit weigh for their being one event, in log-odds.

Weapons, tolls and hours stand in `kg.resolve.signs`, places in `kg.resolve.nearness`, actors in `kg.resolve.scoring`.
Each function gives the log-odds and the reason in words, which is empty where none is worth telling.
"""

from __future__ import annotations

from datetime import date

from kg.model import ActionType
from kg.resolve import signs
from kg.resolve.days import Window
from kg.resolve.profile import Profile
from kg.resolve.telling import STRIKE, UNNAMED, Telling

Evidence = tuple[float, str]

_LONG_AGO = 60
_RECENT = 7
_STALE, _STALE_COST = 14, 1.0
_POINTS_FAR = 2.0
_SAME_DAYS = 3
# Acts of which a state does few, so that two tellings of one are hardly two acts; the rarer, the more.
_RARITY = {
    ActionType.AMBASSADOR_RECALL: 1.5,
    ActionType.ENVOY_EXPULSION: 1.5,
    ActionType.ENVOY_BARRED: 1.5,
    ActionType.RELATIONS_DOWNGRADED: 1.5,
    ActionType.RECOGNITION: 1.5,
    ActionType.SUMMONS: 1.0,
    ActionType.BORDER_CLOSURE: 1.0,
    ActionType.CEASEFIRE: 1.0,
    ActionType.VISIT_CANCELLED: 1.0,
    ActionType.ULTIMATUM: 1.0,
    ActionType.TALKS_SUSPENDED: 1.0,
    ActionType.AID_SUSPENDED: 1.0,
    ActionType.MOBILIZATION: 1.0,
    ActionType.SANCTIONS_RELIEF: 1.0,
}
_TIMELESS_COST = 0.5
_TAKEN_UP, _ALL_NAMED = 1.0, 1.0
_EVERYDAY_COST = 1.0
_OTHER_THING, _SAME_THING = 1.2, 1.5
_OTHER_WEEKDAY = 1.5
_SAME_DAY_OF_YEAR = 1.5
_OLD_NEWS = 9
_BACKGROUND, _HISTORY = 2.0, 4.0


def days(telling: Telling, group: Profile, within: bool) -> Evidence:
    """For the same day, or days that overlap; else for what was told of while it was news."""
    mine, theirs = telling.window, group.window
    if mine is not None and theirs is not None:
        if mine.is_day and theirs.is_day:
            if mine.first != theirs.first:
                return -0.5, f"but one says {mine.iso}, another {theirs.iso}"
            return 2.0, f"same day: {mine.iso}"
        return 0.6, "days overlap"
    known = mine or theirs
    if known is not None:
        issued = telling.issued or group.issued
        age = issued.first - known.last if issued is not None else 0
        if within and not telling.definite and age > _OLD_NEWS:
            return -(_HISTORY if age > _LONG_AGO else _BACKGROUND), ""  # what the news' background recalls
        if mine is not None:
            return _freshness(known, group.issued)
        # "The strikes", of which no more is told, are those of these days.
        tells = telling.spots or telling.deaths or telling.names or telling.ordinal
        points = telling.kind == STRIKE and not tells
        return _freshness(known, telling.issued, points)
    if telling.issued is None or group.issued is None:
        return 0.0, ""
    gap = telling.issued.gap(group.issued)
    if gap > _LONG_AGO:
        return -2.5, ""
    return (0.5, "told in the same days") if gap <= _SAME_DAYS else (-0.5 if gap > 14 else 0.0, "")


def weekdays(telling: Telling, group: Profile) -> Evidence:
    """For an undated telling whose one weekday is that of the event, in the week before its article."""
    if telling.weekday is None or group.window is None or not group.window.is_day:
        return 0.0, ""
    day = group.window.first
    if telling.issued is not None and not 0 <= telling.issued.last - day <= _RECENT:
        return 0.0, ""
    same = date.fromordinal(day).weekday() == telling.weekday
    return (1.0, f"same weekday: {group.window.iso}") if same else (-_OTHER_WEEKDAY, "")


def other_day_of_year(telling: Telling, group: Profile) -> bool:
    """True when an undated article gives "23 October", and the event was on another day of some year."""
    if telling.dated is None:
        return False
    if group.window is None:
        return group.dated is not None and group.dated != telling.dated
    if not group.window.is_day:
        return False
    days = (date.fromordinal(group.window.first + slip) for slip in (-1, 0, 1))
    return telling.dated not in {(day.month, day.day) for day in days}


def days_of_year(telling: Telling, group: Profile) -> Evidence:
    """For "23 October" in an undated article and an event of that day in some year."""
    if telling.dated is None or group.window is None or not group.window.is_day:
        return 0.0, ""
    day = date.fromordinal(group.window.first)
    same = telling.dated == (day.month, day.day)
    return (_SAME_DAY_OF_YEAR, f"same day of the year: {group.window.iso}") if same else (0.0, "")


def _freshness(known: Window, issued: Window | None, points: bool = False) -> Evidence:
    """News tells of what has just happened: an undated telling fits an event of the days before it.

    Most of all one that merely `points` to it.
    """
    if issued is None:
        return 0.0, "undated; borrows the day"
    age = max(issued.first - known.last, 0)
    if age > _LONG_AGO:
        return -2.5, ""
    if age > (_OLD_NEWS if points else _STALE):
        return -(_POINTS_FAR if points else _STALE_COST), ""
    return (0.5, "undated; told within a week of it") if age <= _RECENT else (0.0, "undated; borrows the day")


def things(telling: Telling, group: Profile) -> Evidence:
    """Against one strike where one article has it on a hospital and another on a mosque.

    For one where "the attack on the monastery" is all that is told of it.
    """
    if other_thing(telling, group):
        return -_OTHER_THING, ""
    shared = telling.things & group.things
    if not (shared and telling.definite and telling.is_thin):
        return 0.0, ""
    return _SAME_THING, f"hit: {', '.join(sorted(shared)).replace('_', ' ')}"


def other_thing(telling: Telling, group: Profile) -> bool:
    """True when both say what was hit, and nothing is the same."""
    return bool(telling.things and group.things) and telling.things.isdisjoint(group.things)


def wording(telling: Telling, group: Profile) -> Evidence:
    """For words that not every report has."""
    shared = telling.words & group.words
    if len(shared) < 2:
        return 0.0, ""
    return min(0.3 * len(shared), 1.5), "words: " + ", ".join(sorted(shared)[:4])


def story(telling: Telling, group: Profile) -> Evidence:
    """For acts that are told beside the same strike."""
    return (1.5, "both articles tell of the same strike") if telling.stories & group.stories else (0.0, "")


def rarity(telling: Telling) -> Evidence:
    """For acts of which a state does few."""
    gain = _RARITY.get(ActionType(telling.kind), 0.0)
    return (gain, "an act that a state does seldom") if gain else (0.0, "")


def everyday(telling: Telling, group: Profile) -> Evidence:
    """Against one rejection of two of which not both say whose charge it is: a state rejects something every day."""
    same_day = telling.window is not None and telling.window == group.window
    if telling.kind != ActionType.REJECTION.value or same_day:
        return 0.0, ""
    return (0.0, "") if telling.ground & group.ground else (-_EVERYDAY_COST, "")


def taken_up(telling: Telling, group: Profile) -> Evidence:
    """For what only takes up an act: it was done. The more so where it names nobody, and its article all who did it."""
    if not telling.echo:
        return 0.0, ""
    both = not telling.sides and len((group.sides | group.ground) - {UNNAMED}) > 1
    return (_TAKEN_UP + _ALL_NAMED * both), "takes up an act" + (
        " of those of whom the article speaks" if both else ""
    )


def timeless(telling: Telling, group: Profile) -> Evidence:
    """Against merging acts of which one has neither a day nor an article with a date."""
    if telling.stories & group.stories:
        return 0.0, ""
    unknown = (telling.window or telling.issued) is None or (group.window or group.issued) is None
    return (-_TIMELESS_COST, "") if unknown else (0.0, "")


def other_matter(telling: Telling, group: Profile, within: bool) -> str | None:
    """What else the two are about, in words: what is asked for, the manner of the attack, the thing hit."""
    if telling.asks and group.asks and not telling.asks & group.asks:
        return "one asks for something else"
    if telling.kind == STRIKE and signs.other_manner(telling, group):
        return "told to be of another kind"
    undated = telling.window is None or group.window is None
    # "The raid on the depot", where a dormitory was hit, is another one, of the same article as well
    other = (telling.definite if within else undated) and other_thing(telling, group)
    return "something else was hit" if other else None


def are_one_sentence(telling: Telling, group: Profile) -> bool:
    """True where the telling has no words but the group's: the words of one sentence speak for nothing twice."""
    return telling.words <= group.words or (telling.article, telling.line) in group.lines
