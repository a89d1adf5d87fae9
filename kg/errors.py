"""The whole error tree. Catch `KgError` for all of it.

KgError
├── UsageProblem         exit 2   what was asked cannot be meant (a bad option, an unknown query name)
├── InputProblem         exit 3   an input cannot be used (no such file, not parseable, no article left)
├── EnvironmentProblem   exit 4   this machine or folder lacks something (weights, a graph, a free port)
├── NegativeAnswer       exit 1   the work was done and the answer is no (does not conform, was rejected)
└── QueryProblem         exit 3   a SPARQL query cannot be answered
    ├── QuerySyntax      HTTP 400
    ├── QueryRefused     HTTP 403  (SERVICE to a host that is not allowed, an update)
    ├── QueryTimeout     HTTP 408 is for slow clients; a query past its limit is 503
    └── QueryTooLarge    HTTP 413 of the answer or of the request

Each error carries a message (what is wrong), a hint (what to do next), a stable `code` to search for, the
exit status of the command and the HTTP status of the endpoint. The library raises; only `kg/cli` prints
and exits, only `kg/serve` turns an error into a response.
"""

from __future__ import annotations


class KgError(Exception):
    """A failure that the user can act on: `message`, `hint`, `code`, `exit_status`, `http_status`."""

    code = "error"
    exit_status = 70
    http_status = 500

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __reduce__(self) -> tuple[type[KgError], tuple[str, str]]:
        # Errors cross process borders (extraction and query workers), so they must survive pickling.
        return type(self), (self.message, self.hint)


class UsageProblem(KgError):
    """What was asked for cannot be meant."""

    code = "usage"
    exit_status = 2
    http_status = 400


class InputProblem(KgError):
    """An input cannot be used."""

    code = "input"
    exit_status = 3
    http_status = 400


class EnvironmentProblem(KgError):
    """The machine or the graph folder lacks something that is needed."""

    code = "environment"
    exit_status = 4
    http_status = 503


class NegativeAnswer(KgError):
    """The work was done, and the answer is no."""

    code = "no"
    exit_status = 1
    http_status = 422


class QueryProblem(KgError):
    """A SPARQL query cannot be answered."""

    code = "query"
    exit_status = 3
    http_status = 400


class QuerySyntax(QueryProblem):
    """The query is not SPARQL 1.1."""

    code = "query-syntax"


class QueryRefused(QueryProblem):
    """The query asks for what this endpoint does not do: an update, a SERVICE outside the allowed hosts."""

    code = "query-refused"
    http_status = 403


class QueryTimeout(QueryProblem):
    """The query ran into its time limit."""

    code = "query-timeout"
    http_status = 503


class QueryTooLarge(QueryProblem):
    """The query or its answer is over a size limit."""

    code = "query-too-large"
    http_status = 413


__all__ = [
    "EnvironmentProblem",
    "InputProblem",
    "KgError",
    "NegativeAnswer",
    "QueryProblem",
    "QueryRefused",
    "QuerySyntax",
    "QueryTimeout",
    "QueryTooLarge",
    "UsageProblem",
]
