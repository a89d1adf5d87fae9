"""Acts that a later article takes up: by a noun, by a state that lasts, in a subordinate clause."""

from __future__ import annotations

import pytest

from tests.told import Act
from tests.told import acts as acts_of
from tests.told import told as extracted


def told(text: str) -> dict[Act, str]:
    """Type, initiators and recipients of every act, with its day; the article is of Wednesday 15 May 2024."""
    return {
        act: a.when.start.iso if a.when else "" for act, a in acts_of(extracted(text)) if a.mention.is_told
    }


def offer(by: str, *to: str) -> Act:
    return ("MediationOffer", (by,), tuple(sorted(to)))


@pytest.mark.parametrize(
    ("text", "act", "day"),
    [
        ("Zambia turned down Botswana's offer of mediation on Tuesday.", offer("Botswana"), ""),
        ("Zambia welcomed a Namibian offer to host talks.", offer("Namibia"), ""),
        ("Ghana declined an offer by Gabon to mediate in the dispute.", offer("Gabon"), ""),
        (
            "Bahrain's offer to mediate between Kenya and Uganda was praised by both in January.",
            offer("Bahrain", "Kenya", "Uganda"),
            "",
        ),
        ("Laos has not replied to Monday's Vietnamese offer of mediation.", offer("Vietnam"), "2024-05-13"),
        ("Ecuador may yet accept Paraguay's offer of its good offices.", offer("Paraguay"), ""),
        ("The Government thanks Togo for its offer of good offices.", offer("Togo"), ""),
        ("Egypt thanked Angola for its offer to host talks.", offer("Angola"), ""),
    ],
)
def test_an_offer_was_made_whatever_is_done_about_it(text: str, act: Act, day: str) -> None:
    found = told(text)
    assert {a: d for a, d in found.items() if a[0] == "MediationOffer"} == {act: day}


@pytest.mark.parametrize(
    "text",
    [
        "Brazil made no offer to mediate.",
        "Peru hopes for an offer by Brazil to mediate.",
        "No offer of mediation by Oman has arrived.",
    ],
)
def test_an_offer_that_was_not_made_is_none(text: str) -> None:
    assert [a for a in told(text) if a[0] == "MediationOffer"] == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Benin has not forgotten the expulsion of its ambassador by Togo.",
            ("EnvoyExpulsion", ("Togo",), ("Benin",)),
        ),
        (
            "The recall of the Ghanaian ambassador from Lomé has not been reversed.",
            ("AmbassadorRecall", ("Ghana",), ("Togo",)),
        ),
        (
            "The truce between Armenia and Azerbaijan does not cover Nakhchivan.",
            ("Ceasefire", ("Armenia", "Azerbaijan"), ()),
        ),
        (
            "Sudan's recall of its man in Nairobi was followed by another.",
            ("AmbassadorRecall", ("Sudan",), ("Kenya",)),
        ),
        (
            "Ethiopia's complaint against Eritrea was filed with the Security Council on Friday.",
            ("Complaint", ("Ethiopia",), ("Eritrea",)),
        ),
        (
            "The warning and Yoweri Museveni's threat against Juba alarmed the African Union.",
            ("Threat", ("Yoweri Museveni",), ("South Sudan",)),
        ),
    ],
)
def test_what_a_noun_takes_up_was_done(text: str, act: Act) -> None:
    assert act in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The meeting between Chad and Libya did not take place.",
        "The truce between Armenia and Azerbaijan would not cover Nakhchivan.",
        "Armenia and Azerbaijan signed no truce.",
        "Mali's demand that France withdraw its troops was ignored.",
        "There has been no threat by Oman against Kuwait.",
    ],
)
def test_what_a_noun_only_names_was_not_done(text: str) -> None:
    assert not {a[0] for a in told(text)} & {"Meeting", "Ceasefire", "Withdrawal", "Threat"}


@pytest.mark.parametrize(
    ("text", "act", "day"),
    [
        (
            "Peru closed the Desaguadero bridge, the main crossing between the two countries.",
            ("BorderClosure", ("Peru",), ()),
            "",
        ),
        (
            "Uganda closed all crossing points for citizens of Rwanda on Monday.",
            ("BorderClosure", ("Uganda",), ()),
            "2024-05-13",
        ),
        (
            "Niger has kept its border with Benin closed since 3 January.",
            ("BorderClosure", ("Niger",), ("Benin",)),
            "2024-01-03",
        ),
        (
            "Traffic through the Mutukula crossing has been halted by Uganda.",
            ("BorderClosure", ("Uganda",), ()),
            "",
        ),
        (
            "Ethiopia cut ties with Eritrea and shut all land and air routes to it.",
            ("BorderClosure", ("Ethiopia",), ("Eritrea",)),
            "",
        ),
        (
            "Nicaragua on Monday gave eight Ecuadorean officials 48 hours to leave the country.",
            ("EnvoyExpulsion", ("Nicaragua",), ("Ecuador",)),
            "2024-05-13",
        ),
        (
            "In July 2023 Georgia expelled 45 employees of the Iranian Embassy.",
            ("EnvoyExpulsion", ("Georgia",), ("Iran",)),
            "2023-07",
        ),
        (
            "Salva Kiir walked out of talks in Addis Ababa in December.",
            ("TalksSuspended", ("Salva Kiir",), ()),
            "2023-12",
        ),
        (
            "Tanzania suspended the peace declaration it signed with Malawi in Dodoma.",
            ("RelationsDowngraded", ("Tanzania",), ()),
            "",
        ),
        (
            "Mozambique put the fisheries accord with Tanzania on ice on Monday.",
            ("RelationsDowngraded", ("Mozambique",), ("Tanzania",)),
            "2024-05-13",
        ),
        (
            "The Emirati mission in New York dismissed the Sudanese complaint.",
            ("Rejection", ("United Arab Emirates",), ("Sudan",)),
            "",
        ),
        (
            "Foreign Minister Wang Yi called his Uzbek counterpart on 3 May.",
            ("PhoneCall", ("Uzbekistan", "Wang Yi"), ()),
            "2024-05-03",
        ),
        (
            "General Birhanu Jula warned that the ports of Eritrea were legitimate targets.",
            ("Threat", ("Birhanu Jula",), ("Eritrea",)),
            "",
        ),
    ],
)
def test_acts_in_other_words(text: str, act: Act, day: str) -> None:
    found = told(text)
    assert act in found
    assert found[act] == day


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Uganda kept their airspace closed to each other.",
        "Niger ordered the French company's staff to leave the building.",
        "The rebels said the base was a legitimate target.",
        "The army closed the bridge over the Niger in Bamako.",
    ],
)
def test_no_border_was_closed_nor_anybody_expelled_or_threatened(text: str) -> None:
    assert not {a[0] for a in told(text)} & {"BorderClosure", "EnvoyExpulsion", "Threat"}


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            "Peru withdrew its ambassador; on Monday Chile withdrew its own, Pablo Ruiz, from Lima.",
            {
                ("AmbassadorRecall", ("Peru",), ()): "",
                ("AmbassadorRecall", ("Chile",), ("Peru",)): "2024-05-13",
            },
        ),
        (
            "Kenya recalled its ambassador from Kampala on Tuesday, a day after its neighbour had done the same.",
            {
                ("AmbassadorRecall", ("Kenya",), ("Uganda",)): "2024-05-14",
                ("AmbassadorRecall", ("Uganda",), ("Kenya",)): "2024-05-13",
            },
        ),
        (
            "Kenya expelled the Ugandan consul in Kisumu on Monday and Uganda the Kenyan consul in Jinja.",
            {
                ("EnvoyExpulsion", ("Kenya",), ("Uganda",)): "2024-05-13",
                ("EnvoyExpulsion", ("Uganda",), ("Kenya",)): "2024-05-13",
            },
        ),
        (
            "Latvia recalled its ambassador from Minsk on Monday and Belarus its own a day later.",
            {
                ("AmbassadorRecall", ("Latvia",), ("Belarus",)): "2024-05-13",
                ("AmbassadorRecall", ("Belarus",), ("Latvia",)): "2024-05-14",
            },
        ),
        (
            "Kenya recalled its envoy from Kampala on Sunday. It had already withdrawn the one in Kigali on Monday.",
            {
                ("AmbassadorRecall", ("Kenya",), ("Uganda",)): "2024-05-12",
                ("AmbassadorRecall", ("Kenya",), ("Rwanda",)): "",
            },
        ),
        (
            "After Kigali ordered the Ugandan envoy out, Kampala paid it back in kind. The foreign ministry said on "
            "Monday that the Rwandan chargé d'affaires had been told to leave.",
            {
                ("EnvoyExpulsion", ("Rwanda",), ("Uganda",)): "",
                ("EnvoyExpulsion", ("Foreign Ministry of Uganda",), ("Rwanda",)): "",
            },
        ),
        (
            "Uganda took note of the announcement by Kigali, which has closed its airspace to flights coming from "
            "Uganda and withdrawn its ambassadors from Kampala and Nairobi.",
            {
                ("BorderClosure", ("Rwanda",), ("Uganda",)): "",
                ("AmbassadorRecall", ("Rwanda",), ("Kenya", "Uganda")): "",
            },
        ),
    ],
)
def test_each_of_two_acts_has_its_own_doer_and_day(text: str, acts: dict[Act, str]) -> None:
    assert told(text) == acts


@pytest.mark.parametrize(
    "text",
    [
        "Chad expelled the Sudanese ambassador and Sudan said the Chadian ambassador was safe.",
        "Kenya summoned the Ugandan ambassador, and Rwanda the next day received the Kenyan one.",
    ],
)
def test_a_clause_of_its_own_leaves_out_no_verb(text: str) -> None:
    assert len([a for a in told(text) if a[0] in {"EnvoyExpulsion", "Summons"}]) == 1


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Chad, Niger and Benin closed their borders. The three neighbours accused Libya of arming rebels.",
            ("Accusation", ("Benin", "Chad", "Niger"), ("Libya",)),
        ),
        (
            "Estonia, Latvia and Lithuania cut ties with Belarus. The three also condemned Iran for it.",
            ("Condemnation", ("Estonia", "Latvia", "Lithuania"), ("Iran",)),
        ),
        (
            "Ruto telephoned Kagame on Monday. His office said both had agreed to set up a joint commission.",
            ("Agreement", ("Kagame", "Ruto"), ()),
        ),
        ("Ruto met Kagame on Monday. They agreed to open the border.", ("Agreement", ("Kagame", "Ruto"), ())),
        (
            "Ruto met Kagame on Monday. The two agreed on a pact.",
            ("Agreement", ("Kagame", "Ruto"), ()),
        ),
        (
            "Late on Tuesday Sudan's Security and Defence Council announced that it was breaking off diplomatic "
            "relations with Kenya.",
            ("RelationsDowngraded", ("Security and Defence Council",), ("Kenya",)),
        ),
        (
            "President William Ruto announced that the government was suspending all contacts with the ADF.",
            ("TalksSuspended", ("Kenya",), ("Allied Democratic Forces",)),
        ),
    ],
)
def test_who_acts_is_told_before(text: str, act: Act) -> None:
    assert act in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Chad, Niger and Benin closed their borders. Three soldiers were killed. The three accused Libya of it.",
        "Chad, Niger, Benin and Togo closed their borders. The three neighbours accused Libya of arming rebels.",
        "Contacts with the ADF were suspended on Monday.",
    ],
)
def test_nobody_acts_where_it_is_not_clear_who(text: str) -> None:
    assert not {a[0] for a in told(text)} & {"Accusation", "TalksSuspended"}
