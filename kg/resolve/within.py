"""Which reports of one article are one event: "Tuesday's attack", "the raid" and "the strikes" among them.

An article builds its event bit by bit: a summary in the lead, the day in one sentence, the target in another.
So reports are taken in the order of the text and each joins the group it fits best. A mention of several
strikes at once ("the tit-for-tat strikes") opens a place for each direction before anything else is read;
what is said later of one direction finds its place there, and the mention itself becomes evidence of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.resolve.accounts import Account, Apart, Link, Reading, absorb, founding, nothing_apart, told_apart
from kg.resolve.fitting import best_fit, place, weighed
from kg.resolve.pointing import point_back, point_back_surely, sweep
from kg.resolve.profile import Profile
from kg.resolve.reader import Reader
from kg.resolve.scoring import Scorer, Verdict
from kg.resolve.telling import STRIKE, Telling


def group(tellings: Sequence[Telling], scorer: Scorer, apart: Apart) -> Reading:
    """The accounts that one article's tellings make, in order of the text."""
    ordered = sorted(tellings, key=lambda t: (t.begin, t.reports, sorted(t.doers)))
    ordered = [_as_exchange(t, ordered) for t in ordered]
    joint = [t for t in ordered if t.collective]
    accounts = _directions(joint, scorer.reader)
    pointers: list[Telling] = []
    for telling in ordered:
        if telling.collective or telling.echo:
            continue
        # "Tuesday's attack", "the attack on the base": who did it is told elsewhere, perhaps further down.
        unfitting = telling.definite and best_fit(telling, accounts, scorer, apart) is None
        several = telling.sweep or telling.counted
        if several or telling.is_bare or unfitting or (telling.definite and not telling.doers):
            if several or telling.is_bare or not point_back_surely(telling, accounts, scorer, apart):
                pointers.append(telling)
        else:
            place(telling, accounts, scorer, apart)
    for telling in (t for t in ordered if t.echo):
        place(telling, accounts, scorer, apart)
    left: list[str] = []
    sweeping = [t for t in pointers if (t.sweep or t.counted) and sweep(t, accounts, scorer)]
    for telling in (t for t in pointers if t not in sweeping):
        # "The strikes", where both sides' strikes are told of, are the strikes of both.
        if telling.is_bare and telling.definite and telling.plural and _exchanged(accounts):
            joint.append(telling)
        else:
            left += point_back(telling, accounts, scorer, apart)
    _gather(accounts, scorer, apart)
    for telling in joint:
        left += _spread(telling, accounts, scorer)
    for account in accounts:
        # What the article says of one strike is no clue to which another is.
        others: set[str] = set().union(*(a.profile.names for a in accounts if a is not account))
        around = account.telling.around - (others - account.profile.names)
        if around != account.telling.around:
            account.telling = replace(account.telling, around=around)
    told = [a.telling for a in accounts if not a.implied]
    if any(t.kind == STRIKE and t.real and not t.says_least for t in told):
        for account in accounts:
            account.telling = replace(account.telling, beside=account.telling.says_least)
    return Reading(tuple(accounts), tuple(left))


def _gather(accounts: list[Account], scorer: Scorer, apart: Apart) -> None:
    """Weigh once more, when all is told, what opened an account of its own before its day or its toll was known.

    Such is what one report alone tells, and what no report says who did.
    """
    for account in list(accounts):
        telling = account.telling
        alone = len(account.links) == 1 or not telling.doers
        told = account.links and not (account.implied or telling.habitual or telling.definite)
        if telling.kind != STRIKE or not alone or not told:
            continue
        found = max(
            _same(account, accounts, scorer, apart), key=lambda f: (f[1].odds, f[0].order), default=None
        )
        if found is not None:
            absorb(found[0], account, found[1])
            accounts.remove(account)


def _same(
    account: Account, accounts: Sequence[Account], scorer: Scorer, apart: Apart
) -> Iterator[tuple[Account, Verdict]]:
    """The other accounts that are of one event with this one; of two, what is told later is held against the other."""
    told = [a for a in accounts if not (a.implied or a.telling.definite) and a.begins]
    for other in told:
        if other is account:
            continue
        first, then = sorted((account, other), key=lambda a: a.order)
        others = [a for a in told if a is not then]
        verdict = weighed(then.telling, first, others, scorer, apart)
        if verdict is not None and not told_apart(first.telling, then):
            yield other, verdict


def _as_exchange(telling: Telling, all_: Sequence[Telling]) -> Telling:
    """A mention of both strikes, where one is told of: "both capitals said they had hit militants"."""
    says_whom = telling.where or telling.others
    if telling.kind != STRIKE or telling.collective or len(telling.doers) != 2 or says_whom:
        return telling
    for other in all_:
        if len(other.sides) == 1 and telling.sides == other.sides | other.where:
            return replace(telling, others=telling.doers, collective=True)
    return telling


def _directions(joint: Sequence[Telling], reader: Reader) -> list[Account]:
    """An empty account for each direction of an exchange of strikes."""
    accounts: list[Account] = []
    seen: set[tuple[str, str]] = set()
    for telling in joint:
        for one, other in _exchange(telling):
            key = (reader.side(one), reader.side(other))
            if key in seen:
                continue
            seen.add(key)
            ground = frozenset({key[1]}) if reader.is_state(key[1]) else frozenset()
            half = replace(
                telling,
                doers=frozenset({one}),
                others=frozenset({other}),
                sides=frozenset({key[0]}),
                ground=ground,
                presumed=frozenset(),
                places=frozenset(),
                spots=frozenset(),
                seat=frozenset(),
                reports=(),
                deaths=frozenset(),
                words=frozenset(),
                window=None if telling.window and telling.window.is_day else telling.window,
                definite=False,
                collective=False,
                names=frozenset(),
                weekday=None,
                answers=frozenset(),
            )
            accounts.append(Account(Profile(half), half, implied=True, begins=[telling.begin]))
    return accounts


def _exchange(telling: Telling) -> list[tuple[str, str]]:
    """The directions that a mention of mutual strikes covers; none when it is one-sided."""
    both = sorted(telling.doers & telling.others)
    return [(a, b) for a in both for b in both if a != b] if len(both) == 2 else []


def _spread(telling: Telling, accounts: list[Account], scorer: Scorer) -> list[str]:
    """Make a mention of several strikes evidence of each; the mentions that cover none are returned."""
    directions = {(scorer.reader.side(a), scorer.reader.side(b)) for a, b in _exchange(telling)}
    if directions:
        covered = [
            a
            for a in accounts
            if any(
                one in a.profile.sides and other in a.profile.ground | a.profile.others
                for one, other in directions
            )
        ]
    elif telling.doers or telling.others or telling.places:
        covered = [a for a in accounts if _covers(telling, a, scorer)]
    else:
        exchanged = _exchanged(accounts)
        covered = exchanged or [a for a in accounts if a.begins and a.begins[0] < telling.begin]
    covered = [a for a in covered if not a.profile.habitual and a.profile.real == telling.real]
    if telling.window is not None:
        # "exchanged fire on Thursday" is no evidence of Friday's
        days = [(a, a.profile.window or telling.window) for a in covered]
        covered = [a for a, window in days if window.overlaps(telling.window)]
    for account in covered:
        account.links.append(
            Link(
                telling.reports[0], 0.9 if directions else 0.7, "covers several strikes, this one among them"
            )
        )
        account.profile.refs.update(telling.refs)
        if account.implied:
            account.wholes.append(telling)
    if covered:
        return []
    if telling.is_bare:
        return list(telling.reports)
    accounts.append(Account(Profile(telling), telling, [founding(telling)], begins=[telling.begin]))
    return []


def _exchanged(accounts: Sequence[Account]) -> list[Account]:
    """The accounts that are halves of an exchange."""
    usual = [a for a in accounts if not a.profile.habitual and a.profile.real]
    return [a for a in usual if any(_answers(a, b) for b in usual)]


def _answers(a: Account, b: Account) -> bool:
    return bool(a.profile.sides & b.profile.where and b.profile.sides & a.profile.where)


def _covers(telling: Telling, account: Account, scorer: Scorer) -> bool:
    verdict = scorer.compare(telling, account.profile, within=True)
    return verdict.conflict is None and verdict.odds >= -0.5


__all__ = ["Account", "Apart", "Link", "Reading", "group", "nothing_apart", "told_apart"]
