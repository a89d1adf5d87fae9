"""SERVICE where the operator allows it: only there, also after a redirect, and never to a private address by
name."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.serve.relay import Relay, checked_address
from tests.serving import publish_trig, serving

ANSWER = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"from afar"}}]}}'


@contextmanager
def other_endpoint(redirect: str | None = None) -> Iterator[tuple[str, list[str]]]:
    """Another endpoint on this machine; every path asked of it is noted."""
    asked: list[str] = []

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append(self.path)
            self.send_response(307 if redirect else 200)
            if redirect:
                self.send_header("Location", redirect)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(ANSWER)))
            self.end_headers()
            self.wfile.write(ANSWER)

        do_POST = do_GET  # noqa: N815  # http.server asks for this name

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_allowed_service_is_asked_and_no_other(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1 }")
    with other_endpoint() as (allowed, asked), other_endpoint() as (forbidden, never):
        with serving(tmp_path, workers=1, allow_service=frozenset({allowed})) as server:
            query = "PREFIX o: <http://{}/> SELECT ?x {{ SERVICE o:sparql {{ ?s ?p ?x }} }}"
            answer = server.query(query.format(allowed))
            assert answer.status == 200, answer.text
            assert "from afar" in answer.text
            assert server.query(query.format(forbidden)).status == 403
            assert (
                server.query(
                    "SELECT * { VALUES ?g { <http://" + forbidden + "/> } SERVICE ?g { ?s ?p ?x } }"
                ).status
                == 403
            )
            assert "BasicFederatedQuery" in server.ask("/sparql", headers={"Accept": "text/turtle"}).text
        assert asked
        assert never == []


def test_a_redirect_to_a_host_that_is_not_allowed_is_not_followed() -> None:
    with other_endpoint() as (forbidden, never), other_endpoint(f"http://{forbidden}/x") as (allowed, asked):
        relay = Relay(frozenset({allowed}))
        with pytest.raises(KgError, match="may not reach"):
            relay.fetch("GET", f"http://{allowed}/sparql", {}, b"")
        relay._server.server_close()
        assert asked
        assert never == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "192.168.1.1", "0.0.0.0"]
)
def test_a_private_address_needs_to_be_allowed_as_such(host: str) -> None:
    with pytest.raises(KgError, match="private network"):
        checked_address(host, 80, named=False)
    assert checked_address(host, 80, named=True) == host


def test_a_public_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("10.1.2.3", 80))])
    with pytest.raises(KgError, match="private network"):
        checked_address("sparql.example", 80, named=True)
