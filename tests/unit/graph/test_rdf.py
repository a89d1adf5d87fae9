"""Knowledge to quads: the terms, the named graphs, and what must never depend on chance."""

from __future__ import annotations

import random
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.rdf import quads
from kg.graph.terms import under
from kg.model import Article, CasualtyReport, Count, Knowledge, Mention, PartialDate, Span, When
from kg.naming import article_graph, article_node, mention_node
from kg.vocab import kg
from tests.factory import BASE, GAZETTE, WIRE, knowledge
from tests.hashing import printed


def ask(store: ox.Store, pattern: str) -> bool:
    answer = store.query(
        "PREFIX kg: <https://w3id.org/conflict-kg#> PREFIX owl: <http://www.w3.org/2002/07/owl#> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> "
        "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        f"ASK {{ {pattern} }}",
        base_iri=BASE,
        use_default_graph_as_union=True,
    )
    assert isinstance(answer, ox.QueryBoolean)
    return bool(answer)


def data(world: Knowledge) -> set[ox.Quad]:
    return set(quads(world, BASE, ontology=False))


def test_no_blank_nodes_anywhere() -> None:
    for quad in quads(knowledge(), BASE):
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_an_actor_and_an_event_carry_their_superclass_so_that_no_reasoner_is_needed(store: ox.Store) -> None:
    assert ask(store, "<actor/iran> a kg:State, kg:Actor")
    assert ask(store, "<strike/2024-01-16-iran-panjgur> a kg:Strike, kg:Event")


def test_a_date_is_as_precise_as_it_is_known(store: ox.Store) -> None:
    assert ask(store, "<strike/2024-01-16-iran-panjgur> kg:date '2024-01-16'^^xsd:date")
    assert ask(store, "<action/pakistan-recall-iran> kg:date '2024-01'^^xsd:gYearMonth")
    assert not ask(store, "<strike/quetta> kg:date ?any")


def test_a_date_range_keeps_both_ends_and_the_words_it_comes_from() -> None:
    world = knowledge()
    when = When(PartialDate("2024-01-16"), PartialDate("2024"), span=Span(58, 65, "Tuesday"))
    strikes = (replace(world.strikes[0], when=when), *world.strikes[1:])
    store = ox.Store()
    store.extend(list(quads(replace(world, strikes=strikes), BASE)))
    assert ask(store, "<strike/2024-01-16-iran-panjgur> kg:endDate '2024'^^xsd:gYear")
    assert ask(store, "<strike/2024-01-16-iran-panjgur> kg:dateExpression 'Tuesday'")


def test_a_certain_link_is_same_as_and_a_weak_one_only_close_match_with_its_score(store: ox.Store) -> None:
    assert ask(store, "<actor/iran> owl:sameAs <http://www.wikidata.org/entity/Q794>")
    assert not ask(store, "<actor/anwaar-ul-haq-kakar> owl:sameAs ?any")
    assert ask(
        store,
        "<actor/anwaar-ul-haq-kakar> skos:closeMatch ?item ; kg:link ?link . "
        "?link kg:linkTarget ?item ; kg:confidence 0.6 ; kg:reason 'name only'",
    )


def test_a_range_of_dead_is_two_numbers_and_a_lower_bound_says_which_count_it_bounds(store: ox.Store) -> None:
    assert ask(
        store,
        "<casualties/saravan-9> kg:deaths 9 ; kg:atLeast true ; kg:deathsAtLeast true ; "
        "kg:injuries 3 ; kg:injuriesMax 5",
    )
    assert not ask(store, "<casualties/saravan-9> kg:injuriesAtLeast ?any")
    assert not ask(store, "<casualties/saravan-7> kg:atLeast ?any")


def test_a_count_that_names_a_strike_belongs_to_it_even_if_the_strike_does_not_list_it() -> None:
    world = knowledge()
    strikes = tuple(replace(strike, casualties=()) for strike in world.strikes)
    assert data(replace(world, strikes=strikes)) == data(world)


def test_counts_of_several_sources_stand_side_by_side(store: ox.Store) -> None:
    assert ask(
        store,
        "<strike/2024-01-18-pakistan-saravan> kg:casualties <casualties/saravan-9>, <casualties/saravan-7> . "
        "<casualties/saravan-9> prov:wasRevisionOf <casualties/saravan-7>",
    )


def test_a_place_without_a_known_point_has_no_geometry(store: ox.Store) -> None:
    geo = "PREFIX geo: <http://www.opengis.net/ont/geosparql#> ASK { %s }"
    for place, expected in (("panjgur", True), ("saravan", False)):
        pattern = geo % f"<place/{place}> geo:hasGeometry/geo:asWKT ?point"
        found = store.query(pattern, base_iri=BASE, use_default_graph_as_union=True)
        assert bool(found) is expected


def test_longitude_comes_before_latitude(store: ox.Store) -> None:
    points = [quad.object.value for quad in store if quad.predicate.value.endswith("#asWKT")]  # type: ignore[union-attr]
    assert points == ["POINT(64.1 26.97)"]


def test_a_replaced_name_leads_on_and_is_no_event(store: ox.Store) -> None:
    assert ask(
        store,
        "<strike/2024-01-18-unknown-saravan> a kg:ReplacedName ; kg:replacedInRevision '000002' ; "
        "dcterms:isReplacedBy <strike/2024-01-18-pakistan-saravan>",
    )
    assert not ask(store, "<strike/2024-01-18-unknown-saravan> a kg:Event")


def test_every_mention_is_verbatim() -> None:
    texts = {under(BASE, article_node(a.id)).value: a.text for a in (GAZETTE, WIRE)}
    store = ox.Store()
    store.extend(list(quads(knowledge(), BASE)))
    rows = store.query(
        "PREFIX kg: <https://w3id.org/conflict-kg#> "
        "PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> "
        "SELECT ?article ?begin ?end ?words ?from ?sentence "
        "{ ?m kg:inArticle ?article ; nif:beginIndex ?begin ; nif:endIndex ?end ; "
        "nif:anchorOf ?words ; kg:sentence ?sentence ; kg:sentenceBegin ?from }",
        use_default_graph_as_union=True,
    )
    checked = 0
    for article, begin, end, words, start, sentence in rows:  # type: ignore[union-attr]
        text = texts[article.value]
        assert text[int(begin.value) : int(end.value)] == words.value
        assert text[int(start.value) :].startswith(sentence.value)
        checked += 1
    assert checked == 20


def test_the_article_text_is_not_stored_whole() -> None:
    assert not any(GAZETTE.text in str(quad.object) for quad in quads(knowledge(), BASE))


def test_taking_an_articles_graph_out_takes_its_evidence_out_and_nothing_else() -> None:
    store = ox.Store()
    store.extend(list(quads(knowledge(), BASE)))
    store.remove_graph(under(BASE, article_graph(WIRE.id)))
    assert not ask(store, "?mention kg:inArticle <article/wire/19%20jan.txt>")
    assert not ask(store, "?event kg:reportedIn <article/wire/19%20jan.txt>")
    assert ask(store, "<strike/2024-01-18-pakistan-saravan> kg:reportedIn <article/gazette.txt>")
    assert ask(store, "<strike/2024-01-18-pakistan-saravan> a kg:Strike")


def test_one_span_read_twice_in_the_same_way_is_one_mention() -> None:
    world = knowledge()
    shared = world.strikes[0].members[0]
    actions = (replace(world.actions[0], members=(shared,)), *world.actions[1:])
    before = {q.subject for q in data(world) if q.predicate.value.endswith("#beginIndex")}
    after = {
        q.subject for q in data(replace(world, actions=actions)) if q.predicate.value.endswith("#beginIndex")
    }
    assert len(after) == len(before) - 1


def test_evidence_from_an_article_that_is_not_there_is_an_error() -> None:
    world = knowledge()
    with pytest.raises(ValueError, match="articles that are not there"):
        data(replace(world, articles=world.articles[:1]))


def test_a_base_iri_without_a_final_slash_is_refused() -> None:
    with pytest.raises(ValueError, match="ends in / or #"):
        list(quads(knowledge(), "http://localhost:7878"))


def test_order_of_input_changes_nothing() -> None:
    world = knowledge()
    shuffled = replace(
        world,
        **{
            name: tuple(random.Random(7).sample(getattr(world, name), len(getattr(world, name))))
            for name in ("articles", "actors", "places", "strikes", "actions", "statements", "casualties")
        },
    )
    assert data(shuffled) == data(world)


def test_hash_seed_changes_nothing() -> None:
    script = (
        "import hashlib; from kg.graph.rdf import quads; from tests.factory import BASE, knowledge\n"
        "lines = sorted(map(str, quads(knowledge(), BASE)))\n"
        "print(hashlib.sha256('\\n'.join(lines).encode()).hexdigest())"
    )
    assert len(printed(script)) == 1


def test_the_ontology_has_a_graph_of_its_own() -> None:
    term = ox.NamedNode(kg.Strike)
    graphs = {quad.graph_name for quad in quads(knowledge(), BASE) if quad.subject == term}
    assert graphs == {ox.NamedNode(f"{BASE}graph/ontology")}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_article_id_makes_valid_iris_that_survive_the_store(name: str) -> None:
    article = Article(id=name, text="Iran struck.")
    world = Knowledge(articles=(article,))
    store = ox.Store()
    store.extend(list(quads(world, BASE, ontology=False)))
    identifiers = [quad.object.value for quad in store if quad.predicate.value.endswith("/identifier")]  # type: ignore[union-attr]
    assert identifiers == [name]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8), unique=True))
def test_different_article_ids_never_share_a_node(names: list[str]) -> None:
    assert len({article_node(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "name", [".", "..", "../secret", "a//b", "/root", "a/../b", "x/", "https://x.org/a?b#c"]
)
def test_an_article_id_cannot_climb_out_of_its_path(name: str) -> None:
    steps = article_node(name).split("/")
    assert steps[0] == "article"
    assert not {"", ".", ".."} & set(steps)


def test_the_same_words_claimed_by_different_sources_are_different_mentions() -> None:
    span, sentence = Span(0, 4, "Iran"), Span(0, 10, "Iran shot.")
    mentions = {
        Mention("a.txt", span, sentence, according_to=sources)
        for sources in ((), ("actor/iran",), ("actor/pakistan",), ("actor/iran", "actor/pakistan"))
    }
    assert len({mention_node(mention) for mention in mentions}) == 4


def test_the_order_of_sources_does_not_name_a_mention() -> None:
    span = Span(0, 4, "Iran")
    one = Mention("a.txt", span, span, according_to=("actor/b", "actor/a"))
    other = Mention("a.txt", span, span, according_to=("actor/a", "actor/b"))
    assert mention_node(one) == mention_node(other)


def test_a_count_is_told_in_words() -> None:
    world = knowledge()
    only_hurt = CasualtyReport("casualties/x", (), (), (), deaths=None, injuries=Count(5, 9, True))
    store = ox.Store()
    store.extend(list(quads(replace(world, casualties=(*world.casualties, only_hurt)), BASE)))
    assert ask(store, "<casualties/x> <http://www.w3.org/2000/01/rdf-schema#label> 'at least 5 to 9 injured'")
