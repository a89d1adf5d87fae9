"""Where: the places that an event's own words put it in.

A place is the event's only when a preposition of location (or the struck object itself) puts it there; other
places of the sentence are not. What place a name means stands in `kg.extract.names.sites`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.find import Name
from kg.extract.names.nouns import BORDERS
from kg.extract.names.sites import LOCATIVE, STRICTLY_LOCATIVE, Sites
from kg.extract.words.syntax import (
    children,
    conjuncts,
    is_definite_noun,
    is_passive,
    is_plural,
    is_subject,
    preposition,
    under,
)
from kg.model import PlaceKind

_CONTAINERS, _SITUATED = words("places", "containers"), words("places", "situated")
_ROADS = words("places", "roads")
_CALLED_AFTER_TOWNS = words("places", "called_after_towns")
_OWNED, _SHIPS = words("places", "owned"), words("places", "ships")
_CALLED_AFTER = words("places", "called_after")
# The prepositions that put an event in a place; the rest of the locative ones tell whose it is, or whence.
_WHERE = LOCATIVE - {"from", "of", "between", "to"}
# Nouns of attacks, which may be called after the town.
_DEEDS = (
    words("strikes", "nouns", "open")
    | words("strikes", "nouns", "sure")
    | {"massacre", "killing", "shooting", "blast", "explosion", "siege"}
)
# How many characters before "the city" its name may stand.
_BACK = 1200
# Sites that a text takes up by the bare noun, and parts that it names of them.
_SITES = words("places", "taken_up")
_PARTS_OF_SITES = words("places", "parts_of_sites")
_MASTERMINDED = words("places", "masterminded")
_DESCRIBING = frozenset({"amod", "compound", "nmod", "acl"})
_KINDS = {
    "city": frozenset({PlaceKind.CITY}),
    "town": frozenset({PlaceKind.CITY}),
    "village": frozenset({PlaceKind.CITY}),
    "port": frozenset({PlaceKind.CITY}),
    "province": frozenset({PlaceKind.REGION}),
    "region": frozenset({PlaceKind.REGION}),
    "governorate": frozenset({PlaceKind.REGION}),
    "oblast": frozenset({PlaceKind.REGION}),
    "district": frozenset({PlaceKind.CITY, PlaceKind.REGION}),
}


class Places(Sites):
    """The sites of one article, and which of them a phrase or an event lies in."""

    def within_phrase(self, token: Token, depth: int = 0) -> list[str]:
        """The places that the phrase headed by `token` puts something in: "a village near Goma, North Kivu"."""
        if depth > 4:
            return []
        found: list[str] = []
        if token.lemma_.lower() == "capital" and (capital := self.capital_of(token)) is not None:
            return [capital]
        name = self.cast.name_at(token.i)
        if name is not None:
            key = self.of_name(name) if not _is_end_of_road(token, name) else None
            if key is not None:
                found.append(key)
        # "near the Cameroonian border", "the border with Chad": on which side of it is not said
        line = token.lemma_.lower() in BORDERS and name is None
        own = not line and ((token.lemma_ or token.lower_).lower() in _CONTAINERS or bool(found))
        borne = self.only_in_name(token) if depth < 2 else []
        for child in token.children:
            if child in borne:
                continue
            if child.dep_ == "nmod:poss" or child.dep_.split(":")[0] in {"compound", "amod", "flat"}:
                inside = own or self._is_called_after_town(token, child)
                found.extend(self._in_modifier(child, depth) if inside else ())
                continue
            named = self.cast.name_at(child.i) is not None
            for site in _sites_behind(child, own=own, named=named):
                found.extend(self.within_phrase(site, depth + 1))
        if name is not None:
            found.extend(self._comma_chain(name))
        if not found and (known := self._told_before(token)) is not None:
            found.append(known)
        if not found:  # "the city's airport"
            owners = (self._told_before(owner, last=True) for owner in children(token, "nmod:poss"))
            found.extend(key for key in owners if key is not None)
        if not found and depth == 0:
            found.extend(self._known_site(token))
        return list(dict.fromkeys(found))

    def _is_called_after_town(self, site: Token, modifier: Token) -> bool:
        """ "the Dnipro apartment block": in the town before it; "the Sudan clinic" may be whose it is."""
        name = self.cast.name_at(modifier.i)
        compound = modifier.dep_.split(":")[0] == "compound" and site.lemma_.lower() in _CALLED_AFTER_TOWNS
        return (
            compound
            and name is not None
            and not name.adjectival
            and name.state() is None
            and any(name.places())
        )

    def _in_modifier(self, modifier: Token, depth: int) -> list[str]:
        """ "the Goma airport", "Iran's Isfahan province", but not "the US base": whose it is, not where."""
        noun, name = modifier.head, self.cast.name_at(modifier.i)
        compound = modifier.dep_.split(":")[0] == "compound"
        if name is not None and noun.lemma_.lower() in _OWNED and name.state() is not None:
            return []
        if name is None or name is self.cast.name_at(noun.i):
            return self.within_phrase(modifier, depth + 1) if compound else []
        key = self.of_adjective(name) if name.adjectival else self.of_name(name)
        return [key] if key is not None and not (compound and self.is_water(key)) else []

    def only_in_name(self, site: Token) -> list[Token]:
        """ "the Turkish hospital in Mogadishu", "the Armenian quarter of Aleppo": a state in the name, not its ground.

        The modifiers of a site that name a state, where the site's own phrase puts it into another.
        """
        if site.lemma_.lower() not in _CALLED_AFTER:
            return []
        named = [
            (c, entry)
            for c in site.children
            if c.dep_.split(":")[0] in {"amod", "compound"}
            and (name := self.cast.name_at(c.i)) is not None
            and (entry := name.state()) is not None
        ]
        if not named:
            return []
        around = [*site.children, *(c for c in site.head.children if c.i > site.i and site.dep_ == "obj")]
        where = [c for c in around if preposition(c) in {"in", "at", "of", "inside"}]
        sites = [k for c in where for k in self.within_phrase(c, 2)]
        states = {self.state_of(k) for k in sites} - {None}
        if not sites or not (states or any(c.lower_ == "the" for c in site.children)):
            return []
        return [c for c, entry in named if entry.id not in states]

    def _told_before(self, token: Token, last: bool = False) -> str | None:
        """ "the city", "the Yemeni capital": the place named before it, within a few sentences, of that kind.

        With `last` nothing where another place was named since: "in the Poonch district, in the town's market".
        """
        lemma = token.lemma_.lower()
        kinds = _KINDS.get(lemma)
        if lemma == "district" and not any(c.lower_ == "same" for c in token.children):
            return None  # "the district" may be a quarter of the city that is told of
        if kinds is None or not is_definite_noun(token) or any(c.dep_ == "nummod" for c in token.children):
            return None
        if any(c.lower_ == "this" for c in children(token, "det")):
            return self._of_dateline(token, kinds)
        if any(c.dep_.split(":")[0] in _DESCRIBING and c.lower_ != "same" for c in token.children):
            return None  # "the northern city", "the city of …": another one, told of here
        for name in reversed([n for n in self.cast.names if n.end <= token.i]):
            if token.idx - self.cast.doc[name.start].idx > _BACK:
                return None
            entries = name.places()
            if entries and name.state() is None:
                if {e.place for e in entries} & kinds:
                    return self.of_name(name)
                if last:
                    return None
        return None

    def _of_dateline(self, token: Token, kinds: frozenset[PlaceKind]) -> str | None:
        """ "BAIDOA – … a hotel in this southern town": the one that a report from there opens with."""
        doc = self.cast.doc
        for name in self.cast.names:
            if name.start >= token.i or not name.text(doc).isupper():
                continue
            opens = (
                name.start == 0 or "\n" in doc[name.start - 1].text_with_ws or doc[name.start - 1].is_space
            )
            closed = name.end < len(doc) and doc[name.end].text in {"-", "–", "—", "--", ","}
            if opens and closed and {e.place for e in name.places()} & kinds:
                return self.of_name(name)
        return None

    def _known_site(self, token: Token) -> list[str]:
        """ "the gate of the hotel", "the camp": where the one told of before lies, "a hotel in Baidoa"."""
        site, lemma = token, token.lemma_.lower()
        if lemma in _PARTS_OF_SITES:
            site = next(iter(under(token, "of", "to")), token)
            lemma = site.lemma_.lower()
        if lemma not in _SITES or is_plural(site) or not is_definite_noun(site):
            return []
        described = {*_DESCRIBING, "nummod"}
        if any(c.dep_.split(":")[0] in described and c.lower_ != "same" for c in site.children):
            return []  # "the main hotel", "the hotel of the delegates": perhaps another one
        doc = self.cast.doc
        since = next(i for i in range(len(doc)) if doc[i].idx >= site.idx - _BACK)
        before = [t for t in doc[since : site.i] if t.lemma_.lower() == lemma and t.pos_ in {"NOUN", "PROPN"}]
        if any(is_plural(t) for t in before):
            return []
        if before and not self.within_phrase(before[-1], 1) and not is_definite_noun(before[-1]):
            return []  # "a hospital was hit": that one, wherever it is
        told = {places for t in before if (places := self._lying_in(t))}
        between = (n for n in self.cast.names if before and before[-1].i < n.start and n.end <= token.i)
        elsewhere = {k for n in between if n.state() is None and (k := self.of_name(n)) is not None}
        if elsewhere - {k for places in told for k in places}:
            return []  # "In Djibo, the day began with a blast. A car blew up at the gate of the camp"
        return list(told.pop()) if len(told) == 1 else []

    def _lying_in(self, site: Token) -> tuple[str, ...]:
        """The places of a site, with the one right behind it: "the siege of the Palm Hotel in Baidoa"."""
        doc = site.doc
        behind = doc[site.i + 1] if site.i + 1 < len(doc) else site
        put = behind.dep_ == "case" and behind.lower_ in {"in", "near", "at"} and behind.head.i > behind.i
        # "the Cairo Hotel in Baidoa" lies in Baidoa alone
        own = self.within_phrase(site, 1) if site.pos_ == "NOUN" else []
        found = [*own, *(self.within_phrase(behind.head, 1) if put else ())]
        return tuple(dict.fromkeys(found))

    def _comma_chain(self, name: Name) -> list[str]:
        """ "Saravan, Sistan-Baluchestan province, Iran": wider places after commas."""
        doc, found, i = self.cast.doc, [], name.end
        while i + 1 < len(doc) and doc[i].text == ",":
            following = self.cast.name_at(i + 1)
            if following is None or following.adjectival or not (following.places() or following.state()):
                break
            if is_subject(doc[following.start : following.end].root):
                break  # "in northern Iraq, Ankara said"
            key = self.of_name(following)
            if key is None:
                break
            found.append(key)
            i = following.end
            if i < len(doc) and doc[i].lemma_.lower() in _CONTAINERS:
                i += 1
        return found

    def of_event(
        self, heads: list[Token], objects: list[Token], besides: Collection[Token] = ()
    ) -> tuple[str, ...]:
        """The places of an event: locative phrases on its predicates, and struck objects that are places.

        `besides`: what stands there as something else than where it was, "called on Rwanda".
        """
        own = (site for head in (*heads, *_same_time(heads)) for site in _sites_of(head))
        sites = (*own, *_told_where(heads), *objects)
        places = [p for site in sites if site not in besides for p in self.within_phrase(site)]
        return tuple(dict.fromkeys((*(p for head in heads for p in self._called_after(head)), *places)))

    def _called_after(self, deed: Token) -> list[str]:
        """The town in "the Goma attack", "the Bucha killings": what is so called was there."""
        if deed.lemma_.lower() not in _DEEDS or deed.pos_ != "NOUN":
            return []
        names = [self.cast.name_at(c.i) for c in children(deed, "compound") if c.i < deed.i]
        local = (PlaceKind.CITY, PlaceKind.FACILITY, PlaceKind.UNKNOWN)
        return [
            key
            for name in names
            if name is not None and name.label == "LOC" and not name.adjectival and name.state() is None
            if (key := self.of_name(name)) is not None and self.kind_of(key) in local
        ]


def _is_end_of_road(token: Token, name: Name) -> bool:
    """ "Lorries on the roads from Senegal and Mali": the states that they come from or lead to."""
    first = token.head if token.dep_ == "conj" else token
    ends = preposition(first) in {"from", "to", "towards", "toward", "into"}
    return ends and name.state() is not None and first.head.lemma_.lower() in _ROADS


def _sites_behind(child: Token, *, own: bool, named: bool) -> list[Token]:
    """The phrases that put a noun somewhere, on what hangs behind it: "a village near Goma", "a base manned by …".

    `own`: the noun is a place itself, or of the kind that lies where its phrase says; `named`: the child is a name.
    """
    noun, base, prep = child.head, child.dep_.split(":")[0], preposition(child)
    surely = own or prep in STRICTLY_LOCATIVE or (prep == "on" and child.lemma_.lower() in _CONTAINERS)
    if base in {"nmod", "obl"} and prep in LOCATIVE and surely:
        return conjuncts(child)
    if base == "appos" and any(c.lower_ in {"them", "whom"} for c in child.subtree):
        return _located(children(child, "nmod"))  # "killed 26 people, most of them pilgrims, at Pahalgam"
    if base in {"appos", "list", "parataxis", "dep"} and child.i > noun.i:
        another = base == "appos" and not named and any(c.lower_ in {"a", "an"} for c in child.children)
        known = named or child.lemma_.lower() in _CONTAINERS
        return [child] if known and not another and noun.lemma_.lower() not in _SHIPS else []
    if base == "nmod" and prep in ({"for", "with"} if own else {"of"}):
        # "a detention centre for migrants in Saada", "the grave of a general in Kerman"
        return _located(children(child, "nmod"))
    if base == "acl" and is_passive(child) and children(child, "obl"):
        # "a base manned by troops in Kismayo", "a post held by militia near Goma"
        agents = children(child, "obl")
        return _located([p for a in agents for p in (children(a, "nmod") if preposition(a) == "by" else [a])])
    if base == "acl" and child.lemma_.lower() in _SITUATED | {"host"}:
        # "a base that houses troops in Syria", where the place may hang on the troops
        housed = [p for o in children(child, "obj") for p in children(o, "nmod")]
        return [p for p in (*children(child, "obl"), *housed) if preposition(p) in STRICTLY_LOCATIVE | {"on"}]
    return []


def _sites_of(head: Token) -> Iterator[Token]:
    """The phrases on a verb or noun of an event that say where it was."""
    yield from _set_off_before(head)
    for child in head.children:
        base = child.dep_.split(":")[0]
        if _is_set_off(child):
            continue
        agent = child.dep_ == "obl:agent" or (child.dep_ == "nmod" and preposition(child) == "by")
        if (
            base in {"obl", "nmod"}
            and child.dep_ not in {"nmod:poss", "obl:agent"}
            and preposition(child) in _WHERE
        ):
            yield from conjuncts(child)
        elif agent and head.lemma_.lower() not in _MASTERMINDED:
            # "hit by a drone in the Red Sea": the parse hangs the place on the drone
            yield from _located(children(child, "nmod"))
        elif child.dep_ == "advmod" and child.lower_ in {"inside", "across", "near"}:
            yield from children(child, "obl", "nmod")
        elif child.pos_ == "NUM" and child.i > head.i and base in {"nsubj", "appos", "dep", "parataxis"}:
            # "attacked four bases, one of them in Siberia"
            yield from _located(children(child, "nmod"))


def _is_set_off(phrase: Token) -> bool:
    """ "Two days after the massacre, in the town of Nouna, gunmen …": between commas, not of the noun before it."""
    noun, words_ = phrase.head, [t.i for t in phrase.subtree if not t.is_punct]
    begin, end, doc = min(words_, default=phrase.i), max(words_, default=phrase.i) + 1, phrase.doc
    if noun.pos_ != "NOUN" or begin <= noun.i or preposition(phrase) not in STRICTLY_LOCATIVE:
        return False
    closed = end < len(doc) and doc[end].text == ","
    return (
        closed and doc[begin - 1].text == "," and any(a.i >= end and a.pos_ == "VERB" for a in noun.ancestors)
    )


def _set_off_before(verb: Token) -> Iterator[Token]:
    """The phrases between commas before the clause of a verb that the parse hangs on the noun before them."""
    if verb.pos_ != "VERB":
        return
    for child in verb.children:
        if child.i < verb.i and child.dep_.split(":")[0] in {"obl", "advcl"}:
            yield from (p for n in child.subtree for p in children(n, "nmod") if _is_set_off(p))


def _located(phrases: list[Token]) -> list[Token]:
    """Those behind a preposition that says where and nothing else."""
    return [p for p in phrases if preposition(p) in STRICTLY_LOCATIVE]


def _told_where(heads: list[Token]) -> list[Token]:
    """ "died in Rask and Chabahar, where gunmen tried to storm two bases": what "where" stands for."""
    found: list[Token] = []
    for head in heads:
        verb = head.head if head.dep_ in {"xcomp", "conj"} else head
        if head.dep_ == "xcomp" and is_passive(verb):
            continue  # "Cairo, where Israel was said to have killed nine"
        if verb.dep_ == "acl:relcl" and any(c.lower_ == "where" for c in verb.children):
            found.extend(c for c in conjuncts(verb.head) if c.i < verb.i)
    return found


def _same_time(heads: list[Token]) -> list[Token]:
    """The main verbs of "… died in X when shells hit …": they share time and place."""
    return [
        h.head
        for h in heads
        if h.dep_ == "advcl" and any(c.lower_ in {"when", "as", "while"} for c in h.children)
    ]
