"""The names kept in tables are those that the changes lead to, and those of an earlier version are taken over."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import msgspec
import pytest

from kg.corpus import Corpus
from kg.kept import KeptTable
from kg.resolve.names import KeptNames, keep
from tests.unit.test_growth import events, grow, told


@pytest.mark.parametrize("seed", range(3))
def test_names_in_tables_are_those_that_the_changes_lead_to(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = KeptNames()
    with Corpus(tmp_path) as corpus:
        table = KeptTable(corpus.connection)
        for revision in range(12):
            evidence: dict[str, list[str]] = defaultdict(list)
            for key in chance.sample(range(30), 20):
                evidence[f"strike/{chance.randrange(8)}"].append(f"strike:a#{key}-{key + 1}")
            _, after = keep(evidence, names, str(revision))
            table.take(names.change_to(after))
            names = after
            assert table.whole() == names
            assert table.reports.get("strike:a#1-2") == names.reports.get("strike:a#1-2")
            for name in names.since:
                assert table.keys_of([name]) == names.keys_of([name])
        assert names.replaced


def test_names_that_an_earlier_version_noted_as_one_value_are_kept(tmp_path: Path) -> None:
    grow(tmp_path, told()[:8])
    served = events(tmp_path)
    with Corpus(tmp_path) as corpus:
        names = KeptTable(corpus.connection).whole()
        # A name that a fresh build would not give.
        strange = next(name for name in names.reports.values() if name.startswith("strike/"))
        reports = {key: f"{name}-x" if name == strange else name for key, name in names.reports.items()}
        since = {f"{name}-x" if name == strange else name: n for name, n in names.since.items()}
        noted = msgspec.json.encode(KeptNames(reports, since, (), names.count)).decode()
        corpus.note({"names": noted})
        for table in ("kept_names", "kept_since", "kept_replaced", "kept_count"):
            corpus.connection.execute(f"DROP TABLE {table}")
    # Whatever was resolved before is resolved anew: this is another version's folder.
    (tmp_path / "resolved.sqlite").unlink()
    grow(tmp_path, told()[8:9])
    now = events(tmp_path)
    assert any(name.endswith(f"{strange}-x>") for name in now)
    assert {name for name in served if not name.endswith(f"/{strange}>")} <= now
