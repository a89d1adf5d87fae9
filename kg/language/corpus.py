"""Training samples from the corpora: gold annotation on the pipeline's own tokens, cut into windows.

Only `kg.language.train` uses this module. Sources, licences and traps of the corpora are in the model card.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Token

from kg.language.demonyms import DEMONYMS
from kg.language.labels import ENTITIES, NER, Labels, kept_features, script_for
from kg.language.lemmas import collect
from kg.language.tokenizer import Tokenize, make_tokenizer
from kg.language.wordpiece import Gap

SYNTAX = ("ewt_train", "ewt_dev", "gum_open_train", "gum_open_dev")
"""Treebanks trained on. The dev files are trained on too: nothing is chosen by them, tests are held out."""

NAMES = {"ner_gum_train": "gum_open_train", "ner_gum_dev": "gum_open_dev"}
"""Entity files whose tokens are those of a treebank file: the two are laid over each other."""

ENTITY_SETS = {
    "ner_uner_ewt_dev": 2.0,
    "ner_uner_ewt_test": 2.0,
    "ner_wikigold": 1.5,
    "ner_crossner": 0.6,
    "ner_wnut": 0.3,
    "ner_btc": 0.2,
}
"""How often each entity set is seen in a round. Universal NER draws boundaries as the pipeline should;
tweets are far from news."""

SCHEMES = ("uner", "gum", "wikigold", "crossner", "wnut", "btc")
"""Whose habits an entity annotation follows; the first is what the pipeline answers with."""

IGNORE = -100
"""A label that carries no loss (torch's convention)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Consecutive words of one document, every tuple of the same length n.

    ``heads`` are positions in 0..n-1, or -1 for a root; all syntactic fields hold `IGNORE` where the
    corpus has no trees, ``ner`` where it has no entities.
    """

    words: tuple[str, ...]
    gaps: tuple[int, ...]
    starts: tuple[int, ...]
    upos: tuple[int, ...]
    xpos: tuple[int, ...]
    morph: tuple[int, ...]
    lemma: tuple[int, ...]
    heads: tuple[int, ...]
    deps: tuple[int, ...]
    ner: tuple[int, ...]
    scheme: int

    def __len__(self) -> int:
        return len(self.words)

    @property
    def has_trees(self) -> bool:
        """Whether the sample teaches syntax."""
        return self.heads[0] != IGNORE

    def cut(self, begin: int, end: int) -> Sample:
        """Words *begin* to *end*, with heads counted from *begin*."""
        heads = tuple(h - begin if h >= 0 else h for h in self.heads[begin:end])
        assert all(h < end - begin for h in heads)
        return Sample(
            self.words[begin:end], self.gaps[begin:end], self.starts[begin:end], self.upos[begin:end],
            self.xpos[begin:end], self.morph[begin:end], self.lemma[begin:end], heads,
            self.deps[begin:end], self.ner[begin:end], self.scheme,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Word:
    """One word after merging, still with names of labels; ``head`` is a gold token's index."""

    text: str
    gap: int
    first: int
    start: bool
    upos: str
    xpos: str
    morph: str
    lemma: str
    head: int
    dep: str
    iob: str
    entity: str


def read(path: Path) -> list[Doc]:
    """The documents of one DocBin."""
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def _merged(doc: Doc, names: list[tuple[str, str]] | None, tokenizer: Tokenize) -> list[_Word]:
    """The words of *doc*, gold tokens joined wherever the pipeline's tokenizer keeps a hyphen."""
    spans = [(t.idx, t.idx + len(t)) for t in tokenizer(doc.text) if "-" in t.text and len(t) > 1]
    owner: dict[int, int] = {}
    for token in doc:
        for k, (begin, end) in enumerate(spans):
            if begin <= token.idx and token.idx + len(token) <= end and len(token) < end - begin:
                owner[token.i] = k
    groups: list[list[Token]] = []
    for token in doc:
        if token.i in owner and token.i - 1 in owner and owner[token.i] == owner[token.i - 1]:
            groups[-1].append(token)
        else:
            groups.append([token])
    words = []
    for group in groups:
        inside = {t.i for t in group}
        top = next((t for t in group if t.head.i not in inside or t.head.i == t.i), group[-1])
        gap = Gap.BREAK if group[0].i == 0 else Gap.SPACE if doc[group[0].i - 1].whitespace_ else Gap.NONE
        text = "".join(t.text for t in group)
        lemma = (
            "".join(t.text.lower() if top.pos_ != "PROPN" else t.text for t in group[:-1]) + group[-1].lemma_
        )
        iob, entity = names[group[0].i] if names else (group[0].ent_iob_, group[0].ent_type_)
        morph = kept_features(str(top.morph))
        words.append(
            _Word(
                text,
                int(gap),
                group[0].i,
                bool(group[0].is_sent_start),
                top.pos_,
                top.tag_,
                morph,
                lemma,
                top.head.i if top.head.i != top.i else -1,
                top.dep_ if top.head.i != top.i else "root",
                iob,
                entity,
            )
        )
    return words


def _bies(words: list[_Word]) -> list[str]:
    """Entity tags of the words; a nationality alone is no entity here (`kg.language.demonyms` adds it)."""
    tags = ["O"] * len(words)
    i = 0
    while i < len(words):
        if words[i].iob != "B" or words[i].entity not in ENTITIES:
            i += 1
            continue
        j = i + 1
        while j < len(words) and words[j].iob == "I":
            j += 1
        label = words[i].entity
        if j - i > 1:
            tags[i:j] = [f"B-{label}", *[f"I-{label}"] * (j - i - 2), f"E-{label}"]
        elif words[i].text not in DEMONYMS:
            tags[i] = f"S-{label}"
        i = j
    return tags


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that is trained on."""

    labels: Labels
    trees: tuple[Sample, ...]
    names: tuple[tuple[Sample, float], ...]
    """Samples with entities only, each with how often it is seen in a round."""


def load(folder: Path) -> Corpus:
    """Read all training files below *folder* and make the label sets from them."""
    tokenizer = make_tokenizer()
    overlays = {tree: name for name, tree in NAMES.items()}
    trees: list[tuple[list[_Word], int | None]] = []
    for name in SYNTAX:
        docs = read(folder / f"{name}.spacy")
        tags: list[tuple[str, str]] | None = None
        if name in overlays:
            tokens = [t for doc in read(folder / f"{overlays[name]}.spacy") for t in doc]
            assert [t.text for t in tokens] == [t.text for doc in docs for t in doc], name
            tags = [(t.ent_iob_, t.ent_type_) for t in tokens]
        offset = 0
        for doc in docs:
            part = tags[offset : offset + len(doc)] if tags else None
            offset += len(doc)
            trees.append((_merged(doc, part, tokenizer), SCHEMES.index("gum") if tags else None))
    every = [w for words, _ in trees for w in words]
    lemmas = Counter(script_for(w.text, w.lemma) for w in every)
    labels = Labels(
        upos=tuple(sorted({w.upos for w in every})),
        xpos=tuple(sorted({w.xpos for w in every})),
        morph=_frequent(Counter(w.morph for w in every), 3),
        lemma=_frequent(lemmas, 4),
        deps=tuple(sorted({w.dep for w in every})),
    )
    names = []
    for file, weight in ENTITY_SETS.items():
        scheme = next(i for i, s in enumerate(SCHEMES) if s in file)
        for doc in read(folder / f"{file}.spacy"):
            sample = _sample(_merged(doc, None, tokenizer), labels, False, scheme)
            names.append((sample, weight))
    return Corpus(labels, tuple(_sample(w, labels, True, s) for w, s in trees), tuple(names))


def lemmas(folder: Path) -> dict[str, dict[str, str]]:
    """The lemmas seen in the treebanks, as `kg.language.lemmas.collect` gives them."""
    docs = (doc for name in SYNTAX for doc in read(folder / f"{name}.spacy"))
    return collect((t.text, t.pos_, t.lemma_) for doc in docs for t in doc)


def _frequent(counts: Counter[str], least: int) -> tuple[str, ...]:
    return tuple(sorted(k for k, n in counts.items() if n >= least))


def _sample(words: list[_Word], labels: Labels, trees: bool, scheme: int | None) -> Sample:
    position = {w.first: i for i, w in enumerate(words)}
    first = [w.first for w in words]
    for i, w in enumerate(words):  # a head inside a merged word is that word
        for gold in range(w.first, first[i + 1] if i + 1 < len(words) else w.first + 50):
            position.setdefault(gold, i)
    index = {
        name: {v: i for i, v in enumerate(getattr(labels, name))}
        for name in ("upos", "xpos", "morph", "lemma")
    }
    deps = {v: i for i, v in enumerate(labels.deps)}
    none = (IGNORE,) * len(words)

    def ids(name: str) -> tuple[int, ...]:
        if not trees:
            return none
        values = (script_for(w.text, w.lemma) if name == "lemma" else getattr(w, name) for w in words)
        return tuple(index[name].get(v, IGNORE) for v in values)

    return Sample(
        words=tuple(w.text for w in words),
        gaps=tuple(w.gap for w in words),
        starts=tuple(int(w.start) for w in words) if trees else none,
        upos=ids("upos"),
        xpos=ids("xpos"),
        morph=ids("morph"),
        lemma=ids("lemma"),
        heads=tuple(position[w.head] if w.head >= 0 else -1 for w in words) if trees else none,
        deps=tuple(deps[w.dep] for w in words) if trees else none,
        ner=tuple(NER.index(t) for t in _bies(words)) if scheme is not None else none,
        scheme=scheme or 0,
    )


def windows(samples: Iterable[Sample], rng: random.Random) -> Iterator[Sample]:
    """Cut documents at sentence ends (or between entities) into windows of 15 to 180 words at random."""
    for sample in samples:
        begin = 0
        while begin < len(sample):
            want = rng.choice((15, 40, 80, 120, 120, 180))
            end = begin + max(1, int(want * rng.uniform(0.7, 1.3)))
            while end < len(sample) and not _may_cut(sample, end):
                end += 1
            yield sample.cut(begin, min(end, len(sample)))
            begin = end


def _may_cut(sample: Sample, at: int) -> bool:
    if sample.has_trees:
        return sample.starts[at] == 1
    return not NER[sample.ner[at]].startswith(("I-", "E-")) and sample.words[at - 1] in {
        ".",
        "?",
        "!",
        ")",
        '"',
    }


_QUOTES = ({"“": '"', "”": '"'}, {"’": "'", "‘": "'"}, {'"': "“"}, {"—": "--", "–": "-", "--": "—"})


def augmented(sample: Sample, rng: random.Random) -> Sample:
    """*sample* with the accidents of real text: other quotes, headlines in capitals, lost full stops."""
    words = list(sample.words)
    gaps = list(sample.gaps)
    if gaps[0] != Gap.BREAK and rng.random() < 0.7:
        gaps[0] = int(Gap.BREAK)
    for table in _QUOTES:
        if rng.random() < 0.15:
            words = [table.get(w, w) for w in words]
    if rng.random() < 0.25:  # paragraphs: a line break before some sentences
        gaps = [
            int(Gap.BREAK) if s == 1 and rng.random() < 0.5 else g
            for s, g in zip(sample.starts, gaps, strict=True)
        ]
    chance = rng.random()
    if chance < 0.010:
        words = [w.upper() for w in words]
    elif chance < 0.018:
        words = [w.lower() for w in words]
    elif chance < 0.030 and len(words) < 40:
        words = [w[:1].upper() + w[1:] if len(w) > 3 else w for w in words]
    elif chance < 0.15:
        words = [w.upper() if w[:1].isupper() and rng.random() < 0.1 else w for w in words]
    result = replace(sample, words=tuple(words), gaps=tuple(gaps))
    if result.has_trees and len(words) > 3 and words[-1] in {".", "!"} and rng.random() < 0.06:
        result = result.cut(0, len(words) - 1) if (len(words) - 1) not in result.heads else result
    return result
