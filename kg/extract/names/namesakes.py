"""Of the places of one name in the gazetteer, the one that an article means: "Rafah", "the village of Kobe"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Cast
from kg.extract.names.find import Name
from kg.extract.words.syntax import GENITIVE, under
from kg.gazetteer import Entry
from kg.gazetteer.draft import COMPILED
from kg.gazetteer.names import QUARTERS
from kg.gazetteer.names import key as name_key
from kg.model import PlaceKind

# Of a city of so many, the name alone means no village that no list knows.
CITY = 100_000
CONTAINERS = words("places", "containers") | words("actors", "force")
_COMPASS = frozenset(
    "the north south east west northern southern eastern western central northeastern northwestern southeastern"
    " southwestern far upper lower neighbouring neighboring".split()
)
# A town of so many people is meant by its own name whatever the article is about.
_KNOWN = 50_000
# One of so many is meant by its other names as well: "Vinnytsia" for Vinnytsya.
_KNOWN_BY_ANY_NAME = 100_000
# A village that the project wrote down is hardly another of that name, where the name is so long.
_SINGULAR = 6
_TOWNS = frozenset({"city", "town", "capital"})
# One of so many shows that the article speaks of its state; villages of one name are all over the world.
_TELLING = 15_000
# Words for a place too small to be a city.
_VILLAGES = frozenset({"village", "hamlet"})


class Namesakes:
    """Chooses among entries of one name by what else an article names."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def meant(self, name: Name, candidates: tuple[Entry, ...]) -> Entry | None:
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
        return village and entry.population >= CITY and entry.state not in self._spoken_of(entry)

    def is_quarter(self, name: Name, entry: Entry) -> bool:
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

    def named_after(self, text: str) -> Entry | None:
        """The city that a longer name begins with: "Sanaa International Airport" lies in the state of Sanaa."""
        words_ = text.split()
        if words_[-1].lower() not in CONTAINERS | {"township", "camp", "square"}:
            return None  # "Adi Hush" is a village of its own, not one thing in Adi
        for end in range(len(words_) - 1, 0, -1):
            found = [
                e for e in self.cast.gazetteer.lookup(" ".join(words_[:end])) if e.place is PlaceKind.CITY
            ]
            if found:
                return found[0] if len({e.state for e in found}) == 1 else None
        return None

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
        return self.is_in_spoken_of(entry)

    def is_in_spoken_of(self, entry: Entry) -> bool:
        """True for a place of a state of which the article speaks by more than its name, or where it speaks of none."""
        spoken = self._spoken_of(entry)
        return not spoken or entry.state in spoken

    def _spoken_of(self, entry: Entry) -> frozenset[str]:
        """The states that the article speaks of by more than the name of that entry."""
        spoken = self._named_states | {f.state for f in self.cast.figures.values() if f.state}
        others = {
            state for state, places in self._places_by_state.items() if places != {name_key(entry.name)}
        }
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
        """The names of all the places that the article's names may mean, by the state that they lie in.

        By name, for a state with two towns that are called Lere is not spoken of twice by naming Lere.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.cast.names:
            for entry in name.places():
                if entry.state and (entry.place is not PlaceKind.CITY or entry.population >= _TELLING):
                    found[entry.state].add(name_key(entry.name))
        return found

    def _states_near(self, name: Name) -> set[str]:
        sent = self.cast.doc[name.start].sent
        found = set()
        for other in self.cast.names:
            if sent.start <= other.start < sent.end and (entry := other.state()) is not None:
                found.add(entry.id)
        return found


__all__ = ["CITY", "CONTAINERS", "Namesakes"]
