"""Errors that only an HTTP client can make, and every error as a body: problem+json or text (RFC 9457).

The tree continues the one of `kg.errors`; each class fixes the status that RFC 9110 gives for its case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from kg.errors import KgError, QueryProblem, QuerySyntax, QueryTooLarge


class HttpProblem(KgError):
    """A request that the endpoint cannot answer. `headers` go into the response as they are."""

    code = "request"
    http_status = 400

    def __init__(self, message: str, hint: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message, hint)
        self.headers = dict(headers or {})


class BadRequest(HttpProblem):
    """The request breaks the protocol (400)."""

    code = "bad-request"


class Unauthorized(HttpProblem):
    """The graph is private and the request carries no valid token (401, RFC 9110 section 15.5.2)."""

    code = "unauthorized"
    http_status = 401


class Forbidden(HttpProblem):
    """What is asked for is never done here: writing, mostly (403)."""

    code = "forbidden"
    http_status = 403


class NotFound(HttpProblem):
    """Nothing in this revision of the graph has that name (404)."""

    code = "not-found"
    http_status = 404


class MethodNotAllowed(HttpProblem):
    """The path exists, the method does not; `Allow` says which do (405, RFC 9110 section 15.5.6)."""

    code = "method-not-allowed"
    http_status = 405


class NotAcceptable(HttpProblem):
    """No representation that the client accepts exists (406)."""

    code = "not-acceptable"
    http_status = 406


class ContentTooLarge(HttpProblem):
    """The request's body is over the limit (413)."""

    code = "content-too-large"
    http_status = 413


class UnsupportedMediaType(HttpProblem):
    """The request's body is in a format that is not read here (415)."""

    code = "unsupported-media-type"
    http_status = 415


class NotImplementedHere(HttpProblem):
    """The method is one that no path has (501, RFC 9110 section 9.1)."""

    code = "not-implemented"
    http_status = 501


class TooManyRequests(HttpProblem):
    """This client has as many queries running as one client may (429, RFC 6585 section 4)."""

    code = "too-many-requests"
    http_status = 429


class Busy(HttpProblem):
    """All workers are taken and the queue is full, or waiting took too long (503)."""

    code = "busy"
    http_status = 503


class Unavailable(HttpProblem):
    """No snapshot can be served at the moment (503)."""

    code = "unavailable"
    http_status = 503


class SyntaxProblem(QuerySyntax):
    """The query is not SPARQL; `line` and `column` count from 1 and point into the text that was sent."""

    def __init__(
        self, message: str, hint: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column


class MemoryProblem(QueryTooLarge):
    """The query needed more memory than one query may have."""

    code = "query-memory"
    http_status = 503


class EvaluationProblem(QueryProblem):
    """The engine gave up on the query for a reason of its own (an unknown function, for one)."""

    code = "query-evaluation"
    http_status = 400


class ServiceProblem(QueryProblem):
    """An endpoint that the query reaches with SERVICE did not answer (502)."""

    code = "service"
    http_status = 502


class ClientGone(Exception):
    """The client closed its connection; nobody is there to read an answer."""


TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
}


def members(error: KgError) -> dict[str, str | int]:
    """The members of the problem document: type, title, status, detail, and hint, line, column if known."""
    document: dict[str, str | int] = {
        "type": f"urn:conflict-kg:problem:{error.code}",
        "title": TITLES.get(error.http_status, "Error"),
        "status": error.http_status,
        "detail": error.message,
        "code": error.code,
    }
    if error.hint:
        document["hint"] = error.hint
    if isinstance(error, SyntaxProblem) and error.line is not None:
        document["line"] = error.line
        document["column"] = error.column or 1
    return document


def as_json(error: KgError) -> bytes:
    """The problem document, application/problem+json (RFC 9457 section 3)."""
    return json.dumps(members(error), ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def as_text(error: KgError) -> bytes:
    """The problem for a person at a terminal: one line what is wrong, one line what to do."""
    where = ""
    if isinstance(error, SyntaxProblem) and error.line is not None:
        where = f"line {error.line}, column {error.column}: "
    lines = [f"{error.http_status} {TITLES.get(error.http_status, 'Error')}: {where}{error.message}"]
    if error.hint:
        lines.append(f"hint: {error.hint}")
    return ("\n".join(lines) + "\n").encode("utf-8")


def headers_of(error: KgError) -> dict[str, str]:
    """The headers that belong to the error: `Allow`, `Retry-After`, `WWW-Authenticate`, …"""
    # A query over a limit has no Retry-After: the same query would run into the same limit again.
    return dict(error.headers) if isinstance(error, HttpProblem) else {}


__all__ = [
    "TITLES",
    "BadRequest",
    "Busy",
    "ClientGone",
    "ContentTooLarge",
    "EvaluationProblem",
    "Forbidden",
    "HttpProblem",
    "MemoryProblem",
    "MethodNotAllowed",
    "NotAcceptable",
    "NotFound",
    "NotImplementedHere",
    "ServiceProblem",
    "SyntaxProblem",
    "TooManyRequests",
    "Unauthorized",
    "Unavailable",
    "UnsupportedMediaType",
    "as_json",
    "as_text",
    "headers_of",
    "members",
]
