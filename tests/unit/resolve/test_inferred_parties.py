"""Who is party to a strike only because an article leaves nobody else: marked, and no claim of any report."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Knowledge
from tests.resolve_factory import Telling, day, only

Known = Callable[..., Knowledge]


def raid(id: str, *, inferred: str = "") -> Telling:
    """An article that tells of a raid by Kenya on Jilib in Somalia; `inferred` is the key of one of the two."""
    t = Telling(id, "2024-03-08").says("Warplanes of Kenya hit the market of Jilib in Somalia.")
    t.states(ke="state/kenya", so="state/somalia")
    t.strike("hit", "ke", "so", (), day("2024-03-05"), inferred=inferred)
    return t


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


def on_sotk(
    id: str, by: str, on: str, inferred: tuple[str, ...] = (), when: str = "2023-05-18", at: str = "Sotk"
) -> Telling:
    """What one article says of shells on a village: by whom and on whom, some of it not said but inferred."""
    t = Telling(id, "2023-05-19").says("It began.").states(am="state/armenia", az="state/azerbaijan")
    t.place("village", at, entry=f"place/{at.lower()}", state="state/armenia" if not inferred else None)
    t.says(f"{at} was shelled again and two miners were injured.")
    t.strike("shelled", by, on, "village", day(when), inferred=inferred)
    return t


def test_an_attacker_who_is_inferred_gives_way_to_one_whom_another_article_names(known: Known) -> None:
    world = known(on_sotk("a.txt", "az", "am"), on_sotk("b.txt", "am", "az", ("am", "az")))
    assert [(s.attackers, s.targets, s.articles) for s in world.strikes] == [
        (("actor/azerbaijan",), ("actor/armenia",), ("a.txt", "b.txt"))
    ]
    assert not world.contradictions
    backwards = known(on_sotk("b.txt", "az", "am"), on_sotk("a.txt", "am", "az", ("am", "az")))
    assert [(s.attackers, s.targets) for s in backwards.strikes] == [
        (("actor/azerbaijan",), ("actor/armenia",))
    ]


def test_inferred_parties_do_not_tie_what_is_of_other_days_or_villages(known: Known) -> None:
    stated = on_sotk("a.txt", "az", "am")
    assert len(known(stated, on_sotk("b.txt", "am", "az", ("am", "az"), "2023-05-17")).strikes) == 2
    assert len(known(stated, on_sotk("b.txt", "am", "az", ("am", "az"), at="Vardenis")).strikes) == 2


def test_two_attackers_who_are_both_named_remain_two_strikes(known: Known) -> None:
    assert len(known(on_sotk("a.txt", "az", "am"), on_sotk("b.txt", "am", "az")).strikes) == 2
