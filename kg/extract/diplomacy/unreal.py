"""Why an act that a sentence names was not done: negated, asked for, feared, refused, or only intended."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.diplomacy.frames import Match
from kg.extract.lexicon import words
from kg.extract.names.nouns import definite
from kg.extract.words.almanac import WEEKDAYS
from kg.extract.words.arguments import OBJECT_CONTROL, decided_by
from kg.extract.words.syntax import (
    CONDITIONAL,
    FINITE,
    NEGATORS,
    auxiliaries,
    children,
    clause_verbs,
    in_simple_past,
    is_due,
    is_passive,
    is_verbal,
    negated,
    preposition,
    under,
)

_NOBODY = frozenset({"nobody", "none", "nothing", "no-one"})
_LEADING = frozenset({"order", "instruct", "command", "direct"})
_QUESTIONS = frozenset({"whether", "if", "what", "why", "how", "when", "who", "where"})
_TELLING = frozenset({"say", "elaborate", "disclose", "specify", "speculate", "reveal"})
_WRITING = frozenset({"write"})
_WANTING = frozenset(
    "demand call request insistence plea appeal proposal suggestion recommendation wish condition".split()
)
_BARELY_NOT = frozenset({"nearly", "almost"})


def is_recalled(match: Match) -> bool:
    """True where a noun takes up an act that was done, whatever is or is not done about it now.

    "Has not answered Oman's offer", "the truce between Chad and Libya does not cover the coast"; not "signed no truce",
    nor "the meeting did not take place".
    """
    noun = match.trigger
    if match.carrier is not None or match.circumstance or noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    if any(c.lower_ in NEGATORS for c in noun.children):
        return False
    known = definite(noun) or bool(children(noun, "nmod:poss"))
    verb = noun.head.lemma_.lower()
    if match.frame.recalled and verb in words("diplomacy", "recalled", "answering"):
        return True
    if not known or match.frame.recalled:
        return known
    # "would not end the war": of a truce that may come
    return (
        negated(noun.head)
        and verb in words("diplomacy", "recalled", "verbs")
        and not auxiliaries(noun.head) & {"would", "could", "might", "may", "should", "must", "can"}
    )


def ruled_out(match: Match) -> str:
    """Why the words themselves say that nothing was done; "" when they do not."""
    no = not is_recalled(match) and (
        negated(match.anchor)
        or negated(match.trigger)
        or any(t.pos_ == "NOUN" and negated(t) for t in match.parts)
        or (match.carrier is None and match.trigger.dep_ == "nsubj" and negated(match.trigger.head))
        or any(c.lower_ in _NOBODY | _BARELY_NOT for c in match.anchor.children)
    )
    if (alleged := _alleged(match.anchor)) and not match.frame.negated:
        return f"alleged in an accusation: “{alleged}”"
    if match.frame.active and is_passive(match.anchor):
        return "needs the active voice"
    if wanted := _wanted(match.anchor):
        return f"asked for, feared or refused, not done: “{wanted}”"
    if match.carrier is None and _only_led(match.anchor):
        return "tells who leads them, not what was asked"
    if _calls_for_nothing(match):
        return "a call, for nothing that is told"
    if _is_question(match.anchor):
        return "asked a question, for nothing to be done"
    if _declines_to_tell(match.anchor):
        return "only does not tell"
    if any(c.lower_ == "until" and c.dep_ == "mark" for c in match.anchor.children):
        return "waited for: “until”"
    if match.frame.negated:
        return "" if no else "needs a negation"
    return "negated" if no else ""


def _calls_for_nothing(match: Match) -> bool:
    """ "The envoy's calls on Wednesday": by telephone, for all that is said; not "Egypt's call for a truce"."""
    noun = match.trigger
    if match.frame.echo or match.carrier is not None or noun.pos_ != "NOUN" or noun.lemma_.lower() != "call":
        return False
    return not children(noun, "acl", "ccomp", "acl:relcl") and all(
        t.lower_ in WEEKDAYS for t in under(noun, "for", "to", "on", "upon", "against", "not")
    )


def _is_question(anchor: Token) -> bool:
    """ "Asked whether Kenya would send more police, he said …", "asked Chad why it had closed the border"."""
    clauses = children(anchor, "ccomp", "advcl", "xcomp")
    opened = {t.lower_ for c in clauses for t in c.children if t.i < c.i and t.i > anchor.i}
    return anchor.lemma_.lower() == "ask" and bool(opened & _QUESTIONS)


def _declines_to_tell(anchor: Token) -> bool:
    """ "Declined to say whether", "refused to elaborate": nobody is turned down."""
    told = (c for c in children(anchor, "xcomp") if c.tag_ == "VB")
    return anchor.lemma_.lower() in {"decline", "refuse"} and any(c.lemma_.lower() in _TELLING for c in told)


def _wanted(anchor: Token) -> str:
    """ "Mali's demand that France withdraw its troops": the noun of which the act is only the matter."""
    matter = anchor.dep_ in {"acl", "ccomp"} and anchor.tag_ in {"VB", "VBP"} and anchor.head.pos_ == "NOUN"
    that = matter and any(c.lower_ == "that" and c.dep_ == "mark" for c in anchor.children)
    return anchor.head.text if that and anchor.head.lemma_.lower() in _WANTING else ""


def _only_led(anchor: Token) -> bool:
    """ "gangs directed by Honduras", "rebels led and commanded by Rwanda": who leads them, and no demand."""
    verb = anchor.head if anchor.dep_ == "conj" and anchor.tag_ == "VBN" else anchor
    asked = children(anchor, "xcomp", "ccomp", "advcl", "obj", "compound:prt")
    return anchor.lemma_.lower() in _LEADING and verb.dep_ == "acl" and verb.tag_ == "VBN" and not asked


def _alleged(anchor: Token) -> str:
    """The verb of "accused it of backing rebels": the accusation is the act."""
    of = any(c.lower_ in {"of", "for"} and c.dep_ in {"mark", "case"} for c in anchor.children)
    head = anchor.head
    if anchor.dep_ == "conj" and head.tag_ == "VBG":
        return _alleged(head)  # "accused it of arming rebels and (of) sending troops"
    if anchor.dep_ == "acl" and head.dep_ in {"obj", "iobj"}:
        head = head.head  # where the parse hangs the deed on whom it is laid to
    return (
        head.text
        if of and anchor.tag_ == "VBG" and head.lemma_.lower() in {"accuse", "blame", "suspect"}
        else ""
    )


def asked_for(match: Match) -> str:
    """The word that only asks for the act, fears, refuses or intends it; "" when the act is done or announced."""
    asked = words("diplomacy", "asked", "words")
    anchor = match.anchor
    if anchor.dep_ == "conj" and anchor.tag_ in FINITE and anchor.head.tag_ == "VB":
        return ""  # "urged X to yield and flew home": the finite verb is no part of what was asked
    if anchor.dep_ == "acl:relcl" and anchor.tag_ == "VBD" and not auxiliaries(anchor):
        return ""  # "proposed a pause, which Baku rejected"
    for verb in [v for _, v in zip(range(2), clause_verbs(anchor), strict=False)]:
        if verb.lemma_.lower() in asked and not _orders_his_own(verb) and not _led_to_it(verb, anchor):
            return verb.text
    for token in (anchor, match.trigger):
        if (
            token.head.pos_ == "NOUN"
            and preposition(token) != "including"
            and token.dep_.split(":")[0] in {"nmod", "acl", "conj"}
            and token.head.lemma_.lower() in asked
        ):
            return token.head.text
    for verb in (anchor, *[v for _, v in zip(range(1), clause_verbs(anchor), strict=False)]):
        for child in verb.children:
            if child.lower_ in CONDITIONAL and child.dep_ in {"mark", "aux"}:
                return child.text
    if possible := auxiliaries(anchor) & {"should", "must", "could", "may", "might", "can", "ca"}:
        return min(possible)
    return ""


def _led_to_it(verb: Token, anchor: Token) -> bool:
    """ "The row led each to recall its envoy": they did."""
    helped = any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in anchor.children)
    return verb.lemma_.lower() == "lead" and verb.tag_ in FINITE and anchor.head == verb and helped


def _orders_his_own(verb: Token) -> bool:
    """ "Ordered his envoy to break off the talks": what one's own people are told to do is one's act."""
    return verb.lemma_.lower() in {"order", "instruct", "direct"} and any(
        c.pos_ == "PRON" for o in children(verb, "obj", "iobj") for c in children(o, "nmod:poss")
    )


def only_intended(anchor: Token) -> str:
    """The word on which an infinitive hangs that does not say that it was done: "willing to", "a plan to", "was to"."""
    while anchor.dep_ == "conj" and is_verbal(anchor.head) and not auxiliaries(anchor):
        anchor = anchor.head
    if is_due(anchor):
        return "due"
    infinitive = any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in anchor.children)
    planned = next((c for c in anchor.children if c.lower_ in {"is", "are", "was", "were"}), None)
    if infinitive and planned is not None and planned.nbor().lower_ == "to":
        return planned.text  # "the ministry is to summon the envoy"
    if not infinitive or anchor.dep_ not in {"xcomp", "ccomp", "advcl", "acl", "csubj"} or decided_by(anchor):
        return ""
    head = anchor.head
    decided = words("diplomacy", "done", "verbs")
    if head.dep_.split(":")[0] == "obl" and is_verbal(head.head) and head.head.lemma_.lower() in decided:
        return only_intended(head.head)  # "decided at its close to recall", however the parse hangs it
    if anchor.dep_ == "advcl" and head.lemma_.lower() in _WRITING and in_simple_past(head):
        return ""  # "wrote to the council to complain of it": that is how it was done
    brought_to_it = anchor.dep_ == "advcl" and head.lemma_.lower() in OBJECT_CONTROL and children(head, "obj")
    if (
        (anchor.dep_ == "xcomp" and is_verbal(head)) or head.pos_ == "ADJ" or brought_to_it
    ) and head.lemma_.lower() in decided:
        return only_intended(head)
    return head.text
