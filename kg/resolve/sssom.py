"""Links as an SSSOM table (https://mapping-commons.github.io/sssom/), and what people decided on them.

`links.sssom.tsv` beside the articles is the reviewed truth. A row whose justification is manual curation is a
person's decision: accepted, or rejected where `predicate_modifier` is Not. Rules and online look-ups propose;
they never change a decision, and every build applies it:

    decisions = read(path)                             rows of the file
    knowledge, unapplied = apply(knowledge, decisions) accepted links certain, rejected ones gone
    write(path, rows_of(knowledge), base_iri)          everything, for review or for others
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputProblem
from kg.model import Actor, Knowledge, Link, Place
from kg.resolve.wikidata import ENTITY

FILE_NAME = "links.sssom.tsv"
NOT_FOUND = "sssom:NoTermFound"
SAME_AS, CLOSE_MATCH = "owl:sameAs", "skos:closeMatch"
MANUAL, BY_RULE = "semapv:ManualMappingCuration", "semapv:CompositeMatching"
_PREFIXES = {
    "wd": ENTITY,
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
}
_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "author_label",
    "mapping_date",
    "comment",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One link of one node. `node` is a path ("actor/pakistan"), `target` an IRI; None when none was found.

    `author` is set when a person decided; `rejected` says that it is not the same thing. `score` is the
    confidence that it is, 0 to 1, which SSSOM calls `confidence`.
    """

    node: str
    label: str
    target: str | None
    certain: bool = False
    score: float = 0.0
    basis: str = ""
    target_label: str = ""
    rejected: bool = False
    author: str | None = None
    date: str | None = None

    @property
    def decided(self) -> bool:
        """True for a person's decision, False for a proposal."""
        return self.author is not None


def rows_of(knowledge: Knowledge) -> tuple[Row, ...]:
    """A row for every link of every actor and place, and one without a target for those without a link."""
    rows: list[Row] = []
    entities: tuple[Actor | Place, ...] = (*knowledge.actors, *knowledge.places)
    for entity in entities:
        for link in entity.links:
            rows.append(Row(entity.id, entity.label, link.target, link.certain, link.score, link.basis))
        if not entity.links and entity.mentions:
            rows.append(Row(entity.id, entity.label, None, basis=f"{len(entity.mentions)} mentions, no link"))
    return tuple(rows)


def apply(knowledge: Knowledge, decisions: Iterable[Row]) -> tuple[Knowledge, tuple[Row, ...]]:
    """The knowledge with people's decisions in it, and the decisions whose node or link is no longer there.

    An accepted link is certain, with score 1, and takes the place of the node's other links to the same
    knowledge base; a rejected one is gone. Rows that no person signed change nothing.
    """
    by_node: dict[str, list[Row]] = {}
    for row in decisions:
        if row.decided and row.target is not None:
            by_node.setdefault(row.node, []).append(row)
    actors = tuple(replace(a, links=_decided(a.links, by_node.get(a.id, ()))) for a in knowledge.actors)
    places = tuple(replace(p, links=_decided(p.links, by_node.get(p.id, ()))) for p in knowledge.places)
    known = {a.id for a in actors} | {p.id for p in places}
    unapplied = tuple(row for node, rows in sorted(by_node.items()) if node not in known for row in rows)
    return replace(knowledge, actors=actors, places=places), unapplied


def _decided(links: tuple[Link, ...], rows: Sequence[Row]) -> tuple[Link, ...]:
    if not rows:
        return links
    rejected = {row.target for row in rows if row.rejected}
    accepted = tuple(
        Link(row.target, 1.0, True, f"{FILE_NAME}: {row.author}, {row.date or 'undated'}")
        for row in rows
        if row.target is not None and not row.rejected
    )
    bases = {_base(link.target) for link in accepted}
    rest = tuple(
        link for link in links if link.target not in rejected and not (bases and _base(link.target) in bases)
    )
    return accepted + rest


def _base(target: str) -> str:
    """The knowledge base of an IRI: all but its last segment."""
    return target[: max(target.rfind("/"), target.rfind("#")) + 1]


def decide(rows: Iterable[Row], verdict: Row) -> tuple[Row, ...]:
    """The rows with a person's verdict on one link in them, in place of what was said of it before.

    An acceptance also turns other acceptances of the node for that knowledge base into rejections, because a
    node is one thing. Raises ValueError for a verdict without an author or a target.
    """
    if not verdict.decided or verdict.target is None:
        raise ValueError("a verdict needs the name of the person who gives it and the link it is about")
    kept: list[Row] = []
    for row in rows:
        if (row.node, row.target) == (verdict.node, verdict.target):
            continue
        same_base = row.target is not None and _base(row.target) == _base(verdict.target)
        if (
            row.node == verdict.node
            and same_base
            and not verdict.rejected
            and row.decided
            and not row.rejected
        ):
            row = replace(row, rejected=True, author=verdict.author, date=verdict.date)
        kept.append(row)
    return tuple(sorted((*kept, verdict), key=_order))


def propose(rows: Iterable[Row], proposals: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with proposals added; what a person decided, and every link already there, stays as it is.

    A node that a person has given a certain link gets no further proposals for that knowledge base.
    """
    known = list(rows)
    there = {(row.node, row.target) for row in known}
    settled = {(r.node, _base(r.target)) for r in known if r.decided and not r.rejected and r.target}
    for row in proposals:
        if row.decided:
            raise ValueError(f"a proposal cannot be signed: {row.node} by {row.author}")
        if row.target is None or (row.node, row.target) in there or (row.node, _base(row.target)) in settled:
            continue
        there.add((row.node, row.target))
        known.append(row)
    found = {row.node for row in known if row.target is not None}
    return tuple(sorted((r for r in known if r.target is not None or r.node not in found), key=_order))


def _order(row: Row) -> tuple[str, bool, float, str]:
    return row.node, not row.decided, -row.score, row.target or ""


def dump(rows: Iterable[Row], base_iri: str) -> str:
    """The rows as an SSSOM TSV document; the same rows give the same text."""
    out = io.StringIO()
    out.write("#curie_map:\n")
    for prefix, iri in sorted({**_PREFIXES, "graph": base_iri}.items()):
        out.write(f"#  {prefix}: {iri}\n")
    out.write(
        "#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
        f"#mapping_set_id: {base_iri}graph/links\n"
    )
    out.write("#mapping_tool: conflict-kg\n")
    table = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    table.writerow(_COLUMNS)
    for row in sorted(rows, key=_order):
        table.writerow(
            (
                f"graph:{row.node}",
                row.label,
                SAME_AS if row.certain else CLOSE_MATCH,
                "Not" if row.rejected else "",
                NOT_FOUND if row.target is None else _curie(row.target),
                row.target_label,
                MANUAL if row.decided else BY_RULE,
                f"{row.score:.2f}" if row.target is not None else "",
                row.author or "",
                row.date or "",
                row.basis,
            )
        )
    return out.getvalue()


def _curie(target: str) -> str:
    return f"wd:{target.removeprefix(ENTITY)}" if target.startswith(ENTITY) else target


def parse(text: str, name: str = FILE_NAME) -> tuple[Row, ...]:
    """The rows of an SSSOM TSV document, as people edit it too. Raises InputProblem that names the line."""
    lines = text.splitlines()
    header = [line[1:] for line in lines if line.startswith("#")]
    prefixes = {**_PREFIXES, **_curie_map(header)}
    start = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    table = csv.DictReader(lines[start:], delimiter="\t")
    needed = {"subject_id", "predicate_id", "object_id", "mapping_justification"}
    if start < len(lines) and not needed <= set(table.fieldnames or ()):
        missing = ", ".join(sorted(needed - set(table.fieldnames or ())))
        raise InputProblem(f"{name} has no column {missing}", "SSSOM asks for them; see docs/linking.md")
    rows = []
    for cells in table:
        where = f"{name}, line {start + table.line_num}"
        rows.append(_row(cells, prefixes, where))
    return tuple(rows)


def _curie_map(header: Iterable[str]) -> dict[str, str]:
    """The prefixes of the header's curie_map, the one part of its YAML that the rows need."""
    found: dict[str, str] = {}
    inside = False
    for line in header:
        if not line.startswith((" ", "\t")):
            inside = line.strip() == "curie_map:"
        elif inside and ":" in line:
            prefix, _, iri = line.strip().partition(":")
            found[prefix.strip("\"' ")] = iri.strip(" \"'")
    return found


def _row(cells: dict[str, str | None], prefixes: dict[str, str], where: str) -> Row:
    get = {name: (value or "").strip() for name, value in cells.items() if name is not None}
    predicate = get["predicate_id"]
    if predicate not in (SAME_AS, CLOSE_MATCH, "skos:exactMatch"):
        raise InputProblem(f"{where}: “{predicate}” is no kind of link", f"use {SAME_AS} or {CLOSE_MATCH}")
    manual = get["mapping_justification"] == MANUAL
    author = get.get("author_label") or get.get("author_id") or get.get("reviewer_label") or ""
    if manual and not author:
        raise InputProblem(f"{where}: a decision without a name", "put who decided into author_label")
    score = get.get("confidence") or ("1" if manual else "0")
    try:
        confidence = float(score)
    except ValueError:
        raise InputProblem(f"{where}: “{score}” is no number", "confidence is a number from 0 to 1") from None
    if not 0 <= confidence <= 1:
        raise InputProblem(f"{where}: {score} is out of range", "confidence is a number from 0 to 1")
    return Row(
        node=_path(get["subject_id"], prefixes, where),
        label=get.get("subject_label", ""),
        target=None if get["object_id"] == NOT_FOUND else _expand(get["object_id"], prefixes, where),
        certain=predicate != CLOSE_MATCH,
        score=confidence,
        basis=get.get("comment", ""),
        target_label=get.get("object_label", ""),
        rejected=get.get("predicate_modifier", "").casefold() == "not",
        author=author if manual else None,
        date=get.get("mapping_date") or None,
    )


def _path(curie: str, prefixes: dict[str, str], where: str) -> str:
    """A node's path ("actor/…", "place/…") from a CURIE or an IRI, whatever the base IRI was."""
    iri = _expand(curie, prefixes, where)
    for room in ("actor/", "place/"):
        if (at := iri.rfind(f"/{room}")) >= 0:
            return iri[at + 1 :]
        if iri.startswith(room):
            return iri
    raise InputProblem(f"{where}: “{curie}” is no actor and no place", "write it like graph:actor/pakistan")


def _expand(curie: str, prefixes: dict[str, str], where: str) -> str:
    prefix, colon, local = curie.partition(":")
    if not colon:
        raise InputProblem(f"{where}: “{curie}” is no CURIE", "write it as prefix:name, as in wd:Q843")
    if local.startswith("//"):
        return curie
    if prefix not in prefixes:
        raise InputProblem(f"{where}: the prefix “{prefix}” is not declared", "add it to curie_map")
    return prefixes[prefix] + local


def read(path: Path) -> tuple[Row, ...]:
    """The rows of the file; () when there is none. Raises InputProblem for a malformed one."""
    return parse(path.read_text(encoding="utf-8"), path.name) if path.is_file() else ()


def write(path: Path, rows: Iterable[Row], base_iri: str) -> None:
    """Writes the rows in one step, so that a decision is never lost to a write that breaks off."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(dump(rows, base_iri), encoding="utf-8", newline="")
    partial.replace(path)
