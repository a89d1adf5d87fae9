"""How closely a time expression hangs on an event in the parse: the steps between them, and what stands between."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.extract.dates.expressions import TimeExpression
from kg.extract.dates.other_days import TELLS
from kg.extract.lexicon import words
from kg.extract.words.almanac import TIMES
from kg.extract.words.document import text_of
from kg.extract.words.syntax import children, is_definite_noun, is_subject, is_verbal, preposition
from kg.extract.words.weapons import weapons_in

# Expressions that yield to one that names a day.
VAGUER = frozenset({"offset", "lastunit", "year", "month", "monthyear", "monthlast", "monththat"})
# Nouns that say a deed with a time of its own.
DEEDS = words("strikes", "nouns", "open") | words("strikes", "nouns", "sure")
HARMS = words("strikes", "casualties", "kill") | words("strikes", "casualties", "die") | {"injure", "wound"}
# What puts a deed into the clause that tells its time: "died in a raid on Sunday".
_AMID = frozenset({"", "in", "during", "by", "with", "from", "through", "as", "under", "amid", "of"})
# Nouns whose time is that of the deeds they count: "a wave of strikes".
_SHARES = words("strikes", "beside", "several") | {"result", "course", "victim", "target", "use"} | DEEDS
# What lies ahead of the deed: "before the election on July 6", "ahead of a summit on Monday".
_AHEAD = frozenset({"before", "ahead of", "until", "till"})
_OF_DAY = frozenset({"weekday", "relweek", "monthday", "full", "iso", "yesterday", "monthdaylast"})
# Parts of a time, of which a day may be told: "the early hours of Monday".
_SPELLS = frozenset("hour day evening midnight noon course rest end beginning start eve half".split())
_LAUNCHES = words("dates", "launches")
_TALKS = words("dates", "talks")
_AT_ONCE = frozenset(
    {"minutes", "moments", "hours", "hour", "shortly", "immediately", "soon", "just", "right"}
)
_MEANWHILE = words("places", "meanwhile")
# What opens a clause of another time than the one that it hangs on.
_APART = frozenset({"after", "before", "because", "since", "until", "if", "although", "though", "once"})
REPORTING = words("dates", "reporting")


def hangs_on_deed(e: TimeExpression, doc: Doc) -> bool:
    """ "the shelling of Boni two days later": the time stands in the phrase of a deed."""
    span = doc.char_span(e.begin, e.end, alignment_mode="expand")
    noun = span.root.head if span is not None else None
    return noun is not None and noun.pos_ == "NOUN" and noun.lemma_.lower() in DEEDS


def distance_of(e: TimeExpression, trigger: Token, hooks: set[int]) -> int | None:
    """How closely the expression hangs on the event; None when it belongs to another predicate."""
    span = trigger.doc.char_span(e.begin, e.end, alignment_mode="expand")
    if span is None:
        return None
    head = span.root
    if (known := _counted_from(e, head)) is not None and known.i not in hooks:
        return 1 if known.head.i in hooks and known.dep_ == "obl" else None
    if e.kind in VAGUER and head.dep_.startswith("nmod") and head.head.i not in hooks:
        return None  # "in answer to the raids last week": the noun's own time
    steps = 0
    while head.i not in hooks:
        if steps > 4:
            return None
        if (_is_lasting(head) and e.kind not in VAGUER) or (
            head.i not in hooks and _is_meanwhile(head, trigger)
        ):
            head = head.head
            continue
        if _is_part(head):
            return None
        if head.i not in range(span.start, span.end) and (is_verbal(head) or children(head, "cop")):
            # The expression belongs to that verb. It dates the trigger when the trigger is that verb's own noun.
            if e.kind != "offset" and is_verbal(trigger) and _is_of_another_time(trigger, head):
                return None
            beside = trigger.dep_ == "conj" and head.i < span.start < trigger.i
            if e.kind in VAGUER and beside and children(trigger, "nsubj", "nsubj:pass"):
                return None  # "left Chad in 2023, and Togo has closed its ports": whenever that was
            return 5 + steps if _is_argument(trigger, head) and not _amid_nouns(head, span.start) else None
        if head.head.i == head.i:
            return None
        if _is_of_its_noun(e, head, span.start):
            return None
        about = trigger.lemma_.lower() in DEEDS and not is_verbal(trigger)
        if about and head.lemma_.lower() in _TALKS and preposition(head) in {"in", "during", "at", "by"}:
            return None  # "discussed the raid in calls with Rome and Oslo on Monday": they spoke on Monday
        if head.pos_ == "NOUN" and head.lemma_.lower() in DEEDS and not _is_the_event(head, hooks):
            return None  # "in answer to the raids of last week": those were last week
        head = head.head
        steps += 1
    return steps


def _is_the_event(noun: Token, hooks: set[int]) -> bool:
    """ "In a separate attack on the same day, drones hit a school": the attack is what hit it."""
    return noun.head.i in hooks and preposition(noun) in {"in", "during"}


def _counted_from(e: TimeExpression, unit: Token) -> Token | None:
    """ "Two days after the massacre, gunmen shot a priest": the massacre, told before, of which no more is said."""
    noun = unit.head
    if e.kind != "offset" or unit.dep_ != "nmod:unmarked" or preposition(noun) != e.part("dir"):
        return None
    said_of = [c for c in noun.children if c != unit and c.dep_.split(":")[0] in {"nmod", "amod", "compound"}]
    bare = all(c.left_edge.i > noun.i + 1 for c in said_of)  # not "the raid on Goma", "the Goma raid"
    return noun if noun.lemma_.lower() in DEEDS and is_definite_noun(noun) and bare else None


def _is_of_its_noun(e: TimeExpression, noun: Token, start: int) -> bool:
    """ "Ruled out talks before the vote on July 6", "is looking into the incident of Monday": the noun's own day."""
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.i >= start or noun.lemma_.lower() in TIMES | _SPELLS:
        return False
    if is_subject(noun) and (noun.lemma_.lower() in DEEDS or weapons_in([noun])):
        return False  # "The car bomb of 11 March killed six people": then it killed them
    text = text_of(noun.doc)
    if preposition(noun) in _AHEAD and e.kind in _OF_DAY:
        return True
    return e.kind in _OF_DAY and text[: e.begin].endswith(" of ")


def _amid_nouns(predicate: Token, start: int) -> bool:
    """ "The raid was an answer to the murder of a judge on March 3": the day of the murder, whatever it hangs on."""
    between = predicate.doc[predicate.i + 1 : start]
    return not is_verbal(predicate) and any(t.pos_ == "NOUN" for t in between)


def _is_meanwhile(verb: Token, trigger: Token) -> bool:
    """ "fired on crowds waiting for lorries on Sunday": what those who were hit were doing then."""
    return (
        verb.dep_ == "acl"
        and verb.tag_ == "VBG"
        and verb.lemma_.lower() in _MEANWHILE
        and trigger.is_ancestor(verb)
    )


def _is_part(noun: Token) -> bool:
    """ "20 had died, two of them in a clinic the next day": the day is that of the two alone."""
    return noun.pos_ in {"NUM", "DET"} and any(
        c.lower_ in {"them", "whom", "those"} and preposition(c) == "of" for c in noun.children
    )


def _is_lasting(verb: Token) -> bool:
    """ "fired at the part that Pakistan controls early on Wednesday": the day is of the firing."""
    return (
        verb.tag_ in {"VBZ", "VBP"}
        and verb.dep_ in {"acl:relcl", "parataxis", "ccomp"}
        and verb.lemma_.lower() not in REPORTING
    )


def _is_argument(noun: Token, verb: Token) -> bool:
    """True when `noun` stands in `verb`'s clause and the verb does not merely report or respond."""
    if verb.lemma_ in REPORTING:
        return False
    current = noun
    for _ in range(4):
        if current.i == verb.i:
            return True
        together = current.dep_ == "conj" and noun.dep_ == "obl:agent"
        if is_verbal(current) and current.i != noun.i and not together:
            return False  # "were killed and wounded on Friday by shelling" is one deed
        base = current.dep_.split(":")[0]
        if base == "obl" and current.dep_ != "obl:agent" and preposition(current) not in _AMID:
            return False  # "met on Monday over the raids"
        if base == "nmod" and not _shares_time(current.head, verb):
            return False  # "the toll from the attack rose on Sunday"
        current = current.head
    return False


def _shares_time(noun: Token, verb: Token) -> bool:
    """ "A wave of strikes began on Monday"; "victims of the attack died on Sunday", not "were buried on Thursday"."""
    lemma = noun.lemma_.lower()
    return lemma in _SHARES and (lemma != "victim" or verb.lemma_.lower() in HARMS)


def _is_of_another_time(deed: Token, verb: Token) -> bool:
    """ "Arrested on Monday two men who had bombed a bus", "fled on Monday because shells had hit it"."""
    if deed.lower_ in TELLS and deed.dep_ in {"advcl", "parataxis"} and not children(deed, "mark", "advmod"):
        return True  # "Six died on Sunday when shells hit the port, the ministry said"
    if deed.dep_ == "advcl":
        marks = [c for c in deed.children if c.dep_ == "mark"]
        if any(says_otherwise(c) for c in marks):
            return True
        mark = next((c for c in marks if c.lower_ in _APART), None)
        # "hours after the talks ended", "shortly before it left": the same day
        return mark is not None and mark.nbor(-1).lower_ not in _AT_ONCE
    if deed.dep_ in {"conj", "parataxis"}:
        # "recalled its envoy on Monday and has barred Peru's": whenever since; "left on Monday; Rome had expelled him"
        return verb.tag_ == "VBD" and any(c.lower_ in {"has", "have", "had"} for c in children(deed, "aux"))
    if deed.dep_ != "acl:relcl":
        return False
    return not (
        verb.lemma_.lower() in _LAUNCHES
        or deed.head.lemma_.lower() in DEEDS
        or (deed.lemma_.lower() in HARMS and verb.lemma_.lower() in HARMS)
    )


def says_otherwise(word: Token) -> bool:
    """ "…, while jets bombed a camp": behind a comma it says what was done otherwise, at whatever time."""
    return word.lower_ == "while" and word.i > 0 and word.nbor(-1).text == ","
