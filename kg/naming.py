"""The names of nodes that follow from what they are: articles, mentions, and their named graphs.

Node ids are IRI paths under the base IRI, percent-encoded where IRIs need it ("article/a%20b.txt"). The ids
of actors, places and events are given by `kg.resolve`; those of articles and mentions follow from the
article's own id, so that `kg.resolve` (for the claims of a Contradiction) and `kg.graph` name them alike.
"""

from __future__ import annotations

from urllib.parse import quote

from kg.model import Mention

_SAFE = "-._~@,+=:"


def article_node(article_id: str) -> str:
    """The node id of an article: "article/000.txt". Any string makes a valid and distinct one."""
    return f"article/{segment(article_id)}"


def article_graph(article_id: str) -> str:
    """The id of the named graph that holds what one article says: "graph/article/000.txt"."""
    return f"graph/article/{segment(article_id)}"


def mention_node(mention: Mention) -> str:
    """The node id of a mention: "mention/000.txt_1204-1210_claimed-by-iran".

    The same span read in two ways (asserted, claimed by somebody) is two mentions; the same reading by
    several events, actors and counts is one.
    """
    parts = [segment(mention.article), f"{mention.span.begin}-{mention.span.end}"]
    if mention.factuality is not None:
        parts.append(mention.factuality.value.lower())
    if mention.according_to:
        sources = sorted(
            {segment(source.removeprefix("actor/"), slash=False) for source in mention.according_to}
        )
        by = f"by-{'+'.join(sources)}"
        parts[2:] = [f"{parts[2]}-{by}" if len(parts) > 2 else by]
    return f"mention/{'_'.join(parts)}"


def segment(text: str, *, slash: bool = True) -> str:
    """`text` percent-encoded for an IRI path; folders keep their slashes unless those would get lost.

    Browsers and servers drop "." and ".." and may join "//", so ids with such parts are encoded whole.
    """
    steps = text.split("/")
    if not slash or any(step in ("", ".", "..") for step in steps):
        encoded = quote(text, safe=_SAFE)
        return encoded.replace(".", "%2E") if encoded in (".", "..") else encoded
    return quote(text, safe=f"/{_SAFE}")
