"""Time of one more article, or of one less: a build of a folder that is in the graph already, but for one file.

    python benchmarks/grow.py [--articles 1000 3000 10000] [--more 3]

The articles are those of `benchmarks/resolve.py`, written to files; their extractions are made beforehand, so
what is measured is everything but the pipeline: looking through the folder, resolving, publishing. Beside the
wall clock stand the CPU seconds of the process, on which what else runs on the machine has no bearing.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.resolve import world
from kg.build import Options, Summary, build, remove
from kg.gazetteer import load
from kg.model import Article, Extraction

VERSION = "made beforehand"
_MADE: dict[str, Extraction] = {}


def extract(article: Article) -> Extraction:
    """What was made of the article beforehand: this module is the benchmark's extractor."""
    return _MADE[article.id]


class Clock:
    """Wall clock and CPU seconds of each step of a build."""

    def __init__(self) -> None:
        self.steps: dict[str, tuple[float, float]] = {}
        self._name = "reading"
        self._began = time.perf_counter(), time.process_time()

    def step(self, name: str) -> None:
        """A new step begins, and the last one ends."""
        now = time.perf_counter(), time.process_time()
        self.steps[self._name] = now[0] - self._began[0], now[1] - self._began[1]
        self._name, self._began = name, now


def timed(folder: Path, graph: Path) -> tuple[Summary, Clock]:
    """A build, and how long each of its steps took."""
    clock = Clock()
    summary = build([folder], graph, Options(extractor="benchmarks.grow"), on_step=clock.step)
    clock.step("")
    return summary, clock


def timed_removal(article: str, graph: Path) -> Clock:
    """How long each step took of taking an article out."""
    clock = Clock()
    remove([article], graph, Options(extractor="benchmarks.grow"), on_step=clock.step)
    clock.step("")
    return clock


def write(folder: Path, made: list[tuple[Article, Extraction]]) -> None:
    """Articles as files, and what was made of them."""
    for article, extraction in made:
        path = folder / article.id
        path.write_text(article.text, encoding="utf-8")
        _MADE[article.id] = extraction
    # A file written just before it is read is read again the next time.
    time.sleep(3)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    parser.add_argument("--more", type=int, default=3, help="how many articles come, and go, one by one")
    arguments = parser.parse_args()
    load()
    print(f"{'build of':>16} {'step':>12} {'wall s':>8} {'CPU s':>8}")
    for size in arguments.articles:
        made = world(size + arguments.more)
        with tempfile.TemporaryDirectory() as scratch:
            folder, graph = Path(scratch, "articles"), Path(scratch, "graph")
            folder.mkdir()
            write(folder, made[:size])
            show(f"{size:,}", timed(folder, graph)[1])
            for at in range(arguments.more):
                write(folder, made[size + at : size + at + 1])
                # The made-up world is none of the build's memory: it is not to be gone through for cycles.
                gc.freeze()
                summary, clock = timed(folder, graph)
                assert (summary.added, summary.unchanged) == (1, size + at)
                show("one more", clock)
            for at in range(arguments.more):
                # From the middle, and from the end, where most is told of what is new.
                show(
                    "one less",
                    timed_removal(made[(size // 2 + at, size - 1 - at, size + at // 3)[at % 3]][0].id, graph),
                )


def show(name: str, clock: Clock) -> None:
    """Print a build's rows."""
    for step, (wall, cpu) in clock.steps.items():
        print(f"{name:>16} {step:>12} {wall:8.2f} {cpu:8.2f}", flush=True)


if __name__ == "__main__":
    # The build imports its extractor by name; that is this module as it runs, with what it has made.
    sys.modules["benchmarks.grow"] = sys.modules[__name__]
    main()
