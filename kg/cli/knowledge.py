"""Commands that show what was understood, why, and how well: extract, explain, diff, validate, evaluate."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from kg.cli.common import Settled, graph_option, json_option, pass_settled, plural, say, show_json
from kg.config import stated_day
from kg.errors import NegativeAnswer, UsageProblem
from kg.model import Article

_NO_FRAME = (
    "no frame's words stand in it; what is told of attacks and statements, which have no frames of diplomacy.toml, "
    "is shown without --tried"
)


@click.command(short_help="Show what is found in a text, sentence by sentence.")
@click.argument("text", metavar="TEXT|FILE|-")
@click.option(
    "--published", metavar="DATE", help="The day of publication, as 2024-01-19, if the text has none."
)
@click.option(
    "--tried",
    is_flag=True,
    help="Show which frames of diplomacy were tried, and why each gave nothing; attacks and statements have none.",
)
@json_option
def extract(text: str, published: str | None, tried: bool, as_json: bool) -> None:
    """Show, sentence by sentence, what is found in a text and which words of it filled which role.

    TEXT is the text itself, a file (or folder) as kg build takes it, or - for standard input.
    """
    from kg import extract as extraction
    from kg.cli.sentences import lines, sentences
    from kg.read import read, read_text

    day = stated_day(published) if published else None
    if not text.strip():
        raise UsageProblem("the text is empty", "give a sentence, a file, or - for standard input")
    # A text is hardly ever the name of a file; a file's name is hardly ever a sentence, and one word with a dot or
    # a slash in it is a name that was mistyped.
    named = text == "-" or re.fullmatch(r"[^\s:]*\w[./][^\s:]*\w", text) is not None
    named = named or os.path.exists(text)  # which holds a text too long for a name for none
    outcomes = read(text, published=day) if named else iter([read_text(text, "text", published=day)])
    shown: list[dict[str, object]] = []
    understood = False
    for outcome in outcomes:
        if not isinstance(outcome, Article):
            say(f"rejected: {outcome.source}: {outcome.reason} [{outcome.code}]")
            continue
        understood = True
        if tried:
            from kg.extract import explain as explanation

            frames = explanation.explain(outcome)
            if as_json:
                shown.append({"article": outcome.id, "tried": frames})
            else:
                click.echo("\n".join(explanation.lines(frames)) or _NO_FRAME)
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
    if not understood:
        raise NegativeAnswer("nothing could be read", "see the reasons above")


@click.command(short_help="Say why an event is one event.")
@click.argument("event", metavar="EVENT")
@graph_option
@click.option(
    "--revision", metavar="REV", help="A revision that is kept, by name or number (default: current)."
)
@json_option
@pass_settled
def explain(settled: Settled, event: str, graph: Path | None, revision: str | None, as_json: bool) -> None:
    """Say why an event is one event: each mention that was taken to tell of it, with score and reason.

    EVENT is the event's IRI or its end, such as strike/2024-01-16-iran-pakistan.
    """
    from kg.graph.compare import explain as explanation_of
    from kg.graph.store import manifest, open_snapshot

    folder = settled.graph(graph)
    snapshot = open_snapshot(folder, revision)
    base_iri = manifest(folder, snapshot.revision).base_iri
    explanation = explanation_of(snapshot.store, event, base_iri=base_iri)
    if as_json:
        show_json(explanation)
    else:
        click.echo(explanation.in_words())


@click.command(short_help="Say in words which events differ between two revisions.")
@click.argument("old", metavar="REV1", default="previous")
@click.argument("new", metavar="REV2", default="current")
@graph_option
@json_option
@pass_settled
def diff(settled: Settled, old: str, new: str, graph: Path | None, as_json: bool) -> None:
    """Say in words which events appeared, changed, were merged, or went, from REV1 to REV2.

    Revisions are named in full, by number, or as previous and current, which are the defaults.
    """
    from kg.graph.compare import diff as difference_of
    from kg.graph.store import manifest, open_snapshot

    folder = settled.graph(graph)
    base_iri = manifest(folder, new).base_iri
    before, after = open_snapshot(folder, old), open_snapshot(folder, new)
    difference = difference_of(before.store, after.store, base_iri=base_iri)
    if as_json:
        show_json({"old": before.revision, "new": after.revision, "difference": difference})
    else:
        say(f"from {before.revision} to {after.revision}")
        click.echo(difference.in_words())


@click.command(short_help="Check the graph against its SHACL shapes.")
@graph_option
@click.option(
    "--shapes", type=click.Path(path_type=Path, exists=True), metavar="FILE", help="Other shapes to use."
)
@json_option
@pass_settled
def validate(settled: Settled, graph: Path | None, shapes: Path | None, as_json: bool) -> int:
    """Check the published graph against the ontology's SHACL shapes; exits 1 when it does not conform."""
    from kg.graph.store import open_snapshot
    from kg.graph.validate import validate as report_on

    report = report_on(open_snapshot(settled.graph(graph)).store, shapes=shapes)
    if as_json:
        show_json(report)
    else:
        click.echo(report.in_words())
    return 0 if report.conforms else 1


@click.command(short_help="Measure the graph against annotated articles.")
@click.argument("gold", type=click.Path(path_type=Path, dir_okay=False), metavar="GOLD")
@graph_option
@click.option(
    "--articles",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="The annotated articles: check every mention against their text too.",
)
@click.option("--misses", is_flag=True, help="List what was missed and what was too much.")
@json_option
@pass_settled
def evaluate(
    settled: Settled, gold: Path, graph: Path | None, articles: Path | None, misses: bool, as_json: bool
) -> None:
    """Measure the published graph against GOLD, a JSON file of what a careful coder finds in the articles.

    Prints precision, recall and F1 of each class and role, and how well the reports of several articles are grouped
    into events: "identity" counts a report that was not found as grouped wrongly, "grouping" looks at those found.
    Build the graph from exactly the annotated articles, in a folder of its own.
    """
    from kg.graph.evaluate import evaluate as measured
    from kg.graph.evaluate import read_gold
    from kg.graph.store import open_snapshot

    evaluation = measured(read_gold(gold), open_snapshot(settled.graph(graph)).store, articles)
    if as_json:
        show_json(evaluation)
        return
    click.echo(evaluation.in_words())
    if misses:
        click.echo()
        for miss in evaluation.misses:
            click.echo(miss)


@click.group()
def gazetteer() -> None:
    """The facts about states, places, officials and organisations."""


@gazetteer.command(short_help="Validate the gazetteer's source tables.")
@json_option
def check(as_json: bool) -> int:
    """Validate the gazetteer's source: ids, names, references, coordinates; exits 1 for any problem."""
    from kg.gazetteer.check import check as problems_in

    problems = problems_in()
    if as_json:
        show_json(problems)
    else:
        for problem in problems:
            click.echo(f"{problem.where}: {problem.message} [{problem.code}]")
    say(plural(len(problems), "problem") if problems else "the gazetteer is sound")
    return 1 if problems else 0


COMMANDS: tuple[click.Command, ...] = (extract, explain, diff, validate, evaluate, gazetteer)
