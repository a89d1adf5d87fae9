"""The front of the house, as an ASGI application: queries are answered on the event loop, pages by threads.

A query waits for its worker without a thread, and an answer that was given before needs neither, which is what
makes lookups fast. Everything else, rendered pages above all, goes through Flask in a pool of threads. Nobody's
slowness costs a thread: a request is read before, and its answer sent after one works on it.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask

from kg.errors import KgError, UsageProblem
from kg.serve.app import authorize, create_app, error_reply, gone_reply, headers_of
from kg.serve.bodies import Body
from kg.serve.messages import READING, Environ, Reply, Request
from kg.serve.problems import BadRequest, ClientGone, ContentTooLarge
from kg.serve.site import Site
from kg.serve.sparql import QueryRequest, check_coding, check_length, read_query_request

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_SPARE_THREADS = 8  # for pages, health and refusals, while all others wait for workers


class Front:
    """The ASGI application of one site. Serves HTTP alone: no WebSocket, no lifespan."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._settings = settings = site.settings
        self._proxies = _network(settings.trusted_proxy)
        self._app: Flask = create_app(site)
        self._threads = ThreadPoolExecutor(
            settings.workers + settings.reserved + 3 * settings.queue + _SPARE_THREADS, "page"
        )

    def close(self) -> None:
        """Lets the threads end after what they are doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI 3.0, HTTP connection scope)."""
        departure = Departure(receive)
        try:
            headers = headers_by_name(scope["headers"])
            client, forwarded = self._client(str(scope["client"][0]) if scope.get("client") else "", headers)
            query_string = scope["query_string"].decode("latin-1")
            if _is_query(scope, headers, query_string):
                reply = await self._query(scope, headers, query_string, client, departure)
                await _send(send, scope["method"], reply.status, headers_of(reply), reply.body)
                return
            environ = _environ(scope, headers, query_string, client, forwarded)
            environ["kg.client_gone"] = departure
            try:
                body = await self._body(headers, receive)
            except ContentTooLarge:
                environ["CONTENT_LENGTH"] = headers.get(
                    "content-length", str(self._settings.request_bytes + 1)
                )
                body = b""
            except BadRequest:
                body = b""  # Flask's side says what is wrong with the length
            else:
                environ["CONTENT_LENGTH"] = str(len(body))
            environ["wsgi.input"] = BytesIO(body)
            loop = asyncio.get_running_loop()
            status, fields, content = await loop.run_in_executor(self._threads, self._flask, environ)
            await _send(send, scope["method"], status, fields, content)
        except ClientGone:
            pass  # in the middle of its request, of which nothing is known then
        finally:
            departure.close()

    async def _query(
        self, scope: Message, headers: dict[str, str], query_string: str, client: str, departure: Departure
    ) -> Reply:
        """The reply to a program's query: like Flask's route for /sparql, without a thread."""
        started = time.perf_counter()
        method = scope["method"]
        asked = _asked(method, headers, query_string, client, departure)
        try:
            authorize(asked, self._settings.token)
            check_coding(headers.get("content-encoding"))
            body = await self._body(headers, departure.receive) if method == "POST" else b""
            query = read_query_request(method, query_string, asked.content_type, body)
            reply = await self._site.endpoint.query(_some(query), asked)
        except KgError as error:
            reply = error_reply(error, asked)
        except ClientGone:
            reply = gone_reply()
        return self._site.note("sparql", asked, reply, started)

    def get(
        self, headers: dict[str, str], query_string: str, peer: str, gone: Callable[[], bool]
    ) -> Reply | Coroutine[Any, Any, Reply]:
        """The reply to GET /sparql?`query_string`, or, where it takes a worker, what the reply is awaited from.

        The short way of `kg.serve.connections`: the same as `_query`, without ASGI.
        """
        started = time.perf_counter()
        asked = _asked("GET", headers, query_string, self._client(peer, headers)[0], gone)
        try:
            authorize(asked, self._settings.token)
            query = read_query_request("GET", query_string, None, b"")
            reply = self._site.endpoint.begin(_some(query), asked)
        except KgError as error:
            reply = error_reply(error, asked)
        if isinstance(reply, Reply):
            self._note_soon(asked, reply, started)
            return reply
        return self._got(reply, asked, started)

    async def _got(self, answering: Awaitable[Reply], asked: Request, started: float) -> Reply:
        try:
            reply = await answering
        except KgError as error:
            reply = error_reply(error, asked)
        except ClientGone:
            reply = gone_reply()
        self._note_soon(asked, reply, started)
        return reply

    def _note_soon(self, asked: Request, reply: Reply, started: float) -> None:
        """Counts and logs an answer after it has been sent, when its client has it already."""
        asyncio.get_running_loop().call_soon(self._site.note, "sparql", asked, reply, started)

    async def _body(self, headers: dict[str, str], receive: Receive) -> bytes:
        """The request's body. Raises ContentTooLarge as soon as it is over the limit, ClientGone, BadRequest."""
        declared = headers.get("content-length", "0")
        if not declared.isdecimal():
            raise BadRequest("Content-Length is not a number", "send the body's length in bytes")
        check_length(int(declared), self._settings.request_bytes)
        if declared == "0" and "transfer-encoding" not in headers:
            return b""
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            body += message.get("body", b"")
            check_length(len(body), self._settings.request_bytes)
            if not message.get("more_body", False):
                return bytes(body)

    def _client(self, client: str, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
        """The address of who asks `client`'s question, and what a trusted proxy says of the request it passes on.

        Of X-Forwarded-For only the last address is believed, which the proxy itself has added.
        """
        if self._proxies is None or not self._is_proxy(client):
            return client, {}
        last = {
            name: headers.get(f"x-forwarded-{name}", "").rpartition(",")[2].strip() for name in _FORWARDED
        }
        return last["for"] or client, last

    def _is_proxy(self, client: str) -> bool:
        try:
            return self._proxies is not None and ip_address(client) in self._proxies
        except ValueError:
            return False

    def _flask(self, environ: Environ) -> tuple[int, dict[str, str] | list[tuple[str, str]], bytes | Body]:
        """What Flask answers, complete; in a thread."""
        begun: list[tuple[int, list[tuple[str, str]]]] = []

        def start_response(status: str, fields: list[tuple[str, str]], exc_info: object = None) -> Any:
            begun.append((int(status.split()[0]), fields))

        content = self._app.wsgi_app(environ, start_response)
        if isinstance(content, Body):
            return *begun[-1], content
        try:
            return *begun[-1], b"".join(content)
        finally:
            if hasattr(content, "close"):
                content.close()


_FORWARDED = ("for", "host", "proto")


class Departure:
    """Whether the client has gone. Listens from when it is first asked, since most answers are quicker."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self._listening: asyncio.Task[None] | None = None
        self._gone = False

    def __call__(self) -> bool:
        if self._listening is None:
            self._listening = asyncio.get_running_loop().create_task(self._listen())
        return self._gone

    async def _listen(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self._gone = True

    def close(self) -> None:
        """Stops listening."""
        if self._listening is not None:
            self._listening.cancel()


def _network(trusted: str | None) -> IPv4Network | IPv6Network | None:
    """The addresses that a trusted proxy may have. Raises UsageProblem."""
    if trusted is None:
        return None
    try:
        return ip_network(trusted, strict=False)
    except ValueError as error:
        raise UsageProblem(
            f"trusted_proxy is no address and no network: {trusted}", "such as 127.0.0.1, or 172.30.7.0/24"
        ) from error


def headers_by_name(fields: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The request's headers by name in lower case; those that came several times joined (RFC 9110, 5.2)."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in fields:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def asks_for_html(headers: dict[str, str], query_string: str) -> bool:
    """True for what may be a browser's request, which Flask answers."""
    return "html" in headers.get("accept", "") or "format=html" in query_string


def _is_query(scope: Message, headers: dict[str, str], query_string: str) -> bool:
    """True for GET /sparql?query=… and POST /sparql from clients that name no HTML."""
    return (
        scope["raw_path"] == b"/sparql"
        and (scope["method"] == "POST" or (scope["method"] in ("GET", "HEAD") and "query=" in query_string))
        and not asks_for_html(headers, query_string)
    )


def _asked(
    method: str, headers: dict[str, str], query_string: str, client: str, gone: Callable[[], bool]
) -> Request:
    return Request(
        method=method,
        path="/sparql",
        query_string=query_string,
        accept=headers.get("accept"),
        accept_encoding=headers.get("accept-encoding"),
        content_type=headers.get("content-type"),
        if_none_match=headers.get("if-none-match") if method in READING else None,
        authorization=headers.get("authorization"),
        client=client,
        gone=gone,
    )


def _some(query: QueryRequest | None) -> QueryRequest:
    if query is None:
        raise BadRequest("the request has no query", "send query=… or a body of application/sparql-query")
    return query


def _environ(
    scope: Message, headers: dict[str, str], query_string: str, client: str, forwarded: dict[str, str]
) -> Environ:
    """The request as WSGI has it (PEP 3333), without its body."""
    host, port = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": _path(scope),
        "QUERY_STRING": query_string,
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": forwarded.get("proto") or scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        if "_" not in name:  # or X_Forwarded_For would pass for X-Forwarded-For
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    if "HTTP_CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    if forwarded.get("host"):
        environ["HTTP_HOST"] = forwarded["host"]
    return environ


def _path(scope: Message) -> str:
    """The path as WSGI has it: percent-decoded, its bytes as Latin-1."""
    return unquote_to_bytes(scope["raw_path"]).decode("latin-1")


async def _send(
    send: Send,
    method: str,
    status: int,
    headers: dict[str, str] | list[tuple[str, str]],
    body: bytes | Body,
) -> None:
    fields = headers.items() if isinstance(headers, dict) else headers
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fields]
    try:
        await send({"type": "http.response.start", "status": status, "headers": encoded})
        if isinstance(body, Body) and method != "HEAD":
            for piece in body:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            body_left = b""
        else:
            body_left = body if isinstance(body, bytes) else b""
        await send({"type": "http.response.body", "body": body_left})
    finally:
        if isinstance(body, Body):
            body.close()


__all__ = ["Departure", "Front", "asks_for_html", "headers_by_name"]
