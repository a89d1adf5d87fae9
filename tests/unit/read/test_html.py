"""Web pages: an optional extra, and a clear word when it is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.errors import EnvironmentProblem
from kg.model import Article, PartialDate, Rejected
from kg.read import read

PARAGRAPHS = (
    "The army of Freedonia said on Monday that it had fired rockets at a depot in Sylvania.",
    "Two guards were killed, according to the governor of the province, who was visiting the town.",
    "The foreign ministry of Sylvania called in the ambassador and demanded an explanation from him.",
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Depot hit</title>
<meta property="og:title" content="Depot hit"><meta property="og:site_name" content="Sylvania Post">
<meta property="article:published_time" content="2023-05-02T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/war">War</a></nav>
<article><h1>Depot hit</h1>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article>
<footer>All rights reserved.</footer></body></html>"""


def test_the_article_in_a_page_is_found_with_its_date_and_outlet(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (article,) = read(tmp_path)
    assert isinstance(article, Article)
    assert article.id == "a.html"
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert "All rights reserved" not in article.text
    assert (article.title, article.publisher) == ("Depot hit", "Sylvania Post")
    assert article.issued == PartialDate("2023-05-02")


def test_a_page_without_an_article_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body></body></html>")
    (rejected,) = read(tmp_path)
    assert isinstance(rejected, Rejected)
    assert rejected.code == "empty"


def test_without_the_extra_the_error_names_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(EnvironmentProblem) as caught:
        list(read(tmp_path))
    assert caught.value.hint == "install it with: pip install 'conflict-kg[html]'"
