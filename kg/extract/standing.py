"""How an event stands in its sentence: told as fact, claimed and by whom, denied, or not (yet) real.

The modes follow PLOVER 2.0's auxiliary modes (historical, future, hypothetical, negation) and SEM's
`accordingTo`: attribution climbs from the trigger through the clauses that govern it.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.arguments import logical_subjects
from kg.extract.denote import Denotation
from kg.extract.lexicon import words
from kg.extract.syntax import (
    CONDITIONAL,
    auxiliaries,
    children,
    clause_verbs,
    is_subject,
    is_verbal,
    negated,
    preposition,
)
from kg.model import Factuality


@dataclass(frozen=True, slots=True)
class Standing:
    """The factuality of an event and the figures whose claim it is. `negated`: the narrator says it did not happen."""

    factuality: Factuality
    according_to: tuple[str, ...] = ()
    negated: bool = False


# What is done or asked for because of something that has happened.
_ANSWERS = frozenset(
    "revenge vengeance retribution retaliate retaliation avenge apology apologise apologize compensation justice "
    "condemn condemnation punish punishment denounce".split()
)


# Nouns whose content a clause tells, and verbs that refuse it.
_CLAIMS = frozenset("accusation claim charge allegation report suggestion assertion statement".split())
_REFUSALS = frozenset({"reject", "dismiss", "refute", "rebut", "dispute"})
# "tried to storm two bases": whoever tries that is attacking, however it ends.
_TRIES = frozenset({"try", "attempt", "seek"})
_ASSAULTS = frozenset({"storm", "overrun", "ram"})
_OPENING = frozenset({"det", "amod", "compound", "nummod", "advmod", "nmod", "obl"})
_STOPS = frozenset({"stop", "prevent", "keep", "deter", "dissuade", "discourage", "refrain", "hinder", "bar"})


def cue_of(verb: Token) -> str:
    """The reporting lemma of `verb` when it is one: "say", "tell", "deny"; "" otherwise."""
    lemma = verb.lemma_.lower()
    if lemma in words("statements", "report") or lemma in words("statements", "deny"):
        return lemma
    return ""


def standing_of(trigger: Token, denotation: Denotation) -> Standing:
    """The standing of the event at `trigger`, read from its own sentence."""
    sources: list[str] = []
    claimed = denied = hypothetical = False
    narrator_negates = negated(trigger)
    hypothetical |= (
        _must_not_be(trigger) or _unreal_noun(trigger) or _unreal_verb(trigger) or _unlikely(trigger)
    )
    below = trigger
    told = False
    answered = _is_answered(trigger)
    for verb in clause_verbs(trigger):
        path_in = edge(below, verb)
        lemma = verb.lemma_.lower()
        told |= path_in == "advcl" and _has_happened(below)
        if (content := content_noun(below, verb)) is not None:
            # "rejected the accusation that its troops had shelled the town"
            claimed = True
            refused = content.dep_ == "obj" and lemma in words("statements", "deny") | _REFUSALS
            denied |= refused
            sources.extend(
                denotation.all_of(logical_subjects(verb), crowd=True)
                if refused
                else (o.key for o in denotation.owners(content))
            )
        real = not hypothetical
        if path_in in {"ccomp", "parataxis", "csubj", "obj"} or (path_in == "xcomp" and cue_of(verb)):
            if lemma in words("statements", "deny") and path_in != "parataxis":
                denied = True
                sources.extend(denotation.all_of(logical_subjects(verb), crowd=True))
            elif cue_of(verb) and path_in in {"ccomp", "parataxis", "xcomp"}:
                claimed = True
                sources.extend(denotation.all_of(logical_subjects(verb), crowd=True))
        if lemma in {"accuse", "blame", "suspect"} and (
            path_in in {"advcl", "obl", "nmod", "acl", "xcomp"} or _is_charged(trigger, verb)
        ):
            claimed = True
            sources.extend(denotation.all_of(logical_subjects(verb), crowd=True))
        if (
            lemma in words("statements", "unreal")
            and _is_open(trigger)
            and path_in in {"xcomp", "ccomp", "obl", "obj", "nmod"}
            and not _stands_beside(below, verb)
            and not (lemma in _TRIES and trigger.lemma_.lower() in _ASSAULTS)
        ):
            hypothetical = True
        if (
            path_in in {"xcomp", "ccomp"}
            and _unreal_verb(verb)
            and lemma not in words("statements", "report")
        ):
            hypothetical = True
        if (told or answered) and real:
            hypothetical = False  # whatever the clauses above plan or doubt: "vowed revenge for the strike"
        if negated(verb) and path_in in {"obj", "nsubj:pass", "xcomp"} and not narrator_negates:
            narrator_negates = not cue_of(verb)
        below = verb
    for verb in (trigger, *clause_verbs(trigger)):
        for child in verb.children:
            if child.dep_ == "parataxis" and cue_of(child) and not children(child, "ccomp"):
                claimed = True
                sources.extend(denotation.all_of(logical_subjects(child), crowd=True))
            if child.dep_ == "advmod" and child.lower_ in {
                "reportedly",
                "allegedly",
                "apparently",
                "purportedly",
            }:
                claimed = True
        if (
            verb.dep_ not in {"ccomp", "xcomp", "advcl", "conj", "acl", "acl:relcl", "obj", "parataxis"}
            and verb is not trigger
        ):
            break
    if any(
        c.lower_ in {"alleged", "reported", "purported", "suspected", "claimed"}
        for c in trigger.children
        if c.dep_ == "amod"
    ):
        claimed = True
    for source in according_to(trigger):
        claimed = True
        sources.extend(denotation.with_conjuncts(source, crowd=True))
    by = tuple(dict.fromkeys(sources))
    if narrator_negates and claimed:
        return Standing(Factuality.DENIED, by)
    if denied:
        return Standing(Factuality.DENIED, by)
    if hypothetical:
        return Standing(Factuality.HYPOTHETICAL, by, narrator_negates)
    if claimed:
        return Standing(Factuality.CLAIMED, by)
    return Standing(Factuality.ASSERTED, (), narrator_negates)


def _has_happened(verb: Token) -> bool:
    """ "would end the campaign, hours after jets hit the airport": what "after" tells of has happened."""
    return (
        is_verbal(verb)
        and verb.tag_ in {"VBD", "VBN"}
        and not _unreal_verb(verb)
        and any(c.lower_ in {"after", "before", "since"} for c in verb.children if c.dep_ == "mark")
    )


def content_noun(below: Token, verb: Token) -> Token | None:
    """The noun whose content the clause of `below` is: "the claim that …"; None when it is no such clause."""
    noun = below.head
    if not below.dep_.startswith("acl") or noun.lemma_.lower() not in _CLAIMS or noun.head.i != verb.i:
        return None
    return noun if any(c.lower_ == "that" for c in children(below, "mark")) else None


def _is_charged(trigger: Token, verb: Token) -> bool:
    """ "accused troops of attacking its posts", where the parse hangs the deed on the troops."""
    return trigger.dep_ == "acl" and trigger.head.dep_ == "obj" and trigger.head.head.i == verb.i


def is_kept_from(trigger: Token) -> bool:
    """ "must be stopped from killing", "was kept from striking": it is what did not or shall not happen."""
    return trigger.head.lemma_.lower() in _STOPS and any(
        c.lower_ == "from" for c in children(trigger, "mark", "case")
    )


def _is_answered(noun: Token) -> bool:
    """ "vowed revenge for a strike", "demanded an apology for the raid": what is answered has happened."""
    if not is_verbal(noun) and preposition(noun) in {"after", "following", "since"}:
        return True  # "vowed to strike back a day after an attack on Peshawar"
    if is_verbal(noun) or preposition(noun) != "for":
        return False
    head = noun.head
    return head.lemma_.lower() in _ANSWERS or any(
        o.lemma_.lower() in _ANSWERS for o in children(head, "obj", "nsubj")
    )


def _must_not_be(noun: Token) -> bool:
    """ "strikes on the town must not happen", "an attack could follow"."""
    verb = noun.head
    happens = verb.lemma_.lower() in {
        "happen",
        "occur",
        "begin",
        "start",
        "resume",
        "follow",
        "come",
        "take",
        "stop",
    }
    return is_subject(noun) and happens and _unreal_verb(verb) and _is_open(noun)


def _unlikely(noun: Token) -> bool:
    """ "an attack was never near", "a strike is possible"."""
    head = noun.head
    return is_subject(noun) and head.lemma_.lower() in {
        "near",
        "likely",
        "unlikely",
        "possible",
        "impossible",
        "imminent",
        "probable",
        "improbable",
        "conceivable",
        "inevitable",
        "fear",
        "expect",
        "plan",
        "cover",
    }


def _is_open(trigger: Token) -> bool:
    """True for a clause or an indefinite noun: "planned an attack"; "discussed the attack" is about a real one."""
    if is_verbal(trigger):
        return True
    return not any(
        (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"}) or c.dep_ == "nmod:poss"
        for c in trigger.children
    )


def edge(below: Token, verb: Token) -> str:
    """The relation by which the branch of `below` hangs on `verb`."""
    current = below
    while current.head.i != verb.i and current.head.i != current.i:
        current = current.head
    return current.dep_ if current.dep_ == "nsubj:pass" else current.dep_.split(":")[0]


def _stands_beside(below: Token, verb: Token) -> bool:
    """ "In response to the strikes, he called for talks": the strikes are not what was called for."""
    branch = below
    while branch.head.i != verb.i and branch.head.i != branch.i:
        branch = branch.head
    return branch.dep_.split(":")[0] in {"obl", "nmod"} and preposition(branch) in {
        "in",
        "after",
        "following",
        "amid",
        "since",
        "despite",
        "over",
        "during",
        "by",
        "with",
        "under",
        "on",
        "at",
    }


def according_to(trigger: Token) -> list[Token]:
    """Whom "according to" names in the sentence: it speaks for all of it, wherever the parse hangs it."""
    found = []
    for token in trigger.sent:
        if token.lower_ != "according":
            continue
        if token.dep_ == "case":
            found.append(_opened_at(token.i + 2, token.head))
        else:
            found.extend(
                c for c in token.children if c.dep_.split(":")[0] in {"obl", "nmod", "pobj"} and c.i > token.i
            )
    return found


def _opened_at(i: int, head: Token) -> Token:
    """The head of the phrase that begins at token `i`: the parse may hang "according to" on a noun farther on."""
    if i >= head.i:
        return head
    first = head.doc[i]
    while first.head.i > first.i and first.dep_.split(":")[0] in _OPENING and first.head.i <= head.i:
        first = first.head
    return first if first.pos_ in {"NOUN", "PROPN"} else head


def _unreal_verb(verb: Token) -> bool:
    """A predicate that its auxiliaries or its conjunction keep from being real."""
    if not is_verbal(verb):
        return False
    if auxiliaries(verb) & {
        "will",
        "would",
        "could",
        "may",
        "might",
        "shall",
        "should",
        "must",
        "can",
        "’ll",
        "'ll",
        "’d",
        "wo",
        "ca",
    }:
        return True
    return any(c.lower_ in CONDITIONAL for c in verb.children if c.dep_ == "mark")


def _unreal_noun(noun: Token) -> bool:
    """A noun of something feared, planned or possible: "a possible strike", "the threat of an attack", "any attack"."""
    if is_verbal(noun):
        return False
    done = is_subject(noun) and noun.head.tag_ == "VBD"  # "further raids wounded four"
    for child in noun.children:
        if child.dep_ in {"amod", "det", "compound"} and child.lower_ in words(
            "statements", "unreal_adjectives"
        ):
            return not (done and child.lower_ in {"further", "new"})
    head = noun.head
    if head.lemma_.lower() in {"confirmation", "evidence", "sign", "indication", "word"} and negated(head):
        return True  # "no confirmation of an attack"
    return noun.dep_.split(":")[0] == "nmod" and head.lemma_.lower() in words("statements", "unreal_nouns")
