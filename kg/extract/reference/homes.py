"""Whose a body is that no phrase of its own owns: "the army", "the foreign ministry said"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.names.find import Name
from kg.extract.names.nouns import definite, lies_beyond
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import children, is_subject, is_verbal
from kg.gazetteer import Entry
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.reference.denote import Denotation

FORCES = frozenset({"army", "military", "air force", "navy", "armed forces", "armed force", "troops"})
# What an army does to another state: "accused Rwanda of arming them".
_CHARGES = frozenset("accuse blame fault suspect condemn denounce warn threaten fight".split())
_GENERIC_BODIES = words("actors", "generic_body")
# Ministries of which a state has one, so that the article need not say whose it is.
_OF_A_STATE = frozenset(
    f"{which} ministry"
    for which in ("foreign", "defence", "defense", "interior", "health", "culture", "justice")
)
# Of these, those that tell of what befell the state itself, whoever acted.
_AT_HOME = frozenset({"interior ministry", "health ministry"})
# Words before "army warplanes" among which the army was named.
_IN_VIEW = 150
# How many times as often as any other a state is named in an article that is about it.
_FOCUS = 2
_ATTACKING = frozenset(
    v for kind in ("alone", "sure", "open", "fire", "havoc", "kill") for v in words("strikes", "verbs", kind)
)
# How many words behind the city a dateline ends at the latest: "ALGIERS, Dec 9 (Agency) -".
_DATELINE = 9


def state_of_earlier_subject(d: Denotation, token: Token) -> Figure | None:
    """ "Chad's army sent reinforcements, and the foreign ministry summoned …": Chad's, as the subject before it."""
    if not is_subject(token) or token.head.dep_ != "conj":
        return None
    first = next((s for s in raw_subjects(token.head.head) if s.i < token.i), None)
    figures = [d.cast.figures[k] for k in d.of(first)] if first is not None else []
    if len(figures) != 1 or figures[0].cls not in {
        ActorClass.STATE,
        ActorClass.GOVERNMENT_BODY,
        ActorClass.PERSON,
    }:
        return None
    return figures[0] if figures[0].cls is ActorClass.STATE else d.cast.state_of(figures[0])


def state_of_sayer(d: Denotation, token: Token) -> Figure | None:
    """ "Kenya's defence ministry said that the army had shelled a camp": Kenya's."""
    for verb in token.ancestors:
        if verb.lemma_.lower() not in words("statements", "report"):
            continue
        figures = [d.cast.figures[k] for s in raw_subjects(verb) if token not in s.subtree for k in d.of(s)]
        bodies = [f for f in figures if f.cls is ActorClass.GOVERNMENT_BODY and f.part_of]
        return d.cast.figures[bodies[0].part_of or ""] if len(bodies) == len(figures) == 1 else None
    return None


def home_state(d: Denotation, token: Token, phrase: str) -> Figure | None:
    """Whose "the air force" is: of the one state whose forces were named before, or the article's only state."""
    if not definite(token) or phrase in _GENERIC_BODIES:
        return None
    states = {
        f.key: f
        for i, k in d.cast.appearances
        if i < token.i and (f := d.cast.figures[k]).cls is ActorClass.STATE and not lies_beyond(token.doc[i])
    }
    here = states_around(d, token)
    if phrase in FORCES:
        owners = owners_of_forces(d.cast.figures.values())
        if len(owners) == 1 and not (len(here) == 1 and _are_named_elsewhere(d, token)):
            return d.cast.figures[owners.pop()]
    if phrase in FORCES and (focus := _in_focus(d, token)) is not None:
        return d.cast.of_entry(focus)
    if len(here) == 1:
        return d.cast.of_entry(here[0])
    everywhere = {f.key for f in d.cast.figures.values() if f.cls is ActorClass.STATE}
    if len(states) == 1 == len(everywhere):
        return next(iter(states.values()))
    if phrase in _OF_A_STATE and phrase != "health ministry":
        own = _state_of_told_act(d, token) or _state_of_dateline(d, token, here)
        if own is not None:
            return own
    if phrase not in _OF_A_STATE or (here and phrase in _AT_HOME):
        return (
            None  # "Israel struck Sanaa. Three were killed, the health ministry said": of those who were hit
        )
    return _state_that_acted(d, token)


def _state_of_told_act(d: Denotation, token: Token) -> Figure | None:
    """ "Kenya recalled its ambassador to Sudan, the foreign ministry said": a state announces its own acts.

    Not attacks: those whom they hit tell of them too.
    """
    verb = token.head
    if not is_subject(token) or verb.lemma_.lower() not in words("statements", "report"):
        return None
    told = next((c for c in verb.children if c.dep_ in {"ccomp", "parataxis"} and c.i < token.i), None)
    if told is None or told.lemma_.lower() in _ATTACKING:
        return None
    subjects = raw_subjects(told)
    figures = [d.cast.figures[k] for s in subjects for k in d.of(s)]
    return figures[0] if len(figures) == 1 == len(subjects) and figures[0].cls is ActorClass.STATE else None


def _state_of_dateline(d: Denotation, token: Token, here: list[Entry]) -> Figure | None:
    """ "ALGIERS, Dec 9 - …, the foreign ministry said": that of the state in whose capital the report was written.

    Where the sentence, or the one before, speaks of that state.
    """
    doc = token.doc
    name = next((n for n in d.cast.names if n.start < token.i), None)
    if name is None or name.start > doc[0].sent.start + 1 or not name.text(doc).isupper():
        return None
    closed = any(t.text in {"-", "–", "—", "--"} for t in doc[name.end : name.end + _DATELINE])
    ids = {e.id for e in name.places()}
    capital = (e for e in here if (c := d.cast.gazetteer.capital(e.id)) is not None and c.id in ids)
    state = next(capital, None) if closed else None
    return d.cast.of_entry(state) if state is not None else None


def _state_that_acted(d: Denotation, token: Token) -> Figure | None:
    """ "Chad broke with Sudan on Sunday. The Foreign Ministry said …": that of the state that last acted before it.

    As the subject of a main clause, a few sentences back at most; nobody where somebody else acted since.
    """
    start = token.sent.start
    for _ in range(3):
        if start == 0:
            return None
        previous = token.doc[start - 1].sent
        for subject in raw_subjects(previous.root)[:1]:
            figures = [d.cast.figures[k] for k in d.of(subject)]
            if figures:
                alone = len(figures) == 1 == len(raw_subjects(previous.root))
                return figures[0] if alone and figures[0].cls is ActorClass.STATE else None
        start = previous.start
    return None


def forces_in_view(d: Denotation, token: Token, *, government: bool = False) -> Figure | None:
    """Whose "army warplanes" or "military jets" are: of the one state whose forces were named just before.

    Where none were, and for `government` forces, of the one state that the sentences around speak of.
    """
    if not government:
        named = (d.cast.figures[k] for i, k in d.cast.appearances if token.i - _IN_VIEW < i < token.i)
        if owners := owners_of_forces(named):
            return d.cast.figures[owners.pop()] if len(owners) == 1 else None
        if (focus := _in_focus(d, token)) is not None:
            return d.cast.of_entry(focus)
    here = states_around(d, token)
    return d.cast.of_entry(here[0]) if len(here) == 1 else None


def _in_focus(d: Denotation, token: Token) -> Entry | None:
    """The state that most of the article is about, where the sentence itself names no other one.

    "The army", in a report from Bamako, is Mali's, though the sentence before told of Russia's embassy.
    """
    return None if _names_a_state(d, token) else in_focus(d)


def _are_named_elsewhere(d: Denotation, token: Token) -> bool:
    """Whether no state's forces are named before: in a round-up those further down are in another's part."""
    before = owners_of_forces(d.cast.figures[k] for i, k in d.cast.appearances if i < token.i)
    return not before and not _names_a_state(d, token)


def _names_a_state(d: Denotation, token: Token) -> bool:
    """Whether the sentence of the word names a state, or what lies in one."""
    return any(
        token.sent.start <= name.start < token.sent.end
        and _state_named(d, name) is not None
        and not lies_beyond(token.doc[name.end - 1])
        for name in d.cast.names
    )


def in_focus(d: Denotation) -> Entry | None:
    """The state that most of the article's names are of, named twice as often as any other; None where none is."""
    counts: Counter[str] = Counter()
    for name in d.cast.names:
        if (state := _state_named(d, name)) is not None and not lies_beyond(d.cast.doc[name.end - 1]):
            counts[state] += 1
    (first, most), (_, next_) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return d.cast.gazetteer.get(first) if most >= _FOCUS * max(next_, 1) else None


def owners_of_forces(figures: Iterable[Figure]) -> set[str]:
    """The keys of the states whose armies, navies and air forces are among the figures."""
    return {
        f.part_of
        for f in figures
        if f.cls is ActorClass.GOVERNMENT_BODY and f.part_of and any(w in f.name.lower() for w in FORCES)
    }


def states_around(d: Denotation, token: Token) -> list[Entry]:
    """The states that this sentence and the one before speak of, their places and people included."""
    start = token.sent.start
    since = token.doc[start - 1].sent.start if start else 0
    ids = {
        state
        for name in d.cast.names
        if since <= name.start < token.sent.end
        and (state := _state_named(d, name)) is not None
        and not lies_beyond(token.doc[name.end - 1])
        and not _is_held_against(token, name)
    }
    return [e for i in sorted(ids) if (e := d.cast.gazetteer.get(i)) is not None]


def _is_held_against(body: Token, name: Name) -> bool:
    """ "The army, which has accused Rwanda of arming rebels": of any state rather than of Rwanda."""
    named = body.doc[name.start : name.end].root
    for verb in (body.head, *children(body, "acl:relcl")):
        charges = verb.lemma_.lower() in _CHARGES and is_verbal(verb)
        if charges and named.head == verb and named.i > verb.i and named.dep_ in {"obj", "obl", "iobj"}:
            return True
    return False


def _state_named(d: Denotation, name: Name) -> str | None:
    """The gazetteer id of the state that a name means, belongs to or lies in."""
    state, figure = name.state(), d.cast.figure_of(name)
    if state is not None:
        return state.id
    if figure is not None and figure.state and figure.cls is not ActorClass.ORGANIZATION:
        return figure.state  # but a society that counts the dead elsewhere has only its seat there
    sited = {e.state for e in name.places() if e.state and d.sites.namesakes.fits_article(e)}
    return sited.pop() if len(sited) == 1 else None
