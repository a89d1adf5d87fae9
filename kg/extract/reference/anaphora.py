"""What definite descriptions point back to: "the group", "the country", "the kingdom", "both sides"."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import table, words
from kg.extract.names.cast import Figure
from kg.extract.names.nouns import definite
from kg.extract.reference import bodies, homes, several
from kg.extract.reference.pronouns import earlier_subjects, salient, subjects_of_clause
from kg.extract.words import pairs
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import children, clause_verbs, is_definite_noun, is_subject, is_verbal
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.reference.denote import Denotation

_PARTIAL = words("actors", "partial")
_UNITS = words("actors", "formations")
_SEVERAL = words("actors", "several_groups")
_ALLIED = words("actors", "allied")
_TIES = words("actors", "tied")
# How many letters a demonym shares with the name of its people's land: "Afar", "Kurdish" and "Kurdistan".
_STEM = 4
_REGIMES = frozenset({"regime", "junta"})


def points_back(d: Denotation, token: Token, phrases: list[str]) -> tuple[str, ...]:
    """Definite descriptions: "both sides", "the group", "the kingdom", "the country", "the ministry"."""
    if not is_definite_noun(token):
        return ()
    pair = pair_or_named_state(d, token, phrases)
    if pair:
        return pair
    alike = bodies.named_alike(d, token)
    if alike is not None:
        d.see(alike, token)
        return (alike.key,)
    lemma = token.lemma_.lower()
    plural = "Plur" in token.morph.get("Number", []) or token.tag_ == "NNS"
    anaphor = table("actors")["anaphor"]
    if (
        lemma in {*anaphor["group"], *anaphor["organization"]}
        and (named := _named_at_once(d, token)) is not None
    ):
        return (named.key,)
    if lemma == "group" and not plural and (called := _called_so(d, token)) is not None:
        return called
    choices: list[tuple[str, Callable[[Figure], bool]]] = [
        ("group", lambda f: f.cls is ActorClass.ARMED_GROUP and f.name.split()[-1].lower() not in _UNITS),
        (
            "organization",
            lambda f: f.cls in {ActorClass.ORGANIZATION, ActorClass.INTERNATIONAL_ORGANIZATION},
        ),
    ]
    if (plural and lemma in _SEVERAL) or (lemma == "force" and _is_of_allies(token)):
        choices = []  # "called on the armed groups": more than one, and not the one named last
    for kind, accept in choices:
        if lemma in anaphor[kind] and not any(
            c.lower_ in {"other", "another", "two", "three"} for c in token.children
        ):
            figure = _last_on_its_own(d, token, accept)
            if figure is not None and not _is_called_otherwise(token, figure):
                d.see(figure, token)
                return (figure.key,)
    # "the separatist authorities", "the health authorities in Gaza" are not those of the state in view
    some = lemma == "authority" and any(c.lower_ in _PARTIAL for c in token.children)
    if lemma in anaphor["state"] and (not plural or lemma == "authority") and not some:
        figure = _ruled_by_army(d, token) or state_in_view(d, token)
        if figure is not None:
            d.see(figure, token)
            return (figure.key,)
    return ()


def _is_called_otherwise(token: Token, figure: Figure) -> bool:
    """ "The Afar militia" after "the Tigray Defense Forces": a name before the noun that is none of theirs."""
    called = " ".join((figure.name, *figure.surfaces)).lower()
    names = [c.lower_ for c in children(token, "compound", "amod") if c.ent_type_ and c.text[:1].isupper()]
    return any(n not in called and n[:_STEM] not in called for n in names)


def _is_of_allies(force: Token) -> bool:
    """ "The multinational force" is no armed group, nor is "the force" that takes it up."""
    said = force.doc[: force.i + 1]
    return any(t.lower_ == "force" and _ALLIED & {c.lower_ for c in t.children} for t in said)


def _named_at_once(d: Denotation, token: Token) -> Figure | None:
    """ "Left the regional bloc SADC": the name that follows at once, whatever the parse makes of it."""
    name = d.cast.name_at(token.i + 1) if token.i + 1 < token.sent.end else None
    figure = d.cast.figure_of(name) if name is not None and not name.adjectival else None
    if figure is None or figure.cls in {ActorClass.PERSON, ActorClass.STATE}:
        return None
    return figure


def same_as_before(d: Denotation, token: Token, *, crowd: bool) -> tuple[str, ...]:
    """ "The same committee": whom the last phrase with that noun introduced."""
    lemma = token.lemma_.lower()
    for other in reversed(token.doc[: token.i]):
        introduced = other.lemma_.lower() == lemma and other.tag_ == token.tag_ and not definite(other)
        if introduced and (keys := d.of(other, crowd=crowd)):
            return keys
    return ()


def _last_on_its_own(d: Denotation, token: Token, accept: Callable[[Figure], bool]) -> Figure | None:
    """The figure named last, but not one that only says whose ally another is; else the last without a name.

    "JNIM, which is linked to Al-Qaeda, claimed the ambush. The group said …": JNIM.
    """
    named = [
        (i, f) for i, k in d.cast.appearances if i < token.i and (f := d.cast.figures[k]).named and accept(f)
    ]
    own = [f for i, f in named if not _is_only_tied_to(token.doc[i])]
    return next(reversed(own or [f for _, f in named]), None) or d.cast.last(token.i, accept)


def _is_only_tied_to(name: Token) -> bool:
    """True within "…, which is linked to X", "…, an affiliate of X"."""
    tied, current = False, name
    for _ in range(4):
        if current.dep_ in {"appos", "acl", "acl:relcl"} and current is not name:
            return tied or current.lemma_.lower() in _TIES
        current = current.head
        tied |= current.lemma_.lower() in _TIES or current.lower_ in _TIES
    return False


def _called_so(d: Denotation, token: Token) -> tuple[str, ...] | None:
    """Who "the group" is that was not an armed one; None where nothing says so.

    "Emergency Lawyers, a group of jurists, said …", "The Sudan Doctors Network said 30 civilians were killed": who
    was called a group in the sentence before, or the organisation that spoke there while no armed group acted.
    """
    if token.sent.start == 0 or not is_subject(token):
        return None
    before = token.doc[token.sent.start - 1].sent
    for other in reversed(before):
        one_of = other.head.lower_ == "one"  # "one of the volunteer groups"
        if other.lemma_.lower() == "group" and (one_of or not is_definite_noun(other)):
            holder = other
            while holder.dep_ in {"appos", "nmod"} and holder.head.i < holder.i:
                holder = holder.head
            return d.of(holder) if holder.i != other.i else None
    acting = [d.cast.figures[k] for s in d.subjects_in(before) for k in d.of(s)]
    if any(f.cls is ActorClass.ARMED_GROUP for f in acting) or not _is_told(token.head):
        return None
    spoke = [k for s in raw_subjects(before.root)[:1] for k in d.of(s)]
    organisations = [k for k in spoke if d.cast.figures[k].cls is ActorClass.ORGANIZATION]
    return (organisations[0],) if len(organisations) == 1 else None


def _is_told(verb: Token) -> bool:
    """True for verbs of saying and counting."""
    told = words("statements", "report") | words("statements", "counts")
    return verb.lemma_.lower() in told


def _ruled_by_army(d: Denotation, token: Token) -> Figure | None:
    """ "The army-led government", where the article tells of one state's army: that state."""
    led = [
        c
        for c in token.children
        if c.i < token.i and c.lemma_.lower() in {"lead", "back", "led", "backed", "run"}
    ]
    if not any(t.lower_ in {"army", "military"} for c in led for t in c.subtree):
        return None
    owners = homes.owners_of_forces(f for f in d.cast.figures.values())
    return d.cast.figures[owners.pop()] if len(owners) == 1 else None


def state_in_view(d: Denotation, token: Token) -> Figure | None:
    """The state that "the country" means: that of the subjects before it, not merely the last one named.

    Nobody does to himself what the clause tells: "The United States called on the regime".
    """
    beside = _subject_beside(d, token)
    others = subjects_of_clause(d, token, described=True) | beside
    if token.lemma_.lower() in _REGIMES:
        others = others | _acting_over(d, token)
        if (ruled := _only_regime(d, token)) is not None and ruled.key not in others:
            return ruled
    if token.dep_ == "nmod:poss":  # "430 people died in Iran, the country's health ministry said"
        return salient(d, token, lambda f: f.cls is ActorClass.STATE)
    if beside and (near := _last_state_here(d, token, others)) is not None:
        return near
    for subject in earlier_subjects(d, token):
        for key in d.of(subject):
            figure = d.cast.figures[key]
            if key in others:
                continue
            if figure.cls is ActorClass.STATE:
                return figure
            owner = d.cast.state_of(figure) or _governed_by(d, token, figure)
            if owner is not None and figure.cls in {ActorClass.PERSON, ActorClass.GOVERNMENT_BODY}:
                if _of_organization(d, figure):
                    continue  # the country that an envoy of the United Nations comes from
                return owner
    near = salient(d, token, lambda f: f.cls is ActorClass.STATE and f.key not in others)
    return near or (_at_home(d, token, others) if token.lemma_.lower() == "government" else None)


def _at_home(d: Denotation, token: Token, others: Collection[str]) -> Figure | None:
    """ "The government", where no state was named of late: that of the state that most of the article is about."""
    plain = is_subject(token) and [c.lower_ for c in token.children if not c.is_punct] == ["the"]
    focus = homes.in_focus(d) if plain else None
    home = d.cast.of_entry(focus) if focus is not None else None
    return home if home is not None and home.key not in others else None


def _governed_by(d: Denotation, token: Token, figure: Figure) -> Figure | None:
    """ "President Ruto announced that the government …", in an article that has not named Kenya: Kenya's."""
    ruler = figure.cls is ActorClass.PERSON and (figure.role or "").lower() == "president"
    if token.lemma_.lower() != "government" or not ruler or not figure.state:
        return None
    entry = d.cast.gazetteer.get(figure.state)
    return d.cast.of_entry(entry) if entry is not None and entry.cls is ActorClass.STATE else None


def _acting_over(d: Denotation, token: Token) -> set[str]:
    """ "Japan urged Myanmar's neighbours to sell no fuel to the regime": Japan is none that others call so."""
    above = [a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}]
    return {k for verb in above for s in raw_subjects(verb) if s.i != token.i for k in d.of(s)}


def _only_regime(d: Denotation, token: Token) -> Figure | None:
    """ "A regime jet bombed it. … Laos was concerned. The regime flew 90 raids": the one that the article has."""
    named = [t for t in d.cast.doc if t.lemma_.lower() == token.lemma_.lower()]
    whose = {
        k
        for t in named
        for c in t.children
        if c.dep_ in {"amod", "compound", "nmod:poss"}
        for k in d.of(c)
        if d.cast.figures[k].cls is ActorClass.STATE
    }
    before = [t for t in named if t.i < token.i]
    if not whose and before and definite(before[-1]):
        whose = {k for k in d.of(before[-1]) if d.cast.figures[k].cls is ActorClass.STATE}
    return d.cast.figures[whose.pop()] if len(whose) == 1 else None


def _subject_beside(d: Denotation, token: Token) -> frozenset[str]:
    """ "Chad withdrew its men, and the country left the bloc": a subject of its own is not the one beside it."""
    verb = token.head
    if not is_subject(token) or verb.dep_ != "conj" or not is_verbal(verb.head):
        return frozenset()
    return frozenset(k for s in children(verb.head, "nsubj") for k in d.of(s))


def _last_state_here(d: Denotation, token: Token, others: Collection[str]) -> Figure | None:
    """The state named last before the phrase in its own sentence, other than those."""
    return d.cast.last(token.i, lambda f: f.cls is ActorClass.STATE and f.key not in others, token.sent.start)


def _of_organization(d: Denotation, figure: Figure) -> bool:
    owner = d.cast.figures.get(figure.member_of or "")
    return owner is not None and owner.cls is ActorClass.INTERNATIONAL_ORGANIZATION


def pair_or_named_state(d: Denotation, token: Token, phrases: list[str]) -> tuple[str, ...]:
    """ "The kingdom" as the one state of that kind in the article; "both countries" as the two in view."""
    anaphor = table("actors")["anaphor"]
    if several.how_many(token):
        return several.named_together(d, token)
    for phrase in phrases:
        if phrase in anaphor["named"] and token.tag_ not in {"NNS", "NNPS"}:
            fitting = anaphor["named"][phrase]
            if (own := _of_whom_it_is_told(d, token, fitting)) is not None:
                d.see(own, token)
                return (own.key,)
            figure = d.cast.last(token.i, lambda f, fitting=fitting: f.entry in fitting)  # type: ignore[misc]
            if figure is not None:
                d.see(figure, token)
                return (figure.key,)
    dual = any(
        c.lower_ in {"both", "two", "neighbouring", "neighboring", "rival", "warring"} for c in token.children
    ) or (token.lemma_.lower() in {"neighbor", "neighbour", "side", "rival", "foe"} and definite(token))
    plural = "Plur" in token.morph.get("Number", []) or token.tag_ == "NNS"
    if is_each(token) and token.lemma_.lower() in anaphor["pair"]:
        plural = dual = True  # "each side accused the other"
    if plural and dual and token.lemma_.lower() in anaphor["pair"]:
        return pairs.named_behind(d, token) or pairs.coordinated_before(d, token) or pairs.pair(d, token)
    if plural and token.lemma_.lower() in {"leader", "minister", "president"} and definite(token):
        return pairs.holders(d, token)
    return ()


def is_each(noun: Token) -> bool:
    """True for "each side": the two of them, one as well as the other."""
    return any(c.lower_ == "each" and c.dep_ == "det" for c in noun.children)


def _of_whom_it_is_told(d: Denotation, token: Token, fitting: Collection[str]) -> Figure | None:
    """ "Bahrain's parliament says that the kingdom …": the state of who speaks, where it is of that kind."""
    for verb in clause_verbs(token):
        for key in d.all_of([s for s in raw_subjects(verb)[:1] if s.i < token.i]):
            figure = d.cast.figures[key]
            state = figure if figure.cls is ActorClass.STATE else d.cast.state_of(figure)
            if state is not None and state.entry in fitting:
                return state
    return None
