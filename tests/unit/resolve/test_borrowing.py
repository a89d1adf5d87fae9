"""What an undated article may take from others, and what it may not."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActionType, DateBasis, Factuality, Knowledge
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def dated() -> Telling:
    t = Telling("a.txt", "2024-06-05").says("Sudan bombed Chad on Tuesday.")
    t.states(sd="state/sudan", td="state/chad").strike("bombed", "sd", "td", when=day("2024-06-04"))
    return t


def undated(second: str) -> Telling:
    t = Telling("b.txt").says("Sudan bombed Chad on Tuesday.")
    t.states(sd="state/sudan", td="state/chad").strike("bombed", "sd", "td")
    return t.says(second)


def day_of(world: Knowledge, attacker: str) -> tuple[str, DateBasis] | None:
    (strike,) = [s for s in world.strikes if s.attackers == (f"actor/{attacker}",)]
    return (strike.when.start.iso, strike.when.basis) if strike.when else None


def test_an_answer_on_thursday_is_the_thursday_after_and_inferred(known: Known) -> None:
    t = undated("Chad answered with rockets on Thursday.")
    t.strike("answered with rockets", "td", "sd", answers="s1")
    assert day_of(known(dated(), t), "chad") == ("2024-06-06", DateBasis.INFERRED)


def test_a_day_that_depends_on_when_the_article_came_out_is_left_open(known: Known) -> None:
    t = undated("Chad had fired rockets on Thursday.")
    t.strike("fired rockets", "td", "sd")
    assert day_of(known(dated(), t), "chad") is None


def test_without_an_article_that_dates_the_first_strike_nothing_is_inferred(known: Known) -> None:
    t = undated("Chad answered with rockets on Thursday.")
    t.strike("answered with rockets", "td", "sd", answers="s1")
    assert day_of(known(t), "chad") is None


def test_an_act_of_the_same_weekday_is_of_the_same_day(known: Known) -> None:
    t = undated("Chad recalled its ambassador on Tuesday.")
    t.action("recalled", ActionType.AMBASSADOR_RECALL, "td", "sd")
    (recall,) = known(dated(), t).actions
    assert recall.when is not None
    assert (recall.when.start.iso, recall.when.basis) == ("2024-06-04", DateBasis.INFERRED)


def test_what_is_only_planned_borrows_no_day(known: Known) -> None:
    t = undated("Chad may recall its ambassador on Tuesday.")
    t.action("recall", ActionType.AMBASSADOR_RECALL, "td", "sd", how=Factuality.HYPOTHETICAL)
    (recall,) = known(dated(), t).actions
    assert recall.when is None
