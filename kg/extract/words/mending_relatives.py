"""Clauses of a noun that the parse hangs on another, or turns round: "Goma, where …", "fighters believed to …"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.almanac import MONTHS
from kg.extract.words.mending_phrases import governed_by, is_dated

_SPEAKING = (
    words("statements", "report") | words("statements", "deny") | {"confirm", "reject", "accuse", "blame"}
)
_NAMED = frozenset({"GPE", "LOC"})
# Parts of a name or a noun phrase, by what they hang on in it.
_PARTS = frozenset({"compound", "flat", "flat:name", "nmod:desc", "amod"})


def mend_where(where: Token) -> None:
    """ "Residents of Kherson, where shells fell": they fell in the town right before it, not on the residents.

    So in "spoke in Goma, where rebels killed nine people", whose second verb the parse hangs on the first.
    """
    verb, doc = where.head, where.doc
    if verb.pos_ not in {"VERB", "AUX"} or verb.i < where.i or where.i <= where.sent.start:
        return
    if (
        verb.dep_.split(":")[0] not in {"acl", "advcl", "parataxis", "conj", "ccomp"}
        or verb.left_edge.i < where.i - 1
    ):
        return
    before = _named_before(where)
    if before is None or before == verb.head or verb.is_ancestor(before):
        return
    held = verb.head
    if held.pos_ in {"NOUN", "PROPN"} and verb.dep_ == "acl:relcl" and before.head == held:
        # "the clinic in Bor, where a shell fell": it fell on the clinic
        if not governed_by(before, "of"):
            return
    elif held.pos_ not in {"VERB", "AUX"} and held.ent_type_ in _NAMED and doc[where.i - 1].text == ",":
        return
    verb.head, verb.dep_ = before, "acl:relcl"


def _named_before(where: Token) -> Token | None:
    """The name of a place right before "where", past a comma and a day: "Goma", "Goma on Monday"."""
    doc, first = where.doc, where.sent.start
    at = where.i - 1
    if doc[at].text == ",":
        at -= 1
    while at > first and (is_dated(doc[at]) or doc[at].lower_ in MONTHS or doc[at].lower_ == "on"):
        at -= 1
    name = doc[at]
    while name.dep_ in _PARTS and name.head.i < where.i and abs(name.head.i - name.i) <= 2:
        name = name.head
    return name if name.pos_ == "PROPN" else None


def mend_which(relative: Token) -> None:
    """ "Sderot, which rockets struck on Friday": the rockets struck it; of two subjects the pronoun is none."""
    verb = relative.head
    if relative.lower_ not in {"which", "that", "whom"} or verb.i < relative.i:
        return
    subjects = [c for c in verb.children if c.dep_ == "nsubj" and relative.i < c.i < verb.i]
    if subjects and not any(c.dep_ in {"obj", "ccomp", "xcomp", "cop"} for c in verb.children):
        relative.dep_ = "obj"
    if relative.dep_ == "nsubj" and verb.lemma_.lower() in _SPEAKING:
        _hang_on_name(relative, verb)


def mend_whose(relative: Token) -> None:
    """ "Kenya thanked Uganda, whose president spoke of peace": Uganda's, and no clause of the thanks."""
    if relative.head.dep_ == "nsubj" and relative.head.i > relative.i:
        _hang_on_name(relative, relative.head.head)


def _hang_on_name(relative: Token, verb: Token) -> None:
    """ "blamed Uganda, which has denied that …": it is Uganda that speaks, neither that it was blamed nor who did."""
    if verb.dep_ not in {"acl:relcl", "advcl:relcl"} or relative.i < 2 or relative.nbor(-1).text != ",":
        return
    name = relative.nbor(-2)
    while name.dep_ in {"flat", "compound"} and name.head.pos_ == "PROPN" and name.head.i < relative.i:
        name = name.head
    whole = verb.dep_ == "acl:relcl" and (verb.head == name or verb.head in name.ancestors)
    if name.pos_ == "PROPN" and not whole:  # "the army of Uganda, which …" is the army
        verb.head, verb.dep_ = name, "acl:relcl"


def mend_believed(verb: Token) -> None:
    """ "Fighters believed to belong to X killed a guard": the fighters killed him, which is believed is an aside.

    A form of "believe", "suspect" and the like behind a noun, with an infinitive, and a second finite verb bare of
    a subject, where the parse has the noun believe what the second verb tells.
    """
    if verb.tag_ not in {"VBD", "VBN"} or verb.lemma_.lower() not in words("strikes", "behind", "taken_for"):
        return
    subjects = [c for c in verb.children if c.dep_.startswith("nsubj")]
    told = next((c for c in verb.children if c.dep_ in {"ccomp", "parataxis"} and c.tag_ == "VBD"), None)
    to_be = any(c.dep_ in {"xcomp", "obl"} and c.i == verb.i + 2 for c in verb.children)
    if told is None or len(subjects) != 1 or subjects[0].i != verb.i - 1 or not to_be or told.i < verb.i:
        return
    if any(c.dep_.startswith(("nsubj", "expl", "mark")) for c in told.children):
        return
    if verb.head == verb:
        told.head, told.dep_ = told, "ROOT"
    else:
        told.head, told.dep_ = verb.head, verb.dep_
        for mark in [c for c in verb.children if c.dep_ == "mark" and c.i < subjects[0].i]:
            mark.head = told
    subjects[0].head, subjects[0].dep_ = told, "nsubj"
    verb.head, verb.dep_, verb.tag_ = subjects[0], "acl", "VBN"
