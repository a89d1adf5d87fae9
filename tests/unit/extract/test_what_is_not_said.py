"""What plain news does not say: a wrong attacker, target, day, speaker or recipient would be false certainty."""

from __future__ import annotations

import pytest

from kg.model import Count, Factuality
from tests.told import attacks, days, names, told, who_attacked


def _days(text: str) -> list[str | None]:
    found = told(text)
    times = [a.when for a in found.actions] + [s.when for s in found.statements]
    return [when.start.iso if when else None for when in times]


@pytest.mark.parametrize(
    ("text", "attacker", "target"),
    [
        ("Israel said it destroyed a Hezbollah rocket launcher near Bint Jbeil.", "Israel", "Hezbollah"),
        ("Indian troops destroyed a Pakistani artillery battery near Poonch.", "India", "Pakistan"),
        ("American forces destroyed a Houthi missile system in Saada.", "United States", "Houthis"),
        (
            "Turkish aircraft destroyed a PKK missile depot in Iraq.",
            "Turkey",
            "Kurdistan Workers' Party",
        ),
    ],
)
def test_who_destroys_weapons_on_the_ground_attacks_whose_they_are(
    text: str, attacker: str, target: str
) -> None:
    ((attackers, targets, _),) = attacks(told(text))
    assert attackers == [attacker]
    assert target in targets


def test_drones_shot_down_are_still_an_attack_of_whose_they_are() -> None:
    ((attackers, targets, _),) = attacks(told("Saudi Arabia destroyed two Houthi drones on Monday."))
    assert attackers == ["Houthis"]
    assert targets == ["Saudi Arabia"]


@pytest.mark.parametrize(
    "text",
    [
        "No group has said that it planted the bomb in Jos.",
        "Nobody said that they had fired the rockets at Basra.",
        "Neither side said that it had shelled the market in Goma.",
        "Iran denied that it had given any order to attack the tanker.",
        "Turkey denied that it had ordered its jets to bomb Kobani.",
        "Iran has warned Israel against attacking Lebanon on a large scale.",
        "Egypt cautioned Ethiopia against striking the bridge at Renk.",
    ],
)
def test_what_nobody_said_and_what_was_not_ordered_is_no_attack(text: str) -> None:
    assert told(text).strikes == ()


@pytest.mark.parametrize(
    ("text", "places", "state"),
    [
        ("Rebel shells hit the Turkish hospital in Mogadishu on Monday.", ["Mogadishu"], "Turkey"),
        ("A missile hit the Italian school in Kabul on Thursday.", ["Kabul"], "Italy"),
        ("Gunmen attacked the Armenian quarter of Aleppo on Sunday.", ["Aleppo"], "Armenia"),
        ("A Russian missile struck the Polish church in Lviv.", ["Lviv"], "Poland"),
        ("Israeli jets struck the Indonesian hospital in Beit Lahia.", ["Beit Lahia"], "Indonesia"),
    ],
)
def test_state_in_the_name_of_a_site_is_neither_struck_nor_where_it_was(
    text: str, places: list[str], state: str
) -> None:
    ((_, targets, where),) = attacks(told(text))
    assert where == places
    assert state not in targets


def test_embassy_and_base_are_still_their_states() -> None:
    ((_, targets, _),) = attacks(told("Gunmen attacked the Chinese embassy in Bishkek on Monday."))
    assert targets == ["China", "Kyrgyzstan"]


@pytest.mark.parametrize(
    "text",
    [
        "A Syrian television channel reported an Israeli raid on the airport of Aleppo.",
        "Rwandan state radio reported Congolese shelling of Gisenyi on Friday.",
        "At least 12 people were killed on Sunday when M23 rebels shelled a mill in Goma, Congo's army said.",
        "Ugandan jets struck a camp near Bunia on Monday, killing four, Congo's army said, hours after shells fired "
        "from Ituri hit Arua in Uganda.",
    ],
)
def test_attack_that_somebody_reports_is_claimed(text: str) -> None:
    assert told(text).strikes[0].mention.factuality is Factuality.CLAIMED


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Mali denied that it had shelled the village and blamed the rebels.", "Accusation"),
        ("The M23 denied that it had fired on the camp and called on Congo to withdraw.", "Appeal"),
        ("Rwanda denied that it had troops in Goma and summoned the Congolese ambassador.", "Summons"),
    ],
)
def test_who_denies_one_thing_and_does_another_does_the_other(text: str, type_: str) -> None:
    (act,) = told(text).actions
    assert (act.type.value, act.mention.factuality) == (type_, Factuality.ASSERTED)


@pytest.mark.parametrize(
    "text",
    [
        "Peru says the closure was an answer to the murder of two policemen at Puno on March 3.",
        "Bolivia's president, Luis Arce, ruled out talks with Chile before the vote on July 6.",
        "Denmark warned Sweden against closing the bridge before the meeting on June 1.",
        "Ghana is looking into the shooting of Saturday.",
        "Morocco offered to host a summit of the two leaders in Rabat next week.",
        "Six people were killed on Sunday when rebels of the M23 shelled a mill in Goma, Congo's army said.",
    ],
)
def test_day_of_something_else_is_not_when_it_was_said_or_done(text: str) -> None:
    assert set(_days(text)) == {None}


def test_day_of_a_vote_is_not_next_week() -> None:
    (act,) = told("Kenya's parliament voted to ratify the pact with Somalia on Tuesday.").actions
    assert act.when is not None
    assert act.when.start.iso == "2024-05-14"


@pytest.mark.parametrize(
    "text",
    [
        'Mayor Ana Ruiz blamed the army for the deaths of "thugs directed by Honduras".',
        "The rebels, led and commanded by Rwanda, took the town.",
        "Al-Shabaab fired on the base. They say that they act in support of the Oromo of Ethiopia.",
        "A Thai bill to ratify a trade treaty with Laos was sent to the committee.",
    ],
)
def test_who_leads_whom_one_fights_for_and_what_is_put_to_a_vote_are_no_acts(text: str) -> None:
    types = {a.type.value for a in told(text).actions}
    assert not types & {"Demand", "Agreement"}
    assert all("Ethiopia" not in names(told(text), a.recipients) for a in told(text).actions)


@pytest.mark.parametrize(
    "text",
    [
        "Al-Shabaab killed 12 soldiers in Gedo on Monday. A bomb exploded under a bus in Dire Dawa on Sunday, and "
        "no group has said that it planted it. Djibouti condemned the attack on the train.",
        "Gangs killed two people in Cite Soleil on Monday. Belize said that a Guatemalan patrol boat had entered "
        "its waters. Mexico condemned the incursion.",
        "A bomb exploded in Kano on Friday. Bandits killed nine in Zamfara. Ghana condemned the bombing.",
    ],
)
def test_condemned_attack_that_was_not_told_of_is_nobodys(text: str) -> None:
    assert [a.recipients for a in told(text).actions if a.type.value == "Condemnation"] == [()]


@pytest.mark.parametrize(
    "text",
    [
        "Bandits killed nine in Zamfara. A bomb exploded in Kano on Friday.",
        "Al-Shabaab fighters attacked a base in Gedo on Monday. A bomb exploded in Mogadishu on Tuesday. "
        "Islamic State is active there too.",
        "Boko Haram attacked Baga on Monday. On Tuesday a mosque in Maiduguri was bombed. "
        "Islamic State has men there too.",
    ],
)
def test_attack_elsewhere_on_another_day_is_not_the_group_s_of_which_the_sentence_before_tells(
    text: str,
) -> None:
    assert [
        attackers
        for attackers, _, where in attacks(told(text))
        if {"Kano", "Mogadishu", "Maiduguri"} & {*where}
    ] == [[]]


def test_both_sides_are_not_an_accuser_from_outside() -> None:
    text = (
        "Sudan's army bombed a post of the RSF in Nyala on Monday. Nobody was hurt. The market was closed. The "
        "United States accused Sudan of war crimes. The UN called on both sides to stop."
    )
    found = told(text)
    (appeal,) = [a for a in found.actions if a.type.value == "Appeal"]
    assert "United States" not in names(found, appeal.recipients)


def test_demand_of_somebody_else_is_not_turned_down_to_the_last_who_made_one() -> None:
    text = "Mali accused Togo of meddling. Togo rejected a request from Kara region for troops."
    (rejection,) = [a for a in told(text).actions if a.type.value == "Rejection"]
    assert rejection.recipients == ()


def test_he_in_a_speech_is_whose_speech_it_is() -> None:
    found = told(
        "A spokesman for the army, Juan Gil, said the drill was a warning. It followed a speech by President Luis "
        "Arce on May 10, in which he said that Chile had no right to the water."
    )
    assert [names(found, s.speakers) for s in found.statements] == [["Juan Gil"], ["Luis Arce"]]


def test_his_is_who_is_named_in_the_sentence_before_who_was_told_of_earlier() -> None:
    found = told(
        "Salva Kiir visited Malakal. Britain punished the rebel leader, Ann Mbeki, and accused her troops of looting."
    )
    (charge,) = [a for a in found.actions if a.type.value == "Accusation"]
    assert "Salva Kiir" not in names(found, charge.recipients)


def test_what_was_said_stands_before_a_frame_with_hours_after_behind_it() -> None:
    (said,) = told(
        "Ugandan jets struck a camp near Bunia on Monday, killing four, Congo's army said, hours after shells fired "
        "from Ituri hit Arua in Uganda."
    ).statements
    assert said.content == "Ugandan jets struck a camp near Bunia on Monday, killing four"


def test_an_air_strike_does_not_speak() -> None:
    found = told(
        "In the Gaza Strip, an Israeli air strike on a school in Deir al-Balah that housed displaced families killed "
        "at least 16 people, medics said."
    )
    assert [names(found, s.speakers) for s in found.statements] == [["medics"]]


def test_organisation_and_the_state_behind_it_are_not_one_actor() -> None:
    found = told("The Organization of American States and Canada condemned the coup.")
    assert "Organization of American States and Canada" not in {f.name for f in found.actors}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Rebels killed several dozen villagers near Kidal.", Count(12, None, True)),
        ("Rebels killed a few dozen villagers near Kidal.", Count(12, None, True)),
        ("Rebels killed some three dozen soldiers near Bria.", Count(36, None, False)),
        ("Rebels killed a dozen soldiers near Bambari.", Count(12, None, False)),
    ],
)
def test_several_dozen_is_a_least_number(text: str, count: Count) -> None:
    (toll,) = told(text).casualties
    assert toll.deaths == count


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "Kim Yo-jong, the sister of North Korean leader Kim Jong-un, said that Seoul would pay.",
            "Kim Jong-un",
            "leader",
        ),
        ("Juan Paz, a brother of the Bolivian minister Luis Paz, said it was over.", "Luis Paz", "minister"),
        (
            "Ivan Lis, an adviser to Polish president Andrzej Nowak, said it was over.",
            "Andrzej Nowak",
            "president",
        ),
        (
            "Ana Lis, the spokeswoman of Georgian president Nino Abashidze, said it was over.",
            "Nino Abashidze",
            "president",
        ),
        (
            "Head of the Office of the President Andriy Yermak said the talks were over.",
            "Andriy Yermak",
            None,
        ),
        (
            "Secretary of State Marco Rubio of the United States said it was over.",
            "Marco Rubio",
            "Secretary of State",
        ),
    ],
)
def test_role_of_one_who_is_told_by_another_is_not_the_other_s(
    text: str, name: str, role: str | None
) -> None:
    (figure,) = [a for a in told(text).actors if a.name == name]
    assert figure.role == role


@pytest.mark.parametrize(
    "text",
    [
        "The Honduran gang leader Luis Mejía said that his men had attacked the bus.",
        "The Libyan militia commander Luis Mejía said the town had been taken.",
        "The Syrian activist Luis Mejía said that jets had bombed a school in Idlib.",
        "Venezuelan opposition leader Luis Mejía said the vote was stolen.",
    ],
)
def test_who_holds_no_office_is_no_member_of_his_state(text: str) -> None:
    (figure,) = [a for a in told(text).actors if a.name == "Luis Mejía"]
    assert figure.member_of is None


@pytest.mark.parametrize(
    "text",
    [
        "The observer mission in Georgia said that shots had been fired. The mission urged both sides to talk.",
        "The aid mission in Sudan said two of its drivers had been killed.",
        "The African mission in Somalia said that its troops had killed ten rebels.",
    ],
)
def test_mission_in_a_state_is_none_of_its_bodies(text: str) -> None:
    (mission,) = [a for a in told(text).actors if a.name.endswith("mission")]
    assert (mission.part_of, mission.member_of, mission.state) == (None, None, None)


def test_mission_of_a_state_is_its_body() -> None:
    found = told("Iran's mission to the United Nations said that the attack was over.")
    (mission,) = [a for a in found.actors if a.name == "Mission of Iran"]
    assert names(found, (mission.part_of or "",)) == ["Iran"]


@pytest.mark.parametrize(
    "text",
    [
        "The M23 will continue shelling Goma.",
        "The M23 will go on attacking soldiers in Goma.",
        "The PKK is expected to go on attacking soldiers in Hakkari.",
    ],
)
def test_what_will_go_on_is_not_told_as_done(text: str) -> None:
    (strike,) = told(text).strikes
    assert strike.mention.factuality is Factuality.HYPOTHETICAL


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        (
            "Ecuador bombed Peruvian posts on Tuesday after Peruvian rockets hit a petrol station.",
            [("Ecuador", "Peru"), ("Peru", "Ecuador")],
        ),
        (
            "Iranian rockets killed shoppers in Basra, and Iraqi F-16s bombed Iranian posts the same day.",
            [("Iran", "Iraq"), ("Iraq", "Iran")],
        ),
    ],
)
def test_what_another_did_is_no_outcome_of_what_was_told(text: str, deeds: list[tuple[str, str]]) -> None:
    found = attacks(told(text))
    assert len(found) == len(deeds)
    for (attackers, targets, _), (attacker, target) in zip(found, deeds, strict=True):
        assert attackers == [attacker]
        assert target in targets


@pytest.mark.parametrize(
    "text",
    [
        "The strike near Jowhar in Somalia on 3 May, which only al-Shabaab has ever reported, was never explained.",
        "The raid on Bor in South Sudan, which the White Army witnessed, killed nine.",
        "Jordan said that it had answered the bombing of Mafraq with an appeal to the council.",
        "Kenya answered the attack on Wajir by closing the border.",
    ],
)
def test_who_only_reports_an_attack_or_answers_it_did_not_carry_it_out(text: str) -> None:
    assert who_attacked(told(text)) == [[]]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked a market in Bama on Monday. Two more of the wounded died on Wednesday.",
        "A bomb went off at a mosque in Zahedan on Monday. Several of the injured died overnight in Kerman.",
        "Shells hit a bus in Gao on Monday. On Wednesday three of the wounded succumbed in Bamako.",
    ],
)
def test_where_and_when_the_wounded_die_is_no_attack(text: str) -> None:
    assert days(told(text)) == ["2024-05-13"]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (
            "A Nepalese engineer wounded in the drone attack on the Baiji refinery in Iraq has died.",
            ["Iraq"],
        ),
        ("An Italian technician was killed in the rocket attack on a dam in Sudan.", ["Sudan"]),
    ],
)
def test_the_country_of_an_engineer_was_not_aimed_at(text: str, targets: list[str]) -> None:
    found = told(text)
    assert [names(found, s.targets) for s in found.strikes] == [targets]
