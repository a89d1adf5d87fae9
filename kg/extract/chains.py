"""What answered what: "in retaliation for", "prompting", "following" between the reports of one article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.scene import Scene
from kg.extract.words.syntax import is_verbal, preposition
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
_RESPONSES = frozenset({"response", "retaliation", "revenge", "reprisal", "reaction"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass"})
_PROMPT = frozenset({"prompt", "trigger", "provoke", "spark", "lead", "cause", "draw"})


def link_responses(
    scene: Scene, strikes: Sequence[StrikeReport], actions: Sequence[ActionReport]
) -> tuple[tuple[StrikeReport, ...], tuple[ActionReport, ...]]:
    """The same reports with `in_response_to` filled: keys of the strikes that they answer."""
    told = _Told(scene, strikes)
    new_strikes = tuple(replace(s, in_response_to=told.in_words(s) or told.in_turn(s)) for s in strikes)
    new_actions = tuple(replace(a, in_response_to=told.in_words(a)) for a in actions)
    return new_strikes, new_actions


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The word of a report, and what the words above it in the tree say of what came first.

    `above` are the word and all above it, each with how many steps up; the others are those of them that prompt
    ("prompting B to respond"), stand after something ("after the raid"), or follow.
    """

    token: Token
    above: Mapping[int, int]
    prompts: tuple[Token, ...]
    after: tuple[Token, ...]
    follows: tuple[Token, ...]

    def answers(self, cause: _Anchor) -> bool:
        """True when the tree says that this came of `cause`: "A struck, prompting B to respond with strikes"."""
        for verb in self.prompts:
            beneath = verb.head.i in cause.above and cause.token.i < verb.i
            if verb.i == cause.token.i or _came_of_another(verb, cause.token):
                continue
            if self._is_above(verb, cause.token) or beneath:
                return True
        if any(cause._is_above(word, self.token) for word in cause.after):
            return True
        return any(
            self.token.i < verb.i < cause.token.i
            and (self.token.i not in cause.above or cause._is_above(verb, self.token))
            for verb in cause.follows
        )

    def _is_above(self, word: Token, other: Token) -> bool:
        """True when `other` stands above `word`, one of the words above this anchor."""
        return self.above.get(other.i, -1) > self.above[word.i]


def _came_of_another(verb: Token, cause: Token) -> bool:
    """True where a verb of prompting has a subject of its own that is not `cause`: "a second led it to respond"."""
    for subject in verb.children:
        if subject.dep_ in _SUBJECTS and subject.pos_ != "PRON":
            return cause not in subject.subtree
    return False


class _Told:
    """The strikes of an article, laid out for asking which of them a report answers.

    What depends on one word or one sentence is read once: in a sentence of many attacks each pair is asked.
    """

    def __init__(self, scene: Scene, strikes: Sequence[StrikeReport]) -> None:
        self._scene = scene
        self._anchors: dict[tuple[int, int], _Anchor | None] = {}
        self._after: dict[int, bool] = {}
        self._phrases: dict[int, tuple[int, ...]] = {}
        self._in_sentence: dict[int, list[StrikeReport]] = defaultdict(list)
        self._between: dict[tuple[str, str], list[tuple[int, StrikeReport]]] = defaultdict(list)
        for order, strike in enumerate(strikes):
            if strike.collective:
                continue
            self._in_sentence[strike.mention.sentence.begin].append(strike)
            for attacker in strike.attackers:
                for target in strike.targets:
                    self._between[attacker, target].append((order, strike))

    def in_words(self, report: StrikeReport | ActionReport) -> tuple[str, ...]:
        """The strike of its own sentence that the report is said to answer."""
        anchor = self._anchor(report)
        if anchor is None:
            return ()
        begin, phrases = anchor.token.idx, self._phrases_in(anchor.token.sent)
        for strike in self._in_sentence[report.mention.sentence.begin]:
            cause = self._anchor(strike) if strike.key != report.key else None
            if cause is not None and (
                anchor.answers(cause) or any(begin < phrase < cause.token.idx for phrase in phrases)
            ):
                return (strike.key,)
        return ()

    def in_turn(self, report: StrikeReport) -> tuple[str, ...]:
        """The last strike before, from the other side, of one that is told as a retaliation."""
        begin, end = report.mention.span.begin, report.mention.span.end
        near = self._scene.article.text[max(0, begin - 40) : end + 40].lower()
        if self._anchor(report) is None or not any(word in near for word in _RETALIATION):
            return ()
        earlier = [
            found
            for attacker in report.targets
            for target in report.attackers
            for found in [self._last_between(attacker, target, begin)]
            if found is not None
        ]
        return (max(earlier, key=lambda found: found[0])[1].key,) if earlier else ()

    def _last_between(self, attacker: str, target: str, before: int) -> tuple[int, StrikeReport] | None:
        return next(
            (
                f
                for f in reversed(self._between.get((attacker, target), ()))
                if f[1].mention.span.begin < before
            ),
            None,
        )

    def _anchor(self, report: StrikeReport | ActionReport) -> _Anchor | None:
        where = report.mention.span.begin, report.mention.span.end
        if where not in self._anchors:
            span = self._scene.doc.char_span(*where, alignment_mode="expand")
            self._anchors[where] = self._read(span.root) if span is not None else None
        return self._anchors[where]

    def _read(self, token: Token) -> _Anchor:
        above = (token, *token.ancestors)
        return _Anchor(
            token,
            {t.i: step for step, t in enumerate(above)},
            tuple(t for t in above if t.lemma_.lower() in _PROMPT and is_verbal(t)),
            tuple(t for t in above if self._stands_after(t)),
            tuple(t for t in above if t.lemma_.lower() == "follow"),
        )

    def _stands_after(self, token: Token) -> bool:
        """ "after the raid", "in response to the raid", "hours after jets struck"."""
        if token.i not in self._after:
            prep = preposition(token)
            self._after[token.i] = (
                prep in _AFTER
                or (prep in {"to", "for"} and token.head.lemma_.lower() in _RESPONSES)
                or any(c.dep_ == "mark" and c.lower_ in {"after", "since"} for c in token.children)
            )
        return self._after[token.i]

    def _phrases_in(self, sent: DocSpan) -> tuple[int, ...]:
        """Where the sentence says "in response to" and its like: between the answer and what it answers."""
        if sent.start not in self._phrases:
            text = sent.text.lower()
            places = (text.find(phrase) for phrase in _ANSWERS)
            self._phrases[sent.start] = tuple(sent.start_char + at for at in places if at >= 0)
        return self._phrases[sent.start]
