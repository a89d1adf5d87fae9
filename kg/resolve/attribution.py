"""Who is only said to have attacked: by whom, and who denies it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.model import RESPONSIBILITY_FRAMES, Factuality, StrikeReport
from kg.resolve.clustering import Cluster
from kg.resolve.evidence import Library, stated_attackers
from kg.resolve.reader import Reader
from kg.resolve.telling import UNNAMED

# "The army said the strike was aimed at …": whoever knows that has done it, at home too.
_AIM = re.compile(r"\b(?:aim|target|objective|precision|operation)")
# "The M23 accused the army", "The ministry was looking into the strike": the accused speaks of it, and owns nothing.
_NOT_HIS = re.compile(r"\b(?:accus|blam|investigat|probe|look(?:ed|ing)? into|review|aware of|comment)")
_UNDER_ARMS = re.compile(r"\b(?:military|army|defen[cs]e|security|air force|navy)\b", re.I)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The attackers of a strike whom no article names in its own voice, nor they themselves.

    `by` are those who name them, nobody where no article says who; `denied_by` those who deny it, and
    `all_deny` is True where that is all of the attackers themselves. Each in order.
    """

    attackers: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    all_deny: bool = False


def attribution(cluster: Cluster, attackers: Iterable[str], library: Library, reader: Reader) -> Attribution:
    """Who of the attackers is only accused: "the army blamed the RSF for the shelling; the RSF denied it".

    Plain is who claims the attack himself, whom one article names in its own voice, and whom no report's own
    sentence gives: he is inferred. What is said of one of a side is said of all of it.
    """
    said = _Said(cluster, library, reader)
    for account in cluster.accounts:
        for link in account.links:
            report = library.reports[(account.telling.article, link.report)]
            if isinstance(report, StrikeReport):
                said.take(account.telling.article, report)
    only = (said.accusers.keys() | said.deniers.keys()) - said.plain - (said.owned - said.deniers.keys())
    claimed = tuple(a for a in attackers if reader.roster.actors[a].named and reader.side(a) in only)
    its = {reader.side(a) for a in claimed}
    return Attribution(
        claimed,
        tuple(sorted({b for side in its for b in said.accusers.get(side, ())})),
        tuple(sorted({b for side in its for b in said.deniers.get(side, ())})),
        bool(its) and its <= said.denying,
    )


@dataclass(slots=True)
class _Said:
    """What the reports of a strike say of its attackers, by whose side they are on.

    `plain` are those named by an article or by themselves, `owned` those who speak of the strike as theirs,
    `denying` those who deny it themselves.
    """

    cluster: Cluster
    library: Library
    reader: Reader
    plain: set[str] = field(default_factory=set)
    owned: set[str] = field(default_factory=set)
    denying: set[str] = field(default_factory=set)
    accusers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    deniers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def take(self, article: str, report: StrikeReport) -> None:
        """Take in one report."""
        mention = report.mention
        named = {self.reader.side(a) for a in self.library.roster.find(article, stated_attackers(report))}
        by = self.library.roster.find(article, mention.according_to)
        own = self._sides_of(article, mention.according_to, named)
        match mention.factuality:
            case Factuality.CLAIMED if named and not named & own:
                for side in named:
                    self.accusers[side].update(by)
            case Factuality.CLAIMED:
                self.plain |= named
                if not named and self._owns(report, own):
                    self.owned |= own
            case Factuality.DENIED:
                for side in named:
                    self.deniers[side].update(by)
                self.denying |= named & own
            case Factuality.HYPOTHETICAL:
                pass
            case _:
                self.plain |= named

    def _sides_of(self, article: str, speakers: Iterable[str], named: set[str]) -> set[str]:
        """Whose side the speakers are on: their own, their group's; a state's that strikes at home if they bear arms.

        "A military source said the army had bombed the market": nobody else's.
        """
        keys = tuple(speakers)
        sides = {self.reader.side(a) for a in self.library.spokesmen(article, keys)}
        actors = self.reader.roster.actors
        nameless = [a for a in self.library.roster.find(article, keys) if not actors[a].named]
        if any(_UNDER_ARMS.search(actors[a].label) for a in nameless):
            sides |= {side for side in named & self.cluster.profile.ground if self.reader.is_state(side)}
        return sides - {UNNAMED}

    def _owns(self, report: StrikeReport, own: set[str]) -> bool:
        """ "Russia's defence ministry said the strike had been aimed at a depot": he speaks of it as of his own."""
        sentence = report.mention.sentence.text
        if report.mention.frame in RESPONSIBILITY_FRAMES or _NOT_HIS.search(sentence):
            return False
        return _AIM.search(sentence) is not None or not own & self.cluster.profile.ground
