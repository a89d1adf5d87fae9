"""Short cuts for tests of resolving."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pytest

from kg.model import Knowledge
from kg.resolve import Decision, KeptNames, Resolution, actors, resolve
from kg.resolve.company import Local
from kg.resolve.facts import Facts
from kg.resolve.growth.traits import traits
from kg.resolve.partition import Partition
from kg.resolve.roster import Ref
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


@pytest.fixture(autouse=True)
def who_shares_no_trait_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """In all tests of resolving: local actors are grouped alike when only those that share a trait are looked at.

    A graph that grows looks at these alone (`kg.resolve.growth.traits`); so a rule that compares others, and has a
    test of its own, fails here until it has its trait.
    """
    grouped = actors.grouped

    def checked(
        locals_: Mapping[Ref, Local],
        facts: Facts,
        together: Iterable[tuple[Ref, Ref]] = (),
        apart: Iterable[tuple[Ref, Ref]] = (),
    ) -> list[list[Ref]]:
        decided = tuple(together), tuple(apart)
        groups = grouped(locals_, facts, *decided)
        if not any(decided):
            by_company = [
                group
                for company in companies(locals_, facts)
                for group in grouped({ref: locals_[ref] for ref in locals_ if ref in company}, facts)
            ]
            assert {frozenset(group) for group in by_company} == {frozenset(group) for group in groups}
        return groups

    monkeypatch.setattr(actors, "grouped", checked)


def companies(locals_: Mapping[Ref, Local], facts: Facts) -> list[set[Ref]]:
    """The local actors that share a hard key or a trait with each other, and so on."""
    found = {ref: traits(local, facts) for ref, local in locals_.items()}
    there = {trait for its in found.values() for trait, _ in its}
    shared: Partition[Ref] = Partition(locals_)
    first: dict[object, Ref] = {}
    for ref, local in locals_.items():
        keys: list[object] = [trait for trait, needed in found[ref] if needed is None or needed in there]
        if (hard := actors.hard_key(local)) is not None:
            keys.append(hard)
        for key in keys:
            shared.join(first.setdefault(key, ref), ref)
    return [set(group) for group in shared.groups()]
