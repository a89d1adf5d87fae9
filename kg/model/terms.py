"""The closed lists of terms: classes of actors and places, factuality, weapons, diplomatic actions; frames of blame."""

from __future__ import annotations

from enum import StrEnum


class ActorClass(StrEnum):
    """The subclasses of kg:Actor."""

    STATE = "State"
    GOVERNMENT_BODY = "GovernmentBody"
    PERSON = "Person"
    ARMED_GROUP = "ArmedGroup"
    INTERNATIONAL_ORGANIZATION = "InternationalOrganization"
    ORGANIZATION = "Organization"
    POPULATION = "Population"


class Factuality(StrEnum):
    """How an article presents an event: narrated, attributed, denied, or not (yet) real."""

    ASSERTED = "Asserted"
    CLAIMED = "Claimed"
    DENIED = "Denied"
    HYPOTHETICAL = "Hypothetical"

    @property
    def is_told(self) -> bool:
        """True for what is told as having happened, by the article itself or by somebody it quotes."""
        return self in (Factuality.ASSERTED, Factuality.CLAIMED)


class DateBasis(StrEnum):
    """Where a date comes from: written out, worked out from the article's date, or borrowed."""

    STATED = "Stated"
    RESOLVED = "Resolved"
    INFERRED = "Inferred"


class Weapon(StrEnum):
    """The weapons a Strike can name."""

    MISSILE = "Missile"
    DRONE = "Drone"
    AIRCRAFT = "Aircraft"
    ARTILLERY = "Artillery"
    ROCKET = "Rocket"
    BOMB = "Bomb"
    SMALL_ARMS = "SmallArms"


class ActionType(StrEnum):
    """The concepts of kg:ActionTypes, grouped as PLOVER groups them."""

    MEETING = "Meeting"
    PHONE_CALL = "PhoneCall"
    VISIT = "Visit"
    MEDIATION = "Mediation"
    NEGOTIATION = "Negotiation"
    AGREEMENT = "Agreement"
    MEDIATION_OFFER = "MediationOffer"
    PLEDGE = "Pledge"
    ENDORSEMENT = "Endorsement"
    RECOGNITION = "Recognition"
    COOPERATION = "Cooperation"
    AID = "Aid"
    CONCESSION = "Concession"
    CEASEFIRE = "Ceasefire"
    WITHDRAWAL = "Withdrawal"
    RELEASE = "Release"
    SANCTIONS_RELIEF = "SanctionsRelief"
    APPEAL = "Appeal"
    DEMAND = "Demand"
    CONDEMNATION = "Condemnation"
    ACCUSATION = "Accusation"
    COMPLAINT = "Complaint"
    SUMMONS = "Summons"
    INVESTIGATION = "Investigation"
    REJECTION = "Rejection"
    THREAT = "Threat"
    ULTIMATUM = "Ultimatum"
    MOBILIZATION = "Mobilization"
    AMBASSADOR_RECALL = "AmbassadorRecall"
    ENVOY_EXPULSION = "EnvoyExpulsion"
    ENVOY_BARRED = "EnvoyBarred"
    RELATIONS_DOWNGRADED = "RelationsDowngraded"
    VISIT_CANCELLED = "VisitCancelled"
    TALKS_SUSPENDED = "TalksSuspended"
    AID_SUSPENDED = "AidSuspended"
    BORDER_CLOSURE = "BorderClosure"
    SANCTIONS = "Sanctions"


class PlaceKind(StrEnum):
    """How wide a place is; the precision of a location."""

    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    FACILITY = "facility"
    WATER = "water"
    UNKNOWN = "unknown"


# Frames that only say who was behind an attack told before them: "its men had done it", "officials blame the rebels".
BACKWARD_FRAMES = frozenset({"strike.owned", "strike.blamed", "strike.assailants", "strike.denied"})
# These and those whose noun names it again: "claimed this attack". None tells anything else of the attack.
RESPONSIBILITY_FRAMES = BACKWARD_FRAMES | {"strike.responsibility", "strike.answered-for"}
