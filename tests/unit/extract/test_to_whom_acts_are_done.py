"""To whom an act is done: named with it, told before it, or left open."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import Act, acts, told


def parties(text: str) -> list[Act]:
    """The acts that a text tells: of which type, by whom, to whom."""
    return [act for act, _ in acts(told(text))]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Honduras severed relations with Nicaragua on Saturday. Guatemala has recalled its ambassador.",
            ("AmbassadorRecall", ("Guatemala",), ("Nicaragua",)),
        ),
        (
            "Angola proposed a transition of six months. The junta in Libreville turned the plan down.",
            ("Rejection", ("Gabon",), ("Angola",)),
        ),
        (
            "Peru's prime minister demanded an apology from Chile. Santiago has refused.",
            ("Rejection", ("Chile",), ("Peru",)),
        ),
        (
            "Chad accused Sudan of bombing a well. Sudan threatened Chad with war. Kenya offered to mediate.",
            ("MediationOffer", ("Kenya",), ("Chad", "Sudan")),
        ),
        (
            "Two herdsmen were shot near Ebebiyin, Gabon said; Malabo rejected the claim.",
            ("Rejection", ("Equatorial Guinea",), ("Gabon",)),
        ),
        (
            "Egypt delivered armoured vehicles to Somalia. Ethiopia protested.",
            ("Complaint", ("Ethiopia",), ("Egypt",)),
        ),
        (
            "A bomb killed nine people in Lima, the capital of Peru. Brazil condemned it and offered to send doctors.",
            ("Pledge", ("Brazil",), ("Peru",)),
        ),
    ],
    ids=[
        "one after another",
        "plan turned down",
        "demand refused",
        "mediation",
        "claim before the semicolon",
        "arms delivered",
        "help for who was hit",
    ],
)
def test_to_whom_an_act_is_done_may_be_told_before(text: str, act: Act) -> None:
    assert act in parties(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Niger recalled its ambassador. Kenya offered to mediate.", ("MediationOffer", ("Kenya",), ())),
        (
            "Chad accused Sudan of bombing a well. Sudan threatened Chad with war. Chad urged restraint.",
            ("Appeal", ("Chad",), ()),
        ),
        ("Ghana rejected the plan.", ("Rejection", ("Ghana",), ())),
        ("Egypt accused Sudan of lying. Ethiopia protested.", ("Complaint", ("Ethiopia",), ())),
        (
            "A bomb killed nine people in Lima in Peru. Brazil condemned it. Chile offered to send doctors.",
            ("Pledge", ("Chile",), ()),
        ),
    ],
    ids=[
        "no quarrel told",
        "one of the two",
        "nothing put forward",
        "only words",
        "help for whom is not said",
    ],
)
def test_to_whom_an_act_is_done_stays_open_where_nothing_says_it(text: str, act: Act) -> None:
    assert act in parties(text)


def test_attack_condemned_is_the_one_on_the_place_that_is_named() -> None:
    found = parties(
        "Rwandan warplanes bombed Goma on Monday. Congolese drones attacked Cyangugu on Tuesday."
        " Angola condemned the attack on Goma."
    )
    assert ("Condemnation", ("Angola",), ("Rwanda",)) in found


def test_foreign_ministry_that_calls_in_an_ambassador_is_not_his_own() -> None:
    found = parties("Serbia's ambassador was called to the foreign ministry on Friday and told to explain.")
    assert not any(type_ == "Summons" for type_, _, _ in found)


def test_neighbours_that_are_named_are_those_and_no_others() -> None:
    found = parties(
        "Chad and Niger are at odds. Its neighbours Togo and Ghana withdrew their ambassadors on Tuesday."
    )
    assert {who for _, who, _ in found} == {("Togo",), ("Ghana",)}


@pytest.mark.parametrize(
    "text",
    [
        "Pakistani and Afghan troops clashed on Saturday. Each side accused the other of starting it.",
        "Pakistani and Afghan troops clashed, and each country blamed the other for it.",
        "Pakistan shelled a post in Afghanistan. Both sides accused each other of breaking the truce.",
    ],
)
def test_what_each_side_accuses_the_other_of_is_an_accusation_by_either(text: str) -> None:
    assert {act for act, _ in acts(told(text))} == {
        ("Accusation", ("Afghanistan",), ("Pakistan",)),
        ("Accusation", ("Pakistan",), ("Afghanistan",)),
    }


def test_a_response_that_somebody_calls_for_is_asked_of_nobody_whom_it_is_to() -> None:
    text = "Chile condemned the killings and called for “a coordinated, firm response” to Hezbollah."
    assert [act for act, _ in acts(told(text))][1:] == [("Appeal", ("Chile",), ())]


def test_groups_called_on_are_appealed_to_wherever_the_parse_hangs_the_preposition() -> None:
    text = "The UN Mission in Colombia rejected the violence and called on armed groups to respect civilians."
    assert ("Appeal", ("United Nations",), ()) in [act for act, _ in acts(told(text))]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Eritrean jets bombed Mekelle on Tuesday. Kenya condemned the bombing. Uganda condemned it too.",
            ("Condemnation", ("Uganda",), ("Eritrea",)),
        ),
        (
            "Eritrean jets bombed Mekelle on Tuesday. The town was quiet in the evening. Djibouti condemned what it"
            " called a barbaric act.",
            ("Condemnation", ("Djibouti",), ("Eritrea",)),
        ),
        (
            "Gunmen attacked a barracks in Tillabéri on Monday. Islamic State claimed responsibility for the attack."
            " Ghana condemned the attack.",
            ("Condemnation", ("Ghana",), ("Islamic State",)),
        ),
        (
            "Eritrean jets bombed Mekelle on Tuesday. Ethiopian artillery had shelled Assab on 2 May. Kenya condemned"
            " the attack.",
            ("Condemnation", ("Kenya",), ("Eritrea",)),
        ),
        (
            "Gunmen shelled Tadjoura on Tuesday. Eritrea denied that it had shelled the town. Kenya condemned the"
            " shelling.",
            ("Condemnation", ("Kenya",), ()),
        ),
    ],
    ids=["it too", "a barbaric act", "claimed later", "an earlier one in between", "disputed"],
)
def test_who_is_condemned_for_an_attack_is_who_carried_it_out(text: str, act: Act) -> None:
    assert act in parties(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Peru rejected a plan proposed by Bolivia.", ("Rejection", ("Peru",), ("Bolivia",))),
        (
            "Ghana has refused a Togolese demand to reopen the crossing.",
            ("Rejection", ("Ghana",), ("Togo",)),
        ),
        (
            "Eritrea offered a truce of ten days, which Ethiopia rejected.",
            ("Rejection", ("Ethiopia",), ("Eritrea",)),
        ),
        (
            "Kenya said that the border stones had been moved. Uganda rejected the claim.",
            ("Rejection", ("Uganda",), ("Kenya",)),
        ),
        (
            "Chad accused Sudan of bombing a well. Sudan has rejected any talks.",
            ("Rejection", ("Sudan",), ()),
        ),
        (
            "Chad accused Sudan of bombing a well. Sudan threatened Chad with war. Qatar asked both camps to show"
            " flexibility.",
            ("Appeal", ("Qatar",), ("Chad", "Sudan")),
        ),
        (
            "Norway's foreign minister telephoned Benin's President Patrice Talon and urged him to free the men.",
            ("Appeal", ("Norway",), ("Patrice Talon",)),
        ),
        (
            "Japan for the first time blamed Eritrea and urged it to withdraw its soldiers.",
            ("Appeal", ("Japan",), ("Eritrea",)),
        ),
    ],
    ids=["proposed by", "whose demand", "which", "a claim", "any", "both camps", "him", "it"],
)
def test_whose_the_other_side_is_is_told_around_the_act(text: str, act: Act) -> None:
    assert act in parties(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Bolivia shut the only crossing and expelled the Paraguayan consul.",
            ("BorderClosure", ("Bolivia",), ("Paraguay",)),
        ),
        (
            "Gabon recalled its ambassador, ordered Angola's envoy to leave and halted all trade.",
            ("AmbassadorRecall", ("Gabon",), ("Angola",)),
        ),
        (
            "Malawi dismissed the charge as absurd and accused Zambia of sheltering rebels.",
            ("Rejection", ("Malawi",), ("Zambia",)),
        ),
        (
            "Uganda accused Rwanda of holding six traders and demanded their release.",
            ("Demand", ("Uganda",), ("Rwanda",)),
        ),
        (
            "Norway's prime minister spoke by telephone with Benin's President Patrice Talon and promised an inquiry.",
            ("Pledge", ("Norway",), ("Patrice Talon",)),
        ),
        (
            "Bolivia shut the only crossing, and Peru expelled the Paraguayan consul.",
            ("BorderClosure", ("Bolivia",), ()),
        ),
    ],
    ids=[
        "consul expelled too",
        "three in a row",
        "counter-charge",
        "their release",
        "promise on the phone",
        "another",
    ],
)
def test_acts_of_one_doer_in_one_breath_have_one_other_side(text: str, act: Act) -> None:
    assert act in parties(text)


@pytest.mark.parametrize(
    ("text", "condemned"),
    [
        # what befell it, and where: not who is condemned
        ("Ghana condemned the Zambeke killings.", ()),
        ("Nepal condemned the shelling of Lamtang.", ()),
        # an ambush is no drone strike
        (
            "Malawi's drones struck Tete on Thursday. Mozambique buried the dead of Tuesday's ambush. Kenya condemned"
            " the ambush.",
            (),
        ),
        # each attack was another's
        (
            "Eritrea shelled Mekelle on Tuesday. Kenya shelled Gondar on Tuesday. Ghana condemned the attacks.",
            (),
        ),
        # an attack of another day
        ("Eritrea bombed Mekelle on Tuesday. Ghana condemned Friday's bombing.", ()),
        ("Eritrea bombed Mekelle on Tuesday. Ghana condemned Tuesday's bombing.", ("Eritrea",)),
        ("Eritrea shelled Mekelle on Tuesday. Ghana condemned the violence.", ()),
        # the attack on Assab was none by Eritrea
        (
            "Ethiopia's jets bombed Assab on Tuesday. Eritrean drones hit Mekelle. Eritrea said the Assab attack had"
            " left two dead. Ghana condemned the strike.",
            ("Ethiopia",),
        ),
    ],
)
def test_nobody_is_condemned_for_an_attack_that_may_be_anothers(
    text: str, condemned: tuple[str, ...]
) -> None:
    found = [to for kind, _, to in parties(text) if kind == "Condemnation"]
    assert found == [condemned]


def test_an_opposition_condemns_the_state_that_it_is_in() -> None:
    text = "Myanmar's army bombed Mogok on Monday. The National Unity Government condemned the bombing."
    assert ("Condemnation", ("National Unity Government",), ("Tatmadaw",)) in parties(text)


@pytest.mark.parametrize(
    ("by", "to"),
    [("The European Union", ()), ("Chad's president, Mahamat Déby,", ("Sudan",))],
    ids=["a third", "who makes the charge"],
)
def test_who_rejects_the_charge_is_condemned_by_those_who_make_it_alone(by: str, to: tuple[str, ...]) -> None:
    text = (
        "Gunmen ambushed a patrol near Adre. Chad's prime minister said the attack had been carried out by Sudan."
        f" Sudan's president rejected the accusation. {by} condemned the attack."
    )
    assert [r for (kind, _, r), _ in acts(told(text)) if kind == "Condemnation"] == [to]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        # what the aid is worth stands between
        (
            "Denmark pledged a new package of military aid worth 330 million euros for Ukraine.",
            ("Pledge", ("Denmark",), ("Ukraine",)),
        ),
        # the day of the decision stands between
        (
            "The row began with Baku's decision last week to expel two French diplomats.",
            ("EnvoyExpulsion", ("Azerbaijan",), ("France",)),
        ),
    ],
)
def test_to_whom_an_act_is_done_past_what_stands_between(text: str, act: Act) -> None:
    assert [found for found, _ in acts(told(text))] == [act]


def test_an_act_behind_a_semicolon_is_not_the_claim_of_who_spoke_before_it() -> None:
    ((_, recalled),) = acts(told("Chile said the border was open; Peru recalled its ambassador."))
    assert recalled.mention.factuality is Factuality.ASSERTED
    assert recalled.mention.according_to == ()
