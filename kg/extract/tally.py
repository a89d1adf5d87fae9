"""Whose count of the dead it is: who put, gave, counted or told it, in or beside the clause that tells it.

The nearest frame decides: of "A said five had died; B confirmed seven" the seven are B's, though B be nobody whom
the article names.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.extract import people
from kg.extract.arguments import logical_subjects
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.speakers import authors, said_by, speaker, speakers_of, spoken_for
from kg.extract.standing import according_to, content_noun, cue_of, edge, standing_of
from kg.extract.syntax import children, conjuncts, is_passive, is_verbal, possessors, preposition, under
from kg.model import StatementReport

_COUNTS = words("statements", "counts") | words("statements", "confirms")
_TELLS = frozenset(
    {"say", "speak", "talk", "claim", "admit", "concede", "mention", "insist", "write", "tell"}
)
# What sets a toll besides: "cut the figure to 35", "had it at 67".
_SETS = frozenset({"cut", "have", "set", "reduce", "increase"})
_TALLY = words("statements", "reckonings") | {"figure", "toll"}
# What a count of nobody named is told by: "an earlier report had put the dead at nine".
_DOCUMENTS = words("statements", "documents")
# How many heads up a counting verb may stand above the loss.
_CLIMB = 12


def counters(loss: Token, scene: Scene, statements: Sequence[StatementReport] = ()) -> tuple[str, ...]:
    """The figures whose count the loss at this token is; empty when nobody's but the article's own.

    Who counts ("the rebels put the toll at four"), who reports it ("nine died, the ministry said"), who is quoted
    beside it ("where, the rebels say, four died"), by whose reckoning it is ("by the rebels' count"), whom
    "according to" names, and who speaks where the loss stands in one of the `statements`.
    """
    found = _own_words(loss, scene)
    if found is None:
        found = _nearest_frame(loss, scene)
    if found:
        return found
    return (
        _all(_by_count_of(loss), scene)
        or _all(_in_passing(loss), scene)
        or standing_of(loss, scene.denotation).according_to
        or _all([t for s in according_to(loss) for t in conjuncts(s)], scene)
        or _speaking(loss, statements)
    )


def _own_words(loss: Token, scene: Scene) -> tuple[str, ...] | None:
    """ "The president spoke of ten", "put the dead at 80": the verb that tells the count is the one of telling it."""
    if not is_verbal(loss) or loss.lemma_.lower() not in _COUNTS | _TELLS | _SETS:
        return None
    if is_passive(loss):  # "was revised to 20 by the minister"
        return _all(logical_subjects(loss), scene) or None
    return _of_count(loss, scene) or None


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
            if told and cue_of(above):
                if (keys := _of_frame(above, scene)) or said_by(above):
                    return keys
            elif path in {"obj", "obl", "nmod", "xcomp"} and _tells_count(above):
                return _of_count(above, scene)
            if (keys := _beside(above, scene)) and not parted:
                return keys
        below = above
    return ()


def _tells_count(verb: Token) -> bool:
    """ "spoke of 14 dead", "put the killed at nine", "confirmed 40 deaths"; no "…, raising the toll to six"."""
    if is_passive(verb) or (verb.dep_ == "advcl" and verb.tag_ == "VBG"):
        return False
    lemma = verb.lemma_.lower()
    if lemma in {"speak", "talk"}:
        return any(preposition(c) == "of" for c in verb.children)
    return lemma in _COUNTS | _TELLS


def _of_count(verb: Token, scene: Scene) -> tuple[str, ...]:
    """Who counts: the subject of the counting verb; of "an earlier count had put it at nine" whose count that was."""
    for subject in logical_subjects(verb) or said_by(verb):
        if subject.lemma_.lower() in _TALLY | _DOCUMENTS and scene.cast.name_at(subject.i) is None:
            makers = [*possessors(subject), *under(subject, "by", "from", "of")]
            return _all(makers, scene) or authors(subject, scene)
    return speakers_of(verb, scene) or _all(logical_subjects(verb) or said_by(verb), scene)


def _of_frame(verb: Token, scene: Scene) -> tuple[str, ...]:
    return speakers_of(verb, scene) or _all(said_by(verb), scene)


def _beside(verb: Token, scene: Scene) -> tuple[str, ...]:
    """ "Nine died, the ministry said", "as was reported by the ministry": a frame that hangs on the clause."""
    for frame in children(verb, "parataxis", "advcl"):
        if not cue_of(frame) or children(frame, "ccomp"):
            continue
        marks = {c.lower_ for c in frame.children if c.dep_ in {"mark", "advmod", "case"}}
        if frame.dep_ == "advcl" and "as" not in marks:
            continue
        if frame.dep_ == "parataxis" and frame.i > verb.i and frame.doc[frame.left_edge.i - 1].text == ";":
            continue
        if keys := _all(logical_subjects(frame), scene) if is_passive(frame) else _of_frame(frame, scene):
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
    """ "at the port, where, the rebels say, 74 people died": a reporting clause between commas."""
    doc = loss.doc
    for verb in doc[max(loss.sent.start, loss.i - 12) : min(loss.sent.end, loss.i + 12)]:
        if verb.lemma_.lower() not in words("statements", "report") or not is_verbal(verb):
            continue
        if verb.i + 1 >= len(doc) or doc[verb.i + 1].text not in {",", "."} or children(verb, "ccomp", "obj"):
            continue
        subject = next((c for c in verb.children if c.dep_.startswith("nsubj")), None)
        if subject is None:
            continue
        opening = min(t.i for t in subject.subtree)
        if opening and doc[opening - 1].text == ",":
            return [subject]
    return []


def _speaking(loss: Token, statements: Sequence[StatementReport]) -> tuple[str, ...]:
    """Who speaks where the words are part of a statement: a quote that runs over several sentences."""
    around = [s for s in statements if s.content_span.begin <= loss.idx < s.content_span.end and s.speakers]
    nearest = min(around, key=lambda s: s.content_span.end - s.content_span.begin, default=None)
    return nearest.speakers if nearest is not None else ()


def _all(tokens: Sequence[Token], scene: Scene) -> tuple[str, ...]:
    """The figures that the phrases mean, as far as they speak; by their kind alone where nothing names them."""
    found: list[str] = []
    for token in tokens:
        found.extend(speaker(token, scene) or people.source(scene.denotation, token))
    return tuple(dict.fromkeys(spoken_for(k, scene) for k in found))
