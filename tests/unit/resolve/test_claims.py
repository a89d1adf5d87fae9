"""Counts of dead: whose they are, what revises what, and which cannot both hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Factuality, Knowledge
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def toll(
    id: str,
    number: int,
    by: str = "",
    issued: str = "2024-01-19",
    publisher: str | None = None,
    victims: tuple[str, ...] = (),
    at_least: bool = False,
    high: int | None = None,
) -> Telling:
    t = Telling(id, issued, publisher).says(f"Iran struck Pakistan on 16 January and {number} died.")
    t.states(ir="state/iran", pk="state/pakistan")
    struck = t.strike("struck", "ir", "pk", when=day("2024-01-16"))
    t.dead(str(number) + " died", number, struck, by, victims=victims, at_least=at_least, high=high)
    return t


def test_two_states_counts_of_one_strike_contradict_each_other(known: Known) -> None:
    world = known(toll("a", 2, "pk"), toll("b", 5, "ir"))
    assert [(c.event, c.on_property) for c in world.contradictions] == [
        ("strike/2024-01-16-iran-pakistan", "deaths")
    ]
    assert world.contradictions[0].claims == tuple(c.id for c in world.casualties)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (toll("a", 2, "pk", at_least=True), toll("b", 5, "ir")),
        (toll("a", 2, "pk", high=5), toll("b", 5, "ir")),
        (toll("a", 2, "pk", victims=("children",)), toll("b", 5, "ir")),
        (toll("a", 2, "pk", issued="2024-01-17"), toll("b", 5, "pk", issued="2024-01-18")),
        (toll("a", 2, issued="2024-01-17"), toll("b", 5, issued="2024-01-18")),
        (toll("a", 2, "pk"), toll("b", 2, "ir")),
    ],
    ids=[
        "at least",
        "a range",
        "other victims",
        "a later count",
        "a later narrated count",
        "the same number",
    ],
)
def test_counts_that_can_both_hold_are_no_contradiction(known: Known, one: Telling, other: Telling) -> None:
    assert known(one, other).contradictions == ()


def test_a_count_of_all_who_died_names_some_of_them_and_still_contradicts_another(known: Known) -> None:
    some = Telling("a", "2024-01-19").says(
        "Iran struck Pakistan on 16 January and killed 2 people, including a girl."
    )
    some.states(ir="state/iran", pk="state/pakistan")
    struck = some.strike("struck", "ir", "pk", when=day("2024-01-16"))
    some.dead("killed 2 people", 2, struck, "pk", victims=("a girl",))
    assert len(known(some, toll("b", 5, "ir")).contradictions) == 1


def test_a_later_count_of_the_same_source_revises_the_earlier(known: Known) -> None:
    world = known(
        toll("a", 2, "pk", issued="2024-01-17"),
        toll("b", 4, "pk", issued="2024-01-18"),
        toll("c", 5, "pk", issued="2024-01-20"),
    )
    by_number = {c.deaths.low: c for c in world.casualties if c.deaths}
    assert by_number[2].revises == ()
    assert by_number[4].revises == (by_number[2].id,)
    assert by_number[5].revises == (by_number[4].id,)


def test_an_outlets_own_later_count_revises_its_earlier_one(known: Known) -> None:
    world = known(
        toll("a", 2, issued="2024-01-17", publisher="Wire"),
        toll("b", 4, issued="2024-01-18", publisher="Wire"),
    )
    assert [len(c.revises) for c in world.casualties] == [0, 1]


def test_one_source_and_number_in_two_articles_is_one_count_with_two_mentions(known: Known) -> None:
    world = known(toll("a", 2, "pk"), toll("b", 2, "pk"))
    assert [(c.articles, len(c.mentions)) for c in world.casualties] == [(("a", "b"), 2)]


def test_narrated_counts_of_two_articles_stand_side_by_side(known: Known) -> None:
    assert [c.articles for c in known(toll("a", 2), toll("b", 2)).casualties] == [("a",), ("b",)]


def test_a_joint_count_that_no_sum_reaches_is_a_contradiction(known: Known) -> None:
    def both(id: str, number: int) -> Telling:
        t = Telling(id, "2024-01-19").says(
            f"Iran and Pakistan struck each other, with 2 and 9 dead, {number} in all."
        )
        t.states(ir="state/iran", pk="state/pakistan")
        one = t.strike("struck", "ir", "pk", when=day("2024-01-16"))
        two = t.strike("each other", "pk", "ir", when=day("2024-01-18"))
        t.dead("2", 2, one, "pk")
        t.dead("9", 9, two, "ir")
        t.dead(f"{number} in all", number, (one, two))
        return t

    assert known(both("a", 11)).contradictions == ()
    assert len(known(both("a", 20)).contradictions) == 1


def test_a_strike_that_one_side_denies_is_in_dispute(known: Known) -> None:
    told = Telling("a", "2024-04-20").says("Israel struck Iran on Friday, officials said.")
    told.states(il="state/israel", ir="state/iran").strike("struck", "il", "ir", when=day("2024-04-19"))
    denied = Telling("b", "2024-04-20").says("Iran denied that Israel struck it on Friday.")
    denied.states(il="state/israel", ir="state/iran")
    denied.strike("struck", "il", "ir", when=day("2024-04-19"), how=Factuality.DENIED, source="ir")
    world = known(told, denied)
    assert [s.factuality for s in world.strikes] == [Factuality.ASSERTED]
    assert [(c.on_property, len(c.claims)) for c in world.contradictions] == [("factuality", 2)]
    assert "mention/b_24-30_denied-by-iran" in world.contradictions[0].claims


def test_every_strike_lists_its_counts(known: Known) -> None:
    world = known(toll("a", 2, "pk"), toll("b", 5, "ir"))
    assert world.strikes[0].casualties == tuple(c.id for c in world.casualties)
