"""Where an attack was that no phrase of its own puts anywhere: elsewhere in its clause, or in the sentence before.

A parser hangs "in Minya" on whatever stands before it: on the gunmen, the drones, the worshippers. In a clause that
tells one attack it is the attack's place all the same, unless it says where somebody comes from or who speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.casualties.told_first import goes_on_from_deaths, tells_deaths
from kg.extract.lexicon import words
from kg.extract.names.sites import STRICTLY_LOCATIVE
from kg.extract.scene import Scene
from kg.extract.strikes.earlier_days import tells_occurrence
from kg.extract.words.arguments import logical_objects, raw_subjects
from kg.extract.words.syntax import (
    MODAL,
    auxiliaries,
    children,
    conjuncts,
    has_subject,
    is_passive,
    is_subject,
    is_verbal,
    preposition,
    under,
)
from kg.extract.words.weapons import weapons_in
from kg.model import PlaceKind

_SHIPS = words("places", "ships")
_DIRECTIONS = frozenset(
    ["north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"]
)
_CONTAINERS = words("places", "containers")
# Participles that tell what people were doing where they were attacked, or what came of it there.
_MEANWHILE = words("places", "meanwhile")
# Verbs whose sentence puts those whom the next sentence tells of at a place.
_STAGING = words("places", "staging")
_PASSED_ON = frozenset(
    ["over", "into", "between", "by", "with", "of", "for", "under", "to", "from", "against", "among", "on"]
)
_LEADING = frozenset(["on", "into", "to", "through", "upon"])
_LYING = frozenset(["lie", "sit", "stand", "locate", "situate"])
_ELSEWHERE = frozenset(
    ["elsewhere", "separately", "earlier", "previously", "meanwhile", "also", "another", "other"]
)
_NEVER = frozenset(["not", "never", "once", "previously", "earlier"])
_DEPTH = 5


def in_same_clause(heads: list[Token], scene: Scene) -> tuple[str, ...]:
    """The place that the clause of an attack names, however deep in it the parse hangs the name."""
    for head in heads:
        for child in _dependents(head):
            if found := _within(child, scene, 0):
                return tuple(dict.fromkeys(found))
        for verb in (c for c in children(head, "conj") if is_verbal(c) and not has_subject(c)):
            # "torched homes and beheaded six villagers in Cabo Delgado"
            places = _local(scene.places.of_event([verb], logical_objects(verb)), scene)
            if places and is_passive(verb) == is_passive(head):
                return places
    return ()


def of_clause_before(verb: Token, scene: Scene) -> tuple[str, ...]:
    """ "A mine went off in Diffa and four guards were killed": the place of the clause that it goes on from."""
    for before in _goes_on_from(verb):
        if before.lemma_.lower() in words("statements", "report"):
            return ()
        if found := _at(before, scene) or in_same_clause([before], scene):
            return found
    return ()


def of_teller(deed: Token, scene: Scene) -> tuple[str, ...]:
    """ "Residents of El Obeid said drones had bombed the airport": who tells of it lives or holds office there."""
    verb = next((a for a in deed.ancestors if a.lemma_.lower() in words("statements", "report")), None)
    for subject in children(verb, "nsubj") if verb is not None else ():
        tellers = [
            t
            for t in (subject, *children(subject, "appos", "nmod", "compound"))
            if t.lemma_.lower() in words("places", "tellers")
        ]
        for teller in tellers:
            named = [*under(teller, "of", "in", "from"), *children(teller, "compound", "amod")]
            if places := [k for t in named for k in _local(scene.places.within_phrase(t), scene)]:
                return tuple(dict.fromkeys(places))
    return ()


def _goes_on_from(verb: Token) -> Iterator[Token]:
    """The verbs before it that share its scene: those it is coordinated with, those it is a participle of."""
    for _ in range(3):
        participle = verb.dep_ == "advcl" and verb.tag_ in {"VBG", "VBN"} and not has_subject(verb)
        if not (verb.dep_ == "conj" or participle) or not is_verbal(verb.head):
            return
        verb = verb.head
        yield verb


def of_sentence_before(trigger: Token, scene: Scene) -> tuple[str, ...]:
    """ "Gunmen arrived in Gorom at dawn. They opened fire on a queue": the place that the first sentence leads to."""
    here = trigger.sent
    n = next((n for n, s in enumerate(scene.sentences) if s.start == here.start), 0)
    if n == 0 or _opens_anew(here, scene):
        return ()
    goes_on = goes_on_from_deaths(trigger)
    stages = [
        t
        for t in scene.sentences[n - 1]
        if is_verbal(t) and (_sets_the_stage(t) or (goes_on and tells_deaths(t)))
    ]
    if not stages or any(preposition(t) == "off" for t in stages[-1].subtree):
        return ()  # "The freighter went down off Aden. It had been struck by two missiles": on nobody's ground
    return _local(_at(stages[-1], scene), scene)


def of_owners(struck: Sequence[Token], scene: Scene) -> tuple[str, ...]:
    """ "Police in Jolo named a suspect in the bombing of their station": where those are whose it was."""
    for site in struck:
        theirs = any(c.lower_ in {"their", "its"} for c in children(site, "nmod:poss"))
        if not theirs or site.lemma_.lower() not in _CONTAINERS:
            continue
        verb = next((a for a in site.ancestors if is_verbal(a) and has_subject(a)), None)
        owners = [s for s in raw_subjects(verb) if s.i < site.i] if verb is not None else []
        homes = [p for o in owners for h in under(o, "in", "at", "of") for p in scene.places.within_phrase(h)]
        if homes:
            return _local(tuple(dict.fromkeys(homes)), scene)
    return ()


def of_heading(deed: Token, scene: Scene) -> tuple[str, ...]:
    """ "• 4 May, Kaya, Burkina Faso: Gunmen shot at a lorry": the place that heads the entry of a chronicle."""
    entries = scene.times.entries
    heading = entries.heading_of(deed)
    if heading is None or not is_verbal(deed) or not entries.is_headed(deed):
        return ()
    begin, end = heading
    named = [n for n in scene.cast.names if begin <= scene.cast.doc[n.start].idx < end and not n.adjectival]
    keys = (scene.places.of_name(n) for n in named)
    return _local(tuple(dict.fromkeys(k for k in keys if k is not None)), scene)


def of_there(heads: list[Token], scene: Scene) -> tuple[str, ...]:
    """ "On Friday came the port of Odesa. Two missiles hit a depot there": the place named last before."""
    phrases = [t for h in heads for t in (h, *children(h, "obj", "obl", "nsubj:pass"))]
    pointing = next((c for t in phrases for c in children(t, "advmod") if c.lower_ == "there"), None)
    if pointing is None:
        return ()
    n = next((n for n, s in enumerate(scene.sentences) if s.start == pointing.sent.start), 0)
    for begin in (pointing.sent.start, scene.sentences[n - 1].start if n else 0):
        named = [x for x in scene.cast.names if begin <= x.start < pointing.i and not x.adjectival]
        sites = [k for x in named if (k := scene.places.of_name(x)) is not None]
        if sites:
            return (sites[-1],)
    return ()


def of_clause_around(verb: Token, scene: Scene) -> tuple[str, ...]:
    """ "The market, which jets bombed on Sunday, lies in Togoga": where what was hit is said to lie."""
    around = verb.head.head
    lies = verb.dep_ == "acl:relcl" and is_subject(verb.head) and around.lemma_.lower() in _LYING
    return scene.places.of_event([around], []) if lies else ()


def _at(verb: Token, scene: Scene) -> tuple[str, ...]:
    """The places of a verb that leads somewhere: of its locatives, its object, what it is done to or aimed at."""
    objects = [] if is_passive(verb) else logical_objects(verb)
    hit = [*objects, *(c for c in children(verb, "obl") if preposition(c) in _LEADING)]
    if verb.lemma_.lower() in _LYING:
        hit += children(verb, "nsubj")
    return scene.places.of_event([verb], hit)


def _sets_the_stage(verb: Token) -> bool:
    return (
        (verb.lemma_.lower() in _STAGING or tells_occurrence(verb))
        and (verb.tag_ in {"VBD", "VBN"} or verb.lemma_.lower() in {"lie", "sit", "stand"})
        and not auxiliaries(verb) & {*MODAL, "to"}
        and not verb.dep_.startswith("acl")
    )


def _opens_anew(sent: DocSpan, scene: Scene) -> bool:
    """True where the sentence names a place itself, or says that it tells of another attack."""
    if any(t.lower_ in _ELSEWHERE for t in sent):
        return True
    return any(
        sent.start <= name.start < sent.end
        and not name.adjectival
        and (name.places() or name.state() is not None)
        for name in scene.cast.names
    )


def _dependents(head: Token) -> Iterator[Token]:
    """What the attack's clause holds besides who did it: nearest behind the verb first."""
    behind = [c for c in head.children if c.i > head.i]
    before = [c for c in reversed(list(head.children)) if c.i < head.i]
    for child in (*behind, *before):
        if is_subject(child) and not is_passive(head) and is_verbal(head) and not weapons_in([child]):
            continue
        yield child


def _within(token: Token, scene: Scene, depth: int) -> list[str]:
    if depth > _DEPTH or token.dep_ in {"punct", "appos", "parataxis", "nmod:poss"}:
        return []
    if is_verbal(token):
        if not _is_meanwhile(token):
            return []
    elif token.dep_.split(":")[0] in {"obl", "nmod"}:
        said = preposition(token)
        # "south of Kidal", "south of the town of Kidal"; not "south of the city"
        called = under(token, "of") if token.lemma_.lower() in _CONTAINERS else []
        named = any(scene.cast.name_at(t.i) is not None for t in (token, *called))
        away = said == "of" and token.head.lower_ in _DIRECTIONS and named
        if away or said in STRICTLY_LOCATIVE or (said == "on" and token.lemma_.lower() in _CONTAINERS):
            found = [k for t in conjuncts(token) for k in _local(scene.places.within_phrase(t), scene)]
            if found or away:
                return found
        elif said and said not in _PASSED_ON:
            return []
        if scene.cast.name_at(token.i) is not None:
            # "by the Houthis in Yemen": where they are at home; but "a convoy of the army south of the town"
            towards = [c for c in children(token, "advmod") if c.lower_ in _DIRECTIONS]
            return next((found for c in towards if (found := _within(c, scene, depth + 1))), [])
    elif token.dep_.split(":")[0] not in {"obj", "nsubj", "advmod", "iobj", "dep", "conj"}:
        return []
    inner = list(token.children)
    if token.lemma_.lower() in _SHIPS:
        # "fired at the tanker Sounion in the Red Sea": the sea may hang on the tanker's name
        inner += [p for c in children(token, "appos", "flat", "compound") for p in children(c, "nmod")]
    return next((found for c in inner if (found := _within(c, scene, depth + 1))), [])


def _is_meanwhile(verb: Token) -> bool:
    """ "worshippers leaving a mosque in Geneina", "having crossed the border at Goronyo"; no finite clause.

    But "villagers who were working in fields near Djibo": that is when they were attacked.
    """
    if verb.dep_ == "acl:relcl" and verb.tag_ == "VBG":
        return bool(auxiliaries(verb) & {"was", "were"}) and not _NEVER & {t.lower_ for t in verb.subtree}
    return (
        verb.dep_.split(":")[0] in {"acl", "advcl"}
        and verb.tag_ in {"VBG", "VBN"}
        and verb.lemma_.lower() in _MEANWHILE
        and not has_subject(verb)
    )


def _local(places: list[str] | tuple[str, ...], scene: Scene) -> tuple[str, ...]:
    """The places, where one of them is more than a country: a country alone may be anybody's home."""
    return tuple(places) if any(scene.places.kind_of(k) is not PlaceKind.COUNTRY for k in places) else ()
