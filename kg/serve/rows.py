"""Rows as the graph gives them, and what pages make of them: tables, facts, quotes, counts, points of a map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from kg.vocab import PREFIXES

_MOST_PLACES = 100  # of a map


class _Term(msgspec.Struct, frozen=True):
    type: str
    value: Any = ""
    datatype: str | None = None
    lang: str | None = msgspec.field(name="xml:lang", default=None)


class _Rows(msgspec.Struct, frozen=True):
    bindings: list[dict[str, _Term]] = []


class _Head(msgspec.Struct, frozen=True):
    vars: list[str] = []


class _Results(msgspec.Struct, frozen=True):
    head: _Head = _Head()
    results: _Rows | None = None
    boolean: bool | None = None


_decode_results = msgspec.json.Decoder(_Results).decode
tables_in = msgspec.json.Decoder(dict[str, _Results]).decode

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A result table for a page: at most some rows of `total`. `boolean` is set for an ASK."""

    variables: tuple[str, ...]
    rows: tuple[Mapping[str, _Term], ...]
    total: int
    boolean: bool | None = None


def table(body: bytes, most: int) -> Table:
    """The table in a SPARQL 1.1 Query Results JSON document, cut to `most` rows for the page."""
    results = _decode_results(body)
    rows = results.results.bindings if results.results else []
    return Table(tuple(results.head.vars), tuple(rows[:most]), len(rows), results.boolean)


def shortened(iri: str, base_iri: str) -> str:
    """An IRI as people write it: "kg:attacker", "strike/2024-01-16-…", or the whole."""
    if base_iri and iri.startswith(base_iri):
        return iri[len(base_iri) :] or iri
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and re.fullmatch(r"[\w.-]+", iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def local_name(iri: str) -> str:
    """The last part of a term's IRI: "Strike", "attacker"."""
    return re.split(r"[#/]", iri)[-1]


def in_words(iri: str) -> str:
    """A term's name in words: kg:inResponseTo gives "in response to"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local_name(iri)).lower()


def facts_of(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows of (p, o, label) by the property's local name, with the value's kind."""
    facts: dict[str, list[Row]] = {}
    for row in rows:
        name = local_name(row["p"])
        known = facts.setdefault(name, [])
        if all(row["o"] != other["o"] for other in known):
            known.append(row)
    return facts


def points_on_map(rows: Iterable[Row], events: Mapping[str, int]) -> list[dict[str, Any]]:
    """The places with coordinates where most of `events` were, each with the number of them."""
    points = [(row, point) for row in rows if row["place"] in events and (point := point_of([row]))]
    points.sort(key=lambda found: (-events[found[0]["place"]], found[0]["place"]))
    return [
        {"iri": row["place"], "label": row["label"], "x": x, "y": y, "n": events[row["place"]]}
        for row, (x, y) in points[:_MOST_PLACES]
    ]


def first_of(facts: Mapping[str, list[Row]], name: str) -> str:
    return facts[name][0]["o"] if facts.get(name) else ""


def grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get(key, ""), []).append(row)
    return groups


def merged_rows(rows: Iterable[Row], key: tuple[str, ...], lists: tuple[str, ...]) -> list[dict[str, Any]]:
    """One row for each value of `key`, with the different values of `lists` gathered in lists."""
    merged: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        one = merged.setdefault(tuple(row[name] for name in key), {**row, **{name: [] for name in lists}})
        for name in lists:
            if name in row and row[name] not in one[name]:
                one[name].append(row[name])
    return list(merged.values())


def by_article(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The evidence of an event, article by article: what it says, in its words, and whose claim it is."""
    articles: dict[str, dict[str, Any]] = {}
    for quote in quotes_of(rows):
        article = articles.setdefault(
            quote.get("article", ""),
            {
                "iri": quote.get("article", ""),
                "title": quote.get("title"),
                "issued": quote.get("issued"),
                "publisher": quote.get("publisher"),
                "quotes": [],
            },
        )
        article["quotes"].append(quote)
    return list(articles.values())


def quotes_of(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """One quote for each mention, with all whose claim it is."""
    return [quoted(row) for row in merged_rows(rows, ("mention",), ("source", "sourceName"))]


def quoted(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its sentence in three parts: before the words that say it, the words, after them."""
    sentence, anchor = row.get("sentence", ""), row.get("anchor", "")
    start = -1
    if row.get("begin", "").isdigit() and row.get("sentenceBegin", "").isdigit():
        start = int(row["begin"]) - int(row["sentenceBegin"])
        if start < 0 or sentence[start : start + len(anchor)] != anchor:
            start = -1
    if start < 0:
        start = sentence.find(anchor)
    if start < 0 or not anchor:
        parts = (sentence or anchor, "", "")
    else:
        parts = (sentence[:start], anchor, sentence[start + len(anchor) :])
    factuality = local_name(row["factuality"]) if row.get("factuality") else ""
    return {**row, "parts": parts, "factuality": factuality}


def counts_of(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The counts side by side; each with whose it is, where it is told, and in which words."""
    rows, reports = list(rows), []
    title_of = {row["article"]: row.get("articleTitle", "") for row in rows if "article" in row}
    for row in merged_rows(rows, ("report",), ("sourceName", "victims", "revises", "sentence", "article")):
        row["articles"] = [(article, title_of[article]) for article in row["article"]]
        row["deathsShown"] = _number(row, "deaths")
        row["injuriesShown"] = _number(row, "injuries")
        reports.append(row)
    return reports


def _number(row: Mapping[str, Any], name: str) -> str:
    if name not in row:
        return ""
    words = f"{row[name]}–{row[name + 'Max']}" if f"{name}Max" in row else str(row[name])
    return f"at least {words}" if row.get(f"{name}AtLeast") == "true" else words


def point_of(rows: Iterable[Row]) -> tuple[float, float] | None:
    """Longitude and latitude of a WKT point."""
    for row in rows:
        found = re.search(r"POINT\s*\(\s*(-?[0-9.]+)[ ,]+(-?[0-9.]+)\s*\)", row.get("wkt", ""), re.IGNORECASE)
        if found:
            return float(found[1]), float(found[2])
    return None


__all__ = [
    "Row",
    "Table",
    "by_article",
    "counts_of",
    "facts_of",
    "first_of",
    "grouped",
    "in_words",
    "local_name",
    "merged_rows",
    "point_of",
    "points_on_map",
    "quoted",
    "quotes_of",
    "shortened",
    "table",
    "tables_in",
]
