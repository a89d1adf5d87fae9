"""The graph of seeds/, built once with everything real, for tests of the whole way."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from kg.build import Options, Summary, build
from kg.graph.export import export
from kg.graph.store import open_snapshot

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The graph folder and what its build said."""
    folder = tmp_path_factory.mktemp("seeds") / "graph"
    return folder, build([SEEDS], folder, Options())


def exported(graph: Path, format_name: str = "turtle") -> bytes:
    """The current revision as a file."""
    out = BytesIO()
    export(open_snapshot(graph).store, format_name, out, base_iri="http://localhost:7878/")
    return out.getvalue()
