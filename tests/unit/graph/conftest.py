"""The small world of tests/factory.py as a store, published once for all tests of the graph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph.rdf import quads
from kg.graph.store import Snapshot, open_snapshot, publish
from tests.factory import BASE, knowledge


@pytest.fixture(scope="session")
def graph_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    publish(folder, quads(knowledge(), BASE), base_iri=BASE)
    return folder


@pytest.fixture(scope="session")
def snapshot(graph_dir: Path) -> Snapshot:
    return open_snapshot(graph_dir)


@pytest.fixture(scope="session")
def store(snapshot: Snapshot) -> ox.Store:
    return snapshot.store
