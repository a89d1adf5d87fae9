"""The graph in the formats of other tools: a canned query each, and a thin writer over its rows.

    geojson   places as a FeatureCollection (RFC 7946), for any map            11-places
    acled     what has an ACLED code as CSV in ACLED's columns                  17-event-table
    plover    strikes and diplomatic actions as PLOVER records, one a line     17-event-table

What is not known is left out or empty, never filled with a default; counts that contradict each other stay two
numbers; an event that is only claimed or denied says so.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import UsageProblem
from kg.graph import canned

Row = Mapping[str, str]

_POINT = re.compile(r"POINT\s*\(\s*(-?[0-9.]+(?:[eE]-?[0-9]+)?)\s+(-?[0-9.]+(?:[eE]-?[0-9]+)?)\s*\)")
# ACLED codebook, "Time precision" and "Geo-precision": 1 is exact, 3 the month or the region. A year alone and a
# country alone have no code there, and get none.
_ACLED_TIME = {"day": "1", "month": "3"}
_ACLED_PLACE = {"city": "1", "facility": "1", "region": "3"}
ACLED_COLUMNS = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "sub_event_type",
    "actor1",
    "actor2",
    "location",
    "geo_precision",
    "fatalities",
    "fatalities_high",
    "source_scale",
    "factuality",
    "confidence",
)


def rows(store: ox.Store, query: str, base_iri: str) -> list[Row]:
    """The rows of a canned query on all named graphs together; what is unbound is not in a row."""
    found = store.query(canned.find(query).bind({}, base_iri=base_iri), use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise ValueError(f"the query {query} is no SELECT")
    names = [variable.value for variable in found.variables]
    return [
        {n: str(getattr(t, "value", t)) for n in names if (t := solution[n]) is not None}
        for solution in found
    ]


def geojson(places: Iterable[Row]) -> str:
    """The places that have coordinates, each a point with its name, precision, country and number of events."""
    features = []
    for place in places:
        point = _POINT.search(place["wkt"])
        if point is None:
            continue
        known = ("wktLabel", "precision", "country", "place")
        properties: dict[str, Any] = {k: place[k] for k in known if k in place}
        properties["name"] = properties.pop("wktLabel", "")
        properties["events"] = int(place.get("events", "0"))
        features.append(
            {
                "type": "Feature",
                "id": place["place"],
                "geometry": {"type": "Point", "coordinates": [float(point[1]), float(point[2])]},
                "properties": properties,
            }
        )
    return (
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"
    )


def acled(events: Iterable[Row]) -> str:
    """The events that have an ACLED code, as CSV.

    `fatalities` is the lowest count reported, as ACLED counts; empty when none is. Two columns are not
    ACLED's: `fatalities_high`, the highest count, and `factuality`.
    """
    out = io.StringIO()
    table = csv.DictWriter(out, ACLED_COLUMNS, lineterminator="\n")
    table.writeheader()
    for event in events:
        if "acled_sub_event" not in event:
            continue
        places = {_ACLED_PLACE.get(p, "") for p in _parts(event.get("geo_precision", ""))}
        table.writerow(
            {
                "event_id_cnty": event["event_id"],
                "event_date": event.get("event_date", ""),
                "year": event.get("event_date", "")[:4],
                "time_precision": _ACLED_TIME.get(event.get("time_precision", ""), ""),
                "sub_event_type": event["acled_sub_event"],
                "actor1": event.get("actor", ""),
                "actor2": event.get("recipient", ""),
                "location": event.get("location", ""),
                "geo_precision": min(filter(None, places), default=""),
                "fatalities": event.get("deaths_low", ""),
                "fatalities_high": event.get("deaths_high", ""),
                "source_scale": event.get("sources", ""),
                "factuality": event.get("factuality", ""),
                "confidence": event.get("confidence", ""),
            }
        )
    return out.getvalue()


def plover(events: Iterable[Row]) -> str:
    """The events that have a PLOVER type, as JSON Lines: one record a line, keys only for what is known."""
    lines = []
    for event in events:
        if "plover_type" not in event:
            continue
        record: dict[str, Any] = {
            "id": event["event_id"],
            "date": event.get("event_date"),
            "event_type": event["plover_type"],
            "event_mode": event.get("plover_mode"),
            "actor": [{"name": name} for name in _parts(event.get("actor", ""))],
            "recipient": [{"name": name} for name in _parts(event.get("recipient", ""))],
            "location": [{"name": name} for name in _parts(event.get("location", ""))],
            "cameo_code": event.get("cameo_code"),
            "factuality": event.get("factuality"),
            "confidence": float(event["confidence"]) if "confidence" in event else None,
            "num_articles": int(event.get("sources", "0")),
        }
        known = {name: value for name, value in record.items() if value not in (None, [])}
        lines.append(json.dumps(known, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def _parts(joined: str) -> list[str]:
    return [part for part in joined.split("; ") if part]


_WRITERS: Mapping[str, tuple[str, Callable[[Iterable[Row]], str]]] = {
    "geojson": ("places", geojson),
    "acled": ("event-table", acled),
    "plover": ("event-table", plover),
}
FORMATS = tuple(_WRITERS)


def write(store: ox.Store, format: str, out: IO[bytes], *, base_iri: str) -> None:
    """Writes the graph to `out` in one of `FORMATS`. Raises UsageProblem for another."""
    if format not in _WRITERS:
        raise UsageProblem(f"there is no format {format!r}", f"choose one of {', '.join(FORMATS)}")
    query, writer = _WRITERS[format]
    out.write(writer(rows(store, query, base_iri)).encode("utf-8"))


__all__ = ["ACLED_COLUMNS", "FORMATS", "acled", "geojson", "plover", "rows", "write"]
