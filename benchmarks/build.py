"""Words per second of `kg build` end to end, of extraction alone, and of the bare language pipeline.

    python benchmarks/build.py [FOLDER] [--articles N] [--jobs N]

FOLDER holds articles (default: seeds/); they are repeated under other names, with a last line that keeps them
from being copies, until there are N. Everything is warm before it is timed; loading is reported apart. The
ratio is of CPU seconds, so that what else the machine does weighs less; words per second are by the clock.
Prints one JSON object.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kg.build import Options, build
from kg.jobs import extractor
from kg.model import Article
from kg.read import read, read_text

ROOT = Path(__file__).parents[1]
T = TypeVar("T")


def multiplied(folder: Path, count: int) -> list[Article]:
    """`count` articles of `folder`, repeated under other names and made distinct by a last line."""
    originals = [outcome for outcome in read(folder) if isinstance(outcome, Article)]
    articles = []
    for number in range(count):
        original = originals[number % len(originals)]
        text = f"{original.text.rstrip()}\n\nThis was report number {number}.\n"
        copy = read_text(text, f"{number:05d}.txt")
        assert isinstance(copy, Article)
        articles.append(dataclasses.replace(copy, issued=original.issued, issued_basis=original.issued_basis))
    return articles


def words(articles: list[Article]) -> int:
    """Words, counted as white space divides them."""
    return sum(len(article.text.split()) for article in articles)


class Timer:
    """Seconds that pass, and those of the processor, while something is done again and again."""

    def __init__(self) -> None:
        self.clock = self.cpu = 0.0

    def time(self, work: Callable[[T], object], given: T) -> None:
        """Do the work once and add what it took."""
        clock, cpu = time.perf_counter(), time.process_time()
        work(given)
        self.clock += time.perf_counter() - clock
        self.cpu += time.process_time() - cpu


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", nargs="?", type=Path, default=ROOT / "seeds")
    arguments.add_argument("--articles", type=int, default=100)
    arguments.add_argument("--jobs", type=int, default=1)
    options = arguments.parse_args()
    articles = multiplied(options.folder, options.articles)
    figures: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "articles": len(articles),
        "words": words(articles),
        "jobs": options.jobs,
    }

    from kg import language

    started = time.perf_counter()
    nlp = language.load()
    figures["pipeline load, s"] = round(time.perf_counter() - started, 2)
    texts = [article.text for article in articles]
    for text in texts[:5]:
        nlp(text)
    extract = extractor("kg.extract").extract
    for article in articles[:5]:
        extract(article)
    # One by one, as extraction parses them: in batches the network's answers depend on the neighbours. And in turn,
    # so that a machine that slows down meanwhile slows both.
    bare, extraction = Timer(), Timer()
    for article, text in zip(articles, texts, strict=True):
        bare.time(nlp, text)
        extraction.time(extract, article)
    figures["bare pipeline, words/s"] = round(words(articles) / bare.clock)
    figures["extraction, words/s"] = round(words(articles) / extraction.clock)
    figures["extraction / bare pipeline, CPU"] = round(extraction.cpu / bare.cpu, 2)

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "articles")
        folder.mkdir()
        for article in articles:
            day = f"Date: {article.issued.iso}\n\n" if article.issued else ""
            body = article.text.split("\n\n", 1)[1] if article.text.startswith("Title:") else article.text
            (folder / article.id).write_text(day + body, encoding="utf-8")
        started = time.perf_counter()
        summary = build([folder], Path(scratch, "graph"), Options(jobs=options.jobs))
        took = time.perf_counter() - started
        figures["build end to end, words/s"] = round(words(articles) / took)
        figures["build end to end, s"] = round(took, 2)
        figures["rejected"] = len(summary.rejected)
        started = time.perf_counter()
        build([folder], Path(scratch, "graph"), Options(jobs=options.jobs))
        figures["build again, nothing changed, s"] = round(time.perf_counter() - started, 2)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
