"""Events as users of event data know them: rows in ACLED's columns, records in PLOVER's fields.

ACLED: its column names, codes and their order as in the code book that its R package carries
(https://dtacled.github.io/acledR/, `acled_codebook` and `acled_event_categories`). PLOVER: the chapter "JSON
Data Fields" of the manual (https://github.com/openeventdata/PLOVER), one record a line.

What is not known is left out or empty, never filled with a default: no day that only the publication gives,
no zero for a count that nobody gave, no actor type that the text does not tell. Where a format has room for
one value and the articles have several, the others stand in a column of our own beside it. An event that is
only claimed or denied says so.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import kg
from kg.gazetteer.codes import alpha2
from kg.graph.tables import Row, Tables, by, point, wikidata

QUERIES = ("event-table", "event-parties", "event-places", "event-sources")

# ACLED's event type of each sub-event type that the graph can give, and the disorder type of each event type.
ACLED_EVENT_TYPES = {
    "Air/drone strike": "Explosions/Remote violence",
    "Shelling/artillery/missile attack": "Explosions/Remote violence",
    "Agreement": "Strategic developments",
    "Disrupted weapons use": "Strategic developments",
    "Other": "Strategic developments",
}
_DISORDER_TYPES = {
    "Explosions/Remote violence": "Political violence",
    "Strategic developments": "Strategic developments",
}
# 1 is the exact day or town, 2 some days of one week, 3 the month or the region. A year or a country alone has no
# code, and gets none.
_TIME_PRECISION = {"day": "1", "month": "3"}
_GEO_PRECISION = {"city": "1", "facility": "1", "region": "3"}
# An armed attack's own perpetrator comes first where its state is named beside it.
_FIRST = ("ArmedGroup", "GovernmentBody", "Organization", "InternationalOrganization", "Person", "State")
ACLED_COLUMNS = tuple(
    """
    event_id_cnty event_date year time_precision disorder_type event_type sub_event_type
    actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting
    iso region country admin1 admin2 admin3 location latitude longitude geo_precision
    source source_scale notes fatalities tags timestamp
    """.split()
)
# Ours: the date as far as it is known, the highest count, how factual the event is, how sure its grouping, the
# parties that no sentence of any article gives, and the attackers whom only others accuse.
OWN_COLUMNS = (
    "date_reported",
    "fatalities_high",
    "factuality",
    "identity_confidence",
    "articles",
    "inferred",
    "claimed",
)

# The manual lists SANCTION with the verbal categories in one table and calls it material conflict in its own
# section; the section is the definition.
_QUAD = {
    1: "AGREE CONSULT SUPPORT CONCEDE",
    2: "COOPERATE AID RETREAT",
    3: "REQUEST ACCUSE REJECT THREATEN",
    4: "PROTEST SANCTION MOBILIZE COERCE ASSAULT",
}
QUAD_CODES = {name: code for code, names in _QUAD.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Told:
    """An event with all that tells of it: its row of `event-table`, and its rows of the other queries."""

    event: Row
    actors: tuple[Row, ...]
    recipients: tuple[Row, ...]
    places: tuple[Row, ...]
    sources: tuple[Row, ...]


def told(tables: Tables) -> Iterator[Told]:
    """Every event of the tables, in the order of `event-table`."""
    parties = by("event", tables["event-parties"])
    places = by("event", tables["event-places"])
    sources = by("event", tables["event-sources"])
    for event in tables["event-table"]:
        its = parties.get(event["event_id"], [])
        yield Told(
            event,
            tuple(party for party in its if party["side"] == "actor"),
            tuple(party for party in its if party["side"] == "recipient"),
            tuple(places.get(event["event_id"], [])),
            tuple(sources.get(event["event_id"], [])),
        )


def acled(tables: Tables) -> str:
    """The events that have an ACLED code, as CSV in ACLED's columns and then our own.

    `fatalities` is the lowest count reported, as ACLED counts; it is empty where none is, which ACLED would
    write 0. Coordinates stand only where the articles name one place.
    """
    out = io.StringIO()
    table = csv.DictWriter(out, (*ACLED_COLUMNS, *OWN_COLUMNS), restval="", lineterminator="\n")
    table.writeheader()
    for one in told(tables):
        if "acled_sub_event" in one.event:
            table.writerow(_acled(one))
    return out.getvalue()


def _acled(one: Told) -> dict[str, str]:
    event = one.event
    day, date, time_precision = _when(event)
    kind = ACLED_EVENT_TYPES[event["acled_sub_event"]]
    actors, recipients = _names(one.actors), _names(one.recipients)
    if kind == "Strategic developments" and not recipients:
        # Who signs a ceasefire together is no ally of the other: ACLED has one as actor1 and one as actor2.
        actors, recipients = actors[:1], actors[1:]
    first, *others = actors or [""]
    second, *rest = recipients or [""]
    row = {
        "event_id_cnty": event["event_id"],
        "event_date": day,
        "year": "" if date[:4] != event.get("end_date", date)[:4] else date[:4],
        "time_precision": time_precision,
        "disorder_type": _DISORDER_TYPES[kind],
        "event_type": kind,
        "sub_event_type": event["acled_sub_event"],
        "actor1": first,
        "assoc_actor_1": "; ".join(others),
        "actor2": second,
        "assoc_actor_2": "; ".join(rest),
        "country": "; ".join(dict.fromkeys(p["country"] for p in one.places if "country" in p)),
        "location": "; ".join(place["name"] for place in one.places),
        "source": "; ".join(dict.fromkeys(s["outlet"] for s in one.sources if "outlet" in s)),
        "notes": event["label"],
        "fatalities": event.get("deaths_low", ""),
        "date_reported": date,
        "fatalities_high": event.get("deaths_high", ""),
        "factuality": event["factuality"],
        "identity_confidence": event["identity_confidence"],
        "articles": event["sources"],
        "inferred": "; ".join(p["name"] for p in (*one.actors, *one.recipients) if "inferred" in p),
        "claimed": "; ".join(p["name"] for p in one.actors if "claimed" in p),
    }
    if len(one.places) == 1:
        (place,) = one.places
        wide = place.get("precision") == "region" and "country" not in place  # "the Sahel" has no middle
        row["geo_precision"] = "" if wide else _GEO_PRECISION.get(place.get("precision", ""), "")
        if row["geo_precision"] and (where := point(place)):
            row["longitude"], row["latitude"] = map(str, where)
    return row


def _when(event: Row) -> tuple[str, str, str]:
    """The day, the date as far as it is known, and ACLED's precision; of a period as ISO 8601 writes it.

    A night has two days, and its first stands for it; of a longer period no day does.
    """
    date, kind = event.get("event_date", ""), event.get("time_precision", "")
    if kind != "period":
        return (date if kind == "day" else ""), date, _TIME_PRECISION.get(kind, "")
    whole = f"{date}/{event['end_date']}"
    try:
        days = (datetime.date.fromisoformat(event["end_date"]) - datetime.date.fromisoformat(date)).days
    except ValueError:
        return "", whole, ""  # from one month to another
    return (date if days < 2 else ""), whole, "2" if days < 7 else "3" if days < 31 else ""


def _names(parties: tuple[Row, ...]) -> list[str]:
    def order(party: Row) -> tuple[int, str]:
        kind = party["class"]
        return (_FIRST.index(kind) if kind in _FIRST else len(_FIRST)), party["name"]

    return [party["name"] for party in sorted(parties, key=order)]


def plover(tables: Tables) -> str:
    """The events that have a PLOVER type, as JSON Lines: one record a line, keys only for what is known.

    PLOVER asks for a day. An event whose day no article gives has no `date`: its month or year, where known,
    stands in `date_reported`, a period as "2025-07-08/2025-07-12". That field, `locations` (where the articles name
    several), `articles`, `factuality`, `identity_confidence`, `cameo_code`, `size.dead_high`, `country_code`,
    `inferred` and `claimed` are ours.
    """
    lines = (
        json.dumps(_plover(one), ensure_ascii=False) for one in told(tables) if "plover_type" in one.event
    )
    return "".join(f"{line}\n" for line in lines)


def _plover(one: Told) -> dict[str, Any]:
    event = one.event
    day, date, _ = _when(event)
    kind = event["plover_type"]
    places = [_location(place) for place in one.places]
    record: dict[str, Any] = {
        "date": day or None,
        "date_reported": date or None,
        "event": [kind],
        "mode": [event["plover_mode"]] if "plover_mode" in event else None,
        "context": ["hypothetical"] if event["factuality"] == "hypothetical" else None,
        "quad_code": QUAD_CODES[kind],
        "recipient": [_entity(party) for party in one.recipients],
        "event_loc": places[0] if len(places) == 1 else None,
        "locations": places if len(places) > 1 else None,
        "event_text": list(dict.fromkeys(source["words"] for source in one.sources)),
        "size": _size(event),
        "cite_info": {"coder": f"conflict-kg {kg.__version__}", "codebook": "PLOVER 2.0"},
        "articles": _articles(one.sources),
        "cameo_code": event.get("cameo_code"),
        "factuality": event["factuality"],
        "identity_confidence": float(event["identity_confidence"]),
    }
    # PLOVER asks for the key; that nobody is named as the actor is what an empty list says.
    return {
        "id": event["event_id"],
        "actor": [_entity(party) for party in one.actors],
        **{name: value for name, value in record.items() if value not in (None, [], {})},
    }


def _entity(party: Row) -> dict[str, Any]:
    """An actor: `identifier_id` only for a certain link, `country_code` (ISO 3166-1, two letters) of a state.

    `inferred` is true of one whom no sentence gives, but the rest of an article; `claimed` of an attacker whom only
    others accuse.
    """
    entity: dict[str, Any] = {"entity_text": party["name"]}
    if "inferred" in party:
        entity["inferred"] = True
    if "claimed" in party:
        entity["claimed"] = True
    if (qid := wikidata(party)) is not None:
        entity["identifier_id"] = qid
        if party["class"] == "State" and qid in alpha2():
            entity["country_code"] = alpha2()[qid]
    return entity


def _location(place: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"name": place["name"]}
    if (where := point(place)) is not None:
        found["longitude"], found["latitude"] = where
    if "precision" in place:
        found["precision"] = place["precision"]
    if "country" in place:
        found["country"] = place["country"]
    if (qid := wikidata(place)) is not None:
        found["identifier_id"] = qid
    return found


def _size(event: Row) -> dict[str, int]:
    """The lowest counts reported; the highest beside them where they differ."""
    size: dict[str, int] = {}
    for name, low, high in (
        ("dead", "deaths_low", "deaths_high"),
        ("injured", "injuries_low", "injuries_high"),
    ):
        if low in event:
            size[name] = int(event[low])
            if event[high] != event[low]:
                size[f"{name}_high"] = int(event[high])
    return size


def _articles(sources: tuple[Row, ...]) -> list[dict[str, str]]:
    """The articles that tell of an event, each once: PLOVER's cite_info, one for each."""
    names = {"article": "id", "url": "url", "title": "title", "outlet": "publication", "issued": "date"}
    articles = {s["article"]: {names[c]: s[c] for c in names if c in s} for s in sources}
    return list(articles.values())


__all__ = ["ACLED_COLUMNS", "ACLED_EVENT_TYPES", "OWN_COLUMNS", "QUAD_CODES", "QUERIES", "acled", "plover"]
