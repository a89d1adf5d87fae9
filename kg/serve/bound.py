"""A bound join for SERVICE: another endpoint is asked only about what the graph holds.

The engine sends a SERVICE's pattern as it stands, without what the rest of the query has found, so that
"the party of everybody in the graph" asks Wikidata for the party of everybody. A query that begins the group
of a SERVICE with `VALUES ?item { UNDEF }`, which in SPARQL restricts nothing, is asked here with the values
that the rest of the query gives `?item` in the place of UNDEF (a bound join, as in FedX: Schwarte et al.
2011). The answer is the same; elsewhere the query runs as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import accumulate

from kg.errors import QueryRefused
from kg.graph.terminals import QUERY_FORMS, Token, tokens

# What one request can carry; Wikidata's service takes some thousands of values.
MOST_VALUES = 5_000
_MARKER = ("VALUES", None, "{", "UNDEF", "}")


def bound(text: str, ask: Callable[[str], Iterable[str] | None]) -> str:
    """The query with values in the place of each UNDEF that stands for them; other queries as they are.

    `ask` evaluates a query of one variable on the graph alone and gives the IRIs that it finds, or None where
    a solution leaves the variable open or gives it something else; then UNDEF stays, and means what it says.
    Raises QueryRefused where they are more than MOST_VALUES.
    """
    if "UNDEF" not in text.upper() or "SERVICE" not in text.upper():
        return text
    found = tokens(text)
    depth = list(accumulate((1 if t.text == "{" else -1 if t.text == "}" else 0) for t in found))
    at = [place for place, token in enumerate(found) if _word(token) == "SERVICE"]
    services = [block for place in at if (block := _block(found, depth, place)) is not None]
    group = _first_group(found, depth)
    if group is None:
        return text
    local = _without(text, found, group, services)
    edits = []
    for opening, _ in services:
        marker = found[opening + 1 : opening + 1 + len(_MARKER)]
        if len(marker) == len(_MARKER) and all(
            want in (None, _word(token) or token.text) for want, token in zip(_MARKER, marker, strict=True)
        ):
            variable, undef = marker[1].text, marker[3]
            head = text[: _form(found).begin]
            known = ask(f"{head}SELECT DISTINCT {variable} {local}")
            if known is None:
                continue
            values = sorted(set(known))
            if len(values) > MOST_VALUES:
                raise QueryRefused(
                    f"SERVICE would be asked about {len(values):,} values of {variable}",
                    f"narrow the rest of the query to {MOST_VALUES:,} at most",
                )
            edits.append((undef.begin, undef.begin + len(undef.text), " ".join(f"<{v}>" for v in values)))
    for begin, end, values_in in sorted(edits, reverse=True):
        text = f"{text[:begin]}{values_in}{text[end:]}"
    return text


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else ""


def _form(found: tuple[Token, ...]) -> Token:
    return next(token for token in found if _word(token) == "SELECT")


def _block(found: tuple[Token, ...], depth: list[int], at: int) -> tuple[int, int] | None:
    """The places of the braces of the SERVICE at `at`; None where there are none."""
    opening = next((i for i in range(at, min(at + 5, len(found))) if found[i].text == "{"), None)
    return None if opening is None else _closed(found, depth, opening)


def _closed(found: tuple[Token, ...], depth: list[int], opening: int) -> tuple[int, int] | None:
    outside = depth[opening] - 1
    closing = next((i for i in range(opening + 1, len(found)) if depth[i] == outside), None)
    return None if closing is None else (opening, closing)


def _first_group(found: tuple[Token, ...], depth: list[int]) -> tuple[int, int] | None:
    """The places of the braces around the body of a SELECT; None for other forms, which stay as they are."""
    first = next((i for i, token in enumerate(found) if _word(token) in QUERY_FORMS), None)
    if first is None or _word(found[first]) != "SELECT":
        return None
    inside = 0  # of parentheses: "SELECT (EXISTS { … } AS ?x)" has braces before its body
    for place in range(first, len(found)):
        inside += {"(": 1, ")": -1}.get(found[place].text, 0)
        if found[place].text == "{" and not inside:
            return _closed(found, depth, place)
    return None


def _without(
    text: str, found: tuple[Token, ...], group: tuple[int, int], services: list[tuple[int, int]]
) -> str:
    """The body of the query, with its dataset, and without what its services are asked."""
    opening, closing = group
    dataset = next((t.begin for t in found[:opening] if _word(t) == "FROM"), found[opening].begin)
    body = text[dataset : found[closing].begin + 1]
    for begin, end in reversed(services):
        keyword = max(i for i in range(begin) if _word(found[i]) == "SERVICE")
        body = body[: found[keyword].begin - dataset] + body[found[end].begin + 1 - dataset :]
    return body


__all__ = ["MOST_VALUES", "bound"]
