"""Extraction of texts that nobody writes: no exception, no report without its words, every span verbatim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from kg.errors import EnvironmentProblem
from kg.extract import extract, extract_all
from kg.model import Article, DateBasis, PartialDate, Span

ARTICLES = sorted((Path(__file__).parents[2] / "accuracy" / "dev" / "round2a").glob("*.txt"))

SCRAPS = [
    "Attack.", "attack", "Killed.", "12 killed", "at least killed", "killed between 5 and", "test-", "attack test-",
    "The attack was by the USS", "the attack of the", "attack by", "according to, attack.", "Attack, according to",
    "said attack", "\"attack", "“attack” “", "\"attack,\" said", "Iran's attack's", "-backed attack", "Iran-backed",
    "both attack", "the ministers attacked", "President attacked President", "a spokesman for the said attack",
    "The two attacked each other.", "which both deny attack", "what it called an attack in", "blamed", "We attack.",
    "Q: Who attacked?\n\nA:", "A:\n\nB:\n\nattack:", "MR. SMITH:\n\nMR. SMITH: attack", "Live: attack\n\n12:00",
    "21:40\nAttack.\n20:55\nStrike.\n19:30\nKilled.", "ATTACK\n\nSTRIKE\n\nWHO WAS KILLED?", "KYIV (Reuters) - attack",
    "\n\n\nattack\n\n\n", "... attack !!! ???", "((((( attack )))))", "“”“”\"\"'' attack",
    "- attack\n- killed\n\u2022 12",
    "\U0001f600 attacked \U0001f1ee\U0001f1f6 Iraq \U0001f680.",
    "\u0418\u0440\u0430\u043d attacked \u0418\u0440\u0430\u043a.",
    "\u4f0a\u6717 attacked \u0627\u0644\u0639\u0631\u0627\u0642", "\u200battack\u200b on\u00a0Iraq\u2028and\u2029Iran",
    "killed \u00bd people", "killed \u00b2 people", "killed \u0663 people", "killed 1,2,3,4 people",
    "killed 10- people",
    "killed 10 000 000 000 000 people", "killed hundred hundred dozen people", "killed -5 people", "killed no one",
    "struck on 31 February", "struck from 30 June to 1 July", "struck on 29 February 2023", "attack on 2024-13-45",
    "struck 999 years ago", "struck 999 weeks later", "struck on 0 May", "struck May 40-50", "struck on February 29",
    "attack " * 300, "Iran attacked Iraq and " * 40, "Iran's " * 200 + "attack", "“" * 300 + "attack", "attack\n" * 100,
]  # fmt: skip


def spans(value: object) -> Iterator[Span]:
    """Every span within a value of the model."""
    if isinstance(value, Span):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))
    elif isinstance(value, tuple | frozenset):
        for part in value:
            yield from spans(part)


def assert_verbatim(texts: list[str], issued: PartialDate | None) -> int:
    """Read all the texts; how many spans were compared."""
    basis = DateBasis.STATED if issued else None
    articles = [Article(str(i), text, issued=issued, issued_basis=basis) for i, text in enumerate(texts)]
    try:
        extract(articles[0])
    except EnvironmentProblem as error:
        pytest.skip(f"no language weights: {error}")
    compared = 0
    for article, found in zip(articles, extract_all(articles), strict=True):
        for span in spans(found):
            assert article.text[span.begin : span.end] == span.text != "", (article.text, span)
            compared += 1
    return compared


@pytest.mark.parametrize("issued", [PartialDate("2024-05-15"), PartialDate("2024"), None], ids=str)
def test_scraps_of_text_are_read(issued: PartialDate | None) -> None:
    assert assert_verbatim(SCRAPS, issued)


def test_scraps_amid_a_report_are_read() -> None:
    before = "Iran fired missiles at Iraq on Tuesday, killing 12 people, the Iraqi army said."
    after = "“We condemn the attack,” Foreign Minister Sergei Lavrov said."
    short = [s for s in SCRAPS if len(s) < 120]
    assert assert_verbatim([f"{before}\n\n{s}\n\n{after}" for s in short], PartialDate("2024-05-15"))
    assert assert_verbatim([f"{before} {s} {after}" for s in short], PartialDate("2024-05-15"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_articles_cut_off_anywhere_are_read(path: Path) -> None:
    text = path.read_text("utf-8")
    ends = range(37, len(text), 37)
    # the last paragraphs before the cut, so that the texts stay short
    cut = [text[max(text.rfind("\n\n", 0, max(end - 350, 0)), 0) : end] for end in ends]
    assert assert_verbatim(cut[::9], PartialDate("2024-05-15"))


def test_quote_that_runs_on_over_sentences_has_a_verbatim_span() -> None:
    text = "The German foreign minister said it “must end”. “It cost too much. Nobody has won it. We want peace.”"
    assert assert_verbatim([text], PartialDate("2024-05-15"))
    joined = extract(Article("a", text)).statements[-1]
    assert joined.content_span.text == "It cost too much. Nobody has won it. We want peace"
