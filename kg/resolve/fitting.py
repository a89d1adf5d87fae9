"""Which account of its article a report fits best: by who, where and when, by what was just told, by its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.resolve import signs
from kg.resolve.accounts import Account, Apart, founding, kept_apart, last_told, take_in
from kg.resolve.aims import singular
from kg.resolve.profile import Profile
from kg.resolve.scoring import Scorer, Verdict
from kg.resolve.telling import STRIKE, UNNAMED, Telling

# Log-odds beside those of kg.resolve.scoring: judgements, checked on 290 mentions of open articles.
_DEFINITE_BONUS = 1.0
_BLAMING_BONUS = 2.0
_OTHER_HOUR = 1.5
_NEXT_SENTENCE = 1.5
_DATES = 1.0
_ADJACENT = 250
_OTHER_ACT = 0.8
_SAME_SENTENCE = 1.0
_GOING_ON = 1.2
_OTHER_WEEKDAY = 2.5
_OTHER_TOLL = 2.0
_SAME_MEN = 1.8
_OWN_VERSION = 2.5
_SAME_OBJECT = 1.2
_TOLD_LAST = 0.3
_AHEAD = 2.0
# Characters after the last mention: beyond the next sentences, and some paragraphs down; and what each weighs.
_NEXT = 500
FAR = 1500
_ANEW, _ANEW_FAR = 1.5, 2.2


def place(telling: Telling, accounts: list[Account], scorer: Scorer, apart: Apart) -> bool:
    """Join the account that the telling fits best, or open a new one; True when one was joined."""
    best = best_fit(telling, accounts, scorer, apart)
    if best is None:
        accounts.append(Account(Profile(telling), telling, [founding(telling)], begins=[telling.begin]))
        return False
    account, verdict = best
    take_in(account, telling, verdict)
    return True


def best_fit(
    telling: Telling, accounts: Sequence[Account], scorer: Scorer, apart: Apart
) -> tuple[Account, Verdict] | None:
    """The account of the article that the telling fits best, and why; None when it fits none."""
    best: tuple[Account, Verdict] | None = None
    accounts = by_its_words(telling, accounts, scorer)
    last = None if telling.spots else _told_last(telling, accounts)
    blamed_for = [a for a in accounts if may_be_by(telling, a)]
    just_told = _told_last(telling, blamed_for) if telling.blaming and telling.ordinal is None else None
    if just_told is not None and not kept_apart(telling, just_told, apart):
        # "Officials blamed the rebels": for what was just told, if it can be theirs
        verdict = scorer.compare(telling, just_told.profile, within=True, bonus=_BLAMING_BONUS)
        if verdict.conflict is None:
            return just_told, verdict
    leading = float("-inf")
    for account, verdict in fits(telling, accounts, scorer, apart):
        # Of two that fit, what was told last is meant; and "the attack on Goma" takes up rather than announces.
        ahead = telling.definite and min(account.begins, default=0) > telling.begin
        odds = verdict.odds + _TOLD_LAST * (account is last) - _AHEAD * ahead
        if odds > leading + 1e-9:
            best, leading = (account, verdict), odds
    return best


def by_its_words(telling: Telling, accounts: Sequence[Account], scorer: Scorer) -> list[Account]:
    """The accounts that "the mosque attack" or "the shelling" may mean, where its words part them; else all.

    Those told before it in which the word for what was hit occurs; else those of its weapon, if any other is of
    another.
    """
    if telling.kind != STRIKE or not telling.definite:
        return list(accounts)
    before = [a for a in accounts if any(b < telling.begin for b in a.begins)]
    possible = [a for a in before if scorer.conflicts.between(telling, a.profile) is None]
    named = [a for a in possible if telling.upon & singular(a.profile.words)]
    if named:
        return named
    of_its_weapon = [a for a in before if telling.weapons & a.profile.weapons]
    if of_its_weapon and not any(may_be_by(telling, a) for a in of_its_weapon):
        return (
            of_its_weapon  # "accused Chad of the mortar attack", which was the rebels': still not the bombing
        )
    if of_its_weapon:
        return [a for a in accounts if not signs.other_weapons(telling, a.profile)]
    return list(accounts)


def fits(
    telling: Telling, accounts: Sequence[Account], scorer: Scorer, apart: Apart
) -> Iterator[tuple[Account, Verdict]]:
    """The accounts of the article that a telling can be part of, each with the reasons; in their order."""
    for account in accounts:
        verdict = weighed(telling, account, accounts, scorer, apart)
        if verdict is not None:
            yield account, verdict


def weighed(
    telling: Telling, account: Account, accounts: Sequence[Account], scorer: Scorer, apart: Apart
) -> Verdict | None:
    """How well a telling fits one of its article's `accounts`; None where it cannot be part of it."""
    if kept_apart(telling, account, apart):
        return None
    bonus = _DEFINITE_BONUS if telling.definite else -_anew(telling, account)
    if telling.kind == STRIKE:
        bonus += _taken_up(telling, account, accounts, scorer)
        bonus += _told_otherwise(telling, account) - _OTHER_WEEKDAY * _on_another_day(telling, account)
        bonus -= _OTHER_TOLL * _of_another_time_and_toll(telling, account)
        if _goes_on(telling, account, scorer) and _is_last(account, telling, accounts):
            bonus += _GOING_ON
        if (
            telling.definite
            and telling.ordinal is None
            and not telling.places
            and _just_told(telling, account)
        ):
            bonus += _NEXT_SENTENCE
            if telling.window is not None and account.profile.window is None:
                bonus += _DATES  # "Rebels hit Goma for the second time. The Saturday attack …"
    verdict = scorer.compare(telling, account.profile, within=True, bonus=bonus)
    return verdict if verdict.conflict is None and verdict.odds >= 0 else None


def _taken_up(telling: Telling, account: Account, accounts: Sequence[Account], scorer: Scorer) -> float:
    """For what "the attackers" go on to do, and for what an army says of the attack told last, of nobody's so far."""
    if (
        telling.definite
        or telling.is_another
        or telling.other_hour
        or not _is_last(account, telling, accounts)
    ):
        return 0.0
    gap = min((telling.begin - b for b in account.begins if b < telling.begin), default=FAR)
    bonus = _SAME_OBJECT * telling.same_object if gap < FAR else 0.0
    if gap < _NEXT:
        own = scorer.conflicts.is_own_version(telling, account.profile)
        bonus += _SAME_MEN * telling.same_men + _OWN_VERSION * own
    return bonus


def _just_told(telling: Telling, account: Account) -> bool:
    """True where the account was told of right before: "It blamed the rebels for the massacre".

    Not where who tells of the dead would be who killed them: "Iran said the strikes killed nine" is of others'.
    """
    suspect = bool(telling.deaths) and bool(telling.claimants & account.profile.sides)
    return not suspect and any(0 < telling.begin - b < _ADJACENT for b in account.begins)


def _on_another_day(telling: Telling, account: Account) -> bool:
    """True where an article without a date gives two weekdays: "On Thursday shells hit … And on Wednesday"."""
    days = {telling.weekday, account.telling.weekday}
    return telling.issued is None and not telling.definite and None not in days and len(days) > 1


def _of_another_time_and_toll(telling: Telling, account: Account) -> bool:
    """True for "Earlier this month the group killed 82" beside "on 8 July it killed 66": weeks may lie between."""
    profile, window = account.profile, account.profile.window
    if telling.definite or window is None or telling.window is None or telling.spots & profile.spots:
        return False
    one_day = window.is_day and telling.window.is_day
    return not one_day and bool(telling.deaths and profile.deaths) and not telling.deaths & profile.deaths


def _goes_on(telling: Telling, account: Account, scorer: Scorer) -> bool:
    """True for more of what was told right before: "a drone attack on Goma … Two bombs exploded near the runway".

    It names neither who did it nor a day, nor a town or a toll that is not known already.
    """
    if telling.doers or telling.window or telling.is_another or telling.other_hour or telling.aside:
        return False
    profile = account.profile
    if telling.deaths and profile.deaths and not telling.deaths & profile.deaths:
        return False
    if telling.spots and profile.spots and not scorer.nearness.any_near(telling.spots, profile.spots):
        return False
    return any(0 < telling.begin - b < _NEXT for b in account.begins)


def _told_otherwise(telling: Telling, account: Account) -> float:
    """For what one sentence calls by a second name; against another hour, or another kind of attack."""
    profile = account.profile
    if telling.definite or telling.spots & profile.spots:
        return 0.0
    if (telling.article, telling.line) in profile.lines:
        if telling.spots and not profile.spots:
            return -_SAME_SENTENCE  # "drones were launched at Ukraine, and a hospital in Sumy was hit"
        return 0.0 if telling.spots or telling.window else _SAME_SENTENCE
    other_act = telling.acts and profile.acts and not telling.acts & profile.acts
    return -(_OTHER_HOUR * telling.other_hour + _OTHER_ACT * bool(other_act))


def may_be_by(telling: Telling, account: Account) -> bool:
    """True unless the telling names an attacker and the account another: "the PKK claimed the attack"."""
    sides = account.profile.sides
    return not telling.sides or not sides or UNNAMED in sides or bool(telling.sides & sides)


def _told_last(telling: Telling, accounts: Sequence[Account]) -> Account | None:
    """The account that the article spoke of last before the telling."""
    before = [a for a in accounts if any(b < telling.begin for b in a.begins)]
    return max(before, key=lambda a: (last_told(a, telling), a.order), default=None)


def _is_last(account: Account, telling: Telling, accounts: Sequence[Account]) -> bool:
    """True for what the article spoke of last before the telling, or first told of in the same sentence as that."""
    last = _told_last(telling, accounts)
    return last is not None and (account is last or account.telling.line == last.telling.line)


def _anew(telling: Telling, account: Account) -> float:
    """Against one strike of two where the article tells of one anew, further down and with details of its own.

    What it means to take up again it calls "the raid"; a lead's strike is detailed in the sentences after it.
    """
    if telling.kind != STRIKE or not (telling.spots or telling.weapons or telling.deaths):
        return 0.0
    profile = account.profile
    if not (profile.window or profile.spots or profile.deaths):
        return 0.0  # "hours after an attack on a camp in the north": the news itself is still to come
    before = [b for b in account.begins if b <= telling.begin]
    gap = telling.begin - max(before) if before else 0
    return _ANEW_FAR if gap > FAR else _ANEW if gap > _NEXT else 0.0
