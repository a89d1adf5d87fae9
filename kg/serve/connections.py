"""A client's connection: uvicorn's, with bounds on what it may send before it is answered, and how slowly.

uvicorn reads request heads of any length and waits for the rest of a request for ever; a stranger could fill the
memory with the one and the table of open files with the other.

Lookups go a short way past uvicorn (`kg.serve.shortway`): scope, cycle, task and two writes a request cost 0.2 ms,
more than the answer.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from contextlib import closing
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kg.serve.app import fields_of
from kg.serve.bodies import Body
from kg.serve.eager import Course, begin
from kg.serve.front import Front
from kg.serve.messages import Reply
from kg.serve.shortway import BEGINS, ShortWay

HEAD_BYTES = 32 << 10  # a longer query goes in a body
IDLE_SECONDS = 60
UNSENT_BYTES = 64 << 20  # of answers that wait for their clients to read them, all together
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%s"
)
_FULL_WORDS = b"503: too many connections are open; try again in a moment\n"
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\nretry-after: 5\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%s" % (len(_FULL_WORDS), _FULL_WORDS)
)
_COPIED = 1 << 16  # bytes; what is shorter goes out with its head in one piece


class HeadRefused(Exception):
    """The request's line and headers are not answered any further; what is wrong with them has been written."""


class Connection(HttpToolsProtocol):
    """One HTTP/1.1 connection. `sweep` must be called now and then."""

    def __init__(self, *arguments: Any, shortway: ShortWay, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._front: Front = self.app  # uvicorn itself knows any ASGI application
        self._shortway = shortway
        self._between = True  # requests: the parser has begun none
        self._answering: Course | None = None  # a request that goes the short way
        self._later = b""  # what arrived meanwhile
        self._gone = False
        self._last = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for a request."""
        super().connection_made(transport)
        # asyncio does so only for sockets that say that they are TCP, which accepted ones may not; without it, an
        # answer's body waits 40 ms for the client's acknowledgement of its head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head: int | None = 0  # bytes of a head that is not complete
        self._waiting_since: float | None = self.loop.time()  # for the rest of a request
        self.unsent = 0  # bytes, when it was last swept
        self.unsent_since = 0.0
        # Not only when they ask something, as uvicorn does: those who say nothing would use up all descriptors.
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            transport.write(_FULL)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self._gone = True
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answers what goes the short way; feeds the rest to the parser, whose callbacks are the methods below."""
        if self.transport.is_closing():
            return
        if self._answering is not None:
            self._later += data
            if len(self._later) > HEAD_BYTES:
                self.transport.pause_reading()
            return
        alone = self._between and (self.cycle is None or self.cycle.response_complete)
        if alone and len(data) <= HEAD_BYTES and data.startswith(BEGINS):
            request = self._shortway.take(data)
            if request is not None and not self.flow.write_paused and not self._crowded():
                self._answer(*request)
                return
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > HEAD_BYTES:
                self._refuse()
        elif alone and self._between and not self.transport.is_closing():
            self._shortway.remember(data, self.headers)

    def _crowded(self) -> bool:
        limit = self.limit_concurrency
        return limit is not None and (len(self.connections) >= limit or len(self.tasks) >= limit)

    def _answer(self, headers: dict[str, str], query_string: str) -> None:
        """Answers a request that goes the short way, at once or by a task."""
        self._unset_keepalive_if_required()  # `sweep` sees to it from here on
        self._waiting_since = None
        reply = self._front.get(headers, query_string, self.client[0] if self.client else "", self._is_gone)
        if isinstance(reply, Reply) and isinstance(reply.body, bytes):
            self._write(reply, reply.body)
            self._waiting_since = self.loop.time()
            self.server_state.total_requests += 1
            return
        course = begin(self._answer_later(reply), self.loop, self.tasks.discard)
        if course is not None:
            self._answering = course
            self.tasks.add(course)  # type: ignore[arg-type]  # it is counted, waited for and cancelled at the end

    async def _answer_later(self, answering: Reply | Coroutine[Any, Any, Reply]) -> None:
        complete = False
        try:
            reply = answering if isinstance(answering, Reply) else await answering
            if isinstance(reply.body, Body):
                with closing(reply.body):
                    await self._write_pieces(reply, reply.body)
            elif not self._gone:
                self._write(reply, reply.body)
            complete = not self._last
        finally:
            self._answering = None
            self.server_state.total_requests += 1
            if complete:
                self._go_on()
            else:
                self.transport.close()

    def _write(self, reply: Reply, body: bytes) -> None:
        head = self._head_of(reply)
        if len(body) < _COPIED:
            self.transport.write(head + body)
        else:
            self.transport.write(head)
            self.transport.write(body)

    async def _write_pieces(self, reply: Reply, body: Body) -> None:
        self._write(reply, b"")
        for piece in body:
            if self.flow.write_paused:
                await self.flow.drain()
            if self._gone:
                return
            self.transport.write(piece)

    def _go_on(self) -> None:
        """Turns to what the client has sent while it was waiting."""
        self._waiting_since = self.loop.time()
        data, self._later = self._later, b""
        if len(data) > HEAD_BYTES:
            self.transport.resume_reading()
        if data and not self._gone:
            self.data_received(data)

    def _is_gone(self) -> bool:
        return self._gone

    def _head_of(self, reply: Reply) -> bytes:
        own = self._shortway.fields_of_all(self.server_state.default_headers)
        return STATUS_LINE[reply.status] + own + fields_of(reply)

    def shutdown(self) -> None:
        """The server ends: so does the connection, after the answer that is being made."""
        if self._answering is not None:
            self._last = True
        else:
            super().shutdown()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._head, self._waiting_since, self._between = 0, self.loop.time(), False

    def on_headers_complete(self) -> None:
        """Its head is complete."""
        self._head = None
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > HEAD_BYTES:
            self._refuse()
            raise HeadRefused  # which ends the parsing
        if self.parser.get_http_version() == "1.1" and [n for n, _ in self.headers].count(b"host") != 1:
            self.send_400_response("400: a request names its host, once (RFC 9112, 3.2)\n")
            raise HeadRefused
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is complete."""
        self._waiting_since, self._between = None, True
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
        if unsent == 0 or unsent != self.unsent:
            self.unsent, self.unsent_since = unsent, now
        elif now - self.unsent_since > IDLE_SECONDS:
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
        _relieve(connections)


def _relieve(connections: set[Any]) -> None:
    """Ends the connections that have not read on for longest, while more than UNSENT_BYTES wait to be read."""
    unread = sorted((c for c in connections if c.unsent), key=lambda c: c.unsent_since)
    kept = sum(c.unsent for c in unread)
    for connection in unread:
        if kept <= UNSENT_BYTES:
            return
        kept -= connection.unsent
        connection.transport.abort()


__all__ = ["HEAD_BYTES", "IDLE_SECONDS", "UNSENT_BYTES", "Connection", "sweep"]
