"""Which attack "the raid on the depot" is, where no more is told of it: by the kind or the name of what was hit."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActorClass, Knowledge, PlaceKind
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def shelled(id: str, what: str, on: str = "2024-05-13") -> Telling:
    """An article of an Eritrean attack on something in Ethiopia."""
    t = Telling(id, "2024-05-14").says("It began.").states(er="state/eritrea", et="state/ethiopia")
    t.place("adigrat", "Adigrat", PlaceKind.CITY, state="state/ethiopia")
    t.says(f"Eritrea shelled {what} in Adigrat.").strike("shelled", "er", "et", "adigrat", day(on))
    return t


def recalling(words: str, *parties: str) -> Telling:
    """An article of two days later that says no more of it, and speaks of these parties."""
    t = Telling("z.txt", "2024-05-16").says("It went on.")
    t.states(**{p[:2]: f"state/{p}" for p in parties or ("eritrea", "ethiopia")})
    t.says(words).strike("attack", definite=True)
    return t


def articles(world: Knowledge) -> list[str]:
    """The articles of each strike, as one word."""
    return sorted("".join(a[0] for a in s.articles) for s in world.strikes)


def test_the_attack_on_the_monastery_is_the_one_on_a_monastery(known: Known) -> None:
    two = shelled("a.txt", "a monastery"), shelled("b.txt", "a clinic", on="2024-05-12")
    later = recalling("Priests mourned the attack on the monastery.")
    assert articles(known(*two, later)) == ["az", "b"]


def test_of_two_monasteries_neither_is_meant(known: Known) -> None:
    two = shelled("a.txt", "a monastery"), shelled("b.txt", "a church", on="2024-05-09")
    assert articles(known(*two, recalling("Priests mourned the attack on the monastery."))) == ["a", "b"]


def test_what_was_done_to_others_is_not_meant(known: Known) -> None:
    later = recalling("Priests mourned the attack on the monastery.", "kenya", "somalia")
    assert articles(known(shelled("a.txt", "a monastery"), later)) == ["a"]


def test_a_name_that_an_article_takes_for_somebody_may_be_that_of_a_town(known: Known) -> None:
    later = recalling("The attack on Adigrat hurt the talks.")
    later.actor("adigrat", "Adigrat", ActorClass.PERSON)
    assert articles(known(shelled("a.txt", "a clinic"), later)) == ["az"]


def test_in_one_article_the_raid_on_another_thing_is_another_one(known: Known) -> None:
    t = shelled("a.txt", "a dormitory")
    t.says("Asmara called it a reply to the attack on the fuel depot.").strike("attack", definite=True)
    (strike,) = known(t).strikes
    assert len(strike.members) == 1


def test_who_is_told_to_have_struck_did_not_attack_what_was_named_before(known: Known) -> None:
    t = Telling("a.txt", "2024-05-14").says("The last victims of the attack on the Qahira hotel were buried.")
    t.strike("attack", definite=True)
    t.states(so="state/somalia", us="state/usa")
    t.says("The US strikes on Monday came too late.").strike(
        "strikes", "us", "so", when=day("2024-05-13"), definite=True
    )
    (strike,) = known(t).strikes
    assert len(strike.members) == 1


def test_what_a_section_takes_up_was_told_in_that_section(known: Known) -> None:
    t = Telling("a.txt", "2024-05-14").states(er="state/eritrea", et="state/ethiopia")
    t.says("**Adigrat.** Eritrea shelled a clinic on Monday.")
    t.strike("shelled", "er", "et", (), day("2024-05-13"))
    t.says("\n\n**Asmara.** The toll of the attack rose.").strike("attack", definite=True)
    (strike,) = known(t).strikes
    assert len(strike.members) == 1


def test_so_many_sea_miles_from_a_port_is_on_nobodys_ground(known: Known) -> None:
    def hit(where: str) -> tuple[str, ...]:
        t = Telling("a.txt", "2024-06-06").says(
            f"A missile hit the tanker Coral {where} Hodeidah on Tuesday."
        )
        t.actor("h", "Houthis", ActorClass.ARMED_GROUP, entry="group/houthis")
        t.place("hod", "Hodeidah", PlaceKind.CITY, state="state/yemen")
        t.strike("hit", "h", (), "hod", day("2024-06-04"))
        (strike,) = known(t).strikes
        return strike.targets

    assert hit("48 nautical miles southwest of") == ()
    assert len(hit("in the port of")) == 1
