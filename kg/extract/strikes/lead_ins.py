"""Sentences that lead into an attack: "The rebels struck again: a bomb …", "Kigali's answer came from the air"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.strikes.belligerents import attackers_of
from kg.extract.strikes.triggers import owner_tokens
from kg.extract.words.almanac import TIMES
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.syntax import children, is_verbal, negated, under
from kg.extract.words.weapons import weapons_in

_BACK = frozenset({"again", "back", "anew"})
_FROM_WHERE = frozenset({"come", "be", "follow", "arrive", "begin"})


def led_in(begin: int, sentence: int, scene: Scene) -> tuple[str, ...]:
    """Who is said to strike by the words that lead into an attack whose trigger stands at character `begin`.

    Those before a colon in its own sentence, or the sentence before; nobody where two are said to.
    """
    here = scene.sentences[sentence]
    colon = next((t for t in here if t.text == ":" and t.idx < begin), None)
    if colon is not None and colon.i > here.start:
        lead = scene.doc[here.start : colon.i]
    elif sentence > 0:
        lead = scene.sentences[sentence - 1]
    else:
        return ()
    found = {tuple(k for t in who for k in attackers_of(t, scene)) for who in _strikers(lead)}
    found.discard(())
    return found.pop() if len(found) == 1 else ()


def _strikers(lead: Span) -> Iterator[list[Token]]:
    """Those whom a main clause says to strike, without telling the attack itself."""
    for verb in lead:
        if (
            not (_is_main(verb) and is_verbal(verb))
            or negated(verb)
            or verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"}
        ):
            continue
        subjects, lemma = logical_subjects(verb), verb.lemma_.lower()
        answers = [s for s in subjects if s.lemma_.lower() in words("strikes", "beside", "answers")]
        if answers and lemma in _FROM_WHERE:
            yield [o for s in answers for o in owner_tokens(s)]
        elif _strikes_again(verb, lemma) or _takes_arms(verb, lemma):
            yield subjects


def _is_main(verb: Token) -> bool:
    """The verb of a main clause, or of what is reported in one: "officials said Russia had launched 60 drones"."""
    if verb.dep_ in {"ROOT", "parataxis"}:
        return True
    reported = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in words("statements", "report")
    return verb.head.dep_ == "ROOT" and (verb.dep_ == "conj" or reported)


def _strikes_again(verb: Token, lemma: str) -> bool:
    """ "struck again", "hit back at dawn", but not "hit back at its critics"."""
    if lemma not in words("strikes", "verbs", "alone") | {"fire"} or children(verb, "obj"):
        return False
    aimed = [t for t in under(verb, "at", "against", "on", "with") if t.lemma_.lower() not in TIMES]
    return bool({c.lower_ for c in verb.children} & _BACK) and not aimed


def _takes_arms(verb: Token, lemma: str) -> bool:
    """ "used drones for the first time", "sent its jets", "relied on air power"; not "used drones to film"."""
    if children(verb, "advcl", "xcomp", "ccomp"):
        return False
    if lemma in words("strikes", "lead_ins", "uses"):
        return any(weapons_in([o]) for o in children(verb, "obj"))
    if lemma in words("strikes", "lead_ins", "turns"):
        means = under(verb, "on", "to")
        return any(weapons_in([t]) or _is_air_power(t) for t in means)
    return False


def _is_air_power(noun: Token) -> bool:
    if noun.lemma_.lower() == "airpower":
        return True
    return noun.lemma_.lower() == "power" and any(c.lower_ == "air" for c in children(noun, "compound"))
