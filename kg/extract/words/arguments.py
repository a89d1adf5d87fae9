"""Who acts and who undergoes: the subjects and objects of a verb in a Universal Dependencies tree.

All functions are pure and take spaCy tokens whose `dep_` holds a UD relation
(https://universaldependencies.org/u/dep/). They look through coordination, control, relative clauses and
participles, because news puts its participants there: "Iran, which struck Pakistan on Tuesday, recalled …".
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.words.document import remembered, remembered_list
from kg.extract.words.syntax import (
    FINITE,
    RELATIVE,
    children,
    conjuncts,
    has_subject,
    is_passive,
    is_subject,
    is_verbal,
    preposition,
)

# Verbs whose object is the one who acts in the clause below them.
OBJECT_CONTROL = frozenset(
    "accuse blame suspect condemn criticise criticize denounce prompt lead force cause order ask urge tell allow "
    "permit enable help stop prevent deter warn invite push press persuade convince encourage see watch charge "
    "praise commend thank applaud credit fault reward".split()
)


# What a predicate says its subjects belong to.
_GROUPS = frozenset(
    {"country", "nation", "state", "government", "capital", "power", "neighbour", "neighbor", "ally", "group"}
    | {"organization", "organisation", "body", "one", "those", "first", "last", "latest", "only"}
)
# Nouns of an act that is told by what was decided: "Chad's decision to recall its ambassador".
_DECISIONS = frozenset({"decision", "move", "order", "announcement"})
# What goes on behind a comma after an accusation: the accuser's words, not what the accused did.
_COMMENTING = frozenset(
    "call describe label brand term say add warn demand urge vow insist stress note cite deem dub".split()
)
# Verbs of those who looked into it: "…, the mission has documented".
_FINDING = frozenset({"document", "confirm", "find", "conclude", "verify", "note", "estimate"})
# Verbs that do nothing but say: "…, his spokesman said".
SAYING = frozenset({"say", "tell", "add", "report", "announce", "state", "claim", "warn"})


def _antecedent(token: Token) -> Token:
    """What a relative pronoun stands for: the noun its clause modifies."""
    if token.lower_ not in RELATIVE or token.pos_ not in {"PRON", "DET", "SCONJ", "ADV"}:
        return token
    verb = token.head
    for ancestor in (token, *token.ancestors):
        if ancestor.dep_ == "acl:relcl":
            return ancestor.head
        if ancestor is not verb and is_verbal(ancestor) and ancestor.dep_ == "root":
            break
    return token


def _whom(subject: Token) -> list[Token]:
    """A subject with what is coordinated with it; of a relative pronoun, the nouns that stand before it."""
    meant = _antecedent(subject)
    if (
        meant != subject
        and (meant.lower_ in _GROUPS or meant.lemma_.lower() in _GROUPS)
        and children(meant, "cop")
    ):
        # "Peru and Cuba are among the states that have condemned it": they have
        return [c for s in children(meant, "nsubj") for c in conjuncts(s)]
    return [c for c in conjuncts(meant) if meant == subject or c.i < subject.i]


def _modified_by(participle: Token) -> list[Token]:
    """ "X, shot in Lagos, and Y, killed by a drone in Gao": a participle behind a comma is about the name before it."""
    named = [c for c in conjuncts(participle.head) if c.i < participle.i]
    behind_comma = participle.doc[participle.left_edge.i - 1].is_punct or (
        participle.i > 0 and participle.doc[participle.i - 1].is_punct
    )
    return named[-1:] if behind_comma and all(c.pos_ == "PROPN" for c in named) else named


def decided_by(verb: Token) -> list[Token]:
    """Whose decision an infinitive tells: "Chad's decision to recall its envoy", "the move by Togo to expel two".

    Empty for a decision of nobody named, and for one that may not have been taken: "a decision to recall".
    """
    if verb.tag_ != "VB" or verb.dep_ not in {"acl", "advcl", "xcomp"}:
        return []
    if not any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children):
        return []
    noun = next(
        (t for t in reversed(verb.doc[verb.sent.start : verb.i]) if t.lemma_.lower() in _DECISIONS), None
    )
    if noun is None or not {verb.head, verb.head.head} & {noun, noun.head}:
        return []
    if owners := children(noun, "nmod:poss"):
        return [c for o in owners for c in conjuncts(o)]
    agents = [
        t for t in verb.doc[noun.i + 1 : verb.i] if preposition(t) == "by" and t.head in (noun, noun.head)
    ]
    return [c for t in agents[:1] for c in conjuncts(t)]


@remembered_list
def raw_subjects(verb: Token) -> list[Token]:
    """The grammatical subjects of `verb`, through coordination, control, participles and relative clauses."""
    return _subjects(verb, 0)


def _subjects(verb: Token, depth: int) -> list[Token]:
    # A phrase with a preposition behind the verb is no subject, whatever the parse calls it.
    own = [c for c in verb.children if is_subject(c) and not (c.i > verb.i and preposition(c))]
    own = [c for c in own if not is_lent(c)]
    if len(own) > 1 and all(c.dep_ == "nsubj:pass" and c.i < verb.i for c in own):
        # "According to the agency, the Directorate, a lorry was rammed into a wall"; but
        # "Chinese ambassador Huang Xilian was summoned": the role and the name may both hang on the verb.
        beside = own[-2].i + 1 == own[-1].left_edge.i
        own = own[-2:] if beside else own[-1:]
    if len(own) > 1:
        # "More raids followed: a drone hit a car", where the parse takes what stands before the colon for a subject
        colon = max((t.i for t in verb.doc[own[0].i : verb.i] if t.text == ":"), default=-1)
        own = [c for c in own if c.i > colon] or own
    if own:
        return [c for s in own for c in _whom(s)]
    if (lent := lent_subject(verb)) is not None:
        return _whom(lent)
    if depth > 6:
        return []
    head = verb.head
    if verb.dep_ == "acl:relcl":
        # "the group which Islamabad targeted" has its own subject; here the relative pronoun was dropped.
        return [c for c in conjuncts(head) if c.i < verb.i]
    if deciding := decided_by(verb):
        return deciding
    if verb.dep_ == "acl":
        return _modified_by(verb)
    if verb.dep_ == "conj" and (astray := _behind_as(verb)):
        return astray
    if verb.dep_ == "conj" and (is_verbal(head) or head.pos_ in {"ADJ", "NOUN", "AUX"}) and head.i != verb.i:
        if any(c.lower_ != "to" for c in children(verb, "mark")):
            return []
        if verb.tag_ == "VBG" and (doing := _right_before(verb)) is not None:
            return conjuncts(doing)
        if (nearer := _nearer_clause(verb)) is not None:
            return _subjects(nearer, depth + 1)
        if verb.tag_ in FINITE and head.tag_ == "VB" and head.dep_ in {"xcomp", "advcl", "acl", "ccomp"}:
            # "called on the four to ease the blockade and flew to Doha": who called flew.
            return _subjects(head.head, depth + 1)
        return _subjects(head, depth + 1)
    if verb.dep_ == "xcomp":
        objects = list(children(head, "obj", "iobj"))
        objects = objects or [c for c in head.children if c.lower_ in {"both", "each"} and c.i == head.i + 1]
        if objects and head.lemma_ not in {"promise", "threaten", "vow", "pledge"}:
            return [c for o in objects for c in conjuncts(_antecedent(o))]
        return _subjects(head, depth + 1)
    introduced = any(
        c.dep_ in {"mark", "case"} and c.lower_ in {"of", "for", "from", "into", "to", "in"}
        for c in verb.children
    )
    if verb.dep_ in {"advcl", "acl", "xcomp"} and introduced and head.lemma_.lower() in OBJECT_CONTROL:
        # "accused Russia of shelling", "prompted Pakistan to strike": who is accused or prompted acts.
        addressed = logical_objects(head) or children(head, "iobj")
        return [c for o in addressed for c in conjuncts(_antecedent(o))]
    if verb.dep_ == "advcl" and (accuser := _of_the_accuser(verb)) is not None:
        return _subjects(accuser, depth + 1)
    form = set(verb.morph.get("VerbForm", []))
    if verb.dep_ == "advcl" and (form & {"Ger", "Inf"} or verb.tag_ == "VBG"):
        return _subjects(head, depth + 1)
    if verb.dep_ == "parataxis" and (labelled := _behind_label(verb)) is not None:
        return conjuncts(labelled)
    unmarked = verb.dep_ in {"advcl", "parataxis"} and not children(verb, "mark")
    if unmarked and (form & {"Ger", "Part", "Inf"} or verb.tag_ in {"VBG", "VBN"}):
        return _subjects(head, depth + 1)
    if verb.dep_ == "ccomp":
        # "Insurgents entered the town, went from door to door and beheaded four men, a resident said."
        before = [c for c in head.children if c.dep_ == "ccomp" and c.i < verb.i and is_verbal(c)]
        return _subjects(before[0], depth + 1) if before and verb.tag_ in FINITE else []
    return _behind_opener(verb)


def _behind_label(verb: Token) -> Token | None:
    """ "Chad: President Déby blamed Togo", where the parse hangs the name on the label before the colon."""
    label = verb.head
    if verb.tag_ not in FINITE or label.i + 1 >= verb.i or label.nbor().text != ":":
        return None
    named = [c for c in children(label, "appos") if c.i < verb.i and c.right_edge.i == verb.i - 1]
    return named[0] if len(named) == 1 else None


def _right_before(participle: Token) -> Token | None:
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


def _nearer_clause(verb: Token) -> Token | None:
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


def _of_the_accuser(participle: Token) -> Token | None:
    """The verb of accusing in "accused Thailand of shelling it, calling the fire unprovoked": its subject calls."""
    deed = participle.head
    if participle.tag_ != "VBG" or participle.lemma_.lower() not in _COMMENTING or not is_verbal(deed):
        return None
    accuser = deed.head
    charged = any(c.dep_ in {"mark", "case"} and c.lower_ in {"of", "for"} for c in deed.children)
    edge = participle.left_edge.i
    apart = "," in {participle.doc[edge].text, participle.doc[edge - 1].text}
    return accuser if charged and apart and accuser.lemma_.lower() in OBJECT_CONTROL else None


def _behind_as(verb: Token) -> list[Token]:
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


def _behind_opener(verb: Token) -> list[Token]:
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


@remembered_list
def logical_subjects(verb: Token) -> list[Token]:
    """Who acts: the subject of an active verb, the by-agent of a passive one."""
    if is_passive(verb):
        agents = [
            t
            for c in children(verb, "obl")
            if preposition(c) == "by" or (c.dep_ == "obl:agent" and not preposition(c))
            for t in conjuncts(c)
        ]
        return agents
    return raw_subjects(verb)


@remembered_list
def logical_objects(verb: Token) -> list[Token]:
    """Who undergoes: the object of an active verb, the subject of a passive one; relative clauses looked through."""
    if is_passive(verb):
        return raw_subjects(verb)
    found = [c for o in children(verb, "obj") for c in conjuncts(_antecedent(o))]
    if not found:
        # "killed at least nine people": a counted noun without a preposition of its own is an object,
        # whatever the parse makes of "at".
        found = [
            c
            for o in verb.children
            if o.dep_ == "obl" and o.i > verb.i and not preposition(o) and children(o, "nummod")
            for c in conjuncts(o)
        ]
    if not found:
        # "gunned down a former officer": what follows the particle at once, without a preposition, is the object,
        # whatever the parse calls it.
        particles = {c.i for c in children(verb, "compound:prt")}
        found = [
            c
            for o in verb.children
            if o.dep_ == "obl" and o.left_edge.i - 1 in particles and not preposition(o)
            for c in conjuncts(o)
        ]
    if not found:
        # "struck what officials said was a command post"
        found = [
            o
            for o in children(verb, "ccomp")
            if o.pos_ == "NOUN" and any(c.lower_ == "what" and is_subject(c) for c in o.children)
        ]
    if not found and verb.dep_ == "acl:relcl" and has_subject(verb):
        subject = next(c for c in verb.children if is_subject(c))
        if subject.lower_ not in RELATIVE:
            return conjuncts(verb.head)  # "the groups which Islamabad targeted", "the base Iran hit"
    if (
        not found
        and verb.dep_ == "conj"
        and is_verbal(verb.head)
        and not children(verb, "obl", "ccomp", "xcomp")
    ):
        shared = [o for o in children(verb.head, "obj") if o.i > verb.i]
        found = [c for o in shared for c in conjuncts(o)]
    return found
