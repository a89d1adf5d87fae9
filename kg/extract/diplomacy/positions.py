"""The words at the positions that a path names: subjects, objects, complements, possessors, those under a preposition.

Asked of the parse alone: whom the words denote is told by `kg.extract.diplomacy.paths`.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.diplomacy.standins import is_colleague, is_elliptic
from kg.extract.lexicon import words
from kg.extract.words.arguments import logical_objects, logical_subjects, raw_subjects
from kg.extract.words.document import remembered, remembered_list
from kg.extract.words.syntax import children, conjuncts, is_passive, is_verbal, preposition, under

# Verbs of "what it called …".
CALLED = frozenset({"call", "describe", "term", "see", "say", "regard", "label", "view", "deem", "brand"})
_QUANTITY = words("diplomacy", "whose", "quantity")
# Groups that travel and talk for whoever leads them.
_PARTIES = frozenset({"delegation", "mission", "team", "party", "group"})
_MAKING = words("diplomacy", "whose", "making")
# Prepositions of the other side, which stands last.
_LAST = frozenset({"against", "with", "to", "by", "between"})


@remembered
def core(token: Token) -> Token:
    """The noun that is meant: "diplomats" of "a group of diplomats"."""
    lemma = (token.lemma_ or token.lower_).lower()
    if lemma in _QUANTITY or token.pos_ == "NUM":
        inner = under(token, "of")
        if inner:
            return core(inner[0])
    return token


@remembered_list
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
    # "called President Saied": the parse takes it for a name given
    by_name = bool(predicates) and (predicates[0].pos_ == "PROPN" or is_colleague(predicates[0]))
    away = bool(predicates) and any(c.lower_ in {"back", "home", "off"} for c in verb.children)
    if len(predicates) > 1 or by_name or away:
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


def led_by(token: Token) -> list[Token]:
    """Who leads a group that has no name: "a delegation led by the foreign minister"."""
    if (token.lemma_ or token.lower_).lower() not in _PARTIES:
        return []
    led = (c for c in children(token, "acl") if c.lemma_.lower() in {"lead", "head", "chair"})
    passive = next((c for c in led if c.tag_ == "VBN" or is_passive(c)), None)
    return under(passive, "by") if passive is not None else []


def possessors_of(noun: Token) -> Iterator[Token]:
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


def names_members(token: Token) -> bool:
    """True for the names behind a phrase that they make up: "four states - Chad, Mali …", "countries such as Peru"."""
    base = token.dep_.split(":")[0]
    return (base in {"appos", "parataxis", "list", "dep"} and token.pos_ == "PROPN") or (
        base in {"nmod", "obl"} and preposition(token) in {"including", "such as", "like"}
    )


def under_preposition(at: Token, prep: str) -> list[Token]:
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
    if prep == "by" and at.pos_ == "NOUN" and (found := _made_by(at)):
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


def _made_by(noun: Token) -> list[Token]:
    """Whose a plan or a claim is: "a plan proposed by Bolivia", "the draft put forward by Chile"."""
    made = (v for v in children(noun, "acl") if v.tag_ == "VBN" and v.lemma_.lower() in _MAKING)
    return [t for v in made for t in under(v, "by")]
