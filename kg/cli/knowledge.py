"""Commands that show what was understood and why: extract."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import json_option, say, show_json
from kg.config import stated_day
from kg.errors import NegativeAnswer
from kg.model import Article


@click.command(short_help="Show what is found in a text, sentence by sentence.")
@click.argument("text", metavar="TEXT|FILE|-")
@click.option(
    "--published", metavar="DATE", help="The day of publication, as 2024-01-19, if the text has none."
)
@json_option
def extract(text: str, published: str | None, as_json: bool) -> None:
    """Show, sentence by sentence, what is found in a text and which words of it filled which role.

    TEXT is the text itself, a file (or folder) as kg build takes it, or - for standard input.
    """
    from kg import extract as extraction
    from kg.cli.sentences import lines, sentences
    from kg.read import read, read_text

    day = stated_day(published) if published else None
    # A text is hardly ever the name of a file; a file's name is hardly ever a sentence.
    named = text == "-" or (len(text) < 1024 and "\n" not in text and Path(text).exists())
    outcomes = read(text, published=day) if named else iter([read_text(text, "text", published=day)])
    shown: list[dict[str, object]] = []
    refused = 0
    for outcome in outcomes:
        if not isinstance(outcome, Article):
            say(f"rejected: {outcome.source}: {outcome.reason} [{outcome.code}]")
            refused += 1
            continue
        told = extraction.extract(outcome)
        if as_json:
            shown.append({"article": outcome.id, "extraction": told, "sentences": sentences(told)})
            continue
        if named:
            click.echo(f"== {outcome.id}")
        found = tuple(lines(told))
        click.echo("\n".join(found) if found else "nothing found")
        click.echo()
    if as_json:
        show_json(shown)
    if refused and not shown and as_json:
        raise NegativeAnswer("nothing could be read", "see the reasons above")


COMMANDS: tuple[click.Command, ...] = (extract,)
