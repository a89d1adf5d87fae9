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

from kg.extract.arguments import OBJECT_CONTROL, logical_objects, logical_subjects, raw_subjects
from kg.extract.denote import Denotation
from kg.extract.lexicon import words
from kg.extract.standins import antecedents, is_colleague, is_elliptic
from kg.extract.syntax import (
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
    from kg.extract.frames import Match

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
# Verbs of "what it called …".
CALLED = frozenset({"call", "describe", "term", "see", "say", "regard", "label", "view", "deem", "brand"})
# Heads that only count or group what follows "of": "a group of diplomats", "two of its envoys".
_QUANTITY = frozenset(
    (
        "group number one two three four five six dozen series part some most member round set rest several"
        " many all both range host handful majority hundred thousand score first last wave kind couple pair"
        " lot half ton tonne litre liter barrel kilogram crate truckload shipment convoy consignment piece"
        " million billion tranche batch"
    ).split()
)


# Groups that travel and talk for whoever leads them.
_PARTIES = frozenset({"delegation", "mission", "team", "party", "group"})
# Prepositions of the other side, which stands last.
_LAST = frozenset({"against", "with", "to", "by", "between"})


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


def core(token: Token) -> Token:
    """The noun that is meant: "diplomats" of "a group of diplomats"."""
    lemma = (token.lemma_ or token.lower_).lower()
    if lemma in _QUANTITY or token.pos_ == "NUM":
        inner = under(token, "of")
        if inner:
            return core(inner[0])
    return token


def complements(head: Token) -> list[Token]:
    """The clauses that complete a predicate: "that …", "to …"; also where the parse hangs them on its object."""
    found = children(head, "ccomp", "xcomp")
    rest = [c for c in children(head, "advcl", "acl") if c.i > head.i]
    for child in head.children:
        if child.i > head.i and child.dep_.split(":")[0] in {"obj", "iobj", "obl", "nmod", "nsubj"}:
            rest.extend(c for c in children(child, "acl", "advcl", "ccomp") if c.dep_ != "acl:relcl")
    out = [c for c in (*found, *rest) if is_verbal(c) or c.pos_ in {"VERB", "ADJ", "NOUN", "AUX"}]
    for clause in list(out):
        out.extend(c for c in children(clause, "conj") if is_verbal(c))
    return out


def named_by(token: Token) -> Token:
    """The noun that "what" stands for in "what it called an act of war"; any other word itself."""
    if token.lower_ == "what":
        for verb in (*token.children, token.head):
            if verb.lemma_.lower() in CALLED and verb.i > token.i:
                for noun in children(verb, "xcomp", "obj", "obl"):
                    if noun.i > verb.i and noun.pos_ in {"NOUN", "PROPN"}:
                        return noun
    return token


def objects_of(verb: Token, prep: str = "") -> list[Token]:
    """What a verb is done to: its logical objects, indirect objects, and what stands under its own preposition."""
    found = [named_by(t) for t in logical_objects(verb)] if is_verbal(verb) else []
    found.extend(c for o in children(verb, "obj", "iobj") for c in conjuncts(o))
    if prep:
        found.extend(under(verb, prep))
    predicates = children(verb, "xcomp") if verb.lemma_.lower() == "call" and not found else []
    if (
        len(predicates) > 1
        or (
            predicates and predicates[0].pos_ == "PROPN"
        )  # "called President Saied": the parse takes it for a name given
        or (predicates and any(c.lower_ in {"back", "home", "off"} for c in verb.children))
    ):
        found.append(predicates[0])  # "called the claim baseless", "called its envoy home"
    if not found and children(verb, "xcomp"):
        # "asked it to leave": the parse may take the pronoun for an expletive, or for the clause's subject.
        found.extend(c for c in children(verb, "expl") if c.i > verb.i)
        found.extend(s for x in children(verb, "xcomp") for s in children(x, "nsubj") if s.i > verb.i)
    seen: dict[int, Token] = {}
    for token in found:
        seen.setdefault(token.i, token)
    return list(seen.values())


def subjects_of(predicate: Token) -> list[Token]:
    """Who a predicate is about as its doer: the logical subjects of a verb, the subjects of an adjective."""
    return logical_subjects(predicate) if is_verbal(predicate) else raw_subjects(predicate)


class Walker:
    """Follows paths from the words of one match."""

    def __init__(self, denotation: Denotation, match: Match) -> None:
        self.denotation, self.match = denotation, match

    def follow(self, path: str) -> tuple[Filler, ...]:
        """The fillers at `path`, in the order of the text's words; words that denote nobody give none."""
        place = path.endswith("@")
        *walk, last = path.removesuffix("@").split(".")
        tokens: list[Token] | None = None
        for step in walk:
            tokens = [t for at in self._starts(tokens) for t in self._step(step, at, tokens is None)]
        found: dict[int, Filler] = {}
        for at in self._starts(tokens):
            for token in self._step(last, at, tokens is None):
                keys = self._owner(token) if last == "possessor" else self._keys(token, place)
                if keys and token.i not in found:
                    found[token.i] = Filler(path, token, keys)
        return tuple(found.values())

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
            yield from (t for noun in self._meant(at) for t in _possessors(core(noun)))
        elif step == "agent":
            yield from under(at, "by")
        elif step == "clause":
            yield from complements(at)
        else:
            for noun in self._meant(at):
                yield from _prepositional(noun, step.replace("_", " "))

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
        if at.dep_ == "acl:relcl" and not any(self.denotation.of(core(t)) for t in found):
            found = _named_before_relative(self.denotation, at) or found
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
        if leading := _led_by(token):
            return leading
        named = [c for a in token.children if a.i > token.i and _names_members(a) for c in conjuncts(a)]
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
        keys = self.denotation.of(meant) or (self.denotation.of(token) if meant is not token else ())
        if not keys and place:
            keys = self.denotation.state_of_place(meant)
        return keys


def _led_by(token: Token) -> list[Token]:
    """Who leads a group that has no name: "a delegation led by the foreign minister"."""
    if (token.lemma_ or token.lower_).lower() not in _PARTIES:
        return []
    led = [
        c for c in children(token, "acl") if c.lemma_.lower() in {"lead", "head", "chair"} and is_passive(c)
    ]
    led += [
        c for c in children(token, "acl") if c.lemma_.lower() in {"lead", "head", "chair"} and c.tag_ == "VBN"
    ]
    return [t for c in led[:1] for t in under(c, "by")]


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
    text = token.doc.text
    before = text[text.rfind("\n", 0, token.idx) + 1 : token.idx]
    return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")


def _possessors(noun: Token) -> Iterator[Token]:
    """What tells whose a noun is: its genitives, and the adjectives and names before it."""
    if noun.pos_ == "PROPN" and is_elliptic(noun):
        yield noun  # "barred Israel's"
    for child in noun.children:
        base = child.dep_.split(":")[0]
        if child.dep_ == "nmod:poss" and child.pos_ == "PRON" and is_colleague(noun):
            continue  # "his Latvian colleague" is no colleague from his own state
        if child.dep_ == "nmod:poss" or (
            base in {"amod", "compound", "nmod", "flat"} and child.i < noun.i and child.text[:1].isupper()
        ):
            yield from conjuncts(child)
        elif base in {"amod", "compound"} and child.i < noun.i:
            yield from (
                g
                for g in child.children
                if g.text[:1].isupper()
                and g.dep_ in {"compound", "amod"}
                and child.lower_ not in words("actors", "not_own")
            )


def _names_members(token: Token) -> bool:
    base = token.dep_.split(":")[0]
    return (base in {"appos", "parataxis", "list", "dep"} and token.pos_ == "PROPN") or (
        base in {"nmod", "obl"} and preposition(token) in {"including", "such as", "like"}
    )


def _prepositional(at: Token, prep: str) -> list[Token]:
    """What stands under `prep`: at the word itself, else at its objects or what is "of" it.

    Parses often hang a phrase too low; "against Iraq" in "launch an offensive against Iraq" is at the offensive.
    """
    # "appeals from Paris, and China offering to mediate": China is the next verb's subject.
    found = [
        t
        for t in under(at, prep)
        if not (t.dep_ == "conj" and t.i + 1 < len(t.doc) and t.nbor().tag_ == "VBG")
    ]
    if found:
        return found
    if at.pos_ == "NOUN" and at.head.lemma_.lower() in CALLED and (found := under(at.head, prep)):
        return found  # "lodged what it called a protest with Uganda"
    inner = objects_of(at) if is_verbal(at) else under(at, "of")
    found = [t for o in inner for t in under(o, prep)]
    if not found and prep in _LAST:
        # "the accusations by Chad against Sudan", "talks on accession with Brussels": hung on the phrase between
        between = [c for o in ([at] if not is_verbal(at) else inner) for c in children(o, "nmod")]
        found = [t for c in between if c.dep_ != "nmod:poss" and c.i > at.i for t in under(c, prep)]
    if not found and is_verbal(at):
        # "were held on Friday between …"
        found = [t for c in children(at, "obl") if not c.ent_type_ for t in under(c, prep)]
    if not found and is_verbal(at):
        # "were declared persona non grata by Serbia"
        found = [t for c in children(at, "xcomp") for w in (c, *children(c, "flat")) for t in under(w, prep)]
    if not found and prep == "by" and at.dep_ == "obj" and is_verbal(at.head) and not is_passive(at.head):
        # "condemned the test by North Korea": an active verb has no agent, whatever the parse hangs it on
        found = [t for t in under(at.head, prep) if t.i > at.i and t.pos_ in {"PROPN", "NOUN"}]
    return found
