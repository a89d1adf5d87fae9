"""From an article to what it says: `extract(article) -> Extraction`, every piece with its span.

The steps stand in `read_scene`, in order; each is a plain function on the `Scene` of the article. The rooms, each with
a map of its own; a room asks those above it alone, which a test holds. Where what stands:

    lexicon       the words that the rules go by, in TOML
    words         the parse and the phrases in it
    dates         when
    names         which words name whom, and where
    reference     whom words mean that are no names
    scene         an article laid out: all of the above
    denials       what a denial denies
    standing      how true: told, claimed, denied; supposed: only feared, planned or possible
    diplomacy     acts
    statements    who said what
    casualties    how many, who counts them, and of which attack
    strikes       attacks
    claimants     whose claim an attack is
    chains        what answered what
    explain       why a frame gave an act or none: for those who write lexicons
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.model import Article, Extraction

if TYPE_CHECKING:
    from spacy.tokens import Doc

VERSION = "1"


def extract(article: Article) -> Extraction:
    """What one article says. Raises EnvironmentProblem when the language weights are missing."""
    return next(iter(extract_all((article,))))


def extract_all(articles: Iterable[Article]) -> Iterator[Extraction]:
    """What each article says, in the order given; parsed in batches."""
    from kg.language import load

    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) == 16:
            yield from _parsed(batch, load())
            batch = []
    if batch:
        yield from _parsed(batch, load())


def _parsed(batch: list[Article], nlp: object) -> Iterator[Extraction]:
    worth = [a for a in batch if has_trigger(a.text)]
    docs = iter(nlp.pipe([_FOOTNOTE.sub(_blank, a.text) for a in worth]))  # type: ignore[attr-defined]
    for article in batch:
        yield (
            read_scene(article, next(docs))
            if has_trigger(article.text)
            else Extraction(article.id, article.issued, article.issued_basis)
        )


def read_scene(article: Article, doc: Doc) -> Extraction:
    """What a parsed article says: the steps in their order."""
    from kg.extract.casualties.find import find_casualties
    from kg.extract.chains import link_responses
    from kg.extract.claimants import with_claimants
    from kg.extract.diplomacy.find import find_actions
    from kg.extract.scene import Scene
    from kg.extract.statements.find import find_statements
    from kg.extract.strikes.find import find_strikes
    from kg.gazetteer import load

    scene = Scene.of(article, doc, load())
    strikes = find_strikes(scene)
    statements = find_statements(scene)  # before the acts: they tell whose "we" a quote's is
    casualties = find_casualties(scene, strikes, statements)
    actions = find_actions(scene, strikes)
    strikes, actions = link_responses(scene, with_claimants(strikes, statements, actions), actions)
    return Extraction(
        article.id,
        scene.calendar.issued,
        scene.calendar.basis,
        scene.cast.actors(),
        scene.places.places(),
        strikes,
        actions,
        statements,
        casualties,
    )


_WORD = re.compile(r"[a-z]+")
# "the ministry of Armenia.[6] Georgia denied it": no part of the name before it, nor of any sentence.
_FOOTNOTE = re.compile(r"(?<=[\w.,;:!?)\"”’\]])(?:\[(?:\d{1,3}|[a-z]|note \d{1,2}|citation needed)\])+")


def _blank(found: re.Match[str]) -> str:
    """As many spaces, so that every word stays where it stands in the article."""
    return " " * len(found.group())


def has_trigger(text: str) -> bool:
    """False when no word of the text can start an event, so that it need not be parsed."""
    from kg.extract.words.lemmas import trigger_forms

    return not trigger_forms().isdisjoint(_WORD.findall(text.lower()))
