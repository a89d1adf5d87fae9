"""Acts told by pointing at another: "did the same", "each expelled one diplomat", "condemned the bombing"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.paths import Filler
from kg.extract.diplomacy.political import is_political
from kg.extract.lexicon import words
from kg.extract.reference.several import how_many
from kg.extract.scene import Scene
from kg.extract.standing import standing_of
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.phrases import phrase_parts
from kg.extract.words.syntax import children, conjuncts, is_plural, is_verbal, negated, preposition
from kg.model import ActionType, Factuality

# "The two expelled one diplomat each" is done to each other; "pledged shells each" is not.
_AGAINST_EACH_OTHER = frozenset(
    t.value
    for t in (
        ActionType.ENVOY_EXPULSION, ActionType.SUMMONS, ActionType.AMBASSADOR_RECALL, ActionType.ACCUSATION,
        ActionType.CONDEMNATION, ActionType.SANCTIONS, ActionType.BORDER_CLOSURE, ActionType.THREAT,
        ActionType.COMPLAINT, ActionType.RELATIONS_DOWNGRADED, ActionType.RELEASE,
    )
)  # fmt: skip
# What several do at once is one act: talks have two sides, contingents leave together.
_AT_ONCE = frozenset(
    t.value for t in (ActionType.TALKS_SUSPENDED, ActionType.WITHDRAWAL, ActionType.AID, ActionType.PLEDGE)
)
# Every state has envoys of its own, and sends or receives them for itself.
_EACH_ITS_OWN = frozenset(
    t.value
    for t in (
        ActionType.AMBASSADOR_RECALL, ActionType.ENVOY_EXPULSION, ActionType.ENVOY_BARRED, ActionType.SUMMONS,
    )
)  # fmt: skip
TALKS = frozenset(t.value for t in (ActionType.MEETING, ActionType.PHONE_CALL, ActionType.NEGOTIATION))
_LEADERS = frozenset({"minister", "leader", "president"})
_TWO = _LEADERS | {"side", "government", "country", "party", "nation", "state"}
_INCLUDING = frozenset({"including", "such as", "like"})
# Words that tell of several that each does it for itself.
_APART = frozenset({"each", "separately", "respectively", "individually", "severally"})

_EXCHANGED = frozenset({"exchange", "trade", "swap"})  # "traded expulsions": each expelled the other's


@dataclass(frozen=True, slots=True)
class Reading:
    """One frame as read in one sentence. `dropped` says in words why it is no report; "" when it is one.

    `echo`: though it is none, it takes up an act that may be told elsewhere.
    """

    match: Match
    initiators: tuple[Filler, ...] = ()
    recipients: tuple[Filler, ...] = ()
    factuality: Factuality = Factuality.ASSERTED
    according_to: tuple[str, ...] = ()
    dropped: str = ""
    initiator_keys: tuple[str, ...] = ()
    recipient_keys: tuple[str, ...] = ()
    copies: str = ""
    echo: bool = False


def copies(scene: Scene, sentence: DocSpan, before: list[Reading]) -> Iterator[Reading]:
    """ "Poland did the same", "followed suit", "so did the African Union": the act just told, by another."""
    for token in sentence:
        subjects = [s for s in _copying_subjects(token) if s.lower_ not in {"i", "we"}]
        if not subjects:
            continue
        model = next(
            (
                r
                for r in sorted(before, key=lambda r: -r.match.trigger.i)
                if not r.dropped and r.match.trigger.i < token.i and close(r.match.trigger, token)
            ),
            None,
        )
        if (
            model is None
            or negated(token)
            or any(c.lower_ == "to" and c.dep_ == "mark" for c in token.children)
        ):
            continue
        fillers = [Filler("subject", s, _the_other(s, model) or scene.denotation.of(s)) for s in subjects]
        keys = tuple(
            k
            for k in dict.fromkeys(k for f in fillers for k in f.keys)
            if is_political(scene.cast.figures[k], scene)
        )
        if not keys or set(keys) & set(model.initiator_keys):
            continue
        if any(
            not r.dropped and _inside(r.match, token) and set(r.initiator_keys) & set(keys) for r in before
        ):
            continue  # "Bolivia followed suit with the recall of its ambassador" says itself what was done
        back = bool(set(keys) & set(model.recipient_keys))
        recipients = model.initiator_keys if back else tuple(k for k in model.recipient_keys if k not in keys)
        standing = standing_of(token, scene.denotation)
        yield Reading(
            Match(model.match.frame, token),
            tuple(fillers),
            (),
            standing.factuality,
            standing.according_to,
            "",
            keys,
            recipients,
            copies=model.match.trigger.text,
        )


def _the_other(subject: Token, model: Reading) -> tuple[str, ...]:
    """ "Chad closed its border with Niger, after its neighbour had done the same": to whom the act was done."""
    related = subject.lemma_.lower() in words("actors", "related") and children(subject, "nmod:poss")
    one = len(model.initiator_keys) == len(model.recipient_keys) == 1 and not is_plural(subject)
    return model.recipient_keys if related and one and model.match.trigger.sent == subject.sent else ()


def _inside(match: Match, token: Token) -> bool:
    if match.trigger.head == token and match.trigger.tag_ == "VBG":
        return True  # "responded in kind, ordering three envoys out"
    return (
        match.carrier is None
        and match.trigger.pos_ == "NOUN"
        and token.i < match.trigger.i
        and token in match.trigger.ancestors
    )


def _copying_subjects(token: Token) -> list[Token]:
    lemma = (token.lemma_ or token.lower_).lower()
    if lemma == "do" and any(c.lower_ in {"so", "as"} and c.i < token.i for c in token.children):
        after = [s for s in raw_subjects(token) if s.i > token.i]
        after = after or [c for o in children(token, "obj") if o.i == token.i + 1 for c in conjuncts(o)]
        if after:
            return [*after, *(c for s in after for c in children(s, "appos", "nmod") if c not in after)]
    if lemma == "do":
        following = [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]]
        if following == ["as", "well"] or following[:1] in (["too"], ["likewise"]):
            return raw_subjects(token)
    if not is_verbal(token):
        return []
    if _is_like_measure(token):
        return raw_subjects(token)
    for phrase in words("diplomacy", "copy", "phrases"):
        first, *rest = phrase.split()
        parts = phrase_parts(token, tuple(rest)) if lemma == first else None
        # not "steps to cut inflation"
        if parts is not None and not any(children(part, "acl") for part in parts):
            if lemma == "join" and any(is_verbal(c) for c in children(token, "advcl")):
                return []  # "joined Jamaica in calling for talks" says what was done
            return raw_subjects(token)
    return []


def _is_like_measure(verb: Token) -> bool:
    """True for "imposed a similar ban", "took the same step"; not for "took similar steps to cut inflation"."""
    if (verb.lemma_ or verb.lower_).lower() not in words("diplomacy", "copy", "verbs"):
        return False
    measures, like = words("diplomacy", "copy", "measures"), words("diplomacy", "copy", "like")
    return any(
        noun.lemma_.lower() in measures
        and any(c.lower_ in like for c in children(noun, "amod"))
        and not children(noun, "acl")
        for noun in children(verb, "obj")
    )


def close(earlier: Token, later: Token, sentences: int = 1) -> bool:
    """True in the same sentence or at most so many before."""
    start = later.sent.start
    for _ in range(sentences):
        if earlier.i >= start or start == 0:
            break
        start = later.doc[start - 1].sent.start
    return earlier.i >= start


def told_just_before(
    before: Iterable[Reading],
    match: Match,
    keys: tuple[str, ...],
    types: frozenset[str],
    same: bool,
    states: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Whom the act just told leaves as the other side of this one.

    "broke off relations with Qatar and expelled its diplomats" ("its" would lead to the initiator itself); and
    who was just acted on answers: "Thailand recalled its ambassador. Cambodia in turn downgraded relations".
    `types`: those of which the act before must be; `same` false: only the answer counts. `states`: whose bodies or
    officials `keys` are, for whom they answer.
    """
    answering = {*keys, *states}
    for reading in before:
        if (
            reading.dropped
            or reading.match.trigger.i > match.trigger.i
            or reading.match.frame.type not in types
            or not close(reading.match.trigger, match.trigger)
        ):
            continue
        if same and set(reading.initiator_keys) & set(keys) and reading.recipient_keys:
            return reading.recipient_keys
        if set(reading.recipient_keys) & answering:
            return reading.initiator_keys
    return ()


def who_talked(scene: Scene, before: Iterable[Reading], match: Match) -> list[Filler]:
    """ "Ruto held talks with Kagame. The two sides agreed to …": the states of those who had talked, be it three.

    Of "both leaders" they themselves.
    """
    subjects = [s for s in raw_subjects(match.anchor) if is_plural(s) and s.lemma_.lower() in _TWO]
    two = [s for s in subjects if is_both(s) or how_many(s)]
    they = [s for s in raw_subjects(match.anchor) if match.frame.joint and _are_they(s)]
    two = two or they
    last = next((r for r in before if not r.dropped and r.match.trigger.i < match.trigger.i), None)
    if not two or last is None or match.frame.type in TALKS or last.match.frame.type not in TALKS:
        return []
    if len(last.initiator_keys) != (how_many(two[0]) or 2) or not close(last.match.trigger, match.trigger):
        return []
    start = two[0].sent.start
    if any(n.state() is not None and start <= n.start < two[0].i for n in scene.cast.names):
        return []  # "Maduro and Ali met. In Baku and Yerevan, a surprise: the two governments agreed to …"
    keys: tuple[str, ...] = last.initiator_keys
    if not they and two[0].lemma_.lower() not in _LEADERS:
        keys = tuple(dict.fromkeys(scene.cast.side_of(k) for k in keys))
    return [Filler("subject", two[0], keys)]


def _are_they(subject: Token) -> bool:
    """ "They agreed", "both had agreed", "the two agreed", said of those who had talked."""
    if subject.lower_ == "two":
        return any(c.lower_ == "the" for c in subject.children) and not children(subject, "nmod")
    return subject.lower_ in {"they", "both"} and not children(subject, "nmod", "appos")


def one_act_each(reading: Reading) -> Iterator[Reading]:
    """ "Turkey and Qatar condemned …" is one act of both; "each recalled its ambassador" is one of either.

    "The two expelled one diplomat each" and "blamed each other" are an act in either direction. What is told of
    several without making them act as one ("issued condemnations", "condemnation came from …") is each one's own.
    """
    keys = reading.initiator_keys
    if not reading.dropped and reading.match.frame.joint and len(keys) > 2 and _separately(reading):
        for other in keys[1:]:
            yield replace(reading, initiator_keys=(keys[0], other))
        return
    if reading.dropped or len(keys) < 2 or reading.match.frame.joint or _as_one(reading):
        yield reading
        return
    mutual = not reading.recipient_keys and against_each_other(reading, keys)
    for key in keys:
        others = tuple(k for k in keys if k != key)
        yield replace(
            reading, initiator_keys=(key,), recipient_keys=others if mutual else reading.recipient_keys
        )


def _separately(reading: Reading) -> bool:
    """ "telephoned Sharif and Jaishankar separately", "rang both Sharif and Jaishankar": as many calls."""
    match = reading.match
    between = match.trigger.doc[match.anchor.i : max(f.token.right_edge.i for f in reading.initiators) + 1]
    beside = (c for t in (match.anchor, match.trigger) for c in t.children)
    if any(t.lower_ == "separately" for t in (*between, *beside)):
        return True
    if match.frame.type != ActionType.PHONE_CALL.value:
        return False
    several = (
        match.trigger.pos_ == "NOUN" and match.trigger.tag_ == "NNS"
    )  # "had telephone conversations with"
    both = any(t.lower_ == "both" for t in between) or [t.lower_ for t in between].count("with") > 1
    callers = [f for f in reading.initiators if f.path == "subject"]
    return (several or both) and len(callers) == 1


def _as_one(reading: Reading) -> bool:
    """True where those who act do it as one: coordinated subjects of one verb, unless the words set them apart."""
    match = reading.match
    if any(t.lower_ in {"joint", "jointly", "together"} for t in match.trigger.sent):
        return True
    type_ = match.frame.type
    if type_ in _AT_ONCE:
        return not any(t.lower_ == "each" for t in match.trigger.subtree)
    if reading.copies:
        return False  # "So did Togo and Benin": one after the other
    if type_ in _EACH_ITS_OWN or (match.trigger.pos_ == "NOUN" and match.trigger.tag_ == "NNS"):
        return False
    if any(f.path not in {"subject", "by"} for f in reading.initiators if f.keys):
        return False
    if against_each_other(reading, reading.initiator_keys):
        return False
    if _some_of_many(match, reading.initiators) or _told_in_passing(match.trigger):
        return False
    beside = {match.trigger, match.anchor, *(f.token for f in reading.initiators)}
    return not any(t.lower_ in _APART and t.head in beside for t in match.trigger.sent)


def _told_in_passing(verb: Token) -> bool:
    """ "With Chad and Togo pleading for restraint, …": what each has said is summed up, they did not act as one."""
    marks = {c.lower_ for c in children(verb, "mark", "case")}
    return verb.tag_ == "VBG" and verb.dep_ == "advcl" and bool(marks & {"with", "amid"})


def _some_of_many(match: Match, initiators: tuple[Filler, ...]) -> bool:
    """ "Are among the states that condemned it", "many, including Chad and Togo, condemned it": one by one."""
    anchor = match.anchor
    if is_verbal(anchor) and anchor.dep_.startswith("acl") and preposition(anchor.head) == "among":
        return True
    subjects = raw_subjects(anchor)
    listed = [f.token for f in initiators if f.token not in subjects]
    return any(
        preposition(above) in _INCLUDING
        for t in listed
        for above in (t, *t.ancestors)
        if any(s in above.ancestors for s in subjects)
    )


def is_both(noun: Token) -> bool:
    """True for "both sides", "the two governments", "each side"."""
    return any(c.lower_ in {"both", "two", "each"} for c in noun.children)


def against_each_other(reading: Reading, keys: tuple[str, ...]) -> bool:
    """True where two that are named do it to each other: "accused each other", "expelled one diplomat each"."""
    if len(keys) != 2 or reading.match.frame.type not in _AGAINST_EACH_OTHER:
        return False
    if reading.match.trigger.lemma_.lower() in _EXCHANGED:
        return True
    words_ = [t.lower_ for t in reading.match.trigger.sent]
    tokens = {f.token.i: f.token for f in reading.initiators if f.keys}
    named = len(tokens) == 2 or any(is_both(t) for t in tokens.values())
    each_other = ("each", "other") in pairwise(words_)
    return (
        (each_other and named)
        or (not each_other and "each" in words_)
        or ("one", "another") in pairwise(words_)
    )
