"""The graph in the formats of other tools: canned queries and a thin writer over their rows.

    geojson   places as a FeatureCollection (RFC 7946), for any map        places
    acled     what has an ACLED code as CSV in ACLED's columns              event-table, -parties, -places, -sources
    plover    strikes and diplomatic actions as PLOVER records, one a line  the same
    ftm       actors, events and articles as FollowTheMoney entities        as-ftm
    quickstatements  what the articles can give back to Wikidata            offices-told, names-met

The same graph gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import UsageProblem
from kg.graph.codebooks import QUERIES as EVENT_QUERIES
from kg.graph.codebooks import acled, plover
from kg.graph.ftm import QUERIES as FTM_QUERIES
from kg.graph.ftm import ftm
from kg.graph.quickstatements import QUERIES as WIKIDATA_QUERIES
from kg.graph.quickstatements import quickstatements
from kg.graph.tables import Tables, point, rows


def geojson(tables: Tables) -> str:
    """The places that have coordinates, each a point with its name, precision, country and number of events."""
    features = []
    for place in tables["places"]:
        where = point(place)
        if where is None:
            continue
        known = ("precision", "country", "place")
        properties: dict[str, Any] = {"name": place["wktLabel"]} | {k: place[k] for k in known if k in place}
        properties["events"] = int(place.get("events", "0"))
        features.append(
            {
                "type": "Feature",
                "id": place["place"],
                "geometry": {"type": "Point", "coordinates": list(where)},
                "properties": properties,
            }
        )
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


_WRITERS: Mapping[str, tuple[tuple[str, ...], Callable[[Tables], str]]] = {
    "geojson": (("places",), geojson),
    "acled": (EVENT_QUERIES, acled),
    "plover": (EVENT_QUERIES, plover),
    "ftm": (FTM_QUERIES, ftm),
    "quickstatements": (WIKIDATA_QUERIES, quickstatements),
}
FORMATS = tuple(_WRITERS)


def write(store: ox.Store, format: str, out: IO[bytes], *, base_iri: str) -> None:
    """Writes the graph to `out` in one of `FORMATS`. Raises UsageProblem for another."""
    if format not in _WRITERS:
        raise UsageProblem(f"there is no format {format!r}", f"choose one of {', '.join(FORMATS)}")
    queries, writer = _WRITERS[format]
    tables = {query: rows(store, query, base_iri) for query in queries}
    out.write(writer(tables).encode("utf-8"))


__all__ = ["FORMATS", "geojson", "write"]
