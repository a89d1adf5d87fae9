"""The links of names in whole articles: built from the text, compared with what each name is.

    python -m tests.accuracy.links.in_articles

Unlike `measure`, which judges names with the context given, this goes the whole way: a name that is not
found, or is taken for something else, is missed or wrong here too.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from kg.build import build
from kg.graph.store import open_snapshot
from kg.resolve.wikidata import ENTITY

SET = Path(__file__).with_name("articles.json")
_SPANS = """
PREFIX kg: <https://w3id.org/conflict-kg#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?article ?begin ?end ?kind ?node ?same WHERE {
  VALUES (?class ?kind) { (kg:Actor "actor") (kg:Place "place") }
  ?node a ?class ; kg:mention ?mention .
  ?mention kg:inArticle/dcterms:identifier ?article ; nif:beginIndex ?begin ; nif:endIndex ?end .
  OPTIONAL { ?node owl:sameAs ?same }
}
"""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in an article: where it begins, "actor" or "place", and its id; None where none is proven."""

    article: str
    begin: int
    text: str
    kind: str
    wikidata: str | None

    @property
    def held_out(self) -> bool:
        """True for a third, by a hash: rules are never fitted to it."""
        return sha256(f"{self.article}:{self.begin}".encode()).digest()[0] % 3 == 0


@dataclass(frozen=True, slots=True)
class Found:
    """A name with the id that the graph gives it for certain, if any."""

    name: Name
    given: str | None

    @property
    def right(self) -> bool:
        return self.given == self.name.wikidata


@dataclass(frozen=True, slots=True)
class _Span:
    begin: int
    end: int
    kind: str
    same: str | None


def names() -> tuple[tuple[Path, tuple[Name, ...]], ...]:
    """The folders of the set, each with its names."""
    folders = json.loads(SET.read_text(encoding="utf-8"))["folders"]
    return tuple(
        (
            (SET.parents[1] / folder["folder"]).resolve(),
            tuple(Name(article, *row) for article, rows in folder["articles"].items() for row in rows),
        )
        for folder in folders
    )


def found(graphs: Path) -> tuple[Found, ...]:
    """What the graphs of the folders say of every name; they are built below `graphs`, a minute's work."""
    out = []
    for number, (folder, its) in enumerate(names()):
        graph = graphs / str(number)
        build([folder], graph)
        spans = _spans(open_snapshot(graph).store)
        out += [Found(name, _given(name, spans.get(name.article, []))) for name in its]
    return tuple(out)


def _spans(store: ox.Store) -> dict[str, list[_Span]]:
    solutions = store.query(_SPANS, use_default_graph_as_union=True)
    spans: dict[str, list[_Span]] = {}
    for row in solutions:  # type: ignore[union-attr]
        same = row["same"].value.removeprefix(ENTITY) if row["same"] else None
        span = _Span(int(row["begin"].value), int(row["end"].value), row["kind"].value, same)
        spans.setdefault(row["article"].value, []).append(span)
    return spans


def _given(name: Name, spans: Iterable[_Span]) -> str | None:
    """The id of the node whose mention is the name: the most of it, with the least beside it.

    "Tehran" can be a mention of the state and of the city at once; the name's kind says which is asked for.
    """
    end = name.begin + len(name.text)

    def fit(span: _Span) -> float:
        common = min(end, span.end) - max(name.begin, span.begin)
        return common - (span.end - span.begin - common) / 2

    over = [span for span in spans if span.begin < end and name.begin < span.end]
    best = max(map(fit, over), default=0.0)
    first = sorted((s for s in over if fit(s) == best), key=lambda s: (s.begin, s.kind != name.kind))
    same = [span.same for span in first if (span.begin, span.kind) == (first[0].begin, first[0].kind)]
    return next(filter(None, sorted(filter(None, same))), None)


def precision(of: Iterable[Found]) -> float:
    """Of the certain links, the part that is right."""
    made = [one for one in of if one.given]
    return sum(one.right for one in made) / len(made)


def recall(of: Iterable[Found], proven: frozenset[str]) -> float:
    """Of the names that are something whose id the gazetteer proves, the part with a certain link to it."""
    linkable = [one for one in of if one.name.wikidata in proven]
    return sum(one.right for one in linkable) / len(linkable)


def proven_ids() -> frozenset[str]:
    """Every id in the gazetteer; the others nobody could give offline."""
    import sqlite3

    file = Path(__file__).parents[3] / "kg" / "gazetteer" / "gazetteer.sqlite"
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as book:
        ids = frozenset(id for (id,) in book.execute("SELECT qid FROM entries WHERE qid IS NOT NULL"))
    book.close()
    return ids


def main() -> None:
    """Prints the figures, and every wrong or missed link of the part that may be looked at."""
    proven = proven_ids()
    with tempfile.TemporaryDirectory() as folder:
        of = found(Path(folder))
    for part, some in (("all", of), ("held out", [one for one in of if one.name.held_out])):
        linked = sum(bool(one.given) for one in some)
        print(
            f"{part}: {len(some)} names, {linked} certain links, "
            f"precision {precision(some):.3f}, recall {recall(some, proven):.3f}"
        )
    for one in of:
        name = one.name
        if not name.held_out and not one.right and (one.given or name.wikidata in proven):
            print(f"{name.article:36} {name.begin:5} {name.text:28} {name.wikidata} got {one.given}")


if __name__ == "__main__":
    main()
