"""Who is the same person or body in two articles, and who is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import ActorClass, Knowledge
from kg.resolve.text import name_tokens, office, slug
from tests.resolve_factory import Telling

Known = Callable[..., Knowledge]
PERSON = ActorClass.PERSON


def naming(
    id: str, *names: str, state: str | None = None, role: str | None = None, issued: str | None = None
) -> Telling:
    t = Telling(id, issued).says(f"{' and '.join(names)} spoke.")
    for i, name in enumerate(names):
        t.actor(f"a{i}", name, PERSON, state=state, role=role)
    return t


def persons(world: Knowledge) -> dict[str, tuple[str, ...]]:
    return {a.label: a.articles for a in world.actors if a.cls is PERSON}


def test_spellings_of_one_name_are_one_person(known: Known) -> None:
    world = known(
        naming("a", "Anwaar-ul-Haq Kakar", state="state/pakistan"),
        naming("b", "Anwar ul Haq Kakar", state="state/pakistan"),
        naming("c", "Kakar", state="state/pakistan"),
    )
    assert len(persons(world)) == 1
    assert world.actors[0].id == "actor/anwaar-ul-haq-kakar"


def test_two_sharifs_stay_two_and_a_bare_sharif_joins_neither(known: Known) -> None:
    world = known(
        naming("a", "Nawaz Sharif", state="state/pakistan"),
        naming("b", "Shehbaz Sharif", state="state/pakistan"),
        naming("c", "Sharif", state="state/pakistan"),
    )
    assert persons(world) == {"Nawaz Sharif": ("a",), "Shehbaz Sharif": ("b",), "Sharif": ("c",)}


def test_a_bare_sharif_with_an_office_is_the_one_who_holds_it(known: Known) -> None:
    world = known(
        naming("a", "Nawaz Sharif", state="state/pakistan"),
        naming("b", "Shehbaz Sharif", state="state/pakistan", role="Prime Minister"),
        naming("c", "Sharif", state="state/pakistan", role="prime minister"),
    )
    assert persons(world) == {"Nawaz Sharif": ("a",), "Shehbaz Sharif": ("b", "c")}


def test_one_surname_in_two_states_is_two_persons(known: Known) -> None:
    world = known(
        naming("a", "Imran Khan", state="state/pakistan"), naming("b", "Khan", state="state/united-kingdom")
    )
    assert len(persons(world)) == 2


def test_an_office_passes_from_one_holder_to_the_next(known: Known) -> None:
    def office_alone(id: str, issued: str) -> Telling:
        t = Telling(id, issued).says("The prime minister of Pakistan spoke.")
        return t.actor(
            "pm", "prime minister", PERSON, state="state/pakistan", role="prime minister", named=False
        )

    world = known(
        naming(
            "a", "Anwaar-ul-Haq Kakar", state="state/pakistan", role="Prime Minister", issued="2024-01-19"
        ),
        office_alone("b", "2024-01-25"),
        naming("c", "Shehbaz Sharif", state="state/pakistan", role="Prime Minister", issued="2024-03-10"),
        office_alone("d", "2024-03-12"),
        office_alone("e", "2026-01-01"),
    )
    named = {a.label: a.articles for a in world.actors if a.cls is PERSON and len(a.articles) > 1}
    assert named == {"Anwaar-ul-Haq Kakar": ("a", "b"), "Shehbaz Sharif": ("c", "d")}


def test_a_former_holder_does_not_hold_the_office(known: Known) -> None:
    t = Telling("b", "2024-01-20").says("The prime minister of Pakistan spoke.")
    t.actor("pm", "prime minister", PERSON, state="state/pakistan", role="prime minister", named=False)
    world = known(
        naming("a", "Imran Khan", state="state/pakistan", role="former prime minister", issued="2024-01-19"),
        t,
    )
    assert len(persons(world)) == 2


def test_unnamed_officials_stay_in_their_articles_with_their_state(known: Known) -> None:
    def official(id: str) -> Telling:
        t = Telling(id).says("A security official in Pakistan said so.")
        return t.actor("o", "security official", PERSON, state="state/pakistan", role="official", named=False)

    world = known(official("a.txt"), official("b.txt"))
    found = [a for a in world.actors if a.cls is PERSON]
    assert [a.articles for a in found] == [("a.txt",), ("b.txt",)]
    assert all(a.member_of == ("actor/pakistan",) for a in found)
    assert found[0].id == "actor/security-official-of-pakistan-in-a-txt"


def test_one_ministry_under_a_states_two_names_is_one_body_that_is_part_of_it(known: Known) -> None:
    def ministry(id: str, name: str) -> Telling:
        return (
            Telling(id)
            .says(f"The {name} said so.")
            .actor("m", name, ActorClass.GOVERNMENT_BODY, state="state/iran")
        )

    world = known(ministry("a", "foreign ministry"), ministry("b", "Foreign Ministry"))
    bodies = [a for a in world.actors if a.cls is ActorClass.GOVERNMENT_BODY]
    assert [(b.articles, b.part_of) for b in bodies] == [(("a", "b"), ("actor/iran",))]
    assert bodies[0].label.endswith("of Iran")


def test_two_states_ministries_are_two(known: Known) -> None:
    def ministry(id: str, state: str) -> Telling:
        return (
            Telling(id)
            .says("The foreign ministry said so.")
            .actor("m", "foreign ministry", ActorClass.GOVERNMENT_BODY, state=state)
        )

    world = known(ministry("a", "state/iran"), ministry("b", "state/iraq"))
    assert [a.label for a in world.actors if a.cls is ActorClass.GOVERNMENT_BODY] == [
        "Foreign ministry of Iran",
        "Foreign ministry of Iraq",
    ]


def test_an_acronym_is_the_group_whose_initials_it_has(known: Known) -> None:
    full = Telling("a").says("The Zarkesh Liberation Front attacked.")
    full.actor("g", "Zarkesh Liberation Front", ActorClass.ARMED_GROUP)
    short = Telling("b").says("The ZLF attacked.").actor("g", "ZLF", ActorClass.ARMED_GROUP)
    world = known(full, short)
    assert [(a.label, a.alt_labels) for a in world.actors] == [("Zarkesh Liberation Front", ("ZLF",))]


def test_an_acronym_that_fits_two_groups_joins_neither(known: Known) -> None:
    def group(id: str, name: str) -> Telling:
        return Telling(id).says(f"The {name} attacked.").actor("g", name, ActorClass.ARMED_GROUP)

    world = known(
        group("a", "Zarkesh Liberation Front"), group("b", "Zemun Liberation Front"), group("c", "ZLF")
    )
    assert len(world.actors) == 3


def test_two_entries_of_the_gazetteer_never_become_one(known: Known) -> None:
    def biden(id: str, entry: str) -> Telling:
        return Telling(id).says("Joe Biden spoke.").actor("b", "Joe Biden", PERSON, entry=entry)

    assert len(persons(known(biden("a", "person/joe-biden"), biden("b", "person/antonio-guterres")))) == 2


def test_descriptions_are_no_names_of_a_state(known: Known) -> None:
    t = Telling("a").says("Iran said the country was ready.")
    t.actor("ir", "Iran", entry="state/iran", surfaces=("the country", "it", "Tehran"))
    assert known(t).actors[0].alt_labels == ("Tehran",)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("caretaker Prime Minister", "prime minister"),
        ("former president", None),
        ("Defense Minister", "defence minister"),
        ("deputy prime minister", "deputy prime minister"),
        (None, None),
    ],
)
def test_offices_are_compared_without_what_only_qualifies_them(
    role: str | None, expected: str | None
) -> None:
    assert office(role) == expected


def test_slugs_are_readable_and_cut_at_words() -> None:
    assert slug("Sistan and Baluchestan") == "sistan-and-baluchestan"
    assert slug("a very long name of a place", 10) == "a-very"
    assert slug("Kyiv’s “Łódź”") == "kyiv-lodz"


def test_transliterations_share_their_tokens() -> None:
    assert name_tokens("Mohammed al-Masri") == name_tokens("Muhammad Masri")
