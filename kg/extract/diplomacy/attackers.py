"""Who carried out the attack that a condemnation is about, or a vow of revenge: "condemned the bombing".

The attacks were found before the acts are read. Of those told before, the words of the act say which is meant: the
place or the thing that was hit, the word for the attack, else the one told last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.positions import complements, core
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import conjuncts, is_definite_noun, under
from kg.model import RESPONSIBILITY_FRAMES, ActorClass, Factuality, StrikeReport

# Attacks that cross a line: no word for a bombing or a raid told before.
_BY_GROUND = frozenset({"incursion", "invasion", "aggression", "drill", "offensive", "siege", "launch"})
# Words that no attack of another kind is called by.
_OF_ONE_KIND = frozenset(
    {"ambush", "shelling", "bombardment", "shooting", "stabbing", "massacre", "assassination"}
)
_BLASTS = frozenset({"bombing", "bombings", "blast", "blasts", "explosion", "explosions"})
_STEM = 5  # letters that "shelling" and "shelled" share
_NOT_DONE = frozenset({Factuality.DENIED, Factuality.HYPOTHETICAL})
_LATELY = 3  # sentences
_IT = frozenset({"it", "this", "them", "that", "these", "what"})
_DEEDS = words("diplomacy", "condemned", "deeds")
_DRAWING = frozenset({"draw", "prompt", "provoke", "spark", "trigger"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "such", "both"})


class Attackers:
    """Who carried out the attack that a condemnation is about."""

    def __init__(self, strikes: tuple[StrikeReport, ...]) -> None:
        # who denies that he was behind an attack tells of none
        self._strikes = tuple(s for s in strikes if s.mention.frame != "strike.denied")

    def of_the_grievance(self, scene: Scene, match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Whom a vow of revenge is made against: who last struck the side of `keys`, a few sentences back at most."""
        mine = {scene.cast.side_of(k) for k in keys}
        for strike in reversed(self._strikes):
            if (
                strike.mention.span.begin >= match.trigger.idx
                or strike.mention.factuality is Factuality.DENIED
            ):
                continue
            if not within(match.trigger, strike.mention.span.begin, _LATELY):
                return ()
            if not {scene.cast.side_of(k) for k in strike.targets} & mine:
                continue
            return () if {scene.cast.side_of(k) for k in strike.attackers} & mine else strike.attackers
        return ()

    def struck_by(self, scene: Scene, match: Match) -> tuple[str, ...]:
        """The state that the attack was on which the match condemns: the one it names, else the last told lately."""
        told = [
            s for s in self._strikes if s.mention.span.begin < match.trigger.sent.end_char and not s.habitual
        ]
        for strike in reversed(told):
            if not within(match.trigger, strike.mention.span.begin, _LATELY):
                return ()
            hit = {scene.cast.side_of(k) for k in strike.targets}
            states = [k for k in hit if scene.cast.figures[k].cls is ActorClass.STATE]
            if hit:
                return tuple(states) if len(states) == 1 else ()
        return ()

    def before(self, scene: Scene, match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Who carried out the attack that the words of the match name; nobody where that is not certain.

        `keys`, who speak of it, are not behind it. An attack of the same sentence; else the last told before in the
        same word, or with no other told since; else the only ones who attack in the whole article.
        """
        named = _attack_named(match)
        mine = {scene.cast.side_of(k) for k in keys}
        strikes = [s for s in self._strikes if not {scene.cast.side_of(k) for k in s.attackers} & mine]
        if not strikes or not named or named == {"violence"}:
            return ()
        sentence = match.trigger.sent
        inside = [s for s in strikes if sentence.start_char <= s.mention.span.begin < sentence.end_char]
        if any(s.attackers for s in inside):
            return next(s.attackers for s in reversed(inside) if s.attackers)
        earlier = [s for s in strikes if s.mention.span.begin < sentence.start_char]
        if where := _place_of_attack(match) or _thing_attacked(match):
            # "condemned the attack on Odesa", "on the convoy" is about the one told with that word
            earlier = [s for s in earlier if _tells(s, where)]
        elif kind := _kind_of_attack(match):
            # "condemned the mosque attack", "the drone attacks"
            earlier = [s for s in earlier if _tells(s, kind)] or earlier
        if day := _own_day(match, inside):
            # "condemned the attack of 7 March", "Friday's bombing"
            earlier = [s for s in earlier if _day(s) == day]
        if named <= _BY_GROUND:
            earlier = [s for s in earlier if named & set(s.mention.span.text.lower().split())]
        if (where or day or named <= _BY_GROUND) and not earlier:
            return ()
        if named == {"it"} and not (
            earlier and within(match.trigger, earlier[-1].mention.span.begin, _LATELY)
        ):
            return ()
        if _is_disputed(match, earlier):
            return ()
        alike = [s for s in earlier if _is_called(s, named)]
        fresh = _not_of_before(earlier)
        if _are_several(match) and len({s.attackers for s in fresh if s.attackers}) > 1:
            return ()  # "condemned the attacks", of which each was another's
        called = [s for s in fresh if s in alike]
        for told in (called,) if called and named <= _OF_ONE_KIND else (called, fresh):
            meant = _last_told(told)
            if meant is not None and (by := meant.attackers or self._claimed_later(meant)):
                return by
            if meant is not None and meant in alike:
                break
        if alike and named <= _OF_ONE_KIND:
            return ()  # "the ambush", of which nothing is told but that there was one
        return self._only_ones()

    def _claimed_later(self, meant: StrikeReport) -> tuple[str, ...]:
        """Who is told to be behind an attack after it: "claimed responsibility for the bombing"."""
        since = [s for s in self._strikes if s.mention.span.begin > meant.mention.span.begin]
        for strike in since:
            if not strike.definite or (strike.targets and not set(strike.targets) & set(meant.targets)):
                return ()
            if strike.attackers:
                return strike.attackers
        return ()

    def _only_ones(self) -> tuple[str, ...]:
        """The only ones who attack in the article; nobody where of another attack none is known to be behind it."""
        if any(not s.attackers and not s.definite for s in self._strikes):
            return ()
        everybody = {s.attackers for s in self._strikes if s.attackers}
        return everybody.pop() if len(everybody) == 1 else ()


def _last_told(strikes: Sequence[StrikeReport]) -> StrikeReport | None:
    """The attack told last; "the attack" and no word of who was behind it takes up the one before.

    So does who is only said to be behind it, where that one's own words have told who was.
    """
    said: StrikeReport | None = None
    hit: frozenset[str] = frozenset()
    for strike in reversed(strikes):
        if hit and strike.targets and hit.isdisjoint(strike.targets):
            continue  # "the attack had left Chad without power" takes up no attack on Sudan
        if not strike.definite:
            return strike if strike.attackers or said is None else said
        if strike.attackers and strike.mention.frame not in RESPONSIBILITY_FRAMES:
            return said or strike
        if strike.attackers and said is None:
            said = strike
        hit = hit or frozenset(strike.targets)
    return said


def _not_of_before(strikes: Sequence[StrikeReport]) -> list[StrikeReport]:
    """The attacks that are no habit and no fear, and not of an earlier day than others told: what is news."""
    real = [s for s in strikes if not s.habitual and s.mention.factuality not in _NOT_DONE]
    days = [_day(s) for s in real]
    last = max(days, default="")
    return [s for s, day in zip(real, days, strict=True) if not day or day >= last]


def _day(strike: StrikeReport) -> str:
    return strike.when.start.iso if strike.when is not None else ""


def _own_day(match: Match, inside: Sequence[StrikeReport]) -> str:
    """The day that the condemnation's own words give to the attack; "" where they give none."""
    nouns = {o.idx for o in map(core, _objects(match))}
    days = {_day(s) for s in inside if s.mention.span.begin in nouns and _day(s)[8:]}
    return days.pop() if len(days) == 1 else ""


def _is_disputed(match: Match, strikes: Sequence[StrikeReport]) -> bool:
    """True where somebody was just said to deny that the attack was his."""
    return any(
        s.mention.factuality is Factuality.DENIED and within(match.trigger, s.mention.span.begin, _LATELY)
        for s in strikes
    )


def _is_called(strike: StrikeReport, named: set[str]) -> bool:
    """True where the words for an attack tell of this one: "bombing" of what was bombed, and of what exploded."""
    told = strike.mention.span.text.lower().split()
    if named & _BLASTS and any(t.startswith(("bomb", "expl", "blast", "deton", "blew")) for t in told):
        return True
    return any(t.startswith(word[:_STEM]) for word in named for t in told)


def within(token: Token, begin: int, sentences: int) -> bool:
    """True when the character at `begin` stands in the token's sentence or at most so many before it."""
    start = token.sent.start
    for _ in range(sentences):
        if token.doc[start].idx <= begin or start == 0:
            break
        start = token.doc[start - 1].sent.start
    return token.doc[start].idx <= begin


def _objects(match: Match) -> list[Token]:
    about = [o for o in match.trigger.children if o.dep_ in {"obj", "nsubj:pass"}]
    if match.carrier is not None and match.carrier.lemma_.lower() in _DRAWING:
        about += raw_subjects(match.carrier)  # "the killings drew condemnation from Gabon"
    return [c for o in about for c in conjuncts(o)]


def _attack_named(match: Match) -> set[str]:
    """The words for an attack in what the act is about, as written; "it" stands for what was told before."""
    attack = words("diplomacy", "class", "attack")
    objects = [core(o) for o in _objects(match)]
    if found := _of_class(objects, attack):
        return found
    if any(o.lower_ in _IT or _is_deed(o) for o in objects):
        return {"it"}
    return _of_class(
        [*match.trigger.subtree, *(t for c in complements(match.trigger) for t in c.subtree)], attack
    )


def _of_class(tokens: Iterable[Token], attack: frozenset[str]) -> set[str]:
    return {t.lower_ for t in tokens if (t.lemma_ or t.lower_).lower() in attack}


def _are_several(match: Match) -> bool:
    """ "Condemned the attacks", "both bombings"."""
    attack = words("diplomacy", "class", "attack")
    return any(
        o.tag_ == "NNS" and (o.lemma_ or o.lower_).lower() in attack for o in map(core, _objects(match))
    )


def _is_deed(noun: Token) -> bool:
    """ "This barbaric act", "the crime": an attack told before, by what it is held to be."""
    return noun.lemma_.lower() in _DEEDS and any(c.lower_ in _POINTING for c in noun.children)


def _thing_attacked(match: Match) -> set[str]:
    """The words for what was hit in the attack that the act is about: "the attack on the convoy"."""
    attack = words("diplomacy", "class", "attack")
    named = [o for o in _objects(match) if (o.lemma_ or o.lower_).lower() in attack]
    hit = [t for o in named for t in under(o, "on", "against") if t.pos_ == "NOUN" and is_definite_noun(t)]
    return {t.text for t in hit}


def _kind_of_attack(match: Match) -> set[str]:
    """The noun before the word for an attack: "the mosque attack", "the market bombing"."""
    attack = words("diplomacy", "class", "attack")
    named = [o for o in _objects(match) if (o.lemma_ or o.lower_).lower() in attack]
    return {c.text for o in named for c in o.children if c.dep_ == "compound" and c.pos_ == "NOUN"}


def _tells(strike: StrikeReport, named: set[str]) -> bool:
    return not named.isdisjoint(re.findall(r"[\w'’-]+", strike.mention.sentence.text))


def _place_of_attack(match: Match) -> set[str]:
    """The names of where the attack was that the act is about: "Odesa"."""
    attack = words("diplomacy", "class", "attack")
    named = [o for o in _objects(match) if (o.lemma_ or o.lower_).lower() in attack]
    return {
        t.text
        for o in named
        for c in o.children
        if c.pos_ == "PROPN" and ((c.dep_ == "nmod" and c.i > o.i) or c.dep_ == "compound")
        for t in (c, *c.children)
        if t.pos_ == "PROPN"
    }
