"""Whom pronouns take up: "it", "he", "they", "both", "which"; nobody when nothing is near enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.lexicon import table, words
from kg.extract.names.cast import Figure
from kg.extract.names.nouns import POLITY
from kg.extract.words.arguments import logical_subjects, raw_subjects
from kg.extract.words.pairs import coordinated_before
from kg.extract.words.syntax import (
    RELATIVE,
    children,
    clause_verbs,
    has_subject,
    is_subject,
    is_verbal,
    possessors,
    preposition,
    under,
)
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.reference.denote import Denotation

_HE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves", "both", "each"})
FIRST_PERSON = frozenset({"we", "us", "our", "ours", "i", "me", "my"})
PRONOUNS = _HE | _IT | _THEY
# What somebody says or writes, which "in which he said" takes up.
_UTTERANCES = words("statements", "documents") | {"address", "article", "essay", "column"}
_CHARGES = frozenset({"accuse", "blame", "suspect"})
_TOWARDS = frozenset({"on", "upon", "to", "with", "against"})


def pronoun(d: Denotation, token: Token) -> tuple[str, ...]:
    """The figures that a pronoun takes up; none when nothing is near enough."""
    lower = token.lower_
    if lower in RELATIVE:
        clauses = (a for a in (token, *token.ancestors) if a.dep_ == "acl:relcl" and a.head.i < token.i)
        clause = next(clauses, None)
        return d.with_conjuncts(clause.head) if clause is not None and lower != "where" else ()
    if lower in _HE:
        if (author := _author(d, token)) is not None:
            return author
        self_ = d.voice(token)
        return single(
            d,
            token,
            lambda f: f.cls is ActorClass.PERSON and not f.plural and f.key not in self_,
            of_sentence=(token.head if token.dep_ == "nmod:poss" else token).dep_ in {"obj", "iobj"},
        )
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
        if _is_unknown_teller(d, token):
            return ()
        return single(d, token, lambda f: f.cls in POLITY)
    if lower in _THEY:
        return plural(d, token)
    return ()


def _author(d: Denotation, token: Token) -> tuple[str, ...] | None:
    """ "A speech by President Arce, in which he said …": whose speech it is; None where nobody's is told."""
    clause = next((a for a in (token, *token.ancestors) if a.dep_ == "acl:relcl"), None)
    if clause is None or clause.head.lemma_.lower() not in _UTTERANCES:
        return None
    if not any(t.lower_ in {"which", "where"} for t in token.doc[clause.left_edge.i : token.i]):
        return None
    whose = [*under(clause.head, "by", "from", "with", "of"), *possessors(clause.head)]
    found = [k for k in d.all_of(whose) if d.cast.figures[k].cls is ActorClass.PERSON]
    return (found[0],) if len(found) == 1 else None


def _stands_for_thing(d: Denotation, token: Token) -> bool:
    """ "The freighter went down. It was struck by two missiles": the ship was, not the state named last."""
    subject = next((s for s in earlier_subjects(d, token) if s.lower_ != "it"), None)
    return (
        subject is not None
        and subject.pos_ in {"NOUN", "PROPN"}
        and "Plur" not in subject.morph.get("Number", [])
        and not d.of(subject)
    )


def _is_unknown_teller(d: Denotation, token: Token) -> bool:
    """ "Traoré's junta rejected it, saying it would not yield": the junta, though nobody knows whose it is."""
    teller = token.head.head
    if (
        not is_subject(token)
        or token.head.dep_ != "ccomp"
        or teller.lemma_.lower() not in words("statements", "report")
    ):
        return False
    bodies = words("actors", "source_bodies") | {"junta", "regime"}
    subjects = logical_subjects(teller)
    return bool(subjects) and all(
        s.lemma_.lower() in bodies and s.tag_ == "NN" and not d.of(s) for s in subjects
    )


def single(
    d: Denotation, token: Token, accept: Callable[[Figure], bool], *, of_sentence: bool = False
) -> tuple[str, ...]:
    """The one figure that "he", "she" or "it" takes up.

    `of_sentence`: who is named before it in its own sentence comes before the subjects of earlier sentences, and
    nobody where two are: "punished Kiir, after it had punished Machar, and accused his troops".
    As an object it is not the subject of its own clause: "Chad said Sudan was meddling and accused it of …".
    """
    if (requited := _requited(d, token, accept)) is not None:
        return (requited,)
    others = subjects_of_clause(d, token)
    if others:
        accepted = accept
        accept = lambda f: f.key not in others and accepted(f)  # noqa: E731
    here: list[str] | None = None
    outside = not d.quotes.holds(token)
    for subject in earlier_subjects(d, token):
        if of_sentence and here is None and subject.sent != token.sent:
            here = _named_here(d, token, accept)
            if here:
                return (here[0],) if len(here) == 1 else ()
        if outside and d.quotes.holds(subject) and d.quotes.holds(subject.head):
            continue  # "'Chad expects an answer,' it said": not of whom the quote speaks
        if token.lower_ in _HE and (nearer := _named_since(d, token, subject, accept)) is not None:
            return (nearer,)
        keys = [k for k in d.of(subject) if accept(d.cast.figures[k])]
        if len(keys) == 1:
            return (keys[0],)
        if (teller := _teller(d, token, subject)) is not None:
            return (teller,)
    figure = salient(d, token, accept)
    return (figure.key,) if figure is not None else ()


def _requited(d: Denotation, token: Token, accept: Callable[[Figure], bool]) -> str | None:
    """ "Thanked Oman for its offer": the offer of whoever is thanked, and not of who thanks him."""
    deed = token.head
    if token.dep_ != "nmod:poss" or preposition(deed) not in {"for", "over"}:
        return None
    for verb in deed.ancestors:
        if is_verbal(verb) or verb.pos_ == "VERB":
            if verb.lemma_.lower() not in words("actors", "requited"):
                return None
            done_to = [c for c in children(verb, "obj", "nsubj:pass") if c.i < deed.i]
            keys = [k for c in done_to for k in d.of(c) if accept(d.cast.figures[k])]
            return keys[0] if len(keys) == 1 and len(done_to) == 1 else None
    return None


def _named_since(d: Denotation, token: Token, subject: Token, accept: Callable[[Figure], bool]) -> str | None:
    """ "Keita left on Monday. None of it matters to Mensah. She has gone": the one person of the sentence before.

    Only where its own subject is nobody, and the subject that else would be taken stands farther off.
    """
    if token.sent.start == 0:
        return None
    before = token.doc[token.sent.start - 1].sent
    if subject.i >= before.start:
        return None
    named = {k for i, k in d.cast.appearances if before.start <= i < before.end and accept(d.cast.figures[k])}
    return named.pop() if len(named) == 1 else None


def _named_here(d: Denotation, token: Token, accept: Callable[[Figure], bool]) -> list[str]:
    """Those named in the sentence before the token, each once."""
    start = token.sent.start
    keys = (k for i, k in d.cast.appearances if start <= i < token.i and accept(d.cast.figures[k]))
    return list(dict.fromkeys(keys))


def _teller(d: Denotation, token: Token, subject: Token) -> str | None:
    """ "Jaish al-Zaman, an ally of X, claimed it. In a message it said …": who claimed it, whatever he is.

    The subject of the sentence before, where it is an organisation by name and "it" speaks; or who says of himself
    that "it had fired on the ship".
    """
    said = words("statements", "report")
    if token.lower_ != "it" or not is_subject(token) or subject.head.lemma_.lower() not in said:
        return None
    if subject.sent == token.sent:
        if token.head.dep_ != "ccomp" or token.head.head != subject.head:
            return None
    elif subject.head != subject.sent.root or subject.sent.end != token.sent.start:
        return None
    if subject.sent != token.sent and token.head.lemma_.lower() not in said:
        return None
    keys = [k for k in d.of(subject) if d.cast.figures[k].cls is ActorClass.ORGANIZATION]
    return keys[0] if len(keys) == 1 and d.cast.figures[keys[0]].named else None


def subjects_of_clause(d: Denotation, token: Token, *, described: bool = False) -> frozenset[str]:
    """Whom a personal pronoun in object position cannot mean, nor a description: "called on the regime"."""
    base = token.dep_.split(":")[0]
    if token.lower_ in _HE and base == "nsubj" and _within_its_clause(token):
        return frozenset(k for s in raw_subjects(token.head.head) if s.i < token.i for k in d.of(s))
    owned = token.head
    if token.dep_ == "nmod:poss" and owned.dep_ in {"obj", "iobj"} and owned.head.lemma_.lower() in _CHARGES:
        # "criticised Chad, accusing its soldiers of …": nobody accuses his own
        return frozenset(k for s in logical_subjects(owned.head) if s.i != token.i for k in d.of(s))
    done_to = base in {"obj", "iobj"} or (described and base == "obl" and preposition(token) in _TOWARDS)
    verb = token.head
    if base == "nmod" and verb.dep_ == "obj" and preposition(token) == "with":
        done_to, verb = True, verb.head  # "severed relations with it"
    if token.lower_.endswith("self") or not done_to or not is_verbal(verb):
        return frozenset()
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
        if named := coordinated_before(d, token):
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
    # "blamed Uganda, which has not denied that its jets bombed the city": Uganda's
    return (
        s for s in _subjects_before(d, token) if s.lower_ not in RELATIVE or _is_of_clause_around(s, token)
    )


def _is_of_clause_around(relative: Token, token: Token) -> bool:
    """Whether the pronoun stands in what is said in the relative clause: "which has denied that it bombed it"."""
    verb = relative.head.head if relative.lower_ == "whose" else relative.head
    subject = relative.lower_ == "whose" or relative.dep_ == "nsubj"
    return subject and verb.dep_ == "acl:relcl" and verb in token.ancestors


def _subjects_before(d: Denotation, token: Token) -> Iterator[Token]:
    seen: set[int] = set()
    for verb in clause_verbs(token):
        for subject in raw_subjects(verb)[:1]:
            behind = verb.lemma_ in {"say", "add", "tell"} and not token.is_sent_start
            if subject.i != token.i and (subject.i < token.i or behind):
                seen.add(subject.i)
                yield subject
                yield from (c for c in subject.children if c.lower_ == "whose")
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
