"""The canned queries of `queries/`: one question a file, told apart by name, with parameters.

A file is SPARQL with a header of `#+` lines, the way grlc reads them:

    #+ summary: Strikes on a country, in order of time
    #+ description: Each strike once, with its attackers and the number of articles that report it.
    #+ params:
    #+   country: name of the state or of a place in it, such as Pakistan
    #+   since: (optional) first day, such as 2024-01-16
    #+ example:
    #+   country: Pakistan

A parameter `country` stands in the query as the variable `?_country` and is replaced by an RDF term, never by
text. The variable's ending tells the kind of term, as in grlc: `?_event_iri` an IRI (a path such as
`strike/2024-01-16-iran-pakistan` is completed with the graph's base IRI), `?_most_integer` an xsd:integer,
`?_day_date` an xsd:date, anything else a plain literal. Parameter names leave the ending out.
An optional parameter that is not given is replaced by the empty literal `""`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox

from kg.errors import UsageProblem
from kg.graph.terminals import Token, tokens
from kg.resources import folder

_XSD = "http://www.w3.org/2001/XMLSchema#"
_HEADER = re.compile(r"^#\+ (?P<indent> *)(?P<key>[a-z][a-z0-9_-]*): ?(?P<value>.*)$")
_KINDS = ("iri", "integer", "date", "period")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a canned query: `kind` is "text", "iri", "integer", "date" or "period" (a day, month
    or year, as a plain string); `about` explains it."""

    name: str
    variable: str
    kind: str
    about: str
    required: bool
    example: str | None


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """One question: `name` is its file's without number and ending, `text` the file as it stands."""

    name: str
    number: int
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    path: Path

    @property
    def example(self) -> dict[str, str]:
        """Values for the parameters that give an answer on the seeds."""
        return {p.name: p.example for p in self.parameters if p.example is not None}

    def bind(self, values: Mapping[str, str] | None = None, *, base_iri: str = "") -> str:
        """The query with each parameter replaced by its value as an RDF term.

        Raises UsageProblem for a parameter that is unknown, missing, or no term of its kind.
        """
        values = values or {}
        known = {p.name: p for p in self.parameters}
        unknown = sorted(set(values) - set(known))
        missing = [p.name for p in self.parameters if p.required and not values.get(p.name)]
        if unknown or missing:
            what = (
                f"{self.name} has no parameter {', '.join(unknown)}"
                if unknown
                else f"{self.name} needs a value for {', '.join(missing)}"
            )
            raise UsageProblem(what, self.usage())
        terms = {p.variable: _term(p, values.get(p.name, ""), base_iri, self) for p in self.parameters}

        text = self.text
        for token in reversed(_placeholders(text)):
            term = terms.get(token.text[1:], token.text)
            text = f"{text[: token.begin]}{term}{text[token.begin + len(token.text) :]}"
        return text

    def usage(self) -> str:
        """The parameters in words, for a message."""
        if not self.parameters:
            return f"{self.name} takes no parameters"
        listed = "; ".join(
            f"{p.name}{'' if p.required else ' (optional)'}: {p.about}" for p in self.parameters
        )
        return f"its parameters are: {listed}"


def queries(directory: Path | None = None) -> tuple[CannedQuery, ...]:
    """All canned queries by number; those that ship with the package unless a `directory` is given."""
    return _load(directory or folder("queries"))


def find(name: str, directory: Path | None = None) -> CannedQuery:
    """The canned query of that name, "strikes-on", "01-strikes-on" or "01"; UsageProblem if there is none."""
    known = queries(directory)
    for query in known:
        if name.removesuffix(".rq") in (query.name, query.path.stem, f"{query.number:02d}"):
            return query
    near = get_close_matches(name, [query.name for query in known], n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(query.name for query in known)}"
    raise UsageProblem(f"there is no canned query {name!r}", hint)


def parse(text: str, path: Path) -> CannedQuery:
    """A query file. Raises ValueError for a header that does not agree with the query: an author's error."""
    fields: dict[str, str] = {}
    nested: dict[str, dict[str, str]] = {}
    section = ""
    for line in text.splitlines():
        if not line.startswith("#+"):
            continue
        match = _HEADER.match(line)
        if match is None:
            raise ValueError(f"{path.name}: not a header line: {line}")
        if match["indent"]:
            nested.setdefault(section, {})[match["key"]] = match["value"].strip()
        else:
            section = match["key"]
            fields[section] = match["value"].strip()
    variables = {token.text[1:] for token in _placeholders(text)}
    parameters = tuple(
        _parameter(name, about, variables, nested.get("example", {}), path)
        for name, about in nested.get("params", {}).items()
    )
    undeclared = variables - {p.variable for p in parameters}
    if undeclared or not fields.get("summary"):
        raise ValueError(f"{path.name}: no summary, or undeclared parameters {sorted(undeclared)}")
    numbered = re.fullmatch(r"(?P<number>\d+)-(?P<name>.+)", path.stem)  # a user's own file need not be
    return CannedQuery(
        name=numbered["name"] if numbered else path.stem,
        number=int(numbered["number"]) if numbered else 0,
        summary=fields["summary"],
        description=fields.get("description", ""),
        tags=tuple(tag.strip() for tag in fields.get("tags", "").split(",") if tag.strip()),
        parameters=parameters,
        text=text,
        path=path,
    )


@cache
def _load(directory: Path) -> tuple[CannedQuery, ...]:
    paths = sorted(directory.glob("[0-9]*-*.rq"))
    return tuple(parse(path.read_text(encoding="utf-8"), path) for path in paths)


@lru_cache(maxsize=128)
def _placeholders(text: str) -> tuple[Token, ...]:
    """The variables that stand for parameters, in their order; remembered, as pages fill in the same few texts."""
    return tuple(t for t in tokens(text) if t.kind == "var" and t.text[1] == "_" and len(t.text) > 2)


def _parameter(name: str, about: str, variables: set[str], examples: dict[str, str], path: Path) -> Parameter:
    for variable, kind in ((f"_{name}", "text"), *((f"_{name}_{kind}", kind) for kind in _KINDS)):
        if variable in variables:
            optional = about.startswith("(optional)")
            about = about.removeprefix("(optional)").strip()
            return Parameter(name, variable, kind, about, not optional, examples.get(name))
    raise ValueError(f"{path.name}: parameter {name} does not stand in the query")


def _term(parameter: Parameter, value: str, base_iri: str, query: CannedQuery) -> str:
    """The SPARQL spelling of a value: pyoxigraph's own, so that quotes and newlines are escaped by it."""
    if not value and not parameter.required:
        return str(ox.Literal(""))
    try:
        if parameter.kind == "iri":
            return str(ox.NamedNode(urljoin(base_iri, value.strip("<>"))))
        if parameter.kind == "integer":
            return str(ox.Literal(str(int(value)), datatype=ox.NamedNode(f"{_XSD}integer")))
        if parameter.kind == "date":
            if not _is_period(value) or len(value) != 10:
                raise ValueError("a day is written as 2024-01-16")
            return str(ox.Literal(value, datatype=ox.NamedNode(f"{_XSD}date")))
        if parameter.kind == "period" and not _is_period(value):
            raise ValueError("write a day, month or year as 2024-01-16, 2024-01 or 2024")
        return str(ox.Literal(value))
    except ValueError as error:
        raise UsageProblem(
            f"{parameter.name}={value} is no {parameter.kind}: {error}", query.usage()
        ) from error


def _is_period(value: str) -> bool:
    """True for a day, month or year that the calendar has."""
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        return False
    try:
        datetime.date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError:
        return False
    return True


__all__ = ["CannedQuery", "Parameter", "find", "parse", "queries"]
