"""What comes in through `read`: files, folders, records, and what is turned away with which reason."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputProblem
from kg.model import Article, BlockKind, DateBasis, PartialDate, Rejected
from kg.read import read, read_text

REPORT = (
    "The army of Freedonia said on Monday that it had fired rockets at a depot in Sylvania. "
    "Two guards were killed, according to the governor of the province.\n"
)


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def only_article(source: Path) -> Article:
    (article,) = read(source)
    assert isinstance(article, Article)
    return article


def only_rejection(source: Path) -> Rejected:
    (rejected,) = read(source)
    assert isinstance(rejected, Rejected)
    return rejected


def test_a_header_gives_title_date_outlet_and_address_and_stays_in_the_text(tmp_path: Path) -> None:
    header = "Title: Depot hit\nDate: 2023-05-02\nSource: Sylvania Post\nURL: https://example.org/1\n\n"
    path = write(tmp_path, "a.txt", header + REPORT)
    article = only_article(path)
    assert (article.title, article.publisher, article.url) == (
        "Depot hit",
        "Sylvania Post",
        "https://example.org/1",
    )
    assert (article.issued, article.issued_basis) == (PartialDate("2023-05-02"), DateBasis.STATED)
    assert article.text == path.read_text(encoding="utf-8")
    assert article.blocks[0].kind is BlockKind.META
    assert article.blocks[0].end == len(header)


def test_a_first_paragraph_with_a_colon_is_no_header(tmp_path: Path) -> None:
    article = only_article(write(tmp_path, "a.txt", "Islamabad: the army said it fired.\n\n" + REPORT))
    assert article.title is None
    assert all(block.kind is BlockKind.BODY for block in article.blocks)


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("2023-05-02", "2023-05-02"),
        ("2023-05-02T22:30:00+02:00", "2023-05-02"),
        ("2 May 2023", "2023-05-02"),
        ("May 2, 2023", "2023-05-02"),
        ("Tue, 02 May 2023 10:00:00 GMT", "2023-05-02"),
        ("May 2023", "2023-05"),
        ("Thu 4 May 2023", "2023-05-04"),
        ("4th Sept. 2023, 14:30 GMT", "2023-09-04"),
        ("2023", "2023"),
    ],
)
def test_a_stated_date_keeps_the_precision_it_was_given_with(stated: str, iso: str) -> None:
    article = read_text(f"Date: {stated}\n\n{REPORT}", "a")
    assert isinstance(article, Article)
    assert article.issued == PartialDate(iso)


@pytest.mark.parametrize(
    "stated",
    [
        "03/04/2024",
        "yesterday",
        "2024-13-40",
        "31 February 2024",
        "0001-01-01",
        "31 December 9999",
        "\N{ARABIC-INDIC DIGIT TWO}024-05-02",
    ],
)
def test_a_date_that_cannot_be_read_one_way_is_noted_not_guessed(stated: str) -> None:
    article = read_text(f"Date: {stated}\n\n{REPORT}", "a")
    assert isinstance(article, Article)
    assert article.issued is None
    assert article.issued_basis is None
    assert article.notes == (f"date not understood: {stated}",)


def test_a_given_publication_date_dates_only_articles_without_one(tmp_path: Path) -> None:
    write(tmp_path, "dated.txt", f"Date: 2020-01-01\n\n{REPORT}")
    write(tmp_path, "undated.txt", REPORT + "Nobody else was hurt.\n")
    dated, undated = read(tmp_path, published=PartialDate("2023-05-02"))
    assert isinstance(dated, Article)
    assert isinstance(undated, Article)
    assert dated.issued == PartialDate("2020-01-01")
    assert undated.issued == PartialDate("2023-05-02")


def test_a_folder_is_read_recursively_in_order_of_name_with_relative_ids(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "a/.hidden.txt", ".git/x.txt", "corrections.toml"):
        write(tmp_path, name, f"{REPORT}The report was numbered {name}.\n")
    articles = list(read(tmp_path))
    assert [a.id for a in articles if isinstance(a, Article)] == ["a.txt", "a/z.txt", "b.txt"]
    assert len(articles) == 3


def test_windows_line_ends_are_read_as_python_reads_them(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", ("Depot hit\r\n\r\n" + REPORT).encode().replace(b".\n", b".\r\n"))
    assert only_article(path).text == path.read_text(encoding="utf-8")


def test_another_encoding_is_detected_and_noted(tmp_path: Path) -> None:
    text = "“We will answer,” said the president of São Tomé at a café near the façade of the palace.\n" * 4
    path = write(tmp_path, "a.txt", text.encode("cp1252"))
    article = only_article(path)
    assert "“We will answer,” said" in article.text
    assert article.notes[0].startswith("encoding guessed: ")


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("fighters of the al-Qaïda-linked JNIM attacked a base in Djibo", "cp1252"),
        ("the militia’s chief, Iñaki Peña, fled to Côte d’Ivoire", "cp1252"),
        ("the president, Lech Wałęsa, spoke in Gdańsk", "cp1250"),
        ("the president, Aleksandar Vučić, spoke in Niš", "cp1250"),
    ],
)
def test_a_few_accents_in_an_english_text_are_read_as_they_were_meant(
    tmp_path: Path, words: str, encoding: str
) -> None:
    path = write(tmp_path, "a.txt", f"On Sunday {words}, the army said in a statement.\n".encode(encoding))
    assert words in only_article(path).text


def test_utf_16_is_taken_at_its_byte_order_mark_and_not_noted(tmp_path: Path) -> None:
    article = only_article(write(tmp_path, "a.txt", REPORT.encode("utf-16")))
    assert article.text == REPORT
    assert article.notes == ()


def test_a_utf_8_byte_order_mark_shifts_no_offset(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"\xef\xbb\xbf" + b"Date: 2023-05-02\n\n" + REPORT.encode())
    article = only_article(path)
    assert article.text == path.read_text(encoding="utf-8")
    assert article.issued == PartialDate("2023-05-02")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"Title: A headline\nDate: 2024-01-01\n\n", "empty"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "binary"),
        (b"%PDF-1.7\n\xde\xad\x00\xbe\xef", "binary"),
        (b"Depot hit\n", "too-short"),
        (b"Leave a Comment\n\nYour email address will not be published.\n", "too-short"),
        (
            "Die Armee hat nach Angaben des Ministeriums in der Nacht ein Lager an der Grenze beschossen "
            "und dabei zwei Wachen getötet. Das teilte der Gouverneur der Provinz mit.".encode(),
            "not-english",
        ),
        ("Армия сообщила в понедельник, что выпустила ракеты по складу на границе.".encode(), "not-english"),
        ("أعلن الجيش يوم الاثنين أنه أطلق صواريخ على مستودع قرب الحدود".encode(), "not-english"),
        (b"lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor " * 4, "not-english"),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(tmp_path: Path, content: bytes, code: str) -> None:
    rejected = only_rejection(write(tmp_path, "a.txt", content))
    assert rejected.code == code
    assert rejected.source == "a.txt"
    assert rejected.reason


@pytest.mark.parametrize(
    "text",
    [
        "Iran struck Pakistan on Tuesday.",
        "Freedonian troops shell Sylvanian town",
        "Le Monde said the Élysée had summoned the ambassador of Freedonia after the raids of Sunday night.",
        "Die Welt and Der Spiegel reported that the minister was to visit the border with her counterpart.",
        "Kenya's military relied once again on air power. On Sunday, jets bombed a village in Somalia's Gedo "
        "region, killing six people.",
        "Al-Shabaab gunmen stormed a hotel in Mogadishu on Friday. In a separate attack, a bomb hit a bus near "
        "Afgoye, killing seven.",
    ],
)
def test_short_or_name_laden_english_is_not_turned_away(text: str) -> None:
    assert isinstance(read_text(text, "a"), Article)


def test_a_copy_is_rejected_and_names_its_original(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", REPORT)
    write(tmp_path, "copies/a.txt", REPORT)
    first, second = read(tmp_path)
    assert isinstance(first, Article)
    assert second == Rejected("copies/a.txt", "duplicate", "the same text as a.txt")


def test_a_missing_path_is_an_input_problem_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no file or folder"):
        read(tmp_path / "nowhere")


def test_json_lines_give_an_article_each_and_a_bad_line_rejects_only_itself(tmp_path: Path) -> None:
    record = {
        "id": "r1",
        "text": REPORT,
        "title": "Depot hit",
        "published": "2023-05-02",
        "source": "Sylvania Post",
        "url": "https://example.org/1",
    }
    lines = [json.dumps(record), "{broken", "", json.dumps({"id": "r3", "headline": "no text"}), "[1]"]
    article, *rejected = read(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert isinstance(article, Article)
    assert (article.id, article.text, article.title) == ("r1", REPORT, "Depot hit")
    assert article.issued == PartialDate("2023-05-02")
    assert [(r.source, r.code) for r in rejected if isinstance(r, Rejected)] == [
        ("a.jsonl#line-2", "malformed"),
        ("a.jsonl#line-4", "malformed"),
        ("a.jsonl#line-5", "malformed"),
    ]


def test_a_record_that_is_no_article_is_named_by_its_file_and_line(tmp_path: Path) -> None:
    lines = [{"id": "7", "text": "x"}, {"id": "8", "text": REPORT}, {"id": "8", "text": "The " + REPORT}]
    first, _, third = read(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert isinstance(first, Rejected)
    assert isinstance(third, Rejected)
    assert [(first.source, first.code), (third.source, third.code)] == [
        ("a.jsonl#line-1", "too-short"),
        ("a.jsonl#line-3", "same-id"),
    ]


def test_a_text_that_is_none_is_malformed(tmp_path: Path) -> None:
    rejected = only_rejection(write(tmp_path, "a.jsonl", '{"text": 5}'))
    assert (rejected.code, rejected.reason) == ("malformed", "no field text (there are: text)")


def test_a_record_without_an_id_keeps_its_id_when_lines_move(tmp_path: Path) -> None:
    other = json.dumps({"id": "other", "text": "The " + REPORT})
    unnamed = json.dumps({"text": REPORT})
    path = tmp_path / "a.jsonl"
    ids = []
    for lines in ([unnamed, other], [other, unnamed]):
        path.write_text("\n".join(lines))
        ids.append({a.id for a in read(path) if isinstance(a, Article)})
    assert ids[0] == ids[1]


def test_two_records_of_one_id_are_not_silently_merged(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "r1", "text": t}) for t in (REPORT, "Later, " + REPORT)]
    first, second = read(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert isinstance(first, Article)
    assert isinstance(second, Rejected)
    assert second.code == "same-id"


def test_csv_rows_are_records_whatever_the_delimiter(tmp_path: Path) -> None:
    article = only_article(write(tmp_path, "a.csv", f'id;published;text\nr1;2023-05-02;"{REPORT.strip()}"\n'))
    assert (article.id, article.text) == ("r1", REPORT.strip())
    assert article.issued == PartialDate("2023-05-02")


def test_a_csv_whose_header_is_broken_is_rejected(tmp_path: Path) -> None:
    assert only_rejection(write(tmp_path, "a.csv", '"id,text\n')).code == "malformed"


def test_a_csv_without_a_text_column_is_rejected(tmp_path: Path) -> None:
    assert only_rejection(write(tmp_path, "a.csv", "id,words\n1,x\n")).code == "malformed"


def test_ninjs_is_read_by_its_own_names(tmp_path: Path) -> None:
    item = {
        "uri": "tag:example.org,2023:1",
        "headline": "Depot hit",
        "versioncreated": "2023-05-02T09:00:00Z",
        "body_xhtml": f"<p>{REPORT.strip()}</p><p>Nobody &amp; nothing else was&nbsp;hit.</p>",
    }
    article = only_article(write(tmp_path, "a.json", json.dumps(item)))
    assert article.id == "tag:example.org,2023:1"
    assert article.title == "Depot hit"
    assert article.issued == PartialDate("2023-05-02")
    assert article.text.split("\n\n")[0] == REPORT.strip()
    assert "<p>" not in article.text


@pytest.mark.parametrize("piped", [REPORT, json.dumps({"id": "r1", "text": REPORT})])
def test_standard_input_is_a_text_or_json_lines(monkeypatch: pytest.MonkeyPatch, piped: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped.encode())))
    (article,) = read("-")
    assert isinstance(article, Article)
    assert article.text == REPORT


def test_a_folder_that_cannot_be_read_is_rejected_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, scandir = tmp_path / "closed", os.scandir
    closed.mkdir()
    write(tmp_path, "b.txt", REPORT)

    def guarded(path: str) -> object:
        if os.fspath(path) == os.fspath(closed):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    rejected, article = read(tmp_path)
    assert isinstance(article, Article)
    assert isinstance(rejected, Rejected)
    assert (rejected.source, rejected.code, rejected.reason) == ("closed", "unreadable", "Permission denied")


def test_an_unreadable_file_is_rejected_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    write(tmp_path, "b.txt", REPORT)
    first, second = read(tmp_path)
    assert isinstance(first, Rejected)
    assert first.code == "unreadable"
    assert isinstance(second, Article)


@pytest.mark.parametrize(
    ("octets", "told"),
    [
        (
            b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + b"BT (Rebels shelled the town.) Tj ET\n",
            "PDF",
        ),
        (b"PK\x03\x04\x14\x00word/document.xml", "Word"),
        (b"{\\rtf1\\ansi The army said that rebels had shelled the town on Monday.}", "rich text"),
    ],
)
def test_document_of_another_kind_says_what_it_is_and_what_to_do(
    tmp_path: Path, octets: bytes, told: str
) -> None:
    rejected = only_rejection(write(tmp_path, "report.txt", octets))
    assert rejected.code == "binary"
    assert told in rejected.reason
    assert "first" in rejected.reason


def test_named_pipe_in_a_folder_is_rejected_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    write(tmp_path, "b.txt", REPORT)
    first, second = read(tmp_path)
    assert isinstance(first, Rejected)
    assert (first.code, first.reason) == ("unreadable", "not a regular file")
    assert isinstance(second, Article)


@given(st.text())
def test_blocks_cover_any_text_without_gap_or_overlap(text: str) -> None:
    article = read_text(REPORT + text.replace("\r", "\n"), "a")
    if isinstance(article, Article):
        assert "".join(article.text[b.begin : b.end] for b in article.blocks) == article.text


@given(st.binary(max_size=300))
def test_no_bytes_break_reading(tmp_path_factory: pytest.TempPathFactory, octets: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for suffix in ("txt", "jsonl", "json", "csv"):
        for outcome in read(write(folder, f"a.{suffix}", octets)):
            assert isinstance(outcome, Article | Rejected)
