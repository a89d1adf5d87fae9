"""The two in view: "both countries", "the two sides", "the ministers"; nobody where it is not clear which two."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.extract.words.syntax import children, is_subject
from kg.model import ActorClass

if TYPE_CHECKING:
    from kg.extract.names.cast import Figure
    from kg.extract.reference.denote import Denotation

_BACK = 5  # sentences before in which "both leaders" may have been named


def named_behind(d: Denotation, token: Token) -> tuple[str, ...]:
    """The two that an apposition names: "the two countries, Japan and South Korea, …"."""
    named = [c for a in children(token, "appos") for c in (a, *children(a, "conj")) if c.pos_ == "PROPN"]
    keys = d.all_of(named)
    return keys if len(keys) == 2 else ()


def coordinated_before(d: Denotation, token: Token) -> tuple[str, ...]:
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
    times = Counter(d.cast.side_of(key) for i, key in d.cast.appearances if i < token.i)
    frequent = sorted(found[:6], key=lambda k: -times[k])
    both = [k for k in found if k in frequent[:2]]
    return tuple(sorted(both, key=lambda k: int(k[1:])))


def _who_addresses(d: Denotation, token: Token) -> frozenset[str]:
    """The states and groups that do something to the two sides, where these are not themselves the subject."""
    verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
    if verb is None or token.tag_ != "NNS" or is_subject(token):
        return frozenset()
    subjects = [s for s in children(verb, "nsubj") if s.i < verb.i < token.i and s.pos_ == "PROPN"]
    return frozenset(d.cast.side_of(k) for s in subjects for k in d.with_conjuncts(s))


def both_holders(d: Denotation, token: Token) -> tuple[str, ...]:
    """The two whom "both leaders", "the two presidents" means: who was named together last, else whose states are.

    Not who does something to them: "Trump had phoned both leaders".
    """
    if token.tag_ != "NNS" or not any(c.lower_ in {"both", "two"} for c in token.children):
        return ()
    addressing = {k for verb in token.ancestors for s in children(verb, "nsubj") for k in d.with_conjuncts(s)}
    since = token.sent.start
    for _ in range(_BACK):
        since = token.doc[max(since - 1, 0)].sent.start
    known = {
        key
        for i, key in d.cast.appearances
        if since <= i < token.i and key not in addressing and _is_holder(d.cast.figures[key], token)
    }
    if len(known) == 2:
        return tuple(sorted(known, key=lambda k: int(k[1:])))
    for other in reversed(token.doc[since : token.i]):
        together = [*d.of(other.head), *d.of(other)] if other.dep_ == "conj" and known else []
        if len(together) == 2 and set(together) <= known:
            return tuple(together)
    return () if known else pair(d, token)


def _is_holder(figure: Figure, token: Token) -> bool:
    """True for a named person of that office; a president or a minister is a leader."""
    role, lemma = (figure.role or "").lower(), token.lemma_.lower()
    fits = lemma in role or (lemma == "leader" and bool({"president", "minister"} & set(role.split())))
    return fits and figure.cls is ActorClass.PERSON and figure.named


def holders(d: Denotation, token: Token) -> tuple[str, ...]:
    """The two persons in view whom "the ministers" or "the leaders" means; nobody where whose they are is told."""
    if any(c.dep_.startswith("nmod") or c.dep_ in {"amod", "compound", "acl:relcl"} for c in token.children):
        return ()
    since = token.doc[max(token.sent.start - 1, 0)].sent.start
    since = token.doc[max(since - 1, 0)].sent.start
    found: list[str] = []
    for i, key in reversed(d.cast.appearances):
        if since <= i < token.i and key not in found and _is_holder(d.cast.figures[key], token):
            found.append(key)
    return tuple(reversed(found)) if len(found) == 2 else ()
