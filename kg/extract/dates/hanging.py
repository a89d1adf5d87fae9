"""Which time expression belongs to an event: the one that hangs on it in the parse, or stands amid its clause."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.extract.dates.expressions import TIMES, TimeExpression
from kg.extract.dates.other_days import TELLS, answered, is_bound, is_of_teller, is_planned, stands_behind
from kg.extract.lexicon import words
from kg.extract.words.document import text_of
from kg.extract.words.syntax import (
    children,
    clause_verbs,
    is_definite_noun,
    is_subject,
    is_verbal,
    preposition,
)
from kg.extract.words.weapons import weapons_in

# An expression that begins so few characters into the sentence opens it: "On the morning of Sunday, 24 September".
_OPENS = 20
# Expressions that yield to one that names a day.
_VAGUER = frozenset({"offset", "lastunit", "year", "month", "monthyear", "monthlast", "monththat"})
DEEDS = words("strikes", "nouns", "open") | words("strikes", "nouns", "sure")
_HARMS = words("strikes", "casualties", "kill") | words("strikes", "casualties", "die") | {"injure", "wound"}
# What puts a deed into the clause that tells its time: "died in a raid on Sunday".
_AMID = frozenset({"", "in", "during", "by", "with", "from", "through", "as", "under", "amid", "of"})
# Nouns whose time is that of the deeds they count: "a wave of strikes".
_SHARES = words("strikes", "beside", "several") | {"result", "course", "victim", "target", "use"} | DEEDS
# What lies ahead of the deed: "before the election on July 6", "ahead of a summit on Monday".
_AHEAD = frozenset({"before", "ahead of", "until", "till"})
_OF_DAY = frozenset({"weekday", "relweek", "monthday", "full", "iso", "yesterday", "monthdaylast"})
# Parts of a time, of which a day may be told: "the early hours of Monday".
_SPELLS = frozenset("hour day evening midnight noon course rest end beginning start eve half".split())
_WHERE = frozenset({"which", "where", "that", "whom"})
# Deeds whose time is that of what they set going: "fired rockets that killed two".
_LAUNCHES = frozenset(
    "fire launch send hurl drop carry conduct stage mount take happen occur come make lob throw unleash".split()
)
_TALKS = frozenset({"call", "conversation", "talk", "meeting", "speech", "address", "interview", "session"})
_AT_ONCE = frozenset(
    {"minutes", "moments", "hours", "hour", "shortly", "immediately", "soon", "just", "right"}
)
_MEANWHILE = words("places", "meanwhile")
# Verbs that charge somebody with a deed; a day behind the deed is that of the deed.
_CHARGING = frozenset({"accuse", "blame", "suspect", "condemn"})
_OF_CHARGE = frozenset({"acl", "advcl", "xcomp", "ccomp"})
# What opens a clause of another time than the one that it hangs on.
_APART = frozenset({"after", "before", "because", "since", "until", "if", "although", "though", "once"})
# Verbs that report an event or respond to it: their own time is not the event's.
_REPORTING = frozenset(
    "say tell announce report add condemn urge call describe confirm deny warn accuse discuss blame "
    "recall respond follow mourn investigate vow denounce criticise criticize summon claim".split()
)


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
    opening = verb.head.i if verb.dep_ == "conj" and is_verbal(verb.head) else -1
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
        distance = _distance(e, trigger, own)
        if distance is None and hooks != own and (shared := _distance(e, trigger, hooks)) is not None:
            distance = shared + 4  # "gathered on Tuesday for those who died when it was hit on Monday"
        if distance is None and opening >= 0 and e.begin - sent.start_char < _OPENS:
            # "In October a bomb went off, and jets bombed the town": what opens the sentence holds for both
            shared = _distance(e, verb.head, {opening})
            distance = 8 + shared if shared is not None else None
        if distance is not None and e.kind in _VAGUER:
            distance += 3  # "two weeks after gunmen shot 26 men on April 22": the day itself is said
        if distance is None and (_inside(e, trigger) or _of_its_clause(e, trigger)):
            distance = 8
        if distance is None and _stands_within(e, trigger, verb):
            distance = 12
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, e)
    return best[1] if best is not None else None


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
        if clause.lemma_.lower() in _HARMS and any(t.lower_ in _WHERE for t in clause.subtree):
            found.add(clause.i)
    return found if not is_verbal(trigger) or verb.dep_ == "acl:relcl" else set()


def _is_harm_done(verb: Token) -> bool:
    """ "Shells fell on the camp, killing three on Tuesday": then they fell."""
    harm = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.lemma_.lower() in _HARMS
    return harm and verb.nbor(-1).text == "," and not children(verb, "mark", "nsubj")


def _occurs(verb: Token) -> bool:
    """ "took place", "happened"."""
    lemma = verb.lemma_.lower()
    return lemma in {"happen", "occur"} or (
        lemma == "take" and any(c.lower_ == "place" for c in verb.children)
    )


def _is_the_event(noun: Token, hooks: set[int]) -> bool:
    """ "In a separate attack on the same day, drones hit a school": the attack is what hit it."""
    return noun.head.i in hooks and preposition(noun) in {"in", "during"}


def _inside(e: TimeExpression, trigger: Token) -> bool:
    """ "the bombing of a school in Kharkiv on Tuesday, which killed one": the day stands inside the event's phrase.

    So does that of a subject, right before its verb: "the attack on a bus near Jos on Sunday was condemned".
    """
    span = trigger.doc.char_span(e.begin, e.end, alignment_mode="expand")
    if span is None or is_verbal(trigger) or span.start <= trigger.i or e.kind in _VAGUER:
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
        told = hung.lemma_.lower() in _REPORTING
        return closed and behind and told and not any(is_verbal(t) or t.text == "," for t in amid)
    if verb.head.i <= span.end or verb.dep_ not in {"ccomp", "parataxis"}:
        return False
    between = trigger.doc[min(trigger.i, verb.i) + 1 : span.start]
    return hung == verb.head and verb.i < span.start and not any(is_verbal(t) for t in between)


def _is_when(verb: Token) -> bool:
    return verb.dep_ == "advcl" and any(map(_opens_when, verb.children))


def _opens_when(word: Token) -> bool:
    """ "when", "as", "while": at the same time."""
    return word.lower_ in {"when", "as", "while"} and not _says_otherwise(word)


def _says_otherwise(word: Token) -> bool:
    """ "…, while jets bombed a camp": behind a comma it says what was done otherwise, at whatever time."""
    return word.lower_ == "while" and word.i > 0 and word.nbor(-1).text == ","


def _distance(e: TimeExpression, trigger: Token, hooks: set[int]) -> int | None:
    """How closely the expression hangs on the event; None when it belongs to another predicate."""
    span = trigger.doc.char_span(e.begin, e.end, alignment_mode="expand")
    if span is None:
        return None
    head = span.root
    if (known := _counted_from(e, head)) is not None and known.i not in hooks:
        return 1 if known.head.i in hooks and known.dep_ == "obl" else None
    if e.kind in _VAGUER and head.dep_.startswith("nmod") and head.head.i not in hooks:
        return None  # "in answer to the raids last week": the noun's own time
    steps = 0
    while head.i not in hooks:
        if steps > 4:
            return None
        if (_is_lasting(head) and e.kind not in _VAGUER) or (
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
            if e.kind in _VAGUER and beside and children(trigger, "nsubj", "nsubj:pass"):
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
        and verb.lemma_.lower() not in _REPORTING
    )


def _is_argument(noun: Token, verb: Token) -> bool:
    """True when `noun` stands in `verb`'s clause and the verb does not merely report or respond."""
    if verb.lemma_ in _REPORTING:
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
    return lemma in _SHARES and (lemma != "victim" or verb.lemma_.lower() in _HARMS)


def _is_of_another_time(deed: Token, verb: Token) -> bool:
    """ "Arrested on Monday two men who had bombed a bus", "fled on Monday because shells had hit it"."""
    if deed.lower_ in TELLS and deed.dep_ in {"advcl", "parataxis"} and not children(deed, "mark", "advmod"):
        return True  # "Six died on Sunday when shells hit the port, the ministry said"
    if deed.dep_ == "advcl":
        marks = [c for c in deed.children if c.dep_ == "mark"]
        if any(_says_otherwise(c) for c in marks):
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
        or (deed.lemma_.lower() in _HARMS and verb.lemma_.lower() in _HARMS)
    )
