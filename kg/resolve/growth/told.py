"""Statements, counts and answers in a graph that grows: which are touched, and what they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from kg.model import ActionReport, CasualtyClaim, CasualtyReport, StatementReport, StrikeReport
from kg.resolve import claims, statements
from kg.resolve.chains import may_answer
from kg.resolve.claims import Claimed, TollKey
from kg.resolve.evidence import Library
from kg.resolve.growth.events import Events, Shelf
from kg.resolve.growth.ledger import Entangled, Ledger
from kg.resolve.roster import Ref
from kg.resolve.text import content_words

_MOST = 5_000


def said_node(ref: Ref) -> str:
    """The ledger's name for the statement that a report opens."""
    return f"s{ref[0]}\1{ref[1]}"


def block_text(block: statements.Block) -> str:
    """A block of statements as the ledger holds it."""
    speakers, one, other = block
    return "\t".join((*sorted(speakers), "", one, other))


class Statements:
    """The statements that the ledger holds, by node."""

    def __init__(self, ledger: Ledger, shelf: Shelf, library: Library) -> None:
        self._ledger = ledger
        self._shelf = shelf
        self._library = library
        self._left: set[str] = set()

    @property
    def gone(self) -> set[str]:
        """The nodes that no report is part of any more."""
        return {node for node in self._left if not self.reports(node)}

    def leave(self, articles: Iterable[str]) -> set[str]:
        """Take the statements of articles out; the nodes that have lost a report and have others."""
        nodes = self.of_articles(articles)
        blocks: set[str] = set()
        for article in articles:
            rows = self._ledger.rows("SELECT DISTINCT block FROM block WHERE article = ?", article)
            blocks |= {block for (block,) in rows}
            self._ledger.drop("said", "article", [article])
            self._ledger.drop("block", "article", [article])
        around, node_of = self._around({}, blocks)
        met: set[str] = set()
        for group in statements.repeated(around, self._library.roster):
            known = {node_of[ref] for ref in group}
            if len(known) > 1 or known & met:
                raise Entangled("statements become one, or one becomes two")
            met |= known
        self._left |= nodes
        return nodes - self.gone

    def take(self, articles: Iterable[str]) -> set[str]:
        """Take the statements of new articles in; the nodes that are new or have gained a report."""
        new: dict[Ref, StatementReport] = {}
        for article in sorted(articles):
            new |= {(article, report.key): report for report in self._shelf.extractions[article].statements}
        blocks = {block for ref, report in new.items() for block in self._note(ref, report)}
        around, node_of = self._around(new, blocks)
        changed = set()
        met: set[str] = set()
        for group in statements.repeated(around, self._library.roster):
            known = sorted({node_of[ref] for ref in group if ref in node_of})
            if met & set(known):
                raise Entangled("one statement becomes two")
            met |= set(known)
            if len(known) == 1 and not any(ref in new for ref in group):
                continue
            node = known[0] if known else self._new_node(group[0])
            self._left |= set(known[1:])
            changed.add(node)
            self._ledger.put("said", ((*ref, node) for ref in group))
        return changed

    def _new_node(self, ref: Ref) -> str:
        """A name that no statement has: a report may have opened one that others have kept since it went."""
        node = said_node(ref)
        while self.reports(node):
            node += "\1"
        return node

    def read_again(self, articles: Iterable[str]) -> None:
        """Find the statements of articles under the names that their speakers have now."""
        for article in articles:
            self._ledger.drop("block", "article", [article])
            for report in self._shelf.extractions[article].statements:
                self._note((article, report.key), report)

    def _around(
        self, new: Mapping[Ref, StatementReport], blocks: Iterable[str]
    ) -> tuple[dict[Ref, StatementReport], dict[Ref, str]]:
        """The new reports, and all that stand in some blocks, or in one with these, and so on; the nodes of those."""
        around = dict(new)
        node_of: dict[Ref, str] = {}
        pending = set(blocks)
        seen: set[str] = set()
        while pending:
            block = pending.pop()
            seen.add(block)
            met = list(self._ledger.rows("SELECT article, key FROM block WHERE block = ?", block))
            self._shelf.load(article for article, _ in met)
            for ref in met:
                if ref in around:
                    continue
                report = self._library.reports[ref]
                assert isinstance(report, StatementReport)
                around[ref] = report
                (node_of[ref],) = self._ledger.rows(
                    "SELECT node FROM said WHERE article = ? AND key = ?", *ref
                )[0]
                rows = self._ledger.rows("SELECT block FROM block WHERE article = ? AND key = ?", *ref)
                pending |= {b for (b,) in rows} - seen
            if len(around) > _MOST:
                raise Entangled("too many statements have the words of one that is new")
        # A statement is regrouped whole.
        for node in set(node_of.values()):
            if any(ref not in around for ref in self.reports(node)):
                raise Entangled("a statement holds reports that share no words with it")
        return around, node_of

    def _note(self, ref: Ref, report: StatementReport) -> list[str]:
        speakers = frozenset(self._library.roster.find(ref[0], report.speakers))
        blocks = [block_text(b) for b in statements.blocks_of(content_words(report.content), speakers)]
        self._ledger.put("block", ((block, *ref) for block in blocks))
        return blocks

    def of_articles(self, articles: Iterable[str]) -> set[str]:
        """The nodes that some articles report."""
        return {
            node
            for article in articles
            for (node,) in self._ledger.rows("SELECT node FROM said WHERE article = ?", article)
        }

    def reports(self, node: str) -> list[Ref]:
        """A statement's reports."""
        return self._ledger.rows("SELECT article, key FROM said WHERE node = ?", node)

    def ordered(self, node: str) -> tuple[list[Ref], dict[Ref, StatementReport]]:
        """A statement's reports in order, and what each says."""
        refs = self.reports(node)
        self._shelf.load(article for article, _ in refs)
        reports: dict[Ref, StatementReport] = {}
        for ref in refs:
            report = self._library.reports[ref]
            assert isinstance(report, StatementReport)
            reports[ref] = report
        return sorted(refs, key=lambda r: (r[0], reports[r].mention.span, r)), reports

    def evidence(self, node: str) -> tuple[str, ...]:
        """The keys under which the statement's name is kept."""
        return statements.evidence_keys(*self.ordered(node))

    def candidate(self, node: str) -> tuple[str, ...]:
        """What the statement's name is made of."""
        refs, reports = self.ordered(node)
        return statements.path(refs, reports, self.evidence(node), self._library.roster)


class Counts:
    """The counts of casualties that the ledger holds: nodes, in units of the strikes that they count for."""

    def __init__(
        self, ledger: Ledger, shelf: Shelf, library: Library, events: Events, fresh: Mapping[int, str]
    ) -> None:
        self._ledger = ledger
        self._shelf = shelf
        self._library = library
        self._events = events
        self._fresh = fresh
        self._claims: dict[str, dict[str, tuple[TollKey, list[Claimed]]]] = {}

    def take(self, articles: Iterable[str]) -> tuple[set[str], set[str]]:
        """Take in what articles count as things are now; the units touched, and the nodes that are gone."""
        touched: set[str] = set()
        held: set[str] = set()
        for article in sorted(articles):
            rows = self._ledger.rows("SELECT unit, node FROM claim WHERE article = ?", article)
            touched |= {unit for unit, _ in rows}
            held |= {node for _, node in rows}
            self._ledger.drop("claim", "article", [article])
            self._shelf.load([article])
            now = [(ref, *self._place(ref, claim)) for ref, claim in self._of_article(article)]
            self._ledger.put("claim", ((*ref, unit, node) for ref, unit, node, _ in now))
            for _, unit, _, numbers in now:
                touched.add(unit)
                self._ledger.put("counted", ((number, unit) for number in numbers))
        gone = {n for n in held if self._ledger.row("SELECT 1 FROM claim WHERE node = ? LIMIT 1", n) is None}
        return touched, gone

    def _of_article(self, article: str) -> list[Claimed]:
        return [((article, claim.key), claim) for claim in self._shelf.extractions[article].casualties]

    def _place(self, ref: Ref, claim: CasualtyClaim) -> tuple[str, str, list[int]]:
        key, numbers = self._key(ref, claim)
        return (*toll_place(key, numbers), numbers)

    def _key(self, ref: Ref, claim: CasualtyClaim) -> tuple[TollKey, list[int]]:
        told = self._events.of_report(ref[0])
        names = {(ref[0], k): tuple(self._fresh[n] for n in told.get(k, ())) for k in claim.strikes}
        key = claims.toll_key(ref, claim, self._library, names)
        numbers = {n for k in claim.strikes for n in told.get(k, ()) if self._fresh[n] in key.strikes}
        return key, sorted(numbers)

    def units_of(self, numbers: Iterable[int]) -> set[str]:
        """The units that count for some strikes."""
        return {
            unit
            for number in numbers
            for (unit,) in self._ledger.rows("SELECT unit FROM counted WHERE cluster = ?", number)
        }

    def strikes_of(self, unit: str) -> list[int]:
        """The strikes that a unit counts for."""
        return [n for (n,) in self._ledger.rows("SELECT cluster FROM counted WHERE unit = ?", unit)]

    def units_of_articles(self, articles: Iterable[str]) -> set[str]:
        """The units that some articles count in."""
        return {
            unit
            for article in articles
            for (unit,) in self._ledger.rows("SELECT unit FROM claim WHERE article = ?", article)
        }

    def load(self, units: Iterable[str]) -> None:
        """Have the claims of units at hand."""
        rows = {
            unit: self._ledger.rows("SELECT article, key, node FROM claim WHERE unit = ?", unit)
            for unit in set(units) - self._claims.keys()
        }
        self._shelf.load(article for found in rows.values() for article, _, _ in found)
        for unit, found in rows.items():
            nodes: dict[str, tuple[TollKey, list[Claimed]]] = {}
            node_of = {(article, key): node for article, key, node in found}
            for article in sorted({article for article, _, _ in found}):
                for ref, claim in self._of_article(article):
                    if ref in node_of:
                        key, _ = self._key(ref, claim)
                        nodes.setdefault(node_of[ref], (key, []))[1].append((ref, claim))
            self._claims[unit] = nodes

    def candidate(self, key: TollKey, found: Sequence[Claimed]) -> tuple[str, ...]:
        """What a count's name is made of."""
        return claims.path(claims.draft(key, found, self._library), self.evidence(found), self._library)

    @staticmethod
    def evidence(found: Sequence[Claimed]) -> tuple[str, ...]:
        """The keys under which a count's name is kept."""
        return claims.evidence_keys(found)

    def articles_of(self, node: str) -> set[str]:
        """The articles that have a count."""
        return {a for (a,) in self._ledger.rows("SELECT DISTINCT article FROM claim WHERE node = ?", node)}

    def units_of_node(self, node: str) -> set[str]:
        """The unit of a count."""
        return {unit for (unit,) in self._ledger.rows("SELECT DISTINCT unit FROM claim WHERE node = ?", node)}

    def nodes(self, units: Iterable[str]) -> dict[str, tuple[TollKey, list[Claimed]]]:
        """The counts of units by node: what makes their claims one, and the claims."""
        units = sorted(units)
        self.load(units)
        return {node: found for unit in units for node, found in self._claims[unit].items()}

    def reports(self, units: Iterable[str], names: Mapping[str, str]) -> list[CasualtyReport]:
        """The counts of units as reports of these names, with what they revise."""
        out: list[CasualtyReport] = []
        for unit in sorted(units):
            drafts = [
                replace(claims.draft(key, found, self._library), id=names[node])
                for node, (key, found) in self.nodes([unit]).items()
            ]
            of = {a for draft in drafts for a in draft.articles}
            xs = [self._shelf.extractions[a] for a in sorted(of)]
            revised = claims.revisions(sorted(drafts, key=_first), self._shelf.articles, xs)
            out += [replace(draft, revises=revised.get(draft.id, ())) for draft in drafts]
        return out


def _first(report: CasualtyReport) -> tuple[object, ...]:
    return report.articles[0], report.mentions[0].span


def toll_place(key: TollKey, numbers: Sequence[int]) -> tuple[str, str]:
    """The unit and the node of a count for the strikes of these numbers."""
    rest = repr((key.source, key.deaths, key.injuries, sorted(key.victims)))
    strikes = " ".join(map(str, sorted(numbers)))
    node = f"t{strikes} {blake2b(rest.encode(), digest_size=12).hexdigest()}"
    return strikes or node, node


class Answers:
    """Which event is said to answer which, by whom."""

    def __init__(self, ledger: Ledger, shelf: Shelf, events: Events) -> None:
        self._ledger = ledger
        self._shelf = shelf
        self._events = events

    def take(self, articles: Iterable[str]) -> set[int]:
        """Take in what articles say as things are now; the events of which more or less is said."""
        touched: set[int] = set()
        for article in sorted(articles):
            rows = self._ledger.rows("SELECT later, earlier FROM answer WHERE article = ?", article)
            now = answer_rows(article, self._reports(article), self._events.of_report(article))
            touched |= {n for row in (*rows, *now) for n in row[:2]}
            self._ledger.drop("answer", "article", [article])
            self._ledger.put("answer", now)
        return touched

    def _reports(self, article: str) -> list[StrikeReport | ActionReport]:
        self._shelf.load([article])
        x = self._shelf.extractions[article]
        return [*x.strikes, *x.actions]

    def forget(self, number: int) -> None:
        """An event is there no more."""
        self._ledger.drop("answer", "later", [number])
        self._ledger.drop("answer", "earlier", [number])

    def around(self, numbers: Iterable[int]) -> set[int]:
        """The events that answer one of these, and these."""
        found = set(numbers)
        for number in list(found):
            found |= {
                n for (n,) in self._ledger.rows("SELECT DISTINCT later FROM answer WHERE earlier = ?", number)
            }
            found |= {
                n for (n,) in self._ledger.rows("SELECT DISTINCT earlier FROM answer WHERE later = ?", number)
            }
        return found

    def of(self, number: int) -> list[int]:
        """The events that an event answers."""
        said = self._said(number)
        return [
            earlier for earlier, refs in said.items() if len(refs) > len(self._said(earlier).get(number, ()))
        ]

    def _said(self, number: int) -> dict[int, set[Ref]]:
        out: dict[int, set[Ref]] = defaultdict(set)
        query = "SELECT earlier, article, key, several FROM answer WHERE later = ?"
        for earlier, article, key, several in self._ledger.rows(query, number):
            if may_answer(self._events.draft(number), self._events.draft(earlier), several=bool(several)):
                out[earlier].add((article, key))
        return out


def answer_rows(
    article: str,
    reports: Iterable[StrikeReport | ActionReport],
    of_report: Mapping[str, Sequence[int]],
) -> list[tuple[int, int, str, str, int]]:
    """What one article says of which event answers which: later, earlier, article, report, of several strikes."""
    found = {}
    for report in reports:
        mine = of_report.get(report.key, ())
        for key in report.in_response_to:
            for earlier in of_report.get(key, ()):
                for later in mine:
                    if later != earlier:
                        found[(later, earlier, article, report.key)] = int(len(mine) > 1)
    return [(*row, several) for row, several in found.items()]
