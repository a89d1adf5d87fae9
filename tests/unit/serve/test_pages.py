"""What a page shows of a node: every source whole, every count as it was given, every node that a mention tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from kg import vocab
from kg.graph.rdf import quads
from kg.model import Contradiction, Knowledge, PartialDate, When
from kg.naming import mention_node
from kg.serve import questions
from tests import factory
from tests.serving import BASE, Running, publish_quads, serving, settle


def _world() -> Knowledge:
    """The small world, where two tellings of the second strike differ on its day, the first of them words that tell
    of the first strike too, and two sources deny the third."""
    world = factory.knowledge()
    first, second, third = world.strikes
    hit, thursdays = second.members
    hit = replace(hit, when=When(PartialDate("2024-01-18")))
    thursdays = replace(thursdays, when=When(PartialDate("2024-01-17")))
    denied = third.members[0]
    denied = replace(denied, mention=replace(denied.mention, according_to=("actor/iran", "actor/pakistan")))
    return replace(
        world,
        strikes=(
            replace(first, members=(*first.members, hit)),
            replace(second, members=(hit, thursdays)),
            replace(third, members=(denied,)),
        ),
        contradictions=(
            *world.contradictions,
            Contradiction(
                "contradiction/saravan-date",
                second.id,
                "date",
                (mention_node(hit.mention), mention_node(thursdays.mention)),
            ),
        ),
    )


WORLD = _world()
FIRST, SECOND, DENIED = WORLD.strikes


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("graph")
    publish_quads(folder, quads(WORLD, BASE))
    with serving(folder) as server:
        settle(server)
        yield server


def test_a_page_is_the_same_whether_the_graph_is_in_memory_or_on_disk(
    running: Running, tmp_path: Path
) -> None:
    publish_quads(tmp_path, quads(WORLD, BASE))
    nodes = [node.id for node in (*WORLD.strikes, *WORLD.actors, *WORLD.places, *WORLD.contradictions)]
    mentions = [mention_node(member.mention) for member in (*DENIED.members, *SECOND.members)]
    with serving(tmp_path, graph_memory=0) as disk:
        settle(disk)
        for path in (*nodes, *mentions, "article/gazette.txt", "timeline"):
            assert _words(disk, path) == _words(running, path)


def _words(running: Running, path: str) -> str:
    """The text of a page with single spaces, without its tags."""
    page = running.ask(f"/{path}", headers={"Accept": "text/html"})
    assert page.status == 200, path
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page.text)).split())


@pytest.mark.parametrize(
    "path", [mention_node(DENIED.members[0].mention), DENIED.id], ids=["mention", "event"]
)
def test_whose_claim_it_is_stands_there_by_name(running: Running, path: str) -> None:
    assert "according to Iran, Pakistan" in _words(running, path)


def test_an_attacker_whom_only_others_accuse_is_marked(running: Running) -> None:
    assert "only accused" in _words(running, DENIED.id)
    assert "only accused" not in _words(running, FIRST.id)


def test_a_contradiction_gives_each_count_as_it_was_given_with_its_source(running: Running) -> None:
    page = _words(running, "contradiction/saravan-deaths")
    assert "at least 9 dead" in page
    assert "according to Iran" in page
    assert not re.search(r"according to (\w, )+", page)


def test_a_count_stands_on_its_page_with_the_words_that_give_it(running: Running) -> None:
    page = _words(running, WORLD.casualties[-1].id)
    for mention in WORLD.casualties[-1].mentions:
        assert " ".join(mention.sentence.text.split()) in page


def test_a_contradiction_on_a_day_says_which_day_each_telling_gives(running: Running) -> None:
    page = _words(running, "contradiction/saravan-date")
    assert "tells of 2024-01-18" in page
    assert "tells of 2024-01-17" in page


def test_words_that_tell_of_two_strikes_stand_under_both_on_the_page_of_the_article(running: Running) -> None:
    page = running.ask("/article/gazette.txt", headers={"Accept": "text/html"}).text
    headings = re.findall(r'<h3><a href="/([^"]*)"', page)
    assert headings.count(FIRST.id) == len(FIRST.members)
    assert SECOND.id in headings


def test_an_event_names_what_its_accounts_differ_on_once(running: Running) -> None:
    page = _words(running, SECOND.id)
    assert "On the deaths" in page
    assert "accounts differ" not in page


def test_a_hit_on_a_name_gives_the_name_once_and_one_on_a_quote_gives_the_quote(running: Running) -> None:
    hits = running.ask("/search", q="Kakar", headers={"Accept": "text/html"}).text
    assert hits.count("Anwaar-ul-Haq <mark>Kakar</mark></a>") == 1
    quotes = _words(running, "search?q=sovereignty")
    assert "“Our sovereignty cannot be compromised,” Prime Minister" in quotes


def test_how_sure_the_grouping_is_does_not_read_as_how_sure_it_is_that_it_happened(running: Running) -> None:
    page = _words(running, SECOND.id)
    assert f"{SECOND.confidence} that its 2 tellings are one event, not that it happened" in page
    assert "confidence" not in page
    assert "are one event" not in _words(running, DENIED.id), (
        "who is told of once has nobody to be confused with"
    )


def test_an_event_says_who_corrected_it_when_and_why(running: Running) -> None:
    page = _words(running, SECOND.id)
    assert "Corrected by A. Smith, 2024-02-01: same-event: “Thursday's strikes” in a.txt" in page
    assert "Both mean Saravan." in page


def test_a_place_says_where_it_lies(running: Running) -> None:
    assert "26.97° N, 64.1° E" in _words(running, "place/panjgur")


def test_a_question_that_needs_nothing_more_is_answered_at_once(running: Running) -> None:
    answered = _words(running, "queries/who-struck-whom")
    assert SECOND.id in answered
    assert "Ask " not in answered
    assert FIRST.id not in _words(running, "queries/strikes-on")


def test_the_map_of_a_timeline_has_the_places_of_the_events_that_it_lists(running: Running) -> None:
    for path in ("timeline", "timeline?from=2024-01-16&to=2024-01-16"):
        page = _page(running, path)
        assert 'aria-label="Map of 1 place"' in page, path
        assert "<title>Panjgur: 1</title>" in page
    assert "Map of" not in _page(running, "timeline?from=2024-01-18"), "Panjgur was hit two days before"


def test_events_without_a_day_come_after_those_with_one(running: Running) -> None:
    page = _page(running, "actor/pakistan")
    dated = [day != "no date known" for day in re.findall(r'<span class="when">([^<]*)</span>', page)]
    assert dated == sorted(dated, reverse=True)
    assert {True, False} <= set(dated)


def test_a_list_that_is_cut_says_so(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "the first" not in _words(running, "actor/pakistan")
    short = tuple((name, re.sub(r"LIMIT \d+$", "LIMIT 1", text)) for name, text in questions.ACTOR)
    monkeypatch.setattr(questions, "ACTOR", short)
    page = _words(running, "actor/pakistan")
    assert "Events (the first 1)" in page
    assert "Belongs to it (the first 1)" in page
    assert "More are in the data." in page


def test_what_is_not_there_can_be_searched_for(running: Running) -> None:
    page = running.ask("/strike/2024-01-16-iran-quetta", headers={"Accept": "text/html"})
    assert page.status == 404
    assert 'href="/search?q=2024%2001%2016%20iran%20quetta"' in page.text


def test_a_day_says_in_words_whence_it_is(running: Running) -> None:
    assert "day worked out" in _words(running, SECOND.id)


def test_a_term_leads_to_what_it_means_on_this_server(running: Running) -> None:
    terms = _page(running, "terms")
    assert 'id="confidence"' in terms
    assert "not how sure it is that the event happened" in terms
    for path in (FIRST.id, "contradiction/saravan-deaths", "search?q=missile", "timeline"):
        page = _page(running, path)
        assert "https://w3id.org/conflict-kg#" not in re.sub(r'<option value="[^"]*"', "", page), path
        for name in re.findall(r'href="/terms#([^"]*)"', page):
            assert f'id="{name}"' in terms
    assert 'href="/terms#Missile"' in _page(running, FIRST.id)


def test_every_term_of_the_ontology_is_explained_once(running: Running) -> None:
    explained = re.findall(r'<div id="([^"]*)"', _page(running, "terms"))
    assert sorted(explained) == sorted(
        f"{vocab.CLASSES} {vocab.PROPERTIES} {' '.join(vocab.SCHEMES)} {vocab.CONCEPTS}".split()
    )


def _page(running: Running, path: str) -> str:
    return running.ask(f"/{path}", headers={"Accept": "text/html"}).text
