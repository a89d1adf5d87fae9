"""Where the parse goes astray in ways that are known, and the words around leave no doubt: mended before all else."""

from __future__ import annotations

from spacy.tokens import Doc, Token

_CONDEMN = frozenset("condemn denounce deplore decry criticise criticize".split())
_CONDEMNED_AT = frozenset({"on", "near", "against", "in", "at"})
# When and how somebody condemns: "in a statement", "at a press conference", "on Monday".
_OCCASIONS = frozenset(
    "statement conference briefing post call letter meeting interview speech message session summit communique tweet"
    " address term behalf".split()
)
_TIMES = frozenset("day week evening morning night".split())


def mend_parse(doc: Doc) -> None:
    """Hang possessors, tellers, subjects and places of what is condemned on what they belong to."""
    for token in doc:
        if token.dep_ == "nmod:poss":
            _mend_possessor(token)
        elif token.dep_ == "nsubj":
            _mend_teller(token)
        elif token.dep_ == "obl":
            _mend_condemned(token)
        elif token.dep_ == "conj" and token.tag_ == "CD":
            _mend_number(token)
        elif token.dep_ == "appos":
            _mend_named(token)
        elif token.dep_.lower() == "root":
            _mend_subject(token)


def _mend_possessor(owner: Token) -> None:
    """ "A strike by Kenya's military hit a school": "by" governs the military, no adjective of the strike."""
    owned = owner.head
    strays = [c for c in owner.children if c.dep_ == "case" and c.tag_ == "IN" and c.i < owner.i]
    if not strays or owned.i < owner.i or any(c.dep_ == "case" for c in owned.children):
        return
    if owned.tag_ == "JJ" and owned.lower_ == "military" and owned.head.i < owner.i:
        owned.pos_, owned.tag_, owned.lemma_ = "NOUN", "NN", "military"
        owned.dep_ = "nmod" if owned.head.pos_ in {"NOUN", "PROPN"} else "obl"
    if owned.pos_ in {"NOUN", "PROPN"}:
        for stray in strays:
            stray.head = owned


def _mend_teller(noun: Token) -> None:
    """ "Troops attacked Minova, Congo's government said": who says it, where the parse makes it another attacker."""
    told = noun.head
    teller = told.head
    if noun.i < told.i or told.dep_ != "ccomp" or not noun.right_edge.i < teller.i <= noun.right_edge.i + 2:
        return
    before = any(c.dep_.startswith("nsubj") and c.i < told.i for c in told.children)
    if before and not any(c.dep_.startswith("nsubj") for c in teller.children):
        noun.head = teller


def _mend_number(number: Token) -> None:
    """ "49 civilians and 15 soldiers", where the parse counts 15 more besides the soldiers."""
    counted = number.doc[number.i + 1] if number.i + 1 < len(number.doc) else number
    if counted.dep_ == "conj" and counted.head == number.head and counted.pos_ == "NOUN":
        number.head, number.dep_ = counted, "nummod"


def _mend_named(name: Token) -> None:
    """ "Attacked the ferry Aline on the Niger and a camp": what follows is said of the ferry, not of its name."""
    bearer = name.head
    if name.pos_ != "PROPN" or bearer.pos_ != "NOUN" or name.left_edge.i != bearer.i + 1:
        return
    for child in list(name.children):
        if child.i > name.i and child.dep_ in {"nmod", "conj", "acl", "acl:relcl"}:
            child.head = bearer


def _mend_condemned(noun: Token) -> None:
    """ "Ankara condemns the shelling carried out by Chad on a market": what was shelled, not where it speaks."""
    verb = noun.head
    case = next((c.lower_ for c in noun.children if c.dep_ == "case"), "")
    speaks = verb.head.head
    if verb.dep_ == "acl" and verb.head.dep_ == "obj" and speaks.lemma_.lower() in _CONDEMN:
        if case in {"in", "at", "during"} and noun.lemma_.lower() in _OCCASIONS:
            noun.head = speaks  # "condemned the raid carried out by Niger at a press conference in Lomé"
        return
    if verb.lemma_.lower() not in _CONDEMN:
        return
    deeds = [
        p for o in verb.children if o.dep_ == "obj" for p in o.children if p.dep_ == "acl" and p.tag_ == "VBN"
    ]
    if not deeds or deeds[-1].i > noun.i or case not in _CONDEMNED_AT or _is_occasion(noun):
        return
    for between in [c for c in verb.children if deeds[-1].i < c.i < noun.i and c.dep_.endswith(":unmarked")]:
        between.head = deeds[-1]  # "carried out by Chad yesterday on a market": its day as well
    noun.head = deeds[-1]


def _is_occasion(noun: Token) -> bool:
    dated = noun.ent_type_ in {"DATE", "TIME"} or noun.lemma_[:1].isdigit() or noun.lower_.endswith("day")
    return dated or noun.lemma_.lower() in _OCCASIONS | _TIMES


def _mend_subject(verb: Token) -> None:
    """ "Months after the attack at Tessalit, Bamako and Algiers still meet": they meet, they were not attacked.

    A finite verb without a subject, behind a comma and two names that the parse hangs on the place before the comma.
    """
    if verb.tag_ not in {"VBP", "VBD", "VBZ"} or any(
        c.dep_.startswith(("nsubj", "csubj", "expl")) for c in verb.children
    ):
        return
    last = verb.i - 1
    while last > verb.sent.start and verb.doc[last].dep_ in {"advmod", "aux"}:
        last -= 1
    named = verb.doc[last]
    if named.dep_ != "conj" or named.pos_ != "PROPN" or named.head.i >= named.i:
        return
    series = [c for c in named.head.children if c.dep_ == "conj" and c.i < named.i]
    first = named.head if named.head.dep_ == "conj" else series[0] if len(series) == 1 else None
    if first is None or first.pos_ != "PROPN" or not any(c.dep_ == "cc" for c in named.children):
        return
    opens = first.left_edge.text == "," or verb.doc[first.left_edge.i - 1].text == ","
    if opens and any(a == verb for a in first.head.ancestors):
        first.head, first.dep_ = verb, "nsubj"
        named.head = first
