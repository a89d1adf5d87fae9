"""The cast of one article: every actor that is named in it, one figure each, with role and state.

A figure collects the names that mean the same actor: full name and surname, name and acronym, state and
demonym and capital. What common nouns and pronouns denote is worked out in `kg.extract.denote`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.extract.lexicon import table, words
from kg.extract.names import Name
from kg.gazetteer import Entry, Gazetteer
from kg.model import ActorClass, Article, LocalActor, Mention, PlaceKind, Span

_CONNECTORS = frozenset({"of", "for", "and", "the", "-", "–", "'s", "’s", "to", "in", "on", "&"})
_PREFIXES = frozenset(
    [
        "caretaker",
        "interim",
        "acting",
        "former",
        "deputy",
        "vice",
        "outgoing",
        "then",
        "ex",
        "new",
        "senior",
        "top",
        "chief",
        "incoming",
        "late",
        "first",
        "special",
        "permanent",
        "assistant",
        "under",
        "parliamentary",
        "state",
        "foreign",
        "defence",
        "defense",
        "interior",
        "information",
        "finance",
        "security",
        "national",
        "prime",
        "secretary",
        "general",
        "affairs",
        "relations",
        "counterpart",
        "press",
        "government",
        "military",
        "army",
        "police",
        "human",
        "rights",
        "opposition",
        "party",
        "his",
        "her",
        "its",
        "their",
        "external",
        "internal",
        "justice",
        "energy",
        "trade",
        "house",
        "regional",
        "provincial",
        "rebel",
        "crown",
        "supreme",
        "lieutenant",
        "major",
        "brigadier",
        "rear",
        "veteran",
    ]
)
_HONORIFIC = re.compile(
    r"^(mr|mrs|ms|dr|sir|lord|gen|col|maj|lt|capt|brig|adm|sen|rep|gov|prof)\.?$", re.IGNORECASE
)


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
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


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

    def last(self, before: int, accept: Callable[[Figure], bool], since: int = 0) -> Figure | None:
        """The figure that appeared last before token `before` and that `accept` takes."""
        for i, key in reversed(self.appearances):
            if since <= i < before and accept(self.figures[key]):
                return self.figures[key]
        return None

    # -- building ------------------------------------------------------------------------------------------

    def add(self, cls: ActorClass, text: str, *, entry: str | None = None, named: bool = True) -> Figure:
        """A new figure."""
        figure = Figure(f"a{len(self.figures) + 1}", cls, text, entry=entry, named=named)
        self.figures[figure.key] = figure
        if entry:
            self._by_entry[entry] = figure.key
        if named:
            self._by_text.setdefault(_plain(text), figure.key)
        return figure

    def see(self, figure: Figure, start: int, end: int, at: int | None = None) -> None:
        """Record that tokens [start, end) mention `figure`."""
        span = self.doc[start:end]
        figure.surfaces.add(span.text)
        sent = self.doc[at if at is not None else start].sent
        figure.spans[(span.start_char, span.end_char)] = (sent.start_char, sent.end_char)
        position = (at if at is not None else start, figure.key)
        if not self.appearances or self.appearances[-1] <= position:
            self.appearances.append(position)
        elif position not in self.appearances:
            self.appearances.append(position)
            self.appearances.sort()

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
        return figure

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
        if name.label == "PERSON":
            return self._person(name)
        if name.adjectival:
            return None
        known = [e for e in name.entries if e.cls is not None]
        if known:
            # Several candidates: one that the article's states speak for, otherwise none is chosen here.
            chosen = known[0] if len(known) == 1 else self._by_context(known)
            if chosen is not None:
                return self.of_entry(chosen)
        if name.places():
            return None
        return self._unknown(name, text)

    def named_group(self, name: Name) -> Figure:
        """The armed group that the words around an unknown name make of it."""
        text = name.text(self.doc)
        known = self._by_text.get(_plain(text))
        figure = self.figures[known] if known else self.add(ActorClass.ARMED_GROUP, text)
        self._figure_of[name.start] = figure.key
        self.see(figure, name.start, name.end)
        return figure

    def _by_context(self, entries: list[Entry]) -> Entry | None:
        here = {f.state for f in self.figures.values() if f.state}
        fitting = [e for e in entries if e.state is None or e.state in here]
        return fitting[0] if len(fitting) == 1 else None

    def _unknown(self, name: Name, text: str) -> Figure | None:
        """A name that no list knows: the same as before, an acronym, a surname, or a new body typed by its words."""
        plain = _plain(text)
        if plain in self._by_text:
            return self.figures[self._by_text[plain]]
        if acronym := self._spelled_out(name, text):
            self._by_text[plain] = acronym.key
            return acronym
        if name.label == "" and name.end - name.start == 1:
            surname = self._surname(text)
            if surname is not None:
                return surname
        cls = _class_by_words(text)
        if cls is None and name.label == "ORG":
            cls = ActorClass.ORGANIZATION
        if cls is None or name.label == "LOC" or (name.label == "" and name.end - name.start == 1):
            return None
        figure = self.add(cls, text)
        owner = self._adjective_before(name.start)
        if owner is not None:
            figure.state = owner.entry
            if cls is ActorClass.GOVERNMENT_BODY:
                figure.part_of = owner.key
        return figure

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
            self._at.get(i - 2) if i >= 2 and self.doc[i - 1].lower_ in {"'s", "’s"} else None
        )
        figure = self.figure_of(earlier) if earlier is not None else None
        return figure if figure is not None and figure.cls is ActorClass.STATE else None

    # -- persons -------------------------------------------------------------------------------------------

    def _person(self, name: Name) -> Figure | None:
        text = name.text(self.doc)
        title_start, role, owner = self._title(name.start)
        appos = self._apposition(name.end)
        figure = self._known_person(name, text, role, owner)
        if figure is None:
            entries = [e for e in name.entries if e.cls is ActorClass.PERSON]
            entry = entries[0] if len(entries) == 1 and len(text.split()) > 1 else None
            figure = self.add(
                ActorClass.PERSON,
                text,
                entry=entry.id if entry else None,
            )
            if entry is not None:
                figure.state = entry.state
        elif len(text.split()) > len(figure.name.split()):
            figure.name = text
            self._by_text.setdefault(_plain(text), figure.key)
        if role is None and appos is not None:
            role, owner = appos[1], appos[2]
        if role is not None and (figure.role is None or len(role) > len(figure.role)):
            figure.role = role
        if owner is not None and figure.member_of is None and owner.key != figure.key:
            figure.member_of = owner.key
            figure.state = figure.state or owner.state
        for i in range(title_start, name.start):
            if i not in self._at:
                self.titles[i] = figure.key
        if appos is not None:
            self.titles.update((i, figure.key) for i in appos[0])
        return figure

    def _known_person(self, name: Name, text: str, role: str | None, owner: Figure | None) -> Figure | None:
        plain = _plain(text)
        if plain in self._by_text and self.figures[self._by_text[plain]].cls is ActorClass.PERSON:
            return self.figures[self._by_text[plain]]
        parts = plain.split()
        if len(parts) == 1:
            return self._surname(text, role, owner)
        for figure in self.figures.values():
            if figure.cls is ActorClass.PERSON and figure.named:
                other = _plain(figure.name).split()
                same = other[-1] == parts[-1] and (set(other) <= set(parts) or set(parts) <= set(other))
                if same and (len(other) > 1 or figure.role is None or role in {None, figure.role}):
                    return figure
        return None

    def _surname(self, text: str, role: str | None = None, owner: Figure | None = None) -> Figure | None:
        """The person already met whose last (or any) name this is.

        With two of them, the one whose role fits, else the one met last.
        """
        plain = _plain(text)
        matches = [
            f
            for f in self.figures.values()
            if f.cls is ActorClass.PERSON and f.named and plain in _plain(f.name).split()
        ]
        if role is not None and len(matches) > 1:
            matches = [f for f in matches if f.role == role] or matches
        last = [f for f in matches if _plain(f.name).split()[-1] == plain] or matches
        if len(last) <= 1:
            return last[0] if last else None
        order = {key: i for i, (_, key) in enumerate(self.appearances)}
        return max(last, key=lambda f: order.get(f.key, -1))

    def _title(self, start: int) -> tuple[int, str | None, Figure | None]:
        """The title before a name, by surface: where it begins, the role, and the state or body it belongs to."""
        roles, heads = words("actors", "person"), _role_heads()
        i, owner, found = start, None, False
        if start > 1 and self.doc[start - 1].text == "," and self.doc[start - 2].lower_ in heads:
            i = start - 1  # "its governor, Pavel Lebedev"
        while i > 0:
            token = self.doc[i - 1]
            if token.sent != self.doc[start].sent:
                break
            name = self._at.get(i - 1)
            if name is not None:
                figure = self.figure_of(name)
                if (
                    figure is None
                    or figure.cls is ActorClass.PERSON
                    or not (found or name.adjectival or i == start)
                ):
                    break
                if not found and not name.adjectival:
                    break
                owner = figure
                i = name.start
                continue
            lower = token.lower_
            if (
                lower in heads
                or token.lemma_.lower() in heads
                or lower in roles
                or _HONORIFIC.match(token.text)
            ):
                found = found or not _HONORIFIC.match(token.text)
                i -= 1
            elif (
                lower in _PREFIXES
                or (lower in _CONNECTORS and i < start)
                or (
                    token.pos_ in {"NOUN", "PROPN", "ADJ"}
                    and found
                    and lower not in {"time"}
                    and token.is_alpha
                    and token.lower_ == token.text
                    and self._leads_to_role(i - 1)
                )
            ):
                i -= 1
            else:
                break
        while i < start and self.doc[i].lower_ in _CONNECTORS | {"'s", "’s"}:
            i += 1
        if not found:
            return start, None, None
        role = self._role_text(i, start)
        return i, role, owner

    def _leads_to_role(self, i: int) -> bool:
        """A lower-case noun inside a title: "parliamentary affairs minister"."""
        return self.doc[i].dep_ in {"compound", "amod", "nmod"}

    def _role_text(self, start: int, end: int) -> str | None:
        """The role as words, without the state, articles and honorifics: "caretaker Prime Minister"."""
        kept = []
        for i in range(start, end):
            token, name = self.doc[i], self._at.get(i)
            if (
                name is not None
                or token.lower_ in {"the", "'s", "’s", "a", "an", "his", "her", "its", "their", ",", "by"}
                or _HONORIFIC.match(token.text)
            ):
                continue
            kept.append(token.text)
        text = re.sub(r"\s*-\s*", "-", " ".join(kept)).strip(" -,")
        text = re.sub(r"\b(of|for|to|in|on|and)$", "", text).strip()
        return text or None

    def _apposition(self, end: int) -> tuple[range, str | None, Figure | None] | None:
        """ "Stephane Dujarric, the UN spokesman," : the words of the description, its role and its owner."""
        if end + 1 >= len(self.doc) or self.doc[end].text != ",":
            return None
        if self.doc[end + 1].pos_ == "CCONJ":
            return None  # "Abbas Araghchi, and his colleagues": others, not a description of him
        stop = end + 1
        heads, seen_role = _role_heads(), False
        while (
            stop < len(self.doc)
            and stop < end + 14
            and self.doc[stop].text not in {",", ".", ";", "—", "–", ")", '"', "”"}
        ):
            token = self.doc[stop]
            if token.pos_ in {"VERB", "AUX"} or token.lower_ in {"who", "which", "whose", "where"}:
                return None
            seen_role = seen_role or token.lower_ in heads or token.lemma_.lower() in heads
            stop += 1
        name_inside = [self._at[i] for i in range(end + 1, stop) if i in self._at]
        if (
            not seen_role
            or stop >= len(self.doc)
            or self.doc[stop].text not in {",", ".", ";", "—", "–", ")"}
            or any(n.label == "PERSON" for n in name_inside)
        ):
            return None
        owners = [
            f
            for n in name_inside
            if (f := self._figure_now(n)) is not None and f.cls is not ActorClass.PERSON
        ]
        return range(end + 1, stop), self._role_text(end + 1, stop), owners[0] if owners else None

    def _figure_now(self, name: Name) -> Figure | None:
        """The figure of a name that may stand further on in the text."""
        if name.start not in self._figure_of and name.label != "PERSON":
            figure = self._figure_for(name)
            return figure
        return self.figure_of(name)

    # -- result --------------------------------------------------------------------------------------------

    def actors(self) -> tuple[LocalActor, ...]:
        """All figures as the frozen actors of the extraction, in order of their keys."""
        article = self.article
        out = []
        for figure in self.figures.values():
            mentions = mentions_at(article, figure.spans)
            out.append(
                LocalActor(
                    figure.key,
                    figure.cls,
                    figure.name,
                    tuple(sorted(figure.surfaces)),
                    figure.entry,
                    figure.state,
                    figure.role,
                    figure.member_of,
                    figure.part_of,
                    figure.named,
                    mentions,
                )
            )
        return tuple(out)


def _tidy(text: str, begin: int, end: int) -> tuple[int, int]:
    """A sentence's offsets without the white space around it."""
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end


def mentions_at(article: Article, spans: Mapping[tuple[int, int], tuple[int, int]]) -> tuple[Mention, ...]:
    """Mentions in order of the text, from the offsets of the words to those of their sentence."""
    return tuple(
        Mention(article.id, article.span(*words_at), article.span(*_tidy(article.text, *sentence)))
        for words_at, sentence in sorted(spans.items())
    )


def sentence_span(article: Article, token: Token) -> Span:
    """The whole sentence of `token`, trimmed."""
    return article.span(*_tidy(article.text, token.sent.start_char, token.sent.end_char))


def _role_heads() -> frozenset[str]:
    return frozenset(phrase.split()[-1] for phrase in words("actors", "person")) | {"minister", "secretary"}


def _plain(text: str) -> str:
    text = re.sub(r"[’']s\b", "", text).lower()
    return " ".join(re.sub(r"[^\w]+", " ", text).split()).removeprefix("the ")


def _class_by_words(text: str) -> ActorClass | None:
    own = set(_plain(text).split())
    for cls, markers in table("actors")["name_class"].items():
        if own & set(markers):
            return ActorClass(cls)
    return None


__all__ = ["Cast", "Figure", "PlaceKind", "sentence_span"]
