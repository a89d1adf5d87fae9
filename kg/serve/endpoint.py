"""The query operation and the graph store, from a request to its reply: parse, refuse, negotiate, look up,
run."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from functools import partial
from hashlib import blake2b
from typing import Any

from kg.errors import KgError
from kg.serve import formats, guard, wire
from kg.serve.cache import Cache, Key, Stored
from kg.serve.codings import SMALLEST, choose_coding, encoded
from kg.serve.flights import Flights, Gone
from kg.serve.messages import Reply, Request, vary
from kg.serve.negotiate import Choice, Format, choose
from kg.serve.problems import BadRequest, NotAcceptable
from kg.serve.process import Answer
from kg.serve.relay import Relay
from kg.serve.settings import Settings
from kg.serve.sparql import GraphRequest, QueryRequest
from kg.serve.syntax import QueryText, read_query
from kg.serve.tasks import Lane, Task
from kg.serve.workers import Pool

_KEPT_IN_ONE_PIECE = 4 << 20
_AT_ONCE = 1 << 15  # what is longer is read or packed by a thread, while the event loop serves others


class Endpoint:
    """Answers queries and graph requests through the pool, with a cache before it. Runs on the event loop."""

    def __init__(self, settings: Settings, pool: Pool, cache: Cache) -> None:
        self._settings = settings
        self._pool = pool
        self._cache = cache
        self._flights: Flights[Stored | Answer] = Flights()
        self.relay = Relay(settings.allow_service) if settings.allow_service else None

    @property
    def base_iri(self) -> str:
        """The base of the graph's own IRIs."""
        return self._settings.base_iri or self._pool.ready.base_iri

    @property
    def union(self) -> bool:
        """True when the default graph is the union of all: always, unless the store holds the merge
        itself."""
        return self._settings.union_default_graph and not self._pool.ready.own_default_graph

    @property
    def shared(self) -> int:
        """How many requests were answered by the evaluation of an identical one."""
        return self._flights.shared

    async def query(self, asked: QueryRequest, request: Request) -> Reply:
        """The reply to a query. Raises what is wrong with it as a KgError."""
        if len(asked.text) <= _AT_ONCE:
            answer = self.begin(asked, request)
        else:
            answer = self._answer(await asyncio.to_thread(read_query, asked.text), asked, request)
        return answer if isinstance(answer, Reply) else await answer

    def begin(self, asked: QueryRequest, request: Request) -> Reply | Coroutine[Any, Any, Reply]:
        """The reply to a query that is answered at once, from the cache; for others, what it is awaited from."""
        if len(asked.text) > _AT_ONCE:
            return self.query(asked, request)
        return self._answer(read_query(asked.text), asked, request)

    def _answer(
        self, query: QueryText, asked: QueryRequest, request: Request
    ) -> Reply | Coroutine[Any, Any, Reply]:
        try:
            guard.check(query, self._settings.allow_service)
            choice = self._choice(query, asked.format, request.accept)
        except KgError as error:
            error.add_note(query.digest)  # for the access log
            raise
        key: Key = (
            "query",
            self._pool.revision,
            query.normal,
            repr(asked.default_graphs),
            repr(asked.named_graphs),
            choice.media_type,
        )
        stored = None if query.volatile else self._cache.get(key)
        if stored is None:
            return self._evaluate(query, asked, choice, key, request)
        if len(stored.content) <= _AT_ONCE or request.accept_encoding is None:
            return _about(query, self.from_cache(key, stored, request))
        return self._packed(query, key, stored, request)

    async def _packed(self, query: QueryText, key: Key, stored: Stored, request: Request) -> Reply:
        return _about(query, await self._kept(key, stored, request))

    async def _evaluate(
        self, query: QueryText, asked: QueryRequest, choice: Choice, key: Key, request: Request
    ) -> Reply:
        """The reply to a query that was not answered before."""
        task = Task(
            self._job(query, asked, choice),
            "federated" if query.services else "reserved" if query.cheap else "general",
            client=request.client,
            digest=query.digest,
            text=query.text,
            gone=request.gone,
        )
        try:
            reply = await self._run(task, choice.content_type, None if query.volatile else key, request)
        except KgError as error:
            error.add_note(query.digest)
            raise
        return _about(query, reply)

    def _job(self, query: QueryText, asked: QueryRequest, choice: Choice) -> wire.Query:
        """The query as a worker gets it, with the limits that hold for it."""
        return wire.Query(
            text=self.relay.rewrite(query) if self.relay and query.services else query.text,
            media_type=choice.format.media_type,
            base_iri=self.base_iri,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            union=self.union and not query.has_from,
            max_bytes=self._settings.answer_bytes,
            seconds=min(asked.timeout or self._settings.timeout, self._settings.max_timeout),
        )

    async def graph(self, asked: GraphRequest, request: Request) -> Reply:
        """The reply to a request for one graph (Graph Store 5.2)."""
        choice = self.choose_among(formats.GRAPHS, asked.format, request.accept)
        job = wire.Graph(
            iri=asked.iri,
            media_type=choice.format.media_type,
            union=self.union,
            max_bytes=self._settings.answer_bytes,
            seconds=self._settings.timeout,
        )
        key = ("graph", self._pool.revision, asked.iri or "", choice.media_type)
        return await self.cached(key, job, choice.content_type, request, "general")

    async def cached(self, key: Key, job: wire.Job, content_type: str, request: Request, lane: Lane) -> Reply:
        """The reply kept under `key`, or that of the job."""
        stored = self._cache.get(key)
        if stored is not None:
            return await self._kept(key, stored, request)
        return await self._run(
            Task(job, lane, client=request.client, gone=request.gone), content_type, key, request
        )

    async def _run(self, task: Task, content_type: str, key: Key | None, request: Request) -> Reply:
        """The reply that a worker gives to the task; kept under `key` unless that is None.

        Requests with the same key and limit at the same time share one evaluation.
        """
        if key is None:
            return await self._uncached(await self._pool.run(task), content_type, None, request)
        outcome = await self._flights.take(
            (key, task.seconds), request.gone, partial(self._evaluated, task, key, content_type), _for_readers
        )
        if isinstance(outcome, Answer):
            etag = etag_of(_of_revision(key, outcome.revision))
            return await self._uncached(outcome, content_type, etag, request)
        reply = await self._kept(key, outcome, request)
        reply.outcome = "evaluated" if reply.status == 200 else reply.outcome
        return reply

    async def _evaluated(self, task: Task, key: Key, content_type: str, gone: Gone) -> Stored | Answer:
        """The answer to a task, in the cache where it is small enough for that."""
        task.gone = gone
        answer = await self._pool.run(task)
        content = answer.body.content
        if content is None or len(content) > _KEPT_IN_ONE_PIECE:
            return answer
        key = _of_revision(key, answer.revision)
        stored = Stored(content, content_type, etag_of(key), answer.rows)
        self._cache.put(key, stored)
        return stored

    async def bytes_of(self, job: wire.Names | wire.Tables) -> bytes:
        """The JSON that a job of the server's own pages gives; kept like any other answer."""
        key = (type(job).__name__, self._pool.revision, repr(job))
        stored = self._cache.get(key)
        if stored is not None:
            return stored.content
        answer = await self._pool.run(Task(job, "reserved"))
        content = answer.body.everything()
        answer.body.close()
        self._cache.put(_of_revision(key, answer.revision), Stored(content, "application/json", "", None))
        return content

    async def _kept(self, key: Key, stored: Stored, request: Request) -> Reply:
        if len(stored.content) <= _AT_ONCE or request.accept_encoding is None:
            return self.from_cache(key, stored, request)
        return await asyncio.to_thread(self.from_cache, key, stored, request)

    def from_cache(self, key: Key, stored: Stored, request: Request) -> Reply:
        """The reply made of a kept answer: 304 where the client has it, packed where it takes that."""
        headers = {"ETag": stored.etag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"}
        if request.if_none_match is not None and matches(request.if_none_match, stored.etag):
            return Reply(304, headers, outcome="not-modified", rows=stored.rows)
        headers["Content-Type"] = stored.content_type
        content = stored.content
        if len(content) >= SMALLEST and (coding := choose_coding(request.accept_encoding)):
            headers["Content-Encoding"] = coding
            content = self._cache.form(key, stored, coding)
        return Reply(200, headers, content, "cached", stored.rows)

    async def _uncached(self, answer: Answer, content_type: str, etag: str | None, request: Request) -> Reply:
        """The reply made of an answer that is not kept: it is too large, or another one the next time."""
        body, rows = answer.body, answer.rows
        headers = {"Content-Type": content_type, "Cache-Control": "no-cache" if etag else "no-store"}
        vary(headers, ("Accept", "Accept-Encoding"))
        if etag:
            headers["ETag"] = etag
            if matches(request.if_none_match, etag):
                body.close()
                del headers["Content-Type"]
                return Reply(304, headers, outcome="not-modified", rows=rows)
        content = body.content
        if content is None:
            return Reply(200, headers, body, "evaluated", rows)
        if len(content) >= SMALLEST and (coding := choose_coding(request.accept_encoding)):
            headers["Content-Encoding"] = coding
            content = await asyncio.to_thread(encoded, content, coding)
        return Reply(200, headers, content, "evaluated", rows)

    def _choice(self, query: QueryText, format_: str | None, accept: str | None) -> Choice:
        if not query.is_query:
            # Its form is unknown, so that only the engine can say what is wrong with it.
            return Choice(formats.JSON, formats.JSON.media_type)
        offered = formats.GRAPHS if query.gives_graph else formats.SOLUTIONS
        return self.choose_among(offered, format_, accept)

    def choose_among(self, offered: tuple[Format, ...], format_: str | None, accept: str | None) -> Choice:
        """The format of the answer: `format=` before the Accept header. Raises NotAcceptable (406)."""
        if format_:
            chosen = formats.named(format_, offered)
            if chosen is None:
                raise BadRequest(f"format={format_[:60]} is not offered", f"offered: {_names(offered)}")
            return Choice(chosen, chosen.media_type)
        choice = choose(accept, offered)
        if choice is None:
            raise NotAcceptable(
                "none of the formats in Accept can be given",
                "offered: " + ", ".join(f.media_type for f in offered),
            )
        return choice


def _about(query: QueryText, reply: Reply) -> Reply:
    """The reply with what the access log says of its query."""
    reply.digest, reply.text = query.digest, query.text
    return reply


def _for_readers(outcome: Stored | Answer, readers: int) -> None:
    if isinstance(outcome, Answer):
        outcome.body.readers = readers


def _of_revision(key: Key, revision: str) -> Key:
    """The key of an answer whose worker had another revision open than the pool when it was asked."""
    return (key[0], revision, *key[2:])


def _names(offered: Iterable[Format]) -> str:
    return ", ".join(f.name for f in offered)


def etag_of(key: Key) -> str:
    """A weak entity tag (RFC 9110, 8.8.3): the same for answers that mean the same, however they are
    packed."""
    digest = blake2b("\0".join(key[2:]).encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()
    return f'W/"{key[1]}.{key[0]}.{digest}"'


def matches(if_none_match: str | None, etag: str) -> bool:
    """True when an If-None-Match header names the tag; compared weakly (RFC 9110, 13.1.2)."""
    if if_none_match is None:
        return False
    if if_none_match.strip() == "*":
        return True
    opaque = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") == opaque for tag in if_none_match.split(","))


__all__ = ["Endpoint", "etag_of", "matches"]
