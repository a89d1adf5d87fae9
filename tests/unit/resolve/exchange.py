"""Five tellings of the exchange of strikes between Iran and Pakistan in January 2024, two of them undated.

The facts are those of the seed articles, in other words: who calls whom what, and what each leaves out, is as
there. A careful extractor's work; what extraction gets wrong is tested elsewhere.
"""

from __future__ import annotations

from kg.model import ActionType, ActorClass, Factuality, PlaceKind, Weapon
from tests.resolve_factory import Telling, day

MISSILE_AND_DRONE = (Weapon.MISSILE, Weapon.DRONE)


def _states(t: Telling) -> Telling:
    return t.states(pk="state/pakistan", ir="state/iran", us="state/united-states", cn="state/china")


def digest() -> Telling:
    """Dated by its readers alone: "Tuesday", "Thursday", "today"."""
    t = Telling("000.txt", "2024-01-19")
    t.says(
        "Prime Minister Anwaar-ul-Haq Kakar of Pakistan has called an emergency meeting on the "
        "strikes exchanged with Iran."
    )
    _states(t).actor(
        "kakar", "Anwaar-ul-Haq Kakar", ActorClass.PERSON, state="state/pakistan", role="Prime Minister"
    )
    both = t.strike("strikes exchanged", ("pk", "ir"), ("pk", "ir"), collective=True)
    t.action("meeting", ActionType.MEETING, "kakar", when=day("2024-01-19"), how=Factuality.HYPOTHETICAL)
    t.says(
        "On Tuesday Iran fired missiles and drones into Pakistan, and a retaliatory strike by "
        "Pakistan followed on Thursday."
    )
    first = t.strike("fired", "ir", "pk", (), day("2024-01-16"), MISSILE_AND_DRONE)
    t.strike("strike", "pk", (), (), day("2024-01-18"), answers=first)
    t.says("Pakistan has since called its ambassador home from Tehran and barred the return of Iran's envoy.")
    t.action("called its ambassador home", ActionType.AMBASSADOR_RECALL, "pk", "ir", answers=both)
    t.action("barred", ActionType.ENVOY_BARRED, "pk", "ir", answers=both)
    t.says(
        "The international community, the United Nations and the United States among it, has urged "
        "both to hold back."
    )
    t.actor("world", "international community", ActorClass.POPULATION)
    t.actor("un", "United Nations", ActorClass.INTERNATIONAL_ORGANIZATION, entry="org/united-nations")
    for one in ("world", "un", "us"):
        t.action("urged", ActionType.APPEAL, one, ("pk", "ir"))
    t.says("China offered to mediate.")
    t.action("offered to mediate", ActionType.MEDIATION_OFFER, "cn", ("pk", "ir"))
    t.says("The strikes have left 11 dead on both sides.")
    t.dead("11", 11, t.strike("strikes", collective=True, definite=True))
    return t


def wire() -> Telling:
    """An agency's report: every count has its claimant, two look-alike strikes at the end."""
    t = Telling("001.txt", "2024-01-19", "Example Wire")
    t.says(
        "Pakistan's leaders review the stand-off with Iran on Friday after each fired drones and "
        "missiles at the other."
    )
    _states(t).strike("fired", ("pk", "ir"), ("pk", "ir"), weapons=MISSILE_AND_DRONE, collective=True)
    t.says(
        "Caretaker Prime Minister Anwaar ul Haq Kakar chairs a meeting of the National Security Committee."
    )
    t.actor(
        "kakar",
        "Anwaar ul Haq Kakar",
        ActorClass.PERSON,
        state="state/pakistan",
        role="caretaker Prime Minister",
    )
    t.action("meeting", ActionType.MEETING, "kakar", when=day("2024-01-19"), how=Factuality.HYPOTHETICAL)
    t.says("Iran said Thursday's strikes killed nine people in a village on its soil, four of them children.")
    t.place("home", "Iran", PlaceKind.COUNTRY, entry="state/iran", state="state/iran")
    thursday = t.strike(
        "strikes", (), (), "home", day("2024-01-18"), definite=True, how=Factuality.CLAIMED, source="ir"
    )
    t.dead("nine people", 9, thursday, "ir")
    t.dead("four of them children", 4, thursday, "ir", victims=("children",))
    t.says("Pakistan said the Iranian attack on Tuesday killed two children.")
    tuesday = t.strike(
        "attack", "ir", (), (), day("2024-01-16"), definite=True, how=Factuality.CLAIMED, source="pk"
    )
    t.dead("two children", 2, tuesday, "pk", victims=("children",))
    t.says("UN Secretary-General Antonio Guterres urged restraint on both, as did the United States.")
    t.actor("un", "UN", ActorClass.INTERNATIONAL_ORGANIZATION, entry="org/united-nations")
    t.actor(
        "guterres",
        "Antonio Guterres",
        ActorClass.PERSON,
        entry="person/antonio-guterres",
        role="Secretary-General",
        member_of="un",
    )
    t.action("urged", ActionType.APPEAL, "guterres", ("pk", "ir"))
    t.action("did", ActionType.APPEAL, "us", ("pk", "ir"))
    t.says(
        "Islamabad said it hit the Baloch Liberation Front and Army, Tehran that its drones and "
        "missiles were meant for Jaish al Adl (JAA)."
    )
    t.actor(
        "blf", "Baloch Liberation Front", ActorClass.ARMED_GROUP, entry="group/balochistan-liberation-front"
    )
    t.actor(
        "bla", "Baloch Liberation Army", ActorClass.ARMED_GROUP, entry="group/balochistan-liberation-army"
    )
    t.actor("jaa", "Jaish al Adl", ActorClass.ARMED_GROUP, entry="group/jaish-ul-adl", surfaces=("JAA",))
    t.strike("hit", "pk", ("blf", "bla"), how=Factuality.CLAIMED, source="pk")
    t.strike("meant", "ir", "jaa", weapons=MISSILE_AND_DRONE, how=Factuality.CLAIMED, source="ir")
    t.says("Iran had launched strikes on Syria against what it called Islamic State sites, and on Iraq.")
    t.states(sy="state/syria", iq="state/iraq").actor(
        "is", "Islamic State", ActorClass.ARMED_GROUP, entry="group/islamic-state"
    )
    t.strike("strikes on Syria", "ir", ("sy", "is"))
    t.strike("on Iraq", "ir", "iq")
    t.says("The Houthis have targeted shipping in the Red Sea since November.")
    t.actor("houthis", "Houthis", ActorClass.ARMED_GROUP, entry="group/houthis")
    t.place("red", "Red Sea", PlaceKind.WATER)
    t.strike("targeted", "houthis", (), "red", habitual=True)
    return t


def newspaper() -> Telling:
    """The strikes by their places; a foreign ministry speaks for each side."""
    t = Telling("002.txt", "2024-01-19", "Example Times")
    t.says("The neighbours Pakistan and Iran targeted each other with missiles.")
    _states(t).strike("targeted", ("pk", "ir"), ("pk", "ir"), weapons=(Weapon.MISSILE,), collective=True)
    t.says(
        "Anwaar-ul-Haq Kakar called the meeting on Friday, a day after strikes on armed groups in "
        "Iran's Sistan-Baluchestan that killed at least nine."
    )
    t.actor(
        "kakar",
        "Anwaar-ul-Haq Kakar",
        ActorClass.PERSON,
        state="state/pakistan",
        role="caretaker prime minister",
    )
    t.place(
        "sb", "Sistan-Baluchestan", PlaceKind.REGION, entry="place/sistan-and-baluchestan", state="state/iran"
    )
    t.action("meeting", ActionType.MEETING, "kakar", when=day("2024-01-19"))
    answer = t.strike("strikes", "pk", (), "sb", day("2024-01-18"))
    t.dead("nine", 9, answer, at_least=True)
    t.says(
        "The retaliation followed Iran's air raids on Jaish al-Adl in Balochistan, in which two people died."
    )
    t.actor("jaa", "Jaish al-Adl", ActorClass.ARMED_GROUP, entry="group/jaish-ul-adl")
    t.place("bal", "Balochistan", PlaceKind.REGION, entry="place/balochistan", state="state/pakistan")
    raids = t.strike("raids", "ir", "jaa", "bal", weapons=(Weapon.AIRCRAFT,))
    t.strike("retaliation", "pk", answers=raids, definite=True)
    t.dead("two people", 2, raids)
    t.says("China said it was willing to mediate.")
    t.action("willing to mediate", ActionType.MEDIATION_OFFER, "cn", ("pk", "ir"))
    t.says("The tit-for-tat strikes were the gravest in years.")
    t.strike("tit-for-tat strikes", collective=True, definite=True)
    return t


def _attack_and_answer(t: Telling) -> None:
    """Iran's attack in Pakistan and the strikes in Iran that answer it, in the last sentence told."""
    _states(t)
    t.place("in-pk", "Pakistan", PlaceKind.COUNTRY, entry="state/pakistan", state="state/pakistan")
    t.place("in-ir", "Iran", PlaceKind.COUNTRY, entry="state/iran", state="state/iran")
    first = t.strike("attack", "ir", (), "in-pk", weapons=MISSILE_AND_DRONE)
    t.strike("strikes", "pk", (), "in-ir", answers=first)


def essay() -> Telling:
    """Undated; says all of it twice."""
    t = Telling("003.txt")
    t.says(
        "Iran began it with a missile and drone attack in Pakistan, and Pakistan answered with "
        "strikes on militants inside Iran."
    )
    _attack_and_answer(t)
    t.says(
        "Foreign Ministers Jalil Abbas Jilani and Hossein Amir-Abdollahian spoke by phone and "
        "agreed to ease tensions."
    )
    t.actor(
        "jilani", "Jalil Abbas Jilani", ActorClass.PERSON, state="state/pakistan", role="Foreign Minister"
    )
    t.actor(
        "amir", "Hossein Amir-Abdollahian", ActorClass.PERSON, state="state/iran", role="Foreign Minister"
    )
    t.action("spoke by phone", ActionType.PHONE_CALL, ("jilani", "amir"))
    t.action("agreed", ActionType.AGREEMENT, ("pk", "ir"))
    t.says(
        "Those events saw Iran carry out a missile and drone strike in Pakistan; Pakistan withdrew "
        "its ambassador from Tehran."
    )
    t.strike("strike", "ir", (), "in-pk", weapons=MISSILE_AND_DRONE)
    t.action("withdrew its ambassador", ActionType.AMBASSADOR_RECALL, "pk", "ir")
    t.says(
        "Eleven deaths were counted on both sides; caretaker Prime Minister Kakar held an emergency meeting."
    )
    t.actor("kakar", "Kakar", ActorClass.PERSON, state="state/pakistan", role="caretaker Prime Minister")
    t.dead("Eleven", 11, ("s1", "s2"))
    t.action("meeting", ActionType.MEETING, "kakar")
    return t


def brief() -> Telling:
    """Undated; Iran's foreign minister speaks without a name, and so does the caretaker prime minister."""
    t = Telling("004.txt")
    t.says(
        "Iran conducted a missile and drone attack in Pakistan, and Pakistan responded with "
        "strikes inside Iran."
    )
    _attack_and_answer(t)
    t.says("The exchange led Pakistan to recall its ambassador from Tehran.")
    t.action(
        "recall its ambassador",
        ActionType.AMBASSADOR_RECALL,
        "pk",
        "ir",
        answers=t.strike("exchange", collective=True, definite=True),
    )
    t.says(
        "The foreign ministers of Pakistan and Iran spoke by phone; Iran's foreign minister asked "
        "for joint work against terrorist camps."
    )
    t.actor(
        "ir-fm",
        "Iran's foreign minister",
        ActorClass.PERSON,
        state="state/iran",
        role="foreign minister",
        named=False,
    )
    t.actor(
        "pk-fm",
        "foreign minister of Pakistan",
        ActorClass.PERSON,
        state="state/pakistan",
        role="foreign minister",
        named=False,
    )
    t.action("spoke by phone", ActionType.PHONE_CALL, ("pk-fm", "ir-fm"))
    t.statement("asked", "ir-fm", "joint work against terrorist camps")
    t.says("The caretaker prime minister held an emergency meeting.")
    t.actor(
        "pm",
        "caretaker prime minister",
        ActorClass.PERSON,
        state="state/pakistan",
        role="caretaker prime minister",
        named=False,
    )
    t.action("meeting", ActionType.MEETING, "pm")
    return t


def all_five() -> tuple[Telling, ...]:
    """The five tellings."""
    return digest(), wire(), newspaper(), essay(), brief()
