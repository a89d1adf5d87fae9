"""Who does what to whom, and when, where an act is told beside others or in an uncommon voice."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import Act, acts, told


def dated(text: str) -> dict[Act, str]:
    """The acts that a text of Wednesday 15 May 2024 tells, with their days."""
    return {act: a.when.start.iso if a.when else "" for act, a in acts(told(text))}


def test_list_of_states_acts_whole_whatever_the_parse_makes_of_its_middle() -> None:
    found = dated("The United Kingdom, France and Germany issued a joint statement condemning Venezuela.")
    assert ("Condemnation", ("France", "Germany", "United Kingdom"), ("Venezuela",)) in found


def test_name_of_two_words_is_joined_to_the_next() -> None:
    found = dated("Sierra Leone and Guinea traded accusations over the border village of Yenga.")
    assert set(found) == {("Accusation", ("Guinea", "Sierra Leone"), ())}


def test_nobody_accuses_himself_by_a_pronoun() -> None:
    found = dated("Montenegro said Serbia was meddling in its elections and accused it of bribing voters.")
    assert ("Accusation", ("Montenegro",), ("Serbia",)) in found


def test_government_in_a_capital_is_that_of_its_state() -> None:
    found = dated("Botswana criticised Zimbabwe. The government in Harare rejected the remarks.")
    assert ("Rejection", ("Zimbabwe",), ("Botswana",)) in found


def test_counterpart_of_a_state_takes_part_for_it() -> None:
    found = dated("Botswana's leader held a meeting with his Namibian counterpart.")
    assert ("Meeting", ("Botswana", "Namibia"), ()) in found


def test_act_told_as_beginning_is_dated_by_its_verb() -> None:
    found = dated("The withdrawal of Kenyan troops from Somalia began on Monday.")
    assert found == {("Withdrawal", ("Kenya",), ("Somalia",)): "2024-05-13"}


def test_what_was_nearly_done_was_not() -> None:
    assert dated("The ambassador of Cameroon was nearly expelled from Abuja.") == {}


def test_noun_and_verb_of_one_act_tell_it_once() -> None:
    assert len(acts(told("Canada imposed sanctions on six Nicaraguan officials on Tuesday."))) == 1


def test_what_was_agreed_on_is_no_act_beside_the_agreement() -> None:
    found = dated("Cameroon and Nigeria have agreed to reopen the crossing at Ekok.")
    assert set(found) == {("Agreement", ("Cameroon", "Nigeria"), ())}


def test_complaint_of_another_that_is_taken_seriously_is_not_lodged() -> None:
    assert dated("Guatemala has taken Belize's complaint seriously.") == {}


def test_announcing_that_one_will_not_accept_something_is_a_rejection_told_as_a_fact() -> None:
    found = told("Dhaka said it would not accept any more refugees from Myanmar.")
    assert [a.mention.factuality for _, a in acts(found)] == [Factuality.ASSERTED]


def test_shells_pledged_by_each_are_not_pledged_to_each_other() -> None:
    found = dated("Sweden and Norway each pledged shells.")
    assert set(found) == {("Pledge", ("Norway",), ()), ("Pledge", ("Sweden",), ())}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "On Thursday Niger replied in kind, shutting its airspace to Togo and ordering Benin's consul to leave.",
            {"BorderClosure": "2024-05-09", "EnvoyExpulsion": "2024-05-09"},
        ),
        (
            "On Monday Chad expelled the Sudanese consul and closed the border.",
            {"EnvoyExpulsion": "2024-05-13", "BorderClosure": "2024-05-13"},
        ),
        (
            "Peru recalled its ambassador from Chile on Sunday and later closed the border.",
            {"AmbassadorRecall": "2024-05-12", "BorderClosure": ""},
        ),
        (
            "The mayor was shot on Friday. On the same day Peru recalled its ambassador from Chile.",
            {"AmbassadorRecall": "2024-05-10"},
        ),
        (
            "Honduras recalled its ambassador to Israel on Monday and expelled the Israeli consul.",
            {"AmbassadorRecall": "2024-05-13", "EnvoyExpulsion": "2024-05-13"},
        ),
        (
            "Syria's president, addressing the nation before dawn on Tuesday, accused Israel of stoking unrest.",
            {"Accusation": "2024-05-14"},
        ),
        (
            "Mali said on Monday it was recalling its ambassador to Algiers.",
            {"AmbassadorRecall": "2024-05-13"},
        ),
        (
            "Mali said on Monday it would recall its ambassador to Algiers.",
            {"AmbassadorRecall": "2024-05-13"},
        ),
        ("Pakistan's border with Afghanistan has been closed since Friday.", {"BorderClosure": "2024-05-10"}),
        (
            "Gabon's foreign ministry answered on Monday by expelling the Angolan consul.",
            {"EnvoyExpulsion": "2024-05-13"},
        ),
        (
            "Zambia said on Sunday that the raid was a crime and urged Angola to withdraw its soldiers.",
            {"Appeal": "2024-05-12"},
        ),
        (
            "Zambia said on Sunday that Angola had broken its word and closed the border.",
            {"BorderClosure": ""},
        ),
    ],
    ids=[
        "participle",
        "day that stands first",
        "day of another verb",
        "same day",
        "one subject",
        "what the subject was doing",
        "done by announcing it",
        "to be done as announced",
        "state that began with it",
        "answer",
        "said and urged",
        "said of another",
    ],
)
def test_day_covers_the_acts_told_in_one_breath(text: str, days: dict[str, str]) -> None:
    assert {type_: when for (type_, _, _), when in dated(text).items()} == days


def test_live_blog_dates_what_it_tells_as_just_done() -> None:
    entries = ["10:05", "Ghana has recalled its ambassador from Togo.", "09:40", "Lomé is quiet.", "09:10"]
    assert dated("\n".join([*entries, "Good morning."])) == {
        ("AmbassadorRecall", ("Ghana",), ("Togo",)): "2024-05-15"
    }


@pytest.mark.parametrize(
    "text",
    [
        "The Dutch side withdrew from the tour.",
        "The president of Peru swore in a new cabinet.",
        "A man from Ghana threatened the driver with a knife.",
        "An Angolan court charged two Portuguese with fraud.",
        "Botswana did not respond to a request for comment.",
    ],
)
def test_other_walks_of_life_tell_no_act(text: str) -> None:
    assert dated(text) == {}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "The presidents of Chad and Niger shook hands on Thursday. They met for the first time since the war.",
            ("Meeting", ("Chad", "Niger"), ()),
        ),
        (
            "Chad's army sent reinforcements to the town, and the foreign ministry summoned Niger's ambassador.",
            ("Summons", ("Foreign Ministry of Chad",), ("Niger",)),
        ),
        (
            "The minister noted the announcement made by Niamey, which has closed its airspace to Benin.",
            ("BorderClosure", ("Niger",), ("Benin",)),
        ),
        (
            "Kenya's government said it was angry. The authorities expelled the Somali consul.",
            ("EnvoyExpulsion", ("Kenya",), ("Somalia",)),
        ),
        (
            "Zambia and Malawi decided at the close of the summit to recall their ambassadors from Maputo.",
            ("AmbassadorRecall", ("Malawi",), ("Mozambique",)),
        ),
        (
            "Peru demanded an apology; its ambassador in Quito was summoned after a minister had spoken of aggression.",
            ("Summons", ("Ecuador",), ("Peru",)),
        ),
    ],
    ids=[
        "they",
        "the ministry",
        "name before which",
        "the authorities",
        "decided",
        "ambassador in a capital",
    ],
)
def test_who_acts_without_being_named_is_who_was_spoken_of(text: str, act: Act) -> None:
    assert act in dated(text)


def test_spokesman_through_whom_somebody_acts_is_no_party() -> None:
    found = dated(
        "Nigeria condemned the coup in Gabon. So did Togo and, through a spokesman, the African Union."
    )
    assert {doers for type_, doers, _ in found if type_ == "Condemnation"} == {
        ("Nigeria",),
        ("Togo",),
        ("African Union",),
    }


def test_refugees_of_a_state_are_no_guests_of_its_government() -> None:
    assert dated("Chad, which hosts more than 700,000 Sudanese, is poor.") == {}


def test_a_day_earlier_is_one_day_for_all_that_its_sentence_tells() -> None:
    found = dated(
        "Jordan on Wednesday recalled its ambassador from Chad. A day earlier Bolivia had cut ties with Chad,"
        " and Peru and Colombia had called their ambassadors home."
    )
    earlier = {who for (_, who, _), when in found.items() if when == "2024-05-14"}
    assert earlier == {("Bolivia",), ("Peru",), ("Colombia",)}


def test_a_gulf_state_is_the_one_that_the_article_names() -> None:
    found = dated(
        "Sudan is cutting ties with Qatar. The defence minister accused the Gulf state of arming rebels."
    )
    assert {act[2] for act in found if act[0] == "Accusation"} == {("Qatar",)}


def test_what_somebody_calls_a_thing_is_no_telephone_call() -> None:
    found = dated("The Peruvian government rejects talks with what it calls terrorists.")
    assert not [act for act in found if act[0] == "PhoneCall"]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Secretary-General Antonio Guterres condemned the bombing in Kabul, his spokeswoman said.",
            ("Condemnation", ("Antonio Guterres",), ()),
        ),
        (
            "Rebel spokesman Willy Ngoma accused the Congolese government of breaking the truce.",
            ("Accusation", ("Willy Ngoma",), ("Democratic Republic of the Congo",)),
        ),
        (
            "The Sudanese army lost a base. Norway called for a truce. The army-led government rejected the plan.",
            ("Rejection", ("Sudan",), ("Norway",)),
        ),
        (
            "Hungary slammed Ukraine over the closure of the pipeline.",
            ("Condemnation", ("Hungary",), ("Ukraine",)),
        ),
        (
            "Through me, António Guterres condemns this attack in the strongest terms.",
            ("Condemnation", ("António Guterres",), ()),
        ),
        (
            "The UN Mission in Haiti rejected the violence against mayors.",
            ("Condemnation", ("United Nations",), ()),
        ),
        (
            "The rebel-run government in Donetsk rejected the offer.",
            ("Rejection", ("rebel-run government",), ()),
        ),
        (
            "The Rapid Support Forces of Sudan said UNMISS had left. The mission condemned South Sudan.",
            ("Condemnation", ("UNMISS",), ("South Sudan",)),
        ),
        ("Chad and Sudan agreed a truce in Doha.", ("Ceasefire", ("Chad", "Sudan"), ())),
        ("Kenya agreed to a trade deal with Tanzania.", ("Agreement", ("Kenya", "Tanzania"), ())),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_act_is_told_once_and_of_whose_it_is(text: str, act: Act) -> None:
    assert [found for found, _ in acts(told(text)) if found[0] != "Appeal"] == [act]


@pytest.mark.parametrize(
    "text",
    [
        "A Russian missile slammed into a market in Kherson on Friday.",
        "The army ended a three-week siege of the town of Dilling in Sudan.",
        "The Taliban withdrew its claim of responsibility for the blast.",
    ],
)
def test_blows_and_sieges_and_claims_of_attacks_are_no_diplomacy(text: str) -> None:
    assert acts(told(text)) == []


def test_act_is_not_of_the_year_in_which_its_party_is_something() -> None:
    found = dated("Kenya, which chairs the bloc this year, offered to mediate.")
    assert found == {("MediationOffer", ("Kenya",), ()): ""}


def test_what_something_followed_by_two_days_is_not_of_two_days_after_it() -> None:
    found = dated(
        "Troops clashed on Tuesday. It came two days after President Ruto and President Kagame met in Doha."
    )
    assert not {day for act, day in found.items() if act[0] == "Meeting"} & {"2024-05-16", "2024-05-14"}
