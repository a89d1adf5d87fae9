"""A client's connection: uvicorn's, with bounds on what it may send before it is answered, and how slowly.

uvicorn reads request heads of any length and waits for the rest of a request for ever; a stranger could fill the
memory with the one and the table of open files with the other.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 32 << 10  # a longer query goes in a body
IDLE_SECONDS = 60
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%s"
)


class HeadTooLarge(Exception):
    """The request's line and headers are over HEAD_BYTES; the answer has been written."""


class Connection(HttpToolsProtocol):
    """One HTTP/1.1 connection. `sweep` must be called now and then."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for a request."""
        super().connection_made(transport)
        # asyncio does so only for sockets that say that they are TCP, which accepted ones may not; without it, an
        # answer's body waits 40 ms for the client's acknowledgement of its head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head: int | None = 0  # bytes of a head that is not complete
        self._waiting_since: float | None = self.loop.time()  # for the rest of a request
        self._unsent = 0
        self._unsent_since = 0.0

    def data_received(self, data: bytes) -> None:
        """Feeds the parser, whose callbacks are the methods below."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > HEAD_BYTES:
                self._refuse()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._head, self._waiting_since = 0, self.loop.time()

    def on_headers_complete(self) -> None:
        """Its head is complete."""
        self._head = None
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > HEAD_BYTES:
            self._refuse()
            raise HeadTooLarge  # which ends the parsing
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is complete."""
        self._waiting_since = None
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answers what is no HTTP, unless it has been answered."""
        if not self.transport.is_closing():
            super().send_400_response(msg)

    def _refuse(self) -> None:
        if not self.transport.is_closing():
            words = (
                f"431: a request's line and headers may have {HEAD_BYTES:,} bytes; send the query in a body\n"
            )
            self.transport.write(_TOO_LARGE % (len(words), words.encode("ascii")))
            self.transport.close()

    def sweep(self) -> None:
        """Ends the connection when its client has not gone on with its request, or with reading, for long."""
        now = self.loop.time()
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or unsent != self._unsent:
            self._unsent, self._unsent_since = unsent, now
        elif now - self._unsent_since > IDLE_SECONDS:
            self.transport.abort()
            return
        if self._waiting_since is not None and now - self._waiting_since > IDLE_SECONDS:
            self.transport.close()


async def sweep(connections: set[Any], every: float = 2.0) -> None:
    """Sweeps all connections until it is cancelled."""
    while True:
        await asyncio.sleep(every)
        for connection in list(connections):
            connection.sweep()


__all__ = ["HEAD_BYTES", "IDLE_SECONDS", "Connection", "sweep"]
