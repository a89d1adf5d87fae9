"""Transcripts and interviews: whose turn it is to speak, told by the label before a colon.

"Ms. Okello: …", "FOREIGN SECRETARY VIKRAM MISRI: …", "Q: … A: …". A turn lasts to the end of its paragraph,
in a transcript to the next label. What a question says is nobody's statement.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.extract.diplomacy.political import is_political
from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.scene import Scene
from kg.model import ActorClass

_LABEL = re.compile(
    r"^[ \t*_>-]*(?P<label>[A-Z][^\n:.?!\"“”]{0,69}(?:\.[^\n:.?!\"“”]{1,60})*?)[*_]{0,2}:[*_]{0,2}[ \t]+(?=\S)",
    re.M,
)
_QUESTION = words("statements", "questioners")
_PRESS = words("statements", "press")
_ANSWER = frozenset({"a", "answer"})
_SMALL = frozenset({"of", "for", "the", "and", "de", "al", "to", "van", "von", "bin", "ul", "el"})


@dataclass(frozen=True, slots=True)
class Turn:
    """The characters [begin, end) of one turn, its label excluded; no `speaker` where a question is put."""

    begin: int
    end: int
    speaker: str | None


@dataclass(frozen=True, slots=True)
class _Label:
    begin: int
    words: tuple[str, ...]
    start: int  # of what is said


def find_turns(scene: Scene) -> tuple[Turn, ...]:
    """The turns of a transcript in text order; none for an article that is no transcript."""
    text = scene.article.text
    labels = [
        _Label(m.start("label"), tuple(re.findall(r"[\w’'.-]+", m["label"])), m.end())
        for m in _LABEL.finditer(text)
    ]
    labels = [label for label in labels if _looks_like_one(label.words)]
    kinds = Counter(_plain(label.words[-1]) for label in labels)
    asked = any(_plain(label.words[0]) in _QUESTION for label in labels)
    if not asked and not any(n > 1 for n in kinds.values()):
        return ()
    turns: list[Turn] = []
    for i, label in enumerate(labels):
        last = _plain(label.words[-1])
        if last in _QUESTION or _plain(label.words[0]) in _QUESTION:
            speaker: str | None = None
        elif last in _ANSWER and len(label.words) == 1:
            guest = _guest(scene, label)
            speaker = guest.key if guest is not None else None
        else:
            figure = _figure(scene, label, repeated=kinds[last] > 1 or asked)
            if figure is None:
                continue
            speaker = figure.key
        paragraph = text.find("\n", label.start)
        paragraph = len(text) if paragraph < 0 else paragraph
        end = labels[i + 1].begin if i + 1 < len(labels) else paragraph
        # a blank line and then text without a label: the desk's own words again
        blank = re.search(r"\n\s*\n", text[label.start : end])
        end = min(end, label.start + blank.start()) if blank else end
        turns.append(Turn(label.start, end, speaker))
    asking = {t.speaker for t in turns if t.speaker is not None and _only_asks(t.speaker, scene)}
    return tuple(Turn(t.begin, t.end, None) if t.speaker in asking else t for t in turns)


def _only_asks(key: str, scene: Scene) -> bool:
    """True for everybody but office-holders: a reporter's turn is a report, and who puts questions says nothing.

    What a guest without an office says is told sentence by sentence, much of it as background; too much of it
    would stand as claims of his.
    """
    figure = scene.cast.figures[key]
    if (figure.role or "").lower().split()[-1:] in ([p] for p in _PRESS):
        return True
    first = next((i for i, k in scene.cast.appearances if k == key), None)
    if first is not None and {t.lower_ for t in scene.doc[max(0, first - 8) : first]} & _PRESS:
        return True
    return figure.role is None or not is_political(figure, scene)


def _looks_like_one(parts: tuple[str, ...]) -> bool:
    return 0 < len(parts) <= 8 and all(p[:1].isupper() or p.lower() in _SMALL for p in parts)


def _plain(word: str) -> str:
    return word.strip(".’'").lower()


def _guest(scene: Scene, label: _Label) -> Figure | None:
    """Who answers in an interview: the one person with a role, or the only person, named before it begins."""
    people = {
        k: scene.cast.figures[k]
        for i, k in scene.cast.appearances
        if scene.doc[i].idx < label.begin
        and scene.cast.figures[k].cls is ActorClass.PERSON
        and scene.cast.figures[k].named
    }
    able = [f for f in people.values() if f.role] or list(people.values())
    return able[0] if len(able) == 1 else None


def _figure(scene: Scene, label: _Label, repeated: bool) -> Figure | None:
    """The person that a label names: one of the cast, or in a transcript a new one, with the role told there."""
    titles = words("actors", "person") | words("actors", "honorific")
    name = list(label.words)
    role: list[str] = []
    while len(name) > 1 and any(_plain(" ".join(name[:n])) in titles for n in range(1, min(4, len(name)))):
        n = next(n for n in range(min(3, len(name) - 1), 0, -1) if _plain(" ".join(name[:n])) in titles)
        role, name = role + name[:n], name[n:]
    surname = _plain(name[-1])
    known = [
        f
        for f in scene.cast.figures.values()
        if f.cls is ActorClass.PERSON and f.named and _plain(f.name.split()[-1]) == surname
    ]
    if known:
        return known[0]
    honoured = bool(role)
    if not repeated or not (honoured or label.words[0].isupper()) or not all(w[:1].isupper() for w in name):
        return None
    if _plain(name[-1]) in titles:
        return None
    figure = scene.cast.add(ActorClass.PERSON, " ".join(w.title() if w.isupper() else w for w in name))
    told = [w for w in role if _plain(w) not in words("actors", "honorific")]
    if told:
        figure.role = " ".join(w.title() if w.isupper() else w for w in told)
    tokens = [t for t in scene.doc if label.begin <= t.idx < label.start and t.is_alpha]
    if tokens:
        scene.cast.see(
            figure, tokens[-len(name)].i if len(tokens) >= len(name) else tokens[0].i, tokens[-1].i + 1
        )
    return figure
