"""Which reports of one article are one event: "Tuesday's attack", "the raid" and "the strikes" among them.

An article builds its event bit by bit: a summary in the lead, the day in one sentence, the target in another.
So reports are taken in the order of the text and each joins the group it fits best. A mention of several
strikes at once ("the tit-for-tat strikes") opens a place for each direction before anything else is read;
what is said later of one direction finds its place there, and the mention itself becomes evidence of each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from kg.resolve.profile import Profile
from kg.resolve.roster import Ref
from kg.resolve.scoring import Scorer, Verdict
from kg.resolve.telling import STRIKE, UNNAMED, Reader, Telling

_DEFINITE_BONUS = 1.0
_BLAMING_BONUS = 2.0
_OTHER_HOUR = 1.5
_NEXT_SENTENCE = 1.5
_ADJACENT = 250
_OTHER_ACT = 0.8
_SAME_SENTENCE = 1.0
# Characters after the last mention: beyond the next sentences, and some paragraphs down; and what each weighs.
_NEXT, _FAR = 500, 1500
_ANEW, _ANEW_FAR = 1.5, 2.2
_BARE_ODDS = 0.4


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


def group(tellings: Sequence[Telling], scorer: Scorer, apart: Apart) -> Reading:
    """The accounts that one article's tellings make, in order of the text."""
    ordered = sorted(tellings, key=lambda t: (t.begin, t.reports, sorted(t.doers)))
    ordered = [_as_exchange(t, ordered) for t in ordered]
    joint = [t for t in ordered if t.collective]
    accounts = _directions(joint, scorer.reader)
    pointers: list[Telling] = []
    for telling in ordered:
        if telling.collective:
            continue
        # "Tuesday's attack", "the attack on the base": who did it is told elsewhere, perhaps further down.
        unfitting = telling.definite and _best(telling, accounts, scorer, apart) is None
        if telling.sweep or telling.is_bare or unfitting or (telling.definite and not telling.doers):
            pointers.append(telling)
        else:
            _place(telling, accounts, scorer, apart)
    left: list[str] = []
    sweeping = [t for t in pointers if t.sweep and _sweep(t, accounts, scorer)]
    for telling in (t for t in pointers if t not in sweeping):
        # "The strikes", where both sides' strikes are told of, are the strikes of both.
        if telling.is_bare and telling.definite and telling.plural and _exchanged(accounts):
            joint.append(telling)
        else:
            left += _point_back(telling, accounts, scorer, apart)
    for telling in joint:
        left += _spread(telling, accounts, scorer)
    for account in accounts:
        # What the article says of one strike is no clue to which another is.
        others: set[str] = set().union(*(a.profile.names for a in accounts if a is not account))
        around = account.telling.around - (others - account.profile.names)
        if around != account.telling.around:
            account.telling = replace(account.telling, around=around)
    return Reading(tuple(accounts), tuple(left))


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


def _place(telling: Telling, accounts: list[Account], scorer: Scorer, apart: Apart) -> bool:
    """Join the account that the telling fits best, or open a new one; True when one was joined."""
    best = _best(telling, accounts, scorer, apart)
    if best is None:
        accounts.append(Account(Profile(telling), telling, [_founding(telling)], begins=[telling.begin]))
        return False
    account, verdict = best
    _take_in(account, telling, verdict)
    return True


def _best(
    telling: Telling, accounts: Sequence[Account], scorer: Scorer, apart: Apart
) -> tuple[Account, Verdict] | None:
    best: tuple[Account, Verdict] | None = None
    just_told = _told_last(telling, accounts) if telling.blaming and telling.ordinal is None else None
    if just_told is not None and not told_apart(telling, just_told):
        # "Officials blamed the rebels": for what was just told, if it can be theirs
        verdict = scorer.compare(telling, just_told.profile, within=True, bonus=_BLAMING_BONUS)
        if verdict.conflict is None and not any(apart(ref, just_told.profile.refs) for ref in telling.refs):
            return just_told, verdict
    for account in accounts:
        if any(apart(ref, account.profile.refs) for ref in telling.refs) or told_apart(telling, account):
            continue
        bonus = _DEFINITE_BONUS if telling.definite else -_anew(telling, account)
        if telling.kind == STRIKE:
            bonus += _told_otherwise(telling, account)
            if (
                telling.definite
                and telling.ordinal is None
                and not telling.places
                and _just_told(telling, account)
            ):
                bonus += _NEXT_SENTENCE
        verdict = scorer.compare(telling, account.profile, within=True, bonus=bonus)
        if (
            verdict.conflict is None
            and verdict.odds >= 0
            and (best is None or verdict.odds > best[1].odds + 1e-9)
        ):
            best = (account, verdict)
    return best


def _just_told(telling: Telling, account: Account) -> bool:
    """True where the account was told of right before: "It blamed the rebels for the massacre".

    Not where who tells of the dead would be who killed them: "Iran said the strikes killed nine" is of others'.
    """
    suspect = bool(telling.deaths) and bool(telling.claimants & account.profile.sides)
    return not suspect and any(0 < telling.begin - b < _ADJACENT for b in account.begins)


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


def _told_last(telling: Telling, accounts: Sequence[Account]) -> Account | None:
    """The account that the article spoke of last before the telling."""
    before = [a for a in accounts if any(b < telling.begin for b in a.begins)]
    return max(before, key=lambda a: (_last(a, telling), a.order), default=None)


def _anew(telling: Telling, account: Account) -> float:
    """Against one strike of two where the article tells of one anew, further down and with details of its own.

    What it means to take up again it calls "the raid"; a lead's strike is detailed in the sentences after it.
    """
    if telling.kind != STRIKE or not (telling.spots or telling.weapons or telling.deaths):
        return 0.0
    before = [b for b in account.begins if b <= telling.begin]
    gap = telling.begin - max(before) if before else 0
    return _ANEW_FAR if gap > _FAR else _ANEW if gap > _NEXT else 0.0


def told_apart(telling: Telling, account: Account) -> bool:
    """True when the article itself has them as two: one answers the other, or is "another" after it.

    What a section of a round-up takes up was told in that section.
    """
    other = account.telling
    return (
        (telling.definite and telling.section != other.section)
        or not telling.answers.isdisjoint(other.reports)
        or not other.answers.isdisjoint(telling.reports)
        or (telling.another and bool(account.begins) and min(account.begins) < telling.begin)
    )


def _founding(telling: Telling) -> Link:
    return Link(telling.reports[0], 1.0, "first report in this article")


def _take_in(account: Account, telling: Telling, verdict: Verdict) -> None:
    if account.implied:
        account.links.append(_founding(telling))
    else:
        words = ("points back to it", *verdict.reasons) if telling.definite else verdict.reasons
        account.links.append(Link(telling.reports[0], round(verdict.score, 2), "; ".join(words)))
    account.profile.add(telling)
    account.telling = _merged(account.telling, telling, account.profile)
    account.implied = False
    account.begins.append(telling.begin)


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
        weapons=frozenset(profile.weapons),
        window=profile.window,
        deaths=frozenset(profile.deaths),
        words=old.words | new.words if old.reports else new.words,
        real=profile.real,
        definite=bool(old.reports) and old.definite and new.definite,
        outcome=new.outcome if not old.reports else old.outcome,
        names=frozenset(profile.names),
        around=new.around,
        weekday=None if profile.window else old.weekday if old.weekday is not None else new.weekday,
        another=old.another if old.reports else new.another,
        answers=old.answers | new.answers,
    )


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
    accounts.append(Account(Profile(telling), telling, [_founding(telling)], begins=[telling.begin]))
    return []


def _sweep(telling: Telling, accounts: list[Account], scorer: Scorer) -> bool:
    """Give "all three attacks" to the last three told before, with who is said to be behind them; False for fewer."""
    before = [
        a
        for a in accounts
        if a.begins
        and min(a.begins) < telling.begin
        and a.profile.real == telling.real
        and not a.profile.habitual
        and scorer.conflict(telling, a.profile) is None
    ]
    meant = sorted(before, key=lambda a: min(a.begins))[-telling.sweep :]
    if len(meant) < telling.sweep:
        return False
    for account in meant:
        _take_in(account, telling, Verdict(_BARE_ODDS, (f"one of the {telling.sweep} that it takes up",)))
    return True


def _exchanged(accounts: Sequence[Account]) -> list[Account]:
    """The accounts that are halves of an exchange."""
    usual = [a for a in accounts if not a.profile.habitual and a.profile.real]
    return [a for a in usual if any(_answers(a, b) for b in usual)]


def _answers(a: Account, b: Account) -> bool:
    return bool(a.profile.sides & b.profile.where and b.profile.sides & a.profile.where)


def _covers(telling: Telling, account: Account, scorer: Scorer) -> bool:
    verdict = scorer.compare(telling, account.profile, within=True)
    return verdict.conflict is None and verdict.odds >= -0.5


def _point_back(telling: Telling, accounts: list[Account], scorer: Scorer, apart: Apart) -> list[str]:
    """Give "the attack" to the account it fits best, else to the one told of just before it.

    What names nobody and no place and has nothing to point to opens an account that is thin: other articles
    may tell which attack it is. If it is not even definite ("attacks are feared"), it is returned.
    """
    best = None if telling.is_bare else _best(telling, accounts, scorer, apart)
    if best is not None:
        _take_in(best[0], telling, best[1])
        return []
    known = [
        a
        for a in accounts
        if not any(apart(ref, a.profile.refs) for ref in telling.refs)
        and not told_apart(telling, a)
        and scorer.conflict(telling, a.profile) is None
        and telling.definite
        and _may_be_by(telling, a)
        and _may_be_at(telling, a, scorer)
    ]
    before = [a for a in known if min(a.begins) < telling.begin]
    meant = _by_ordinal(telling, before)
    if meant is not None:
        _take_in(meant, telling, Verdict(_BARE_ODDS, (f"the {telling.ordinal} of two",)))
        return []
    only_other = telling.ordinal in ("earlier", "second") and len(before) == 1
    if before and not only_other:
        nearest = max(
            before,
            key=lambda a: (_is_claimants(telling, a), _is_so_called(telling, a), _last(a, telling), a.order),
        )
        _take_in(nearest, telling, Verdict(_BARE_ODDS, (_pointing(telling, nearest),)))
        return []
    if len(known) == 1 and not known[0].implied and not only_other:
        _take_in(known[0], telling, Verdict(_BARE_ODDS, ("names no attacker; the only strike told of",)))
        return []
    if not telling.definite and not (telling.doers or telling.others or telling.places):
        return list(telling.reports)
    _place(telling, accounts, scorer, apart)
    return []


def _by_ordinal(telling: Telling, known: Sequence[Account]) -> Account | None:
    """The account that "the first attack" or "this second attack" means, where there are two, by their days."""
    dated = [(w.first, a.order, a) for a in known if (w := a.profile.window) is not None]
    if telling.ordinal is None or len(known) != 2 or len(dated) != 2 or dated[0][0] == dated[1][0]:
        return None
    dated.sort(key=lambda d: d[:2])
    return dated[1 if telling.ordinal == "second" else 0][2]


def _may_be_by(telling: Telling, account: Account) -> bool:
    """True unless the telling names an attacker and the account another: "the PKK claimed the attack".

    Nor does anybody protest against his own strike.
    """
    sides = account.profile.sides
    if sides and sides <= telling.protesting:
        return False
    return not telling.sides or not sides or UNNAMED in sides or bool(telling.sides & sides)


def _may_be_at(telling: Telling, account: Account, scorer: Scorer) -> bool:
    """True unless the telling names a spot that is none of the account's: "the shelling of Yeonpyeong in 2010"."""
    atlas, theirs = scorer.atlas, account.profile.places
    return not telling.spots or any(
        a == b or atlas.contains(a, b) or atlas.contains(b, a) for a in telling.spots for b in theirs
    )


def _is_so_called(telling: Telling, account: Account) -> bool:
    """True when the account was told in the words that now take it up, not long before: "raided Goma … the raid"."""
    return telling.begin - _last(account, telling) < _FAR and bool(telling.acts & account.profile.acts)


def _last(account: Account, telling: Telling) -> int:
    return max(b for b in account.begins if b < telling.begin)


def _is_claimants(telling: Telling, account: Account) -> bool:
    """True when who tells of the dead, or protests, is whose ground was hit: "Iran said the strikes killed nine"."""
    suffering = telling.protesting | (telling.claimants if telling.deaths else frozenset())
    return bool(suffering & account.profile.where)


def _pointing(telling: Telling, account: Account) -> str:
    if _is_claimants(telling, account):
        return "names no attacker; the side that was hit tells of it or protests"
    return "names no attacker; the last strike told of before it"
