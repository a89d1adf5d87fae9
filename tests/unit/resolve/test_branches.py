"""A group and its branch: what the one claims the other did, and the branch is the attacker."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActorClass, Knowledge
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def raid() -> Telling:
    """An article in which a branch of the Islamic State raids a camp, and the Islamic State claims the raid."""
    t = Telling("a.txt", "2024-03-08").says("ISWAP raided a camp near Marte in Nigeria on Tuesday.")
    t.states(ng="state/nigeria")
    t.actor(
        "w", "ISWAP", ActorClass.ARMED_GROUP, entry="group/islamic-state-west-africa-province", part_of="is"
    )
    t.actor("is", "Islamic State", ActorClass.ARMED_GROUP, entry="group/islamic-state")
    t.strike("raided", "w", "ng", (), day("2024-03-05"))
    t.says("Islamic State said its men had killed nine soldiers.")
    t.strike("killed", "is", "ng")
    return t


def test_what_a_group_says_of_its_branch_s_attack_is_of_that_attack(known: Known) -> None:
    (strike,) = known(raid()).strikes
    assert len(strike.members) == 2
    assert strike.attackers == ("actor/islamic-state-west-africa-province",)


def test_the_branch_is_part_of_the_group(known: Known) -> None:
    actors = {actor.id: actor for actor in known(raid()).actors}
    assert actors["actor/islamic-state-west-africa-province"].part_of == ("actor/islamic-state",)
