"""What the endpoint and its workers say to each other, and how it is framed on the pipes.

To a worker: a 4-byte length and a Job in MessagePack. From a worker: frames of one byte for the kind, a
4-byte length and the payload. A job is answered by any number of DATA frames and one END, with the rest, or FAILED.
"""

from __future__ import annotations

import struct
from typing import Final

import msgspec

READY: Final = b"R"
DATA: Final = b"D"
END: Final = b"E"
FAILED: Final = b"X"

LENGTH = struct.Struct("!I")
HEAD = struct.Struct("!cI")

# To a fork server (`kg.serve.forkserver`): memory and niceness of the worker that is wanted, whose stdin, stdout and
# stderr go along as descriptors. From it: the worker's process id.
FORK = struct.Struct("!Qi")
FORKED = struct.Struct("!i")
DESCRIPTORS: Final = 3


class Query(msgspec.Struct, tag="query", array_like=True, frozen=True):
    """Evaluate a query and write its answer in `media_type`.

    `default_graphs`, `named_graphs`: None leaves them to the text, anything else overrides it (SPARQL 1.1
    Protocol, 2.1.4). `union`: the default graph is the union of all graphs.
    """

    text: str
    media_type: str
    base_iri: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    union: bool = False
    max_bytes: int = 1 << 30
    seconds: float = 30.0


class Graph(msgspec.Struct, tag="graph", array_like=True, frozen=True):
    """Write one graph, or the default graph when `iri` is None."""

    iri: str | None
    media_type: str
    union: bool = False
    max_bytes: int = 1 << 30
    seconds: float = 30.0


class Describe(msgspec.Struct, tag="describe", array_like=True, frozen=True):
    """Write what is known about the first of `iris` that the graph knows.

    An article's graph is written whole; any other node with its own triples, those of its evidence, and those
    that point to it.
    """

    iris: tuple[str, ...]
    media_type: str
    max_bytes: int = 1 << 30
    seconds: float = 30.0


class Tables(msgspec.Struct, tag="tables", array_like=True, frozen=True):
    """Evaluate several SELECTs about the node `this` (`?this` in their text), for the server's own pages.

    Answered by one JSON object: name -> SPARQL 1.1 Query Results JSON.
    """

    queries: tuple[tuple[str, str], ...]
    this: str = ""
    max_bytes: int = 1 << 30
    seconds: float = 30.0


class Names(msgspec.Struct, tag="names", array_like=True, frozen=True):
    """Say which of `iris` the graph knows: a JSON array of [iri, "subject" | "graph" | "object"]."""

    iris: tuple[str, ...]
    max_bytes: int = 1 << 20
    seconds: float = 30.0


Job = Query | Graph | Describe | Tables | Names


class Ready(msgspec.Struct, array_like=True, frozen=True):
    """A worker's first words: the revision it serves, and whether the store's own default graph is filled."""

    revision: str
    base_iri: str
    own_default_graph: bool


class End(msgspec.Struct, array_like=True, frozen=True):
    """The answer is complete: `rows` of a table or triples of a graph, None where the format hides them.

    `rest` is what the DATA frames have left: all of it, for most answers.
    """

    rows: int | None = None
    rest: bytes = b""


class Failed(msgspec.Struct, array_like=True, frozen=True):
    """The job failed: `code` is "syntax", "evaluation", "too-large", "memory", "format", "unknown",
    "service" or "store"."""

    code: str
    message: str
    line: int | None = None
    column: int | None = None
    hint: str = ""


encode = msgspec.msgpack.encode
decode_job = msgspec.msgpack.Decoder(Job).decode
decode_ready = msgspec.msgpack.Decoder(Ready).decode
decode_end = msgspec.msgpack.Decoder(End).decode
decode_failed = msgspec.msgpack.Decoder(Failed).decode


def frame(kind: bytes, payload: bytes) -> bytes:
    """One frame of a worker's answer."""
    return HEAD.pack(kind, len(payload)) + payload


__all__ = [
    "DATA",
    "DESCRIPTORS",
    "END",
    "FAILED",
    "FORK",
    "FORKED",
    "HEAD",
    "LENGTH",
    "READY",
    "Describe",
    "End",
    "Failed",
    "Graph",
    "Job",
    "Names",
    "Query",
    "Ready",
    "Tables",
    "decode_end",
    "decode_failed",
    "decode_job",
    "decode_ready",
    "encode",
    "frame",
]
