"""Statements across articles: each reporting clause is one, unless it repeats another word for word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.model import Extraction, Membership, Statement, StatementReport
from kg.resolve.codes import statement_codes
from kg.resolve.days import Window, window
from kg.resolve.evidence import Library, best_date, factuality
from kg.resolve.names import distinct, evidence_key, short_hash
from kg.resolve.partition import Partition
from kg.resolve.places import Atlas
from kg.resolve.roster import Ref, Roster
from kg.resolve.text import content_words, fold, likeness, slug

_DENIAL = "016"  # CAMEO: deny responsibility
# "Not", "won't", "no troops", "without": with one more of them the same words say the opposite.
_NEGATION = re.compile(r"\b(?:not|no|never|nobody|none|nothing|neither|nor|without|cannot)\b|n[’']t\b", re.I)
_SAME_WORDS = 0.9
_FEWEST_WORDS = 4

Block = tuple[frozenset[str], str, str]
"""Some speakers, and two words that they used, or all of them."""


@dataclass(frozen=True, slots=True)
class Said:
    """The canonical statements, what each report has become, and the evidence keys for kept names.

    `candidates`: statement id → what its id was made of (see `kg.resolve.names.distinct`).
    """

    statements: tuple[Statement, ...]
    of_report: Mapping[Ref, str]
    evidence: Mapping[str, tuple[str, ...]]
    candidates: Mapping[str, tuple[str, ...]]


def gather(
    extractions: Sequence[Extraction],
    library: Library,
    atlas: Atlas,
    of_report: Mapping[Ref, Sequence[str]],
    wrong: frozenset[Ref] = frozenset(),
) -> Said:
    """The statements of all articles; `of_report` says which event each strike or action report is."""
    reports = {
        (x.article, s.key): s for x in extractions for s in x.statements if (x.article, s.key) not in wrong
    }
    ordered = sorted(repeated(reports, library.roster), key=lambda g: g[0])
    evidence = [evidence_keys(g, reports) for g in ordered]
    candidates = [path(g, reports, keys, library.roster) for g, keys in zip(ordered, evidence, strict=True)]
    names = distinct(candidates)
    statement_of = {ref: name for name, g in zip(names, ordered, strict=True) for ref in g}
    places = {(x.article, p.key): atlas.ids[(x.article, p.key)] for x in extractions for p in x.places}
    referents = Referents(library.roster, atlas, places, of_report, statement_of)
    statements = tuple(
        statement(name, g, reports, library, referents) for name, g in zip(names, ordered, strict=True)
    )
    return Said(
        statements,
        statement_of,
        dict(zip(names, evidence, strict=True)),
        dict(zip(names, candidates, strict=True)),
    )


def evidence_keys(refs: Sequence[Ref], reports: Mapping[Ref, StatementReport]) -> tuple[str, ...]:
    """The keys under which the name of a group's statement is kept."""
    keys = set()
    for ref in refs:
        span = reports[ref].mention.span
        key = evidence_key("Statement", ref[0], span.begin, span.end)
        keys.add(f"{key}@{reports[ref].content_span.begin}")
    return tuple(sorted(keys))


def repeated(reports: Mapping[Ref, StatementReport], roster: Roster) -> list[list[Ref]]:
    """Groups of reports that give the same speaker the same words, each group in order."""
    words = {ref: content_words(r.content) for ref, r in reports.items()}
    senses = {ref: _sense(r) for ref, r in reports.items()}
    speakers = {ref: frozenset(roster.find(ref[0], r.speakers)) for ref, r in reports.items()}
    days = {ref: window(r.when) for ref, r in reports.items()}
    groups: Partition[Ref] = Partition(sorted(reports))
    blocks: dict[Block, list[Ref]] = defaultdict(list)
    for ref in sorted(reports):
        for key in blocks_of(words[ref], speakers[ref]):
            block = blocks[key]
            alike = (e for e in block if senses[ref] == senses[e] and _same(ref, e, words, days))
            if not any(groups.join(earlier, ref) for earlier in alike):
                block.append(ref)
    return [sorted(g, key=lambda r: (r[0], reports[r].mention.span, r)) for g in groups.groups()]


def _sense(report: StatementReport) -> tuple[bool, int]:
    """Whether something is denied, and how many words in it say no: the words that content words leave out."""
    return report.cameo == _DENIAL, len(_NEGATION.findall(report.content))


def blocks_of(words: frozenset[str], speakers: frozenset[str]) -> list[Block]:
    """Where a statement of these words is looked for: with the same speakers and two of its longest three words.

    Near-identical texts share most of their long words. Of few words nine in ten are all of them.
    """
    if len(words) < _FEWEST_WORDS or not speakers:
        return []
    if (len(words) - 1) / len(words) < _SAME_WORDS and len(words) / (len(words) + 1) < _SAME_WORDS:
        return [(speakers, "", " ".join(sorted(words)))]
    longest = sorted(words, key=lambda w: (-len(w), w))[:3]
    return [(speakers, one, other) for one, other in combinations(longest, 2)]


def _same(a: Ref, b: Ref, words: Mapping[Ref, frozenset[str]], days: Mapping[Ref, Window | None]) -> bool:
    x, y = days[a], days[b]
    return (x is None or y is None or x.overlaps(y)) and likeness(words[a], words[b]) >= _SAME_WORDS


@dataclass(frozen=True, slots=True)
class Referents:
    """What the local keys that statements are about refer to: actors, places, events, other statements.

    `events` are those that each report of a strike or an act has become, `statements` those of the other reports.
    """

    roster: Roster
    atlas: Atlas
    places: Mapping[Ref, str]
    events: Mapping[Ref, Sequence[str]]
    statements: Mapping[Ref, str]

    def of(self, ref: Ref) -> Sequence[str]:
        """The nodes of a local key; of a place the state that it is, since places are no topic."""
        if ref in self.roster.ids:
            return (self.roster.ids[ref],)
        if ref in self.events:
            return self.events[ref]
        if ref in self.statements:
            return (self.statements[ref],)
        entry = self.atlas.sites[self.places[ref]].entry if ref in self.places else None
        return (self.roster.states[entry],) if entry and entry in self.roster.states else ()


def statement(
    name: str,
    refs: Sequence[Ref],
    reports: Mapping[Ref, StatementReport],
    library: Library,
    referents: Referents,
) -> Statement:
    """The statement that some reports, in order, are."""
    first = reports[refs[0]]
    roster = library.roster
    speakers = roster.find(refs[0][0], first.speakers)
    members = tuple(
        Membership(
            library.mention(reports[r].mention),
            1.0
            if r == refs[0]
            else round(likeness(content_words(first.content), content_words(reports[r].content)), 2),
            "first report" if r == refs[0] else "same speaker, near the same words",
        )
        for r in refs
    )
    about: dict[str, None] = {}
    for article, key in refs:
        for local in reports[(article, key)].about:
            about.update(dict.fromkeys(referents.of((article, local))))
    about.pop(name, None)
    who = ", ".join(roster.actors[s].label for s in speakers) or "Somebody"
    does = f"{who} denied" if first.cameo == _DENIAL else who
    quotations = [q for r in refs if (q := reports[r].quotation)]
    cameo = {c for r in refs if (c := reports[r].cameo)}
    return Statement(
        id=name,
        label=f"{does}: {_short(first.content)}",
        articles=tuple(sorted({a for a, _ in refs})),
        members=members,
        factuality=factuality(reports[r].mention for r in refs),
        confidence=round(sum(m.score for m in members) / len(members), 2),
        when=best_date(w for r in refs if (w := reports[r].when) is not None),
        speakers=speakers,
        addressees=tuple(
            sorted(
                {a for art, k in refs for a in roster.find(art, reports[(art, k)].addressees)} - set(speakers)
            )
        ),
        about=tuple(sorted(about)),
        content=first.content,
        quotation=max(quotations, key=lambda q: (len(q), q)) if quotations else None,
        codes=statement_codes(next(iter(cameo)) if len(cameo) == 1 else None),
    )


def _short(content: str, limit: int = 90) -> str:
    """The content, cut at a word when it is long for a label."""
    if len(content) <= limit:
        return content
    return content[:limit].rsplit(" ", 1)[0] + " …"


def path(
    refs: Sequence[Ref], reports: Mapping[Ref, StatementReport], keys: Sequence[str], roster: Roster
) -> tuple[str, ...]:
    """The path of a statement and what to add to it, in turn, where several would have the same."""
    first = reports[refs[0]]
    speakers = roster.find(refs[0][0], first.speakers)
    who = slug(roster.actors[speakers[0]].label, 30) if speakers else "unknown"
    words = [w for w in fold(first.content).split() if w in content_words(first.content)][:6]
    what = slug(" ".join(words), 50)
    return (
        f"statement/{who}-{what}" if what else f"statement/{who}",
        slug(refs[0][0], 40),
        short_hash("|".join(keys)),
    )
