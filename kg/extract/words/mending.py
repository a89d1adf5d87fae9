"""Where the parse goes astray in ways that are known, and the words around leave no doubt: mended before all else."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.extract.lexicon import table, words
from kg.extract.words.almanac import MONTHS
from kg.extract.words.mending_phrases import (
    bears_subject,
    governed_by,
    is_dated,
    mend_ablaze,
    mend_acting,
    mend_after,
    mend_attacked,
    mend_bare,
    mend_behind_semicolon,
    mend_decided,
    mend_doubled,
    mend_front,
    mend_fronted,
    mend_hour,
    mend_hyphened,
    mend_named_teller,
    mend_planned,
    mend_receiver,
    mend_told_besides,
    mend_what,
    mend_with,
    mend_worth,
)
from kg.extract.words.mending_relatives import mend_believed, mend_where, mend_which, mend_whose
from kg.extract.words.syntax import FINITE

_CONDEMN = frozenset("condemn denounce deplore decry criticise criticize".split())
_CONDEMNED_AT = frozenset({"on", "near", "against", "in", "at"})
# When and how somebody condemns: "in a statement", "at a press conference", "on Monday".
_OCCASIONS = frozenset(
    "statement conference briefing post call letter meeting interview speech message session summit communique tweet"
    " address term behalf".split()
)
# Behind which stands at whom something is fired, and so on.
_AIMS = frozenset({"at", "on", "against", "in", "into"})
_ATTACKING = words("strikes", "verbs", "alone") | {"target", "pound", "fire", "storm", "destroy"}
# Where somebody speaks: "condemned the raid of 7 March on television".
_CHANNELS = frozenset(["x", "telegram", "twitter", "facebook", "television", "tv", "radio", "air"])
_HITTING = frozenset(v for kind in ("sure", "open", "fire") for v in table("strikes")["verbs"][kind])


def mend_parse(doc: Doc) -> None:
    """Hang possessors, tellers, subjects and places of what is condemned on what they belong to."""
    for token in doc:
        mend_hyphened(token)
        if token.pos_ == "VERB":
            mend_named_teller(token)
        dep, tag = token.dep_, token.tag_
        if dep == "nmod:poss":
            (mend_whose if token.lower_ == "whose" else _mend_possessor)(token)
        elif dep == "nsubj":
            _mend_teller(token)
            _mend_postponed(token)
            mend_which(token)
            mend_doubled(token)
        elif dep == "advmod" and token.lower_ in {"where", "front"}:
            (mend_where if token.lower_ == "where" else mend_front)(token)
        elif dep in {"nmod", "obl"} and (
            _mend_dated_deed(token)
            or mend_behind_semicolon(token)
            or mend_bare(token)
            or mend_hour(token)
            or mend_planned(token)
        ):
            continue
        elif dep in {"nmod", "nmod:unmarked", "compound"}:
            mend_fronted(token)
        elif tag in {"WP", "WDT"}:
            mend_what(token)
        elif dep == "obl":
            _mend_condemned(token)
            _mend_resumed(token)
            mend_attacked(token)
        elif dep == "obj":
            _mend_unheard(token)
        elif dep == "iobj":
            mend_receiver(token)
        elif dep == "case" and token.lower_ == "after":
            mend_after(token)
        elif dep == "mark" and token.lower_ == "with":
            mend_with(token)
        elif dep.startswith("acl") and tag in FINITE:
            if (
                tag == "VBD"
                and _has_agent(token)
                and not any(c.dep_.startswith("ns") for c in token.children)
            ):
                token.tag_ = "VBN"  # "an ambush, carried out by rebels, left nine dead"
            _mend_inserted(token)
        elif dep == "advcl" and token.lower_ == "acting":
            mend_acting(token)
        elif dep == "advcl" and tag == "VBG":
            _mend_result(token)
        elif dep == "advcl" and token.lower_ in {"ablaze", "alight"}:
            mend_ablaze(token)
        elif dep in {"advcl", "xcomp"} and tag == "VB":
            mend_decided(token)
        elif dep == "acl" and token.lower_ == "worth":
            mend_worth(token)
        elif dep == "conj" and tag in {"VBD", "VBN"}:
            mend_told_besides(token)
        elif dep == "conj" and tag == "CD":
            _mend_number(token)
        elif dep == "conj" and token.pos_ in {"NOUN", "PROPN"}:
            _mend_series(token)
            _mend_resumed(token)
            _mend_behind_day(token)
        elif dep == "appos":
            _mend_named(token)
        elif dep.lower() == "root":
            _mend_subject(token)
            _mend_reduced(token)
            mend_believed(token)
        elif dep == "ccomp":
            mend_believed(token)


def _mend_possessor(owner: Token) -> None:
    """ "A strike by Kenya's military hit a school": "by" governs the military, no adjective of the strike."""
    owned = owner.head
    strays = [c for c in owner.children if c.dep_ == "case" and c.tag_ == "IN" and c.i < owner.i]
    if not strays or owned.i < owner.i or any(c.dep_ == "case" for c in owned.children):
        return
    if owned.tag_ == "JJ" and owned.lower_ == "military" and owned.head.i < owner.i:
        owned.pos_, owned.tag_, owned.lemma_ = "NOUN", "NN", "military"
        owned.dep_ = "nmod" if owned.head.pos_ in {"NOUN", "PROPN"} else "obl"
    if owned.pos_ in {"NOUN", "PROPN"}:
        for stray in strays:
            stray.head = owned


def _mend_teller(noun: Token) -> None:
    """ "Troops attacked Minova, Congo's government said": who says it, where the parse makes it another attacker.

    So "residents and police said" of "attacked Minova and burned shops, residents and police said".
    """
    told = clause = noun.head
    while clause.dep_ in {"conj", "advcl"} and clause.head.pos_ == "VERB":
        clause = clause.head
    teller = clause.head
    if noun.i < told.i or clause.dep_ != "ccomp" or not noun.right_edge.i < teller.i <= noun.right_edge.i + 2:
        return
    before = told != clause or any(c.dep_.startswith("nsubj") and c.i < told.i for c in told.children)
    if before and not any(c.dep_.startswith("nsubj") for c in teller.children):
        noun.head = teller


def _mend_postponed(noun: Token) -> None:
    """ "Togo condemns in the strongest terms the raid": the raid is condemned, though the parse has it condemn too."""
    verb, opens = noun.head, noun.left_edge
    if noun.i < verb.i or verb.lemma_.lower() not in _CONDEMN or noun.doc[opens.i - 1].text == ",":
        return
    before = any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)
    if before and not any(c.dep_ == "obj" for c in verb.children):
        noun.dep_ = "obj"


def _mend_dated_deed(noun: Token) -> bool:
    """ "Condemned the bombing on 3 May of a clinic in Bor", "the attack of 7 March on a bus": what was hit.

    True when mended.
    """
    doc = noun.doc
    case = next((c for c in noun.children if c.dep_ == "case"), None)
    if case is None or noun.i < case.i or is_dated(noun):
        return False
    begin = case.i
    while begin > noun.sent.start and (is_dated(doc[begin - 1]) or doc[begin - 1].lower_ in MONTHS):
        begin -= 1
    if begin == case.i or begin < noun.sent.start + 2:
        return False
    deed, opens = doc[begin - 2], doc[begin - 1].lower_
    behind = {"on": {"of"}, "of": {"on", "against", "at", "in"}}.get(opens, set())
    if deed.pos_ != "NOUN" or case.lower_ not in behind or noun.is_ancestor(deed):
        return False
    struck = case.lower_ in {"on", "against"} and noun.lower_ not in _CHANNELS and not _is_occasion(noun)
    if opens == "of" and not struck and noun.head.i not in range(begin, case.i):
        return False
    noun.head, noun.dep_ = deed, "nmod"
    for day in doc[begin : case.i]:
        if not begin <= day.head.i < case.i:
            day.head, day.dep_ = deed, "nmod"
    return True


def _mend_unheard(name: Token) -> None:
    """ "Killing five and wounding 46, governor Ivan Petrov said": who says it, where the parse has him wounded too."""
    teller, start = (
        name.right_edge.nbor() if name.right_edge.i + 1 < name.sent.end else name,
        name.left_edge.i,
    )
    if teller.lemma_.lower() not in words("statements", "report") or teller.tag_ not in FINITE:
        return
    if any(c.dep_.startswith(("nsubj", "obj")) for c in teller.children) or name.head.i > name.i:
        return
    if any(c.dep_ == "obj" and c.i < start for c in name.head.children) and name.doc[start - 1].text == ",":
        name.head, name.dep_ = teller, "nsubj"


def _mend_inserted(teller: Token) -> None:
    """ "The targets, he told reporters, were camps": who tells it, where the parse says so of the targets."""
    subject, doc = teller.head, teller.doc
    says = [c for c in teller.children if c.dep_ == "nsubj" and c.i < teller.i]
    if (
        not says
        or teller.lemma_.lower() not in words("statements", "report")
        or says[-1].tag_ in {"WDT", "WP"}
    ):
        return
    between = doc[teller.i + 1 : subject.head.i]
    inserted = doc[says[-1].left_edge.i - 1].text == "," and any(t.text == "," for t in between)
    if inserted and subject.dep_.startswith("nsubj") and subject.head.i > teller.i:
        teller.head, teller.dep_ = subject.head, "parataxis"


def _mend_result(result: Token) -> None:
    """ "Drones hit Kobani, the town that IS besieged in 2014, killing two": what hit it killed them, not the siege."""
    told = result.head
    before = result.doc[result.left_edge.i - (result.left_edge.text != ",")]
    if told.dep_ != "acl:relcl" or told.tag_ not in FINITE or before.text != "," or result.i < told.i:
        return
    subjects = [c for c in told.children if c.dep_.startswith("nsubj")]
    if not subjects or any(s.tag_ in {"WDT", "WP"} for s in (*subjects, told.head)):
        return  # "… a raid that hit the town, killing two", "launched what it called a raid, killing two"
    done = next((a for a in told.head.ancestors if a.tag_ in FINITE), None)
    if done is not None and done.lemma_.lower() in _HITTING and done.dep_ != "acl:relcl":
        result.head = done


def _mend_number(number: Token) -> None:
    """ "49 civilians and 15 soldiers", where the parse counts 15 more besides the soldiers."""
    counted = number.doc[number.i + 1] if number.i + 1 < len(number.doc) else number
    if counted.dep_ == "conj" and counted.head == number.head and counted.pos_ == "NOUN":
        number.head, number.dep_ = counted, "nummod"


def _mend_named(name: Token) -> None:
    """ "Attacked the ferry Aline on the Niger and a camp": what follows is said of the ferry, not of its name."""
    bearer = name.head
    if name.pos_ != "PROPN" or bearer.pos_ != "NOUN" or name.left_edge.i != bearer.i + 1:
        return
    for child in list(name.children):
        if child.i > name.i and child.dep_ in {"nmod", "conj", "acl", "acl:relcl"}:
            child.head = bearer


def _mend_condemned(noun: Token) -> None:
    """ "Ankara condemns the shelling carried out by Chad on a market": what was shelled, not where it speaks."""
    verb = noun.head
    case = next((c.lower_ for c in noun.children if c.dep_ == "case"), "")
    speaks = verb.head.head
    if verb.dep_ == "acl" and verb.head.dep_ == "obj" and speaks.lemma_.lower() in _CONDEMN:
        if case in {"in", "at", "during"} and noun.lemma_.lower() in _OCCASIONS:
            noun.head = speaks  # "condemned the raid carried out by Niger at a press conference in Lomé"
        return
    if verb.lemma_.lower() not in _CONDEMN:
        return
    deeds = [
        p for o in verb.children if o.dep_ == "obj" for p in o.children if p.dep_ == "acl" and p.tag_ == "VBN"
    ]
    # "condemns the raid launched by Niger on Monday"
    present = verb.tag_ in {"VBZ", "VBP"} and is_dated(noun)
    if not deeds or deeds[-1].i > noun.i or case not in _CONDEMNED_AT or (_is_occasion(noun) and not present):
        return
    for between in [c for c in verb.children if deeds[-1].i < c.i < noun.i and c.dep_.endswith(":unmarked")]:
        between.head = deeds[-1]  # "carried out by Chad yesterday on a market": its day as well
    noun.head = deeds[-1]


def _mend_resumed(noun: Token) -> None:
    """ "Fired at a camp in Syria that it linked to a group, and at a post in Iraq": both were fired at.

    The parse hangs the second phrase on the verb of what is said of the first in between.
    """
    between, doc = noun.head, noun.doc
    case = next((c for c in noun.children if c.dep_ == "case" and c.lower_ in _AIMS), None)
    if case is None or case.i < 2 or doc[case.i - 1].lower_ != "and":
        return
    if between.pos_ not in {"VERB", "AUX"} or between.i > noun.i or is_dated(noun):
        return
    if any(governed_by(c, case.lower_) for c in between.children if between.i < c.i < noun.i):
        return  # "…, which it had shelled at dawn and at dusk"
    first = next(
        (
            t
            for t in reversed(doc[noun.sent.start : between.i])
            if t.dep_ in {"obl", "nmod"} and governed_by(t, case.lower_) and t.head.pos_ == "VERB"
        ),
        None,
    )
    if first is None or is_dated(first) or first.head == between:
        return
    if first.is_ancestor(between) or (between.head == first.head and _opens_clause(between)):
        noun.head, noun.dep_ = first, "conj"


def _opens_clause(verb: Token) -> bool:
    """ "that it linked to a group": a clause of what stands before it, whatever the parse makes of it."""
    return verb.left_edge.lower_ in {"that", "which", "who", "where"}


def _mend_series(noun: Token) -> None:
    """ "Bombed depots in Iraq that it linked to the group, and a convoy in Syria": depots and a convoy."""
    clause = noun.head
    if clause.dep_ != "acl:relcl" or clause.pos_ not in {"VERB", "AUX"} or clause.i > noun.i:
        return
    described = clause.head
    if described.pos_ != "NOUN" or described.dep_ not in {"obj", "obl", "nsubj:pass"}:
        return
    if any(c.dep_ in {"cop", "nsubj", "nsubj:pass", "case"} for c in noun.children):
        return
    opens = noun.left_edge
    if opens.lower_ == "," and opens.i + 1 < noun.i:
        opens = opens.nbor()
    if opens.lower_ == "and" and noun.doc[opens.i - 1].text == ",":
        noun.head = described


def _mend_behind_day(noun: Token) -> None:
    """ "Shelled Diffa on Monday and Bosso a day later": both were shelled, where the parse has the day between.

    Of attacks alone: who "met Chad's envoy on Monday and Togo's on Tuesday" met them one by one.
    """
    verb = noun.head.head if is_dated(noun.head) else noun.head
    if verb.pos_ != "VERB" or verb.i > noun.i or is_dated(noun) or verb.lemma_.lower() not in _ATTACKING:
        return
    days = [c for c in verb.children if c.dep_ == "obl" and verb.i < c.i < noun.i and is_dated(c)]
    joined = any(c.dep_ == "cc" and c.lower_ == "and" for c in noun.children)
    if not (days and joined) or any(c.dep_.startswith(("nsubj", "cop", "obj")) for c in noun.children):
        return
    if any(t.tag_ == "VBD" and not bears_subject(t) for t in noun.doc[noun.i + 1 : noun.sent.end]):
        return  # "…, and an attack on a camp in Koya killed nine", whose subject it may be
    case = next((c.lower_ for c in noun.children if c.dep_ == "case"), None)
    beside = [
        c
        for c in verb.children
        if c.i < noun.i
        and not is_dated(c)
        and (c.dep_ in {"obj", "nsubj:pass"} if case is None else c.dep_ == "obl" and governed_by(c, case))
    ]
    if beside:
        noun.head = beside[-1]


def _is_occasion(noun: Token) -> bool:
    return is_dated(noun) or noun.lemma_.lower() in _OCCASIONS


def _mend_subject(verb: Token) -> None:
    """ "Months after the attack at Tessalit, Bamako and Algiers still meet": they meet, they were not attacked.

    A finite verb without a subject, behind a comma and two names that the parse hangs on the place before the comma.
    """
    if verb.tag_ not in {"VBP", "VBD", "VBZ"} or any(
        c.dep_.startswith(("nsubj", "csubj", "expl")) for c in verb.children
    ):
        return
    last = verb.i - 1
    while last > verb.sent.start and verb.doc[last].dep_ in {"advmod", "aux"}:
        last -= 1
    named = verb.doc[last]
    if named.dep_ != "conj" or named.pos_ != "PROPN" or named.head.i >= named.i:
        return
    series = [c for c in named.head.children if c.dep_ == "conj" and c.i < named.i]
    first = named.head if named.head.dep_ == "conj" else series[0] if len(series) == 1 else None
    if first is None or first.pos_ != "PROPN" or not any(c.dep_ == "cc" for c in named.children):
        return
    opens = first.left_edge.text == "," or verb.doc[first.left_edge.i - 1].text == ","
    if opens and any(a == verb for a in first.head.ancestors):
        first.head, first.dep_ = verb, "nsubj"
        named.head = first


def _mend_reduced(verb: Token) -> None:
    """ "A raid in May, carried out by the rebels, left nine dead": who carried it out is an aside on the raid."""
    told = next((c for c in verb.children if c.dep_ == "parataxis" and c.tag_ in FINITE), None)
    if told is None or verb.tag_ != "VBD" or verb.nbor(-1).text != "," or told.nbor(-1).text != ",":
        return
    own = [c for t in (verb, told) for c in t.children if c.dep_.startswith(("nsubj", "expl", "obj"))]
    own = [c for c in own if c.head == verb or c.i < told.i]
    if len(own) == 1 and own[0].dep_ == "nsubj" and own[0].i < verb.i and _has_agent(verb):
        told.head, told.dep_ = told, "ROOT"
        own[0].head = told
        verb.head, verb.dep_, verb.tag_ = own[0], "acl", "VBN"


def _has_agent(verb: Token) -> bool:
    agents = (o for o in verb.children if o.dep_.startswith("obl") and o.i > verb.i)
    return any(c.dep_ == "case" and c.lower_ == "by" for o in agents for c in o.children)
