"""Short cuts for tests of resolving."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from kg.model import Knowledge
from kg.resolve import Decision, KeptNames, Resolution, resolve
from tests.resolve_factory import Telling

Resolve = Callable[..., Resolution]


@pytest.fixture
def resolved() -> Resolve:
    """Resolves tellings: `resolved(a, b)`."""

    def run(
        *tellings: Telling,
        kept: KeptNames | None = None,
        corrections: Sequence[Decision] = (),
        revision: str = "r1",
    ) -> Resolution:
        return resolve(
            [t.article for t in tellings],
            [t.extraction for t in tellings],
            kept_names=kept,
            corrections=corrections,
            revision=revision,
        )

    return run


@pytest.fixture
def known(resolved: Resolve) -> Callable[..., Knowledge]:
    """The knowledge of some tellings."""
    return lambda *tellings, **options: resolved(*tellings, **options).knowledge
