"""The floors below which no figure of an evaluation may fall: `tests/accuracy/floors.json`.

Floors are pinned to a digest of the gold and its articles: figures of another corpus cannot be compared with
them. A floor is raised by one command and lowered only with a reason, which the file keeps:

    kg build tests/accuracy/dev/open --graph /tmp/dev
    python -m kg.graph.floors tests/accuracy/floors.json dev-open --graph /tmp/dev [--reason "why lower"]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field, replace
from decimal import ROUND_FLOOR, Decimal
from hashlib import sha256
from pathlib import Path

import msgspec

from kg.errors import InputProblem, KgError, NegativeAnswer, UsageProblem
from kg.graph.evaluate import Evaluation, evaluate, read_gold
from kg.graph.store import open_snapshot

_SLACK = 0.0005  # floors are kept to three places; less than half of the last one is no regression
# A floor stands this far below what was reached, and at least as far as this many items of the figure weigh: another
# processor's arithmetic parses a few sentences differently, and a small corpus loses an item or two without a cause.
_MARGIN = 0.02
_MARGIN_ITEMS = 2
_MOST = 0.1  # of a handful of items two would leave nothing to hold
_EXACT = frozenset({"mention verbatim", "event has mention"})  # what must hold always has no margin
_FEWEST = 5  # figures over fewer gold items swing with a single one; they are shown but not pinned


@dataclass(frozen=True, slots=True)
class Lowering:
    """A floor that was lowered, and why."""

    figure: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class CorpusFloors:
    """The floors of one corpus: F1 by figure. `gold` and `articles` are paths from the floors' file."""

    gold: str
    articles: str
    digest: str = ""
    floors: dict[str, float] = field(default_factory=dict)
    lowered: tuple[Lowering, ...] = ()

    def shortfalls(self, evaluation: Evaluation, digest: str) -> tuple[str, ...]:
        """What is below its floor, in words; that the corpus is another one comes first."""
        if digest != self.digest:
            return (
                "the gold or its articles have changed: pin the floors again with python -m kg.graph.floors",
            )
        reached = f1_by_figure(evaluation)
        return tuple(
            f"{figure}: F1 {reached.get(figure, 0.0):.3f} is below its floor of {floor:.3f}"
            for figure, floor in self.floors.items()
            if reached.get(figure, 0.0) < floor - _SLACK
        )

    def pinned(self, evaluation: Evaluation, digest: str, reason: str = "") -> CorpusFloors:
        """These floors a margin below what the evaluation reached: .02, or two items of the figure if they weigh more.

        Raises NegativeAnswer when that would lower one and no reason is given, on the same corpus or another.
        """
        reached = {
            figure: _floor(f1 if figure in _EXACT else max(f1 - _margin(figure, evaluation), 0.0))
            for figure, f1 in f1_by_figure(evaluation).items()
        }
        lower = [
            Lowering(figure, floor, reached.get(figure, 0.0), reason)
            for figure, floor in self.floors.items()
            if reached.get(figure, 0.0) < floor - _SLACK
        ]
        if lower and not reason:
            told = "; ".join(f"{low.figure} from {low.before:.3f} to {low.after:.3f}" for low in lower)
            raise NegativeAnswer(f"this would lower {told}", "say why with --reason, if it must be")
        return replace(self, digest=digest, floors=reached, lowered=(*self.lowered, *lower))


def _margin(figure: str, evaluation: Evaluation) -> float:
    """How far below what was reached the floor of a figure stands."""
    if figure in evaluation.figures:
        both = evaluation.figures[figure].system + evaluation.figures[figure].gold
        items = 2 * _MARGIN_ITEMS / both if both else 0.0
    else:
        measured = evaluation.grouping if figure.startswith("grouping") else evaluation.identity
        reports = measured.mentions if measured is not None else 0
        items = _MARGIN_ITEMS / reports if reports else 0.0
    return min(max(_MARGIN, items), _MOST)


def _floor(f1: float) -> float:
    return float(Decimal(str(round(f1, 6))).quantize(Decimal("0.001"), ROUND_FLOOR))


def f1_by_figure(evaluation: Evaluation) -> dict[str, float]:
    """F1 of every figure over enough gold items to be pinned, and of event identity."""
    figures = {name: f.f1 for name, f in evaluation.figures.items() if f.gold >= _FEWEST}
    for what, measured in (("identity", evaluation.identity), ("grouping", evaluation.grouping)):
        if measured is not None and measured.mentions >= _FEWEST:
            figures[f"{what} B-cubed"] = measured.b_cubed.f1
            figures[f"{what} CoNLL"] = measured.conll_f1
    return figures


def corpus_digest(gold: Path, articles: Path) -> str:
    """A SHA-256 over the gold and every article, names and contents, that does not depend on their order."""
    if not articles.is_dir():
        raise InputProblem(f"there is no folder of articles {articles}")
    total = sha256(gold.read_bytes())
    for path in sorted(path for path in articles.rglob("*") if path.is_file()):
        total.update(path.relative_to(articles).as_posix().encode("utf-8"))
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_floors(path: Path) -> dict[str, CorpusFloors]:
    """The floors of all corpora by name. Raises InputProblem when the file is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, CorpusFloors])
    except (OSError, msgspec.DecodeError) as error:
        raise InputProblem(f"{path} holds no floors: {error}") from error


def write_floors(path: Path, corpora: dict[str, CorpusFloors]) -> None:
    """Writes the floors, sorted, for git to compare."""
    encoded = msgspec.json.encode(dict(sorted(corpora.items())))
    path.write_bytes(msgspec.json.format(encoded, indent=2) + b"\n")


def measured(path: Path, floors: CorpusFloors, graph_dir: Path) -> tuple[Evaluation, str]:
    """The evaluation of a built graph on a corpus of the floors' file `path`, and the corpus's digest."""
    gold, articles = path.parent / floors.gold, path.parent / floors.articles
    return evaluate(read_gold(gold), open_snapshot(graph_dir).store, articles), corpus_digest(gold, articles)


def main(arguments: list[str] | None = None) -> int:
    """The command: pins one corpus's floors to what a built graph reaches."""
    parser = argparse.ArgumentParser(prog="python -m kg.graph.floors", description=__doc__.partition("\n")[0])
    parser.add_argument("floors", type=Path, help="the floors' file")
    parser.add_argument("corpus", help="the corpus's name in it")
    parser.add_argument("--graph", type=Path, required=True, help="a graph built from the corpus's articles")
    parser.add_argument("--reason", default="", help="why a floor may be lowered")
    given = parser.parse_args(arguments)
    try:
        corpora = read_floors(given.floors)
        if given.corpus not in corpora:
            raise UsageProblem(f"there is no corpus {given.corpus!r}", f"there are: {', '.join(corpora)}")
        evaluation, digest = measured(given.floors, corpora[given.corpus], given.graph)
        corpora[given.corpus] = corpora[given.corpus].pinned(evaluation, digest, given.reason)
    except KgError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    write_floors(given.floors, corpora)
    sys.stdout.write("".join(f"{f:.3f}  {name}\n" for name, f in corpora[given.corpus].floors.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
