"""What is a diplomatic act, whose, and how real; each on sentences of a kind that news is made of."""

from __future__ import annotations

import pytest

from kg.extract.explain import explain
from kg.model import Article
from tests.told import acts as acts_of
from tests.told import names, told

Act = tuple[str, tuple[str, ...], tuple[str, ...], str]


def acts(text: str) -> set[Act]:
    """Type, initiators, recipients and factuality of what a text tells."""
    return {(*act, str(a.mention.factuality)) for act, a in acts_of(told(text, issued=None))}


def test_passive_with_an_agent_names_who_acted() -> None:
    assert acts("The Algerian ambassador was summoned by Spain on Monday.") == {
        ("Summons", ("Spain",), ("Algeria",), "Asserted")
    }


def test_posting_tells_who_summoned_an_ambassador() -> None:
    assert acts("Hungary's ambassador in Kyiv was summoned.") == {
        ("Summons", ("Ukraine",), ("Hungary",), "Asserted")
    }


def test_village_that_shares_its_name_stands_for_a_state_only_where_the_article_speaks_of_it() -> None:
    recall = "Brazil recalled its ambassador from Bahati on Monday."
    assert acts(recall) == {("AmbassadorRecall", ("Brazil",), (), "Asserted")}
    assert acts(f"Kenya held a vote. {recall}") == {("AmbassadorRecall", ("Brazil",), ("Kenya",), "Asserted")}


@pytest.mark.parametrize(
    "text",
    [
        "Norway announced no sanctions.",
        "Kenya did not recall its ambassador from Ethiopia.",
        "Vietnam has not closed its border with Laos.",
    ],
)
def test_negated_act_is_no_act(text: str) -> None:
    assert acts(text) == set()


def test_negation_ends_with_its_own_verb() -> None:
    found = acts("Kenya did not recall its envoy and accused Ethiopia of blackmail.")
    assert found == {("Accusation", ("Kenya",), ("Ethiopia",), "Asserted")}


def test_what_is_only_asked_for_is_not_done() -> None:
    assert acts("Kenya urged Uganda to withdraw its troops from Somalia.") == {
        ("Appeal", ("Kenya",), ("Uganda",), "Asserted")
    }


def test_planned_meeting_is_hypothetical() -> None:
    assert acts("The foreign ministers of Chile and Peru will meet on Friday.") == {
        ("Meeting", ("Chile", "Peru"), (), "Hypothetical")
    }


def test_act_told_by_somebody_else_is_claimed() -> None:
    assert acts("Sudan said that Chad had closed its border with Libya.") == {
        ("BorderClosure", ("Chad",), ("Libya",), "Claimed")
    }


def test_following_suit_repeats_the_act_with_another_initiator() -> None:
    found = acts("Denmark expelled two Russian diplomats. Finland followed suit.")
    assert ("EnvoyExpulsion", ("Finland",), ("Russia",), "Asserted") in found


def test_doing_the_same_to_the_doer_turns_the_act_round() -> None:
    found = acts("Morocco recalled its ambassador from Algeria. Algeria did the same.")
    assert ("AmbassadorRecall", ("Algeria",), ("Morocco",), "Asserted") in found


@pytest.mark.parametrize(
    ("sentence", "type_", "recipients"),
    [
        ("Jordan and Kuwait condemned Iran.", "Condemnation", ("Iran",)),
        ("Jordan and Kuwait called on both sides to end the fighting in Sudan.", "Appeal", ()),
        ("Jordan and Kuwait imposed sanctions on Iran.", "Sanctions", ("Iran",)),
        ("Jordan and Kuwait welcomed the ceasefire.", "Endorsement", ()),
        ("Iran was urged by Jordan and Kuwait to free the sailors.", "Appeal", ("Iran",)),
    ],
)
def test_what_two_do_in_one_sentence_is_one_act_of_both(
    sentence: str, type_: str, recipients: tuple[str, ...]
) -> None:
    assert acts(sentence) == {(type_, ("Jordan", "Kuwait"), recipients, "Asserted")}


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Jordan and Kuwait recalled their ambassadors from Iran.", "AmbassadorRecall"),
        ("Jordan and Kuwait summoned the Iranian ambassador.", "Summons"),
        ("Jordan and Kuwait each condemned Iran.", "Condemnation"),
        ("Jordan and Kuwait separately condemned Iran.", "Condemnation"),
        ("Jordan and Kuwait issued condemnations of Iran.", "Condemnation"),
    ],
)
def test_what_each_of_two_does_for_itself_is_one_act_of_either(sentence: str, type_: str) -> None:
    assert acts(sentence) == {
        (type_, ("Jordan",), ("Iran",), "Asserted"),
        (type_, ("Kuwait",), ("Iran",), "Asserted"),
    }


def test_all_parties_of_an_agreement_are_its_initiators() -> None:
    assert acts("Jordan and Kuwait signed an agreement on Sunday.") == {
        ("Agreement", ("Jordan", "Kuwait"), (), "Asserted")
    }


def test_one_diplomat_each_is_an_act_in_either_direction() -> None:
    assert acts("Mali and Chad have expelled one diplomat each.") == {
        ("EnvoyExpulsion", ("Mali",), ("Chad",), "Asserted"),
        ("EnvoyExpulsion", ("Chad",), ("Mali",), "Asserted"),
    }


def test_condemnation_finds_its_recipient_in_the_whole_line_of_extractors() -> None:
    found = told("Myanmar bombed a school in Sagaing on Monday. Thailand condemned the attack.", issued=None)
    assert [names(found, a.recipients) for a in found.actions] == [["Myanmar"]]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Kenya lodged what it called a strong protest with Uganda.",
            ("Complaint", ("Kenya",), ("Uganda",), "Asserted"),
        ),
        (
            "Two senators, Ana Reyes and Luis Cruz, urged Paraguay to reopen the bridge.",
            ("Appeal", ("Ana Reyes", "Luis Cruz"), ("Paraguay",), "Asserted"),
        ),
        (
            "Vietnam's defence ministry said the vessel had left port, and denounced China.",
            ("Condemnation", ("Defence Ministry of Vietnam",), ("China",), "Asserted"),
        ),
        (
            "Ghana's foreign ministry was quick to condemn Togo, and Benin did as well.",
            ("Condemnation", ("Benin",), ("Togo",), "Asserted"),
        ),
        (
            "Chile recalled its ambassador from Peru. On Friday, Peru in turn closed the border.",
            ("BorderClosure", ("Peru",), ("Chile",), "Asserted"),
        ),
        (
            "Laos accused Thailand of theft. Thailand rejected the accusation.",
            ("Rejection", ("Thailand",), ("Laos",), "Asserted"),
        ),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else value[0],
)
def test_parties_are_found_where_the_sentence_keeps_them_at_a_distance(text: str, act: Act) -> None:
    assert act in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Chad accused Sudan of backing the rebels.",
        "The European Union praised Norway and Cuba for their efforts in brokering it.",
    ],
)
def test_what_others_are_accused_of_or_thanked_for_is_no_act_of_its_own(text: str) -> None:
    assert {kind for kind, *_ in acts(text)} <= {"Accusation", "Endorsement"}


def test_nobody_condemns_his_own_side() -> None:
    found = acts("Shells hit a clinic in Omdurman. Sudan's health ministry condemned Sudan's army.")
    assert {to for kind, _, to, _ in found if kind == "Condemnation"} == {()}


def test_insisting_that_something_is_so_demands_nothing() -> None:
    assert acts("Uganda insists that Rwanda moved the border stones.") == set()


def test_calls_to_one_after_another_are_as_many_calls() -> None:
    both = {
        ("PhoneCall", ("Giorgia Meloni", "Kais Saied"), (), "Asserted"),
        ("PhoneCall", ("Abdelmadjid Tebboune", "Giorgia Meloni"), (), "Asserted"),
    }
    meloni = "Prime Minister Giorgia Meloni"
    partners = "President Kais Saied", "President Abdelmadjid Tebboune"
    assert both <= acts(f"{meloni} spoke by phone to both {partners[0]} and {partners[1]}.")
    assert both <= acts(f"{meloni} telephoned {partners[0]} and {partners[1]} separately.")


def test_who_spoke_too_after_a_call_was_told_spoke_by_telephone() -> None:
    found = acts(
        "Qatar's emir telephoned President William Ruto. Algeria's foreign minister spoke with Ruto too."
    )
    assert ("PhoneCall", ("Algeria", "William Ruto"), (), "Asserted") in found


def test_calling_somebody_names_is_no_telephone_call() -> None:
    called = acts('Italy called Tunisia on Friday. Later Malta called Libya "a pirate state".')
    assert {a for a in called if a[0] == "PhoneCall"} == {("PhoneCall", ("Italy", "Tunisia"), (), "Asserted")}


def test_meeting_is_not_laid_between_the_guests_of_somebody_unknown() -> None:
    assert not {a for a in acts("The board met on Friday with Chile and Peru.") if a[0] == "Meeting"}


def test_condemning_a_killing_is_not_directed_at_the_victim() -> None:
    found = acts("Kenya's envoy Amina Otieno was shot in Lagos. Uganda condemned her killing.")
    assert {(a[0], a[2]) for a in found if a[1] == ("Uganda",)} == {("Condemnation", ())}


def test_handed_a_note_goes_to_the_envoy_who_was_just_summoned() -> None:
    found = acts("Peru's foreign ministry summoned the Chilean ambassador and handed him a note of protest.")
    assert {(a[0], a[2]) for a in found} == {("Summons", ("Chile",)), ("Complaint", ("Chile",))}


def test_state_named_by_its_letters_is_no_pronoun() -> None:
    found = acts("President Daniel Noboa accused the US of meddling.")
    assert ("Accusation", ("Daniel Noboa",), ("United States",), "Asserted") in found


def test_what_was_only_promised_or_alleged_is_no_act_beside_the_promise_or_the_accusation() -> None:
    promised = acts("Rwanda promised to send soldiers to Pemba.")
    assert {a[0] for a in promised} == {"Pledge"}
    alleged = acts("Chad accused Sudan of arming bandits and of sending soldiers across the border.")
    assert {a[0] for a in alleged} == {"Accusation"}


def test_what_a_ministry_is_to_do_is_planned() -> None:
    planned = acts("On Friday the Kenyan foreign ministry is to summon the Ugandan ambassador.")
    assert {(a[0], a[3]) for a in planned} == {("Summons", "Hypothetical")}


def test_condemning_an_attack_is_directed_at_who_carried_it_out() -> None:
    found = acts("Rwandan warplanes bombed Goma on Monday. Angola condemned the bombing.")
    assert ("Condemnation", ("Angola",), ("Rwanda",), "Asserted") in found


@pytest.mark.parametrize(
    "text",
    [
        "Brazil met Germany in the semi-final, and the striker scored twice.",
        "The bakery has struck a deal with the council.",
        "The talks show ran for ten years.",
        "Parents held a meeting with the teachers.",
        "The singer cancelled a visit to Hungary after her new film was released.",
        "Rebels backed by Iran hold the town.",
    ],
)
def test_other_walks_of_life_tell_no_diplomatic_act(text: str) -> None:
    assert acts(text) == set()


def test_explanation_says_why_a_frame_gave_nothing() -> None:
    tried = explain(Article("x", "Norway announced no sanctions, but recalled its ambassador from Libya."))
    verdicts = {t.frame: t.dropped for t in tried}
    assert verdicts["diplomacy.impose-sanctions"] == "negated"
    assert verdicts["diplomacy.recall-ambassador"] == ""
    recall = next(t for t in tried if t.frame == "diplomacy.recall-ambassador")
    assert [(r.role, r.path, r.actors) for r in recall.roles] == [
        ("initiator", "subject", ("Norway",)),
        ("recipient", "from@", ("Libya",)),
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Kenya called on Somalia to free the aid workers.", []),
        ("Canada called on Haiti in Nairobi to hold talks.", ["Nairobi"]),
        ("Sweden and Mali signed an agreement in Bamako.", ["Bamako"]),
    ],
)
def test_who_is_called_on_is_not_where_it_happened(text: str, places: list[str]) -> None:
    found = told(text)
    (act,) = found.actions
    assert names(found, act.places) == places


def test_nobody_calls_on_himself() -> None:
    assert acts("The United States called on the regime to end the violence.") == {
        ("Appeal", ("United States",), (), "Asserted")
    }
    assert (
        "Appeal",
        ("United States",),
        ("Myanmar",),
        "Asserted",
    ) in acts(
        "Myanmar's army bombed a village in Chin. The United States called on the regime to end the violence."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Cuban officials have committed murder in our streets.",
        "Egypt has sent planes to evacuate the wounded from Derna.",
    ],
)
def test_crimes_are_no_pledges_and_the_wounded_no_troops(text: str) -> None:
    assert not {act[0] for act in acts(text)} & {"Pledge", "Withdrawal"}


def test_a_state_is_accused_of_murder_as_of_anything_else() -> None:
    text = "Chad accused Sudan of the murder of two herders."
    assert ("Accusation", ("Chad",), ("Sudan",), "Asserted") in acts(text)


def test_whose_visa_was_revoked_is_who_the_sanction_is_against() -> None:
    assert {(t, i, r) for t, i, r, _ in acts("The United States revoked Maduro's visa in May.")} == {
        ("Sanctions", ("United States",), ("Maduro",))
    }


def test_where_an_attack_was_is_not_who_is_condemned() -> None:
    assert acts("Kenya condemned the attacks in Somalia and offered its condolences.") == {
        ("Condemnation", ("Kenya",), (), "Asserted")
    }


def test_what_is_condemned_again_is_laid_to_the_same() -> None:
    text = "The European Union condemned the raids by Chad on Zinder. Brazil also condemned them."
    assert ("Condemnation", ("Brazil",), ("Chad",), "Asserted") in acts(text)


def test_who_announces_that_the_border_was_closed_closed_it() -> None:
    text = (
        "All border crossings were shut on Monday, Laotian Prime Minister Sonexay Siphandone told reporters."
    )
    assert acts(text) == {("BorderClosure", ("Laos",), (), "Claimed")}


def test_an_appeal_to_parties_without_a_name_is_an_appeal() -> None:
    text = "President João Lourenço of Angola asked the parties to return at once to the talks."
    assert ("Appeal", ("João Lourenço",), (), "Asserted") in acts(text)


def test_what_is_called_an_act_of_war_is_no_appeal() -> None:
    assert not any(
        t == "Appeal" for t, *_ in acts("Peru shelled a post in Ecuador. Quito called it an act of war.")
    )


def test_the_foreign_ministry_is_that_of_the_state_that_last_acted() -> None:
    text = (
        "The Republic of Chad broke off relations with Sudan on Sunday, as rebels entered Abeche."
        " The Foreign Ministry accused Khartoum of arming them."
    )
    assert ("Accusation", ("Foreign Ministry of Chad",), ("Sudan",), "Asserted") in acts(text)


def test_whose_ministry_it_is_stays_open_where_two_states_acted() -> None:
    text = (
        "Rebels raided Niger. Niger and Mali condemned it. The defence ministry accused Libya of arming them."
    )
    assert ("Accusation", ("defence ministry",), ("Libya",), "Asserted") in acts(text)
