"""The SPARQL 1.1 Protocol's query operation, and the reading half of the Graph Store HTTP Protocol: parsing.

From a request's method, query string, content type and body to what is asked for. No Flask, no evaluation.
Sections named here are those of https://www.w3.org/TR/sparql11-protocol/ ("Protocol") and
https://www.w3.org/TR/sparql11-http-rdf-update/ ("Graph Store").
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from functools import lru_cache
from urllib.parse import parse_qsl

import msgspec

from kg.serve.problems import (
    BadRequest,
    ContentTooLarge,
    Forbidden,
    MethodNotAllowed,
    UnsupportedMediaType,
)

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_MAX_FIELDS = 500
_REMEMBERED_LENGTH = 8192
_NOT_SIMPLE = re.compile(r"[&=\x00-\x20\x7f]|%(?![0-9A-Fa-f]{2})")
_NO_UTF8 = "{} is not valid UTF-8"
_IN_UTF8 = "send it in UTF-8"
_CHARSETS = ("utf-8", "utf8", "us-ascii", "ascii")  # of the others, not one is UTF-8 or part of it
_WRITING = "this endpoint only reads; the graph is written by kg build alone"
_QUERY_METHODS = {"Allow": "GET, HEAD, POST, OPTIONS"}
_STORE_METHODS = {"Allow": "GET, HEAD, OPTIONS"}
_ACCEPT_POST = {"Accept-Post": f"{QUERY}, {FORM}"}


class QueryRequest(msgspec.Struct, frozen=True):
    """What a query operation asks for. Graphs None: the protocol says nothing, the text may (2.1.4).

    `timeout` in seconds and `format` (a short name or media type) are this endpoint's own parameters.
    """

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    timeout: float | None = None
    format: str | None = None


class GraphRequest(msgspec.Struct, frozen=True):
    """A graph that is read: its IRI, or None for the default graph (Graph Store, 4.2)."""

    iri: str | None
    format: str | None = None


def read_query_request(
    method: str, query_string: str, content_type: str | None, body: bytes
) -> QueryRequest | None:
    """What the request asks for; None for a GET without a query, which asks for the service description.

    `query_string` is as WSGI gives it: percent-encoded, bytes as Latin-1. Raises BadRequest (400),
    MethodNotAllowed (405), UnsupportedMediaType (415), Forbidden (403) for updates.
    """
    if method in ("GET", "HEAD"):
        if len(query_string) <= _REMEMBERED_LENGTH:
            return _remembered_get(query_string)
        return _get(query_string)
    in_url = _fields(query_string.encode("latin-1", "replace"), "the query string")
    if method != "POST":
        raise MethodNotAllowed(
            f"{method} is not a method of this endpoint", "use GET or POST", _QUERY_METHODS
        )
    media_type, charset = read_content_type(content_type)
    if media_type == FORM:  # Protocol 2.1.2
        fields = _fields(body, "the body")
        names = {name for name, _ in fields}
        if {"query", "update"} <= names:
            raise BadRequest("a request is a query or an update, not both", _WRITING)
        if "update" in names:
            raise Forbidden("updates are not done here", _WRITING)
        return _query_request([*in_url, *fields])
    if media_type == QUERY:  # Protocol 2.1.3
        if any(name == "query" for name, _ in in_url):
            raise BadRequest("there is a query in the URL and another one in the body", "send one of them")
        return _query_request([*in_url, ("query", _decoded(body, charset))])
    if media_type == UPDATE:
        raise Forbidden("updates are not done here", _WRITING)
    if media_type is None:
        raise BadRequest(
            "the request has a body of no known type", f"send Content-Type: {QUERY}", _ACCEPT_POST
        )
    raise UnsupportedMediaType(
        f"queries cannot be read from {media_type}", f"send {QUERY} or {FORM}", _ACCEPT_POST
    )


def _get(query_string: str) -> QueryRequest | None:
    """What a GET or HEAD asks for (Protocol 2.1.1)."""
    if (
        query_string.startswith("query=")
        and query_string.isascii()
        and not _NOT_SIMPLE.search(query_string, 6)
    ):
        # Most requests, in a quarter of the time.
        encoded = query_string[6:].replace("+", " ").replace("%", "=")
        try:
            # Quoted-printable is percent-encoding with another sign, and its decoder is not a loop in Python.
            return QueryRequest(a2b_qp(encoded).decode("utf-8"))
        except UnicodeError:
            raise BadRequest(_NO_UTF8.format("the query string"), _IN_UTF8) from None
    fields = _fields(query_string.encode("latin-1", "replace"), "the query string")
    if any(name == "update" for name, _ in fields):
        # Protocol 2.2: the update operation is invoked with POST only.
        raise BadRequest("an update cannot be sent with GET", _WRITING)
    if not any(name == "query" for name, _ in fields):
        return None
    return _query_request(fields)


_remembered_get = lru_cache(maxsize=1024)(_get)


def read_graph_request(method: str, query_string: str) -> GraphRequest | None:
    """The graph that a Graph Store request names; None when it names none. Raises 400, 403 and 405.

    Graph Store 4.2: exactly one of ?graph=IRI and ?default identifies the graph indirectly.
    """
    if method in ("PUT", "POST", "DELETE", "PATCH"):
        raise Forbidden(f"{method} would write", _WRITING, _STORE_METHODS)
    if method not in ("GET", "HEAD"):
        raise MethodNotAllowed(f"{method} is not a method of the graph store", "use GET", _STORE_METHODS)
    fields = _fields(query_string.encode("latin-1", "replace"), "the query string")
    graphs = [value for name, value in fields if name == "graph"]
    default = [value for name, value in fields if name == "default"]
    format_ = _single(fields, "format")
    if len(graphs) + len(default) > 1:
        raise BadRequest("several graphs are named", "name one: graph=IRI, or default")
    if not graphs and not default:
        return None
    return GraphRequest(_absolute(graphs[0], "graph") if graphs else None, format_)


def read_content_type(header: str | None) -> tuple[str | None, str]:
    """The media type in lower case and the charset, "utf-8" when none is given (RFC 9110, 8.3)."""
    media_type, _, parameters = (header or "").partition(";")
    found = re.search(r"charset\s*=\s*\"?([^\";\s]+)", parameters, re.IGNORECASE)
    return media_type.strip().lower() or None, found[1].lower() if found else "utf-8"


def check_coding(header: str | None) -> None:
    """Raises UnsupportedMediaType (415) for a body in a content coding, of which none is read (RFC 9110, 8.4)."""
    if header is not None and header.strip().lower() not in ("", "identity"):
        raise UnsupportedMediaType(
            f"a body is not read in {header[:40]}", "send it as it is", {"Accept-Encoding": "identity"}
        )


def check_length(length: int, limit: int) -> None:
    """Raises ContentTooLarge (413) for a body over the limit."""
    if length > limit:
        raise ContentTooLarge(
            f"the request has {length:,} bytes; the limit is {limit:,}", "send a shorter query"
        )


def _decoded(body: bytes, charset: str) -> str:
    """The query of a direct POST, which is UTF-8 whatever else was agreed (Protocol 2.1.3)."""
    if charset not in _CHARSETS:
        raise UnsupportedMediaType(f"a query is not read in {charset[:40]}", "send it in UTF-8", _ACCEPT_POST)
    try:
        return body.decode("utf-8").removeprefix("\ufeff")
    except UnicodeError:
        raise BadRequest(_NO_UTF8.format("the query"), _IN_UTF8) from None


def _fields(encoded: bytes, where: str) -> list[tuple[str, str]]:
    """The fields of a form (WHATWG URL, application/x-www-form-urlencoded), in order; UTF-8 or 400."""
    try:
        return parse_qsl(
            encoded.decode("utf-8"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except UnicodeError:
        raise BadRequest(_NO_UTF8.format(where), _IN_UTF8) from None
    except ValueError:
        raise BadRequest(f"{where} has more than {_MAX_FIELDS} fields", "send fewer") from None


def _query_request(fields: list[tuple[str, str]]) -> QueryRequest:
    text = _single(fields, "query")
    if text is None:
        raise BadRequest("the request has no query", "send query=… or a body of application/sparql-query")
    default = tuple(_absolute(v, n) for n, v in fields if n == "default-graph-uri")
    named = tuple(_absolute(v, n) for n, v in fields if n == "named-graph-uri")
    if not default and not named:
        return QueryRequest(text, timeout=_timeout(fields), format=_single(fields, "format"))
    return QueryRequest(text, default, named, _timeout(fields), _single(fields, "format"))


def _single(fields: list[tuple[str, str]], name: str) -> str | None:
    """The value of a field that may be sent once (Protocol 2.1: "exactly 1" for query)."""
    values = [value for n, value in fields if n == name]
    if len(values) > 1:
        raise BadRequest(f"{name} is given {len(values)} times", "give it once")
    return values[0] if values else None


def _timeout(fields: list[tuple[str, str]]) -> float | None:
    value = _single(fields, "timeout")
    if value is None or value == "":
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value) or float(value) == 0:
        raise BadRequest(f"timeout is not a number of seconds: {value[:40]!r}", "for example timeout=10")
    return float(value)


def _absolute(iri: str, name: str) -> str:
    if not _ABSOLUTE.fullmatch(iri):
        raise BadRequest(
            f"{name} is not an absolute IRI: {iri[:200]!r}", "it begins with a scheme, as http: does"
        )
    return iri


__all__ = [
    "FORM",
    "QUERY",
    "UPDATE",
    "GraphRequest",
    "QueryRequest",
    "check_coding",
    "check_length",
    "read_content_type",
    "read_graph_request",
    "read_query_request",
]
