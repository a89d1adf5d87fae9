"""Where: the places of the article, and which of them an event's own words put it in.

A place is the event's only when a preposition of location (or the struck object itself) puts it there; other
places of the sentence are not. What the gazetteer does not know is kept by name, without coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.cast import Cast, _tidy
from kg.extract.names import Name
from kg.extract.syntax import children, conjuncts, is_definite_noun, is_passive, noun_phrase, preposition
from kg.gazetteer import Entry
from kg.model import ActorClass, LocalPlace, Mention, PlaceKind

LOCATIVE = frozenset(
    {
        "in",
        "at",
        "near",
        "on",
        "across",
        "inside",
        "over",
        "outside",
        "around",
        "within",
        "into",
        "off",
        "along",
        "throughout",
        "beside",
        "north of",
        "south of",
        "east of",
        "west of",
        "close to",
        "next to",
        "beyond",
        "toward",
        "towards",
        "deep inside",
        "amid",
        "between",
        "to",
        "from",
        "of",
        "through",
    }
)
STRICTLY_LOCATIVE = LOCATIVE - {
    "to",
    "from",
    "of",
    "between",
    "amid",
    "into",
    "over",
    "on",
    "beyond",
    "towards",
    "toward",
    "through",
}
# A town of so many people is meant by its own name whatever the article is about.
_KNOWN = 15_000
# "a US base in Jordan": whose it is, not where it is.
_OWNED = frozenset(
    [
        "base",
        "airbase",
        "embassy",
        "consulate",
        "outpost",
        "position",
        "target",
        "headquarters",
        "compound",
        "checkpoint",
        "post",
        "hideout",
        "stronghold",
        "mission",
    ]
)
_SHIPS = frozenset(
    ["ship", "tanker", "carrier", "vessel", "freighter", "boat", "destroyer", "frigate", "trawler"]
)
_BOMBS = frozenset({"bomb", "bombard", "shell", "pound", "strafe"})
# How many characters before "the city" its name may stand.
_BACK = 1200
_KINDS = {
    "city": frozenset({PlaceKind.CITY}),
    "town": frozenset({PlaceKind.CITY}),
    "village": frozenset({PlaceKind.CITY}),
    "port": frozenset({PlaceKind.CITY}),
    "province": frozenset({PlaceKind.REGION}),
    "region": frozenset({PlaceKind.REGION}),
    "governorate": frozenset({PlaceKind.REGION}),
    "oblast": frozenset({PlaceKind.REGION}),
}
# "a school which stands in El Fasher"
_SITUATED = frozenset(
    {
        "gather",
        "mass",
        "station",
        "deploy",
        "park",
        "dock",
        "anchor",
        "moor",
        "shelter",
        "stand",
        "lie",
        "locate",
        "situate",
        "sit",
        "house",
        "base",
    }
)
# What stands before the name of a ship, "M/V" without its stroke among them.
_VESSEL = frozenset({"M", "MV", "MT", "SS", "USS", "HMS", "INS", "RSS", "BRP", "USNS"})
_CONTAINERS = frozenset(
    [
        "village",
        "town",
        "city",
        "province",
        "region",
        "district",
        "area",
        "state",
        "territory",
        "border",
        "governorate",
        "oblast",
        "county",
        "camp",
        "part",
        "outskirt",
        "suburb",
        "neighborhood",
        "neighbourhood",
        "port",
        "airport",
        "base",
        "airbase",
        "hospital",
        "school",
        "island",
        "strip",
        "capital",
        "soil",
        "side",
        "coast",
        "sea",
        "waters",
        "valley",
        "mountain",
        "north",
        "south",
        "east",
        "west",
        "centre",
        "center",
        "heart",
        "site",
        "market",
        "facility",
        "plant",
        "quarter",
        "department",
        "municipality",
        "prefecture",
        "stronghold",
        "enclave",
        "refinery",
        "depot",
        "station",
        "crossing",
        "frontier",
        "settlement",
        "community",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "zone",
        "line",
        "ground",
        "grounds",
        "campus",
        "yard",
        "courtyard",
        "highway",
        "motorway",
        "meadow",
        "forest",
        "field",
        "hub",
        "mosque",
        "church",
        "building",
        "embassy",
        "consulate",
        "headquarters",
        "outpost",
        "checkpoint",
        "university",
        "position",
        "target",
        "compound",
        "hideout",
        "road",
        "street",
        "house",
        "home",
    ]
)


@dataclass(slots=True)
class _Site:
    key: str
    name: str
    kind: PlaceKind
    entry: str | None = None
    state: str | None = None
    within: str | None = None
    surfaces: set[str] = field(default_factory=set)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


class Places:
    """The places of one article, one site each."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._sites: dict[str, _Site] = {}
        self._by_name: dict[str, str] = {}

    def of_name(self, name: Name) -> str | None:
        """The site that a name stands for, made when it is new; None when it names no place."""
        if name.adjectival or (name.label == "PERSON" and not self._is_bombed(name)):
            return None
        text = name.text(self.cast.doc)
        candidates = name.places()
        state = name.state()
        if self.cast.doc[name.start].text in _VESSEL:
            return None
        if not candidates and state is None and name.label != "LOC" and not self._put_there(name):
            return None
        plain = text.lower().removeprefix("the ")
        key = self._by_name.get(plain)
        if key is None:
            entry = self._choose(name, candidates)
            within = self._named_after(text) if entry is None and not candidates else None
            twin = next((s for s in self._sites.values() if entry is not None and s.entry == entry.id), None)
            site = twin or self._new(text, entry, candidates)
            if within is not None:
                site.state = within.state
            self._by_name[plain] = key = site.key
        site = self._sites[key]
        span = self.cast.doc[name.start : name.end]
        site.surfaces.add(span.text)
        site.spans[(span.start_char, span.end_char)] = (span.sent.start_char, span.sent.end_char)
        return key

    def _is_bombed(self, name: Name) -> bool:
        """ "warplanes bombed Balakot": nobody bombs a person or an office; the name that no list knows is a place."""
        head = self.cast.doc[name.start : name.end].root
        figure = self.cast.figure_of(name)
        return (
            head.dep_ in {"obj", "nsubj:pass"}
            and head.head.lemma_.lower() in _BOMBS
            and not name.entries
            and (figure is None or (figure.entry is None and figure.role is None))
            and self.cast.doc[max(name.start - 1, 0)].lower_ != "the"
        )

    def _named_after(self, text: str) -> Entry | None:
        """The city that a longer name begins with: "Sanaa International Airport" lies in the state of Sanaa."""
        words_ = text.split()
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
        if self._is_bombed(name):
            return True
        figure = self.cast.figure_of(name)
        unknown = figure is None or (figure.entry is None and figure.cls is ActorClass.ORGANIZATION)
        if name.label not in {"", "ORG"} or not unknown:
            return False
        head = doc[name.start : name.end].root
        if figure is not None and (name.end - name.start > 1 or head.dep_ != "obj" or head.text.isupper()):
            return False
        struck = head.dep_ == "obj" and before.lower_ not in {"the", "/", "mv", "ship", "vessel"}
        return preposition(head) in STRICTLY_LOCATIVE or struck

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
        self._sites[site.key] = site
        return site

    def _choose(self, name: Name, candidates: tuple[Entry, ...]) -> Entry | None:
        """The candidate that the article's own states speak for; None when two still fit."""
        state = name.state()
        if state is not None:
            return state
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
            if fitting and len({c.state for c in fitting}) == 1:
                # a city and the region named after it: the name alone means the city
                return next((c for c in fitting if c.place is PlaceKind.CITY), fitting[0])
        ranked = sorted(candidates, key=lambda c: -c.population)
        known = len(ranked) > 1 and ranked[0].population >= 500_000
        return ranked[0] if known and ranked[0].population >= 20 * max(ranked[1].population, 1) else None

    def fits_article(self, entry: Entry, text: str = "") -> bool:
        """False for a small place of a state that the article does not speak of while it speaks of others.

        Small towns share their names with quarters and villages that no list knows ("Sabra" in Gaza and in Libya).
        """
        if (
            entry.place is PlaceKind.CITY
            and entry.population >= _KNOWN
            and entry.name.lower() == text.lower()
        ):
            return True
        small = entry.place is PlaceKind.CITY or (entry.place is PlaceKind.REGION and " " not in entry.name)
        if not small or entry.population >= 500_000 or entry.state is None:
            return True
        spoken = {f.state for f in self.cast.figures.values() if f.state}
        spoken |= {s.id for n in self.cast.names if (s := n.state()) is not None}
        spoken |= {e.state for n in self.cast.names for e in n.places() if e != entry and e.state}
        return not spoken or entry.state in spoken

    def _states_near(self, name: Name) -> set[str]:
        sent = self.cast.doc[name.start].sent
        found = set()
        for other in self.cast.names:
            if sent.start <= other.start < sent.end and (entry := other.state()) is not None:
                found.add(entry.id)
        return found

    def within_phrase(self, token: Token, depth: int = 0) -> list[str]:
        """The places that the phrase headed by `token` puts something in: "a village near Goma, North Kivu"."""
        if depth > 4:
            return []
        found: list[str] = []
        if token.lemma_.lower() == "capital" and (capital := self._capital_of(token)) is not None:
            return [capital]
        name = self.cast.name_at(token.i)
        if name is not None:
            key = self.of_name(name)
            if key is not None:
                found.append(key)
        own = (token.lemma_ or token.lower_).lower() in _CONTAINERS or bool(found)
        for child in token.children:
            base = child.dep_.split(":")[0]
            inner = self.cast.name_at(child.i)
            if child.dep_ == "nmod:poss" or base in {"compound", "amod", "flat"}:
                owned = token.lemma_.lower() in _OWNED and inner is not None and inner.state() is not None
                if own and inner is not None and inner is not name and not owned:
                    key = self.of_name(inner) if not inner.adjectival else self._adjective(inner)
                    if key is not None and not (
                        base == "compound" and self._sites[key].kind is PlaceKind.WATER
                    ):
                        found.append(key)
                elif own and base == "compound" and not owned:
                    found.extend(self.within_phrase(child, depth + 1))
            elif (
                base in {"nmod", "obl"}
                and preposition(child) in LOCATIVE
                and (
                    own
                    or preposition(child) in STRICTLY_LOCATIVE
                    or (preposition(child) == "on" and child.lemma_.lower() in _CONTAINERS)
                )
            ):
                for part in conjuncts(child):
                    found.extend(self.within_phrase(part, depth + 1))
            elif (
                base in {"appos", "list", "parataxis", "dep"}
                and (inner is not None or child.lemma_.lower() in _CONTAINERS)
                and child.i > token.i
                and token.lemma_.lower() not in _SHIPS
            ):
                found.extend(self.within_phrase(child, depth + 1))
            elif own and base == "nmod" and preposition(child) in {"for", "with"}:
                # "a detention centre for migrants in Saada"
                for part in children(child, "nmod"):
                    if preposition(part) in STRICTLY_LOCATIVE:
                        found.extend(self.within_phrase(part, depth + 1))
            elif not own and base == "nmod" and preposition(child) == "of":
                # "the grave of a general in Kerman"
                for part in children(child, "nmod"):
                    if preposition(part) in STRICTLY_LOCATIVE:
                        found.extend(self.within_phrase(part, depth + 1))
            elif base == "acl" and is_passive(child) and children(child, "obl"):
                # "a base manned by troops in Kismayo", "a post held by militia near Goma"
                for agent in children(child, "obl"):
                    parts = children(agent, "nmod") if preposition(agent) == "by" else [agent]
                    for part in parts:
                        if preposition(part) in STRICTLY_LOCATIVE:
                            found.extend(self.within_phrase(part, depth + 1))
            elif base == "acl" and child.lemma_.lower() in _SITUATED:
                for part in children(child, "obl"):
                    if preposition(part) in STRICTLY_LOCATIVE | {"on"}:
                        found.extend(self.within_phrase(part, depth + 1))
        if name is not None:
            found.extend(self._comma_chain(name))
        if not found and (known := self._told_before(token)) is not None:
            found.append(known)
        return list(dict.fromkeys(found))

    def _told_before(self, token: Token) -> str | None:
        """ "the city", "the Yemeni capital": the place named before it, within a few sentences, of that kind."""
        lemma = token.lemma_.lower()
        kinds = _KINDS.get(lemma)
        if kinds is None or not is_definite_noun(token) or any(c.dep_ == "nummod" for c in token.children):
            return None
        if any(c.dep_.split(":")[0] in {"amod", "compound", "nmod", "acl"} for c in token.children):
            return None  # "the northern city", "the city of …": another one, told of here
        for name in reversed([n for n in self.cast.names if n.end <= token.i]):
            if token.idx - self.cast.doc[name.start].idx > _BACK:
                return None
            entries = name.places()
            if entries and name.state() is None and {e.place for e in entries} & kinds:
                return self.of_name(name)
        return None

    def _capital_of(self, token: Token) -> str | None:
        """ "the Lebanese capital", "Yemen's capital"."""
        for child in token.children:
            name = self.cast.name_at(child.i)
            state = name.state() if name is not None and child.i < token.i else None
            entry = self.cast.gazetteer.capital(state.id) if state is not None else None
            if entry is None:
                continue
            known = next((s for s in self._sites.values() if s.entry == entry.id), None)
            site = known or self._new(entry.name, entry, (entry,))
            span = self.cast.doc[child.i : token.i + 1]
            site.surfaces.add(span.text)
            site.spans[(span.start_char, span.end_char)] = (span.sent.start_char, span.sent.end_char)
            return site.key
        return None

    def _adjective(self, name: Name) -> str | None:
        """ "Iranian territory": the state as a place."""
        entry = name.state()
        if entry is None:
            return None
        plain = entry.name.lower()
        key = self._by_name.get(plain)
        if key is None:
            twin = next((s for s in self._sites.values() if s.entry == entry.id), None)
            site = twin or self._new(entry.name, entry, (entry,))
            self._by_name[plain] = key = site.key
        span = self.cast.doc[name.start : name.end]
        self._sites[key].spans[(span.start_char, span.end_char)] = (span.sent.start_char, span.sent.end_char)
        return key

    def _comma_chain(self, name: Name) -> list[str]:
        """ "Saravan, Sistan-Baluchestan province, Iran": wider places after commas."""
        doc, found, i = self.cast.doc, [], name.end
        while i + 1 < len(doc) and doc[i].text == ",":
            following = self.cast.name_at(i + 1)
            if following is None or following.adjectival or not (following.places() or following.state()):
                break
            if doc[following.start : following.end].root.dep_.startswith("nsubj"):
                break  # "in northern Iraq, Ankara said"
            key = self.of_name(following)
            if key is None:
                break
            found.append(key)
            i = following.end
            if i < len(doc) and doc[i].lemma_.lower() in _CONTAINERS:
                i += 1
        return found

    def of_event(self, heads: list[Token], objects: list[Token]) -> tuple[str, ...]:
        """The places of an event: locative phrases on its predicates, and struck objects that are places."""
        found: list[str] = []
        for head in [*heads, *_same_time(heads)]:
            for child in head.children:
                base = child.dep_.split(":")[0]
                if (
                    base in {"obl", "nmod"}
                    and child.dep_ not in {"nmod:poss", "obl:agent"}
                    and preposition(child) in LOCATIVE - {"from", "of", "between", "to"}
                ):
                    for part in conjuncts(child):
                        found.extend(self.within_phrase(part))
                elif child.dep_ == "obl:agent" or (child.dep_ == "nmod" and preposition(child) == "by"):
                    # "hit by a drone in the Red Sea": the parse hangs the place on the drone
                    for part in children(child, "nmod"):
                        if preposition(part) in STRICTLY_LOCATIVE:
                            found.extend(self.within_phrase(part))
                elif child.dep_ == "advmod" and child.lower_ in {"inside", "across", "near"}:
                    for part in children(child, "obl", "nmod"):
                        found.extend(self.within_phrase(part))
        for token in objects:
            found.extend(self.within_phrase(token))
        return tuple(dict.fromkeys(found))

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
                tuple(
                    Mention(article.id, article.span(b, e), article.span(*_tidy(article.text, sb, se)))
                    for (b, e), (sb, se) in sorted(s.spans.items())
                ),
            )
            for s in self._sites.values()
        )


def _same_time(heads: list[Token]) -> list[Token]:
    """The main verbs of "… died in X when shells hit …": they share time and place."""
    return [
        h.head
        for h in heads
        if h.dep_ == "advcl" and any(c.lower_ in {"when", "as", "while"} for c in h.children)
    ]


__all__ = ["LOCATIVE", "Places", "noun_phrase"]
