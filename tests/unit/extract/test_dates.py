"""What day a time expression means, and when it means none."""

import pytest

from kg.extract.dates.calendar import Calendar
from kg.extract.dates.expressions import find_expressions
from kg.model import Article, Block, BlockKind, DateBasis, PartialDate, When


def calendar(text: str, issued: str | None = None) -> Calendar:
    date = PartialDate(issued) if issued else None
    article = Article(
        "a",
        text,
        issued=date,
        issued_basis=DateBasis.STATED if date else None,
        blocks=(Block(0, len(text), BlockKind.BODY),),
    )
    return Calendar(article)


def meaning(text: str, issued: str | None, **options: bool) -> str | None:
    days = calendar(text, issued)
    when = days.resolve(days.expressions[0], **options)
    return None if when is None else when.start.iso + (f"/{when.end.iso}" if when.end else "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on 14 March 2023.", "2023-03-14"),
        ("Shells fell on March 14, 2023.", "2023-03-14"),
        ("Shells fell on Tuesday.", "2024-03-12"),  # the issue day, 14 March 2024, was a Thursday
        ("Shells fell on Thursday.", "2024-03-14"),
        ("Shells fell last Friday.", "2024-03-08"),
        ("Shells fell yesterday.", "2024-03-13"),
        ("Shells fell overnight.", "2024-03-14"),
        ("Shells fell three days ago.", "2024-03-11"),
        ("Shells fell on Dec. 30.", "2023-12-30"),
        ("Shells fell in February.", "2024-02"),
        ("Shells fell in 2022.", "2022"),
        ("Shells fell on March 3-5.", "2024-03-03/2024-03-05"),
        ("Shells fell from 30 December to 2 January.", "2023-12-30/2024-01-02"),
        ("Shells fell from December 30 to January 2.", "2023-12-30/2024-01-02"),
        ("On March 10 and 5 more times shells fell.", "2024-03-10"),
        ("Shells fell from 28 February to 31 February.", "2024-02-28"),
        ("Shells fell last week.", "2024-03-04/2024-03-10"),
        ("Shells fell last month.", "2024-02"),
    ],
)
def test_expression_is_counted_from_the_day_of_publication(text: str, expected: str) -> None:
    assert meaning(text, "2024-03-14") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell three weeks later.", "2024-04-04"),
        ("Shells fell two nights before.", "2024-03-12"),
        ("Shells fell two months later.", "2024-05"),
        ("Shells fell a month earlier.", "2024-02"),
        ("Shells fell three years before.", "2021"),
    ],
)
def test_months_and_years_after_an_event_end_on_no_day(text: str, expected: str) -> None:
    days = calendar(text, "2024-12-01")
    told = When(PartialDate("2024-03-14"), None, DateBasis.STATED, None)
    when = days.resolve(days.expressions[0], told=told)
    assert when is not None
    assert when.start.iso == expected


def test_weekday_of_a_planned_event_lies_ahead() -> None:
    assert meaning("They will meet on Monday.", "2024-03-14", future=True) == "2024-03-18"


@pytest.mark.parametrize(
    "text", ["It fell on Tuesday.", "It fell yesterday.", "It fell three days ago.", "It fell on March 3."]
)
def test_without_any_date_nothing_is_resolved(text: str) -> None:
    assert meaning(text, None) is None


def test_vague_distance_is_no_day() -> None:
    assert meaning("It fell two weeks ago.", "2024-03-14") is None


def test_full_date_in_an_undated_article_anchors_its_weekdays_but_not_its_today() -> None:
    days = calendar("Smoke rises in Goma on 7 February 2025. It fell on Wednesday. It fell today.")
    weekday, today = days.expressions[1:]
    resolved = days.resolve(weekday)
    assert resolved is not None
    assert resolved.start.iso == "2025-02-05"  # 7 February 2025 was a Friday: the nearest Wednesday
    assert resolved.basis is DateBasis.RESOLVED
    assert days.resolve(today) is None
    assert days.issued == PartialDate("2025-02")
    assert days.basis is DateBasis.INFERRED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Nobody knows when in the months after 7 February the article came out: March 2025, or 2024?
        ("Smoke rises in Goma on 7 February 2025. Belgium imposed sanctions in April.", None),
        ("Smoke rises in Goma on 7 February 2025. Belgium imposed sanctions on 9 June.", None),
        ("Smoke rises in Goma on 7 February 2025. Rebels took the airport in January.", "2025-01"),
        ("Smoke rises in Goma on 7 February 2025. Rebels took Rutshuru in November.", "2024-11"),
        ("Smoke rises in Goma on 7 February 2025. Rebels took Bukavu on 16 February.", "2025-02-16"),
    ],
)
def test_what_may_have_come_after_the_last_day_that_an_undated_article_names_has_no_year(
    text: str, expected: str | None
) -> None:
    days = calendar(text)
    when = days.resolve(days.expressions[1], done=True)
    assert (when and when.start.iso) == expected


@pytest.mark.parametrize("dateline", ["KHARTOUM, April 20, 2023 (Agency) -", "KHARTOUM, 20 April 2023 -"])
def test_dateline_gives_the_day_of_publication(dateline: str) -> None:
    days = calendar(f"{dateline} Guns fell silent on Wednesday.")
    assert days.issued == PartialDate("2023-04-20")
    assert days.basis is DateBasis.INFERRED


def test_modal_may_and_numbers_of_dead_are_no_dates() -> None:
    assert find_expressions("They may 3 times strike; 12 dead in May 40 people.") == () or all(
        e.kind in {"month"} for e in find_expressions("They may 3 times strike; 12 dead in May 40 people.")
    )


def test_year_in_mixed_digits_is_no_year() -> None:
    assert not find_expressions("Shells fell in 20\N{ARABIC-INDIC DIGIT TWO}\N{ARABIC-INDIC DIGIT FOUR}.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the weekday beside a date is that day's: the issue day, 15 May 2024, was a Wednesday
        ("On the morning of Sunday, 24 September, gunmen blocked the bridge.", "2023-09-24"),
        ("Jets hit Rafah on Tuesday 7 May.", "2024-05-07"),
        ("Jets hit Rafah on Friday (3 May).", "2024-05-03"),
        ("Gunmen shot four officers on Monday, April 29.", "2024-04-29"),
        # ranges
        ("From 3 to 5 May, jets bombed Kachin.", "2024-05-03/2024-05-05"),
        ("Between 3 and 5 May, jets bombed Kachin.", "2024-05-03/2024-05-05"),
        ("In the night of 3 to 4 May, jets bombed Kachin.", "2024-05-03/2024-05-04"),
        ("Between Friday evening and Sunday morning, jets bombed Kachin.", "2024-05-10/2024-05-12"),
        ("On the night of Friday to Saturday, jets bombed Kachin.", "2024-05-10/2024-05-11"),
        # the year before, the month's beginning
        ("In August last year a drone hit Merawi.", "2023-08"),
        ("On 5 May last year a drone hit Merawi.", "2023-05-05"),
        ("Gunmen raided Ngarbuh in 2020 and, in October of that year, Kumba.", "2020"),
        ("They broke ties at the beginning of the month.", "2024-05"),
        ("Drones struck Saratov the night before last.", "2024-05-13"),
        ("Drones struck Saratov the day before yesterday.", "2024-05-13"),
        # no day in particular
        ("It was less than two days ago.", None),
        ("It was about three days ago.", None),
        ("On the Monday after the vote, drones struck Saratov.", None),
    ],
)
def test_day_of_an_expression_of_several_words(text: str, expected: str | None) -> None:
    assert meaning(text, "2024-05-15") == expected


def test_month_of_that_year_is_of_the_year_named_last() -> None:
    days = calendar(
        "In February 2020 soldiers raided Ngarbuh. In October of that year gunmen stormed Kumba.",
        "2023-11-09",
    )
    when = days.resolve(days.expressions[-1])
    assert when is not None
    assert when.start.iso == "2020-10"
