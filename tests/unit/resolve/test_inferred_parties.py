"""Who is party to a strike only because an article leaves nobody else: marked, and no claim of any report."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Knowledge, Strike
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def raid(id: str, *, inferred: str = "") -> Telling:
    """An article that tells of a raid by Kenya on Jilib in Somalia; `inferred` is the key of one of the two."""
    t = Telling(id, "2024-03-08").says("Warplanes of Kenya hit the market of Jilib in Somalia.")
    t.states(ke="state/kenya", so="state/somalia")
    t.strike("hit", "ke", "so", (), day("2024-03-05"), inferred=inferred)
    return t


def only(world: Knowledge) -> Strike:
    (strike,) = world.strikes
    return strike


def test_an_attacker_whom_no_report_names_is_marked(known: Known) -> None:
    strike = only(known(raid("a.txt", inferred="ke")))
    assert (strike.attackers, strike.inferred_attackers) == (("actor/kenya",), ("actor/kenya",))
    assert strike.inferred_targets == ()


def test_a_target_whom_no_report_names_is_marked(known: Known) -> None:
    strike = only(known(raid("a.txt", inferred="so")))
    assert (strike.targets, strike.inferred_targets) == (("actor/somalia",), ("actor/somalia",))
    assert strike.inferred_attackers == ()


def test_one_article_that_names_him_takes_the_mark_away(known: Known) -> None:
    strike = only(known(raid("a.txt", inferred="ke"), raid("b.txt")))
    assert (len(strike.articles), strike.attackers, strike.inferred_attackers) == (2, ("actor/kenya",), ())


def test_a_state_in_which_a_place_lies_is_not_inferred(known: Known) -> None:
    t = Telling("a.txt", "2024-03-08").says("Warplanes of Kenya hit the market of Jilib.")
    t.states(ke="state/kenya", so="state/somalia").place("j", "Jilib", state="state/somalia")
    t.strike("hit", "ke", "so", "j", day("2024-03-05"), inferred="so")
    assert only(known(t)).inferred_targets == ()


def test_what_is_inferred_is_no_claim_of_the_report(known: Known) -> None:
    told = {
        m.mention.article: m.attackers
        for m in only(known(raid("a.txt", inferred="ke"), raid("b.txt"))).members
    }
    assert told == {"a.txt": (), "b.txt": ("actor/kenya",)}
