"""Extraction in one process and in several gives the same, and no article takes another with it."""

from __future__ import annotations

import pytest

from kg.errors import EnvironmentProblem
from kg.jobs import Failed, extracted
from kg.model import Article, Extraction

FAKE = "tests.fake_extractor"


def articles(count: int) -> list[Article]:
    return [Article(f"{number:03d}.txt", f"Report {number}.") for number in range(count)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_extractions_come_in_the_order_of_the_articles(jobs: int) -> None:
    outcomes = list(extracted(articles(50), FAKE, jobs))
    assert [a.id for a, _ in outcomes] == [a.id for a in articles(50)]
    assert all(isinstance(e, Extraction) and e.article == a.id for a, e in outcomes)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_that_breaks_the_extractor_is_named_and_the_others_are_extracted(jobs: int) -> None:
    batch = [*articles(20), Article("bad.txt", "BREAK")]
    outcomes = {a.id: e for a, e in extracted(batch, FAKE, jobs)}
    failed = outcomes.pop("bad.txt")
    assert isinstance(failed, Failed)
    assert failed.reason.startswith("ZeroDivisionError at fake_extractor.py:")
    assert failed.reason.endswith(": told to break")
    assert len(outcomes) == 20
    assert all(isinstance(e, Extraction) for e in outcomes.values())


def test_a_worker_that_dies_is_an_environment_problem_and_not_a_hang() -> None:
    with pytest.raises(EnvironmentProblem, match="ended from outside"):
        list(extracted([Article("a.txt", "DIE")], FAKE, 2))


def test_articles_are_drawn_only_as_they_are_needed() -> None:
    drawn = []

    def endless():  # type: ignore[no-untyped-def]
        for number in range(10**9):
            drawn.append(number)
            yield Article(f"{number}.txt", "Report.")

    results = extracted(endless(), FAKE)
    next(results)
    assert len(drawn) < 100
