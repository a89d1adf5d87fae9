"""The pages for people: rendered on the server, usable without JavaScript, and nothing from another host."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import msgspec
from flask import Flask, render_template
from markupsafe import Markup, escape

from kg.errors import KgError, QueryRefused
from kg.graph.canned import CannedQuery, find, queries
from kg.serve import describe, formats, problems, rows, views
from kg.serve import search as index
from kg.serve.cache import Stored
from kg.serve.guard import check
from kg.serve.messages import Reply, Request, vary
from kg.serve.negotiate import choose
from kg.serve.problems import BadRequest, NotFound, Unavailable
from kg.serve.site import Site
from kg.serve.sparql import QueryRequest
from kg.serve.syntax import read_query
from kg.vocab import kg, prefixes

_SHOWN_ROWS = 1000
_PER_PAGE = 20
_KG = str(kg)
_HTML = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache", "Vary": "Accept"}


def add_filters(app: Flask, site: Site) -> None:
    """Teaches the templates the graph: `iri|path`, `iri|short`, `text|marked`, and what every page shows."""
    app.jinja_env.filters["path"] = lambda iri: site.own_path(iri) or link(iri)
    app.jinja_env.filters["short"] = lambda iri: rows.shortened(iri, site.base_iri)
    app.jinja_env.filters["marked"] = marked
    app.jinja_env.filters["words"] = rows.in_words

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {"revision": site.pool.revision, "figures": site.prepared.figures, "base_iri": site.base_iri}


def link(iri: str) -> str:
    """Where an IRI of others leads: there if it is a web address, else to what this graph says of it. A term of the
    ontology leads to its meaning on this server, which needs no other.

    An IRI comes from articles; followed as it stands, "javascript:…" would run in the reader's browser.
    """
    if iri.startswith(_KG) and re.fullmatch(r"[\w-]+", name := iri.removeprefix(_KG)):
        return f"/terms#{name}"
    if iri.startswith(("http://", "https://")):
        return iri
    return "/sparql?" + urlencode({"query": f"SELECT * {{ <{iri}> ?property ?value }}", "format": "html"})


def marked(text: str) -> Markup:
    """A search's snippet with its matching words in <mark>; everything else escaped."""
    return Markup(str(escape(text)).replace(index.BEGIN, "<mark>").replace(index.END, "</mark>"))


def page(template: str, status: int = 200, **values: Any) -> Reply:
    """A rendered page."""
    return Reply(status, dict(_HTML), render_template(template, **values).encode("utf-8"), outcome="page")


def error(problem: KgError, path: str) -> bytes:
    """The page of an error; of a name that nothing has, with a search for the words in it."""
    words = re.sub(r"\W+|_", " ", path.rpartition("/")[2]).strip() if isinstance(problem, NotFound) else ""
    values = {"problem": problems.members(problem), "words": words[:200]}
    return render_template("error.html", **values).encode("utf-8")


def wants_page(query: QueryRequest, asked: Request) -> bool:
    """True when the client is a browser that shows pages, not one that reads results."""
    if query.format == "html":
        return True
    choice = choose(asked.accept, (*formats.SOLUTIONS, *formats.GRAPHS, formats.HTML))
    return choice is not None and choice.format is formats.HTML


def home(site: Site, asked: Request) -> Reply:
    """The first page: search, the canned queries, the editor, and what the graph holds."""
    return page(
        "home.html", queries=offered(site), counts=views.main_counts(site.prepared.figures), text=_example()
    )


def service_or_editor(site: Site, asked: Request) -> Reply:
    """GET /sparql without a query: the editor for a browser, the service description for everyone else."""
    choice = choose(asked.accept, (*formats.GRAPHS, formats.HTML))
    if choice is not None and choice.format is formats.HTML:
        return page("editor.html", text=_example(), queries=offered(site))
    return description(site, asked)


def offered(site: Site) -> tuple[CannedQuery, ...]:
    """The canned queries that this endpoint answers: not those that call another one which it may not reach."""
    allowed = site.settings.allow_service
    return tuple(query for query in queries() if _may_run(describe.runnable(query, site.base_iri), allowed))


def _may_run(text: str, allowed: frozenset[str]) -> bool:
    try:
        check(read_query(text), allowed)
    except QueryRefused:
        return False
    return True


def _example() -> str:
    return (
        "PREFIX kg: <https://w3id.org/conflict-kg#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\n"
        "SELECT ?date ?what ?event WHERE {\n  ?event a kg:Strike ; rdfs:label ?what .\n"
        "  OPTIONAL { ?event kg:date ?date }\n}\nORDER BY ?date\nLIMIT 100\n"
    )


def description(site: Site, asked: Request) -> Reply:
    """Service description, VoID, DCAT and canned queries, in the RDF format that the client prefers."""
    choice = site.endpoint.choose_among(formats.GRAPHS, None, asked.accept)
    root = public_root(site)
    key = ("description", site.prepared.revision, root, choice.media_type)
    stored = site.cache.get(key)
    if stored is None:
        triples = describe.description(
            endpoint=f"{root}sparql",
            base_iri=site.base_iri,
            figures=site.prepared.figures,
            queries=offered(site),
            union=site.endpoint.union,
            federated=bool(site.settings.allow_service),
            prefixes=prefixes(site.base_iri),
        )
        content = describe.serialize(triples, choice.format.media_type, prefixes(site.base_iri))
        etag = f'W/"{site.prepared.revision}.description.{len(content)}.{choice.format.name}"'
        stored = Stored(content, choice.content_type, etag, None)
        site.cache.put(key, stored)
    return site.endpoint.from_cache(key, stored, asked)


def public_root(site: Site) -> str:
    """The server's own address as its clients know it, with a slash at the end."""
    from flask import request

    if site.settings.public_url:
        return site.settings.public_url.rstrip("/") + "/"
    return request.host_url


def results(site: Site, query: QueryRequest, asked: Request) -> Reply:
    """A query's answer as a page: the text in the editor, the table (or Turtle) below, downloads beside
    it."""
    return _answered(site, query, asked, "editor.html", queries=offered(site))


def _answered(site: Site, query: QueryRequest, asked: Request, template: str, **values: Any) -> Reply:
    graph = read_query(query.text).gives_graph
    plain = replace(asked, accept=None, accept_encoding=None, if_none_match=None)
    fields = [("query", query.text), *(("default-graph-uri", g) for g in query.default_graphs or ())]
    fields += [("named-graph-uri", g) for g in query.named_graphs or ()]
    try:
        reply = site.wait(
            site.endpoint.query(msgspec.structs.replace(query, format="ttl" if graph else "json"), plain)
        )
    except KgError as problem:
        return page(
            template, problem.http_status, text=query.text, problem=problems.members(problem), **values
        )
    if isinstance(reply.body, bytes):
        body = reply.body
    else:
        body = reply.body.everything()
        reply.body.close()
    if graph:
        shown: Mapping[str, Any] = {
            "turtle": body[:500_000].decode("utf-8", "ignore"),
            "cut": len(body) > 500_000,
        }
    else:
        shown = {"table": rows.table(body, _SHOWN_ROWS)}
    downloads = [
        (f.name, "/sparql?" + urlencode([*fields, ("format", f.name)]))
        for f in (formats.GRAPHS[:4] if graph else formats.SOLUTIONS)
    ]
    answer = page(template, text=query.text, downloads=downloads, **shown, **values)
    answer.rows, answer.digest, answer.text, answer.outcome = (
        reply.rows,
        reply.digest,
        reply.text,
        reply.outcome,
    )
    return answer


def canned(site: Site, asked: Request, name: str) -> Reply:
    """A canned query: its question, a field for each parameter, its text, and the answer once it is asked."""
    query = _canned(name.removesuffix(".rq"))
    choice = choose(asked.accept, (formats.TEXT, formats.HTML))
    if name.endswith(".rq") or choice is None or choice.format is not formats.HTML:
        return Reply(
            200, {"Content-Type": "application/sparql-query; charset=utf-8"}, query.text.encode("utf-8")
        )
    sent = {k: v[-1] for k, v in parse_qs(asked.query_string, keep_blank_values=True).items()}
    values = {p.name: sent.get(p.name, "") for p in query.parameters}
    given = "run" in sent or any(values.values()) or not query.parameters
    if not given:
        return page("query.html", canned=query, values=query.example, text=query.text)
    try:
        text = query.bind({k: v for k, v in values.items() if v}, base_iri=site.base_iri)
    except KgError as problem:
        members = problems.members(problem)
        return page("query.html", 400, canned=query, values=values, text=query.text, problem=members)
    return _answered(site, QueryRequest(text), asked, "query.html", canned=query, values=values)


def _canned(name: str) -> CannedQuery:
    try:
        return find(name)
    except KgError as problem:
        raise NotFound(problem.message, problem.hint) from problem


def search(site: Site, asked: Request) -> Reply:
    """Search in labels, contents and evidence: a page for browsers, JSON for programs."""
    sent = {k: v[-1] for k, v in parse_qs(asked.query_string, keep_blank_values=True).items()}
    text, cls = sent.get("q", ""), sent.get("class", "")
    choice = site.endpoint.choose_among((formats.PLAIN_JSON, formats.HTML), sent.get("format"), asked.accept)
    as_page = choice.format is formats.HTML
    if as_page and not text.strip():
        return page(
            "search.html",
            q=text,
            found=None,
            cls=cls,
            offset=0,
            classes=views.searchable(site.prepared.figures),
        )
    if site.prepared.index is None:
        raise Unavailable(
            "the words of this snapshot are being indexed", "try again in a moment", {"Retry-After": "2"}
        )
    limit, offset = _number(sent, "limit", _PER_PAGE, 100), _number(sent, "offset", 0, 10_000)
    found = index.search(site.prepared.index, text, limit=limit, offset=offset, cls=cls or None)
    if as_page:
        return page(
            "search.html", q=text, found=found, cls=cls, offset=offset, limit=limit,
            classes=views.searchable(site.prepared.figures),
        )  # fmt: skip
    hits = [
        {
            "iri": h.iri,
            "class": h.cls,
            "label": h.label,
            **({"date": h.day} if h.day else {}),
            "snippet": h.snippet.replace(index.BEGIN, "").replace(index.END, ""),
        }
        for h in found.hits
    ]
    document = {"revision": site.prepared.revision, "query": text, "more": found.more, "results": hits}
    headers = {"Content-Type": "application/json", "Cache-Control": "no-cache"}
    vary(headers, ("Accept",))
    return Reply(200, headers, msgspec.json.encode(document), outcome="searched", rows=len(hits))


def timeline(site: Site, asked: Request) -> Reply:
    """Dated strikes and diplomatic actions in order of time, and their places on a map."""
    sent = {k: v[-1] for k, v in parse_qs(asked.query_string, keep_blank_values=True).items()}
    days = {name: sent.get(name, "").strip() for name in ("from", "to")}
    for name, day in days.items():
        if day and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day):
            raise BadRequest(f"{name} is a day, month or year", "such as 2024-01-16, 2024-01 or 2024")
    return page("timeline.html", **views.timeline(site, sent.get("class", ""), days["from"], days["to"]))


def terms(site: Site, asked: Request) -> Reply:
    """What each class, property and concept of the ontology means, as the graph itself says."""
    return page("terms.html", ontology=f"{site.base_iri}graph/ontology", **views.terms(site))


def _number(sent: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = sent.get(name)
    if value is None:
        return default
    if not value.isdecimal() or len(value) > 6 or int(value) > most:
        raise BadRequest(f"{name} is a number from 0 to {most}", f"leave it out for {default}")
    return int(value)


def graphs(site: Site, asked: Request) -> Reply:
    """GET /store without a graph: which graphs there are."""
    choice = site.endpoint.choose_among((*formats.GRAPHS, formats.HTML), None, asked.accept)
    if choice.format is formats.HTML:
        return page("graphs.html")
    return description(site, asked)


def entity(site: Site, asked: Request, iri: str, kind: str) -> Reply:
    """The page of one node: an event with its evidence, an article with its claims, anything else with its
    triples."""
    template, values = views.of(site, iri, kind)
    return page(template, iri=iri, **values)


__all__ = [
    "add_filters",
    "canned",
    "description",
    "entity",
    "error",
    "graphs",
    "home",
    "marked",
    "page",
    "public_root",
    "results",
    "search",
    "service_or_editor",
    "terms",
    "timeline",
    "wants_page",
]
