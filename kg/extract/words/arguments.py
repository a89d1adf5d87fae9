"""Who acts and who undergoes: the subjects and objects of a verb in a Universal Dependencies tree.

All functions are pure and take spaCy tokens whose `dep_` holds a UD relation
(https://universaldependencies.org/u/dep/). They look through coordination, control, relative clauses and
participles, because news puts its participants there: "Iran, which struck Pakistan on Tuesday, recalled …".
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.words.astray import (
    behind_as,
    behind_label,
    behind_opener,
    is_lent,
    lent_subject,
    nearer_clause,
    right_before,
)
from kg.extract.words.document import remembered_list
from kg.extract.words.mending_phrases import DECISIONS
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
# What goes on behind a comma after an accusation: the accuser's words, not what the accused did.
_COMMENTING = frozenset(
    "call describe label brand term say add warn demand urge vow insist stress note cite deem dub".split()
)


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
        (t for t in reversed(verb.doc[verb.sent.start : verb.i]) if t.lemma_.lower() in DECISIONS), None
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
    if own := _own_subjects(verb):
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
        return _first_to(verb) or _modified_by(verb)
    if verb.dep_ == "conj" and (astray := behind_as(verb)):
        return astray
    if verb.dep_ == "conj" and (is_verbal(head) or head.pos_ in {"ADJ", "NOUN", "AUX"}) and head.i != verb.i:
        return _of_coordinated(verb, depth)
    if verb.dep_ == "xcomp":
        return _of_controlled(verb, depth)
    if verb.dep_ in {"advcl", "ccomp"} and _is_charged(verb):
        # "accused Russia of shelling", "prompted Pakistan to strike": who is accused or prompted acts.
        return _antecedents(logical_objects(head) or children(head, "iobj"))
    if verb.dep_ == "advcl" and _goes_on_from_charge(verb):
        return _antecedents(logical_objects(head) or children(head, "iobj"))
    if verb.dep_ == "advcl" and (accuser := _of_the_accuser(verb)) is not None:
        return _subjects(accuser, depth + 1)
    if verb.dep_ == "parataxis" and (labelled := behind_label(verb)) is not None:
        return conjuncts(labelled)
    if _has_that_of_its_head(verb):
        return _subjects(head, depth + 1)
    if verb.dep_ == "ccomp":
        # "Insurgents entered the town, went from door to door and beheaded four men, a resident said."
        before = [c for c in head.children if c.dep_ == "ccomp" and c.i < verb.i and is_verbal(c)]
        return _subjects(before[0], depth + 1) if before and verb.tag_ in FINITE else []
    return behind_opener(verb)


def _own_subjects(verb: Token) -> list[Token]:
    """What hangs on the verb itself as its subject, without what the parse calls one by mistake."""
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
    return own


def _of_coordinated(verb: Token, depth: int) -> list[Token]:
    """ "Chad closed the road and recalled its envoy": the subject of what the verb is joined to."""
    if any(c.lower_ != "to" for c in children(verb, "mark")):
        return []
    if verb.tag_ == "VBG" and (doing := right_before(verb)) is not None:
        return conjuncts(doing)
    if (nearer := nearer_clause(verb)) is not None:
        return _subjects(nearer, depth + 1)
    head = verb.head
    if verb.tag_ in FINITE and head.tag_ == "VB" and head.dep_ in {"xcomp", "advcl", "acl", "ccomp"}:
        # "called on the four to ease the blockade and flew to Doha": who called flew.
        return _subjects(head.head, depth + 1)
    return _subjects(head, depth + 1)


def _of_controlled(verb: Token, depth: int) -> list[Token]:
    """ "Chad ordered Togo to leave": Togo; "Chad promised Togo to leave", "Chad began to leave": Chad."""
    head = verb.head
    objects = list(children(head, "obj", "iobj"))
    objects = objects or [c for c in head.children if c.lower_ in {"both", "each"} and c.i == head.i + 1]
    if objects and head.lemma_ not in {"promise", "threaten", "vow", "pledge"}:
        return _antecedents(objects)
    return _subjects(head, depth + 1)


def _is_charged(verb: Token) -> bool:
    """ "accused Russia of shelling", "prompted Pakistan to strike": the deed of who is accused or prompted."""
    introduced = any(
        c.dep_ in {"mark", "case"} and c.lower_ in {"of", "for", "from", "into", "to", "in"}
        for c in verb.children
    )
    return introduced and verb.head.lemma_.lower() in OBJECT_CONTROL


def _goes_on_from_charge(participle: Token) -> bool:
    """ "accused Togo of opening fire first, shelling a village": Togo did, where the parse has the accuser do it."""
    verb, edge = participle.head, participle.left_edge.i
    apart = "," in {participle.doc[edge].text, participle.doc[edge - 1].text}
    if participle.tag_ != "VBG" or participle.lemma_.lower() in _COMMENTING or not apart:
        return False
    if verb.lemma_.lower() not in {"accuse", "blame"} or any(
        c.dep_ in {"mark", "case"} for c in participle.children
    ):
        return False
    return any(c.i < participle.i and c.dep_ in {"advcl", "ccomp"} and _is_charged(c) for c in verb.children)


def _first_to(verb: Token) -> list[Token]:
    """ "Guards were the first to open fire": the guards opened it."""
    predicate = verb.head
    if (
        verb.tag_ != "VB"
        or predicate.lower_ not in {"first", "last", "ones", "one"}
        or not children(predicate, "cop")
    ):
        return []
    return [c for s in children(predicate, "nsubj") for c in _whom(s)]


def _has_that_of_its_head(verb: Token) -> bool:
    """ "Chad shelled the town, killing three": a participle or infinitive beside a verb shares that verb's subject."""
    form = set(verb.morph.get("VerbForm", []))
    if verb.dep_ == "advcl" and (form & {"Ger", "Inf"} or verb.tag_ == "VBG"):
        return True
    unmarked = verb.dep_ in {"advcl", "parataxis"} and not children(verb, "mark")
    return unmarked and bool(form & {"Ger", "Part", "Inf"} or verb.tag_ in {"VBG", "VBN"})


def _antecedents(tokens: list[Token]) -> list[Token]:
    """Some words with what is coordinated with them; of a relative pronoun, what it stands for."""
    return [c for t in tokens for c in conjuncts(_antecedent(t))]


def _has_adverb(clause: Token) -> bool:
    """ "Goma, where rebels killed nine", "the town in which they fought": what stands before is no object."""
    return any(
        c.lower_ in {"where", "when", "why"} or (c.lower_ in RELATIVE and preposition(c))
        for c in clause.children
        if c.i < clause.i
    )


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
    found = _antecedents(children(verb, "obj"))
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
        if subject.lower_ not in RELATIVE and not _has_adverb(verb):
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
