"""What a query's text is, from its tokens: its form, its dataset clauses, the services it would call.

pyoxigraph gives no access to its parser, so the text is cut into the terminals of the SPARQL 1.1 grammar
(section 19.8, with the terminals that SPARQL 1.2 adds). That is enough to know what a query *is*; whether it
is *right* only the engine says. Comments, strings, IRIs and prefixed names are tokens of their own, so that
no keyword can hide in them nor be seen where there is none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urljoin

import msgspec

from kg.errors import QueryTooLarge

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_U = _BASE + "_"
_CHARS = _U + "0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
# A prefix longer than this is cut in two tokens; unbounded, "a.a.a.a…" would be scanned to its end at every
# "a".
_PREFIX = rf"[{_BASE}](?:[{_CHARS}.]{{0,63}}[{_CHARS}])?"
_LOCAL = rf"(?:[{_U}0-9:]|{_PLX})(?:(?:[{_CHARS}.:]|{_PLX})*(?:[{_CHARS}:]|{_PLX}))?"
# A string that is not closed is "open": a long one until the end of the text, a short one until the end of
# its line. So no stretch of text is scanned more than twice, whatever a stranger sends.
_LONG = {
    '"': r"(?P<long2>\"\"\"(?:\"{0,2}(?:[^\"\\]|\\[\s\S]))*+(?:\"\"\"|(?P<open2>\"{0,2}\\?\Z)))",
    "'": r"(?P<long1>'''(?:'{0,2}(?:[^'\\]|\\[\s\S]))*+(?:'''|(?P<open1>'{0,2}\\?\Z)))",
}


def _alternatives(long_strings: str) -> tuple[str, ...]:
    """The terminals; long strings only of the given quotes, for what comes after one that is not closed."""
    return (
        r"(?P<space>[\x20\t\r\n]+)",
        r"(?P<comment>\#[^\r\n]*)",
        rf"(?P<iri><(?:[^\x00-\x20<>\"{{}}|^`\\]|{_UCHAR})*+>)",
        *(_LONG[quote] for quote in long_strings),
        r"(?P<string>\"(?:[^\"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+')",
        r"(?P<open>[\"'][^\r\n]*)",
        rf"(?P<var>[?$][{_U}0-9](?:[{_U}0-9\u00b7\u0300-\u036f\u203f-\u2040])*)",
        rf"(?P<blank>_:[{_U}0-9](?:[{_CHARS}.]*[{_CHARS}])?)",
        rf"(?P<pname>(?:{_PREFIX})?:(?:{_LOCAL})?)",
        r"(?P<lang>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)",
        r"(?P<number>(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)",
        r"(?P<word>[A-Za-z_][A-Za-z0-9_]*)",
        r"(?P<mark><<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||!=|<=|>=|[\s\S])",
    )


def _terminals(long_strings: str) -> re.Pattern[str]:
    return re.compile("|".join(_alternatives(long_strings)))


_TERMINALS = {quotes: _terminals(quotes) for quotes in ("\"'", '"', "'", "")}
_BETWEEN = r"[\x20\t\r\n]*+(?:\#[^\r\n]*[\x20\t\r\n]*+)*+"
_BEFORE_THE_FIRST = re.compile(_BETWEEN)
_ENDS_A_NAME = r"(?=[\x20\t\r\n{}()<?])"
# The same terminals for a text without long strings, as one group that `findall` gathers without a step of Python
# for each; a string that is not closed leaves its quote as a mark of its own. What most queries are made of comes
# first, in a spelling that is quick to tell from all else.
_LEXEMES = re.compile(
    "("
    rf"[A-Za-z][A-Za-z0-9_]*+{_ENDS_A_NAME}"
    rf"|[A-Za-z][A-Za-z0-9_]*+:[A-Za-z][A-Za-z0-9_]*+{_ENDS_A_NAME}"
    r"|<[A-Za-z0-9:/\#._~-]*+>|"
    + "|".join(
        re.sub(r"\(\?P<\w+>", "(?:", terminal)
        for terminal in _alternatives("")
        if not terminal.startswith(("(?P<space>", "(?P<comment>", "(?P<open>"))
    )
    + ")"
    + _BETWEEN
)
_AT_ONCE = 1 << 15  # characters; `findall` lets no other thread run before its end

QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
)
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


class Token(NamedTuple):
    """A terminal of the grammar: its kind, its text and where it begins in the query."""

    kind: str
    text: str
    begin: int


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


def tokens(text: str) -> tuple[Token, ...]:
    """The terminals of `text` without space and comments; a character that fits none is a mark of its own.

    Raises QueryTooLarge for more than MOST_TOKENS.
    """
    found: list[Token] = []
    quotes, begin = "\"'", 0
    while begin < len(text):
        for match in _TERMINALS[quotes].finditer(text, begin):
            kind = match.lastgroup or "mark"
            begin = match.end()
            if kind in ("space", "comment"):
                continue
            if kind.startswith(("long", "open1", "open2")):
                number = kind[-1]
                if match[f"open{number}"] is not None:
                    # None of this quote's long strings is closed from here on: a parser sees short ones.
                    quotes = quotes.replace('"' if number == "2" else "'", "")
                    begin = match.start()
                    break
                kind = "string"
            found.append(Token(kind, match[0], match.start()))
            if len(found) > MOST_TOKENS:
                raise QueryTooLarge(
                    f"the query has more than {MOST_TOKENS:,} terms", "send the values in several queries"
                )
    return tuple(found)


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


def lexemes(text: str) -> list[str]:
    """The texts of `tokens`; in a fifth of the time for a query of usual length. Raises QueryTooLarge."""
    if len(text) <= _AT_ONCE and '"""' not in text and "'''" not in text:
        begin = _BEFORE_THE_FIRST.match(text)
        found: list[str] = _LEXEMES.findall(text, begin.end() if begin else 0)
        if '"' not in found and "'" not in found:
            return found
    return [token[1] for token in tokens(text)]


def _read(text: str) -> QueryText:
    found = lexemes(text)
    # No other kind of term can be taken for a word: each begins with a sign, or has one in it.
    words = _TELLING.intersection(map(str.upper, found))
    escaped = "\\u" in text or "\\U" in text
    services, spans = _services(text, escaped) if escaped or "SERVICE" in words else ((), ())
    normal = " ".join(found)
    form = _form(found)
    return QueryText(
        text=text,
        form=form,
        normal=normal,
        digest=blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest(),
        has_from="FROM" in words,  # section 13.2; no other clause has this keyword
        services=services,
        service_spans=spans,
        volatile=bool(services) or not _VOLATILE.isdisjoint(words),
        cheap=form in ("SELECT", "ASK", "CONSTRUCT") and _is_cheap(found, words),
    )


def _services(text: str, escaped: bool) -> tuple[tuple[str | None, ...], tuple[tuple[int, int], ...]]:
    """What each SERVICE names, and where in the text."""
    found = tokens(text)
    at = _places(found, "SERVICE")
    services = tuple(_service(found, i) if n < _MANY_SERVICES else None for n, i in enumerate(at))
    if escaped:
        # An engine that replaces escapes first would see another query: refuse what either reading would
        # call.
        hidden = len(_places(tokens(unescaped(text)), "SERVICE")) - len(at)
        services += (None,) * max(hidden, 0)
    return services, _service_spans(found, at)


def _places(found: tuple[Token, ...], keyword: str) -> list[int]:
    """Where a keyword stands outside strings, IRIs and names."""
    return [place for place, token in enumerate(found) if _is(token, keyword)]


def _is(token: Token, keyword: str) -> bool:
    return token.kind == "word" and token.text.upper() == keyword


def _form(found: list[str]) -> str:
    """The first keyword after the prologue (BASE, PREFIX and, in SPARQL 1.2, VERSION)."""
    position = 0
    while position < len(found):
        word = found[position].upper()
        if word in ("BASE", "VERSION"):
            position += 2
        elif word == "PREFIX":
            position += 3
        else:
            return word if word.isidentifier() and word.isascii() else ""
    return ""


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


__all__ = [
    "QUERY_FORMS",
    "UPDATE_FORMS",
    "QueryText",
    "Token",
    "lexemes",
    "read_query",
    "tokens",
    "unescaped",
]
