"""Paths: how a lexicon says where in the sentence a role's filler stands.

A path is steps joined by dots, read from the trigger outwards: "subject", "object", "by" (any preposition),
"object.possessor" (whose the object is), "clause.subject" (the subject of "that …"). A final "@" lets a place
stand for its state: with "from@", "recalled its ambassador from Lyon" leads to France.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.diplomacy.positions import (
    complements,
    core,
    led_by,
    names_members,
    objects_of,
    possessors_of,
    subjects_of,
    under_preposition,
)
from kg.extract.diplomacy.standins import antecedents, is_elliptic
from kg.extract.lexicon import words
from kg.extract.reference.denote import Denotation
from kg.extract.words.arguments import OBJECT_CONTROL, raw_subjects
from kg.extract.words.document import text_of
from kg.extract.words.syntax import (
    FINITE,
    children,
    clause_verbs,
    conjuncts,
    has_subject,
    is_passive,
    is_verbal,
    preposition,
    under,
)
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.diplomacy.frames import Match

PREPOSITIONS = frozenset(
    {
        "by",
        "from",
        "to",
        "on",
        "with",
        "against",
        "between",
        "among",
        "of",
        "for",
        "at",
        "in",
        "into",
        "over",
        "upon",
        "toward",
        "towards",
        "about",
        "under",
        "out of",
        "alongside",
        "before",
        "behind",
        "along with",
        "together with",
        "via",
        "through",
        "inside",
        "near",
        "along",
        "as",
    }
)
_STEPS = frozenset({"subject", "object", "indirect", "possessor", "clause", "agent"}) | {
    p.replace(" ", "_") for p in PREPOSITIONS
}


_TAKING_UP = frozenset({"him", "her", "it", "them"})


@dataclass(frozen=True, slots=True)
class Filler:
    """Who was found at a path: the word there and the figures that it denotes."""

    path: str
    token: Token
    keys: tuple[str, ...]


def is_path(text: str) -> bool:
    """True when `text` is a path that this module can follow."""
    steps = text.removesuffix("@").split(".")
    return all(s in _STEPS for s in steps)


class Walker:
    """Follows paths from the words of one match."""

    def __init__(self, denotation: Denotation, match: Match) -> None:
        self.denotation, self.match = denotation, match

    def follow(self, path: str) -> tuple[Filler, ...]:
        """The fillers at `path`, in the order of the text's words; words that denote nobody give none."""
        place, possessor = path.endswith("@"), path.removesuffix("@").endswith("possessor")
        found: dict[int, Filler] = {}
        for token in self.words_at(path):
            keys = self._owner(token) if possessor else self._keys(token, place)
            if keys and token.i not in found:
                found[token.i] = Filler(path, token, keys)
        return tuple(found.values())

    def words_at(self, path: str) -> list[Token]:
        """The words at `path`, whether or not they denote anybody."""
        tokens: list[Token] | None = None
        for step in path.removesuffix("@").split("."):
            tokens = [t for at in self._starts(tokens) for t in self._step(step, at, tokens is None)]
        return tokens or []

    def _starts(self, tokens: list[Token] | None) -> list[Token]:
        if tokens is not None:
            return tokens
        match = self.match
        return [match.trigger] if match.carrier is None else [match.trigger, match.carrier]

    def _step(self, step: str, at: Token, first: bool) -> Iterator[Token]:
        match = self.match
        if step == "subject":
            if first and match.stative:
                yield from raw_subjects(at) or children(at, "expl")
            elif first and at.pos_ == "NOUN":
                yield from (c for s in children(at, "nsubj") for c in conjuncts(s))
            elif not (match.circumstance and under(match.trigger, "between")):
                yield from self._acting(at)
        elif step == "object":
            own = match.own_preposition if first and at is match.trigger else ""
            yield from (t for t in objects_of(at, own) if t.i != match.trigger.i)
        elif step == "indirect":
            yield from (c for o in children(at, "iobj") for c in conjuncts(o))
            if is_passive(at) and children(at, "obj"):
                yield from raw_subjects(at)
        elif step == "possessor":
            yield from (t for noun in self._meant(at) for t in possessors_of(core(noun)))
        elif step == "agent":
            yield from under(at, "by")
        elif step == "clause":
            yield from complements(at)
        else:
            for noun in self._meant(at):
                yield from under_preposition(noun, step.replace("_", " "))

    def _meant(self, at: Token) -> tuple[Token, ...]:
        """The nouns for which a pronoun stands in an act that asks for such; any other word itself."""
        found = antecedents(at, self.match.frame) if at.pos_ == "PRON" else ()
        return found or (at,)

    def _acting(self, at: Token) -> list[Token]:
        """The subjects of a predicate; of a participle on a noun that is no actor ("issued a declaration
        demanding …"), the subjects of the verb that the noun is the object of."""
        found = [t for s in subjects_of(at) for t in self._with_members(s)]
        pronoun = any(o.lower_ in {"it", "them", "him", "her"} for o in children(at, "obj"))
        named = any(self.denotation.of(core(t)) for t in found)
        if at.dep_ == "conj" and at.tag_ in FINITE and not has_subject(at) and (pronoun or not named):
            # "said that the jet had bombed a road, and denounced …", "said Chad was meddling and accused it of …":
            # who said it denounced and accused
            said = next((v for v in clause_verbs(at) if _says(v)), None)
            if said is not None:
                return [t for s in subjects_of(said) for t in self._with_members(s)]
        if not any(self.denotation.of(core(t)) for t in found):
            clause = _relative_clause(at)
            found = (_named_before_relative(self.denotation, clause) if clause is not None else []) or found
        if at.tag_ != "VBG" or any(self.denotation.of(core(t)) for t in found):
            return found
        before = at.doc[at.i - 1] if at.i else at
        if self.denotation.cast.name_at(before.i) is not None:
            return [before]  # "… and China offering to mediate", wherever the parse hangs it
        outer = at.head.head
        if at.dep_ != "acl" or not is_verbal(outer) or outer.lemma_.lower() in OBJECT_CONTROL:
            return found  # "commended their efforts in brokering it": not who commended
        return subjects_of(outer)

    def _with_members(self, token: Token) -> list[Token]:
        """A phrase that denotes nobody itself, with those it names: "four states - …", "countries including …"."""
        if self.denotation.of(core(token)):
            return [token]
        if leading := led_by(token):
            return leading
        named = [c for a in token.children if a.i > token.i and names_members(a) for c in conjuncts(a)]
        self._share_role(token, named)
        if (token.lemma_ or token.lower_).lower() not in words("actors", "crowd"):
            # "leaders from Kenya to Chad", but "a man from Chad"
            named += [
                c for a in children(token, "nmod") if preposition(a) == "from" for c in (a, *under(a, "to"))
            ]
        named += [
            c
            for a in children(token, "acl", "advcl")
            if a.lower_ == "including"
            for o in children(a, "obj")
            for c in conjuncts(o)
        ]
        return [token, *named]

    def _share_role(self, token: Token, named: list[Token]) -> None:
        """ "Two senators, Ana Reyes and Luis Cruz, …": each of them holds the role."""
        if token.lemma_.lower() not in words("actors", "person"):
            return
        for key in self.denotation.all_of(named):
            figure = self.denotation.cast.figures[key]
            if figure.cls is ActorClass.PERSON and figure.named and figure.role is None:
                figure.role = token.lemma_.lower()

    def _taken_up(self, token: Token) -> tuple[str, ...]:
        """ "Telephoned Talon and urged him", "named Chad and told it": whom the verb before named, in one breath."""
        verb = token.head
        if token.lower_ not in _TAKING_UP or token.dep_ not in {"obj", "iobj"} or verb.dep_ != "conj":
            return ()
        if has_subject(verb) or not is_verbal(verb.head) or verb.head.i > verb.i:
            return ()
        named = [c for c in verb.head.children if verb.head.i < c.i < verb.i and c.pos_ in {"NOUN", "PROPN"}]
        for noun in named:
            if noun.dep_ not in {"obj", "iobj"} and preposition(noun) not in {"with", "to"}:
                continue
            whole = conjuncts(noun)
            figures = [self.denotation.cast.figures[k] for k in self.denotation.all_of(whole)]
            if not figures or (len(figures) > 1) != (token.lower_ == "them"):
                continue
            person = figures[0].cls is ActorClass.PERSON
            if token.lower_ == "them" or person == (token.lower_ != "it"):
                return tuple(f.key for f in figures)
        return ()

    def _first_person(self, token: Token) -> tuple[str, ...]:
        """ "We call on …" in a government's own release: who acted in the sentence before, in the same paragraph."""
        start = token.sent.start
        if _quoted(token) or start == 0 or "\n" in token.doc[start - 1].text_with_ws:
            return ()
        previous = token.doc[start - 1].sent
        keys = [k for s in raw_subjects(previous.root) for k in self.denotation.of(s)]
        bodies = {ActorClass.STATE, ActorClass.GOVERNMENT_BODY, ActorClass.INTERNATIONAL_ORGANIZATION}
        return tuple(k for k in keys if self.denotation.cast.figures[k].cls in bodies)

    def _owner(self, token: Token) -> tuple[str, ...]:
        """A genitive, or a name before a noun that says whose it is: "Iran's", "its", "Iranian"."""
        if token.dep_ == "nmod:poss" or token.pos_ == "PRON" or is_elliptic(token):
            return self._keys(token, place=True)
        cast = self.denotation.cast
        name = cast.name_at(token.i)
        figure = cast.figure_of(name) if name is not None else None
        return (figure.key,) if figure is not None else ()

    def _keys(self, token: Token, place: bool) -> tuple[str, ...]:
        meant = core(token)
        if meant.lower_ in {"we", "us"} and meant.text != "US":
            return self.denotation.voice(meant) or self._first_person(meant)
        if taken := self._taken_up(meant):
            return taken
        keys = self.denotation.of(meant) or (self.denotation.of(token) if meant is not token else ())
        if not keys and place:
            keys = self.denotation.state_of_place(meant)
        return keys


def _relative_clause(verb: Token) -> Token | None:
    """The verb of the relative clause of which `verb` is the predicate, or goes on: "which has shut … and cut …"."""
    while verb.dep_ == "conj" and not has_subject(verb) and is_verbal(verb.head):
        verb = verb.head
    return verb if verb.dep_ == "acl:relcl" else None


def _named_before_relative(denotation: Denotation, verb: Token) -> list[Token]:
    """ "The step announced by Niamey, which has closed …": the name right before the comma, whatever the parse says."""
    relative = next((c for c in children(verb, "nsubj") if c.lower_ in {"which", "who"}), None)
    if relative is None or relative.i < 2 or relative.nbor(-1).text != ",":
        return []
    name = denotation.cast.name_at(relative.i - 2)
    return [name_.root] if name is not None and (name_ := verb.doc[name.start : name.end]) else []


def _says(verb: Token) -> bool:
    return verb.lemma_.lower() in words("statements", "report") and bool(children(verb, "ccomp"))


def _quoted(token: Token) -> bool:
    """True inside quotation marks that were opened in the same paragraph."""
    text = text_of(token.doc)
    before = text[text.rfind("\n", 0, token.idx) + 1 : token.idx]
    return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")
