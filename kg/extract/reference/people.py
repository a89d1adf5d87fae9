"""People and groups by description: role holders, unnamed groups, crowds that speak, outlets known by kind only."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.names.nouns import POLITY, definite, definite_or_owned, label_of
from kg.extract.names.titles import role_heads
from kg.extract.reference.pronouns import earlier_subjects
from kg.extract.words.syntax import FINITE, children, is_plural, is_subject, under
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.reference.denote import Denotation

_ANY_GROUP = words("actors", "any_group")
_MEN = frozenset({"forces", "troops", "soldiers", "units"})

# Who speaks for a place or a body, and is named in the next sentence.
_OFFICES = frozenset(
    "governor minister mayor spokesman spokeswoman spokesperson commissioner chief prefect".split()
)
# How many sentences before, a body may have been described by a longer phrase.
_SPOKEN_OF = 4
# What kind of figure a source is that only its noun tells.
_SOURCES = (
    ("body", ActorClass.GOVERNMENT_BODY),
    ("source_bodies", ActorClass.GOVERNMENT_BODY),
    ("outlet", ActorClass.ORGANIZATION),
    ("sources", ActorClass.PERSON),
    ("source_crowds", ActorClass.POPULATION),
    ("person", ActorClass.PERSON),
    ("crowd", ActorClass.PERSON),
    ("plural_crowd", ActorClass.PERSON),
)


def role_holder(
    d: Denotation, token: Token, phrases: list[str], owners: list[Figure], crowd: bool
) -> tuple[str, ...]:
    """Who a role noun means: its named holder, the states whose ministers act, or a person known by role only."""
    persons = words("actors", "person")
    phrase = next((p for p in phrases if p in persons), token.lemma_.lower())
    plural = is_plural(token)
    owner = next((o for o in owners if o.cls in POLITY), None)
    if owner is None:
        owner = next(
            (d.cast.figures[o.member_of] for o in owners if o.cls is ActorClass.PERSON and o.member_of),
            None,
        )
    if owner is None and re.fullmatch(r"secretary[ -]+general", phrase):
        owner = next(iter(d.of_secretary_general(token)), None)
    whose = any(c.dep_ == "nmod:poss" for c in token.children)
    if not plural and definite_or_owned(token, owners) and (owners or not whose):
        known = holder(d, token, phrase, owner)
        if known is not None:
            known.role = known.role or phrase
            d.see(known, token)
            return (known.key,)
    if not plural and phrase == "counterpart" and not any(o.cls is ActorClass.STATE for o in owners):
        return ()  # "his counterpart"; "his Namibian counterpart" is an office-holder of Namibia
    if plural and phrase in words("actors", "plural_crowd"):
        return people(d, token) if crowd else ()
    if plural and not crowd:
        # "the foreign ministers of Pakistan and Iran": each state acts through its minister.
        states = [o for o in owners if o.cls is ActorClass.STATE]
        others = [o for o in owners if o.cls in POLITY and o.named][:1]
        return tuple(o.key for o in states or others)
    text = label_of(token)
    if (known := _described(d, text, at=None if definite(token) else token)) is not None:
        d.see(known, token)
        return (known.key,)
    figure = d.cast.add(
        ActorClass.POPULATION if plural and phrase in words("actors", "plural_crowd") else ActorClass.PERSON,
        text,
        named=False,
    )
    figure.role, figure.plural = phrase, plural
    if owner is not None:
        figure.member_of, figure.state = owner.key, owner.state
    d.see(figure, token)
    return (figure.key,)


def named_behind(d: Denotation, token: Token) -> Figure | None:
    """ "The spokesman of the Kano police, DSP Musa Bala, said": who holds the role, named between commas."""
    if token.pos_ != "NOUN" or token.lemma_.lower() not in words("actors", "person") or is_plural(token):
        return None
    doc, i, end = token.doc, token.i + 1, min(token.sent.end, token.i + 18)
    while i < end and doc[i].text != ",":
        if doc[i].tag_ in FINITE or doc[i].text in {";", ":", "(", '"', "“"}:
            return None
        i += 1
    i += 1
    start = i
    while i < end and d.cast.name_at(i) is None and (doc[i].text[:1].isupper() or doc[i].text == "."):
        i += 1  # "DSP", "Lieutenant General"
    name = d.cast.name_at(i) if i < end else None
    figure = d.cast.figure_of(name) if name is not None else None
    if name is None or figure is None or figure.cls is not ActorClass.PERSON or not figure.named:
        return None
    if i > start and doc[start].dep_ == "nsubj" and doc[start].head.i > name.end:
        return None
    after = doc[name.end] if name.end < len(doc) else None
    if (
        after is None
        or after.text not in {",", "."}
        or (figure.role is not None and not d.cast.titles.get(start))
    ):
        return None
    return figure


def set_behind(d: Denotation, token: Token) -> Figure | None:
    """ "The Director-General of the IAEA, Rafael Grossi, urged": whom commas set behind an office in capitals."""
    doc, office = token.doc, d.cast.name_at(token.i)
    said = doc[office.start : office.end] if office is not None else (token,)
    if not any(t.lower_ in role_heads() for t in said):
        return None
    whose = [office] if office is not None else [d.cast.name_at(t.i) for t in under(token, "of", "for")]
    for name in filter(None, whose):
        holder = d.cast.name_at(name.end + 1) if name.end + 1 < len(doc) else None
        if holder is None or doc[name.end].text != "," or holder.start != name.end + 1:
            continue
        figure = d.cast.figure_of(holder)
        if (
            figure is not None
            and figure.cls is ActorClass.PERSON
            and doc[holder.end : holder.end + 1].text == ","
        ):
            return figure
    return None


def give_role(d: Denotation, figure: Figure, token: Token) -> None:
    """Record that `figure` holds the role that a noun tells, and of which state or body, unless it is known."""
    owner = next((o for o in d.owners(token) if o.cls in POLITY), None)
    if figure.role is None:
        figure.role = next(
            (p for p in d.phrases(token) if p in words("actors", "person")), token.lemma_.lower()
        )
    if owner is not None and figure.member_of is None and owner.key != figure.key:
        figure.member_of, figure.state = owner.key, figure.state or owner.state


def holder(d: Denotation, token: Token, phrase: str, owner: Figure | None) -> Figure | None:
    """The named person met before who holds this role (of this state), or who has no role yet and was just told of."""
    head = phrase.split()[-1]

    def fits(figure: Figure) -> bool:
        if figure.cls is not ActorClass.PERSON or not figure.named or figure.role is None:
            return False
        role = figure.role.lower()
        if (
            phrase not in role
            and not (phrase == "premier" and "prime minister" in role)
            and not (phrase == head and role.endswith(head))
            and not (
                head in {"spokesman", "spokeswoman", "spokesperson"} and role.split()[-1].startswith("spokes")
            )
        ):
            return False
        if owner is None or figure.member_of is None:
            return owner is None or figure.state is None
        return figure.member_of == owner.key or (figure.state is not None and figure.state == owner.state)

    earlier = d.cast.last(token.i, fits)
    if earlier is not None:
        return earlier
    # "Theresa May has been speaking. … the prime minister told MPs": nobody's role, so the one just told of
    if owner is None and head in {"minister", "president", "premier", "chancellor", "secretary", "king"}:
        bare = d.cast.last(
            token.i,
            lambda f: f.cls is ActorClass.PERSON and f.named and f.role is None,
            token.doc[token.sent.start - 1].sent.start if token.sent.start else 0,
        )
        subjects = {k for s in islice(earlier_subjects(d, token), 4) for k in d.of(s)}
        if bare is not None and bare.key in subjects:
            return bare
    # "the regional governor said": named only in the next sentence, and the only one of the article.
    soon = {k for i, k in d.cast.appearances if token.i < i < token.i + 80}
    later = [f for f in d.cast.figures.values() if f.key in soon and fits(f)]
    if len(later) == 1 and head not in {"official", "member", "officer", "source"}:
        return later[0]
    return _named_next(d, token) if not later and head in _OFFICES else None


def _named_next(d: Denotation, token: Token) -> Figure | None:
    """ "…, the regional governor said. Ivan Petrov said on Telegram …": he, whom nothing else introduces.

    The sentence that follows opens with the name, bare and for the first time, and with what he said.
    """
    sent, doc = token.sent, token.doc
    spoke = is_subject(token) and token.head.lemma_.lower() in words("statements", "report")
    if not spoke or sent.end >= len(doc):
        return None
    start = next((t.i for t in doc[sent.end :] if not t.is_space), sent.end)
    name = d.cast.name_at(start)
    if name is None or name.start != start or name.end - start < 2 or name.end >= len(doc):
        return None
    figure = d.cast.figure_of(name)
    says = doc[name.end].lemma_.lower() in words("statements", "report")
    if not says or figure is None or figure.cls is not ActorClass.PERSON or not figure.named or figure.role:
        return None
    before = any(k == figure.key and i < start for i, k in d.cast.appearances)
    return None if before or figure.entry is not None else figure


def people(d: Denotation, token: Token) -> tuple[str, ...]:
    """A crowd as an actor, for those who speak: "villagers"."""
    text = label_of(token)
    figure = _described(d, text)
    if figure is None:
        figure = d.cast.add(ActorClass.POPULATION, text, named=False)
        figure.plural = True
    d.see(figure, token)
    return (figure.key,)


def _described(
    d: Denotation, text: str, cls: ActorClass | None = None, at: Token | None = None
) -> Figure | None:
    """The figure without a name (of that class) that the same words described before; "the same sources" too.

    `at`: only the one that these very words were held to describe, for "a doctor" is another one each time.
    """
    text = text.lower()
    if text.startswith("same "):
        ending = text.removeprefix("same ")
        told = [f for f in d.cast.figures.values() if not f.named and f.name.lower().endswith(ending)]
        return told[-1] if told else None
    return next(
        (
            f
            for f in d.cast.figures.values()
            if not f.named
            and f.name.lower() == text
            and cls in {None, f.cls}
            and (at is None or any(begin <= at.idx < end for begin, end in f.spans))
        ),
        None,
    )


def _taken_up(d: Denotation, token: Token) -> Figure | None:
    """ "The service" after "the city's emergency service": whom the longer phrase before described."""
    if any(c.dep_ != "det" or c.lower_ != "the" for c in token.children if c.i < token.i):
        return None
    if not definite(token) or any(c.dep_.split(":")[0] == "nmod" for c in token.children):
        return None
    word, since = token.lower_, token.sent.start
    for _ in range(_SPOKEN_OF):
        since = token.doc[since - 1].sent.start if since else 0
    return d.cast.last(token.i, lambda f: not f.named and f.name.lower().split()[-1:] == [word], since)


def called(d: Denotation, token: Token) -> Figure | None:
    """ "the Gran Grif gang", "the militia Nduma": a group whose name no list knows."""
    for child in children(token, "compound", "appos"):
        name = d.cast.name_at(child.i)
        if name is None or name.adjectival or name.entries:
            continue
        if (bearer := d.cast.figure_of(name)) is not None:
            if name.label != "PERSON" or bearer.role or name.end != token.i or child.dep_ != "compound":
                continue
            # "the Jaime Martínez front": called after him
            text = f"{name.text(d.cast.doc)} {token.text}"
            figure = d.cast.known_as(text) or d.cast.add(ActorClass.ARMED_GROUP, text)
        else:
            figure = d.cast.named_group(name)
        d.see(figure, token)
        return figure
    return _named_by_capitals(d, token)


def _named_by_capitals(d: Denotation, token: Token) -> Figure | None:
    """ "The Emergency Lawyers group said": who speaks bears that name, though no list and no model knows it."""
    capitals = [c for c in children(token, "compound") if c.pos_ == "PROPN" and c.is_title]
    telling = is_subject(token) and token.head.lemma_.lower() in words("statements", "report")
    if not capitals or not telling or token.lemma_.lower() not in _ANY_GROUP:
        return None
    figure_of, name_at = d.cast.figure_of, d.cast.name_at
    own = {n.start: n for c in capitals for t in c.subtree if (n := name_at(t.i)) is not None}
    if any((f := figure_of(n)) is None or f.cls is not ActorClass.ORGANIZATION for n in own.values()):
        return None
    text = token.doc[min(c.left_edge.i for c in capitals) : token.i].text
    figure = d.cast.known_as(text) or d.cast.add(ActorClass.ORGANIZATION, text)
    d.see(figure, token)
    return figure


def is_irregular(force: Token) -> bool:
    """ "Rebel forces", "resistance units": a side by itself; of "rebel fire" and "opposition jets" nobody."""
    whose = {c.lower_ for c in children(force, "amod", "compound")}
    return force.lower_ in _MEN and bool(whose & words("actors", "irregular"))


def unnamed_group(d: Denotation, token: Token, owners: list[Figure]) -> tuple[str, ...]:
    """A group that only its kind names: "gunmen"; nobody for "the group" without antecedent."""
    text = label_of(token)
    if token.lemma_.lower() in _ANY_GROUP and not owners:
        return ()
    if (known := _described(d, text, ActorClass.ARMED_GROUP)) is not None:
        d.see(known, token)
        return (known.key,)
    # "members of the Gran Grif gang": capitals inside a sentence are a name, though no list and no model knows it
    named = any(
        c.pos_ == "PROPN" and c.is_title and c.dep_ == "compound" for c in children(token, "compound")
    )
    figure = d.cast.add(ActorClass.ARMED_GROUP, text, named=named)
    d.see(figure, token)
    return (figure.key,)


def outlet(d: Denotation, token: Token) -> tuple[str, ...]:
    """A speaker that only its kind names: "state television", "the ambulance service"."""
    lemma = token.lemma_.lower()
    if token.pos_ not in {"NOUN", "PROPN"} or lemma not in words("actors", "outlet"):
        return ()
    text = label_of(token)
    figure = _described(d, text) or _taken_up(d, token)
    figure = figure or d.cast.add(ActorClass.ORGANIZATION, text, named=False)
    owner = next((o for o in d.owners(token) if o.cls in POLITY), None)
    if owner is not None and figure.state is None:
        figure.state = owner.state
    d.see(figure, token)
    return (figure.key,)


def source(d: Denotation, token: Token) -> tuple[str, ...]:
    """Whose count or claim it is, where only the kind is told ("police", "rescuers") or no list knows the name.

    A pronoun, and a noun that means no people, are nobody.
    """
    name = d.cast.name_at(token.i)
    if name is not None and token.pos_ == "PROPN":
        if name.places() or name.state() is not None or name.adjectival:
            return ()
        text = name.text(d.cast.doc)
        known = d.cast.known_as(text)
        figure = known or d.cast.add(ActorClass.ORGANIZATION, text)
        d.see(figure, token)
        return (figure.key,)
    lemma = token.lemma_.lower()
    if token.pos_ not in {"NOUN", "PROPN"} or lemma in words("statements", "documents"):
        return ()
    if any(c.lower_ in {"no", "neither"} for c in children(token, "det")):
        return ()
    cls = next((c for kind, c in _SOURCES if lemma in words("actors", kind)), None)
    if cls is None:
        return ()
    if cls is ActorClass.PERSON and is_plural(token):
        cls = ActorClass.POPULATION
    if any(c.lower_ == "same" for c in token.children):  # "according to the same sources"
        before = [f for f in d.cast.figures.values() if f.name.lower().endswith(token.lower_)]
        return tuple(f.key for f in before[-1:])
    text = label_of(token)
    figure = _described(d, text) or _taken_up(d, token) or d.cast.add(cls, text, named=False)
    figure.plural = figure.cls is ActorClass.POPULATION
    owner = next((o for o in d.owners(token) if o.cls in POLITY), None)
    if owner is not None and figure.state is None:
        figure.state = owner.state
    d.see(figure, token)
    return (figure.key,)
