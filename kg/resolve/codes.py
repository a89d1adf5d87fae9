"""Codes of PLOVER, CAMEO and ACLED for an event, where the code book has one that fits; no defaults.

The crosswalk follows PLOVER 2.0 (types and modes), CAMEO 1.1b3 (18-20 force, 01-16 diplomacy) and the ACLED
codebook's sub-events. A strike whose weapon no article names gets the class and nothing finer.
"""

from __future__ import annotations

from collections.abc import Set

from kg.model import ActionType, Codes, Weapon

# Weapon: PLOVER mode, CAMEO code, ACLED sub-event. Rifles and bombs have no mode that says how they came.
_STRIKE = {
    Weapon.DRONE: ("drone", "1952", "Air/drone strike"),
    Weapon.AIRCRAFT: ("aerial", "195", "Air/drone strike"),
    Weapon.MISSILE: ("heavy-weapons", "194", "Shelling/artillery/missile attack"),
    Weapon.ROCKET: ("heavy-weapons", "194", "Shelling/artillery/missile attack"),
    Weapon.ARTILLERY: ("heavy-weapons", "194", "Shelling/artillery/missile attack"),
    Weapon.SMALL_ARMS: ("firearms", "193", None),
    Weapon.BOMB: ("explosives", None, None),
}

# Type: PLOVER class, mode, CAMEO code, ACLED sub-event.
_ACTION: dict[ActionType, tuple[str, str | None, str | None, str | None]] = {
    ActionType.MEETING: ("CONSULT", None, "040", None),
    ActionType.PHONE_CALL: ("CONSULT", "phone", "041", None),
    ActionType.VISIT: ("CONSULT", "visit", "042", None),
    ActionType.MEDIATION: ("CONSULT", "third-party", "045", None),
    ActionType.NEGOTIATION: ("CONSULT", None, "046", None),
    ActionType.AGREEMENT: ("AGREE", None, None, None),
    ActionType.MEDIATION_OFFER: ("AGREE", None, "039", None),
    ActionType.PLEDGE: ("AGREE", None, "030", None),
    ActionType.ENDORSEMENT: ("SUPPORT", None, "051", None),
    ActionType.RECOGNITION: ("SUPPORT", None, "054", None),
    ActionType.COOPERATION: ("COOPERATE", None, "060", None),
    ActionType.AID: ("AID", None, "070", None),
    ActionType.CONCESSION: ("CONCEDE", None, "080", None),
    ActionType.CEASEFIRE: ("RETREAT", "ceasefire", "0871", "Agreement"),
    ActionType.WITHDRAWAL: ("RETREAT", "withdraw", "0874", None),
    ActionType.RELEASE: ("RETREAT", "release", "0841", None),
    ActionType.SANCTIONS_RELIEF: ("RETREAT", None, "085", None),
    ActionType.APPEAL: ("REQUEST", None, "020", None),
    ActionType.DEMAND: ("REQUEST", None, "100", None),
    ActionType.CONDEMNATION: ("ACCUSE", "disapprove", "111", None),
    ActionType.ACCUSATION: ("ACCUSE", "allege", "112", None),
    ActionType.COMPLAINT: ("ACCUSE", "disapprove", "114", None),
    ActionType.SUMMONS: ("ACCUSE", "disapprove", "114", None),
    ActionType.INVESTIGATION: ("ACCUSE", "investigate", "090", None),
    ActionType.REJECTION: ("REJECT", None, "120", None),
    ActionType.THREAT: ("THREATEN", None, "130", None),
    ActionType.ULTIMATUM: ("THREATEN", None, "139", None),
    ActionType.MOBILIZATION: ("MOBILIZE", "troops", "154", None),
    ActionType.AMBASSADOR_RECALL: ("SANCTION", "withdraw", "161", "Other"),
    ActionType.ENVOY_EXPULSION: ("SANCTION", "expel", "166", "Other"),
    ActionType.ENVOY_BARRED: ("SANCTION", "expel", "166", "Other"),
    ActionType.RELATIONS_DOWNGRADED: ("SANCTION", "discontinue", "161", "Other"),
    ActionType.VISIT_CANCELLED: ("SANCTION", None, "160", None),
    ActionType.TALKS_SUSPENDED: ("SANCTION", "discontinue", "164", None),
    ActionType.AID_SUSPENDED: ("SANCTION", "discontinue", "162", None),
    ActionType.BORDER_CLOSURE: ("SANCTION", None, None, None),
    ActionType.SANCTIONS: ("SANCTION", "discontinue", "163", None),
}


def strike_codes(weapons: tuple[Weapon, ...], outcome: str) -> Codes:
    """The codes of a strike with these weapons.

    Weapons that fall under different codes ("missiles and drones") leave open what they disagree on; in CAMEO
    they share the parent, 190. An interception is ACLED's "Disrupted weapons use", whatever was intercepted.
    """
    rows = [_STRIKE[w] for w in weapons]
    mode: set[str | None] = {r[0] for r in rows}
    cameo = {r[1] for r in rows}
    acled = {r[2] for r in rows}
    if outcome != "carried-out":
        return Codes("ASSAULT", _only(mode), None, "Disrupted weapons use")
    return Codes("ASSAULT", _only(mode), "190" if len(cameo) > 1 else _only(cameo), _only(acled))


def _only(values: Set[str | None]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def action_codes(kind: ActionType, cameo: frozenset[str]) -> Codes:
    """The codes of an act. `cameo` are codes that the frames which found it carry; agreed, they are finer."""
    plover, mode, code, acled = _ACTION[kind]
    return Codes(plover, mode, next(iter(cameo)) if len(cameo) == 1 else code, acled)


def statement_codes(cameo: str | None) -> Codes:
    """The codes of a statement: CAMEO's where the frame that found it has one; PLOVER has no class for it."""
    return Codes(cameo=cameo)
