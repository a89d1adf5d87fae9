"""Bodies of a state by description: "the Israeli military", "Iran's foreign ministry", "the air force"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.names.nouns import POLITY, definite, label_of
from kg.extract.reference.homes import (
    FORCES,
    home_state,
    state_of_earlier_subject,
    state_of_sayer,
    states_around,
)
from kg.extract.reference.rulers import portfolio, rulers, sits_elsewhere, told_whose
from kg.extract.words.syntax import is_plural, noun_phrase, under
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.reference.denote import Denotation

# Sentences before "the mission" among which it was named.
_SENTENCES = 3
_GUARDS = frozenset({"border guard", "coast guard", "coastguard"})


def body(d: Denotation, token: Token, phrases: list[str], owners: list[Figure]) -> tuple[str, ...]:
    """The body of a state that a noun means: the gazetteer's, one met before, or a new one with its state."""
    bodies = words("actors", "body")
    phrase = next(p for p in phrases if p in bodies)
    if phrase == "agency" and token.i and token.doc[token.i - 1].lower_ == "news":
        return ()
    if phrase == "office" and (
        holder := next((o for o in owners if o.cls is ActorClass.PERSON and o.named), None)
    ):
        return (holder.key,)  # "his office", "Netanyahu's office"
    phrase = _modified(token, phrase)
    if phrase in {"ministry", "department"}:
        phrase = portfolio(phrase, owners)
    if phrase == "mission" and not owners and (mission := _mission_before(d, token)) is not None:
        d.see(mission, token)
        return (mission.key,)
    if (of_all := _of_organization(d, token, owners)) is not None:
        return (of_all.key,)
    states = [o for o in owners if o.cls is ActorClass.STATE]
    if phrase == "mission":  # "the observer mission in Georgia" is none of Georgia's
        hosts = d.all_of(under(token, "in", "to", "for", "at"))
        states = [o for o in states if o.key not in hosts]
    if len(states) > 1 and phrase in FORCES | {"force"} and is_plural(token):
        return tuple(o.key for o in states)  # "the Congolese and Burundian armies"
    named = [
        o for o in owners if o.cls in {ActorClass.GOVERNMENT_BODY, ActorClass.INTERNATIONAL_ORGANIZATION}
    ]
    if named and not states:
        return (named[0].key,)
    groups = [o for o in owners if o.cls is ActorClass.ARMED_GROUP and o.named]
    if len(groups) == 1 and not states and phrase in FORCES | _GUARDS and not told_whose(d, token):
        return (groups[0].key,)  # "Taliban border guards" are the Taliban's men
    sent = named[:1] if phrase == "mission" else []
    if sent and sent[0].cls is ActorClass.INTERNATIONAL_ORGANIZATION and sent[0] is owners[0]:
        return (sent[0].key,)  # "the African Union mission in Somalia"
    state = states[0] if states else None if phrase == "mission" else _whose(d, token, phrase, owners)
    figure = _of_state(d, token, phrase, state) if state is not None else _unowned(d, token, phrase, owners)
    if figure is None:
        return ()
    d.see(figure, token)
    return (figure.key,)


def _whose(d: Denotation, token: Token, phrase: str, owners: list[Figure]) -> Figure | None:
    """The state that a body is of where no phrase of its own names one."""
    if told_whose(d, token):
        return None
    people = [o for o in owners if o.cls is ActorClass.PERSON]
    for owner in people:
        if (state := d.cast.state_of(owner)) is not None:
            return state
    if phrase in FORCES and definite(token):
        alike, here = named_alike(d, token), states_around(d, token)
        if alike is not None and len(here) == 1 and alike.state not in {None, here[0].id}:
            # "The army began pulling out of Homs" is not the army named last
            return d.cast.of_entry(here[0])
    if people:
        return None  # "her ministry": hers, whosever she is
    if definite(token):
        found = state_of_sayer if phrase in FORCES else state_of_earlier_subject
        if (state := found(d, token)) is not None:
            return state
    alike = named_alike(d, token) if definite(token) else None
    if alike is not None and _which(phrase, alike):
        return None  # after "the defence ministry", "the foreign ministry" is none that was named
    return home_state(d, token, phrase)


def of_others(d: Denotation, token: Token) -> tuple[str, ...]:
    """The body that a phrase means which says that it is not the state's own: "the rebel-run administration"."""
    figure = _unowned(d, token, token.lemma_.lower(), [])
    if figure is None:
        return ()
    d.see(figure, token)
    return (figure.key,)


def _unowned(d: Denotation, token: Token, phrase: str, owners: list[Figure]) -> Figure | None:
    """The body met before that the noun takes up, or one of no known state; None for "ministries" in general."""
    earlier = named_alike(d, token) or _described_alike(d, token, phrase)
    if earlier is not None and sits_elsewhere(d, token, earlier):
        earlier = None
    if earlier is not None and definite(token) and _which(phrase, earlier):
        return earlier
    if (longer := _longer_phrase(d, token)) is not None:
        return longer
    several = "Plur" in token.morph.get("Number", [])  # not by the tag: "police" is one body
    if several and not definite(token) and not token.is_sent_start:
        return None
    label = label_of(token)
    if phrase == "mission" and definite(token):
        alike = (f for f in d.cast.figures.values() if not f.named and f.name == label)
        if (same := next(alike, None)) is not None:
            return same
    figure = d.cast.add(ActorClass.GOVERNMENT_BODY, label, named=False)
    groups = [o for o in (*owners, *rulers(d, token)) if o.cls is ActorClass.ARMED_GROUP and o.named]
    if len(groups) == 1:  # "the military council of the SDF"
        figure.part_of = groups[0].key
    return figure


def _of_state(d: Denotation, token: Token, phrase: str, state: Figure) -> Figure:
    """A state's body: the gazetteer's, one of the cast, or a new one."""
    label = f"{state.name} {phrase}" if state.entry is None else body_label(state, phrase)
    for form in (noun_phrase(token).text, label, *((phrase,) if phrase == "state department" else ())):
        entries = [
            e
            for e in d.cast.gazetteer.lookup(form)
            if e.cls is ActorClass.GOVERNMENT_BODY and e.state in {None, state.entry}
        ]
        if len(entries) == 1:
            figure = d.cast.of_entry(entries[0])
            break
    else:
        for figure in d.cast.figures.values():
            if figure.cls is not ActorClass.GOVERNMENT_BODY or figure.part_of != state.key:
                continue
            if figure.name == label or _same_body(phrase, figure.name.lower().split(" of ")[0]):
                return figure
        figure = d.cast.add(ActorClass.GOVERNMENT_BODY, label)
    figure.state, figure.part_of = state.entry, state.key
    return figure


def _mission_before(d: Denotation, token: Token) -> Figure | None:
    """ "The mission" after "the head of MONUSCO", named as a mission a few sentences back."""
    if not definite(token):
        return None
    since = token.sent.start
    for _ in range(_SENTENCES):
        since = token.doc[since - 1].sent.start if since else 0

    def is_mission(figure: Figure) -> bool:
        entry = d.cast.gazetteer.get(figure.entry) if figure.entry else None
        called = (figure.name, *figure.surfaces, *(entry.aliases if entry is not None else ()))
        united = figure.cls is ActorClass.INTERNATIONAL_ORGANIZATION
        # "the United Nations Interim Force in Lebanon" is a mission too
        return united and any({"mission", "force"} & set(name.lower().split()) for name in called)

    return d.cast.last(token.i, is_mission, since)


def _of_organization(d: Denotation, token: Token, owners: list[Figure]) -> Figure | None:
    """ "The African Union mission in Chad": the organisation named before it, not the state where it sits."""
    name = d.cast.name_at(token.i - 1) if token.i else None
    figure = d.cast.figure_of(name) if name is not None else None
    united = figure is not None and figure.cls is ActorClass.INTERNATIONAL_ORGANIZATION
    return figure if united and figure in owners else None


def _described_alike(d: Denotation, token: Token, phrase: str) -> Figure | None:
    """ "The ministry" after "the Houthi-run health ministry", where no ministry has a name."""
    if phrase not in {"ministry", "department", "directorate"}:
        return None
    return d.cast.last(
        token.i, lambda f: f.cls is ActorClass.GOVERNMENT_BODY and f.name.lower().split()[-1] == phrase
    )


def _longer_phrase(d: Denotation, token: Token) -> Figure | None:
    """ "The mission" after "a soldier of the African Union mission": whom the longer phrase before meant."""
    own = [c for c in token.children if c.dep_ != "punct" and c.i < token.i]
    if [c.lower_ for c in own] != ["the"] or any(c.dep_.startswith("nmod") for c in token.children):
        return None
    since = token.sent.start
    since = token.doc[since - 1].sent.start if since else 0
    for other in reversed(token.doc[since : token.i]):
        told = any(c.dep_.split(":")[0] in {"compound", "amod", "nmod"} for c in other.children)
        if told and other.lemma_.lower() == token.lemma_.lower():
            keys = d.of(other)
            return d.cast.figures[keys[0]] if len(keys) == 1 else None
    return None


def _which(phrase: str, figure: Figure) -> bool:
    """False when the phrase says another one: "the defence ministry" is no health ministry."""
    names = " ".join((figure.name, *figure.surfaces)).lower()
    return all(word in names or word.replace("defence", "defense") in names for word in phrase.split()[:-1])


def _same_body(phrase: str, name: str) -> bool:
    """The same words; "ministry" alone is any ministry named before, an army may be called the armed forces."""
    if phrase in {"army", "military", "armed forces"}:
        return any(word in name for word in ("army", "military", "armed forces"))
    return phrase in name


def _modified(token: Token, phrase: str) -> str:
    """With the word that says which: "oil ministry", "war cabinet"; a state has many ministries."""
    before = token.doc[token.i - 1] if token.i else token
    if (
        phrase in {"ministry", "department", "cabinet", "agency", "commission", "court"}
        and before.dep_ in {"compound", "amod"}
        and before.head == token
        and before.lower_ == before.text
        and before.pos_ in {"NOUN", "ADJ"}
        and before.is_alpha
    ):
        return f"{before.lower_} {phrase}"
    return phrase


def named_alike(d: Denotation, token: Token) -> Figure | None:
    """The actor met before whose name has the word: "the council" after "Security Council"."""
    word = (token.lemma_ or token.lower_).lower()
    if word in {"group", "government", "state", "party", "organisation", "organization", "country"}:
        return None
    return d.cast.last(
        token.i,
        lambda f: (
            f.cls in POLITY
            and f.named
            and not (word in FORCES and f.cls is ActorClass.ARMED_GROUP)
            and any(
                word in s.lower().split()[1:] or s.lower().startswith(word + " ")
                for s in (f.name, *f.surfaces)
            )
        ),
    )


def body_label(state: Figure, phrase: str) -> str:
    """A body's label: "Foreign Ministry of Chad"."""
    heads = {"foreign ministry": "Foreign Ministry", "foreign office": "Foreign Office"}
    return f"{heads.get(phrase, phrase[0].upper() + phrase[1:])} of {state.name}"
