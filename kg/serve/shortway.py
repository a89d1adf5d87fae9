"""Which requests go the short way: GETs of a query whose headers were read before, byte for byte.

A client on a connection that is kept sends the same headers every time. What they say is remembered here once
they have been parsed, so that only the request's line is left to be read, and neither an ASGI scope is built nor
a task started for an answer that is at hand.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Final

from kg.serve.front import asks_for_html, headers_by_name

BEGINS: Final = b"GET /sparql?"
_LINE = re.compile(rb"GET /sparql\?([A-Za-z0-9%&=+.*_~:/?!$'(),;@-]*) HTTP/1\.1\r\n")
_END = b"\r\n\r\n"
_MOST = 512  # different blocks of headers that are remembered
_LARGEST = 2048  # bytes of a block
# A request with one of these is more than its head, or says something of its connection.
_NOT_ALONE = frozenset(
    (b"connection", b"content-length", b"expect", b"transfer-encoding", b"upgrade", b"proxy-connection")
)


class ShortWay:
    """The blocks of headers that were seen, with what they say. For all connections of a server."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, dict[str, str]] = OrderedDict()
        self._headers: list[tuple[bytes, bytes]] = []
        self._fields = b""

    def take(self, received: bytes) -> tuple[dict[str, str], str] | None:
        """Headers and query string of what was received, if it is one request that may go the short way."""
        line = _LINE.match(received)
        if line is None:
            return None
        headers = self._known.get(received[line.end() :])
        if headers is None:
            return None
        query_string = line[1].decode("ascii")
        if "query=" not in query_string or asks_for_html(headers, query_string):
            return None
        return headers, query_string

    def remember(self, received: bytes, fields: list[tuple[bytes, bytes]]) -> None:
        """Takes in the headers of a request that has been parsed, and was all that was received."""
        line = _LINE.match(received)
        if line is None or not _NOT_ALONE.isdisjoint([name for name, _ in fields]):
            return
        block = received[line.end() :]
        if len(block) > _LARGEST or block.find(_END) != len(block) - len(_END) or not fields:
            return
        self._known[block] = headers_by_name(fields)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)

    def fields_of_all(self, headers: list[tuple[bytes, bytes]]) -> bytes:
        """The headers that uvicorn gives every answer, as they are sent; it makes a new list each second."""
        if headers is not self._headers:
            self._headers, self._fields = headers, b"".join([b"%b: %b\r\n" % field for field in headers])
        return self._fields


__all__ = ["BEGINS", "ShortWay"]
