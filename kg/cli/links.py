"""The command on links to Wikidata: kg link, which shows, decides, and asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    Settled,
    graph_option,
    json_option,
    output_option,
    pass_settled,
    plural,
    say,
    show_json,
    show_table,
    to_output,
)
from kg.errors import InputProblem, UsageProblem

if TYPE_CHECKING:
    from kg.model import Knowledge
    from kg.resolve.sssom import Row


_STATUSES = ("linked", "likely", "unlinked")


@dataclass(frozen=True, slots=True)
class Standing:
    """A node of the graph and how it is linked; `status` is "linked", "likely" or "unlinked"."""

    status: str
    mentions: int
    node: str
    label: str
    target: str | None
    score: float
    basis: str


@click.command(short_help="Show, decide and look for links to Wikidata.")
@graph_option
@click.option("--only", type=click.Choice(("linked", "likely", "unlinked")), help="Show only these.")
@click.option("--sssom", "as_sssom", is_flag=True, help="Write all links as an SSSOM table (TSV).")
@click.option("--accept", multiple=True, metavar="NODE=QID", help="Decide that NODE is QID; repeatable.")
@click.option("--reject", multiple=True, metavar="NODE=QID", help="Decide that NODE is not QID; repeatable.")
@click.option("--author", metavar="NAME", help="Who decides; needed with --accept and --reject.")
@click.option("--online", is_flag=True, help="Ask Wikidata for what is not certain; it only proposes.")
@click.option("--service", metavar="URL", help="Ask this W3C reconciliation service instead of Wikidata.")
@click.option("--contact", metavar="ADDRESS", help="An e-mail address or page of yours, sent with --online.")
@json_option
@output_option
@pass_settled
def link(
    settled: Settled,
    graph: Path | None,
    only: str | None,
    as_sssom: bool,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    author: str | None,
    online: bool,
    service: str | None,
    contact: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Show which actors and places are linked to Wikidata, which likely, and which not, by mentions.

    Decisions and proposals stand in links.sssom.tsv in the graph folder, for a person to review; a file of
    that name beside the articles is heeded by every build.
    """
    from kg.build import refresh
    from kg.corpus import Corpus
    from kg.publication import knowledge_of
    from kg.resolve import sssom

    folder = settled.graph(graph)
    table = folder / sssom.FILE_NAME
    if not (folder / "corpus.sqlite").is_file():
        raise InputProblem(f"there is no graph in {folder}", f"build one: kg build SOURCE --graph {folder}")
    with Corpus(folder) as corpus:
        knowledge = knowledge_of(corpus, folder)
        base_iri = corpus.setting("base_iri") or ""
    if accept or reject:
        _decide(table, knowledge, base_iri, accept, reject, author)
        published = refresh(folder).published
        say(f"{'published' if published.changed else 'served is still'} {published.revision}")
        return
    if online or service:
        _ask(folder, table, knowledge, base_iri, service, contact)
        return
    standings = tuple(s for s in _standings(knowledge) if only in (None, s.status))
    if as_sssom:
        rows = sssom.propose(sssom.read(table), sssom.rows_of(knowledge))
        with to_output(output) as out:
            out.write(sssom.dump(rows, base_iri).encode("utf-8"))
    elif as_json:
        show_json(standings)
    else:
        _show(standings)
    counts = Counter(s.status for s in standings)
    known = (f"{counts[status]} {status}" for status in _STATUSES if counts[status])
    say(", ".join(known) or "nothing to link")


def _show(standings: Iterable[Standing]) -> None:
    show_table(
        ("status", "mentions", "label", "node", "wikidata", "score", "why"),
        (
            (
                s.status,
                str(s.mentions),
                s.label,
                s.node,
                (s.target or "").rpartition("/")[2],
                f"{s.score:.2f}" if s.target else "",
                s.basis,
            )
            for s in standings
        ),
    )


def _standings(knowledge: Knowledge) -> Sequence[Standing]:
    """Every actor and place with its best link, the most mentioned first within linked, likely, unlinked."""
    from kg.graph.articles import entities_of

    found = []
    for entity in entities_of(knowledge):
        best = max(entity.links, key=lambda k: (k.certain, k.score), default=None)
        status = "unlinked" if best is None else "linked" if best.certain else "likely"
        found.append(
            Standing(
                status,
                len(entity.mentions),
                entity.id,
                entity.label,
                best.target if best else None,
                best.score if best else 0.0,
                best.basis if best else "",
            )
        )
    return sorted(found, key=lambda s: (_STATUSES.index(s.status), -s.mentions, s.node))


def _decide(
    table: Path,
    knowledge: Knowledge,
    base_iri: str,
    accept: Sequence[str],
    reject: Sequence[str],
    author: str | None,
) -> None:
    from kg.graph.articles import entities_of
    from kg.resolve import sssom

    if not author:
        raise UsageProblem("a decision is recorded with who made it", "give your name with --author")
    labels = {entity.id: entity.label for entity in entities_of(knowledge)}
    rows = sssom.read(table)
    today = datetime.now(UTC).date().isoformat()
    for rejected, given in [(False, g) for g in accept] + [(True, g) for g in reject]:
        node, target = _node_and_target(given, base_iri, labels)
        verdict = sssom.Row(
            node,
            labels[node],
            target,
            certain=not rejected,
            score=0.0 if rejected else 1.0,
            rejected=rejected,
            author=author,
            date=today,
        )
        rows = sssom.decide(rows, verdict)
    sssom.write(table, rows, base_iri)
    say(f"noted in {table}")


def _node_and_target(given: str, base_iri: str, labels: dict[str, str]) -> tuple[str, str]:
    from difflib import get_close_matches

    from kg.resolve.wikidata import ENTITY

    node, _, qid = given.rpartition("=")
    node = node.removeprefix(base_iri)
    if not qid.startswith("Q") or not qid[1:].isdigit():
        raise UsageProblem(f"{given!r} is no decision", "write it as actor/pakistan=Q843")
    if node not in labels:
        near = get_close_matches(node, labels, n=1)
        raise UsageProblem(f"there is no actor or place {node}", f"did you mean {near[0]}?" if near else "")
    return node, ENTITY + qid


def _ask(
    folder: Path, table: Path, knowledge: Knowledge, base_iri: str, service: str | None, contact: str | None
) -> None:
    """Ask for what is not certain, and write what is proposed into the table."""
    from kg.resolve import sssom
    from kg.resolve.online import Answers, Asker, Manners, OnlineProblem
    from kg.resolve.proposals import ask_service, ask_wikidata, distinct, questions, unshared

    earlier, by_rule = sssom.read(table), sssom.rows_of(knowledge)
    rows = sssom.propose(earlier, by_rule)
    asked = questions(knowledge, rows)
    answers = Answers(folder / "corpus.sqlite")
    proposed: list[Row] = []

    def noted() -> int:
        new = distinct(proposed, rows)
        still = sssom.propose(unshared(earlier, proposed), by_rule)
        if new or still != earlier:
            sssom.write(table, sssom.propose(still, new), base_iri)
        return len(new)

    try:
        asker = Asker(Manners(contact or ""), answers)
        stream = ask_service(asked, asker, service) if service else ask_wikidata(asked, asker)
        for row in stream:
            proposed.append(row)
    except (OnlineProblem, KeyboardInterrupt):
        # Half a run is worth keeping: a person can review it while the service is away.
        if proposed:
            say(f"broke off; {plural(noted(), 'proposal')} to review in {table}")
        raise
    finally:
        answers.close()
    say(f"asked about {plural(len(asked), 'node')}; {plural(noted(), 'proposal')} to review in {table}")


COMMANDS: tuple[click.Command, ...] = (link,)
