"""Bodies of a state by description: "the Israeli military", "Iran's foreign ministry", "the air force"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.names.find import Name
from kg.extract.names.nouns import POLITY, definite, label_of, lies_beyond
from kg.extract.reference.rulers import portfolio, rulers, sits_elsewhere, told_whose
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import is_plural, is_subject, noun_phrase, under
from kg.gazetteer import Entry
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.reference.denote import Denotation

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
# Sentences before "the mission" among which it was named.
_SENTENCES = 3
# How many times as often as any other a state is named in an article that is about it.
_FOCUS = 2
_GUARDS = frozenset({"border guard", "coast guard", "coastguard"})
_FORCES = frozenset({"army", "military", "air force", "navy", "armed forces", "armed force", "troops"})


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
    if len(states) > 1 and phrase in _FORCES | {"force"} and is_plural(token):
        return tuple(o.key for o in states)  # "the Congolese and Burundian armies"
    named = [
        o for o in owners if o.cls in {ActorClass.GOVERNMENT_BODY, ActorClass.INTERNATIONAL_ORGANIZATION}
    ]
    if named and not states:
        return (named[0].key,)
    groups = [o for o in owners if o.cls is ActorClass.ARMED_GROUP and o.named]
    if len(groups) == 1 and not states and phrase in _FORCES | _GUARDS and not told_whose(d, token):
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
    if phrase in _FORCES and definite(token):
        alike, here = named_alike(d, token), states_around(d, token)
        if alike is not None and len(here) == 1 and alike.state not in {None, here[0].id}:
            # "The army began pulling out of Homs" is not the army named last
            return d.cast.of_entry(here[0])
    if people:
        return None  # "her ministry": hers, whosever she is
    if definite(token):
        found = _state_of_sayer if phrase in _FORCES else _state_of_earlier_subject
        if (state := found(d, token)) is not None:
            return state
    if definite(token) and named_alike(d, token) is not None:
        return None
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


def _state_of_earlier_subject(d: Denotation, token: Token) -> Figure | None:
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


def _state_of_sayer(d: Denotation, token: Token) -> Figure | None:
    """ "Kenya's defence ministry said that the army had shelled a camp": Kenya's."""
    for verb in token.ancestors:
        if verb.lemma_.lower() not in words("statements", "report"):
            continue
        figures = [d.cast.figures[k] for s in raw_subjects(verb) if token not in s.subtree for k in d.of(s)]
        bodies = [f for f in figures if f.cls is ActorClass.GOVERNMENT_BODY and f.part_of]
        return d.cast.figures[bodies[0].part_of or ""] if len(bodies) == len(figures) == 1 else None
    return None


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
            and not (word in _FORCES and f.cls is ActorClass.ARMED_GROUP)
            and any(
                word in s.lower().split()[1:] or s.lower().startswith(word + " ")
                for s in (f.name, *f.surfaces)
            )
        ),
    )


def home_state(d: Denotation, token: Token, phrase: str) -> Figure | None:
    """Whose "the air force" is: of the one state whose forces were named before, or the article's only state."""
    if not definite(token) or phrase in _GENERIC_BODIES:
        return None
    states = {
        f.key: f
        for i, k in d.cast.appearances
        if i < token.i and (f := d.cast.figures[k]).cls is ActorClass.STATE and not lies_beyond(token.doc[i])
    }
    if phrase in _FORCES:
        owners = owners_of_forces(d.cast.figures.values())
        if len(owners) == 1:
            return d.cast.figures[owners.pop()]
    here = states_around(d, token)
    if phrase in _FORCES and (focus := _in_focus(d, token)) is not None:
        return d.cast.of_entry(focus)
    if len(here) == 1:
        return d.cast.of_entry(here[0])
    everywhere = {f.key for f in d.cast.figures.values() if f.cls is ActorClass.STATE}
    if len(states) == 1 == len(everywhere):
        return next(iter(states.values()))
    if phrase not in _OF_A_STATE or (here and phrase in _AT_HOME):
        return (
            None  # "Israel struck Sanaa. Three were killed, the health ministry said": of those who were hit
        )
    return _state_that_acted(d, token)


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
    counts: Counter[str] = Counter()
    for name in d.cast.names:
        if (state := _state_named(d, name)) is None or lies_beyond(token.doc[name.end - 1]):
            continue
        if token.sent.start <= name.start < token.sent.end:
            return None
        counts[state] += 1
    (first, most), (_, next_) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return d.cast.gazetteer.get(first) if most >= _FOCUS * max(next_, 1) else None


def owners_of_forces(figures: Iterable[Figure]) -> set[str]:
    """The keys of the states whose armies, navies and air forces are among the figures."""
    return {
        f.part_of
        for f in figures
        if f.cls is ActorClass.GOVERNMENT_BODY and f.part_of and any(w in f.name.lower() for w in _FORCES)
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
    }
    return [e for i in sorted(ids) if (e := d.cast.gazetteer.get(i)) is not None]


def _state_named(d: Denotation, name: Name) -> str | None:
    """The gazetteer id of the state that a name means, belongs to or lies in."""
    state, figure = name.state(), d.cast.figure_of(name)
    if state is not None:
        return state.id
    if figure is not None and figure.state:
        return figure.state
    sited = {e.state for e in name.places() if e.state and d.sites.namesakes.fits_article(e)}
    return sited.pop() if len(sited) == 1 else None


def body_label(state: Figure, phrase: str) -> str:
    """A body's label: "Foreign Ministry of Chad"."""
    heads = {"foreign ministry": "Foreign Ministry", "foreign office": "Foreign Office"}
    return f"{heads.get(phrase, phrase[0].upper() + phrase[1:])} of {state.name}"
