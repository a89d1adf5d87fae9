"""`kg link --online` as a person meets it: what is found is kept, whatever becomes of the service."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from kg.build import Options, build
from kg.cli import run
from kg.resolve import proposals, sssom
from kg.resolve.online import Asker
from tests import factory

CONTACT = ("--contact", "someone@example.org")


class Service:
    """A reconciliation service that knows every name, and refuses whatever is asked after `patience` batches."""

    def __init__(self, patience: int) -> None:
        service = self
        self.left = patience

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer({"versions": ["0.2"], "name": "Local", "identifierSpace": "http://local.test/"})

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                if service.left == 0:
                    self.answer({}, 403)
                    return
                service.left -= 1
                asked = json.loads(form["queries"][0])
                self.answer({name: {"result": [found(query["query"])]} for name, query in asked.items()})

            def answer(self, body: object, status: int = 200) -> None:
                payload = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/reconcile"


def found(name: str) -> dict[str, Any]:
    return {"id": name.lower(), "name": name, "score": 99.0, "match": True, "type": []}


@pytest.fixture
def service() -> Iterator[Service]:
    speaking = Service(patience=2)
    thread = threading.Thread(target=speaking.server.serve_forever, daemon=True)
    thread.start()
    yield speaking
    speaking.server.shutdown()
    speaking.server.server_close()
    thread.join()


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a graph that holds the small world; one node a batch, so that a run can break off."""
    (tmp_path / "a.txt").write_text("The army of Freedonia said on Monday that it had fired rockets.\n")
    build([tmp_path / "a.txt"], tmp_path / "graph", Options(extractor="tests.fake_extractor"))
    monkeypatch.setattr("kg.publication.knowledge_of", lambda corpus, folder: factory.knowledge())
    monkeypatch.setattr(proposals, "_BATCH", 1)
    assert Asker.__init__.__kwdefaults__ is not None
    monkeypatch.setitem(Asker.__init__.__kwdefaults__, "sleep", lambda seconds: None)
    return tmp_path / "graph"


def proposed(graph: Path) -> list[str]:
    """The nodes that the local service has proposed something for."""
    rows = sssom.read(graph / sssom.FILE_NAME)
    return [row.node for row in rows if (row.target or "").startswith("http://local.test/")]


def test_a_run_that_fails_half_way_keeps_what_was_proposed_until_then(
    graph: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["link", "--online", "--service", service.url, *CONTACT, "--graph", str(graph)]) == 4
    complaint = capsys.readouterr().err
    assert len(proposed(graph)) == 2
    assert "2 proposals" in complaint
    assert "403" in complaint


def test_the_same_command_then_goes_on_and_loses_no_decision(graph: Path, service: Service) -> None:
    run(["link", "--online", "--service", service.url, *CONTACT, "--graph", str(graph)])
    first, second = proposed(graph)
    table = graph / sssom.FILE_NAME
    rows = sssom.read(table)
    (target,) = (
        row.target for row in rows if row.node == first and row.target and "local.test" in row.target
    )
    verdict = sssom.Row(first, "", target, rejected=True, author="A. Reader", date="2024-02-02")
    sssom.write(table, sssom.decide(rows, verdict), factory.BASE)
    service.left = -1
    assert run(["link", "--online", "--service", service.url, *CONTACT, "--graph", str(graph)]) == 0
    assert verdict in sssom.read(table)
    assert len(proposed(graph)) == 5
    assert second in proposed(graph)


def test_a_service_that_refuses_at_once_leaves_no_table(graph: Path, service: Service) -> None:
    service.left = 0
    assert run(["link", "--online", "--service", service.url, *CONTACT, "--graph", str(graph)]) == 4
    assert not (graph / sssom.FILE_NAME).exists()
