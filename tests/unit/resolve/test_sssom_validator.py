"""The table of links as SSSOM's own library reads it (pip install "conflict-kg[interop]")."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.resolve.sssom import Row, decide, rows_of, write
from tests import factory

# Its own environment is fine too: it brings some sixty packages that nothing else here needs.
SSSOM = shutil.which("sssom", path=str(Path(sys.executable).parent)) or shutil.which("sssom")
pytestmark = pytest.mark.skipif(SSSOM is None, reason="sssom is not installed: it is the extra “interop”")


def validate(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(SSSOM), "validate", str(path)], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_sssom_accepts_links_decisions_and_nodes_without_a_link(tmp_path: Path) -> None:
    rejected = Row(
        "actor/iran",
        "Iran",
        "http://www.wikidata.org/entity/Q5",
        rejected=True,
        author="A",
        date="2024-02-01",
    )
    path = tmp_path / "links.sssom.tsv"
    write(path, decide(rows_of(factory.knowledge()), rejected), "http://localhost:7878/")
    said = validate(path)
    assert (said.returncode, said.stderr) == (0, "")
    # That it would have complained: the same table with a justification that SSSOM does not know.
    broken = tmp_path / "broken.sssom.tsv"
    broken.write_text(path.read_text(encoding="utf-8").replace("semapv:CompositeMatching", "because"))
    assert validate(broken).returncode != 0
