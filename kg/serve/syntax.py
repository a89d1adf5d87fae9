"""What a query's text is, from its tokens: its form, its dataset clauses, the services it would call.

The tokens are those of `kg.graph.terminals`; whether the query is *right* only the engine says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from urllib.parse import urljoin

import msgspec

from kg.graph.terminals import QUERY_FORMS, UPDATE_FORMS, Token, form, lexemes, tokens

_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_AGGREGATES = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"})
_COSTLY = _AGGREGATES | {
    "ORDER", "GROUP", "HAVING", "DISTINCT", "REDUCED", "MINUS", "EXISTS", "REGEX", "CONTAINS", "STRSTARTS",
    "STRENDS", "REPLACE", "SERVICE", "LATERAL", "UNION", "DESCRIBE",
}  # fmt: skip
_TELLING = _COSTLY | _VOLATILE | {"SERVICE", "FROM", "LIMIT"}
_PATH_MARKS = frozenset("*+^|/")
_CHEAP_TOKENS = 96  # an entity query with a handful of patterns; what is longer waits like everybody
_CHEAP_LIMIT = 1000
MOST_TOKENS = 150_000  # a third of a second of the server's own time; ten thousand lines have fewer
_MANY_SERVICES = 32  # who calls more endpoints than this in one query does not mean it
_REMEMBERED_LENGTH = 8192  # longer texts are rare, and a thousand of them would fill the memory


class QueryText(msgspec.Struct, frozen=True):
    """A query's text and what its tokens tell.

    `form` is "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", the first word of an update, or "" for something else.
    `normal` is the text without comments and needless space: equal for queries that differ in nothing else.
    `services` holds what each SERVICE names: an absolute IRI, or None for a variable or an unknown prefix.
    `volatile`: the answer may differ from one time to the next. `cheap`: it looks like a lookup.
    """

    text: str
    form: str
    normal: str
    digest: str
    has_from: bool
    services: tuple[str | None, ...]
    service_spans: tuple[tuple[int, int], ...]
    volatile: bool
    cheap: bool

    @property
    def is_query(self) -> bool:
        """True for one of the four forms of section 16."""
        return self.form in QUERY_FORMS

    @property
    def is_update(self) -> bool:
        """True for the beginning of a SPARQL Update."""
        return self.form in UPDATE_FORMS

    @property
    def gives_graph(self) -> bool:
        """True when the answer is RDF and not a table."""
        return self.form in ("CONSTRUCT", "DESCRIBE")


def unescaped(text: str) -> str:
    r"""`text` with codepoint escapes (\u0053) replaced, as section 19.2 lets a parser do before all else."""
    return re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
        lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)),
        text,
    )


def read_query(text: str) -> QueryText:
    """What `text` is; what is no query at all has the form "". Raises QueryTooLarge."""
    return _remembered(text) if len(text) <= _REMEMBERED_LENGTH else _read(text)


@lru_cache(maxsize=1024)
def _remembered(text: str) -> QueryText:
    return _read(text)


def _read(text: str) -> QueryText:
    found = lexemes(text, MOST_TOKENS)
    # No other kind of term can be taken for a word: each begins with a sign, or has one in it.
    words = _TELLING.intersection(map(str.upper, found))
    escaped = "\\u" in text or "\\U" in text
    services, spans = _services(text, escaped) if escaped or "SERVICE" in words else ((), ())
    normal = " ".join(found)
    first = form(found)
    return QueryText(
        text=text,
        form=first,
        normal=normal,
        digest=blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest(),
        has_from="FROM" in words,  # section 13.2; no other clause has this keyword
        services=services,
        service_spans=spans,
        volatile=bool(services) or not _VOLATILE.isdisjoint(words),
        cheap=first in ("SELECT", "ASK", "CONSTRUCT") and _is_cheap(found, words),
    )


def _services(text: str, escaped: bool) -> tuple[tuple[str | None, ...], tuple[tuple[int, int], ...]]:
    """What each SERVICE names, and where in the text."""
    found = tokens(text, MOST_TOKENS)
    at = _places(found, "SERVICE")
    services = tuple(_service(found, i) if n < _MANY_SERVICES else None for n, i in enumerate(at))
    if escaped:
        # An engine that replaces escapes first would see another query: refuse what either reading would
        # call.
        hidden = len(_places(tokens(unescaped(text), MOST_TOKENS), "SERVICE")) - len(at)
        services += (None,) * max(hidden, 0)
    return services, _service_spans(found, at)


def _places(found: tuple[Token, ...], keyword: str) -> list[int]:
    """Where a keyword stands outside strings, IRIs and names."""
    return [place for place, token in enumerate(found) if _is(token, keyword)]


def _is(token: Token, keyword: str) -> bool:
    return token.kind == "word" and token.text.upper() == keyword


def _service(found: tuple[Token, ...], index: int) -> str | None:
    """The absolute IRI that the SERVICE at `index` names; None when it is not known before evaluation."""
    for token in found[index + 1 : index + 3]:
        if _is(token, "SILENT"):
            continue
        if token.kind == "iri":
            return _resolved(found, index, unescaped(token.text[1:-1]))
        if token.kind == "pname":
            return _expanded(found, index, token.text)
        return None
    return None


def _service_spans(found: tuple[Token, ...], at: list[int]) -> tuple[tuple[int, int], ...]:
    spans = []
    for index in at:
        rest = [t for t in found[index + 1 : index + 3] if not _is(t, "SILENT")]
        if rest and rest[0].kind in ("iri", "pname"):
            spans.append((rest[0].begin, rest[0].begin + len(rest[0].text)))
    return tuple(spans)


def _resolved(found: tuple[Token, ...], before: int, iri: str) -> str | None:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
        return iri
    bases = [found[i + 1].text[1:-1] for i in range(min(before, len(found) - 1)) if _is(found[i], "BASE")]
    return urljoin(bases[-1], iri) if bases else None


def _expanded(found: tuple[Token, ...], before: int, name: str) -> str | None:
    prefix, _, local = name.partition(":")
    for i in range(min(before, len(found) - 2) - 1, -1, -1):
        if _is(found[i], "PREFIX") and found[i + 1].text == f"{prefix}:" and found[i + 2].kind == "iri":
            namespace = _resolved(found, i, unescaped(found[i + 2].text[1:-1]))
            return None if namespace is None else namespace + re.sub(r"\\(.)", r"\1", local)
    return None


def _is_cheap(found: list[str], words: frozenset[str]) -> bool:
    """True for what looks like a lookup: few tokens, nothing that sorts, groups, scans or repeats a path.

    A guess that may be wrong: a query in the reserved lane has little time there and then moves to the
    others.
    """
    if len(found) > _CHEAP_TOKENS or words & _COSTLY:
        return False
    body = found[found.index("{") :] if "{" in found else []
    if not _PATH_MARKS.isdisjoint(body):
        return False
    if "LIMIT" in words:
        limit = [b for a, b in pairwise(found) if a.upper() == "LIMIT"]
        if limit and limit[-1].isdigit() and int(limit[-1]) <= _CHEAP_LIMIT:
            return body.count(".") + body.count(";") <= 1 or not _has_variable(body)
    # Each pattern that starts with a known subject is a short range of the index.
    return _starts_with_known_subject(body) or not _has_variable(body)


def _starts_with_known_subject(body: list[str]) -> bool:
    known, before = False, ""
    for lexeme in body:
        if (before == "{" or before == ".") and lexeme not in "{}.":
            if not _is_name(lexeme):
                return False
            known = True
        before = lexeme
    return known


def _has_variable(body: list[str]) -> bool:
    return any(lexeme[0] in "?$" and len(lexeme) > 1 for lexeme in body)


def _is_name(lexeme: str) -> bool:
    """True for the kinds "iri" and "pname"."""
    if lexeme[0] == "<":
        return lexeme[-1] == ">"
    return ":" in lexeme and lexeme[0] not in "\"'_"


__all__ = ["MOST_TOKENS", "QueryText", "read_query", "unescaped"]
