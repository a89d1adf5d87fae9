"""What is body and what is not, on press texts of our own."""

from __future__ import annotations

import pytest

from kg.model import BlockKind
from kg.read.blocks import blocks

LEAD = "Rebels in northern Freedonia shelled the town of Klopstok on Sunday, killing four, officials said."
NEXT = "The government in Fredville called the attack a breach of the truce that both sides signed in March."


def kind_of(paragraph: str) -> BlockKind:
    """The kind of a paragraph that stands between two paragraphs of prose."""
    text = f"{LEAD}\n\n{paragraph}\n\n{NEXT} {LEAD}\n"
    begin = text.index(paragraph)
    return next(b.kind for b in blocks(text) if b.begin <= begin < b.end)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Villagers look at a crater near Klopstok on May 2, 2023. Picture: REUTERS/Ann Lee",
        "A burnt-out car in Klopstok [Ann Lee/Reuters]",
        "Smoke rises over the port, in this screengrab from a video [Screengrab/Handout]",
        "Toy soldiers are seen in front of the two flags in this illustration taken on May 2.",
        "FILE PHOTO: The president of Freedonia speaks in Fredville, February 1, 2022.",
        "A soldier stands guard in Klopstok, Sunday, May 2, 2023. (AP Photo/Ann Lee)",
        "Photo: Ann Lee/Getty Images",
        "A general view of the harbour of Klopstok.",
        "The foreign ministers of both states in Fredville. Ann Lee/AFP",
    ],
)
def test_picture_captions_are_captions(paragraph: str) -> None:
    assert kind_of(paragraph) is BlockKind.CAPTION


@pytest.mark.parametrize(
    "paragraph",
    [
        "Leave a Comment:",
        "Your email address will not be published. Required fields are marked *",
        "SOURCE: EXAMPLE AND NEWS AGENCIES",
        "Sign up for our daily newsletter to get the news of the region first.",
        "Follow us on Telegram",
        "Read more: Why the truce of March broke down",
        "Also read | The towns along the frontier",
        "ADVERTISEMENT",
        "© 2023 Example Media. All rights reserved.",
        "Share this article",
        "Reporting by Ann Lee in Fredville; Editing by Bob Ray",
        "* * *",
        "Home | World | Politics | About",
        "Our Standards: The Example Trust Principles",
    ],
)
def test_invitations_credits_and_furniture_are_boilerplate(paragraph: str) -> None:
    assert kind_of(paragraph) is BlockKind.BOILERPLATE


@pytest.mark.parametrize(
    "paragraph",
    [
        "By Ann Lee and Bob Ray",
        "By our defence correspondent",
        "Published On 2 May 2023",
        "May 2, 2023",
        "Updated: 2023-05-02 10:15 GMT",
        "14:05 GMT",
        "5 min read",
    ],
)
def test_bylines_and_time_stamps_are_about_the_article(paragraph: str) -> None:
    assert kind_of(paragraph) is BlockKind.META


@pytest.mark.parametrize(
    "paragraph",
    [
        "Read more than once in the past year, the treaty still divides the two capitals.",
        "Updated figures from the ministry put the number of dead at forty.",
        "By Tuesday the army had withdrawn from all three towns.",
        "The photo agency AFP reported that its office had been hit.",
        "“We will not share the water,” the minister said.",
        "He told Reuters the strikes would go on.",
        "Three people died.",
        "- Two drones were shot down over the port",
        "ISLAMABAD (Reuters) - The army said on Friday that it had fired two missiles.",
        "Sponsored by neighbouring Sylvania, the militia has grown to ten thousand fighters in two years.",
    ],
)
def test_prose_that_only_resembles_furniture_is_body(paragraph: str) -> None:
    assert kind_of(paragraph) is BlockKind.BODY


def test_title_site_name_and_repeated_title_are_headlines() -> None:
    title = "Rebels Shell Klopstok As Truce Collapses."
    text = f"{title}\n\nExample Times\n\n{title}\n\n{LEAD}\n\n{NEXT}\n"
    kinds = [b.kind for b in blocks(text)]
    assert kinds == [BlockKind.HEADLINE] * 3 + [BlockKind.BODY] * 2


def test_a_title_known_from_the_record_is_recognized_in_the_text() -> None:
    text = f"{LEAD}\n\nKlopstok shelled.\n\n{NEXT}\n"
    assert blocks(text, title="Klopstok shelled")[1].kind is BlockKind.HEADLINE


def test_crossheads_between_paragraphs_are_headlines() -> None:
    assert kind_of("‘No one is safe’") is BlockKind.HEADLINE
    assert kind_of("Why now?") is BlockKind.HEADLINE


def test_a_text_that_is_one_unpunctuated_line_is_body() -> None:
    assert [b.kind for b in blocks("Rebels shell Klopstok")] == [BlockKind.BODY]


def test_all_after_the_comments_open_is_the_readers_and_not_the_articles() -> None:
    comment = "Fred from Klopstok wrote that the army bombed three more villages on Monday, killing ninety."
    text = f"{LEAD}\n{NEXT}\n{LEAD}\n\n3 Comments\n\n{comment}\n"
    assert [b.kind for b in blocks(text)][-2:] == [BlockKind.BOILERPLATE] * 2


def test_an_invitation_to_comment_above_the_article_hides_nothing_of_it() -> None:
    text = f"Leave a Comment\n\n{LEAD}\n\n{NEXT}\n"
    assert [b.kind for b in blocks(text)] == [BlockKind.BOILERPLATE, BlockKind.BODY, BlockKind.BODY]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Rebels in northern Freedonia shelled the town of Klopstok on Sunday,\n"
        "killing four people, officials said. The government in Fredville\n"
        "called it a breach of the truce.\n"
        "\n"
        "Both sides had signed that truce in March after two years of talks,\n"
        "which Sylvania had hosted in its capital.\n"
    )
    found = [text[b.begin : b.end] for b in blocks(text)]
    assert len(found) == 2
    assert found[0].startswith("Rebels")
    assert found[0].rstrip().endswith("of the truce.")


def test_a_paragraph_a_line_is_kept_apart_even_when_lines_are_short() -> None:
    text = "The army fired two missiles at the depot on Sunday, it said.\nNobody was hurt.\nIt burned.\n"
    assert len(blocks(text)) == 3
