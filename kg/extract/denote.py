"""What a noun phrase or pronoun denotes: the figures of the cast, or nobody.

Roles are filled from the trigger's own sentence; where the words there are "it", "the group" or "both
countries", the figure they point back to is found here. When nothing is certain enough, nobody is denoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Token

from kg.extract.cast import Cast, Figure
from kg.extract.lexicon import table, words
from kg.extract.syntax import (
    RELATIVE,
    children,
    clause_verbs,
    conjuncts,
    is_definite_noun,
    noun_phrase,
    preposition,
    raw_subjects,
)
from kg.gazetteer import Entry
from kg.model import ActorClass, PlaceKind

_HE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves", "both"})
_POLITY = frozenset(
    {
        ActorClass.STATE,
        ActorClass.GOVERNMENT_BODY,
        ActorClass.ARMED_GROUP,
        ActorClass.INTERNATIONAL_ORGANIZATION,
        ActorClass.ORGANIZATION,
    }
)
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "two", "its", "their", "his", "her"})


_GENERIC_BODIES = frozenset(
    [
        "ministry",
        "office",
        "agency",
        "mission",
        "department",
        "court",
        "commission",
        "council",
        "committee",
        "embassy",
        "consulate",
        "directorate",
        "secretariat",
        "command",
        "intelligence",
    ]
)
_FORCES = ("army", "military", "air force", "navy", "armed forces", "armed force", "troops")


class Denotation:
    """Resolves tokens to figures; answers are kept, so that every extractor sees the same ones."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._known: dict[tuple[int, bool], tuple[str, ...]] = {}
        self._open: set[int] = set()

    def of(self, token: Token, *, crowd: bool = False) -> tuple[str, ...]:
        """The figures that the noun phrase headed by `token` denotes, without its coordinated neighbours.

        `crowd` admits groups of people ("villagers"), for those who speak.
        """
        if (token.i, crowd) in self._known:
            return self._known[token.i, crowd]
        if token.i in self._open:
            return ()
        self._open.add(token.i)
        try:
            found = self._of(token, crowd)
        finally:
            self._open.discard(token.i)
        self._known[token.i, crowd] = found
        return found

    def all_of(self, tokens: list[Token], *, crowd: bool = False) -> tuple[str, ...]:
        """The figures of several phrases, in order, none twice."""
        return tuple(dict.fromkeys(k for t in tokens for k in self.of(t, crowd=crowd)))

    def with_conjuncts(self, token: Token, *, crowd: bool = False) -> tuple[str, ...]:
        """The figures of a coordinated phrase: "Iran and Pakistan"."""
        return self.all_of(conjuncts(token), crowd=crowd)

    def _of(self, token: Token, crowd: bool) -> tuple[str, ...]:
        if token.i in self.cast.titles:
            return (self.cast.titles[token.i],)
        name = self.cast.name_at(token.i)
        if name is not None:
            figure = self.cast.figure_of(name)
            if figure is not None and not (name.adjectival and token.dep_ in {"amod", "compound"}):
                return (figure.key,)
            if figure is None:
                return self._seat(token) or self._capitalised_role(token)
        if token.pos_ == "PRON" or token.lower_ in _HE | _IT | _THEY | RELATIVE:
            return self._pronoun(token)
        if name is not None:
            return ()
        inner = self._inner_name(token) or self._known_as(token)
        if inner is not None:
            return (inner.key,)
        return self._description(token, crowd)

    # -- names ---------------------------------------------------------------------------------------------

    def _seat(self, token: Token) -> tuple[str, ...]:
        """A capital or seat of government that acts stands for its state; another place for nobody."""
        name = self.cast.name_at(token.i)
        if name is None:
            return ()
        entry = self.cast.gazetteer.seat(name.text(self.cast.doc))
        if entry is None or entry.cls is None:
            return ()
        figure = self.cast.of_entry(entry)
        self.cast.see(figure, name.start, name.end)
        return (figure.key,)

    def _capitalised_role(self, token: Token) -> tuple[str, ...]:
        """ "The Secretary-General", "the Vice Foreign Minister": a role in capitals without its holder's name."""
        phrases = self._phrases(token)
        if token.i >= 2 and token.doc[token.i - 1].text == "-":
            phrases.insert(0, f"{token.doc[token.i - 2].lower_}-{token.lower_}")
        phrase = next((p for p in phrases if p in words("actors", "person")), None)
        if phrase is None:
            return ()
        owners = self.owners(token)
        return self._role_holder(token, [phrase], owners, False)

    def _of_secretary_general(self, token: Token) -> list[Figure]:
        """The United Nations where the article names them at all, otherwise the organisation named last."""
        united_nations = self.cast.gazetteer.get("org/united-nations")
        if united_nations is not None and re.search(
            r"\bUnited Nations\b|\bU\.?N\b", token.doc.text, re.IGNORECASE
        ):
            return [self.cast.of_entry(united_nations)]
        last = self.cast.last(token.i, lambda f: f.cls is ActorClass.INTERNATIONAL_ORGANIZATION)
        return [last] if last is not None else []

    def state_of_place(self, token: Token) -> tuple[str, ...]:
        """The state on whose ground a named place lies, when the gazetteer knows exactly one."""
        name = self.cast.name_at(token.i)
        if name is None:
            return ()
        state = name.state()
        if state is not None:
            return (self.cast.of_entry(state).key,)
        states = {e.state for e in name.places() if e.state}
        here = {f.entry for f in self.cast.figures.values() if f.cls is ActorClass.STATE}
        if len(states) > 1:
            states &= here
        if len(states) != 1:
            return ()
        entry = self.cast.gazetteer.get(states.pop())
        return (self.cast.of_entry(entry).key,) if entry is not None else ()

    def _known_as(self, token: Token) -> Figure | None:
        """ "the group known as JNIM", "a gang called Gran Grif"."""
        for clause in children(token, "acl"):
            if clause.lemma_.lower() in {"know", "call", "name", "dub"}:
                for part in clause.children:
                    name = self.cast.name_at(part.i)
                    figure = self.cast.figure_of(name) if name is not None else None
                    if figure is not None and part.i > clause.i:
                        return figure
        return None

    def _inner_name(self, token: Token) -> Figure | None:
        """A person's name that hangs on a title, or a group's on its kind ("the group Jaish al-Adl")."""
        for child in children(token, "flat", "appos", "compound"):
            name = self.cast.name_at(child.i)
            if name is None or name.adjectival:
                continue
            figure = self.cast.figure_of(name)
            if figure is None:
                continue
            if any(t.pos_ == "VERB" for t in token.doc[token.i : child.i]):
                continue  # an apposition does not reach across the verb
            if child.dep_ != "compound" and (figure.cls is ActorClass.PERSON or child.i > token.i):
                return figure
            if figure.cls is ActorClass.PERSON and child.i > token.i:
                return figure
            if child.i > token.i and figure.cls in {ActorClass.ARMED_GROUP, ActorClass.ORGANIZATION}:
                return figure
        return None

    # -- descriptions --------------------------------------------------------------------------------------

    def _phrases(self, token: Token) -> list[str]:
        """The head with its compounds, longest first: "foreign ministry", "ministry"."""
        lemma = (token.lemma_ or token.lower_).lower()
        parts = [
            c
            for c in token.children
            if c.dep_ in {"compound", "amod", "flat"} and c.i < token.i and self.cast.name_at(c.i) is None
        ]
        out = []
        for start in range(len(parts)):
            out.append(" ".join([*(p.lower_ for p in parts[start:]), lemma]))
        if token.i > 0:  # the parse may hang "foreign" elsewhere; the words before the head do not lie
            out.append(f"{token.doc[token.i - 1].lower_} {lemma}")
        if token.i > 1:
            out.insert(0, f"{token.doc[token.i - 2].lower_} {token.doc[token.i - 1].lower_} {lemma}")
        return [*out, lemma]

    def owners(self, token: Token) -> list[Figure]:
        """Whose the noun is: "Iran's …", "the Iranian …", "… of Iran", "its …"; nearest first."""
        found: list[Figure] = []
        for child in sorted(token.children, key=lambda c: abs(c.i - token.i)):
            base = child.dep_.split(":")[0]
            if base not in {"amod", "compound", "nmod", "det", "flat"}:
                continue
            if (
                base == "nmod"
                and child.dep_ != "nmod:poss"
                and preposition(child) not in {"of", "from", "for", "at", "in"}
            ):
                continue
            for part in conjuncts(child):
                name = self.cast.name_at(part.i)
                if name is not None:
                    figure = self.cast.figure_of(name)
                    keys = (
                        (figure.key,)
                        if figure is not None
                        else self._seat(part)
                        if child.dep_ == "nmod:poss" or token.lemma_ == "official"
                        else ()
                    )
                elif child.dep_ == "nmod:poss" or (base == "nmod" and preposition(child) in {"of", "from"}):
                    keys = self.of(part)
                else:
                    keys = ()
                found.extend(self.cast.figures[k] for k in keys)
            if base in {"amod", "compound"} and not found:
                found.extend(self._nested_owner(child))
        if not found and token.i > 0:
            name = self.cast.name_at(token.i - 1)  # "Houthi rebels" where the parse is off
            figure = self.cast.figure_of(name) if name is not None else None
            if figure is not None and token.doc[token.i - 1].sent == token.sent:
                found.append(figure)
        return _unique(found)

    def _nested_owner(self, child: Token) -> list[Figure]:
        out = []
        for grandchild in child.children:
            name = self.cast.name_at(grandchild.i)
            figure = self.cast.figure_of(name) if name is not None else None
            if figure is not None and grandchild.dep_ in {"compound", "amod", "nmod", "obl"}:
                if child.lower_ in {
                    "backed",
                    "led",
                    "aligned",
                    "allied",
                    "controlled",
                    "held",
                    "occupied",
                    "linked",
                    "supported",
                    "based",
                    "funded",
                    "trained",
                    "born",
                    "made",
                }:
                    continue  # "Iran-backed militia" is not Iran's own
                out.append(figure)
        return out

    def _description(self, token: Token, crowd: bool) -> tuple[str, ...]:
        phrases = self._phrases(token)
        lists = table("actors")
        kind = next(
            (
                k
                for p in phrases
                for k in ("state", "body", "person", "group", "force", "crowd")
                if p in lists[k]
            ),
            None,
        )
        if kind is None:
            return self._pair_or_named_state(token, phrases) if _definite(token) else ()
        owners = self.owners(token)
        if kind in {"state", "force"} or (
            kind == "group" and any(o.cls is ActorClass.ARMED_GROUP for o in owners)
        ):
            polities = [o for o in owners if o.cls in _POLITY]
            direct = [o for o in polities if o.cls in {ActorClass.STATE, ActorClass.ARMED_GROUP}] or polities
            if direct:
                if (
                    kind == "state"
                    and token.lemma_.lower()
                    in {"neighbor", "neighbour", "ally", "party", "side", "capital", "people"}
                    and not (token.lemma_.lower() == "side" and self._has_demonym(token))
                ):
                    return ()
                return tuple(o.key for o in direct[:2] if not _loose(token, o))
        if kind == "body":
            return self._body(token, phrases, owners)
        if kind == "person":
            return self._role_holder(token, phrases, owners, crowd)
        if kind == "group" and (called := self._called(token)) is not None:
            return (called.key,)
        back = self._points_back(token, phrases)
        if back:
            return back
        if kind == "group":
            return self._unnamed_group(token, owners)
        if kind == "crowd" or token.lemma_.lower() in lists["plural_crowd"]:
            return self._people(token) if crowd else ()
        return ()

    def _has_demonym(self, token: Token) -> bool:
        """ "the Azerbaijani side" is Azerbaijan; "Azerbaijan's side" may be a place."""
        names = [self.cast.name_at(c.i) for c in children(token, "amod", "compound")]
        return any(n is not None and n.adjectival for n in names)

    def _body(self, token: Token, phrases: list[str], owners: list[Figure]) -> tuple[str, ...]:
        bodies = words("actors", "body")
        phrase = next(p for p in phrases if p in bodies)
        named = next(
            (
                o
                for o in owners
                if o.cls in {ActorClass.GOVERNMENT_BODY, ActorClass.INTERNATIONAL_ORGANIZATION}
            ),
            None,
        )
        state = next((o for o in owners if o.cls is ActorClass.STATE), None)
        if state is None and named is not None:
            return (named.key,)
        if state is None:
            state = next((f for o in owners if o.cls is ActorClass.PERSON and (f := self._state_of(o))), None)
        if state is None and (not _definite(token) or self._named_alike(token) is None):
            state = self._home_state(token, phrase)
        if state is None:
            earlier = self._named_alike(token)
            if earlier is not None and _definite(token):
                self._see(earlier, token)
                return (earlier.key,)
            if not _definite(token) and not token.is_sent_start and "Plur" in token.morph.get("Number", []):
                return ()
            figure = self.cast.add(ActorClass.GOVERNMENT_BODY, _words(token), named=False)
            self._see(figure, token)
            return (figure.key,)
        label = f"{state.name} {phrase}" if state.entry is None else self._body_label(state, phrase)
        for form in (noun_phrase(token).text, label):
            entries = [
                e
                for e in self.cast.gazetteer.lookup(form)
                if e.cls is ActorClass.GOVERNMENT_BODY and (e.state in {None, state.entry})
            ]
            if len(entries) == 1:
                figure = self.cast.of_entry(entries[0])
                figure.state, figure.part_of = state.entry, state.key
                self._see(figure, token)
                return (figure.key,)
        for figure in self.cast.figures.values():
            if (
                figure.cls is ActorClass.GOVERNMENT_BODY
                and figure.part_of == state.key
                and (figure.name == label or phrase in figure.name.lower().split(" of ")[0])
            ):
                self._see(figure, token)
                return (figure.key,)
        figure = self.cast.add(ActorClass.GOVERNMENT_BODY, label)
        figure.state, figure.part_of = state.entry, state.key
        self._see(figure, token)
        return (figure.key,)

    def _named_alike(self, token: Token) -> Figure | None:
        """The actor met before whose name has the word: "the council" after "Security Council"."""
        word = (token.lemma_ or token.lower_).lower()
        if word in {"group", "government", "state", "party", "organisation", "organization", "country"}:
            return None
        return self.cast.last(
            token.i,
            lambda f: (
                f.cls in _POLITY
                and f.named
                and any(
                    word in s.lower().split()[1:] or s.lower().startswith(word + " ")
                    for s in (f.name, *f.surfaces)
                )
            ),
        )

    def _state_of(self, person: Figure) -> Figure | None:
        """The state that an office-holder belongs to, when it is in the cast."""
        return next(
            (
                f
                for f in self.cast.figures.values()
                if f.cls is ActorClass.STATE and f.entry and f.entry == person.state
            ),
            None,
        )

    def outlet(self, token: Token) -> tuple[str, ...]:
        """A speaker that only its kind names: "state television", "the ambulance service"."""
        lemma = token.lemma_.lower()
        if token.pos_ not in {"NOUN", "PROPN"} or lemma not in words("actors", "outlet"):
            return ()
        text = _words(token)
        known = next(
            (f for f in self.cast.figures.values() if not f.named and f.name.lower() == text.lower()), None
        )
        figure = known or self.cast.add(ActorClass.ORGANIZATION, text, named=False)
        owner = next((o for o in self.owners(token) if o.cls in _POLITY), None)
        if owner is not None and figure.state is None:
            figure.state = owner.state
        self._see(figure, token)
        return (figure.key,)

    def _home_state(self, token: Token, phrase: str) -> Figure | None:
        """Whose "the air force" is: of the one state whose forces were named before, or the article's only state."""
        if not _definite(token) or phrase in _GENERIC_BODIES:
            return None
        states = {
            f.key: f
            for i, k in self.cast.appearances
            if i < token.i and (f := self.cast.figures[k]).cls is ActorClass.STATE
        }
        if phrase in _FORCES:
            owners = {
                f.part_of
                for f in self.cast.figures.values()
                if f.cls is ActorClass.GOVERNMENT_BODY
                and f.part_of
                and any(w in f.name.lower() for w in _FORCES)
            }
            if len(owners) == 1:
                return self.cast.figures[owners.pop()]
        here = self._states_around(token)
        if len(here) == 1:
            return self.cast.of_entry(here[0])
        everywhere = {f.key for f in self.cast.figures.values() if f.cls is ActorClass.STATE}
        return next(iter(states.values())) if len(states) == 1 == len(everywhere) else None

    def _states_around(self, token: Token) -> list[Entry]:
        """The states that this sentence and the one before speak of, their places and people included."""
        start = token.sent.start
        since = token.doc[start - 1].sent.start if start else 0
        ids: set[str] = set()
        for name in self.cast.names:
            if since <= name.start < token.sent.end:
                state, figure = name.state(), self.cast.figure_of(name)
                sited = {e.state for e in name.places() if e.state}
                if state is not None:
                    ids.add(state.id)
                elif figure is not None and figure.state:
                    ids.add(figure.state)
                elif len(sited) == 1:
                    ids |= sited
        return [e for i in sorted(ids) if (e := self.cast.gazetteer.get(i)) is not None]

    def _body_label(self, state: Figure, phrase: str) -> str:
        heads = {"foreign ministry": "Foreign Ministry", "foreign office": "Foreign Office"}
        return f"{heads.get(phrase, phrase[0].upper() + phrase[1:])} of {state.name}"

    def _role_holder(
        self, token: Token, phrases: list[str], owners: list[Figure], crowd: bool
    ) -> tuple[str, ...]:
        persons = words("actors", "person")
        phrase = next((p for p in phrases if p in persons), token.lemma_.lower())
        plural = "Plur" in token.morph.get("Number", []) or token.tag_ == "NNS"
        owner = next((o for o in owners if o.cls in _POLITY), None)
        if owner is None:
            owner = next(
                (
                    self.cast.figures[o.member_of]
                    for o in owners
                    if o.cls is ActorClass.PERSON and o.member_of
                ),
                None,
            )
        if owner is None and re.fullmatch(r"secretary[ -]+general", phrase):
            owner = next(iter(self._of_secretary_general(token)), None)
        if not plural and _definite_or_owned(token, owners):
            holder = self._holder(token, phrase, owner)
            if holder is not None:
                self._see(holder, token)
                return (holder.key,)
        if not plural and phrase == "counterpart":
            return ()
        if plural and phrase in words("actors", "plural_crowd"):
            return self._people(token) if crowd else ()
        if plural and not crowd:
            # "the foreign ministers of Pakistan and Iran": each state acts through its minister.
            states = [o for o in owners if o.cls is ActorClass.STATE]
            others = [o for o in owners if o.cls in _POLITY and o.named][:1]
            return tuple(o.key for o in states or others)
        text = _words(token)
        for figure in self.cast.figures.values():
            if not figure.named and figure.name.lower() == text.lower() and _definite(token):
                self._see(figure, token)
                return (figure.key,)
        figure = self.cast.add(
            ActorClass.POPULATION
            if plural and phrase in words("actors", "plural_crowd")
            else ActorClass.PERSON,
            text,
            named=False,
        )
        figure.role, figure.plural = phrase, plural
        if owner is not None:
            figure.member_of, figure.state = owner.key, owner.state
        self._see(figure, token)
        return (figure.key,)

    def _holder(self, token: Token, phrase: str, owner: Figure | None) -> Figure | None:
        """The named person met before who holds this role (of this state)."""
        head = phrase.split()[-1]

        def fits(figure: Figure) -> bool:
            if figure.cls is not ActorClass.PERSON or not figure.named or figure.role is None:
                return False
            role = figure.role.lower()
            if (
                phrase not in role
                and not (phrase == "premier" and "prime minister" in role)
                and not (phrase == head and role.endswith(head))
                and not (
                    head in {"spokesman", "spokeswoman", "spokesperson"}
                    and role.split()[-1].startswith("spokes")
                )
            ):
                return False
            if owner is None or figure.member_of is None:
                return owner is None or figure.state is None
            return figure.member_of == owner.key or (figure.state is not None and figure.state == owner.state)

        earlier = self.cast.last(token.i, fits)
        if earlier is not None:
            return earlier
        # "the regional governor said": named only in the next sentence, and the only one of the article.
        soon = {k for i, k in self.cast.appearances if token.i < i < token.i + 80}
        later = [f for f in self.cast.figures.values() if f.key in soon and fits(f)]
        return (
            later[0] if len(later) == 1 and head not in {"official", "member", "officer", "source"} else None
        )

    def _points_back(self, token: Token, phrases: list[str]) -> tuple[str, ...]:
        """Definite descriptions: "both sides", "the group", "the kingdom", "the country", "the ministry"."""
        if not is_definite_noun(token):
            return ()
        pair = self._pair_or_named_state(token, phrases)
        if pair:
            return pair
        alike = self._named_alike(token)
        if alike is not None:
            self._see(alike, token)
            return (alike.key,)
        lemma = token.lemma_.lower()
        plural = "Plur" in token.morph.get("Number", []) or token.tag_ == "NNS"
        anaphor = table("actors")["anaphor"]
        choices: list[tuple[str, Callable[[Figure], bool]]] = [
            ("group", lambda f: f.cls is ActorClass.ARMED_GROUP),
            (
                "organization",
                lambda f: f.cls in {ActorClass.ORGANIZATION, ActorClass.INTERNATIONAL_ORGANIZATION},
            ),
        ]
        for kind, accept in choices:
            if lemma in anaphor[kind] and not any(
                c.lower_ in {"other", "another", "two", "three"} for c in token.children
            ):
                figure = self.cast.last(token.i, accept)
                if figure is not None:
                    self._see(figure, token)
                    return (figure.key,)
        if lemma in anaphor["state"] and not plural:
            figure = self._state_in_view(token)
            if figure is not None:
                self._see(figure, token)
                return (figure.key,)
        return ()

    def _state_in_view(self, token: Token) -> Figure | None:
        """The state that "the country" means: that of the subjects before it, not merely the last one named."""
        if token.dep_ == "nmod:poss":  # "430 people died in Iran, the country's health ministry said"
            return self._salient(token, lambda f: f.cls is ActorClass.STATE)
        for subject in self._earlier_subjects(token):
            for key in self.of(subject):
                figure = self.cast.figures[key]
                if figure.cls is ActorClass.STATE:
                    return figure
                owner = next(
                    (
                        f
                        for f in self.cast.figures.values()
                        if f.entry is not None and f.entry == figure.state and f.cls is ActorClass.STATE
                    ),
                    None,
                )
                if owner is not None and figure.cls in {ActorClass.PERSON, ActorClass.GOVERNMENT_BODY}:
                    return owner
        return self._salient(token, lambda f: f.cls is ActorClass.STATE)

    def _pair_or_named_state(self, token: Token, phrases: list[str]) -> tuple[str, ...]:
        anaphor = table("actors")["anaphor"]
        for phrase in phrases:
            if phrase in anaphor["named"]:
                fitting = anaphor["named"][phrase]
                figure = self.cast.last(token.i, lambda f, fitting=fitting: f.entry in fitting)  # type: ignore[misc]
                if figure is not None:
                    self._see(figure, token)
                    return (figure.key,)
        dual = any(
            c.lower_ in {"both", "two", "neighbouring", "neighboring", "rival", "warring"}
            for c in token.children
        ) or (token.lemma_.lower() in {"neighbor", "neighbour", "side", "rival", "foe"} and _definite(token))
        plural = "Plur" in token.morph.get("Number", []) or token.tag_ == "NNS"
        if plural and dual and token.lemma_.lower() in anaphor["pair"]:
            return self._pair(token)
        return ()

    def _pair(self, token: Token) -> tuple[str, ...]:
        """The two states (or groups, or a state and a group) in view: the last two that appeared in action."""
        found: list[str] = []
        for i, key in reversed(self.cast.appearances):
            figure = self.cast.figures[key]
            if i < token.i and figure.cls in {ActorClass.STATE, ActorClass.ARMED_GROUP} and key not in found:
                found.append(key)
            if len(found) > 5:
                break
        if len(found) < 2:
            return ()
        frequent = sorted(
            found[:6], key=lambda k: -sum(key == k and i < token.i for i, key in self.cast.appearances)
        )
        pair = [k for k in found if k in frequent[:2]]
        return tuple(sorted(pair, key=lambda k: int(k[1:])))

    def _called(self, token: Token) -> Figure | None:
        """ "the Gran Grif gang", "the militia Nduma": a group whose name no list knows."""
        for child in children(token, "compound", "appos"):
            name = self.cast.name_at(child.i)
            if name is None or name.adjectival or name.entries or self.cast.figure_of(name) is not None:
                continue
            figure = self.cast.named_group(name)
            self._see(figure, token)
            return figure
        return None

    def _unnamed_group(self, token: Token, owners: list[Figure]) -> tuple[str, ...]:
        text = _words(token)
        if (
            token.lemma_.lower()
            in {
                "group",
                "movement",
                "faction",
                "cell",
                "wing",
                "coalition",
                "alliance",
                "bloc",
                "front",
                "junta",
            }
            and not owners
        ):
            return ()
        for figure in self.cast.figures.values():
            if (
                not figure.named
                and figure.cls is ActorClass.ARMED_GROUP
                and figure.name.lower() == text.lower()
            ):
                self._see(figure, token)
                return (figure.key,)
        figure = self.cast.add(ActorClass.ARMED_GROUP, text, named=False)
        self._see(figure, token)
        return (figure.key,)

    def _people(self, token: Token) -> tuple[str, ...]:
        text = _words(token)
        for figure in self.cast.figures.values():
            if not figure.named and figure.name.lower() == text.lower():
                self._see(figure, token)
                return (figure.key,)
        figure = self.cast.add(ActorClass.POPULATION, text, named=False)
        figure.plural = True
        self._see(figure, token)
        return (figure.key,)

    # -- pronouns ------------------------------------------------------------------------------------------

    def _pronoun(self, token: Token) -> tuple[str, ...]:
        lower = token.lower_
        if lower in RELATIVE:
            for ancestor in (token, *token.ancestors):
                if ancestor.dep_ == "acl:relcl" and ancestor.head.i < token.i:
                    return self.with_conjuncts(ancestor.head) if lower != "where" else ()
            return ()
        if lower in _HE:
            return self._single(token, lambda f: f.cls is ActorClass.PERSON and not f.plural)
        if lower in _IT:
            return self._single(token, lambda f: f.cls in _POLITY)
        if lower in _THEY:
            return self._plural(token)
        return ()

    def _single(self, token: Token, accept: Callable[[Figure], bool]) -> tuple[str, ...]:
        for subject in self._earlier_subjects(token):
            keys = [k for k in self.of(subject) if accept(self.cast.figures[k])]
            if len(keys) == 1:
                return (keys[0],)
        figure = self._salient(token, accept)
        return (figure.key,) if figure is not None else ()

    def _plural(self, token: Token) -> tuple[str, ...]:
        for subject in self._earlier_subjects(token):
            keys = self.with_conjuncts(subject, crowd=True)
            figures = [self.cast.figures[k] for k in keys]
            if len(keys) > 1:
                return keys
            if len(figures) == 1 and (
                figures[0].plural
                or figures[0].cls in {ActorClass.ARMED_GROUP, ActorClass.POPULATION}
                or "Plur" in subject.morph.get("Number", [])
            ):
                return keys
        if token.lower_ in {"they", "both"}:
            figure = self._salient(token, lambda f: f.cls is ActorClass.ARMED_GROUP)
            if figure is not None:
                return (figure.key,)
        return ()

    def _earlier_subjects(self, token: Token) -> list[Token]:
        """Subjects that a pronoun may take up, best first: of the governing clauses, then of earlier sentences."""
        found: list[Token] = []
        for verb in clause_verbs(token):
            found.extend(
                s
                for s in raw_subjects(verb)[:1]
                if s.i != token.i and (s.i < token.i or verb.lemma_ in {"say", "add", "tell"})
            )
        sent = token.sent
        for other in sent:
            if other.i >= token.i:
                break
            if other.dep_.startswith("nsubj") and other not in found:
                found.append(other)
        doc, start = token.doc, sent.start
        for _ in range(3):
            if start == 0:
                break
            previous = doc[start - 1].sent
            found.extend(s for s in raw_subjects(previous.root)[:1])
            found.extend(t for t in previous if t.dep_.startswith("nsubj") and t not in found)
            start = previous.start
        return [s for s in found if s.lower_ not in RELATIVE]

    def _salient(self, token: Token, accept: Callable[[Figure], bool]) -> Figure | None:
        """The figure that appeared last within three sentences."""
        since = token.sent.start
        for _ in range(3):
            since = token.doc[since - 1].sent.start if since > 0 else 0
        return self.cast.last(token.i, accept, since)

    def _see(self, figure: Figure, token: Token) -> None:
        phrase = noun_phrase(token)
        start, end = min(phrase.start, token.i), max(phrase.end, token.i + 1)
        while start < token.i and (token.doc[start].is_punct or token.doc[start].is_space):
            start += 1
        span = token.doc[start:end]
        sent = token.sent
        figure.spans[(span.start_char, span.end_char)] = (sent.start_char, sent.end_char)
        if not figure.named:
            figure.surfaces.add(span.text)
        self.cast.appearances.append((token.i, figure.key))
        self.cast.appearances.sort()


def _unique(figures: list[Figure]) -> list[Figure]:
    seen: dict[str, Figure] = {}
    for figure in figures:
        seen.setdefault(figure.key, figure)
    return list(seen.values())


def _definite(token: Token) -> bool:
    return any(
        c.lower_ in _DEFINITE
        for c in token.children
        if c.dep_ in {"det", "nummod", "nmod:poss", "det:predet", "amod"}
    )


def _definite_or_owned(token: Token, owners: list[Figure]) -> bool:
    indefinite = any(
        c.lower_ in {"a", "an", "another", "one", "some"}
        for c in token.children
        if c.dep_ in {"det", "nummod"}
    )
    return not indefinite and (_definite(token) or bool(owners) or token.is_sent_start is True)


def _loose(token: Token, owner: Figure) -> bool:
    """ "anti-Israel forces", "pro-Russian": the state is not the owner."""
    return (
        any(c.lower_ in {"anti", "pro", "non"} for c in token.subtree if abs(c.i - token.i) < 4)
        and owner.cls is ActorClass.STATE
    )


def _words(token: Token) -> str:
    """The phrase as a label: without its article and what follows the head."""
    phrase = noun_phrase(token)
    tokens = [
        t
        for t in phrase
        if not (t.dep_ in {"det", "det:predet"} and t.head == token)
        and not (t.dep_ == "nummod" and t.head == token)
    ]
    while tokens and (tokens[0].is_punct or tokens[0].lower_ in {"its", "their", "his", "her", "'s", "’s"}):
        tokens = tokens[1:]
    if not tokens:
        return token.text
    return token.doc[tokens[0].i : tokens[-1].i + 1].text


__all__ = ["Denotation", "PlaceKind"]
