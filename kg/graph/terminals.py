"""A SPARQL text cut into the terminals of the grammar; every look into a query's text begins here.

pyoxigraph gives no access to its parser, so the text is cut into the terminals of the SPARQL 1.1 grammar
(section 19.8, with the terminals that SPARQL 1.2 adds). That is enough to know what a query *is*; whether it
is *right* only the engine says. Comments, strings, IRIs and prefixed names are tokens of their own, so that
no keyword can hide in them nor be seen where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from kg.errors import QueryTooLarge

QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATE_FORMS = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
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


# Compiled when first asked for: a worker process, which looks into no query unless it fails, starts in half the time.
@cache
def _terminals(long_strings: str) -> re.Pattern[str]:
    return re.compile("|".join(_alternatives(long_strings)))


_BETWEEN = r"[\x20\t\r\n]*+(?:\#[^\r\n]*[\x20\t\r\n]*+)*+"
_BEFORE_THE_FIRST = re.compile(_BETWEEN)
_ENDS_A_NAME = r"(?=[\x20\t\r\n{}()<?])"


# The same terminals for a text without long strings, as one group that `findall` gathers without a step of Python
# for each; a string that is not closed leaves its quote as a mark of its own. What most queries are made of comes
# first, in a spelling that is quick to tell from all else.
@cache
def _lexemes() -> re.Pattern[str]:
    return re.compile(
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


class Token(NamedTuple):
    """A terminal of the grammar: its kind, its text and where it begins in the query."""

    kind: str
    text: str
    begin: int


def tokens(text: str, most: int | None = None) -> tuple[Token, ...]:
    """The terminals of `text` without space and comments; a character that fits none is a mark of its own.

    Of a string that is not closed the rest of its line is one token, of the kind "open". Raises QueryTooLarge for
    more than `most`.
    """
    found: list[Token] = []
    quotes, begin = "\"'", 0
    while begin < len(text):
        for match in _terminals(quotes).finditer(text, begin):
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
            if most is not None and len(found) > most:
                raise QueryTooLarge(
                    f"the query has more than {most:,} terms", "send the values in several queries"
                )
    return tuple(found)


def lexemes(text: str, most: int | None = None) -> list[str]:
    """The texts of `tokens`; in a fifth of the time for a query of usual length. Raises QueryTooLarge
    for more than `most`, which is no less than the characters that are read at once.
    """
    if len(text) <= _AT_ONCE and '"""' not in text and "'''" not in text:
        begin = _BEFORE_THE_FIRST.match(text)
        found: list[str] = _lexemes().findall(text, begin.end() if begin else 0)
        if '"' not in found and "'" not in found:
            return found
    return [token[1] for token in tokens(text, most)]


def form(found: Sequence[str]) -> str:
    """The first word after the prologue (BASE, PREFIX and, in SPARQL 1.2, VERSION), in capitals, of a text's `lexemes`.

    "" where the text ends there or something else than a word follows.
    """
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


def keywords(text: str) -> frozenset[str]:
    """The words of the text that are neither names nor values, in capitals: {"SELECT", "WHERE", …}."""
    return frozenset(token.text.upper() for token in tokens(text) if token.kind == "word")


__all__ = ["QUERY_FORMS", "UPDATE_FORMS", "Token", "form", "keywords", "lexemes", "tokens"]
