"""Evidence as the graph shows it: mentions with their sources resolved, memberships, factuality, dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import (
    ActionReport,
    DateBasis,
    Extraction,
    Factuality,
    Membership,
    Mention,
    StatementReport,
    StrikeReport,
    When,
)
from kg.resolve.clustering import Cluster
from kg.resolve.places import Atlas
from kg.resolve.roster import Ref, Roster
from kg.resolve.within import Account

Report = StrikeReport | ActionReport | StatementReport

_RANK = {Factuality.ASSERTED: 0, Factuality.CLAIMED: 1, Factuality.DENIED: 2, Factuality.HYPOTHETICAL: 3}
_BASIS = {DateBasis.STATED: 0, DateBasis.RESOLVED: 1, DateBasis.INFERRED: 2}


@dataclass(frozen=True, slots=True)
class Library:
    """The reports of all articles by (article, key), and who is who in them.

    `bodies`: local actor → the local actor that he is a member or a part of, by the article's own words.
    """

    reports: Mapping[Ref, Report]
    roster: Roster
    bodies: Mapping[Ref, str] = field(default_factory=dict)

    @classmethod
    def of(cls, extractions: Sequence[Extraction], roster: Roster) -> Library:
        """The library of some extractions."""
        reports: dict[Ref, Report] = {}
        for x in extractions:
            spoken: tuple[Report, ...] = (*x.strikes, *x.actions, *x.statements)
            for report in spoken:
                reports[(x.article, report.key)] = report
        return cls(reports, roster, {ref: body for x in extractions for ref, body in bodies(x)})

    def mention(self, mention: Mention) -> Mention:
        """The mention with actor ids in place of local keys."""
        if not mention.according_to:
            return mention
        return replace(mention, according_to=self.roster.find(mention.article, mention.according_to))

    def spokesmen(self, article: str, speakers: Iterable[str]) -> tuple[str, ...]:
        """The actors who speak, and those for whom they do by the article's own words."""
        keys = tuple(speakers)
        whole = [body for key in keys if (body := self.bodies.get((article, key))) is not None]
        return self.roster.find(article, (*keys, *whole))

    def memberships(self, cluster: Cluster, atlas: Atlas) -> tuple[Membership, ...]:
        """Why each report belongs to the event and what it says itself, in order of article and text.

        Each report stands once. What is said of several strikes at once is said of none of them.
        """
        best: dict[Ref, Membership] = {}
        for account, verdict in cluster.members:
            across = 1.0 if verdict is None else verdict.score
            for link in account.links or ():
                ref = (account.telling.article, link.report)
                score = round(min(link.score, across), 2)
                words = (
                    [link.reason]
                    if verdict is None or not verdict.reasons
                    else [link.reason, *verdict.reasons]
                )
                member = Membership(
                    self.mention(self.reports[ref].mention), score, "; ".join(w for w in words if w)
                )
                if link.report in account.telling.reports:
                    member = self._telling(member, ref, atlas)
                if ref not in best or best[ref].score < member.score:
                    best[ref] = member
        return tuple(sorted(best.values(), key=lambda m: (m.mention.article, m.mention.span, m.reason)))

    def _telling(self, member: Membership, ref: Ref, atlas: Atlas) -> Membership:
        report = self.reports[ref]
        if isinstance(report, StatementReport):
            return member
        stated = stated_attackers(report) if isinstance(report, StrikeReport) else ()
        doers = self.roster.find(ref[0], stated)
        when = report.when
        return replace(
            member,
            attackers=tuple(sorted(a for a in doers if self.roster.actors[a].named)),
            places=tuple(sorted(atlas.find(ref[0], report.places))),
            when=None if when is None else When(when.start, when.end, when.basis),
        )

    def told_by(self, cluster: Cluster) -> list[tuple[Account, Report]]:
        """The reports that tell of this event alone, each with its account; all of them if none does."""
        own = [
            (account, self.reports[(account.telling.article, key)])
            for account in cluster.accounts
            for key in account.telling.reports
        ]
        return own


def bodies(extraction: Extraction) -> Iterator[tuple[Ref, str]]:
    """The actors of an article that belong to others of it, each with the one that he belongs to."""
    for actor in extraction.actors:
        if (body := actor.member_of or actor.part_of) is not None:
            yield (extraction.article, actor.key), body


def stated_attackers(report: StrikeReport) -> tuple[str, ...]:
    """Those whom the report's own sentence gives, as local keys."""
    return tuple(a for a in report.attackers if a not in report.inferred_attackers)


def factuality(mentions: Iterable[Mention]) -> Factuality:
    """Asserted if any mention asserts it; else claimed, denied or hypothetical, the firmest first."""
    return min(
        (m.factuality or Factuality.ASSERTED for m in mentions),
        key=_RANK.__getitem__,
        default=Factuality.ASSERTED,
    )


def borrowing(members: Sequence[Membership], when: When | None) -> tuple[Membership, ...]:
    """The members, those of articles that give no day of their own with the event's, marked as inferred."""
    if when is None:
        return tuple(members)
    dated = {m.mention.article for m in members if m.when is not None}
    borrowed = When(when.start, when.end, DateBasis.INFERRED)
    return tuple(m if m.mention.article in dated else replace(m, when=borrowed) for m in members)


def best_date(whens: Iterable[When]) -> When | None:
    """The finest date that most reports give, with the best basis that any of them has; None without any."""
    usable = [w for w in whens if w is not None]
    if not usable:
        return None
    finest = (
        max(len(w.start.iso) for w in usable if w.end is None or w.end == w.start)
        if any(w.end is None or w.end == w.start for w in usable)
        else 0
    )
    fine = [w for w in usable if (w.end is None or w.end == w.start) and len(w.start.iso) == finest] or usable
    votes = Counter((w.start, w.end) for w in fine)
    start, end = min(votes, key=lambda v: (-votes[v], v[0].iso, "" if v[1] is None else v[1].iso))
    basis = min((w.basis for w in fine if (w.start, w.end) == (start, end)), key=_BASIS.__getitem__)
    return When(start, end, basis)
