"""What an operator can set about the endpoint, with the values that hold when nothing is set."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The endpoint's settings. Times are seconds, sizes are bytes; every limit names itself in its error.

    `workers` evaluate queries at the same time, `reserved` more stand by for cheap requests alone.
    `timeout` is what a query gets that asks for nothing, `max_timeout` the most it can ask for. `memory` is
    what one query may take beyond the open store, `graph_memory` what all workers together may take to hold
    the graph in memory instead of reading it from disk (None: half of what is free; 0: nothing).
    `per_client` is the number of queries that one address may have in the house at once. `allow_service`
    holds the hosts ("query.wikidata.org", "localhost:3030") that a query may reach with SERVICE. `base_iri`
    None means: as the graph was built. `public_url` is the address under which clients know the server,
    where a proxy stands before it; `trusted_proxy` that proxy's own address, or the network it is in, whose
    X-Forwarded-For is believed, so that limits per client are not limits for everybody behind it.
    """

    graph_dir: Path
    host: str = "127.0.0.1"
    port: int = 7878
    workers: int = 4
    reserved: int = 1
    timeout: float = 30.0
    max_timeout: float = 120.0
    memory: int = 1 << 30
    graph_memory: int | None = None
    answer_bytes: int = 256 << 20
    request_bytes: int = 1 << 20
    queue: int = 32
    queue_wait: float = 10.0
    per_client: int = 32
    cache_bytes: int = 64 << 20
    token: str | None = None
    allow_service: frozenset[str] = field(default_factory=frozenset)
    base_iri: str | None = None
    public_url: str | None = None
    trusted_proxy: str | None = None
    log_queries: bool = False
    union_default_graph: bool = True


__all__ = ["Settings"]
