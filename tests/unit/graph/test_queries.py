"""What each canned query answers on the small world."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph.canned import find, queries
from kg.graph.rdf import quads
from kg.model import Factuality
from kg.resolve import resolve
from tests.factory import BASE
from tests.resolve_factory import Telling, day

FIRST, SECOND = "strike/2024-01-16-iran-panjgur", "strike/2024-01-18-pakistan-saravan"


def rows(store: ox.Store, name: str, *columns: str, **params: str) -> list[tuple[str | None, ...]]:
    found = store.query(find(name).bind(params, base_iri=BASE), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)

    def told(row: ox.QuerySolution, column: str) -> str | None:
        term = row[column]
        if term is None:
            return None
        value = str(term.value).removeprefix(BASE)  # type: ignore[union-attr]
        # The order within GROUP_CONCAT is the engine's own.
        return ", ".join(sorted(value.split(", "))) if ", " in value and column.endswith("s") else value

    return [tuple(told(row, column) for column in columns) for row in found]


def test_strikes_on_a_country_by_name_in_any_case(store: ox.Store) -> None:
    columns = ("strike", "date", "attackers", "weapons", "articles")
    assert rows(store, "strikes-on", *columns, country="pakistan") == [
        ("strike/quetta", None, "Iran (claimed)", None, "1"),
        (FIRST, "2024-01-16", "Iran", "drone, missile", "1"),
    ]


def test_strikes_on_a_country_are_found_by_another_of_its_names(store: ox.Store) -> None:
    assert rows(store, "strikes-on", "strike", country="Tehran") == [(SECOND,)]


def test_strikes_on_a_country_that_was_not_struck_are_none(store: ox.Store) -> None:
    assert rows(store, "strikes-on", "strike", country="India") == []


def test_every_count_is_a_row_with_whose_count_it_is(store: ox.Store) -> None:
    found = rows(store, "who-struck-whom", "strike", "attackers", "targets", "deaths", "injuries", "victims")
    assert [row[:5] for row in found] == [
        ("strike/quetta", "Iran (claimed)", "Pakistan", None, None),
        (FIRST, "Iran", "Pakistan", "2", None),
        (SECOND, "Pakistan", "Iran", "7", None),
        (SECOND, "Pakistan", "Iran", "9", "3"),
    ]
    assert rows(store, "who-struck-whom", "deaths", "accordingTo")[1:] == [
        ("2", "Pakistan"),
        ("7", None),
        ("9", "Iran"),
    ]


def test_contradicting_counts_stand_side_by_side_with_their_words(store: ox.Store) -> None:
    assert rows(store, "contradicting-counts", "deaths", "accordingTo", "words", "article", "property") == [
        ("7", None, "put the toll", "wire/19 jan.txt", "deaths"),
        ("9", "Iran", "killing at least nine people", "gazette.txt", "deaths"),
    ]


def test_answers_to_strikes_come_in_order_of_time(store: ox.Store) -> None:
    assert rows(store, "answers-to-strikes", "strikeDate", "type", "initiators", "recipients") == [
        ("2024-01-16", "recall of an ambassador", "Pakistan", "Iran"),
        ("2024-01-18", "appeal", "United Nations", "Iran, Pakistan"),
    ]
    assert rows(store, "answers-to-strikes", "type", strike="panjgur") == [("recall of an ambassador",)]


def test_who_urged_restraint_is_told_in_the_articles_words(store: ox.Store) -> None:
    assert rows(store, "urged-restraint", "who", "towards", "sentence") == [
        ("United Nations", "Iran, Pakistan", "The United Nations urged both countries to show restraint.")
    ]


def test_what_one_person_said_comes_with_the_quoted_words(store: ox.Store) -> None:
    assert rows(store, "said-by", "speaker", "act", "quotation", "article", speaker="kakar") == [
        ("Anwaar-ul-Haq Kakar", "said", "Our sovereignty cannot be compromised,", "gazette.txt")
    ]
    assert rows(store, "said-by", "content", "quotation", speaker="Pakistan") == [
        ("the attack killed two children", None)
    ]


def test_what_an_actor_denied_is_told_apart_from_what_he_said() -> None:
    t = Telling("a", "2024-03-08").says("Rwanda denied that its army had shelled Goma.")
    t.states(rw="state/rwanda")
    t.statement("denied", "rw", "its army had shelled Goma", cameo="016")
    store = ox.Store()
    store.extend(quads(resolve([t.article], [t.extraction]).knowledge, BASE))
    assert rows(store, "said-by", "act", "content", speaker="rwanda") == [
        ("denied", "its army had shelled Goma")
    ]


def test_what_is_only_denied_is_told_with_who_denies_it(store: ox.Store) -> None:
    assert rows(store, "claimed-or-denied", "factuality", "accordingTo", "event") == [
        ("denied", "Iran", "strike/quetta")
    ]


def test_who_is_only_accused_stands_beside_who_accuses_or_denies(store: ox.Store) -> None:
    columns = ("event", "attacker", "factuality", "accordingTo")
    assert rows(store, "only-accused", *columns) == [("strike/quetta", "Iran", "denied", "Iran")]


def test_articles_that_print_the_same_report_are_told() -> None:
    def printed(id: str, *more: str) -> Telling:
        t = Telling(id).says("Iran struck Pakistan hard.").states(ir="state/iran", pk="state/pakistan")
        t.strike("struck", "ir", "pk", when=day("2024-01-16"))
        for words in ("Iran struck Pakistan again.", *more):
            t.says(words).strike("struck", "ir", "pk", when=day("2024-01-16"))
        return t

    tellings = [
        printed("a"),
        printed("b", "Iran struck Pakistan once more."),
        Telling("c").says("It rained."),
    ]
    store = ox.Store()
    store.extend(
        quads(resolve([t.article for t in tellings], [t.extraction for t in tellings]).knowledge, BASE)
    )
    columns = ("article", "otherArticle", "shared", "sentences", "otherSentences")
    assert rows(store, "shared-wording", *columns) == [("a", "b", "2", "2", "3")]


def test_corrections_say_who_decided_what_and_why(store: ox.Store) -> None:
    assert rows(store, "corrections", "date", "author", "note", "node") == [
        ("2024-02-01", "A. Smith", "Both mean Saravan.", "strike/2024-01-18-pakistan-saravan")
    ]


def test_the_timeline_leaves_out_what_is_denied_or_undated(store: ox.Store) -> None:
    assert rows(store, "timeline", "date", "basis", "class", "articles") == [
        ("2024-01", "resolved", "diplomatic action", "1"),
        ("2024-01-16", "resolved", "strike", "1"),
        ("2024-01-18", "resolved", "strike", "2"),
    ]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2024-01-17", "", ["2024-01-18"]),
        ("", "2024-01-16", ["2024-01", "2024-01-16"]),
        ("2024", "2024", ["2024-01", "2024-01-16", "2024-01-18"]),
        ("2024-01-16", "2024-01", ["2024-01-16", "2024-01-18"]),
        ("2025", "", []),
    ],
)
def test_the_timeline_can_be_cut_at_days_months_and_years(
    store: ox.Store, since: str, until: str, expected: list[str]
) -> None:
    assert [date for (date,) in rows(store, "timeline", "date", since=since, until=until)] == expected


def test_actors_without_a_certain_link_are_listed_as_such(store: ox.Store) -> None:
    found = rows(store, "actors", "label", "class", "wikidata", "maybe", "events")
    assert found == [
        ("Pakistan", "state", "http://www.wikidata.org/entity/Q843", None, "6"),
        ("Iran", "state", "http://www.wikidata.org/entity/Q794", None, "5"),
        ("Anwaar-ul-Haq Kakar", "person", None, "http://www.wikidata.org/entity/Q0", "1"),
        ("United Nations", "international organization", None, None, "1"),
    ]


def test_articles_are_counted_by_what_they_report(store: ox.Store) -> None:
    assert rows(
        store, "articles", "identifier", "issued", "basis", "publisher", "events", "strikes", "statements"
    ) == [
        ("gazette.txt", "2024-01-19", "stated", "The Border Gazette", "5", "2", "2"),
        ("wire/19 jan.txt", "2024-01-20", "inferred", "Wire & Co", "3", "2", "0"),
    ]


def test_only_places_with_coordinates_are_for_the_map(store: ox.Store) -> None:
    assert rows(store, "places", "wkt", "wktLabel", "precision", "country", "events") == [
        ("POINT(64.1 26.97)", "Panjgur", "city", "Pakistan", "1")
    ]


def test_the_evidence_for_an_event_is_every_sentence_that_tells_of_it(store: ox.Store) -> None:
    found = rows(store, "evidence-for", "article", "begin", "words", "factuality", event=SECOND)
    assert found == [
        ("gazette.txt", "147", "strikes on villages", "asserted"),
        ("wire/19 jan.txt", "30", "Thursday's strikes", "asserted"),
    ]
    assert (
        rows(store, "evidence-for", "article", "begin", "words", "factuality", event=f"{BASE}{SECOND}")
        == found
    )


def test_what_was_known_on_a_day_leaves_out_what_was_published_later(store: ox.Store) -> None:
    assert rows(store, "known-on", "strike", "articles", "deaths", day="2024-01-19") == [
        (FIRST, "1", "2"),
        (SECOND, "1", "9"),
    ]
    assert len(rows(store, "known-on", "strike", day="2024-01-20")) == 4
    assert rows(store, "known-on", "strike", day="2024-01-18") == []


def test_what_came_out_some_time_in_a_month_is_not_known_before_the_month_is_over(store: ox.Store) -> None:
    vague = ox.Store()
    for quad in store:
        if quad.predicate.value.endswith("/issued"):
            month = ox.Literal(
                "2024-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")
            )
            quad = ox.Quad(quad.subject, quad.predicate, month, quad.graph_name)
        vague.add(quad)
    assert rows(vague, "known-on", "strike", day="2024-01-31") == []
    assert len(rows(vague, "known-on", "strike", day="2024-02-01")) == 4


def test_who_says_what_differently_is_one_query(store: ox.Store) -> None:
    assert rows(store, "who-says-what", "event", "property", "claim", "accordingTo") == [
        (SECOND, "deaths", "casualties/saravan-7", None),
        (SECOND, "deaths", "casualties/saravan-9", "Iran"),
    ]


def test_who_has_which_day_is_told_with_the_contradiction() -> None:
    def raid(id: str, iso: str) -> Telling:
        t = Telling(id, "2024-03-08").says(
            "Rwanda bombed the Mugote dam near Goma and killed five engineers."
        )
        t.states(rw="state/rwanda").place("goma", "Goma")
        t.dead("five", 5, t.strike("bombed", "rw", (), "goma", day(iso)))
        return t

    told = [raid("a", "2024-03-05"), raid("b", "2024-03-06")]
    world = resolve([t.article for t in told], [t.extraction for t in told]).knowledge
    store = ox.Store()
    store.extend(quads(world, BASE))
    assert rows(store, "who-says-what", "property", "says") == [
        ("date", "2024-03-05"),
        ("date", "2024-03-06"),
    ]


def test_how_factual_each_side_puts_it_is_told_with_the_contradiction() -> None:
    def raid(id: str, factuality: Factuality) -> Telling:
        t = Telling(id, "2024-03-08").says("Rwanda bombed the Mugote dam near Goma on Tuesday.")
        t.states(rw="state/rwanda").place("goma", "Goma")
        t.strike("bombed", "rw", (), "goma", day("2024-03-05"), how=factuality, source="rw")
        return t

    told = [raid("a", Factuality.CLAIMED), raid("b", Factuality.DENIED)]
    store = ox.Store()
    store.extend(quads(resolve([t.article for t in told], [t.extraction for t in told]).knowledge, BASE))
    assert rows(store, "who-says-what", "property", "says", "accordingTo") == [
        ("factuality", "claimed", "Rwanda"),
        ("factuality", "denied", "Rwanda"),
    ]


def test_an_event_is_explained_by_score_and_reason_and_whence_the_day_is(store: ox.Store) -> None:
    assert rows(store, "explain-event", "article", "score", "reason", "dayIs", event=SECOND) == [
        ("gazette.txt", "1", "the first to tell of it", "inferred"),
        ("wire/19 jan.txt", "0.9", "same day, and the article knows no other strike", None),
    ]


def test_chains_of_response_count_their_steps(store: ox.Store) -> None:
    assert rows(store, "response-chains", "steps", "event") == [
        ("1", "action/pakistan-recall-iran"),
        ("1", SECOND),
        ("2", "action/un-appeal-iran-pakistan"),
    ]


def test_the_event_table_has_the_code_books_columns(store: ox.Store) -> None:
    found = rows(
        store,
        "event-table",
        "event_id",
        "time_precision",
        "plover_type",
        "cameo_code",
        "deaths_low",
        "deaths_high",
        "injuries_high",
    )
    assert found[-2:] == [
        (FIRST, "day", "ASSAULT", "194", "2", "2", None),
        (SECOND, "day", "ASSAULT", "190", "7", "9", "5"),
    ]
    assert ("action/pakistan-recall-iran", "month", "SANCTION", "161", None, None, None) in found


def test_the_parties_of_an_event_come_with_side_class_and_certain_link(store: ox.Store) -> None:
    found = rows(store, "event-parties", "event", "side", "name", "class", "wikidata")
    assert found[1:3] == [
        ("action/pakistan-recall-iran", "recipient", "Iran", "State", "http://www.wikidata.org/entity/Q794"),
        ("action/un-appeal-iran-pakistan", "actor", "United Nations", "InternationalOrganization", None),
    ]


def test_the_places_of_events_come_with_what_is_known_of_them(store: ox.Store) -> None:
    assert rows(store, "event-places", "event", "name", "precision", "wkt", "country") == [
        (FIRST, "Panjgur", "city", "POINT(64.1 26.97)", "Pakistan"),
        (SECOND, "Saravan", "city", None, "Iran"),
        ("strike/quetta", "Quetta", None, None, "Pakistan"),
    ]


def test_the_sources_of_an_event_are_its_mentions(store: ox.Store) -> None:
    found = rows(store, "event-sources", "event", "article", "words", "outlet", "issued", "url")
    assert found[-3:-1] == [
        (SECOND, "gazette.txt", "strikes on villages", "The Border Gazette", "2024-01-19",
         "https://gazette.example/2024/01/19/strikes?page=1"),
        (SECOND, "wire/19 jan.txt", "Thursday's strikes", "Wire & Co", "2024-01-20", None),
    ]  # fmt: skip


def test_a_claim_does_not_read_as_a_fact_in_the_terms_of_followthemoney(store: ox.Store) -> None:
    found = rows(store, "as-ftm", "entity", "schema", "property", "value")
    assert ("strike/quetta", "Event", "name", "Iran strikes Quetta (denied)") in found
    assert (FIRST, "Event", "name", "Iran strikes Panjgur, 16 January 2024") in found
    assert ("article/gazette.txt", "Article", "publishedAt", "2024-01-19") in found


def test_offices_and_names_are_told_of_certainly_linked_actors_only(store: ox.Store) -> None:
    # Kakar's link is only likely; Iran has its other name in articles of one outlet.
    assert rows(store, "offices-told", "wikidata", "role", "sentence") == []
    assert rows(store, "names-met", "wikidata", "alias") == []
    linked = ox.Store()
    linked.extend(store)
    graph = ox.NamedNode(f"{BASE}graph/test")
    same = ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs")
    kakar = ox.NamedNode(f"{BASE}actor/anwaar-ul-haq-kakar")
    linked.add(ox.Quad(kakar, same, ox.NamedNode("http://www.wikidata.org/entity/Q50345548"), graph))
    assert rows(linked, "offices-told", "role", "body", "words", "article", "issued") == [
        ("Prime Minister", "Pakistan", "Anwaar-ul-Haq Kakar", "gazette.txt", "2024-01-19")
    ]
    tehran = ox.Quad(
        ox.NamedNode(f"{BASE}actor/iran"),
        ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"),
        ox.Literal("Iran"),
        graph,
    )
    linked.add(tehran)
    for article in ("gazette.txt", "wire%2F19%20jan.txt"):
        mention = ox.NamedNode(f"{BASE}mention/{article}_test")
        kg = "https://w3id.org/conflict-kg#"
        nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
        of = next(q.object for q in store.quads_for_pattern(None, ox.NamedNode(f"{kg}inArticle"), None, None)
                  if isinstance(q.object, ox.NamedNode) and (article[:4] in q.object.value))  # fmt: skip
        linked.add(ox.Quad(ox.NamedNode(f"{BASE}actor/iran"), ox.NamedNode(f"{kg}mention"), mention, graph))
        linked.add(ox.Quad(mention, ox.NamedNode(f"{nif}anchorOf"), ox.Literal("Iran"), graph))
        linked.add(ox.Quad(mention, ox.NamedNode(f"{kg}inArticle"), of, graph))
    assert rows(linked, "names-met", "wikidata", "class", "alias", "outlets") == [
        ("http://www.wikidata.org/entity/Q794", "State", "Iran", "2")
    ]


def test_events_can_be_had_as_sem(store: ox.Store) -> None:
    sem = "http://semanticweb.cs.vu.nl/2009/11/sem/"
    found = store.query(find("as-sem").bind(), use_default_graph_as_union=True)
    assert isinstance(found, ox.QueryTriples)
    triples = set(found)
    actors = {
        str(t.object.value).removeprefix(BASE)  # type: ignore[union-attr]
        for t in triples
        if t.predicate.value == f"{sem}hasActor" and t.subject == ox.NamedNode(BASE + FIRST)
    }
    assert actors == {"actor/iran", "actor/pakistan"}
    assert (
        ox.Triple(
            ox.NamedNode(BASE + FIRST), ox.NamedNode(f"{sem}hasPlace"), ox.NamedNode(f"{BASE}place/panjgur")
        )
        in triples
    )


def test_every_query_is_covered_here() -> None:
    # "party-and-office" needs another endpoint: tests/unit/serve/test_federation.py
    source = Path(__file__).read_text(encoding="utf-8")
    assert [query.name for query in queries() if f'"{query.name}"' not in source] == []
