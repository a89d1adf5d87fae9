"""The article's sites: which of its names are places, and which gazetteer entry each one means.

What the gazetteer does not know is kept by name, without coordinates. Which of the sites an event happened at
stands in `kg.extract.names.places`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Cast
from kg.extract.names.find import Name
from kg.extract.words.mentions import Offsets, mentions_at, offsets
from kg.extract.words.syntax import GENITIVE, preposition, under
from kg.gazetteer import Entry
from kg.gazetteer.draft import COMPILED
from kg.gazetteer.names import QUARTERS
from kg.gazetteer.names import key as name_key
from kg.model import ActorClass, LocalPlace, PlaceKind

LOCATIVE = words("places", "locative")
_CONTAINERS = words("places", "containers") | words("actors", "force")
_SURELY = frozenset({"in", "near", "outside", "around", "inside"})
# Nothing is said to have happened near a person, or just outside one.
_BESIDE = frozenset({"near", "outside", "close to"})
STRICTLY_LOCATIVE = LOCATIVE - words("places", "ambiguous")
_COMPASS = frozenset(
    "the north south east west northern southern eastern western central northeastern northwestern southeastern"
    " southwestern far upper lower neighbouring neighboring".split()
)
_BOMBING, _SHIP_PREFIXES = words("places", "bombing"), words("places", "ship_prefixes")
# A town of so many people is meant by its own name whatever the article is about.
_KNOWN = 50_000
# One of so many is meant by its other names as well: "Vinnytsia" for Vinnytsya.
_KNOWN_BY_ANY_NAME = 100_000
# A village that the project wrote down is hardly another of that name, where the name is so long.
_SINGULAR = 6
_SEA_REGIONS = frozenset({"Caribbean", "Mediterranean", "Baltic"})
_TOWNS = frozenset({"city", "town", "capital"})
# One of so many shows that the article speaks of its state; villages of one name are all over the world.
_TELLING = 15_000
# A city of so many is meant by its name before a village that no list knows.
# Words for a place too small to be a city.
_VILLAGES = frozenset({"village", "hamlet"})
_CONTESTED = words("places", "contested")
_CITY = 100_000


def is_sea(entry: Entry) -> bool:
    """True for waters, and for a region of the world that is known for its sea: "the Caribbean"."""
    return entry.place is PlaceKind.WATER or entry.name in _SEA_REGIONS


@dataclass(slots=True)
class _Site:
    """A place while the article is read; `places` gives it frozen."""

    key: str
    name: str
    kind: PlaceKind
    entry: str | None = None
    state: str | None = None
    within: str | None = None
    states: frozenset[str] = (
        frozenset()
    )  # of a city's name: those in which a place of that name is known to lie
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
        self._sites: dict[str, _Site] = {}
        self._by_name: dict[str, str] = {}

    def of_name(self, name: Name) -> str | None:
        """The site that a name stands for, made when it is new; None when it names no place."""
        if name.adjectival or (name.label == "PERSON" and not (self._is_bombed(name) or self._is_near(name))):
            return None
        text = name.text(self.cast.doc)
        candidates = name.places()
        state = name.state()
        if self.cast.doc[name.start].text in _SHIP_PREFIXES or self.cast.doc[name.start].like_num:
            return None  # "28 May" is no place
        if not candidates and state is None and name.label != "LOC" and not self._put_there(name):
            return None
        plain = text.lower().removeprefix("the ")
        key = self._by_name.get(plain)
        if key is None:
            candidates = tuple(c for c in candidates if not self._is_quarter(name, c))
            entry = self._choose(name, candidates)
            within = self._named_after(text) if entry is None and not candidates else None
            around = self.state_around(name) if entry is None else None
            site = (self._known(entry) if entry is not None else None) or self._new(text, entry, candidates)
            if within is not None or around is not None:
                site.state = around or (within.state if within is not None else None)
            self._by_name[plain] = key = site.key
        self._sites[key].see(self.cast.doc[name.start : name.end])
        return key

    def _is_bombed(self, name: Name) -> bool:
        """ "warplanes bombed Balakot": nobody bombs a person or an office; the name that no list knows is a place."""
        head = self.cast.doc[name.start : name.end].root
        figure = self.cast.figure_of(name)
        return (
            head.dep_ in {"obj", "nsubj:pass"}
            and head.head.lemma_.lower() in _BOMBING
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

    def _named_after(self, text: str) -> Entry | None:
        """The city that a longer name begins with: "Sanaa International Airport" lies in the state of Sanaa."""
        words_ = text.split()
        if words_[-1].lower() not in _CONTAINERS | {"township", "camp", "square"}:
            return None  # "Adi Hush" is a village of its own, not one thing in Adi
        for end in range(len(words_) - 1, 0, -1):
            found = [
                e for e in self.cast.gazetteer.lookup(" ".join(words_[:end])) if e.place is PlaceKind.CITY
            ]
            if found:
                return found[0] if len({e.state for e in found}) == 1 else None
        return None

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
        if put in _SURELY or (put == "at" and head.head.lemma_.lower() in _CONTAINERS):
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
        if any(e.population >= _CITY and name_key(e.name) == name_key(text) for e in candidates):
            site.states = frozenset(e.state for e in candidates if e.state is not None)
        self._sites[site.key] = site
        return site

    def _choose(self, name: Name, candidates: tuple[Entry, ...]) -> Entry | None:
        """The candidate that the article's own states speak for; None when two still fit."""
        state = name.state()
        if state is not None:
            return state
        candidates = tuple(c for c in candidates if not self.is_large_for_village(name, c))
        around = self.state_around(name)
        if around is not None and candidates and all(c.state for c in candidates):
            candidates = tuple(c for c in candidates if c.state == around)
            if not candidates:
                return None
        if len(candidates) == 1:
            return candidates[0] if self.fits_article(candidates[0], name.text(self.cast.doc)) else None
        seat = self.cast.gazetteer.seat(name.text(self.cast.doc))
        if seat is not None:
            capital = [c for c in candidates if c.state == seat.id and c.place is PlaceKind.CITY]
            if capital:
                return capital[0]
        here = {f.state for f in self.cast.figures.values() if f.state}
        for states in (self._states_near(name), here):
            fitting = [c for c in candidates if c.state in states]
            if fitting and len({c.state for c in fitting}) == 1 and not self._outshone(fitting, candidates):
                # a city and the region named after it: the name alone means the city
                return next((c for c in fitting if c.place is PlaceKind.CITY), fitting[0])
        for alike in (candidates, tuple(c for c in candidates if self._is_noted(c))):
            if alike and len({c.state for c in alike}) == 1:
                chosen = next((c for c in alike if c.place is PlaceKind.CITY), alike[0])
                if self.fits_article(chosen, name.text(self.cast.doc)):
                    return chosen
        # "Samara" is the city of that name before it is another spelling of Samarra
        own = [c for c in candidates if name_key(c.name) == name_key(name.text(self.cast.doc))]
        ranked = sorted(own or candidates, key=lambda c: -c.population)
        next_one = max((c.population for c in ranked[1:]), default=1)
        return ranked[0] if ranked and ranked[0].population >= max(500_000, 20 * next_one) else None

    def is_large_for_village(self, name: Name, entry: Entry) -> bool:
        """ "The village of Kobe", in a text that does not speak of Japan: not the city of that name."""
        doc = self.cast.doc
        before = [t.lower_ for t in doc[max(0, name.start - 2) : name.start] if t.lower_ != "of"]
        village = bool(before) and before[-1] in _VILLAGES
        return village and entry.population >= _CITY and entry.state not in self._spoken_of(entry)

    def _is_quarter(self, name: Name, entry: Entry) -> bool:
        """True for "the Shevchenkivskyi district of the city": a quarter, not the town elsewhere that has its name.

        Kyiv's own Shevchenkivskyi district, which lists have as a town, is not meant where another city was just
        named.
        """
        if entry.place is not PlaceKind.CITY or self._is_noted(entry):
            return False
        head = self.cast.doc[name.start : name.end].root
        kind = head.head if head.head.i >= name.end else head
        # A "district of" a country may be a town and all around it.
        if kind.lemma_.lower() not in QUARTERS:
            return False
        if any(t.lemma_.lower() in _TOWNS or self._cities(t) for t in under(kind, "of", "in")):
            return True
        listed = any(alias.lower().split()[-1] in QUARTERS for alias in entry.aliases if " " in alias)
        since = self.cast.doc[max(head.sent.start - 1, 0)].sent.start
        return listed and any(self._cities(t) - {entry.id} for t in self.cast.doc[since : name.start])

    def _cities(self, token: Token) -> set[str]:
        """The cities that a word may be part of the name of."""
        name = self.cast.name_at(token.i)
        return set() if name is None else {c.id for c in name.places() if c.place is PlaceKind.CITY}

    def state_around(self, name: Name) -> str | None:
        """The state that the words right behind a town's name put it in: "Tamba in Niger's Tillaberi region"."""
        doc, following = self.cast.doc, name.end
        if following + 1 >= len(doc) or doc[following].lower_ != "in" or name.state() is not None:
            return None
        at = next(
            (i for i in range(following + 1, min(following + 4, len(doc))) if self.cast.name_at(i)), None
        )
        outer = self.cast.name_at(at) if at is not None else None
        if at is None or outer is None or not {t.lower_ for t in doc[following + 1 : at]} <= _COMPASS:
            return None
        if outer.end < len(doc) and doc[outer.end].lower_ in GENITIVE:
            inner = self.cast.name_at(outer.end + 1)
            if inner is None or not inner.places():
                return None  # "in Niger's war on the rebels"
        state = outer.state()
        if state is not None:
            return state.id if not outer.adjectival else None
        regions = {e.state for e in outer.places() if e.state and e.place is PlaceKind.REGION}
        return regions.pop() if len(regions) == 1 else None

    def fits_article(self, entry: Entry, text: str = "") -> bool:
        """False for a small place of a state that the article does not speak of while it speaks of others.

        Small towns share their names with quarters and villages that no list knows ("Sabra" in Gaza and in Libya).
        """
        noted = self._is_noted(entry)
        own = name_key(entry.name) == name_key(text)  # "Dhamar" is Dhamār
        known = (_TELLING if noted else _KNOWN) if own else _KNOWN_BY_ANY_NAME
        if entry.place is PlaceKind.CITY and entry.population >= known:
            return True
        if noted and not entry.population and len(text) >= _SINGULAR:
            return True
        small = entry.place is PlaceKind.CITY or (entry.place is PlaceKind.REGION and " " not in entry.name)
        if not small or entry.population >= 500_000 or entry.state is None:
            return True
        spoken = self._spoken_of(entry)
        return not spoken or entry.state in spoken

    def _spoken_of(self, entry: Entry) -> frozenset[str]:
        """The states that the article speaks of by more than the name of that entry."""
        spoken = self._named_states | {f.state for f in self.cast.figures.values() if f.state}
        others = {state for state, places in self._places_by_state.items() if places != {entry.id}}
        return frozenset(spoken | others)

    def _outshone(self, fitting: Sequence[Entry], candidates: Sequence[Entry]) -> bool:
        """ "Egypt condemned the airstrike on Rafah": the Rafah of the news, not the smaller one in Egypt."""
        noted = [c for c in candidates if self._is_noted(c)]
        largest = max((c.population for c in fitting), default=0)
        return not any(map(self._is_noted, fitting)) and any(c.population > largest for c in noted)

    @staticmethod
    def _is_noted(entry: Entry) -> bool:
        """True for what the project wrote down because news of conflicts names it."""
        return entry.source.startswith(COMPILED[0])

    @cached_property
    def _named_states(self) -> frozenset[str]:
        """The states that the article names."""
        return frozenset(state.id for name in self.cast.names if (state := name.state()) is not None)

    @cached_property
    def _places_by_state(self) -> Mapping[str, set[str]]:
        """All the places that the article's names may mean, by the state that they lie in."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.cast.names:
            for entry in name.places():
                if entry.state and (entry.place is not PlaceKind.CITY or entry.population >= _TELLING):
                    found[entry.state].add(entry.id)
        return found

    def _states_near(self, name: Name) -> set[str]:
        sent = self.cast.doc[name.start].sent
        found = set()
        for other in self.cast.names:
            if sent.start <= other.start < sent.end and (entry := other.state()) is not None:
                found.add(entry.id)
        return found

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
