"""Trained weights to the files that ship: an ONNX graph with 8-bit weights, its labels and vocabulary.

The graph is written node by node, with onnxruntime's fused operators for CPU, so that neither a tracer
nor torch's exporter is needed and nothing is left to their guesses. Matrix products have 8-bit weights,
one scale for each output column, and activations quantized as they come; the table of word pieces has
one scale for each row. ``python -m kg.language.export averaged.pt`` exports a running training.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from kg.language import corpus
from kg.language.labels import Labels
from kg.language.network import ARC, HEADS, LABEL, LAYERS, encoder_folder

WEIGHTS = Path(__file__).parent / "weights"
Array = NDArray[np.float32]
OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
EPSILON = 1e-12
IN_FLOAT = ("arc_u", "arcs")
"""Products that stay in 32 bits: arc scores are compared across a whole window, and are cheap."""


class _Graph:
    """Nodes and constants of a graph that is being written."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op: str, inputs: list[str], name: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def fused(self, op: str, inputs: list[str], name: str, **attributes: Any) -> str:
        return self.add(op, inputs, name, "com.microsoft", **attributes)

    def product(self, x: str, weight: Array, name: str) -> str:
        """x times *weight* [in, out]."""
        return self.add("MatMul", [x, self.constant(f"{name}.w", weight)], name)

    def model(
        self, inputs: dict[str, tuple[int, list[str | int]]], outputs: Mapping[str, int]
    ) -> onnx.ModelProto:
        graph = helper.make_graph(
            self.nodes,
            "kg-language",
            [helper.make_tensor_value_info(n, t, s) for n, (t, s) in inputs.items()],
            [helper.make_tensor_value_info(n, t, None) for n, t in outputs.items()],
            self.constants,
        )
        return helper.make_model(graph, opset_imports=OPSETS, ir_version=8, producer_name="conflict-kg")


def model_graph(w: dict[str, Array], labels: Labels) -> onnx.ModelProto:
    """The graph from pieces to scores; inputs and outputs as `kg.language.runtime` uses them."""
    g = _Graph()
    table = w["pieces.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127 + 1e-12
    rows = g.constant("pieces.table", np.round(table / scale).astype(np.int8))
    scales = g.constant("pieces.scale", scale.astype(np.float32))
    cast = g.add(
        "Cast", [g.add("Gather", [rows, "pieces"], "piece_rows")], "piece_floats", to=TensorProto.FLOAT
    )
    pieces = g.add("Mul", [cast, g.add("Gather", [scales, "pieces"], "piece_scales")], "piece_vectors")
    places = g.add(
        "Gather", [g.constant("positions.table", w["positions.weight"]), "places"], "place_vectors"
    )
    shapes = g.add(
        "Gather", [g.constant("features.table", w["features.weight"]), "features"], "feature_vectors"
    )
    x = g.add("Add", [g.add("Add", [pieces, shapes], "embedded_a"), places], "embedded_b")
    norm = [g.constant("norm.gamma", w["norm.weight"]), g.constant("norm.beta", w["norm.bias"])]
    x = g.add("LayerNormalization", [x, *norm], "embedded", axis=-1, epsilon=EPSILON)
    for i in range(LAYERS):
        x = _layer(g, w, x, i)
    axes = g.constant("axes", np.array([2], dtype=np.int64))
    ends = [
        g.add("GatherND", [x, g.add("Unsqueeze", [n, axes], f"{n}_index")], f"{n}_vectors", batch_dims=1)
        for n in ("first", "last")
    ]
    half = g.constant("half", np.array(0.5, dtype=np.float32))
    words = g.add("Mul", [g.add("Add", ends, "ends"), half], "words")
    bounds = [g.constant(f"b{k}", np.array([v], dtype=np.int64)) for k, v in (("1", 1), ("end", 2**31 - 1))]
    inner = g.add(
        "Slice", [words, bounds[0], bounds[1], g.constant("axis1", np.array([1], dtype=np.int64))], "inner"
    )

    hidden = g.fused(
        "BiasGelu", [g.product(inner, w["tag_hidden.weight"].T, "tag_up"), _c(g, w, "tag_hidden.bias")], "tag"
    )
    tags = g.add(
        "Add", [g.product(hidden, w["tags.weight"].T, "tag_down"), _c(g, w, "tags.bias")], "tag_scores"
    )
    sizes = [len(labels.upos), len(labels.xpos), len(labels.morph), len(labels.lemma), 1]
    g.constant("tag_sizes", np.array(sizes, dtype=np.int64))
    names = ["upos", "xpos", "morph", "lemma"]
    parts = [f"{n}_scores" for n in names]
    g.nodes.append(helper.make_node("Split", [tags, "tag_sizes"], [*parts, "starts"], axis=-1))
    for name, part in zip(names, parts, strict=True):
        g.add("ArgMax", [part], name, axis=-1, keepdims=0)

    bias = w["name_hidden.bias"] + w["schemes.weight"][0]  # entities are always given in the first scheme
    up = g.product(inner, w["name_hidden.weight"].T, "name_up")
    hidden = g.fused("BiasGelu", [up, g.constant("name_hidden.bias", bias)], "name")
    g.add("Add", [g.product(hidden, w["names.weight"].T, "name_down"), _c(g, w, "names.bias")], "ner")

    parse = g.fused(
        "BiasGelu", [g.product(words, w["parse.weight"].T, "parse_up"), _c(g, w, "parse.bias")], "parse"
    )
    g.constant("parse_sizes", np.array([ARC, ARC, LABEL, LABEL], dtype=np.int64))
    halves = ["arc_dependents", "arc_heads", "dependents", "heads"]
    g.nodes.append(helper.make_node("Split", [parse, "parse_sizes"], halves, axis=-1))
    mapped = g.product("arc_dependents", w["arc"][:ARC], "arc_u")
    mapped = g.add("Add", [mapped, g.constant("arc.bias", w["arc"][ARC])], "arc_mapped")
    turned = g.add("Transpose", ["arc_heads"], "arc_turned", perm=[0, 2, 1])
    g.add("MatMul", [mapped, turned], "arcs")
    grid: list[str | int] = ["batch", "pieces"]
    span: list[str | int] = ["batch", "words"]
    inputs: dict[str, tuple[int, list[str | int]]] = {
        "pieces": (TensorProto.INT64, grid),
        "features": (TensorProto.INT64, grid),
        "places": (TensorProto.INT64, ["pieces"]),
        "lengths": (TensorProto.INT32, ["batch"]),
        "first": (TensorProto.INT64, span),
        "last": (TensorProto.INT64, span),
    }
    outputs = dict.fromkeys(names, TensorProto.INT64)
    outputs |= dict.fromkeys(("starts", "ner", "arcs", "dependents", "heads"), TensorProto.FLOAT)
    return g.model(inputs, outputs)


def _c(g: _Graph, w: dict[str, Array], name: str) -> str:
    return g.constant(name, w[name])


def _layer(g: _Graph, w: dict[str, Array], x: str, i: int) -> str:
    p = f"layers.{i}."
    qkv = g.product(x, w[p + "qkv.weight"].T, p + "qkv")
    qkv = g.add("Add", [qkv, _c(g, w, p + "qkv.bias")], p + "qkv_b")
    parts = [f"{p}{n}" for n in "qkv"]
    g.nodes.append(helper.make_node("Split", [qkv], parts, axis=-1))
    seen = g.fused("MultiHeadAttention", [*parts, "", "lengths"], p + "seen", num_heads=HEADS)
    for product, norm, source in (("out", "norm1", seen), ("down", "norm2", "")):
        if product == "down":
            up = g.product(x, w[p + "up.weight"].T, p + "up")
            source = g.fused("BiasGelu", [up, _c(g, w, p + "up.bias")], p + "gelu")
        y = g.product(source, w[f"{p}{product}.weight"].T, p + product)
        gamma, beta = _c(g, w, f"{p}{norm}.weight"), _c(g, w, f"{p}{norm}.bias")
        inputs = [x, y, gamma, beta, _c(g, w, f"{p}{product}.bias")]
        x = g.fused("SkipLayerNormalization", inputs, p + norm, epsilon=EPSILON)
    return x


def label_graph(w: dict[str, Array]) -> onnx.ModelProto:
    """The graph that scores the labels of N arcs, from the vectors of their two ends."""
    g = _Graph()
    u = w["label"]  # [labels, LABEL + 1, LABEL + 1]; the last row and column are biases
    count = u.shape[0]
    mapped = g.product("dependents", u[:, :LABEL, :LABEL].transpose(1, 0, 2).reshape(LABEL, -1), "label_u")
    bias = g.constant("label.bias", u[:, LABEL, :LABEL].reshape(-1))
    mapped = g.add("Add", [mapped, bias], "label_mapped")
    shape = g.constant("label.shape", np.array([-1, count, LABEL], dtype=np.int64))
    mapped = g.add("Reshape", [mapped, shape], "label_grid")
    axes = g.constant("axes", np.array([2], dtype=np.int64))
    heads = g.add("Unsqueeze", ["heads", axes], "heads_column")
    both = g.add("Squeeze", [g.add("MatMul", [mapped, heads], "label_both"), axes], "label_pairs")
    own = g.product("dependents", u[:, :LABEL, LABEL].T, "label_own")
    own = g.add("Add", [own, g.constant("label.own", u[:, LABEL, LABEL])], "label_own_b")
    g.add("Add", [both, own], "labels")
    side: tuple[int, list[str | int]] = (TensorProto.FLOAT, ["arcs", LABEL])
    return g.model({"dependents": side, "heads": side}, {"labels": TensorProto.FLOAT})


def export(averaged: Path, corpora: Path, folder: Path, quantize: bool = True) -> None:
    """Write model.onnx, labels.onnx, labels.json, lemmas.json and vocab.txt into *folder*, by renaming."""
    state = torch.load(averaged, weights_only=True)
    weights = {k: v.float().numpy() for k, v in state["average"].items()}
    labels = Labels(**{name: tuple(values) for name, values in state["labels"].items()})
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        place = Path(temporary)
        for name, model in (("model", model_graph(weights, labels)), ("labels", label_graph(weights))):
            plain = place / f"{name}.plain"
            onnx.save(model, plain)
            if quantize:
                quantize_dynamic(
                    plain,
                    place / f"{name}.onnx",
                    op_types_to_quantize=["MatMul"],
                    per_channel=True,
                    reduce_range=True,  # processors without VNNI saturate 16-bit sums of full 8-bit products
                    weight_type=QuantType.QInt8,
                    nodes_to_exclude=[*IN_FLOAT, "label_both"],
                    extra_options={"DefaultTensorType": TensorProto.FLOAT},
                )
            else:
                plain.rename(place / f"{name}.onnx")
        labels.save(place / "labels.json")
        seen = json.dumps(corpus.lemmas(corpora), ensure_ascii=False, sort_keys=True, indent=0)
        (place / "lemmas.json").write_text(seen + "\n", encoding="utf-8")
        shutil.copyfile(encoder_folder() / "vocab.txt", place / "vocab.txt")
        for name in ("vocab.txt", "lemmas.json", "labels.json", "labels.onnx", "model.onnx"):
            (place / name).replace(folder / name)
    print(f"exported step {state['steps']} ({state['seconds'] / 60:.0f} minutes of training) to {folder}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("averaged", type=Path)
    parser.add_argument("corpora", nargs="?", type=Path, default=Path(__file__).parents[3] / "shared/corpora")
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    parser.add_argument(
        "--no-quantize", action="store_true", help="32-bit weights, to measure what 8 bits cost"
    )
    options = parser.parse_args()
    export(options.averaged, options.corpora, options.to, quantize=not options.no_quantize)


if __name__ == "__main__":
    main()
