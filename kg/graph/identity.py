"""How well reports are grouped into events: B-cubed, MUC, CEAF-e and their mean, the CoNLL F1.

Both sides map the same mentions to the name of a cluster. A mention that one side does not group at all is a
cluster of its own there. Definitions: Bagga and Baldwin 1998 (B-cubed), Vilain et al. 1995 (MUC), Luo 2005
(CEAF with the phi-4 similarity), Pradhan et al. 2012 (the mean of the three).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg.graph.assignment import best_assignment

_Mention = TypeVar("_Mention", bound=Hashable)
_Clusters = list[frozenset[_Mention]]


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of precision and recall; 0 when both are 0."""
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 when both are 0."""
        return f1(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Identity:
    """The scores of one grouping, and how many mentions it was measured on."""

    b_cubed: Score
    muc: Score
    ceaf_e: Score
    mentions: int

    @property
    def conll_f1(self) -> float:
        """The mean F1 of the three measures."""
        return (self.b_cubed.f1 + self.muc.f1 + self.ceaf_e.f1) / 3


def identity(gold: Mapping[_Mention, Hashable], system: Mapping[_Mention, Hashable]) -> Identity:
    """The scores of the system's grouping of mentions against the gold's; all 0 without mentions."""
    mentions = gold.keys() | system.keys()
    key, response = _clusters(gold, mentions), _clusters(system, mentions)
    return Identity(
        b_cubed=Score(_b_cubed(response, key), _b_cubed(key, response)),
        muc=Score(_muc(response, key), _muc(key, response)),
        ceaf_e=_ceaf_e(key, response),
        mentions=len(mentions),
    )


def _clusters(
    names: Mapping[_Mention, Hashable], mentions: frozenset[_Mention] | set[_Mention]
) -> _Clusters[_Mention]:
    groups: dict[tuple[str, Hashable], set[_Mention]] = defaultdict(set)
    for mention in mentions:
        named = mention in names
        groups["cluster" if named else "alone", names[mention] if named else mention].add(mention)
    return [frozenset(group) for group in groups.values()]


def _cluster_of(clusters: _Clusters[_Mention]) -> dict[_Mention, frozenset[_Mention]]:
    return {mention: cluster for cluster in clusters for mention in cluster}


def _b_cubed(these: _Clusters[_Mention], those: _Clusters[_Mention]) -> float:
    """The mean, over mentions, of the share of its cluster in `these` that is with it in `those` too."""
    where = _cluster_of(those)
    shares = [len(cluster & where[mention]) / len(cluster) for cluster in these for mention in cluster]
    return sum(shares) / len(shares) if shares else 0.0


def _muc(these: _Clusters[_Mention], those: _Clusters[_Mention]) -> float:
    """Of the links that hold the clusters of `these` together, the share in `those`; 1 without links."""
    where = _cluster_of(those)
    links = sum(len(cluster) - 1 for cluster in these)
    kept = sum(len(cluster) - len({where[mention] for mention in cluster}) for cluster in these)
    if links:
        return kept / links
    return 1.0 if these else 0.0


def _ceaf_e(key: _Clusters[_Mention], response: _Clusters[_Mention]) -> Score:
    """Each cluster has at most one counterpart; chosen so that the similarities' sum is greatest."""
    if not key or not response:
        return Score(0.0, 0.0)
    similarity = [[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key]
    total = sum(similarity[row][column] for row, column in best_assignment(similarity))
    return Score(total / len(response), total / len(key))


__all__ = ["Identity", "Score", "f1", "identity"]
