"""The rows of canned queries, as writers of other formats take them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import pyoxigraph as ox

from kg.graph import canned

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

_POINT = re.compile(r"POINT\s*\(\s*(-?[0-9.]+(?:[eE]-?[0-9]+)?)\s+(-?[0-9.]+(?:[eE]-?[0-9]+)?)\s*\)")
WIKIDATA = "http://www.wikidata.org/entity/"


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


def point(row: Row) -> tuple[float, float] | None:
    """Longitude and latitude of the row's `wkt`; None where it has none or is no point."""
    found = _POINT.search(row.get("wkt", ""))
    return (float(found[1]), float(found[2])) if found else None


def wikidata(row: Row) -> str | None:
    """The id in the row's `wikidata`, "Q843"; None where it has none or a link to elsewhere."""
    iri = row.get("wikidata", "")
    return iri.removeprefix(WIKIDATA) if iri.startswith(f"{WIKIDATA}Q") else None


def by(column: str, found: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows by the value of a column, in their order."""
    ordered = sorted(found, key=lambda row: row[column])
    return {value: list(group) for value, group in groupby(ordered, key=lambda row: row[column])}


__all__ = ["WIKIDATA", "Row", "Tables", "by", "point", "rows", "wikidata"]
