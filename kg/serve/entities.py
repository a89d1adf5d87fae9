"""Every IRI under the base answers: which node a path stands for, and in which format it is told."""

from __future__ import annotations

import msgspec

from kg.serve import formats, pages, wire
from kg.serve.messages import Reply, Request, vary
from kg.serve.negotiate import Choice, Format
from kg.serve.problems import NotFound
from kg.serve.site import Site

_OFFERED = (formats.TURTLE, formats.JSON_LD, formats.N_TRIPLES, formats.RDF_XML, formats.HTML)


def entity_reply(site: Site, asked: Request) -> Reply:
    """The node that the path names, as the client prefers it; a suffix (.ttl, .jsonld, .nt, .html) decides.

    Raises NotFound for a path that no node and no graph of this revision has.
    """
    iri, kind, format_ = _find(site, asked.path)
    if format_ is not None:
        choice = Choice(format_, format_.media_type)
    else:
        choice = site.endpoint.choose_among(_OFFERED, None, asked.accept)
    if choice.format is formats.HTML:
        reply = pages.entity(site, asked, iri, kind)
    else:
        key = ("entity", site.pool.revision, iri, choice.media_type)
        job = wire.Describe(
            iris=(iri,),
            media_type=choice.format.media_type,
            max_bytes=site.settings.answer_bytes,
            seconds=site.settings.timeout,
        )
        reply = site.wait(site.endpoint.cached(key, job, choice.content_type, asked, "reserved"))
    path = site.own_path(iri) or asked.path
    suffix = next(s for s, f in formats.SUFFIXES.items() if f is choice.format)
    reply.headers["Content-Location"] = path + suffix  # RFC 9110, 8.7: where this very format is
    reply.headers["Link"] = ", ".join(
        f'<{path}{s}>; rel="alternate"; type="{f.media_type}"' for s, f in formats.SUFFIXES.items()
    )
    vary(reply.headers, ("Accept",))
    return reply


def _find(site: Site, path: str) -> tuple[str, str, Format | None]:
    """The IRI that a path stands for, what it is ("subject", "graph", "object"), and the suffix's format."""
    for suffix, format_ in ((None, None), *formats.SUFFIXES.items()):
        if suffix is not None and not path.endswith(suffix):
            continue
        candidates = site.iris_of(path.removesuffix(suffix or ""))
        if not candidates:
            continue
        job = wire.Names(candidates, seconds=site.settings.timeout)
        known = msgspec.json.decode(site.wait(site.endpoint.bytes_of(job)), type=list[tuple[str, str]])
        if known:
            return known[0][0], known[0][1], format_
    raise NotFound(
        f"nothing in revision {site.pool.revision} of the graph is named {path[:200]}",
        "search for it, or ask the graph: /search?q=…, /sparql",
    )


__all__ = ["entity_reply"]
