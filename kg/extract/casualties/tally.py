"""Whose count of the dead it is: who put, gave, counted or told it, in or beside the clause that tells it.

The nearest frame decides: of "A said five had died; B confirmed seven" the seven are B's, though B be nobody whom
the article names.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.extract.casualties.rivals import is_of_rejected_count
from kg.extract.lexicon import words
from kg.extract.reference import people
from kg.extract.scene import Scene
from kg.extract.standing import according_to, content_noun, cue_of, edge, standing_of
from kg.extract.statements.speakers import authors, innermost, said_by, speaker, speakers_of, spoken_for
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.syntax import (
    children,
    conjuncts,
    is_passive,
    is_subject,
    is_verbal,
    negated,
    possessors,
    preposition,
    under,
)
from kg.model import StatementReport

_COUNTS = words("statements", "counts") | words("statements", "confirms")
_TELLS = words("strikes", "toll", "tells")
# What sets a toll besides: "cut the figure to 35", "had it at 67".
_SETS = frozenset({"cut", "have", "set", "reduce", "increase"})
_STATED = frozenset({"killed", "wounded", "injured", "hurt"})
_TAKES_IN = frozenset({"receive", "log", "list", "record", "register"})
_TALLY = words("statements", "reckonings") | {"figure", "toll"}
# What a count of nobody named is told by: "an earlier report had put the dead at nine".
_DOCUMENTS = words("statements", "documents")
# How many words those may have to whom somebody told it: "told the Highland News Service".
_AUDIENCE = 8
_CHARGES = frozenset({"claim", "blame", "accuse", "suspect"})
_NOMINAL = frozenset({"NOUN", "PROPN", "DET", "ADJ", "PRON"})
# By which relations what is counted hangs on the verb of counting.
_HELD = frozenset({"obj", "obl", "nmod", "xcomp"})
# How many heads up a counting verb may stand above the loss.
_CLIMB = 12


def counters(loss: Token, scene: Scene, statements: Sequence[StatementReport] = ()) -> tuple[str, ...]:
    """The figures whose count the loss at this token is; empty when nobody's but the article's own.

    Who counts ("the rebels put the toll at four"), who reports it ("nine died, the ministry said"), who is quoted
    beside it ("where, the rebels say, four died"), by whose reckoning it is ("by the rebels' count"), whom
    "according to" names, and who speaks where the loss stands in one of the `statements`.
    """
    if _is_of_claimed_deed(loss):
        return ()
    found = _own_words(loss, scene)
    if found is None and any(t.text == ";" for t in loss.sent):
        found = tellers(_in_passing(loss), scene) or None  # each part of such a sentence has its own teller
    if found is None:
        found = _nearest_frame(loss, scene) or None
    if found is not None:
        return found
    return (
        tellers(_by_count_of(loss), scene)
        or tellers(_in_passing(loss), scene)
        or standing_of(loss, scene.denotation).according_to
        or tellers([t for s in according_to(loss) for t in conjuncts(s)], scene)
        or _speaking(loss, statements)
    )


def _is_of_claimed_deed(loss: Token) -> bool:
    """ "Hamas claimed the blast, which killed three", "blamed it for the raid in which six died": told, not claimed.

    What a clause says of an attack that somebody claims or is blamed for is the article's own.
    """
    clause = next((t for t in (loss, *loss.ancestors) if t.dep_ == "acl:relcl"), None)
    if clause is None or cue_of(clause):
        return False
    charge = next((a for a in clause.head.ancestors if is_verbal(a)), None)
    if charge is None or charge.lemma_.lower() not in _CHARGES or charge.dep_ not in {"ROOT", "conj"}:
        return False
    return charge.dep_ == "ROOT" or charge.head.dep_ == "ROOT"


def _own_words(loss: Token, scene: Scene) -> tuple[str, ...] | None:
    """ "The president spoke of ten", "put the dead at 80": the verb that tells the count is the one of telling it."""
    if not is_verbal(loss) or loss.lemma_.lower() not in _COUNTS | _TELLS | _SETS:
        return None
    if (loss.tag_ == "VBG" and loss.dep_ == "advcl") or _is_retold(loss):
        return None  # "…, raising the toll to six": what happened does
    if is_passive(loss):  # "was revised to 20 by the minister"
        return tellers(logical_subjects(loss), scene) or None
    if keys := _of_count(loss, scene):
        return keys
    somebody = [t for t in logical_subjects(loss) if t.pos_ in {"NOUN", "PROPN"}]
    return () if somebody and not any(t.lemma_.lower() in _TALLY | _DOCUMENTS for t in somebody) else None


def _nearest_frame(loss: Token, scene: Scene) -> tuple[str, ...]:
    """Who tells or counts it in the nearest clause above the loss that does either, or in a frame beside one."""
    below = loss
    if is_verbal(loss) and (keys := _beside(loss, scene)):
        return keys
    for _ in range(_CLIMB):
        above = below.head
        if above.i == below.i:
            return ()
        path = edge(below, above)
        if (content := content_noun(below, above.head)) is not None:
            return tuple(o.key for o in scene.denotation.owners(content))
        if is_verbal(above):
            parted = any(t.text == ";" for t in loss.doc[min(below.i, above.i) : max(below.i, above.i)])
            told = path in {"ccomp", "xcomp", "csubj"} or (path == "parataxis" and not parted)
            if told and cue_of(above) and not negated(above):  # "did not comment on a raid that killed nine"
                if (keys := _of_frame(above, scene)) or said_by(above):
                    return keys
            elif (path in _HELD or _is_its_count(below)) and _tells_count(above, loss):
                keys = _of_count(above, scene)
                if keys or any(t.pos_ != "PRON" for t in logical_subjects(above)):
                    return keys
            if (keys := _beside(above, scene)) and not parted:
                return keys
        elif children(above, "cop") and path == "conj" and (keys := _beside(above, scene)):
            return keys  # "The targets, he told reporters, were camps, and 50 fighters were killed"
        below = above
    return ()


def _tells_count(verb: Token, loss: Token) -> bool:
    """ "spoke of 14 dead", "put the killed at nine", "confirmed 40 deaths"; no "…, raising the toll to six"."""
    if is_passive(verb) or (verb.dep_ == "advcl" and verb.tag_ == "VBG"):
        return False
    lemma = verb.lemma_.lower()
    if _is_retold(verb):
        return False
    if lemma in {"speak", "talk"}:
        # "spoke on Thursday night of 12 dead": the parse may hang the dead on the night
        return any(t.lower_ == "of" for t in verb.doc[verb.i + 1 : loss.i])
    return lemma in _COUNTS | _TELLS


def _is_its_count(clause: Token) -> bool:
    """ "gave its losses as five soldiers killed", "spoke in the evening of 12 dead", where the parse has a clause.

    Or another sentence: "spoke of damage and three soldiers killed".
    """
    if clause.dep_ == "advcl" and clause.pos_ == "ADJ":
        return clause.head.lemma_.lower() in {"speak", "talk"}
    if clause.dep_ == "conj" and clause.lower_ in _STATED and not children(clause, "aux", "aux:pass", "obj"):
        return clause.head.lemma_.lower() in {"speak", "talk"}
    return any(c.lower_ == "as" for c in children(clause, "mark")) and clause.head.lemma_.lower() == "give"


def _is_retold(verb: Token) -> bool:
    """ "The agency said one hospital had received 138 wounded": the agency says so."""
    return verb.lemma_.lower() in _TAKES_IN and verb.dep_ == "ccomp" and bool(cue_of(verb.head))


def _of_count(verb: Token, scene: Scene) -> tuple[str, ...]:
    """Who counts: the subject of the counting verb; of "an earlier count had put it at nine" whose count that was."""
    for subject in logical_subjects(verb) or said_by(verb):
        if subject.lemma_.lower() in _TALLY | _DOCUMENTS and scene.cast.name_at(subject.i) is None:
            makers = [*possessors(subject), *under(subject, "by", "from", "of")]
            return tellers(makers, scene) or authors(subject, scene)
    subjects = logical_subjects(verb) or said_by(verb)
    return (
        speakers_of(verb, scene)
        or tellers(subjects, scene)
        or tuple(o.key for s in subjects if s.pos_ == "NOUN" for o in scene.denotation.owners(s))
    )


def _of_frame(verb: Token, scene: Scene) -> tuple[str, ...]:
    return speakers_of(verb, scene) or tellers(said_by(verb), scene)


def _beside(verb: Token, scene: Scene) -> tuple[str, ...]:
    """ "Nine died, the ministry said", "as was reported by the ministry": a frame that hangs on the clause."""
    for frame in children(verb, "parataxis", "advcl"):
        if not cue_of(frame) or children(frame, "ccomp") or is_of_rejected_count(frame):
            continue
        marks = {c.lower_ for c in frame.children if c.dep_ in {"mark", "advmod", "case"}}
        if frame.dep_ == "advcl" and "as" not in marks:
            continue
        if frame.dep_ == "parataxis" and frame.i > verb.i and frame.doc[frame.left_edge.i - 1].text == ";":
            continue
        if keys := tellers(logical_subjects(frame), scene) if is_passive(frame) else _of_frame(frame, scene):
            return keys
    return ()


def _by_count_of(loss: Token) -> list[Token]:
    """ "killing 53 people by the rebels' count", "4 by the tally of the ministry"."""
    for token in loss.sent:
        if token.lemma_.lower() not in _TALLY:
            continue
        beside = preposition(token) == "by" and token.head.i in {loss.i, loss.head.i}
        if beside or (preposition(token) in {"by", "on", "in"} and loss.is_ancestor(token.head)):
            return [*possessors(token), *under(token, "of", "from")]
    return []


def _in_passing(loss: Token) -> list[Token]:
    """ "at the port, where, the rebels say, 74 died", "nine died, residents said on Sunday": a clause of its own."""
    doc = loss.doc
    start, end = _part(loss)
    for verb in doc[max(start, loss.i - 12) : end]:
        if verb.lemma_.lower() not in words("statements", "report") or not is_verbal(verb):
            continue
        if is_of_rejected_count(verb):
            continue
        if verb.lemma_.lower() == "tell":
            if (told := _told_somebody(loss, verb)) is not None:
                return conjuncts(told)
            continue
        if (
            verb.i + 1 >= len(doc)
            or children(verb, "obj")
            or any(c.i > verb.i for c in children(verb, "ccomp"))
        ):
            continue
        after = doc[verb.i + 1]
        timed = after.lower_ in {"on", "late", "early", "in", "at"} or after.ent_type_ in {"DATE", "TIME"}
        if after.text not in {",", ".", ";"} and not (timed and verb.i > loss.i):
            continue
        subjects = [c for c in verb.children if is_subject(c) and c.i < verb.i]
        opening = min((t.i for c in subjects[-1:] for t in c.subtree), default=0)
        if opening and doc[opening - 1].text == ",":
            return conjuncts(subjects[-1])
        behind = _between_comma_and(verb) if verb.i > loss.i else None
        if behind is not None:
            return conjuncts(behind)
        if verb.i > loss.i and not subjects and (named := said_by(verb)):
            return named
    return []


def _told_somebody(loss: Token, verb: Token) -> Token | None:
    """ "…, a doctor and two residents told Al Noor Radio": who told it, where nothing is told behind."""
    i, end = verb.i + 1, min(verb.sent.end, verb.i + _AUDIENCE)
    while i < end and verb.doc[i].pos_ in _NOMINAL and not is_verbal(verb.doc[i]):
        i += 1
    ends = i < verb.sent.end and (
        verb.doc[i].text in {",", ".", ";"} or (verb.doc[i].lower_ in {"on", "by", "in"} and verb.i > loss.i)
    )
    return _between_comma_and(verb) if i > verb.i + 1 and ends else None


def _part(loss: Token) -> tuple[int, int]:
    """Where the part of the sentence between semicolons begins and ends that the loss stands in."""
    breaks = [t.i for t in loss.sent if t.text == ";"]
    start = max((i + 1 for i in breaks if i < loss.i), default=loss.sent.start)
    return start, min((i + 1 for i in breaks if i > loss.i), default=loss.sent.end)


def _between_comma_and(verb: Token) -> Token | None:
    """ "…, residents and local media said": the phrase before the verb, where the parse hangs it elsewhere."""
    start = verb.i
    while start > verb.sent.start and verb.doc[start - 1].text != ",":
        start -= 1
    phrase = verb.doc[start : verb.i]
    if start == verb.sent.start or not 0 < len(phrase) < 9 or any(is_verbal(t) for t in phrase):
        return None
    head = phrase[-1]
    while head.head.i != head.i and start <= head.head.i < verb.i:
        head = head.head
    return head if head.pos_ in {"NOUN", "PROPN"} else None


def _speaking(loss: Token, statements: Sequence[StatementReport]) -> tuple[str, ...]:
    """Who speaks where the words are part of a statement: a quote that runs over several sentences."""
    nearest = innermost(statements, loss.idx, loss.idx + 1)
    return nearest.speakers if nearest is not None else ()


def tellers(tokens: Sequence[Token], scene: Scene) -> tuple[str, ...]:
    """The figures that the phrases mean, as far as they speak; by their kind alone where nothing names them."""
    found: list[str] = []
    for token in tokens:
        found.extend(speaker(token, scene) or people.source(scene.denotation, token))
    return tuple(dict.fromkeys(spoken_for(k, scene) for k in found))
