"""The W3C Reconciliation API 0.2 over the graph's actors and places, for OpenRefine and its like.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ (section numbers below).
No Flask here: `Reconciler.answer` takes the path below /reconcile and the parameters, and gives what is to be
sent as JSON, or a page for the preview. A snapshot never changes, so what it holds is read once a revision.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from kg.graph.store import current_revision
from kg.serve.catalogue import PROPERTIES, TYPES, Catalogue, Known, catalogue, fold
from kg.serve.messages import Reply, Request
from kg.serve.problems import BadRequest, MethodNotAllowed, NotFound
from kg.vocab import kg as terms

Json = dict[str, Any]

_MOST_QUERIES, _MOST_RESULTS = 200, 25
_MOST_FIELDS = 100
_FEWEST_POINTS = 50.0
# A match (3.2: "whether the candidate is a certain match") is an exact name that no other candidate bears.
_EXACT, _OTHER_NAME, _LIKE = 100.0, 95.0, 90.0


class Reconciler:
    """Answers for the revision that is current; a new one is read when it is first asked for."""

    def __init__(self, graph_dir: Path, name: str = "conflict-kg") -> None:
        self._graph_dir, self._name = graph_dir, name
        self._read: Catalogue | None = None

    @property
    def catalogue(self) -> Catalogue:
        """What the current revision holds."""
        revision = current_revision(self._graph_dir) or ""
        if self._read is None or self._read.revision != revision:
            self._read = catalogue(self._graph_dir, revision)
        return self._read

    def answer(self, part: str, parameters: Mapping[str, str], address: str) -> Json | str:
        """The answer to a request for `part` below `address` (the service's own URL); a str is an HTML page.

        Raises BadRequest for parameters that are not the API's, NotFound for other parts.
        """
        if part == "":
            if "queries" in parameters:
                return reconcile(self.catalogue, _object(parameters["queries"], "queries"))
            if "extend" in parameters:
                return extend(self.catalogue, _object(parameters["extend"], "extend"))
            return service(self.catalogue, address, self._name)
        if part == "preview":
            return preview(self.catalogue, parameters.get("id", ""))
        if part == "properties":
            return {"type": parameters.get("type", ""), "properties": _named(PROPERTIES)}
        if part.startswith("suggest/"):
            return suggest(self.catalogue, part.removeprefix("suggest/"), parameters.get("prefix", ""))
        raise NotFound(f"the reconciliation service has no {part}", "see its manifest at /reconcile")


def _object(text: str, name: str) -> Json:
    try:
        found = msgspec.json.decode(text)  # which refuses NaN and halves of surrogate pairs, unlike json
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadRequest(
            f"{name} is no JSON: {error}", 'for example queries={"q0":{"query":"Pakistan"}}'
        ) from error
    if not isinstance(found, dict):
        raise BadRequest(f"{name} is no JSON object", 'for example queries={"q0":{"query":"Pakistan"}}')
    return found


def _named(names: Mapping[str, str]) -> list[Json]:
    return [{"id": id, "name": name} for id, name in names.items()]


def service(known: Catalogue, address: str, name: str) -> Json:
    """The service manifest (section 2)."""
    suggested = {kind: {"service_url": address, "service_path": f"/suggest/{kind}"} for kind in _SUGGESTED}
    return {
        "versions": ["0.2"],
        "name": name,
        "identifierSpace": known.base_iri,
        "schemaSpace": str(terms),
        "defaultTypes": [t for t in _named(TYPES) if t["id"] in ("Actor", "Place")],
        "view": {"url": f"{known.base_iri}{{{{id}}}}"},
        "preview": {"url": f"{address}/preview?id={{{{id}}}}", "width": 400, "height": 160},
        "suggest": suggested,
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/properties"},
            "property_settings": [],
        },
    }


_SUGGESTED = ("entity", "type", "property")


def reconcile(known: Catalogue, queries: Json) -> Json:
    """The candidates for every query of a batch (section 3). Raises BadRequest for a batch that is none."""
    if len(queries) > _MOST_QUERIES:
        raise BadRequest(f"a batch has at most {_MOST_QUERIES} queries", "send several batches")
    return {id: {"result": _candidates(known, query, id)} for id, query in queries.items()}


def _candidates(known: Catalogue, query: object, id: str) -> list[Json]:
    if not isinstance(query, dict) or not isinstance(query.get("query"), str):
        raise BadRequest(f"{id} has no query", 'a query is like {"query": "Pakistan", "type": "State"}')
    limit = query.get("limit", 5)
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise BadRequest(f"the limit of {id} is no number of candidates", "leave it out for 5")
    wanted = query.get("type") or []
    types = {str(t) for t in (wanted if isinstance(wanted, list) else [wanted])}
    scored = _scored(known, query["query"], types, _properties(query))
    best = [found for found in scored if found[1] == scored[0][1]]
    return [
        {
            "id": entity.id,
            "name": entity.label,
            "description": entity.description,
            "score": round(score, 1),
            "match": score >= _OTHER_NAME and len(best) == 1 and entity is best[0][0],
            "type": _types(entity),
            "features": [{"id": "mentions", "value": entity.mentions}],
        }
        for entity, score in scored[: min(limit, _MOST_RESULTS)]
    ]


def _properties(query: Json) -> list[tuple[str, set[str]]]:
    """What the other columns say: pairs of a property and the folded values, a value being a text or an id."""
    found = []
    for column in query.get("properties") or ():
        if isinstance(column, dict) and str(column.get("pid")) in PROPERTIES:
            given = column.get("v")
            values = given if isinstance(given, list) else [given]
            ids = (str(v.get("id", "")) if isinstance(v, dict) else str(v) for v in values)
            texts = {fold(text.rpartition("/")[2]) for text in ids}
            found.append((str(column["pid"]), texts))
    return found


def _scored(
    known: Catalogue, text: str, types: set[str], columns: Sequence[tuple[str, set[str]]]
) -> list[tuple[Known, float]]:
    folded = fold(text)
    if not folded:
        return []
    found: dict[str, float] = {}
    for id in known.by_name.get(folded, ()):
        found[id] = _EXACT if fold(known.known[id].label) == folded else _OTHER_NAME
    if not found or types:
        for name, ids in known.by_name.items():
            likeness = SequenceMatcher(None, folded, name)
            if likeness.real_quick_ratio() >= 0.6 and likeness.quick_ratio() >= 0.6:
                for id in ids:
                    found[id] = max(found.get(id, 0.0), _LIKE * likeness.ratio())
    scored = []
    for id, score in found.items():
        entity = known.known[id]
        if types and not types & set(entity.types):
            continue
        values = dict(entity.values)
        for property, wanted in columns:
            given = {fold(v.rpartition("/")[2].replace("-", " ")) for v in values.get(property, ())}
            if given:
                score = score if given & wanted else score - 30.0
        if score >= _FEWEST_POINTS:
            scored.append((entity, score))
    return sorted(scored, key=lambda pair: (-pair[1], -pair[0].mentions, pair[0].id))


def _types(entity: Known) -> list[Json]:
    return [{"id": name, "name": TYPES[name]} for name in entity.types]


def suggest(known: Catalogue, what: str, prefix: str) -> Json:
    """What begins with the prefix (section 5): entities, types, or properties. Raises NotFound for others."""
    folded = fold(prefix)
    if what in ("type", "property"):
        names = TYPES if what == "type" else PROPERTIES
        return {"result": [n for n in _named(names) if fold(n["name"]).startswith(folded)]}
    if what != "entity":
        raise NotFound(f"there is nothing to suggest for {what}", "entity, type or property")
    ids = dict.fromkeys(id for name, ids in known.by_name.items() if name.startswith(folded) for id in ids)
    found = sorted((known.known[id] for id in ids), key=lambda e: (-e.mentions, e.id))[:_MOST_RESULTS]
    return {
        "result": [
            {"id": e.id, "name": e.label, "description": e.description, "notable": _types(e)} for e in found
        ]
    }


def preview(known: Catalogue, id: str) -> str:
    """A small page on one entity (section 4). Raises NotFound for an id that the graph does not have."""
    entity = known.known.get(id.removeprefix(known.base_iri))
    if entity is None:
        raise NotFound(f"there is no actor or place {id}", "ids are like actor/pakistan")
    names = ", ".join(entity.names[:8])
    return (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8">'
        f"<title>{html.escape(entity.label)}</title><h1>{html.escape(entity.label)}</h1>"
        f"<p>{html.escape(entity.description)}</p><p>{html.escape(names)}</p></html>"
    )


def extend(known: Catalogue, asked: Json) -> Json:
    """The values of some properties for some ids (section 6): the rows of further columns of a table."""
    ids, columns = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(columns, list):
        raise BadRequest(
            "extend needs ids and properties", 'as in {"ids":["actor/x"],"properties":[{"id":"country"}]}'
        )
    names = [str(c.get("id", "")) for c in columns if isinstance(c, dict)]
    if unknown := [name for name in names if name not in PROPERTIES]:
        raise BadRequest(f"there is no property {unknown[0]}", ", ".join(PROPERTIES))
    rows: Json = {}
    for id in map(str, ids):
        entity = known.known.get(id.removeprefix(known.base_iri))
        values = dict(entity.values) if entity else {}
        rows[id] = {name: [_value(known, v) for v in values.get(name, ())] for name in names}
    return {"meta": [{"id": name, "name": PROPERTIES[name]} for name in names], "rows": rows}


def _value(known: Catalogue, value: str) -> Json:
    entity = known.known.get(value)
    return {"str": value} if entity is None else {"id": entity.id, "name": entity.label}


def reply(reconciler: Reconciler, asked: Request, part: str = "", address: str | None = None) -> Reply:
    """The reply to a request for `part` below /reconcile; GET and POST alike (section 3.1).

    `address` is the service's own URL, by default under the graph's base IRI. Raises what `answer` raises,
    and MethodNotAllowed for other methods.
    """
    if asked.method not in ("GET", "HEAD", "POST"):
        raise MethodNotAllowed(f"{asked.method} is not a method of /reconcile", "use GET or POST", _METHODS)
    sent = asked.query_string
    if asked.method == "POST":
        sent = f"{sent}&{asked.body.decode('utf-8', 'replace')}"
    try:
        parameters = dict(parse_qsl(sent, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise BadRequest(
            f"the request has more than {_MOST_FIELDS} fields", "send all queries in the one field queries"
        ) from error
    where = address or f"{reconciler.catalogue.base_iri}reconcile"
    answer = reconciler.answer(part.strip("/"), parameters, where)
    page = isinstance(answer, str)
    kind = "text/html; charset=utf-8" if page else "application/json"
    body = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return Reply(200, {"Content-Type": kind, "Cache-Control": "no-cache"}, body.encode("utf-8"), "reconcile")


_METHODS = {"Allow": "GET, HEAD, POST, OPTIONS"}

__all__ = [
    "Reconciler",
    "extend",
    "preview",
    "reconcile",
    "reply",
    "service",
    "suggest",
]
