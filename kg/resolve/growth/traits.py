"""By what two local actors can come to be one: they share a hard key, or one of these traits.

It mirrors the rules of `kg.resolve.actors` and `kg.resolve.persons`: whatever these compare must share a trait here.
"""

from __future__ import annotations

from kg.model import ActorClass
from kg.resolve.actors import BODIES, forms, may_be_misread
from kg.resolve.company import Local
from kg.resolve.facts import Facts
from kg.resolve.persons import singular_office
from kg.resolve.text import fold, initials, is_pronoun, name_tokens

Trait = tuple[str, str | None]
"""A trait, and one that somebody must have for it to matter; None where it always does."""


def traits(local: Local, facts: Facts) -> list[Trait]:
    """The traits of a local actor; none for one that its hard key alone decides on."""
    actor = local.actor
    found: dict[Trait, None] = {}
    if actor.named and actor.cls in BODIES:
        fact = facts.get(actor.entry) if actor.entry else None
        for surface in (actor.name, *actor.surfaces, *(fact.names if fact is not None else ())):
            if surface[:1].isupper() and not is_pronoun(surface):
                found |= dict.fromkeys((trait, None) for trait in _of_body(surface))
    elif may_be_misread(local):
        found[(f"name {' '.join(local.tokens)}", None)] = None
    if actor.cls is ActorClass.PERSON:
        if actor.named and len(local.tokens) > 1:
            found[(f"surname {local.tokens[-1]}", None)] = None
            found[(f"first {local.tokens[0]}", f"bare {local.tokens[0]}")] = None
        elif actor.named and local.tokens:
            name = local.tokens[0]
            found |= {(f"{kind} {name}", None): None for kind in ("surname", "first", "bare")}
        if (title := singular_office(local)) is not None:
            held = f"{actor.state} {title}"
            found[(f"office {held}", None if not actor.named else f"unnamed {held}")] = None
            if not actor.named:
                found[(f"unnamed {held}", None)] = None
    return list(found)


def _of_body(surface: str) -> list[str]:
    tokens, words = name_tokens(surface), fold(surface).split()
    out = [f"name {' '.join(form)}" for form in forms(tokens)]
    if len(words) > 1:
        out += [f"initials {initials(words)}", f"initials {initials(tokens)}"]
    elif surface.isupper() and 1 < len(surface) <= 7:
        out.append(f"initials {surface.lower()}")
    return out
