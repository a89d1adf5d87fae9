"""Which time expression belongs to an event: the one that hangs on it in the parse, or stands amid its clause."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.extract.dates.closeness import DEEDS, HARMS, REPORTING, VAGUER, distance_of, says_otherwise
from kg.extract.dates.expressions import TimeExpression
from kg.extract.dates.other_days import answered, is_bound, is_of_teller, is_planned, stands_behind
from kg.extract.words.document import text_of
from kg.extract.words.syntax import (
    children,
    clause_verbs,
    is_subject,
    is_verbal,
)

# An expression that begins so few characters into the sentence opens it: "On the morning of Sunday, 24 September".
_OPENS = 20
_WHERE = frozenset({"which", "where", "that", "whom"})
# Verbs that charge somebody with a deed; a day behind the deed is that of the deed.
_CHARGING = frozenset({"accuse", "blame", "suspect", "condemn"})
_OF_CHARGE = frozenset({"acl", "advcl", "xcomp", "ccomp"})


def expression_of(
    trigger: Token, partners: Iterable[Token], expressions: Iterable[TimeExpression]
) -> TimeExpression | None:
    """The expression that dates the event at `trigger`: it hangs on it, on its light verb, or on its clause.

    `partners` are further tokens of the same predicate ("launched" for "launched an attack"). None when every
    expression of the sentence belongs to another predicate.
    """
    hooks = own = {trigger.i, *(t.i for t in partners)}
    best: tuple[int, TimeExpression] | None = None
    verb = trigger if is_verbal(trigger) else next(clause_verbs(trigger), trigger)
    if _is_when(verb):
        beside = [c.i for c in verb.head.children if c.dep_ == "conj" and c.i < verb.i]
        hooks = own | {verb.head.i, *beside}
        # "two people died on Thursday when shells hit …": one and the same time
    hooks = hooks | _told_by(verb, trigger) | {c.i for c in verb.children if _is_harm_done(c)}
    sent = trigger.sent
    clause = verb.head if verb.dep_ == "xcomp" and is_verbal(verb.head) else verb
    begun = [*verb.children, *clause.children]  # "when jets believed to be Syrian hit two houses"
    opener = next((c for c in begun if _opens_when(c) and c.i < verb.i), None)
    for e in expressions:
        if not (sent.start_char <= e.begin < sent.end_char):
            continue
        if (
            opener is not None
            and text_of(trigger.doc)[e.end : opener.idx].strip(" ,") == ""
            and e.end <= opener.idx
        ):
            best = (0, e)  # "on March 15, when warships struck …"
            break
        if is_bound(e, trigger) or is_of_teller(e, trigger, own) or is_planned(e, verb):
            continue
        if stands_behind(e, trigger):
            best = (0, e)  # "on March 3, the ministry said on Sunday": it was said on Sunday
            break
        if (deed := answered(e, trigger)) is not None:
            if deed.i in own:
                best = (0, e)
                break
            continue
        distance = _distance(e, trigger, verb, own, hooks)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, e)
    return best[1] if best is not None else None


def _distance(e: TimeExpression, trigger: Token, verb: Token, own: set[int], hooks: set[int]) -> int | None:
    """How far the expression is from the event, or from the words of `hooks` that share its time with it.

    None when it belongs to something else.
    """
    distance = distance_of(e, trigger, own)
    if distance is None and hooks != own and (shared := distance_of(e, trigger, hooks)) is not None:
        distance = shared + 4  # "gathered on Tuesday for those who died when it was hit on Monday"
    opening = verb.head.i if verb.dep_ == "conj" and is_verbal(verb.head) else -1
    if distance is None and opening >= 0 and e.begin - trigger.sent.start_char < _OPENS:
        # "In October a bomb went off, and jets bombed the town": what opens the sentence holds for both
        shared = distance_of(e, verb.head, {opening})
        distance = 8 + shared if shared is not None else None
    if distance is not None and e.kind in VAGUER:
        distance += 3  # "two weeks after gunmen shot 26 men on April 22": the day itself is said
    if distance is None and (_inside(e, trigger) or _of_its_clause(e, trigger)):
        distance = 8
    if distance is None and _stands_within(e, trigger, verb):
        distance = 12
    return distance


def _told_by(verb: Token, trigger: Token) -> set[int]:
    """Words that share their time with the event because they tell of it too.

    "A raid of Saturday in which jets bombed the airport" (the raid), "the strike on Homs, in which 31 died on
    Friday" (died), "the worst took place on Sunday in Basra, where a bomb hit a bus" (took place).
    """
    found: set[int] = set()
    if is_verbal(trigger) and verb.dep_ == "acl:relcl" and any(t.lower_ in _WHERE for t in verb.subtree):
        noun = verb.head
        if noun.lemma_.lower() in DEEDS:
            found.add(noun.i)
        found |= {a.i for a in noun.ancestors if is_verbal(a) and _occurs(a)}
    subject_of = trigger.head if is_subject(trigger) and _occurs(trigger.head) else None
    phrase = tuple(subject_of.subtree if subject_of is not None else trigger.subtree)
    if not is_verbal(trigger) and subject_of is None:
        # "the assault on Komanda, which took place on the night of 26 to 27 July"
        found |= {c.i for c in phrase if c.dep_ == "acl:relcl" and _occurs(c)}
    for clause in phrase:
        if clause.dep_ != "acl:relcl" or not (subject_of is not None or clause.head.i == trigger.i):
            continue
        if clause.lemma_.lower() in HARMS and any(t.lower_ in _WHERE for t in clause.subtree):
            found.add(clause.i)
    return found if not is_verbal(trigger) or verb.dep_ == "acl:relcl" else set()


def _is_harm_done(verb: Token) -> bool:
    """ "Shells fell on the camp, killing three on Tuesday": then they fell."""
    harm = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.lemma_.lower() in HARMS
    return harm and verb.nbor(-1).text == "," and not children(verb, "mark", "nsubj")


def _occurs(verb: Token) -> bool:
    """ "took place", "happened"."""
    lemma = verb.lemma_.lower()
    return lemma in {"happen", "occur"} or (
        lemma == "take" and any(c.lower_ == "place" for c in verb.children)
    )


def _inside(e: TimeExpression, trigger: Token) -> bool:
    """ "the bombing of a school in Kharkiv on Tuesday, which killed one": the day stands inside the event's phrase.

    So does that of a subject, right before its verb: "the attack on a bus near Jos on Sunday was condemned".
    """
    span = trigger.doc.char_span(e.begin, e.end, alignment_mode="expand")
    if span is None or is_verbal(trigger) or span.start <= trigger.i or e.kind in VAGUER:
        return False
    between = trigger.doc[trigger.i + 1 : span.start]
    if any(is_verbal(t) or t.text in {",", ";", ":"} or t.lemma_.lower() in DEEDS for t in between):
        return False
    # "condemned the shelling of Sotk on 16 May, in which four died": of the shelling, though it hang on the day
    clause = [
        c
        for t in (trigger.subtree, span.subtree)
        for c in t
        if c.dep_ == "acl:relcl" and c.left_edge.i <= span.end + 1
    ]
    if any(c.left_edge.i >= span.end and c.i > span.end for c in clause):
        return True
    subject = next((t for t in (trigger, *trigger.ancestors) if is_subject(t)), None)
    after = trigger.doc[span.end] if span.end < len(trigger.doc) else None
    governs = after is not None and subject is not None and subject.head.i >= span.end
    return governs and after is not None and (after.pos_ in {"VERB", "AUX"} and after.sent == trigger.sent)


def _of_its_clause(e: TimeExpression, trigger: Token) -> bool:
    """The day that the sentence tells of the event in other words than by hanging on it.

    "The strike itself was yesterday"; "came on the same day that a tank fired at them"; "followed an assault on a
    camp earlier on Friday".
    """
    span = trigger.doc.char_span(e.begin, e.end, alignment_mode="expand")
    if span is None:
        return False
    root = span.root
    if any(c.dep_ == "cop" for c in root.children) and any(c.i == trigger.i for c in root.children):
        return True
    after = trigger.doc[span.end] if span.end < len(trigger.doc) else None
    if e.kind == "adjacent" and after is not None and after.lower_ in {"that", "as", "when"}:
        clause = after.head
        if is_verbal(clause) and (clause.i == trigger.i or clause.is_ancestor(trigger)):
            return True
    followed = trigger.head
    return (
        trigger.dep_ == "obj"
        and followed.lemma_.lower() == "follow"
        and span.start > trigger.i
        and any(a.i in {trigger.i, followed.i} for a in root.ancestors)
        and not any(is_verbal(t) for t in trigger.doc[trigger.i + 1 : span.start])
    )


def _stands_within(e: TimeExpression, trigger: Token, verb: Token) -> bool:
    """True when the expression stands amid the event's own clause though the parse hangs it on "said" behind.

    "Fighters overran a post on Thursday and killed eleven soldiers, sources said."
    """
    span = trigger.doc.char_span(e.begin, e.end, alignment_mode="expand")
    if span is None:
        return False
    while is_verbal(verb.head) and verb.head.i < verb.i and (verb.dep_ == "conj" or _is_when(verb)):
        # "four were killed and 11 injured on a road near Liboi on Monday, police say", "died when gunmen stormed …"
        verb = verb.head
    charged = next((a for a in verb.ancestors if a.lemma_.lower() in _CHARGING), None)
    if verb.tag_ == "VBG" and charged is not None and charged.i < verb.i and verb.dep_ in _OF_CHARGE:
        # "accused the rebels of killing six herders on Monday"
        hung = next((a for a in (span.root, *span.root.ancestors) if is_verbal(a)), None)
        amid = trigger.doc[verb.i + 1 : span.start]
        of = any(c.dep_ == "mark" and c.lower_ in {"of", "for"} for c in verb.children)
        return of and hung == charged and span.start > verb.i and not any(is_verbal(t) for t in amid)
    hung = span.root.head
    while not is_verbal(hung) and hung.head.i != hung.i:
        hung = hung.head
    if hung.dep_ == "parataxis" and hung.head == verb and trigger.i < span.start < hung.i:
        # "A shell hit a bus near Sake last Friday, a driver and a nurse told us"
        closed = span.end < len(trigger.doc) and trigger.doc[span.end].text == ","
        behind = all(s.i > span.end for s in children(hung, "nsubj"))
        amid = trigger.doc[trigger.i + 1 : span.start]
        told = hung.lemma_.lower() in REPORTING
        return closed and behind and told and not any(is_verbal(t) or t.text == "," for t in amid)
    if verb.head.i <= span.end or verb.dep_ not in {"ccomp", "parataxis"}:
        return False
    between = trigger.doc[min(trigger.i, verb.i) + 1 : span.start]
    return hung == verb.head and verb.i < span.start and not any(is_verbal(t) for t in between)


def _is_when(verb: Token) -> bool:
    return verb.dep_ == "advcl" and any(map(_opens_when, verb.children))


def _opens_when(word: Token) -> bool:
    """ "when", "as", "while": at the same time."""
    return word.lower_ in {"when", "as", "while"} and not says_otherwise(word)
