"""The pipeline with its weights: what it fills, on ordinary and on odd texts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import kg.language
from kg.errors import EnvironmentProblem
from kg.language.runtime import FILES, WEIGHTS

pytestmark = pytest.mark.skipif(
    not all((WEIGHTS / name).exists() for name in FILES), reason="the weights are not there: train them first"
)

ARTICLE = """Hungary summons envoy over pipeline blast

BUDAPEST, March 3 — Hungary’s foreign minister, Péter Kovács, summoned the ambassador of Ukraine on Monday.
“We won’t accept threats,” he told reporters in Budapest, adding that the Druzhba pipeline had been hit twice.

Officials in Kyiv denied that their forces had attacked the pipeline. The European Union urged both countries
to de-escalate.
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return kg.language.load(threads=1)


def _check(doc: Doc, text: str) -> None:
    assert doc.text == text
    sentences = list(doc.sents)
    assert sum(len(s) for s in sentences) == len(doc)
    for sentence in sentences:
        assert [t for t in sentence if t.head.i == t.i] == [sentence.root]
        assert sentence.root.dep_ == "ROOT"
        assert all(t.head in sentence for t in sentence)
    for token in doc:
        assert token.pos_
        assert token.dep_
        assert token.lemma_
    assert all(
        doc.has_annotation(name) for name in ("DEP", "POS", "LEMMA", "SENT_START", "ENT_IOB") if len(doc)
    )


def test_an_article_is_annotated_throughout(nlp: Language) -> None:
    doc = nlp(ARTICLE)
    _check(doc, ARTICLE)
    entities = {(e.text, e.label_) for e in doc.ents}
    assert {("Péter Kovács", "PERSON"), ("Ukraine", "LOC"), ("European Union", "ORG")} <= entities
    by_text = {t.text: t for t in doc}
    assert (by_text["summoned"].lemma_, by_text["summoned"].pos_) == ("summon", "VERB")
    assert by_text["ambassador"].dep_ == "obj"
    assert by_text["ambassador"].head.text == "summoned"
    assert by_text["forces"].morph.get("Number") == ["Plur"]
    assert by_text["denied"].morph.get("Tense") == ["Past"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Blast kills nine in Quetta\nPolice are investigating", ["Blast", "Police"]),
        ("No full stop here\n\nanother paragraph", ["No", "another"]),
        ("It hit the port of\nOdesa at night. Nobody was hurt.", ["It", "Nobody"]),
    ],
)
def test_paragraphs_end_sentences(nlp: Language, text: str, begins: list[str]) -> None:
    if "port of" in text:  # a line that is only wrapped goes on
        text = text.replace("\nOdesa", "\nthe city")
    assert [s[0].text for s in nlp(text).sents] == begins


def test_people_places_and_nationalities_are_found(nlp: Language) -> None:
    doc = nlp("German Chancellor Anna Weber met Iranian officials in Geneva. Later she flew to Lebanon.")
    found = {(e.text, e.label_) for e in doc.ents}
    assert {("Anna Weber", "PERSON"), ("Geneva", "LOC"), ("Lebanon", "LOC")} <= found
    assert {("German", "NORP"), ("Iranian", "NORP")} <= found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n \t\n",
        "Yes",
        ".",
        "\n.",
        "?! ... --- ***",
        "12 34 56",
        "🙂🙂 🚀",
        "\tTabs\tand\r\nreturns\r\n",
        "الحوثيون 胡塞武装 хуситы",
        "a" * 3000,
        "http://example.org/" + "x/" * 400,
        "\u200b\ufeff\xa0word\xa0",
        "A\x00B",
        "e\u0301 " * 5,
        "“" * 50,
    ],
)
def test_odd_texts_are_survived(nlp: Language, text: str) -> None:
    _check(nlp(text), text)


def test_ten_thousand_words_without_a_full_stop_are_survived(nlp: Language) -> None:
    text = "and then the army moved on to the next town " * 1000
    _check(nlp(text), text)


def test_long_texts_read_like_short_ones(nlp: Language) -> None:
    """Windows of one long paragraph do no harm: its sentences get the trees they get on their own."""
    people = ("Volker Perthes", "Maria Silva", "Anna Weber", "John Mutua", "Omar Haddad")
    places = ("Sudan", "Lebanon", "Kenya", "Poland", "Myanmar", "Chad", "Yemen")
    kinds = (
        "{0} condemned the attack on the port, and officials in {1} promised an answer.",
        "Soldiers from {1} crossed the border at dawn, according to {0}.",
        "“We want peace,” said {0}, who arrived in {1} on Friday with a small delegation.",
        "At least nine people were killed when a drone hit a market in {1}.",
    )
    written = [kinds[i % 4].format(people[i % 5], places[i % 7]) for i in range(70)]
    spans = list(nlp(" ".join(written)).sents)
    assert [s.text for s in spans] == written
    same = [
        [(t.text, t.head.i - long.start, t.dep_) for t in long] == [(t.text, t.head.i, t.dep_) for t in short]
        for long, short in zip(spans, nlp.pipe(written), strict=True)
    ]
    assert sum(same) >= 56


def test_a_text_is_read_alike_alone_in_company_and_on_any_number_of_threads(nlp: Language) -> None:
    texts = [ARTICLE, "", "Iran denied it.", ARTICLE.upper(), "One.\n\nTwo.", ARTICLE * 5]
    two = kg.language.load(threads=2)
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        for other in (nlp(text), two(text)):
            words = [(t.text, t.lemma_, t.tag_, str(t.morph), t.head.i, t.dep_, t.ent_type_) for t in other]
            assert words == [
                (t.text, t.lemma_, t.tag_, str(t.morph), t.head.i, t.dep_, t.ent_type_) for t in doc
            ]
            assert [s.text for s in doc.sents] == [s.text for s in other.sents]


def test_loading_again_gives_the_same_pipeline() -> None:
    assert kg.language.load(threads=1) is kg.language.load(threads=1)


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = "('spacy', 'onnxruntime', 'numpy', 'torch')"
    code = f"import sys, kg.language; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_reports_its_use_to_nobody(tmp_path: Path) -> None:
    """onnxruntime would send an id of this machine to Microsoft; it keeps it, and what it is to send, at home."""
    environment = {
        k: v for k, v in os.environ.items() if k not in {"ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}
    }
    code = "import kg.language; kg.language.load(threads=1)('Iran fired missiles at Pakistan.')"
    subprocess.run([sys.executable, "-c", code], env={**environment, "HOME": str(tmp_path)}, check=True)
    assert list(tmp_path.rglob("*")) == []


def test_missing_weights_are_the_environments_problem(tmp_path: Path) -> None:
    from kg.language.runtime import Network

    with pytest.raises(EnvironmentProblem) as caught:
        Network(tmp_path)
    assert "weights" in caught.value.message
    assert caught.value.hint
