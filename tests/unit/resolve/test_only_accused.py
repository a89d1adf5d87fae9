"""Who is only accused of an attack: the event says by whom and whether he denies it; who claims it is plain."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

from kg.model import ActorClass, Factuality, Knowledge, Strike
from tests.resolve_factory import Telling, day, only

Known = Callable[..., Knowledge]
CLAIMED, DENIED = Factuality.CLAIMED, Factuality.DENIED


def shelling(id: str, how: Factuality = Factuality.ASSERTED, source: str = "", *, by: str = "sd") -> Telling:
    """An article that tells of the shelling of Adre in Chad by Sudan, or by its rebels, as fact or by whose word."""
    t = Telling(id, "2026-01-18").says("The market of Adre in Chad was shelled, killing nine.")
    t.states(sd="state/sudan", td="state/chad").place("adre", "Adre", state="state/chad")
    t.actor("army", "Army of Chad", ActorClass.GOVERNMENT_BODY, state="state/chad")
    t.actor("rebels", "Nile Front", ActorClass.ARMED_GROUP)
    t.actor("spokesman", "Omar Bakri", ActorClass.PERSON, member_of="rebels")
    t.actor("residents", "residents", ActorClass.POPULATION, named=False)
    t.strike("shelled", by, "td", "adre", day("2026-01-16"), how=how, source=source)
    return t


def denial(t: Telling, of: str = "sd") -> Telling:
    """The same article with a denial by the accused."""
    t.says("It denied any part in that shelling.")
    t.strike("shelling", of, "td", "adre", day("2026-01-16"), definite=True, how=DENIED, source=of)
    return t


def accused(strike: Strike) -> tuple[str, tuple[str, ...]]:
    return strike.label, strike.claimed_attackers


def test_an_attacker_whom_only_the_other_side_names_is_accused(known: Known) -> None:
    strike = only(known(shelling("a.txt", CLAIMED, "army")))
    assert strike.attackers == ("actor/sudan",)
    assert accused(strike) == (
        "Strike on Chad attributed by Army of Chad to Sudan, 16 January 2026", ("actor/sudan",),
    )  # fmt: skip


def test_that_he_denies_it_is_said(known: Known) -> None:
    label, _ = accused(only(known(denial(shelling("a.txt", CLAIMED, "army")))))
    assert label == "Strike on Chad attributed by Army of Chad to Sudan, which denies it, 16 January 2026"


def test_an_attack_that_is_only_denied_is_no_plain_one(known: Known) -> None:
    label, claimed = accused(only(known(shelling("a.txt", DENIED, "sd"))))
    assert label == "Strike on Chad attributed to Sudan, which denies it, 16 January 2026"
    assert claimed == ("actor/sudan",)


def test_accusers_without_a_name_are_not_named(known: Known) -> None:
    label, _ = accused(only(known(shelling("a.txt", CLAIMED, "residents"))))
    assert label == "Strike on Chad attributed to Sudan, 16 January 2026"


def test_one_article_that_says_so_itself_makes_him_plain(known: Known) -> None:
    strike = only(known(shelling("a.txt", CLAIMED, "army"), shelling("b.txt")))
    assert accused(strike) == ("Strike by Sudan on Chad, 16 January 2026", ())


def test_who_claims_the_attack_is_plain(known: Known) -> None:
    assert accused(only(known(shelling("a.txt", CLAIMED, "sd")))) == (
        "Strike by Sudan on Chad, 16 January 2026", (),
    )  # fmt: skip


def test_who_speaks_for_the_attackers_claims_it_for_them(known: Known) -> None:
    strike = only(known(shelling("a.txt", CLAIMED, "spokesman", by="rebels")))
    assert accused(strike) == ("Strike by Nile Front on Chad, 16 January 2026", ())


def test_who_says_what_his_strike_was_aimed_at_owns_it(known: Known) -> None:
    t = shelling("a.txt", CLAIMED, "army").says("Sudan said the strike was aimed at a depot.")
    t.strike("strike", (), (), "adre", day("2026-01-16"), definite=True, how=CLAIMED, source="sd")
    assert accused(only(known(t)))[1] == ()


def test_who_only_blames_others_or_looks_into_it_owns_nothing(known: Known) -> None:
    t = shelling("a.txt", CLAIMED, "army").says("Sudan said it was investigating the strike.")
    t.strike("strike", (), (), "adre", day("2026-01-16"), definite=True, how=CLAIMED, source="sd")
    assert accused(only(known(t)))[1] == ("actor/sudan",)


def test_a_partner_whom_only_others_name_is_told_apart(known: Known) -> None:
    t = shelling("a.txt").says("Chad's army said the Nile Front had taken part in that shelling.")
    t.strike(
        "shelling",
        ("sd", "rebels"),
        "td",
        "adre",
        day("2026-01-16"),
        definite=True,
        how=CLAIMED,
        source="army",
    )
    label = "Strike by Sudan on Chad, attributed by Army of Chad also to Nile Front, 16 January 2026"
    assert accused(only(known(t))) == (label, ("actor/nile-front",))


def test_the_label_does_not_depend_on_the_order_of_the_articles(known: Known) -> None:
    told = [
        shelling("a.txt", CLAIMED, "army"),
        shelling("b.txt", CLAIMED, "td"),
        denial(shelling("c.txt", CLAIMED)),
    ]
    labels = {only(known(*order)).label for order in permutations(told)}
    assert labels == {
        "Strike on Chad attributed by Army of Chad and Chad to Sudan, which denies it, 16 January 2026"
    }
