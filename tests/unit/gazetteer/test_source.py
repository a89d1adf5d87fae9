"""The source tables, what is compiled from them, and what the check finds when they are wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg.gazetteer import Term
from kg.gazetteer.check import check, check_drafts
from kg.gazetteer.compile import SOURCE, compile, digest, drafts
from kg.gazetteer.derive import read
from kg.gazetteer.draft import Draft
from kg.gazetteer.store import DATABASE
from kg.model import ActorClass, PlaceKind

PAKISTAN = Draft("state/pakistan", "Pakistan", 90, ActorClass.STATE, PlaceKind.COUNTRY, qid="Q843")
PANJGUR = Draft(
    "place/panjgur", "Panjgur", 70, place=PlaceKind.CITY, state="state/pakistan", lat=26.97, lon=64.1
)
OFFICIAL = Draft("person/a-b", "A B", 50, ActorClass.PERSON, state="state/pakistan")
BOXES = {"state/pakistan": (24.0, 36.9, 61.0, 77.0)}


def codes(*rows: Draft) -> list[str]:
    return [problem.code for problem in check_drafts(rows, frozenset({"date", "who"}), BOXES)]


@pytest.fixture(scope="module")
def all_drafts() -> Sequence[Draft]:
    return drafts()


def test_the_source_has_no_problem() -> None:
    assert check() == ()


def test_sound_entries_give_no_problem() -> None:
    assert codes(PAKISTAN, PANJGUR, OFFICIAL) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(PANJGUR, id="Place/Panjgur"), "malformed-id"),
        (replace(PANJGUR, qid="843"), "malformed-qid"),
        (replace(PANJGUR, qid="Q843"), "shared-qid"),
        (replace(PANJGUR, aliases=("Date",)), "english-word"),
        (replace(PANJGUR, lat=52.0, lon=5.0), "outside-its-state"),
        (replace(PANJGUR, lat=520.0), "impossible-position"),
        (replace(PANJGUR, lon=None), "half-position"),
        (replace(PANJGUR, state="state/atlantis"), "dangling"),
        (replace(PANJGUR, state="person/a-b"), "not-a-state"),
        (replace(PANJGUR, source=("somebody", "")), "no-source"),
        (replace(PANJGUR, place=None), "no-class"),
        (replace(PANJGUR, aliases=("-",)), "empty-name"),
        (replace(PANJGUR, terms=(Term("Mayor", "2020", "2019-05"),)), "ends-before-it-starts"),
        (replace(PANJGUR, terms=(Term("Mayor", "May 2020"),)), "malformed-date"),
    ],
)
def test_a_wrong_entry_is_found(wrong: Draft, code: str) -> None:
    assert code in codes(PAKISTAN, OFFICIAL, wrong)


def test_an_acronym_that_spells_a_word_is_allowed_because_its_capitals_are_required() -> None:
    assert codes(PAKISTAN, replace(PANJGUR, aliases=("WHO",))) == []


def test_two_entries_of_one_id_are_found() -> None:
    assert "duplicate-id" in codes(PAKISTAN, PANJGUR, PANJGUR)


def test_the_compiled_file_is_that_of_the_source() -> None:
    compiled = sqlite3.connect(f"{DATABASE.as_uri()}?mode=ro", uri=True)
    try:
        (found,) = compiled.execute("SELECT value FROM about WHERE name = 'digest'").fetchone()
    finally:
        compiled.close()
    assert found == digest(), "compile it anew: python -m kg.gazetteer.compile"


def test_the_same_source_compiles_to_the_same_bytes_and_is_small_enough(tmp_path: Path) -> None:
    compile(SOURCE, tmp_path / "once.sqlite")
    once = (tmp_path / "once.sqlite").read_bytes()
    assert once == DATABASE.read_bytes()
    assert len(once) <= 20_000_000


def test_no_id_comes_from_a_source_that_asks_for_share_alike(all_drafts: Sequence[Draft]) -> None:
    alone = [
        d
        for d in all_drafts
        if d.source[0].split(";")[0].startswith("confirmordeny/supraverden") and ";" not in d.source[0]
    ]
    assert alone
    assert all(d.qid is None for d in alone)


def test_every_id_is_proven_by_a_source_other_than_the_project(all_drafts: Sequence[Draft]) -> None:
    assert [d.id for d in all_drafts if d.qid and d.source[0] == "compiled by the project"] == []


def test_a_table_with_a_cell_too_many_is_refused(tmp_path: Path) -> None:
    (tmp_path / "states.csv").write_text("iso2,name\nPK,Pakistan,more\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"states\.csv, row 2"):
        read(tmp_path / "states.csv")
