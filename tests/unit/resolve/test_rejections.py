"""A state rejects something every day: two rejections are one only if they are of the same party or in like words."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActionType, ActorClass, Knowledge, Weapon
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def rejecting(id: str, issued: str, sentence: str, to: str | tuple[()] = ()) -> Telling:
    """An article on a bombing in Niger in which Chad rejects something."""
    t = Telling(id, issued).says("It began.").states(td="state/chad", ne="state/niger")
    t.actor("bh", "Boko Haram", ActorClass.ARMED_GROUP, entry="group/boko-haram")
    t.place("diffa", "Diffa", entry="place/diffa", state="state/niger")
    t.says("A car bomb of Boko Haram exploded in Diffa on Tuesday.")
    t.strike("exploded", "bh", "ne", "diffa", day("2024-05-14"), (Weapon.BOMB,))
    t.says(sentence).action("rejected", ActionType.REJECTION, "td", to)
    return t


def rejections(*tellings: Telling, known: Known) -> list[str]:
    """The articles of each rejection, as one word."""
    return sorted("".join(a[0] for a in act.articles) for act in known(*tellings).actions)


def test_what_is_rejected_days_later_of_nobody_is_another_thing(known: Known) -> None:
    first = rejecting("a.txt", "2024-05-14", "Chad rejected the accusation.", "ne")
    later = rejecting("b.txt", "2024-05-18", "Chad rejected the charge as an invention.")
    assert rejections(first, later, known=known) == ["a", "b"]


def test_what_is_rejected_of_one_party_is_one_thing(known: Known) -> None:
    first = rejecting("a.txt", "2024-05-14", "Chad rejected the accusation.", "ne")
    other = rejecting("b.txt", "2024-05-15", "Chad rejected it.", "ne")
    assert rejections(first, other, known=known) == ["ab"]
