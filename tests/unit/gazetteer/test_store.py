from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.errors import EnvironmentProblem
from kg.gazetteer import Gazetteer, load
from kg.model import ActorClass, PlaceKind


@pytest.fixture(scope="module")
def book() -> Gazetteer:
    return load()


def ids(book: Gazetteer, name: str) -> list[str]:
    return [entry.id for entry in book.lookup(name)]


def hits(book: Gazetteer, words: Sequence[str]) -> list[tuple[str, str]]:
    return [(" ".join(words[h.begin : h.end]), h.entries[0].id) for h in book.match(words)]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("US", "state/united-states"),
        ("U.S.", "state/united-states"),
        ("UAE", "state/united-arab-emirates"),
        ("DRC", "state/democratic-republic-of-the-congo"),
        ("Turkiye", "state/turkey"),
        ("Baluchistan", "place/balochistan"),
        ("Sistan-Baluchestan province", "place/sistan-and-baluchestan"),
        ("Jaish al Adl", "group/jaish-ul-adl"),
        ("Baloch Liberation Front", "group/balochistan-liberation-front"),
        ("ISIS", "group/islamic-state"),
        ("AFP", "org/agence-france-presse"),
        ("António Guterres", "person/antonio-guterres"),
        ("Anwaar ul Haq Kakar", "person/anwaar-ul-haq-kakar"),
        ("Iran's foreign ministry", "body/ir-foreign-ministry"),
        ("Iranian Foreign Ministry", "body/ir-foreign-ministry"),
        ("Islamabad's foreign ministry", "body/pk-foreign-ministry"),
        ("Revolutionary Guard Corps", "body/islamic-revolutionary-guard-corps"),
        ("Pakistani army", "body/pk-army"),
        ("Israeli military", "body/il-armed-forces"),
        ("government of the United States", "state/united-states"),
    ],
)
def test_a_name_that_news_writers_use_finds_its_one_entry(book: Gazetteer, name: str, id: str) -> None:
    assert ids(book, name) == [id]


@pytest.mark.parametrize(
    "name", ["us", "is", "Is", "who", "Army", "army", "foreign ministry", "Let", "Prime"]
)
def test_everyday_words_are_no_names(book: Gazetteer, name: str) -> None:
    assert ids(book, name) == []


@pytest.mark.parametrize(
    ("name", "meanings"),
    [
        ("Georgia", {"state/georgia", "place/georgia-us"}),
        ("Washington", {"place/washington", "place/washington-us"}),
        ("Congo", {"state/democratic-republic-of-the-congo", "state/republic-of-the-congo"}),
        ("Tripoli", {"place/tripoli", "place/tripoli-lb"}),
        ("Gaza", {"place/gaza-strip", "place/gaza-city"}),
        ("Punjab", {"place/punjab", "place/punjab-in"}),
    ],
)
def test_an_ambiguous_name_gives_all_it_can_mean(book: Gazetteer, name: str, meanings: set[str]) -> None:
    assert meanings <= set(ids(book, name))


def test_the_red_sea_is_water_and_its_provinces_are_regions(book: Gazetteer) -> None:
    kinds = {e.place for name in ("Red Sea State", "Red Sea Governorate") for e in book.lookup(name)}
    assert [e.place for e in book.lookup("Red Sea")] == [PlaceKind.WATER]
    assert kinds == {PlaceKind.REGION}


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Iranian", "state/iran"),
        ("Iranians", "state/iran"),
        ("Britons", "state/united-kingdom"),
        ("British", "state/united-kingdom"),
        ("Turkish", "state/turkey"),
        ("North Korean", "state/north-korea"),
        ("South Sudanese", "state/south-sudan"),
        ("Polish", "state/poland"),
    ],
)
def test_a_demonym_gives_its_state(book: Gazetteer, word: str, state: str) -> None:
    entry = book.demonym(word)
    assert entry is not None
    assert entry.id == state


@pytest.mark.parametrize("word", ["polish", "iranian", "Congolese", "Dominican", "Table"])
def test_no_state_for_other_words_and_for_demonyms_of_two_states(book: Gazetteer, word: str) -> None:
    assert book.demonym(word) is None


def test_both_states_of_an_ambiguous_demonym_are_given_on_request(book: Gazetteer) -> None:
    assert {e.name for e in book.demonyms("Congolese")} == {
        "Democratic Republic of the Congo",
        "Republic of the Congo",
    }


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Tehran", "state/iran"),
        ("Washington", "state/united-states"),
        ("Westminster", "state/united-kingdom"),
        ("the Kremlin", "body/kremlin"),
        ("the White House", "body/white-house"),
        ("Élysée", "state/france"),
    ],
)
def test_a_seat_of_government_stands_for_its_state_or_body(book: Gazetteer, name: str, id: str) -> None:
    entry = book.seat(name)
    assert entry is not None
    assert entry.id == id


@pytest.mark.parametrize("name", ["Brussels", "Jerusalem", "Sanaa", "Karachi"])
def test_a_city_that_stands_for_no_state_is_no_seat(book: Gazetteer, name: str) -> None:
    assert book.seat(name) is None


def test_names_are_found_among_tokens_as_the_tokenizer_cuts_them(book: Gazetteer) -> None:
    text = "Sistan - Baluchestan and Jaish al - Adl , Iran 's foreign ministry and the U.S."
    words = text.split()
    assert hits(book, words) == [
        ("Sistan - Baluchestan", "place/sistan-and-baluchestan"),
        ("Jaish al - Adl", "group/jaish-ul-adl"),
        ("Iran 's foreign ministry", "body/ir-foreign-ministry"),
        ("U.S.", "state/united-states"),
    ]


def test_a_comma_ends_a_name(book: Gazetteer) -> None:
    assert hits(book, ["Islamic", ",", "State"]) == []
    assert [text for text, _ in hits(book, ["Hamas", ",", "Israel"])] == ["Hamas", "Israel"]


def test_the_longest_name_wins(book: Gazetteer) -> None:
    words = ["Islamic", "State", "West", "Africa", "Province", "fought", "in", "South", "Sudan"]
    assert [text for text, _ in hits(book, words)] == ["Islamic State West Africa Province", "South Sudan"]


def test_words_without_capitals_match_nothing(book: Gazetteer) -> None:
    text = "it is nice to read of us in the guardian , who said that turkey and a red sea are more"
    words = text.split()
    assert book.match(words) == ()


def test_demonyms_are_marked_as_such(book: Gazetteer) -> None:
    (hit,) = book.match(["North", "Korean"])
    assert (hit.kind, hit.entries[0].id) == ("demonym", "state/north-korea")


def test_a_last_name_gives_the_officials_of_that_state_only(book: Gazetteer) -> None:
    names = {e.name for e in book.surnames("Sharif", "state/pakistan")}
    assert {"Nawaz Sharif", "Shehbaz Sharif"} <= names
    assert all(e.state == "state/pakistan" for e in book.surnames("Sharif", "state/pakistan"))
    assert book.surnames("Assad", "state/syria")
    assert "Xi Jinping" in {e.name for e in book.surnames("Xi", "state/china")}


def test_an_official_has_terms_of_office_and_a_state(book: Gazetteer) -> None:
    (entry,) = book.lookup("Jalil Abbas Jilani")
    (term,) = entry.terms
    assert (term.role, term.start, term.end) == (
        "caretaker Minister of Foreign Affairs",
        "2023-08-17",
        "2024-03-04",
    )
    state = book.state_of(entry)
    assert state is not None
    assert state.name == "Pakistan"


def test_a_state_is_an_actor_and_a_place_with_a_capital_and_bodies(book: Gazetteer) -> None:
    iran = book.get("state/iran")
    assert iran is not None
    assert (iran.cls, iran.place, iran.qid) == (ActorClass.STATE, PlaceKind.COUNTRY, "Q794")
    assert book.state_of(iran) is iran
    capital, ministry = book.capital("state/iran"), book.body("foreign-ministry", "state/iran")
    assert capital is not None
    assert ministry is not None
    assert (capital.name, ministry.name) == ("Tehran", "Foreign Ministry of Iran")


def test_every_state_has_a_foreign_ministry_and_an_army(book: Gazetteer) -> None:
    for name in ("Chad", "Vanuatu", "United States", "South Sudan", "Turkey"):
        (state,) = [e for e in book.lookup(name) if e.cls is ActorClass.STATE]
        assert book.body("foreign-ministry", state.id)
        assert book.body("armed-forces", state.id)


def test_a_place_knows_its_position_and_the_places_around_it(book: Gazetteer) -> None:
    (panjgur,) = book.lookup("Panjgur")
    assert (panjgur.place, panjgur.within, panjgur.state) == (
        PlaceKind.CITY,
        "place/balochistan",
        "state/pakistan",
    )
    assert panjgur.lat == pytest.approx(26.97, abs=0.1)
    assert panjgur.lon == pytest.approx(64.1, abs=0.1)


def test_an_entry_is_found_by_its_wikidata_id(book: Gazetteer) -> None:
    assert [e.id for e in book.by_qid("Q843")] == ["state/pakistan"]
    assert book.by_qid("Q0") == ()


def test_no_gazetteer_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match=r"kg\.gazetteer\.compile"):
        Gazetteer(tmp_path / "none.sqlite")


def test_a_forked_process_opens_the_gazetteer_for_itself() -> None:
    program = (
        "import os; from kg.gazetteer import load; mine = load(); "
        "pid = os.fork(); "
        "ok = load() is not mine and load().get('state/iran') is not None if pid == 0 else True; "
        "os._exit(0 if ok else 1) if pid == 0 else print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "0"
