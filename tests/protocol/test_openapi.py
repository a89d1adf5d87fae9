"""The HTTP interface against its own OpenAPI document, with requests that Schemathesis makes up from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from kg.serve import app
from tests.serving import PATIENCE, Running, serving_small_world


def no_server_error(*seen: Any) -> Any:
    """No 5xx but that of a time limit, which a request may set to 25 ms itself."""
    _, response, _ = seen
    return None if b"query-timeout" in response.content else not_a_server_error(*seen)


# Not "positive data is accepted": no schema says what a SPARQL query is.
CHECKS = (
    no_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    unsupported_method,
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("graph")
    with serving_small_world(folder, workers=1) as server:
        yield server


SCHEMA = schemathesis.openapi.from_path(Path(app.__file__).with_name("openapi.json"))
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: f"{mode.value} requests")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_answer_is_one_that_the_document_describes(
    running: Running, operation: APIOperation, mode: GenerationMode
) -> None:
    if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()) and not operation.body:
        pytest.skip("nothing in this request can be wrong")

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(
            base_url=f"http://127.0.0.1:{running.port}", checks=list(CHECKS), timeout=PATIENCE
        )

    ask()


def test_the_document_names_every_path_for_programs(running: Running) -> None:
    document = running.ask("/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert {"/sparql", "/store", "/search", "/.well-known/void", "/healthz"} <= set(document["paths"])
    for path in ("/version", "/metrics", "/healthz"):
        assert path in document["paths"]
        assert running.ask(path).status == 200
