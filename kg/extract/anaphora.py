"""What points back: "it", "they", "both countries", "the group", "the kingdom"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract import bodies
from kg.extract.arguments import raw_subjects
from kg.extract.cast import Figure
from kg.extract.lexicon import table, words
from kg.extract.nouns import POLITY, definite
from kg.extract.syntax import (
    RELATIVE,
    children,
    clause_verbs,
    has_subject,
    is_definite_noun,
    is_subject,
    is_verbal,
    preposition,
    under,
)
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.denote import Denotation

_HE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves", "both", "each"})
FIRST_PERSON = frozenset({"we", "us", "our", "ours", "i", "me", "my"})
# Of whom authorities are that are not the state's, or only a part of them.
_PARTIAL = frozenset({"separatist", "rebel", "breakaway", "secessionist", "occupation", "health", "medical"})
_TOWARDS = frozenset({"on", "upon", "to", "with", "against"})
PRONOUNS = _HE | _IT | _THEY


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
    if lemma == "group" and not plural and (called := _called_so(d, token)) is not None:
        return called
    choices: list[tuple[str, Callable[[Figure], bool]]] = [
        ("group", lambda f: f.cls is ActorClass.ARMED_GROUP),
        (
            "organization",
            lambda f: f.cls in {ActorClass.ORGANIZATION, ActorClass.INTERNATIONAL_ORGANIZATION},
        ),
    ]
    for kind, accept in choices:
        if lemma in anaphor[kind] and not any(
            c.lower_ in {"other", "another", "two", "three"} for c in token.children
        ):
            named = d.cast.last(token.i, lambda f, accept=accept: f.named and accept(f))  # type: ignore[misc]
            figure = named or d.cast.last(token.i, accept)
            if figure is not None:
                d.see(figure, token)
                return (figure.key,)
    # "the separatist authorities", "the health authorities in Gaza" are not those of the state in view
    some = lemma == "authority" and any(c.lower_ in _PARTIAL for c in token.children)
    if lemma in anaphor["state"] and (not plural or lemma == "authority") and not some:
        figure = state_in_view(d, token)
        if figure is not None:
            d.see(figure, token)
            return (figure.key,)
    return ()


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


def state_in_view(d: Denotation, token: Token) -> Figure | None:
    """The state that "the country" means: that of the subjects before it, not merely the last one named.

    Nobody does to himself what the clause tells: "The United States called on the regime".
    """
    others = _subjects_of_clause(d, token, described=True)
    if token.dep_ == "nmod:poss":  # "430 people died in Iran, the country's health ministry said"
        return salient(d, token, lambda f: f.cls is ActorClass.STATE)
    for subject in earlier_subjects(d, token):
        for key in d.of(subject):
            figure = d.cast.figures[key]
            if key in others:
                continue
            if figure.cls is ActorClass.STATE:
                return figure
            owner = next(
                (
                    f
                    for f in d.cast.figures.values()
                    if f.entry is not None and f.entry == figure.state and f.cls is ActorClass.STATE
                ),
                None,
            )
            if owner is not None and figure.cls in {ActorClass.PERSON, ActorClass.GOVERNMENT_BODY}:
                if _of_organization(d, figure):
                    continue  # the country that an envoy of the United Nations comes from
                return owner
    return salient(d, token, lambda f: f.cls is ActorClass.STATE and f.key not in others)


def _of_organization(d: Denotation, figure: Figure) -> bool:
    owner = d.cast.figures.get(figure.member_of or "")
    return owner is not None and owner.cls is ActorClass.INTERNATIONAL_ORGANIZATION


def pair_or_named_state(d: Denotation, token: Token, phrases: list[str]) -> tuple[str, ...]:
    """ "The kingdom" as the one state of that kind in the article; "both countries" as the two in view."""
    anaphor = table("actors")["anaphor"]
    for phrase in phrases:
        if phrase in anaphor["named"]:
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
    if plural and dual and token.lemma_.lower() in anaphor["pair"]:
        return _named_behind(d, token) or _coordinated_before(d, token) or pair(d, token)
    if plural and token.lemma_.lower() in {"leader", "minister", "president"} and definite(token):
        return _holders(d, token)
    return ()


def _of_whom_it_is_told(d: Denotation, token: Token, fitting: Collection[str]) -> Figure | None:
    """ "Bahrain's parliament says that the kingdom …": the state of who speaks, where it is of that kind."""
    for verb in clause_verbs(token):
        for key in d.all_of([s for s in raw_subjects(verb)[:1] if s.i < token.i]):
            figure = d.cast.figures[key]
            state = figure if figure.cls is ActorClass.STATE else bodies.state_of(d, figure)
            if state is not None and state.entry in fitting:
                return state
    return None


def _named_behind(d: Denotation, token: Token) -> tuple[str, ...]:
    """The two that an apposition names: "the two countries, Japan and South Korea, …"."""
    named = [c for a in children(token, "appos") for c in (a, *children(a, "conj")) if c.pos_ == "PROPN"]
    keys = d.all_of(named)
    return keys if len(keys) == 2 else ()


def _coordinated_before(d: Denotation, token: Token) -> tuple[str, ...]:
    """The two that the sentence itself joined just before: "accused Benin and France …, which both deny"."""
    for other in reversed(list(token.doc[token.sent.start : token.i])):
        if is_subject(other.head) and other.head.head in token.ancestors:
            continue  # "Brazil and Chile urged the two governments to talk"
        if other.dep_ == "conj" and other.pos_ == "PROPN":
            keys = [*d.of(other.head), *d.of(other)]
            classes = {d.cast.figures[k].cls for k in keys}
            if len(keys) == 2 and classes <= {ActorClass.STATE, ActorClass.ARMED_GROUP}:
                return tuple(keys)
    return ()


def _holders(d: Denotation, token: Token) -> tuple[str, ...]:
    """The two persons in view whom "the ministers" or "the leaders" means; nobody where whose they are is told."""
    if any(c.dep_.startswith("nmod") or c.dep_ in {"amod", "compound", "acl:relcl"} for c in token.children):
        return ()
    since = token.doc[max(token.sent.start - 1, 0)].sent.start
    since = token.doc[max(since - 1, 0)].sent.start
    found: list[str] = []
    for i, key in reversed(d.cast.appearances):
        figure = d.cast.figures[key]
        role = (figure.role or "").lower()
        fits = token.lemma_.lower() in role or (
            token.lemma_ == "leader" and {"president", "minister"} & set(role.split())
        )
        if (
            since <= i < token.i
            and figure.cls is ActorClass.PERSON
            and figure.named
            and fits
            and key not in found
        ):
            found.append(key)
    return tuple(reversed(found)) if len(found) == 2 else ()


def pair(d: Denotation, token: Token) -> tuple[str, ...]:
    """The two states (or groups, or a state and a group) in view: the last two that appeared in action."""
    found: list[str] = []
    addressing = _who_addresses(d, token)
    for i, key in reversed(d.cast.appearances):
        figure = d.cast.figures[key]
        if key in addressing:
            continue  # "Uzbekistan appealed to both sides": it is neither
        if i < token.i and figure.cls in {ActorClass.STATE, ActorClass.ARMED_GROUP} and key not in found:
            found.append(key)
        if len(found) > 5:
            break
    if len(found) < 2:
        return ()
    # A ministry or an office-holder in the text speaks for its state being one of the two.
    times = Counter(side_of(d, key) for i, key in d.cast.appearances if i < token.i)
    frequent = sorted(found[:6], key=lambda k: -times[k])
    pair = [k for k in found if k in frequent[:2]]
    return tuple(sorted(pair, key=lambda k: int(k[1:])))


def _who_addresses(d: Denotation, token: Token) -> frozenset[str]:
    """The states and groups that do something to the two sides, where these are not themselves the subject."""
    verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
    if verb is None or token.tag_ != "NNS" or is_subject(token):
        return frozenset()
    subjects = [s for s in children(verb, "nsubj") if s.i < verb.i < token.i and s.pos_ == "PROPN"]
    return frozenset(side_of(d, k) for s in subjects for k in d.with_conjuncts(s))


def side_of(d: Denotation, key: str) -> str:
    """The state that a ministry or an office-holder stands for; the figure itself otherwise."""
    figure = d.cast.figures[key]
    if figure.cls in {ActorClass.GOVERNMENT_BODY, ActorClass.PERSON}:
        state = bodies.state_of(d, figure)
        return state.key if state is not None else key
    return key


def pronoun(d: Denotation, token: Token) -> tuple[str, ...]:
    """The figures that a pronoun takes up; none when nothing is near enough."""
    lower = token.lower_
    if lower in RELATIVE:
        clauses = (a for a in (token, *token.ancestors) if a.dep_ == "acl:relcl" and a.head.i < token.i)
        clause = next(clauses, None)
        return d.with_conjuncts(clause.head) if clause is not None and lower != "where" else ()
    if lower in _HE:
        self_ = d.voice(token)
        return single(d, token, lambda f: f.cls is ActorClass.PERSON and not f.plural and f.key not in self_)
    if (
        lower in _IT
        and token.dep_ == "nmod:poss"
        and token.head.lemma_.lower() in table("actors")["anonymous"]
    ):
        # "the turn of the ELN. Its fighters …": a state has soldiers
        return single(d, token, lambda f: f.cls is ActorClass.ARMED_GROUP and f.named)
    if lower in _IT:
        if token.dep_ in {"obj", "nsubj:pass"} and _stands_for_thing(d, token):
            return ()
        return single(d, token, lambda f: f.cls in POLITY)
    if lower in _THEY:
        return plural(d, token)
    return ()


def _stands_for_thing(d: Denotation, token: Token) -> bool:
    """ "The freighter went down. It was struck by two missiles": the ship was, not the state named last."""
    subject = next((s for s in earlier_subjects(d, token) if s.lower_ != "it"), None)
    return (
        subject is not None
        and subject.pos_ in {"NOUN", "PROPN"}
        and "Plur" not in subject.morph.get("Number", [])
        and not d.of(subject)
    )


def single(d: Denotation, token: Token, accept: Callable[[Figure], bool]) -> tuple[str, ...]:
    """The one figure that "he", "she" or "it" takes up.

    As an object it is not the subject of its own clause: "Chad said Sudan was meddling and accused it of …".
    """
    others = _subjects_of_clause(d, token)
    if others:
        accepted = accept
        accept = lambda f: f.key not in others and accepted(f)  # noqa: E731
    for subject in earlier_subjects(d, token):
        keys = [k for k in d.of(subject) if accept(d.cast.figures[k])]
        if len(keys) == 1:
            return (keys[0],)
    figure = salient(d, token, accept)
    return (figure.key,) if figure is not None else ()


def _subjects_of_clause(d: Denotation, token: Token, *, described: bool = False) -> frozenset[str]:
    """Whom a personal pronoun in object position cannot mean, nor a description: "called on the regime"."""
    base = token.dep_.split(":")[0]
    if token.lower_ in _HE and base == "nsubj" and _within_its_clause(token):
        return frozenset(k for s in raw_subjects(token.head.head) if s.i < token.i for k in d.of(s))
    done_to = base in {"obj", "iobj"} or (described and base == "obl" and preposition(token) in _TOWARDS)
    if token.lower_.endswith("self") or not done_to or not is_verbal(token.head):
        return frozenset()
    verb = token.head
    if verb.dep_ == "conj" and verb.head.dep_ == "ccomp" and not has_subject(verb):
        verb = verb.head.head  # who said that Sudan was meddling also accused it
    return frozenset(k for s in raw_subjects(verb) if s.i != token.i for k in d.of(s))


def _within_its_clause(token: Token) -> bool:
    """ "Sall, he said, was a coward": who says so between subject and predicate speaks of somebody else."""
    verb = token.head
    return (
        verb.dep_ == "parataxis"
        and token.nbor(-1).text == ","
        and verb.i + 1 < len(token.doc)
        and verb.nbor().text == ","
        and any(s.i == token.i - 2 or s.right_edge.i == token.i - 1 for s in raw_subjects(verb.head))
    )


def plural(d: Denotation, token: Token) -> tuple[str, ...]:
    """The figures that "they" or "both" take up; who is quoted means those of whom he spoke."""
    if token.lower_ in {"both", "each"}:
        if of := next(iter(under(token, "of")), None):
            return d.of(of)  # "each of the two countries"
        if named := _coordinated_before(d, token):
            return named
    quoted = next(((b, e) for b, e in d.quotes.ranges if b <= token.idx < e), None)
    for subject in earlier_subjects(d, token):
        if quoted is not None and not quoted[0] <= subject.idx < quoted[1]:
            continue
        keys = d.with_conjuncts(subject)  # "the presidents of Chad and Niger" act for their states
        keys = keys if len(keys) > 1 else d.with_conjuncts(subject, crowd=True)
        figures = [d.cast.figures[k] for k in keys]
        if not keys and token.lower_ == "them" and subject.tag_ == "NNS" and subject.head in token.ancestors:
            return ()  # "Two soldiers died when a drone dropped grenades on them": on nobody known
        if len(keys) > 1:
            return keys
        if len(figures) == 1 and (
            figures[0].plural
            or figures[0].cls in {ActorClass.ARMED_GROUP, ActorClass.POPULATION}
            or "Plur" in subject.morph.get("Number", [])
        ):
            return keys
    if token.lower_ in {"they", "both"}:
        figure = salient(d, token, lambda f: f.cls is ActorClass.ARMED_GROUP)
        if figure is not None:
            return (figure.key,)
    return ()


def earlier_subjects(d: Denotation, token: Token) -> Iterator[Token]:
    """Subjects that a pronoun may take up, best first: of the governing clauses, then of earlier sentences.

    Found one by one, since mostly one of the first is taken.
    """
    return (s for s in _subjects_before(d, token) if s.lower_ not in RELATIVE)


def _subjects_before(d: Denotation, token: Token) -> Iterator[Token]:
    seen: set[int] = set()
    for verb in clause_verbs(token):
        for subject in raw_subjects(verb)[:1]:
            behind = verb.lemma_ in {"say", "add", "tell"} and not token.is_sent_start
            if subject.i != token.i and (subject.i < token.i or behind):
                seen.add(subject.i)
                yield subject
    start = token.sent.start
    yield from (s for s in d.subjects_in(token.sent) if s.i < token.i and s.i not in seen)
    for _ in range(3):
        if start == 0:
            break
        previous = token.doc[start - 1].sent
        root = [s.i for s in raw_subjects(previous.root)[:1]]
        yield from (token.doc[i] for i in root)
        yield from (s for s in d.subjects_in(previous) if s.i not in root)
        start = previous.start


def salient(d: Denotation, token: Token, accept: Callable[[Figure], bool]) -> Figure | None:
    """The figure that appeared last within three sentences."""
    since = token.sent.start
    for _ in range(3):
        since = token.doc[since - 1].sent.start if since > 0 else 0
    return d.cast.last(token.i, accept, since)
