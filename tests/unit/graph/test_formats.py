"""Places for maps, events for users of ACLED and PLOVER: nothing invented on the way out."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pyoxigraph as ox
import pytest

from kg.cli.graph import OTHER_FORMATS
from kg.errors import UsageProblem
from kg.graph.formats import ACLED_COLUMNS, FORMATS, acled, geojson, plover, write
from tests.factory import BASE

STRIKE = {
    "event_id": f"{BASE}strike/1",
    "event_date": "2024-01-16",
    "time_precision": "day",
    "plover_type": "ASSAULT",
    "acled_sub_event": "Air/drone strike",
    "actor": "Iran",
    "recipient": "Pakistan; Jaish ul-Adl",
    "location": "Panjgur",
    "geo_precision": "city",
    "deaths_low": "2",
    "deaths_high": "4",
    "sources": "5",
    "factuality": "Claimed",
    "confidence": "0.9",
}


def written(store: ox.Store, format: str) -> str:
    out = io.BytesIO()
    write(store, format, out, base_iri=BASE)
    return out.getvalue().decode()


def record(**changed: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plover([{**STRIKE, **changed}]))
    return found


def test_places_of_the_graph_become_points_with_longitude_first(store: ox.Store) -> None:
    collection = json.loads(written(store, "geojson"))
    assert collection["type"] == "FeatureCollection"
    panjgur = next(f for f in collection["features"] if f["properties"]["name"] == "Panjgur")
    longitude, latitude = panjgur["geometry"]["coordinates"]
    assert 60 < longitude < 70
    assert 24 < latitude < 30
    assert panjgur["id"] == f"{BASE}place/panjgur"


def test_a_geometry_that_is_no_point_is_no_feature() -> None:
    assert json.loads(geojson([{"wkt": "POLYGON ((0 0, 1 1, 1 0, 0 0))", "place": "p"}]))["features"] == []


def test_every_strike_of_the_graph_is_a_line_in_the_columns_of_acled(store: ox.Store) -> None:
    table = list(csv.DictReader(io.StringIO(written(store, "acled"))))
    assert table
    assert set(table[0]) == set(ACLED_COLUMNS)


def test_contradicting_counts_stay_two_numbers() -> None:
    (line,) = csv.DictReader(io.StringIO(acled([STRIKE])))
    assert (line["fatalities"], line["fatalities_high"], line["factuality"]) == ("2", "4", "Claimed")


def test_what_is_not_known_stays_empty() -> None:
    known = {name: STRIKE[name] for name in ("event_id", "acled_sub_event")}
    (line,) = csv.DictReader(io.StringIO(acled([known])))
    assert {name for name, value in line.items() if value} == {"event_id_cnty", "sub_event_type"}


def test_a_year_alone_has_no_precision_in_acled() -> None:
    (line,) = csv.DictReader(io.StringIO(acled([{**STRIKE, "event_date": "2024", "time_precision": "year"}])))
    assert (line["year"], line["time_precision"]) == ("2024", "")


def test_an_event_without_an_acled_code_is_no_row_of_acled() -> None:
    action = {name: value for name, value in STRIKE.items() if name != "acled_sub_event"}
    assert list(csv.DictReader(io.StringIO(acled([action])))) == []


def test_a_plover_record_names_each_actor_apart() -> None:
    assert record()["recipient"] == [{"name": "Pakistan"}, {"name": "Jaish ul-Adl"}]
    assert "event_mode" not in record()


def test_every_line_of_plover_is_a_record(store: ox.Store) -> None:
    lines = written(store, "plover").splitlines()
    assert lines
    assert all({"id", "event_type"} <= set(json.loads(line)) for line in lines)


def test_the_command_offers_these_formats() -> None:
    assert OTHER_FORMATS == FORMATS


def test_another_format_is_refused_with_those_there_are(store: ox.Store) -> None:
    with pytest.raises(UsageProblem, match="gedcom") as refused:
        written(store, "gedcom")
    assert all(format in refused.value.hint for format in FORMATS)
