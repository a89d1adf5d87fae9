"""Loading another store by the Graph Store Protocol, against a small one that speaks it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from kg.errors import EnvironmentProblem, UsageProblem
from kg.graph.remote import push
from tests.factory import BASE


class GraphStore(HTTPServer):
    def __init__(self, *, token: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Requests)
        self.graphs, self.token = ox.Store(), token
        self.url = f"http://127.0.0.1:{self.server_port}/data"


class Requests(BaseHTTPRequestHandler):
    server: GraphStore

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.token and self.headers["Authorization"] != self.server.token:
            return self.answer(401, b"who are you?")
        known = self.server.graphs.contains_named_graph(self.graph)
        self.server.graphs.clear_graph(self.graph)
        self.server.graphs.load(body, format=ox.RdfFormat.N_TRIPLES, to_graph=self.graph)
        return self.answer(204 if known else 201)

    def do_DELETE(self) -> None:
        known = self.server.graphs.contains_named_graph(self.graph)
        self.server.graphs.remove_graph(self.graph)
        self.answer(204 if known else 404)

    @property
    def graph(self) -> ox.NamedNode:
        return ox.NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def running(**settings: str) -> Iterator[GraphStore]:
    with GraphStore(**settings) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_the_other_store_holds_the_same_quads_afterwards(store: ox.Store) -> None:
    with running() as other:
        told: list[str] = []
        sent = push(store, other.url, on_graph=told.append)
        assert set(other.graphs) == set(store)
        assert sent == len(told) == 7


def test_sending_again_replaces_and_leaves_what_is_not_ours_alone(store: ox.Store) -> None:
    theirs = ox.Quad(*(ox.NamedNode(f"http://their.own/{name}") for name in ("s", "p", "o", "graph")))
    stale = ox.Quad(
        ox.NamedNode("http://x/stale"),
        ox.NamedNode("http://x/p"),
        ox.Literal("x"),
        ox.NamedNode(f"{BASE}graph/events"),
    )
    with running() as other:
        other.graphs.extend([theirs, stale])
        push(store, other.url)
        push(store, f"{other.url}?tenant=ours")
        assert set(other.graphs) == {*store, theirs}


def test_a_graph_that_is_gone_here_is_deleted_there_only_when_named(store: ox.Store) -> None:
    gone = f"{BASE}graph/article/gone.txt"
    triple = [ox.NamedNode(f"http://x/{name}") for name in ("s", "p", "o")]
    with running() as other:
        other.graphs.add(ox.Quad(*triple, ox.NamedNode(gone)))
        push(store, other.url)
        assert ox.NamedNode(gone) in set(other.graphs.named_graphs())
        push(store, other.url, delete=[gone, f"{BASE}graph/never-there", f"{BASE}graph/events"])
        assert set(other.graphs) == set(store)


def test_a_store_that_refuses_is_quoted(store: ox.Store) -> None:
    with running(token="Bearer x") as other:
        with pytest.raises(EnvironmentProblem, match="401: who are you"):
            push(store, other.url)
        assert push(store, other.url, headers={"Authorization": "Bearer x"}) == 7


def test_a_store_that_is_not_there_is_an_environment_problem(store: ox.Store) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(EnvironmentProblem, match="cannot be reached"):
        push(store, f"http://127.0.0.1:{port}/data")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "localhost:3030", "", "http://"])
def test_only_http_addresses_are_taken(store: ox.Store, url: str) -> None:
    with pytest.raises(UsageProblem):
        push(store, url)
