"""What is offered to Wikidata: offices and names, with their references, and nothing that is not sure."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest
from quickstatements_client import DateQualifier, EntityLine, EntityQualifier, TextLine, TextQualifier

from kg.gazetteer.codes import office
from kg.graph.formats import write
from kg.graph.quickstatements import quickstatements
from kg.graph.rdf import quads
from kg.graph.tables import Row
from kg.model import Link
from tests import factory
from tests.factory import BASE

WD = "http://www.wikidata.org/entity/"
BIDEN = {
    "wikidata": f"{WD}Q6279",
    "name": "Joe Biden",
    "role": "President",
    "bodyWikidata": f"{WD}Q30",
    "body": "United States",
    "words": "Joe Biden",
    "sentence": "While President Joe Biden told reporters so, the Kremlin was silent.",
    "article": "a.txt",
    "outlet": "The Border Gazette",
    "title": "Neighbours trade strikes",
    "issued": "2024-01-19",
    "url": "https://gazette.example/1",
}
ZELENSKIY = {
    "wikidata": f"{WD}Q3874799",
    "name": "Volodymyr Zelenskyy",
    "class": "Person",
    "alias": "Volodimir Zelensky",
    "outlets": "2",
}


def lines(told: Iterable[Row] = (), met: Iterable[Row] = ()) -> list[str]:
    return quickstatements({"offices-told": list(told), "names-met": list(met)}).splitlines()


def exported(known: Iterable[ox.Quad]) -> str:
    store = ox.Store()
    store.extend(known)
    out = io.BytesIO()
    write(store, "quickstatements", out, base_iri=BASE)
    return out.getvalue().decode()


def parsed(line: str) -> EntityLine | TextLine:
    """The line in the model of a library for QuickStatements; raises where it is none."""
    command, _, comment = line.partition(" /* ")
    assert comment.endswith(" */")
    subject, predicate, target, *rest = command.split("\t")
    qualifiers = []
    for name, value in zip(rest[::2], rest[1::2], strict=True):
        assert name.startswith("S")
        if re.fullmatch(r"Q\d+", value):
            qualifiers.append(EntityQualifier(predicate=name, target=value))
        elif re.fullmatch(r"\+\d{4}-\d\d-\d\dT00:00:00Z/(9|10|11)", value):
            qualifiers.append(DateQualifier(predicate=name, target=value))
        else:
            text = re.fullmatch(r'(?:[a-z]+:)?"([^\t\n]+)"', value)
            assert text, value
            qualifiers.append(TextQualifier(predicate=name, target=text[1]))
    if predicate.startswith("P"):
        return EntityLine(subject=subject, predicate=predicate, target=target, qualifiers=qualifiers)
    return TextLine(subject=subject, predicate=predicate, target=target.strip('"'), qualifiers=qualifiers)


def test_an_office_comes_with_a_reference_to_the_article_that_says_it() -> None:
    (line,) = lines([BIDEN])
    assert line.split(" /* ")[0].split("\t") == [
        "Q6279", "P39", "Q11696", "S854", '"https://gazette.example/1"', "S1476", 'en:"Neighbours trade strikes"',
        "S577", "+2024-01-19T00:00:00Z/11", "S1683", 'en:"President Joe Biden"',
    ]  # fmt: skip


def test_every_line_is_one_for_a_library_of_the_tool() -> None:
    reuters = {**BIDEN, "outlet": "Reuters", "url": "https://wire.example/2", "issued": "2024-01"}
    found = lines([BIDEN, reuters], [ZELENSKIY])
    read = [parsed(line) for line in found]
    assert [type(one) for one in read] == [TextLine, EntityLine, EntityLine]
    for line, one in zip(found, read, strict=True):
        assert one.get_line(sep="\t") == line.partition(" /* ")[0].replace('en:"', '"')


def test_an_outlet_that_the_gazetteer_knows_is_where_it_is_stated() -> None:
    (line,) = lines([{**BIDEN, "outlet": "Reuters"}])
    assert "\tS248\tQ130879\t" in line


def test_each_outlet_gives_one_reference_the_earliest_it_has() -> None:
    later = {**BIDEN, "article": "b.txt", "issued": "2024-01-20", "url": "https://gazette.example/2"}
    other = {**later, "outlet": "Wire & Co", "url": "https://wire.example/2"}
    found = lines([later, other, BIDEN])
    assert len(found) == 2
    assert [line.count("gazette.example/1") for line in found] == [1, 0]


@pytest.mark.parametrize(
    ("iso", "written"), [("2024-01", "+2024-01-00T00:00:00Z/10"), ("2024", "+2024-00-00T00:00:00Z/9")]
)
def test_a_month_or_a_year_stays_one(iso: str, written: str) -> None:
    (line,) = lines([{**BIDEN, "issued": iso}])
    assert f"S577\t{written}\t" in line


@pytest.mark.parametrize(
    "sentence",
    [
        "Former President Joe Biden told reporters so.",
        "The ex-President Joe Biden told reporters so.",
        "Then-vice President Joe Biden told reporters so.",
        "It was acting President Joe Biden who told them.",
        "“Our dear President Joe Biden is wrong,” the critic said.",
        'The critic wrote: "President Joe Biden is wrong."',
        "The President met Joe Biden.",
        "Joe Biden wants to be President.",
    ],
)
def test_an_office_that_the_sentence_does_not_plainly_give_is_not_offered(sentence: str) -> None:
    assert lines([{**BIDEN, "sentence": sentence}]) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "caretaker Prime Minister", "sentence": "The caretaker Prime Minister Joe Biden came."},
        {"role": "governor", "sentence": "The governor Joe Biden came."},
        {"bodyWikidata": f"{WD}Q1065"},
        {"words": "Biden", "sentence": "President Biden came."},
    ],
)
def test_a_title_without_an_office_of_its_own_is_not_offered(changed: dict[str, str]) -> None:
    assert lines([{**BIDEN, **changed}]) == []


def test_a_title_that_fits_the_offices_of_two_states_is_not_offered() -> None:
    assert lines([BIDEN, {**BIDEN, "bodyWikidata": f"{WD}Q142"}]) == []


def test_only_a_certain_link_gives_anything() -> None:
    known = factory.knowledge()
    assert exported(quads(known, BASE)) == ""
    kakar = next(actor for actor in known.actors if "kakar" in actor.id)
    sure = replace(kakar, links=(Link(f"{WD}Q50345548"),))
    actors = tuple(sure if actor.id == kakar.id else actor for actor in known.actors)
    (line,) = exported(quads(replace(known, actors=actors), BASE)).splitlines()
    assert line.startswith(
        'Q50345548\tP39\tQ735575\tS854\t"https://gazette.example/2024/01/19/strikes?page=1"\t'
    )
    assert 'en:"Prime Minister Anwaar-ul-Haq Kakar"' in line


def test_an_article_that_nobody_can_look_up_is_no_reference() -> None:
    known = factory.knowledge()
    actors = tuple(
        replace(a, links=(Link(f"{WD}Q50345548"),)) if "kakar" in a.id else a for a in known.actors
    )
    articles = tuple(replace(article, url=None) for article in known.articles)
    assert exported(quads(replace(known, actors=actors, articles=articles), BASE)) == ""


def test_another_spelling_of_a_full_name_is_offered_as_an_alias() -> None:
    (line,) = lines(met=[ZELENSKIY])
    assert line == 'Q3874799\tAen\t"Volodimir Zelensky" /* conflict-kg: met in articles of 2 outlets */'


@pytest.mark.parametrize(
    "changed",
    [
        {"alias": "Zelenskiy"},
        {"alias": "Volodymyr Zelensky"},
        {"alias": "Ukrainian President"},
        {"wikidata": f"{WD}Q794", "class": "State", "alias": "Islamic Tehran"},
        {"wikidata": f"{WD}Q58967", "class": "GovernmentBody", "alias": "Israeli Military"},
        {"wikidata": f"{WD}Q38799", "class": "ArmedGroup", "alias": "Palestinian fighters"},
        {"wikidata": f"{WD}Q1", "class": "ArmedGroup", "alias": "New Front"},
    ],
)
def test_last_names_descriptions_and_known_names_are_no_aliases(changed: dict[str, str]) -> None:
    assert lines(met=[{**ZELENSKIY, **changed}]) == []


def test_a_text_cannot_break_out_of_its_line() -> None:
    (line,) = lines([{**BIDEN, "title": "One\n\tQ1\tP31\tQ5 /* two */"}])
    assert line.count("/*") == 1
    assert parsed(line).target == "Q11696"


def test_a_text_too_long_for_wikidata_is_left_out_and_not_cut() -> None:
    (line,) = lines([{**BIDEN, "title": "long " * 100}])
    assert "S1476" not in line
    assert "long" not in line


@pytest.mark.parametrize(
    ("of", "title", "found"),
    [
        ("Q843", "Prime Minister", "Q735575"),
        ("Q794", "Minister of Foreign Affairs", "Q127710"),
        ("Q148", "Premier", "Q4122271"),
        ("Q183", "chancellor", "Q4970706"),
        ("Q1065", "UN Secretary-General", "Q81066"),
        ("Q843", "Chief Minister", None),
        ("Q843", "Deputy Prime Minister", None),
        ("Q30", "foreign minister", None),
    ],
)
def test_a_title_names_an_office_only_when_it_is_nothing_else(of: str, title: str, found: str | None) -> None:
    assert office(of, title) == found
