"""Commands on the published graph: query, export, push, info, serve."""

from __future__ import annotations

import logging
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from kg.cli.common import (
    Settled,
    graph_option,
    json_option,
    output_option,
    pass_settled,
    plural,
    say,
    show_json,
    to_output,
)
from kg.config import checked_base_iri
from kg.errors import UsageProblem

# As in kg.graph.export and kg.graph.query, which are not imported to list choices in a help text; a test
# holds them together.
EXPORT_FORMATS = ("turtle", "trig", "nquads", "ntriples", "rdfxml", "jsonld")
OTHER_FORMATS = ("geojson", "acled", "plover", "ftm", "quickstatements")  # as in kg.graph.formats
QUERY_FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle")


@click.command(short_help="Ask the graph in SPARQL, or with a canned query.")
@click.argument("query", metavar="NAME|FILE|TEXT|-", required=False)
@graph_option
@click.option(
    "--param",
    "-p",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the query; repeatable.",
)
@click.option(
    "--format",
    "-f",
    "format_name",
    type=click.Choice(QUERY_FORMATS),
    default="table",
    show_default=True,
    help="How to write the answer; CONSTRUCT and DESCRIBE are always Turtle.",
)
@click.option(
    "--revision", metavar="REV", help="A revision that is kept, by name or number (default: current)."
)
@click.option(
    "--allow-service",
    multiple=True,
    metavar="HOST",
    help="Let the query reach HOST with SERVICE; repeatable (default: none).",
)
@click.option("--list", "listed", is_flag=True, help="List the canned queries and their parameters.")
@output_option
@pass_settled
def query(
    settled: Settled,
    query: str | None,
    graph: Path | None,
    params: tuple[str, ...],
    format_name: str,
    revision: str | None,
    allow_service: tuple[str, ...],
    listed: bool,
    output: Path | None,
) -> int:
    """Ask the graph: a canned query by name, a file of SPARQL, its text, or - for standard input.

    An ASK query that is answered with no exits 1.
    """
    if listed:
        _list_queries()
        return 0
    if query is None:
        raise UsageProblem("which query?", "give the name of a canned one (kg query --list), a file, or -")
    from kg.graph import query as asking
    from kg.graph.store import manifest, open_snapshot

    folder = settled.graph(graph)
    values = _values(params)
    snapshot = open_snapshot(folder, revision)
    base_iri = manifest(folder, snapshot.revision).base_iri
    from_stdin = query == "-"
    text = (
        asking.fill(sys.stdin.read(), values, base_iri)
        if from_stdin
        else asking.text_of(query, values, base_iri)
    )
    with ExitStack() as open_now:
        if allow_service:
            from kg.serve.federation import federated

            local = partial(asking.iris, snapshot, base_iri=base_iri)
            text = open_now.enter_context(federated(text, frozenset(allow_service), local))
        out = open_now.enter_context(to_output(output))
        answer = asking.run(
            snapshot, text, out, format=format_name, base_iri=base_iri, federated=bool(allow_service)
        )
    if answer.rows == 0 and format_name == "table":
        say("nothing in the graph fits this question")
    return 1 if answer.truth is False else 0


@click.command(short_help="Write the whole graph as RDF.")
@graph_option
@click.option(
    "--format",
    "-f",
    "format_name",
    type=click.Choice((*EXPORT_FORMATS, *OTHER_FORMATS)),
    default="turtle",
    show_default=True,
    help="TriG and N-Quads keep the named graphs apart. GeoJSON has the places; acled (CSV) events with its codes;"
    " plover (JSON Lines) strikes and diplomatic actions; ftm (JSON Lines) FollowTheMoney entities;"
    " quickstatements (commands) what can be given back to Wikidata.",
)
@click.option(
    "--revision", metavar="REV", help="A revision that is kept, by name or number (default: current)."
)
@click.option("--no-ontology", is_flag=True, help="Leave the ontology's own triples out.")
@output_option
@pass_settled
def export(
    settled: Settled,
    graph: Path | None,
    format_name: str,
    revision: str | None,
    no_ontology: bool,
    output: Path | None,
) -> None:
    """Write the whole graph as RDF, or its places or events for other tools: always the same bytes."""
    from kg.graph import formats
    from kg.graph.export import export as write
    from kg.graph.store import manifest, open_snapshot

    folder = settled.graph(graph)
    snapshot = open_snapshot(folder, revision)
    base_iri = manifest(folder, snapshot.revision).base_iri
    with to_output(output) as out:
        if format_name in OTHER_FORMATS:
            formats.write(snapshot.store, format_name, out, base_iri=base_iri)
            return
        write(snapshot.store, format_name, out, base_iri=base_iri, ontology=not no_ontology)


@click.command(short_help="Say what a graph folder holds.")
@graph_option
@json_option
@pass_settled
def info(settled: Settled, graph: Path | None, as_json: bool) -> None:
    """Say what a graph folder holds and which revision is served."""
    from kg.graph.store import manifest, revisions

    folder = settled.graph(graph)
    current = manifest(folder)
    kept = [manifest(folder, name) for name in revisions(folder)]
    if as_json:
        show_json({"graph": str(folder), "current": current, "kept": kept})
        return
    click.echo(f"graph       {folder}")
    click.echo(f"base IRI    {current.base_iri}")
    click.echo(f"revision    {current.revision} of {current.published}, {plural(current.quads, 'quad')}")
    for older in reversed(kept):
        if older.revision != current.revision:
            click.echo(f"kept        {older.revision} of {older.published}, {plural(older.quads, 'quad')}")


@click.command(short_help="Serve the graph as SPARQL and as pages.")
@graph_option
@click.option("--host", metavar="HOST", help="The address to listen on (default: 127.0.0.1).")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="PORT", help="The port (default: 7878; 0: any)."
)
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Queries evaluated at a time (default: 4)."
)
@click.option(
    "--timeout", type=click.FloatRange(0.001), metavar="S", help="Seconds a query gets (default: 30)."
)
@click.option(
    "--allow-service",
    multiple=True,
    metavar="HOST",
    help="Let queries reach HOST with SERVICE; repeatable (default: none).",
)
@click.option(
    "--base-iri", metavar="IRI", help="Show nodes of this base IRI as pages (default: the graph's)."
)
@click.option(
    "--token",
    envvar="KG_TOKEN",
    metavar="TOKEN",
    help="Answer only who sends TOKEN; better given as $KG_TOKEN.",
)
@click.option("--verbose", "-v", is_flag=True, help="Log every request.")
@pass_settled
def serve(
    settled: Settled,
    graph: Path | None,
    host: str | None,
    port: int | None,
    workers: int | None,
    timeout: float | None,
    allow_service: tuple[str, ...],
    base_iri: str | None,
    token: str | None,
    verbose: bool,
) -> None:
    """Serve the graph as SPARQL and as pages, until Ctrl-C. A newer revision is served once published."""
    from kg.serve.server import serve as run_serve

    folder = settled.graph(graph)
    section = settled.config.serve
    chosen = {
        name: value for name in section.__struct_fields__ if (value := getattr(section, name)) is not None
    }
    given = {
        "host": host,
        "port": port,
        "workers": workers,
        "timeout": timeout,
        "allow_service": allow_service or None,
        "token": token or None,
        "base_iri": checked_base_iri(base_iri) if base_iri else None,
    }
    chosen |= {name: value for name, value in given.items() if value is not None}
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.INFO)
    logging.getLogger("kg.serve.access").setLevel(logging.INFO if verbose else logging.WARNING)
    run_serve(folder, **chosen)


@click.command(short_help="Load the graph into another SPARQL store.")
@click.argument("url", metavar="URL")
@graph_option
@click.option(
    "--header", "headers", multiple=True, metavar="NAME:VALUE", help="A header to send along; repeatable."
)
@click.option(
    "--delete",
    "gone",
    multiple=True,
    metavar="GRAPH",
    help="Delete there a named graph that is gone here, such as graph/article/a.txt; repeatable.",
)
@click.option(
    "--authorization",
    envvar="KG_PUSH_AUTHORIZATION",
    metavar="VALUE",
    help="The Authorization header; better given as $KG_PUSH_AUTHORIZATION.",
)
@pass_settled
def push(
    settled: Settled,
    url: str,
    graph: Path | None,
    headers: tuple[str, ...],
    gone: tuple[str, ...],
    authorization: str | None,
) -> None:
    """Load every named graph into another store, by the SPARQL 1.1 Graph Store Protocol at URL.

    Each named graph replaces what the other store has under its name; nothing else there is touched.
    """
    from kg.graph.remote import push as send
    from kg.graph.remote import without_user
    from kg.graph.store import graphs_given_up, manifest, open_snapshot

    sent = {"Authorization": authorization} if authorization else {}
    for header in headers:
        name, colon, value = header.partition(":")
        if not colon or not name.strip():
            raise UsageProblem(f"{header!r} is no header", "write it as 'Authorization: Bearer ...'")
        sent[name.strip()] = value.strip()
    folder = settled.graph(graph)
    snapshot = open_snapshot(folder)
    base_iri = manifest(folder, snapshot.revision).base_iri
    named = [g if "://" in g or g.startswith("urn:") else base_iri + g.removeprefix("/") for g in gone]
    count = send(snapshot.store, url, headers=sent, delete=named)
    say(f"sent {plural(count, 'named graph')} of {snapshot.revision} to {without_user(url)}")
    if left := sorted(graphs_given_up(folder) - set(named)):
        say("gone here since an older revision, and perhaps still there; to take them out push again with")
        say("  " + " ".join(f"--delete {g}" for g in left[:20]) + (" …" if len(left) > 20 else ""))


def _values(params: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals or not name:
            raise UsageProblem(f"{param!r} is no parameter", "write it as --param country=Pakistan")
        values[name] = value
    return values


def _list_queries() -> None:
    from kg.graph.canned import queries

    for canned in queries():
        click.echo(f"{canned.name}: {canned.summary}")
        for parameter in canned.parameters:
            optional = "" if parameter.required else " (optional)"
            example = f", for example {parameter.example}" if parameter.example else ""
            click.echo(f"    --param {parameter.name}=...{optional}: {parameter.about}{example}")


COMMANDS: tuple[click.Command, ...] = (query, export, push, info, serve)
