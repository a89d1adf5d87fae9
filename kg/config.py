"""`kg.toml`: what a project settles once instead of with every command. Options of a command win over it.

    [graph]
    dir = "graph"                             # the graph folder
    base_iri = "https://example.org/kg/"      # under which all nodes are named; fixed by the first build

    [articles]
    publisher = "Example Wire"                # the outlet of articles that name none
    published = "2024-01-19"                  # the day of articles that carry none
    jobs = 2                                  # processes that extract

    [serve]
    host = "127.0.0.1"
    port = 7878
    workers = 4
    timeout = 30                              # seconds a query gets
    max_timeout = 120                         # the most that a request can ask for
    allow_service = ["query.wikidata.org"]    # hosts that a query may reach with SERVICE

A key that is not known is refused with the ones that are: a misspelt limit must not be a limit that silently
does not hold.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from kg.errors import UsageProblem
from kg.model import PartialDate

FILE_NAME = "kg.toml"
DEFAULT_BASE_IRI = "http://localhost:7878/"
DEFAULT_GRAPH = Path("graph")


class GraphSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[graph]`: the graph folder, and the IRI under which its nodes are named."""

    dir: str | None = None
    base_iri: str | None = None


class ArticlesSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[articles]`: what holds for articles that do not say otherwise, and how many processes read them."""

    publisher: str | None = None
    published: str | None = None
    jobs: int | None = None


class ServeSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[serve]`: the endpoint's address and limits, named as `kg.serve.settings.Settings` names them.

    The token is not among them: a secret has no place in a file that is committed beside the articles.
    """

    host: str | None = None
    port: int | None = None
    workers: int | None = None
    reserved: int | None = None
    timeout: float | None = None
    max_timeout: float | None = None
    memory: int | None = None
    graph_memory: int | None = None
    answer_bytes: int | None = None
    request_bytes: int | None = None
    queue: int | None = None
    queue_wait: float | None = None
    per_client: int | None = None
    cache_bytes: int | None = None
    allow_service: tuple[str, ...] | None = None
    public_url: str | None = None
    trusted_proxy: str | None = None
    log_queries: bool | None = None


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of kg.toml; every part may be missing."""

    graph: GraphSection = GraphSection()
    articles: ArticlesSection = ArticlesSection()
    serve: ServeSection = ServeSection()


def load(path: Path | None = None) -> Config:
    """The configuration in `path`, or in kg.toml of the working directory when there is one.

    Raises UsageProblem for a file that is not there, is no TOML, or holds what is not known.
    """
    if path is None:
        path = Path(FILE_NAME)
        if not path.is_file():
            return Config()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageProblem(f"{path} cannot be read: {error.strerror}", "check the path") from error
    try:
        found = msgspec.toml.decode(content, type=Config)
    except msgspec.ValidationError as error:
        raise UsageProblem(f"{path}: {error}", _known()) from error
    except msgspec.DecodeError as error:
        raise UsageProblem(f"{path} is not TOML: {error}", "see https://toml.io") from error
    if found.graph.base_iri is not None:
        checked_base_iri(found.graph.base_iri)
    if found.articles.published is not None:
        stated_day(found.articles.published)
    return found


def graph_folder(given: Path | None, config: Config) -> Path:
    """The graph folder: as given, else $KG_GRAPH, else kg.toml's, else ./graph."""
    if given is not None:
        return given
    named = os.environ.get("KG_GRAPH") or config.graph.dir
    return Path(named) if named else DEFAULT_GRAPH


def checked_base_iri(iri: str) -> str:
    """`iri` when nodes can be named under it: absolute, http or https, ending in "/" or "#"."""
    from urllib.parse import urlsplit

    parts = urlsplit(iri)
    ends_well = iri.endswith(("/", "#"))
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or not ends_well
        or set(iri) & set(' <>"{}|\\^`')
    ):
        raise UsageProblem(
            f"{iri} cannot be the base IRI of a graph",
            "give an absolute http or https IRI that ends in / or #, such as https://example.org/kg/",
        )
    return iri


def stated_day(stated: str) -> PartialDate:
    """The date a person gives as 2024-01-19, 2024-01 or 2024; UsageProblem for anything else."""
    from datetime import date

    try:
        date.fromisoformat((stated + "-01-01")[:10] if len(stated) in (4, 7, 10) else "")
    except ValueError as error:
        raise UsageProblem(f"{stated!r} is no date", "write it as 2024-01-19, 2024-01 or 2024") from error
    return PartialDate(stated)


def _known() -> str:
    """The keys there are, for a message."""
    sections = {field.name: field.type for field in msgspec.structs.fields(Config)}
    listed = (
        f"[{name}] " + ", ".join(field.name for field in msgspec.structs.fields(section))
        for name, section in sections.items()
    )
    return "known are: " + "; ".join(listed)
