"""The cast of one article: every actor that is named in it, one figure each, with role and state.

A figure collects the names that mean the same actor: full name and surname, name and acronym, state and
demonym and capital. Which names mean one person stands in `kg.extract.names.persons`, what common nouns and pronouns
denote in `kg.extract.reference.denote`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.lexicon import table, words
from kg.extract.names.find import SHIP, Name, plain
from kg.extract.names.persons import of_surname, person
from kg.extract.words.mentions import Offsets, mentions_at, offsets
from kg.extract.words.syntax import GENITIVE
from kg.gazetteer import Entry, Gazetteer
from kg.model import ActorClass, Article, LocalActor

# "his Saudi counterpart, Prince Faisal": what he is to another, no office of his.
# What says of a council that it is a state's.
_OF_STATE = frozenset({"security", "defence", "defense", "sovereignty", "ministers"})
_RELATIVE_TO_ANOTHER = frozenset({"counterpart", "colleague"})


@dataclass(slots=True)
class Figure:
    """An actor under construction: what is known of it so far."""

    key: str
    cls: ActorClass
    name: str
    entry: str | None = None
    state: str | None = None
    role: str | None = None
    member_of: str | None = None
    part_of: str | None = None
    named: bool = True
    plural: bool = False
    surfaces: set[str] = field(default_factory=set)
    spans: dict[Offsets, Offsets] = field(default_factory=dict)


class Cast:
    """All figures of an article; built from its names in text order."""

    def __init__(self, article: Article, doc: Doc, gazetteer: Gazetteer, names: tuple[Name, ...]) -> None:
        self.article, self.doc, self.gazetteer, self.names = article, doc, gazetteer, names
        self.figures: dict[str, Figure] = {}
        self._by_entry: dict[str, str] = {}
        self._by_text: dict[str, str] = {}
        self._at: dict[int, Name] = {i: n for n in names for i in range(n.start, n.end)}
        self._figure_of: dict[int, str] = {}  # start of a name -> figure
        self.titles: dict[int, str] = {}  # a word of a title or apposition -> the person's figure
        self.appearances: list[tuple[int, str]] = []  # (token, figure) in text order
        for name in names:
            self._admit(name)

    # -- lookups -------------------------------------------------------------------------------------------

    def name_at(self, i: int) -> Name | None:
        """The name that token `i` is part of."""
        return self._at.get(i)

    def figure_of(self, name: Name) -> Figure | None:
        """The figure that a name stands for when it stands for an actor."""
        key = self._figure_of.get(name.start)
        return self.figures[key] if key else None

    def known_as(self, text: str) -> Figure | None:
        """The figure that first bore this name."""
        key = self._by_text.get(plain(text))
        return self.figures[key] if key else None

    def bearer_of(self, word: str) -> Figure | None:
        """Whom "the Guards" or "the Observatory" means: the one actor named before whose longer name has that word."""
        if not word[:1].isupper() or word.isupper():
            return None
        bearers = {
            f.key: f
            for f in self.figures.values()
            if f.named
            and f.cls not in {ActorClass.PERSON, ActorClass.STATE}
            and any(word in s.split()[1:] or s.startswith(word + " ") for s in (f.name, *f.surfaces))
        }
        return next(iter(bearers.values())) if len(bearers) == 1 else None

    def last(self, before: int, accept: Callable[[Figure], bool], since: int = 0) -> Figure | None:
        """The figure that appeared last before token `before` and that `accept` takes."""
        refused: set[str] = set()
        for at in range(bisect_left(self.appearances, (before, "")) - 1, -1, -1):
            i, key = self.appearances[at]
            if i < since:
                break
            if key not in refused:
                if accept(self.figures[key]):
                    return self.figures[key]
                refused.add(key)
        return None

    def state_of(self, figure: Figure) -> Figure | None:
        """The state that a body, an office-holder or a group belongs to, when the article tells of it."""
        key = self._by_entry.get(figure.state or "")
        return self.figures[key] if key and self.figures[key].cls is ActorClass.STATE else None

    def side_of(self, key: str) -> str:
        """The state for which a body or an office-holder acts; any other figure itself."""
        figure = self.figures[key]
        if figure.cls not in {ActorClass.GOVERNMENT_BODY, ActorClass.PERSON}:
            return key
        state = self.state_of(figure)
        return state.key if state is not None else key

    # -- building ------------------------------------------------------------------------------------------

    def add(self, cls: ActorClass, text: str, *, entry: str | None = None, named: bool = True) -> Figure:
        """A new figure."""
        figure = Figure(f"a{len(self.figures) + 1}", cls, text, entry=entry, named=named)
        self.figures[figure.key] = figure
        if entry:
            self._by_entry[entry] = figure.key
        if named:
            self.make_known(figure, text)
        return figure

    def make_unlisted(self, figure: Figure) -> None:
        """Let a figure be none that the gazetteer knows, though one of its names is the same."""
        self._by_entry = {entry: key for entry, key in self._by_entry.items() if key != figure.key}
        figure.entry = figure.state = None

    def make_known(self, figure: Figure, text: str) -> None:
        """Let a name mean `figure` from here on, unless it means another already."""
        self._by_text.setdefault(plain(text), figure.key)

    def see(self, figure: Figure, start: int, end: int, at: int | None = None) -> None:
        """Record that tokens [start, end) mention `figure`."""
        span = self.doc[start:end]
        figure.surfaces.add(span.text)
        sent = self.doc[at if at is not None else start].sent
        figure.spans[offsets(span)] = offsets(sent)
        position = (at if at is not None else start, figure.key)
        found = bisect_left(self.appearances, position)
        if self.appearances[found : found + 1] != [position]:
            self.appearances.insert(found, position)

    def of_entry(self, entry: Entry) -> Figure:
        """The figure of a gazetteer entry, made when it is new."""
        if entry.id in self._by_entry:
            return self.figures[self._by_entry[entry.id]]
        figure = self.add(entry.cls or ActorClass.ORGANIZATION, entry.name, entry=entry.id)
        figure.state = entry.id if entry.cls is ActorClass.STATE else entry.state
        if figure.state and figure.state != entry.id and entry.cls is ActorClass.GOVERNMENT_BODY:
            owner = self.gazetteer.get(figure.state)
            if owner is not None:
                figure.part_of = self.of_entry(owner).key
        whole = self.gazetteer.get(entry.within) if entry.within else None
        if whole is not None and entry.cls is whole.cls is ActorClass.ARMED_GROUP:
            figure.part_of = self.of_entry(whole).key
        return figure

    def figure_ahead(self, name: Name) -> Figure | None:
        """The figure of a name that may stand further on in the text."""
        if name.start not in self._figure_of and name.label != "PERSON":
            return self._figure_for(name)
        return self.figure_of(name)

    def _admit(self, name: Name) -> None:
        figure = self._figure_for(name)
        if figure is not None:
            self._figure_of[name.start] = figure.key
            self.see(figure, name.start, name.end)

    def _figure_for(self, name: Name) -> Figure | None:
        text = name.text(self.doc)
        state = name.state()
        if state is not None and name.label != "PERSON":
            return self.of_entry(state)
        if self._has_fighters(name, text):
            return self.known_as(text) or self.add(ActorClass.ARMED_GROUP, text)
        if name.label == "PERSON" and not _opens_as_group(text):
            return person(self, name)
        if name.adjectival:
            return None
        known = [e for e in name.entries if e.cls is not None]
        if known:
            # Several candidates: one that the article's states speak for, otherwise none is chosen here.
            chosen = known[0] if len(known) == 1 else self._by_context(known)
            if chosen is not None and (own := self._own_acronym(name, text, chosen)) is not None:
                return own
            if chosen is not None:
                return self.of_entry(chosen)
        if name.places():
            return None
        return self._unknown(name, text)

    def named_group(self, name: Name) -> Figure:
        """The armed group that the words around an unknown name make of it."""
        text = name.text(self.doc)
        figure = self.known_as(text) or self.add(ActorClass.ARMED_GROUP, text)
        self._figure_of[name.start] = figure.key
        self.see(figure, name.start, name.end)
        return figure

    def _has_fighters(self, name: Name, text: str) -> bool:
        """ "Fighters from the Red Falcons", "the Red Falcons, a rebel group": a name that no list knows."""
        at = name.start
        if name.entries or name.adjectival or name.end - at < 2 or _class_by_words(text) is not None:
            return False
        if self._is_armed_group(self.doc[name.end : name.end + 6]):
            return True
        opened = [t.lower_ for t in self.doc[at - 2 : at]] in (["of", "the"], ["from", "the"])
        return at >= 3 and opened and self.doc[at - 3].lemma_.lower() in words("actors", "fighters")

    def _is_armed_group(self, behind: DocSpan) -> bool:
        """ ", a rebel group", ", an armed faction": what stands behind a name says whose it is."""
        told = [t.lower_ for t in behind]
        if told[:1] != [","] or told[1:2] not in (["a"], ["an"]):
            return False
        kind = next((n for n, w in enumerate(told) if w in words("actors", "outfit")), None)
        armed = words("actors", "violent") | {"armed", "rebel", "islamist"}
        return kind is not None and not armed.isdisjoint(told[2 : kind + 1])

    def _by_context(self, entries: list[Entry]) -> Entry | None:
        here = {f.state for f in self.figures.values() if f.state}
        fitting = [e for e in entries if e.state is None or e.state in here]
        return fitting[0] if len(fitting) == 1 else None

    def _unknown(self, name: Name, text: str) -> Figure | None:
        """A name that no list knows: the same as before, an acronym, a surname, or a new body typed by its words."""
        if known := self.known_as(text):
            return known
        if acronym := self._spelled_out(name, text):
            self.make_known(acronym, text)
            return acronym
        alone = name.end - name.start == 1 and name.start > 0 and self.doc[name.start - 1].lower_ == "the"
        if alone and (whole := self.bearer_of(text)) is not None:
            return whole
        if name.label in {"", "LOC"} and name.end - name.start == 1:
            surname = of_surname(self, text)  # "Burhan's government", whatever the model takes Burhan for
            if surname is not None:
                return surname
        cls = _class_by_words(text)
        if cls is None and name.label == "ORG":
            cls = ActorClass.ORGANIZATION
        if cls is None or name.label in {"LOC", SHIP} or (name.label == "" and name.end - name.start == 1):
            return None
        owner = self._adjective_before(name.start) or self._crowned(name)
        figure = self.add(cls, text.split(maxsplit=1)[-1] if owner is not None and _owned(text) else text)
        if owner is not None:
            figure.state = owner.entry
            if cls is ActorClass.GOVERNMENT_BODY:
                figure.part_of = owner.key
        return figure

    def _own_acronym(self, name: Name, text: str, entry: Entry) -> Figure | None:
        """ "ADF" for the Ambazonia Defence Forces of the article, not for the list's Allied Democratic Forces."""
        if not text.isupper() or entry.id in self._by_entry:
            return None
        spelled = self._spelled_out(name, text)
        return spelled if spelled is not None and spelled.entry is None else None

    def _spelled_out(self, name: Name, text: str) -> Figure | None:
        """ "(JAA)" after "Jaish al Adl": the figure whose name stands right before the bracket."""
        before = self.doc[name.start - 1] if name.start else None
        if before is not None and before.text == "(" and text.isupper() and name.start >= 2:
            earlier = self._at.get(name.start - 2)
            if earlier is not None:
                return self.figure_of(earlier)
        if text.isupper() and 2 <= len(text) <= 6:
            for figure in self.figures.values():
                initials = "".join(w[0] for w in re.split(r"[\s-]+", figure.name) if w[:1].isupper())
                if figure.named and initials == text and len(initials) > 1:
                    return figure
        return None

    def _adjective_before(self, i: int) -> Figure | None:
        earlier = self._at.get(i - 1) or (
            self._at.get(i - 2) if i >= 2 and self.doc[i - 1].lower_ in GENITIVE else None
        )
        figure = self.figure_of(earlier) if earlier is not None else None
        return figure if figure is not None and figure.cls is ActorClass.STATE else None

    def _crowned(self, name: Name) -> Figure | None:
        """ "The Royal Thai Air Force", "Chad's Security Council" where the name takes in the owner: whose it is."""
        words_ = [t.text for t in self.doc[name.start : name.end]]
        if len(words_) > 2 and words_[1].lower() in GENITIVE:
            owners = [e for e in self.gazetteer.lookup(words_[0]) if e.cls is ActorClass.STATE]
            return self.of_entry(owners[0]) if len(owners) == 1 else None
        states = [e for w in words_ if (e := self.gazetteer.demonym(w)) is not None]
        royal = words_[0] == "Royal" and len(states) == 1 and states[0].cls is ActorClass.STATE
        return self.of_entry(states[0]) if royal else None

    # -- result --------------------------------------------------------------------------------------------

    def actors(self) -> tuple[LocalActor, ...]:
        """All figures as the frozen actors of the extraction, in order of their keys."""
        return tuple(
            LocalActor(
                figure.key,
                figure.cls,
                figure.name,
                tuple(sorted(figure.surfaces)),
                figure.entry,
                figure.state,
                None if figure.role in _RELATIVE_TO_ANOTHER else figure.role,
                figure.member_of,
                figure.part_of,
                figure.named,
                mentions_at(self.article, figure.spans),
            )
            for figure in self.figures.values()
        )


def _owned(text: str) -> bool:
    """ "Chad's Security Council", where the name takes in the owner."""
    return text.split()[0].lower().endswith(("'s", "’s"))


def _opens_as_group(text: str) -> bool:
    """ "Jaish al-Fursan", "Katibat Macina": an armed group, though the model reads a person's name."""
    return " " in text and plain(text).split()[0] in words("actors", "group_opening")


def _class_by_words(text: str) -> ActorClass | None:
    own = set(plain(text).split())
    if "council" in own and own & _OF_STATE:
        return (
            ActorClass.GOVERNMENT_BODY
        )  # "the Security and Defence Council", but not the "Norwegian Refugee Council"
    for cls, markers in table("actors")["name_class"].items():
        if own & set(markers):
            return ActorClass(cls)
    return None
