"""The spaCy component that runs the network and fills the `Doc`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.language.demonyms import DEMONYMS
from kg.language.paragraphs import paragraph_starts
from kg.language.runtime import Annotation, Network, Words
from kg.language.tokenizer import make_tokenizer
from kg.language.wordpiece import Gap

NAME = "kg_language"
_ATTRIBUTES: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3
"""spaCy's numbers for IOB."""


class Reader:
    """Annotates documents: tags, features, lemmas, trees, sentences and entities, all at once."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Annotate documents one after the other; what one gets does not depend on the others."""
        for doc in stream:
            words, places = words_of(doc)
            fill(doc, places, self._network.analyse(words))
            yield doc


def words_of(doc: Doc) -> tuple[Words, list[int]]:
    """The words of *doc* without its white-space tokens, and the position of each in *doc*."""
    starts = paragraph_starts(doc.text)
    texts, gaps, breaks, places = [], [], [], []
    previous_end = -1
    for token in doc:
        if token.is_space:
            continue
        begin = token.idx
        broken = False
        if starts:
            k = bisect_left(starts, previous_end)
            broken = k < len(starts) and starts[k] <= begin and previous_end >= 0
        gap = Gap.BREAK if broken or previous_end < 0 else Gap.SPACE if begin > previous_end else Gap.NONE
        texts.append(token.text)
        gaps.append(int(gap))
        breaks.append(broken)
        places.append(token.i)
        previous_end = begin + len(token)
    return Words(tuple(texts), tuple(gaps), tuple(breaks)), places


def fill(doc: Doc, places: list[int], found: Annotation) -> None:
    """Put *found*, the annotation of the words at *places*, into *doc*.

    White space hangs on the word before it (at the beginning of a text, on the word after it), so that
    sentences have no gaps.
    """
    strings, morphology = doc.vocab.strings, doc.vocab.morphology
    if not places:
        if len(doc):
            _fill_blank(doc)
        return
    values: Any = np.zeros((len(doc), len(_ATTRIBUTES)), dtype=np.uint64)
    space = strings.add("_SP")
    dep = strings.add("dep")
    empty = morphology.add("")
    word = -1
    for i in range(len(doc)):
        if word + 1 < len(places) and places[word + 1] == i:
            word += 1
            head = places[found.heads[word]] - i
            row = (
                strings.add(found.xpos[word]), strings[found.upos[word]], morphology.add(found.morph[word]),
                strings.add(found.lemmas[word]), head % 2**64, strings.add(found.deps[word]), _OUTSIDE, 0,
            )  # fmt: skip
        else:
            owner = places[word] if word >= 0 else places[0]
            row = (space, strings["SPACE"], empty, doc[i].orth, (owner - i) % 2**64, dep, _OUTSIDE, 0)
        values[i] = row
    named: set[int] = set()
    for begin, end, label in found.entities:
        first, last = places[begin], places[end - 1]
        values[first : last + 1, 6], values[first : last + 1, 7] = _INSIDE, strings.add(label)
        values[first, 6] = _BEGIN
        named.update(range(first, last + 1))
    norp = strings.add("NORP")
    for i in places:
        if i not in named and doc[i].text in DEMONYMS:
            values[i, 6], values[i, 7] = _BEGIN, norp
    doc.from_array(_ATTRIBUTES, values)


def _fill_blank(doc: Doc) -> None:
    """Annotate a document of white space only: one sentence, so that nothing downstream stumbles."""
    for i, token in enumerate(doc):
        token.pos_, token.tag_, token.lemma_ = "SPACE", "_SP", token.text
        token.dep_ = "ROOT" if i == 0 else "dep"
        token.head = doc[0]
    doc.set_ents([])


@Language.factory(NAME, default_config={"threads": 0})
def _make(nlp: Language, name: str, threads: int) -> Reader:
    return Reader(Network(threads=threads))


def build(threads: int = 0) -> Language:
    """A new pipeline; *threads* for the network, 0 for one a processor core."""
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.max_length = 5_000_000
    nlp.add_pipe(NAME, config={"threads": threads})
    return nlp
