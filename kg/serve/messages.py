"""A request and its answer without a web framework: what the endpoint reads of the one and says in the
other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.serve.bodies import Body
from kg.serve.problems import BadRequest
from kg.serve.sparql import check_coding, check_length

Environ = dict[str, Any]  # WSGI's own type for it (PEP 3333)
READING = ("GET", "HEAD")  # the methods that If-None-Match can be answered 304 to (RFC 9110, 13.1.2)


def _never() -> bool:
    return False


@dataclass(slots=True)  # not frozen, which would take thrice as long to make; nothing changes it
class Request:
    """What the endpoint reads of an HTTP request. `path` is as WSGI decodes it: bytes as Latin-1."""

    method: str
    path: str
    query_string: str = ""
    accept: str | None = None
    accept_encoding: str | None = None
    content_type: str | None = None
    if_none_match: str | None = None
    authorization: str | None = None
    client: str = ""
    body: bytes = b""
    gone: Callable[[], bool] = _never

    @classmethod
    def of(cls, environ: Environ, limit: int) -> Request:
        """The request of a WSGI environment. Raises ContentTooLarge for a body over `limit` bytes."""
        return cls(
            method=environ["REQUEST_METHOD"],
            path=environ.get("PATH_INFO", ""),
            query_string=environ.get("QUERY_STRING", ""),
            accept=environ.get("HTTP_ACCEPT"),
            accept_encoding=environ.get("HTTP_ACCEPT_ENCODING"),
            content_type=environ.get("CONTENT_TYPE") or None,
            if_none_match=environ.get("HTTP_IF_NONE_MATCH") if environ["REQUEST_METHOD"] in READING else None,
            authorization=environ.get("HTTP_AUTHORIZATION"),
            client=environ.get("REMOTE_ADDR", ""),
            body=_body(environ, limit),
            gone=environ.get("kg.client_gone", _never),
        )


def _body(environ: Environ, limit: int) -> bytes:
    declared = environ.get("CONTENT_LENGTH") or "0"
    if not declared.isdigit():
        raise BadRequest("Content-Length is not a number", "send the body's length in bytes")
    length = int(declared)
    check_length(length, limit)
    if not length:
        return b""
    check_coding(environ.get("HTTP_CONTENT_ENCODING"))
    body: bytes = environ["wsgi.input"].read(length)
    if len(body) < length:
        raise BadRequest("the body is shorter than its Content-Length", "send it whole")
    return body


@dataclass(slots=True)
class Reply:
    """An answer: status, headers, body. `rows`, `outcome`, `digest` and `text` are for the access log."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | Body = b""
    outcome: str = ""
    rows: int | None = None
    digest: str = ""
    text: str = ""

    @property
    def size(self) -> int:
        """The body's length in bytes."""
        return self.body.size if isinstance(self.body, Body) else len(self.body)


def vary(headers: dict[str, str], names: Iterable[str]) -> None:
    """Adds request headers on which the answer depends (RFC 9110, 12.5.5)."""
    there = [n.strip() for n in headers.get("Vary", "").split(",") if n.strip()]
    headers["Vary"] = ", ".join([*there, *(n for n in names if n not in there)])


__all__ = ["READING", "Environ", "Reply", "Request", "vary"]
