"""A small store that speaks the writing half of the Graph Store Protocol, for tests of `kg push`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox


class GraphStore(HTTPServer):
    def __init__(self, *, token: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Requests)
        self.graphs, self.token, self.most = ox.Store(), token, 100
        self.url = f"http://127.0.0.1:{self.server_port}/data"


class Requests(BaseHTTPRequestHandler):
    server: GraphStore

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.token and self.headers["Authorization"] != self.server.token:
            return self.answer(401, b"<html>who are\r\n you?</html>")
        if self.path.startswith("/query"):
            return self.answer(405)
        if self.path.startswith("/moved"):
            return self.answer(307, location="http://elsewhere/data")
        if len(list(self.server.graphs.named_graphs())) == self.server.most:
            self.close_connection = True
            return None
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

    def answer(self, status: int, body: bytes = b"", location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def graph_store(**settings: str) -> Iterator[GraphStore]:
    with GraphStore(**settings) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
