"""What answers what, and codes that fit."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActionType, Knowledge, Weapon
from kg.resolve.codes import action_codes, strike_codes
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def test_an_answer_told_in_one_article_holds_for_the_event_of_all(known: Known) -> None:
    one = Telling("a", "2024-01-19").says("Pakistan struck Iran in retaliation for an attack.")
    one.states(pk="state/pakistan", ir="state/iran")
    attack = one.strike("attack", "ir", "pk")
    one.strike("struck", "pk", "ir", when=day("2024-01-18"), answers=attack)
    two = Telling("b", "2024-01-17").says("Iran struck Pakistan on Tuesday.")
    two.states(pk="state/pakistan", ir="state/iran").strike("struck", "ir", "pk", when=day("2024-01-16"))
    world = known(one, two)
    assert {s.id: s.in_response_to for s in world.strikes} == {
        "strike/2024-01-16-iran-pakistan": (),
        "strike/2024-01-18-pakistan-iran": ("strike/2024-01-16-iran-pakistan",),
    }


def test_nothing_answers_what_came_after_it(known: Known) -> None:
    t = Telling("a", "2024-01-19").says("Iran struck Pakistan; Pakistan struck Iran.")
    t.states(pk="state/pakistan", ir="state/iran")
    t.strike("Iran struck", "ir", "pk", when=day("2024-01-16"), answers="s2")
    t.strike("Pakistan struck", "pk", "ir", when=day("2024-01-18"))
    assert all(s.in_response_to == () for s in known(t).strikes)


def test_a_recall_answers_the_strike(known: Known) -> None:
    t = Telling("a", "2024-01-19").says("Pakistan recalled its ambassador after Iran struck.")
    t.states(pk="state/pakistan", ir="state/iran")
    struck = t.strike("struck", "ir", "pk", when=day("2024-01-16"))
    t.action("recalled", ActionType.AMBASSADOR_RECALL, "pk", "ir", answers=struck)
    assert known(t).actions[0].in_response_to == ("strike/2024-01-16-iran-pakistan",)


def test_codes_are_given_only_where_the_weapons_agree() -> None:
    drone = strike_codes((Weapon.DRONE,), "carried-out")
    assert (drone.plover, drone.plover_mode, drone.cameo, drone.acled) == (
        "ASSAULT", "drone", "1952", "Air/drone strike",
    )  # fmt: skip
    mixed = strike_codes((Weapon.DRONE, Weapon.MISSILE), "carried-out")
    assert (mixed.plover_mode, mixed.cameo, mixed.acled) == (None, "190", None)
    unknown = strike_codes((), "carried-out")
    assert (unknown.plover, unknown.cameo, unknown.acled) == ("ASSAULT", None, None)


def test_an_interception_is_disrupted_weapons_use() -> None:
    assert strike_codes((Weapon.DRONE,), "intercepted").acled == "Disrupted weapons use"


def test_every_type_of_act_has_its_class_and_a_frames_code_is_finer() -> None:
    assert all(action_codes(t, frozenset()).plover for t in ActionType)
    assert action_codes(ActionType.APPEAL, frozenset({"0256"})).cameo == "0256"
    assert action_codes(ActionType.APPEAL, frozenset({"0256", "026"})).cameo == "020"
