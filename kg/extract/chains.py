"""What answered what: "in retaliation for", "prompting", "following" between the reports of one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.scene import Scene
from kg.extract.syntax import is_verbal, preposition
from kg.model import ActionReport, StrikeReport

_ANSWERS = (
    "in response to",
    "in retaliation for",
    "in retaliation to",
    "in revenge for",
    "in reprisal for",
    "in answer to",
)
_RETALIATION = ("retaliat", "revenge", "reprisal", "in response", "tit-for-tat")
_AFTER = frozenset({"after", "following", "since"})
_PROMPT = frozenset({"prompt", "trigger", "provoke", "spark", "lead", "cause", "draw"})


def link_responses(
    scene: Scene, strikes: Sequence[StrikeReport], actions: Sequence[ActionReport]
) -> tuple[tuple[StrikeReport, ...], tuple[ActionReport, ...]]:
    """The same reports with `in_response_to` filled: keys of the strikes that they answer."""
    new_strikes = tuple(
        replace(s, in_response_to=_answered(s, scene, strikes, retaliatory=True)) for s in strikes
    )
    new_actions = tuple(
        replace(a, in_response_to=_answered(a, scene, strikes, retaliatory=False)) for a in actions
    )
    return new_strikes, new_actions


def _token(report: StrikeReport | ActionReport, scene: Scene) -> Token | None:
    span = scene.doc.char_span(report.mention.span.begin, report.mention.span.end, alignment_mode="expand")
    return span.root if span is not None else None


def _answered(
    report: StrikeReport | ActionReport, scene: Scene, strikes: Sequence[StrikeReport], *, retaliatory: bool
) -> tuple[str, ...]:
    token = _token(report, scene)
    if token is None:
        return ()
    same = [
        s
        for s in strikes
        if s.key != report.key
        and s.mention.sentence.begin == report.mention.sentence.begin
        and not s.collective
    ]
    found = [s.key for s in same if (other := _token(s, scene)) is not None and _answers(token, other)]
    if found:
        return (found[0],)
    near = scene.article.text[max(0, report.mention.span.begin - 40) : report.mention.span.end + 40].lower()
    if isinstance(report, StrikeReport) and retaliatory and any(w in near for w in _RETALIATION):
        for earlier in reversed(strikes):
            if (
                earlier.mention.span.begin < report.mention.span.begin
                and not earlier.collective
                and set(earlier.attackers) & set(report.targets)
                and set(earlier.targets) & set(report.attackers)
            ):
                return (earlier.key,)
    return ()


def _answers(token: Token, cause: Token) -> bool:
    """True when the tree says that `token` came of `cause`: "A struck, prompting B to respond with strikes"."""
    for ancestor in (token, *token.ancestors):
        if (
            ancestor.lemma_.lower() in _PROMPT
            and is_verbal(ancestor)
            and ancestor.i != cause.i
            and (
                cause in ancestor.ancestors
                or ancestor.head == cause
                or (cause in ancestor.head.subtree and cause.i < ancestor.i)
            )
        ):
            return True
    for ancestor in (cause, *cause.ancestors):
        if ancestor.i == token.i:
            break
        prep = preposition(ancestor)
        if (prep in _AFTER or (prep in {"to", "for"} and _response_noun(ancestor))) and (
            ancestor.head == token or token in ancestor.ancestors
        ):
            return True
        if (
            any(c.dep_ == "mark" and c.lower_ in {"after", "since"} for c in ancestor.children)
            and token in ancestor.ancestors
        ):
            return True
        if ancestor.lemma_.lower() == "follow" and cause.i > ancestor.i > token.i:
            return True
    sent = token.sent.text.lower()
    return any(p in sent and token.idx < token.sent.start_char + sent.index(p) < cause.idx for p in _ANSWERS)


def _response_noun(token: Token) -> bool:
    return token.head.lemma_.lower() in {"response", "retaliation", "revenge", "reprisal", "reaction"}
