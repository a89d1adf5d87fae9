"""Readings of a Universal Dependencies tree that every extractor shares: phrases, coordination, voice, negation.

All functions are pure and take spaCy tokens of a mended parse, whose `dep_` holds a UD relation
(https://universaldependencies.org/u/dep/). What many ask of the same word is remembered. Who acts and who
undergoes is told by `kg.extract.words.arguments`.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.words.document import dependents_of, remembered, remembered_list

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM", "DET"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose", "where"})
NEGATORS = frozenset(
    {"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly", "rarely", "seldom"}
)
FINITE = frozenset({"VBD", "VBZ", "VBP"})
GENITIVE = frozenset({"'s", "’s", "'", "’"})
# Auxiliaries of what may or will be. "’d" is not among them: "he’d said" has been.
MODAL = frozenset("will would shall should may might can could must ’ll 'll wo ca".split())
PERFECT = frozenset({"has", "have", "had", "’ve", "'ve"})
_ADNOMINAL = frozenset({"of", "from", "against", "between"})
# What makes a clause a condition or a question, whose verb tells of nothing that happened.
CONDITIONAL = frozenset({"if", "unless", "whether", "lest", "should"})
SUBJECT = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
# Verbs that leave an object behind in the passive.
_HANDING = frozenset({"hand", "give"})
_OBLIQUE = frozenset({"obl", "nmod", "obl:agent", "obl:unmarked", "obl:tmod", "nmod:unmarked", "nmod:tmod"})
# Auxiliaries of a clause that tells of another time than the one it hangs on.
LATER = frozenset({"will", "would", "had", "’d", "'d", "’ll", "'ll", "may", "might", "could"})


def children(token: Token, *deps: str) -> list[Token]:
    """The dependents of `token` under any of `deps`, in order; a bare "nsubj" also takes its subtypes."""
    doc = token.doc
    hanging = dependents_of(doc)[token.i]
    return [doc[i] for i, dep, general in hanging if dep in deps or general in deps] if hanging else []


@remembered_list
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


@remembered
def preposition(token: Token) -> str:
    """The preposition before `token`, lower case, fixed expressions joined: "of", "because of"; "" if none."""
    # Before a person's title the preposition may hang on the title: "between Prime Minister X and …".
    titles = [c for t in token.children if t.dep_ == "nmod:desc" and t.i < token.i for c in t.children]
    # Before a name of several words it may hang on the last: "in Port Sudan", "in Port-au-Prince".
    parts = [c for t in token.children if t.i > token.i for c in t.children if c.i < token.i]
    for child in (*token.children, *titles, *parts):
        if child.dep_ == "case" and child.lower_ not in GENITIVE and child.i < token.i:
            words = [child.lower_] + [c.lower_ for c in child.children if c.dep_ == "fixed"]
            return " ".join(words)
    if token.dep_ == "conj" and token.head.i < token.i and token.head.pos_ in NOMINAL:
        return preposition(token.head)
    return ""


def possessors(noun: Token) -> list[Token]:
    """The owners of `noun`, coordination expanded: "Iran and Pakistan's" gives both."""
    return [c for p in children(noun, "nmod:poss") for c in conjuncts(p)]


@remembered_list
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
    if "in" in preps and head.dep_ == "acl:relcl" and any(c.lower_ == "where" for c in head.children):
        found = [*found, *(c for c in conjuncts(head.head) if c.i < head.i)]  # "Goma, where a bomb went off"
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if found or after is None or after.dep_ != "case" or head.pos_ not in {"NOUN", "PROPN"}:
        return found
    own = after.lower_ in _ADNOMINAL and after.lower_ in preps and after.head.i > after.i
    return conjuncts(after.head) if own else []


def right_after(noun: Token, *preps: str) -> list[Token]:
    """What the preposition right behind the noun governs, whatever the parse hangs it on: "a strike on Mekelle"."""
    if noun.i + 1 >= len(noun.doc):
        return []
    case = noun.doc[noun.i + 1]
    governs = case.dep_ == "case" and case.lower_ in preps and case.head.i > case.i
    return conjuncts(case.head) if governs else []


def is_verbal(token: Token) -> bool:
    """True for a verb form that can carry arguments."""
    pos = token.pos_
    return pos == "VERB" or (pos == "AUX" and token.dep_ not in {"aux", "aux:pass", "cop"})


def in_simple_past(verb: Token) -> bool:
    """True for a verb that tells a thing done, at its time: "struck", "was struck"; not for "had", "would", "did"."""
    helped = auxiliaries(verb)
    if helped & LATER or helped & {"has", "have", "can", "did", "is", "are"}:
        return False
    return verb.tag_ == "VBD" or any(
        c.dep_ == "aux:pass" and c.lower_ in {"was", "were"} for c in verb.children
    )


@remembered
def has_subject(verb: Token) -> bool:
    """True for a verb with a subject of its own."""
    return any(is_subject(c) for c in verb.children)


def is_subject(token: Token) -> bool:
    """True for the subject of a clause, of an active verb or a passive one."""
    return token.dep_ in SUBJECT


def is_plural(noun: Token) -> bool:
    """True for a plural noun."""
    return noun.tag_ in {"NNS", "NNPS"} or "Plur" in noun.morph.get("Number", [])


def is_definite_noun(noun: Token) -> bool:
    """True for "the", "this", "those", "both": the noun points to something known."""
    return any(
        c.dep_.split(":")[0] == "det" and c.lower_ in {"the", "this", "that", "these", "those", "both"}
        for c in noun.children
    )


@remembered
def is_passive(verb: Token) -> bool:
    """True when the grammatical subject undergoes: an auxiliary "be", or a bare past participle on a noun."""
    if any(c.dep_ == "aux:pass" for c in verb.children):
        return True
    if any(c.dep_ == "aux" and c.lower_ == "having" for c in verb.children):
        return False
    if verb.tag_ == "VBN" and verb.i and verb.nbor(-1).lower_ == "having":
        return False  # wherever the parse hangs it: "accused the armies of having bombed villages"
    if any(c.dep_ == "nsubj:pass" for c in verb.children):
        # A finite verb without an auxiliary is active, whatever the parse calls its subject: "Qatar mediated".
        return verb.tag_ not in FINITE
    if has_subject(verb):
        return False
    if (
        verb.tag_ == "VBN"
        and verb.dep_ == "advcl"
        and children(verb, "obl:agent")
        and not children(verb, "obj", "aux")
    ):
        return True  # "Hit by a bomb on Saturday, the depot burned"
    if verb.dep_ == "conj" and verb.lemma_ in _HANDING and children(verb, "obj") and is_verbal(verb.head):
        # "was summoned and handed a note": the finite form that the parse reads looks the same
        return verb.lower_ in {"handed", "given"} and is_passive(verb.head)
    past = "Past" in verb.morph.get("Tense", []) or verb.tag_ == "VBN"
    participle = "Part" in verb.morph.get("VerbForm", []) or verb.tag_ == "VBN"
    if verb.dep_ in {"acl", "amod"} and past and participle:
        return True
    if verb.dep_ == "conj" and is_verbal(verb.head) and not children(verb, "obj", "aux"):
        return is_passive(verb.head) and participle
    return False


def is_due(verb: Token) -> bool:
    """ "Is due to meet": it lies ahead, where the parse takes "due to" for an adverb."""
    before = verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]
    return verb.tag_ == "VB" and [t.lower_ for t in before] == ["due", "to"]


@remembered
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
        own_subject = has_subject(token)
        return not own_subject and token.i > token.head.i and negated(token.head)
    return False


def _only_follows(token: Token) -> bool:
    """ "not only", "not just": no negation."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return following is not None and following.lower_ in {"only", "just", "merely"}


@remembered
def auxiliaries(verb: Token) -> frozenset[str]:
    """The auxiliaries of `verb`, lower case; of its head where coordination shares them."""
    own = frozenset(c.lower_ for c in verb.children if c.dep_ == "aux")
    if not own and verb.dep_ == "conj" and is_verbal(verb.head) and not has_subject(verb):
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
                or (base == "obl" and is_hyphenated(child))
                # "gunmen loyal to the old president"
                or (base == "obl" and current.dep_ == "amod" and token.i < current.i < child.i)
                or (base == "advmod" and child.i < current.i)
            ):
                if child.dep_ == "case" and current is token and child.i < token.i:
                    continue
                left, right = min(left, child.i), max(right, child.i)
                stack.append(child)
    return token.doc[left : right + 1]


def is_hyphenated(token: Token) -> bool:
    """ "Iran-backed": the first half of a word with a hyphen."""
    return token.i + 1 < len(token.doc) and token.nbor().text in {"-", "‑", "–"} and not token.whitespace_


def clause_verbs(token: Token) -> Iterator[Token]:
    """The predicates that govern `token`, nearest first, up to the root of the sentence."""
    current = token
    seen: set[int] = set()
    while current.head.i != current.i and current.i not in seen:
        seen.add(current.i)
        current = current.head
        if is_verbal(current) or children(current, "cop", "nsubj"):
            yield current
