"""What the pages show of a node: which questions are asked of the graph, and their answers in the page's
shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from kg.serve import questions, wire
from kg.serve.figures import Figures
from kg.serve.site import Site
from kg.vocab import PREFIXES, kg, prefixes

_MOST_EVENTS = 500
_MOST_PLACES = 100  # of a map
_ROLES = ("attacker", "target", "initiator", "recipient", "speaker", "addressee")
_MAIN = (
    ("strikes", kg.Strike),
    ("diplomatic actions", kg.DiplomaticAction),
    ("statements", kg.Statement),
    ("counts of casualties", kg.CasualtyReport),
    ("actors", kg.Actor),
    ("places", kg.Place),
    ("articles", kg.Article),
    ("quotes as evidence", kg.Mention),
)


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
_decode_tables = msgspec.json.Decoder(dict[str, _Results]).decode

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


def main_counts(figures: Figures) -> tuple[tuple[str, int, str], ...]:
    """What the graph holds most people ask about: (words, number, class)."""
    return tuple((words, n, cls) for words, cls in _MAIN if (n := figures.members(cls)))


def searchable(figures: Figures) -> tuple[tuple[str, str], ...]:
    """The classes a search can keep to: (class, its name in words)."""
    classes = (
        kg.Strike,
        kg.DiplomaticAction,
        kg.Statement,
        kg.CasualtyReport,
        kg.Person,
        kg.State,
        kg.GovernmentBody,
        kg.ArmedGroup,
        kg.InternationalOrganization,
        kg.Organization,
        kg.Place,
        kg.Article,
        kg.Mention,
    )
    return tuple((c, in_words(c)) for c in classes if figures.members(c))


def ask(site: Site, this: str, asked: Iterable[tuple[str, str]]) -> dict[str, list[Row]]:
    """The answers to several questions about a node; each row is variable -> value, unbound ones left out.

    The union of graphs may give a row several times; each different one is given once, in order.
    """
    job = wire.Tables(tuple(asked), this, max_bytes=32 << 20, seconds=site.settings.timeout)
    answers: dict[str, list[Row]] = {}
    for name, results in _decode_tables(site.wait(site.endpoint.bytes_of(job))).items():
        rows: dict[tuple[tuple[str, str], ...], Row] = {}
        for binding in results.results.bindings if results.results else []:
            row = {variable: str(term.value) for variable, term in binding.items()}
            rows.setdefault(tuple(sorted(row.items())), row)
        answers[name] = list(rows.values())
    return answers


def _cut(asked: Iterable[tuple[str, str]], answers: Mapping[str, list[Row]]) -> frozenset[str]:
    """The questions whose answer reached its LIMIT, so that there may be more than a page shows."""
    limits = {name: re.search(r"LIMIT (\d+)\s*$", text) for name, text in asked}
    return frozenset(n for n, limit in limits.items() if limit and len(answers[n]) >= int(limit[1]))


def of(site: Site, iri: str, kind: str) -> tuple[str, dict[str, Any]]:
    """The template for a node and the values it shows; chosen by the node's class."""
    classes = {row["class"] for row in ask(site, iri, (("classes", questions.CLASSES),))["classes"]}
    if classes & {kg.Strike, kg.DiplomaticAction, kg.Statement}:
        return "event.html", _event(site, iri, classes)
    if kg.Article in classes:
        return "article.html", _article(site, iri)
    if kg.Actor in classes or kg.Place in classes:
        return "actor.html", _actor(site, iri, classes)
    if kg.Contradiction in classes:
        return "contradiction.html", _contradiction(site, iri)
    return "node.html", _node(site, iri, kind, classes)


def _facts(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows of (p, o, label) by the property's local name, with the value's kind."""
    facts: dict[str, list[Row]] = {}
    for row in rows:
        name = local_name(row["p"])
        known = facts.setdefault(name, [])
        if all(row["o"] != other["o"] for other in known):
            known.append(row)
    return facts


def _event(site: Site, iri: str, classes: set[str]) -> dict[str, Any]:
    answers = ask(site, iri, questions.EVENT)
    facts = _facts(answers["facts"])
    cls = next(c for c in (kg.Strike, kg.DiplomaticAction, kg.Statement) if c in classes)
    return {
        "cls": local_name(cls),
        "kind": in_words(cls),
        "label": _first(facts, "label") or shortened(iri, site.base_iri),
        "facts": facts,
        "roles": [(role, in_words(role), facts[role]) for role in _ROLES if role in facts],
        "inferred": {
            role: {row["o"] for row in facts.get(f"inferred{role.capitalize()}", ())} for role in _ROLES
        },
        "claimed": {row["o"] for row in facts.get("claimedAttacker", ())},
        "articles": _by_article(answers["evidence"]),
        "casualties": _casualties(answers["casualties"]),
        "contradictions": {
            contradiction: _merged(rows, ("claim",), ("sourceName",))
            for contradiction, rows in _grouped(answers["contradictions"], "contradiction").items()
        },
        "corrections": answers["corrections"],
        "before": answers["before"],
        "after": answers["after"],
        "reasons": answers["reasons"],
        "cut": _cut(questions.EVENT, answers),
        "tellings": len({row["mention"] for row in answers["reasons"]}),
    }


def _article(site: Site, iri: str) -> dict[str, Any]:
    answers = ask(site, iri, questions.ARTICLE)
    facts = _facts(answers["facts"])
    claims = _merged(answers["claims"], ("mention", "node"), ("source", "sourceName"))
    return {
        "label": _first(facts, "title") or _first(facts, "label") or shortened(iri, site.base_iri),
        "facts": facts,
        "claims": [_quoted(row) for row in claims],
        "names": _grouped(answers["names"], "node"),
        "cut": _cut(questions.ARTICLE, answers),
    }


def _actor(site: Site, iri: str, classes: set[str]) -> dict[str, Any]:
    place = kg.Place in classes
    asked = questions.PLACE if place else questions.ACTOR
    answers = ask(site, iri, asked)
    facts = _facts(answers["facts"])
    special = sorted(
        local_name(c) for c in classes if c.startswith(str(kg)) and c not in (kg.Actor, kg.Place)
    )
    return {
        "label": _first(facts, "label") or shortened(iri, site.base_iri),
        "kind": in_words(special[0]) if special else "place" if place else "actor",
        "facts": facts,
        "events_rows": _merged(answers["events"], ("event",), ("role",)),
        "members": answers.get("members", []),
        "mentions": _quotes(answers["mentions"]),
        "point": _point(answers.get("points", [])),
        "cut": _cut(asked, answers),
    }


def _contradiction(site: Site, iri: str) -> dict[str, Any]:
    answers = ask(site, iri, questions.CONTRADICTION)
    facts = _facts(answers["facts"])
    claims = _merged(answers["claims"], ("claim",), ("value",))
    return {
        "label": _first(facts, "label") or shortened(iri, site.base_iri),
        "facts": facts,
        "claims": claims,
        "evidence": {claim: _quotes(rows) for claim, rows in _grouped(answers["evidence"], "claim").items()},
    }


def _node(site: Site, iri: str, kind: str, classes: set[str]) -> dict[str, Any]:
    if kind == "graph":
        answers = ask(site, iri, questions.GRAPH)
        return {
            "label": shortened(iri, site.base_iri),
            "kind": "named graph",
            "triples": answers["triples"],
            "facts": {},
            "incoming": [],
        }
    answers = ask(site, iri, questions.NODE)
    facts = _facts(answers["facts"])
    names = sorted(local_name(c) for c in classes)
    return {
        "label": _first(facts, "label") or shortened(iri, site.base_iri),
        "kind": in_words(names[0]) if names else "node",
        "facts": {},
        "outgoing": answers["facts"],
        "incoming": answers["incoming"],
        "quote_rows": _quotes(answers["quote"]),
        "cut": _cut(questions.NODE, answers),
        "triples": [],
    }


def timeline(site: Site, cls: str, since: str, until: str) -> dict[str, Any]:
    """The strikes and actions between two days, latest first, those without a day after them, and a map of places."""
    answers = ask(site, "", questions.TIMELINE)
    rows = [
        row
        for row in _merged(answers["events"], ("event",), ())
        if (not cls or row["class"] == cls)
        and row["date"] >= since
        and (not until or row["date"][: len(until)] <= until)
    ]
    undated = [row for row in _merged(answers["undated"], ("event",), ()) if not cls or row["class"] == cls]
    shown = {row["event"] for row in (rows if since or until else (*rows, *undated))}
    here = Counter(row["place"] for row in answers["locations"] if row["event"] in shown)
    kinds = [(c, in_words(c)) for c in (kg.Strike, kg.DiplomaticAction)]
    return {
        "rows": rows[:_MOST_EVENTS],
        "cut": len(rows) > _MOST_EVENTS,
        "places": _on_map(answers["places"], here),
        "kinds": kinds,
        "cls": cls,
        "since": since,
        "until": until,
        "undated": undated[:_MOST_EVENTS],
        "undated_number": len(undated),
    }


def _on_map(rows: Iterable[Row], events: Mapping[str, int]) -> list[dict[str, Any]]:
    """The places with coordinates where most of `events` were, each with the number of them."""
    points = [(row, point) for row in rows if row["place"] in events and (point := _point([row]))]
    points.sort(key=lambda found: (-events[found[0]["place"]], found[0]["place"]))
    return [
        {"iri": row["place"], "label": row["label"], "x": x, "y": y, "n": events[row["place"]]}
        for row, (x, y) in points[:_MOST_PLACES]
    ]


def _first(facts: Mapping[str, list[Row]], name: str) -> str:
    return facts[name][0]["o"] if facts.get(name) else ""


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get(key, ""), []).append(row)
    return groups


def _merged(rows: Iterable[Row], key: tuple[str, ...], lists: tuple[str, ...]) -> list[dict[str, Any]]:
    """One row for each value of `key`, with the different values of `lists` gathered in lists."""
    merged: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        one = merged.setdefault(tuple(row[name] for name in key), {**row, **{name: [] for name in lists}})
        for name in lists:
            if name in row and row[name] not in one[name]:
                one[name].append(row[name])
    return list(merged.values())


def _by_article(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The evidence of an event, article by article: what it says, in its words, and whose claim it is."""
    articles: dict[str, dict[str, Any]] = {}
    for quote in _quotes(rows):
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


def _quotes(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """One quote for each mention, with all whose claim it is."""
    return [_quoted(row) for row in _merged(rows, ("mention",), ("source", "sourceName"))]


def _quoted(row: Mapping[str, Any]) -> dict[str, Any]:
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


def _casualties(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The counts side by side; each with whose it is, where it is told, and in which words."""
    rows, reports = list(rows), []
    title_of = {row["article"]: row.get("articleTitle", "") for row in rows if "article" in row}
    for row in _merged(rows, ("report",), ("sourceName", "victims", "revises", "sentence", "article")):
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


def _point(rows: Iterable[Row]) -> tuple[float, float] | None:
    """Longitude and latitude of a WKT point."""
    for row in rows:
        found = re.search(r"POINT\s*\(\s*(-?[0-9.]+)[ ,]+(-?[0-9.]+)\s*\)", row.get("wkt", ""), re.IGNORECASE)
        if found:
            return float(found[1]), float(found[2])
    return None


__all__ = [
    "Table",
    "ask",
    "in_words",
    "local_name",
    "main_counts",
    "of",
    "prefixes",
    "searchable",
    "shortened",
    "table",
    "timeline",
]
