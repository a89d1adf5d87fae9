"""What only takes up an act ("the truce is thin") is evidence of one that is told elsewhere, and else of none."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActionType, ActorClass, Knowledge
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def truce(id: str, *parties: str, when: str = "2024-05-13") -> Telling:
    """An article that tells of a truce; without a party it only takes it up, beside Chad, Sudan and Libya."""
    t = Telling(id, "2024-05-15").says("Chad, Sudan, Libya and Togo were told of the truce that was agreed.")
    t.states(td="state/chad", sd="state/sudan", ly="state/libya", tg="state/togo")
    t.action("truce", ActionType.CEASEFIRE, parties, when=day(when) if parties else None, echo=not parties)
    return t


def expulsion(id: str, by: str = "", to: str = "sd", when: str = "2024-05-13") -> Telling:
    """An article that tells whose envoy was expelled, and by whom, or only that he was."""
    t = Telling(id, "2024-05-15").says("Sudan and Chad: envoys of Togo were expelled too.")
    t.states(td="state/chad", sd="state/sudan", tg="state/togo")
    t.action("expelled", ActionType.ENVOY_EXPULSION, by, to, day(when), echo=not by)
    return t


def articles(knowledge: Knowledge) -> list[tuple[str, ...]]:
    return [a.articles for a in knowledge.actions]


def test_what_takes_up_an_act_is_evidence_of_it(known: Known) -> None:
    assert articles(known(truce("a.txt", "td", "sd"), truce("b.txt"))) == [("a.txt", "b.txt")]
    assert articles(known(expulsion("a.txt", "td"), expulsion("b.txt"))) == [("a.txt", "b.txt")]


def test_of_what_nobody_tells_it_makes_no_act(known: Known) -> None:
    assert articles(known(truce("a.txt"), truce("b.txt"))) == []


def test_of_two_acts_that_fit_as_well_it_takes_up_neither(known: Known) -> None:
    both = truce("a.txt", "td", "sd"), truce("c.txt", "ly", "tg")
    assert articles(known(*both, truce("b.txt"))) == [("a.txt",), ("c.txt",)]


def test_an_act_of_others_than_the_article_speaks_of_is_not_taken_up(known: Known) -> None:
    other = Telling("a.txt", "2024-05-15").says("Chad and Mali agreed on a truce.")
    other.states(td="state/chad", ml="state/mali")
    other.action("truce", ActionType.CEASEFIRE, ("td", "ml"), when=day("2024-05-13"))
    assert articles(known(other, truce("b.txt"))) == [("a.txt",)]


def test_another_day_or_another_side_is_another_act(known: Known) -> None:
    told = expulsion("a.txt", "td")
    assert articles(known(told, expulsion("b.txt", when="2024-05-10"))) == [("a.txt",)]
    assert articles(known(told, expulsion("b.txt", to="tg"))) == [("a.txt",)]


def test_an_offer_is_taken_up_by_the_name_of_who_made_it(known: Known) -> None:
    def offer(id: str, name: str, echo: bool) -> Telling:
        t = Telling(id, "2024-05-15").says(
            f"{name} offered to mediate between Chad and Sudan; the offer stands."
        )
        t.states(td="state/chad", sd="state/sudan")
        t.actor("p", name, ActorClass.PERSON)
        t.action("offer", ActionType.MEDIATION_OFFER, "p", () if echo else ("td", "sd"), echo=echo)
        return t

    made = offer("a.txt", "Hakan Fidan", echo=False)
    assert articles(known(made, offer("b.txt", "Hakan Fidan", echo=True))) == [("a.txt", "b.txt")]
    assert articles(known(made, offer("b.txt", "Edgar Lungu", echo=True))) == [("a.txt",)]
