"""Reporting clauses: the cue that reports, who speaks, and to whom.

"X said …", "…, X said", "according to X, …", "X's reply was that …", "stressed the need for …". What the
sentence says besides ("…; one soldier died, the army said") is nobody's words; which words were said is told in
`kg.extract.statements.reported`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.reference import people
from kg.extract.scene import Scene
from kg.extract.standing import aside_of, cue_of
from kg.extract.statements.closing import Closing, closing_frame, own_desk
from kg.extract.statements.reported import content_of, segment
from kg.extract.statements.speakers import (
    authors,
    interrupts,
    reckoned_by,
    said_by,
    speaker,
    speakers_of,
    spoken_for,
)
from kg.extract.words.astray import is_lent
from kg.extract.words.quotes import Quotes
from kg.extract.words.syntax import (
    CONDITIONAL,
    MODAL,
    auxiliaries,
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

_TOLD = frozenset({"tell", "inform", "brief", "warn", "urge", "ask", "remind", "assure"})
_COUNTS = words("statements", "reckonings") | {"admission"}
_CITES = frozenset({"quote", "cite"})
_UNSAID = frozenset("decline refuse fail want plan need expect".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """One reporting clause before its content is cut out: the cue, who speaks, which tokens are what was said."""

    cue: Token
    speakers: tuple[str, ...]
    content: tuple[Token, ...]
    addressees: tuple[str, ...] = ()


def reporting_clauses(
    sent: DocSpan, scene: Scene, quotes: Quotes, before: DocSpan | None = None
) -> Iterator[Clause]:
    """All reporting clauses of a sentence, in order; `before` is the sentence it may take its quote from."""
    seen: set[int] = set()
    for token in sent:
        clause = _verbal(token, sent, scene, quotes, before) if is_verbal(token) else None
        if clause is None and token.lower_ == "according":
            clause = _according(token, sent, scene)
        if clause is None and token.pos_ == "NOUN":
            clause = _speech_noun(token, scene) or _by_count(token, sent, scene)
        if clause is not None and clause.cue.i not in seen:
            seen.add(clause.cue.i)
            yield clause


# -- verbs of reporting ------------------------------------------------------------------------------------


def _verbal(
    verb: Token, sent: DocSpan, scene: Scene, quotes: Quotes, before: DocSpan | None
) -> Clause | None:
    lemma = verb.lemma_.lower()
    act = lemma in words("statements", "acts")
    manner = lemma in words("statements", "manner") and not cue_of(verb)
    cue = bool(cue_of(verb)) or manner
    by_object = lemma in words("statements", "object") or lemma in words("statements", "counts")
    if not (cue or act or by_object) or _not_said(verb):
        return None
    if (negated(verb) and not interrupts(verb)) or _nobody_said(verb) or _was_told(verb):
        return None
    if any(own_desk(s) for s in children(verb, "nsubj")):
        return None
    if lemma == "read" and verb.tag_ == "VBN" and verb.dep_ == "acl":
        return None  # "a communique read on television" is no clause of its own
    if lemma == "find" and verb.tag_ == "VBG" and not any(m.lower_ == "that" for m in verb.subtree):
        return None  # "returned, finding shops emptied and wells poisoned"
    if lemma in words("statements", "mind") and verb.dep_ == "acl:relcl":
        return None  # "a past that they believed they had left behind"
    if lemma in _CITES and any(c.tag_ == "VBG" and cue_of(c) for c in children(verb, "advcl", "xcomp")):
        return None  # "quoted him as saying": read at "saying"
    content = content_of(verb, sent, quotes, before, cue=cue)
    closing = closing_frame(verb) if cue else None
    astray = closing is not None and _reaches_into(closing, content, verb)
    if closing is not None and (astray or not content):
        content = tuple(t for t in content or sent if t.i < closing.comma and t.i in segment(verb))
    if not content or ((act or manner) and not quotes.part_of(content)):
        return None
    speakers = speakers_of(verb, scene)
    if closing is not None and (astray or not speakers):
        speakers = tuple(dict.fromkeys(spoken_for(k, scene) for k in speaker(closing.speaker, scene)))
    if not speakers:
        return None
    own = [s for s in children(verb, "nsubj", "nsubj:pass", "csubj") if not is_lent(s)]
    if not own and verb.i - 2 <= max((t.i for t in content if t.is_alpha), default=0) < verb.i:
        content = _without_speaker(content, said_by(verb))
    addressees = (
        scene.denotation.all_of(
            [t for o in children(verb, "obj", "iobj") for t in conjuncts(o) if t not in content]
        )
        if lemma in _TOLD
        else ()
    )
    return Clause(verb, speakers, content, tuple(k for k in addressees if k not in speakers))


def _reaches_into(closing: Closing, content: tuple[Token, ...], verb: Token) -> bool:
    """True where words of the speaker's phrase were taken for what was said."""
    return any(closing.comma < t.i < verb.i and t.is_alpha for t in content)


def _without_speaker(content: tuple[Token, ...], speakers: list[Token]) -> tuple[Token, ...]:
    """The content cut before the speaker, where the parse takes his phrase for its last words."""
    begin = min((t.left_edge.i for t in speakers), default=-1)
    return tuple(t for t in content if t.i < begin) if begin > content[0].i else content


def _not_said(verb: Token) -> bool:
    """ "declined to say", "would not say", "if he says": nothing was said."""
    if auxiliaries(verb) & MODAL and not children(verb, "aux:pass"):
        return True
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _UNSAID:
        return True
    return any(c.dep_ == "mark" and c.lower_ in CONDITIONAL for c in verb.children)


def _nobody_said(verb: Token) -> bool:
    """ "No group said it was behind it", "neither confirmed nor denied"."""
    if any(t.lower_ in {"neither", "nor"} for t in verb.doc[max(verb.i - 1, verb.sent.start) : verb.i]):
        return True
    return any(
        c.lower_ in {"no", "neither"} and c.dep_.startswith("det")
        for s in children(verb, "nsubj")
        for c in s.children
    ) or any(s.lower_ in {"nobody", "none"} for s in children(verb, "nsubj"))


def _was_told(verb: Token) -> bool:
    """ "was called in and told that …": the subject is the addressee, and who told him is not said."""
    return (
        verb.lemma_.lower() in {"tell", "inform", "notify"}
        and verb.dep_ == "conj"
        and is_passive(verb.head)
        and not children(verb, "obj", "iobj", "nsubj")
    )


# -- other frames ------------------------------------------------------------------------------------------


def _according(token: Token, sent: DocSpan, scene: Scene) -> Clause | None:
    """ "according to X": the rest of its part of the sentence is X's."""
    head = (
        token.head
        if token.dep_ == "case"
        else next((c for c in token.children if c.dep_ in {"obl", "nmod", "pobj"}), None)
    )
    if head is None or head.i <= token.i:
        after = [t for t in sent if token.i + 1 < t.i < token.i + 8 and t.pos_ in {"NOUN", "PROPN", "PRON"}]
        if not after:
            return None
        head = after[0]
        while (
            head.head.i > token.i + 1 and head.head.pos_ in {"NOUN", "PROPN"} and head.head.i < token.i + 10
        ):
            head = head.head
    speakers = (
        authors(head, scene)
        or reckoned_by(head, scene)
        or scene.denotation.with_conjuncts(head, crowd=True)
        or people.outlet(scene.denotation, head)
    )
    if not speakers:
        return None
    frame = {t.i for t in head.subtree} | {t.i for t in token.subtree} | {token.i}
    for name in scene.cast.names:  # no part of who said it is what he said, however the name is parsed
        if not frame.isdisjoint(range(name.start, name.end)):
            frame |= set(range(name.start, name.end))
    part = segment(token)
    aside = aside_of(token)
    told = sent if aside is None else sorted(aside.subtree, key=lambda t: t.i)
    content = tuple(t for t in told if t.i not in frame and t.i in part)
    return Clause(token, speakers, content) if len(content) > 3 else None


def _speech_noun(noun: Token, scene: Scene) -> Clause | None:
    """ "Riyadh's reply was that the demands were not negotiable"."""
    if noun.lemma_.lower() not in words("statements", "speech") or not is_subject(noun):
        return None
    predicate = noun.head
    marks = [c for c in predicate.children if c.dep_ == "mark" and c.lower_ == "that" and c.i > noun.i]
    said = predicate
    if not marks:
        clauses = [c for c in children(predicate, "ccomp") if c.i > noun.i and predicate.lemma_ == "be"]
        said = clauses[0] if clauses else predicate
        marks = [c for c in said.children if c.dep_ == "mark" and c.lower_ == "that"] if clauses else []
    makers = possessors(noun)
    if not marks or not makers or any(is_verbal(a) and cue_of(a) for a in noun.ancestors):
        return None
    speakers = scene.denotation.all_of(makers, crowd=True)
    part = segment(noun)
    content = tuple(t for t in said.subtree if t.i >= marks[0].i and t.i in part)
    return Clause(noun, speakers, content) if speakers else None


def _by_count(noun: Token, sent: DocSpan, scene: Scene) -> Clause | None:
    """ "By the rebels' own count 53 people died"."""
    if (
        noun.lemma_.lower() not in _COUNTS
        or preposition(noun) != "by"
        or not noun.dep_.startswith(("obl", "nmod"))
    ):
        return None
    speakers = scene.denotation.all_of([*possessors(noun), *under(noun, "of")], crowd=True)
    frame = {t.i for t in noun.subtree}
    part = segment(noun)
    content = tuple(t for t in sent if t.i not in frame and t.i in part)
    return Clause(noun, speakers, content) if speakers and len(content) > 3 else None
