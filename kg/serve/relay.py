"""The one door out: a relay on this machine through which a query's SERVICE reaches the hosts that are
allowed.

pyoxigraph itself would call any address and follow any redirect. So the IRI of an allowed SERVICE is replaced
by the relay's, which looks the host up, refuses private addresses, connects to the very address that it
checked (a name cannot change its meaning in between), and checks every redirect like a first request.
"""

from __future__ import annotations

import http.client
import ipaddress
import secrets
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, urljoin, urlsplit

import kg
from kg.errors import KgError
from kg.serve.guard import check_service, host_of
from kg.serve.problems import ServiceProblem
from kg.serve.syntax import QueryText

_REDIRECTS = 3
_MOST_BYTES = 64 << 20
_SECONDS = 30.0
_REQUEST_BYTES = 1 << 20
_PASSED_ON = ("Accept", "Content-Type", "User-Agent")


class Relay:
    """Passes requests on to allowed hosts. `start` it, `rewrite` queries, `stop` it."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._secret = secrets.token_urlsafe(16)  # so that nobody else on this machine uses the door
        relay = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                relay._pass_on(self)

            do_POST = do_GET  # noqa: N815  # http.server asks for this name

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="service-relay", daemon=True)

    def start(self) -> None:
        """Begins to listen on a port of this machine."""
        self._thread.start()

    def stop(self) -> None:
        """Closes the door."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def rewrite(self, query: QueryText) -> str:
        """The query's text with every SERVICE led through the relay. All of its services must be checked."""
        text = query.text
        root = f"http://127.0.0.1:{self._server.server_address[1]}/{self._secret}/"
        places = zip(query.services, query.service_spans, strict=True)
        for iri, (begin, end) in reversed(list(places)):
            text = f"{text[:begin]}<{root}{quote(iri or '', safe='')}>{text[end:]}"
        return text

    def _pass_on(self, door: BaseHTTPRequestHandler) -> None:
        path, _, query = door.path.partition("?")
        secret, _, target = path.strip("/").partition("/")
        if not secrets.compare_digest(secret, self._secret):
            door.send_error(403)
            return
        length = int(door.headers.get("Content-Length") or 0)
        if length > _REQUEST_BYTES:
            door.send_error(413)
            return
        body = door.rfile.read(length)
        headers = {name: door.headers[name] for name in _PASSED_ON if name in door.headers}
        # Wikimedia asks clients to say what they are; the engine alone names itself and its version.
        headers["User-Agent"] = f"conflict-kg/{kg.__version__} {headers.get('User-Agent', '')}".strip()
        url = unquote(target) + (f"?{query}" if query else "")
        try:
            status, media_type, content = self.fetch(door.command, url, headers, body)
        except (KgError, OSError, http.client.HTTPException) as error:
            door.send_error(502, explain=str(error))
            return
        door.send_response(status)
        door.send_header("Content-Type", media_type)
        door.send_header("Content-Length", str(len(content)))
        door.end_headers()
        door.wfile.write(content)

    def fetch(self, method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        """Status, media type and body from an allowed host. Raises QueryRefused, ServiceProblem, OSError."""
        for _ in range(_REDIRECTS + 1):
            check_service(url, self._allowed)
            status, location, media_type, content = _once(method, url, headers, body, self._allowed)
            if status not in (301, 302, 303, 307, 308) or not location:
                return status, media_type, content
            url = urljoin(url, location)
            if status == 303:
                method, body = "GET", b""
        raise ServiceProblem(f"more than {_REDIRECTS} redirects", "name the address that they lead to")


def _once(
    method: str, url: str, headers: dict[str, str], body: bytes, allowed: frozenset[str]
) -> tuple[int, str | None, str, bytes]:
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = checked_address(host, port, named=host_of(url) in allowed)
    connection = http.client.HTTPConnection(host, port, timeout=_SECONDS)
    plain = socket.create_connection((address, port), timeout=_SECONDS)
    connection.sock = (
        ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    )
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body=body or None, headers={"Host": parts.netloc, **headers})
        response = connection.getresponse()
        content = response.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise ServiceProblem(
                f"<{url}> answered with more than {_MOST_BYTES:,} bytes",
                "bind more of what it is asked about",
            )
        media_type = response.headers.get("Content-Type", "application/octet-stream")
        return response.status, response.headers.get("Location"), media_type, content
    finally:
        connection.close()


def checked_address(host: str, port: int, *, named: bool) -> str:
    """The address of a host that a query may reach. Raises ServiceProblem for a private one.

    An operator who allows "localhost" or an address as such means it; a public name that leads to an address
    of the inner network is what an attacker would set up.
    """
    literal = host == "localhost" or _is_address(host)
    addresses = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    for address in sorted(addresses):
        if ipaddress.ip_address(address).is_global or (literal and named):
            return address
    raise ServiceProblem(
        f"{host} is an address of a private network", "the operator can allow the address itself"
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


__all__ = ["Relay", "checked_address"]
