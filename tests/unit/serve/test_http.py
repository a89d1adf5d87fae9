"""What HTTP itself asks of a server (RFC 9110, 9112), on one running endpoint, most of it byte by byte."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from kg.serve.connections import HEAD_BYTES
from tests.serving import PATIENCE, Running, publish_trig, serving, settle

ALL = "SELECT * { ?s ?p ?o }"
QUERY = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("graph")
    publish_trig(folder, "<urn:g> { <urn:a> <urn:b> 1, 2, 3 }")
    with serving(folder) as server:
        # Once the graph has been counted, its description changes, and the description's ETag with it; once it is
        # in memory, what /version says of it.
        settle(server)
        yield server


def told(server: Running, *requests: bytes) -> list[tuple[int, dict[str, str]]]:
    """Status and headers of the answer to each of the requests, sent on one connection one after the other."""
    answers = []
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        for request in requests:
            connection.sendall(request)
            received = b""
            while b"\r\n\r\n" not in received:
                piece = connection.recv(1 << 16)
                assert piece, f"no answer to {request[:80]!r}"
                received += piece
            status, *lines = received.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            answers.append((int(status.split()[1]), dict(line.split(": ", 1) for line in lines)))
    return answers


@pytest.mark.parametrize(
    ("fields", "status"),
    [(b"", 400), (b"Host: a\r\nHost: b\r\n", 400), (b"Host: a\r\n", 200), (b"Host:\r\n", 200)],
    ids=["none", "two", "one", "empty"],
)
def test_a_request_names_its_host_once(running: Running, fields: bytes, status: int) -> None:
    assert told(running, b"GET /version HTTP/1.1\r\n" + fields + b"\r\n")[0][0] == status


def test_a_request_of_http_1_0_need_not_name_its_host(running: Running) -> None:
    assert told(running, b"GET /version HTTP/1.0\r\n\r\n")[0][0] == 200


def test_the_target_may_be_the_whole_address(running: Running) -> None:
    assert told(running, b"GET http://x/sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n")[0][0] == 200


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "LOCK"])
@pytest.mark.parametrize("path", ["/sparql", "/store", "/static/style.css", "/nothing/here"])
def test_a_method_that_nothing_here_has_is_not_implemented(running: Running, method: str, path: str) -> None:
    answer = running.ask(path, method=method)
    assert answer.status == 501
    assert "GET" in answer.json["hint"]


def test_a_method_that_a_path_does_not_have_is_refused_with_those_it_has(running: Running) -> None:
    for method, path, allowed in (
        ("DELETE", "/sparql", "GET, HEAD, POST, OPTIONS"),
        ("POST", "/version", "GET, HEAD, OPTIONS"),
        ("GET", "/status/1", "DELETE, OPTIONS"),
    ):
        answer = running.ask(path, method=method)
        assert (answer.status, answer.headers["Allow"]) == (405, allowed)


def test_a_condition_holds_for_reading_methods_alone(running: Running) -> None:
    tag = running.query(ALL).headers["ETag"]
    has_it = {"If-None-Match": tag}
    assert running.ask("/sparql", query=ALL, headers=has_it).status == 304
    assert running.ask("/sparql", method="HEAD", query=ALL, headers=has_it).status == 304
    posted = running.ask("/sparql", method="POST", headers={**QUERY, **has_it}, body=ALL)
    assert posted.status == 200  # RFC 9110, 13.1.2: 304 is an answer to GET and HEAD
    assert len(posted.json["results"]["bindings"]) == 3


def test_not_modified_has_the_headers_of_the_answer_that_it_stands_for(running: Running) -> None:
    for path in ("/sparql?" + urlencode({"query": ALL}), "/store?default", "/sparql"):
        headers = {"Accept": "text/turtle, application/sparql-results+json", "Accept-Encoding": "gzip"}
        whole = running.ask(path, headers=headers)
        known = running.ask(path, headers={**headers, "If-None-Match": whole.headers["ETag"]})
        assert (whole.status, known.status, known.body) == (200, 304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Content-Location"):  # RFC 9110, 15.4.5
            assert known.headers[name] == whole.headers[name]
        assert "Content-Length" not in known.headers


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_head_has_the_length_of_the_form_that_get_has(running: Running, coding: str) -> None:
    many = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    for path in ("/sparql?" + urlencode({"query": many}), "/store?default", "/version", "/sparql"):
        got, headed = (
            running.ask(path, method=method, headers={"Accept-Encoding": coding})
            for method in ("GET", "HEAD")
        )
        assert headed.body == b""
        for name in ("Content-Length", "Content-Encoding", "Content-Type", "Vary", "ETag"):
            assert headed.headers[name] == got.headers[name]
        assert int(headed.headers["Content-Length"]) == len(got.body)


def test_a_body_that_is_packed_is_refused_with_what_may_be_sent(running: Running) -> None:
    answer = running.ask(
        "/sparql", method="POST", headers={**QUERY, "Content-Encoding": "gzip"}, body=b"\x1f\x8b\x08\x00"
    )
    assert answer.status == 415
    assert answer.headers["Accept-Encoding"] == "identity"  # RFC 9110, 15.5.16
    plain = running.ask("/sparql", method="POST", headers={**QUERY, "Content-Encoding": "identity"}, body=ALL)
    assert plain.status == 200


def test_the_limit_of_a_head_holds_for_clients_that_are_known(running: Running) -> None:
    short, long = (
        b"GET /sparql?query=ASK%7B%7D%23" + b"a" * length + b" HTTP/1.1\r\nHost: x\r\n\r\n"
        for length in (10, HEAD_BYTES)
    )
    assert [status for status, _ in told(running, short, short, long)] == [200, 200, 431]


def test_operation_is_not_shown_to_a_page_under_another_name(running: Running) -> None:
    for host, status in (
        ("127.0.0.1:7878", 200), ("localhost", 200), ("[::1]:80", 200), ("kg.example:7878", 403),
    ):  # fmt: skip
        assert running.ask("/status", headers={"Host": host}).status == status
