"""Who attacked and whose ground it was, sentence by sentence: forces, crowds in arms, bases abroad, capitals."""

from __future__ import annotations

import pytest

from kg.model import ActorClass
from tests.told import Attack, attacks, names, told, who_attacked

ATTACKS = [
    # sentence, then for each strike: attackers, targets, places
    (
        "On Monday the Houthis struck the barracks at Marib in Yemen, an attack which cost Yemen dear and which Oman "
        "did not condemn.",
        [(["Houthis"], ["Yemen"], ["Marib", "Yemen"])],
    ),
    (
        "Somali pirates attacked a tanker off Socotra on Monday.",
        [(["Somali pirates"], [], ["Socotra"])],
    ),
    (
        "Israeli settlers attacked the Palestinian village of Huwara on Friday.",
        [(["Israeli settlers"], ["Palestine"], ["Palestine", "Huwara"])],
    ),
    (
        "Mexican drug cartels attacked an army patrol in Sinaloa on Tuesday.",
        [(["Mexican drug cartels"], ["Mexico"], ["Sinaloa"])],
    ),
    (
        "Ugandan rebels of the Allied Democratic Forces killed 30 villagers in Beni on Thursday.",
        [(["Allied Democratic Forces"], ["Democratic Republic of the Congo"], ["Beni"])],
    ),
    (
        "Russian forces in Ukraine fired missiles at Odesa on Monday.",
        [(["Russia"], ["Ukraine"], ["Odesa"])],
    ),
    (
        "African Union troops in Somalia shelled a village near Baidoa on Monday.",
        [(["African Union"], ["Somalia"], ["Baidoa"])],
    ),
    (
        "A drone attacked US troops in Syria on Monday.",
        [([], ["United States", "Syria"], ["Syria"])],
    ),
    (
        "British jets struck targets in Hodeidah on Thursday.",
        [(["United Kingdom"], ["Yemen"], ["Hodeidah"])],
    ),
    (
        "Iranian proxies attacked a US base in Jordan on Sunday.",
        [(["Iranian proxies"], ["United States", "Jordan"], ["Jordan"])],
    ),
    (
        "North Korean troops attacked Ukrainian positions in Kursk on Friday.",
        [(["North Korea"], ["Ukraine", "Russia"], ["Kursk"])],
    ),
    (
        "Iran struck targets in Syria and Iraq on Monday.",
        [(["Iran"], ["Syria"], ["Syria"]), (["Iran"], ["Iraq"], ["Iraq"])],
    ),
    (
        "Strikes on Syria and Iraq by Iran killed four people on Monday.",
        [(["Iran"], ["Syria"], ["Syria"]), (["Iran"], ["Iraq"], ["Iraq"])],
    ),
    (
        "Israeli warplanes knocked out the airport in the Yemeni capital on Tuesday.",
        [(["Israel"], ["Yemen"], ["Sanaa"])],
    ),
    (
        "WASHINGTON (Agency) - Turkish warplanes bombed a depot in Sinjar on Wednesday.",
        [(["Turkey"], ["Iraq"], ["Sinjar"])],
    ),
    (
        "Port Sudan (Sudan) - Drones pounded Sudan's wartime capital on Wednesday.",
        [([], ["Sudan"], ["Sudan"])],
    ),
    ("One of the rockets hit a school in Kherson on Monday.", [([], ["Ukraine"], ["Kherson"])]),
    ("Officials said two of the missiles struck a hotel in Idlib.", [([], ["Syria"], ["Idlib"])]),
    (
        "A drone hit a depot in Luhansk on Monday. Another struck a refinery in Samara.",
        [([], ["Ukraine"], ["Luhansk"]), ([], ["Russia"], ["Samara"])],
    ),
    (
        "Shelling by the Sudanese army destroyed a clinic in Omdurman.",
        [(["Sudan"], ["Sudan"], ["Omdurman"])],
    ),
    (
        "A US drone strike killed a senior al-Shabaab leader in Jilib on Monday.",
        [(["United States"], ["al-Shabaab", "Somalia"], ["Jilib"])],
    ),
    # a town of which several are known, none of them there
    (
        "A drone hit a depot in Luhansk on Monday. A day later shells fell on San Carlos.",
        [([], ["Ukraine"], ["Luhansk"]), ([], [], ["San Carlos"])],
    ),
    ("Two more devices exploded near a market in Quetta on Tuesday.", [([], ["Pakistan"], ["Quetta"])]),
    ("A third device went off outside a church in Jolo, hurting six.", [([], ["Philippines"], ["Jolo"])]),
    ("A bomb exploded on a bus in Nairobi on Tuesday, killing two.", [([], ["Kenya"], ["Nairobi"])]),
    # where it came from is neither who did it nor where it was
    (
        "Four miners died on Monday in Kunduz in an attack launched from the territory of Tajikistan.",
        [([], ["Afghanistan"], ["Kunduz"])],
    ),
    (
        "On Friday ISIL gunmen killed nine herders near Palmyra. Syrian jets hit the gunmen in the desert.",
        [(["Islamic State"], ["Syria"], ["Palmyra"]), (["Syria"], ["Islamic State"], [])],
    ),
    (
        "The Niamey bombing was one of several Malian attacks in Niger on Monday.",
        [([], ["Niger"], ["Niamey"]), (["Mali"], ["Niger"], ["Niger"])],
    ),
    (
        "Jets hit a base that houses French troops in eastern Chad on Monday.",
        [([], ["France", "Chad"], ["Chad"])],
    ),
    (
        "Villagers in Kidal were at prayer when a drone dropped a bomb on them on Friday.",
        [([], ["Mali"], ["Kidal"])],
    ),
    (
        "Russia struck one of Ukraine's largest refineries on Monday.",
        [(["Russia"], ["Ukraine"], ["Ukraine"])],
    ),
    (
        "On 4 May a missile launched from Yemen landed near Eilat. The Houthis were silent.",
        [([], ["Israel"], ["Eilat"])],
    ),
    (
        "A shell hit a school in Goma on Monday. That shell had come from M23 positions.",
        [
            ([], ["Democratic Republic of the Congo"], ["Goma"]),
            (["March 23 Movement"], [], []),
        ],
    ),
    (
        "Chad launched raids on Libya against what N'Djamena said were rebel camps, and Niger, where it said it had "
        "hit a Malian command centre.",
        [(["Chad"], ["Libya"], ["Libya"]), (["Chad"], ["Niger"], ["Niger"]), (["Chad"], ["Mali"], [])],
    ),
    (
        "Haitian gangs attacked the airport in Port-au-Prince on Monday.",
        [(["Haitian gangs"], ["Haiti"], ["Port-au-Prince"])],
    ),
]


@pytest.mark.parametrize(("text", "strikes"), ATTACKS, ids=[a[0][:40] for a in ATTACKS])
def test_attack_has_its_own_attackers_targets_and_places(text: str, strikes: list[Attack]) -> None:
    assert attacks(told(text)) == strikes


@pytest.mark.parametrize(
    "text",
    [
        "A strike by baggage handlers at Delhi airport was called off on Monday.",
        "Lightning strikes set two barns ablaze in Vermont on Sunday.",
        "Sudan's army said it had beaten back a column and destroyed three vehicles on Monday.",
        "The forces struck a deal with the government on Monday.",
        "Troops of the two countries hit a milestone on Monday.",
        "Fishing boats hit the market early this year.",
    ],
)
def test_forces_may_strike_a_deal(text: str) -> None:
    assert told(text).strikes == ()


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # capitals make no name: it is Thailand's, then Cambodia's
        (
            "Three soldiers were hurt by a mine, Thailand said. The Foreign Ministry said the mines were new. Cambodia "
            "denied it. Its own Foreign Ministry said the soldiers had left the path.",
            ["Thailand", "Foreign Ministry of Thailand", "Foreign Ministry of Cambodia"],
        ),
        (
            "The Foreign Ministry in Kinshasa said that it was recalling its diplomats.",
            ["Foreign Ministry of the Democratic Republic of the Congo"],
        ),
    ],
)
def test_a_ministry_in_capitals_is_whichever_state_s_it_is(text: str, speakers: list[str]) -> None:
    found = told(text)
    assert [n for s in found.statements for n in names(found, s.speakers)] == speakers


def test_the_army_of_which_a_ministry_speaks_is_its_own_state_s() -> None:
    found = told(
        "Kenya's Defence Ministry said on Monday that the Army had shelled a camp near Jilib in Somalia."
    )
    assert who_attacked(found) == [["Kenya"]]


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        ("Taliban border guards fired at posts in Pakistan on Monday.", "Taliban"),
        ("Border guards of the Islamic Emirate fired at posts in Pakistan on Monday.", "Taliban"),
        ("Houthi coast guards fired at a tanker off Yemen on Monday.", "Houthis"),
        ("Chadian border guards fired at posts in Sudan on Monday.", "Chad"),
    ],
)
def test_the_guards_of_a_group_are_its_men(text: str, attacker: str) -> None:
    assert who_attacked(told(text)) == [[attacker]]


@pytest.mark.parametrize(
    ("text", "attacker", "target"),
    [
        # one drone of a state's is attacked by who brings it down; it was on its way to nobody
        ("Chad shot down a Libyan drone near Aouzou.", "Chad", "Libya"),
        ("Iran shot down a US drone over the Strait of Hormuz.", "Iran", "United States"),
        ("Armenia's army shot down an Azerbaijani drone near Jermuk.", "Armenia", "Azerbaijan"),
        # many of them, and what was sent to hit somebody, are an attack of their owner's
        ("Ukraine shot down twelve Russian drones over Odesa.", "Russia", "Ukraine"),
        ("Ukraine shot down a Russian attack drone over Odesa.", "Russia", "Ukraine"),
        ("Saudi Arabia shot down a Houthi drone over Najran.", "Houthis", "Saudi Arabia"),
    ],
)
def test_who_brings_down_a_drone_and_whose_attack_that_was(text: str, attacker: str, target: str) -> None:
    ((attackers, targets, _),) = attacks(told(text))
    assert attackers == [attacker]
    assert target in targets


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        # whose men they are is an armed group, though its name says nothing
        ("Gunmen of the Red Falcons stormed a bank in Port Moresby in Papua New Guinea.", "Red Falcons"),
        ("Last year fighters from the Baz Gran Grif killed six policemen in Haiti.", "Baz Gran Grif"),
    ],
)
def test_whose_gunmen_they_are_is_an_armed_group(text: str, attacker: str) -> None:
    found = told(text)
    ((attackers, _, _),) = attacks(found)
    assert attackers == [attacker]
    assert [a.cls for a in found.actors if a.name == attacker] == [ActorClass.ARMED_GROUP]


def test_the_men_of_a_person_or_from_a_state_are_of_no_group_by_that_name() -> None:
    found = told(
        "Fighters of Musa Hilal and militants from the Maldives attacked a camp near Zalingei in Sudan."
    )
    assert not [a for a in found.actors if a.named and a.cls is ActorClass.ARMED_GROUP]


@pytest.mark.parametrize(
    ("text", "attack"),
    [
        (
            "Pakistan accused India of having started the exchange by shelling a village at Nakyal on Monday.",
            (["India"], ["Pakistan"], ["Nakyal"]),
        ),
        (
            "Cambodia accused Thailand of opening fire first on Monday, shelling a village near Poipet.",
            (["Thailand"], ["Cambodia"], ["Poipet"]),
        ),
        (
            "Azerbaijani units had been the first to open fire, shooting at Armenian positions near Tegh.",
            (["Azerbaijan"], ["Armenia"], ["Tegh"]),
        ),
        ("Ukrainian units shelled Belgorod on Monday.", (["Ukraine"], ["Russia"], ["Belgorod"])),
    ],
)
def test_whoever_is_accused_of_starting_it_and_a_states_units_are_the_attackers(
    text: str, attack: Attack
) -> None:
    assert attacks(told(text)) == [attack]


def test_units_of_which_nothing_says_that_they_are_anybodys_forces_are_none() -> None:
    assert attacks(told("Two housing units were hit by a storm in Kyiv on Monday.")) == []


def test_fire_is_returned_at_whoever_fired() -> None:
    text = (
        "Pakistani troops fired mortars at an Indian post in Poonch on Monday. Indian gunners returned fire."
    )
    assert attacks(told(text))[1] == (["India"], ["Pakistan"], [])
    assert len(attacks(told("Gunmen shot at a bus in Djibo on Monday. The guards returned fire."))) == 1


SIDES = [
    ("Rebel forces ambushed a military column near Loikaw on Monday.", "Rebel forces"),
    ("On Monday resistance units ambushed a column near Loikaw.", "resistance units"),
    ("Opposition forces shelled a barracks near Idlib.", "Opposition forces"),
    (
        "Gunmen loyal to the deposed president, Bashar al-Assad, ambushed a patrol near Latakia.",
        "Gunmen loyal to the deposed president",
    ),
]


@pytest.mark.parametrize(("text", "side"), SIDES)
def test_a_side_that_has_no_name_is_called_as_it_is_described(text: str, side: str) -> None:
    assert who_attacked(told(text)) == [[side]]


JOINED = [
    ("Somali and American forces shelled a camp near Jilib on Monday.", {"Somalia", "United States"}),
    ("Iraqi and American forces bombed a camp near Mosul on Monday.", {"Iraq", "United States"}),
    ("The Wagner group and Malian soldiers executed 60 people in Ouro Fero.", {"Wagner Group", "Mali"}),
]


@pytest.mark.parametrize(("text", "sides"), JOINED)
def test_forces_that_attack_together_are_both_attackers(text: str, sides: set[str]) -> None:
    assert [set(attackers) for attackers in who_attacked(told(text))] == [sides]


def test_soldiers_who_execute_people_hold_no_court() -> None:
    assert who_attacked(told("Chadian soldiers executed around 60 people in Tissi last week.")) == [["Chad"]]
    assert not told("Iran executed two men on Monday.").strikes
