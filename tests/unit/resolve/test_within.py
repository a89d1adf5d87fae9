"""Which reports of one article are one event, and what an article leaves to be worked out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kg.model import ActionType, ActorClass, Factuality, Knowledge, PlaceKind, Weapon
from kg.resolve.text import distinctive_words
from tests.resolve_factory import Telling, day

Known = Callable[..., Knowledge]


def two_sides(id: str = "a.txt", issued: str | None = "2024-01-19") -> Telling:
    return Telling(id, issued).says("It began.").states(ir="state/iran", pk="state/pakistan")


def test_an_answer_without_a_target_hit_whoever_struck_before(known: Known) -> None:
    t = two_sides().says("Iran struck Pakistan, prompting a retaliatory strike by Pakistan on Thursday.")
    first = t.strike("struck", "ir", "pk")
    t.strike("retaliatory strike", "pk", when=day("2024-01-18"), answers=first)
    other = two_sides("b.txt").says("Pakistan bombed Iran.")
    other.strike("bombed", "pk", "ir")
    answer = next(s for s in known(t, other).strikes if "actor/pakistan" in s.attackers)
    assert answer.articles == ("a.txt", "b.txt")
    assert answer.targets == ("actor/iran",)


def test_an_ambush_that_is_taken_up_is_no_air_strike_told_before(known: Known) -> None:
    t = Telling("a.txt", "2024-08-13").says("Jets have bombed camps in Chad. Sunday's ambush killed nine.")
    t.states(er="state/eritrea", td="state/chad")
    t.strike("bombed", "er", "td", weapons=(Weapon.AIRCRAFT,))
    t.strike("ambush", when=day("2024-08-11"), definite=True)
    bombing = next(s for s in known(t).strikes if s.attackers)
    assert bombing.when is None


def test_a_presumed_target_is_never_published(known: Known) -> None:
    t = two_sides().says("Iran struck Pakistan, prompting a retaliatory strike by Pakistan.")
    t.strike("retaliatory strike", "pk", answers=t.strike("struck", "ir", "pk"))
    assert next(s for s in known(t).strikes if s.attackers == ("actor/pakistan",)).targets == ()


def test_who_tells_of_the_dead_was_hit(known: Known) -> None:
    t = two_sides().says("Pakistan and Iran fired at each other. Iran said Thursday's strikes killed nine.")
    t.strike("fired", ("pk", "ir"), ("pk", "ir"), collective=True)
    thursday = t.strike("strikes", when=day("2024-01-18"), definite=True, how=Factuality.CLAIMED, source="ir")
    t.dead("nine", 9, thursday, "ir")
    strikes = known(t).strikes
    assert [(s.id, s.attackers) for s in strikes] == [
        ("strike/2024-01-18-pakistan-iran", ("actor/pakistan",))
    ]


def test_the_strikes_that_a_state_condemns_are_those_on_it_and_never_its_own(known: Known) -> None:
    t = Telling("a.txt", "2024-07-03").says("Eritrea bombed Sudan. Sudan shelled Eritrea.")
    t.states(er="state/eritrea", sd="state/sudan")
    t.strike("bombed", "er", "sd")
    t.strike("shelled", "sd", "er")
    t.says("Sudan condemned the attack.").strike("attack", definite=True)
    t.action("condemned", ActionType.CONDEMNATION, "sd")
    by = {s.attackers[0]: len(s.members) for s in known(t).strikes}
    assert by == {"actor/eritrea": 2, "actor/sudan": 1}


def test_what_both_capitals_claim_is_evidence_of_both_strikes(known: Known) -> None:
    t = two_sides().says("Iran struck Pakistan. Pakistan struck Iran. Both claimed to have hit militants.")
    t.strike("Iran struck", "ir", "pk")
    t.strike("Pakistan struck", "pk", "ir")
    t.strike("hit", ("ir", "pk"), how=Factuality.CLAIMED)
    assert [len(s.members) for s in known(t).strikes] == [2, 2]


def test_the_strikes_in_the_plural_are_those_of_both_sides(known: Known) -> None:
    t = two_sides().says("Iran struck Pakistan. Pakistan struck Iran. The attacks killed 11 in all.")
    t.strike("Iran struck", "ir", "pk")
    t.strike("Pakistan struck", "pk", "ir")
    t.dead("11", 11, t.strike("attacks", definite=True))
    assert len(known(t).casualties[0].strikes) == 2


def test_both_attacks_are_the_two_told_before_and_whose_they_are_said_to_be(known: Known) -> None:
    t = Telling("a.txt", "2024-05-08").says("A bomb hit Gao on Monday. A bomb hit Kidal on Tuesday.")
    t.states(ml="state/mali").actor("j", "JNIM", ActorClass.ARMED_GROUP, entry="group/jnim")
    t.place("gao", "Gao", PlaceKind.CITY, state="state/mali")
    t.place("kidal", "Kidal", PlaceKind.CITY, state="state/mali")
    t.strike("hit Gao", (), "ml", "gao", day("2024-05-06"))
    t.strike("hit Kidal", (), "ml", "kidal", day("2024-05-07"))
    t.says("The army blamed JNIM for both attacks.").strike("attacks", "j")
    assert [(s.when and s.when.start.iso, len(s.attackers)) for s in known(t).strikes] == [
        ("2024-05-06", 1),
        ("2024-05-07", 1),
    ]


def test_a_spot_that_was_not_told_of_is_not_the_strike_just_told(known: Known) -> None:
    t = Telling("a.txt", "2024-05-08").says("Militants raided Macomia on Monday.")
    t.states(mz="state/mozambique").actor("m", "Militants", ActorClass.ARMED_GROUP, named=False)
    t.place("macomia", "Macomia", PlaceKind.CITY, state="state/mozambique")
    t.place("palma", "Palma", PlaceKind.CITY, state="state/mozambique")
    t.strike("raided", "m", "mz", "macomia", day("2024-05-06"))
    t.says("Nothing was rebuilt since the assault on Palma.").strike(
        "assault", (), (), "palma", definite=True
    )
    (raid,) = known(t).strikes
    assert [m.mention.span.text for m in raid.members] == ["raided"]


def test_the_raid_is_what_was_told_as_a_raid_and_not_what_was_told_last(known: Known) -> None:
    t = Telling("a.txt", "2024-05-08").says("Chad raided a camp in Sudan. Sudan shelled a post in Chad.")
    t.states(td="state/chad", sd="state/sudan")
    t.strike("raided", "td", "sd")
    t.strike("shelled", "sd", "td")
    t.says("A minister defended the raid.").strike("the raid", definite=True)
    by = {s.attackers[0]: len(s.members) for s in known(t).strikes}
    assert by == {"actor/chad": 2, "actor/sudan": 1}


def test_blame_falls_on_what_was_just_told(known: Known) -> None:
    t = Telling("a.txt", "2024-05-08").says("Chad bombed Sudan on Monday. Shells fell on Geneina.")
    t.states(td="state/chad", sd="state/sudan").place("g", "Geneina", PlaceKind.CITY, state="state/sudan")
    t.strike("bombed", "td", "sd", when=day("2024-05-06"))
    t.strike("fell", (), "sd", "g", when=day("2024-05-04"))
    t.says("Sudan blamed Chad for it.").strike("blamed", "td", definite=True, frame="strike.blamed")
    by = {s.when.start.iso: s.attackers for s in known(t).strikes if s.when}
    assert by == {"2024-05-06": ("actor/chad",), "2024-05-04": ("actor/chad",)}


def test_a_claim_of_responsibility_names_the_attacker(known: Known) -> None:
    t = Telling("a.txt", "2024-08-12").says(
        "Militants attacked a Turkish convoy on Sunday. The PKK claimed the attack."
    )
    t.states(tr="state/turkey").actor("m", "Militants", ActorClass.ARMED_GROUP, named=False)
    t.actor("pkk", "PKK", ActorClass.ARMED_GROUP, entry="group/kurdistan-workers-party")
    t.strike("attacked", "m", "tr", when=day("2024-08-11"))
    t.strike("attack.", "pkk", definite=True, how=Factuality.CLAIMED, source="pkk")
    assert [s.attackers for s in known(t).strikes] == [("actor/kurdistan-workers-party",)]


def test_another_groups_claim_is_not_the_named_groups_attack(known: Known) -> None:
    t = Telling("a.txt", "2024-08-12").says(
        "The PKK attacked a Turkish convoy. Hamas claimed the attack on the port."
    )
    t.states(tr="state/turkey")
    t.actor("pkk", "PKK", ActorClass.ARMED_GROUP, entry="group/kurdistan-workers-party")
    t.actor("hamas", "Hamas", ActorClass.ARMED_GROUP, entry="group/hamas")
    t.place("port", "Port of Ashdod", PlaceKind.FACILITY)
    t.strike("attacked", "pkk", "tr")
    t.strike("attack on", "hamas", (), "port", definite=True)
    assert len(known(t).strikes) == 2


def test_a_habit_with_its_own_time_is_not_one_strike(known: Known) -> None:
    t = Telling("a.txt", "2024-01-19").says(
        "The Houthis have hit ships since November. The Houthis hit a ship on Monday."
    )
    t.actor("h", "Houthis", ActorClass.ARMED_GROUP, entry="group/houthis")
    t.place("sea", "Red Sea", PlaceKind.WATER, entry="place/red-sea")
    t.strike("have hit", "h", (), "sea", day("2023-11"), habitual=True)
    t.strike("hit a ship", "h", (), "sea", day("2024-01-15"))
    assert len(known(t).strikes) == 2


def test_an_unknown_village_ties_two_tellings_together(known: Known) -> None:
    one = Telling("a.txt", "2024-09-03").says("Militants attacked Mafa in Nigeria on Monday.")
    one.states(ng="state/nigeria").actor("m", "Militants", ActorClass.ARMED_GROUP, named=False)
    one.place("mafa", "Mafa", PlaceKind.UNKNOWN, state="state/nigeria")
    one.strike("attacked", "m", "ng", "mafa", day("2024-09-02"))
    two = Telling("b.txt", "2024-09-09").says("In Mafa, on 2 September, ISWAP killed villagers.")
    two.actor("is", "ISWAP", ActorClass.ARMED_GROUP, entry="group/islamic-state-west-africa-province")
    two.place("mafa", "Mafa", PlaceKind.UNKNOWN)
    two.strike("killed", "is", (), "mafa", day("2024-09-02"))
    assert [s.articles for s in known(one, two).strikes] == [("a.txt", "b.txt")]


def test_air_raids_and_missiles_are_one_strike_but_rifles_are_not(known: Known) -> None:
    def hit(id: str, weapon: Weapon) -> Telling:
        t = two_sides(id, None).says("Iran hit Pakistan.")
        t.strike("hit", "ir", "pk", weapons=(weapon,))
        return t

    assert len(known(hit("a", Weapon.MISSILE), hit("b", Weapon.AIRCRAFT)).strikes) == 1
    assert len(known(hit("a", Weapon.MISSILE), hit("b", Weapon.SMALL_ARMS)).strikes) == 2


def test_a_rare_act_without_a_day_is_the_dated_one_and_a_frequent_act_is_not(known: Known) -> None:
    def act(id: str, type: ActionType, when: str | None) -> Telling:
        t = Telling(id, "2023-11-06").says("Chile acted on it.").states(cl="state/chile", il="state/israel")
        t.action("acted", type, "cl", "il" if when else (), day(when) if when else None)
        return t

    recall, appeal = ActionType.AMBASSADOR_RECALL, ActionType.APPEAL
    assert len(known(act("a", recall, "2023-10-31"), act("b", recall, None)).actions) == 1
    assert len(known(act("a", appeal, "2023-10-31"), act("b", appeal, None)).actions) == 2


def test_a_group_that_was_misread_as_a_person_is_the_group(known: Known) -> None:
    t = Telling("a.txt").says("Jaish al-Adl and the Fano militia were named; Fano denied it.")
    t.actor("j", "Jaish al-Adl", ActorClass.PERSON)
    t.actor("jaa", "JAA", ActorClass.ARMED_GROUP, entry="group/jaish-ul-adl")
    t.actor("f", "Fano", ActorClass.PERSON)
    t.actor("fm", "Fano militia", ActorClass.ARMED_GROUP)
    assert sorted((a.cls, a.label) for a in known(t).actors if a.cls is not ActorClass.STATE) == [
        (ActorClass.ARMED_GROUP, "Fano militia"),
        (ActorClass.ARMED_GROUP, "Jaish ul-Adl"),
    ]


def test_a_person_stays_a_person_where_a_group_of_that_name_is_far(known: Known) -> None:
    one = Telling("a.txt").says("Fano denied it.").actor("f", "Fano", ActorClass.PERSON)
    two = (
        Telling("b.txt")
        .says("The Fano militia denied it.")
        .actor("g", "Fano militia", ActorClass.ARMED_GROUP)
    )
    assert len(known(one, two).actors) == 2


def test_a_town_of_two_countries_is_that_of_the_country_in_the_article(known: Known) -> None:
    t = Telling("a.txt").says("A bomb went off in Kabul, in Afghanistan.").states(af="state/afghanistan")
    t.place("k", "Kabul")
    assert [(p.id, p.country) for p in known(t).places if p.label == "Kabul"] == [
        ("place/kabul", "actor/afghanistan")
    ]


def test_an_officer_of_the_united_nations_acts_for_it(known: Known) -> None:
    one = Telling("a.txt", "2024-01-19").says("Guterres urged restraint on Iran.").states(ir="state/iran")
    one.actor(
        "g", "Antonio Guterres", ActorClass.PERSON, entry="person/antonio-guterres", role="Secretary-General"
    )
    one.action("urged", ActionType.APPEAL, "g", "ir", day("2024-01-18"))
    two = (
        Telling("b.txt", "2024-01-19")
        .says("The United Nations urged restraint on Iran.")
        .states(ir="state/iran")
    )
    two.actor("un", "United Nations", ActorClass.INTERNATIONAL_ORGANIZATION, entry="org/united-nations")
    two.action("urged", ActionType.APPEAL, "un", "ir", day("2024-01-18"))
    world = known(one, two)
    assert [a.articles for a in world.actions] == [("a.txt", "b.txt")]
    assert next(a for a in world.actors if a.label == "Antonio Guterres").member_of == (
        "actor/united-nations",
    )


def test_words_of_every_report_tell_nothing_apart() -> None:
    assert distinctive_words("Two missiles struck the city and killed four people on Monday.") == frozenset()
    assert "hardware" in distinctive_words("A glide bomb hit a hardware store.")


def test_neither_who_nor_when_nor_whom_is_no_event_of_its_own_beside_others(known: Known) -> None:
    def shown(text: str, **said: object) -> int:
        t = Telling("a.txt", "2024-05-08").says("Rockets hit Gao on Monday.")
        t.states(ml="state/mali").actor("m", "Militants", ActorClass.ARMED_GROUP, named=False)
        for town in ("Gao", "Kidal"):
            t.place(town.lower(), town, PlaceKind.CITY, state="state/mali")
        if said.get("beside", True):
            t.strike("hit", "m", "ml", "gao", day("2024-05-06"))
        at = said.get("at", "kidal")
        told = t.says(text).strike("shelling", said.get("doers", ()), "ml", at, said.get("when"))
        if said.get("dead"):
            t.dead("four", 4, told)
        return len(known(t).strikes)

    assert shown("The European Union condemned the shelling of Kidal.") == 1
    assert shown("The European Union condemned the shelling of Kidal.", beside=False) == 1
    assert shown("It condemned Tuesday's shelling of Kidal.", when=day("2024-05-07")) == 2
    assert shown("It condemned the shelling of Kidal by militants.", doers="m") == 2
    assert shown("It condemned the shelling of Kidal, which killed four.", dead=True) == 2
    assert shown("It condemned the shelling, which killed four.", dead=True, at=()) == 1


def test_neither_whom_nor_where_is_no_event_of_its_own_beside_others(known: Known) -> None:
    def shown(text: str, doers: str | tuple[str, ...], targets: str | tuple[str, ...], **said: Any) -> int:
        t = Telling("a.txt", "2024-05-08").says("Rockets hit Gao on Monday.").states(ml="state/mali")
        t.actor("m", "JNIM", ActorClass.ARMED_GROUP, entry="group/jnim")
        t.actor("m2", "Dan Na Ambassagou", ActorClass.ARMED_GROUP, entry="group/dan-na-ambassagou")
        t.place("gao", "Gao", PlaceKind.CITY, state="state/mali")
        t.strike("hit", "m", "ml", "gao", day("2024-05-06"))
        t.says(text).strike("killed", doers, targets, **said)
        return len(known(t).strikes)

    assert shown("JNIM has killed 7,000 people since 2012.", "m", (), habitual=True) == 1
    assert shown("JNIM killed three people in March.", "m", (), when=day("2024-03")) == 1
    assert shown("Three soldiers were killed in March.", (), "ml", when=day("2024-03")) == 1
    assert shown("JNIM killed three soldiers in March.", "m", "ml", when=day("2024-03")) == 2
    assert shown("A leader of Dan Na Ambassagou was killed in March.", (), "m2", when=day("2024-03")) == 2
