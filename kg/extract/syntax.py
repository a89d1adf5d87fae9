"""Who is the subject, who the object: readings of a Universal Dependencies tree that every extractor shares.

All functions are pure and take spaCy tokens whose `dep_` holds a UD relation
(https://universaldependencies.org/u/dep/). They look through coordination, control, relative clauses and
participles, because news puts its participants there: "Iran, which struck Pakistan on Tuesday, recalled …".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM", "DET"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose", "where"})
NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly"})
# Verbs whose object is the one who acts in the clause below them.
OBJECT_CONTROL = frozenset(
    [
        "accuse",
        "blame",
        "suspect",
        "condemn",
        "criticise",
        "criticize",
        "denounce",
        "prompt",
        "lead",
        "force",
        "cause",
        "order",
        "ask",
        "urge",
        "tell",
        "allow",
        "permit",
        "enable",
        "help",
        "stop",
        "prevent",
        "deter",
        "accuse",
        "warn",
        "invite",
        "push",
        "press",
        "persuade",
        "convince",
        "encourage",
        "see",
        "watch",
        "charge",
        "praise",
        "commend",
        "thank",
        "applaud",
        "credit",
        "fault",
        "reward",
    ]
)
FINITE = frozenset({"VBD", "VBZ", "VBP"})
_ADNOMINAL = frozenset({"of", "from", "against", "between"})
# What makes a clause a condition or a question, whose verb tells of nothing that happened.
CONDITIONAL = frozenset({"if", "unless", "whether", "lest", "should"})
_SUBJECT = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
_OBLIQUE = frozenset({"obl", "nmod", "obl:agent", "obl:unmarked", "obl:tmod", "nmod:unmarked", "nmod:tmod"})


def children(token: Token, *deps: str) -> list[Token]:
    """The dependents of `token` under any of `deps`, in order; a bare "nsubj" also takes its subtypes."""
    return [c for c in token.children if c.dep_ in deps or c.dep_.split(":")[0] in deps]


def conjuncts(token: Token) -> list[Token]:
    """`token` and the nominals coordinated with it, in order: "Iran, Iraq and Syria" gives three."""
    # "Sierra Leone and Guinea": the parse may hang the second on the last word of the first.
    words = [token, *(c for c in children(token, "flat") if c.i > token.i)]
    # "Ghana and, through a spokesman, Togo": what stands under a preposition of its own is not joined.
    bare = not children(token, "case")
    joined = [
        c
        for w in words
        for c in children(w, "conj")
        if c.pos_ in NOMINAL
        and not (bare and any(a.lower_ in {"through", "via"} for a in children(c, "case")))
    ]
    # "Togo, Benin and Ghana": the parse may take the second name of the list for an apposition to the first.
    listed = [
        c for c in children(token, "appos") if joined and c.i < joined[0].i and _is_place_name(c, token)
    ]
    return [token, *(t for c in sorted((*listed, *joined), key=lambda c: c.i) for t in conjuncts(c))]


def _is_place_name(*tokens: Token) -> bool:
    """True where all are names of countries or places that nothing but other names describes."""
    return all(
        t.pos_ == "PROPN"
        and t.ent_type_ in {"LOC", "GPE"}
        and all(c.pos_ in {"PROPN", "PUNCT", "CCONJ", "DET", "ADP", "ADJ", "VERB"} for c in t.children)
        for t in tokens
    )


def preposition(token: Token) -> str:
    """The preposition before `token`, lower case, fixed expressions joined: "of", "because of"; "" if none."""
    # Before a person's title the preposition may hang on the title: "between Prime Minister X and …".
    titles = [c for t in token.children if t.dep_ == "nmod:desc" and t.i < token.i for c in t.children]
    # Before a name of several words it may hang on the last: "in Port Sudan", "in Port-au-Prince".
    parts = [c for t in token.children if t.i > token.i for c in t.children if c.i < token.i]
    for child in (*token.children, *titles, *parts):
        if child.dep_ == "case" and child.lower_ not in {"'s", "’s", "'", "’"} and child.i < token.i:
            words = [child.lower_] + [c.lower_ for c in child.children if c.dep_ == "fixed"]
            return " ".join(words)
    if token.dep_ == "conj" and token.head.i < token.i and token.head.pos_ in NOMINAL:
        return preposition(token.head)
    return ""


def possessors(noun: Token) -> list[Token]:
    """The owners of `noun`, coordination expanded: "Iran and Pakistan's" gives both."""
    return [c for p in children(noun, "nmod:poss") for c in conjuncts(p)]


def obliques(head: Token) -> list[tuple[str, Token]]:
    """The prepositional dependents of a verb or noun as (preposition, nominal head), coordination expanded."""
    pairs: list[tuple[str, Token]] = []
    for child in head.children:
        if child.dep_ in _OBLIQUE and child.dep_ != "nmod:poss":
            prep = preposition(child)
            pairs.extend((prep, c) for c in conjuncts(child))
    return pairs


def under(head: Token, *preps: str) -> list[Token]:
    """The nominals that hang on `head` under one of `preps`.

    A phrase right behind a noun is the noun's for the prepositions that hardly ever mean anything else,
    whatever the parse hangs it on: "bases of the army", "militants from the north".
    """
    found = [t for p, t in obliques(head) if p in preps]
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if found or after is None or after.dep_ != "case" or head.pos_ not in {"NOUN", "PROPN"}:
        return found
    own = after.lower_ in _ADNOMINAL and after.lower_ in preps and after.head.i > after.i
    return conjuncts(after.head) if own else []


def is_verbal(token: Token) -> bool:
    """True for a verb form that can carry arguments."""
    return token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in {"aux", "aux:pass", "cop"})


def is_plural(noun: Token) -> bool:
    """True for a plural noun."""
    return "Plur" in noun.morph.get("Number", []) or noun.tag_ in {"NNS", "NNPS"}


def is_definite_noun(noun: Token) -> bool:
    """True for "the", "this", "those", "both": the noun points to something known."""
    return any(
        c.dep_.split(":")[0] == "det" and c.lower_ in {"the", "this", "that", "these", "those", "both"}
        for c in noun.children
    )


def is_passive(verb: Token) -> bool:
    """True when the grammatical subject undergoes: an auxiliary "be", or a bare past participle on a noun."""
    if any(c.dep_ == "aux:pass" for c in verb.children):
        return True
    if any(c.dep_ == "aux" and c.lower_ == "having" for c in verb.children):
        return False
    if any(c.dep_ == "nsubj:pass" for c in verb.children):
        # A finite verb without an auxiliary is active, whatever the parse calls its subject: "Qatar mediated".
        return verb.tag_ not in FINITE
    if any(c.dep_ in _SUBJECT for c in verb.children):
        return False
    past = "Past" in verb.morph.get("Tense", []) or verb.tag_ == "VBN"
    participle = "Part" in verb.morph.get("VerbForm", []) or verb.tag_ == "VBN"
    if verb.dep_ in {"acl", "amod"} and past and participle:
        return True
    if verb.dep_ == "conj" and is_verbal(verb.head) and not children(verb, "obj", "aux"):
        return is_passive(verb.head) and participle
    return False


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
    return [c for c in conjuncts(meant) if meant == subject or c.i < subject.i]


def _modified_by(participle: Token) -> list[Token]:
    """ "X, shot in Lagos, and Y, killed by a drone in Gao": a participle behind a comma is about the name before it."""
    named = [c for c in conjuncts(participle.head) if c.i < participle.i]
    behind_comma = participle.doc[participle.left_edge.i - 1].is_punct or (
        participle.i > 0 and participle.doc[participle.i - 1].is_punct
    )
    return named[-1:] if behind_comma and all(c.pos_ == "PROPN" for c in named) else named


def raw_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The grammatical subjects of `verb`, through coordination, control, participles and relative clauses."""
    # A phrase with a preposition behind the verb is no subject, whatever the parse calls it.
    own = [c for c in verb.children if c.dep_ in _SUBJECT and not (c.i > verb.i and preposition(c))]
    if len(own) > 1 and all(c.dep_ == "nsubj:pass" and c.i < verb.i for c in own):
        own = own[-1:]  # "According to the agency, the Directorate, a lorry was rammed into a wall"
    if own:
        return [c for s in own for c in _whom(s)]
    if depth > 6:
        return []
    head = verb.head
    if verb.dep_ == "acl:relcl":
        # "the group which Islamabad targeted" has its own subject; here the relative pronoun was dropped.
        return [c for c in conjuncts(head) if c.i < verb.i]
    if verb.dep_ == "acl":
        return _modified_by(verb)
    if verb.dep_ == "conj" and (astray := _behind_as(verb)):
        return astray
    if verb.dep_ == "conj" and (is_verbal(head) or head.pos_ in {"ADJ", "NOUN", "AUX"}) and head.i != verb.i:
        if any(c.lower_ != "to" for c in children(verb, "mark")):
            return []
        if verb.tag_ in FINITE and head.tag_ == "VB" and head.dep_ in {"xcomp", "advcl", "acl", "ccomp"}:
            # "called on the four to ease the blockade and flew to Doha": who called flew.
            return raw_subjects(head.head, depth + 1)
        return raw_subjects(head, depth + 1)
    if verb.dep_ == "xcomp":
        objects = list(children(head, "obj", "iobj"))
        if objects and head.lemma_ not in {"promise", "threaten", "vow", "pledge"}:
            return [c for o in objects for c in conjuncts(_antecedent(o))]
        return logical_subjects(head, depth + 1) if not is_passive(head) else raw_subjects(head, depth + 1)
    introduced = any(
        c.dep_ in {"mark", "case"} and c.lower_ in {"of", "for", "from", "into", "to", "in"}
        for c in verb.children
    )
    if verb.dep_ in {"advcl", "acl", "xcomp"} and introduced and head.lemma_.lower() in OBJECT_CONTROL:
        # "accused Russia of shelling", "prompted Pakistan to strike": who is accused or prompted acts.
        addressed = logical_objects(head) or children(head, "iobj")
        return [c for o in addressed for c in conjuncts(_antecedent(o))]
    if verb.dep_ in {"advcl", "parataxis"} and not children(verb, "mark"):
        if (
            "Ger" in verb.morph.get("VerbForm", [])
            or "Part" in verb.morph.get("VerbForm", [])
            or verb.tag_ in {"VBG", "VBN"}
        ):
            return raw_subjects(head, depth + 1)
        if verb.morph.get("VerbForm", []) == ["Inf"]:
            return raw_subjects(head, depth + 1)
    if verb.dep_ == "advcl" and ("Ger" in verb.morph.get("VerbForm", []) or verb.tag_ == "VBG"):
        return raw_subjects(head, depth + 1)
    if verb.dep_ == "advcl" and "Inf" in verb.morph.get("VerbForm", []):
        return raw_subjects(head, depth + 1)
    if verb.dep_ == "ccomp":
        # "Insurgents entered the town, went from door to door and beheaded four men, a resident said."
        before = [c for c in head.children if c.dep_ == "ccomp" and c.i < verb.i and is_verbal(c)]
        return raw_subjects(before[0], depth + 1) if before and verb.tag_ in FINITE else []
    return _behind_opener(verb)


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
        and (t.dep_ in _SUBJECT or (t.dep_ == "obl" and not preposition(t)))
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


def logical_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who acts: the subject of an active verb, the by-agent of a passive one."""
    if is_passive(verb):
        agents = [
            t
            for c in children(verb, "obl")
            if preposition(c) == "by" or (c.dep_ == "obl:agent" and not preposition(c))
            for t in conjuncts(c)
        ]
        return agents
    return raw_subjects(verb, depth)


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
            if o.pos_ == "NOUN" and any(c.lower_ == "what" and c.dep_ in _SUBJECT for c in o.children)
        ]
    if not found and verb.dep_ == "acl:relcl" and any(c.dep_ in _SUBJECT for c in verb.children):
        subject = next(c for c in verb.children if c.dep_ in _SUBJECT)
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


def negated(token: Token) -> bool:
    """True when the predicate is negated: "did not strike", "no attack", "without striking"."""
    for child in token.children:
        if child.dep_ in {"advmod", "det", "aux", "cc", "case", "mark", "neg"} and child.lower_ in NEGATORS:
            return not (child.dep_ == "advmod" and child.lower_ == "not" and _only_follows(child))
        if child.dep_ == "aux" and any(g.lower_ in NEGATORS for g in child.children):
            return True
    if token.dep_ == "xcomp" and token.head.lemma_ in {
        "fail",
        "refuse",
        "decline",
        "refrain",
        "stop",
        "avoid",
    }:
        return True
    if token.pos_ == "NOUN":
        subject_of = token.head
        if token.dep_ in {"obj", "nsubj:pass"} and is_verbal(subject_of) and negated(subject_of):
            return True
    if token.dep_ in {"conj", "xcomp"} and is_verbal(token) and is_verbal(token.head):
        if token.dep_ == "conj" and any(c.lower_ == "but" for c in token.children):
            return False
        if token.dep_ == "conj" and token.tag_ in FINITE and token.head.tag_ not in FINITE:
            return False  # "does not aim at markets and accused …": the negation ends with its own verb form
        own_subject = any(c.dep_ in _SUBJECT for c in token.children)
        return not own_subject and token.i > token.head.i and negated(token.head)
    return False


def _only_follows(token: Token) -> bool:
    """ "not only", "not just": no negation."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return following is not None and following.lower_ in {"only", "just", "merely"}


def auxiliaries(verb: Token) -> set[str]:
    """The auxiliaries of `verb`, lower case; of its head where coordination shares them."""
    own = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if (
        not own
        and verb.dep_ == "conj"
        and is_verbal(verb.head)
        and not any(c.dep_ in _SUBJECT for c in verb.children)
    ):
        return auxiliaries(verb.head)
    return own


def noun_phrase(token: Token) -> DocSpan:
    """The noun phrase headed by `token`, without relative clauses, appositions, coordination and adverbials."""
    left = right = token.i
    stack = [token]
    while stack:
        current = stack.pop()
        for child in current.children:
            base = child.dep_.split(":")[0]
            if (
                base in {"det", "amod", "compound", "nummod", "flat", "fixed", "case", "goeswith"}
                or child.dep_ == "nmod:poss"
                or (base == "punct" and (child.text in {"-", "–", '"', "“", "”", "'", "‘", "’"}))
                or (base == "nmod" and preposition(child) == "of")
                or (base == "advmod" and child.i < current.i)
            ):
                if child.dep_ == "case" and current is token and child.i < token.i:
                    continue
                left, right = min(left, child.i), max(right, child.i)
                stack.append(child)
    return token.doc[left : right + 1]


def clause_verbs(token: Token) -> Iterator[Token]:
    """The predicates that govern `token`, nearest first, up to the root of the sentence."""
    current = token
    seen: set[int] = set()
    while current.head.i != current.i and current.i not in seen:
        seen.add(current.i)
        current = current.head
        if is_verbal(current) or children(current, "cop", "nsubj"):
            yield current
