"""How much faster a mixed stream gets because what has no trigger word is passed over before the parser runs.

    python benchmarks/mixed.py [FOLDER] [--articles N] [--quiet 0.25 0.5 0.75]

A stream mixes articles of FOLDER (default: seeds/), repeated as in build.py, with as many made-up items of the same
length in which no word can start an event: weather, recipes, opening hours. It is extracted twice in one run, once as
always and once with every article parsed; the ratio is of CPU seconds, for each share of quiet items. What is passed
over must hold no event when it is parsed all the same. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.build import ROOT, Timer, multiplied, words
from kg.extract import extract, has_trigger
from kg.model import Article
from kg.read import read_text

# Everyday sentences; those are left out that hold a word which the lexicons know by now.
_SENTENCES = (
    "Drizzle clears the {compass} coast by noon and a mild afternoon of {number} degrees is likely in {town}.",
    "Light winds and thin mist in {town}, with sunshine on the {compass} hills from {number} o'clock.",
    "A chilly night with frost in the valleys near {town} and temperatures of {number} degrees at dawn.",
    "Peel {number} potatoes, slice two onions, simmer in salted milk and serve warm with bread and parsley.",
    "Melt the butter, stir in {number} spoons of flour and bake for half an hour until golden.",
    "The library of {town} has {number} new books for young readers and is quiet on weekday mornings.",
    "The {compass} museum of {town} has {number} paintings of rivers, windmills and fishing villages.",
    "Tickets for the concert in {town} cost {number} euros and half of that for children.",
    "Prune roses early, water seedlings every {number} days and store tulip bulbs in a dry shed.",
    "The orchestra of {town} plays Dvorak and Sibelius, with {number} violins and a young pianist.",
    "The new footpath on the {compass} bank is {number} kilometres long and smooth enough for prams.",
    "A litre of cider, {number} apples and a pinch of cinnamon suffice for this autumn pudding.",
)
_TOWNS = "Lyon Bergen Porto Ghent Turku Graz Leeds Uppsala Bologna Aarhus Brno Cork".split()
_POINTS = "northern southern eastern western".split()
_STEPS = ("strikes", "actions", "statements", "casualties")


def quiet(articles: list[Article]) -> Iterator[Article]:
    """For each article one of as many words, none of which can start an event."""
    sentences = [s for s in _SENTENCES if not has_trigger(s)]
    if len(sentences) < len(_SENTENCES) / 2:
        raise SystemExit("the lexicons know most of these sentences' words by now; write others")
    chance = random.Random(7)
    for number, article in enumerate(articles):
        text = f"Weather, kitchen and garden, page {number}\n\n"
        while len(text.split()) < words([article]):
            told = chance.choice(sentences).format(
                town=chance.choice(_TOWNS), compass=chance.choice(_POINTS), number=chance.randrange(3, 40)
            )
            text += told + chance.choice((" ", " ", " ", "\n\n"))
        made = read_text(text, f"quiet-{number:05d}.txt")
        assert isinstance(made, Article)
        assert not has_trigger(made.text)
        yield made


def eventless(article: Article) -> bool:
    """True when nothing is found in an article, though it is parsed."""
    with patch("kg.extract.has_trigger", lambda _: True):
        found = extract(article)
    return not any(getattr(found, step) for step in _STEPS)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", nargs="?", type=Path, default=ROOT / "seeds")
    arguments.add_argument("--articles", type=int, default=60)
    arguments.add_argument("--quiet", type=float, nargs="+", default=[0.25, 0.5, 0.75], metavar="SHARE")
    options = arguments.parse_args()
    told = multiplied(options.folder, options.articles)
    without = list(quiet(told))
    figures: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "articles": len(told),
        "of the folder without a trigger": sum(not has_trigger(a.text) for a in told),
        "quiet items with an event, parsed": sum(not eventless(a) for a in without[:10]),
    }
    for article in told[:5]:
        extract(article)
    for share in options.quiet:
        cut = round(len(told) * (1 - share))
        stream = [*told[:cut], *without[cut:]]
        random.Random(7).shuffle(stream)
        passing, parsing = Timer(), Timer()
        for article in stream:
            passing.time(extract, article)
            with patch("kg.extract.has_trigger", lambda _: True):
                parsing.time(extract, article)
        figures[f"{share:.0%} quiet: times as fast as with all parsed, CPU"] = round(
            parsing.cpu / passing.cpu, 2
        )
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
