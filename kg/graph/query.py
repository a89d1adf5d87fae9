"""One SPARQL query on a snapshot, answered as a table or in a standard format.

For `kg query` and for Python; the endpoint has its own way in `kg.serve`, with time limits. The default graph
is the union of all named graphs unless the query says FROM. SERVICE is refused: the engine would call out.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import InputProblem, QueryProblem, QueryRefused, QuerySyntax, UsageProblem
from kg.graph import canned
from kg.graph.faults import fault
from kg.graph.store import Snapshot
from kg.graph.terminals import UPDATE_FORMS, form, keywords, lexemes
from kg.graph.turtle import document
from kg.vocab import prefixes

FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle")
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_WIDEST = 60  # characters of a table cell's line; longer values go on below, nothing is cut off


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written: `form` is "select", "ask" or "graph"; `rows` is known of tables and graphs only."""

    form: str
    rows: int | None = None
    truth: bool | None = None


def text_of(name: str, params: Mapping[str, str], base_iri: str) -> str:
    """The SPARQL of a canned query's name or of a `.rq` file, with its parameters filled in; or the text itself.

    A file may have the `#+` header of a canned query too. Raises UsageProblem for an unknown name or for
    parameters that do not fit, InputProblem for a file that cannot be read.
    """
    if (
        re.search(r"[{}?<]|\s", name) and not name.endswith(".rq") and not os.path.exists(name)
    ):  # no name of a query has any of these
        return fill(name, params, base_iri)
    path = Path(name)
    if path.suffix != ".rq" and "/" not in name:
        return canned.find(name).bind(params, base_iri=base_iri)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem(f"{name} cannot be read: {error}", "give the path of a SPARQL file") from error
    return fill(text, params, base_iri, Path(name))


def fill(text: str, params: Mapping[str, str], base_iri: str, path: Path = Path("0-query.rq")) -> str:
    """A query's text with its parameters filled in; one without a `#+ params:` header takes none."""
    if not any(line.startswith("#+") for line in text.splitlines()):
        if params:
            raise UsageProblem("this query takes no parameters", "declare them in a #+ params: header")
        return text
    try:
        return canned.parse(text, path).bind(params, base_iri=base_iri)
    except ValueError as error:
        raise InputProblem(f"the header of {path} is wrong: {error}", "see the files in queries/") from error


def run(
    snapshot: Snapshot,
    text: str,
    out: IO[bytes],
    *,
    format: str = "table",
    base_iri: str = "",
    federated: bool = False,
) -> Answer:
    """Evaluates the query and writes its answer to `out`, in one of `FORMATS`; what kind of answer it was.

    SELECT and ASK are answered in any format but Turtle, CONSTRUCT and DESCRIBE only in Turtle ("table" means
    Turtle there). With `federated` SERVICE is answered: the caller has checked its hosts. Raises QuerySyntax,
    QueryRefused (SERVICE, an update), QueryProblem (an evaluation that failed, a service that does not
    answer), UsageProblem (a format that does not fit).
    """
    if format not in FORMATS:
        raise UsageProblem(f"there is no result format {format!r}", f"choose one of {', '.join(FORMATS)}")
    words = keywords(text)
    if "SERVICE" in words and not federated:
        raise QueryRefused(
            "SERVICE is refused: it would send requests to another host",
            "allow the host with --allow-service HOST",
        )
    if form(lexemes(text)) in UPDATE_FORMS:
        raise QueryRefused("this is an update, and a graph is changed by building it", "see kg build --help")
    try:
        found = snapshot.store.query(
            text,
            base_iri=base_iri or None,
            prefixes=prefixes(base_iri),
            use_default_graph_as_union="FROM" not in words,
        )
        return _write(found, out, format, base_iri)
    except SyntaxError as error:
        raise _syntax(str(error.msg), text) from error
    except RuntimeError as error:
        raise QueryProblem(f"the query cannot be evaluated: {error}") from error
    except OSError as error:
        if not federated or isinstance(error, BrokenPipeError):
            raise
        why = re.search(r"explanation: \d+ - (.*?)</p>", str(error), re.DOTALL)
        told = why[1] if why else str(error).partition(" with payload")[0]
        raise QueryProblem(
            f"a service does not answer: {told}", "try again later, or SERVICE SILENT"
        ) from error


def iris(snapshot: Snapshot, text: str, *, base_iri: str = "") -> list[str] | None:
    """The IRIs that a query of one variable finds; None where it finds anything else, or nothing at all in a row.

    None too for a text that is no query: its fault is told by `run`, with its place.
    """
    try:
        found = snapshot.store.query(
            text,
            base_iri=base_iri or None,
            prefixes=prefixes(base_iri),
            use_default_graph_as_union="FROM" not in keywords(text),
        )
    except SyntaxError:
        return None
    assert isinstance(found, ox.QuerySolutions)
    values = [row[0] for row in found]
    known = [value.value for value in values if isinstance(value, ox.NamedNode)]
    return known if len(known) == len(values) else None


def _syntax(message: str, text: str) -> QuerySyntax:
    """What is wrong with the text, and where."""
    found = fault(message, text, prefixes("x:"))
    where = "" if found.line is None else f"line {found.line}, column {found.column}: "
    return QuerySyntax(f"{where}{found.message}", found.hint)


def _write(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, out: IO[bytes], format: str, base_iri: str
) -> Answer:
    if isinstance(found, ox.QueryTriples):
        if format not in ("turtle", "table"):
            raise UsageProblem(f"a graph cannot be written as {format}", "use --format turtle")
        triples = set(found)
        out.write(document(triples, base_iri))
        return Answer("graph", len(triples))
    if format == "turtle":
        raise UsageProblem(
            "rows cannot be written as Turtle", "use CONSTRUCT, or --format table, csv or json"
        )
    if isinstance(found, ox.QueryBoolean):
        if format == "table":
            out.write(b"yes\n" if found else b"no\n")
        else:
            found.serialize(out, _RESULTS[format])
        return Answer("ask", truth=bool(found))
    if format == "table":
        names = [variable.value for variable in found.variables]
        rows = [[_cell(row[name], base_iri) for name in names] for row in found]
        out.write("".join(f"{line}\n" for line in table(names, rows)).encode("utf-8"))
        return Answer("select", len(rows))
    found.serialize(out, _RESULTS[format])
    return Answer("select")


def table(names: list[str], rows: list[list[str]]) -> Iterator[str]:
    """The lines of a plain table; long values are wrapped, numbers stand to the right."""
    wrapped = [[_wrap(cell) for cell in row] for row in rows]
    widths = [
        max([_width(name), *(_width(line) for row in wrapped for line in row[column])])
        for column, name in enumerate(names)
    ]
    yield "  ".join(_pad(name, width) for name, width in zip(names, widths, strict=True)).rstrip()
    yield "  ".join("-" * width for width in widths)
    for row, cells in zip(rows, wrapped, strict=True):
        for line in range(max((len(cell) for cell in cells), default=0)):
            parts = (
                _pad(cell[line] if line < len(cell) else "", width, value.isdigit())
                for value, cell, width in zip(row, cells, widths, strict=True)
            )
            yield "  ".join(parts).rstrip()


def _cell(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None, base_iri: str) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        if base_iri and term.value.startswith(base_iri):
            return term.value[len(base_iri) :]
        return term.value
    return " ".join(term.value.split()) if isinstance(term, ox.Literal) else str(term)


def _wrap(value: str) -> list[str]:
    lines, line = [], ""
    for word in value.split(" "):
        longer = f"{line} {word}" if line else word
        if line and _width(longer) > _WIDEST:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _pad(value: str, width: int, right: bool = False) -> str:
    fill = " " * (width - _width(value))
    return fill + value if right else value + fill


def _width(value: str) -> int:
    """Columns of a terminal: East Asian wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in value
    )


__all__ = ["FORMATS", "Answer", "fill", "run", "table", "text_of"]
