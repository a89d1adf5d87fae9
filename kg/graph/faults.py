"""What the engine's message about a text that is not SPARQL means, for the person who wrote the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from kg.vocab import PREFIXES

_MOST = 14  # of what may stand there: more is not read
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UNBOUND = "The SELECT contains a variable that is unbound"
# What a prefixed name cannot hide in comes first. Nothing is repeated without a bound before a sign that may be
# missing (a string that is not closed goes to its end), so that a stranger's text is read in one go.
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*+>? | \"\"\"(?:[^\\"]|\\.|"(?!""))*+(?:\"\"\")? | '''(?:[^\\']|\\.|'(?!''))*+(?:''')?
      | "(?:[^\\"\n]|\\.)*+"? | '(?:[^\\'\n]|\\.)*+'? | \#[^\n]*+ | [?$]\w++ | @[A-Za-z-]++
      | (?P<declares>\bPREFIX\s{1,100}(?P<declared>[\w.-]{0,60}):) | _:[\w.-]*+
      | (?P<prefix>(?:[^\W\d_][\w.-]{0,60}(?<!\.))?):(?=[\w:%\\]|[\s;,.)}\]>|/^*+?!({\[]|$) | \w++""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


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
    depth, end, first = 0, 0, ""
    for token in _TOKEN.finditer(query):
        between, end = query[end : token.start()], token.end()
        depth += between.count("{") - between.count("}")
        word = token[0]
        if word[0] in "\"'" and (len(word) < 2 or word[-1] != word[0]):
            return "a string is not closed"
        if not first and word[0] not in "#<" and not token["declares"] and word.upper() != "BASE":
            first = word
    depth += query[end:].count("{") - query[end:].count("}")
    if first.upper() not in _FORMS:
        near = get_close_matches(first.upper(), _FORMS, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        return f"a query begins with {', '.join(_FORMS[:-1])} or {_FORMS[-1]}{meant}"
    if depth > 0:
        return "a { is not closed"
    if depth < 0:
        return "there is a } too many"
    return "a triple is a subject, a property and a value; look at what stands before the place, too"


def _undeclared(query: str, declared: Collection[str]) -> tuple[str, int] | None:
    """The first prefix that is used and not declared, and where it stands; None where there is none."""
    known = set(declared)
    for token in _TOKEN.finditer(query):
        if token["declares"]:
            known.add(token["declared"])
        elif token["prefix"] is not None and token["prefix"] not in known:
            return token["prefix"], token.start()
    return None


__all__ = ["Fault", "fault"]
