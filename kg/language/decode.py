"""From scores to sentences, trees and entities that are always well formed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.language.labels import NER

Floats = NDArray[np.float32]
LONGEST = 250
"""Words of the longest sentence; a longer one is divided where a sentence start is least unlikely."""

_OUT = -1e9


def _transitions() -> tuple[Floats, Floats, Floats]:
    """Which tag may follow which, begin and end a text: 0 where allowed, `_OUT` where not."""
    size = len(NER)
    follow = np.full((size, size), _OUT, dtype=np.float32)
    for i, one in enumerate(NER):
        for j, two in enumerate(NER):
            goes_on = two[0] in "IE" and one[2:] == two[2:]
            if goes_on if one[0] in "BI" else two[0] in "OBS":
                follow[i, j] = 0
    first = np.array([0 if t[0] in "OBS" else _OUT for t in NER], dtype=np.float32)
    last = np.array([0 if t[0] in "OES" else _OUT for t in NER], dtype=np.float32)
    return follow, first, last


_FOLLOW, _FIRST, _LAST = _transitions()


def sentences(
    starts: Floats, breaks: Sequence[bool], texts: Sequence[str], upos: Sequence[str]
) -> list[tuple[int, int]]:
    """Spans of sentences. *starts*: [n] logits that a sentence begins; *breaks*: where one must; *texts* and *upos*:
    the words and their parts of speech.

    "In June 2024" ends no sentence: the network, which has seen web pages without full stops, takes the name in
    capitals behind it for a beginning.
    """
    count = len(starts)
    begins: list[int] = []
    for i in range(count):
        if i == 0 or breaks[i] or (starts[i] > 0 and not _is_opening(texts, upos, begins[-1], i)):
            begins.append(i)
    spans: list[tuple[int, int]] = []
    for begin, end in zip(begins, [*begins[1:], count], strict=True):
        while end - begin > LONGEST:
            at = begin + 20 + int(np.argmax(starts[begin + 20 : begin + LONGEST]))
            spans.append((begin, at))
            begin = at
        spans.append((begin, end))
    return spans


def _is_opening(texts: Sequence[str], upos: Sequence[str], begin: int, end: int) -> bool:
    """True for a phrase without verb or full stop that says when or where: "Late on Tuesday", "Hours earlier"."""
    adverbial = upos[begin] in {"ADP", "ADV"} or upos[end - 1] == "ADV"
    return (
        adverbial and texts[end - 1][-1:].isalnum() and not any(u in {"VERB", "AUX"} for u in upos[begin:end])
    )


def tree(arcs: Floats) -> list[int]:
    """The best tree with one root. *arcs*: [n, n + 1] scores, column 0 the root.

    Gives for each word the position of its head, 0..n-1, and its own position for the root. The best tree
    with any number of roots is sought with a growing penalty on root arcs, beginning with none: as soon as
    it has one root it is the best of those with one root, because the penalty is the same for all of them.
    """
    count = len(arcs)
    if count == 1:
        return [0]
    scores = np.full((count + 1, count + 1), -np.inf)
    scores[1:] = arcs
    scores[np.arange(count + 1), np.arange(count + 1)] = -np.inf
    most = (float(np.ptp(arcs)) + 1.0) * count
    penalty = 0.0
    while True:
        heads = _chu_liu_edmonds(scores)
        if np.count_nonzero(heads[1:] == 0) == 1:
            break
        step = max(1.0, penalty) if penalty < most else most
        scores[1:, 0] -= step
        penalty += step
    return [i if h == 0 else h - 1 for i, h in enumerate(heads[1:].tolist())]


def _chu_liu_edmonds(scores: NDArray[np.float64]) -> NDArray[np.intp]:
    """Heads of the maximum spanning arborescence; ``scores[d, h]``, node 0 the root.

    No word may be its own head: the diagonal and the root's row must be -inf.
    """
    count = len(scores)
    heads: NDArray[np.intp] = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(count, dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)  # the root is in no cycle, so it stays node 0
    loop = np.array(cycle)
    smaller = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    smaller[:-1, :-1] = scores[rest][:, rest]
    out = scores[rest][:, loop]
    smaller[:-1, -1] = out.max(axis=1)
    leaving = loop[out.argmax(axis=1)]
    gain = scores[loop][:, rest] - scores[loop, heads[loop]][:, None]
    smaller[-1, :-1] = gain.max(axis=0)
    entering = loop[gain.argmax(axis=0)]
    small = _chu_liu_edmonds(smaller)
    result = heads.copy()
    for position, node in enumerate(rest[1:], start=1):
        head = small[position]
        result[node] = leaving[position] if head == len(rest) else rest[head]
    into = small[-1]
    result[entering[into]] = rest[into]
    return result


def _find_cycle(heads: NDArray[np.intp]) -> list[int]:
    count = len(heads)
    mark = [0] * count
    mark[0] = -1
    for start in range(1, count):
        node, path = start, []
        while mark[node] == 0:
            mark[node] = start
            path.append(node)
            node = int(heads[node])
        if mark[node] == start:
            return path[path.index(node) :]
        for seen in path:
            mark[seen] = -1
    return []


def entities(scores: Floats, breaks: Sequence[bool]) -> list[tuple[int, int, str]]:
    """Spans and labels of entities; none crosses a paragraph. *scores*: [n, tags]."""
    found: list[tuple[int, int, str]] = []
    edges = [0, *(i for i in range(1, len(scores)) if breaks[i]), len(scores)]
    for begin, end in pairwise(edges):
        if end == begin:
            continue
        tags = scores[begin:end].argmax(axis=1)
        allowed = _FIRST[tags[0]] + _LAST[tags[-1]] + _FOLLOW[tags[:-1], tags[1:]].sum()
        path = tags.tolist() if allowed == 0 else _viterbi(scores[begin:end])
        start = begin
        for i, tag in enumerate(path, start=begin):
            kind = NER[tag][0]
            if kind in "BS":
                start = i
            if kind in "ES":
                found.append((start, i + 1, NER[tag][2:]))
    return found


def _viterbi(scores: Floats) -> list[int]:
    best = scores[0] + _FIRST
    back = np.zeros((len(scores), scores.shape[1]), dtype=np.intp)
    for i in range(1, len(scores)):
        through = best[:, None] + _FOLLOW
        back[i] = through.argmax(axis=0)
        best = through.max(axis=0) + scores[i]
    tag = int((best + _LAST).argmax())
    path = [tag]
    for i in range(len(scores) - 1, 0, -1):
        tag = int(back[i, tag])
        path.append(tag)
    return path[::-1]
