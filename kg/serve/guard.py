"""What a query may not ask for, found before it is evaluated: updates, and services the operator does not
allow.

A refusal here is for people: it says what is refused and why. What makes it safe is that a worker can open no
connection (`confine`), so a disguise that deceived this page would still reach nothing.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from kg.errors import QueryRefused, QuerySyntax
from kg.serve.syntax import QueryText


def check(query: QueryText, allowed: frozenset[str]) -> None:
    """Raises QuerySyntax for a text that is no query, QueryRefused for a SERVICE outside `allowed`.

    `allowed` holds hosts, with the port where it is not the scheme's own: "query.wikidata.org", "box:3030".
    """
    if query.is_update:
        # Protocol 2.1.4: a text that is not in the query language is a bad request, whatever else it is.
        raise QuerySyntax(
            f"{query.form} begins an update, and this is the query operation",
            "this endpoint only reads; the graph is written by kg build alone",
        )
    for service in query.services:
        check_service(service, allowed)


def check_service(iri: str | None, allowed: frozenset[str]) -> None:
    """Raises QueryRefused unless the operator allows the host of the IRI."""
    if not allowed:
        raise QueryRefused(
            "SERVICE is off: this endpoint calls no other",
            "ask the other endpoint yourself and pass its answers in with VALUES",
        )
    if iri is None:
        raise QueryRefused(
            "SERVICE must name its endpoint, so that it can be checked", "write the IRI instead of a variable"
        )
    host = host_of(iri)
    if host is None or host not in allowed:
        raise QueryRefused(f"SERVICE may not reach {iri}", f"allowed here: {', '.join(sorted(allowed))}")


def host_of(iri: str) -> str | None:
    """The host of an http(s) IRI in lower case, with the port unless it is the usual one; None for others."""
    try:
        parts = urlsplit(iri)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        return None
    usual = {"http": 80, "https": 443}[parts.scheme]
    return parts.hostname if port in (None, usual) else f"{parts.hostname}:{port}"


__all__ = ["check", "check_service", "host_of"]
