"""What the pages show of a node: which questions are asked of the graph, and their answers in the page's
shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kg.serve import questions, wire
from kg.serve.figures import Figures
from kg.serve.rows import (
    Row,
    by_article,
    counts_of,
    facts_of,
    first_of,
    grouped,
    in_words,
    local_name,
    merged_rows,
    point_of,
    points_on_map,
    quoted,
    quotes_of,
    shortened,
    tables_in,
)
from kg.serve.site import Site
from kg.vocab import kg

_RELATIONS = {
    "subClassOf": "is a",
    "subPropertyOf": "is a kind of",
    "domain": "of",
    "domainIncludes": "of",
    "range": "gives",
    "rangeIncludes": "gives",
}
_MOST_EVENTS = 500
_ROLES = ("attacker", "target", "initiator", "recipient", "speaker", "addressee")
_MAIN = (
    ("strike", "strikes", kg.Strike),
    ("diplomatic action", "diplomatic actions", kg.DiplomaticAction),
    ("statement", "statements", kg.Statement),
    ("count of casualties", "counts of casualties", kg.CasualtyReport),
    ("actor", "actors", kg.Actor),
    ("place", "places", kg.Place),
    ("article", "articles", kg.Article),
    ("quote as evidence", "quotes as evidence", kg.Mention),
)


def main_counts(figures: Figures) -> tuple[tuple[str, int, str], ...]:
    """What the graph holds most people ask about: (words, number, class)."""
    return tuple(
        (one if n == 1 else several, n, cls) for one, several, cls in _MAIN if (n := figures.members(cls))
    )


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
    for name, results in tables_in(site.wait(site.endpoint.bytes_of(job))).items():
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


def _event(site: Site, iri: str, classes: set[str]) -> dict[str, Any]:
    answers = ask(site, iri, questions.EVENT)
    facts = facts_of(answers["facts"])
    cls = next(c for c in (kg.Strike, kg.DiplomaticAction, kg.Statement) if c in classes)
    return {
        "cls": local_name(cls),
        "kind": in_words(cls),
        "label": first_of(facts, "label") or shortened(iri, site.base_iri),
        "facts": facts,
        "roles": [(role, in_words(role), facts[role]) for role in _ROLES if role in facts],
        "inferred": {
            role: {row["o"] for row in facts.get(f"inferred{role.capitalize()}", ())} for role in _ROLES
        },
        "claimed": {row["o"] for row in facts.get("claimedAttacker", ())},
        "articles": by_article(answers["evidence"]),
        "casualties": counts_of(answers["casualties"]),
        "contradictions": {
            contradiction: merged_rows(rows, ("claim",), ("sourceName",))
            for contradiction, rows in grouped(answers["contradictions"], "contradiction").items()
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
    facts = facts_of(answers["facts"])
    claims = merged_rows(answers["claims"], ("mention", "node"), ("source", "sourceName"))
    return {
        "label": first_of(facts, "title") or first_of(facts, "label") or shortened(iri, site.base_iri),
        "facts": facts,
        "claims": [quoted(row) for row in claims],
        "names": grouped(answers["names"], "node"),
        "cut": _cut(questions.ARTICLE, answers),
    }


def _actor(site: Site, iri: str, classes: set[str]) -> dict[str, Any]:
    place = kg.Place in classes
    asked = questions.PLACE if place else questions.ACTOR
    answers = ask(site, iri, asked)
    facts = facts_of(answers["facts"])
    special = sorted(
        local_name(c) for c in classes if c.startswith(str(kg)) and c not in (kg.Actor, kg.Place)
    )
    return {
        "label": first_of(facts, "label") or shortened(iri, site.base_iri),
        "kind": in_words(special[0]) if special else "place" if place else "actor",
        "facts": facts,
        "events_rows": merged_rows(answers["events"], ("event",), ("role",)),
        "members": answers.get("members", []),
        "mentions": quotes_of(answers["mentions"]),
        "point": point_of(answers.get("points", [])),
        "cut": _cut(asked, answers),
    }


def _contradiction(site: Site, iri: str) -> dict[str, Any]:
    answers = ask(site, iri, questions.CONTRADICTION)
    facts = facts_of(answers["facts"])
    claims = merged_rows(answers["claims"], ("claim",), ("value",))
    return {
        "label": first_of(facts, "label") or shortened(iri, site.base_iri),
        "facts": facts,
        "claims": claims,
        "evidence": {claim: quotes_of(rows) for claim, rows in grouped(answers["evidence"], "claim").items()},
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
    facts = facts_of(answers["facts"])
    names = sorted(local_name(c) for c in classes)
    return {
        "label": first_of(facts, "label") or shortened(iri, site.base_iri),
        "kind": in_words(names[0]) if names else "node",
        "facts": {},
        "outgoing": answers["facts"],
        "incoming": answers["incoming"],
        "quote_rows": quotes_of(answers["quote"]),
        "cut": _cut(questions.NODE, answers),
        "triples": [],
    }


def timeline(site: Site, cls: str, since: str, until: str) -> dict[str, Any]:
    """The strikes and actions between two days, latest first, those without a day after them, and a map of places."""
    answers = ask(site, "", questions.TIMELINE)
    rows = [
        row
        for row in merged_rows(answers["events"], ("event",), ())
        if (not cls or row["class"] == cls)
        and row["date"] >= since
        and (not until or row["date"][: len(until)] <= until)
    ]
    undated = [
        row for row in merged_rows(answers["undated"], ("event",), ()) if not cls or row["class"] == cls
    ]
    shown = {row["event"] for row in (rows if since or until else (*rows, *undated))}
    here = Counter(row["place"] for row in answers["locations"] if row["event"] in shown)
    kinds = [(c, in_words(c)) for c in (kg.Strike, kg.DiplomaticAction)]
    return {
        "rows": rows[:_MOST_EVENTS],
        "cut": len(rows) > _MOST_EVENTS,
        "places": points_on_map(answers["places"], here),
        "kinds": kinds,
        "cls": cls,
        "since": since,
        "until": until,
        "undated": undated[:_MOST_EVENTS],
        "undated_number": len(undated),
    }


def terms(site: Site) -> dict[str, Any]:
    """The terms of the ontology: classes, properties, and each scheme of concepts, with what they mean."""
    answers = ask(site, "", questions.TERMS)
    relations: dict[str, dict[str, list[str]]] = {}
    for told in answers["relations"]:
        words = _RELATIONS[local_name(told["relation"])]
        relations.setdefault(told["term"], {}).setdefault(words, []).append(told["other"])
    rows = merged_rows(answers["terms"], ("term",), ("type",))
    schemes = {
        row["term"]: row["label"] for row in rows if any(t.endswith("#ConceptScheme") for t in row["type"])
    }
    sections: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("Classes", "Properties", *schemes.values())
    }
    for row in rows:
        row["relations"] = relations.get(row["term"], {})
        if row["term"] in schemes or row.get("scheme") in schemes:
            section = schemes.get(row["term"]) or schemes[row["scheme"]]
        else:
            section = "Classes" if any(t.endswith("#Class") for t in row["type"]) else "Properties"
        sections[section].insert(0 if row["term"] in schemes else len(sections[section]), row)
    return {"sections": {name: its for name, its in sections.items() if its}}


__all__ = ["ask", "main_counts", "of", "searchable", "terms", "timeline"]
