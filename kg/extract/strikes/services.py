"""Whose army, air force or navy a phrase means that names a service: "army warplanes", "the USS Nimitz"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.names.cast import Figure
from kg.extract.reference import homes
from kg.extract.scene import Scene
from kg.extract.words.syntax import children
from kg.extract.words.weapons import weapons_in
from kg.model import ActorClass, Weapon

_STATE_FORCES = frozenset({"army", "military", "navy", "naval"})
_GOVERNMENTS = frozenset({"government", "junta", "regime"})
_REBELS = frozenset({"rebel", "insurgent", "militia", "militant", "paramilitary", "separatist"})
# Whose navy a ship's prefix tells.
_NAVIES = {"USS": "state/united-states", "USNS": "state/united-states", "HMS": "state/united-kingdom"}


def institution_of(token: Token, scene: Scene) -> Figure | None:
    """Whose "army warplanes", "air force jet" or "rebel mortars" are, where the article leaves one answer."""
    kinds = {c.lower_ for c in children(token, "compound", "amod")}
    kinds |= {g.lower_ for c in children(token, "compound", "amod") for g in c.children}
    if kinds & _GOVERNMENTS:
        return homes.forces_in_view(scene.denotation, token, government=True)
    if weapons_in([token]) == (Weapon.MISSILE,):
        kinds -= {"naval"}  # "a naval missile" is a kind of missile
    if (
        kinds & _STATE_FORCES
        or {"air", "force"} <= kinds
        or ("armed" in kinds and token.lemma_.lower() == "force")
    ):
        # "air force jets bombed the camp, Pakistan's army said"
        own = homes.state_of_sayer(scene.denotation, token)
        return own if own is not None else homes.forces_in_view(scene.denotation, token)
    if kinds & _REBELS:
        groups = [f for f in scene.cast.figures.values() if f.cls is ActorClass.ARMED_GROUP and f.named]
        return groups[0] if len(groups) == 1 else None
    return None


def navy_of(token: Token, scene: Scene) -> tuple[str, ...]:
    """ "the USS Nimitz": the state whose navy the prefix tells."""
    entry = scene.gazetteer.get(_NAVIES[token.text]) if token.text in _NAVIES else None
    return (scene.cast.of_entry(entry).key,) if entry is not None else ()


def joined_before(forces: Token, scene: Scene) -> tuple[str, ...]:
    """ "Somali and American forces", where "American forces" is a name of its own: the first of them too."""
    name, doc = scene.cast.name_at(forces.i), forces.doc
    if (
        name is None
        or name.start < 2
        or doc[name.start - 1].lower_ != "and"
        or forces.tag_ not in {"NNS", "NNPS"}
    ):
        return ()
    first = scene.cast.name_at(name.start - 2)
    figure = scene.cast.figure_of(first) if first is not None and first.adjectival else None
    return (figure.key,) if figure is not None and figure.cls is ActorClass.STATE else ()
