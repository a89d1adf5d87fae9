"""The corpus: what a graph folder remembers of its articles."""

from __future__ import annotations

import dataclasses
import sqlite3
from pathlib import Path

import pytest

from kg.corpus import FILE_NAME, Corpus, fingerprint
from kg.errors import EnvironmentProblem
from kg.model import Article, Extraction, PartialDate
from kg.read import read_text


def article(name: str = "a.txt", text: str = "The army fired two rockets at the depot.") -> Article:
    read = read_text(text, name)
    assert isinstance(read, Article)
    return read


def test_an_article_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    kept, told = article(), Extraction("a.txt", issued=PartialDate("2024-01"))
    with Corpus(tmp_path) as corpus:
        corpus.keep(kept, told, "1")
    with Corpus(tmp_path) as corpus:
        (found,) = corpus.told("1")
        assert (found.article, found.extraction) == (kept, told)
        assert corpus.article("a.txt") == kept
        assert corpus.id_of_digest(kept.digest) == "a.txt"


def test_articles_come_in_order_of_their_ids_whenever_they_were_kept(tmp_path: Path) -> None:
    with Corpus(tmp_path) as corpus:
        for name in ("b", "a", "c"):
            corpus.keep(article(name), Extraction(name), "1")
        assert [t.article.id for t in corpus.told("1")] == ["a", "b", "c"]
        assert corpus.ids() == ("a", "b", "c")


def test_another_extractor_version_finds_its_work_still_to_do(tmp_path: Path) -> None:
    with Corpus(tmp_path) as corpus:
        corpus.keep(article(), Extraction("a.txt"), "1")
        assert list(corpus.unextracted("1")) == []
        assert [a.id for a in corpus.unextracted("2")] == ["a.txt"]
        assert list(corpus.told("2")) == []


def test_a_changed_article_takes_the_place_of_its_former_text(tmp_path: Path) -> None:
    former, later = article(), article(text="The army fired three rockets at the depot.")
    with Corpus(tmp_path) as corpus:
        corpus.keep(former, Extraction("a.txt"), "1")
        corpus.keep(later, Extraction("a.txt"), "1")
        assert [t.article for t in corpus.told("1")] == [later]
        assert corpus.id_of_digest(former.digest) is None


def test_metadata_alone_changes_the_fingerprint_but_not_the_digest() -> None:
    plain = article()
    dated = dataclasses.replace(plain, issued=PartialDate("2024-01-19"))
    assert plain.digest == dated.digest
    assert fingerprint(plain) != fingerprint(dated)


def test_a_removed_article_is_gone_and_its_extraction_is_forgotten(tmp_path: Path) -> None:
    with Corpus(tmp_path) as corpus:
        corpus.keep(article("a"), Extraction("a"), "1")
        corpus.keep(article("b", "The army fired four rockets."), Extraction("b"), "1")
        corpus.remove(["a"])
        corpus.prune("1")
        assert corpus.ids() == ("b",)
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        assert db.execute("SELECT count(*) FROM extractions").fetchone() == (1,)
    db.close()


def test_a_transaction_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def note_and_stop(corpus: Corpus) -> None:
        with corpus.transaction():
            corpus.note({"base_iri": "x"})
            raise KeyboardInterrupt

    with Corpus(tmp_path) as corpus:
        with pytest.raises(KeyboardInterrupt):
            note_and_stop(corpus)
        assert corpus.setting("base_iri") is None


def test_a_file_that_is_no_database_is_an_environment_problem(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(EnvironmentProblem, match="cannot be opened"):
        Corpus(tmp_path)


def test_a_corpus_of_another_layout_is_not_touched(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(EnvironmentProblem, match="another version"):
        Corpus(tmp_path)
