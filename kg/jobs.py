"""Extraction in this process or in several: in order, and one article's failure apart from the others.

An extractor is named by its module ("kg.extract"), which offers `VERSION` and `extract`. Worker processes
start afresh ("spawn", since a forked ONNX session hangs): they can import a name, but a module cannot be
handed to them.
"""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import connection
from pathlib import Path
from typing import Protocol, cast

from kg.errors import EnvironmentProblem, KgError
from kg.model import Article, Extraction
from kg.resources import rooms_digest

_log = logging.getLogger(__name__)

# Articles handed to a process at once: they hide the cost of handing over, and a killed build loses them.
_CHUNK = 8
_ROOMS = ("extract", "language", "gazetteer", "model")


class Extractor(Protocol):
    """What an extracting module offers."""

    VERSION: str

    def extract(self, article: Article) -> Extraction:
        """What one article says."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that the extractor broke on, and how."""

    article: str
    reason: str


def extractor(module: str) -> Extractor:
    """The extractor in a module, imported."""
    return cast(Extractor, importlib.import_module(module))


def version_of(module: str) -> str:
    """The extractor's version: what it calls itself, and a digest of the rooms it is made of.

    So a changed lexicon, gazetteer or weights file extracts everything anew, and no stale extraction is taken
    for a current one.
    """
    stated = extractor(module).VERSION
    return f"{stated}-{rooms_digest(*_ROOMS)}" if module == "kg.extract" else stated


def extracted(
    articles: Iterable[Article], module: str, jobs: int = 1
) -> Iterator[tuple[Article, Extraction | Failed]]:
    """Each article with its extraction, or with how extraction failed, in the order of `articles`.

    Articles are drawn as they are needed. Raises EnvironmentProblem when a worker process dies.
    """
    drawn = iter(articles)
    chunks = iter(lambda: tuple(islice(drawn, _CHUNK)), ())
    if jobs <= 1:
        for chunk in chunks:
            yield from zip(chunk, _extract_chunk(module, chunk), strict=True)
        return
    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(module,)
    )
    waiting: deque[tuple[tuple[Article, ...], Future[list[Extraction | Failed]]]] = deque()
    try:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(_extract_chunk, module, chunk)))
            # A chunk more than there are workers keeps all of them busy and the memory bounded.
            if len(waiting) > 2 * jobs:
                first, future = waiting.popleft()
                yield from zip(first, future.result(), strict=True)
        while waiting:
            first, future = waiting.popleft()
            yield from zip(first, future.result(), strict=True)
    except BrokenProcessPool as error:
        raise EnvironmentProblem(
            "a process that extracts was ended from outside", "give the build fewer --jobs, or more memory"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _extract_chunk(module: str, chunk: Sequence[Article]) -> list[Extraction | Failed]:
    """The extractions of a chunk, one article at a time.

    Articles are not parsed together: the network quantizes the activations of a batch with one scale, so what
    it says of an article would depend on its neighbours, and with them on the order and number of processes.
    """
    extract = extractor(module).extract
    outcomes: list[Extraction | Failed] = []
    for article in chunk:
        try:
            outcomes.append(extract(article))
        except KgError:
            raise
        except Exception as error:
            # The one place where any failure is caught: an article that trips a bug must not take the others
            # with it. It is reported by name and place, and the whole trace goes to the debug log.
            _log.debug("extraction of %s failed", article.id, exc_info=True)
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            outcomes.append(Failed(article.id, f"{type(error).__name__} at {where}: {error}"))
    return outcomes


def _begin(module: str) -> None:
    """Prepare a worker: load the pipeline, leave Ctrl-C to the parent, and end when the parent has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def follow() -> None:
            # Workers hold both ends of their queue, so without this a killed build would leave them waiting.
            connection.wait([sentinel])
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()
    extractor(module)
