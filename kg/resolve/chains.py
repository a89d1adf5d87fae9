"""Which event answers which: `in_response_to` across articles, from what the reports say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from kg.model import ActionReport, DiplomaticAction, Extraction, Strike, StrikeReport
from kg.resolve.days import window
from kg.resolve.roster import Ref


def answers(
    extractions: Iterable[Extraction],
    of_report: Mapping[Ref, Sequence[str]],
    events: Mapping[str, Strike | DiplomaticAction],
) -> dict[str, tuple[str, ...]]:
    """Event id → the events that it answers.

    A report that covers several strikes passes on no answer of its own, and nothing answers itself, what came
    after it, or what is said more often to answer it.
    """
    told: dict[tuple[str, str], set[Ref]] = defaultdict(set)
    for ref, mine, others in _said(extractions, of_report):
        for event, answered in product(mine, others):
            several = len(mine) > 1
            if event != answered and may_answer(events[event], events[answered], several=several):
                told[(event, answered)].add(ref)
    out: dict[str, list[str]] = defaultdict(list)
    for (event, answered), refs in sorted(told.items()):
        if len(refs) > len(told.get((answered, event), ())):
            out[event].append(answered)
    return {event: tuple(found) for event, found in out.items()}


def _said(
    extractions: Iterable[Extraction], of_report: Mapping[Ref, Sequence[str]]
) -> Iterator[tuple[Ref, Sequence[str], list[str]]]:
    """Each report that is said to answer others, with its events and with theirs."""
    for x in extractions:
        reports: tuple[StrikeReport | ActionReport, ...] = (*x.strikes, *x.actions)
        for report in reports:
            others = [e for key in report.in_response_to for e in of_report.get((x.article, key), ())]
            ref = (x.article, report.key)
            yield ref, of_report.get(ref, ()), others


def may_answer(
    later: Strike | DiplomaticAction, earlier: Strike | DiplomaticAction, *, several: bool
) -> bool:
    """False where an event cannot answer another, though it is said to; `several`: said of several at once."""
    if isinstance(later, Strike) and several:
        return False
    if (
        isinstance(later, Strike)
        and isinstance(earlier, Strike)
        and later.attackers
        and set(later.attackers) == set(earlier.attackers)
    ):
        return False  # nobody retaliates against himself
    a, b = window(later.when), window(earlier.when)
    return a is None or b is None or a.last >= b.first
