"""Who was behind an attack, told apart from the attack itself: the work of X, X was responsible, X planted it."""

from __future__ import annotations

import pytest

from kg.model import Article, DateBasis, Factuality, PartialDate
from kg.resolve import resolve
from tests.told import attacks, names, told, who_attacked, who_counted

BOMB = "A bomb killed four people at a bus station in Jos, Nigeria on Monday. "


def attackers(text: str) -> set[str]:
    """Whom the text's strikes have for attackers, once all that it tells is brought together."""
    day = PartialDate("2024-05-15")
    article = Article("a", text, issued=day, issued_basis=DateBasis.STATED)
    world = resolve([article], [told(text)]).knowledge
    names = {actor.id: actor.label for actor in world.actors}
    return {names[a] for strike in world.strikes for a in strike.attackers}


@pytest.mark.parametrize(
    "text",
    [
        BOMB + "It was the work of Boko Haram, police said.",
        BOMB + "The governor said Boko Haram was behind it.",
        BOMB + "Boko Haram is suspected.",
        BOMB + "Suspicion fell on Boko Haram.",
        BOMB + "Boko Haram said it was responsible.",
        BOMB + "Responsibility was claimed by Boko Haram.",
        BOMB + "Boko Haram took credit for the blast.",
        BOMB + "In a video Boko Haram has now taken responsibility for the attack.",
        BOMB + "In a video Boko Haram claimed to have planted it.",
        BOMB + "Boko Haram, which said it had sent the bomber, has its camps in the forest.",
        BOMB + "The bomber was a member of Boko Haram, the army said.",
        BOMB + "The attackers belonged to Boko Haram, the army said.",
        BOMB + "Boko Haram, which claimed the killings, is an old enemy of the state.",
        BOMB + "The bomb had come from an area controlled by Boko Haram, the army said.",
        BOMB + "The army said that it was Boko Haram that planted the bomb.",
        BOMB + "He named Boko Haram, which the army holds responsible, along with others, for the bombing.",
        "Nine people were killed near Chibok, Nigeria by gunmen whom residents identified as Boko Haram fighters.",
        "Gunmen, believed to be members of Boko Haram, killed nine people near Chibok in Nigeria on Monday.",
    ],
)
def test_who_was_behind_an_attack_is_its_attacker(text: str) -> None:
    assert attackers(text) == {"Boko Haram"}


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        (
            "Four Tajik soldiers were shot dead at a post near Vorukh on Tuesday. Kyrgyzstan's border service called "
            'it a "retaliatory operation".',
            {"Kyrgyzstan"},
        ),
        (
            "Two Kenyan villages were shelled on Tuesday. Boko Haram described the shelling as a reprisal.",
            {"Boko Haram"},
        ),
        # what others think of it
        ("Two Kenyan villages were shelled on Tuesday. Ghana called it an act of revenge.", set()),
        ("Two Kenyan villages were shelled on Tuesday. The army of Ghana called it a crime.", set()),
        (
            "A missile was fired at a plane near Juba in South Sudan on Monday. It was Kenya that sent help.",
            set(),
        ),
    ],
)
def test_forces_that_say_why_it_was_done_have_done_it(text: str, attacker: set[str]) -> None:
    assert attackers(text) == attacker


def test_who_says_that_he_fired_the_mortars_did_not_fire_them_at_his_other_foe() -> None:
    text = (
        "US Africa Command struck al-Shabaab near Jilib in Somalia on Sunday. On Monday mortar shells landed near the "
        "airport of Baidoa in Somalia. Two guards were hurt, police said. Al-Shabaab said it had fired the mortars."
    )
    _, shells, claim = told(text).strikes
    assert shells.attackers == ()
    assert (names(told(text), claim.attackers), claim.targets) == (["al-Shabaab"], ())


def test_a_soldier_whose_shots_a_group_claims_has_not_fired_for_his_army() -> None:
    text = "A soldier opened fire on trainers at a base in Baidoa in Somalia; three officers were killed. "
    assert attackers(text) == {"Somalia"}
    assert attackers(text + "Al-Shabaab, which claimed the shooting, says nine died.") == {"al-Shabaab"}


SEVERAL = (
    "Gunmen killed four people in Kidal on Monday. A bomb killed two soldiers in Gao in Mali on Tuesday. "
)


@pytest.mark.parametrize(
    "answer",
    [
        "The government blamed JNIM for the attacks.",
        "The defence minister said the attacks were the work of JNIM.",
        "JNIM claimed responsibility for both attacks.",
        "JNIM said it had carried out both attacks.",
    ],
)
def test_who_was_behind_the_attacks_is_the_attacker_of_each(answer: str) -> None:
    found = told(SEVERAL + answer)
    told_of = [(names(found, s.attackers), s.inferred_attackers) for s in found.strikes if not s.definite]
    [group] = {name for attackers_, _ in told_of for name in attackers_}
    assert told_of == [([group], s.attackers) for s in found.strikes if not s.definite]
    assert len(told_of) == 2


@pytest.mark.parametrize(
    "text",
    [
        SEVERAL + "The government blamed JNIM for the attack on the soldiers.",
        SEVERAL + "Nobody claimed the attacks, and JNIM denied that it was behind them.",
    ],
)
def test_who_was_behind_another_attack_is_not_the_attacker_of_all(text: str) -> None:
    assert next(s.attackers for s in told(text).strikes if not s.definite) == ()


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        (
            "Drones hit Port Sudan on Monday. Sudan's army blamed the strikes on the paramilitary Rapid Support "
            "Forces (RSF), its enemy.",
            "Rapid Support Forces",
        ),
        ("Shells fell on Taiz in Yemen on Monday. Officials blamed the shelling on the Houthis.", "Houthis"),
        (
            "Seven people died on Sunday in bombings in Jos and nearby towns that police attributed to Boko Haram.",
            "Boko Haram",
        ),
    ],
)
def test_who_is_blamed_for_an_attack_is_not_its_target(text: str, attacker: str) -> None:
    assert all(attacker not in targets for _, targets, _ in attacks(told(text)))
    assert attackers(text) == {attacker}


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        # the claim is for what was just told, though the group's own attack is told further down
        (
            "The assault on Sevare in Mali began at dawn on Sunday. Hundreds of fighters overran the camp. JNIM said "
            "it was behind the attack. On 6 May, JNIM fighters stormed Djibo in Burkina Faso.",
            "Jama'at Nasr al-Islam wal-Muslimin",
        ),
        (
            "The assault on Sevare in Mali began at dawn on Sunday. JNIM claimed this attack, saying it was aimed at "
            "instructors. On 6 May, JNIM fighters stormed Djibo in Burkina Faso.",
            "Jama'at Nasr al-Islam wal-Muslimin",
        ),
        (
            "The assault on Sevare in Mali began at dawn on Sunday. JNIM said it was behind the attack and claimed to "
            "have killed 60 soldiers.",
            "Jama'at Nasr al-Islam wal-Muslimin",
        ),
        # the claim stands behind the town
        (
            "Niger's army lost 21 men in March in a raid near Tassia claimed by JNIM.",
            "Jama'at Nasr al-Islam wal-Muslimin",
        ),
        ("A shelling of Kherson in Ukraine blamed on Russia killed two.", "Russia"),
        # whose aircraft they were
        (
            "A market in Paktika was bombed on Sunday. Kabul accused Pakistan of violating its airspace.",
            "Pakistan",
        ),
    ],
)
def test_a_claim_is_for_the_attack_that_was_just_told(text: str, attacker: str) -> None:
    assert attackers(text) == {attacker}


def test_what_is_claimed_is_not_what_the_group_does_further_down() -> None:
    text = (
        "The assault on Sevare in Mali began at dawn on Sunday. JNIM claimed this attack, saying it was aimed at "
        "instructors. On 6 May, JNIM fighters stormed Djibo in Burkina Faso."
    )
    first, claim, _ = told(text).strikes
    assert (first.definite, claim.definite, claim.targets) == (True, True, ())


def test_whom_a_relative_clause_blames_is_the_attacker_though_it_stands_behind_the_town() -> None:
    text = "A rocket attack on Metula in Israel, which the army blamed on Hezbollah, killed two people on Sunday."
    assert attackers(text) == {"Hezbollah"}


@pytest.mark.parametrize(
    "text",
    [
        BOMB + "Boko Haram said it was not responsible.",
        BOMB + "Boko Haram was not behind it, the governor said.",
        BOMB + "It is not known whether Boko Haram was behind it.",
        BOMB + "If Boko Haram is behind it, we will answer, the governor said.",
        BOMB + "Boko Haram denied that it had planted the bomb.",
        BOMB + "Nobody has said who did it, but Boko Haram has a camp near the town.",
        BOMB + "France said Nigeria was responsible for protecting civilians.",
        BOMB + "Kenya took credit for the peace deal in Sudan.",
        BOMB + "The victims belonged to the army.",
        BOMB + "The army sent the bomb squad to the station.",
        BOMB + "The United States says it launched the drone to watch the border.",
    ],
)
def test_what_is_denied_left_open_or_about_something_else_makes_nobody_an_attacker(text: str) -> None:
    assert attackers(text) == set()


def test_who_the_gunmen_were_whom_the_army_attacked_does_not_make_them_attackers() -> None:
    text = (
        "Two gunmen were killed when the army raided a farm near Mubi, Nigeria on Monday. "
        "The gunmen belonged to Boko Haram."
    )
    assert attackers(text) == {"Nigeria"}


@pytest.mark.parametrize(
    "text",
    [
        "The cathedral in Gori was shelled on Thursday. Georgia accused Russia of the attack.",
        "The cathedral in Gori was shelled on Thursday, the Georgian defence ministry said, accusing Russia of the "
        "attack.",
        "Georgia accused Russia of a strike on the cathedral in Gori.",
        "Russia was accused of the attack on the cathedral in Gori.",
    ],
)
def test_who_is_accused_of_an_attack_is_the_attacker_and_never_the_accuser(text: str) -> None:
    found = told(text)
    assert {name for s in found.strikes for name in names(found, s.attackers)} == {"Russia"}
    assert "Russia" not in {name for s in found.strikes for name in names(found, s.targets)}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        (
            "Jaish al-Fursan, a faction allied with the Pakistani Taliban, claimed responsibility for the bombing in "
            "Bannu.",
            "Jaish al-Fursan",
        ),
        (
            "Katiba Salman, a group linked to al-Qaeda, claimed the attack on a barracks in Djibo.",
            "Katiba Salman",
        ),
        ("A group calling itself Saraya al-Karrar claimed the rocket attack on Sirte.", "Saraya al-Karrar"),
    ],
)
def test_a_group_that_no_list_knows_claims_for_itself(text: str, group: str) -> None:
    found = told(text)
    assert [names(found, s.attackers) for s in found.strikes] == [[group]]
    assert next(a.cls.value for a in found.actors if a.name == group) == "ArmedGroup"


def test_what_such_a_group_says_later_is_not_said_by_its_ally() -> None:
    found = told(
        "Jaish al-Fursan, a faction allied with the Pakistani Taliban, claimed responsibility for the bombing in "
        "Bannu. In a message to journalists it said dozens of soldiers had been killed."
    )
    assert [names(found, c.mention.according_to) for c in found.casualties] == [["Jaish al-Fursan"]]


@pytest.mark.parametrize(
    "text",
    [
        "Hassan Omar, the group's spokesman, said drones had hit Atbara.",
        "Omar Hassan, a group captain in the air force, said drones had hit Atbara.",
        "Ansar Abbasi, a journalist, said drones had hit Atbara.",
    ],
)
def test_a_man_is_no_group_for_the_word_beside_his_name(text: str) -> None:
    named = text.split(",")[0]
    assert [a.cls.value for a in told(text).actors if a.name == named] == ["Person"]


def test_where_those_are_who_had_it_done_is_neither_attacker_nor_place() -> None:
    found = told("The army said the attack on the base in Gao had been directed by ringleaders in Niger.")
    assert attacks(found) == [([], ["Mali"], ["Gao"])]


def test_rockets_fired_from_a_state_are_its_own_however_the_sentence_begins() -> None:
    found = told(
        "At least eight people were killed on Thursday when rockets fired from Cambodia struck a petrol station in "
        "Kantharalak district, the Thai army said."
    )
    assert attacks(found) == [(["Cambodia"], ["Thailand"], ["Kantharalak"])]


def test_where_the_attackers_were_is_not_who_they_were() -> None:
    found = told("A bomb hit Cali on Monday. Police said the attackers were in the Venezuelan town of Urena.")
    assert [names(found, s.attackers) for s in found.strikes] == [[]]


def test_who_claims_the_bomb_is_the_attacker() -> None:
    found = told("The ELN claimed the car bomb that killed three officers in Cúcuta on Tuesday.")
    assert [names(found, s.attackers) for s in found.strikes] == [["National Liberation Army (Colombia)"]]


def test_a_front_is_called_after_a_person_and_blamed_by_that_name() -> None:
    found = told(
        "The Verification Mission in Colombia condemned the car bomb that went off on Tuesday outside the police "
        "station of Jamundí. Two people were killed. The Colombian army has blamed the Jaime Martínez front, a "
        "dissident group of the former FARC-EP."
    )
    assert ["Jaime Martínez front"] in who_attacked(found)


@pytest.mark.parametrize(
    ("text", "attackers"),
    [
        (
            "The Black Wolves, a rebel group, claimed responsibility for the car bomb in Kampala.",
            ["Black Wolves"],
        ),
        (
            "Sons of the Plain, an armed faction from Darfur, attacked a post near Tine.",
            ["Sons of the Plain"],
        ),
        (
            "The Grey Foxes, an armed group in Ecuador, said they had bombed a court in Guayaquil.",
            ["Grey Foxes"],
        ),
        ("The Black Wolves, a football club, were blamed for the blast in Kampala.", []),
    ],
)
def test_a_name_is_the_armed_group_that_stands_behind_it(text: str, attackers: list[str]) -> None:
    assert [name for names_ in who_attacked(told(text)) for name in names_] == attackers


LAID_AT_A_DOOR = [
    (
        "Colombia's army blamed the ELN for a bomb that wounded six policemen in Jamundi.",
        ["Army of Colombia"],
    ),
    ("A bomb that Colombia's army blamed on the ELN wounded six policemen in Jamundi.", ["Army of Colombia"]),
    (
        "Colombia's army holds the ELN responsible for an attack which killed six policemen.",
        ["Army of Colombia"],
    ),
    ("Colombia's army accused the ELN of the shelling.", ["Army of Colombia"]),
    ("An attack attributed to the ELN killed six policemen in Jamundi.", []),
]


@pytest.mark.parametrize(("text", "by"), LAID_AT_A_DOOR)
def test_an_attack_that_is_laid_at_somebodys_door_is_his_only_by_that_claim(text: str, by: list[str]) -> None:
    [attack] = told(text).strikes
    assert names(told(text), attack.attackers) == ["National Liberation Army (Colombia)"]
    assert attack.mention.factuality is Factuality.CLAIMED
    assert names(told(text), attack.mention.according_to) == by


def test_who_denies_an_attack_does_not_deny_the_dead_of_whom_others_tell() -> None:
    found = told("Chad denied that it had shelled the market, where doctors said ten people were killed.")
    [count] = found.casualties
    assert count.mention.factuality is Factuality.CLAIMED
    assert who_counted(found) == [["doctors"]]
