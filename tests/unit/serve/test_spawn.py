"""What the server's own processes are started with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.serve.spawn import environment
from tests.serving import publish_trig, serving, settle


def test_what_the_operator_has_set_for_the_allocator_is_kept_and_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=9:glibc.malloc.check=1")
    tunables = environment()["GLIBC_TUNABLES"].split(":")
    assert tunables[0].startswith("glibc.malloc.tcache_count=")
    assert tunables[1:] == ["glibc.malloc.tcache_count=9", "glibc.malloc.check=1"]
    monkeypatch.delenv("GLIBC_TUNABLES")
    assert environment()["GLIBC_TUNABLES"] == tunables[0]


def test_the_package_is_found_before_what_the_operator_has_on_the_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    first, second = environment()["PYTHONPATH"].split(os.pathsep)
    assert (Path(first) / "kg" / "serve").is_dir()
    assert second == "/elsewhere"


def test_every_worker_is_started_so(tmp_path: Path) -> None:
    publish_trig(tmp_path, "<urn:g> { <urn:a> <urn:b> 1 }")
    with serving(tmp_path, workers=1) as server:
        settle(server)
        for pid in server.server.site.pool.pids():
            assert b"\0GLIBC_TUNABLES=glibc.malloc.tcache_count=" in Path(f"/proc/{pid}/environ").read_bytes()
