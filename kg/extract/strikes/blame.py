"""Who answers for an attack by the words around its noun: claimed, blamed, held responsible, avenged."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import table, words
from kg.extract.scene import Scene
from kg.extract.standing import says_neither
from kg.extract.strikes.behind import who_justify
from kg.extract.strikes.triggers import Trigger, is_attack_noun
from kg.extract.words.arguments import logical_objects, logical_subjects
from kg.extract.words.syntax import (
    FINITE,
    RELATIVE,
    children,
    conjuncts,
    has_subject,
    is_verbal,
    preposition,
    right_after,
    under,
)

_ADMITTED = frozenset({"own", "admit", "confess"})


_CLAIMED = frozenset({"claim", "blame", "attribute"})


_CLAIM_REACH = 10


def who_answers(noun: Token, scene: Scene) -> list[Token]:
    """ "claimed the raid", "the attack blamed on X", "was behind it": who; nobody of "no group has claimed it"."""
    if any(says_neither(a) for a in noun.ancestors):
        return []  # "has neither confirmed nor denied that it was responsible for the raid"
    found = [t for t in _responsible(noun) if not _is_nobody(t)]
    if preposition(noun) == "behind":  # "Hezbollah was behind the attack"
        found += [t for c in children(noun, "nsubj") for t in conjuncts(c)]
    found += [t for c in children(noun, "acl:relcl") for t in _for_which(c) if not _is_nobody(t)]
    if noun.dep_ == "obj" and noun.head.lemma_.lower() in words("strikes", "beside", "likened"):
        found += who_justify(noun.head, scene)
    return found


def _for_which(clause: Token) -> list[Token]:
    """ "a raid for which the group took responsibility", "… for which the army blamed it", "… it was behind"."""
    if not any(t.lower_ in RELATIVE for t in under(clause, "for")):
        return []
    if clause.lemma_.lower() == "blame":
        return logical_objects(clause)
    credit = any(o.lemma_.lower() in words("strikes", "behind", "credit") for o in children(clause, "obj"))
    return logical_subjects(clause) if credit or clause.lemma_.lower() == "responsible" else []


def charges_on(deed: Token) -> list[Token]:
    """ "An attack that Chad blamed on the rebels", "a bomb attributed to them killed two": those verbs."""
    about = [deed] if deed.pos_ == "NOUN" else children(deed, "nsubj")
    clauses = (c for noun in about for c in children(noun, "acl", "acl:relcl"))
    return [c for c in clauses if c.lemma_.lower() in {"blame", "attribute", "ascribe"}]


def claim_behind(noun: Token) -> list[Token]:
    """ "a raid near Tassia claimed by the group", "the shelling of X blamed on Y", wherever it hangs."""
    for token in noun.doc[noun.i + 1 : min(noun.i + _CLAIM_REACH, noun.sent.end)]:
        if is_verbal(token) or token.tag_ in FINITE:
            bare = not (has_subject(token) or children(token, "obj", "aux"))
            # "shootings in Cali and nearby towns that the police attributed to …"
            relative = any(o.lower_ in {"that", "which"} for o in children(token, "obj"))
            claimed = token.lemma_.lower() in (_CLAIMED if bare else {"attribute", "blame"})
            return [token] if (bare or relative) and claimed and token.head != noun else []
    return []


def responsibility(noun: Token, scene: Scene) -> Trigger | None:
    """ "the group took responsibility", with the attack told before: it points back to that attack."""
    verb, behind = noun.head, table("strikes")["behind"]
    if noun.lemma_.lower() not in behind["credit"] or verb.lemma_.lower() not in behind["takes"]:
        return None
    if noun.dep_ not in {"obj", "nsubj:pass"}:
        return None
    what = under(noun, "for", "to")
    if noun.lemma_.lower() != "responsibility":
        what += under(verb, "for")  # "took credit for the peace deal"
    if any(t.lemma_.lower() not in behind["incident"] or is_attack_noun(t, scene) for t in what):
        return None
    return Trigger(noun, "strike.responsibility", (noun, verb), tuple(logical_subjects(verb)))


def _responsible(noun: Token) -> list[Token]:
    """ "X claimed responsibility for the attack", "blamed X for it", "the attack was blamed on X"."""
    head = noun.head
    credit = head.lemma_.lower() in words("strikes", "behind", "credit")
    if credit and noun.dep_ == "nmod" and head.dep_ in {"obj", "nsubj:pass"}:
        return logical_subjects(head.head)
    if charged := _charged_with(noun):
        return charged
    if head.lemma_.lower() == "responsible" and preposition(noun) == "for":
        holder = head.head
        if holder.lemma_.lower() == "hold":
            return logical_objects(holder)
        return [t for c in children(head, "nsubj") for t in conjuncts(c)]
    if head.lemma_.lower() == "hold" and preposition(noun) == "for" and _holds_responsible(head):
        held = [o for o in logical_objects(head) if o.lemma_.lower() != "responsible"]
        return [*held, *(t for o in under(head, "with") for t in conjuncts(o))]
    if noun.dep_ == "obj" and head.lemma_.lower() == "claim":
        return logical_subjects(head)
    if noun.dep_.startswith("obl") and preposition(noun) == "to" and head.lemma_.lower() in _ADMITTED:
        return logical_subjects(head)  # "the group owned up to the bombing"
    if noun.dep_.startswith("obl") and preposition(noun) == "for":
        return _answered(head)
    if blamed := blamed_with(noun):
        return blamed
    if noun.dep_ in {"obj", "nsubj:pass"} and head.lemma_.lower() in {"attribute", "ascribe"}:
        return under(head, "to")
    return []


def _holds_responsible(verb: Token) -> bool:
    """ "a group which it holds responsible, along with others, for an attack on a post"."""
    return any(c.lemma_.lower() == "responsible" for c in verb.children)


def _charged_with(noun: Token) -> list[Token]:
    """ "blamed X for the raid", "accusing X of an attack on its consulate", "a group accused of the bombing"."""
    verb = noun.head
    if noun.dep_ == "nmod" and verb.dep_ in {"obj", "iobj", "nsubj:pass"}:
        verb = verb.head  # where the parse hangs the attack on whoever is accused of it
    charge = {"blame": {"for"}, "accuse": {"of", "for"}}.get(verb.lemma_.lower(), set())
    if preposition(noun) not in charge or not (noun.dep_.startswith("obl") or noun.dep_ == "nmod"):
        return []
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return [verb.head]
    accused = children(verb, "iobj") or children(verb, "obj") or logical_objects(verb)
    return [t for o in accused for t in conjuncts(o)]


def blamed_with(noun: Token) -> list[Token]:
    """ "blamed the strikes on the rebels": the rebels; the parse may take them for what the strikes were on."""
    if noun.dep_ not in {"obj", "nsubj:pass"} or noun.head.lemma_.lower() not in {"blame", "pin"}:
        return []
    behind = (under(noun, "on") or right_after(noun, "on", "against")) if noun.dep_ == "obj" else []
    return under(noun.head, "on") or behind


def _is_nobody(token: Token) -> bool:
    """ "No group has claimed the massacre": the massacre was all the same."""
    return any(c.lower_ == "no" for c in children(token, "det")) or token.lower_ in {"nobody", "none"}


def _answered(verb: Token) -> list[Token]:
    """ "took revenge on X for the raid", "condemned X for the raid": whom an attack is held against."""
    if any(o.lemma_.lower() in {"revenge", "vengeance"} for o in children(verb, "obj")):
        return [t for o in (verb, *children(verb, "obj")) for t in under(o, "on", "against")]
    if verb.lemma_.lower() == "retaliate":
        return under(verb, "against", "on")
    return logical_objects(verb) if verb.lemma_.lower() in words("strikes", "beside", "held_against") else []
