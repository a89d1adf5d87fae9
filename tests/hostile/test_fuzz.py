"""The whole HTTP surface with generated requests: whatever is sent, the answer is no 5xx but a named 503."""

from __future__ import annotations

import http.client
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serving import BASE, Running, serving_small_world


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("graph")
    with serving_small_world(folder, workers=1) as server:
        yield server


PATHS = st.sampled_from(
    [
        "/",
        "/sparql",
        "/sparql/",
        "/store",
        "/update",
        "/search",
        "/timeline",
        "/queries/strikes-on",
        "/void",
        "/.well-known/void",
        "/healthz",
        "/version",
        "/metrics",
        "/status",
        "/status/1",
        "/actor/iran",
        "/actor/iran.ttl",
        "/graph/events",
        "/reconcile",
        "/reconcile/preview",
        "/reconcile/suggest/entity",
        "/static/site.css",
        "/nowhere",
    ]
)
METHODS = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"])
NAMES = st.sampled_from(
    [
        "query",
        "update",
        "default-graph-uri",
        "named-graph-uri",
        "graph",
        "default",
        "timeout",
        "format",
        "q",
        "limit",
        "offset",
        "class",
        "country",
        "run",
        "queries",
        "extend",
        "id",
        "prefix",
        "from",
        "to",
        "x",
    ]
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "ASK {}",
            "SELECT * { ?s ?p ?o } LIMIT 2",
            "CONSTRUCT WHERE { ?s ?p ?o }",
            f"{BASE}graph/events",
            "json",
            "ttl",
            "html",
            "1",
            "2024-01",
            "Pakistan",
            '{"q0": {"query": "Iran"}}',
            '{"q0": 1}',
            "[",
            "INSERT DATA {}",
            "DESCRIBE <http://localhost:7878/actor/iran>",
        ]
    ),
)
VISIBLE = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["Accept", "Accept-Encoding", "Content-Type", "If-None-Match", "Authorization", "Origin", "Range"]
    ),
    st.one_of(
        VISIBLE,
        st.sampled_from(
            [
                "text/html",
                "text/turtle",
                "application/json",
                "application/sparql-query",
                "gzip",
                "*",
                "*/*;q=0",
                "application/x-www-form-urlencoded",
                "application/sparql-update",
                "Basic eA==",
                "bytes=0-1",
            ]
        ),
    ),
    max_size=4,
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(METHODS, PATHS, st.lists(st.tuples(NAMES, VALUES), max_size=4), HEADERS, st.binary(max_size=60))
def test_no_request_makes_the_server_fail(
    running: Running,
    method: str,
    path: str,
    fields: list[tuple[str, str]],
    headers: dict[str, str],
    body: bytes,
) -> None:
    from urllib.parse import urlencode

    url = f"{path}?{urlencode(fields, errors='surrogatepass')}" if fields else path
    try:
        answer = running.ask(url, method=method, headers=headers, body=body or None)
    except http.client.RemoteDisconnected:
        pytest.fail("the connection was closed without an answer")
    if method in ("TRACE", "QUERY"):
        assert answer.status == 501  # RFC 9110, 9.1: no path has it
    else:
        assert answer.status < 500 or (answer.status == 503 and (method == "HEAD" or answer.json["detail"]))
    if answer.status >= 400 and answer.body and answer.media_type == "application/problem+json":
        assert answer.json["status"] == answer.status
        assert answer.json["detail"]
    if answer.status == 405:
        assert answer.headers["Allow"]
    if method == "HEAD":
        assert answer.body == b""
