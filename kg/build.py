"""The line through the rooms: read, extract what is new, resolve, and publish what came of it.

    sources -> kg.read -> articles (corpus.sqlite) -> kg.extract -> extractions (corpus.sqlite)
            -> kg.resolve -> Knowledge -> kg.graph -> quads -> a snapshot that is served

A build is idempotent: what has not changed is neither extracted nor published again. It can be killed at any
point: articles are kept as they are extracted, and the snapshot is swapped in one step at the very end.
"""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from kg import publication
from kg.config import DEFAULT_BASE_IRI
from kg.corpus import Corpus, fingerprint
from kg.errors import InputProblem, UsageProblem
from kg.graph import store
from kg.jobs import Failed, extracted, version_of
from kg.model import Article, PartialDate, Rejected
from kg.publication import Published, Step
from kg.read import Untouched, read
from kg.stamps import Stamp, Stamps, terms

Progress = Callable[[int, int], None]
_Source = tuple[Iterator[Article | Rejected | Untouched], Stamps]


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. `extractor` names the module that extracts; `publisher` and `published` fill gaps.

    `base_iri` None means: as the folder was built, else the default.
    """

    base_iri: str | None = None
    published: PartialDate | None = None
    publisher: str | None = None
    jobs: int = 1
    extractor: str = "kg.extract"
    keep: int = store.KEPT_SNAPSHOTS


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did: what came in, what was published, and how long it took.

    `added`, `updated`, `unchanged` and `words` (of the articles extracted) are of this build; `notes` are
    (article, what reading had to guess).
    """

    published: Published
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    words: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class _Intake:
    """What came in: filled while sources are read, complete when they are exhausted."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    words: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    terms: str = ""
    stamps: dict[str, Stamp] = field(default_factory=dict)

    def stamp(self, corpus: Corpus, article: Article) -> None:
        """Note that the file of an article, which the corpus has now, need not be read again."""
        if (stamp := self.stamps.pop(article.id, None)) is not None:
            corpus.keep_stamp(stamp.path, stamp.mark, article.id, fingerprint(article), self.terms)


def build(
    sources: Sequence[str | Path],
    graph_dir: Path,
    options: Options | None = None,
    *,
    on_article: Progress | None = None,
    on_step: Step | None = None,
) -> Summary:
    """Brings the articles of `sources` into the graph and publishes it; what the folder held already stays.

    `on_article` is told the number of articles and words extracted so far, `on_step` what is being done.
    Raises InputProblem for a source that is not there, or when no article is left to build from; UsageProblem
    for a base IRI other than the folder's; EnvironmentProblem when another process writes in the folder.
    """
    options = options or Options()
    started = time.perf_counter()
    # Sorted, so that which of two copies is kept does not depend on the order they are named in.
    stamps = [Stamps() for _ in sources]
    readings = [
        read(source, published=options.published, known=stamp.known)
        for source, stamp in zip(sorted(map(str, sources)), stamps, strict=True)
    ]
    with store.writer_lock(graph_dir), Corpus(graph_dir) as corpus:
        base_iri = _base_iri(corpus, options.base_iri)
        for stamp in stamps:
            stamp.open(corpus, _terms(options))
        intake = _take_in(corpus, zip(readings, stamps, strict=True), options, on_article)
        if not len(corpus):
            raise InputProblem("no article is left to build from", _why_none(intake.rejected))
        publication.take_decisions(corpus, graph_dir, sources)
        published = publication.publish(
            corpus, graph_dir, base_iri, version_of(options.extractor), keep=options.keep, on_step=on_step
        )
        # Not before: what is taken out of the graph follows from what an article said.
        corpus.prune(version_of(options.extractor))
        return Summary(
            published,
            added=intake.added,
            updated=intake.updated,
            unchanged=intake.unchanged,
            rejected=tuple(intake.rejected),
            notes=tuple(intake.notes),
            words=intake.words,
            seconds=time.perf_counter() - started,
        )


def _terms(options: Options) -> str:
    return terms(options.published.iso if options.published else None, options.publisher)


def _why_none(rejected: Sequence[Rejected]) -> str:
    if not rejected:
        return "name a file or a folder with articles"
    listed = "; ".join(f"{r.source}: {r.reason}" for r in rejected[:3])
    more = f"; and {len(rejected) - 3} more" if len(rejected) > 3 else ""
    return f"all inputs were rejected: {listed}{more}"


def remove(
    articles: Sequence[str], graph_dir: Path, options: Options | None = None, *, on_step: Step | None = None
) -> Summary:
    """Takes articles out of the graph, with all that only they reported, and publishes the rest.

    Raises InputProblem, and removes nothing, when one of them is not there.
    """
    options = options or Options()
    started = time.perf_counter()
    with store.writer_lock(graph_dir), Corpus(graph_dir) as corpus:
        known = corpus.ids()
        for article in articles:
            if article not in known:
                near = get_close_matches(article, known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"the graph holds {len(known)} articles"
                raise InputProblem(f"there is no article {article} in {graph_dir}", hint)
        base_iri = _base_iri(corpus, options.base_iri)
        corpus.remove(articles)
        published = publication.publish(
            corpus, graph_dir, base_iri, version_of(options.extractor), keep=options.keep, on_step=on_step
        )
        corpus.prune(version_of(options.extractor))
        return Summary(published, removed=len(set(articles)), seconds=time.perf_counter() - started)


def refresh(graph_dir: Path, *, on_step: Step | None = None) -> Summary:
    """Publishes the articles that are there once more, after a decision in the graph folder has changed."""
    started = time.perf_counter()
    with store.writer_lock(graph_dir), Corpus(graph_dir) as corpus:
        publication.take_decisions(corpus, graph_dir, ())
        version = publication.published_version(corpus, graph_dir)
        published = publication.publish(corpus, graph_dir, _base_iri(corpus, None), version, on_step=on_step)
        return Summary(published, seconds=time.perf_counter() - started)


def _base_iri(corpus: Corpus, wanted: str | None) -> str:
    """The base IRI of the folder: settled by its first build, since published names must not change."""
    held = corpus.setting("base_iri")
    if held is not None and wanted not in (None, held):
        raise UsageProblem(
            f"this graph's nodes are named under {held}, not under {wanted}",
            "build into another folder with --graph, or leave out --base-iri",
        )
    settled = held or wanted or DEFAULT_BASE_IRI
    if held is None:
        corpus.note({"base_iri": settled})
    return settled


def _take_in(
    corpus: Corpus, sources: Iterable[_Source], options: Options, on_article: Progress | None
) -> _Intake:
    """Extract what is new or changed, and what an older extractor had extracted, and keep it."""
    intake = _Intake(terms=_terms(options))
    version = version_of(options.extractor)
    arriving = _arriving(corpus, sources, intake, options)
    done = 0
    for article, outcome in extracted(
        _with_stale(corpus, arriving, version), options.extractor, options.jobs
    ):
        if isinstance(outcome, Failed):
            intake.rejected.append(Rejected(article.id, "extraction-failed", outcome.reason))
            continue
        known = corpus.fingerprint_of(article.id)
        if known is None:
            intake.added += 1
        elif known != fingerprint(article):
            intake.updated += 1
        corpus.keep(article, outcome, version)
        intake.stamp(corpus, article)
        done += 1
        intake.words += len(re.findall(r"\w+", article.text))
        if on_article is not None:
            on_article(done, intake.words)
    return intake


def _arriving(
    corpus: Corpus, sources: Iterable[_Source], intake: _Intake, options: Options
) -> Iterator[Article]:
    """The articles that are new or changed; the others are counted, and rejections kept."""
    ids: set[str] = set()
    digests: dict[str, str] = {}
    repeated = corpus.repeated_digests()
    for outcome, stamps in ((outcome, stamps) for reading, stamps in sources for outcome in reading):
        if isinstance(outcome, Rejected):
            intake.rejected.append(outcome)
            continue
        article = outcome
        if isinstance(article, Article) and article.publisher is None and options.publisher is not None:
            article = dataclasses.replace(article, publisher=options.publisher)
        if article.id in ids:
            intake.rejected.append(
                Rejected(article.id, "same-id", "another source has an article of this id")
            )
            continue
        original = digests.get(article.digest)
        if original is None and (isinstance(article, Article) or article.digest in repeated):
            original = corpus.id_of_digest(article.digest)
        if original not in (None, article.id):
            reason = f"the same text as {original}, which is in the graph"
            intake.rejected.append(Rejected(article.id, "duplicate", reason))
            continue
        ids.add(article.id)
        digests[article.digest] = article.id
        if isinstance(article, Untouched):
            intake.unchanged += 1
            continue
        intake.notes += [(article.id, note) for note in article.notes]
        if (stamp := stamps.of(article)) is not None:
            intake.stamps[article.id] = stamp
        if corpus.fingerprint_of(article.id) == fingerprint(article):
            intake.unchanged += 1
            intake.stamp(corpus, article)
        else:
            yield article


def _with_stale(corpus: Corpus, arriving: Iterable[Article], version: str) -> Iterator[Article]:
    """The arriving articles, then those of the corpus that an older extractor had extracted."""
    fresh: set[str] = set()
    for article in arriving:
        fresh.add(article.id)
        yield article
    yield from (article for article in corpus.unextracted(version) if article.id not in fresh)
