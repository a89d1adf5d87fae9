"""Appeals, demands and other acts that are done by speaking: when two of one state are one."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActionType, ActorClass, Knowledge
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def appeal(
    id: str,
    sentence: str,
    trigger: str,
    person: str = "",
    type: ActionType = ActionType.APPEAL,
    by: tuple[str, ...] = ("sd",),
) -> Telling:
    """An article of a Chadian raid on Sudan that tells of an act of Sudan's, of Togo's (tg), or of a Sudanese."""
    t = Telling(id, "2024-05-14").says("Chad bombed Sudan on Monday.")
    t.states(td="state/chad", sd="state/sudan", tg="state/togo")
    t.strike("bombed", "td", "sd", when=day("2024-05-13"))
    t.says(sentence)
    if person:
        t.actor("p", person, ActorClass.PERSON, state="state/sudan")
    t.actor("un", "Security Council", ActorClass.INTERNATIONAL_ORGANIZATION)
    t.action(trigger, type, "p" if person else by, "un")
    return t


def test_calls_of_one_state_for_different_things_are_two(known: Known) -> None:
    meeting = appeal("a.txt", "Sudan asked the Security Council for an urgent meeting.", "asked")
    ceasefire = appeal("b.txt", "Sudan asked the Security Council for an immediate ceasefire.", "asked")
    assert len(known(meeting, ceasefire).actions) == 2


def test_calls_of_one_state_for_the_same_in_other_words_are_one(known: Known) -> None:
    one = appeal("a.txt", "Sudan asked the Security Council for an urgent meeting.", "asked")
    other = appeal("b.txt", "Sudan called on the Security Council to hold a special session.", "called on")
    assert [a.articles for a in known(one, other).actions] == [("a.txt", "b.txt")]


def test_a_clause_after_the_call_is_no_part_of_it(known: Known) -> None:
    one = appeal("a.txt", "Sudan asked the Council for an inquiry and said the truce was over.", "asked")
    other = appeal("b.txt", "Sudan asked the Security Council for a truce.", "asked")
    assert len(known(one, other).actions) == 2


def test_calls_of_two_persons_of_one_state_are_two(known: Known) -> None:
    minister = appeal("a.txt", "Hussein Awad called on the Council to act.", "called on", "Hussein Awad")
    envoy = appeal("b.txt", "Al-Harith Idriss called on the Council to act.", "called on", "Al-Harith Idriss")
    assert len(known(minister, envoy).actions) == 2


def test_the_call_of_a_minister_is_that_of_his_state(known: Known) -> None:
    minister = appeal("a.txt", "Hussein Awad called on the Council to act.", "called on", "Hussein Awad")
    state = appeal("b.txt", "Sudan called on the Security Council to act.", "called on")
    assert [a.articles for a in known(minister, state).actions] == [("a.txt", "b.txt")]


def test_what_two_say_as_one_does_not_join_what_either_says_alone(known: Known) -> None:
    both = appeal("a.txt", "Sudan and Togo asked the Council for an inquiry.", "asked", by=("sd", "tg"))
    sudan = appeal("b.txt", "Sudan asked the Security Council for an inquiry.", "asked")
    togo = appeal("c.txt", "Togo asked the Security Council for an inquiry.", "asked", by=("tg",))
    again = appeal("d.txt", "Togo and Sudan asked the Council for an inquiry.", "asked", by=("sd", "tg"))
    assert sorted(a.articles for a in known(both, sudan, togo, again).actions) == [
        ("a.txt", "d.txt"),
        ("b.txt",),
        ("c.txt",),
    ]
