from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer.names import agrees, key, loose, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sana’a", "Sanaa"),
        ("Sana'a", "sanaa"),
        ("Sistan-Baluchestan", "Sistan Baluchestan"),
        ("Côte d'Ivoire", "Cote dIvoire"),
        ("the United Nations", "United Nations"),
        ("U.S.", "US"),
        ("Iran's", "Iran"),
        ("Kurdistan Workers’ Party", "Kurdistan Workers' Party"),
        ("Erdoğan", "Erdogan"),
        ("Diyarbakır", "Diyarbakir"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("Niger", "Nigeria"), ("Sudan", "South Sudan"), ("Iran", "Iraq")])
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    assert key(key(name)) in {key(name), key(name).removeprefix("the ")}


@given(st.text(max_size=40))
def test_a_slug_is_fit_for_an_identifier(name: str) -> None:
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("stored", "surface"),
    [
        ("US", "U.S."),
        ("Islamic State group", "Islamic State Group"),
        ("Houthi Militia", "Houthi militia"),
        ("al-Shabaab", "Al Shabaab"),
        ("Foreign Ministry of Iran", "foreign ministry of Iran"),
        ("The Hague", "Hague"),
        ("Reuters", "REUTERS"),
    ],
)
def test_a_spelling_with_the_names_capitals_may_stand_for_it(stored: str, surface: str) -> None:
    assert agrees(stored, surface)


@pytest.mark.parametrize(
    ("stored", "surface"),
    [("US", "us"), ("US", "Us"), ("IS", "is"), ("LeT", "Let"), ("WHO", "Who"), ("Red Sea", "red sea")],
)
def test_everyday_words_may_not_stand_for_a_name(stored: str, surface: str) -> None:
    assert not agrees(stored, surface)


def test_transliterations_agree_loosely_and_different_people_do_not() -> None:
    assert loose("Anwaar-ul-Haq Kakar") == loose("Anwar ul Haq Kakar")
    assert loose("Sergei Shoigu") == loose("Sergey Shoygu")
    assert loose("Ali Cohen") != loose("Eli Cohen")
