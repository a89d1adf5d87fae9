""" "Tuesday's shelling" of an article that tells no more: the one event of that day between those it speaks of."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActorClass, Knowledge, PlaceKind, Weapon
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]
TUESDAY = day("2024-05-14")


def shelled(id: str, by: str, on: str, at: str, verb: str = "shelled") -> Telling:
    """An article that tells of one attack of Tuesday 14 May 2024."""
    t = Telling(id, "2024-05-14").says("It began.").states(er="state/eritrea", et="state/ethiopia")
    t.place("town", at, entry=f"place/{at.lower()}")
    t.says(f"Troops {verb} {at} on Tuesday.").strike(verb, by, on, "town", TUESDAY, (Weapon.ARTILLERY,))
    return t


def recalling(id: str = "z.txt", *parties: str, words: str = "shelling", when: str = "2024-05-14") -> Telling:
    """An article that says no more of it than its day, and speaks of these parties."""
    t = Telling(id, "2024-05-16").says("It went on.")
    t.states(**{p[:2]: f"state/{p}" for p in parties or ("eritrea", "ethiopia")})
    t.says(f"The {words} lasted six hours.").strike(words, when=day(when), definite=True)
    return t


def articles(world: Knowledge) -> list[str]:
    """The articles of each strike, as one word."""
    return sorted("".join(a[0] for a in s.articles) for s in world.strikes)


def test_a_day_is_enough_where_one_event_of_it_is_between_the_articles_parties(known: Known) -> None:
    assert articles(known(shelled("a.txt", "er", "et", "Zalambessa"), recalling())) == ["az"]


def test_an_event_between_others_is_not_meant(known: Known) -> None:
    assert articles(known(shelled("a.txt", "er", "et", "Zalambessa"), recalling("z.txt", "kenya"))) == ["a"]
    assert articles(known(shelled("a.txt", "er", "et", "Zalambessa"), recalling("z.txt", "eritrea"))) == ["a"]


def test_an_event_of_another_day_is_not_meant(known: Known) -> None:
    assert articles(known(shelled("a.txt", "er", "et", "Zalambessa"), recalling(when="2024-05-13"))) == ["a"]


def test_of_two_of_one_day_neither_is_meant(known: Known) -> None:
    two = shelled("a.txt", "er", "et", "Zalambessa"), shelled("b.txt", "er", "et", "Badme")
    assert articles(known(*two, recalling())) == ["a", "b"]


def test_of_two_of_one_day_the_one_is_meant_that_was_told_in_these_words(known: Known) -> None:
    two = (
        shelled("a.txt", "er", "et", "Zalambessa"),
        shelled("b.txt", "et", "er", "Badme", verb="raided"),
    )
    assert articles(known(*two, recalling())) == ["az", "b"]


def test_a_part_of_the_world_is_no_place_of_an_event_beside_a_town(known: Known) -> None:
    t = Telling("a").says("Rebels attacked Djibo in the Sahel.").states(bf="state/burkina-faso")
    t.actor("r", "Rebels", ActorClass.ARMED_GROUP)
    t.place("d", "Djibo", entry="place/djibo", state="state/burkina-faso")
    t.place("s", "Sahel", PlaceKind.REGION, entry="place/sahel")
    t.strike("attacked", "r", "bf", ("d", "s"))
    (strike,) = known(t).strikes
    assert strike.places == ("place/djibo",)
