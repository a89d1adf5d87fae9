"""Who acts and on whom, where several are told of together, in the passive, by a noun, or a sentence before."""

from __future__ import annotations

import pytest

from tests.told import Act, told
from tests.told import acts as acts_of


def acts(text: str) -> set[Act]:
    """Type, initiators and recipients of every act of a text."""
    return {act for act, _ in acts_of(told(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Peru and Cuba are among the states that have condemned the raid by Chad.",
            {("Condemnation", ("Peru",), ("Chad",)), ("Condemnation", ("Cuba",), ("Chad",))},
            id="among those that",
        ),
        pytest.param(
            "Several states, including Peru and Cuba, urged both to exercise restraint.",
            {("Appeal", ("Peru",), ()), ("Appeal", ("Cuba",), ())},
            id="some of several",
        ),
        pytest.param(
            "Condemnation of the raid came from Burundi and Washington.",
            {("Condemnation", ("Burundi",), ()), ("Condemnation", ("United States",), ())},
            id="came from",
        ),
        pytest.param(
            "Nepal condemned China for shelling the village of Hilsa. So did Bhutan.",
            {("Condemnation", ("Nepal",), ("China",)), ("Condemnation", ("Bhutan",), ("China",))},
            id="so did",
        ),
        pytest.param(
            "France and Germany condemned the missile test by North Korea.",
            {("Condemnation", ("France", "Germany"), ("North Korea",))},
            id="an active verb has no agent",
        ),
        pytest.param(
            "Three Moldovan diplomats were declared persona non grata by Serbia on Friday.",
            {("EnvoyExpulsion", ("Serbia",), ("Moldova",))},
            id="persona non grata by",
        ),
        pytest.param(
            "The Norwegian envoy in Caracas was summoned to the foreign ministry on Thursday.",
            {("Summons", ("Venezuela",), ("Norway",))},
            id="the foreign ministry is not the envoy's own",
        ),
        pytest.param(
            "Serbia expelled two diplomats of Moldova. Chisinau responded in kind, ordering three Serbian envoys out.",
            {("EnvoyExpulsion", ("Serbia",), ("Moldova",)), ("EnvoyExpulsion", ("Moldova",), ("Serbia",))},
            id="in kind, told once",
        ),
        pytest.param(
            "In a joint statement, Germany, France and Italy called on Serbia to honour the deal.",
            {("Appeal", ("France", "Germany", "Italy"), ("Serbia",))},
            id="called on",
        ),
        pytest.param(
            "Turkey accused Greece of arming islands in breach of a treaty, calling it a grave provocation.",
            {("Accusation", ("Turkey",), ("Greece",)), ("Condemnation", ("Turkey",), ("Greece",))},
            id="the accuser calls it so",
        ),
        pytest.param(
            "A delegation led by the foreign minister of Libya visited Malta last week.",
            {("Visit", ("Libya",), ("Malta",))},
            id="a delegation is who leads it",
        ),
        pytest.param(
            "Oman called off talks with Iran that were due to open in Muscat on Sunday.",
            {("TalksSuspended", ("Oman",), ("Iran",))},
            id="talks called off are none",
        ),
        pytest.param(
            "Manila lodged a protest with Beijing over the ramming, and Chinese ambassador Huang Xilian was summoned.",
            {("Complaint", ("Philippines",), ("China",)), ("Summons", ("Philippines",), ("China",))},
            id="summoned by who protested",
        ),
        pytest.param(
            "The European Union and France were among those that accused Rwanda of arming the rebels.",
            {("Accusation", ("European Union",), ("Rwanda",)), ("Accusation", ("France",), ("Rwanda",))},
            id="among those that accused",
        ),
        pytest.param(
            "Chile and Peru accused each other on Friday of sending spies across the border.",
            {("Accusation", ("Chile",), ("Peru",)), ("Accusation", ("Peru",), ("Chile",))},
            id="each accuses the other",
        ),
        pytest.param(
            "Talks between Laos and Nepal have been suspended since January.",
            {("TalksSuspended", ("Laos", "Nepal"), ())},
            id="talks have two sides",
        ),
        pytest.param(
            "Botswana and Lesotho have already withdrawn their contingents.",
            {("Withdrawal", ("Botswana", "Lesotho"), ())},
            id="contingents leave together",
        ),
        pytest.param(
            "Edi Rama spoke by telephone with French President Emmanuel Macron and with the OSCE chief, Ian Borg.",
            {
                ("PhoneCall", ("Edi Rama", "Emmanuel Macron"), ()),
                ("PhoneCall", ("Edi Rama", "Ian Borg"), ()),
            },
            id="with the one and with the other are two calls",
        ),
        pytest.param(
            "The African Union mission in Chad called on all armed groups to respect civilians.",
            {("Appeal", ("African Union",), ())},
            id="a mission is its organisation's",
        ),
        pytest.param(
            "Georgia's foreign minister received the European Union's Special Representative for Central Asia,"
            " Eduards Stiprais, on Friday.",
            {("Meeting", ("Eduards Stiprais", "Georgia"), ())},
            id="an envoy named behind his office",
        ),
        pytest.param(
            "Delhi called the charges preposterous.",
            set(),
            id="a charge is no chargé",
        ),
    ],
)
def test_each_does_what_the_sentence_says_of_it(text: str, expected: set[Act]) -> None:
    assert acts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Armenian artillery shelled the Azerbaijani town of Tovuz on Sunday. Turkey condemned the shelling,"
            " and Georgia urged both sides to show restraint.",
            ("Appeal", ("Georgia",), ("Armenia", "Azerbaijan")),
            id="both sides are those who fight, not the last two named",
        ),
        pytest.param(
            "Clashes erupted between Kyrgyz and Tajik border guards on Thursday. Uzbekistan appealed to the two"
            " neighbours to return to the negotiating table.",
            ("Appeal", ("Uzbekistan",), ("Kyrgyzstan", "Tajikistan")),
            id="who appeals to two neighbours is neither",
        ),
        pytest.param(
            "Israel killed a Hezbollah commander in Tyre on Friday. Hezbollah vowed to avenge him.",
            ("Threat", ("Hezbollah",), ("Israel",)),
            id="revenge is vowed on who struck",
        ),
    ],
)
def test_the_other_side_is_taken_from_the_sentences_before(text: str, expected: Act) -> None:
    assert expected in acts(text)


def test_both_sides_are_the_two_states_where_groups_were_struck_too() -> None:
    struck = "Pakistan hit hideouts of the Balochistan Liberation Army and the Balochistan Liberation Front in Iran."
    assert ("Appeal", ("Egypt",), ("Iran", "Pakistan")) in acts(
        f"{struck} Egypt urged both sides to show restraint."
    )


def test_what_several_said_in_passing_is_one_act_of_each() -> None:
    text = "With Chad and Togo pleading for restraint, and Ghana offering to mediate, Mali and Niger spoke."
    found = [act[:2] for act, _ in acts_of(told(text)) if act[0] != "PhoneCall"]
    assert ("Appeal", ("Chad",)) in found
    assert ("Appeal", ("Togo",)) in found
    assert ("MediationOffer", ("Ghana",)) in found
    assert not any("Chad" in by for kind, by in found if kind == "MediationOffer")


@pytest.mark.parametrize(
    ("text", "kind", "parties"),
    [
        (
            "Finland's Alexander Aalto met Chile's Pedro Rojas in Oslo.",
            "Meeting",
            ("Alexander Aalto", "Pedro Rojas"),
        ),
        (
            "Kenya's foreign minister spoke by phone with Uganda's Ali Okello.",
            "PhoneCall",
            ("Ali Okello", "Kenya"),
        ),
    ],
)
def test_a_name_alone_comes_for_the_state_whose_it_is(text: str, kind: str, parties: tuple[str, ...]) -> None:
    assert (kind, parties, ()) in acts(text)


def test_whose_nobody_tells_comes_for_no_state() -> None:
    assert not {kind for kind, *_ in acts("Alexander Aalto met Pedro Rojas in Oslo.")}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Ethiopia shelled Eritrea. Kenya's president, William Ruto, met Rwanda's president, Paul Kagame."
            " The two sides agreed to share the water.",
            ("Kenya", "Rwanda"),
        ),
        (
            "Ethiopia shelled Eritrea. William Ruto telephoned Paul Kagame. Both leaders agreed to share the water.",
            ("Paul Kagame", "William Ruto"),
        ),
    ],
    ids=["sides", "leaders"],
)
def test_the_two_that_agree_after_a_talk_are_those_who_talked(text: str, who: tuple[str, ...]) -> None:
    assert ("Agreement", who, ()) in acts(text)


def test_talks_held_with_a_counterpart_are_told_once() -> None:
    found = acts_of(
        told("Kenya's minister, Musalia Mudavadi, held talks with his Ugandan counterpart, Jeje Odongo.")
    )
    assert [sides for (_, sides, _), _ in found] == [("Jeje Odongo", "Musalia Mudavadi")]


def test_the_two_that_agree_are_those_of_their_own_sentence_where_it_names_them() -> None:
    found = acts(
        "William Ruto will meet Paul Kagame in Addis Ababa. In Chad and Niger, a surprise: the two governments agreed "
        "to share the water."
    )
    assert ("Agreement", ("Chad", "Niger"), ()) in found


def test_who_mediates_talks_is_no_side_of_them() -> None:
    found = acts_of(told("The two sides met after talks in Doha mediated by Qatar and Turkey."))
    assert [(kind, by) for (kind, by, _), _ in found] == [("Mediation", ("Qatar", "Turkey"))]
