"""Time of the graph's own work on the made-up world of benchmarks/resolve.py, in CPU seconds.

    python benchmarks/graph.py [--articles 200] [--validate] [--queries]

Making the quads, publishing them first, again without a change, and with one article more; opening a
snapshot; each export format; with --queries every canned query, with --validate the shapes. One run each.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from resolve import world

from kg.graph import query
from kg.graph.canned import queries
from kg.graph.export import FORMATS, export
from kg.graph.rdf import quads
from kg.graph.store import manifest, open_snapshot, publish
from kg.graph.terminals import keywords
from kg.graph.validate import validate
from kg.model import Knowledge
from kg.resolve import resolve as resolved

BASE = "http://localhost:7878/"
_Result = TypeVar("_Result")


def timed(name: str, work: Callable[[], _Result], note: Callable[[_Result], str] = lambda _: "") -> _Result:
    """Does the work and prints its CPU and wall seconds, with a note on its result."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{name:32} {cpu:8.2f} {wall:8.2f}  {note(result)}", flush=True)
    return result


def knowledge(articles: int) -> Knowledge:
    """What resolving so many made-up articles gives."""
    made = world(articles)
    return resolved([article for article, _ in made], [extraction for _, extraction in made]).knowledge


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--validate", action="store_true")
    parser.add_argument("--queries", action="store_true")
    arguments = parser.parse_args()
    fewer, more = knowledge(arguments.articles - 1), knowledge(arguments.articles)
    print(f"{'':32} {'CPU s':>8} {'wall s':>8}")
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = timed("quads", lambda: list(quads(fewer, BASE)), lambda q: f"{len(q):,} quads")
        for name, what in (
            ("publish first", fewer), ("publish unchanged", fewer), ("publish one article more", more),
        ):  # fmt: skip
            timed(name, lambda what=what: publish(folder, quads(what, BASE), base_iri=BASE))
        del made
        snapshot = timed("open a snapshot", lambda: open_snapshot(folder))
        print(f"{'':32} {manifest(folder).quads:,} quads in the graph")
        for format in FORMATS:
            out = io.BytesIO()
            timed(
                f"export {format}",
                lambda format=format, out=out: export(snapshot.store, format, out, base_iri=BASE),
                lambda _, out=out: f"{len(out.getvalue()) / 1e6:.1f} MB",
            )
        if arguments.queries:
            for canned in queries():
                text = canned.bind(canned.example, base_iri=BASE)
                if "SERVICE" in keywords(text):
                    continue  # it would time another endpoint
                timed(
                    f"query {canned.name}",
                    lambda text=text: query.run(snapshot, text, io.BytesIO(), base_iri=BASE),
                    lambda answer: f"{answer.rows} rows",
                )
        if arguments.validate:
            timed("validate", lambda: validate(snapshot.store), lambda report: report.in_words(3))


if __name__ == "__main__":
    main()
