"""Places for maps, events for users of ACLED and PLOVER: valid for their tools, nothing invented on the way."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from geojson_pydantic import FeatureCollection
from jsonschema import Draft202012Validator

from kg.cli.graph import OTHER_FORMATS
from kg.errors import UsageProblem
from kg.graph.codebooks import ACLED_COLUMNS, ACLED_EVENT_TYPES, OWN_COLUMNS, QUAD_CODES, acled, plover
from kg.graph.formats import FORMATS, geojson, write
from kg.graph.tables import Row
from kg.model import ActionType, Weapon
from kg.resolve.codes import action_codes, strike_codes
from kg.vocab import PLOVER
from tests.factory import BASE

SCHEMAS = Path(__file__).parent / "schemas"
STRIKE = {
    "event_id": f"{BASE}strike/1",
    "label": "Strike by Iran on Pakistan",
    "event_date": "2024-01-16",
    "time_precision": "day",
    "plover_type": "ASSAULT",
    "acled_sub_event": "Air/drone strike",
    "deaths_low": "2",
    "deaths_high": "4",
    "sources": "5",
    "factuality": "claimed",
    "identity_confidence": "0.9",
}
IRAN = {"event": STRIKE["event_id"], "side": "actor", "name": "Iran", "class": "State"}
PAKISTAN = {
    **IRAN,
    "side": "recipient",
    "name": "Pakistan",
    "wikidata": "http://www.wikidata.org/entity/Q843",
}
JAISH = {**IRAN, "side": "recipient", "name": "Jaish ul-Adl; Army of Justice", "class": "ArmedGroup"}
PANJGUR = {
    "event": STRIKE["event_id"],
    "name": "Panjgur",
    "precision": "city",
    "wkt": "POINT(64.1 26.97)",
    "country": "Pakistan",
}


def tables(
    event: Row = STRIKE, parties: Iterable[Row] = (IRAN, PAKISTAN, JAISH), places: Iterable[Row] = (PANJGUR,)
) -> dict[str, list[Row]]:
    return {
        "event-table": [event],
        "event-parties": list(parties),
        "event-places": list(places),
        "event-sources": [],
    }


def without(*columns: str) -> dict[str, str]:
    return {name: value for name, value in STRIKE.items() if name not in columns}


def line(*arguments: Any) -> dict[str, str]:
    (found,) = csv.DictReader(io.StringIO(acled(tables(*arguments))))
    return found


def record(*arguments: Any) -> dict[str, Any]:
    (found,) = plover(tables(*arguments)).splitlines()
    read: dict[str, Any] = json.loads(found)
    return read


def written(store: ox.Store, format: str) -> str:
    out = io.BytesIO()
    write(store, format, out, base_iri=BASE)
    return out.getvalue().decode()


def complaints(schema: str, value: object) -> list[str]:
    """What a schema has to say against a value."""
    rules = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(rules)
    return [error.message for error in Draft202012Validator(rules).iter_errors(value)]


def test_places_of_the_graph_are_features_that_a_geojson_library_reads(store: ox.Store) -> None:
    collection = FeatureCollection.model_validate_json(written(store, "geojson"))
    (panjgur,) = collection.features
    assert panjgur.geometry is not None
    longitude, latitude = panjgur.geometry.coordinates[:2]  # type: ignore[union-attr]
    assert (longitude, latitude) == (64.1, 26.97)
    assert panjgur.id == f"{BASE}place/panjgur"
    assert panjgur.properties == {
        "name": "Panjgur", "precision": "city", "country": "Pakistan", "events": 1,
        "place": f"{BASE}place/panjgur",
    }  # fmt: skip


def test_a_geometry_that_is_no_point_is_no_feature() -> None:
    polygon = {"wkt": "POLYGON ((0 0, 1 1, 1 0, 0 0))", "place": "p", "wktLabel": "P"}
    assert json.loads(geojson({"places": [polygon]}))["features"] == []


def test_every_row_of_the_graph_follows_acleds_columns_and_codes(store: ox.Store) -> None:
    table = list(csv.DictReader(io.StringIO(written(store, "acled"))))
    assert table
    assert tuple(table[0]) == (*ACLED_COLUMNS, *OWN_COLUMNS)
    assert [complaints("acled-row.json", row) for row in table] == [[]] * len(table)


def test_the_schema_of_acled_would_complain() -> None:
    assert complaints("acled-row.json", line({**STRIKE, "event_date": "16 January"}))
    assert complaints("acled-row.json", {**line(), "disorder_type": "Strategic developments"})
    assert complaints("acled-row.json", {**line(), "fatalities": "dozens"})


def test_every_acled_code_that_an_event_can_get_has_its_event_type() -> None:
    strikes = {strike_codes((w,), how).acled for w in Weapon for how in ("carried-out", "intercepted")}
    actions = {action_codes(kind, frozenset()).acled for kind in ActionType}
    assert (strikes | actions) - {None} == set(ACLED_EVENT_TYPES)


def test_contradicting_counts_stay_two_numbers() -> None:
    row = line()
    assert (row["fatalities"], row["fatalities_high"], row["factuality"]) == ("2", "4", "claimed")


def test_what_is_not_known_stays_empty_in_acled() -> None:
    bare = without("event_date", "time_precision", "deaths_low", "deaths_high", "plover_type")
    row = line(bare, (), ())
    assert {name for name, value in row.items() if value} == {
        "event_id_cnty", "disorder_type", "event_type", "sub_event_type", "notes", "factuality",
        "identity_confidence", "articles",
    }  # fmt: skip
    assert complaints("acled-row.json", row) == []


def test_a_month_is_no_day_in_acled() -> None:
    row = line({**STRIKE, "event_date": "2024-01", "time_precision": "month"})
    assert (row["event_date"], row["year"], row["time_precision"]) == ("", "2024", "3")
    assert row["date_reported"] == "2024-01"


def test_a_part_of_the_world_has_no_point_in_acled() -> None:
    sahel = {
        **{k: v for k, v in PANJGUR.items() if k != "country"},
        "name": "Sahel",
        "precision": "region",
        "wkt": "POINT(3 15)",
    }
    row = line(STRIKE, (IRAN,), (sahel,))
    assert (row["location"], row["latitude"], row["geo_precision"]) == ("Sahel", "", "")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-05-08", "2024-05-09", ("2024-05-08", "2024", "2")),  # one night
        ("2024-05-08", "2024-05-12", ("", "2024", "2")),
        ("2024-05-08", "2024-05-19", ("", "2024", "3")),
        ("2023-12-01", "2024-05-19", ("", "", "")),
    ],
)
def test_a_period_is_not_its_first_day(first: str, last: str, expected: tuple[str, str, str]) -> None:
    event = {**STRIKE, "event_date": first, "end_date": last, "time_precision": "period"}
    row = line(event)
    assert (row["event_date"], row["year"], row["time_precision"]) == expected
    assert row["date_reported"] == f"{first}/{last}"
    assert record(event).get("date", "") == expected[0]
    assert record(event)["date_reported"] == f"{first}/{last}"
    assert (complaints("acled-row.json", row), complaints("plover-record.json", record(event))) == ([], [])


def test_a_party_that_no_sentence_gives_is_marked_in_every_table() -> None:
    guessed = {**IRAN, "inferred": "true"}
    assert line(STRIKE, (guessed, PAKISTAN))["inferred"] == "Iran"
    assert record(STRIKE, (guessed, PAKISTAN))["actor"][0]["inferred"] is True
    assert line()["inferred"] == ""


def test_an_attacker_whom_only_others_accuse_is_marked_in_every_table() -> None:
    accused = {**IRAN, "claimed": "true"}
    assert line(STRIKE, (accused, PAKISTAN))["claimed"] == "Iran"
    assert record(STRIKE, (accused, PAKISTAN))["actor"][0]["claimed"] is True
    assert line()["claimed"] == ""


def test_a_year_alone_has_no_precision_in_acled() -> None:
    row = line({**STRIKE, "event_date": "2024", "time_precision": "year"})
    assert (row["year"], row["time_precision"]) == ("2024", "")


def test_the_group_that_was_hit_comes_before_the_state_on_whose_ground_it_was() -> None:
    row = line()
    assert (row["actor2"], row["assoc_actor_2"]) == ("Jaish ul-Adl; Army of Justice", "Pakistan")


def test_the_parties_of_an_agreement_stand_opposite_each_other_and_joint_attackers_side_by_side() -> None:
    both = (IRAN, {**IRAN, "name": "Iraq"})
    agreed = line({**STRIKE, "acled_sub_event": "Agreement"}, both)
    assert (agreed["actor1"], agreed["assoc_actor_1"], agreed["actor2"]) == ("Iran", "", "Iraq")
    struck = line(STRIKE, both)
    assert (struck["actor1"], struck["assoc_actor_1"], struck["actor2"]) == ("Iran", "Iraq", "")


def test_a_whole_country_and_one_of_two_places_give_no_coordinates() -> None:
    quetta = {**PANJGUR, "name": "Quetta", "wkt": "POINT(67 30.2)"}
    assert line(STRIKE, (), (PANJGUR, quetta))["latitude"] == ""
    row = line(STRIKE, (), ({**PANJGUR, "precision": "country"},))
    assert (row["latitude"], row["geo_precision"], row["location"]) == ("", "", "Panjgur")


def test_an_event_without_an_acled_code_is_no_row_of_acled() -> None:
    assert list(csv.DictReader(io.StringIO(acled(tables(without("acled_sub_event")))))) == []


def test_every_record_of_the_graph_follows_plover(store: ox.Store) -> None:
    records = [json.loads(row) for row in written(store, "plover").splitlines()]
    assert len(records) == 4
    assert [complaints("plover-record.json", found) for found in records] == [[]] * 4


def test_the_schema_of_plover_would_complain() -> None:
    assert complaints("plover-record.json", {**record(), "event": ["FIGHT"]})
    assert complaints("plover-record.json", {**record(), "mode": ["phone"]})
    assert complaints("plover-record.json", {**record(), "date": "2024-01"})


def test_every_mode_that_an_event_can_get_is_one_of_plovers() -> None:
    for kind in ActionType:
        code = action_codes(kind, frozenset())
        assert code.plover is not None
        found = {**record(), "event": [code.plover]} | (
            {"mode": [code.plover_mode]} if code.plover_mode else {}
        )
        assert complaints("plover-record.json", found) == [], kind
    for weapon in Weapon:
        if mode := strike_codes((weapon,), "carried-out").plover_mode:
            assert complaints("plover-record.json", {**record(), "mode": [mode]}) == [], weapon


def test_every_plover_type_has_its_quad_code() -> None:
    assert set(PLOVER) | {"ASSAULT"} <= set(QUAD_CODES)


def test_a_plover_record_keeps_each_actor_whole_and_names_certain_links_only() -> None:
    assert record()["recipient"] == [
        {"entity_text": "Pakistan", "identifier_id": "Q843", "country_code": "PK"},
        {"entity_text": "Jaish ul-Adl; Army of Justice"},
    ]
    assert record()["actor"] == [{"entity_text": "Iran"}]


def test_an_attack_by_nobody_who_is_named_has_no_actor_in_plover() -> None:
    found = record(STRIKE, (PAKISTAN,))
    assert found["actor"] == []
    assert complaints("plover-record.json", found) == []


def test_a_month_is_no_date_in_plover() -> None:
    found = record({**STRIKE, "event_date": "2024-01", "time_precision": "month"})
    assert "date" not in found
    assert found["date_reported"] == "2024-01"


def test_only_what_has_not_happened_is_hypothetical_in_plover() -> None:
    assert record({**STRIKE, "factuality": "hypothetical"})["context"] == ["hypothetical"]
    assert "context" not in record()


def test_counts_of_dead_and_injured_come_from_different_reports(store: ox.Store) -> None:
    records = {found["id"]: found for found in map(json.loads, written(store, "plover").splitlines())}
    saravan = records[f"{BASE}strike/2024-01-18-pakistan-saravan"]
    assert saravan["size"] == {"dead": 7, "dead_high": 9, "injured": 3, "injured_high": 5}
    assert [article["id"] for article in saravan["articles"]] == ["gazette.txt", "wire/19 jan.txt"]


def test_the_command_offers_these_formats() -> None:
    assert OTHER_FORMATS == FORMATS


def test_another_format_is_refused_with_those_there_are(store: ox.Store) -> None:
    with pytest.raises(UsageProblem, match="gedcom") as refused:
        written(store, "gedcom")
    assert all(format in refused.value.hint for format in FORMATS)
