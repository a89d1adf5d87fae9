"""Subjects that the parse hangs on another verb than their own: the order of the words tells whose they are.

"Guterres condemned the raid, his spokesman said", "Chad: President Déby blamed Togo", "rockets fired from the hills hit
a school".
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.words.document import remembered
from kg.extract.words.syntax import (
    FINITE,
    children,
    conjuncts,
    has_subject,
    is_passive,
    is_subject,
    is_verbal,
    preposition,
)

# Verbs of those who looked into it: "…, the mission has documented".
_FINDING = frozenset({"document", "confirm", "find", "conclude", "verify", "note", "estimate"})
# Verbs that do nothing but say: "…, his spokesman said".
SAYING = frozenset({"say", "tell", "add", "report", "announce", "state", "claim", "warn"})


def behind_label(verb: Token) -> Token | None:
    """ "Chad: President Déby blamed Togo", where the parse hangs the name on the label before the colon."""
    label = verb.head
    if verb.tag_ not in FINITE or label.i + 1 >= verb.i or label.nbor().text != ":":
        return None
    named = [c for c in children(label, "appos") if c.i < verb.i and c.right_edge.i == verb.i - 1]
    return named[0] if len(named) == 1 else None


def right_before(participle: Token) -> Token | None:
    """ "With Chad pleading for restraint and Togo offering to mediate", where the parse joins Togo to "pleading"."""
    joined = children(participle.head, "conj")
    return next(
        (c for c in joined if c.pos_ in {"NOUN", "PROPN"} and c.right_edge.i == participle.i - 1), None
    )


@remembered
def lent_subject(verb: Token) -> Token | None:
    """The subject that the parse hangs on the frame behind: "Guterres condemned the raid, his spokesman said".

    What stands before a finite verb without a subject is its own, not that of the "said" behind the comma.
    """
    said = verb.head
    told = verb.tag_ in FINITE or any(
        c.tag_ in FINITE or c.tag_ == "MD" for c in children(verb, "aux", "aux:pass")
    )
    if verb.tag_ == "VBN" and children(verb, "obj") and not children(verb, "aux", "aux:pass"):
        told = True  # "The rebels, who hold Arua, killed nine, the mission has found": the tag is a slip
    if verb.dep_ == "ccomp" and (behind := _lent_behind(verb, said)) is not None:
        return behind
    if verb.dep_ != "ccomp" or not told or verb.i > said.i or has_subject(verb):
        return None
    if said.lemma_.lower() not in SAYING | _FINDING or any(t.text == ":" for t in verb.doc[verb.i : said.i]):
        return None
    first = next((c for c in said.children if is_subject(c)), None)
    if first is None or any(c.i > verb.i for c in conjuncts(first)):
        return None
    commas = [t for t in verb.doc[verb.i : said.i] if t.text == ","]
    return first if commas else None


def _lent_behind(verb: Token, said: Token) -> Token | None:
    """The second subject of "The envoy said Chad's decision to close the road was cruel": that of what was said."""
    own = [c for c in said.children if is_subject(c)]
    if len(own) != 2 or has_subject(verb) or said.lemma_.lower() not in SAYING or said.nbor(-1).is_quote:
        return None
    return own[1] if own[0].i < said.i < own[1].i < verb.i else None


@remembered
def is_lent(subject: Token) -> bool:
    """True for a subject that belongs to what was said, not to the verb of saying it hangs on."""
    said = subject.head
    return any(
        lent_subject(c) == subject
        for c in children(said, "ccomp")
        if subject.i < c.i < said.i or said.i < subject.i < c.i
    )


def nearer_clause(verb: Token) -> Token | None:
    """The clause before the verb that has a subject of its own, where the parse joins the verb to an earlier one.

    "Chad shelled the hills and the rebels fled and said …", "has left after Peru called it a thief and said …".
    """
    head = verb.head
    if verb.tag_ not in FINITE or not is_verbal(verb):
        return None
    between = [
        c
        for c in head.children
        if head.i < c.i < verb.i and is_verbal(c) and c.tag_ in FINITE and has_subject(c)
    ]
    joined = [c for c in between if c.dep_ == "conj"]
    joined += [
        c for c in between if c.dep_ == "parataxis" and ";" in {t.text for t in verb.doc[head.i : c.i]}
    ]
    if head.tag_ == "VBN" and not is_passive(head) and verb.tag_ == "VBD" and not children(verb, "aux"):
        # "has left … said": a finite verb is no part of the perfect
        joined += [c for c in between if c.dep_ == "advcl" and c.tag_ == "VBD"]
    return max(joined, key=lambda c: c.i, default=None)


def behind_as(verb: Token) -> list[Token]:
    """ "Two were hurt as forces of X, joined by Y, attacked posts": where the parse reads "as" as a preposition."""
    if verb.tag_ not in FINITE or children(verb, "cc") or not verb.doc[verb.i - 1].is_punct:
        return []
    between = verb.doc[verb.head.i + 1 : verb.i]
    astray = [
        t
        for t in between
        if t.dep_ == "obl" and preposition(t) == "as" and t.head in (verb.head, *children(verb.head, "conj"))
    ]
    return [c for s in astray[:1] for c in conjuncts(s)]


def behind_opener(verb: Token) -> list[Token]:
    """ "Sixty were killed when two drones, which …, hit the shelter": the subject stands between "when" and the verb.

    A long subject may hang on the verb of the clause before; the word order tells whose it is.
    """
    if verb.tag_ not in FINITE:
        return []
    if (sent_off := _behind_participle(verb)) is not None:
        return [sent_off]
    if verb.dep_ not in {"advcl", "acl:relcl"}:
        return []
    opener = next(
        (c for c in verb.children if c.lower_ in {"when", "as", "after", "where"} and c.i < verb.i), None
    )
    if opener is None:
        return []
    astray = [
        t
        for t in verb.doc[opener.i + 1 : verb.i]
        if t.head == verb.head
        and t.pos_ in {"NOUN", "PROPN"}
        and (is_subject(t) or (t.dep_ == "obl" and not preposition(t)))
    ]
    return [c for s in astray[:1] for c in conjuncts(s)]


def _behind_participle(verb: Token) -> Token | None:
    """ "rockets fired from the hills hit a school": where the parse makes the rockets the subject of "fired"."""
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if token.tag_ in FINITE:
            return None
        if token.tag_ == "VBN" and token.lemma_.lower() in {"fire", "launch", "drop", "send"}:
            shot = [c for c in children(token, "nsubj") if c.i == token.i - 1]
            return shot[0] if shot else None
    return None
