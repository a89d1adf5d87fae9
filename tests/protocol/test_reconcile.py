"""/reconcile over HTTP, asked by the project's own client of reconciliation services."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kg.resolve.online import Answers, Asker, Manners
from kg.resolve.proposals import Question, ask_service
from tests.serving import BASE, Running, serving_small_world


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    graph = tmp_path_factory.mktemp("graph")
    with serving_small_world(graph, workers=1) as running:
        yield running


def test_a_spreadsheet_is_matched_against_the_graph(endpoint: Running, tmp_path: Path) -> None:
    answers = Answers(tmp_path / "answers.sqlite")
    asker = Asker(Manners("someone@example.org"), answers, sleep=lambda seconds: None)
    sheet = [Question(f"place/row-{n}", name, (name,)) for n, name in enumerate(("Panjgur", "Atlantis"))]
    rows = list(ask_service(sheet, asker, f"http://127.0.0.1:{endpoint.port}/reconcile"))
    answers.close()
    assert [(row.node, row.target) for row in rows] == [("place/row-0", f"{BASE}place/panjgur")]


def test_the_manifest_names_the_address_it_was_asked_at(endpoint: Running) -> None:
    manifest = endpoint.ask("/reconcile").json
    assert manifest["suggest"]["entity"]["service_url"] == f"http://127.0.0.1:{endpoint.port}/reconcile"
    assert manifest["identifierSpace"] == BASE


def test_suggestions_and_previews_stand_below_it(endpoint: Running) -> None:
    found = endpoint.ask("/reconcile/suggest/entity", prefix="ira").json
    assert found["result"][0]["id"] == "actor/iran"
    page = endpoint.ask("/reconcile/preview", id="actor/iran")
    assert page.media_type == "text/html"
    assert "Iran" in page.text


def test_a_browser_on_another_site_may_ask(endpoint: Running) -> None:
    body = urlencode({"queries": json.dumps({"q0": {"query": "Iran"}})})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = endpoint.ask("/reconcile", method="POST", headers=form, body=body)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json["q0"]["result"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("DELETE", "/reconcile", 405), ("GET", "/reconcile/flyout", 404)]
)
def test_what_the_api_does_not_have_is_refused(
    endpoint: Running, method: str, path: str, status: int
) -> None:
    answer = endpoint.ask(path, method=method)
    assert answer.status == status
    assert answer.media_type == "application/problem+json"
