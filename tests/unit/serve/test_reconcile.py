"""The W3C Reconciliation API 0.2 over a graph: its messages, and a client that uses them."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from kg.graph.rdf import quads
from kg.graph.store import publish
from kg.resolve.proposals import Question, ask_service
from kg.serve.catalogue import fold
from kg.serve.messages import Request
from kg.serve.problems import BadRequest, MethodNotAllowed, NotFound
from kg.serve.reconcile import Reconciler, reply
from tests import factory

BASE = "http://localhost:7878/"
ADDRESS = f"{BASE}reconcile"


@pytest.fixture(scope="module")
def reconciler(tmp_path_factory: pytest.TempPathFactory) -> Reconciler:
    folder = tmp_path_factory.mktemp("graph")
    publish(folder, quads(factory.knowledge(), BASE), base_iri=BASE, keep=1)
    return Reconciler(folder)


def ask(reconciler: Reconciler, **query: Any) -> list[dict[str, Any]]:
    answer = reconciler.answer("", {"queries": json.dumps({"q0": query})}, ADDRESS)
    assert isinstance(answer, dict)
    found: list[dict[str, Any]] = answer["q0"]["result"]
    return found


def test_the_manifest_says_where_everything_is(reconciler: Reconciler) -> None:
    manifest = reconciler.answer("", {}, ADDRESS)
    assert isinstance(manifest, dict)
    assert {"versions", "name", "identifierSpace", "schemaSpace"} <= set(manifest)
    assert manifest["identifierSpace"] == BASE
    assert manifest["view"]["url"] == f"{BASE}{{{{id}}}}"
    assert set(manifest["suggest"]) == {"entity", "type", "property"}


def test_an_exact_name_of_one_entity_is_a_match(reconciler: Reconciler) -> None:
    first = ask(reconciler, query="IRAN", type="State")[0]
    assert (first["id"], first["match"], first["score"]) == ("actor/iran", True, 100.0)
    assert {"id": "State", "name": "State"} in first["type"]
    assert first["features"] == [{"id": "mentions", "value": 2}]


def test_a_name_that_an_actor_and_a_place_bear_is_no_match(reconciler: Reconciler) -> None:
    found = ask(reconciler, query="Pakistan")
    assert {c["id"] for c in found} == {"actor/pakistan", "place/pakistan"}
    assert not any(c["match"] for c in found)


def test_the_type_chooses_among_namesakes(reconciler: Reconciler) -> None:
    assert [c["id"] for c in ask(reconciler, query="Pakistan", type="Place") if c["match"]] == [
        "place/pakistan"
    ]


def test_a_misspelt_name_gives_candidates_and_no_match(reconciler: Reconciler) -> None:
    found = ask(reconciler, query="Pakstan", type="State")
    assert found[0]["id"] == "actor/pakistan"
    assert not found[0]["match"]
    assert found[0]["score"] < 95


def test_an_unknown_name_gives_no_candidate(reconciler: Reconciler) -> None:
    assert ask(reconciler, query="Freedonian Free Farmers") == []


def test_the_limit_is_kept(reconciler: Reconciler) -> None:
    assert len(ask(reconciler, query="Pakistan", limit=1)) == 1


def test_another_column_counts_against_what_contradicts_it(reconciler: Reconciler) -> None:
    column = [{"pid": "country", "v": "Iran"}]
    (plain,) = [c for c in ask(reconciler, query="Panjgur") if c["id"] == "place/panjgur"]
    (doubted,) = [
        c for c in ask(reconciler, query="Panjgur", properties=column) if c["id"] == "place/panjgur"
    ]
    assert plain["match"]
    assert not doubted["match"]
    assert doubted["score"] < plain["score"]


def test_values_of_further_columns_are_given_for_ids(reconciler: Reconciler) -> None:
    asked = {
        "ids": ["actor/iran", "place/panjgur", "actor/nobody"],
        "properties": [{"id": "wikidata"}, {"id": "country"}],
    }
    answer = reconciler.answer("", {"extend": json.dumps(asked)}, ADDRESS)
    assert isinstance(answer, dict)
    assert [m["id"] for m in answer["meta"]] == ["wikidata", "country"]
    assert answer["rows"]["actor/iran"]["wikidata"] == [{"str": "Q794"}]
    assert answer["rows"]["place/panjgur"]["country"] == [{"id": "actor/pakistan", "name": "Pakistan"}]
    assert answer["rows"]["actor/nobody"] == {"wikidata": [], "country": []}


def test_names_types_and_properties_are_suggested_by_their_beginning(reconciler: Reconciler) -> None:
    def first(what: str, prefix: str) -> str:
        answer = reconciler.answer(f"suggest/{what}", {"prefix": prefix}, ADDRESS)
        assert isinstance(answer, dict)
        return str(answer["result"][0]["id"])

    assert first("entity", "ira") == "actor/iran"
    assert first("type", "arm") == "ArmedGroup"
    assert first("property", "wiki") == "wikidata"


def test_the_preview_is_a_page_that_runs_nothing(reconciler: Reconciler) -> None:
    page = reconciler.answer("preview", {"id": "actor/iran"}, ADDRESS)
    assert isinstance(page, str)
    assert "<h1>Iran</h1>" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    "parameters",
    [
        {"queries": "no json"},
        {"queries": "[]"},
        {"queries": '{"q0": {}}'},
        {"queries": '{"q0": {"query": "x", "limit": 0}}'},
        {"queries": "[" * 100_000},
        {"queries": '{"\\ud800": {"query": "x"}}'},  # half a surrogate pair, which no UTF-8 can give back
        {"queries": '{"q0": {"query": "x", "limit": NaN}}'},
        {"extend": "{}"},
        {"extend": '{"ids": [], "properties": [{"id": "age"}]}'},
        {f"field{number}": "" for number in range(200)},
    ],
)
def test_a_message_that_is_not_the_apis_is_refused(
    reconciler: Reconciler, parameters: Mapping[str, str]
) -> None:
    asked = Request("GET", "/reconcile", urlencode(parameters))
    with pytest.raises(BadRequest):
        reply(reconciler, asked)


@pytest.mark.parametrize("part", ["suggest/colour", "flyout", "preview"])
def test_other_parts_are_not_found(reconciler: Reconciler, part: str) -> None:
    with pytest.raises(NotFound):
        reconciler.answer(part, {}, ADDRESS)


def test_a_client_of_the_api_finds_its_way_from_the_manifest(reconciler: Reconciler) -> None:
    class Asker:
        def get(self, url: str, parameters: Mapping[str, str]) -> Any:
            return reconciler.answer("", parameters, url)

        def post(self, url: str, form: Mapping[str, str]) -> Any:
            return reconciler.answer("", form, url)

    iran = Question("actor/their-iran", "Panjgur", ("Panjgur",))
    (row,) = ask_service((iran,), Asker(), ADDRESS)  # type: ignore[arg-type]
    assert row.target == f"{BASE}place/panjgur"


def test_queries_come_by_get_and_by_post(reconciler: Reconciler) -> None:
    form = urlencode({"queries": json.dumps({"q0": {"query": "Iran", "type": "State"}})})
    by_get = reply(reconciler, Request("GET", "/reconcile", form))
    by_post = reply(reconciler, Request("POST", "/reconcile", body=form.encode()))
    assert by_get.body == by_post.body
    assert by_get.headers["Content-Type"] == "application/json"
    with pytest.raises(MethodNotAllowed):
        reply(reconciler, Request("DELETE", "/reconcile"))


def test_a_text_of_any_length_is_matched_and_takes_no_memory_for_good(reconciler: Reconciler) -> None:
    assert ask(reconciler, query="Pakistan " * 20_000) == []
    tracemalloc.start()
    for number in range(50):
        fold(f"{number}{'ab' * 50_000}")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1 << 20
