"""The names in an article: which words are the name of what.

The gazetteer knows states, bodies, groups and officials; the language pipeline knows that "Ahmad Vahidi" is a
person although no list has him. Both are put together here, longest first, so that "Jordan" in "Jordan
Peterson" is no state and "Revolutionary Guard Corps" is one name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.lexicon import table, words
from kg.extract.names.ships import find_ships
from kg.extract.words.almanac import DAYS, MONTHS
from kg.extract.words.syntax import GENITIVE, preposition
from kg.extract.words.weapons import is_shelled
from kg.gazetteer import Entry, Gazetteer
from kg.gazetteer.draft import COMPILED
from kg.model import ActorClass, PlaceKind

_HONORIFICS = words("actors", "honorific")
_TITLE_WORDS = _HONORIFICS | {f"{word}." for word in _HONORIFICS} | {"president", "minister"}


SHIP = "SHIP"


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name at tokens [start, end). `label` is PERSON, ORG, LOC, SHIP or "" when only its capitals tell.

    `entries` are the gazetteer's candidates; `adjectival` marks a demonym ("Iranian", "Iranians").
    """

    start: int
    end: int
    label: str
    entries: tuple[Entry, ...] = ()
    adjectival: bool = False

    def text(self, doc: Doc) -> str:
        """The name as written."""
        return doc[self.start : self.end].text

    def state(self) -> Entry | None:
        """The state that the name may stand for, when one of its candidates is a state."""
        return next((e for e in self.entries if e.cls is ActorClass.STATE), None)

    def places(self) -> tuple[Entry, ...]:
        """The places that the gazetteer knows by this name."""
        return tuple(e for e in self.entries if e.place is not None)


# The article inside an Arabic name: "Jaish al-Adl", "Jaish ul Adl", "Lashkar-e-Jhangvi".
_ARTICLES = frozenset({"al", "ul", "el", "ut"})
_PREFIXED = ("al-", "ul-", "el-", "ut-", "e-")
_ARMS = words("strikes", "capitals")
_ATTACKS = words("strikes", "nouns", "open")
# Sites that lie at a place and stand right before its name: "the market at Kap Choeng".
_SITES = words("places", "taken_up")


def find_names(doc: Doc, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """All names of the document in order, none overlapping another."""
    spans: list[Name] = []
    words_ = [t.text for t in doc]
    for hit in gazetteer.match(words_):
        if hit.kind == "demonym":
            continue
        # A person of whom the gazetteer knows the name must be a person here too: "Bush fires", "May 5".
        entries = tuple(hit.entries)
        if _is_sentence_start_word(doc, hit.begin, hit.end) or _are_states_of(doc, hit.begin, hit.end):
            continue
        end = hit.end
        if _is_rule(doc, hit.begin, end):
            end = next((t.i for t in doc[hit.begin : end] if t.lower_ in GENITIVE), end - 1)
            entries = tuple(gazetteer.lookup(doc[hit.begin : end].text))
            if not entries:
                continue
        spans.append(Name(hit.begin, end, _label_of(entries), entries))
    told = {e.id for span in spans for e in span.entries if e.cls is ActorClass.STATE}
    spans.extend(_demonyms(doc, gazetteer, told))
    outfits = {ent.text for ent in doc.ents if ent.label_ == "PERSON" and _is_outfit(doc, ent.start, ent.end)}
    for ent in doc.ents:
        start, end = _trim(doc, ent.start, ent.end)
        if doc[start:end].text.rstrip("s") in _ARMS:
            continue
        if doc[start:end].text.lower() in table("actors")["anaphor"]["named"]:
            continue  # "the Gulf state": a description of a state, no place of that name
        if _is_mission_of_known(doc, start, end, gazetteer):
            continue
        end = _before_another(doc, start, end, gazetteer)
        if start < end and ent.label_ in {"PERSON", "ORG", "LOC"} and doc[start].lower_ not in _CALENDAR:
            label = "ORG" if ent.text in outfits else ent.label_
            spans.append(Name(start, end, "LOC" if _is_sited(doc, start, end) else label))
    spans.extend(_capitalised_runs(doc))
    ships = list(find_ships(doc, gazetteer))
    at_sea = {i for begin, end in ships for i in range(begin, end)}
    spans = [s for s in spans if at_sea.isdisjoint(range(s.start, s.end))]
    spans += [Name(begin, end, SHIP) for begin, end in ships]
    bodies = words("actors", "body")
    return tuple(
        name
        for name in _longest_first(doc, spans, gazetteer)
        # "The Foreign Ministry", "the Army": a description, whichever state's, however it is printed
        if name.entries or doc[name.start : name.end].text.lower() not in bodies
    )


def _is_outfit(doc: Doc, start: int, end: int) -> bool:
    """ "Jaish al-Fursan", "Katiba Salman, a group linked to …", "calling itself Saraya al-Karrar": nobody's name."""
    itself = start > 0 and doc[start - 1].lower_ == "itself"
    arabic = any(t.lower_ in _ARTICLES or t.lower_.startswith(_PREFIXED) for t in doc[start + 1 : end])
    styled = arabic and doc[start].lower_ in table("actors")["name_class"]["ArmedGroup"]
    return itself or styled or _is_apposed(doc, end, words("actors", "outfit"))


def _is_mission_of_known(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """ "The UN Mission in Liberia", where only the United Nations are known: no name of its own."""
    if end - start < 2 or doc[end - 1].lower_ not in {"mission", "delegation"}:
        return False
    found = gazetteer.lookup(doc[start : end - 1].text)
    return any(e.cls is ActorClass.INTERNATIONAL_ORGANIZATION for e in found)


def _before_another(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> int:
    """Where a name ends that the model runs together with a state's: "Organization of American States and Canada".

    "The Chamber of Togo and Benin" is one name: two states are joined in it.
    """

    def is_state(text: str) -> bool:
        return any(e.cls is ActorClass.STATE for e in gazetteer.lookup(text.removeprefix("the ")))

    for i in range(start + 2, end - 1):
        if doc[i].lower_ != "and" or gazetteer.lookup(doc[start:end].text):
            continue
        first = max((t.i + 1 for t in doc[start:i] if t.lower_ in {"of", "between"}), default=start)
        if is_state(doc[i + 1 : end].text) and not is_state(doc[first:i].text):
            return i
    return end


def _is_rule(doc: Doc, begin: int, end: int) -> bool:
    """ "Chad's military leader", "Mali's military government": who rules there is not the army by name."""
    told = end - begin > 1 and doc[end - 1].lower_ == "military" and end < len(doc)
    return told and doc[end].lemma_.lower() in words("actors", "rule")


def _are_states_of(doc: Doc, begin: int, end: int) -> bool:
    """ "Member States", "the Gulf States": not the States that are the United States."""
    return begin > 0 and doc[begin:end].text == "States" and doc[begin - 1].is_title


def _label_of(entries: tuple[Entry, ...]) -> str:
    if any(e.cls is ActorClass.PERSON for e in entries):
        return "PERSON"
    if any(e.place is not None for e in entries):
        return "LOC"
    return "ORG"


def _is_sentence_start_word(doc: Doc, begin: int, end: int) -> bool:
    """A single ordinary word that is capitalised only because it opens a sentence: "Police said" is no town."""
    token = doc[begin]
    if end - begin != 1 or token.is_sent_start is not True or token.is_upper:
        return False
    if token.lower_ in words("actors", "irregular"):
        return True  # "Rebel forces"
    kinds = words("actors", "body") | words("actors", "crowd") | words("actors", "person")
    return token.pos_ not in {"PROPN", "ADJ", "NOUN"} or (token.pos_ == "NOUN" and token.lower_ in kinds)


def _demonyms(doc: Doc, gazetteer: Gazetteer, told: Collection[str]) -> Iterator[Name]:
    """The demonyms; of "Congolese" and "Korean", which are of two states, that of the one state `told` by its name."""
    taken = -1
    for token in doc:
        if token.i < taken or not token.text[:1].isupper():
            continue
        for width in (2, 1):
            if token.i + width > len(doc):
                continue
            span = doc[token.i : token.i + width]
            if span[-1].is_punct:
                continue  # "Azerbaijanis, including four policemen"
            states = gazetteer.demonyms(span.text)
            named = states if len(states) < 2 else [e for e in states if e.id in told]
            if len(named) == 1:
                entry = named[0]
                yield Name(token.i, token.i + width, "NORP", (entry,), adjectival=True)
                taken = token.i + width
                break


def _is_sited(doc: Doc, start: int, end: int) -> bool:
    """ "the village of X", "X province": the words around say that X is a place."""
    before = [t.lower_ for t in doc[max(0, start - 3) : start]]
    after = doc[end].lower_ if end < len(doc) else ""
    kinds = words("actors", "site")
    return (
        (len(before) >= 2 and before[-1] == "of" and before[-2] in kinds)
        or (bool(before) and before[-1] in {"village", "town", "city"})
        or (len(before) >= 2 and before[-1] == "at" and before[-2] in _SITES)
        or after in (kinds | {"market"}) - {"port", "camp", "capital", "coast", "base", "area"}
        or _is_apposed(doc, end, kinds)
    )


def _is_apposed(doc: Doc, end: int, kinds: frozenset[str]) -> bool:
    """ "Shaab, a village near the border"; an apposition of a few words says what the name is of."""
    if end + 2 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ not in {"a", "an", "the"}:
        return False
    phrase = doc[end + 2 : end + 6]
    head = next((t for t in phrase if t.pos_ == "NOUN" and t.dep_ not in {"compound", "nmod:poss"}), None)
    return head is not None and head.lower_ in kinds - {"base", "area", "state", "capital", "coast"}


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """An entity without its leading article, titles and trailing genitive."""
    while start < end and (
        doc[start].lower_ in {"the", "a", "an"} or doc[start].is_punct or doc[start].is_space
    ):
        start += 1
    while start < end and (
        doc[end - 1].lower_ in GENITIVE or doc[end - 1].is_space or doc[end - 1].text in {",", ".", "”", '"'}
    ):
        end -= 1
    roles = words("actors", "person")
    while start < end - 1 and doc[start].lower_ in _TITLE_WORDS | roles:
        start += 1
    return start, end


def _capitalised_runs(doc: Doc) -> Iterator[Name]:
    """Runs of proper nouns that neither list nor model named; joined by "al-", "of", "de" where capitals go on."""
    i, titles = (
        0,
        _TITLE_WORDS
        | {w for phrase in words("actors", "person") for w in phrase.split()}
        | {"prime", "caretaker", "vice", "deputy"},
    )
    while i < len(doc):
        if not _is_name_word(doc[i]) or doc[i].lower_ in titles:
            i += 1
            continue
        end = i + 1
        while end < len(doc):
            if _is_name_word(doc[end]):
                end += 1
            elif (
                doc[end].lower_ in {"of", "al", "el", "ul", "de", "and", "for", "-"}
                and end + 1 < len(doc)
                and _is_name_word(doc[end + 1])
                and doc[end].lower_ not in {"and", "for", "of"}
            ):
                end += 2
            else:
                break
        sentence_initial = doc[i].is_sent_start is True and end - i == 1
        if not sentence_initial or doc[i].is_upper:
            yield Name(i, end, "LOC" if _is_sited(doc, i, end) else "")
        i = end


def _is_name_word(token: Token) -> bool:
    return (
        token.pos_ == "PROPN"
        and token.text[:1].isupper()
        and token.is_alpha
        and token.ent_type_ != "DATE"
        and token.lower_ not in _CALENDAR
        and not _begins_model(token)
    )


def _begins_model(token: Token) -> bool:
    """ "Tu-95", "B-2", "MQ-9": a model, no name."""
    after = token.doc[token.i + 1 : token.i + 3]
    return len(token) <= 3 and len(after) == 2 and after[0].text == "-" and after[1].text[:1].isdigit()


# Prepositions that a small town's name may follow and a person's hardly does.
_PUTS = frozenset({"in", "near", "outside"})
_CALENDAR = frozenset(MONTHS) | frozenset(DAYS) | {"gmt", "utc"}


def _longest_first(doc: Doc, spans: list[Name], gazetteer: Gazetteer) -> list[Name]:
    """One reading per token: longer beats shorter, then gazetteer beats model beats capitals; in text order."""

    def rank(name: Name) -> tuple[int, int, int, int]:
        known = (
            3 if name.entries and not name.adjectival else 2 if name.adjectival else 1 if name.label else 0
        )
        # A capitalised run of unknown kind never swallows a known name.
        width = name.end - name.start if name.label else 0
        return (-width, -known, name.start, -name.end)

    taken: dict[int, Name] = {}
    kept: list[Name] = []
    ents = {(s.start, s.end): s for s in spans if s.label in {"PERSON", "ORG", "LOC"} and not s.entries}
    for name in sorted(spans, key=rank):
        if any(i in taken for i in range(name.start, name.end)):
            continue
        if name.entries and not name.adjectival:
            same = ents.get((name.start, name.end))
            sure = gazetteer.seat(name.text(doc)) is not None or _is_hit(name, doc)
            name = _settle(name, same, sure)
        for i in range(name.start, name.end):
            taken[i] = name
        kept.append(name)
    kept.sort(key=lambda n: n.start)
    return kept


def _is_hit(name: Name, doc: Doc) -> bool:
    """ "Missiles struck Eilat", "the shelling of Eilat", "in Tera": a town, though the model takes it for a man."""
    head = doc[name.start : name.end].root
    places = all(e.cls is None for e in name.entries)
    # "the attack on Khor Mor": a name that conflict news is known to give to a place
    attacked = preposition(head) == "on" and head.head.lemma_.lower() in _ATTACKS
    hit = is_shelled(head) or (attacked and all(e.source.startswith(COMPILED[0]) for e in name.entries))
    return places and (hit or (name.start > 0 and doc[name.start - 1].lower_ in _PUTS))


def _settle(name: Name, model: Name | None, sure: bool) -> Name:
    """Drop the gazetteer's readings that the model's label rules out: a PERSON "Jordan" is no state.

    `sure`: where the words around leave no doubt that it is a place.
    """
    if model is None or model.label != "PERSON" or sure:
        return name
    persons = tuple(e for e in name.entries if e.cls is ActorClass.PERSON)
    if persons:
        return Name(name.start, name.end, "PERSON", persons)
    if any(
        e.cls is ActorClass.STATE or e.place in {PlaceKind.COUNTRY, PlaceKind.REGION} for e in name.entries
    ):
        return name  # the lists are surer than the model of states and provinces
    if any(
        e.population >= 100_000 or (e.population and e.source.startswith(COMPILED[0])) for e in name.entries
    ):
        return name  # a large city, or one that conflict news names, is likelier than a person of that name
    if any(e.cls is not None for e in name.entries):
        return name  # "Jaish al-Adl" is a group, whatever its words look like
    return Name(name.start, name.end, "PERSON")


def plain(text: str) -> str:
    """A name for comparing: lower case, without "the", genitives and punctuation."""
    text = re.sub(r"[’']s\b", "", text).lower()
    return " ".join(re.sub(r"[^\w]+", " ", text).split()).removeprefix("the ")
