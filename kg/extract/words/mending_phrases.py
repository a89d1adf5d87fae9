"""Phrases that the parse hangs on the wrong word: the clause behind "after", the day that opens, what was attacked."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.almanac import MONTHS, WEEKDAYS
from kg.extract.words.syntax import FINITE

_ATTACKS = words("strikes", "nouns", "open") | words("strikes", "nouns", "sure")
_TIMES = frozenset("day week evening morning night dawn dusk noon midnight".split())
# What those do who speak, and not those of whom they say that they were killed.
_SPEAKING = words("statements", "report") | {
    "call",
    "condemn",
    "accuse",
    "blame",
    "vow",
    "reject",
    "denounce",
    "promise",
}
# Nouns of an act that is told by what was decided: "Chad's decision to recall its ambassador".
DECISIONS = frozenset({"decision", "move", "order", "announcement"})
_DATING = frozenset({"on", "last", "this", "earlier", "week", "month", "year", "in"})
# "what the army called a base", "what it said was a base".
_CALLING = frozenset(
    "call describe say term label dub claim believe identify think characterise characterize".split()
)
_PLANNING = words("places", "masterminded") | {"organize", "plot", "prepare", "avenge", "investigate"}
_HALVES = frozenset({"a.m.", "p.m.", "am", "pm", "a.m", "p.m"})
_THERE = frozenset({"in", "near", "at", "outside"})
_FRONTING = frozenset({"last", "this", "in", "on", "at"})


def mend_attacked(noun: Token) -> None:
    """ "Killed nine in an attack with mortars on a base in Gondar": the base was attacked, with whatever weapon."""
    case = next((c for c in noun.children if c.dep_ == "case"), None)
    if case is None or case.lower_ not in {"on", "against"} or noun.left_edge != case or is_dated(noun):
        return
    weapon = noun.doc[case.i - 1]
    armed = weapon if weapon.dep_ != "conj" else weapon.head
    attack = armed.head
    if not governed_by(armed, "with") or armed.dep_ != "nmod" or attack.lemma_.lower() not in _ATTACKS:
        return
    if attack.head == noun.head and attack.i > noun.head.i:
        noun.head, noun.dep_ = attack, "nmod"


def mend_fronted(day: Token) -> None:
    """ "Last June a car bomb outside a barracks killed nine": then it killed them, it is no bomb of last June.

    "In June rockets from a ship hit a school": so too.
    """
    noun, opens = day.head, day.left_edge
    if opens.i != day.sent.start or not opens.i < day.i < noun.i or opens.lower_ not in _FRONTING:
        return
    if noun.dep_.startswith("nsubj") and noun.i < noun.head.i and (is_dated(day) or day.lower_ in MONTHS):
        day.head, day.dep_ = noun.head, "obl" if opens.dep_ == "case" else "obl:unmarked"


def mend_what(what: Token) -> None:
    """ "Jets hit what officials described as depots near Homs late on Monday": then they were hit, not described.

    And the officials described them, where the parse has them hit something.
    """
    doc = what.doc
    hit = doc[what.i - 1] if what.i > what.sent.start else what
    if hit.pos_ != "VERB" or what.lower_ != "what":
        return
    if what.dep_ == "det":
        teller = what.head
        calling = doc[teller.right_edge.i + 1] if teller.right_edge.i + 1 < what.sent.end else teller
        calling = next((c for c in teller.children if c.dep_ == "acl" and c.i == teller.i + 1), calling)
        if (
            teller.i < what.i
            or calling.lemma_.lower() not in _CALLING
            or calling.tag_ not in {"VBD", "VBN", "VBZ"}
        ):
            return
        what.head, what.dep_ = hit, "obj"
        calling.head, calling.dep_ = what, "acl:relcl"
        teller.head, teller.dep_ = calling, "nsubj"
    calling = next((c for c in what.children if c.dep_ == "acl:relcl" and c.lemma_.lower() in _CALLING), what)
    called = [c for c in calling.children if c.dep_ in {"obl", "xcomp", "ccomp", "obj"} and not is_dated(c)]
    called += [c for c in hit.children if c.dep_ == "ccomp" and c.i > calling.i]  # "what it said was a camp"
    for noun in (calling, *called) if called and calling != what else ():
        for day in [c for c in noun.children if c.i > called[0].i and _says_when(c)]:
            day.head, day.dep_ = hit, "obl"


def mend_front(front: Token) -> None:
    """ "Blamed the Jaime Martínez front": a front of that name, where the parse has them blame him in front."""
    name = front.nbor(-1) if front.i > front.sent.start else front
    while name.dep_ == "flat":
        name = name.head
    the = [c for c in name.children if c.dep_ == "det" and c.lower_ == "the"]
    if name.pos_ != "PROPN" or name.i >= front.i or name.head in (name, front) or not the:
        return
    front.head, front.dep_, front.pos_, front.tag_ = name.head, name.dep_, "NOUN", "NN"
    for child in [c for c in name.children if c in the or c.i > front.i]:
        child.head = front
    name.head, name.dep_ = front, "compound"


def _says_when(phrase: Token) -> bool:
    """ "on Monday", "overnight"."""
    day = phrase.dep_ in {"obl", "nmod", "obl:unmarked", "nmod:unmarked"} and is_dated(phrase)
    return day and not any(c.dep_ == "case" and c.lower_ in {"since", "until", "of"} for c in phrase.children)


def mend_doubled(noun: Token) -> None:
    """ "Recalled its own, Ana Paz, from Lima": a name behind what is done to somebody tells who he is, not who acts."""
    verb, before = noun.head, noun.left_edge
    if before.i and before.text != ",":
        before = before.nbor(-1)
    if noun.i < verb.i or noun.ent_type_ != "PERSON" or before.text != "," or before.nbor().pos_ != "PROPN":
        return
    done_to = [
        c for c in verb.children if c.dep_ == "obj" and c.right_edge.i == before.i - 1 and c.i > verb.i
    ]
    if done_to and any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children):
        noun.head, noun.dep_ = done_to[0], "appos"


def mend_behind_semicolon(noun: Token) -> bool:
    """ "Peru withdrew its envoy; on Monday Chile withdrew its own": when the second did, not the first."""
    verb = noun.head
    opens = noun.left_edge.i
    if (
        noun.i < verb.i
        or noun.dep_ != "obl"
        or noun.lower_ not in WEEKDAYS
        or noun.doc[opens - 1].text != ";"
    ):
        return False
    later = [
        c for c in verb.children if c.i > noun.i and c.dep_ in {"parataxis", "conj"} and c.pos_ == "VERB"
    ]
    if not later or not bears_subject(later[0]):
        return False
    noun.head = later[0]
    return True


def mend_acting(participle: Token) -> None:
    """ "The border is shut, acting Prime Minister Ana Paz said": she holds the office and says so; nobody acts her."""
    name = next((c for c in participle.children if c.dep_ == "obj" and c.i > participle.i), None)
    if name is None or name.pos_ not in {"PROPN", "NOUN"}:
        return
    after = name.right_edge.i + 1
    verb = name.doc[after] if after < len(name.doc) else None
    if verb is None or verb.tag_ not in FINITE or bears_subject(verb):
        return
    name.head, name.dep_ = verb, "nsubj"
    participle.head, participle.dep_, participle.tag_, participle.pos_ = name, "amod", "JJ", "ADJ"


def mend_bare(name: Token) -> bool:
    """ "France recalled its envoy": a name without a preposition before a verb without a subject is the subject."""
    verb = name.head
    bare = (
        name.dep_ == "obl"
        and name.pos_ == "PROPN"
        and not any(c.dep_ in {"case", "mark"} for c in name.children)
    )
    if (
        not bare
        or name.i > verb.i
        or name.ent_type_ not in {"GPE", "LOC", "PERSON"}
        or verb.tag_ not in FINITE
    ):
        return False
    if bears_subject(verb):
        return False
    name.dep_ = "nsubj"
    return True


def mend_receiver(noun: Token) -> None:
    """ "Its minister, Ana Paz, has offered to mediate": who stands before a verb without a subject is no receiver."""
    if noun.i < noun.head.i and not any(c.dep_.startswith("nsubj") for c in noun.head.children):
        noun.dep_ = "nsubj"


def mend_named_teller(teller: Token) -> None:
    """ "Nine died in Bor, the governor, Jan Roe, has said": he says so, though the parse takes him for the town.

    A noun of its own between commas, with a name behind it, right before a verb of saying without such a subject.
    """
    doc, i = teller.doc, teller.i - 1
    while doc[i].dep_ == "aux" and i > teller.sent.start:
        i -= 1
    if doc[i].text != "," or teller.lemma_.lower() not in words("statements", "report"):
        return
    name = doc[i - 1]
    while name.dep_ in {"flat", "compound"} and name.head.i < i:
        name = name.head
    noun = name.head
    if name.dep_ != "appos" or name.pos_ != "PROPN" or noun.pos_ != "NOUN" or noun.i > name.i:
        return
    opens = noun.left_edge
    comma = opens.i if opens.text == "," else opens.i - 1
    if (
        comma <= teller.sent.start
        or doc[comma].text != ","
        or noun.dep_ not in {"appos", "nsubj", "conj", "obl"}
    ):
        return
    told = teller.head if teller.dep_ == "parataxis" else _told_by(teller)
    if noun.head == teller or told is None or told.i > comma or told.tag_ not in {"VBD", "VBN", "VBZ", "VBP"}:
        return
    for stray in [c for c in teller.children if c.dep_.startswith("nsubj") and c.i < told.i]:
        stray.head = told
    noun.head, noun.dep_ = teller, "nsubj"


def _told_by(teller: Token) -> Token | None:
    return next((c for c in teller.children if c.dep_ == "ccomp" and c.i < teller.i), None)


def mend_told_besides(verb: Token) -> None:
    """ "He said nine had been killed in May, and called for an inquiry": he called, not the nine who were killed."""
    told, teller = verb.head, verb.head.head
    if (
        told.dep_ != "ccomp"
        or teller.lemma_.lower() not in words("statements", "report")
        or teller.i > told.i
    ):
        return
    undergone = any(c.dep_ == "nsubj:pass" for c in told.children)
    # "The minister said rebels were regrouping and warned of a raid": no other verb shares the auxiliary
    undergone |= told.tag_ in {"VBG", "VB"} and verb.tag_ == "VBD"
    if not undergone or bears_subject(verb) or verb.lemma_.lower() not in _SPEAKING:
        return
    for_ = verb.i + 1 < len(verb.doc) and verb.nbor().lower_ in {"for", "on", "upon"}
    if (verb.tag_ == "VBD" or for_) and not any(c.dep_.startswith("aux") for c in verb.children):
        verb.head, verb.tag_ = teller, "VBD"


def mend_ablaze(word: Token) -> None:
    """ "Nine died when the rebels set houses ablaze at Arua": the rebels set them so, and it was there."""
    thing, doc = word.nbor(-1), word.doc
    verb = next(
        (t for t in reversed(doc[max(word.sent.start, word.i - 4) : word.i]) if t.lower_ == "set"), None
    )
    if verb is None or verb.i == word.sent.start or thing.pos_ != "NOUN":
        return
    who = verb.nbor(-1)
    if verb.dep_ == "amod" and verb.head == thing and who.head == thing and who.pos_ in {"NOUN", "PROPN"}:
        # taken for houses of the group that are set
        verb.head, verb.dep_, verb.pos_, verb.tag_ = word.head, word.dep_, "VERB", "VBD"
        for opener in (c for c in word.children if c.i < who.i):
            opener.head = verb
        for article in (c for c in thing.children if c.i < who.i):
            article.head = who
        who.head, who.dep_ = verb, "nsubj"
    thing.head, thing.dep_ = verb, "obj"
    word.head, word.dep_ = verb, "xcomp"


def mend_hyphened(noun: Token) -> None:
    """ "Suspended a cease-fire": that is no fire, though the hyphen makes it a word of its own."""
    doc, i = noun.doc, noun.i
    if noun.lower_ in {"fire", "fires"} and i > 1 and doc[i - 1].text == "-" and doc[i - 2].lower_ == "cease":
        noun.lemma_ = "ceasefire"


def mend_with(opener: Token) -> None:
    """ "12 people were killed, with residents saying that it was 30": the residents say so, the dead do not."""
    saying, doc = opener.head, opener.doc
    if saying.tag_ != "VBG" or saying.i < opener.i + 2:
        return
    who = doc[saying.i - 1]
    while who.head.i in range(opener.i + 1, saying.i):
        who = who.head
    alone = not who.is_ancestor(saying) and not bears_subject(saying)
    if who.pos_ in {"NOUN", "PROPN"} and who.left_edge.i >= opener.i and alone:
        who.head, who.dep_ = saying, "nsubj"


def mend_worth(sum_: Token) -> None:
    """ "Aid worth 330 million euros for Ukraine": the aid is for Ukraine, not what it is worth."""
    aid = sum_.head
    if sum_.lower_ != "worth" or aid.pos_ != "NOUN" or aid.i > sum_.i:
        return
    for phrase in [t for t in sum_.subtree if t.dep_ in {"obl", "nmod"} and t.i > sum_.i]:
        if governed_by(phrase, "for") or governed_by(phrase, "to"):
            phrase.head, phrase.dep_ = aid, "nmod"


def mend_planned(site: Token) -> bool:
    """ "Who planned the ambush near Djougou": the ambush was there, not the planning."""
    verb, deed = site.head, site.doc[max(site.left_edge.i - 1, 0)]
    named = site.dep_ == "obl" and site.pos_ == "PROPN" and any(governed_by(site, p) for p in _THERE)
    if not named or verb.lemma_.lower() not in _PLANNING or deed.lemma_.lower() not in _ATTACKS:
        return False
    if deed.head != verb or deed.dep_ != "obj":
        return False
    site.head, site.dep_ = deed, "nmod"
    return True


def mend_hour(site: Token) -> bool:
    """ "Shells fell shortly after 7 a.m. in Tolo district": they fell there; an hour lies nowhere."""
    hour, verb = site.head, site.head.head
    halves = any(c.lower_ in _HALVES for c in hour.children)
    told = hour.like_num and (halves or ":" in hour.text) and hour.dep_ == "obl" and verb.pos_ == "VERB"
    if site.dep_ != "nmod" or not told or not any(governed_by(site, p) for p in _THERE):
        return False
    site.head, site.dep_ = verb, "obl"
    return True


def mend_decided(verb: Token) -> None:
    """ "In reply to Chad's decision last week to expel two envoys": what was decided, past the day of it."""
    mark = next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "mark"), None)
    if mark is None or mark.i < 2 or verb.tag_ != "VB":
        return
    at = mark.i - 1
    while at > verb.sent.start and (is_dated(verb.doc[at]) or verb.doc[at].lower_ in _DATING):
        at -= 1
    noun = verb.doc[at]
    if at < mark.i - 1 and noun.lemma_.lower() in DECISIONS | {"vote"} and not verb.is_ancestor(noun):
        verb.head, verb.dep_ = noun, "acl"


def mend_after(opener: Token) -> None:
    """ "Togo shut the border, two days after an attack on a camp in Kante killed nine": the attack killed them.

    Where the parse has them killed by Togo, some time after the attack. So of "only after rockets had hit Tumbes".
    """
    noun, doc = opener.head, opener.doc
    if noun.pos_ != "NOUN" or noun.dep_ not in {"obl", "nmod"} or noun.right_edge.i + 1 >= noun.sent.end:
        return
    verb, days = doc[noun.right_edge.i + 1], opener.i - 1
    if verb.tag_ not in FINITE:
        return
    passive = False
    if verb.dep_.startswith("aux") and verb.head.i > verb.i:
        passive = any(c.dep_ == "aux:pass" for c in verb.head.children)
        verb = verb.head
    if bears_subject(verb) or verb.i == doc[days].i:
        return
    days = days if doc[days].lower_ in {"day", "days", "week", "weeks"} else opener.i
    start = doc[days].left_edge.i if days < opener.i else opener.i
    main = _main_clause(verb, noun, start)
    if main is None or doc[max(0, start - 1)].lower_ in {"and", "then", "who", "which", "that"}:
        return
    if verb.dep_ == "ROOT":
        main.head, main.dep_ = main, "ROOT"
    opener.head, opener.dep_ = verb, "mark"
    noun.head, noun.dep_ = verb, "nsubj:pass" if passive else "nsubj"
    if days < opener.i:
        doc[days].head, doc[days].dep_ = verb, "obl:unmarked"
    verb.head, verb.dep_ = main, "advcl"


def _main_clause(verb: Token, noun: Token, start: int) -> Token | None:
    """What the clause that ends in this verb goes with: told before it, or behind it where it opens the sentence."""
    if verb.dep_ == "ROOT":
        behind = [c for c in verb.children if c.i > verb.i and c.dep_ in {"parataxis", "ccomp", "conj"}]
        return next((c for c in behind if c.pos_ == "VERB" and bears_subject(c)), None)
    head = verb.head
    if start == verb.sent.start and head.i > verb.i and head.pos_ == "VERB" and bears_subject(head):
        return head  # "A day after a drone strike killed nine, the army promised an inquiry"
    if head.i >= start or verb.dep_ not in {"conj", "parataxis", "ccomp", "advcl"} or head.pos_ != "VERB":
        return None
    if head.lemma_.lower() in words("statements", "report"):
        told = [c for c in head.children if c.dep_ == "ccomp" and c.i < start]
        return told[0] if told else head.head if head.dep_ == "parataxis" else head
    return head


def governed_by(noun: Token, preposition: str) -> bool:
    """True for a noun right under this preposition."""
    return any(c.dep_ == "case" and c.lower_ == preposition for c in noun.children)


def bears_subject(verb: Token) -> bool:
    """True for a verb with a subject of any kind: a noun, a clause, "there"."""
    return any(c.dep_.startswith(("nsubj", "csubj", "expl")) for c in verb.children)


def is_dated(noun: Token) -> bool:
    """ "Monday", "dawn", "8 May": a noun that says when."""
    dated = noun.ent_type_ in {"DATE", "TIME"} or noun.lemma_[:1].isdigit() or noun.lower_.endswith("day")
    return dated or noun.lemma_.lower() in _TIMES
