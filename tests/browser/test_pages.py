"""The pages in a real browser: they render without errors, without other hosts, and the editor works."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serving import Running, serving_small_world

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here (Debian: apt install chromium)"),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("graph")
    with serving_small_world(folder) as server:
        yield server


def browse(running: Running, path: str, profile: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Opens a page in a browser that can reach this machine alone; its DOM after scripts on stdout."""
    assert CHROMIUM is not None
    return subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--mute-audio",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--enable-logging=stderr",
            "--log-level=0",
            f"--user-data-dir={profile}",
            *options,
            f"http://127.0.0.1:{running.port}{path}",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Who did what to whom"),
        ("/strike/2024-01-18-pakistan-saravan", "Counts of dead and injured, side by side"),
        ("/timeline", "Strikes and diplomatic actions"),
        ("/terms#Missile", "What the terms of the graph mean"),
        (f"/sparql?format=html&query={quote('SELECT ?s { ?s ?p ?o } LIMIT 3')}", 'aria-sort="none"'),
        (f"/sparql?format=html&query={quote('SELECT ?s {')}", "data-line"),
    ],
    ids=["home", "event", "timeline", "terms", "table", "syntax error"],
)
def test_a_page_renders_with_its_scripts_and_without_a_complaint(
    running: Running, tmp_path: Path, path: str, words: str
) -> None:
    seen = browse(running, path, tmp_path / "profile", "--dump-dom")
    assert words in seen.stdout
    assert 'class="js"' in seen.stdout, "the script did not run"
    complaints = [line for line in seen.stderr.splitlines() if "CONSOLE" in line]
    assert complaints == []
