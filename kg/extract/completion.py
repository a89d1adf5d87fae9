"""What an attack's own sentence leaves out and the article tells around it: the attacker, the ground it hit.

"Russia struck Kharkiv overnight. … A drone hit a block of flats in Odesa": the second sentence names nobody,
but the article knows one side that strikes Ukraine. A role is filled only where the article leaves one answer,
and not where it says that nobody knows; with two possible answers the role stays absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.scene import Scene
from kg.model import ActorClass, Factuality, StrikeReport, Weapon

# How many sentences a group's deed reaches: a group seldom is the only one that bombs in its country.
_NEAR = 2
_CLAIM_REACH = 4
_UNKNOWN = (
    "no group",
    "no one has claimed",
    "nobody has claimed",
    "no claim of responsibility",
    "not clear who",
    "unclear who",
    "unknown gunmen",
    "unknown attackers",
    "unidentified",
    "not immediately claimed",
    "nobody claimed",
    "no one claimed",
    "no one immediately claimed",
    "not known who",
)


def complete(scene: Scene, reports: Sequence[StrikeReport]) -> tuple[StrikeReport, ...]:
    """The same reports, with attackers and grounds that the rest of the article leaves no doubt about."""
    grounded = [_with_ground(r, scene, reports) for r in reports]
    return tuple(_with_attacker(r, scene, grounded) for r in grounded)


def _with_attacker(report: StrikeReport, scene: Scene, all_: Sequence[StrikeReport]) -> StrikeReport:
    ground = _grounds(report, scene)
    if report.attackers or report.collective or not ground or not _is_real(report):
        return report
    here = _index(report, scene)
    if any(cue in _text(scene, n) for n in (here, here + 1) for cue in _UNKNOWN):
        return report
    told: dict[str, list[int]] = {}
    keys: dict[str, str] = {}
    for other in all_:
        if other.attackers and _is_real(other) and not other.collective and _grounds(other, scene) & ground:
            for attacker in other.attackers:
                side = _side(attacker, scene)
                told.setdefault(side, []).append(_index(other, scene))
                keys.setdefault(side, attacker)
    if len(told) != 1 or _claimed_by_another(report, set(told), scene, all_):
        return report
    side, where = next(iter(told.items()))
    if scene.cast.figures[side].cls is ActorClass.STATE:
        # a state's bombs fall from the air: a planted one is somebody else's
        if report.weapons == (Weapon.BOMB,) or side in ground:
            return report
    elif min(abs(here - n) for n in where) > _NEAR:
        return report
    return replace(report, attackers=(keys[side],))


def _claimed_by_another(
    report: StrikeReport, sides: set[str], scene: Scene, all_: Sequence[StrikeReport]
) -> bool:
    """True when soon afterwards another side is said to be behind an attack that no place was told of."""
    here = _index(report, scene)
    return any(
        other.attackers
        and other.definite
        and not other.places
        and here <= _index(other, scene) <= here + _CLAIM_REACH
        and not sides & {_side(a, scene) for a in other.attackers}
        for other in all_
    )


def _with_ground(report: StrikeReport, scene: Scene, all_: Sequence[StrikeReport]) -> StrikeReport:
    """ "Israel's warplanes dropped leaflets and struck 30 targets" where all it strikes lies in one state."""
    if report.targets or report.places or not report.attackers or report.collective or not _is_real(report):
        return report
    sides = {_side(a, scene) for a in report.attackers}
    grounds: set[str] = set()
    for other in all_:
        if other is not report and _is_real(other) and sides & {_side(a, scene) for a in other.attackers}:
            grounds |= _grounds(other, scene)
    if len(grounds) != 1 or grounds & set(report.attackers):
        return report
    return replace(report, targets=tuple(grounds))


def _is_real(report: StrikeReport) -> bool:
    return report.mention.factuality in {Factuality.ASSERTED, Factuality.CLAIMED}


def _grounds(report: StrikeReport, scene: Scene) -> set[str]:
    return {k for k in report.targets if scene.cast.figures[k].cls is ActorClass.STATE}


def _side(key: str, scene: Scene) -> str:
    """The state of a body, the figure itself otherwise."""
    figure = scene.cast.figures[key]
    owner = scene.cast.figures.get(figure.part_of or figure.member_of or "")
    if figure.cls is ActorClass.GOVERNMENT_BODY and owner is not None and owner.cls is ActorClass.STATE:
        return owner.key
    return key


def _index(report: StrikeReport, scene: Scene) -> int:
    begin = report.mention.span.begin
    return next(n for n, s in enumerate(scene.sentences) if s.end_char > begin)


def _text(scene: Scene, n: int) -> str:
    return scene.sentences[n].text.lower() if n < len(scene.sentences) else ""
