"""Which event answers which: `in_response_to` across articles, from what the reports say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

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
    for x in extractions:
        reports: tuple[StrikeReport | ActionReport, ...] = (*x.strikes, *x.actions)
        for report in reports:
            mine = of_report.get((x.article, report.key), ())
            for key in report.in_response_to:
                for answered in of_report.get((x.article, key), ()):
                    for event in mine:
                        if event != answered and may_answer(
                            events[event], events[answered], several=len(mine) > 1
                        ):
                            told[(event, answered)].add((x.article, report.key))
    out: dict[str, list[str]] = defaultdict(list)
    for (event, answered), refs in sorted(told.items()):
        back = told.get((answered, event), set())
        if len(refs) > len(back):
            out[event].append(answered)
    return {event: tuple(found) for event, found in out.items()}


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
