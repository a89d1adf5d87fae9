"""The article's sites: which of its names are places.

Which gazetteer entry each one means stands in `kg.extract.names.namesakes`; what the gazetteer does not know is kept by
name, without coordinates. Which of the sites an event happened at stands in `kg.extract.names.places`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Cast
from kg.extract.names.find import SHIP, Name
from kg.extract.names.namesakes import CITY, CONTAINERS, Namesakes
from kg.extract.names.placeless import is_people
from kg.extract.words.mentions import Offsets, mentions_at, offsets
from kg.extract.words.syntax import preposition
from kg.extract.words.weapons import is_shelled
from kg.gazetteer import Entry
from kg.gazetteer.names import key as name_key
from kg.model import ActorClass, LocalPlace, PlaceKind, Weapon

LOCATIVE = words("places", "locative")
_SURELY = frozenset({"in", "near", "outside", "around", "inside"})
# Nothing is said to have happened near a person, or just outside one.
_BESIDE = frozenset({"near", "outside", "close to"})
STRICTLY_LOCATIVE = LOCATIVE - words("places", "ambiguous")
# What is called after where it lies, and not after whose it is.
_LANDMARKS = words("places", "landmarks")
_SHIP_PREFIXES = words("places", "ship_prefixes")
# With what no single man is attacked.
_NOT_AT_ONE = frozenset({Weapon.ROCKET, Weapon.ARTILLERY})
_SEA_REGIONS = frozenset({"Caribbean", "Mediterranean", "Baltic"})
_FLAGGED = frozenset({"flagged", "registered", "owned", "operated", "linked", "managed"})
_CONTESTED = words("places", "contested")


def is_sea(entry: Entry) -> bool:
    """True for waters, and for a region of the world that is known for its sea: "the Caribbean"."""
    return entry.place is PlaceKind.WATER or entry.name in _SEA_REGIONS


_SURE_DEEDS = words("strikes", "nouns", "sure") | words("strikes", "nouns", "open")


@dataclass(slots=True)
class _Site:
    """A place while the article is read; `places` gives it frozen."""

    key: str
    name: str
    kind: PlaceKind
    entry: str | None = None
    state: str | None = None
    within: str | None = None
    # Of a city's name: those in which a place of that name is known to lie.
    states: frozenset[str] = frozenset()
    surfaces: set[str] = field(default_factory=set)
    spans: dict[Offsets, Offsets] = field(default_factory=dict)

    def see(self, span: DocSpan) -> None:
        """Record that the words mention the place, by the name that they give it."""
        self.surfaces.add(span.text)
        self.spans[offsets(span)] = offsets(span.sent)


class Sites:
    """The sites of one article: each place that it names, once."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.namesakes = Namesakes(cast)
        self._sites: dict[str, _Site] = {}
        self._by_name: dict[str, str] = {}

    def of_name(self, name: Name) -> str | None:
        """The site that a name stands for, made when it is new; None when it names no place."""
        if name.label == SHIP or self._is_flag(name):
            return None
        if name.adjectival or (name.label == "PERSON" and not (self._is_bombed(name) or self._is_near(name))):
            return None
        text = name.text(self.cast.doc)
        behind = self.cast.doc[name.end : name.end + 1]
        if text.lower() in {"hill", "height", "point"} and behind and behind[0].like_num:
            text = f"{text} {behind.text}"
        candidates = name.places()
        state = name.state()
        if self.cast.doc[name.start].text in _SHIP_PREFIXES or self.cast.doc[name.start].like_num:
            return None  # "28 May" is no place
        if is_people(name, self.cast.doc):
            return None
        if not candidates and state is None and text.lower() in _SURE_DEEDS:
            return None  # "Forces Conduct Airstrike in Syria": a headline's capitals name nothing
        if not candidates and state is None and name.label != "LOC" and not self._put_there(name):
            return None
        plain = text.lower().removeprefix("the ")
        key = self._by_name.get(plain)
        if key is None:
            candidates = tuple(c for c in candidates if not self.namesakes.is_quarter(name, c))
            entry = self.namesakes.meant(name, candidates)
            within = self.namesakes.named_after(text) if entry is None and not candidates else None
            around = self.namesakes.state_around(name) if entry is None else None
            site = (self._known(entry) if entry is not None else None) or self._new(text, entry, candidates)
            if within is not None or around is not None:
                site.state = around or (within.state if within is not None else None)
            self._by_name[plain] = key = site.key
        self._sites[key].see(self.cast.doc[name.start : name.end])
        return key

    def _is_flag(self, name: Name) -> bool:
        """ "The Panama-flagged tanker": where it is registered, not where it is."""
        behind = self.cast.doc[name.end : name.end + 2]
        return len(behind) == 2 and behind[0].text == "-" and behind[1].lower_ in _FLAGGED

    def _is_bombed(self, name: Name) -> bool:
        """ "warplanes bombed Balakot": nobody bombs a person or an office; the name that no list knows is a place."""
        head = self.cast.doc[name.start : name.end].root
        figure = self.cast.figure_of(name)
        return (
            is_shelled(head, _NOT_AT_ONE)
            and not name.entries
            and (figure is None or (figure.entry is None and figure.role is None))
            and self.cast.doc[max(name.start - 1, 0)].lower_ != "the"
        )

    def _is_near(self, name: Name) -> bool:
        """ "a raid near Karimama": a name that no list knows and the model takes for a person's, never told as one."""
        doc, text = self.cast.doc, name.text(self.cast.doc)
        figure = self.cast.figure_of(name)
        known = bool(name.entries) or (figure is not None and (figure.entry is not None or figure.role))
        return not known and all(
            other.text(doc) == text and preposition(doc[other.start : other.end].root) in _BESIDE
            for other in self.cast.names
            if text in other.text(doc)
        )

    def _put_there(self, name: Name) -> bool:
        """A name of unknown kind is a place where a preposition says so, or where it is struck without an article."""
        doc, before = self.cast.doc, self.cast.doc[max(name.start - 1, 0)]
        if self._is_bombed(name) or (name.label == "PERSON" and self._is_near(name)):
            return True
        figure = self.cast.figure_of(name)
        unknown = figure is None or (figure.entry is None and figure.cls is ActorClass.ORGANIZATION)
        if name.label not in {"", "ORG"} or not unknown:
            return False
        head = doc[name.start : name.end].root
        put = preposition(head)
        if head.dep_ == "compound" and head.head.lemma_.lower() in _LANDMARKS:
            return True  # "the Sotk gold mine", "the Kuta ridge"
        if put in _SURELY or (put == "at" and head.head.lemma_.lower() in CONTAINERS):
            return True  # "near Shama", "a base at Shama": no organisation, whatever the model takes it for
        if figure is not None and (name.end - name.start > 1 or head.dep_ != "obj" or head.text.isupper()):
            return False
        struck = head.dep_ == "obj" and before.lower_ not in {"the", "/", "mv", "ship", "vessel"}
        return preposition(head) in STRICTLY_LOCATIVE or struck

    def _known(self, entry: Entry) -> _Site | None:
        return next((s for s in self._sites.values() if s.entry == entry.id), None)

    def _new(self, text: str, entry: Entry | None, candidates: tuple[Entry, ...]) -> _Site:
        kinds = {e.place for e in candidates if e.place is not None}
        kind = (
            entry.place
            if entry is not None and entry.place
            else kinds.pop()
            if len(kinds) == 1
            else PlaceKind.UNKNOWN
        )
        site = _Site(f"p{len(self._sites) + 1}", entry.name if entry is not None else text, kind)
        if entry is not None:
            site.entry = entry.id
            site.state = entry.id if entry.place is PlaceKind.COUNTRY else entry.state
        if any(e.population >= CITY and name_key(e.name) == name_key(text) for e in candidates):
            site.states = frozenset(e.state for e in candidates if e.state is not None)
        self._sites[site.key] = site
        return site

    def capital_of(self, token: Token) -> str | None:
        """The site of the city that `token` calls a capital: "the Lebanese capital", "Yemen's capital"; else None."""
        if any(c.dep_ == "amod" and self.cast.name_at(c.i) is None for c in token.children):
            return None  # "Sudan's wartime capital", "the Libyan regional capital": another city
        for child in token.children:
            name = self.cast.name_at(child.i)
            state = name.state() if name is not None and child.i < token.i else None
            entry = self.cast.gazetteer.capital(state.id) if state is not None else None
            if entry is None:
                continue
            site = self._known(entry) or self._new(entry.name, entry, (entry,))
            site.see(self.cast.doc[child.i : token.i + 1])
            return site.key
        return None

    def of_adjective(self, name: Name) -> str | None:
        """The state as a place, of a name that stands as an adjective: "Iranian territory"."""
        entry = name.state()
        if entry is None:
            return None
        plain = entry.name.lower()
        key = self._by_name.get(plain)
        if key is None:
            site = self._known(entry) or self._new(entry.name, entry, (entry,))
            self._by_name[plain] = key = site.key
        span = self.cast.doc[name.start : name.end]
        self._sites[key].spans[offsets(span)] = offsets(span.sent)
        return key

    def kind_of(self, key: str) -> PlaceKind:
        """What kind of place the site is."""
        return self._sites[key].kind

    def is_water(self, key: str) -> bool:
        """True when the site is a sea, a strait or a river."""
        site = self._sites[key]
        return site.kind is PlaceKind.WATER or site.name in _SEA_REGIONS

    def state_of(self, key: str) -> str | None:
        """The entry of the state that the site lies in, when it is known."""
        return self._sites[key].state

    def is_contested(self, key: str) -> bool:
        """True for a place that another side holds, or has held, than the state that it belongs to."""
        site = self._sites[key]
        return not {site.entry, site.within}.isdisjoint(_CONTESTED)

    def may_lie_in(self, key: str, state: str) -> bool:
        """False for the name of a city where all places of that name lie in other states than that entry's."""
        site = self._sites[key]
        return site.state == state if site.state is not None else not site.states or state in site.states

    def places(self) -> tuple[LocalPlace, ...]:
        """All sites as the frozen places of the extraction."""
        article = self.cast.article
        return tuple(
            LocalPlace(
                s.key,
                s.name,
                s.kind,
                tuple(sorted(s.surfaces)),
                s.entry,
                s.state,
                s.within,
                mentions_at(article, s.spans),
            )
            for s in self._sites.values()
        )
