"""Who speaks in a reporting clause: people, bodies, the authors of documents, and those spoken for."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.reference import people
from kg.extract.scene import Scene
from kg.extract.standing import cue_of
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.astray import SAYING, is_lent
from kg.extract.words.syntax import (
    FINITE,
    children,
    conjuncts,
    is_passive,
    is_verbal,
    possessors,
    preposition,
    under,
)
from kg.model import StatementReport

# Verbs that only report: whoever is their subject speaks, though no list knows him.
_TO_SOMEBODY = frozenset({"tell", "warn", "inform", "order", "ask"})
_REPORTS = frozenset({"report", "study"})
_PUBLISHED = words("statements", "published")
_RECKONINGS = words("statements", "reckonings") | {"figure", "data", "statistic", "number"}
_ASKS = frozenset({"demand", "urge", "ask", "request", "call", "appeal", "insist"})


def speakers_of(verb: Token, scene: Scene) -> tuple[str, ...]:
    """The figures whose words the verb reports."""
    found: list[str] = []
    for subject in said_by(verb):
        keys = speaker(subject, scene)
        if not keys and not found and verb.lemma_.lower() in SAYING:
            keys = people.outlet(scene.denotation, subject)
        found.extend(keys)
    return tuple(dict.fromkeys(spoken_for(k, scene) for k in found))


def said_by(verb: Token) -> list[Token]:
    """The words for the speakers; behind the verb in "…, said the minister"."""
    if (behind := inverted_within(verb)) is not None:
        return conjuncts(behind)
    if quoted := _quoted_aside(verb):
        return quoted
    own = [c for c in children(verb, "nsubj") if not is_lent(c)]
    if (asking := _asking(verb, own)) is not None:
        return logical_subjects(asking)
    if len(own) > 1 and (interrupts(verb) or _title_and_name(own, verb) or _added(own, verb)):
        return conjuncts(own[-1])
    if verb.tag_ == "VBG" and verb.head.lemma_.lower() in {"quote", "cite"}:
        # "the radio quoted a commander as saying", "a commander was quoted by the radio as saying"
        whom = ("nsubj:pass",) if is_passive(verb.head) else ("obj",)
        if cited := [t for o in children(verb.head, *whom) for t in conjuncts(o)]:
            return cited
    if verb.tag_ == "VBG" and not own and verb.dep_ in {"advcl", "xcomp", "conj", "acl", "parataxis"}:
        # "announced that the fleet would sail, saying …": who announced says it, wherever the parse hangs it
        outer = next((a for a in verb.ancestors if is_verbal(a) and cue_of(a)), None)
        if outer is not None:
            return said_by(outer)
    if verb.dep_ == "conj" and not own and (said := _goes_on_from(verb)) is not None:
        return said_by(said)
    subjects = logical_subjects(verb)
    if not subjects or (len(subjects) == 1 and subjects[0].lower_ in {"there", "it"} and not own):
        after = [c for c in children(verb, "obj", "obl", "iobj") if c.i > verb.i and not preposition(c)]
        if children(verb, "xcomp"):
            after = []  # "claimed 20 soldiers dead": they claim nothing
        if verb.dep_ == "parataxis" or (
            after and children(verb, "ccomp") and after[0].i == _first(verb) and verb.lemma_.lower() != "tell"
        ):
            subjects = [t for c in after[:1] for t in conjuncts(c)]
    if not subjects:
        subjects = [t for c in children(verb, "nsubj", "dislocated") if not is_lent(c) for t in conjuncts(c)]
    if not subjects and verb.i > verb.sent.start:
        subjects = _right_before(verb)
    before = [t for t in subjects if t.i < verb.i]
    behind_object = all(t in before or t.left_edge.i > verb.i + 1 for t in subjects)
    if before and before[0].dep_ == "nsubj" and behind_object and not any(t.dep_ == "conj" for t in subjects):
        subjects = before  # "The army reported four deaths and the governor seven": each his own number
    if verb.lemma_.lower() == "tell":
        # who stands behind "told" is told
        subjects = [t for t in subjects if t.i < verb.i] or _right_before(verb)
    return subjects


def _title_and_name(subjects: list[Token], verb: Token) -> bool:
    """ "Viv Ansanm leader Jimmy Chérizier said": the parse may take the title and the name for two subjects."""
    between = verb.doc[subjects[-2].i : subjects[-1].i]
    return subjects[-1].i < verb.i and not any(t.is_punct or t.pos_ in {"ADP", "CCONJ"} for t in between)


def _added(subjects: list[Token], verb: Token) -> bool:
    """ "An air strike on a school killed 16, medics said": the parse may have the strike speak as well."""
    last = subjects[-1]
    begin = last.left_edge.i
    return (
        subjects[-2].i < begin - 1
        and verb.doc[begin - 1].text == ","
        and last.right_edge.i == verb.i - 1
        and any(is_verbal(t) for t in verb.doc[subjects[-2].i : begin])
    )


def _goes_on_from(verb: Token) -> Token | None:
    """The verb of saying in "said ten had died, and called it a crime": who said it called it so."""
    said = verb.head.head if verb.head.dep_ == "ccomp" else None
    return said if said is not None and cue_of(said) and verb in goes_on(verb.head, said) else None


def goes_on(head: Token, verb: Token) -> list[Token]:
    """The acts of who speaks that the parse joins to his words: "said ten had died, and called it a crime".

    A verb of speaking without a subject of its own, in the tense of the frame, where the words have another
    tense or speak of the speaker himself, or a comma parts the two.
    """
    if verb.tag_ not in FINITE or head.i < verb.i or not is_verbal(verb):
        return []
    speaks = words("statements", "acts") | words("statements", "report") | words("statements", "judges")
    found = []
    for act in (c for c in head.children if c.dep_ == "conj" and c.i > head.i):
        if act.lemma_.lower() not in speaks or act.tag_ != verb.tag_ or children(act, "nsubj", "mark", "aux"):
            continue
        opening = act.doc[act.left_edge.i - 1 : act.left_edge.i + 1].text
        shifted = head.tag_ != verb.tag_ or bool(children(head, "aux", "cop"))
        if act.lemma_.lower() in _TO_SOMEBODY and "," not in opening and children(head, "aux"):
            continue  # "said that the ship had approached and told them to leave": the ship did
        himself = any(s.lower_ in {"it", "he", "she", "they"} for s in children(head, "nsubj"))
        if shifted or himself or "," in opening:
            found.append(act)
    return found


def _quoted_aside(verb: Token) -> list[Token]:
    """Whose words they are in "the radio reported, quoting a commander, that …"."""
    return [
        t
        for c in children(verb, "advcl")
        if c.lemma_.lower() == "quote" and c.tag_ == "VBG" and c.nbor(-1).text == ","
        for o in children(c, "obj")
        for t in conjuncts(o)
    ]


def _asking(verb: Token, own: list[Token]) -> Token | None:
    """The verb of "demanded that Thailand free 20 soldiers it said were captured": who demands it says so."""
    aside = (
        verb.dep_ in {"acl:relcl", "acl"} and len(own) == 1 and own[0].lower_ in {"it", "he", "she", "they"}
    )
    clause = next((a for a in verb.ancestors if is_verbal(a)), None) if aside else None
    if clause is None or clause.dep_ not in {"ccomp", "xcomp", "advcl"} or not is_verbal(clause.head):
        return None
    return clause.head if clause.head.lemma_.lower() in _ASKS else None


def inverted_within(verb: Token) -> Token | None:
    """The speaker of "The raid, said the minister, was a crime", where the parse has the raid speak."""
    own = children(verb, "nsubj")
    if verb.lemma_.lower() not in SAYING or len(own) != 1 or verb.nbor(-1).text != "," or own[0].i > verb.i:
        return None
    if [t.text for t in verb.doc[own[0].left_edge.i : verb.i]].count(",") > 1:
        return None  # "The Service, the SBU, said the raid, …"
    for clause in children(verb, "ccomp"):
        for behind in children(clause, "nsubj", "nsubj:pass"):
            after = behind.right_edge.i + 1
            ends = "," in {verb.doc[after - 1].text, verb.doc[min(after, len(verb.doc) - 1)].text}
            if behind.left_edge.i == verb.i + 1 and ends and behind.pos_ in {"NOUN", "PROPN"}:
                return behind
    return None


def _right_before(verb: Token) -> list[Token]:
    """The noun that stands right before a verb without a subject, whatever the parse hangs it on."""
    noun = verb.doc[verb.i - 1]
    if noun.text == ",":
        return _role_before(verb)
    while noun.dep_ == "flat" or (noun.dep_ == "nmod" and _is_of_phrase(noun)):
        noun = noun.head  # "…, a nurse at the hospital said": the nurse
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return []
    if noun.dep_ != "conj" or noun.head.pos_ not in {"NOUN", "PROPN"}:
        return [noun]
    first = noun.head
    if first.i > 1 and first.doc[first.i - 2 : first.i].text.lower() in {"of them", "of whom"}:
        # "killed 60, most of them women, residents and a medic said": the parse may join them all
        between = (t for t in first.doc[first.i + 1 : noun.i] if t.pos_ in {"NOUN", "PROPN"})
        return [*(t for t in between if t.nbor(1).lower_ == "and"), noun]
    return [first, noun]


def _is_of_phrase(noun: Token) -> bool:
    """Whether what the noun hangs on stands before it, and no comma between."""
    return noun.head.i < noun.i and not any(t.is_punct for t in noun.doc[noun.head.i : noun.i])


def _role_before(verb: Token) -> list[Token]:
    """ "…, the army's spokesman, Colonel Diallo, told reporters": the role that stands between commas."""
    for noun in reversed(list(verb.doc[max(verb.sent.start, verb.i - 25) : verb.i - 1])):
        if noun.tag_ in FINITE:
            break
        own = [c for c in noun.children if c.dep_ == "det" or c.dep_ == "nmod:poss"]
        if noun.pos_ == "NOUN" and own and noun.lemma_.lower() in words("actors", "person"):
            start = min(c.left_edge.i for c in own)
            if start > verb.sent.start and verb.doc[start - 1].text in {",", '"', "”"}:
                return [noun]
            break
    return _named_before(verb)


def _named_before(verb: Token) -> list[Token]:
    """ "…, a rights group, CARDH, said", "…, a resident, Lawal Ahmed, told reporters": the name of the two phrases."""
    doc, last = verb.doc, verb.i - 1
    commas = [i for i in range(max(verb.sent.start, verb.i - 25), last) if doc[i].text in {",", ";"}]
    if len(commas) < 2:
        return []
    first, second = doc[commas[-2] + 1 : commas[-1]], doc[commas[-1] + 1 : last]
    for phrase in (first, second):
        if not len(phrase) or phrase[0].pos_ not in {"DET", "PRON", "PROPN", "NOUN", "ADJ"}:
            return []
        if any(is_verbal(t) or t.lower_ in {"and", "or"} for t in phrase):
            return []
    for phrase in (second, first):
        opening = phrase[1:] if phrase[0].pos_ == "DET" else phrase
        if len(opening) and opening[0].pos_ == "PROPN" and opening.root.pos_ == "PROPN":
            return [opening.root]
    return []


def _first(verb: Token) -> int:
    """The head of the phrase that begins right behind the verb."""
    after = [c for c in verb.children if c.i > verb.i and c.left_edge.i == verb.i + 1]
    return after[0].i if after else -1


def interrupts(verb: Token) -> bool:
    """ "He has not, she added, decided": a frame between commas, which the parse takes for the main clause."""
    own = children(verb, "nsubj")
    if len(own) < 2 or own[-1].i > verb.i:
        return False
    start, doc = own[-1].left_edge.i, verb.doc
    return (
        start > 0
        and doc[start - 1].text == ","
        and verb.i + 1 < len(doc)
        and doc[verb.i + 1].text in {",", '"', "”"}
    )


def speaker(subject: Token, scene: Scene) -> tuple[str, ...]:
    """The figures that one phrase names as speakers; the author where it is a document."""
    return authors(subject, scene) or _colleagues(subject, scene) or scene.denotation.of(subject, crowd=True)


def _colleagues(subject: Token, scene: Scene) -> tuple[str, ...]:
    """ "Our colleagues in OCHA tell us": the agency speaks."""
    if subject.lemma_.lower() != "colleague" or not any(p.lower_ == "our" for p in possessors(subject)):
        return ()
    homes = under(subject, "in", "from", "at", "with")
    homes += [c for h in homes for c in children(h, "appos")]
    return scene.denotation.all_of(list(reversed(homes)))[:1]


def spoken_for(key: str, scene: Scene) -> str:
    """Whom an unnamed spokesman speaks for: his group, ministry or state; anybody else speaks for himself."""
    figure = scene.cast.figures[key]
    if not figure.named and figure.member_of and (figure.role or "").startswith(("spokes", "statement")):
        return figure.member_of
    return key


def authors(subject: Token, scene: Scene) -> tuple[str, ...]:
    """Whose words a document holds: "a statement by the ministry said", "the White House's readout"."""
    if (
        subject.lemma_.lower() not in words("statements", "documents")
        or scene.cast.name_at(subject.i) is not None
    ):
        return ()
    if found := _makers(subject, scene):
        return found
    owners = scene.denotation.owners(subject)
    if owners:
        return (owners[0].key,)
    return _report_named(subject, scene) or _document_before(subject, scene)


def _makers(document: Token, scene: Scene) -> tuple[str, ...]:
    """Whose a document is by its own words: "a UN report", "a report published by OCHA"."""
    makers = [*possessors(document), *under(document, "by", "from", "of")]
    for clause in children(document, "acl"):
        if clause.dep_ != "acl:relcl" and (is_passive(clause) or clause.tag_ == "VBN"):
            makers.extend(t for t in under(clause, "by", "from"))
    makers.extend(c for c in children(document, "compound", "amod"))
    return scene.denotation.all_of(makers, crowd=True)


def reckoned_by(subject: Token, scene: Scene) -> tuple[str, ...]:
    """ "According to figures compiled by the ministry", "to a tally kept by a charity": who counted."""
    return _makers(subject, scene) if subject.lemma_.lower() in _RECKONINGS else ()


def _report_named(subject: Token, scene: Scene) -> tuple[str, ...]:
    """ "The report says": who wrote the one report of which the article tells: "a report that OCHA published"."""
    if subject.lemma_.lower() not in _REPORTS or not any(
        c.lower_ in {"the", "this"} for c in subject.children
    ):
        return ()
    found: list[tuple[str, ...]] = []
    for token in subject.doc[: subject.sent.start]:
        if token.lemma_.lower() not in _REPORTS or token.pos_ != "NOUN":
            continue
        # "a report that OCHA published", "OCHA published a report"
        published = [c for c in (*children(token, "acl"), token.head) if c.lemma_.lower() in _PUBLISHED]
        makers = _makers(token, scene) or scene.denotation.all_of(
            [t for c in published for t in logical_subjects(c) if t != token], crowd=True
        )
        if makers and makers not in found:
            found.append(makers)
    return found[0] if len(found) == 1 else ()


def _document_before(subject: Token, scene: Scene) -> tuple[str, ...]:
    """ "The statement added": the author of the document named in the sentences before."""
    if not any(c.lower_ in {"the", "this", "that"} for c in subject.children):
        return ()
    start = subject.sent.start
    for _ in range(2):
        if start == 0:
            return ()
        previous = subject.doc[start - 1].sent
        for verb in reversed(list(previous)):
            if is_verbal(verb) and cue_of(verb):
                keys = scene.denotation.all_of(logical_subjects(verb), crowd=True)
                if keys:
                    return keys
        start = previous.start
    return ()


def innermost(statements: Sequence[StatementReport], begin: int, end: int) -> StatementReport | None:
    """The statement of somebody known whose content holds the characters [begin, end); the inner one of two."""
    holding = [
        s for s in statements if s.content_span.begin <= begin and end <= s.content_span.end and s.speakers
    ]
    return min(holding, key=lambda s: s.content_span.end - s.content_span.begin, default=None)
