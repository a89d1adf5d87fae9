"""The English pipeline that reads articles: `load` gives an ordinary spaCy `Language`.

Its one component, trained by this project (see ``weights/MODEL_CARD.md``), fills universal part-of-speech
tags, Penn tags, morphological features, lemmas, Universal Dependencies, sentences, and the entities PERSON,
ORG, LOC and NORP. Importing this package is cheap; spaCy and onnxruntime are imported by `load`.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["load"]

# onnxruntime's wheels for Linux report their use to Microsoft, from 1.32 at the latest; only this, set before it is
# imported, keeps it from that. Nothing that is read here goes online.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


@lru_cache(maxsize=4)
def load(threads: int = 0) -> Language:
    """The pipeline, loaded once a process.

    *threads* is how many the network may use: 0 for one a processor core, 1 where several processes work
    side by side. Raises `kg.errors.EnvironmentProblem` where the weights are missing.
    """
    from kg.language.component import build

    return build(threads)
