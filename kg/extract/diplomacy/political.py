"""Who can act politically, and for whom somebody without a name of his own acts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Token

from kg.extract.diplomacy.paths import Filler
from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.scene import Scene
from kg.extract.words.syntax import children
from kg.model import ActionType, ActorClass

_POLITICAL = frozenset(
    {
        ActorClass.STATE,
        ActorClass.GOVERNMENT_BODY,
        ActorClass.ARMED_GROUP,
        ActorClass.INTERNATIONAL_ORGANIZATION,
    }
)
# Acts of words: saying them does them, and an organisation that is no state may do them too.
VERBAL = frozenset(
    {
        ActionType.APPEAL, ActionType.DEMAND, ActionType.CONDEMNATION, ActionType.ACCUSATION, ActionType.COMPLAINT,
        ActionType.REJECTION, ActionType.THREAT, ActionType.ULTIMATUM, ActionType.PLEDGE, ActionType.MEDIATION_OFFER,
        ActionType.ENDORSEMENT, ActionType.AGREEMENT,
    }
)  # fmt: skip
# Acts that a state does to another, whose body or envoy it may be that is named.
BETWEEN_STATES = frozenset(
    {
        ActionType.ENVOY_EXPULSION, ActionType.ENVOY_BARRED, ActionType.SUMMONS, ActionType.AMBASSADOR_RECALL,
        ActionType.RELATIONS_DOWNGRADED, ActionType.BORDER_CLOSURE, ActionType.SANCTIONS, ActionType.TALKS_SUSPENDED,
    }
)  # fmt: skip
_APART = frozenset({ActorClass.ARMED_GROUP, ActorClass.ORGANIZATION})
_TALKS = frozenset({ActionType.MEETING, ActionType.PHONE_CALL, ActionType.NEGOTIATION})
_ORGANIZATION_TOO = VERBAL | {
    ActionType.CEASEFIRE,
    ActionType.INVESTIGATION,
    ActionType.AID,
    ActionType.AID_SUSPENDED,
}
MEDIA = re.compile(
    r"\b(news|times|post|tv|television|radio|presse?|agency|herald|daily|institute|wire|gazette|reuters|tass|xinhua)\b",
    re.IGNORECASE,
)


def political_only(filler: Filler, scene: Scene, type_: ActionType) -> Filler:
    """The role's filler with those alone who can act politically, or speak out, in an act of that type."""
    keys = tuple(
        k
        for k in filler.keys
        if (is_political(scene.cast.figures[k], scene) and not _raid(scene.cast.figures[k], type_))
        or (type_ in _ORGANIZATION_TOO and _speaks_out(scene.cast.figures[k], scene))
        or (type_ in _TALKS and _comes_for_state(scene, filler.token, k))
    )
    return Filler(filler.path, filler.token, keys)


def _raid(figure: Figure, type_: ActionType) -> bool:
    """Armed groups pay no visits: "insurgents arrived in the village"."""
    return figure.cls is ActorClass.ARMED_GROUP and type_ is ActionType.VISIT


def _comes_for_state(scene: Scene, token: Token, key: str) -> bool:
    """ "Finland's Alexander Stubb met …": a name without an office, whom the genitive tells to come for a state."""
    figure = scene.cast.figures[key]
    if figure.cls is not ActorClass.PERSON or not figure.named or figure.role is not None:
        return False
    owners = [k for c in children(token, "nmod:poss") for k in scene.denotation.of(c)]
    return any(scene.cast.figures[k].cls is ActorClass.STATE for k in owners)


def _speaks_out(figure: Figure, scene: Scene) -> bool:
    """Organisations, who holds office in one, and persons named without any role: they can appeal and accuse."""
    if figure.cls is ActorClass.PERSON and figure.named:
        role = re.split(r"[\s-]+", (figure.role or "").lower())[-1]
        if role in words("diplomacy", "private", "roles"):
            return False
        if figure.member_of:
            return _speaks_out(scene.cast.figures[figure.member_of], scene)
        return True
    return figure.cls is ActorClass.ORGANIZATION and figure.named and not MEDIA.search(figure.name)


def is_political(figure: Figure, scene: Scene) -> bool:
    """True for states, their bodies, armed groups, international organisations, and those who hold office in one."""
    if figure.cls is ActorClass.GOVERNMENT_BODY and not figure.named and figure.state is None:
        return figure.name.lower().split()[-1] not in words("diplomacy", "private", "bodies")
    if figure.cls in _POLITICAL:
        return True
    if figure.cls is not ActorClass.PERSON:
        return False
    role = [r.removesuffix("s") for r in re.split(r"[\s-]+", (figure.role or "").lower())]
    if role[-1] in words("diplomacy", "private", "roles"):
        return False
    if figure.member_of:
        return scene.cast.figures[figure.member_of].cls in _POLITICAL
    if (
        figure.entry is not None
        or figure.state is not None
        or set(role) & words("diplomacy", "office", "roles")
    ):
        return True
    # A surname alone: "Putin offered to negotiate".
    return figure.named and figure.role is None and bool(scene.gazetteer.surnames(figure.name.split()[-1]))


def is_actor(figure: Figure) -> bool:
    """True for who can act: no population, and nobody without a name of whom neither state nor body is known."""
    if figure.cls is ActorClass.PERSON and not figure.named:
        return figure.member_of is not None or figure.state is not None
    return figure.cls is not ActorClass.POPULATION


def for_whom(scene: Scene, key: str) -> str:
    """Whom an actor without a name of his own acts for: an ambassador or "a senior official" his state or ministry."""
    figure = scene.cast.figures[key]
    if figure.cls is ActorClass.PERSON and not figure.named and figure.member_of:
        if re.fullmatch(r"secretary[ -]general", (figure.role or "").lower()):
            return key  # the person that everybody means
        envoy = (figure.role or "").lower() in words("diplomacy", "class", "envoy")
        key = figure.member_of
        figure = scene.cast.figures[key]
        if envoy and figure.part_of:
            return figure.part_of
    if (
        figure.cls is ActorClass.GOVERNMENT_BODY
        and figure.part_of
        and re.search(r"\b(embassy|consulate|mission)\b", figure.name, re.IGNORECASE)
    ):
        return figure.part_of
    return key


def as_state(scene: Scene, key: str) -> str:
    """The state of a body whose envoys or borders are meant: Pakistan for "Pakistan's military attachés"."""
    figure = scene.cast.figures[key]
    return figure.part_of if figure.cls is ActorClass.GOVERNMENT_BODY and figure.part_of else key


def parties(scene: Scene, fillers: Iterable[Filler]) -> tuple[str, ...]:
    """The distinct initiators; a state steps back behind its own office-holder or body in the same role."""
    keys = list(dict.fromkeys(for_whom(scene, k) for f in fillers for k in f.keys))
    represented = {f.member_of for f in map(scene.cast.figures.__getitem__, keys)} | {
        f.part_of for f in map(scene.cast.figures.__getitem__, keys)
    }
    return tuple(k for k in keys if k not in represented)


def same_side(scene: Scene, sources: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    """True when those who say it are those who did it, or speak for them."""
    figures = scene.cast.figures
    mine = set(keys) | {figures[k].state for k in keys if figures[k].state}
    return bool(sources) and all(
        k in mine
        or figures[k].member_of in mine
        or figures[k].part_of in mine
        or (figures[k].state is not None and figures[k].state in mine)
        for k in sources
    )


def own_side(scene: Scene, key: str, keys: tuple[str, ...]) -> bool:
    """True when `key` is the state, a body or an office-holder of one of `keys`: nobody condemns his own ministry.

    Neither an armed group nor an opposition, nor who speaks for it, is part of the state in which it is.
    """
    figures = scene.cast.figures
    state = figures[key].state
    if figures[key].cls in _APART or state is None:
        return False
    return any(figures[k].state == state and not _stands_apart(scene, figures[k]) for k in keys)


def _stands_apart(scene: Scene, figure: Figure) -> bool:
    """True for an armed group, an opposition, a society, and for who holds office in one: not the state they are in."""
    if figure.cls in _APART:
        return True
    if figure.cls is not ActorClass.PERSON:
        return False
    if figure.member_of is not None:
        return scene.cast.figures[figure.member_of].cls in _APART
    entry = scene.gazetteer.get(figure.entry) if figure.entry is not None else None
    groups = {t.organisation or "" for t in entry.terms} if entry is not None else set()
    return bool(groups) and all(g.startswith("group/") for g in groups)
