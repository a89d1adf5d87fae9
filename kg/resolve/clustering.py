"""Which accounts of different articles are one event.

Accounts are taken from the best dated to the undated, from the fullest to the barest, and each joins the
group it fits best or opens one. The order is worked out from the accounts themselves, so the outcome does not
depend on the order of the articles. An account without a day of its own joins only if no second group fits
about as well: a day is borrowed through a certain match or not at all.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.resolve.blocking import Index
from kg.resolve.partition import Partition
from kg.resolve.profile import Profile
from kg.resolve.roster import Ref
from kg.resolve.scoring import Scorer, Verdict
from kg.resolve.telling import Telling
from kg.resolve.within import Account, Apart, Link, nothing_apart, told_apart

_MARGIN = 0.4
_SURE = 2.1
"""The odds that it takes where not all candidates were looked at.

More than the same sides, ground and week give, or the same sides, ground and town.
"""
_OWN_ARTICLE_COST = 0.6

Weight = tuple[float, int]
"""The odds that an account joins a cluster, and the number of that cluster."""


@dataclass(slots=True)
class Cluster:
    """The accounts held to be one event, each with the verdict that brought it in (None: the first)."""

    profile: Profile
    members: list[tuple[Account, Verdict | None]] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)

    def take_in(self, account: Account, verdict: Verdict) -> None:
        """Add an account that is held to tell of the same event."""
        self.members.append((account, verdict))
        self.articles.add(account.telling.article)
        self.profile.add(account.telling)
        self.profile.refs |= account.profile.refs

    @classmethod
    def of(cls, account: Account) -> Cluster:
        """The cluster that an account opens."""
        profile = Profile(account.telling)
        profile.refs |= account.profile.refs
        return cls(profile, [(account, None)], {account.telling.article})

    @property
    def order(self) -> tuple[str, int, str]:
        """The least account of the cluster; unique."""
        return min(account.order for account, _ in self.members)

    @property
    def accounts(self) -> list[Account]:
        """The accounts in order."""
        return sorted((account for account, _ in self.members), key=lambda a: a.order)


@dataclass(slots=True)
class Weighing:
    """Against which clusters accounts were weighed, for a graph that is going to grow.

    `opened` are the clusters in the order in which they were opened, before a person's decisions; `odds`: the
    `id` of an account → of each cluster that could have borne on its decision, its number there and the odds.
    """

    opened: list[Cluster] = field(default_factory=list)
    odds: dict[int, array[float]] = field(default_factory=dict)

    def note(self, account: Account, weights: Iterable[Weight], first: int) -> None:
        """Note what an account was weighed against; the clusters are counted from `first` on."""
        noted = array("d")
        for odds, number in weights:
            if bears(odds):
                noted.extend((first + number, odds))
        if noted:
            self.odds[id(account)] = noted


def cluster(
    accounts: Sequence[Account],
    scorer: Scorer,
    together: Iterable[tuple[Ref, Ref]],
    apart: Apart,
    weighing: Weighing | None = None,
) -> list[Cluster]:
    """The events among some accounts of one kind of event, in order; how they came about goes to `weighing`."""
    index = Index()
    told = [a for a in accounts if not a.implied]
    choice = _Choice(scorer, apart, weighing)
    clusters = _joined([a for a in told if not a.telling.is_thin], index, choice)
    # "Friday's attack" of an article that tells no more belongs to what others tell, or is no event at all.
    for account in sorted((a for a in told if a.telling.is_thin), key=precedence):
        best = choice.best_of(account, clusters, index)
        if best is not None:
            clusters[best[0]].take_in(account, best[1])
            index.enter(best[0], clusters[best[0]].profile)
    # Half an exchange that its article does not tell of is evidence for another article's telling.
    for account in sorted((a for a in accounts if a.implied), key=precedence):
        best = choice.best_of(account, clusters, index)
        if best is not None:
            clusters[best[0]].members.append((account, best[1]))
    choice.first = len(clusters)
    clusters += _joined(undivided(accounts, clusters), Index(), choice)
    if weighing is not None:
        weighing.opened = list(clusters)
    clusters = _united(clusters, together)
    return sorted(clusters, key=lambda c: c.order)


def unplaced(accounts: Iterable[Account], clusters: Iterable[Cluster]) -> list[Ref]:
    """The reports of thin accounts that are part of no event, in order."""
    placed = {ref for group in clusters for account, _ in group.members for ref in account.telling.refs}
    thin = sorted((a for a in accounts if a.telling.is_thin), key=lambda a: a.order)
    return [ref for account in thin for ref in account.telling.refs if ref not in placed]


def undivided(accounts: Sequence[Account], clusters: Sequence[Cluster]) -> list[Account]:
    """Exchanges of which no article tells more than that they were: each an account of its own."""
    placed = {
        (account.telling.article, link.report)
        for group in clusters
        for account, _ in group.members
        for link in account.links
    }
    wholes = {
        (telling.article, telling.reports): telling
        for account in accounts
        for telling in account.wholes
        if placed.isdisjoint(telling.refs)
    }
    return [
        Account(
            Profile(telling),
            telling,
            [Link(telling.reports[0], 1.0, "the exchange as a whole")],
            begins=[telling.begin],
        )
        for _, telling in sorted(wholes.items())
    ]


def _joined(accounts: Iterable[Account], index: Index, choice: _Choice) -> list[Cluster]:
    """Accounts in groups, each joined to the best group before it; `index` is filled with them."""
    clusters: list[Cluster] = []
    for account in sorted(accounts, key=precedence):
        best = choice.best_of(account, clusters, index)
        if best is None:
            clusters.append(Cluster.of(account))
            number = len(clusters) - 1
        else:
            number, verdict = best
            clusters[number].take_in(account, verdict)
        index.enter(number, clusters[number].profile)
    return clusters


def precedence(account: Account) -> tuple[int, int, tuple[str, int, str]]:
    """By what accounts are sorted before they are grouped: the best dated and the fullest first."""
    telling = account.telling
    length = 9999 if telling.window is None else min(telling.window.last - telling.window.first, 9998)
    known = [telling.sides, telling.ground, telling.others, telling.places, telling.weapons, telling.deaths]
    return (length, -sum(bool(k) for k in known), account.order)


@dataclass(slots=True)
class _Choice:
    """Which cluster an account joins; `first` is the number of the first cluster in what is noted."""

    scorer: Scorer
    apart: Apart
    weighing: Weighing | None
    first: int = 0

    def best_of(
        self, account: Account, clusters: Sequence[Cluster], index: Index
    ) -> tuple[int, Verdict] | None:
        """The number of the cluster that an account joins, and why; None where it joins none."""
        numbers, complete = index.near(account.telling)
        verdicts: dict[int, Verdict] = {}
        weights: list[Weight] = []
        for number in numbers:
            found = weighed(account, clusters[number], self.scorer, self.apart)
            if found is not None:
                weights.append((found[0], number))
                verdicts[number] = found[1]
        if self.weighing is not None:
            self.weighing.note(account, weights, self.first)
        best = chosen(account.telling, weights, complete)
        return None if best is None else (best, verdicts[best])


def weighed(account: Account, group: Cluster, scorer: Scorer, apart: Apart) -> tuple[float, Verdict] | None:
    """The odds that an account joins a cluster, and why; None where it cannot.

    They depend on what both say, and on what its own article has told of the cluster's event.
    """
    telling = account.telling
    if apart is not nothing_apart and any(apart(ref, group.profile.refs) for ref in account.profile.refs):
        return None
    apart_here = telling.article in group.articles
    if apart_here and _told_apart(account, group, scorer):
        return None
    if apart_here and len(group.articles) == 1 and (telling.beside or not telling.is_thin):
        return None  # nobody else tells what its article has not
    verdict = scorer.compare(telling, group.profile)
    if verdict.conflict is not None:
        return None
    # Its own article has told the two apart, though perhaps for want of detail that others have.
    return verdict.odds - (_OWN_ARTICLE_COST if apart_here else 0.0), verdict


def bears(odds: float) -> bool:
    """True where a cluster of these odds can be the one that an account joins, or one that leaves it in doubt."""
    return odds > -_MARGIN


def chosen(telling: Telling, weights: Iterable[Weight], complete: bool) -> int | None:
    """The number of the cluster that a telling joins, of those which it could; None where it joins none.

    Of two that fit equally well it is the one with the lower number. `complete` is False where not all clusters
    were found (see `Index.near`): then what was not found must not fit as well either.
    """
    ranked = sorted(((odds, -number) for odds, number in weights), reverse=True)
    if not ranked or ranked[0][0] < (0.0 if complete else _SURE):
        return None
    dated = telling.window is not None and telling.window.is_day and not telling.is_thin
    if not dated and len(ranked) > 1 and ranked[1][0] > ranked[0][0] - _MARGIN:
        return None
    return -ranked[0][1]


def _told_apart(account: Account, group: Cluster, scorer: Scorer) -> bool:
    """True when the account's own article tells of the group's event as of another one."""
    return any(
        told_apart(account.telling, other)
        or told_apart(other.telling, account)
        or scorer.conflicts.between(account.telling, other.profile) is not None
        for other, _ in group.members
        if other.telling.article == account.telling.article
    )


def _united(clusters: list[Cluster], together: Iterable[tuple[Ref, Ref]]) -> list[Cluster]:
    """The clusters after a person's decisions that two reports are of one event."""
    pairs = list(together)
    if not pairs:
        return clusters
    of_report: dict[Ref, list[int]] = defaultdict(list)
    for number, group in enumerate(clusters):
        for account, _ in group.members:
            for ref in account.profile.refs:
                of_report[ref].append(number)
    groups: Partition[int] = Partition(range(len(clusters)))
    for a, b in pairs:
        for x in of_report.get(a, [])[:1]:
            for y in of_report.get(b, [])[:1]:
                if clusters[x].profile.kind == clusters[y].profile.kind:
                    groups.join(x, y)
    out = []
    for numbers in groups.groups():
        first, *rest = sorted(numbers, key=lambda n: clusters[n].order)
        for other in rest:
            for account, verdict in clusters[other].members:
                clusters[first].take_in(account, verdict or Verdict(9.0, ("a person's decision",)))
        out.append(clusters[first])
    return out
