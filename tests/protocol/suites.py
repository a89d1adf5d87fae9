"""The W3C test suites (https://github.com/w3c/rdf-tests) as they stand in ../shared/rdf-tests beside the
project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[3] / "shared" / "rdf-tests" / "sparql"
BASE = "http://test.example/"
needed = pytest.mark.skipif(not ROOT.is_dir(), reason="the W3C suites are not in ../shared/rdf-tests")

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph


def url_of(path: Path) -> str:
    """The IRI that stands for a file of the suites."""
    return BASE + path.relative_to(ROOT).as_posix()


def file_of(url: str) -> Path:
    """The file for which an IRI stands."""
    return ROOT / url.removeprefix(BASE)


class Manifest:
    """A manifest and those it includes, as one graph."""

    def __init__(self, path: Path) -> None:
        self.store = ox.Store()
        self._load(path)

    def _load(self, path: Path) -> None:
        self.store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=url_of(path))
        for included in self.values(ox.NamedNode(url_of(path)), f"{MF}include"):
            for member in self.list(included):
                self._load(file_of(str(member)[1:-1]))

    def values(self, node: Node, term: str) -> list[Node]:
        """The objects of a property."""
        return [q.object for q in self.store.quads_for_pattern(node, ox.NamedNode(term), None, None)]  # type: ignore[arg-type]

    def value(self, node: Node, term: str) -> Node | None:
        """The one object of a property."""
        return next(iter(self.values(node, term)), None)

    def text(self, node: Node, term: str) -> str | None:
        """The lexical value of a property's object."""
        found = self.value(node, term)
        return found.value if isinstance(found, ox.Literal | ox.NamedNode) else None

    def list(self, node: Node | None) -> list[Node]:
        """The members of an RDF list."""
        members: list[Node] = []
        while node is not None and str(node) != f"<{_RDF}nil>":
            first = self.value(node, f"{_RDF}first")
            assert first is not None
            members.append(first)
            node = self.value(node, f"{_RDF}rest")
        return members

    def tests(self, *kinds: str) -> Iterator[ox.NamedNode]:
        """The entries of these types, by IRI; what a manifest describes but does not list is no test."""
        listed = {
            member
            for q in self.store.quads_for_pattern(None, ox.NamedNode(f"{MF}entries"), None, None)
            for member in self.list(q.object)
        }
        found = listed & {
            q.subject
            for kind in kinds
            for q in self.store.quads_for_pattern(
                None, ox.NamedNode(f"{_RDF}type"), ox.NamedNode(MF + kind), None
            )
        }
        yield from sorted((t for t in found if isinstance(t, ox.NamedNode)), key=str)


@dataclass(frozen=True)
class HttpExchange:
    """A request of a protocol test and what must come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None
    expected_type: str | None
    expected_body: str | None


def exchanges(manifest: Manifest, test: Node) -> list[HttpExchange]:
    """The requests of a protocol or graph store test, in order."""
    action = manifest.value(test, f"{MF}action")
    assert action is not None
    return [_exchange(manifest, r) for r in manifest.list(manifest.value(action, f"{HT}requests"))]


def _exchange(manifest: Manifest, request: Node) -> HttpExchange:
    response = manifest.value(request, f"{HT}resp")
    assert response is not None
    content = manifest.value(request, f"{HT}body")
    body = None
    if content is not None:
        encoding = manifest.text(content, f"{CNT}characterEncoding") or "UTF-8"
        body = (manifest.text(content, f"{CNT}chars") or "").encode(encoding)
    expected = manifest.value(response, f"{HT}body")
    boolean = manifest.text(response, f"{MF}expectedBoolean")
    return HttpExchange(
        method=manifest.text(request, f"{HT}methodName") or "",
        path=manifest.text(request, f"{HT}absolutePath") or "",
        headers=_headers(manifest, request),
        body=body,
        statuses=frozenset(
            str(s).rsplit("#", 1)[1][:-1] for s in manifest.values(response, f"{MF}expectedStatus")
        ),
        boolean=None if boolean is None else boolean == "true",
        format=manifest.text(response, f"{MF}expectedFormat"),
        expected_type=_headers(manifest, response).get("content-type"),
        expected_body=manifest.text(expected, f"{CNT}chars") if expected is not None else None,
    )


def _headers(manifest: Manifest, node: Node) -> dict[str, str]:
    return {
        (manifest.text(header, f"{HT}fieldName") or "").lower(): manifest.text(header, f"{HT}fieldValue")
        or ""
        for header in manifest.list(manifest.value(node, f"{HT}headers"))
    }


_NAMED = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}


def status_fits(status: int, expected: frozenset[str]) -> bool:
    """True when a status is one of those that a test allows ("StatusCode2xx", "NotFound")."""
    return any(
        str(status)[0] == name.removeprefix("StatusCode")[0]
        if name.startswith("StatusCode")
        else _NAMED[name] == status
        for name in expected
    )


@cache
def manifest(name: str) -> Manifest:
    """The manifest of a folder of the suites, such as "sparql11/protocol"."""
    return Manifest(ROOT / name / "manifest.ttl")


def canonical(triples: Iterable[ox.Triple]) -> set[ox.Quad]:
    """The triples with blank nodes named by what is said of them, so that equal graphs are equal sets."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)
