"""The routes: which path leads where, who may pass, and how every answer and error leaves the house."""

from __future__ import annotations

import hmac
import re
import time
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from functools import lru_cache

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from kg.errors import KgError, QuerySyntax
from kg.serve import formats, operation, pages, problems
from kg.serve.bodies import Body
from kg.serve.entities import entity_reply
from kg.serve.messages import Environ, Reply, Request, vary
from kg.serve.negotiate import choose
from kg.serve.problems import (
    ClientGone,
    Forbidden,
    HttpProblem,
    MethodNotAllowed,
    NotImplementedHere,
    Unauthorized,
)
from kg.serve.reconcile import Reconciler
from kg.serve.reconcile import reply as reconcile_reply
from kg.serve.site import Site
from kg.serve.sparql import read_graph_request, read_query_request

_ANY = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"]
_READING = "GET, HEAD, OPTIONS"
_OPEN = {"/healthz"}  # a load balancer has no token
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, Content-Location, Allow",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_PAGE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}
_ERRORS = (formats.PROBLEM, formats.TEXT, formats.HTML)
View = Callable[..., Reply]


class _Routes:
    """Registers views of Request -> Reply under paths, with everything that holds for all of them."""

    def __init__(self, app: Flask, site: Site) -> None:
        self._app = app
        self._site = site

    def __call__(
        self, path: str, kind: str, allow: str = _READING, every_method: bool = False
    ) -> Callable[[View], View]:
        """Registers a view; one with `every_method` says itself which methods it refuses, and how."""

        def register(view: View) -> View:
            def only_allowed(asked: Request, **parts: str) -> Reply:
                if not every_method and asked.method not in allow.split(", "):
                    raise MethodNotAllowed(
                        f"{asked.method} is not a method of {asked.path}",
                        f"use one of {allow}",
                        {"Allow": allow},
                    )
                return view(asked, **parts)

            def answer(**parts: str) -> Response:
                return respond(self._answered(only_allowed, kind, allow, request.environ, parts))

            self._app.add_url_rule(
                path,
                f"{kind} {path}",
                answer,
                methods=_ANY,
                strict_slashes=False,
                provide_automatic_options=False,
            )
            return view

        return register

    def _answered(self, view: View, kind: str, allow: str, environ: Environ, parts: dict[str, str]) -> Reply:
        """What a view replies to the request of a WSGI environment, or what its error says; counted, logged."""
        started = time.perf_counter()
        asked = Request(
            environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""), accept=environ.get("HTTP_ACCEPT")
        )
        try:
            if asked.method == "OPTIONS":
                reply = Reply(204, {"Allow": allow, **_PREFLIGHT}, outcome="options")
            else:
                asked = Request.of(environ, self._site.settings.request_bytes)
                authorize(asked, self._site.settings.token)
                reply = view(asked, **parts)
        except KgError as error:
            reply = error_reply(error, asked)
        except ClientGone:
            reply = gone_reply()
        return self._site.note(kind, asked, reply, started)


def create_app(site: Site) -> Flask:
    """The routes as a WSGI application, to be called by threads beside the site's event loop (`kg.serve.front`)."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    pages.add_filters(app, site)
    route = _Routes(app, site)

    @route("/sparql", "sparql", "GET, HEAD, POST, OPTIONS", every_method=True)
    def sparql(asked: Request) -> Reply:
        query = read_query_request(asked.method, asked.query_string, asked.content_type, asked.body)
        if query is None:
            return pages.service_or_editor(site, asked)
        if query.format in (None, "html") and pages.wants_page(query, asked):
            return pages.results(site, query, asked)
        return site.wait(site.endpoint.query(query, asked))

    @route("/update", "update", every_method=True)
    def update(asked: Request) -> Reply:
        raise Forbidden(
            "updates are not done here", "this endpoint only reads; the graph is written by kg build alone"
        )

    @route("/store", "store", every_method=True)
    def store(asked: Request) -> Reply:
        graph = read_graph_request(asked.method, asked.query_string)
        return pages.graphs(site, asked) if graph is None else site.wait(site.endpoint.graph(graph, asked))

    route("/", "page")(lambda asked: pages.home(site, asked))
    route("/queries", "page")(lambda asked: pages.home(site, asked))
    route("/queries/<name>", "page")(lambda asked, name: pages.canned(site, asked, name))
    route("/timeline", "page")(lambda asked: pages.timeline(site, asked))
    route("/terms", "page")(lambda asked: pages.terms(site, asked))
    route("/search", "search")(lambda asked: pages.search(site, asked))
    route("/.well-known/void", "description")(lambda asked: pages.description(site, asked))
    route("/void", "description")(lambda asked: pages.description(site, asked))
    route("/healthz", "operation")(lambda asked: operation.health(site))
    route("/version", "operation")(lambda asked: operation.version(site))
    route("/openapi.json", "operation")(lambda asked: operation.interface(site))
    route("/metrics", "operation")(lambda asked: operation.metrics(site))
    route("/status", "operation")(lambda asked: operation.status(site, asked, request.headers))
    route("/status/<int:number>", "operation", "DELETE, OPTIONS", every_method=True)(
        lambda asked, number: operation.end(site, asked, request.headers, number)
    )

    reconciler = Reconciler(site.settings.graph_dir)

    def reconciled(asked: Request, part: str = "") -> Reply:
        reply = reconcile_reply(reconciler, asked, part, f"{pages.public_root(site)}reconcile")
        if part.startswith("preview"):  # OpenRefine shows it in a frame of its own page
            reply.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return reply

    for below in ("/reconcile", "/reconcile/<path:part>"):
        route(below, "reconcile", "GET, HEAD, POST, OPTIONS")(reconciled)

    @route("/<path:path>", "entity", every_method=True)
    def entity(asked: Request, path: str) -> Reply:
        if asked.method not in ("GET", "HEAD"):
            # Direct identification (Graph Store, 4.1): the IRI may name a graph, and this would write it.
            raise Forbidden(
                f"{asked.method} would write", "this endpoint only reads", {"Allow": "GET, HEAD, OPTIONS"}
            )
        return entity_reply(site, asked)

    @app.after_request
    def static_too(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> Response:
        asked = Request(request.method, request.path, accept=request.headers.get("Accept"))
        told = _of_flask(error, asked)
        return respond(site.note("other", asked, error_reply(told, asked), time.perf_counter()))

    return app


def _of_flask(error: HTTPException, asked: Request) -> HttpProblem:
    """What is wrong with a request that none of the routes above has answered."""
    if asked.method not in _ANY:
        return NotImplementedHere(f"{asked.method} is not done here", f"use one of {_READING}")
    if error.code in (None, 500):
        told = HttpProblem("the server made a mistake", "its log says more; please report this")
        told.http_status, told.code = 500, "internal"
        return told
    told = HttpProblem(str(error.description), "see /openapi.json for what can be asked here")
    told.http_status = error.code
    return told


def authorize(asked: Request, token: str | None) -> None:
    """Raises Unauthorized (401) unless the graph is open or the request carries the token.

    As a bearer token (RFC 6750) for programs, or as the password of Basic (RFC 7617) for browsers.
    """
    if token is None or asked.path in _OPEN or carries(asked.authorization, token):
        return
    raise Unauthorized(
        "this graph is private",
        "send Authorization: Bearer TOKEN",
        {"WWW-Authenticate": 'Bearer realm="conflict-kg", Basic realm="conflict-kg", charset="UTF-8"'},
    )


def carries(authorization: str | None, token: str) -> bool:
    """True when an Authorization header carries the token; compared in constant time."""
    scheme, _, given = (authorization or "").partition(" ")
    if scheme.lower() == "basic":
        try:
            given = b64decode(given, validate=True).decode("utf-8").partition(":")[2]
        except (Base64Error, UnicodeError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode("utf-8"), token.encode("utf-8"))


def error_reply(error: KgError, asked: Request) -> Reply:
    """An error in the form that the client prefers: problem+json, text, or a page in a browser."""
    if isinstance(error, QuerySyntax) and not error.hint:
        error.hint = "the line and the column say where the text stops making sense"
    choice = choose(asked.accept, _ERRORS)
    chosen = choice.format if choice else formats.PROBLEM
    headers = {**problems.headers_of(error), "Cache-Control": "no-store"}
    vary(headers, ("Accept",))
    if chosen is formats.HTML:
        headers["Content-Type"] = "text/html; charset=utf-8"
        body = pages.error(error, asked.path)
    elif chosen is formats.TEXT:
        headers["Content-Type"] = "text/plain; charset=utf-8"
        body = problems.as_text(error)
    else:
        headers["Content-Type"] = "application/problem+json"
        body = problems.as_json(error)
    digest = next(iter(getattr(error, "__notes__", [])), "")
    return Reply(error.http_status, headers, body, error.code, digest=digest)


def gone_reply() -> Reply:
    """What the access log says of a client that did not wait for its answer."""
    return Reply(499, outcome="client-gone")


def headers_of(reply: Reply) -> dict[str, str]:
    """All headers of a reply, with those that every answer has."""
    page = reply.headers.get("Content-Type", "").startswith("text/html")
    headers = {**_EVERYWHERE, **_CORS, **(_PAGE if page else {}), **reply.headers}
    if reply.status not in (204, 304):
        headers["Content-Length"] = str(reply.size)
    return headers


_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@lru_cache(maxsize=512)
def _line(name: str, value: str) -> bytes:
    """A header as it is sent. Most of them are the same in every answer."""
    if _CONTROL.search(value):
        raise ValueError("a header's value has a control character")
    return f"{name.lower()}: {value}\r\n".encode("latin-1")


_SENT_BY_ALL = b"".join([_line(name, value) for name, value in {**_EVERYWHERE, **_CORS}.items()])


def fields_of(reply: Reply) -> bytes:
    """The headers of `headers_of` as HTTP/1.1 sends them, with the empty line after them. Not for pages."""
    own = b"".join([_line(name, value) for name, value in reply.headers.items()])
    if reply.status in (204, 304):
        return b"%b%b\r\n" % (_SENT_BY_ALL, own)
    return b"%b%bcontent-length: %d\r\n\r\n" % (_SENT_BY_ALL, own, reply.size)


def respond(reply: Reply) -> Response:
    """The reply as Flask sends it; a body that is in a file is passed through as it is."""
    response = Response(
        reply.body, reply.status, headers_of(reply), direct_passthrough=isinstance(reply.body, Body)
    )
    if "Content-Type" not in reply.headers:  # there is no content, and Flask would call it HTML
        del response.headers["Content-Type"]
    return response


__all__ = ["authorize", "carries", "create_app", "error_reply", "fields_of", "gone_reply", "headers_of"]
