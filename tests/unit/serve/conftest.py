"""The running endpoint that tests of the server share; a module that needs another makes its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serving import Running, serving_small_world


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of the small hand-made world."""
    folder = tmp_path_factory.mktemp("graph")
    with serving_small_world(folder) as server:
        yield server
