"""The short way past ASGI says what the long one says, and keeps every promise of the long one."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from kg.serve.front import Front
from tests.serving import PATIENCE, Running, held_back, publish_trig, serving, settle, wait_until

NUMBERS = "<urn:g> { <urn:a> <urn:b> " + ", ".join(map(str, range(300))) + " }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f + ?i < 0) }"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("graph")
    publish_trig(folder, NUMBERS)
    with serving(folder) as server:
        settle(server)
        yield server


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The query strings that go the short way from here on."""
    taken: list[str] = []
    get = Front.get

    def noted(self: Front, headers: dict[str, str], query_string: str, *more: object) -> object:
        taken.append(query_string)
        return get(self, headers, query_string, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Front, "get", noted)
    return taken


class Client:
    """One connection that is kept, with the same headers for every request."""

    def __init__(self, server: Running, *headers: str) -> None:
        self.connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        self.block = "".join(f"{header}\r\n" for header in ("Host: x", *headers, "")).encode()
        self.received = b""

    def request(self, query_string: str) -> bytes:
        return f"GET /sparql?{query_string} HTTP/1.1\r\n".encode() + self.block

    def send(self, query_string: str) -> None:
        self.connection.sendall(self.request(query_string))

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        while b"\r\n\r\n" not in self.received:
            self._receive()
        head, _, rest = self.received.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines)
        self.received = rest
        length = int(fields.get("content-length", 0))
        while len(self.received) < length:
            self._receive()
        body, self.received = self.received[:length], self.received[length:]
        return int(status.split()[1]), fields, body

    def _receive(self) -> None:
        piece = self.connection.recv(1 << 16)
        if not piece:
            raise EOFError
        self.received += piece

    def ask(self, query_string: str) -> tuple[int, dict[str, str], bytes]:
        self.send(query_string)
        return self.answer()


@contextmanager
def client(server: Running, *headers: str) -> Iterator[Client]:
    made = Client(server, *headers)
    try:
        yield made
    finally:
        made.connection.close()


def known(server: Running, short: list[str]) -> None:
    """Lets the server read the usual block of headers, so that the next request with it goes the short way."""
    with client(server) as first:
        first.ask("query=ASK%20%7B%7D%20%23known")
    short.clear()


QUERIES = [
    urlencode({"query": "SELECT ?o { <urn:a> ?p ?o } ORDER BY ?o LIMIT 3"}),
    urlencode({"query": "SELECT ?o { <urn:a> ?p ?o } ORDER BY ?o LIMIT 3", "format": "csv"}),
    urlencode({"query": "SELECT ?o { <urn:a> ?p ?o } ORDER BY ?o LIMIT 200"}),
    urlencode({"query": "CONSTRUCT WHERE { <urn:a> ?p 7 }"}),
    urlencode({"query": "ASK {}", "default-graph-uri": "urn:none", "timeout": "5"}),
    urlencode({"query": "ASK { # é ü"}),
    urlencode({"query": "ASK {}", "format": "gif"}),
    urlencode({"query": "SELECT * {\n ?s ?p"}),
    urlencode({"query": "INSERT DATA { <urn:a> <urn:b> 1 }"}),
    urlencode({"query": "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }"}),
    "query=%FF%FE",
    "query=ASK+%7B%7D&query=ASK+%7B%7D",
    "query=",
    "query=%ZZ",
    "update=DROP+ALL&x=query=",
    "default-graph-uri=query=",
]


@pytest.mark.parametrize("query_string", QUERIES)
@pytest.mark.parametrize("accept", ["application/json", "text/turtle;q=0.5, */*;q=0.1", "image/png"])
def test_both_ways_give_the_same_answer(
    running: Running, short: list[str], query_string: str, accept: str
) -> None:
    headers = (f"Accept: {accept}", "Accept-Encoding: gzip", f"X-Unseen: {time.monotonic_ns()}")
    with client(running, *headers) as sender:
        answers = [sender.ask(query_string) for _ in range(3)]
    assert short == [query_string] * 2
    for status, fields, body in answers[1:]:
        assert (status, body) == (answers[0][0], answers[0][2])
        assert {n: v for n, v in fields.items() if n != "date"} == {
            n: v for n, v in answers[0][1].items() if n != "date"
        }
        assert "date" in fields


def test_what_a_browser_asks_and_what_is_more_than_a_head_goes_the_long_way(
    running: Running, short: list[str]
) -> None:
    question = urlencode({"query": "ASK {}"})
    for header in (
        "Accept: text/html",
        "Connection: keep-alive",
        "Content-Length: 0",
        "X-Long: " + "x" * 4000,
    ):
        for _ in range(2):
            with client(running, header) as sender:
                assert sender.ask(question)[0] == 200
    known(running, short)
    with client(running) as sender:
        for text in ("/sparql?query=ASK%20{}|", "/sparql?query=ASK%20%7B%7D#x"):
            sender.connection.sendall(f"GET {text} HTTP/1.1\r\n".encode() + sender.block)
            sender.answer()
    assert short == []


def test_requests_that_come_together_or_in_pieces_are_answered_in_order(
    running: Running, short: list[str]
) -> None:
    known(running, short)
    with client(running) as sender:
        texts = [f"SELECT ({i} AS ?n) {{}} # {time.monotonic_ns()}" for i in range(6)]
        requests = [sender.request(f"query={quote(text)}") for text in texts]
        sender.connection.sendall(requests[0] + requests[1] + requests[2])
        time.sleep(0.05)
        for piece in (requests[3][:40], requests[3][40:], requests[4], requests[5]):
            sender.connection.sendall(piece)
            time.sleep(0.01)
        numbers = [json.loads(sender.answer()[2])["results"]["bindings"][0]["n"]["value"] for _ in texts]
    assert numbers == list("012345")


def test_what_arrives_while_a_query_runs_waits_for_its_turn(running: Running, short: list[str]) -> None:
    known(running, short)
    with client(running) as sender, held_back() as begin:
        sender.send(urlencode({"query": f"{SLOW} # {time.monotonic_ns()}", "timeout": "0.5"}))
        wait_until(lambda: running.server.site.pool.counts()["running"])
        for _ in range(3):
            sender.send("query=ASK%20%7B%7D")
        whole = 3 * len(sender.request("query=ASK%20%7B%7D"))
        wait_until(lambda: any(len(c._later) == whole for c in list(running.server.connections)))  # type: ignore[attr-defined]
        begin.set()
        assert [sender.answer()[0] for _ in range(4)] == [503, 200, 200, 200]
    assert len(short) == 1  # the others have come together by then


def test_a_client_that_leaves_frees_its_worker(running: Running, short: list[str]) -> None:
    known(running, short)
    pool = running.server.site.pool
    with client(running) as sender:
        sender.send(urlencode({"query": f"{SLOW} # {time.monotonic_ns()}", "timeout": str(2 * PATIENCE)}))
        wait_until(lambda: pool.counts()["running"])
    wait_until(lambda: pool.counts()["running"] == 0)
    assert len(short) == 1


def test_a_tag_that_the_client_has_is_answered_304(running: Running, short: list[str]) -> None:
    known(running, short)
    question = urlencode({"query": "SELECT ?o { <urn:a> ?p ?o } LIMIT 2"})
    with client(running) as sender:
        tag = sender.ask(question)[1]["etag"]
    with client(running, f"If-None-Match: {tag}") as sender:
        answers = [sender.ask(question) for _ in range(2)]
    assert [(status, body) for status, _, body in answers] == [(304, b"")] * 2
    assert [fields["etag"] for _, fields, _ in answers] == [tag] * 2
    assert len(short) == 2


def test_a_token_is_asked_for_every_time(tmp_path: Path, short: list[str]) -> None:
    publish_trig(tmp_path, NUMBERS)
    with serving(tmp_path, workers=1, token="s3cret") as server:
        for header, status in (
            ("Authorization: Bearer s3cret", 200),
            ("Authorization: Bearer wrong", 401),
            ("X-None: 1", 401),
        ):
            with client(server, header) as sender:
                assert [sender.ask("query=ASK%20%7B%7D")[0] for _ in range(3)] == [status] * 3
    assert len(short) == 6


def test_each_request_is_counted_and_logged_with_the_client_that_the_proxy_names(
    tmp_path: Path, short: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    publish_trig(tmp_path, NUMBERS)
    with (
        serving(tmp_path, workers=1, trusted_proxy="127.0.0.1") as server,
        caplog.at_level("INFO", logger="kg.serve.access"),
    ):
        with client(server, "X-Forwarded-For: 203.0.113.9") as sender:
            for _ in range(4):
                sender.ask("query=ASK%20%7B%7D")
        counted = re.findall(r'kg_requests_total\{route="sparql".*?\} (\d+)', server.ask("/metrics").text)
    entries = [json.loads(record.getMessage()) for record in caplog.records]
    lookups = [entry for entry in entries if entry["path"] == "/sparql"]
    assert [(entry["client"], entry["outcome"]) for entry in lookups] == [
        ("203.0.113.9", "evaluated"),
        *[("203.0.113.9", "cached")] * 3,
    ]
    assert sum(map(int, counted)) == 4
    assert len(short) == 3


def test_a_new_snapshot_is_seen_on_a_connection_that_is_kept(tmp_path: Path, short: list[str]) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1 }")
    question = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    with serving(tmp_path, workers=1) as server, client(server) as sender:
        first = sender.ask(question)
        assert sender.ask(question)[2] == first[2]
        publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1, 2, 3 }")
        wait_until(lambda: sender.ask(question)[2] != first[2])
        latest = sender.ask(question)
        assert b'"3"' in latest[2]
        assert latest[1]["etag"] != first[1]["etag"]


def test_a_large_answer_is_whole(tmp_path: Path, short: list[str]) -> None:
    publish_trig(tmp_path, NUMBERS)
    question = urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    with serving(tmp_path, workers=1) as server, client(server) as sender:
        answers = [sender.ask(question) for _ in range(2)]
        assert sender.ask("query=ASK%20%7B%7D")[0] == 200
    assert {len(json.loads(body)["results"]["bindings"]) for _, _, body in answers} == {90_000}
    assert len(short) == 2


def test_a_server_that_stops_finishes_what_it_has_begun(tmp_path: Path, short: list[str]) -> None:
    publish_trig(tmp_path, NUMBERS)
    with serving(tmp_path, workers=1) as server, client(server) as sender:
        sender.ask("query=ASK%20%7B%7D")
        with held_back() as begin:
            sender.send(urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"}))
            wait_until(lambda: server.server.site.pool.counts()["running"])
            server.server.stop()
            wait_until(lambda: all(c._last for c in list(server.server.connections)))  # type: ignore[attr-defined]
            begin.set()
            assert sender.answer()[0] == 200
        with pytest.raises(EOFError):
            sender.answer()
    assert len(short) == 1


def test_a_connection_without_a_further_request_is_let_go(
    running: Running, short: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known(running, short)
    with client(running) as sender:
        assert sender.ask("query=ASK%20%7B%7D")[0] == 200
        monkeypatch.setattr("kg.serve.connections.IDLE_SECONDS", 0.1)
        with pytest.raises(EOFError):
            sender.answer()
    assert len(short) == 1
