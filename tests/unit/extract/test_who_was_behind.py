"""Who was behind an attack, told apart from the attack itself: the work of X, X was responsible, X planted it."""

from __future__ import annotations

import pytest

from kg.model import Article, DateBasis, PartialDate
from kg.resolve import resolve
from tests.told import attacks, names, told

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
        "Nine people were killed near Chibok, Nigeria by gunmen whom residents identified as Boko Haram fighters.",
        "Gunmen, believed to be members of Boko Haram, killed nine people near Chibok in Nigeria on Monday.",
    ],
)
def test_who_was_behind_an_attack_is_its_attacker(text: str) -> None:
    assert attackers(text) == {"Boko Haram"}


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
