"""Words that tell an act in one setting and something else in another: a drone's flight is no visit."""

from __future__ import annotations

import pytest

from tests.told import acts, told


def _types(text: str) -> set[str]:
    return {act.type.value for act in told(text).actions}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Twenty Belarusian drones flew into Latvia.", "Visit"),
        ("A Kenyan aircraft with surgeons landed in Juba on Sunday.", "Visit"),
        (
            "President William Ruto ordered the army to switch off the loudspeakers at the border.",
            "Mobilization",
        ),
        ("Peru, where Chilean troops are stationed, reopened the airport.", "Mobilization"),
        ("Boko Haram has pledged allegiance to the Islamic State.", "Pledge"),
        ("Togo has not said when it will reopen the border.", "Pledge"),
        ("Togo stands by its account that Ghana's soldiers fired first.", "Endorsement"),
        ("Peru and Chile are at odds. Both governments are prisoners of their audiences.", "Meeting"),
        ("President William Ruto answered questions on his daily call with reporters.", "Appeal"),
        ("Chad shelled the post in what it called punishment for the raid.", "Appeal"),
        ("Peru's spokesman declined to say whether the missiles were Chilean.", "Rejection"),
        ("Togo's police chief told the agency that nine men had been taken into the bush.", "Demand"),
        ('Laos called it "a carbon copy" of the earlier sabotage.', "Condemnation"),
        (
            "Canada suspended the talks with Peru until Peru withdrew its ambassador from Ottawa.",
            "AmbassadorRecall",
        ),
        ("The Office recommends that the army of Togo act; that Chad investigate the raid.", "Investigation"),
    ],
)
def test_what_only_looks_like_an_act(text: str, kind: str) -> None:
    assert kind not in _types(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("President William Ruto vowed that Eritrea would face just punishment.", "Threat"),
        ("Eritrea suspended its participation in the talks with Djibouti.", "TalksSuspended"),
        ("President William Ruto received a call from President John Mahama of Ghana.", "PhoneCall"),
        ("Uruguay condemned the attack in Chad and sent a plane with medicines.", "Aid"),
    ],
)
def test_what_an_act_is_by_what_is_said_of_it(text: str, kind: str) -> None:
    assert kind in _types(text)


@pytest.mark.parametrize(
    "text",
    [
        # what another will do is no threat of who says so
        "Kyiv said Russia would strike its power stations this winter.",
        "The general said the rebels would attack Sake.",
        # a question asks nobody to do anything
        'Asked whether Kenya would send more police, Mudavadi replied that "all options are open".',
        "Togo asked Benin if it would mediate.",
    ],
)
def test_what_is_only_foretold_or_asked_is_no_act(text: str) -> None:
    assert acts(told(text)) == []


def test_what_one_will_do_oneself_is_a_threat() -> None:
    ((found, _),) = acts(told("Iran said it would strike back at Israel."))
    assert found[:2] == ("Threat", ("Iran",))
