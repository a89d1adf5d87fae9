"""The group of all commands. Nothing heavy is imported here: `kg --help` answers before spaCy could load."""

from __future__ import annotations

from pathlib import Path

import click

import kg
from kg.cli import articles, graph, knowledge, links
from kg.cli.common import Settled


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, prog_name="conflict-kg", message="%(prog)s %(version)s")
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    help="Settings to use instead of ./kg.toml.",
)
@click.pass_context
def app(context: click.Context, config_path: Path | None) -> None:
    """News on armed conflict and diplomacy to a knowledge graph, served as SPARQL.

    Start with: kg build FOLDER, then kg serve, or kg query strikes-on --param country=Pakistan.
    """
    context.obj = Settled(config_path)


for command in (*articles.COMMANDS, *graph.COMMANDS, *knowledge.COMMANDS, *links.COMMANDS):
    app.add_command(command)
