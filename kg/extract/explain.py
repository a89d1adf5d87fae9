"""Which frames of the diplomatic lexicon were tried on an article, and why each gave a report or gave none.

`explain(article)` is behind `kg extract --tried`: the tool by which `lexicon/diplomacy.toml` is debugged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.diplomacy.find import read
from kg.extract.diplomacy.paths import Filler
from kg.extract.diplomacy.retold import Reading
from kg.extract.scene import Scene
from kg.extract.strikes.find import find_strikes
from kg.model import Article, Factuality, Span


@dataclass(frozen=True, slots=True)
class Filled:
    """One role: the path of the lexicon that led to the words, the words, and the actors they denote."""

    role: str
    path: str
    words: str
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """One frame read in one sentence. `dropped` says why it is no act of anybody's; "" when it is one.

    `words` are the frame's own ("called … off"); `copies` the trigger whose act is repeated ("did the same").
    """

    sentence: Span
    frame: str
    type: str
    words: str
    begin: int
    factuality: Factuality
    roles: tuple[Filled, ...]
    dropped: str = ""
    copies: str = ""


def explain(article: Article) -> tuple[Tried, ...]:
    """Every frame whose words stand in the article's body, in text order, with what filled its roles.

    Raises EnvironmentProblem when the language weights are missing or a frame is wrong.
    """
    from kg.gazetteer import load as gazetteer
    from kg.language import load as language

    scene = Scene.of(article, language()(article.text), gazetteer())
    return tuple(_tried(scene, reading) for reading in read(scene, find_strikes(scene)))


def _tried(scene: Scene, reading: Reading) -> Tried:
    match = reading.match
    return Tried(
        sentence=scene.sentence(match.trigger),
        frame=match.frame.id,
        type=match.frame.type,
        words=" … ".join(t.text for t in match.tokens),
        begin=match.tokens[0].idx,
        factuality=reading.factuality,
        roles=(
            *_filled(scene, "initiator", reading.initiators, reading.initiator_keys),
            *_filled(scene, "recipient", reading.recipients, reading.recipient_keys),
        ),
        dropped=reading.dropped,
        copies=reading.copies,
    )


def _filled(scene: Scene, role: str, fillers: tuple[Filler, ...], keys: tuple[str, ...]) -> Iterator[Filled]:
    """The words that filled the role, and what it was given from outside the sentence ("did the same")."""
    figures = scene.cast.figures
    told: set[str] = set()
    for filler in fillers:
        phrase = scene.doc[filler.token.left_edge.i : filler.token.i + 1]
        yield Filled(role, filler.path, phrase.text, tuple(figures[k].name for k in filler.keys))
        told.update(filler.keys)
    if rest := tuple(figures[k].name for k in keys if k not in told and not fillers):
        yield Filled(role, "", "", rest)


def lines(tried: tuple[Tried, ...]) -> Iterator[str]:
    """The same in words: the sentence, then a line for each frame and for each role."""
    sentence: Span | None = None
    for frame in tried:
        if frame.sentence != sentence:
            sentence = frame.sentence
            yield ""
            yield " ".join(sentence.text.split())
        copied = f", as “{frame.copies}” before" if frame.copies else ""
        verdict = f"nothing: {frame.dropped}" if frame.dropped else f"{frame.type}, {frame.factuality}"
        yield f"  {frame.frame} “{frame.words}”{copied}: {verdict}"
        for filled in frame.roles:
            where = f" (“{filled.words}”, at {filled.path})" if filled.path else ""
            yield f"    {filled.role}: {', '.join(filled.actors)}{where}"
