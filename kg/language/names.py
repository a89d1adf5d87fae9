"""Names of the world's news, put in the place of the names in training texts.

The open entity corpora hardly know armed groups, ministries and officials. So in some windows names are
exchanged for others of the same kind from the fact tables that also link actors to Wikidata
(``data/officials.csv``, ``organisations.csv``, ``countries.csv``). Only windows without trees are changed.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from kg.language.corpus import Sample
from kg.language.labels import NER
from kg.language.tokenizer import Tokenize, make_tokenizer
from kg.language.wordpiece import Gap

PER_WINDOW, PER_NAME = 0.4, 0.4
"""How many windows are changed, and how many of the names in them."""

Name = tuple[tuple[str, int], ...]
"""The words of a name, each with what stands before it."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names by label; ORG in two groups, those of the news first."""

    people: tuple[Name, ...]
    groups: tuple[Name, ...]
    parties: tuple[Name, ...]
    places: tuple[Name, ...]

    def draw(self, label: str, rng: random.Random) -> Name:
        """A name at random; of a person sometimes the last part only."""
        if label == "PERSON":
            name = rng.choice(self.people)
            return name[-1:] if rng.random() < 0.35 and len(name) > 1 else name
        if label == "LOC":
            return rng.choice(self.places)
        return rng.choice(self.groups if rng.random() < 0.75 else self.parties)


def load(folder: Path) -> Names:
    """Read the fact tables in *folder*."""
    tokenize = make_tokenizer()

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    groups: list[Name] = []
    parties: list[Name] = []
    for row in rows("organisations"):
        aliases = [a.strip() for a in row["aliases"].split(";") if len(a.strip()) > 2]
        into = parties if row["class"] == "Organization" else groups
        into += [_words(text, tokenize) for text in (row["name"], *aliases)]
    return Names(
        people=tuple({_words(row["name"], tokenize) for row in rows("officials")}),
        groups=tuple(n for n in groups if len(n) < 9),
        parties=tuple(n for n in parties if len(n) < 9),
        places=tuple(_words(row["name"], tokenize) for row in rows("countries")),
    )


def _words(text: str, tokenize: Tokenize) -> Name:
    doc = tokenize(text.removeprefix("The ").removeprefix("the ").strip())
    return tuple((t.text, int(Gap.SPACE if t.i == 0 or doc[t.i - 1].whitespace_ else Gap.NONE)) for t in doc)


def renamed(sample: Sample, names: Names, rng: random.Random) -> Sample:
    """*sample* with some of its names exchanged; the sample itself if it has trees."""
    if sample.has_trees or rng.random() > PER_WINDOW:
        return sample
    words: list[str] = []
    gaps: list[int] = []
    tags: list[int] = []
    i = 0
    while i < len(sample):
        tag = NER[sample.ner[i]]
        j = i + 1
        while tag[0] == "B" and j < len(sample) and NER[sample.ner[j]][0] in "IE":
            j += 1
        if tag[0] in "BS" and rng.random() < PER_NAME:
            name = names.draw(tag[2:], rng)
            words += [word for word, _ in name]
            gaps += [sample.gaps[i], *(gap for _, gap in name[1:])]
            marks = "S" if len(name) == 1 else "B" + "I" * (len(name) - 2) + "E"
            tags += [NER.index(f"{mark}-{tag[2:]}") for mark in marks]
        else:
            words += sample.words[i:j]
            gaps += sample.gaps[i:j]
            tags += sample.ner[i:j]
        i = j
    none = (sample.heads[0],) * len(words)
    return Sample(
        words=tuple(words),
        gaps=tuple(gaps),
        starts=none,
        upos=none,
        xpos=none,
        morph=none,
        lemma=none,
        heads=none,
        deps=none,
        ner=tuple(tags),
        scheme=sample.scheme,
    )
