"""The trained network at run time: onnxruntime sessions, windows, and their merging.

`Network.analyse` takes texts as words and gives the annotation of each as plain tuples; it knows nothing
of spaCy. `kg.language.component` puts the annotation into a `Doc`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.errors import EnvironmentProblem
from kg.language import decode
from kg.language.labels import Labels
from kg.language.lemmas import Lemmas
from kg.language.windows import UNCUT, Window, plan
from kg.language.wordpiece import FEATURES, Gap, WordPieces, feature

WEIGHTS = Path(__file__).parent / "weights"
FILES = ("model.onnx", "labels.onnx", "labels.json", "lemmas.json", "vocab.txt")
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: what stands before each (`Gap`), and before which a paragraph begins."""

    texts: tuple[str, ...]
    gaps: tuple[int, ...]
    breaks: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the pipeline says of each word. ``heads``: positions of words, a root's own for roots."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    morph: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    entities: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """The network's output for one window of w words; ``heads`` and ``arcs`` count the root, at 0."""

    window: Window
    tags: Integers
    """[4, w]: upos, xpos, morph, lemma"""
    starts: Floats
    ner: Floats
    arcs: Floats
    """[w, w + 1]"""
    dependents: Floats
    heads: Floats


class Network:
    """The sessions and label sets, loaded from a folder of weights."""

    def __init__(self, folder: Path = WEIGHTS, threads: int = 0) -> None:
        missing = [name for name in FILES if not (folder / name).exists()]
        if missing:
            raise EnvironmentProblem(
                f"the language pipeline's weights are missing: {folder / missing[0]}",
                "install the conflict-kg wheel, or train them with: python -m kg.language.train",
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # threads that spin while they wait take the processor from other processes of a parallel build
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        make = onnxruntime.InferenceSession
        self._model = make(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self._labels = make(str(folder / "labels.onnx"), options, providers=["CPUExecutionProvider"])
        self.labels = Labels.load(folder / "labels.json")
        self.pieces = WordPieces.from_file(folder / "vocab.txt")
        self._lemmas = Lemmas.load(folder / "lemmas.json", self.pieces.vocabulary)
        self._outputs = [o.name for o in self._model.get_outputs()]
        self._root = self.labels.deps.index("root")

    def analyse(self, text: Words) -> Annotation:
        """The annotation of a text; it is empty if the text has no words."""
        ids = [self.pieces(word) for word in text.texts]
        windows = plan(text.texts, [len(p) for p in ids], text.breaks)
        return self._merge(text, [self._read(text, ids, window) for window in windows])

    def _read(self, text: Words, ids: Sequence[tuple[int, ...]], window: Window) -> _Read:
        """Run the network on one window.

        Windows are not run in batches: the scale of 8-bit activations is that of all values in a run, so
        in a batch a text's annotation would depend on its neighbours, and a build on the order of files.
        """
        pieces, features, first, last = self._row(text, ids, window)
        feed: dict[str, Any] = {
            "pieces": np.array([pieces]),
            "features": np.array([features]),
            "places": np.arange(len(pieces)),
            "lengths": np.array([len(pieces)], dtype=np.int32),
            "first": np.array([first]),
            "last": np.array([last]),
        }
        out = dict(zip(self._outputs, self._model.run(None, feed), strict=True))
        tags = np.concatenate([out[name] for name in ("upos", "xpos", "morph", "lemma")])
        return _Read(
            window,
            tags,
            out["starts"][0, :, 0],
            out["ner"][0],
            out["arcs"][0, 1:],
            out["dependents"][0, 1:],
            out["heads"][0],
        )

    def _row(
        self, text: Words, ids: Sequence[tuple[int, ...]], window: Window
    ) -> tuple[list[int], list[int], list[int], list[int]]:
        """Pieces, features, and each word's first and last piece, [CLS] being word 0."""
        pieces, features, first, last = [self.pieces.cls], [FEATURES], [0], [0]
        for i in range(window.begin, window.end):
            word = text.texts[i]
            first.append(len(pieces))
            pieces += ids[i]
            features.append(feature(word, text.gaps[i]))
            if len(ids[i]) > 1:
                features += [feature(word, Gap.NONE)] * (len(ids[i]) - 1)
            last.append(len(pieces) - 1)
        return [*pieces, self.pieces.sep], [*features, FEATURES], first, last

    def _merge(self, text: Words, reads: list[_Read]) -> Annotation:
        """One annotation from the windows of a text, each word's from where it has most context."""
        count = len(text.texts)
        if not count:
            return Annotation((), (), (), (), (), (), (), ())
        tags = np.zeros((4, count), dtype=np.int64)
        starts = np.zeros(count, dtype=np.float32)
        ner = np.zeros((count, len(self.labels.ner)), dtype=np.float32)
        best = np.full(count, -1, dtype=np.int64)
        source = np.zeros(count, dtype=np.int64)
        for k, read in enumerate(reads):
            w = read.window
            place = np.arange(w.begin, w.end)
            left = place - w.begin if w.cut_left else np.full(len(place), UNCUT)
            right = w.end - 1 - place if w.cut_right else np.full(len(place), UNCUT)
            context = np.minimum(left, right)
            better = context > best[w.begin : w.end]
            at = place[better]
            best[at], source[at] = context[better], k
            tags[:, at], starts[at], ner[at] = read.tags[:, better], read.starts[better], read.ner[better]
        sets = self.labels
        upos = tuple(sets.upos[t] for t in tags[0])
        spans = decode.sentences(starts, text.breaks, text.texts, upos)
        heads, roots, pairs = self._trees(spans, reads, source)
        scores = self._labels.run(["labels"], {"dependents": pairs[0], "heads": pairs[1]})[0]
        scores[:, self._root] = np.where(roots, 1e9, -1e9)
        xpos = tuple(sets.xpos[t] for t in tags[1])
        deps = tuple("ROOT" if r else sets.deps[d] for r, d in zip(roots, scores.argmax(axis=1), strict=True))
        return Annotation(
            upos=upos,
            xpos=xpos,
            morph=tuple(sets.morph[t] for t in tags[2]),
            lemmas=tuple(
                self._lemmas(word, sets.lemma[t], u, x)
                for word, t, u, x in zip(text.texts, tags[3], upos, xpos, strict=True)
            ),
            heads=tuple(heads),
            deps=deps,
            sentences=tuple(spans),
            entities=tuple(decode.entities(ner, text.breaks)),
        )

    def _trees(
        self, spans: list[tuple[int, int]], reads: list[_Read], source: Integers
    ) -> tuple[list[int], NDArray[np.bool_], tuple[Floats, Floats]]:
        """Heads of all words, which are roots, and the vectors of dependents and heads for labels."""
        heads: list[int] = []
        dependents, governors = [], []
        for begin, end in spans:
            inside = [r for r in reads if r.window.begin <= begin and end <= r.window.end]
            if inside:
                read = max(inside, key=lambda r: min(r.window.context(begin), r.window.context(end - 1)))
                b, e = begin - read.window.begin, end - read.window.begin
                arcs = np.concatenate([read.arcs[b:e, :1], read.arcs[b:e, b + 1 : e + 1]], axis=1)
                below, above = (
                    read.dependents[b:e],
                    np.concatenate([read.heads[:1], read.heads[b + 1 : e + 1]]),
                )
            else:
                arcs, below, above = _stitched(begin, end, reads, source)
            local = decode.tree(arcs)
            dependents.append(below)
            governors.append(above[[0 if h == i else h + 1 for i, h in enumerate(local)]])
            heads += [begin + h for h in local]
        roots = np.array([h == i for i, h in enumerate(heads)])
        return heads, roots, (np.concatenate(dependents), np.concatenate(governors))


def _stitched(begin: int, end: int, reads: list[_Read], source: Integers) -> tuple[Floats, Floats, Floats]:
    """Scores of a sentence that no window holds whole: every word's row from its own window."""
    count = end - begin
    arcs = np.full((count, count + 1), -1e3, dtype=np.float32)
    below, above = [], [reads[source[begin]].heads[0]]
    for i in range(begin, end):
        read = reads[source[i]]
        first = read.window.begin
        lo, hi = max(begin, first), min(end, read.window.end)
        arcs[i - begin, 0] = read.arcs[i - first, 0]
        arcs[i - begin, lo - begin + 1 : hi - begin + 1] = read.arcs[
            i - first, lo - first + 1 : hi - first + 1
        ]
        below.append(read.dependents[i - first])
        above.append(read.heads[i - first + 1])
    return arcs, np.stack(below), np.stack(above)
