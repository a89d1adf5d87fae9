"""The namespaces and terms of the graph, as strings; a test holds them against `ontology/`.

`kg.attacker` is the IRI of the term; a name that the ontology lacks is an AttributeError. Prefixes are those
of exports, of the endpoint and of the canned queries.
"""

from __future__ import annotations


class Namespace:
    """The beginning of a vocabulary's IRIs that knows its terms: `dcterms.title` gives the IRI."""

    __slots__ = ("_iri", "_names")

    def __init__(self, iri: str, names: str) -> None:
        self._iri = iri
        self._names = frozenset(names.split())

    def __getattr__(self, name: str) -> str:
        return self[name]

    def __getitem__(self, name: str) -> str:
        if name not in self._names:
            raise AttributeError(f"<{self._iri}> has no term {name!r}")
        return self._iri + name

    def __str__(self) -> str:
        return self._iri


ACTOR_CLASSES = "State GovernmentBody Person ArmedGroup InternationalOrganization Organization Population"
EVENT_CLASSES = "Strike DiplomaticAction Statement"
CLASSES = (
    f"Actor {ACTOR_CLASSES} Place Event {EVENT_CLASSES} CasualtyReport Article Outlet Mention Membership "
    "Link Contradiction Correction ReplacedName ActionType Weapon Factuality DateBasis Outcome Precision"
)
PROPERTIES = (
    "about accordingTo acledSubEvent actionType addressee atLeast attacker cameoCode casualties claimDate "
    "claimedAttacker concerns confidence content contentDigest contradicts corrects country date dateBasis "
    "dateExpression deaths deathsAtLeast deathsMax endDate factuality frame inArticle inResponseTo inferredAttacker "
    "inferredTarget initiator injuries injuriesAtLeast injuriesMax link linkTarget location memberOf "
    "membership mention onProperty outcome partOf ploverMode ploverType precision quotation readingNote "
    "reason recipient replacedInRevision reportedAttacker reportedDate reportedIn reportedLocation role "
    "sentence sentenceBegin speaker target verdict victims weapon within"
)
# PLOVER's event types and, of each, the concepts of kg:ActionTypes.
PLOVER = {
    "CONSULT": "Meeting PhoneCall Visit Mediation Negotiation",
    "AGREE": "Agreement MediationOffer Pledge",
    "SUPPORT": "Endorsement Recognition",
    "COOPERATE": "Cooperation",
    "AID": "Aid",
    "CONCEDE": "Concession",
    "RETREAT": "Ceasefire Withdrawal Release SanctionsRelief",
    "REQUEST": "Appeal Demand",
    "ACCUSE": "Condemnation Accusation Complaint Summons Investigation",
    "REJECT": "Rejection",
    "THREATEN": "Threat Ultimatum",
    "MOBILIZE": "Mobilization",
    "SANCTION": "AmbassadorRecall EnvoyExpulsion EnvoyBarred RelationsDowngraded VisitCancelled "
    "TalksSuspended AidSuspended BorderClosure Sanctions",
}
SCHEMES = {
    "ActionTypes": " ".join(PLOVER.values()),
    "Weapons": "Missile Drone Aircraft Artillery Rocket Bomb SmallArms",
    "Factualities": "Asserted Claimed Denied Hypothetical",
    "DateBases": "Stated Resolved Inferred",
    "Outcomes": "CarriedOut Intercepted Foiled",
    "Precisions": "CountryLevel RegionLevel CityLevel FacilityLevel WaterLevel",
}
CONCEPTS = " ".join(SCHEMES.values())

ONTOLOGY = "https://w3id.org/conflict-kg"

kg = Namespace(f"{ONTOLOGY}#", f"{CLASSES} {PROPERTIES} {' '.join(SCHEMES)} {CONCEPTS}")
rdf = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type")
rdfs = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label comment subClassOf subPropertyOf")
owl = Namespace("http://www.w3.org/2002/07/owl#", "sameAs")
xsd = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    "string integer decimal boolean date gYearMonth gYear dateTime",
)
skos = Namespace(
    "http://www.w3.org/2004/02/skos/core#", "altLabel closeMatch Concept ConceptScheme definition example"
)
dc = Namespace("http://purl.org/dc/elements/1.1/", "creator")
dcterms = Namespace("http://purl.org/dc/terms/", "title identifier issued source isReplacedBy replaces date")
prov = Namespace("http://www.w3.org/ns/prov#", "wasRevisionOf")
sem = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/", "Event Actor Place hasActor hasPlace")
nif = Namespace(
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", "beginIndex endIndex anchorOf Phrase"
)
geo = Namespace("http://www.opengis.net/ont/geosparql#", "Feature Geometry hasGeometry asWKT wktLiteral")
schema = Namespace("https://schema.org/", "publisher NewsArticle author dateCreated")
wd = Namespace("http://www.wikidata.org/entity/", "")

PREFIXES: dict[str, str] = {
    "dc": str(dc),
    "dcterms": str(dcterms),
    "geo": str(geo),
    "kg": str(kg),
    "nif": str(nif),
    "owl": str(owl),
    "prov": str(prov),
    "rdf": str(rdf),
    "rdfs": str(rdfs),
    "schema": str(schema),
    "sem": str(sem),
    "skos": str(skos),
    "wd": str(wd),
    "xsd": str(xsd),
}

# The kinds of nodes under the base IRI: the first segment of their path, and the prefix that shortens it.
NODE_KINDS = (
    "action", "actor", "article", "casualties", "contradiction", "correction", "graph", "mention", "outlet",
    "place", "statement", "strike",
)  # fmt: skip


def prefixes(base_iri: str = "") -> dict[str, str]:
    """All prefixes, alphabetically; with a base IRI those of the kinds of nodes too (`strike:`, `actor:`)."""
    local = {kind: f"{base_iri}{kind}/" for kind in NODE_KINDS} if base_iri else {}
    return dict(sorted({**PREFIXES, **local}.items()))
