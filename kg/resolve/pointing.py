"""What points back: "the attack", "Friday's raid", "both strikes", and which account of its article each means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.resolve import signs
from kg.resolve.accounts import Account, Apart, Link, kept_apart, last_told, take_in
from kg.resolve.clues import words_of
from kg.resolve.fitting import FAR, best_fit, by_its_words, may_be_by, place
from kg.resolve.profile import Profile
from kg.resolve.scoring import Scorer, Verdict
from kg.resolve.telling import UNNAMED, Telling

_BARE_ODDS = 0.4
_TWIN = 0.6
_SURE = 1.0


def point_back_surely(telling: Telling, accounts: list[Account], scorer: Scorer, apart: Apart) -> bool:
    """Give "the attack on the base" to what was told before it, where that leaves no doubt; True when it was given."""
    possible = [
        a
        for a in by_its_words(telling, accounts, scorer)
        if _may_be_meant(telling, a) and _may_be_aimed(telling, a, scorer)
    ]
    best = best_fit(telling, possible, scorer, apart)
    if best is None or best[1].odds < _SURE or min(best[0].begins, default=telling.begin) >= telling.begin:
        return False
    take_in(best[0], telling, best[1])
    return True


def point_back(telling: Telling, accounts: list[Account], scorer: Scorer, apart: Apart) -> list[str]:
    """Give "the attack" to the account it fits best, else to the one told of just before it.

    What names nobody and no place and has nothing to point to opens an account that is thin: other articles
    may tell which attack it is. If it is not even definite ("attacks are feared"), it is returned.
    """
    possible = [
        a
        for a in by_its_words(telling, accounts, scorer)
        if _may_be_meant(telling, a) and _may_be_aimed(telling, a, scorer)
    ]
    best = None if telling.is_bare else best_fit(telling, possible, scorer, apart)
    if best is not None:
        take_in(best[0], telling, best[1])
        return []
    known = [
        a
        for a in possible
        if not kept_apart(telling, a, apart)
        and scorer.conflicts.between(telling, a.profile) is None
        and telling.definite
        and may_be_by(telling, a)
        and not _by_another_toll(telling, a)
        and _may_be_at(telling, a, scorer)
    ]
    before = [a for a in known if min(a.begins) < telling.begin]
    meant = _by_ordinal(telling, before)
    if meant is not None:
        take_in(meant, telling, Verdict(_BARE_ODDS, (f"the {telling.ordinal} of two",)))
        return []
    only_other = telling.ordinal in ("earlier", "second") and len(before) == 1
    if before and not only_other:
        nearest = max(
            before,
            key=lambda a: (
                _is_so_called(telling, a),
                _is_claimants(telling, a),
                last_told(a, telling),
                a.order,
            ),
        )
        take_in(nearest, telling, Verdict(_BARE_ODDS, (_pointing(telling, nearest),)))
        return []
    if len(known) == 1 and not known[0].implied and not only_other:
        take_in(known[0], telling, Verdict(_BARE_ODDS, ("names no attacker; the only strike told of",)))
        return []
    twin = _twin_of(telling, possible)
    if twin is not None:
        accounts.append(_like(twin, telling))
        return []
    if not telling.definite and not (telling.doers or telling.others or telling.places):
        return list(telling.reports)
    if not place(telling, possible, scorer, apart):
        accounts.append(possible[-1])
    return []


def _by_ordinal(telling: Telling, known: Sequence[Account]) -> Account | None:
    """The account that "the first attack" or "this second attack" means, where there are two, by their days."""
    dated = [(w.first, a.order, a) for a in known if (w := a.profile.window) is not None]
    if telling.ordinal is None or len(known) != 2 or len(dated) != 2 or dated[0][0] == dated[1][0]:
        return None
    dated.sort(key=lambda d: d[:2])
    return dated[1 if telling.ordinal == "second" else 0][2]


def _may_be_meant(telling: Telling, account: Account) -> bool:
    """True unless it is a protester's own strike, or on another than him; or not of who denies to be behind it.

    "Rockets hit Thailand … Cambodia protested against the bombing, in which it said three had died": on Cambodia.
    """
    sides, ground = account.profile.sides, account.profile.ground
    if sides and sides <= telling.protesting:
        return False
    if telling.bereaved and ground and not telling.bereaved & ground:
        return False
    return not sides or not telling.disowning or UNNAMED in sides or bool(telling.disowning & sides)


def _twin_of(telling: Telling, accounts: Sequence[Account]) -> Account | None:
    """The account of which "the earlier attack, last Sunday" is the other one; None where it is not so told."""
    if telling.ordinal is None or telling.window is None or telling.doers or telling.others or telling.places:
        return None
    before = [
        a for a in accounts if a.begins and min(a.begins) < telling.begin and a.profile.window is not None
    ]
    nearest = max(before, key=lambda a: (last_told(a, telling), a.order), default=None)
    if nearest is None or telling.begin - last_told(nearest, telling) > FAR:
        return None
    return None if telling.window.overlaps(nearest.profile.window or telling.window) else nearest


def _like(twin: Account, telling: Telling) -> Account:
    """An account of another attack by the same on the same place, on a day of its own."""
    known = twin.telling
    made = replace(
        telling,
        doers=known.doers,
        sides=known.sides,
        ground=known.ground,
        places=known.places,
        spots=known.spots,
        seat=known.seat,
        definite=False,
    )
    reason = f"the {telling.ordinal} of two on one place"
    return Account(Profile(made), made, [Link(telling.reports[0], _TWIN, reason)], begins=[telling.begin])


def _may_be_at(telling: Telling, account: Account, scorer: Scorer) -> bool:
    """True unless the telling names a place that is none of the account's: "the shelling of Yeonpyeong in 2010"."""
    atlas, theirs = scorer.atlas, account.profile.places
    if scorer.nearness.regions_apart(telling, account.profile):
        return False
    return not telling.spots or any(
        a == b or atlas.contains(a, b) or atlas.contains(b, a) for a in telling.spots for b in theirs
    )


def _may_be_aimed(telling: Telling, account: Account, scorer: Scorer) -> bool:
    """True unless the telling names what was hit, and the account hit what is known by other names."""
    profile, roster, atlas = account.profile, scorer.reader.roster, scorer.atlas
    unknown = account.telling.aim and not (profile.doers or profile.places)
    if telling.doers and unknown and not telling.blaming:
        # "The attack on the Qahira hotel … The US strikes killed 17": not on the hotel, unless that is said
        return not {*account.telling.aim}.isdisjoint(telling.names | telling.words)
    if not telling.aim or not (profile.spots or profile.names or profile.others):
        return True
    known = words_of(
        (
            *(
                n
                for a in profile.others | profile.ground
                for n in (roster.actors[a].label, *roster.actors[a].surfaces)
            ),
            *(n for p in profile.places for n in (atlas.sites[p].label, *atlas.sites[p].surfaces)),
        )
    )
    return not {*telling.aim}.isdisjoint(known | profile.names | profile.words)


def _by_another_toll(telling: Telling, account: Account) -> bool:
    """True where "the US strikes killed 17" names an attacker and a toll that what nobody named did is far from."""
    if not telling.doers or account.profile.doers:
        return False
    return signs.other_toll(telling, account.profile)


def _is_so_called(telling: Telling, account: Account) -> bool:
    """True when the account was told in the words that now take it up, not long before: "raided Goma … the raid"."""
    return telling.begin - last_told(account, telling) < FAR and bool(telling.acts & account.profile.acts)


def _is_claimants(telling: Telling, account: Account) -> bool:
    """True when who tells of the dead, or protests, is whose ground was hit: "Iran said the strikes killed nine"."""
    suffering = telling.protesting | (telling.claimants if telling.deaths else frozenset())
    return bool(suffering & account.profile.where)


def _pointing(telling: Telling, account: Account) -> str:
    if _is_claimants(telling, account):
        return "names no attacker; the side that was hit tells of it or protests"
    return "names no attacker; the last strike told of before it"


def sweep(telling: Telling, accounts: list[Account], scorer: Scorer) -> bool:
    """Give "all three attacks" to the last three told before, or to the fewer that were, and who was behind them.

    "The two raids" are as many that were told not long before, each as one: else they may be those of one event.
    False where none was.
    """
    before = [
        a
        for a in accounts
        if a.begins
        and min(a.begins) < telling.begin
        and a.profile.real == telling.real
        and not a.profile.habitual
        and scorer.conflicts.between(telling, a.profile) is None
    ]
    several = telling.sweep or telling.counted
    meant = sorted(before, key=lambda a: min(a.begins))[-several:]
    if telling.counted and not telling.sweep:
        near = [a for a in before if telling.begin - last_told(a, telling) < FAR]
        if len(near) != several or any(a.telling.plural for a in near):
            return False
    if not meant:
        return False
    for account in meant:
        one = replace(telling, deaths=frozenset()) if len(meant) > 1 else telling
        take_in(account, one, Verdict(_BARE_ODDS, (f"one of the {several} that it takes up",)))
    return True
