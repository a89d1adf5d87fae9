"""What answers what in one sentence."""

from __future__ import annotations

import pytest

from tests.told import told


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        (
            "In a similar raid on May 3, two Chadian soldiers were hurt in Bol; a second on May 10 led Chad to"
            " recall its ambassador from Sudan.",
            0,
        ),
        ("Eritrean jets bombed Sudan on Monday, leading Khartoum to expel the Eritrean ambassador.", 1),
        (
            "A shell from Sudan killed two Chadian soldiers in Tine, and it led Chad to recall its ambassador.",
            1,
        ),
    ],
)
def test_an_act_answers_what_led_to_it_and_not_what_stands_beside_that(text: str, answered: int) -> None:
    assert [len(act.in_response_to) for act in told(text).actions] == [answered]
