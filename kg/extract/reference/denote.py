"""What a noun phrase or pronoun denotes: the figures of the cast, or nobody.

Roles are filled from the trigger's own sentence; where the words there are "it", "the group" or "both
countries", the figure they point back to is found here. When nothing is certain enough, nobody is denoted.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Cast, Figure
from kg.extract.names.nouns import POLITY, definite, loose, whole_of_branch
from kg.extract.names.sites import Sites
from kg.extract.reference import anaphora, bodies, people, pronouns
from kg.extract.reference.owners import owners_of
from kg.extract.reference.rulers import is_of_a_part, is_put_there
from kg.extract.words import pairs
from kg.extract.words.document import text_of
from kg.extract.words.mentions import offsets
from kg.extract.words.quotes import Quotes
from kg.extract.words.syntax import (
    GENITIVE,
    RELATIVE,
    children,
    conjuncts,
    is_subject,
    noun_phrase,
    under,
)
from kg.extract.words.weapons import weapons_in
from kg.model import ActorClass, Weapon

# The lists of the lexicon that a common noun may stand in, the first that has it counts.
_KINDS = ("state", "body", "person", "group", "force", "crowd")
# Of the nouns for states, those that name another by its relation to this one.
_BESIDE = frozenset({"neighbor", "neighbour", "ally", "party", "side", "capital", "people"})
_NAMING = frozenset({"know", "call", "name", "dub", "style"})
_RULES = re.compile(r"president|prime minister|head of|chancellor|premier|king|emir", re.IGNORECASE)

# What a name of letters is explained by: "the FSB security service".
_OF_SPIES = frozenset({"service", "agency"})


class Denotation:
    """Resolves tokens to figures; answers are kept, so that every extractor sees the same ones."""

    def __init__(self, cast: Cast, sites: Sites) -> None:
        self.cast, self.sites = cast, sites
        self.quotes = Quotes(text_of(cast.doc))
        self._known: dict[tuple[int, bool], tuple[str, ...]] = {}
        self._open: set[int] = set()
        self._voices: dict[int, tuple[str, ...]] = {}
        self._subjects: dict[int, tuple[Token, ...]] = {}

    def give_voice(self, tokens: Iterable[Token], keys: tuple[str, ...]) -> None:
        """From now on "we" and "I" among `tokens` denote `keys`, who said these words, and "he" does not."""
        for token in tokens:
            self._voices.setdefault(token.i, keys)
            if token.lower_ in pronouns.FIRST_PERSON | pronouns.PRONOUNS:
                for crowd in (False, True):
                    self._known.pop((token.i, crowd), None)

    def voice(self, token: Token) -> tuple[str, ...]:
        """Who says the words that `token` is one of, when that is known."""
        return self._voices.get(token.i, ())

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

    def subjects_in(self, sent: DocSpan) -> tuple[Token, ...]:
        """The words that are subjects in a sentence, in order."""
        if sent.start not in self._subjects:
            self._subjects[sent.start] = tuple(filter(is_subject, sent))
        return self._subjects[sent.start]

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
                holder = people.set_behind(self, token) if figure.cls is not ActorClass.PERSON else None
                return ((holder or figure).key,)
            if figure is None:
                return self.seat(token) or self._capitalised_role(token)
        if token.lower_ in pronouns.FIRST_PERSON:
            return self.voice(token)
        if token.pos_ == "PRON" or token.lower_ in pronouns.PRONOUNS | RELATIVE:
            return pronouns.pronoun(self, token)
        if name is not None:
            return ()
        if token.pos_ == "NOUN" and not token.is_sent_start and definite(token):
            whole = self.cast.bearer_of(token.text)  # "The Guards", where the parse reads a common noun
            if whole is not None:
                self.see(whole, token)
                return (whole.key,)
        inner = self._inner_name(token) or people.set_behind(self, token) or self._known_as(token)
        if inner is not None and inner.role is None and self._in_office(inner, token):
            people.give_role(self, inner, token)
        if inner is None and (inner := people.named_behind(self, token)) is not None:
            people.give_role(self, inner, token)
        if inner is not None:
            return (inner.key,)
        return self._description(token, crowd)

    # -- names ---------------------------------------------------------------------------------------------

    def seat(self, token: Token) -> tuple[str, ...]:
        """A capital or seat of government that acts stands for its state; another place for nobody."""
        name = self.cast.name_at(token.i)
        if name is None:
            return ()
        entry = self.cast.gazetteer.seat(name.text(self.cast.doc))
        if (
            entry is None
            or entry.cls is None
            or self.sites.namesakes.state_around(name) not in {None, entry.id}
        ):
            return ()  # "Tripoli in northern Lebanon"
        figure = self.cast.of_entry(entry)
        self.cast.see(figure, name.start, name.end)
        return (figure.key,)

    def _capitalised_role(self, token: Token) -> tuple[str, ...]:
        """ "The Secretary-General", "the Vice Foreign Minister": a role in capitals without its holder's name."""
        phrases = self.phrases(token)
        if token.i >= 2 and token.doc[token.i - 1].text == "-":
            phrases.insert(0, f"{token.doc[token.i - 2].lower_}-{token.lower_}")
        phrase = next((p for p in phrases if p in words("actors", "person")), None)
        if phrase is None:
            return ()
        owners = self.owners(token)
        return people.role_holder(self, token, [phrase], owners, False)

    def of_secretary_general(self, token: Token) -> list[Figure]:
        """The United Nations where the article names them at all, otherwise the organisation named last."""
        united_nations = self.cast.gazetteer.get("org/united-nations")
        if united_nations is not None and re.search(
            r"\bUnited Nations\b|\bU\.?N\b", text_of(token.doc), re.IGNORECASE
        ):
            return [self.cast.of_entry(united_nations)]
        last = self.cast.last(token.i, lambda f: f.cls is ActorClass.INTERNATIONAL_ORGANIZATION)
        return [last] if last is not None else []

    def state_of_place(self, token: Token) -> tuple[str, ...]:
        """The state on whose ground a named place lies, when the gazetteer knows exactly one that fits the article."""
        name = self.cast.name_at(token.i)
        if name is None:
            return ()
        state = name.state()
        if state is not None:
            return (self.cast.of_entry(state).key,)
        text = name.text(self.cast.doc)
        states = {e.state for e in name.places() if e.state and self.sites.namesakes.fits_article(e, text)}
        here = {f.entry for f in self.cast.figures.values() if f.cls is ActorClass.STATE}
        if len(states) > 1:
            states &= here
        if len(states) != 1:
            return ()
        entry = self.cast.gazetteer.get(states.pop())
        return (self.cast.of_entry(entry).key,) if entry is not None else ()

    def _in_office(self, figure: Figure, token: Token) -> bool:
        """ "The US chargé d'affaires, John McNamara": the noun tells an office that he holds for somebody."""
        offices = words("actors", "person") | words("diplomacy", "class", "envoy")
        return (
            figure.cls is ActorClass.PERSON
            and token.lemma_.lower() in offices
            and any(o.cls in POLITY for o in self.owners(token))
        )

    def _known_as(self, token: Token) -> Figure | None:
        """ "the group known as JNIM", "a gang called Gran Grif"."""
        naming = (c for c in children(token, "acl") if c.lemma_.lower() in _NAMING)
        for part in (p for clause in naming for p in clause.children if p.i > clause.i):
            name = self.cast.name_at(part.i)
            if name is not None and (figure := self.cast.figure_of(name)) is not None:
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
            if child.dep_ == "appos" and token.tag_ == "NNS" and len(conjuncts(child)) > 1:
                continue  # "the two countries, Japan and South Korea"
            if any(t.pos_ == "VERB" for t in token.doc[token.i : child.i]):
                continue  # an apposition does not reach across the verb
            if child.dep_ != "compound" and (figure.cls is ActorClass.PERSON or child.i > token.i):
                return figure
            if figure.cls is ActorClass.PERSON and child.i > token.i:
                return figure
            if child.i > token.i and figure.cls in {ActorClass.ARMED_GROUP, ActorClass.ORGANIZATION}:
                return figure
            if (
                figure.cls is ActorClass.GOVERNMENT_BODY
                and token.lemma_.lower() in _OF_SPIES
                and child.text.isupper()
            ):
                return figure  # "the SBU security service"
        return None

    # -- descriptions --------------------------------------------------------------------------------------

    def phrases(self, token: Token) -> list[str]:
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
        return owners_of(self, token)

    def _description(self, token: Token, crowd: bool) -> tuple[str, ...]:
        if any(c.lower_ in {"no", "neither"} for c in children(token, "det")):
            return ()  # "no group claimed the blast, in which three died": nobody's count
        phrases = self.phrases(token)
        kind = next((k for p in phrases for k in _KINDS if p in words("actors", k)), None)
        if kind in {"group", "body"} and any(c.lower_ == "same" for c in token.children):
            same = anaphora.same_as_before(self, token, crowd=crowd)
            if same or token.tag_ == "NNS":
                return same
        if anaphora.is_each(token):
            return anaphora.pair_or_named_state(self, token, phrases)
        if kind == "group" and Weapon.AIRCRAFT in weapons_in([token]):
            return ()  # "Tu-22 bombers"
        if kind is None:
            return anaphora.pair_or_named_state(self, token, phrases) if definite(token) else ()
        owners = self.owners(token)
        if wholes := self._wholes(token, kind, owners):
            if kind == "state" and self._is_beside(token):
                two = any(c.lower_ in {"two", "both"} for c in token.children)
                return anaphora.pair_or_named_state(self, token, phrases) if two else ()
            return tuple(o.key for o in wholes[:2] if not loose(token, o))
        if kind == "state" and (ruled := self._ruled(owners)):
            return ruled  # "the Trump administration"
        if kind == "state" and (is_put_there(token) or (crowd and is_of_a_part(token))):
            return bodies.of_others(self, token)
        if kind == "body":
            return bodies.body(self, token, phrases, owners)
        if kind == "person":
            return people.role_holder(self, token, phrases, owners, crowd) or pairs.both_holders(self, token)
        if kind == "group" and (called := people.called(self, token)) is not None:
            return (called.key,)
        back = anaphora.points_back(self, token, phrases)
        if back:
            return back
        if kind == "group" or (kind == "force" and people.is_irregular(token)):
            return people.unnamed_group(self, token, owners)
        if kind == "crowd" or token.lemma_.lower() in words("actors", "plural_crowd"):
            return people.people(self, token) if crowd else ()
        return ()

    def _wholes(self, token: Token, kind: str, owners: list[Figure]) -> list[Figure]:
        """The states or groups that the noun stands for by being theirs: "Israel's government", "Houthi drones"."""
        if kind == "group":
            # "Ugandan rebels of the Allied Democratic Forces" are no rebels of Uganda's
            return whole_of_branch(token, [o for o in owners if o.cls is ActorClass.ARMED_GROUP])
        if kind not in {"state", "force"}:
            return []
        polities = [o for o in owners if o.cls in POLITY]
        if kind == "force":
            # "Russian forces in Ukraine", "African Union troops in Somalia" are not those of where they are
            here = {k for t in under(token, "in") for c in conjuncts(t) for k in self.of(c)}
            polities = [o for o in polities if o.key not in here] or polities
        direct = [o for o in polities if o.cls in {ActorClass.STATE, ActorClass.ARMED_GROUP}] or polities
        return whole_of_branch(token, direct)

    def _is_beside(self, token: Token) -> bool:
        """ "Iran's neighbour", "its allies", "Azerbaijan's side": not the state itself; "the Azerbaijani side" is."""
        lemma = token.lemma_.lower()
        return lemma in _BESIDE and not (lemma == "side" and self._has_demonym(token))

    def _ruled(self, owners: list[Figure]) -> tuple[str, ...]:
        """The state of the ruler whose administration it is; a surname alone is enough where one ruler bears it."""
        for ruler in (o for o in owners if o.cls is ActorClass.PERSON):
            known = self.cast.gazetteer.surnames(ruler.name.split()[-1]) if ruler.state is None else ()
            states = (
                {ruler.state}
                if ruler.state
                else {e.state for e in known if e.state and any(_RULES.search(t.role) for t in e.terms)}
            )
            entry = self.cast.gazetteer.get(states.pop() or "") if len(states) == 1 else None
            if entry is not None:
                return (self.cast.of_entry(entry).key,)
        return ()

    def _has_demonym(self, token: Token) -> bool:
        """ "the Azerbaijani side" is Azerbaijan; "Azerbaijan's side" may be a place."""
        names = [self.cast.name_at(c.i) for c in children(token, "amod", "compound")]
        return any(n is not None and n.adjectival for n in names)

    # -- mentions ------------------------------------------------------------------------------------------

    def see(self, figure: Figure, token: Token) -> None:
        """Record that the noun phrase headed by `token` mentions `figure`."""
        phrase = noun_phrase(token)
        start, end = min(phrase.start, token.i), max(phrase.end, token.i + 1)
        while start < token.i and (token.doc[start].is_punct or token.doc[start].is_space):
            start += 1
        while end > token.i + 1 and token.doc[end - 1].lower_ in GENITIVE:
            end -= 1  # "the rebels' shelling": the mark is no part of who is meant
        span = token.doc[start:end]
        figure.spans[offsets(span)] = offsets(token.sent)
        whose = any((n := self.cast.name_at(t.i)) is not None and n.state() for t in span)
        if not figure.named or (figure.cls is ActorClass.GOVERNMENT_BODY and whose):
            figure.surfaces.add(span.text.removeprefix("the ").removeprefix("The "))
        insort(self.cast.appearances, (token.i, figure.key))
