"""Measure the pipeline on raw text: ``python -m kg.language.evaluate [corpora]`` prints the table.

Gold sentences and tokens are not given: predicted and gold words are the same only if they cover the same
characters, and every score is an F1 over words (or sentences, or entities) of both sides, as in the CoNLL
2018 shared task. UAS and LAS leave punctuation out and compare labels with their subtypes, as spaCy's
scorer does; ``LAS-u`` compares universal labels only.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Token

from kg.language import load
from kg.language.labels import ENTITIES

TREEBANKS = ("pud_news", "pud_wiki", "ewt_test", "gum_open_test")
ENTITY_FILES = ("ner_pud_news", "ner_pud_wiki", "ner_gum_test", "ner_re3d")
"""Held-out files: the network saw none of them. re3d counts common nouns as names, so its score is low."""

Span = tuple[int, int]
Items = set[tuple[object, ...]]


@dataclass(slots=True)
class Count:
    """Items found, items in the gold annotation, and how many are the same; ``f`` in percent."""

    found: int = 0
    gold: int = 0
    same: int = 0

    def add(self, found: Items, gold: Items) -> None:
        """Count two sets of items of one text."""
        self.found += len(found)
        self.gold += len(gold)
        self.same += len(found & gold)

    @property
    def f(self) -> float:
        """F1 in percent, 0 where there is nothing."""
        return 200 * self.same / (self.found + self.gold) if self.found + self.gold else 0.0


def corpus(folder: Path, name: str) -> list[Doc]:
    """The documents of one file of the corpora folder."""
    import spacy

    return list(DocBin().from_disk(folder / f"{name}.spacy").get_docs(spacy.blank("en").vocab))


def syntax(nlp: Language, docs: Iterable[Doc]) -> dict[str, float]:
    """Scores of tags, lemmas, trees and sentences."""
    gold_docs = list(docs)
    names = ("tokens", "sentences", "UPOS", "XPOS", "lemma", "UAS", "LAS", "LAS-u")
    counts = {name: Count() for name in names}
    for gold, found in zip(gold_docs, nlp.pipe(d.text for d in gold_docs), strict=True):
        one, two = _items(found), _items(gold)
        for name in names:
            counts[name].add(one[name], two[name])
    return {name: count.f for name, count in counts.items()}


def _items(doc: Doc) -> dict[str, Items]:
    words = [t for t in doc if not t.is_space]
    scored = [t for t in words if t.dep_ != "punct"]
    sentences: Items = set()
    for sent in doc.sents:
        inside = [t for t in sent if not t.is_space]
        if inside:
            sentences.add((inside[0].idx, inside[-1].idx + len(inside[-1])))
    return {
        "tokens": {(_span(t),) for t in words},
        "sentences": sentences,
        "UPOS": {(_span(t), t.pos_) for t in words},
        "XPOS": {(_span(t), t.tag_) for t in words},
        "lemma": {(_span(t), t.lemma_) for t in words},
        "UAS": {(_span(t), _head(t)) for t in scored},
        "LAS": {(_span(t), _head(t), t.dep_.lower()) for t in scored},
        "LAS-u": {(_span(t), _head(t), t.dep_.lower().partition(":")[0]) for t in scored},
    }


def _span(token: Token) -> Span:
    return token.idx, token.idx + len(token)


def _head(token: Token) -> Span | None:
    return None if token.head.i == token.i else _span(token.head)


def names(nlp: Language, docs: Iterable[Doc]) -> dict[str, float]:
    """F1 of entities, all together and by label; NORP, which no corpus marks, is left out."""
    gold_docs = list(docs)
    counts = {name: Count() for name in ("all", *ENTITIES)}
    for gold, found in zip(gold_docs, nlp.pipe(d.text for d in gold_docs), strict=True):
        one, two = _entities(found), _entities(gold)
        counts["all"].add(one, two)
        for label in ENTITIES:
            counts[label].add({e for e in one if e[2] == label}, {e for e in two if e[2] == label})
    return {name: count.f for name, count in counts.items()}


def _entities(doc: Doc) -> set[tuple[object, ...]]:
    return {(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in ENTITIES}


def joined(docs: list[Doc], size: int = 10) -> list[Doc]:
    """Every *size* documents as one, so that sentences must be found between them, not only kept whole."""
    groups = [docs[i : i + size] for i in range(0, len(docs), size)]
    return [Doc.from_docs(group, ensure_whitespace=True) for group in groups]


def speed(nlp: Language, texts: list[str], seconds: float = 10.0) -> float:
    """Words a second over *texts*, read again and again for some *seconds*."""
    list(nlp.pipe(texts[:20]))
    words, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        words += sum(len(doc) for doc in nlp.pipe(texts))
    return words / (time.perf_counter() - begin)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="?", type=Path, default=Path(__file__).parents[3] / "shared/corpora")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--no-speed", action="store_true")
    options = parser.parse_args()
    begin = time.perf_counter()
    nlp = load(options.threads)
    loading = time.perf_counter() - begin
    out = sys.stdout
    for row, name in enumerate(("pud_news", "pud_news joined", *TREEBANKS[1:])):
        docs = corpus(options.corpora, name.partition(" ")[0])
        scores = syntax(nlp, joined(docs) if "joined" in name else docs)
        if row == 0:
            out.write(f"{'':16}" + "".join(f"{k:>10}" for k in scores) + "\n")
        out.write(f"{name:16}" + "".join(f"{v:10.2f}" for v in scores.values()) + "\n")
        out.flush()
    for row, name in enumerate(ENTITY_FILES):
        scores = names(nlp, corpus(options.corpora, name))
        if row == 0:
            out.write(f"\n{'':16}" + "".join(f"{k:>10}" for k in scores) + "\n")
        out.write(f"{name:16}" + "".join(f"{v:10.2f}" for v in scores.values()) + "\n")
        out.flush()
    if not options.no_speed:
        texts = [d.text for d in joined(corpus(options.corpora, "pud_news"), 20)]
        out.write(f"\nloading {loading:.2f} s; {speed(nlp, texts):,.0f} words/s with ")
        out.write(f"{options.threads or 'all'} threads; peak memory ")
        out.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")


if __name__ == "__main__":
    main()
