"""Events that only look alike stay two, and events told differently become one."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ActionType, ActorClass, Factuality, Knowledge, PlaceKind, Weapon
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def saravan(t: Telling) -> Telling:
    return t.place("saravan", "Saravan", entry="place/saravan", state="state/iran")


def january_18(id: str = "a.txt") -> Telling:
    t = Telling(id, "2024-01-19").says("Pakistan struck near Saravan in Iran, killing nine.")
    saravan(t.states(pk="state/pakistan", ir="state/iran"))
    t.dead("nine", 9, t.strike("struck", "pk", "ir", "saravan", day("2024-01-18")))
    return t


def test_same_town_and_toll_eleven_days_apart_are_two(known: Known) -> None:
    later = Telling("b.txt", "2024-01-28").says("Gunmen shot nine labourers dead in Saravan on Saturday.")
    saravan(later).actor("gunmen", "gunmen", ActorClass.ARMED_GROUP, named=False)
    shot = later.strike("shot", "gunmen", (), "saravan", day("2024-01-27"), (Weapon.SMALL_ARMS,))
    later.dead("nine", 9, shot)
    world = known(january_18(), later)
    assert [s.articles for s in world.strikes] == [("a.txt",), ("b.txt",)]


def test_an_undated_attack_by_gunmen_is_not_a_states_strike(known: Known) -> None:
    later = Telling("b.txt").says("Gunmen shot nine labourers dead in Saravan.")
    saravan(later).actor("gunmen", "gunmen", ActorClass.ARMED_GROUP, named=False)
    later.dead("nine", 9, later.strike("shot", "gunmen", (), "saravan"))
    assert len(known(january_18(), later).strikes) == 2


def test_two_states_recalls_of_ambassadors_are_two(known: Known) -> None:
    def recall(id: str, who: str, entry: str) -> Telling:
        t = Telling(id, "2024-01-18").says(f"{who} recalled its ambassador from Tehran after the strike.")
        t.states(me=entry, ir="state/iran").action("recalled", ActionType.AMBASSADOR_RECALL, "me", "ir")
        return t

    world = known(recall("a.txt", "Iraq", "state/iraq"), recall("b.txt", "Pakistan", "state/pakistan"))
    assert [a.initiators for a in world.actions] == [("actor/iraq",), ("actor/pakistan",)]


def test_a_strike_and_its_retaliation_on_one_day_are_two(known: Known) -> None:
    t = Telling("a.txt", "2024-05-02").says("India shelled Pakistan on Wednesday and Pakistan shelled India.")
    t.states(india="state/india", pk="state/pakistan")
    t.strike("shelled Pakistan", "india", "pk", when=day("2024-05-01"))
    t.strike("shelled India", "pk", "india", when=day("2024-05-01"))
    assert len(known(t).strikes) == 2


def test_strikes_on_two_far_towns_on_one_day_are_two(known: Known) -> None:
    def hit(id: str, town: str, entry: str) -> Telling:
        t = Telling(id, "2024-03-02").says(f"Russian missiles hit {town} on Friday.")
        t.states(ru="state/russia", ua="state/ukraine").place(
            "town", town, entry=entry, state="state/ukraine"
        )
        t.strike("hit", "ru", "ua", "town", day("2024-03-01"), (Weapon.MISSILE,))
        return t

    world = known(hit("a.txt", "Kharkiv", "place/kharkiv"), hit("b.txt", "Odesa", "place/odesa"))
    assert len(world.strikes) == 2


def test_strikes_on_two_far_towns_are_two_though_both_articles_name_the_region(known: Known) -> None:
    def hit(id: str, town: str, entry: str, when: str | None) -> Telling:
        t = Telling(id, "2024-03-05").says(f"Russian missiles hit {town} in southern Ukraine.")
        t.states(ru="state/russia", ua="state/ukraine")
        t.place("town", town, entry=entry, state="state/ukraine")
        t.place("south", "Southern Ukraine", PlaceKind.REGION, state="state/ukraine")
        t.strike("hit", "ru", "ua", ("town", "south"), day(when) if when else None, (Weapon.MISSILE,))
        return t

    dated = hit("a.txt", "Kharkiv", "place/kharkiv", "2024-03-01")
    assert len(known(dated, hit("b.txt", "Odesa", "place/odesa", None)).strikes) == 2


def test_a_strike_on_a_town_and_one_on_its_province_that_day_are_one(known: Known) -> None:
    wide = Telling("b.txt", "2024-01-19").says("Pakistan hit Sistan-Baluchestan on Thursday.")
    wide.states(pk="state/pakistan", ir="state/iran")
    wide.place(
        "sb", "Sistan-Baluchestan", PlaceKind.REGION, entry="place/sistan-and-baluchestan", state="state/iran"
    )
    wide.strike("hit", "pk", (), "sb", day("2024-01-18"))
    world = known(january_18(), wide)
    assert [(s.articles, s.places) for s in world.strikes] == [(("a.txt", "b.txt"), ("place/saravan",))]


def test_an_undated_strike_that_fits_two_days_borrows_neither(known: Known) -> None:
    def shelling(id: str, on: str | None) -> Telling:
        t = Telling(id).says("Israel bombed Lebanon.")
        t.states(il="state/israel", lb="state/lebanon")
        t.strike("bombed", "il", "lb", when=day(on) if on else None)
        return t

    world = known(shelling("a.txt", "2024-09-23"), shelling("b.txt", "2024-09-24"), shelling("c.txt", None))
    assert sorted(s.articles for s in world.strikes) == [("a.txt",), ("b.txt",), ("c.txt",)]
    assert next(s for s in world.strikes if s.articles == ("c.txt",)).when is None


def test_a_threatened_strike_is_not_the_one_that_happened(known: Known) -> None:
    t = Telling("a.txt", "2024-04-15").says("Iran struck Israel on Sunday. Israel may strike Iran.")
    t.states(ir="state/iran", il="state/israel")
    t.strike("struck", "ir", "il", when=day("2024-04-14"))
    t.strike("strike Iran", "il", "ir", how=Factuality.HYPOTHETICAL)
    later = Telling("b.txt", "2024-04-20").says("Israel struck Iran on Friday.")
    later.states(ir="state/iran", il="state/israel")
    later.strike("struck", "il", "ir", when=day("2024-04-19"))
    world = known(t, later)
    assert sorted((s.factuality.value, s.articles) for s in world.strikes) == [
        ("Asserted", ("a.txt",)),
        ("Asserted", ("b.txt",)),
        ("Hypothetical", ("a.txt",)),
    ]


def test_an_event_after_the_article_is_not_what_it_tells_of(known: Known) -> None:
    early = Telling("a.txt", "2024-01-10").says("Iran has struck Pakistan.")
    early.states(ir="state/iran", pk="state/pakistan").strike("struck", "ir", "pk")
    late = Telling("b.txt", "2024-01-17").says("Iran struck Pakistan on Tuesday.")
    late.states(ir="state/iran", pk="state/pakistan").strike("struck", "ir", "pk", when=day("2024-01-16"))
    assert len(known(early, late).strikes) == 2


def test_an_unnamed_attacker_is_the_group_that_another_article_names(known: Known) -> None:
    one = Telling("a.txt", "2024-03-23").says("Gunmen stormed a hall near Moscow on Friday, killing 40.")
    one.actor("gunmen", "gunmen", ActorClass.ARMED_GROUP, named=False)
    one.place("hall", "Moscow", entry="place/moscow", state="state/russia")
    one.dead("40", 40, one.strike("stormed", "gunmen", (), "hall", day("2024-03-22")))
    two = Telling("b.txt", "2024-03-23").says(
        "Islamic State attacked a hall in Moscow on Friday, killing 40."
    )
    two.actor("is", "Islamic State", ActorClass.ARMED_GROUP, entry="group/islamic-state")
    two.place("hall", "Moscow", entry="place/moscow", state="state/russia")
    two.dead("40", 40, two.strike("attacked", "is", (), "hall", day("2024-03-22")))
    world = known(one, two)
    assert [(s.articles, s.attackers) for s in world.strikes] == [
        (("a.txt", "b.txt"), ("actor/islamic-state",))
    ]


def test_a_general_staff_of_no_known_state_is_not_on_the_rebels_side(known: Known) -> None:
    t = Telling("a.txt", "2025-05-13").says("JNIM overran a camp at Djibo in Burkina Faso on Sunday.")
    t.states(bf="state/burkina-faso").actor("j", "JNIM", ActorClass.ARMED_GROUP, entry="group/jnim")
    t.strike("overran", "j", "bf", when=day("2025-05-11"))
    t.says("The general staff said its aircraft had bombed the attackers on Sunday.")
    t.actor("g", "general staff", ActorClass.GOVERNMENT_BODY, named=False)
    t.strike("bombed", "g", "bf", when=day("2025-05-11"))
    assert len(known(t).strikes) == 2


def test_a_bare_mention_with_nothing_before_it_is_handed_back(resolved: Callable[..., object]) -> None:
    t = Telling("a.txt", "2024-03-23").says("After the attack, markets fell.")
    t.strike("attack", definite=True)
    resolution = resolved(t)
    assert resolution.knowledge.strikes == ()  # type: ignore[attr-defined]
    assert [m.span.text for m in resolution.unattached] == ["attack"]  # type: ignore[attr-defined]


def test_the_attack_points_to_the_strike_told_of_before(known: Known) -> None:
    t = january_18().says("The raid shocked the village.")
    t.strike("raid", definite=True)
    world = known(t)
    assert [m.mention.span.text for m in world.strikes[0].members] == ["struck", "raid"]


def test_an_exchange_of_which_no_article_tells_more_is_one_event(known: Known) -> None:
    t = Telling("a.txt", "2024-05-10").says("India and Pakistan traded strikes again.")
    t.states(india="state/india", pk="state/pakistan")
    t.strike("traded strikes", ("india", "pk"), ("india", "pk"), collective=True)
    world = known(t)
    assert [(s.attackers, s.targets) for s in world.strikes] == [
        (("actor/india", "actor/pakistan"), ("actor/india", "actor/pakistan"))
    ]


def test_meetings_with_different_guests_are_two(known: Known) -> None:
    t = Telling("a.txt", "2024-05-10").says("Xi met Putin on Thursday. Xi met Macron too.")
    t.actor("xi", "Xi Jinping", ActorClass.PERSON, state="state/china")
    t.actor("putin", "Vladimir Putin", ActorClass.PERSON, state="state/russia")
    t.actor("macron", "Emmanuel Macron", ActorClass.PERSON, state="state/france")
    t.action("met Putin", ActionType.MEETING, ("xi", "putin"), when=day("2024-05-09"))
    t.action("met Macron", ActionType.MEETING, ("xi", "macron"), when=day("2024-05-09"))
    assert len(known(t).actions) == 2
