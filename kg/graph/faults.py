"""What the engine's message about a text that is not SPARQL means, for the person who wrote the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from kg.graph.terminals import QUERY_FORMS, Token, form, tokens
from kg.vocab import PREFIXES

_MOST = 14  # of what may stand there: more is not read
_UNBOUND = "The SELECT contains a variable that is unbound"
_OPEN_IRI = re.compile(r"<[^<>\"{}|^`\\\s]*+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a query, a way out ("" where none is known), and where: both count from 1."""

    message: str
    hint: str = ""
    line: int | None = None
    column: int | None = None


def fault(message: str, query: str, declared: Collection[str] = ()) -> Fault:
    """The fault that the engine's `message` ("error at 1:33: expected one of …") tells of in `query`.

    `declared`: prefixes that the query need not declare.
    """
    if not query.strip():
        return Fault("the query is empty", "for example SELECT * { ?s ?p ?o } LIMIT 10")
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if found is None:
        return Fault(" ".join(message.split()))
    line, column = int(found[1]), int(found[2])
    missing = _undeclared(query, declared)
    if missing is not None:
        prefix, begin = missing
        declaration = f"PREFIX {prefix}: <{PREFIXES.get(prefix, 'IRI')}>"
        before = query[:begin]
        line, column = before.count("\n") + 1, begin - (before.rfind("\n") + 1) + 1
        known = f"; known without that: {', '.join(sorted(declared))}" if declared else ""
        hint = f"begin the query with {declaration}{known}"
        return Fault(f"the prefix {prefix}: is not declared", hint, line, column)
    return Fault(*_said(" ".join(found[3].split()), query), line, column)


def _said(expected: str, query: str) -> tuple[str, str]:
    """A reason of the grammar's where the engine gives one, else the tokens that it would have taken."""
    if _UNBOUND in expected:
        return (
            "SELECT names a variable that is neither in GROUP BY nor bound",
            "beside an aggregate such as COUNT, every other variable must be in GROUP BY",
        )
    listed = re.sub(r"\[(?:\\.|[^\]])*\]", "", expected.removeprefix("expected ").removeprefix("one of "))
    # The engine lists character classes, tokens and reasons alike; a reason is several words.
    reason = re.search(r"(?:^|, )([A-Z][\w*]* [^\"\[\],]*\w)", listed)
    if reason:
        return reason[1], ""
    tokens = dict.fromkeys(re.findall(r'"(?:[^"\\]|\\.)*"|\b[A-Z]{2,}\b', listed))
    # A word or two that the engine tried last are no help: "?s ?p }" lacks a value, not an OPTIONAL.
    may = f": there may stand {', '.join([*tokens][:_MOST])}" if any(t[0] == '"' for t in tokens) else ""
    return f"the query cannot be read from here on{may}", _clue(query)


def _clue(query: str) -> str:
    """What the text as a whole lacks: a form, the end of a string or of a group; else where to look."""
    found = _tokens(query)
    if any(token.kind == "open" for token in found):
        return "a string is not closed"
    first = form([token.text for token in found])
    if first not in QUERY_FORMS:
        near = get_close_matches(first, QUERY_FORMS, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        return f"a query begins with {', '.join(QUERY_FORMS[:-1])} or {QUERY_FORMS[-1]}{meant}"
    marks = Counter(token.text for token in found if token.kind == "mark")
    if marks["{"] > marks["}"]:
        return "a { is not closed"
    if marks["{"] < marks["}"]:
        return "there is a } too many"
    return "a triple is a subject, a property and a value; look at what stands before the place, too"


def _undeclared(query: str, declared: Collection[str]) -> tuple[str, int] | None:
    """The first prefix that is used and not declared, and where it stands; None where there is none."""
    known, before = set(declared), ""
    for token in _tokens(query):
        prefix = token.text.partition(":")[0]
        if token.kind == "pname" and before == "PREFIX":
            known.add(prefix)
        elif token.kind == "pname" and prefix not in known:
            return prefix, token.begin
        before = token.text.upper()
    return None


def _tokens(query: str) -> list[Token]:
    """The text's tokens without what stands in an IRI that is not closed: "<http://x" has no prefix http:."""
    found: list[Token] = []
    end = 0
    for token in tokens(query):
        if token.begin < end:
            continue
        if token.kind == "mark" and token.text[0] == "<" and (iri := _OPEN_IRI.match(query, token.begin)):
            end = iri.end()
        found.append(token)
    return found


__all__ = ["Fault", "fault"]
