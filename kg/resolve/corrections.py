"""A person's decisions, kept in `corrections.toml` beside the articles and applied in every build.

    [[correction]]
    verdict = "same-event"
    nodes = ["strike/2024-01-16-iran-pakistan", { article = "003.txt", quote = "the missile attack" }]
    author = "A. Smith"
    date = 2024-02-01
    target = "Q794"                 # link and never-link only

The verdicts: same-event, different-event, same-actor, different-actor, wrong-report, link, never-link.

A node is named by its id, or, which survives every change of names, by words of an article: the report or
the actor whose mention stands in them. A decision whose nodes cannot be found is handed back with the reason;
nothing is dropped silently.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from kg.errors import InputProblem
from kg.model import ActionReport, CasualtyClaim, Extraction, Mention, StatementReport, StrikeReport
from kg.resolve.names import KeptNames, short_hash
from kg.resolve.roster import Ref
from kg.resolve.within import Apart, nothing_apart


class Verdict(StrEnum):
    """What a person can decide."""

    SAME_EVENT = "same-event"
    DIFFERENT_EVENT = "different-event"
    SAME_ACTOR = "same-actor"
    DIFFERENT_ACTOR = "different-actor"
    WRONG_REPORT = "wrong-report"
    LINK = "link"
    NEVER_LINK = "never-link"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one article that hold the mention of what is meant."""

    article: str
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of corrections.toml."""

    verdict: Verdict
    nodes: tuple[str | Quote, ...]
    author: str
    date: str
    target: str | None = None
    note: str = ""

    @property
    def id(self) -> str:
        """The node id of the decision: a function of what it says."""
        return f"correction/{self.verdict.value}-{short_hash(repr(self))}"

    @property
    def meant(self) -> str:
        """What it is about, as the person named it: "“the raid” in 003.txt; strike/2024-01-16-iran-pakistan"."""
        named = (n if isinstance(n, str) else f"“{n.words}” in {n.article}" for n in self.nodes)
        return "; ".join((*named, *([self.target] if self.target else [])))

    @property
    def basis(self) -> str:
        """Whose word it is, for a link's basis."""
        return f"corrections.toml: {self.author}, {self.date}"


@dataclass(frozen=True, slots=True)
class Unapplied:
    """A decision that could not be applied, and why."""

    decision: Decision
    reason: str


_PAIRS = {Verdict.SAME_EVENT, Verdict.DIFFERENT_EVENT, Verdict.SAME_ACTOR, Verdict.DIFFERENT_ACTOR}
_KEYS = {"verdict", "nodes", "author", "date", "target", "note"}


def load(path: Path) -> tuple[Decision, ...]:
    """The decisions in a file; () when there is none. Raises InputProblem that names the entry at fault."""
    if not path.is_file():
        return ()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputProblem(
            f"{path.name} is not TOML: {error}", "see docs/corrections.md for its form"
        ) from error
    entries = content.get("correction", [])
    unknown = sorted(set(content) - {"correction"})
    if unknown or not isinstance(entries, list):
        raise InputProblem(
            f"{path.name}: only [[correction]] tables are known, not {unknown or 'a single table'}"
        )
    return tuple(_decision(entry, f"{path.name}, correction {i}") for i, entry in enumerate(entries, 1))


def _decision(entry: Mapping[str, object], where: str) -> Decision:
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise InputProblem(f"{where}: unknown key {unknown[0]!r}", f"known are {', '.join(sorted(_KEYS))}")
    try:
        verdict = Verdict(str(entry.get("verdict")))
    except ValueError as error:
        known = ", ".join(Verdict)
        raise InputProblem(f"{where}: no verdict {entry.get('verdict')!r}", f"known are {known}") from error
    raw = entry.get("nodes", [])
    nodes = tuple(_node(n, where) for n in (raw if isinstance(raw, list) else [raw]))
    if len(nodes) < (2 if verdict in _PAIRS else 1):
        raise InputProblem(f"{where}: {verdict.value} needs {'two nodes' if verdict in _PAIRS else 'a node'}")
    author, day = entry.get("author"), entry.get("date")
    if not author or not isinstance(author, str) or not isinstance(day, date | str):
        raise InputProblem(
            f"{where}: author and date are missing", "a decision is recorded with who made it and when"
        )
    target = entry.get("target")
    if target is not None and not re.fullmatch(r"Q[1-9]\d*", str(target)):
        raise InputProblem(f"{where}: {target!r} is no Wikidata id", 'it looks like "Q794"')
    if verdict is Verdict.LINK and target is None:
        raise InputProblem(f"{where}: link needs a target", 'target = "Q794"')
    try:
        decided = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError as error:
        raise InputProblem(f"{where}: {day!r} is no day", "write it as 2024-02-01") from error
    return Decision(
        verdict,
        nodes,
        author,
        decided.isoformat(),
        None if target is None else str(target),
        str(entry.get("note", "")),
    )


def _node(value: object, where: str) -> str | Quote:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and set(value) == {"article", "quote"}:
        return Quote(str(value["article"]), str(value["quote"]))
    raise InputProblem(
        f"{where}: {value!r} names no node", 'write "strike/…" or { article = "…", quote = "…" }'
    )


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the decisions ask of resolving, in terms of reports and local actors."""

    same_event: tuple[tuple[Ref, Ref], ...] = ()
    different_event: tuple[tuple[frozenset[Ref], frozenset[Ref]], ...] = ()
    same_actor: tuple[tuple[Ref, Ref], ...] = ()
    different_actor: tuple[tuple[Ref, Ref], ...] = ()
    wrong: frozenset[Ref] = frozenset()
    touched: Mapping[Decision, tuple[Ref, ...]] = field(default_factory=dict)
    unapplied: tuple[Unapplied, ...] = ()

    def apart(self) -> Apart:
        """The question whether a report may join a group of reports."""
        if not self.different_event:
            return nothing_apart
        against: dict[Ref, set[Ref]] = {}
        for one, other in self.different_event:
            for ref in one:
                against.setdefault(ref, set()).update(other)
            for ref in other:
                against.setdefault(ref, set()).update(one)
        return lambda ref, group: not against.get(ref, frozenset()).isdisjoint(group)


@dataclass(frozen=True, slots=True)
class Directory:
    """Where nodes are found: what each id of the uncorrected build stands for, and all mentions by article.

    `evidence`: node id → the keys under which its name is kept.
    """

    refs: Mapping[str, tuple[Ref, ...]]
    evidence: Mapping[str, tuple[str, ...]]
    extractions: Mapping[str, Extraction]

    def find(self, node: str | Quote, kept: KeptNames) -> frozenset[Ref]:
        """The reports, claims and local actors that a node stands for; empty when there are none."""
        if isinstance(node, Quote):
            return self._quoted(node)
        if node in self.refs:
            return frozenset(self.refs[node])
        alias = {n for n, keys in self.evidence.items() if any(kept.reports.get(k) == node for k in keys)}
        return frozenset(ref for n in alias for ref in self.refs[n])

    def _quoted(self, quote: Quote) -> frozenset[Ref]:
        extraction = self.extractions.get(quote.article)
        if extraction is None:
            return frozenset()
        found: set[Ref] = set()
        for report in _told_in(extraction):
            if _holds(report.mention, quote.words):
                found.add((quote.article, report.key))
        for actor in extraction.actors:
            if quote.words in (actor.name, *actor.surfaces):
                found.add((quote.article, actor.key))
        return frozenset(found)

    def why_not(self, node: str | Quote) -> str:
        """Why `find` finds nothing, in words: with the mention that a quote has only a part of."""
        if isinstance(node, str):
            return f"nothing in the graph is {node}"
        extraction = self.extractions.get(node.article)
        if extraction is None:
            return f"there is no article {node.article}"
        said = {r.mention.span.text for r in _told_in(extraction) if node.words in r.mention.span.text}
        whole = f"; it must hold a mention whole: “{min(said, key=lambda w: (len(w), w))}”" if said else ""
        return f"nothing in the graph is “{node.words}” in {node.article}{whole}"


def _told_in(
    extraction: Extraction,
) -> tuple[StrikeReport | ActionReport | StatementReport | CasualtyClaim, ...]:
    return (*extraction.strikes, *extraction.actions, *extraction.statements, *extraction.casualties)


def _holds(mention: Mention, words: str) -> bool:
    """True when the words are the mention's, or hold it within its sentence."""
    return words == mention.span.text or (mention.span.text in words and words in mention.sentence.text)


def interpret(decisions: Sequence[Decision], directory: Directory, kept: KeptNames) -> Constraints:
    """The constraints that the decisions make on a build."""
    same_event: list[tuple[Ref, Ref]] = []
    different: list[tuple[frozenset[Ref], frozenset[Ref]]] = []
    same_actor: list[tuple[Ref, Ref]] = []
    different_actor: list[tuple[Ref, Ref]] = []
    wrong: set[Ref] = set()
    touched: dict[Decision, tuple[Ref, ...]] = {}
    unapplied: list[Unapplied] = []
    actor_keys = {(x.article, a.key) for x in directory.extractions.values() for a in x.actors}
    for decision in decisions:
        about_actors = decision.verdict in (Verdict.SAME_ACTOR, Verdict.DIFFERENT_ACTOR)
        sets = []
        for node in decision.nodes:
            refs = directory.find(node, kept)
            if decision.verdict not in (Verdict.LINK, Verdict.NEVER_LINK):
                refs = frozenset(r for r in refs if (r in actor_keys) == about_actors)
            if not refs:
                unapplied.append(Unapplied(decision, directory.why_not(node)))
            sets.append(refs)
        if not all(sets):
            continue
        touched[decision] = tuple(sorted(frozenset().union(*sets)))
        match decision.verdict:
            case Verdict.SAME_EVENT:
                same_event += _chain(sets)
            case Verdict.SAME_ACTOR:
                same_actor += [
                    *_chain(sets),
                    *(p for s in sets for p in _chain([frozenset({r}) for r in sorted(s)])),
                ]
            case Verdict.DIFFERENT_EVENT:
                different += [(a - b, b) for i, a in enumerate(sets) for b in sets[i + 1 :]]
            case Verdict.DIFFERENT_ACTOR:
                different_actor += [
                    (x, y)
                    for i, a in enumerate(sets)
                    for b in sets[i + 1 :]
                    for x in sorted(a - b)
                    for y in sorted(b)
                ]
            case Verdict.WRONG_REPORT:
                wrong |= frozenset().union(*sets)
            case Verdict.LINK | Verdict.NEVER_LINK:
                pass
    return Constraints(
        tuple(same_event),
        tuple(different),
        tuple(same_actor),
        tuple(different_actor),
        frozenset(wrong),
        touched,
        tuple(unapplied),
    )


def _chain(sets: Sequence[Iterable[Ref]]) -> list[tuple[Ref, Ref]]:
    firsts = [min(s) for s in sets]
    return list(pairwise(firsts))
