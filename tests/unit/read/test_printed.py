"""The date that an article prints above its text."""

from __future__ import annotations

import pytest

from kg.model import Article, PartialDate
from kg.read import read_text

TEXT = "\n\nRebels shelled a village in the north, the governor said, and two people were wounded there.\n"


@pytest.mark.parametrize(
    "head",
    [
        "Rebels shell village\n\nBy our Middle East correspondent\nTuesday 24 June 2025",
        "Rebels shell village\n\nJune 24, 2025 | The Eastern Courier",
        "Rebels shell village\n\nPublished: 24 June 2025, 17:04 GMT",
        "Zagros Digital | Erbil | Tuesday, 24 June 2025\nRebels shell village",
        "Rebels shell village\n\nPublished On 24 Jun 2025\nUpdated 26 Jun 2025",
        "Rebels shell village\n\n24/06/2025 - 17:52",
        "Rebels shell village\n\n24.06.2025",
        "Wars of the day: Tuesday, June 24, 2025",
        "Monitor\n\nPublished: 24 June 2025 (covering 18-24 June)",
        "RADIO ZAGROS, midday news, Tuesday 24 June 2025",
    ],
)
def test_a_line_that_holds_a_date_alone_dates_the_article(head: str) -> None:
    article = read_text(head + TEXT, "a")
    assert isinstance(article, Article)
    assert article.issued == PartialDate("2025-06-24")


@pytest.mark.parametrize(
    "head",
    [
        "24 September 2023: the day that changed the valley",
        "Smoke rises over the fuel terminal on the coast after the attack, April 18, 2025 [Handout/Agency]",
        "Rebels shell village\n\n24 June 2025\n26 June 2025",
    ],
)
def test_a_date_in_a_caption_or_a_headline_or_one_of_two_does_not(head: str) -> None:
    article = read_text(head + TEXT, "a")
    assert isinstance(article, Article)
    assert article.issued is None
