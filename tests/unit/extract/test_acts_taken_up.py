"""Acts that an article only takes up: who did them, or what they were, is told elsewhere."""

from __future__ import annotations

import pytest

from tests.told import Act, acts, taken_up, told


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Laos condemned the raid. Mr Mutharika's offer of a summit stands.",
            ("MediationOffer", ("Mutharika",), ()),
        ),
        ("Chad backed the Kuwaiti mediation.", ("MediationOffer", ("Kuwait",), ())),
        (
            "The row began with Prime Minister Tobgay's charge that Nepal had armed them.",
            ("Accusation", ("Tobgay",), ()),
        ),
        ("The council is to discuss the Liberian complaint on Monday.", ("Complaint", ("Liberia",), ())),
        (
            "The envoys had gone before Finland's expulsion order reached them.",
            ("EnvoyExpulsion", ("Finland",), ()),
        ),
        ("Peru's crossings remain shut, which costs traders dear.", ("BorderClosure", ("Peru",), ())),
        ("The border with Gabon stayed closed.", ("BorderClosure", (), ("Gabon",))),
        ("All border crossings in the province were closed by noon.", ("BorderClosure", (), ())),
        ("The dialogue with Malawi remains suspended.", ("TalksSuspended", (), ("Malawi",))),
        ("Four days after Eritrea walked out, it was back.", ("TalksSuspended", ("Eritrea",), ())),
        ("Zambia has not sent its ambassador back.", ("AmbassadorRecall", ("Zambia",), ())),
        (
            "The nine Polish embassy workers ordered out on Friday flew home.",
            ("EnvoyExpulsion", (), ("Poland",)),
        ),
        (
            "The consul said the Bolivian attaché was told to pack his bags.",
            ("EnvoyExpulsion", (), ("Bolivia",)),
        ),
        ("Laos has kept its ambassador at home since Monday.", ("AmbassadorRecall", ("Laos",), ())),
        ("Canada's sanctions on Myanmar have hurt.", ("Sanctions", ("Canada",), ("Myanmar",))),
        ("The truce is thin.", ("Ceasefire", (), ())),
        ("Rafah remained closed for the second day.", ("BorderClosure", (), ())),
        ("The Chilean ambassador was barred from returning.", ("EnvoyBarred", (), ("Chile",))),
        ("The clashes ended with a ceasefire brokered by Oman in Muscat.", ("Ceasefire", (), ())),
    ],
)
def test_what_is_told_elsewhere_is_taken_up_and_is_no_act_by_itself(text: str, act: Act) -> None:
    found = told(text)
    assert act in taken_up(found)
    assert act not in [a for a, _ in acts(found)]


@pytest.mark.parametrize(
    "text",
    [
        "Togo hopes for a truce.",
        "Ghana called for a ceasefire.",
        "The crossings could be closed by Monday.",
        "Chad summoned Benin's charge d'affaires, who said nothing.",
        "The shops remained closed.",
        "The Peruvian delegation walked out.",
        "The migrants were sent home.",
        "The blast threw her out of bed.",
        "The Chinese ambassador has been called in more than a dozen times since 2022.",
        "Its leader has been under Canadian sanctions since last year.",
        "Sudan recalled its envoy in protest at the raid.",
    ],
)
def test_what_was_not_done_or_is_something_else_is_not_taken_up(text: str) -> None:
    assert taken_up(told(text)) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Gabon tore up the accord that it had signed with Angola in March.",
            ("Agreement", ("Angola", "Gabon"), ()),
        ),
        (
            "Tanzania suspended the peace declaration it signed with Malawi in Dodoma.",
            ("Agreement", ("Malawi", "Tanzania"), ()),
        ),
        (
            "Chad recalled its envoy in protest at the reception of Riek Machar by President Yoweri Museveni.",
            ("Meeting", ("Riek Machar", "Yoweri Museveni"), ()),
        ),
        (
            "Prime Minister Abiy Ahmed flew home after three hours of talks with President William Ruto.",
            ("Negotiation", ("Abiy Ahmed", "William Ruto"), ()),
        ),
        (
            "The border closure ordered by Malawi on Monday hurts traders.",
            ("BorderClosure", ("Malawi",), ()),
        ),
        (
            "The sanctions imposed by the European Union on Belarus on Monday have hurt.",
            ("Sanctions", ("European Union",), ("Belarus",)),
        ),
    ],
)
def test_what_an_act_is_about_was_done_before(text: str, act: Act) -> None:
    assert act in [a for a, _ in acts(told(text))]


def test_calls_of_which_no_matter_is_told_are_no_appeal() -> None:
    assert acts(told("Mr Boulos's calls last Wednesday were followed by a visit to Ghana.")) == []
    assert [a[0] for a, _ in acts(told("Egypt's call for a truce was heard in Accra."))] == ["Appeal"]


def test_the_day_of_what_is_done_with_an_accord_is_not_that_of_its_signing() -> None:
    found = acts(
        told("Gabon on Monday suspended the accord that it had signed with Angola, and recalled its envoy.")
    )
    days = {act[0]: a.when.start.iso if a.when else "" for act, a in found}
    assert days["RelationsDowngraded"] == "2024-05-13"
    assert days["Agreement"] == ""
