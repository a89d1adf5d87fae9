"""From an article to what it says: `extract(article) -> Extraction`, every piece with its span.

The steps stand in `read_scene`, in order; each is a plain function on the `Scene` of the article. Where what stands:

    the words         scene lays an article out; lemmas mend its parse
                      syntax arguments wordorder phrases counts quotes turns nouns mentions lexicon
    who               names, cast and denote: which words name or mean whom
                      titles persons bodies people rulers; anaphora pronouns pairs: whom they take up
    where             sites: which names are places; places: the words that put an event there
    when              expressions: words that say when; dates: which day they mean; hanging: whose they are
                      other_days: what they date besides; times entries
    how true          standing: told, claimed, denied; unreal: not done; manner: a new one, a habit, a story
    strikes           strikes -> deeds -> triggers; clauses weapons belligerents implied
      by the verb     attack_verbs havoc blasts shots bloodshed victims
      by the noun     attack_nouns lookalikes
      told before     behind: who was behind it; outcomes: its outcome, not its like
      told around it  tellings completion assailants whereabouts earlier_days later_days
    casualties        casualties -> losses, tolls (counts), belonging (of which attack), tally (whose count)
    acts              diplomacy -> frames, matching -> paths, positions -> roles
                      political hosts brokers recipients standins retold; explain: why a frame gave none
    statements        statements -> reporting, closing (who speaks) -> reported (what was said); speakers
    what answered it  chains
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
    docs = iter(nlp.pipe([a.text for a in worth]))  # type: ignore[attr-defined]
    for article in batch:
        yield (
            read_scene(article, next(docs))
            if has_trigger(article.text)
            else Extraction(article.id, article.issued, article.issued_basis)
        )


def read_scene(article: Article, doc: Doc) -> Extraction:
    """What a parsed article says: the steps in their order."""
    from kg.extract.casualties import find_casualties
    from kg.extract.chains import link_responses
    from kg.extract.diplomacy import find_actions
    from kg.extract.scene import Scene
    from kg.extract.statements import find_statements
    from kg.extract.strikes import find_strikes
    from kg.gazetteer import load

    scene = Scene.of(article, doc, load())
    strikes = find_strikes(scene)
    statements = find_statements(scene)  # before the acts: they tell whose "we" a quote's is
    casualties = find_casualties(scene, strikes, statements)
    actions = find_actions(scene, strikes)
    strikes, actions = link_responses(scene, strikes, actions)
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


def has_trigger(text: str) -> bool:
    """False when no word of the text can start an event, so that it need not be parsed."""
    from kg.extract.lemmas import trigger_forms

    return not trigger_forms().isdisjoint(_WORD.findall(text.lower()))
