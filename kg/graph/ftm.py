"""The graph as entities of FollowTheMoney (https://followthemoney.tech), one JSON object a line.

OpenAleph and the `ftm` tools read it. People, government bodies, armed groups, organisations and states (as
PublicBody) with their memberships; strikes and diplomatic actions as Event, with the articles as proof; an
event that is only claimed, denied or feared says so in its name. What each property holds is decided by the
query `as-ftm`; here only ids and codes are brought into the form that FollowTheMoney asks for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from kg.gazetteer.codes import alpha2
from kg.graph.tables import WIKIDATA, Row, Tables, by

QUERIES = ("as-ftm",)
_REFERENCES = frozenset({"proof", "parent", "member", "organization", "involved"})


def ftm(tables: Tables) -> str:
    """The entities of the query's rows, as JSON Lines."""
    found = tables["as-ftm"]
    known = {entity_id(row["entity"]) for row in found}
    entities = (_entity(iri, its, known) for iri, its in sorted(by("entity", found).items()))
    return "".join(f"{json.dumps(entity, ensure_ascii=False)}\n" for entity in entities)


def entity_id(iri: str) -> str:
    """The id of a node: FollowTheMoney's ids are letters, digits, dots and hyphens, which an IRI is not."""
    return f"kg-{hashlib.sha1(iri.encode(), usedforsecurity=False).hexdigest()}"


def _entity(iri: str, its: list[Row], known: set[str]) -> dict[str, Any]:
    properties: dict[str, list[str]] = {}
    for row in its:
        value = _value(row, known)
        if value is not None and value not in properties.setdefault(row["property"], []):
            properties[row["property"]].append(value)
    schema = its[0]["schema"]
    if schema not in ("Article", "Membership"):
        properties["sourceUrl"] = [iri]
    names: Mapping[str, list[str]] = {
        name: properties[name] for name in sorted(properties) if properties[name]
    }
    return {"id": entity_id(iri), "schema": schema, "properties": names}


def _value(row: Row, known: set[str]) -> str | None:
    """The row's value as FollowTheMoney writes it; None for what has no form there."""
    value = row["value"]
    if row["property"] == "country":
        return alpha2().get(value.removeprefix(WIKIDATA), "").lower() or None
    if row["property"] == "wikidataId":
        return value.removeprefix(WIKIDATA) if value.startswith(f"{WIKIDATA}Q") else None
    if row["property"] in _REFERENCES:
        reference = entity_id(value)
        return reference if reference in known else None
    return value


__all__ = ["QUERIES", "entity_id", "ftm"]
