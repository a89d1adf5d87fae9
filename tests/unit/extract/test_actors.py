"""Whom an article speaks of: each once, by his name as written, with the office that the article gives him."""

from __future__ import annotations

import pytest

from kg.errors import EnvironmentProblem
from kg.extract import extract
from kg.model import ActorClass, Article, Block, BlockKind, LocalActor
from tests.told import told, who_attacked


def actor(text: str, name: str) -> LocalActor:
    """The one actor of that name in a text."""
    (found,) = (a for a in told(text).actors if a.name == name)
    return found


@pytest.mark.parametrize(
    ("text", "name", "role", "state"),
    [
        (
            "Nobody was hurt, Thailand's Health Minister Somsak Thepsutin told reporters.",
            "Somsak Thepsutin",
            "Health Minister",
            "Thailand",
        ),
        (
            "Jordanian Water Minister Raed Abu Saud condemned the attack.",
            "Raed Abu Saud",
            "Water Minister",
            "Jordan",
        ),
        (
            "Peru's Interior Minister Juan Santivanez condemned the attack.",
            "Juan Santivanez",
            "Interior Minister",
            "Peru",
        ),
    ],
)
def test_a_minister_has_his_portfolio_and_his_state(text: str, name: str, role: str, state: str) -> None:
    found = actor(text, name)
    assert (found.role, found.member_of) == (role, actor(text, state).key)


def test_what_somebody_is_to_another_is_no_office() -> None:
    text = "Egypt's Foreign Minister Badr Abdelatty met his Libyan counterpart, Taher Baour."
    assert [a.role for a in told(text).actors if a.cls is ActorClass.PERSON] == ["Foreign Minister", None]


@pytest.mark.parametrize("owner", ["The rebels'", "The rebels’", "Rebels'"])
def test_a_name_is_without_the_mark_of_the_genitive(owner: str) -> None:
    found = told(f"{owner} shelling of Goma in Congo on Monday killed ten soldiers.")
    (rebels,) = (a for a in found.actors if a.cls is ActorClass.ARMED_GROUP)
    assert {s.lower() for s in (rebels.name, *rebels.surfaces)} == {"rebels"}


def test_a_name_ends_before_the_comma() -> None:
    found = actor("Six Azerbaijanis, including four policemen, were killed by a mine.", "Azerbaijan")
    assert found.surfaces == ("Azerbaijanis",)


def test_a_doctor_who_tells_a_count_is_one_doctor_and_the_next_is_another() -> None:
    found = told(
        "Jets bombed a market in Kabkabiya in Sudan on Monday. A doctor told the Herald that he had counted 65 bodies. "
        "A doctor in Tawila told the Courier that he had counted 70 bodies."
    )
    assert [a.name for a in found.actors].count("doctor") == 2
    assert {c.mention.according_to for c in found.casualties} <= {t.speakers for t in found.statements}


def test_the_outlet_in_the_header_is_nobody_that_the_article_speaks_of() -> None:
    head = "Title: Kenya shuts its border\nDate: 2024-05-15\nSource: Tehran Herald\nURL: https://herald.example/1\n\n"
    text = f"{head}Kenya closed its border with Somalia on Monday."
    blocks = (Block(0, len(head), BlockKind.META), Block(len(head), len(text), BlockKind.BODY))
    try:
        found = extract(Article("a", text, blocks=blocks))
    except EnvironmentProblem as error:
        pytest.skip(f"no language weights: {error}")
    assert [a.name for a in found.actors] == ["Kenya", "Somalia"]
    assert "Kenya shuts its border" in {
        m.sentence.text.split("\n")[0].removeprefix("Title: ") for m in found.actors[0].mentions
    }


def test_our_air_force_is_that_of_who_says_so() -> None:
    found = told(
        '"Our air force struck a camp near Kaya," army spokesman Issa Kabore of Burkina Faso said on Monday.'
    )
    assert who_attacked(found) == [["Burkina Faso"]]
    assert not any(a.name.startswith("Our") for a in found.actors)


@pytest.mark.parametrize(
    ("office", "holder"),
    [
        ("The Secretary-General of the United Nations", "António Guterres"),
        ("The UN High Commissioner for Refugees", "Filippo Grandi"),
        ("The Director-General of the International Atomic Energy Agency", "Rafael Grossi"),
        ("The Secretary General of the Organisation of Islamic Cooperation", "Hissein Brahim Taha"),
        ("The Chairperson of the African Union Commission", "Mahmoud Ali Youssouf"),
    ],
)
def test_an_office_in_capitals_is_held_by_whom_commas_set_behind_it(office: str, holder: str) -> None:
    found = told(f"{office}, {holder}, urged Chad to talk to Sudan. He condemned Sudan.")
    names = {a.key: a.name for a in found.actors}
    assert [[names[k] for k in act.initiators] for act in found.actions] == [[holder], [holder]]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Spanish Prime Minister Pedro Sánchez condemned the attack in Gaza.", True),
        ("Colombian Defence Minister Pedro Sánchez condemned the attack in Cauca.", False),
        ("Pedro Sánchez, Colombia's defence minister, condemned the attack in Cauca.", False),
    ],
)
def test_who_holds_an_office_of_another_state_is_a_namesake(text: str, entry: bool) -> None:
    (person,) = [a for a in told(text).actors if "nchez" in a.name]
    assert bool(person.entry) is entry
    assert person.state == ("state/spain" if entry else "state/colombia")
