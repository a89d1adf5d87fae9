"""Whose claim an attack is, where its own clause names nobody whom the lists know: "a local doctors' group said"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.statements.speakers import innermost
from kg.model import ActionReport, ActionType, Factuality, StatementReport, StrikeReport


def with_claimants(
    strikes: Sequence[StrikeReport], statements: Sequence[StatementReport], actions: Sequence[ActionReport]
) -> tuple[StrikeReport, ...]:
    """The attacks, each that is claimed by nobody named with those who say it, or who accuse somebody of it."""
    return tuple(
        replace(s, mention=replace(s.mention, according_to=_speakers(s, statements) or _accusers(s, actions)))
        if s.mention.factuality is Factuality.CLAIMED and not s.mention.according_to
        else s
        for s in strikes
    )


def _speakers(strike: StrikeReport, statements: Sequence[StatementReport]) -> tuple[str, ...]:
    """Who says the words that it is told in; of a statement within a statement the inner one."""
    nearest = innermost(statements, strike.mention.span.begin, strike.mention.span.end)
    if nearest is None and strike.mention.frame == "strike.blamed":
        # "…, a doctors' group said, blaming the rebels"
        beside = {s.speakers for s in statements if s.mention.sentence == strike.mention.sentence}
        return beside.pop() if len(beside) == 1 else ()
    return nearest.speakers if nearest is not None else ()


def _accusers(strike: StrikeReport, actions: Sequence[ActionReport]) -> tuple[str, ...]:
    """Who accuses somebody of it right before it: "…, he said, accusing the army of shelling the town"."""
    told = strike.mention
    before = [
        a
        for a in actions
        if a.type is ActionType.ACCUSATION
        and a.mention.sentence == told.sentence
        and a.mention.span.begin < told.span.begin
    ]
    return before[-1].initiators if before else ()
