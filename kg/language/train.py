"""Train the pipeline: ``python -m kg.language.train`` on two processor cores in about two hours.

The schedule follows the clock: progress is the share of ``--minutes`` already spent training (over all
resumed runs), so a shared machine trains fewer steps, never a cut-off schedule. ``--steps`` schedules by
steps instead. Checkpoints go to ``--work``; a run that was stopped goes on from the last one. At the
end the averaged weights are exported to ``kg/language/weights``.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from kg.language import corpus
from kg.language.corpus import IGNORE, Corpus, Sample
from kg.language.export import WEIGHTS, export
from kg.language.names import Names, renamed
from kg.language.names import load as load_names
from kg.language.network import LAYERS, Batch, Network, Scores, encoder_folder, load_encoder
from kg.language.wordpiece import FEATURES, Gap, WordPieces, feature

PIECES_PER_BATCH = 1400
"""Padded pieces in a batch, about 1,040 words: small, for many updates in the little time there is."""
ENCODER_RATE, HEAD_RATE, DECAY_PER_LAYER = 1.8e-4, 1.6e-3, 0.87
"""Peak learning rates: of the encoder's top layer, of the heads, and the factor for each layer below."""
WARM_UP = 0.04
"""Share of the schedule in which the rates rise."""
AVERAGE_EVERY, AVERAGE_DECAY = 4, 0.985
CHECKPOINT_MINUTES = 5.0


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="?", type=Path, default=Path(__file__).parents[3] / "shared/corpora")
    parser.add_argument("--data", type=Path, help="fact tables with names; default: data beside the corpora")
    parser.add_argument("--work", type=Path, default=Path("build/language"), help="folder for checkpoints")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help="folder that the weights are exported to")
    parser.add_argument("--minutes", type=float, default=110.0)
    parser.add_argument("--steps", type=int, default=0, help="schedule by steps instead of minutes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    names = load_names(options.data or options.corpora.parent / "data")
    run = Run(read_corpus(options.corpora, options.work), names, options.work, options.seed)
    run.resume()
    run.train(options.minutes * 60, options.steps)
    export(options.work / "averaged.pt", options.corpora, options.to)


def read_corpus(folder: Path, work: Path) -> Corpus:
    """The training samples, kept beside the checkpoints because preparing them takes a minute."""
    cache = work / "corpus.pickle"
    if not cache.exists():
        with cache.open("wb") as file:
            pickle.dump(corpus.load(folder), file)
    with cache.open("rb") as file:
        loaded = pickle.load(file)
    assert isinstance(loaded, Corpus)
    return loaded


class Run:
    """One training run: network, optimizer, average, and how far it is."""

    def __init__(self, data: Corpus, names: Names, work: Path, seed: int) -> None:
        torch.manual_seed(seed)
        self.rng = random.Random(seed)
        self.data, self.names, self.work = data, names, work
        self.pieces = WordPieces.from_file(encoder_folder() / "vocab.txt")
        self.network = Network(data.labels)
        load_encoder(self.network)
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.optimizer = torch.optim.AdamW(
            _groups(self.network), betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self.steps, self.seconds = 0, 0.0

    def resume(self) -> None:
        """Go on from the last checkpoint, if there is one."""
        path = self.work / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.average = state["average"]
            self.steps, self.seconds = state["steps"], state["seconds"]
            self.rng.seed(self.steps)
            print(f"resumed at step {self.steps}, {self.seconds / 60:.1f} min", flush=True)

    def save(self) -> None:
        """Write checkpoint and averaged weights, each by renaming, so that a reader sees whole files."""
        small: dict[str, Any] = {"average": self.average, "steps": self.steps, "seconds": self.seconds}
        full = small | {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict()}
        small["labels"] = _plain(self.data)
        for name, state in (("checkpoint.pt", full), ("averaged.pt", small)):
            torch.save(state, self.work / f"{name}.part")
            (self.work / f"{name}.part").rename(self.work / name)

    def train(self, seconds: float, steps: int) -> None:
        """Train until *seconds* of training (or *steps*, if not 0) are spent."""
        self.network.train()
        clock, saved, words = time.monotonic(), time.monotonic(), 0
        sums: dict[str, float] = {}
        for samples in self._batches():
            progress = self.steps / steps if steps else self.seconds / seconds
            if progress >= 1:
                break
            rate = progress / WARM_UP if progress < WARM_UP else (1 - progress) / (1 - WARM_UP)
            for group in self.optimizer.param_groups:
                group["lr"] = group["peak"] * max(rate, 0.005)
            batch, gold = self.tensors(samples)
            losses = loss_of(self.network, self.network(batch), gold)
            self.optimizer.zero_grad(set_to_none=True)
            torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
            self.optimizer.step()
            self.steps += 1
            if self.steps % AVERAGE_EVERY == 0:
                decay = min(AVERAGE_DECAY, 1 - 4 / (4 + self.steps / AVERAGE_EVERY))
                for name, value in self.network.state_dict().items():
                    self.average[name].lerp_(value, 1 - decay)
            now = time.monotonic()
            self.seconds, clock = self.seconds + now - clock, now
            words += sum(map(len, samples))
            for name, loss in losses.items():
                sums[name] = sums.get(name, 0.0) + loss.item()
            if self.steps % 25 == 0:
                shown = " ".join(f"{k} {v / 25:.3f}" for k, v in sums.items())
                print(f"{self.steps} {self.seconds / 60:.1f}min {progress:.1%} {words}w {shown}", flush=True)
                sums = {}
            if now - saved > CHECKPOINT_MINUTES * 60:
                self.save()
                saved = time.monotonic()
        self.save()
        print("done", self.steps, flush=True)

    def _batches(self) -> Iterator[list[Sample]]:
        """Windows of about one length together, for ever; every round cuts and changes the texts anew."""
        rng = self.rng
        while True:
            names = []
            for sample, weight in self.data.names:
                names += [sample] * (int(weight) + (rng.random() < weight % 1))
            cut = [renamed(w, self.names, rng) for w in corpus.windows((*self.data.trees, *names), rng)]
            cut = [corpus.augmented(w, rng) for w in cut]
            cut.sort(key=lambda w: sum(len(self.pieces(x)) for x in w.words) * rng.uniform(0.9, 1.1))
            groups: list[list[Sample]] = [[]]
            longest = 0
            for window in cut:
                size = min(512, sum(len(self.pieces(x)) for x in window.words) + 2)
                longest = max(longest, size)
                if groups[-1] and longest * (len(groups[-1]) + 1) > PIECES_PER_BATCH:
                    groups.append([])
                    longest = size
                groups[-1].append(window)
            rng.shuffle(groups)
            yield from groups

    def tensors(self, samples: list[Sample]) -> tuple[Batch, dict[str, Tensor]]:
        """The padded batch of *samples* and its gold labels by head."""
        rows = []
        for sample in samples:
            pieces, features, first, last = [self.pieces.cls], [FEATURES], [0], [0]
            for word, gap in zip(sample.words, sample.gaps, strict=True):
                ids = self.pieces(word)
                if len(pieces) + len(ids) > 511:
                    break
                first.append(len(pieces))
                last.append(len(pieces) + len(ids) - 1)
                pieces += ids
                features += [feature(word, gap), *[feature(word, Gap.NONE)] * (len(ids) - 1)]
            rows.append(([*pieces, self.pieces.sep], [*features, FEATURES], first, last))
        count = [len(r[2]) for r in rows]
        words = torch.tensor([[True] * n + [False] * (max(count) - n) for n in count])
        batch = Batch(
            pieces=_pad([r[0] for r in rows], 0),
            features=_pad([r[1] for r in rows], FEATURES),
            first=_pad([r[2] for r in rows], 0),
            last=_pad([r[3] for r in rows], 0),
            scheme=torch.tensor([s.scheme for s in samples]),
            words=words,
        )
        names = ("upos", "xpos", "morph", "lemma", "starts", "heads", "deps", "ner")
        gold = {}
        for name in names:
            values = [list(getattr(s, name)[: n - 1]) for s, n in zip(samples, count, strict=True)]
            if name == "heads":  # the root is position 0, so all words move up by one
                values = [
                    [h + 1 if -1 <= h < n - 1 else IGNORE for h in v]
                    for v, n in zip(values, count, strict=True)
                ]
            gold[name] = _pad(values, IGNORE)
        return batch, gold


def loss_of(network: Network, scores: Scores, gold: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weighted losses by head, each a mean over the words that have a label."""
    losses = {}
    for name, weight in (("upos", 0.5), ("xpos", 0.4), ("morph", 0.4), ("lemma", 0.5), ("ner", 1.5)):
        losses[name] = weight * _cross_entropy(getattr(scores, name), gold[name])
    known = gold["starts"] != IGNORE
    target = gold["starts"].clamp(min=0).float()
    start = functional.binary_cross_entropy_with_logits(scores.start, target, reduction="none")
    losses["start"] = 2.0 * (start * known).sum() / known.sum().clamp(min=1)
    losses["arc"] = _cross_entropy(scores.arcs, gold["heads"])
    row, column = (gold["heads"] != IGNORE).nonzero(as_tuple=True)
    heads = scores.heads[row, gold["heads"][row, column]]
    labels = network.label_scores(scores.dependents[row, column], heads)
    losses["label"] = _cross_entropy(labels, gold["deps"][row, column])
    return losses


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    flat, target = scores.reshape(-1, scores.shape[-1]), gold.reshape(-1)
    total = functional.cross_entropy(flat, target, ignore_index=IGNORE, reduction="sum")
    return total / (target != IGNORE).sum().clamp(min=1)


def _groups(network: Network) -> list[dict[str, object]]:
    """Parameters with their peak rates: the lower a layer, the more slowly it moves."""
    groups = []
    for name, parameter in network.named_parameters():
        if name.startswith("layers."):
            peak = ENCODER_RATE * DECAY_PER_LAYER ** (LAYERS - 1 - int(name.split(".")[1]))
        elif name.startswith(("pieces", "positions", "norm")):
            peak = ENCODER_RATE * DECAY_PER_LAYER**LAYERS
        else:
            peak = HEAD_RATE
        plain = parameter.ndim < 2
        groups.append(
            {"params": [parameter], "peak": peak, "lr": 0.0, **({"weight_decay": 0.0} if plain else {})}
        )
    return groups


def _plain(data: Corpus) -> dict[str, list[str]]:
    names = ("upos", "xpos", "morph", "lemma", "deps", "ner")
    return {name: list(getattr(data.labels, name)) for name in names}


def _pad(rows: list[list[int]], value: int) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [value] * (width - len(row)) for row in rows])


if __name__ == "__main__":
    main()
