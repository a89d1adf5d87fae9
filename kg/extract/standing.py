"""How an event stands in its sentence: told as fact, claimed and by whom, denied, or not (yet) real.

The modes follow PLOVER 2.0's auxiliary modes (historical, future, hypothetical, negation) and SEM's
`accordingTo`: attribution climbs from the trigger through the clauses that govern it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.denials import is_open, only_touched
from kg.extract.lexicon import words
from kg.extract.reference.denote import Denotation
from kg.extract.supposed import is_unlikely, is_unreal_noun, is_unreal_verb, must_not_be, would_not
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.syntax import (
    FINITE,
    children,
    clause_verbs,
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


_ANSWERS = words("statements", "answers")
_ANSWERS_A_CHARGE = words("statements", "deny") | {"confirm"}


_CLAIMS = words("statements", "claims")
_REFUSALS = frozenset({"reject", "dismiss", "refute", "rebut", "dispute"})
# "tried to storm two bases": whoever tries that is attacking, however it ends.
_TRIES = frozenset({"try", "attempt", "seek"})
_ASSAULTS = frozenset({"storm", "overrun", "ram"})
_OPENING = frozenset({"det", "amod", "compound", "nummod", "advmod", "nmod", "obl"})
_CIRCUMSTANTIAL = frozenset("in after following amid since despite over during by with under on at".split())
_SUBORDINATE = frozenset({"ccomp", "xcomp", "advcl", "conj", "acl", "acl:relcl", "obj", "parataxis"})
_NOBODY = frozenset({"nobody", "none", "neither", "no-one"})
_FRAME = 8  # words of a frame between commas: "the country's health ministry said"
_HEARSAY = frozenset({"reportedly", "allegedly", "apparently", "purportedly"})
_ALLEGED = frozenset({"alleged", "reported", "purported", "suspected", "claimed"})
_WARNS_OFF = words("statements", "warns_off")
_STOPS = words("statements", "stops")
# Verbs of speech that say something else of a deed: "will continue shelling" is no report of it.
_GOES_ON = frozenset({"continue"})
# "Will go on shelling", "will keep on bombing", where the parse takes "on" for an opener of another clause.
_LASTS = frozenset({"go", "keep", "carry"})


def cue_of(verb: Token) -> str:
    """The reporting lemma of `verb` when it is one: "say", "tell", "deny"; "" otherwise."""
    lemma = verb.lemma_.lower()
    if lemma in words("statements", "report") or lemma in words("statements", "deny"):
        return lemma
    return ""


@dataclass(slots=True)
class _Signs:
    """What the words around an event say of it, gathered clause by clause."""

    negated: bool
    hypothetical: bool
    claimed: bool = False
    denied: bool = False
    sources: list[str] = field(default_factory=list)

    def claim(self, sources: Iterable[str] = ()) -> None:
        self.claimed = True
        self.sources.extend(sources)

    def deny(self, sources: Iterable[str]) -> None:
        self.denied = True
        self.sources.extend(sources)

    def standing(self) -> Standing:
        by = tuple(dict.fromkeys(self.sources))
        if self.denied or (self.negated and self.claimed):
            return Standing(Factuality.DENIED, by)
        if self.hypothetical:
            return Standing(Factuality.HYPOTHETICAL, by, self.negated)
        if self.claimed:
            return Standing(Factuality.CLAIMED, by)
        return Standing(Factuality.ASSERTED, (), self.negated)


def standing_of(trigger: Token, denotation: Denotation) -> Standing:
    """The standing of the event at `trigger`, read from its own sentence."""
    unreal = (
        must_not_be(trigger) or is_unreal_noun(trigger) or is_unreal_verb(trigger) or is_unlikely(trigger)
    )
    refused = would_not(trigger)
    known = refused or _is_taken_for_granted(trigger, trigger, trigger.head)
    signs = _Signs(negated(trigger) and not known, unreal or refused)
    happened = _is_answered(trigger)
    below, aside = trigger, False
    for verb in clause_verbs(trigger):
        happened |= edge(below, verb) == "advcl" and _has_happened(below)
        aside |= signs.claimed and _is_relative(below, verb)
        if aside and verb.lemma_.lower() in words("statements", "deny"):
            break  # "denied that it had bombed the clinic, where residents say ten died": they say so
        if edge(below, verb) == "ccomp" and says_neither(verb):
            signs.claim()
            break
        unreal = signs.hypothetical
        _read_clause(trigger, below, verb, signs, denotation)
        if happened and not unreal:
            signs.hypothetical = (
                False  # whatever the clauses above plan or doubt: "vowed revenge for the strike"
            )
        below = verb
    _read_comments(trigger, signs, denotation)
    for source in according_to(trigger):
        signs.claim(denotation.with_conjuncts(source, crowd=True))
    return signs.standing()


def _is_relative(below: Token, verb: Token) -> bool:
    """Whether a relative clause lies between: what is said in it is not what the verb above says."""
    between = (below, *takewhile(lambda t: t != verb, below.ancestors))
    return any(t.dep_.endswith(":relcl") for t in between)


def _read_clause(trigger: Token, below: Token, verb: Token, signs: _Signs, denotation: Denotation) -> None:
    """What a verb says of the event below it: reports, denies, accuses of it, wants it, negates it."""
    path, lemma = edge(below, verb), verb.lemma_.lower()
    cue = "" if lemma in _GOES_ON and path == "xcomp" else cue_of(verb)
    if (content := content_noun(below, verb)) is not None:
        # "rejected the accusation that its troops had shelled the town"
        signs.claimed = True
        if content.dep_ == "obj" and lemma in words("statements", "deny") | _REFUSALS:
            signs.deny(_subjects(verb, denotation))
        else:
            signs.claim(o.key for o in denotation.owners(content))
    denied = lemma in words("statements", "deny") and path in {"ccomp", "csubj", "obj", "xcomp"}
    if denied and only_touched(trigger, verb):
        return
    if denied:
        signs.deny(_subjects(verb, denotation))
    elif cue and path == "ccomp" and _by_nobody(verb):
        signs.negated = True  # "no group has said that it planted the bomb": who did is not told
    elif cue and path == "parataxis" and (negated(verb) or _are_parted(below, verb)):
        pass  # "the army did not comment on a raid that, according to residents, killed nine"
    elif cue and path in {"ccomp", "parataxis", "xcomp"}:
        signs.claim(_subjects(verb, denotation))
    elif lemma == "report" and path == "obj" and below is trigger:
        signs.claim(_subjects(verb, denotation))  # "state radio reported a raid on Kassala"
    charged = path in {"advcl", "obl", "nmod", "acl", "xcomp"} or _is_charged(trigger, verb)
    holds = lemma == "hold" and any(c.lemma_.lower() == "responsible" for c in verb.children)
    if (lemma in {"accuse", "blame", "suspect"} and charged) or (holds and trigger.pos_ == "NOUN"):
        signs.claim(_subjects(verb, denotation))
    elif lemma in {"attribute", "ascribe"} and path in {"obj", "nsubj:pass"} and below is trigger:
        signs.claim(_subjects(verb, denotation))  # "the army attributed the attack to the rebels"
    if _is_only_wanted(trigger, below, verb):
        signs.hypothetical = True
    complement = path in {"xcomp", "ccomp"} or (lemma in _LASTS and path == "advcl" and below.tag_ == "VBG")
    if complement and is_unreal_verb(verb) and (not cue or cue in words("statements", "deny")):
        signs.hypothetical = True
    refused = below is trigger and would_not(trigger)
    denied_of = path in {"obj", "nsubj:pass", "xcomp"} and not _is_taken_for_granted(trigger, below, verb)
    if negated(verb) and denied_of and not signs.negated and not refused:
        signs.negated = not cue_of(verb)


def _is_taken_for_granted(trigger: Token, below: Token, verb: Token) -> bool:
    """ "The strike on Kidal was never explained": there was one. "The army did not carry it out": there was none."""
    told = below is trigger and trigger.pos_ == "NOUN" and not is_open(trigger)
    return told and verb.lemma_.lower() in words("statements", "leaves_open")


def says_neither(verb: Token) -> bool:
    """ "Neither confirmed nor denied that its jets had bombed it", "did not deny that …": somebody says so, not he."""
    if verb.lemma_.lower() not in _ANSWERS_A_CHARGE:
        return False
    return negated(verb) or any(c.lower_ == "neither" for c in verb.children)


def _are_parted(below: Token, verb: Token) -> bool:
    """ "Chile said the border was open; Peru recalled its envoy": of which Chile said nothing."""
    first, last = sorted((below.i, verb.i))
    return any(t.text == ";" for t in verb.doc[first:last])


def inserted(verb: Token) -> int | None:
    """Where the frame begins in "Jets hit a camp, the army said, hours after shells fell on Arua"; else None.

    The parse may take what "after" opens for the words that were said, though they stand before the frame.
    """
    doc, sent = verb.doc, verb.sent
    if verb.tag_ not in FINITE or verb.i + 4 >= sent.end or doc[verb.i + 1].text != ",":
        return None
    if not any(t.lower_ in {"after", "before"} for t in doc[verb.i + 2 : verb.i + 5]):
        return None
    begin = verb.i
    while begin > sent.start and doc[begin - 1].text != "," and verb.i - begin < _FRAME:
        begin -= 1
    if doc[begin - 1].text != "," or begin in {sent.start, verb.i}:
        return None
    framed, told = doc[begin : verb.i], doc[sent.start : begin - 1]
    if any(is_verbal(t) or cue_of(t) for t in framed) or not any(t.pos_ in {"NOUN", "PROPN"} for t in framed):
        return None
    return begin if any(t.tag_ in FINITE and is_verbal(t) and not cue_of(t) for t in told) else None


def _by_nobody(verb: Token) -> bool:
    """ "Nobody said that …", "no group has said …", "neither side claimed …"."""
    return any(
        s.lower_ in _NOBODY or any(c.lower_ in {"no", "neither"} for c in children(s, "det", "cc:preconj"))
        for s in children(verb, "nsubj")
    )


def _subjects(verb: Token, denotation: Denotation) -> tuple[str, ...]:
    return denotation.all_of(logical_subjects(verb), crowd=True)


def _is_only_wanted(trigger: Token, below: Token, verb: Token) -> bool:
    """ "planned an attack", "threatened to strike"; not "discussed the attack", nor "tried to storm a base"."""
    return (
        verb.lemma_.lower() in words("statements", "unreal")
        and is_open(trigger)
        and edge(below, verb) in {"xcomp", "ccomp", "obl", "obj", "nmod"}
        and not _stands_beside(below, verb)
        and not (verb.lemma_.lower() in _TRIES and trigger.lemma_.lower() in _ASSAULTS)
    )


def _read_comments(trigger: Token, signs: _Signs, denotation: Denotation) -> None:
    """What stands beside it in its clauses: "officials said", "allegedly", "the alleged attack"."""
    for verb in (trigger, *clause_verbs(trigger)):
        for child in verb.children:
            aside = child.dep_ == "parataxis" or _is_aside(child)
            if aside and child.i != trigger.i and _tells_of_it(child):
                signs.claim(_subjects(child, denotation))
            if child.dep_ == "advmod" and child.lower_ in _HEARSAY:
                signs.claim()
        if verb is not trigger and verb.dep_ not in _SUBORDINATE:
            break
    if any(c.lower_ in _ALLEGED for c in trigger.children if c.dep_ == "amod"):
        signs.claim()


def _is_aside(verb: Token) -> bool:
    """ "Six died when shells hit the port, the ministry said", where the parse takes what is added for a clause."""
    if verb.dep_ != "advcl" or verb.tag_ not in FINITE or children(verb, "mark", "advmod"):
        return False
    begin = verb.left_edge.i
    return begin > verb.head.i and verb.doc[begin - 1].text == ","


def _tells_of_it(verb: Token) -> bool:
    """ "Peru has closed it, the ministry said"; not "…; Chile responded by expelling the consul"."""
    opens = verb.left_edge.i
    if ";" in {verb.doc[opens].text, verb.doc[opens - 1].text} and children(verb, "obj"):
        return False
    by_deed = any(c.tag_ == "VBG" and children(c, "mark") for c in children(verb, "advcl"))
    open_ = not children(verb, "ccomp") or inserted(verb) is not None
    return bool(cue_of(verb)) and open_ and not by_deed


def _has_happened(verb: Token) -> bool:
    """ "would end the campaign, hours after jets hit the airport": what "after" tells of has happened."""
    return (
        is_verbal(verb)
        and verb.tag_ in {"VBD", "VBN"}
        and not is_unreal_verb(verb)
        and any(c.lower_ in {"after", "before", "since"} for c in verb.children if c.dep_ == "mark")
    )


def content_noun(below: Token, verb: Token) -> Token | None:
    """The noun whose content the clause of `below` is: "the claim that …"; None when it is no such clause."""
    noun = below.head
    if not below.dep_.startswith("acl") or noun.lemma_.lower() not in _CLAIMS or noun.head.i != verb.i:
        return None
    return noun if any(c.lower_ == "that" for c in children(below, "mark")) else None


def _is_charged(trigger: Token, verb: Token) -> bool:
    """ "accused troops of attacking its posts", "… of the attack", where the parse hangs the deed on the troops."""
    whom = trigger.head
    of = {"accuse": "of", "suspect": "of", "blame": "for"}.get(verb.lemma_.lower())
    hung = trigger.dep_ == "acl" or (trigger.dep_ == "nmod" and preposition(trigger) == of)
    return hung and whom.dep_ in {"obj", "iobj"} and whom.head.i == verb.i


def is_kept_from(trigger: Token) -> bool:
    """ "must be stopped from killing", "warned against bombing": it is what did not or shall not happen."""
    opened = {c.lower_ for c in children(trigger, "mark", "case")}
    lemma = trigger.head.lemma_.lower()
    return ("from" in opened and lemma in _STOPS) or (
        "against" in opened and lemma in _WARNS_OFF and is_verbal(trigger)
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
    return branch.dep_.split(":")[0] in {"obl", "nmod"} and preposition(branch) in _CIRCUMSTANTIAL


def aside_of(according: Token) -> Token | None:
    """The verb of the relative clause that "according to" speaks for alone; None where it speaks for the sentence.

    "The rebels, who are armed by Chad according to UN experts, killed nine": the experts do not speak of the nine.
    """
    doc, sent = according.doc, according.sent
    clause = next((a for a in according.ancestors if a.dep_ == "acl:relcl"), None)
    if clause is None or clause.i > according.i or doc[according.i - 1].text == ",":
        return None
    opened = doc[clause.left_edge.i - 1].text == "," or doc[clause.left_edge.i].text == ","
    closed = next((t for t in doc[according.i : sent.end] if t.text == ","), None)
    if not opened or closed is None or any(is_verbal(t) for t in doc[according.i + 1 : closed.i]):
        return None
    return (
        clause
        if any(is_verbal(t) and t.tag_ in {"VBD", "VBN", "VBZ", "VBP"} for t in doc[closed.i : sent.end])
        else None
    )


def according_to(trigger: Token) -> list[Token]:
    """Whom "according to" names in the sentence: it speaks for all of it, wherever the parse hangs it.

    But in a relative clause between commas for that clause alone.
    """
    found = []
    for token in trigger.sent:
        if token.lower_ != "according":
            continue
        clause = aside_of(token)
        if clause is not None and trigger != clause and not clause.is_ancestor(trigger):
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
