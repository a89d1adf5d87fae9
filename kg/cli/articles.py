"""Commands on articles: build, remove, extract."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    Settled,
    graph_option,
    json_option,
    on_terminal,
    pass_settled,
    plural,
    say,
    show_json,
)
from kg.config import checked_base_iri, stated_day
from kg.errors import NegativeAnswer

if TYPE_CHECKING:
    from kg.build import Summary

_LISTED_REJECTIONS = 20


@click.command(short_help="Bring articles into the graph and publish it.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@graph_option
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that extract (default: 1).")
@click.option("--published", metavar="DATE", help="The day of articles that carry none, as 2024-01-19.")
@click.option("--publisher", metavar="NAME", help="The outlet of articles that name none.")
@click.option(
    "--base-iri", metavar="IRI", help="Name nodes under IRI (default: http://localhost:7878/; settled once)."
)
@click.option("--strict", is_flag=True, help="Exit 1 when an input was rejected; the others are built.")
@json_option
@pass_settled
def build(
    settled: Settled,
    sources: tuple[str, ...],
    graph: Path | None,
    jobs: int | None,
    published: str | None,
    publisher: str | None,
    base_iri: str | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Bring articles into the graph and publish it.

    SOURCE is a text file (optionally headed by Title:, Date:, Source:, URL: lines), JSON Lines, CSV, ninjs or
    HTML, a folder of such files, or - for standard input. Only what is new or changed is extracted.
    """
    from kg.build import Options
    from kg.build import build as run_build

    defaults = settled.config.articles
    published = published or defaults.published
    options = Options(
        base_iri=checked_base_iri(base_iri) if base_iri else settled.config.graph.base_iri,
        published=stated_day(published) if published else None,
        publisher=publisher or defaults.publisher,
        jobs=jobs or defaults.jobs or 1,
    )
    progress = _Progress()
    try:
        summary = run_build(
            sources, settled.graph(graph), options, on_article=progress.article, on_step=progress.step
        )
    finally:
        progress.clear()
    _report(summary, as_json)
    if strict and summary.rejected:
        raise NegativeAnswer(
            f"{plural(len(summary.rejected), 'input')} rejected",
            "mend or remove them, or build without --strict",
        )


@click.command(short_help="Take articles out of the graph.")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@graph_option
@json_option
@pass_settled
def remove(settled: Settled, articles: tuple[str, ...], graph: Path | None, as_json: bool) -> None:
    """Take articles out of the graph, with all that only they reported.

    ARTICLE is an article's id: its file's name as it was built, or its record's id.
    """
    from kg.build import remove as run_remove

    progress = _Progress()
    try:
        summary = run_remove(articles, settled.graph(graph), on_step=progress.step)
    finally:
        progress.clear()
    _report(summary, as_json)


class _Progress:
    """One line on a terminal that says what is being done; nothing where no person watches."""

    def __init__(self) -> None:
        self._shown = on_terminal()
        self._started = time.monotonic()
        self._drawn = 0.0

    def article(self, articles: int, words: int) -> None:
        """So many articles and words are extracted."""
        now = time.monotonic()
        if now - self._drawn > 0.1:
            self._drawn = now
            pace = words / max(now - self._started, 0.001)
            self._draw(f"extracting: {plural(articles, 'article')}, {pace:,.0f} words a second")

    def step(self, name: str) -> None:
        """This is what is done now."""
        self._draw(f"{name} ...")

    def clear(self) -> None:
        """Take the line away."""
        self._draw("")

    def _draw(self, line: str) -> None:
        if self._shown:
            click.echo(f"\r\x1b[2K{line}", err=True, nl=False)


def _report(summary: Summary, as_json: bool) -> None:
    """The summary of a build: as JSON on stdout, or in words on stderr."""
    if as_json:
        show_json(summary)
        return
    for article, note in summary.notes:
        say(f"note: {article}: {note}")
    for rejected in summary.rejected[:_LISTED_REJECTIONS]:
        say(f"rejected: {rejected.source}: {rejected.reason} [{rejected.code}]")
    if len(summary.rejected) > _LISTED_REJECTIONS:
        rest = Counter(r.code for r in summary.rejected[_LISTED_REJECTIONS:])
        counts = ", ".join(f"{count} {code}" for code, count in rest.most_common())
        say(f"rejected: {sum(rest.values())} more ({counts}); --json lists them all")
    changes = ", ".join(
        f"{count:,} {what}"
        for what, count in (
            ("new", summary.added),
            ("changed", summary.updated),
            ("unchanged", summary.unchanged),
            ("removed", summary.removed),
            ("rejected", len(summary.rejected)),
        )
        if count
    )
    served = summary.published
    for unapplied in served.unapplied:
        say(f"correction not applied: {unapplied}")
    events = ", ".join(f"{count:,} {name}" for name, count in sorted(served.events.items()))
    say(f"{plural(served.articles, 'article')} in the graph ({changes or 'no change'})")
    say(f"events: {events or 'none'}; {plural(served.actors, 'actor')}, {plural(served.places, 'place')}")
    if served.unattached:
        are = "is" if served.unattached == 1 else "are"
        say(f"{plural(served.unattached, 'mention')} of events too vague to be one {are} left out")
    pace = f", {summary.words / summary.seconds:,.0f} words a second" if summary.words else ""
    verb = "published" if served.changed else "nothing changed; served is still"
    say(f"{verb} {served.revision} with {plural(served.quads, 'quad')} in {summary.seconds:.1f} s{pace}")


COMMANDS: tuple[click.Command, ...] = (build, remove)
