"""One article's account of one event: what its reports say together, and why each belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kg.resolve import signs
from kg.resolve.profile import Profile
from kg.resolve.roster import Ref
from kg.resolve.scoring import Verdict
from kg.resolve.telling import Telling


@dataclass(frozen=True, slots=True)
class Link:
    """Why a report belongs to a group of its article: its local key, a score 0-1, a reason in words."""

    report: str
    score: float
    reason: str


@dataclass(slots=True)
class Account:
    """One article's whole telling of one event.

    `implied`: only mentions of several strikes speak of it; `wholes` are those mentions, undivided.
    """

    profile: Profile
    telling: Telling
    links: list[Link] = field(default_factory=list)
    implied: bool = False
    begins: list[int] = field(default_factory=list)
    wholes: list[Telling] = field(default_factory=list)

    @property
    def order(self) -> tuple[str, int, str]:
        """Where the account stands: article, place in the text, kind and parties."""
        return (
            self.telling.article,
            self.telling.begin,
            "|".join((self.telling.kind, *sorted(self.telling.doers))),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One article's accounts, and the keys of reports that say too little to be one.

    Such is "the attack" where no attack was told of before.
    """

    accounts: tuple[Account, ...]
    unattached: tuple[str, ...] = ()


Apart = Callable[[Ref, set[Ref]], bool]
"""True when a person said that a report and one of these reports are different events."""


def nothing_apart(ref: Ref, group: set[Ref]) -> bool:
    """Where no person has said so."""
    return False


def told_apart(telling: Telling, account: Account) -> bool:
    """True when the article itself has them as two: one answers the other, or is "another" after it.

    What a section of a round-up takes up was told in that section.
    """
    other = account.telling
    return (
        (telling.definite and telling.section != other.section)
        or not telling.answers.isdisjoint(other.reports)
        or not other.answers.isdisjoint(telling.reports)
        or (bool(account.begins) and min(account.begins) < telling.apart_from)
        or _is_of_another_toll(telling, account)
    )


def _is_of_another_toll(telling: Telling, account: Account) -> bool:
    """True for "the raid on Goma, which killed 14" before "Ten days earlier, shells killed three": told anew there."""
    anew = telling.definite and telling.begin < account.telling.apart_from
    return anew and signs.other_toll(telling, account.profile)


def kept_apart(telling: Telling, account: Account, apart: Apart) -> bool:
    """True when a person or the article itself has the telling and the account as two."""
    return any(apart(ref, account.profile.refs) for ref in telling.refs) or told_apart(telling, account)


def founding(telling: Telling) -> Link:
    """The link of the report that opens an account."""
    return Link(telling.reports[0], 1.0, "first report in this article")


def take_in(account: Account, telling: Telling, verdict: Verdict) -> None:
    """Make a telling part of an account, for the reasons of the verdict."""
    if account.implied:
        account.links.append(founding(telling))
    else:
        words = ("points back to it", *verdict.reasons) if telling.definite else verdict.reasons
        account.links.append(Link(telling.reports[0], round(verdict.score, 2), "; ".join(words)))
    account.profile.add(telling)
    account.telling = _merged(account.telling, telling, account.profile)
    account.implied = False
    account.begins.append(telling.begin)


def absorb(account: Account, other: Account, verdict: Verdict) -> None:
    """Make an account part of another one that turns out to be of the same event."""
    first, *rest = other.links
    account.links += [Link(first.report, round(verdict.score, 2), "; ".join(verdict.reasons)), *rest]
    account.profile.merge(other.profile)
    account.telling = _merged(account.telling, other.telling, account.profile)
    account.begins += other.begins


def _merged(old: Telling, new: Telling, profile: Profile) -> Telling:
    begin = min(old.begin, new.begin) if old.reports else new.begin
    return replace(
        old,
        reports=(*old.reports, *new.reports),
        begin=begin,
        doers=frozenset(profile.doers),
        others=frozenset(profile.others),
        sides=frozenset(profile.sides),
        ground=frozenset(profile.ground),
        presumed=frozenset(profile.presumed),
        places=frozenset(profile.places),
        spots=frozenset(profile.spots),
        seat=frozenset(profile.seat),
        weapons=frozenset(profile.weapons),
        window=profile.window,
        deaths=frozenset(profile.deaths),
        words=old.words | new.words if old.reports else new.words,
        real=profile.real,
        definite=bool(old.reports) and old.definite and new.definite,
        echo=bool(old.reports) and old.echo and new.echo,
        outcome=new.outcome if not old.reports else old.outcome,
        names=frozenset(profile.names),
        towns=frozenset(profile.towns),
        ship=frozenset(profile.ship),
        things=frozenset(profile.things),
        dated=old.dated or new.dated,
        guessed=frozenset(profile.guessed),
        guessed_others=frozenset(profile.guessed_others),
        around=new.around,
        weekday=None if profile.window else old.weekday if old.weekday is not None else new.weekday,
        apart_from=old.apart_from if old.reports else new.apart_from,
        answers=old.answers | new.answers,
    )


def last_told(account: Account, telling: Telling) -> int:
    """Where the article spoke of the account last before the telling."""
    return max(b for b in account.begins if b < telling.begin)
