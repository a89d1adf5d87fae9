"""One running endpoint for whoever operates it: private graphs, newer snapshots, workers that die, the log."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import EnvironmentProblem, UsageProblem
from kg.serve.server import Server
from kg.serve.settings import Settings
from tests.serving import (
    COUNT,
    PATIENCE,
    Running,
    held_back,
    kill,
    publish_trig,
    serving,
    settle,
    wait_until,
)


def test_operation_says_what_runs_and_what_happened(running: Running) -> None:
    assert running.ask("/healthz").json["status"] == "ok"
    assert running.ask("/version").json["revision"] == running.server.site.pool.revision
    running.query(COUNT)
    metrics = running.ask("/metrics").text
    assert 'kg_requests_total{route="sparql",status="200"' in metrics
    assert "kg_request_seconds_bucket" in metrics
    assert running.ask("/status").json["tasks"] == []
    assert running.ask("/status", headers={"X-Forwarded-For": "1.2.3.4"}).status == 403
    assert running.ask("/status", headers={"Origin": "https://a.example"}).status == 403


def test_a_private_graph_answers_only_who_has_the_token(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1 }")
    with serving(tmp_path, workers=1, token="s3cret") as server:
        assert server.query("ASK {}").status == 401
        assert "Bearer" in server.query("ASK {}").headers["WWW-Authenticate"]
        assert server.ask("/healthz").status == 200
        assert server.ask("/sparql", method="OPTIONS").status == 204
        basic = b64encode(b"anyone:s3cret").decode()
        for value, status in (
            ("Bearer s3cret", 200),
            (f"Basic {basic}", 200),
            ("Bearer wrong", 401),
            ("Basic !", 401),
        ):
            assert server.ask("/sparql", query="ASK {}", headers={"Authorization": value}).status == status


def test_a_new_snapshot_is_served_without_a_failed_request(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1 }")
    with serving(tmp_path, workers=2) as server:
        assert server.query(COUNT).json["results"]["bindings"][0]["n"]["value"] == "1"
        revision = publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1, 2, 3 }")
        until = time.monotonic() + PATIENCE
        seen = [""]
        while server.ask("/version").json["revision"] != revision or seen[-1] != "3":
            answer = server.query(COUNT + f" # {time.monotonic_ns()}")
            assert answer.status == 200
            seen.append(answer.json["results"]["bindings"][0]["n"]["value"])
            assert time.monotonic() < until
        assert set(seen) <= {"", "1", "3"}
        pool = server.server.site.pool
        wait_until(lambda: pool.counts()["workers"] == 3 and pool.counts()["idle"] == 3)


@pytest.mark.parametrize("sizes", [(3, 6), (3, 6, 9, 12), (4, 2, 4)])
def test_a_graph_that_grew_by_several_builds_is_served_whole(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    """Each build adds table files, of which RocksDB opens only the first sixteen with the store."""
    for size in sizes:
        publish_trig(tmp_path, "".join(f"<urn:g{n}> {{ <urn:a{n}> <urn:b> <urn:c> }}\n" for n in range(size)))
    with serving(tmp_path, workers=1) as server:
        for n in range(sizes[-1]):
            assert server.ask("/store", graph=f"urn:g{n}").status == 200
            assert server.query(f"ASK {{ <urn:a{n}> ?p ?o }}").json["boolean"] is True
        assert server.ask("/store", graph="urn:none").status == 404


def test_a_worker_that_dies_is_replaced_and_nobody_notices(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1 }")
    with serving(tmp_path, workers=1) as server:
        settle(server)
        kill(*server.server.site.pool.pids())
        for number in range(4):
            assert server.query(f"ASK {{ ?s ?p {number} }}").status == 200


def test_the_operator_can_end_a_query(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> " + ", ".join(map(str, range(1500))) + " }")
    with serving(tmp_path, workers=1) as server:
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f + ?i < 0) }"
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(server.query, slow)
            wait_until(lambda: any(t["state"] == "running" for t in server.ask("/status").json["tasks"]))
            [task] = server.ask("/status").json["tasks"]
            assert task["text"] == slow
            assert server.ask(f"/status/{task['id']}", method="DELETE").status == 204
            assert waiting.result().json["code"] == "stopped"


def test_identical_queries_at_the_same_time_are_evaluated_once(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> " + ", ".join(map(str, range(700))) + " }")
    with serving(tmp_path, workers=2) as server, ThreadPoolExecutor(6) as pool, held_back() as begin:
        query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
        waiting = [pool.submit(server.query, f"{query} # {number}") for number in range(6)]
        wait_until(lambda: "kg_queries_shared_total 5\n" in server.ask("/metrics").text)
        assert len(server.ask("/status").json["tasks"]) == 1
        begin.set()
        answers = [future.result() for future in waiting]
        assert {answer.json["results"]["bindings"][0]["n"]["value"] for answer in answers} == {"490000"}


def test_a_large_answer_is_whole_for_each_of_those_who_share_it(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> " + ", ".join(map(str, range(200))) + " }")
    with serving(tmp_path, workers=1) as server, ThreadPoolExecutor(4) as pool:
        large = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
        answers = list(pool.map(lambda number: server.query(f"{large} # {number}"), range(4)))
        assert {answer.status for answer in answers} == {200}
        assert {len(answer.json["results"]["bindings"]) for answer in answers} == {40_000}
        assert len({answer.body for answer in answers}) == 1


def test_another_base_than_the_servers_address_still_dereferences(tmp_path: Path) -> None:
    base = "https://data.example/kg/"
    publish_trig(tmp_path, f"<{base}graph/g> {{ <{base}actor/a%20b> <{base}p> <{base}place/ö> }}", base)
    with serving(tmp_path, workers=1) as server:
        assert server.ask("/actor/a%20b").status == 200
        assert server.ask("/place/%C3%B6").status == 200
        page = server.ask("/actor/a%20b", headers={"Accept": "text/html"}).text
        assert 'href="/place/%C3%B6"' in page


def test_a_merge_that_the_store_holds_itself_is_not_counted_twice(tmp_path: Path) -> None:
    """A store whose own default graph is filled holds the merge there; it is not counted twice."""
    publish_trig(tmp_path, "{ <urn:a> <urn:b> 1 } <urn:g> { <urn:a> <urn:b> 1 }")
    with serving(tmp_path, workers=1) as server:
        assert server.query(COUNT).json["results"]["bindings"][0]["n"]["value"] == "1"


def test_no_graph_and_a_taken_port_are_said_before_serving(tmp_path: Path, running: Running) -> None:
    with pytest.raises(EnvironmentProblem, match="there is no graph"):
        Server(Settings(tmp_path / "none", port=0))
    with pytest.raises(EnvironmentProblem, match="cannot listen"):
        Server(Settings(tmp_path, port=running.port))


def test_the_access_log_has_hash_time_rows_and_outcome_but_no_text(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="kg.serve.access"):
        running.query("SELECT ?s { ?s a <https://w3id.org/conflict-kg#Strike> } # secret words")
        wait_until(lambda: caplog.records)
    entry = json.loads(caplog.records[-1].getMessage())
    assert (entry["status"], entry["rows"]) == (200, 3)
    assert entry["outcome"] in ("evaluated", "cached")
    assert len(entry["query"]) == 16
    assert "secret words" not in caplog.text


def test_openrefine_finds_the_reconciliation_service(running: Running) -> None:
    told = running.ask("/reconcile")
    assert told.status == 200, told.text
    found = running.ask(
        "/reconcile", method="POST", body="queries=%7B%22q0%22%3A%7B%22query%22%3A%22Pakistan%22%7D%7D",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert found.json["q0"]["result"][0]["id"] == "actor/pakistan"
    assert running.ask("/reconcile/nothing").status == 404


def test_a_trusted_proxy_says_who_the_client_is_and_nobody_else_does(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1 }")
    behind, itself = "203.0.113.9", "127.0.0.1"
    for proxy, client in ((itself, behind), ("127.0.0.0/8", behind), ("10.0.0.0/8", itself), (None, itself)):
        caplog.clear()
        with serving(tmp_path, workers=1, trusted_proxy=proxy) as server, caplog.at_level("INFO"):
            server.ask("/sparql", query="ASK {}", headers={"X-Forwarded-For": "192.0.2.1, 203.0.113.9"})
            assert server.ask("/status", headers={"X-Forwarded-For": "203.0.113.9"}).status == 403
        entries = [json.loads(r.getMessage()) for r in caplog.records if r.name == "kg.serve.access"]
        assert entries[0]["client"] == client


def test_a_proxy_that_is_no_address_is_refused_at_the_start(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1 }")
    with pytest.raises(UsageProblem, match="the-proxy"):
        Server(Settings(tmp_path, port=0, trusted_proxy="the-proxy"))


def test_what_a_killed_server_left_is_swept_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "kg-serve-999999999-x"
    left.mkdir()
    publish_trig(tmp_path / "graph", "<urn:g> { <urn:a> <urn:b> 1 }")
    with serving(tmp_path / "graph", workers=1) as server:
        settle(server)
        assert not left.exists()
        assert len(list(tmp_path.glob("kg-serve-*"))) == 1
    assert list(tmp_path.glob("kg-serve-*")) == []


def test_a_preview_can_be_framed_by_openrefine_and_a_page_cannot(running: Running) -> None:
    preview = running.ask("/reconcile/preview", id="actor/pakistan")
    assert preview.media_type == "text/html"
    assert "frame-ancestors" not in preview.headers["Content-Security-Policy"]
    page = running.ask("/", headers={"Accept": "text/html"})
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
